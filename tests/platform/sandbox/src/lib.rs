//! An embedded FHIR R4 platform: a test double that behaves as real servers do, for tests and for the demo.
//!
//! It is no product: it listens on 127.0.0.1 only, its sign-in asks for no password, and it knows the part of R4 that a
//! personal health record needs. JSON is kept as received, with unknown elements; numbers keep their value, though not
//! trailing zeros. The contract suite ([`contract`]) is what makes it trustworthy: the same checks pass against it and
//! against servers of others.
//!
//! | room | what is in it |
//! | --- | --- |
//! | `sandbox`, `http`, `wire` | the running server, HTTP, connections that can be cut |
//! | `interaction`, `engine`, `bundle`, `history`, `search`, `capability` | FHIR |
//! | `access`, `oauth` | tokens, scopes, compartments, consent; sign-in |
//! | `store`, `index` | SQLite, and what is searched |
//! | `fault`, `config`, `demo` | what goes wrong, how servers differ, the demo's record |

mod access;
mod bundle;
mod capability;
mod config;
pub mod contract;
mod demo;
mod engine;
mod fault;
mod history;
mod http;
mod index;
mod instant;
mod interaction;
mod oauth;
mod outcome;
mod percent;
mod sandbox;
mod search;
mod store;
mod wire;

pub use config::{Limits, Login, OAuthClient, Quirks, SandboxConfig};
pub use demo::{CAREGIVER, PATIENT, demo_consent, demo_logins, demo_record};
pub use fault::{Fault, FaultRule, RequestEntry};
pub use sandbox::{Sandbox, SandboxError, TokenSpec};
