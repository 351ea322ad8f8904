use super::*;
use crate::detect::MOST_BYTES;
use crate::model::finding::{FindingState, Rule, Severity};
use crate::model::symptom::{Strength, SymptomKind};
use crate::model::vital::{BloodPressure, VitalKind};
use crate::model::{FindingId, LocalDay};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const NOBODY: Declared = Declared { heart_failure: false, dialysis: false, low_oxygen: false };

fn reader(declared: Declared) -> Reader {
    Reader { person: PersonId(Uuid::from_u128(3)), zone: chrono_tz::Asia::Tokyo, declared }
}

/// Minutes after an eighth of January at eight in the morning.
fn at(minutes: i64) -> Stamp {
    let day: LocalDay = "2026-01-08".parse().unwrap();
    let eight = day.range_in(chrono_tz::Asia::Tokyo).start.plus(8 * Millis::HOUR);
    Stamp::in_zone(eight.plus(minutes * Millis::MINUTE), chrono_tz::Asia::Tokyo)
}

const DAY: i64 = 24 * 60;

#[derive(Debug, Clone)]
enum Said {
    Vital(Vital),
    Symptom(Symptom),
}

fn single(kind: VitalKind, value: f64) -> Said {
    Said::Vital(Vital::single(kind, value).unwrap())
}

fn pressure(systolic: f64, diastolic: f64) -> Said {
    Said::Vital(Vital::BloodPressure(BloodPressure::new(systolic, diastolic, None).unwrap()))
}

fn push(rules: &mut RecordRules, n: usize, minutes: i64, said: &Said) -> Vec<Finding> {
    let what = match said {
        Said::Vital(vital) => What::Vital(vital),
        Said::Symptom(symptom) => What::Symptom(symptom),
    };
    rules.push(&Taken {
        id: RecordId(Uuid::from_u128(n as u128 + 1)),
        at: at(minutes),
        source: SourceId(Uuid::from_u128(9)),
        by_watch: false,
        what,
    })
}

fn tell(declared: Declared, said: &[(i64, Said)]) -> Vec<Finding> {
    let mut rules = RecordRules::new(&reader(declared));
    said.iter().enumerate().flat_map(|(n, (minutes, said))| push(&mut rules, n, *minutes, said)).collect()
}

/// The rule and severity of what one measurement tells, if anything.
fn of_one(declared: Declared, said: Said) -> Option<(Rule, Severity)> {
    let told = tell(declared, &[(0, said)]);
    assert!(told.len() <= 1);
    told.first().map(|finding| (finding.rule, finding.severity))
}

#[test]
fn each_limit_is_told_on_it_and_beyond_and_not_just_inside() {
    use Severity::{Notice, Strong};
    use VitalKind::{Glucose, OxygenSaturation, RespiratoryRate, Temperature};
    for (kind, inside, on, severity, rule) in [
        (OxygenSaturation, 95.0, 94.0, Notice, Rule::OxygenLow),
        (OxygenSaturation, 95.0, 80.0, Notice, Rule::OxygenLow),
        (Temperature, 37.4, 37.5, Notice, Rule::TemperatureHigh),
        (Temperature, 37.4, 37.9, Notice, Rule::TemperatureHigh),
        (Temperature, 37.4, 38.0, Strong, Rule::TemperatureHigh),
        (Temperature, 35.1, 35.0, Notice, Rule::TemperatureLow),
        (Glucose, 250.0, 250.1, Notice, Rule::GlucoseHigh),
        (Glucose, 70.0, 69.9, Notice, Rule::GlucoseLow),
        (Glucose, 70.0, 54.0, Notice, Rule::GlucoseLow),
        (Glucose, 70.0, 53.9, Strong, Rule::GlucoseLow),
        (RespiratoryRate, 20.0, 21.0, Notice, Rule::BreathingFast),
        (RespiratoryRate, 20.0, 25.0, Strong, Rule::BreathingFast),
        (RespiratoryRate, 9.0, 8.0, Strong, Rule::BreathingSlow),
    ] {
        assert_eq!(of_one(NOBODY, single(kind, inside)), None, "{kind:?} {inside}");
        assert_eq!(of_one(NOBODY, single(kind, on)), Some((rule, severity)), "{kind:?} {on}");
    }
    let very_high = Some((Rule::BloodPressureVeryHigh, Notice));
    assert_eq!(of_one(NOBODY, pressure(179.0, 119.0)), None);
    assert_eq!(of_one(NOBODY, pressure(180.0, 90.0)), very_high);
    assert_eq!(of_one(NOBODY, pressure(150.0, 120.0)), very_high);
}

