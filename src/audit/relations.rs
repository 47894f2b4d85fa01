//! What rows are to each other: what refers to nothing, what nobody uses, what cannot be at once.

use super::{Event, Found, Options, Tell, finding};
use crate::error::Result;
use crate::hash::{self, HashForm, Reading};
use crate::store::{Reader, WITHOUT_KEY, naming_sql};
use crate::table::{Cell, Column, KeyKind, SqlType, Table};
use crate::tables;
use crate::validate::{Code, Severity};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A rule that one statement asks; it gives what names each row that breaks it.
pub(super) struct Relation {
    code: Code,
    severity: Severity,
    table: &'static str,
    pointer: &'static str,
    sql: &'static str,
    message: &'static str,
    hint: &'static str,
}

const RELATIONS: &[Relation] = &[
    // Only a conditional insert sees to it (facts, databases 2.2 and trap 28). Few jobs are unfinished, and the index
    // with all that is asked of the older ones is there: each `+` keeps SQLite from another that it would prefer.
    Relation {
        code: Code::JobConcurrent,
        severity: Severity::Error,
        table: "jobs",
        pointer: "/status",
        sql: "SELECT id FROM jobs j WHERE +config_type IN ('sync', 'reset_connection') \
              AND status IN ('pending', 'running', 'incomplete') AND EXISTS (SELECT 1 FROM jobs k \
              WHERE k.scope = j.scope AND k.config_type IN ('sync', 'reset_connection') \
              AND k.status IN ('pending', 'running', 'incomplete') AND +k.id < j.id) \
              ORDER BY config_type, id",
        message: "The connection has an older sync or reset that is not finished either.",
        hint: "Cancel one of the two: they write to the same place.",
    },
    // Attempts are counted by those that are there (facts, databases 2.2).
    Relation {
        code: Code::AttemptGap,
        severity: Severity::Warning,
        table: "attempts",
        pointer: "/attempt_number",
        sql: "SELECT id FROM attempts a WHERE attempt_number > 0 AND NOT EXISTS (SELECT 1 FROM attempts b \
              WHERE b.job_id = a.job_id AND b.attempt_number = a.attempt_number - 1)",
        message: "The attempt before this one is not there.",
        hint: "Attempts of a job are counted from 0 without a gap; one was lost.",
    },
    Relation {
        code: Code::AttemptUnfinished,
        severity: Severity::Error,
        table: "attempts",
        pointer: "/status",
        sql: "SELECT a.id FROM attempts a JOIN jobs j ON j.id = a.job_id \
              WHERE a.status = 'running' AND j.status IN ('succeeded', 'failed', 'cancelled')",
        message: "The attempt is running, but its job is finished.",
        hint: "The worker was lost; write failed, and when it ended.",
    },
    // Deleting a parent deletes what is below it (facts, databases 2.12).
    Relation {
        code: Code::DeletedInUse,
        severity: Severity::Warning,
        table: "connection",
        pointer: "/source_id",
        sql: "SELECT c.id FROM connection c JOIN actor a ON a.id = c.source_id \
              WHERE a.tombstone = 1 AND c.status IS NOT 'deprecated'",
        message: "The source is deleted, but the connection is not.",
        hint: "Write deprecated in status, or bring the source back.",
    },
    Relation {
        code: Code::DeletedInUse,
        severity: Severity::Warning,
        table: "connection",
        pointer: "/destination_id",
        sql: "SELECT c.id FROM connection c JOIN actor a ON a.id = c.destination_id \
              WHERE a.tombstone = 1 AND c.status IS NOT 'deprecated'",
        message: "The destination is deleted, but the connection is not.",
        hint: "Write deprecated in status, or bring the destination back.",
    },
    Relation {
        code: Code::DeletedInUse,
        severity: Severity::Warning,
        table: "actor",
        pointer: "/workspace_id",
        sql: "SELECT a.id FROM actor a JOIN workspace w ON w.id = a.workspace_id \
              WHERE w.tombstone = 1 AND a.tombstone = 0",
        message: "The workspace is deleted, but what is in it is not.",
        hint: "Delete the actor, or bring the workspace back.",
    },
    Relation {
        code: Code::DeletedInUse,
        severity: Severity::Warning,
        table: "actor",
        pointer: "/actor_definition_id",
        sql: "SELECT a.id FROM actor a JOIN actor_definition d ON d.id = a.actor_definition_id \
              WHERE d.tombstone = 1 AND a.tombstone = 0",
        message: "The connector's definition is deleted, but what uses it is not.",
        hint: "Delete the actor, or bring the definition back.",
    },
    Relation {
        code: Code::DeletedInUse,
        severity: Severity::Warning,
        table: "connection_operation",
        pointer: "/operation_id",
        sql: "SELECT u.id FROM connection_operation u JOIN operation o ON o.id = u.operation_id WHERE o.tombstone = 1",
        message: "The operation is deleted, but a connection still has it.",
        hint: "Delete the row, or bring the operation back.",
    },
    // Each catalog is there because it was fetched (facts, databases 2.1).
    Relation {
        code: Code::CatalogUnused,
        severity: Severity::Warning,
        table: "actor_catalog",
        pointer: "",
        sql: "SELECT id FROM actor_catalog d \
              WHERE NOT EXISTS (SELECT 1 FROM actor_catalog_fetch_event e WHERE e.actor_catalog_id = d.id) \
              AND NOT EXISTS (SELECT 1 FROM connection c WHERE c.source_catalog_id = d.id)",
        message: "No fetch and no connection refers to this catalog.",
        hint: "It only takes room; the row may be deleted.",
    },
];

