//! The power of the slow and fast swings of the beat intervals, by Lomb's periodogram.
//!
//! Beats come unevenly in time; Lomb's periodogram (Lomb 1976, Scargle 1982) takes them as they
//! come, where other methods first make up evenly spaced values (Laguna, Moody, Mark, IEEE Trans
//! Biomed Eng 45, 698-715, 1998: resampling bends the high frequencies). Bands and the five minutes
//! are the Task Force's (1996): LF 0.04 to 0.15 Hz, HF 0.15 to 0.40 Hz.
//!
//! Per five minutes: the straight line is taken out, beats that do not fit their neighbours are left
//! out, and the one-sided density is `2 T/n` times the periodogram, so that a sine of amplitude `a`
//! in a band gives it `a²/2`. Of several five minutes the mean is told.

use serde::{Deserialize, Serialize};

/// Five minutes: the Task Force's short recording.
const SEGMENT_S: f64 = 300.0;
/// The bands, in Hz.
const LF: (f64, f64) = (0.04, 0.15);
const HF: (f64, f64) = (0.15, 0.40);
/// Four points a resolution of 1/300 Hz: fine enough for the trapezoids to find a narrow peak.
const STEP_HZ: f64 = 1.0 / (4.0 * SEGMENT_S);
/// Intervals outside 300 to 2,000 ms are no intervals of a resting heart (30 to 200 a minute).
const POSSIBLE_MS: std::ops::RangeInclusive<f64> = 300.0..=2000.0;
/// An interval that differs by more than a fifth from the median of eleven around it is no normal
/// beat (Malik's 20 %, with the median of Lipponen and Tarvainen in place of the beat before).
const FITS: f64 = 0.20;
/// Half of the eleven.
const AROUND: usize = 5;
/// Five minutes are clean while so many of the intervals fit; Lomb's method bears those that are
/// missing.
const CLEAN: f64 = 0.95;

/// Power in the two bands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// Power from 0.04 to 0.15 Hz, in ms².
    pub lf: f64,
    /// Power from 0.15 to 0.40 Hz, in ms².
    pub hf: f64,
    /// How many clean five minutes these are the mean of.
    pub segments: usize,
}

impl Spectrum {
    /// Of intervals in milliseconds, all finite and above 0, that follow each other without a gap.
    /// `None` where there are not five clean minutes.
    #[must_use]
    pub fn of(intervals: &[f64]) -> Option<Self> {
        let (mut lf, mut hf, mut segments) = (0.0, 0.0, 0);
        let mut from = 0;
        let (mut time, mut start) = (0.0, 0.0);
        for (at, rr) in intervals.iter().enumerate() {
            time += rr / 1000.0;
            if time - start < SEGMENT_S {
                continue;
            }
            // The interval that crosses the end belongs to no segment's whole.
            if let Some(power) = intervals.get(from..at).and_then(segment) {
                lf += power.0;
                hf += power.1;
                segments += 1;
            }
            (from, start) = (at + 1, time);
        }
        let n = segments as f64;
        (segments > 0).then(|| Self { lf: lf / n, hf: hf / n, segments })
    }
}

/// The power in both bands of one segment, if it is clean.
fn segment(intervals: &[f64]) -> Option<(f64, f64)> {
    let mut beats = Vec::with_capacity(intervals.len());
    let mut time = 0.0;
    let mut around = [0.0; 2 * AROUND + 1];
    for (at, rr) in intervals.iter().enumerate() {
        time += rr / 1000.0;
        let near = intervals.get(at.saturating_sub(AROUND)..(at + AROUND + 1).min(intervals.len()))?;
        let near_sorted = around.get_mut(..near.len())?;
        near_sorted.copy_from_slice(near);
        near_sorted.sort_unstable_by(f64::total_cmp);
        let usual = *near_sorted.get(near.len() / 2)?;
        if POSSIBLE_MS.contains(rr) && (rr - usual).abs() <= FITS * usual {
            beats.push((time, *rr));
        }
    }
    if (beats.len() as f64) < CLEAN * intervals.len() as f64 || beats.len() < 2 {
        return None;
    }
    straighten(&mut beats);
    let densities = densities(&beats, time);
    Some((power(&densities, LF), power(&densities, HF)))
}

/// Takes the least-squares line out of the values.
fn straighten(beats: &mut [(f64, f64)]) {
    let n = beats.len() as f64;
    let (time, value) = beats.iter().fold((0.0, 0.0), |(t, v), beat| (t + beat.0 / n, v + beat.1 / n));
    let (mut tt, mut tv) = (0.0, 0.0);
    for (t, v) in beats.iter() {
        tt += (t - time) * (t - time);
        tv += (t - time) * (v - value);
    }
    let slope = if tt > 0.0 { tv / tt } else { 0.0 };
    for (t, v) in beats {
        *v -= value + slope * (*t - time);
    }
}

/// The one-sided power density in ms²/Hz at each step of both bands, from [`LF`]'s low end on.
fn densities(beats: &[(f64, f64)], length_s: f64) -> Vec<f64> {
    let angle = |hz: f64, at: f64| (2.0 * std::f64::consts::PI * hz * at).sin_cos();
    // Each beat's sine and cosine turn on by one step, which is far cheaper than a new sine; over
    // some 400 steps the error stays near 1e-13.
    let mut turning: Vec<_> = beats.iter().map(|(t, v)| (angle(LF.0, *t), angle(STEP_HZ, *t), *v)).collect();
    let steps = ((HF.1 - LF.0) / STEP_HZ).round() as usize;
    let scale = 2.0 * length_s / beats.len() as f64;
    (0..=steps)
        .map(|_| {
            let (mut ys, mut yc, mut ss, mut cc, mut sc) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for ((s, c), (ds, dc), y) in &mut turning {
                ys += *y * *s;
                yc += *y * *c;
                ss += *s * *s;
                cc += *c * *c;
                sc += *s * *c;
                (*s, *c) = (*s * *dc + *c * *ds, *c * *dc - *s * *ds);
            }
            // Lomb's offset tau, worked out: the least-squares sine through the beats.
            let spread = cc * ss - sc * sc;
            if spread > 0.0 { scale * 0.5 * (ss * yc * yc + cc * ys * ys - 2.0 * sc * yc * ys) / spread } else { 0.0 }
        })
        .collect()
}

/// The integral over a band by trapezoids.
fn power(densities: &[f64], band: (f64, f64)) -> f64 {
    let step = |hz: f64| ((hz - LF.0) / STEP_HZ).round() as usize;
    let inside = densities.get(step(band.0)..=step(band.1)).unwrap_or_default();
    inside.iter().zip(inside.iter().skip(1)).map(|(a, b)| (a + b) / 2.0 * STEP_HZ).sum()
}