#[test]
fn a_second_low_saturation_within_the_hour_is_strong_and_one_on_the_next_day_is_not() {
    let low = |value| single(VitalKind::OxygenSaturation, value);
    let severities = |said: &[(i64, Said)]| tell(NOBODY, said).iter().map(|f| f.severity).collect::<Vec<_>>();
    use Severity::{Notice, Strong};
    assert_eq!(severities(&[(0, low(92.0)), (10, low(92.0))]), [Notice, Strong]);
    assert_eq!(severities(&[(0, low(92.0)), (10, low(93.0))]), [Notice, Notice]);
    assert_eq!(severities(&[(0, low(92.0)), (61, low(92.0))]), [Notice, Notice]);
    // A good value between two low ones parts them.
    assert_eq!(severities(&[(0, low(92.0)), (5, low(97.0)), (10, low(92.0))]), [Notice, Notice, Notice]);
}

#[test]
fn a_saturation_that_a_watch_takes_by_itself_is_not_held_against_limits() {
    let vital = Vital::single(VitalKind::OxygenSaturation, 85.0).unwrap();
    let taken = |by_watch| Taken {
        id: RecordId(Uuid::from_u128(1)),
        at: at(0),
        source: SourceId(Uuid::from_u128(9)),
        by_watch,
        what: What::Vital(&vital),
    };
    assert!(RecordRules::new(&reader(NOBODY)).push(&taken(true)).is_empty());
    assert_eq!(RecordRules::new(&reader(NOBODY)).push(&taken(false)).len(), 1);
}

#[test]
fn with_a_declared_lung_disease_the_limits_of_the_second_scale_count() {
    let lungs = Declared { low_oxygen: true, ..NOBODY };
    let low = |value| single(VitalKind::OxygenSaturation, value);
    assert_eq!(of_one(lungs, low(88.0)), None);
    assert_eq!(of_one(lungs, low(87.0)), Some((Rule::OxygenLow, Severity::Notice)));
}

#[test]
fn one_fever_is_one_episode_until_it_is_back_by_half_a_degree_or_a_day_passes() {
    let warm = |value| single(VitalKind::Temperature, value);
    let told =
        tell(NOBODY, &[(0, warm(37.6)), (60, warm(38.4)), (120, warm(37.3)), (180, warm(37.5)), (240, warm(37.0))]);
    assert!(told.iter().all(|finding| finding.id == told[0].id));
    let last = told.last().unwrap();
    assert_eq!((last.state, last.severity), (FindingState::Resolved, Severity::Strong));
    assert_eq!((last.evidence.value, last.evidence.run, last.evidence.points.len()), (38.4, 3, 4));
    // Told again after it was back.
    let again = tell(NOBODY, &[(0, warm(37.6)), (60, warm(37.0)), (120, warm(37.6))]);
    assert_ne!(again[0].id, again[2].id);
    // A day and a minute without a measurement.
    let gap = tell(NOBODY, &[(0, warm(37.6)), (DAY + 1, warm(37.6))]);
    assert_eq!(
        gap.iter().map(|finding| finding.state).collect::<Vec<_>>(),
        [FindingState::New, FindingState::Resolved, FindingState::New]
    );
    assert_eq!(tell(NOBODY, &[(0, warm(37.6)), (DAY, warm(37.6))]).len(), 2);
}

#[test]
fn a_very_high_pressure_that_stays_after_rest_is_strong() {
    let told = tell(NOBODY, &[(0, pressure(184.0, 100.0)), (6, pressure(182.0, 98.0))]);
    assert_eq!(told.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Notice, Severity::Strong]);
    assert_eq!(told[1].evidence.pressure.unwrap().diastolic, 100.0, "the two numbers of one measurement");
    assert_eq!(
        tell(NOBODY, &[(0, pressure(184.0, 100.0)), (6, pressure(150.0, 90.0))])[1].state,
        FindingState::Resolved
    );
}

