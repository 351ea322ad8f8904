//! The harness of the tests: where things lie, and how a test says that it could not run.

pub mod beats;
pub mod canary;
pub mod child;
pub mod cusum;
pub mod dump;
pub mod emitted;
pub mod family;
pub mod faults;
pub mod fit;
pub mod foods;
pub mod frozen;
pub mod hapi;
pub mod hfs;
pub mod histories;
pub mod line;
pub mod lives;
pub mod nightsignal;
pub mod oidc;
pub mod phone;
pub mod place;
pub mod real;
pub mod running;
pub mod samples;
pub mod skip;
pub mod strap;
pub mod timeline;
