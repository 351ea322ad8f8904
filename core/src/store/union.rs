//! What several sources counted over the same time, each stretch of it once.
//!
//! A phone and a watch count the same steps. They are never added up: each stretch of time is taken
//! from the source that is believed first, and of what another source says only the share that falls
//! outside it.

use std::collections::BTreeMap;

use crate::model::{Millis, TimeRange};

/// What was counted from one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// The first instant.
    pub(super) start: Millis,
    /// The instant at which counting stopped; not before `start`.
    pub(super) end: Millis,
    /// The count.
    pub(super) count: u32,
}

impl Counted {
    /// An instant still takes a millisecond, so that what was counted lies somewhere.
    fn length(&self) -> i64 {
        self.end.since(self.start).max(1)
    }
}

/// A stretch of what was counted that no source before it has spoken for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    counted: Counted,
    /// The first instant.
    pub(super) from: i64,
    /// The first instant after.
    pub(super) to: i64,
}

impl Piece {
    /// Whether anything was counted in what it is a stretch of.
    pub(super) const fn is_nought(&self) -> bool {
        self.counted.count == 0
    }

    /// The count of the whole stretch.
    pub(super) fn total(&self) -> u64 {
        self.count(self.from, self.to)
    }

    /// The count from one instant to another, spread evenly; those of neighbours add up exactly.
    pub(super) fn count(&self, from: i64, to: i64) -> u64 {
        let until = |at: i64| {
            let passed = i128::from(at) - i128::from(self.counted.start.0);
            passed * i128::from(self.counted.count) / i128::from(self.counted.length())
        };
        u64::try_from(until(to) - until(from)).unwrap_or(0)
    }

    /// The count in `length` ms of it, rounded up.
    pub(super) fn count_up(&self, length: i64) -> u64 {
        let share = i128::from(length) * i128::from(self.counted.count);
        let whole = i128::from(self.counted.length());
        u64::try_from((share + whole - 1) / whole).unwrap_or(0)
    }
}

/// The total of `range`; `None` when nobody counted. What lies partly in `range` counts by its share of
/// time.
pub(super) fn total(counted: &[Counted], range: TimeRange) -> Option<u64> {
    let pieces = pieces(counted, range);
    (!pieces.is_empty()).then(|| pieces.iter().map(Piece::total).sum())
}

/// The [`total`] of each of `ranges`, which follow each other in time.
pub(super) fn totals(counted: &[Counted], ranges: &[TimeRange]) -> Vec<Option<u64>> {
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return Vec::new() };
    let mut pieces = pieces(counted, TimeRange::new(first.start, last.end));
    pieces.sort_by_key(|piece| piece.from);
    let mut next = 0;
    ranges
        .iter()
        .map(|range| {
            let mut total = None;
            // Pieces lie apart from each other: one that goes on beyond a range is the last of it.
            while let Some(piece) = pieces.get(next) {
                let (from, to) = (piece.from.max(range.start.0), piece.to.min(range.end.0));
                if from < to {
                    total = Some(total.unwrap_or(0) + piece.count(from, to));
                }
                if piece.to > range.end.0 {
                    break;
                }
                next += 1;
            }
            total
        })
        .collect()
}

