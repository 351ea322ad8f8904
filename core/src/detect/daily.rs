//! The resting heart rate that a device states for a day, against the person's own usual days.
//!
//! For whoever has a watch that exports one rate a day instead of minutes. Where the minutes of the
//! night are known, they are judged instead (see [`super::night`]): one rise is told once.

use serde::{Deserialize, Serialize};

use super::Settings;
use super::evidence::{add_source, thousandths};
use super::nightly::{Measured, Nightly, Others, Rate, Told};
use crate::model::finding::Finding;
use crate::model::{LocalDay, Millis, RecordId, SourceId, Stamp};

/// A rate that a device stated, or what else it measured of a night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DailyReading {
    /// When, by the device.
    pub at: Millis,
    /// The resting heart rate, per minute.
    pub rate: Option<f64>,
    /// The rest.
    pub others: Others,
    /// The record that says so.
    pub record: Option<RecordId>,
    /// Where it came from.
    pub source: Option<SourceId>,
}

/// The rule's state: the open day, and the days before it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DailyRule {
    open: Option<OpenDay>,
    /// The last day whose night was judged: its resting rate is not looked at.
    night: Option<LocalDay>,
    days: Nightly,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct OpenDay {
    day: LocalDay,
    end: Millis,
    /// In thousandths. A device states a rate several times a day; the last is the best it knows.
    rate: Option<i64>,
    others: Others,
    sources: Vec<SourceId>,
    record: Option<RecordId>,
}

impl Default for DailyRule {
    fn default() -> Self {
        Self { open: None, night: None, days: Nightly::new(Rate::Resting) }
    }
}

impl DailyRule {
    /// Takes in one reading; whoever calls keeps the order of time. A day is judged when it is over.
    pub fn hear(&mut self, settings: &Settings, reading: &DailyReading) -> Told {
        let told = self.advance(settings, reading.at);
        let day = Stamp::in_zone(reading.at, settings.zone).day();
        if self.days.last_day().is_some_and(|last| day <= last) {
            return told;
        }
        let open = self.open.get_or_insert_with(|| OpenDay {
            day,
            end: day.range_in(settings.zone).end,
            rate: None,
            others: Others::default(),
            sources: Vec::new(),
            record: None,
        });
        if let Some(rate) = reading.rate {
            open.rate = Some(thousandths(rate));
            open.record = reading.record;
        }
        open.others.rmssd = reading.others.rmssd.or(open.others.rmssd);
        open.others.temperature = reading.others.temperature.or(open.others.temperature);
        open.others.breathing = reading.others.breathing.or(open.others.breathing);
        add_source(&mut open.sources, reading.source);
        told
    }

    /// What was last told of the episode that goes on.
    pub(super) fn open_finding(&self) -> Option<&Finding> {
        self.days.open_finding()
    }

    /// Says that the night of `day` was judged by its minutes.
    pub(super) fn night_judged(&mut self, day: LocalDay) {
        self.night = self.night.max(Some(day));
    }

