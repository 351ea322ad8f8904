//! Artefacts by Lipponen and Tarvainen, index for index as NeuroKit2 finds them.
//!
//! Lipponen, Tarvainen, *A robust algorithm for heart rate variability time series artefact
//! correction using novel beat classification*, J Med Eng Technol 43, 173-181, 2019; details as in
//! NeuroKit2 0.2.13 (`signal_fixpeaks`, method "Kubios", one pass): the first interval and the first
//! difference are the means of the others, windows shrink at the ends, quartiles lie between values,
//! and where a threshold is 0 nothing is found. One thing is its own: an interval that the paper's
//! figure 1 leaves undecided is long or short.

use super::window::quantiles;
use super::{Artefacts, Corrected, intervals};

/// The line in the plane of neighbouring differences beyond which a beat is ectopic.
const C1: f64 = 0.13;
const C2: f64 = 0.17;
/// Thresholds are so many quartile deviations: 3.32 standard deviations if values are normal.
const ALPHA: f64 = 5.2;
/// Half of the 91 differences that a threshold rests on.
const AROUND: usize = 45;
/// Half of the 11 intervals of the median.
const MEDIAN: usize = 5;

/// What the method looks at, one value a beat.
struct Planes {
    /// Intervals in seconds.
    rr: Vec<f64>,
    median: Vec<f64>,
    /// Differences and deviations from the median over their thresholds; not a number where the
    /// threshold is 0.
    step: Vec<f64>,
    off: Vec<f64>,
    off_threshold: Vec<f64>,
}

/// Finds and corrects in one pass. Corrected instants are cut to whole milliseconds, as there.
#[must_use]
pub fn corrected(beats_ms: &[f64]) -> Corrected {
    let artefacts = found(beats_ms);
    let beats_ms = mended(beats_ms, &artefacts);
    Corrected { artefacts, beats_ms }
}

/// Finds.
#[must_use]
pub fn found(beats_ms: &[f64]) -> Artefacts {
    let mut found = Artefacts::default();
    if beats_ms.len() < 3 {
        return found;
    }
    let planes = Planes::of(beats_ms);
    let end = planes.rr.len() - 2;
    let mut at = 0;
    while at < end {
        at += planes.classify(at, &mut found);
    }
    found
}

impl Planes {
    fn of(beats_ms: &[f64]) -> Self {
        let mut rr = vec![0.0];
        rr.extend(intervals(beats_ms).iter().map(|ms| ms / 1000.0));
        lead(&mut rr);
        let mut step = vec![0.0];
        step.extend(intervals(&rr));
        lead(&mut step);
        let threshold = thresholds(&step);
        divide(&mut step, &threshold);
        let median = quantiles(&rr, MEDIAN, [0.5], |[median]| median.mean());
        let mut off: Vec<f64> = rr.iter().zip(&median).map(|(rr, median)| rr - median).collect();
        off.iter_mut().filter(|off| **off < 0.0).for_each(|off| *off *= 2.0);
        let off_threshold = thresholds(&off);
        divide(&mut off, &off_threshold);
        Self { rr, median, step, off, off_threshold }
    }

    /// Classifies the beat `at`, perhaps with the next; returns how many were decided.
    fn classify(&self, at: usize, found: &mut Artefacts) -> usize {
        let step = get(&self.step, at);
        if step.abs() <= 1.0 {
            return 1;
        }
        let beside = self.beside(at);
        if (step > 1.0 && beside < -C1 * step - C2) || (step < -1.0 && beside > -C1 * step + C2) {
            found.ectopic.push(at);
            return 1;
        }
        let undecided = !(step.abs() > 1.0 || get(&self.off, at).abs() > 3.0);
        if undecided {
            return 1;
        }
        let with_next = get(&self.step, at + 1).abs() < get(&self.step, at + 2).abs();
        let candidates = 1 + usize::from(with_next);
        for beat in at..at + candidates {
            let (step, after) = (get(&self.step, beat), self.after(beat));
            let long = step > 1.0 && after < -1.0;
            let short = step < -1.0 && after > 1.0;
            if !(long || short || get(&self.off, beat).abs() > 3.0) {
                continue;
            }
            let (rr, median, near) = (get(&self.rr, beat), get(&self.median, beat), get(&self.off_threshold, beat));
            let list = if short && (rr + get(&self.rr, beat + 1) - median).abs() < near {
                &mut found.extra
            } else if long && (rr / 2.0 - median).abs() < near {
                &mut found.missed
            } else {
                &mut found.longshort
            };
            list.push(beat);
        }
        candidates
    }

    /// Of the differences before and after, the one that goes on in this one's direction more.
    fn beside(&self, at: usize) -> f64 {
        let (before, after) = (self.mirrored(at as isize - 1), self.mirrored(at as isize + 1));
        match get(&self.step, at) {
            step if step > 0.0 => larger(before, after),
            step if step < 0.0 => -larger(-before, -after),
            _ => 0.0,
        }
    }