/// One question about rows of several tables.
#[derive(Clone, Copy)]
pub(super) enum Question {
    Missing { table: &'static Table, column: &'static str, parent: (&'static str, &'static str), which: &'static str },
    Relation(&'static Relation),
    Stale,
    RepeatedCatalogs,
}

/// All of them, as far as the options want their tables.
pub(super) fn questions(options: &Options) -> Vec<Question> {
    let of_keys = options.tables().flat_map(|table| {
        table.keys.iter().filter_map(move |key| match key.kind {
            KeyKind::Foreign { table: parent, column } => {
                Some(Question::Missing { table, column: key.columns[0], parent: (parent, column), which: "" })
            }
            _ => None,
        })
    });
    let without = WITHOUT_KEY.iter().filter(|link| options.wants(link.0)).filter_map(|link| {
        let (name, column, parent, parent_column, which) = *link;
        Some(Question::Missing { table: tables::table(name)?, column, parent: (parent, parent_column), which })
    });
    let relations = RELATIONS.iter().filter(|relation| options.wants(relation.table)).map(Question::Relation);
    of_keys.chain(without).chain(relations).chain([Question::Stale, Question::RepeatedCatalogs]).collect()
}

/// Asks them, and keeps what several of them need.
pub(super) struct Asking {
    options: Options,
    /// The numbers of the rows of tables whose rows are named by them.
    numbers: BTreeMap<&'static str, Numbers>,
}

impl Asking {
    pub(super) fn new(options: &Options) -> Asking {
        Asking { options: options.clone(), numbers: BTreeMap::new() }
    }

    pub(super) fn ask(&mut self, reader: &Reader<'_>, question: Question, tell: &mut Tell<'_>) -> Result<()> {
        match question {
            Question::Missing { table, column, parent, which } => {
                if self.may_be_missing(reader, table, column, parent)? {
                    missing(reader, table, column, parent, which, tell)?;
                }
                Ok(())
            }
            Question::Relation(relation) => related(reader, relation, tell),
            Question::Stale => stale(reader, &self.options, tell),
            Question::RepeatedCatalogs => repeated_catalogs(reader, &self.options, tell),
        }
    }

    /// Whether a row that is referred to may not be there. To look for each row of a table by its number is to read
    /// the whole table, with its documents; the numbers alone are in any of its indices, and in most stores they are
    /// all that is needed.
    fn may_be_missing(
        &mut self,
        reader: &Reader<'_>,
        table: &'static Table,
        column: &str,
        (parent, parent_column): (&'static str, &str),
    ) -> Result<bool> {
        let is_number = |column: &Column| column.sql_type == SqlType::Bigint && parent_column == "id";
        if !tables::table(parent).and_then(|parent| parent.column(parent_column)).is_some_and(is_number) {
            return Ok(true);
        }
        let numbers = match self.numbers.entry(parent) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let mut numbers = Numbers::default();
                reader.each_number(&format!("SELECT id FROM {parent}"), &mut |number| {
                    if let Some(number) = number {
                        numbers.insert(number);
                    }
                    true
                })?;
                unknown.insert(numbers)
            }
        };
        let sql = format!("SELECT {column} FROM {} WHERE {column} IS NOT NULL", table.name);
        let mut all_there = true;
        reader.each_number(&sql, &mut |number| {
            all_there = number.is_some_and(|number| numbers.contains(number));
            all_there
        })?;
        Ok(!all_there)
    }
}

/// Many numbers, most of which follow each other: a bit for each.
#[derive(Default)]
struct Numbers(BTreeMap<i64, u64>);

impl Numbers {
    fn insert(&mut self, number: i64) {
        *self.0.entry(number >> 6).or_default() |= 1 << (number & 63);
    }