#[test]
fn a_low_pressure_is_told_only_together_with_a_symptom_that_goes_with_it() {
    let feels = |kind, strength| Said::Symptom(Symptom { strength, ..Symptom::new(kind) });
    let dizzy = || feels(SymptomKind::Dizziness, None);
    let low = || pressure(90.0, 55.0);
    assert!(tell(NOBODY, &[(0, low())]).is_empty());
    assert!(tell(NOBODY, &[(0, pressure(91.0, 55.0)), (5, dizzy())]).is_empty());
    assert!(tell(NOBODY, &[(0, low()), (5, feels(SymptomKind::Rash, None))]).is_empty());
    assert!(tell(NOBODY, &[(0, low()), (5, feels(SymptomKind::Dizziness, Some(Strength::Absent)))]).is_empty());
    for said in [[(0, low()), (120, dizzy())], [(0, dizzy()), (120, low())]] {
        let told = tell(NOBODY, &said);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].rule, told[0].evidence.records.len()), (Rule::BloodPressureLow, 2));
    }
    assert!(tell(NOBODY, &[(0, low()), (121, dizzy())]).is_empty());
}

#[test]
fn weight_is_told_only_where_heart_failure_is_declared_and_above_two_kilograms_in_three_days() {
    let weighs = |value| single(VitalKind::Weight, value);
    let heart = Declared { heart_failure: true, ..NOBODY };
    let gain = |to: f64, days: i64| vec![(0, weighs(60.0)), (days * DAY, weighs(to))];
    assert!(tell(NOBODY, &gain(70.0, 1)).is_empty());
    assert!(tell(Declared { dialysis: true, ..heart }, &gain(63.0, 1)).is_empty());
    assert!(tell(heart, &gain(62.0, 3)).is_empty());
    let told = tell(heart, &gain(62.1, 3));
    assert_eq!((told.len(), told[0].rule, told[0].evidence.run), (1, Rule::WeightGain, 3));
    assert_eq!(told[0].evidence.usual, crate::model::finding::Usual::Limit(60.0));
    assert!(tell(heart, &gain(62.1, 4)).is_empty());
    // Twice on the same day is no gain.
    assert!(tell(heart, &[(0, weighs(60.0)), (60, weighs(63.0))]).is_empty());
    // It is over when a kilogram is left of it.
    let back = tell(heart, &[(0, weighs(60.0)), (DAY, weighs(62.5)), (2 * DAY, weighs(61.5)), (3 * DAY, weighs(61.0))]);
    assert_eq!(back.last().unwrap().state, FindingState::Resolved);
    assert_eq!(back.iter().filter(|finding| finding.state == FindingState::Resolved).count(), 1);
}

/// A morning's measurements, every day from the first on; the first is one on which a person begins.
fn mornings(values: &[(f64, f64)]) -> Vec<(i64, Said)> {
    (0..).zip(values).map(|(day, (systolic, diastolic))| (day * DAY, pressure(*systolic, *diastolic))).collect()
}

/// What is told of these mornings by the end of the last day.
fn of_mornings(values: &[(f64, f64)]) -> Vec<Finding> {
    let mut rules = RecordRules::new(&reader(NOBODY));
    let said = mornings(values);
    let mut told: Vec<Finding> =
        said.iter().enumerate().flat_map(|(n, (minutes, said))| push(&mut rules, n, *minutes, said)).collect();
    told.extend(rules.advance(at(values.len() as i64 * DAY).at));
    told
}

#[test]
fn five_mornings_after_the_first_make_an_average_and_four_do_not() {
    assert!(of_mornings(&[(140.0, 80.0); 5]).is_empty());
    let told = of_mornings(&[(140.0, 80.0); 6]);
    assert_eq!((told.len(), told[0].rule, told[0].evidence.run), (1, Rule::BloodPressureHigh, 5));
    assert_eq!(told[0].evidence.days_missing, 2);
    // Judged when the day is over, not before.
    assert_eq!(Stamp::in_zone(told[0].knowable_at, chrono_tz::Asia::Tokyo).to_fhir(), "2026-01-14T00:00:00+09:00");
}

#[test]
fn an_average_is_told_from_135_or_85_on() {
    assert!(of_mornings(&[(134.0, 84.0); 7]).is_empty());
    assert_eq!(of_mornings(&[(135.0, 70.0); 7])[0].severity, Severity::Notice);
    assert_eq!(of_mornings(&[(120.0, 85.0); 7]).len(), 1);
    assert_eq!(of_mornings(&[(160.0, 90.0); 7])[0].severity, Severity::Strong);
    // The first day reads high and does not count.
    let mut first_high = vec![(130.0, 80.0); 7];
    first_high[0] = (200.0, 100.0);
    assert!(of_mornings(&first_high).iter().all(|finding| finding.rule != Rule::BloodPressureHigh));
}

