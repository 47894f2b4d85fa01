//! Rules of rows: what the platform's code expects of a row beyond its types.
//!
//! ```text
//!  row as JSON ──check_row──┐
//!  rows at hand (Neighbours)┴─▶ findings with codes, in document order
//!  state rows ──check_states──▶ findings by row
//! ```
//!
//! Each rule names the section of the facts that it comes from. The types of columns and documents are judged by
//! their JSON Schemas, not here: a rule is silent about a value of the wrong kind and about an unknown literal, so
//! that one problem gives one finding. The rules read the row as JSON and not as its typed struct, so that they can
//! judge a row that is broken elsewhere.

mod actor;
mod catalog;
mod connection;
pub mod cron;
mod definition;
mod job;
mod judge;
mod nulls;
mod oauth;
mod operation;
mod secret;
mod state;
mod time;
mod workspace;
pub mod zones;

pub use state::check_states;

use crate::json::{Kind, Value};
use crate::validate::{Finding, Validator};
use judge::Judge;
use std::borrow::Cow;

/// Rows that a row refers to, where they are at hand.
///
/// A rule that needs a row which is not at hand is not asked.
pub trait Neighbours {
    /// The row of a table by its id, as a JSON object like the rows that [`check_row`] judges.
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>>;

    /// The spec of a definition, compiled, where it is at hand so: who judges many actors compiles each spec once.
    fn validator(&self, definition: &str) -> Option<&Validator> {
        let _ = definition;
        None
    }
}

/// No other row is at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Neighbours for Alone {
    fn row(&self, _: &str, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// Judges one row of a table by the rules for it, in document order; a missing column counts as the row itself.
///
/// The row is a JSON object whose members are named as the columns. Documents stand in it as JSON: an absent document
/// is SQL NULL, `null` is the document `null`. A table without rules, and a value that is no object, give no findings.
///
/// ```
/// use airbyte_db::json::Document;
/// use airbyte_db::rules::{Alone, check_row};
///
/// let row = Document::parse(r#"{
///   "id": "2f6d3c0e-7a31-4c55-9d0f-3a4f5b6c7d8e", "name": "Tidy up", "operator_type": "dbt",
///   "operator_normalization": {"option": "basic"}, "operator_dbt": null, "operator_webhook": null
/// }"#)?;
/// let findings = check_row("operation", row.root(), &Alone);
/// assert_eq!(findings[0].to_string(), "warning: operator_normalization is not used: operator_type is “dbt”. \
///     Write null, or correct operator_type. (/operator_normalization)");
/// assert_eq!(findings[1].message, "operator_dbt is missing: operator_type is “dbt”.");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub fn check_row(table: &str, row: Value<'_>, neighbours: &dyn Neighbours) -> Vec<Finding> {
    if row.kind() != Kind::Object {
        return Vec::new();
    }
    let mut judge = Judge::new(row, neighbours);
    match table {
        "workspace" => workspace::check(&mut judge),
        "workspace_service_account" => secret::check_service_account(&mut judge),
        "secrets" => secret::check_coordinate(&mut judge),
        "actor_definition" => definition::check(&mut judge),
        "actor" => actor::check(&mut judge),
        "actor_oauth_parameter" => oauth::check(&mut judge),
        "actor_catalog" => catalog::check(&mut judge),
        "actor_catalog_fetch_event" => catalog::check_event(&mut judge),
        "connection" => connection::check(&mut judge),
        "connection_operation" => operation::check_use(&mut judge),
        "operation" => operation::check(&mut judge),
        "state" => state::check(&mut judge),
        "jobs" => job::check(&mut judge),
        "attempts" => job::check_attempt(&mut judge),
        _ => {}
    }
    nulls::check(table, &mut judge);
    time::check(&mut judge);
    judge.into_findings()
}
