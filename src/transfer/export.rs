//! Rows of a store to a sink.

use super::redact::Redactor;
use super::taking::is_own;
use super::told::Told;
use super::{Selection, Sink, workspace};
use crate::error::Result;
use crate::store::{Ending, Place, Reader, Store, Taken, Writer, name_of_row};
use crate::table::{Cell, Table};
use crate::tables::TABLES;
use serde::Serialize;
use std::collections::VecDeque;
use uuid::Uuid;

/// What to give away.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// The tables.
    pub tables: Selection,
    /// Only what belongs to this workspace.
    pub workspace: Option<Uuid>,
    /// Secrets, too. Otherwise what is one in clear is masked, references to secrets stay, and the table `secrets`
    /// names its coordinates alone.
    pub secrets: bool,
}

/// How many rows of a table were written, and how many the form of the export cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The table.
    pub table: &'static str,
    /// Rows that were written.
    pub written: u64,
    /// Rows that were not; each was told.
    pub refused: u64,
}

/// Writes rows in the order of the tables and of their keys, so that the same store gives the same export. The tables
/// of migrations are left out: each store has its own.
///
/// `look` is shown the table and how many rows of it were written, after each row; it may end it with an error.
///
/// ```
/// use airbyte_db::store::Store;
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::AirbyteMetadata;
/// use airbyte_db::transfer::{ExportOptions, JsonLinesSink, Parts, export};
///
/// let mut store = Store::in_memory()?;
/// let row = AirbyteMetadata::read(r#"{"key": "airbyte_version", "value": "0.40.32"}"#)?;
/// store.write(|writer| writer.insert(&row))?;
/// let mut sink = JsonLinesSink::new(Parts::default());
/// export(&store.read(), &mut sink, &ExportOptions::default(), &mut |_| {}, &mut |_, _| Ok(()))?;
/// let parts = sink.into_inner().0;
/// assert_eq!(parts[0].0, "airbyte_metadata.jsonl");
/// assert_eq!(parts[0].1, b"{\"key\":\"airbyte_version\",\"value\":\"0.40.32\"}\n");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// A store that cannot be read, no such workspace, what the sink says.
pub fn export(
    store: &Reader<'_>,
    sink: &mut dyn Sink,
    options: &ExportOptions,
    tell: &mut dyn FnMut(Told),
    look: &mut dyn FnMut(&'static Table, u64) -> Result<()>,
) -> Result<Vec<Exported>> {
    let mut export = Export::new(store, options)?;
    while export.step(store, sink, tell, look)? {}
    Ok(export.exported)
}

/// An export, step by step: for who has something else to do in between. Between two steps nothing may be written.
pub struct Export {
    workspace: Option<Uuid>,
    redactor: Option<Redactor>,
    /// The tables that are left, the one that is being written first.
    left: VecDeque<&'static Table>,
    /// The key of the row that came last, where the first table is begun.
    place: Option<Place>,
    exported: Vec<Exported>,
}

/// Shows how far it is.
impl std::fmt::Debug for Export {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Export").field("exported", &self.exported).finish_non_exhaustive()
    }
}

impl Export {
    /// Before its first step.
    ///
    /// # Errors
    /// A store that cannot be read, no such workspace.
    pub fn new(store: &Reader<'_>, options: &ExportOptions) -> Result<Export> {
        if let Some(workspace) = options.workspace {
            store.existing_workspace(workspace)?;
        }
        let belongs = |table: &Table| options.workspace.is_none() || workspace::condition(table).is_some();
        let is_meant = |table: &&Table| options.tables.includes(table.name) && !is_own(table) && belongs(table);
        Ok(Export {
            workspace: options.workspace,
            redactor: if options.secrets { None } else { Some(Redactor::of_store(store)?) },
            left: TABLES.into_iter().filter(is_meant).collect(),
            place: None,
            exported: Vec::new(),
        })
    }

    /// Writes the next rows; gives whether there may be more. `tell` and `look` are those of [`export`].
    ///
    /// # Errors
    /// As [`export`].
    pub fn step(
        &mut self,
        store: &Reader<'_>,
        sink: &mut dyn Sink,
        tell: &mut dyn FnMut(Told),
        look: &mut dyn FnMut(&'static Table, u64) -> Result<()>,
    ) -> Result<bool> {
        let Some(table) = self.left.front().copied() else {
            sink.finish()?;
            return Ok(false);
        };
        let place = if let Some(place) = self.place.take() {
            place
        } else {
            sink.begin(table)?;
            self.exported.push(Exported { table: table.name, written: 0, refused: 0 });
            Place::default()
        };
        self.place = self.rows(store, table, place, sink, tell, look)?;
        if self.place.is_none() {
            self.left.pop_front();
        }
        Ok(true)
    }

    /// Writes some rows of a table; gives where to go on, where it was not the end.
    fn rows(
        &mut self,
        store: &Reader<'_>,
        table: &'static Table,
        place: Place,
        sink: &mut dyn Sink,
        tell: &mut dyn FnMut(Told),
        look: &mut dyn FnMut(&'static Table, u64) -> Result<()>,
    ) -> Result<Option<Place>> {
        let Export { workspace, redactor, exported, .. } = self;
        // Every table that was begun is there.
        let Some(counts) = exported.last_mut() else { return Ok(None) };
        let condition = workspace.and_then(|id| Some((workspace::condition(table)?, id)));
        store.cells_by_key(table, condition, place, &mut |row| {
            let refused = match row {
                Ok(mut cells) => {
                    if let Some(redactor) = redactor {
                        redactor.redact(table, &mut cells);
                    }
                    sink.row(table, &cells)?.map(|reason| (name_of_row(table, &cells), reason))
                }
                // The file was written by something else; nothing of the row can be told but that it is there.
                Err(error) => Some((String::new(), error.message())),
            };
            match refused {
                None => counts.written += 1,
                Some((key, reason)) => {
                    counts.refused += 1;
                    tell(left_out(table, key, reason));
                }
            }
            look(table, counts.written)
        })
    }
}

/// The same into another store: all of it, or nothing.
///
/// # Errors
/// As [`export`]; a store that cannot be written.
pub fn copy(
    store: &Reader<'_>,
    to: &mut Store,
    options: &ExportOptions,
    tell: &mut dyn FnMut(Told),
    look: &mut dyn FnMut(&'static Table, u64) -> Result<()>,
) -> Result<Vec<Exported>> {
    to.write_in_bulk_in_any_order(Ending::Commit, |writer| {
        let exported = export(store, &mut StoreSink(writer), options, tell, look)?;
        for table in TABLES {
            // A part of a deployment may refer to what is not part of it.
            writer.take_out_dangling(table, &mut |key, column, parent| {
                let message = format!("{column} refers to a row of {parent} that is not there.");
                tell(left_out(table, key.to_owned(), message));
            })?;
        }
        Ok(exported)
    })
}

/// Stores rows as they come.
struct StoreSink<'store>(&'store Writer<'store>);

impl Sink for StoreSink<'_> {
    fn begin(&mut self, _: &'static Table) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Option<String>> {
        Ok(match self.0.take(table, cells, false)? {
            Taken::Stored | Taken::There | Taken::Replaced => None,
            Taken::Conflict => Some("a row of this key is there and says something else".to_owned()),
            Taken::Duplicate(message) | Taken::NotAllowed(message) => Some(message),
        })
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

fn left_out(table: &Table, key: String, message: String) -> Told {
    Told {
        table: table.name.to_owned(),
        key: Some(key).filter(|key| !key.is_empty()),
        file: None,
        line: None,
        code: "not_written",
        pointer: String::new(),
        message,
        stored: false,
    }
}