#[test]
fn an_average_comes_back_when_it_is_five_inside() {
    let mut values = vec![(138.0, 84.0); 8];
    values.extend([(132.0, 79.0); 12]);
    let resolved = |values: &[(f64, f64)]| of_mornings(values).iter().any(|f| f.state == FindingState::Resolved);
    assert!(!resolved(&values), "132 is inside the limit, but not by five");
    values.extend([(124.0, 76.0); 7]);
    assert!(resolved(&values));
}

#[test]
fn mornings_and_evenings_are_averaged_apart() {
    let mut said = Vec::new();
    for day in 0..7 {
        said.push((day * DAY, pressure(125.0, 75.0)));
        said.push((day * DAY + 12 * 60, pressure(142.0, 82.0)));
    }
    said.push((7 * DAY, pressure(125.0, 75.0)));
    let told = tell(NOBODY, &said);
    assert_eq!(told.len(), 1);
    let evidence = told[0].evidence.pressure.unwrap();
    assert_eq!(evidence.occasion, Some(crate::model::vital::Occasion::Evening));
}

#[test]
fn a_state_that_is_none_or_of_another_version_is_refused() {
    let refused = |bytes: &[u8]| RecordRules::restore(&reader(NOBODY), bytes).err();
    assert_eq!(refused(b"{}"), Some(StateError::Unreadable));
    let saved = String::from_utf8(RecordRules::new(&reader(NOBODY)).save()).unwrap();
    assert_eq!(refused(saved.replace("\"version\":1", "\"version\":0").as_bytes()), Some(StateError::OtherVersion));
    assert_eq!(refused(saved.as_bytes()), None);
}

fn any_said() -> impl Strategy<Value = Said> {
    let kind = |kind: VitalKind, values: std::ops::Range<i32>, scale: f64| {
        values.prop_map(move |value| single(kind, f64::from(value) / scale))
    };
    prop_oneof![
        kind(VitalKind::OxygenSaturation, 88..100, 1.0),
        kind(VitalKind::Temperature, 348..386, 10.0),
        kind(VitalKind::Glucose, 50..300, 1.0),
        kind(VitalKind::RespiratoryRate, 7..27, 1.0),
        kind(VitalKind::Weight, 598..640, 10.0),
        (85i32..190, 50i32..84).prop_map(|(high, low)| pressure(f64::from(high), f64::from(low))),
        (0..SymptomKind::ALL.len() - 1).prop_map(|n| Said::Symptom(Symptom::new(SymptomKind::ALL[n]))),
    ]
}

fn first_told(findings: &[Finding]) -> BTreeMap<FindingId, Finding> {
    findings.iter().fold(BTreeMap::new(), |mut first, finding| {
        first.entry(finding.id).or_insert_with(|| finding.clone());
        first
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_later_record_changes_what_was_told_and_no_restart_does(
        steps in proptest::collection::vec((1i64..900, any_said()), 1..80), cut in 0.0..1.0f64,
    ) {
        let reader = reader(Declared { heart_failure: true, ..NOBODY });
        let mut minutes = 0;
        let said: Vec<(i64, Said)> = steps.into_iter().map(|(gap, said)| { minutes += gap; (minutes, said) }).collect();
        let mut whole = RecordRules::new(&reader);
        let all: Vec<Finding> =
            said.iter().enumerate().flat_map(|(n, (minutes, said))| push(&mut whole, n, *minutes, said)).collect();

        let cut = (said.len() as f64 * cut) as usize;
        let mut early = RecordRules::new(&reader);
        let mut told: Vec<Finding> =
            said[..cut].iter().enumerate().flat_map(|(n, (minutes, said))| push(&mut early, n, *minutes, said)).collect();
        let now = said.get(cut.wrapping_sub(1)).map_or(Millis(0), |(minutes, _)| at(*minutes).at);
        told.extend(early.advance(now));
        let mut known = first_told(&all);
        known.retain(|_, finding| finding.knowable_at <= now);
        prop_assert_eq!(first_told(&told), known);

        for (n, (minutes, said)) in said.iter().enumerate().skip(cut) {
            let saved = early.save();
            prop_assert!(saved.len() <= MOST_BYTES);
            early = RecordRules::restore(&reader, &saved).unwrap();
            told.extend(push(&mut early, n, *minutes, said));
        }
        prop_assert_eq!(told, all);
    }
}
