//! Foods: reading a composition table, finding a food by the words a person uses, counting a dish.
//!
//! Pure: text and numbers in, text and numbers out. `store::foods` asks the table itself; the
//! builder of the table (`cargo xtask food`) uses the same rules, so that the index and a query
//! are always spelt alike.

pub mod cell;
pub mod dish;
pub mod gram;
pub mod history;
pub mod intake;
pub mod measure;
pub mod normalise;
pub mod packed;
pub mod rank;
pub mod table;

pub use cell::Cell;
pub use history::FoodUse;
pub use intake::{Figure, Reference, ReferenceKind};
pub use measure::{Amount, HouseholdMeasure};
pub use normalise::Readings;
pub use table::{Food, FoodHit, FoodMeasure, FoodSource, Ingredient, NutrientSet, OwnName};
