//! The irregularity of a rhythm by Petrenas, beat by beat: a second opinion.
//!
//! Petrenas, Marozas, Sörnmo, *Low-complexity detection of atrial fibrillation in continuous
//! long-term monitoring*, Comput Biol Med 65, 184-191, 2015. A median of three takes out single early
//! beats; of the pairs within eight intervals, the share that differ by 30 ms or more is set against
//! the mean interval; where the median has changed the sum (bigeminy), that change is looked at
//! instead. All averages are exponential, of the order two, and run forward only ("online").

use serde::{Deserialize, Serialize};

/// A pair of intervals differs from here on, in seconds.
const DIFFERENT_S: f64 = 0.03;
/// Below this, the bigeminy term alone is looked at.
const BIGEMINY: f64 = 2e-4;
/// Irregular above this.
const IRREGULAR: f64 = 0.725;
/// How many intervals are compared with each other.
const COMPARED: usize = 8;
/// Their pairs.
const PAIRS: f64 = 28.0;
/// The weight of the newest value: of the two that were published, the one that follows sooner.
pub const FASTER: f64 = 0.05;
/// The slower one.
pub const SLOWER: f64 = 0.02;

/// The detector's state: a few hundred bytes, however long it runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Petrenas {
    weight: f64,
    /// The last two intervals, once there.
    last: Option<(f64, f64)>,
    /// The last intervals and their medians, the newest at the end.
    given: [f64; COMPARED],
    smooth: [f64; COMPARED],
    /// Of each of the last eight medians, from which of the seven before it it differs: bit `n` is
    /// the one `n + 1` before; the newest is the highest byte.
    differs: u64,
    /// How many medians have come.
    count: u64,
    rate: Average,
    irregular: Average,
    bigeminy: Average,
}

/// `y = a² x + 2 (1-a) y₁ - (1-a)² y₂`, begun as if the first value had always been there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Average {
    last: f64,
    before: f64,
}

impl Average {
    fn begin(at: f64) -> Self {
        Self { last: at, before: at }
    }

    fn push(&mut self, weight: f64, value: f64) -> f64 {
        let keep = 1.0 - weight;
        let next = weight * weight * value + 2.0 * keep * self.last - keep * keep * self.before;
        self.before = self.last;
        self.last = next;
        next
    }
}

/// In each byte of [`Petrenas::differs`] the pairs that lie within the eight: none of the oldest,
/// one of the next, all seven of the newest.
const WITHIN: u64 = 0x7f3f_1f0f_0703_0100;

impl Petrenas {
    /// A detector that has seen nothing; `weight` is [`FASTER`] or [`SLOWER`].
    #[must_use]
    pub fn new(weight: f64) -> Self {
        let nothing = Average::begin(0.0);
        Self {
            weight,
            last: None,
            given: [0.0; COMPARED],
            smooth: [0.0; COMPARED],
            differs: 0,
            count: 0,
            rate: nothing,
            irregular: nothing,
            bigeminy: nothing,
        }
    }

    /// Takes in the next interval in seconds, and says of which intervals it is known now whether the
    /// rhythm is irregular there: a beat is judged when the next one is there, the first seven with
    /// the eighth.
    pub fn push(&mut self, rr_s: f64) -> Judged {
        match self.last.replace((self.last.map_or(rr_s, |last| last.1), rr_s)) {
            None => Judged::default(),
            Some((before, here)) => self.judge(here, middle(before, here, rr_s)),
        }
    }

    /// Judges the last interval; no other can follow.
    #[must_use]
    pub fn finish(mut self) -> Judged {
        match self.last {
            None => Judged::default(),
            Some((before, here)) => self.judge(here, middle(before, here, here)),
        }
    }

