//! What helps a person to look after themselves: pure functions of what is known.

pub mod followed;
pub mod suggest;
