//! Mimamori.
#![forbid(unsafe_code)]
