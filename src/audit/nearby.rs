//! The rows and compiled specs that the rules ask for beside a row, each read once and kept for the next rows.

use crate::error::Result;
use crate::json::Document;
use crate::rules::Neighbours;
use crate::secrets::Secrets;
use crate::store::Reader;
use crate::table::Table;
use crate::tables;
use crate::validate::Validator;
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// How many rows and specs are kept at most; then all are forgotten, and read again when they are needed.
const MOST_ROWS: usize = 50_000;
const MOST_SPECS: usize = 2_000;

/// Which rows the rules of a table ask for: column, and the table that it names a row of.
const ASKED: &[(&str, &[(&str, &str)])] = &[
    ("actor", &[("actor_definition_id", "actor_definition")]),
    ("actor_oauth_parameter", &[("actor_definition_id", "actor_definition")]),
    ("connection", &[("source_id", "actor"), ("destination_id", "actor")]),
    ("connection_operation", &[("operation_id", "operation"), ("connection_id", "connection")]),
];

/// A definition's spec, compiled.
pub(super) struct Compiled {
    pub(super) validator: Validator,
    /// None for a spec of another draft.
    pub(super) secrets: Option<Secrets>,
}

impl Compiled {
    pub(super) fn new(schema: &str) -> Result<Compiled> {
        let validator = Validator::new(schema)?;
        let secrets = Secrets::of(&validator).ok();
        Ok(Compiled { validator, secrets })
    }
}

/// Whether the rules of a table ask for rows of others.
pub(super) fn asks_for_others(table: &Table) -> bool {
    ASKED.iter().any(|(name, _)| *name == table.name)
}

#[derive(Default)]
pub(super) struct Nearby {
    rows: HashMap<(&'static str, String), Option<String>>,
    specs: HashMap<String, Option<Compiled>>,
}

impl Nearby {
    /// Forgets what is too much, between two chunks.
    pub(super) fn trim(&mut self) {
        if self.rows.len() > MOST_ROWS {
            self.rows.clear();
        }
        if self.specs.len() > MOST_SPECS {
            self.specs.clear();
        }
    }

    /// Reads what the rules will ask of a row.
    pub(super) fn gather(&mut self, reader: &Reader<'_>, table: &Table, row: &str) -> Result<()> {
        let Some((_, asked)) = ASKED.iter().find(|(name, _)| *name == table.name) else { return Ok(()) };
        let Ok(document) = Document::parse(row) else { return Ok(()) };
        for (column, other) in *asked {
            let Some(id) = document.root().get(column).and_then(crate::json::Value::as_str) else { continue };
            // The parameters' rules read the spec itself; all others are content with the columns.
            self.fetch(reader, other, &id, table.name == "actor_oauth_parameter");
            if table.name == "actor" {
                self.compile(reader, &id)?;
            }
            if *other == "connection"
                && let Some(source) = self.text_of(other, &id, "source_id")
            {
                self.fetch(reader, "actor", &source, false);
            }
        }
        Ok(())
    }

    fn fetch(&mut self, reader: &Reader<'_>, table: &str, id: &str, whole: bool) {
        let Some(table) = tables::table(table) else { return };
        let key = (table.name, id.to_owned());
        if whole {
            self.rows.insert(key, reader.row(table.name, id).map(Cow::into_owned));
        } else if let Entry::Vacant(vacant) = self.rows.entry(key) {
            // One that cannot be read is told where its own table is judged.
            vacant.insert(reader.row_without_documents(table, id).unwrap_or_default());
        }
    }

    fn text_of(&self, table: &'static str, id: &str, column: &str) -> Option<String> {
        let row = self.rows.get(&(table, id.to_owned()))?.as_deref()?;
        Some(Document::parse(row).ok()?.root().get(column)?.as_str()?.into_owned())
    }

    fn compile(&mut self, reader: &Reader<'_>, definition: &str) -> Result<()> {
        if self.specs.contains_key(definition) {
            return Ok(());
        }
        let mut compiled = None;
        let sql = "SELECT spec FROM actor_definition WHERE id = ?1";
        reader.each_of(sql, &[crate::table::Cell::Text(definition.into())], &mut |row| {
            compiled = row[0].as_deref().and_then(compile);
            Ok(())
        })?;
        self.specs.insert(definition.to_owned(), compiled);
        Ok(())
    }

    pub(super) fn compiled(&self, definition: &str) -> Option<&Compiled> {
        self.specs.get(definition)?.as_ref()
    }
}

/// The spec of an `actor_definition.spec`; none where it cannot be used, which is the definition's own problem.
pub(super) fn compile(spec: &str) -> Option<Compiled> {
    let document = Document::parse(spec).ok()?;
    Compiled::new(document.root().get("connectionSpecification")?.raw()).ok()
}

impl Neighbours for Nearby {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let table = tables::table(table)?;
        self.rows.get(&(table.name, id.to_owned()))?.as_deref().map(Cow::Borrowed)
    }

    fn validator(&self, definition: &str) -> Option<&Validator> {
        self.compiled(definition).map(|compiled| &compiled.validator)
    }
}
