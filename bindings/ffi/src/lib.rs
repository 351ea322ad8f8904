//! The UniFFI surface of Mimamori: one object, the subscription, and the ports that a phone fills.
//!
//! Thin on purpose: every method hands off to a thread of [`runtime`] first, then calls one use case
//! of the core. No business logic lives here. What crosses is small: an intent in, a view out;
//! series cross as packed columns.

mod companion;
mod error;
mod ports;
mod radio;
mod runtime;
mod screen;
mod subscription;
mod types;

pub use companion::{MimamoriCompanion, OpenRequest};
pub use error::CompanionError;
pub use ports::{ChangeListener, KeyVault, PhoneRadio, TokenSource};
pub use radio::{RadioAction, RadioEvent, RadioOperation, RadioSession};
pub use screen::{
    DayScreen, FindingCard, HabitCard, HeartCard, LiveCard, MealCard, NextSync, NutrientLine, PersonCard, SyncCard,
    VitalCard,
};
pub use subscription::Subscription;
pub use types::{AppPhase, ChangeTopic, Language};

uniffi::setup_scaffolding!();
