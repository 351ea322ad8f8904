//! The people of the tests, and the key of their stores.

use mimamori::model::person::{Person, Role};
use mimamori::store::SecretKey;

/// The name of the strap that the tests record.
pub const STRAP: &str = "Strap 01";

/// The key of every store that a test makes.
#[must_use]
pub const fn key() -> SecretKey {
    nth_key(7)
}

/// The key that a store has after changes of keys: number 7 is [`key`].
#[must_use]
pub const fn nth_key(n: u8) -> SecretKey {
    SecretKey::from_bytes([n; 32])
}

/// Hanako, always the same.
#[must_use]
#[expect(clippy::expect_used, reason = "constants that are right")]
pub fn hanako() -> Person {
    let id = "0b8f2d5e-5d1c-4c6a-9a53-0f4c5a6d7e81".parse().expect("an identifier");
    let zone = "Asia/Tokyo".parse().expect("a zone");
    Person::new(id, "花子", Role::Patient, zone).expect("a name")
}
