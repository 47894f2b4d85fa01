//! Rows of a source into a store.

use super::cells::{self, Misfit};
use super::redact::Redactor;
use super::told::{Summary, Told};
use super::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::{Error, Result};
use crate::intake::Judge;
use crate::json::Document;
use crate::processors;
use crate::rules::Alone;
use crate::schema::Subject;
use crate::store::{Ending, Store, Taken, Writer, json_of, name_of_row, naming_columns, size_of};
use crate::table::Table;
use crate::tables::{TABLES, number_of, table};
use crate::validate;
use jiff::Timestamp;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// How many rows are stored in one transaction: fewer where a worker wants to be heard in between.
const BATCH_ROWS: usize = if cfg!(target_arch = "wasm32") { 1_000 } else { 5_000 };
/// How many bytes of them.
const BATCH_BYTES: usize = 8 << 20;
/// The longest key that is told: what a broken row has in its place may be anything.
const LONGEST_KEY: usize = 200;

/// What of a source to take, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The tables to take.
    pub tables: Selection,
    /// Whether a row takes the place of one that has its key and says something else; otherwise it is refused.
    pub replace: bool,
    /// Whether secrets stay outside: what is one in clear is masked, references stay.
    pub redact_secrets: bool,
    /// Whether the rules of rows look at each row, so that odd ones are told.
    pub judge: bool,
    /// All or nothing: everything is one transaction.
    pub atomic: bool,
    /// Nothing stays in the store; everything else is as it would be.
    pub dry_run: bool,
    /// The time that a column holds which says when its row was written, and of which an older source knows nothing.
    pub now: Timestamp,
}

impl Options {
    /// Everything, as it is, judged.
    pub fn new(now: Timestamp) -> Options {
        Options {
            tables: Selection::all(),
            replace: false,
            redact_secrets: false,
            judge: true,
            atomic: false,
            dry_run: false,
            now,
        }
    }
}

/// An import on its way, a batch a step.
///
/// ```
/// use airbyte_db::jiff::Timestamp;
/// use airbyte_db::store::Store;
/// use airbyte_db::transfer::{Import, JsonLines, Options};
///
/// let rows = "{\"key\": \"airbyte_version\", \"value\": \"0.40.32\"}\n{\"key\": 17}\n";
/// let source = JsonLines::of_texts([("airbyte_metadata.jsonl", rows)]);
/// let mut store = Store::in_memory()?;
/// let mut told = Vec::new();
/// let summary = Import::new(source, Options::new(Timestamp::UNIX_EPOCH))
///     .run(&mut store, &mut |row| told.push(row))?;
/// assert_eq!((summary.total().stored, summary.total().refused), (1, 1));
/// assert_eq!((told[0].line, told[0].code), (Some(2), "misfit"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Import<S> {
    sources: Vec<S>,
    /// Which one is read.
    current: usize,
    options: Options,
    stage: Stage,
    summary: Summary,
    redactor: Option<Redactor>,
    judges: [OnceLock<Judge>; TABLES.len()],
}

/// What the next step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The specs are read that say which values are secret.
    Definitions,
    /// The next source is opened.
    Begin,
    /// Rows are read and stored.
    Rows,
    /// Rows that refer to nothing are taken out again.
    References,
    /// Nothing is left to do.
    Done,
}

/// Who is told of rows.
type Tell<'tell> = dyn FnMut(Told) + 'tell;

impl<S: Source> Import<S> {
    /// An import that has not begun.
    pub fn new(source: S, options: Options) -> Import<S> {
        Import::of_all(vec![source], options)
    }

    /// An import of several sources, one after the other.
    pub fn of_all(sources: Vec<S>, options: Options) -> Import<S> {
        let stage = if options.redact_secrets { Stage::Definitions } else { Stage::Begin };
        Import {
            sources,
            current: 0,
            options,
            stage,
            summary: Summary::default(),
            redactor: None,
            judges: std::array::from_fn(|_| OnceLock::new()),
        }
    }

    /// What the next step does.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// How far the source is read, of several the one that is read now.
    pub fn progress(&self) -> Progress {
        self.sources.get(self.current).map(Source::progress).unwrap_or_default()
    }

