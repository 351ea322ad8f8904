//! Blood pressure: two records that belong together, written in two places.

use std::collections::{HashMap, HashSet};

use super::super::report::Place;
use crate::model::{Millis, SourceId, Stamp};

/// One half of a blood pressure.
#[derive(Debug)]
pub(super) struct Half {
    pub(super) source: SourceId,
    pub(super) stamp: Stamp,
    pub(super) place: Place,
    /// In mmHg.
    pub(super) value: f64,
}

/// What came of a half.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// Its other half was there: systolic, diastolic.
    Pair(f64, f64),
    /// It waits, or the pair is known.
    Nothing,
    /// Too many wait: the half at this place was given up.
    Crowded(Place),
}

/// Halves that wait at once. A file that is not made to harm writes the two close together, or all
/// of one and then all of the other: twenty readings a day for seven years.
const WAITING: usize = 50_000;

/// Pairs halves by source and instant, and tells each pair once.
#[derive(Debug, Default)]
pub(super) struct Pressures {
    waiting: HashMap<(SourceId, Millis, bool), (f64, Place)>,
    told: HashSet<(SourceId, Millis)>,
}

impl Pressures {
    pub(super) fn add(&mut self, half: Half, systolic: bool) -> Found {
        let at = half.stamp.at;
        if self.told.contains(&(half.source, at)) {
            return Found::Nothing;
        }
        let Some((other, _)) = self.waiting.remove(&(half.source, at, !systolic)) else {
            if self.waiting.len() >= WAITING {
                return Found::Crowded(half.place);
            }
            self.waiting.entry((half.source, at, systolic)).or_insert((half.value, half.place));
            return Found::Nothing;
        };
        self.waiting.remove(&(half.source, at, systolic));
        if self.told.len() < WAITING {
            self.told.insert((half.source, at));
        }
        if systolic { Found::Pair(half.value, other) } else { Found::Pair(other, half.value) }
    }

    /// Where the halves stand that found no other, in the order of the file.
    pub(super) fn unpaired(&mut self) -> Vec<Place> {
        let mut places: Vec<_> = self.waiting.drain().map(|(_, (_, place))| place).collect();
        places.sort_by_key(|place| match place {
            Place::Line(n) | Place::Byte(n) => *n,
        });
        places
    }
}