/// Gives each stretch of `range` to the first of `counted` that covers it.
pub(super) fn pieces(counted: &[Counted], range: TimeRange) -> Vec<Piece> {
    // Stretches that are spoken for, start to end, apart from each other.
    let mut taken: BTreeMap<i64, i64> = BTreeMap::new();
    let mut pieces = Vec::new();
    for counted in counted {
        let start = counted.start.0.max(range.start.0);
        let end = counted.start.plus(counted.length()).0.min(range.end.0);
        if start >= end {
            continue;
        }
        let mut from = start;
        let before = taken.range(..start).next_back().map(|(start, end)| (*start, *end));
        let mut around: Vec<(i64, i64)> = before.into_iter().filter(|(_, until)| *until >= start).collect();
        around.extend(taken.range(start..=end).map(|(start, end)| (*start, *end)));
        for (other, until) in &around {
            if from < *other {
                pieces.push(Piece { counted: *counted, from, to: *other });
            }
            from = from.max(*until);
        }
        if from < end {
            pieces.push(Piece { counted: *counted, from, to: end });
        }
        // One stretch instead of all that it touches.
        for (other, _) in &around {
            taken.remove(other);
        }
        let first = around.first().map_or(start, |(other, _)| (*other).min(start));
        let last = around.iter().map(|(_, until)| *until).fold(end, i64::max);
        taken.insert(first, last);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = Millis::MINUTE;

    fn counted(start: i64, end: i64, count: u32) -> Counted {
        Counted { start: Millis(start), end: Millis(end), count }
    }

    /// The same, thought out minute by minute: each minute is asked who speaks for it first.
    fn minute_by_minute(counted: &[Counted], range: TimeRange) -> Option<u64> {
        let (mut total, mut anybody) = (0, false);
        for minute in (range.start.0..range.end.0).step_by(usize::try_from(MINUTE).unwrap()) {
            let Some(first) = counted.iter().find(|one| one.start.0 <= minute && minute < one.end.0) else { continue };
            anybody = true;
            let until = |at: i64| {
                let (passed, whole) = (at - first.start.0, first.end.0 - first.start.0);
                u64::try_from(passed * i64::from(first.count) / whole).unwrap()
            };
            total += until(minute + MINUTE) - until(minute);
        }
        anybody.then_some(total)
    }

    proptest! {
        #[test]
        fn a_total_is_the_one_that_every_minute_takes_from_the_first_who_speaks(
            intervals in proptest::collection::vec((0_i64..2_880, 1_i64..600, 0_u32..5_000), 0..40),
            range in (0_i64..2_880, 0_i64..2_880),
        ) {
            let counted: Vec<Counted> = intervals
                .iter()
                .map(|(start, length, count)| counted(start * MINUTE, (start + length) * MINUTE, *count))
                .collect();
            let (from, to) = (range.0.min(range.1) * MINUTE, range.0.max(range.1) * MINUTE);
            let range = TimeRange::new(Millis(from), Millis(to));
            prop_assert_eq!(total(&counted, range), minute_by_minute(&counted, range));
        }

        #[test]
        fn the_totals_of_days_add_up_to_the_whole_wherever_time_is_cut(
            intervals in proptest::collection::vec((0_i64..100_000_000, 0_i64..10_000_000, 0_u32..5_000), 0..40),
            cuts in proptest::collection::btree_set(1_i64..120_000_000, 0..20),
        ) {
            let counted: Vec<Counted> =
                intervals.iter().map(|(start, length, count)| counted(*start, start + length, *count)).collect();
            let whole = TimeRange::new(Millis(0), Millis(120_000_000));
            let mut edges: Vec<i64> = cuts.into_iter().collect();
            edges.insert(0, 0);
            edges.push(120_000_000);
            let ranges: Vec<TimeRange> =
                edges.windows(2).map(|ends| TimeRange::new(Millis(ends[0]), Millis(ends[1]))).collect();
            let each: Vec<Option<u64>> = ranges.iter().map(|range| total(&counted, *range)).collect();
            prop_assert_eq!(each.iter().flatten().sum::<u64>(), total(&counted, whole).unwrap_or(0));
            prop_assert_eq!(totals(&counted, &ranges), each);
        }
    }

    #[test]
    fn of_the_second_source_only_what_the_first_left_out_counts() {
        let watch = counted(0, 60 * MINUTE, 600);
        let phone = counted(30 * MINUTE, 90 * MINUTE, 1_200);
        let range = TimeRange::new(Millis(0), Millis(2 * 60 * MINUTE));
        assert_eq!(total(&[watch, phone], range), Some(600 + 600));
        assert_eq!(total(&[phone, watch], range), Some(1_200 + 300));
        assert_eq!(total(&[], range), None);
    }
}