    fn contains(&self, number: i64) -> bool {
        self.0.get(&(number >> 6)).is_some_and(|bits| bits >> (number & 63) & 1 == 1)
    }
}

fn related(reader: &Reader<'_>, relation: &Relation, tell: &mut Tell<'_>) -> Result<()> {
    reader.each_of(relation.sql, &[], &mut |row| {
        let Relation { code, severity, pointer, message, hint, .. } = relation;
        let found = finding(*code, *severity, pointer, (*message).to_owned(), hint);
        tell(Event::Found(Found::new(relation.table, row[0].clone().unwrap_or_default(), found)))
    })
}

fn missing(
    reader: &Reader<'_>,
    table: &'static Table,
    column: &str,
    (parent, parent_column): (&str, &str),
    which: &str,
    tell: &mut Tell<'_>,
) -> Result<()> {
    let name = table.name;
    let sql = format!(
        "SELECT {} FROM {name} WHERE {name}.{column} IS NOT NULL {which} \
         AND NOT EXISTS (SELECT 1 FROM {parent} parent WHERE parent.{parent_column} = {name}.{column})",
        naming_sql(table, name)
    );
    reader.each_of(&sql, &[], &mut |row| {
        let message = format!("{column} refers to a row of {parent} that is not there.");
        let hint = format!("Delete this row, or bring the row of {parent} back.");
        let found = finding(Code::RowMissing, Severity::Error, &format!("/{column}"), message, &hint);
        tell(Event::Found(Found::new(name, row[0].clone().unwrap_or_default(), found)))
    })
}

/// Running, and no sign of life of the job or any of its attempts for long.
fn stale(reader: &Reader<'_>, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    if !options.wants("jobs") {
        return Ok(());
    }
    let Ok(limit) = options.as_of.checked_sub(options.stale_after) else { return Ok(()) };
    let sql = "SELECT id FROM jobs j WHERE status = 'running' AND updated_at < ?1 \
               AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.job_id = j.id AND a.updated_at >= ?1)";
    let hours = options.stale_after.as_hours();
    reader.each_of(sql, &[Cell::Timestamp(limit)], &mut |row| {
        let message = format!("The job is running, but has given no sign of life for {hours} hours.");
        let hint = "Look for its worker; cancel it if there is none, or nothing else starts for the connection.";
        let found = finding(Code::JobStale, Severity::Warning, "/status", message, hint);
        tell(Event::Found(Found::new("jobs", row[0].clone().unwrap_or_default(), found)))
    })
}

/// Catalogs that are equal to an older one of the same hash: they should have been stored once (facts, databases 2.1).
fn repeated_catalogs(reader: &Reader<'_>, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    if !options.wants("actor_catalog") {
        return Ok(());
    }
    let sql = "SELECT d.id, d.catalog, f.catalog FROM \
               (SELECT catalog_hash AS hash, min(rowid) AS first FROM actor_catalog GROUP BY 1 HAVING count(*) > 1) g \
               JOIN actor_catalog f ON f.rowid = g.first \
               JOIN actor_catalog d ON d.catalog_hash = g.hash AND d.rowid <> g.first";
    let canonical = |text: &str| hash::text_of(text, Reading::Catalog, HashForm::Murmur3Sorted).ok();
    reader.each_of(sql, &[], &mut |row| {
        let [Some(id), Some(catalog), Some(first)] = row else { return Ok(()) };
        // Two that cannot be read in full are not told to be equal.
        if catalog != first && canonical(catalog).is_none_or(|own| canonical(first) != Some(own)) {
            return Ok(());
        }
        let message = "The same catalog is stored in another row, too.".to_owned();
        let hint = "It does no harm but takes room; fetches may refer to either.";
        let found = finding(Code::CatalogRepeated, Severity::Warning, "/catalog", message, hint);
        tell(Event::Found(Found::new("actor_catalog", id.as_str(), found)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_again() {
        let inserted = [i64::MIN, -65, -64, -1, 0, 1, 63, 64, 200, i64::MAX];
        let mut numbers = Numbers::default();
        for number in inserted {
            numbers.insert(number);
        }
        assert!(inserted.iter().all(|number| numbers.contains(*number)));
        let others = [i64::MIN + 1, -66, -63, -2, 2, 62, 65, 199, 201, i64::MAX - 1];
        assert!(!others.iter().any(|number| numbers.contains(*number)));
    }
}