    /// The numbers until now: of what is stored for good.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Imports everything. `tell` is given the rows that are not stored, and the odd ones.
    ///
    /// # Errors
    /// A source that cannot be read; a store that cannot be written. What was stored until then stays, unless the
    /// options say all or nothing: the same import can be run again, and goes on.
    pub fn run(self, store: &mut Store, tell: &mut Tell<'_>) -> Result<Summary> {
        self.run_with(store, tell, &mut |_| Ok(()))
    }

    /// The same; `look` is shown the import after every step, and may end it with an error.
    ///
    /// # Errors
    /// As [`Import::run`], and those of `look`.
    pub fn run_with(
        mut self,
        store: &mut Store,
        tell: &mut Tell<'_>,
        look: &mut dyn FnMut(&Import<S>) -> Result<()>,
    ) -> Result<Summary> {
        if !self.options.atomic && !self.options.dry_run {
            while self.step(store, tell)? {
                look(&self)?;
            }
            return Ok(self.summary);
        }
        let ending = if self.options.dry_run { Ending::Undo } else { Ending::Commit };
        store.write_in_any_order(ending, |writer| {
            while self.stage != Stage::Done {
                if let Some(error) = self.step_within(writer, tell)? {
                    return Err(error);
                }
                look(&self)?;
            }
            Ok(())
        })?;
        Ok(self.summary)
    }

    /// Does the next step, in a transaction of its own. Gives whether there are more.
    ///
    /// # Errors
    /// As [`Import::run`].
    pub fn step(&mut self, store: &mut Store, tell: &mut Tell<'_>) -> Result<bool> {
        let before = self.summary.clone();
        match store.write_in_any_order(Ending::Commit, |writer| self.step_within(writer, tell)) {
            Ok(None) => Ok(self.stage != Stage::Done),
            Ok(Some(error)) => Err(error),
            Err(error) => {
                // Nothing of this step is stored.
                self.summary = before;
                Err(error)
            }
        }
    }

    /// One step. Gives why the source could not be read on: what was read of it before is kept, but for rows that refer
    /// to others which did not come.
    fn step_within(&mut self, writer: &Writer<'_>, tell: &mut Tell<'_>) -> Result<Option<Error>> {
        let failed = self.next_step(writer, tell)?;
        if failed.is_some() {
            self.take_out_dangling(writer, tell)?;
        }
        Ok(failed)
    }

    fn next_step(&mut self, writer: &Writer<'_>, tell: &mut Tell<'_>) -> Result<Option<Error>> {
        match self.stage {
            Stage::Definitions => {
                self.redactor = Some(Redactor::gather(&mut self.sources, writer, self.options.now)?);
                self.stage = Stage::Begin;
            }
            Stage::Begin => {
                let Some(source) = self.sources.get_mut(self.current) else {
                    self.stage = Stage::References;
                    return Ok(None);
                };
                if let Err(error) = source.begin(&self.options.tables) {
                    return Ok(Some(error));
                }
                self.stage = Stage::Rows;
            }
            Stage::Rows => return self.batch(writer, tell),
            Stage::References => {
                self.take_out_dangling(writer, tell)?;
                self.stage = Stage::Done;
            }
            Stage::Done => {}
        }
        Ok(None)
    }

