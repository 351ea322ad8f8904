use super::*;
use proptest::prelude::*;

/// Intervals of a heart whose interval swings by `swing_ms` at `hz`, for `length_s`.
fn swinging(swing_ms: f64, hz: f64, length_s: f64) -> Vec<f64> {
    let (mut at, mut intervals) = (0.0, Vec::new());
    while at < length_s {
        let rr = 900.0 + swing_ms * (2.0 * std::f64::consts::PI * hz * at).sin();
        at += rr / 1000.0;
        intervals.push(rr);
    }
    intervals
}

#[test]
fn the_numbers_are_those_of_an_example_worked_by_hand() {
    let found = Variability::of(&[800.0, 860.0, 820.0, 830.0]).unwrap();
    assert_eq!((found.mean, found.median, found.count), (827.5, 825.0, 4));
    // Differences 60, -40, 10: squares 3600, 1600, 100; their mean 10 and deviations 50, -50, 0.
    assert!((found.rmssd.unwrap() - (5300.0f64 / 3.0).sqrt()).abs() < 1e-12);
    assert!((found.sdsd.unwrap() - 2500.0f64.sqrt()).abs() < 1e-12);
    assert!((found.sd1.unwrap() - 1250.0f64.sqrt()).abs() < 1e-12);
    assert!((found.pnn50.unwrap() - 100.0 / 3.0).abs() < 1e-12);
    assert!((found.pnn20.unwrap() - 200.0 / 3.0).abs() < 1e-12);
    // Sums of neighbours 1660, 1680, 1650 over root 2.
    assert!((found.sd2.unwrap() - (1400.0f64 / 6.0 / 2.0).sqrt()).abs() < 1e-9);
}

#[test]
fn a_series_too_short_for_a_number_has_none() {
    assert_eq!(Variability::of(&[]), None);
    let one = Variability::of(&[800.0]).unwrap();
    assert_eq!((one.mean, one.median, one.sdnn, one.rmssd, one.pnn50), (800.0, 800.0, None, None, None));
    let two = Variability::of(&[800.0, 810.0]).unwrap();
    assert_eq!((two.rmssd, two.sdsd, two.sd2), (Some(10.0), None, None));
}

#[test]
fn a_swing_of_the_breath_has_its_power_in_its_own_band() {
    let slow = Spectrum::of(&swinging(30.0, 0.1, 320.0)).unwrap();
    assert!((slow.lf - 450.0).abs() < 15.0 && slow.hf < 10.0, "{slow:?}");
    let fast = Spectrum::of(&swinging(30.0, 0.25, 320.0)).unwrap();
    assert!((fast.hf - 450.0).abs() < 15.0 && fast.lf < 10.0, "{fast:?}");
}

#[test]
fn less_than_five_clean_minutes_have_no_spectrum() {
    assert_eq!(Spectrum::of(&swinging(30.0, 0.1, 290.0)), None);
    let mut often_missed = swinging(30.0, 0.1, 320.0);
    often_missed.iter_mut().step_by(12).for_each(|rr| *rr *= 2.0);
    assert_eq!(Spectrum::of(&often_missed), None);
    let mut once_missed = swinging(30.0, 0.1, 700.0);
    once_missed[40] *= 2.0;
    let spectrum = Spectrum::of(&once_missed).unwrap();
    assert_eq!(spectrum.segments, 2);
    assert!((spectrum.lf - 450.0).abs() < 20.0, "one missed beat is left out: {spectrum:?}");
}

proptest! {
    #[test]
    fn no_series_makes_a_number_that_is_none(
        intervals in proptest::collection::vec(prop_oneof![300.0..2000.0, 1e-9..1.0, 1e6..3.6e6], 0..400),
    ) {
        if let Some(found) = Variability::of(&intervals) {
            let told = [found.sdnn, found.rmssd, found.sdsd, found.pnn50, found.pnn20, found.sd1, found.sd2];
            prop_assert!(found.mean.is_finite() && told.iter().flatten().all(|value| value.is_finite() && *value >= 0.0));
        }
        if let Some(spectrum) = Spectrum::of(&intervals) {
            prop_assert!(spectrum.lf.is_finite() && spectrum.hf.is_finite());
        }
    }
}
