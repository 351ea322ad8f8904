//! The UniFFI surface of Mimamori.
uniffi::setup_scaffolding!();
