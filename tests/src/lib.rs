//! The harness of the tests: where things lie, and how a test says that it could not run.

pub mod foods;
pub mod place;
pub mod skip;
