//! Each row by itself: its schema, its rules, its secrets and its hash.

use super::nearby::{self, Nearby};
use super::{Event, Found, Options, Tell, finding, hashes};
use crate::error::{Error, Result};
use crate::intake::Judge;
use crate::json::{Document, Kind, Limits, Value, push_segment};
use crate::processors;
use crate::schema::Subject;
use crate::store::{Reader, StoredRow};
use crate::table::{Cell, Table};
use crate::validate::{self, Code, Finding, Severity, secret_reference};
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Mutex, PoisonError, RwLock};

/// A chunk is full when it has so many rows or bytes: of what is found in it, nothing is told before its end.
const CHUNK_ROWS: usize = if cfg!(target_arch = "wasm32") { 256 } else { 16_384 };
const CHUNK_BYTES: usize = if cfg!(target_arch = "wasm32") { 1 << 20 } else { 32 << 20 };

/// The tables whose documents refer to secrets that have to be there.
const WITH_SECRETS: [&str; 3] = ["actor", "workspace", "workspace_service_account"];

/// A batch of rows is full when it has so many: read one by one, judged one after the other by one processor.
const BATCH_ROWS: usize = 128;

/// Rows to judge, as JSON, each behind the other.
#[derive(Default)]
struct Batch {
    text: String,
    /// The number of each row, and where it ends in the text.
    rows: Vec<(i64, usize)>,
}

impl Batch {
    /// Adds a row, and gives it as JSON.
    fn add(&mut self, row: &StoredRow<'_, '_>) -> Result<&str> {
        let start = self.text.len();
        row.push_to(&mut self.text)?;
        self.rows.push((row.number, self.text.len()));
        Ok(&self.text[start..])
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.text.len() >= processors::ENOUGH
    }

    /// Without rows, and with the memory that they had.
    fn emptied(mut self) -> Batch {
        self.text.clear();
        self.rows.clear();
        self
    }

    /// The numbers of the rows, with the rows.
    fn rows(&self) -> impl Iterator<Item = (i64, &str)> {
        let mut start = 0;
        self.rows.iter().map(move |&(number, end)| (number, &self.text[std::mem::replace(&mut start, end)..end]))
    }
}

/// What came of one row.
#[derive(Default)]
struct Judged {
    /// By which the file knows the row.
    number: i64,
    findings: Vec<Finding>,
    /// Pointers and coordinates of references to secrets, where they have to be there.
    references: Vec<(String, String)>,
    /// Whether the row was deleted: what it refers to may be gone.
    deleted: bool,
}

impl Judged {
    fn is_silent(&self) -> bool {
        self.findings.is_empty() && self.references.is_empty()
    }
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
    /// Batches that were judged, for the next rows.
    spare: Mutex<Vec<Batch>>,
    /// Where the table is empty, secrets are kept elsewhere.
    has_secrets: bool,
    /// The number of the row that came last.
    last: i64,
}

impl Work {
    pub(super) fn new(reader: &Reader<'_>, table: &'static Table) -> Result<Work> {
        let judge = Judge::new(Subject::Row(table))?;
        let has_secrets = reader.has_row("SELECT 1 FROM secrets", &[])?;
        let (nearby, spare) = (RwLock::default(), Mutex::default());
        Ok(Work { table, judge, nearby, spare, has_secrets, last: i64::MIN })
    }