    /// Says that it is `now`: a day that is over is judged.
    pub fn advance(&mut self, settings: &Settings, now: Millis) -> Told {
        if self.open.as_ref().is_none_or(|open| now < open.end) {
            return Told::default();
        }
        let Some(open) = self.open.take() else { return Told::default() };
        let (Some(rate), true) = (open.rate, self.night.is_none_or(|night| night < open.day)) else {
            return Told::default();
        };
        let measured = Measured {
            day: open.day,
            rate,
            minutes: 0,
            others: open.others,
            knowable_at: open.end,
            sources: open.sources,
            records: open.record.into_iter().collect(),
        };
        self.days.judge(settings, &measured)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::night::NightVerdict;
    use crate::model::PersonId;
    use crate::model::finding::{Rule, Severity};
    use crate::model::person::HeartLimits;
    use uuid::Uuid;

    fn settings() -> Settings {
        Settings { person: PersonId(Uuid::from_u128(1)), zone: chrono_tz::Asia::Tokyo, limits: HeartLimits::default() }
    }

    fn day(n: i64) -> LocalDay {
        "2026-01-01".parse::<LocalDay>().unwrap().plus_days(n)
    }

    fn reading(n: i64, rate: f64, others: Others) -> DailyReading {
        let at = day(n).range_in(settings().zone).start.plus(8 * Millis::HOUR);
        DailyReading { at, rate: Some(rate), others, record: None, source: None }
    }

    /// Four weeks at 60, each with these others, then `rates`.
    fn after_weeks(rates: &[(f64, Others)], usual: Others) -> Vec<Told> {
        let mut rule = DailyRule::default();
        let weeks = (0..28).map(|n| (n, 60.0, usual));
        let then = (28..).zip(rates).map(|(n, (rate, others))| (n, *rate, *others));
        let mut told: Vec<Told> =
            weeks.chain(then).map(|(n, rate, others)| rule.hear(&settings(), &reading(n, rate, others))).collect();
        told.push(rule.advance(&settings(), day(60).range_in(settings().zone).start));
        told.drain(..29);
        told
    }

    fn verdicts(told: &[Told]) -> Vec<NightVerdict> {
        told.iter().filter_map(|told| told.night.as_ref().map(|night| night.verdict)).collect()
    }

    #[test]
    fn two_days_six_above_the_usual_are_told_and_two_days_five_above_are_not() {
        use NightVerdict::{None, Notice};
        let none = Others::default();
        assert_eq!(verdicts(&after_weeks(&[(66.5, none), (66.5, none)], none)), [None, Notice]);
        assert_eq!(verdicts(&after_weeks(&[(65.0, none), (65.0, none)], none)), [None, None]);
    }

    #[test]
    fn a_day_is_judged_when_it_is_over_and_by_the_last_rate_stated() {
        let mut rule = DailyRule::default();
        rule.hear(&settings(), &reading(0, 80.0, Others::default()));
        rule.hear(&settings(), &reading(0, 58.0, Others::default()));
        let end = day(1).range_in(settings().zone).start;
        assert_eq!(rule.advance(&settings(), end.plus(-1)), Told::default());
        let night = rule.advance(&settings(), end).night.unwrap();
        assert_eq!((night.day, night.rate, night.knowable_at), (day(0), Some(58.0), end));
    }

    #[test]
    fn another_signal_that_moved_too_makes_it_strong_and_one_that_lacks_takes_nothing() {
        let usual = Others { rmssd: Some(40.0), temperature: Some(34.0), breathing: Some(14.0) };
        let ill = Others { breathing: Some(17.0), ..usual };
        let rates = |others| [(67.0, others), (67.0, others)];
        let severity = |told: &[Told]| told.iter().flat_map(|told| &told.findings).map(|f| f.severity).max();
        assert_eq!(severity(&after_weeks(&rates(usual), usual)), Some(Severity::Notice));
        assert_eq!(severity(&after_weeks(&rates(ill), usual)), Some(Severity::Strong));
        assert_eq!(severity(&after_weeks(&rates(Others::default()), usual)), Some(Severity::Notice));
    }

    #[test]
    fn a_week_of_low_variability_makes_a_rise_strong_and_is_never_needed() {
        // RMSSD of 38 and 42 in turns; then a week a little lower, no day of which stands out alone.
        let of = |rmssd| Others { rmssd: Some(rmssd), ..Others::default() };
        let severity = |lower: f64| {
            let mut rule = DailyRule::default();
            let usual = (0..28).map(|n| (n, 60.0, of(if n % 2 == 0 { 38.0 } else { 42.0 })));
            let week = (28..33).map(|n| (n, 60.0, of(lower)));
            let rise = (33..35).map(|n| (n, 67.0, of(lower)));
            let mut told: Vec<Told> = usual
                .chain(week)
                .chain(rise)
                .map(|(n, rate, others)| rule.hear(&settings(), &reading(n, rate, others)))
                .collect();
            told.push(rule.advance(&settings(), day(35).range_in(settings().zone).start));
            let band = told.last().unwrap().night.as_ref().unwrap().variability.unwrap().verdict;
            (band, told.iter().flat_map(|told| &told.findings).map(|finding| finding.severity).max())
        };
        use crate::detect::variability::band::BandVerdict::{Below, Within};
        assert_eq!(severity(40.0), (Within, Some(Severity::Notice)));
        assert_eq!(severity(37.0), (Below, Some(Severity::Strong)));
    }

    #[test]
    fn what_the_minutes_of_the_night_told_is_not_told_again() {
        let mut rule = DailyRule::default();
        for n in 0..28 {
            rule.hear(&settings(), &reading(n, 60.0, Others::default()));
        }
        for n in 28..32 {
            rule.night_judged(day(n));
            let told = rule.hear(&settings(), &reading(n, 80.0, Others::default()));
            assert!(told.findings.is_empty());
        }
        rule.hear(&settings(), &reading(32, 80.0, Others::default()));
        let told = rule.advance(&settings(), day(33).range_in(settings().zone).start);
        assert_eq!(told.findings.first().map(|finding| finding.rule), Some(Rule::RestingHeartRateHigh));
    }
}