    fn batch(&mut self, writer: &Writer<'_>, tell: &mut Tell<'_>) -> Result<Option<Error>> {
        let redactor = self.redactor.as_ref();
        let mut taking =
            Taking { options: &self.options, redactor, writer, summary: &mut self.summary, to_judge: Vec::new() };
        let Some(source) = self.sources.get_mut(self.current) else { return Ok(None) };
        let mut bytes = 0;
        let mut failed = None;
        for _ in 0..BATCH_ROWS {
            match source.next() {
                Ok(Some(incoming)) => bytes += taking.take(&incoming, tell)?,
                Ok(None) => {
                    self.current += 1;
                    self.stage = Stage::Begin;
                    break;
                }
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            if bytes > BATCH_BYTES {
                break;
            }
        }
        let to_judge = taking.to_judge;
        self.judge(&to_judge, tell)?;
        Ok(failed)
    }

    /// Tells what is odd about rows that are stored.
    fn judge(&mut self, rows: &[ToJudge], tell: &mut Tell<'_>) -> Result<()> {
        for row in rows {
            let judge = &self.judges[number_of(row.table)];
            if judge.get().is_none() {
                // Nobody else is here to fill it.
                let _ = judge.set(Judge::new(Subject::Row(row.table))?);
            }
        }
        let judges = &self.judges;
        let verdicts = processors::map(rows, |row| {
            let judge = judges[number_of(row.table)].get()?;
            Some(judge.judge(&row.text, &validate::Options::default(), &Alone))
        });
        for (row, verdict) in rows.iter().zip(verdicts) {
            let about = |code, message| Told {
                stored: true,
                ..about(row.table, Some(row.key.clone()), row.place(), code, message)
            };
            let told: Vec<Told> = match verdict {
                None => Vec::new(),
                Some(Err(error)) => vec![about(error.code(), error.message())],
                Some(Ok(verdict)) => verdict
                    .findings
                    .into_iter()
                    .map(|finding| Told { pointer: finding.pointer, ..about(finding.code.as_str(), finding.message) })
                    .collect(),
            };
            self.summary.of(row.table).odd += u64::from(!told.is_empty());
            told.into_iter().for_each(&mut *tell);
        }
        Ok(())
    }

    /// Of the tables that this import has brought rows of: those of all others are as they were.
    fn take_out_dangling(&mut self, writer: &Writer<'_>, tell: &mut Tell<'_>) -> Result<()> {
        // A table comes after those that it refers to, so what is taken out leaves nothing dangling behind.
        for table in TABLES {
            let counts = self.summary.of(table);
            if counts.read == 0 {
                continue;
            }
            writer.take_out_dangling(table, &mut |key, column, parent| {
                counts.taken_out();
                tell(Told {
                    table: table.name.to_owned(),
                    key: Some(key.to_owned()),
                    file: None,
                    line: None,
                    code: "dangling",
                    pointer: format!("/{column}"),
                    message: format!("{column} refers to a row of {parent} that is not there."),
                    stored: false,
                });
            })?;
        }
        Ok(())
    }
}

/// Shows how far it is.
impl<S> std::fmt::Debug for Import<S> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Import").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// A row that is stored, to be judged with the others of its batch.
struct ToJudge {
    table: &'static Table,
    key: String,
    file: Arc<str>,
    line: u64,
    /// The row as JSON.
    text: String,
}

impl ToJudge {
    fn place(&self) -> Place<'_> {
        Place { file: &self.file, line: self.line }
    }
}

/// What a row needs on its way.
struct Taking<'a, 'store> {
    options: &'a Options,
    redactor: Option<&'a Redactor>,
    writer: &'a Writer<'store>,
    summary: &'a mut Summary,
    to_judge: Vec<ToJudge>,
}

impl Taking<'_, '_> {
    /// Takes a row; gives its size in bytes, about.
    fn take(&mut self, incoming: &Incoming<'_>, tell: &mut Tell<'_>) -> Result<usize> {
        let Some(table) = table(&incoming.table) else {
            let count = if let Values::Unread(count) = incoming.values { count } else { 1 };
            *self.summary.unknown_tables.entry(incoming.table.clone().into_owned()).or_default() += count;
            return Ok(0);
        };
        if is_own(table) {
            *self.summary.left_out.entry(table.name).or_default() += 1;
            return Ok(0);
        }
        self.summary.of(table).read += 1;
        match cells::read(table, &incoming.values, self.options.now) {
            Ok(row) => self.take_cells(table, row, incoming, tell),
            Err(misfit) => {
                self.summary.of(table).refused += 1;
                tell(refused(table, incoming, &misfit));
                Ok(0)
            }
        }
    }

