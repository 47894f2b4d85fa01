//! Airbyte's Config and Jobs databases outside the JVM: every row and document as a type, and validation that agrees
//! with the platform, in words a person can act on.
//!
//! ```text
//!  spec: JSON, YAML, a connector's output        configuration: JSON text
//!        │ Specification::read                          │
//!        │ Registry::read, Registry::find               │
//!        ▼                                              │
//!  connectionSpecification ──Validator::new──▶ Validator::validate ──▶ Verdict { Finding, … }
//!                                                                          ▲
//!  row or document: JSON text ──intake::Judge::judge───────────────────────┤
//!        │ Row::read, Json::read                                           ▼
//!        ▼                                         report::{human, json_line, github, Sarif}
//!  tables::Connection, blobs::AirbyteCatalog, …
//! ```
//!
//! | You have | Begin with |
//! |---|---|
//! | a configuration and its connector's spec | [`Validator`], [`blobs::Specification`]; for many specs [`blobs::Registry`] |
//! | a row of one of the databases | [`tables`], [`table::Row`] |
//! | a document out of a column | [`blobs`], [`json::Json`] |
//! | rows or documents to be judged | [`intake::Judge`]; the rules of rows are in [`rules`] |
//! | a need for JSON Schema, TypeScript or SQL of them | [`schema::Subject`] |
//! | a stored hash, or one to compute | [`hash`] |
//! | a configuration with secrets | [`secrets::Secrets`]; parameters of OAuth are in [`oauth`] |
//! | a form to build | [`form::Form`] |
//! | a spec that you write | [`lint::check`] |
//! | a need for a deployment to try things on | `sample::make` (feature `store`) |
//! | a deployment in a store | `store::Store`, and `audit::audit` for what is wrong in it |
//! | two catalogs, one newer than the other | [`difference::compare`] |
//! | resource requirements at several levels | [`resources`] |
//! | rows to keep, jobs to move on, states to write | `store::Store` (feature `store`) |
//!
//! What a verdict says is in [`Finding`], what an error says in [`Error`].
//!
//! ```
//! use airbyte_db::Validator;
//! use airbyte_db::blobs::Specification;
//!
//! let spec = Specification::read(include_str!("../examples/orders/spec.json"))?;
//! let validator = Validator::new(spec.connection_specification_text())?;
//! let verdict = validator.validate(include_str!("../examples/orders/config-with-mistakes.json"))?;
//!
//! let first = &verdict.findings[0];
//! assert_eq!((first.code.as_str(), &*first.pointer), ("type", "/port"));
//! assert_eq!(first.message, "Port must be a whole number, but is text.");
//! assert_eq!(first.hint.as_deref(), Some("Write 5432 without quotes."));
//! # Ok::<(), airbyte_db::Error>(())
//! ```
//!
//! # Features
//! - `cli` (default): the `airbyte-db` command; native only.
//! - `store` (part of `cli`): both databases in SQLite, natively and in the browser.
//! - `postgres` (part of `cli`): imports from a live Postgres; native only.
//! - `drafts`: specs that declare another draft than draft-07 go to the `jsonschema` crate; native only.
//! - `yaml`: specs written in YAML.
//!
//! Without any of them the crate also builds for `wasm32-unknown-unknown`.

#[cfg(all(feature = "cli", target_arch = "wasm32"))]
compile_error!("the command line (feature `cli`) is native only");

mod error;
pub mod json;
mod letters;
mod nearest;
#[cfg(feature = "store")]
mod processors;
mod sorting;
pub mod yaml;

mod literal;
pub mod table;

pub mod blobs;
pub mod hash;
pub mod tables;

pub mod schema;
pub mod validate;

pub mod difference;
pub mod form;
pub mod lint;
pub mod oauth;
pub mod resources;
pub mod rules;
pub mod secrets;

pub mod intake;

pub mod report;

#[cfg(feature = "store")]
pub mod sample;
#[cfg(feature = "store")]
pub mod store;

#[cfg(feature = "store")]
pub mod audit;
#[cfg(feature = "store")]
pub mod transfer;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// The README's example is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;

/// So is that of the page about the store.
#[cfg(all(doctest, feature = "store"))]
#[doc = include_str!("../docs/store.md")]
pub struct StoreExamples;

/// And that of the page about import and export.
#[cfg(all(doctest, feature = "store"))]
#[doc = include_str!("../docs/transfer.md")]
pub struct TransferExamples;

/// The times and dates of rows.
pub use jiff;
/// The ids of rows.
pub use uuid;

pub use error::{Error, ErrorKind, Position, Result, StoreProblem};
pub use validate::{Branch, Code, Finding, Memory, Mode, Options, Severity, Validator, Verdict};
