//! Which past states of the detectors are worth keeping.

use crate::model::Millis;

/// Each of the last days, because most of what comes late comes from a watch that was not synced.
const DAYS: i64 = 8;
/// Every fourth week of a year.
const FOUR_WEEKS: i64 = 28 * Millis::DAY;
/// One in a year of thirteen times four weeks, of the last twenty.
const YEAR: i64 = 13 * FOUR_WEEKS;
const YEARS: i64 = 20;

/// Whether the state at `at`, a midnight in UTC, is kept at `now`: of some forty instants at most. What
/// comes late for any instant of the last year finds one at most four weeks before it, of any of the last
/// twenty years one at most a year before.
#[must_use]
pub const fn is_kept(at: Millis, now: Millis) -> bool {
    let age = now.since(at);
    age <= DAYS * Millis::DAY
        || (at.0.rem_euclid(FOUR_WEEKS) == 0 && age <= YEAR + FOUR_WEEKS)
        || (at.0.rem_euclid(YEAR) == 0 && age <= YEARS * YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_twenty_years_some_forty_states_are_kept_and_each_instant_has_one_not_long_before() {
        let now = Millis(20_800 * Millis::DAY + 12 * Millis::HOUR);
        let kept: Vec<i64> = (0..20 * 364).filter(|age| is_kept(Millis((20_800 - age) * Millis::DAY), now)).collect();
        assert!(kept.len() <= 44, "{}", kept.len());
        let before = |age: i64| kept.iter().find(|kept| **kept >= age).map(|kept| kept - age);
        assert!((0..8).all(|age| before(age) == Some(0)));
        assert!((8..364).all(|age| before(age).is_some_and(|days| days <= 28)));
        assert!((364..18 * 364).all(|age| before(age).is_some_and(|days| days <= 364)));
    }
}
