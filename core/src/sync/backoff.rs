//! How long to wait after a failure. Pure.

use std::time::Duration;

use chrono::DateTime;

use crate::model::Millis;

/// The wait after the first failure.
const FIRST: Duration = Duration::from_secs(5);
/// The longest wait of our own choice.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// The longest wait that a server may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 3600);

/// The wait after `failures` in a row (1 for the first): doubling, between half and all of it by
/// `jitter` (0 to 1), so that many phones do not come back at once. A server that says how long
/// is heard, and never asked earlier.
#[must_use]
pub fn wait(failures: u32, asked: Option<Duration>, jitter: f64) -> Duration {
    let doubled = FIRST.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
    let most = doubled.min(LONGEST);
    let own = most.mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0));
    asked.map_or(own, |asked| asked.min(LONGEST_ASKED).max(own))
}

/// A `Retry-After`: seconds, or the date at which to come back.
#[must_use]
pub fn retry_after(header: &str, now: Millis) -> Option<Duration> {
    if let Ok(seconds) = header.trim().parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = DateTime::parse_from_rfc2822(header.trim()).ok()?;
    let ms = at.timestamp_millis().saturating_sub(now.0);
    Some(Duration::from_millis(u64::try_from(ms).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_grow_stay_bounded_and_never_undercut_the_server(failures in 1_u32..200, jitter in 0.0..1.0_f64, asked in 0_u64..4_000) {
            let own = wait(failures, None, jitter);
            prop_assert!(own >= FIRST / 2 && own <= LONGEST);
            prop_assert!(wait(failures + 1, None, jitter) >= own);
            let asked = Duration::from_secs(asked);
            prop_assert!(wait(failures, Some(asked), jitter) >= asked);
        }
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let now = Millis(784_111_770_000);
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("soon", now), None);
    }
}
