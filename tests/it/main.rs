//! Everything that must be true of airbyte-db, from the outside in: one binary, one module a subject.

#![allow(clippy::unwrap_used, reason = "a test that finds no value has failed; the line says where")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

#[cfg(feature = "store")]
mod audit;
mod command;
mod corpus;
mod difference;
mod docs;
mod documents;
mod form;
mod hashes;
mod layers;
mod limits;
mod lint;
mod lint_command;
mod messages;
mod oauth;
mod pattern_oracle;
mod properties;
mod rules;
#[cfg(feature = "store")]
mod sample;
mod schemas;
mod secrecy;
mod secrets;
mod secrets_command;
#[cfg(feature = "yaml")]
mod specs_in;
#[cfg(feature = "store")]
mod store;
mod suite;
mod support;
#[cfg(feature = "store")]
mod transfer;