    /// Judges the next chunk; gives whether there was one.
    pub(super) fn step(&mut self, reader: &Reader<'_>, coordinates: &mut Names, tell: &mut Tell<'_>) -> Result<bool> {
        let (table, judge, nearby) = (self.table, &self.judge, &self.nearby);
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let asks_for_others = nearby::asks_for_others(table);
        let (mut count, mut bytes) = (0, 0);
        let mut read = |hand_over: &mut dyn FnMut(Batch, usize)| {
            let next = || spare().pop().unwrap_or_default();
            let mut batch = next();
            let last = reader.rows_after(table, self.last, &mut |row| {
                match batch.add(row) {
                    Ok(text) => {
                        count += 1;
                        bytes += text.len();
                        if asks_for_others {
                            nearby.write().unwrap_or_else(PoisonError::into_inner).gather(reader, table, text)?;
                        }
                    }
                    Err(error) => tell(unreadable(reader, table, row.number, &error)?)?,
                }
                if batch.is_full() {
                    hand_over(std::mem::replace(&mut batch, next()), processors::ENOUGH);
                }
                Ok(count < CHUNK_ROWS && bytes < CHUNK_BYTES)
            });
            hand_over(batch, 0);
            last
        };
        let (last, judged) = processors::beside(&mut read, |batch| {
            let nearby = nearby.read().unwrap_or_else(PoisonError::into_inner);
            let judged = judge_batch(&batch, table, judge, &nearby);
            spare().push(batch.emptied());
            judged
        });
        let Some(last) = last? else { return Ok(false) };
        self.last = last;
        for judged in judged.into_iter().flatten() {
            self.tell(reader, judged, coordinates, tell)?;
        }
        self.nearby.get_mut().unwrap_or_else(PoisonError::into_inner).trim();
        if count > 0 {
            tell(Event::Judged(table.name, count as u64))?;
        }
        Ok(true)
    }

    fn tell(&self, reader: &Reader<'_>, judged: Judged, coordinates: &mut Names, tell: &mut Tell<'_>) -> Result<()> {
        let key = reader.name_of_number(self.table, judged.number)?;
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
        Ok(())
    }
}

fn unreadable(reader: &Reader<'_>, table: &'static Table, number: i64, error: &Error) -> Result<Event> {
    let hint = "The file was written by something else; read the row anew from where it came.";
    let unreadable = finding(Code::RowUnreadable, Severity::Error, "", format!("{error}."), hint);
    Ok(Event::Found(Found::new(table.name, reader.name_of_number(table, number)?, unreadable)))
}

fn is_missing(reader: &Reader<'_>, coordinate: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM secrets WHERE coordinate = ?1";
    Ok(!reader.has_row(sql, &[Cell::Text(coordinate.into())])?)
}

/// A coordinate without its version: older versions of a secret that is in use are left where they are.
fn base(coordinate: &str) -> &str {
    validate::coordinate_parts(coordinate).map_or(coordinate, |(base, _)| base)
}

/// What there is to say of the rows of a batch, in their order.
fn judge_batch(batch: &Batch, table: &'static Table, judge: &Judge, nearby: &Nearby) -> Vec<Judged> {
    let mut memory = Vec::new();
    let mut judge_row = |(number, text)| {
        let mut judged = Judged { number, ..Judged::default() };
        let nodes = std::mem::take(&mut memory);
        match Document::parse_reusing(text, Limits::default(), nodes) {
            Ok(document) => {
                judge_one(document.root(), table, judge, nearby, &mut judged);
                memory = document.into_memory();
            }
            Err(error) => judged.findings.push(unjudged(&error)),
        }
        judged
    };
    batch.rows().map(&mut judge_row).filter(|judged| !judged.is_silent()).collect()
}

fn unjudged(error: &Error) -> Finding {
    let hint = "Nothing else was looked at in this row.";
    finding(Code::RowUnreadable, Severity::Error, "", format!("{error}."), hint)
}

fn judge_one(row: Value<'_>, table: &'static Table, judge: &Judge, nearby: &Nearby, judged: &mut Judged) {
    match judge.judge_value(row, &validate::Options::default(), nearby) {
        Ok(verdict) => judged.findings = verdict.findings,
        Err(error) => {
            judged.findings.push(unjudged(&error));
            return;
        }
    }
    if table.name == "actor_catalog" {
        judged.findings.extend(hashes::of_catalog(row));
    }
    if WITH_SECRETS.contains(&table.name) {
        secrets(row, table, nearby, judged);
    }
}

fn secrets(row: Value<'_>, table: &Table, nearby: &Nearby, judged: &mut Judged) {
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
