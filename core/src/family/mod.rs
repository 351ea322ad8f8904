//! Who may see what of a person's record. Pure.
//!
//! A [`Consent`](crate::model::consent::Consent) is one leave; a person asks the other way round:
//! "what does my daughter see, and for how long?" This room answers that from all consents together.
//! The platform enforces it; nothing here opens or closes anything.

mod sharing;

pub use sharing::sharing;
