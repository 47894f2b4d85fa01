//! Each row by itself: its schema, its rules, its secrets and its hash.

use super::nearby::{self, Nearby};
use super::{Event, Found, Options, Tell, finding, hashes};
use crate::error::Result;
use crate::intake::Judge;
use crate::json::{Document, Kind, Value, push_segment};
use crate::processors;
use crate::schema::Subject;
use crate::store::Reader;
use crate::table::{Cell, Table};
use crate::validate::{self, Code, Finding, Severity, secret_reference};
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{PoisonError, RwLock};

/// A chunk is full when it has so many rows or bytes: of what is found in it, nothing is told before its end.
const CHUNK_ROWS: usize = if cfg!(target_arch = "wasm32") { 256 } else { 4_096 };
const CHUNK_BYTES: usize = if cfg!(target_arch = "wasm32") { 1 << 20 } else { 8 << 20 };

/// The tables whose documents refer to secrets that have to be there.
const WITH_SECRETS: [&str; 3] = ["actor", "workspace", "workspace_service_account"];

/// A row to judge: what names it, and the row as JSON.
type Row = (String, String);

/// What came of one row.
#[derive(Default)]
struct Judged {
    findings: Vec<Finding>,
    /// Pointers and coordinates of references to secrets, where they have to be there.
    references: Vec<(String, String)>,
    /// Whether the row was deleted: what it refers to may be gone.
    deleted: bool,
}

/// Eight bytes for each name that is in use, however long the names are.
pub(super) type Names = HashSet<u64>;

fn shortened(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

/// One table, chunk by chunk.
pub(super) struct Work {
    table: &'static Table,
    judge: Judge,
    /// Filled by who reads the rows, read by who judges them.
    nearby: RwLock<Nearby>,
    /// Where the table is empty, secrets are kept elsewhere.
    has_secrets: bool,
    /// The number of the row that came last.
    last: i64,
}

impl Work {
    pub(super) fn new(reader: &Reader<'_>, table: &'static Table) -> Result<Work> {
        let judge = Judge::new(Subject::Row(table))?;
        let has_secrets = reader.has_row("SELECT 1 FROM secrets", &[])?;
        Ok(Work { table, judge, nearby: RwLock::default(), has_secrets, last: i64::MIN })
    }

    /// Judges the next chunk; gives whether there was one.
    pub(super) fn step(&mut self, reader: &Reader<'_>, coordinates: &mut Names, tell: &mut Tell<'_>) -> Result<bool> {
        let (table, judge, nearby) = (self.table, &self.judge, &self.nearby);
        let asks_for_others = nearby::asks_for_others(table);
        let (mut count, mut bytes) = (0, 0);
        let mut read = |hand_over: &mut dyn FnMut(Row, usize)| {
            reader.rows_after(table, self.last, &mut |key, row| {
                match row {
                    Ok(row) => {
                        if asks_for_others {
                            nearby.write().unwrap_or_else(PoisonError::into_inner).gather(reader, table, &row)?;
                        }
                        count += 1;
                        let size = row.len();
                        bytes += size;
                        hand_over((key, row), size);
                    }
                    Err(error) => {
                        let hint = "The file was written by something else; read the row anew from where it came.";
                        let unreadable = finding(Code::RowUnreadable, Severity::Error, "", format!("{error}."), hint);
                        tell(Event::Found(Found::new(table.name, key, unreadable)))?;
                    }
                }
                Ok(count < CHUNK_ROWS && bytes < CHUNK_BYTES)
            })
        };
        let (last, judged) = processors::beside(&mut read, |(key, row)| {
            let nearby = nearby.read().unwrap_or_else(PoisonError::into_inner);
            (key, judge_one(&row, table, judge, &nearby))
        });
        let Some(last) = last? else { return Ok(false) };
        self.last = last;
        self.tell_all(reader, judged, coordinates, tell)?;
        Ok(true)
    }

    fn tell_all(
        &mut self,
        reader: &Reader<'_>,
        rows: Vec<(String, Judged)>,
        coordinates: &mut Names,
        tell: &mut Tell<'_>,
    ) -> Result<()> {
        let count = rows.len() as u64;
        for (key, judged) in rows {
            for (pointer, coordinate) in judged.references {
                coordinates.insert(shortened(base(&coordinate)));
                if self.has_secrets && !judged.deleted && is_missing(reader, &coordinate)? {
                    let message = "The secret that is referred to is not in secrets.".to_owned();
                    let hint = "Enter the secret again; until then the connector cannot be started.";
                    let missing = finding(Code::SecretMissing, Severity::Error, &pointer, message, hint);
                    tell(Event::Found(Found::new(self.table.name, &*key, missing)))?;
                }
            }
            for finding in judged.findings {
                tell(Event::Found(Found::new(self.table.name, &*key, finding)))?;
            }
        }
        self.nearby.get_mut().unwrap_or_else(PoisonError::into_inner).trim();
        if count == 0 {
            return Ok(());
        }
        tell(Event::Judged(self.table.name, count))
    }
}

fn is_missing(reader: &Reader<'_>, coordinate: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM secrets WHERE coordinate = ?1";
    Ok(!reader.has_row(sql, &[Cell::Text(coordinate.into())])?)
}

/// A coordinate without its version: older versions of a secret that is in use are left where they are.
fn base(coordinate: &str) -> &str {
    validate::coordinate_parts(coordinate).map_or(coordinate, |(base, _)| base)
}

fn judge_one(text: &str, table: &'static Table, judge: &Judge, nearby: &Nearby) -> Judged {
    let mut judged = Judged::default();
    match judge.judge(text, &validate::Options::default(), nearby) {
        Ok(verdict) => judged.findings = verdict.findings,
        Err(error) => {
            let hint = "Nothing else was looked at in this row.";
            judged.findings.push(finding(Code::RowUnreadable, Severity::Error, "", format!("{error}."), hint));
            return judged;
        }
    }
    if table.name == "actor_catalog" {
        judged.findings.extend(hashes::of_catalog(text));
    }
    if WITH_SECRETS.contains(&table.name) {
        secrets(text, table, nearby, &mut judged);
    }
    judged
}

fn secrets(text: &str, table: &Table, nearby: &Nearby, judged: &mut Judged) {
    let Ok(document) = Document::parse(text) else { return };
    let row = document.root();
    judged.deleted = row.get("tombstone").and_then(Value::as_bool) == Some(true);
    references(row, &mut String::new(), &mut judged.references);
    if table.name == "actor" && !judged.deleted {
        judged.findings.extend(in_the_clear(row, nearby));
    }
}

/// All references to secrets, wherever they stand.
fn references(value: Value<'_>, pointer: &mut String, found: &mut Vec<(String, String)>) {
    if let Some(coordinate) = secret_reference(value) {
        found.push((pointer.clone(), coordinate.into_owned()));
        return;
    }
    let length = pointer.len();
    let mut below = |segment: &str, value: Value<'_>| {
        if matches!(value.kind(), Kind::Object | Kind::Array) {
            push_segment(pointer, segment);
            references(value, pointer, found);
            pointer.truncate(length);
        }
    };
    value.members().for_each(|member| below(&member.name(), member.value()));
    value.items().enumerate().for_each(|(number, item)| below(&number.to_string(), item));
}

