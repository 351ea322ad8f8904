//! The UniFFI surface of Mimamori: one object, the subscription, and the ports that a phone fills.
//!
//! Thin on purpose: every method hands off to a thread of [`runtime`] first, then calls one use case
//! of the core. No business logic lives here. What crosses is small: an intent in, a view out;
//! series cross as packed columns.

mod companion;
mod error;
mod food;
mod habits;
mod hand;
mod keeping;
mod look;
mod ports;
mod profile;
mod radio;
mod runtime;
mod screen;
mod subscription;
mod types;

pub use companion::{MimamoriCompanion, OpenRequest};
pub use error::CompanionError;
pub use food::{
    Eaten, FoodFigure, FoodLine, FoodScreen, LabelEntry, MealChange, MealEntry, MeasureLine, RecipeEntry, RecipePart,
};
pub use habits::{HabitEntry, HabitGoal, HabitSchedule, HabitScore, ReminderCard};
pub use hand::{
    Choice, ChoiceList, DoseCard, DoseEntry, EnteredVital, EventEntry, MedicineCard, MedicineEntry, NoteCard,
    SymptomEntry, TypedVital,
};
pub use keeping::ThinningCard;
pub use look::{ChartCard, ChartFrame, VersionCard};
pub use ports::{ChangeListener, KeyVault, PhoneRadio, TokenSource};
pub use profile::{AllergyLine, ConditionLine, ContactLine, ProfileForm};
pub use radio::{RadioAction, RadioEvent, RadioOperation, RadioSession};
pub use screen::{
    DayScreen, FindingCard, HabitCard, HeartCard, LiveCard, MealCard, NextSync, NutrientLine, PersonCard, SyncCard,
    VitalCard,
};
pub use subscription::Subscription;
pub use types::{AppPhase, ChangeTopic, Language};

uniffi::setup_scaffolding!();
