//! Intervals between beats, in ticks of the device's clock, as what is new in them: an interval is like the
//! one before, nearer to the mean, and as far off as the last few were.

use super::coder::Coder;
use super::day::{folded, unfolded};
use super::mix::Mixed;

/// What a person's heart does before the first interval: one beat in 850 ms or so.
const FIRST: i32 = 850;

/// How far two intervals are told apart, in ticks, when the last is held against those before it.
const FARTHEST: i32 = 40;

/// Steps of restlessness: four for each doubling.
const RESTLESS: i32 = 64;

#[derive(Debug)]
pub(super) struct Beats {
    /// The last four, the latest first.
    last: [i32; 4],
    /// In 1/16 of a tick; so is the next.
    mean: i32,
    /// How far intervals were from the one before.
    restless: i32,
    moves: Mixed<3>,
}

impl Beats {
    pub(super) fn new() -> Self {
        let apart = [2 * 8, RESTLESS, 2 * FARTHEST + 1].map(|count| usize::try_from(count).unwrap_or(0));
        Self { last: [FIRST; 4], mean: 16 * FIRST, restless: 0, moves: Mixed::new(apart) }
    }

    /// Codes an interval and answers it, as [`Coder::bit`] does.
    pub(super) fn code(&mut self, coder: &mut impl Coder, interval: i32) -> i32 {
        let [last, second, third, fourth] = self.last;
        let off = last.wrapping_sub(self.mean / 16);
        let side = if off < 0 { 8 } else { 0 };
        let doublings = digits(self.restless >> 1);
        let quarter = self.restless >> (digits(self.restless).max(3) - 3) & 3;
        let before = (second.wrapping_add(third).wrapping_add(fourth)) / 3;
        let circumstances = [
            side + digits(off).min(7),
            (4 * doublings + quarter).min(RESTLESS - 1),
            last.wrapping_sub(before).clamp(-FARTHEST, FARTHEST) + FARTHEST,
        ];
        let circumstances = circumstances.map(|circumstance| usize::try_from(circumstance).unwrap_or(0));
        let moved = unfolded(self.moves.code(coder, circumstances, folded(interval.wrapping_sub(last))));
        // Held where no interval lies beyond, so that hostile bytes cannot lead the sums astray.
        let interval = last.wrapping_add(moved).clamp(-1, 1 << 16);
        self.restless += (16 * moved.abs() - self.restless) / 4;
        self.mean += (16 * interval - self.mean) / 16;
        self.last = [interval, last, second, third];
        interval
    }
}

/// How many binary digits a number has, without its sign.
const fn digits(number: i32) -> i32 {
    (u32::BITS - number.unsigned_abs().leading_zeros()) as i32
}