/// Secrets that stand where a reference should be (facts, databases 2.10). Only where they are is told.
fn in_the_clear(row: Value<'_>, nearby: &Nearby) -> Vec<Finding> {
    let secrets = row.get("actor_definition_id").and_then(Value::as_str);
    let secrets = secrets.and_then(|id| nearby.compiled(&id)).and_then(|compiled| compiled.secrets.as_ref());
    let (Some(secrets), Some(configuration)) = (secrets, row.get("configuration")) else { return Vec::new() };
    let places = secrets.find(configuration.raw()).unwrap_or_default();
    let is_reference = |pointer: &String| configuration.pointer(pointer).and_then(secret_reference).is_some();
    let clear = places.into_iter().filter(|pointer| !is_reference(pointer)).map(|pointer| {
        let name = crate::json::segments(&pointer).last().unwrap_or_default().into_owned();
        let message = format!("{name} is a secret in the clear.");
        let hint = "Store it in secrets, and write {\"_secret\": \"<coordinate>\"} here.";
        finding(Code::ClearText, Severity::Warning, &format!("/configuration{pointer}"), message, hint)
    });
    clear.collect()
}

/// Secrets that nobody refers to, in any version. It is known only where all that may refer to them was looked at.
pub(super) fn unused_secrets(reader: &Reader<'_>, options: &Options, used: &Names, tell: &mut Tell<'_>) -> Result<()> {
    if !options.wants("secrets") || !WITH_SECRETS.iter().all(|table| options.wants(table)) {
        return Ok(());
    }
    reader.each_of("SELECT coordinate FROM secrets", &[], &mut |row| {
        let coordinate = row[0].as_deref().unwrap_or_default();
        if used.contains(&shortened(base(coordinate))) {
            return Ok(());
        }
        let message = "Nobody refers to this secret.".to_owned();
        let hint = "Delete the row, if nothing outside this store needs it.";
        let unused = finding(Code::SecretUnused, Severity::Warning, "/coordinate", message, hint);
        tell(Event::Found(Found::new("secrets", coordinate, unused)))
    })
}
