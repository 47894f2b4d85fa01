//! An audit, step by step.

#[cfg(not(target_arch = "wasm32"))]
use super::ahead::Ahead;
use super::relations::{self, Asking, Question};
use super::rows::{self, Names, Work};
use super::{Options, Tell, fit, hashes, states};
use crate::error::Result;
use crate::store::Reader;
use crate::table::Table;
use std::collections::VecDeque;
use std::fmt;

/// How many rows a step over connections or fetches looks at.
const ROWS: i64 = if cfg!(target_arch = "wasm32") { 200 } else { 10_000 };

/// An audit that goes on step by step: [`audit`](super::audit) for who wants to be heard in between.
///
/// ```
/// use airbyte_db::audit::{Audit, Options};
/// use airbyte_db::store::Store;
///
/// let store = Store::in_memory()?;
/// let mut audit = Audit::new(&Options::as_of("2023-02-01T00:00:00Z".parse().expect("a moment")));
/// let mut stages = vec![audit.stage()];
/// while audit.step(&store.read(), &mut |_| Ok(()))? {
///     stages.push(audit.stage());
/// }
/// assert_eq!((stages[0], stages.last()), ("workspace", Some(&"secrets")));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Audit {
    options: Options,
    left: VecDeque<Stage>,
    coordinates: Names,
    asking: Asking,
    /// Where the questions are asked meanwhile.
    #[cfg(not(target_arch = "wasm32"))]
    ahead: Option<Ahead>,
}

/// What comes next, and how far it is.
enum Stage {
    Table(&'static Table),
    Rows(Box<Work>, &'static str),
    States,
    Question(Question),
    /// The last row that was looked at.
    Hashes(i64),
    Fit(i64),
    UnusedSecrets,
}

/// Shows how far it is.
impl fmt::Debug for Audit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Audit").field("stage", &self.stage()).finish_non_exhaustive()
    }
}

impl Audit {
    /// Nothing is looked at yet.
    pub fn new(options: &Options) -> Audit {
        let mut left: VecDeque<Stage> = options.tables().map(Stage::Table).collect();
        if options.wants("state") {
            left.push_back(Stage::States);
        }
        left.extend(relations::questions(options).into_iter().map(Stage::Question));
        if options.wants("actor_catalog_fetch_event") {
            left.push_back(Stage::Hashes(0));
        }
        if options.wants("connection") {
            left.push_back(Stage::Fit(0));
        }
        left.push_back(Stage::UnusedSecrets);
        Audit {
            options: options.clone(),
            left,
            coordinates: Names::default(),
            asking: Asking::new(options),
            #[cfg(not(target_arch = "wasm32"))]
            ahead: None,
        }
    }

    /// The same, where another thread asks the questions about several rows.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn with(self, ahead: Ahead) -> Audit {
        Audit { ahead: Some(ahead), ..self }
    }

    /// What the next step looks at: a table, or `relations`, `hashes`, `catalogs`, `secrets`.
    pub fn stage(&self) -> &'static str {
        match self.left.front() {
            Some(Stage::Table(table)) => table.name,
            Some(Stage::Rows(_, table)) => table,
            Some(Stage::States) => "state",
            Some(Stage::Question(_)) => "relations",
            Some(Stage::Hashes(_)) => "hashes",
            Some(Stage::Fit(_)) => "catalogs",
            Some(Stage::UnusedSecrets) | None => "secrets",
        }
    }

    /// Looks at the next rows. Gives whether there is anything left to look at; the store must not change in between.
    ///
    /// # Errors
    /// A store that cannot be read; those of `tell`, which end it.
    pub fn step(&mut self, reader: &Reader<'_>, tell: &mut Tell<'_>) -> Result<bool> {
        let Some(stage) = self.left.pop_front() else { return Ok(false) };
        if let Some(same) = self.advance(stage, reader, tell)? {
            self.left.push_front(same);
        }
        Ok(!self.left.is_empty())
    }

    /// Does a part of a stage; gives what is left of it.
    fn advance(&mut self, stage: Stage, reader: &Reader<'_>, tell: &mut Tell<'_>) -> Result<Option<Stage>> {
        match stage {
            Stage::Table(table) => {
                let work = Box::new(Work::new(reader, table)?);
                return self.advance(Stage::Rows(work, table.name), reader, tell);
            }
            Stage::Rows(mut work, table) => {
                let more = work.step(reader, &mut self.coordinates, tell)?;
                return Ok(more.then_some(Stage::Rows(work, table)));
            }
            Stage::Hashes(after) => {
                let rows = next_rows(reader, "actor_catalog_fetch_event", after)?;
                return rows.map_or(Ok(None), |rows| {
                    hashes::judge(reader, rows, tell)?;
                    Ok(Some(Stage::Hashes(rows.1)))
                });
            }
            Stage::Fit(after) => {
                let rows = next_rows(reader, "connection", after)?;
                return rows.map_or(Ok(None), |rows| {
                    fit::judge(reader, rows, tell)?;
                    Ok(Some(Stage::Fit(rows.1)))
                });
            }
            Stage::States => states::judge(reader, &self.options, tell)?,
            Stage::Question(question) => self.ask(question, reader, tell)?,
            Stage::UnusedSecrets => rows::unused_secrets(reader, &self.options, &self.coordinates, tell)?,
        }
        Ok(None)
    }

    fn ask(&mut self, question: Question, reader: &Reader<'_>, tell: &mut Tell<'_>) -> Result<()> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(ahead) = &self.ahead
            && ahead.tell(tell)?
        {
            return Ok(());
        }
        self.asking.ask(reader, question, tell)
    }
}

/// The numbers of the rows that come after one, from the first to the last of a step; none where there are none.
fn next_rows(reader: &Reader<'_>, table: &str, after: i64) -> Result<Option<(i64, i64)>> {
    let sql =
        format!("SELECT max(rowid) FROM (SELECT rowid FROM {table} WHERE rowid > {after} ORDER BY rowid LIMIT {ROWS})");
    let mut last = None;
    reader.each_of(&sql, &[], &mut |row| {
        last = row[0].as_deref().and_then(|number| number.parse().ok());
        Ok(())
    })?;
    Ok(last.map(|last| (after + 1, last)))
}
