//! Whose a measurement is when several people use one scale or cuff. Nothing is filed by guess.

use super::taken::Taken;
use crate::model::PersonId;
use crate::model::vital::{Vital, VitalKind};

/// A weight farther from the last one is asked about: a loss of 5 % within half a year to a year is
/// what clinicians look into (Gaddey and Holder, Am Fam Physician 2014;89:718), so that between two
/// weighings it is more likely someone else.
const PLAUSIBLE: f64 = 0.05;

/// Someone who uses a device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// The user number that the device has for them, where they have said so.
    pub user: Option<u8>,
    /// Their last known weight in kg.
    pub weight: Option<f64>,
}

/// Whose a measurement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// This person's, without doubt.
    Of(PersonId),
    /// That must be asked.
    Ask {
        /// Whom it fits, the best first; everyone who uses the device may be chosen all the same.
        likely: Vec<PersonId>,
    },
}

/// Decides whose `taken` is among those who use the device.
///
/// It is someone's when the device is theirs alone, or when the device names their number; and in
/// either case only when what was measured does not speak against it: another number, or a weight
/// that is not theirs.
#[must_use]
pub fn whose(candidates: &[Candidate], taken: &Taken) -> Whose {
    let weight = weight(taken);
    let named: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| match (taken.user, candidate.user) {
            (Some(told), Some(known)) => told == known,
            // Who is the only one need not have a number.
            (Some(_) | None, None) | (None, Some(_)) => candidates.len() == 1,
        })
        .collect();
    if let [only] = named.as_slice()
        && fits(only, weight) != Some(false)
    {
        return Whose::Of(only.person);
    }
    let mut likely: Vec<&Candidate> = candidates.iter().filter(|one| fits(one, weight) == Some(true)).collect();
    let distance = |one: &Candidate| weight.zip(one.weight).map_or(f64::INFINITY, |(now, last)| (now - last).abs());
    likely.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    Whose::Ask { likely: likely.into_iter().map(|one| one.person).collect() }
}

/// Whether a weight can be this person's; `None` where nothing speaks for or against it.
fn fits(candidate: &Candidate, weight: Option<f64>) -> Option<bool> {
    let (now, last) = weight.zip(candidate.weight)?;
    Some((now - last).abs() <= PLAUSIBLE * last)
}

fn weight(taken: &Taken) -> Option<f64> {
    taken.vitals.iter().find_map(|vital| match vital {
        Vital::Single { kind: VitalKind::Weight, value, .. } => Some(*value),
        _ => None,
    })
}