    fn take_cells(
        &mut self,
        table: &'static Table,
        mut row: cells::Read<'_>,
        incoming: &Incoming<'_>,
        tell: &mut Tell<'_>,
    ) -> Result<usize> {
        if let Some(redactor) = self.redactor {
            redactor.redact(table, &mut row.cells);
        }
        let taken = self.writer.take(table, &row.cells, self.options.replace)?;
        let problem = self.taken(table, taken);
        let counts = self.summary.of(table);
        if let Some((code, message)) = problem {
            counts.refused += 1;
            let key = name_of_row(table, &row.cells);
            tell(about(table, Some(key), incoming.place, code, message));
            return Ok(0);
        }
        for column in row.unknown {
            *counts.unknown_columns.entry(column).or_default() += 1;
        }
        if !self.options.judge {
            return Ok(row.cells.iter().map(size_of).sum());
        }
        let key = name_of_row(table, &row.cells);
        let text = json_of(table, &row.cells);
        let size = text.len();
        let (file, line) = (self.file(incoming.place.file), incoming.place.line);
        self.to_judge.push(ToJudge { table, key, file, line, text });
        Ok(size)
    }

    /// The name of a file, once for all rows in a line that stand in it.
    fn file(&self, name: &str) -> Arc<str> {
        match self.to_judge.last() {
            Some(last) if &*last.file == name => Arc::clone(&last.file),
            _ => name.into(),
        }
    }

    /// Counts it; gives why it is not stored, where it is not.
    fn taken(&mut self, table: &'static Table, taken: Taken) -> Option<(&'static str, String)> {
        let counts = self.summary.of(table);
        match taken {
            Taken::Stored => counts.stored += 1,
            Taken::There => counts.there += 1,
            Taken::Replaced => counts.replaced += 1,
            Taken::Conflict => {
                let message = "A row of this key is in the store and says something else; that one stays. Replace it, \
                               or import into a new store.";
                return Some(("conflict", message.to_owned()));
            }
            Taken::Duplicate(message) => return Some(("duplicate", sentence(&message))),
            // It begins with the name of a column.
            Taken::NotAllowed(message) => return Some(("not_allowed", format!("{message}."))),
        }
        None
    }
}

/// Tables in which a store says of itself which migrations it has: those of the source tell of another database.
pub(super) fn is_own(table: &Table) -> bool {
    table.name.ends_with("_migrations")
}

/// What the store says begins small and ends without a full stop.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn refused(table: &'static Table, incoming: &Incoming<'_>, misfit: &Misfit) -> Told {
    let code = if misfit.column.is_some() { "misfit" } else { "unreadable" };
    let mut told = about(table, written_key(table, &incoming.values), incoming.place, code, String::new());
    if let Some(column) = &misfit.column {
        told.pointer = format!("/{column}");
        told.message = format!("{column} cannot be read: {}.", misfit.reason);
    } else {
        told.message = format!("The row cannot be read: {}.", misfit.reason);
    }
    told
}

fn about(table: &'static Table, key: Option<String>, place: Place<'_>, code: &'static str, message: String) -> Told {
    Told {
        table: table.name.to_owned(),
        key,
        file: Some(place.file.to_owned()),
        line: (place.line > 0).then_some(place.line),
        code,
        pointer: String::new(),
        message,
        stored: false,
    }
}

/// What names a row that could not be read, as far as it says it.
fn written_key(table: &'static Table, values: &Values<'_>) -> Option<String> {
    let columns = naming_columns(table);
    let parts: Option<Vec<String>> = match values {
        Values::Object(text) => {
            let document = Document::parse(&**text).ok()?;
            let part = |name: &&str| {
                let value = document.root().get(name)?;
                Some(value.as_str().map_or_else(|| value.raw().to_owned(), Cow::into_owned))
            };
            columns.iter().map(part).collect()
        }
        Values::Texts(names, texts) => {
            let part = |name: &&str| {
                let place = names.iter().position(|given| given == name)?;
                texts.get(place)?.as_deref().map(str::to_owned)
            };
            columns.iter().map(part).collect()
        }
        _ => None,
    };
    // Whatever stands in the place of an id may be anything.
    parts.map(|parts| parts.join("/")).filter(|key| key.len() <= LONGEST_KEY)
}