    /// Of the two differences after, the one that goes against this one's direction more.
    fn after(&self, at: usize) -> f64 {
        let (next, second) = (self.mirrored(at as isize + 1), self.mirrored(at as isize + 2));
        match get(&self.step, at) {
            step if step >= 0.0 => -larger(-next, -second),
            step if step < 0.0 => larger(next, second),
            _ => 0.0,
        }
    }

    /// The difference at this place; beyond the ends the series is mirrored.
    fn mirrored(&self, at: isize) -> f64 {
        let last = self.step.len() as isize - 1;
        let at = if at < 0 { -at } else { at };
        get(&self.step, (if at > last { 2 * last - at } else { at }) as usize)
    }
}

/// The larger, or not a number if one is none.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }
}

fn get(values: &[f64], at: usize) -> f64 {
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// Gives the first value the mean of the others.
fn lead(values: &mut [f64]) {
    if let Some((first, others)) = values.split_first_mut()
        && !others.is_empty()
    {
        *first = others.iter().sum::<f64>() / others.len() as f64;
    }
}

fn thresholds(values: &[f64]) -> Vec<f64> {
    let sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    quantiles(&sizes, AROUND, [0.25, 0.75], |[first, third]| ALPHA * ((third.linear() - first.linear()) / 2.0))
}

fn divide(values: &mut [f64], thresholds: &[f64]) {
    for (value, threshold) in values.iter_mut().zip(thresholds) {
        *value = if *threshold == 0.0 { f64::NAN } else { *value / threshold };
    }
}

/// Deletes extra beats, adds missed ones in the middle, and moves the others to the middle of their
/// neighbours, in this order.
fn mended(beats_ms: &[f64], artefacts: &Artefacts) -> Vec<f64> {
    let extra = &artefacts.extra;
    let mut beats = beats_ms.to_vec();
    if !extra.is_empty() {
        let mut taken = extra.iter().peekable();
        let mut at = 0..;
        beats.retain(|_| at.next().is_none_or(|at| taken.next_if_eq(&&at).is_none()));
    }
    let missed = shifted(&artefacts.missed, extra, Shift::Down);
    let later = |list: &[usize]| shifted(&shifted(list, extra, Shift::Down), &missed, Shift::Up);
    let (ectopic, longshort) = (later(&artefacts.ectopic), later(&artefacts.longshort));
    if !missed.is_empty() {
        let mut with = Vec::with_capacity(beats.len() + missed.len());
        let mut next = missed.iter().copied().filter(|at| *at > 1 && *at < beats.len()).peekable();
        for (at, beat) in beats.iter().enumerate() {
            if next.next_if_eq(&at).is_some() {
                let before = get(&beats, at - 1);
                with.push((before + (beat - before) / 2.0).trunc());
            }
            with.push(*beat);
        }
        beats = with;
    }
    for moved in [ectopic, longshort] {
        if moved.is_empty() {
            continue;
        }
        let mut mended: Vec<f64> = beats.iter().map(|beat| beat.trunc()).collect();
        for at in moved.into_iter().filter(|at| *at > 1) {
            if let (Some(before), Some(after), Some(beat)) = (beats.get(at - 1), beats.get(at + 1), mended.get_mut(at))
            {
                *beat = (before + (after - before) / 2.0).trunc();
            }
        }
        mended.sort_by(f64::total_cmp);
        beats = mended;
    }
    beats
}

/// Which way places move when the series changes.
#[derive(Debug, Clone, Copy)]
enum Shift {
    /// A beat was taken out.
    Down,
    /// One was put in.
    Up,
}

/// Where `indices` are once a beat was taken out or put in at each of `changed`, one after another: a place
/// moves as long as it lies behind the next change. Both are in order, and so is what comes.
fn shifted(indices: &[usize], changed: &[usize], shift: Shift) -> Vec<usize> {
    let mut moves = 0;
    let mut shifted = Vec::with_capacity(indices.len());
    for index in indices {
        let place = |moves: usize| match shift {
            Shift::Down => index.saturating_sub(moves),
            Shift::Up => index + moves,
        };
        while changed.get(moves).is_some_and(|change| place(moves) > *change) {
            moves += 1;
        }
        shifted.push(place(moves));
    }
    shifted.dedup();
    shifted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Change by change, as the words have it.
    fn one_by_one(indices: &[usize], changed: &[usize], shift: Shift) -> Vec<usize> {
        let mut indices = indices.to_vec();
        for at in changed {
            for index in indices.iter_mut().filter(|index| **index > *at) {
                match shift {
                    Shift::Down => *index -= 1,
                    Shift::Up => *index += 1,
                }
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices
    }

    proptest! {
        #[test]
        fn all_changes_at_once_move_places_as_one_after_another_does(
            indices in proptest::collection::btree_set(0usize..120, 0..60),
            changed in proptest::collection::btree_set(0usize..120, 0..60),
        ) {
            let (indices, changed): (Vec<usize>, Vec<usize>) = (indices.into_iter().collect(), changed.into_iter().collect());
            for shift in [Shift::Down, Shift::Up] {
                prop_assert_eq!(shifted(&indices, &changed, shift), one_by_one(&indices, &changed, shift));
            }
        }
    }
}
