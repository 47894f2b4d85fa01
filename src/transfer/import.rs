//! Rows of a source into a store.

use super::judging::{Judges, ToJudge};
use super::redact::Redactor;
use super::taking::{End, Taking};
use super::told::{Summary, Tell, Told};
use super::{Progress, Selection, Source};
use crate::error::{Error, Result};
use crate::processors;
use crate::store::{Ending, Store, Writer};
use crate::tables::TABLES;
use jiff::Timestamp;

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
    judges: Judges,
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
            judges: Judges::default(),
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
            store.with_large_log(|store| {
                while self.step(store, tell)? {
                    look(&self)?;
                }
                Ok(())
            })?;
            return Ok(self.summary);
        }
        let ending = if self.options.dry_run { Ending::Undo } else { Ending::Commit };
        store.write_in_bulk_in_any_order(ending, |writer| {
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

    /// While rows are stored, those before them are judged.
    fn batch(&mut self, writer: &Writer<'_>, tell: &mut Tell<'_>) -> Result<Option<Error>> {
        let Some(source) = self.sources.get_mut(self.current) else { return Ok(None) };
        let (options, redactor, summary) = (&self.options, self.redactor.as_ref(), &mut self.summary);
        let judges = &self.judges;
        let take = |hand_over: &mut dyn FnMut(ToJudge, usize)| {
            let mut taking = Taking { options, redactor, writer, summary, judges, hand_over, file: "".into() };
            taking.take_some(source, tell)
        };
        let (end, odd) = processors::beside(take, |row| judges.judge(&row));
        let end = end?;
        for (table, odd) in odd {
            self.summary.of(table).odd += u64::from(!odd.is_empty());
            odd.into_iter().for_each(&mut *tell);
        }
        match end {
            End::OfBatch => {}
            End::OfSource => {
                self.current += 1;
                self.stage = Stage::Begin;
            }
            End::Failed(error) => return Ok(Some(error)),
        }
        Ok(None)
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
