//! Which column of which table refers to which table: by the foreign keys, and where the platform's databases have none.

use super::{Reader, column, page, scan};
use crate::error::Result;
use crate::json::{ObjectText, quoted};
use crate::table::{Cell, KeyKind, Table};
use crate::tables::{self, TABLES};

/// References for which the platform's databases have no foreign key (facts, trap 9): table, column, the table it
/// refers to with its column, and which rows are meant.
pub(crate) const WITHOUT_KEY: &[(&str, &str, &str, &str, &str)] = &[
    // A scope that is no id at all is told by the rules of jobs. The `+` keeps SQLite from the index of all syncs, by
    // which it would read each job with its document.
    (
        "jobs",
        "scope",
        "connection",
        "id",
        "AND +config_type IN ('sync', 'reset_connection') AND scope GLOB '????????-????-????-????-????????????'",
    ),
    ("attempts", "job_id", "jobs", "id", ""),
    ("actor_oauth_parameter", "actor_definition_id", "actor_definition", "id", ""),
    ("actor_oauth_parameter", "workspace_id", "workspace", "id", ""),
    ("stream_reset", "connection_id", "connection", "id", ""),
];

/// How far rows that refer to one are counted, and how many of them are named.
const MOST_COUNTED: u64 = 1_000;
const MOST_NAMED: usize = 10;

/// A column that refers to a column of another table.
struct Link {
    table: &'static Table,
    column: &'static str,
    parent: &'static str,
    parent_column: &'static str,
    /// Which rows of the table are meant.
    which: &'static str,
}

fn links() -> Vec<Link> {
    let of_keys = TABLES.into_iter().flat_map(|table| {
        table.keys.iter().filter_map(move |key| match key.kind {
            KeyKind::Foreign { table: parent, column: parent_column } => {
                Some(Link { table, column: key.columns[0], parent, parent_column, which: "" })
            }
            _ => None,
        })
    });
    let without = WITHOUT_KEY.iter().filter_map(|(name, column, parent, parent_column, which)| {
        Some(Link { table: tables::table(name)?, column, parent, parent_column, which })
    });
    of_keys.chain(without).collect()
}

/// What a row refers to, and what refers to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The rows that it refers to: one for each reference that is not NULL.
    pub from: Vec<Reference>,
    /// Where rows refer to it; places from which none does are left out.
    pub to: Vec<Referrers>,
}

/// A row that is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The column that refers to it.
    pub column: &'static str,
    /// Its table.
    pub table: &'static str,
    /// What names it.
    pub key: String,
    /// What a person calls it, where it has a name.
    pub label: Option<String>,
    /// Whether it is there.
    pub exists: bool,
}

/// Rows that refer to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referrers {
    /// Their table.
    pub table: &'static str,
    /// The column that refers.
    pub column: &'static str,
    /// What the column holds.
    pub value: String,
    /// How many there are; counting ends at a thousand.
    pub rows: u64,
    /// Whether there are more.
    pub more: bool,
    /// The first few: what names each, and what a person calls it.
    pub first: Vec<(String, Option<String>)>,
}

