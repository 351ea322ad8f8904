//! What is asked again before it is kept: possible, but so seldom that a slip is more likely.
//!
//! | measure | asked again | why there |
//! | --- | --- | --- |
//! | systolic | ≤ 90, ≥ 220 mmHg | scores most in NEWS2 |
//! | diastolic | < 60, > 120 mmHg | low: below 90/60, NHLBI, "Low blood pressure"; high: hypertensive crisis, ACC/AHA 2017 |
//! | pulse, resting heart rate | ≤ 40, ≥ 131 /min | scores most in NEWS2 |
//! | breaths | ≤ 8, ≥ 25 /min | scores most in NEWS2 |
//! | oxygen saturation | ≤ 91 % | scores most in NEWS2 (scale 1) |
//! | temperature | ≤ 35.0, ≥ 39.1 °C | scores 3 in NEWS2, and 2, which is the most for heat |
//! | glucose | < 54, ≥ 300 mg/dL | low: level 2, ADA Standards of Care, section 6; high: where patients are told to call a doctor (MedStar Health, "When to Call Your Doctor") |
//! | weight | < 30, > 200 kg; 7.5 % from the last in three months | the change: a significant loss by ASPEN 2020 (da Silva et al., Nutr Clin Pract 35:178, table 3); the ends: a margin of our own |
//! | height | < 120, > 210 cm; 2 cm from the last | the change: a loss since last measured by ISCD 2007 (Schousboe et al., J Clin Densitom 11:92; of women, of men 3 cm); the ends: a margin of our own |
//! | waist | < 50, > 160 cm; 10 % from the last | a margin of our own |
//! | body fat | < 5, > 60 %; 5 points from the last | a margin of our own |
//! | RMSSD | < 5, > 200 ms | a margin of our own around the means of 44 studies, 19 to 75 ms (Nunan et al., PACE 2010;33:1407) |
//! | peak flow | < 60, > 800 L/min | a margin of our own |
//!
//! NEWS2: National Early Warning Score 2, Royal College of Physicians, London 2017, chart 1.
//!
//! Each was held against what its source publishes, ASPEN 2020 and ISCD 2007 as others print them (Ann Clin
//! Nutr Metab 16:3, table 3; Arthritis Res Ther, doi 10.1186/ar2815, table 3). A later ISCD position (2019) knows
//! only the height lost since youth, 4 cm, which no two measurements here tell. These limits ask whether a number
//! was typed right. None of them is a finding.
//!
//! The ends hold for adults; a child is asked about the ends of breaths, pulse and body measures not at
//! all. Nobody is asked about what they have confirmed before: a reading that lies no further out than
//! one of the last ten is kept without a question.

use super::vital::{Vital, VitalKind};

/// How many earlier readings tell what is known of a person.
pub const REMEMBERED: u32 = 10;

/// The ends inside of which nothing is asked, both included.
const fn common(kind: VitalKind) -> (f64, f64) {
    match kind {
        VitalKind::Weight => (30.0, 200.0),
        VitalKind::BodyFat => (5.0, 60.0),
        VitalKind::Waist => (50.0, 160.0),
        VitalKind::Temperature => (35.1, 39.0),
        VitalKind::OxygenSaturation => (92.0, 100.0),
        VitalKind::Glucose => (54.0, 299.0),
        VitalKind::RestingHeartRate => PULSE,
        VitalKind::RespiratoryRate => (9.0, 24.0),
        VitalKind::Rmssd => (5.0, 200.0),
        VitalKind::PeakFlow => (60.0, 800.0),
        VitalKind::Height => (120.0, 210.0),
    }
}

const SYSTOLIC: (f64, f64) = (91.0, 219.0);
const DIASTOLIC: (f64, f64) = (60.0, 120.0);
const PULSE: (f64, f64) = (41.0, 130.0);

/// Whether the ends speak of adults only.
const fn is_of_adults(kind: VitalKind) -> bool {
    !matches!(kind, VitalKind::Temperature | VitalKind::OxygenSaturation | VitalKind::Glucose)
}

/// The largest step from the last reading that is not asked about.
fn step(kind: VitalKind, last: f64) -> Option<f64> {
    match kind {
        VitalKind::Weight => Some(last * 0.075),
        VitalKind::Height => Some(2.0),
        VitalKind::Waist => Some(last * 0.1),
        VitalKind::BodyFat => Some(5.0),
        _ => None,
    }
}

