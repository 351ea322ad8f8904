//! Mimamori's core: a personal health record that runs on a phone, without a screen.
//!
//! The rooms, from the ground up; an arrow never points back:
//!
//! | room | what it owns | who may use it |
//! | --- | --- | --- |
//! | [`model`] | plain data | everyone |
//! | [`text`] | words in Japanese and English; pure | screens, `chart`, `exchange`, the terminal |
//! | [`chart`] | values into SVG, a sentence and a table; pure | `exchange`, the terminal |
//! | [`food`] | reading a food table, finding a food, counting a dish; pure | `store` (the table), `companion` |
//! | [`device`] | Bluetooth: bytes of a notification into heart rates and beats | `companion`, `bindings` |
//! | [`exchange`] | files that come in and go out, streaming, pure | `companion` |
//! | [`fhir`] | the record as FHIR resources and back; pure | `sync` |
//! | [`detect`] | what is out of the ordinary, pure and incremental | `store` (minutes), `companion` |
//! | [`care`] | suggestions for everyday life, each with its reason; pure | `companion` |
//! | [`family`] | who may see what; pure | `companion` |
//! | [`store`] | what is kept on the phone: the only room with SQL | `sync`, `companion` |
//! | [`sync`] | the record to a FHIR platform and back; signing in | `companion` |
//! | [`companion`] | the use cases | the apps, the terminal |
//!
//! `clock` holds the only `now()`, [`event`] what changed, [`error`] what went wrong.

#![forbid(unsafe_code)]

pub mod care;
pub mod chart;
pub mod clock;
pub mod companion;
pub mod detect;
pub mod device;
pub mod error;
pub mod event;
pub mod exchange;
pub mod family;
pub mod fhir;
pub mod food;
pub mod model;
pub mod store;
pub mod sync;
pub mod text;

pub use error::{Error, Result};