impl Reader<'_> {
    /// What a row refers to and what refers to it, along foreign keys and along the references for which the platform
    /// has none; nothing where there is no such row.
    ///
    /// ```
    /// use airbyte_db::store::Store;
    /// use airbyte_db::tables;
    ///
    /// let store = Store::in_memory()?;
    /// let actor = tables::table("actor").expect("it is a table");
    /// assert!(store.read().references(actor, "5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11")?.is_none());
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn references(&self, table: &'static Table, key: &str) -> Result<Option<References>> {
        let Some(row) = self.plain_row(table, key)? else { return Ok(None) };
        let value = |name: &str| row.iter().find(|(column, _)| *column == name).and_then(|(_, value)| value.clone());
        let mut found = References::default();
        for link in links() {
            if link.table.name == table.name
                && let Some(value) = value(link.column)
                && (link.which.is_empty() || self.is_meant(&link, key)?)
            {
                found.from.push(self.reference(&link, value)?);
            }
            if link.parent == table.name
                && let Some(value) = value(link.parent_column)
                && let Some(referrers) = self.referrers(&link, value)?
            {
                found.to.push(referrers);
            }
        }
        Ok(Some(found))
    }

    /// Whether a row is one of those whose column refers to something.
    fn is_meant(&self, link: &Link, key: &str) -> Result<bool> {
        let (condition, cell) = page::condition_of(link.table, key);
        let sql = format!("SELECT 1 FROM {} WHERE {condition} {}", link.table.name, link.which);
        self.exists(&sql, &[cell])
    }

    fn reference(&self, link: &Link, value: String) -> Result<Reference> {
        let parent = tables::table(link.parent);
        let label = parent.map_or("NULL", label_sql);
        let key = parent.map_or_else(String::new, |table| scan::naming_sql(table, table.name));
        let sql = format!("SELECT {key}, {label} FROM {} WHERE {} = ?1", link.parent, link.parent_column);
        let (mut key, mut label, mut exists) = (None, None, false);
        self.each_of(&sql, &[cell_of(parent, link.parent_column, &value)], &mut |row| {
            (key, label, exists) = (row[0].clone(), row[1].clone(), true);
            Ok(())
        })?;
        Ok(Reference { column: link.column, table: link.parent, key: key.unwrap_or(value), label, exists })
    }

    fn referrers(&self, link: &Link, value: String) -> Result<Option<Referrers>> {
        let (table, column) = (link.table.name, link.column);
        let cell = cell_of(Some(link.table), column, &value);
        let which = format!("FROM {table} WHERE {column} = ?1 {}", link.which);
        let sql = format!("SELECT count(*) FROM (SELECT 1 {which} LIMIT {})", MOST_COUNTED + 1);
        let rows = self.number(&sql, std::slice::from_ref(&cell))?.unsigned_abs();
        if rows == 0 {
            return Ok(None);
        }
        let sql = format!(
            "SELECT {}, {} {which} LIMIT {MOST_NAMED}",
            scan::naming_sql(link.table, table),
            label_sql(link.table)
        );
        let mut first = Vec::new();
        self.each_of(&sql, &[cell], &mut |row| {
            first.push((row[0].clone().unwrap_or_default(), row[1].clone()));
            Ok(())
        })?;
        let more = rows > MOST_COUNTED;
        Ok(Some(Referrers { table, column, value, rows: rows.min(MOST_COUNTED), more, first }))
    }
}

/// The value of a column as a cell, out of its text.
fn cell_of<'value>(table: Option<&'static Table>, name: &str, value: &'value str) -> Cell<'value> {
    let column = table.and_then(|table| table.column(name));
    column.map_or(Cell::Text(value.into()), |column| column::of_key_text(column, value))
}

/// SQL for what a person calls a row of a table.
fn label_sql(table: &'static Table) -> &'static str {
    let known = ["name", "stream_name", "docker_repository"];
    known.into_iter().find(|name| table.column(name).is_some()).unwrap_or(match table.name {
        "jobs" => "config_type || ', ' || status",
        "attempts" => "'attempt ' || attempt_number || ', ' || status",
        _ => "NULL",
    })
}

impl References {
    /// As a JSON object on one line.
    pub fn to_json(&self) -> String {
        let from: Vec<String> = self.from.iter().map(Reference::to_json).collect();
        let to: Vec<String> = self.to.iter().map(Referrers::to_json).collect();
        format!(r#"{{"from":[{}],"to":[{}]}}"#, from.join(","), to.join(","))
    }
}

impl Reference {
    fn to_json(&self) -> String {
        let mut text = ObjectText::default();
        text.push("column", &quoted(self.column));
        text.push("table", &quoted(self.table));
        text.push("key", &quoted(&self.key));
        if let Some(label) = &self.label {
            text.push("label", &quoted(label));
        }
        text.push("exists", if self.exists { "true" } else { "false" });
        text.finish()
    }
}

impl Referrers {
    fn to_json(&self) -> String {
        let first = self.first.iter().map(|(key, label)| {
            let mut text = ObjectText::default();
            text.push("key", &quoted(key));
            if let Some(label) = label {
                text.push("label", &quoted(label));
            }
            text.finish()
        });
        let first: Vec<String> = first.collect();
        let is_number =
            tables::table(self.table).and_then(|table| table.column(self.column)).is_some_and(column::is_number);
        let value = if is_number { self.value.clone() } else { quoted(&self.value) };
        let mut text = ObjectText::default();
        text.push("table", &quoted(self.table));
        text.push("column", &quoted(self.column));
        text.push("where", &format!("{{{}:{value}}}", quoted(self.column)));
        text.push("rows", &self.rows.to_string());
        text.push("more", if self.more { "true" } else { "false" });
        text.push("first", &format!("[{}]", first.join(",")));
        text.finish()
    }
}
