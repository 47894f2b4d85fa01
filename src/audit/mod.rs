//! Everything that is wrong in a store: every row and document, and what rows are to each other.
//!
//! ```text
//!  Reader ──rows──────▶ a table at a time, judged in chunks on all processors ─┐
//!         ──relations──▶ what refers to nothing, what cannot be at once ───────┼─▶ Found, one at a time
//!         ──upgrade────▶ configurations against newer specs ───────────────────┘        │ report
//!                                                                                       ▼
//!                                                            summary, text, JSON, SARIF, a page
//! ```
//!
//! It goes step by step ([`Audit`]), for who wants to be heard in between.
//!
//! Nothing is kept of a row after it was judged, so memory does not grow with the number of rows. No finding holds the
//! value of a secret.

#[cfg(not(target_arch = "wasm32"))]
mod ahead;
mod baseline;
mod fit;
mod hashes;
mod nearby;
mod relations;
pub mod report;
mod rows;
mod states;
mod steps;
mod upgrade;

pub use baseline::Baseline;
pub use steps::Audit;
pub use upgrade::{Against, Upgrade};

use crate::blobs::Registry;
use crate::error::Result;
use crate::processors;
use crate::store::Reader;
#[cfg(not(target_arch = "wasm32"))]
use crate::store::Store;
use crate::table::{Cell, Table};
use crate::tables::TABLES;
use crate::validate::{Code, Finding, Severity};
#[cfg(not(target_arch = "wasm32"))]
use ahead::Ahead;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// What to look at, and as of when.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment that counts as now: a running job is stale by it.
    pub as_of: Timestamp,
    /// How long a running job may give no sign of life; 24 hours where nothing is said.
    pub stale_after: SignedDuration,
    /// The tables whose rows are looked at; all where none is named.
    pub only: Vec<&'static str>,
    /// Tables that are left out.
    pub except: Vec<&'static str>,
}

impl Options {
    /// All tables, as of a moment.
    pub fn as_of(moment: Timestamp) -> Options {
        Options { as_of: moment, stale_after: SignedDuration::from_hours(24), only: Vec::new(), except: Vec::new() }
    }

    pub(crate) fn wants(&self, table: &str) -> bool {
        (self.only.is_empty() || self.only.contains(&table)) && !self.except.contains(&table)
    }

    fn tables(&self) -> impl Iterator<Item = &'static Table> {
        TABLES.into_iter().filter(|table| self.wants(table.name))
    }
}

/// A finding, and the row that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The table.
    pub table: &'static str,
    /// What names the row: its id, or the columns of its key with `/` between them.
    pub key: String,
    /// The column, where it is about one.
    #[serde(rename = "table_column", skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The upgrade that it comes with, where configurations are judged by newer specs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
    /// What there is to say. Its pointer leads from the row.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Found {
    fn new(table: &'static str, key: impl Into<String>, mut finding: Finding) -> Box<Found> {
        // Lines inside a row that nobody has as text would lead nowhere.
        (finding.line, finding.column) = (None, None);
        let column = crate::json::segments(&finding.pointer).next().map(std::borrow::Cow::into_owned);
        Box::new(Found { table, key: key.into(), column, upgrade: None, finding })
    }

    /// As a JSON object on one line.
    pub fn to_json(&self) -> String {
        // Serialising strings into memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What an audit tells while it goes on.
#[derive(Debug)]
pub enum Event {
    /// Something that is wrong.
    Found(Box<Found>),
    /// So many further rows of a table were judged.
    Judged(&'static str, u64),
}

/// Who is told what an audit finds.
pub type Tell<'tell> = dyn FnMut(Event) -> Result<()> + 'tell;

/// Looks at every row and document of a store, and at what rows are to each other.
///
/// ```
/// use airbyte_db::audit::{self, Event, Options};
/// use airbyte_db::store::Store;
///
/// let store = Store::in_memory()?;
/// let options = Options::as_of("2023-02-01T00:00:00Z".parse().expect("a moment"));
/// let mut found = 0;
/// audit::audit(&store.read(), &options, &mut |event| {
///     found += usize::from(matches!(event, Event::Found(_)));
///     Ok(())
/// })?;
/// assert_eq!(found, 0);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// A store that cannot be read; those of `tell`, which end it. What a row says is no error.
pub fn audit(reader: &Reader<'_>, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    let mut audit = Audit::new(options);
    while audit.step(reader, tell)? {}
    Ok(())
}

/// The same of one moment of a store, whatever others write meanwhile, and what rows are to each other is asked by
/// another thread.
///
/// # Errors
/// As [`audit`].
#[cfg(not(target_arch = "wasm32"))]
pub fn audit_at_once(store: &mut Store, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    store.read_at_once_by_two(|reader, second| {
        std::thread::scope(|scope| {
            let mut audit = Audit::new(options);
            if let Some(second) = second {
                audit = audit.with(Ahead::start(scope, second, options));
            }
            while audit.step(reader, tell)? {}
            Ok(())
        })
    })
}

/// Judges every stored configuration by the specs of a registry: what an upgrade of the connectors would break.
///
/// # Errors
/// A store that cannot be read; those of `tell`, which end it.
pub fn against(reader: &Reader<'_>, registry: &Registry, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    let mut against = Against::new(options);
    while against.step(reader, registry, tell)? {}
    Ok(())
}

/// What `judge` makes of each row that a statement gives, in their order: while rows are read, others are judged. A row
/// with NULL in it is left out.
fn judge_each<const WIDTH: usize, R: Send>(
    reader: &Reader<'_>,
    sql: &str,
    values: &[Cell<'_>],
    judge: impl Fn([String; WIDTH]) -> R + Sync,
) -> Result<Vec<R>> {
    let read = |hand_over: &mut dyn FnMut([String; WIDTH], usize)| {
        reader.each_of(sql, values, &mut |row| {
            let texts: Option<Vec<String>> = row.iter_mut().map(Option::take).collect();
            if let Some(texts) = texts.and_then(|texts| <[String; WIDTH]>::try_from(texts).ok()) {
                let bytes = texts.iter().map(String::len).sum();
                hand_over(texts, bytes);
            }
            Ok(())
        })
    };
    let (read, judged) = processors::beside(read, judge);
    read?;
    Ok(judged)
}

fn finding(code: Code, severity: Severity, pointer: &str, message: String, hint: &str) -> Finding {
    let label = crate::json::segments(pointer).last().map_or_else(String::new, std::borrow::Cow::into_owned);
    Finding {
        code,
        pointer: pointer.to_owned(),
        schema_pointer: String::new(),
        label,
        message,
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        branch: None,
        severity,
        line: None,
        column: None,
    }
}