    fn judge(&mut self, given: f64, smooth: f64) -> Judged {
        let mut differs = 0u64;
        for (bit, past) in self.smooth.iter().rev().take(COMPARED - 1).enumerate() {
            differs |= u64::from((smooth - past).abs() >= DIFFERENT_S) << bit;
        }
        self.differs = self.differs >> 8 | differs << 56;
        self.given.rotate_left(1);
        self.smooth.rotate_left(1);
        if let (Some(newest_given), Some(newest_smooth)) = (self.given.last_mut(), self.smooth.last_mut()) {
            (*newest_given, *newest_smooth) = (given, smooth);
        }
        self.count += 1;
        if self.count < COMPARED as u64 {
            return Judged::default();
        }
        let share = f64::from((self.differs & WITHIN).count_ones()) / PAIRS;
        let change = self.smooth.iter().sum::<f64>() / self.given.iter().sum::<f64>() - 1.0;
        let bigeminy = change * change;
        if self.count == COMPARED as u64 {
            // The first eight share what was found among them; only the rate moves.
            let first = self.given.first().copied().unwrap_or(given);
            (self.rate, self.irregular, self.bigeminy) =
                (Average::begin(first), Average::begin(share), Average::begin(bigeminy));
            let mut judged = Judged::default();
            for past in self.given {
                judged.add(self.average(past, share, bigeminy));
            }
            return judged;
        }
        let mut judged = Judged::default();
        judged.add(self.average(given, share, bigeminy));
        judged
    }

    fn average(&mut self, given: f64, share: f64, bigeminy: f64) -> bool {
        let rate = self.rate.push(self.weight, given);
        let irregular = self.irregular.push(self.weight, share);
        let bigeminy = self.bigeminy.push(self.weight, bigeminy);
        (if bigeminy >= BIGEMINY { irregular / rate } else { bigeminy }) > IRREGULAR
    }
}

/// Verdicts on the next intervals, in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Judged {
    count: u32,
    bits: u8,
}

impl Judged {
    fn add(&mut self, irregular: bool) {
        self.bits |= u8::from(irregular) << self.count;
        self.count += 1;
    }
}

impl Iterator for Judged {
    type Item = bool;

    fn next(&mut self) -> Option<bool> {
        self.count = self.count.checked_sub(1)?;
        let irregular = self.bits & 1 == 1;
        self.bits >>= 1;
        Some(irregular)
    }
}

/// The median of three.
fn middle(a: f64, b: f64, c: f64) -> f64 {
    a.min(b).max(a.max(b).min(c))
}

/// Whether the rhythm is irregular at each of these intervals, in seconds.
#[must_use]
pub fn irregular(intervals_s: &[f64], weight: f64) -> Vec<bool> {
    let mut detector = Petrenas::new(weight);
    let mut told = Vec::with_capacity(intervals_s.len());
    for rr in intervals_s {
        told.extend(detector.push(*rr));
    }
    told.extend(detector.finish());
    told
}

#[cfg(test)]
mod tests {
    use super::super::drawn::draw;
    use super::*;
    use proptest::prelude::*;

    fn steady(n: u32) -> Vec<f64> {
        (0..n).map(|n| 0.8 + 0.01 * f64::from(n % 3)).collect()
    }

    /// Intervals that follow no order.
    fn wild(n: u32) -> Vec<f64> {
        (0..u64::from(n)).map(|n| 0.45 + 0.5 * draw(n)).collect()
    }

    #[test]
    fn a_wild_rhythm_is_told_and_a_steady_one_with_single_early_beats_is_not() {
        assert!(irregular(&steady(300), FASTER).iter().all(|told| !told));
        let wild = irregular(&wild(300), FASTER);
        assert!(wild[60..].iter().filter(|told| **told).count() > 200);
        let mut early = steady(300);
        for n in (10..300).step_by(10) {
            early[n] = 0.5;
            early[n + 1 - usize::from(n == 299)] = 1.1;
        }
        assert!(irregular(&early, FASTER).iter().all(|told| !told));
    }

    proptest! {
        #[test]
        fn every_interval_is_judged_once_and_no_later_one_changes_it(
            intervals in proptest::collection::vec(0.3..2.0, 0..80), cut in 0.0..1.0f64,
        ) {
            let whole = irregular(&intervals, SLOWER);
            prop_assert_eq!(whole.len(), if intervals.len() < COMPARED { 0 } else { intervals.len() });
            let mut detector = Petrenas::new(SLOWER);
            let mut told = Vec::new();
            for (n, rr) in intervals.iter().enumerate() {
                if n == (cut * intervals.len() as f64) as usize {
                    let saved = serde_json::to_vec(&detector).unwrap();
                    prop_assert!(saved.len() < 2048);
                    detector = serde_json::from_slice(&saved).unwrap();
                    prop_assert_eq!(&told[..], &whole[..told.len()]);
                }
                told.extend(detector.push(*rr));
            }
            told.extend(detector.finish());
            prop_assert_eq!(told, whole);
        }
    }
}