/// The field of `vital` to ask about, if there is one.
///
/// `before` holds the person's earlier readings of the same measure from the last three months, newest
/// first. `adult` is false for somebody who is known to be younger than 18.
#[must_use]
pub fn unusual(vital: &Vital, before: &[Vital], adult: bool) -> Option<&'static str> {
    let before = before.get(..REMEMBERED as usize).unwrap_or(before);
    match vital {
        Vital::BloodPressure(new) => {
            let earlier = || {
                before.iter().filter_map(|vital| match vital {
                    Vital::BloodPressure(pressure) => Some(*pressure),
                    Vital::Single { .. } => None,
                })
            };
            if !adult {
                return None;
            }
            if is_new(new.systolic, SYSTOLIC, earlier().map(|one| one.systolic)) {
                return Some("systolic");
            }
            if is_new(new.diastolic, DIASTOLIC, earlier().map(|one| one.diastolic)) {
                return Some("diastolic");
            }
            let pulses = earlier().filter_map(|one| one.pulse).map(|pulse| f64::from(pulse.get()));
            let pulse = new.pulse.map(|pulse| f64::from(pulse.get()))?;
            is_new(pulse, PULSE, pulses).then_some("heart_rate")
        }
        Vital::Single { kind, value, .. } => {
            let earlier = || {
                before.iter().filter_map(|vital| match vital {
                    Vital::Single { kind: is, value, .. } if is == kind => Some(*value),
                    _ => None,
                })
            };
            if !adult && is_of_adults(*kind) {
                return None;
            }
            let far = |last: f64| step(*kind, last).is_some_and(|step| (value - last).abs() > step);
            // The common ends say more than the step where both hold; either is one question.
            (is_new(*value, common(*kind), earlier()) || earlier().next().is_some_and(far)).then_some("value")
        }
    }
}

/// Whether `value` lies outside the ends, and further out than everything `before`.
fn is_new(value: f64, (low, high): (f64, f64), mut before: impl Iterator<Item = f64>) -> bool {
    if value < low {
        !before.any(|known| known <= value)
    } else if value > high {
        !before.any(|known| known >= value)
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::heart::Bpm;
    use super::super::vital::BloodPressure;
    use super::*;

    fn pressure(systolic: f64, diastolic: f64, pulse: u16) -> Vital {
        Vital::BloodPressure(BloodPressure::new(systolic, diastolic, Bpm::new(pulse).ok()).unwrap())
    }

    fn one(kind: VitalKind, value: f64) -> Vital {
        Vital::single(kind, value).unwrap()
    }

    #[test]
    fn what_is_seldom_is_asked_about_by_the_name_of_its_field() {
        assert_eq!(unusual(&pressure(135.0, 85.0, 64), &[], true), None);
        assert_eq!(unusual(&pressure(235.0, 85.0, 64), &[], true), Some("systolic"));
        assert_eq!(unusual(&pressure(135.0, 55.0, 64), &[], true), Some("diastolic"));
        assert_eq!(unusual(&pressure(135.0, 85.0, 164), &[], true), Some("heart_rate"));
        assert_eq!(unusual(&one(VitalKind::Temperature, 39.1), &[], true), Some("value"));
        assert_eq!(unusual(&one(VitalKind::Temperature, 39.0), &[], true), None);
        assert_eq!(unusual(&one(VitalKind::Glucose, 53.0), &[], true), Some("value"));
    }

    #[test]
    fn nobody_is_asked_twice_about_what_is_usual_for_them() {
        let lungs = [one(VitalKind::OxygenSaturation, 90.0), one(VitalKind::OxygenSaturation, 88.0)];
        assert_eq!(unusual(&one(VitalKind::OxygenSaturation, 89.0), &lungs, true), None);
        assert_eq!(unusual(&one(VitalKind::OxygenSaturation, 86.0), &lungs, true), Some("value"));
        let of_another = [one(VitalKind::Glucose, 60.0)];
        assert_eq!(unusual(&one(VitalKind::OxygenSaturation, 89.0), &of_another, true), Some("value"));
    }

    #[test]
    fn a_weight_far_from_the_last_one_is_asked_about() {
        let before = [one(VitalKind::Weight, 52.4), one(VitalKind::Weight, 25.4)];
        assert_eq!(unusual(&one(VitalKind::Weight, 54.2), &before, true), None);
        assert_eq!(unusual(&one(VitalKind::Weight, 45.2), &before, true), Some("value"));
        assert_eq!(unusual(&one(VitalKind::Weight, 45.2), &[], true), None);
    }

    #[test]
    fn a_child_is_not_held_to_the_ends_of_adults() {
        assert_eq!(unusual(&one(VitalKind::Weight, 14.0), &[], false), None);
        assert_eq!(unusual(&one(VitalKind::RespiratoryRate, 30.0), &[], false), None);
        assert_eq!(unusual(&one(VitalKind::Temperature, 40.1), &[], false), Some("value"));
    }

    #[test]
    fn the_common_lies_within_the_possible() {
        for kind in VitalKind::ALL {
            let ((least, most), (low, high)) = (kind.possible(), common(kind));
            assert!(least <= low && low < high && high <= most, "{kind:?}");
        }
    }
}
