//! Hearts.
use crate::model::Millis;
/// What an append did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appended {
    /// How many were new.
    pub new: usize,
    /// How many were known already.
    pub known: usize,
    /// The earliest instant of what was new.
    pub first: Option<Millis>,
    /// The latest instant of what was new.
    pub last: Option<Millis>,
}
