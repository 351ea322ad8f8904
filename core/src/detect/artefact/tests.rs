use super::*;
use proptest::prelude::*;

/// Beats of a heart that breathes, in milliseconds.
fn breathing(n: u32) -> Vec<f64> {
    let rr = (0..n).map(|n| (900.0 + 40.0 * (f64::from(n) * 1.3).sin() + 13.0 * f64::from(n * 7919 % 5)).round());
    let mut beats = vec![0.0];
    for rr in rr {
        beats.push(beats.last().unwrap() + rr);
    }
    beats
}

fn rmssd(beats: &[f64]) -> f64 {
    crate::detect::variability::Variability::of(&intervals(beats)).unwrap().rmssd.unwrap()
}

#[test]
fn a_beat_missed_made_up_and_moved_are_each_found_and_mended() {
    let clean = breathing(300);
    let mut odd = clean.clone();
    odd[200] -= 250.0;
    odd.remove(150);
    odd.insert(61, clean[60] + 400.0);
    let ours = local::corrected(&odd);
    let found = Artefacts { missed: vec![151], extra: vec![61], ectopic: vec![200], longshort: vec![] };
    assert_eq!(ours.artefacts, found);
    assert_eq!(ours.beats_ms.len(), clean.len());
    assert!((rmssd(&ours.beats_ms) - rmssd(&clean)).abs() < 1.0);
    assert!(rmssd(&odd) > 2.0 * rmssd(&clean));
    let published = lipponen::corrected(&odd).artefacts;
    assert!(published.extra.contains(&61) && published.missed.contains(&151), "{published:?}");
}

#[test]
fn a_heart_without_artefacts_is_left_as_it_is() {
    let clean = breathing(500);
    let ours = local::corrected(&clean);
    assert_eq!((ours.artefacts, ours.beats_ms), (Artefacts::default(), clean));
}

#[test]
fn two_beats_missed_in_a_row_are_both_put_back_and_a_gap_is_not_filled() {
    let mut beats = breathing(200);
    beats.drain(100..102);
    let ours = local::corrected(&beats);
    assert_eq!((ours.artefacts.missed, ours.beats_ms.len()), (vec![100], 201));
    let mut gap = breathing(200);
    gap.iter_mut().skip(100).for_each(|beat| *beat += 60_000.0);
    let ours = local::corrected(&gap);
    assert_eq!((ours.artefacts.longshort, ours.beats_ms.len()), (vec![100], 201));
}

#[test]
fn hardly_any_beats_are_no_trouble() {
    for n in 0..6 {
        let beats = breathing(n);
        assert_eq!(local::corrected(&beats), Corrected { artefacts: Artefacts::default(), beats_ms: beats.clone() });
        assert_eq!(lipponen::corrected(&beats).beats_ms.len(), beats.len());
    }
    assert_eq!(local::corrected(&[]), Corrected::default());
}

proptest! {
    #[test]
    fn any_beats_are_read_to_the_end_and_the_corrected_ones_rise(
        rr in proptest::collection::vec(prop_oneof![8 => 600.0..1000.0, 1 => 0.5..300.0, 1 => 1800.0..1e6], 0..200),
    ) {
        let mut beats = vec![5.0];
        rr.iter().for_each(|rr| beats.push(beats[beats.len() - 1] + rr));
        let ours = local::corrected(&beats);
        prop_assert!(ours.intervals_ms().iter().all(|rr| *rr > 0.0));
        prop_assert_eq!(ours.beats_ms.last(), beats.last());
        let _ = lipponen::corrected(&beats);
    }

    #[test]
    fn what_is_found_at_a_beat_does_not_hang_on_beats_far_after_it(
        rr in proptest::collection::vec(prop_oneof![12 => 780.0..900.0, 1 => 300.0..500.0, 1 => 1500.0..1800.0], 100..250), cut in 60usize..100,
    ) {
        let mut beats = vec![0.0];
        rr.iter().for_each(|rr| beats.push(beats[beats.len() - 1] + rr));
        let (whole, part) = (local::corrected(&beats).artefacts, local::corrected(&beats[..cut]).artefacts);
        let sure = |list: &[usize]| list.iter().copied().filter(|at| at + 48 < cut).collect::<Vec<_>>();
        prop_assert_eq!(sure(&whole.extra), sure(&part.extra));
        prop_assert_eq!(sure(&whole.missed), sure(&part.missed));
        prop_assert_eq!(sure(&whole.ectopic), sure(&part.ectopic));
    }
}
