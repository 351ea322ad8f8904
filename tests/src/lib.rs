//! The harness of the tests: temporary stores, a fixed clock, real and embedded platforms.
