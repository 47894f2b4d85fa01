//! Which tables a database has, as its catalogs say, and the statements that read them.

use super::told;
use crate::error::Result;
use crate::tables::TABLES;
use crate::transfer::bytes::unreadable;
use postgres::{Client, Error};

/// A table that is there.
pub(super) struct Found {
    pub(super) name: String,
    /// In the database's order.
    pub(super) columns: Vec<String>,
    pub(super) readable: bool,
}

/// Tables, and views that stand for tables of ours; parts of a table come with the whole.
const FIND: &str = "
SELECT c.relname::text,
       pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND NOT c.relispartition
      AND (c.relkind IN ('r', 'p') OR c.relkind IN ('v', 'm', 'f') AND c.relname = ANY ($2))
ORDER BY c.relname";

/// The schemas in which most of our tables stand.
const ELSEWHERE: &str = "
SELECT n.nspname::text
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relname = ANY ($1)
GROUP BY n.nspname ORDER BY count(*) DESC, n.nspname LIMIT 3";

fn names() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// The tables of a schema: ours in the order of the databases, then others.
pub(super) fn find(client: &mut Client, schema: &str) -> std::result::Result<Vec<Found>, Error> {
    let rows = client.query(FIND, &[&schema, &names()])?;
    let mut found = Vec::new();
    for row in rows {
        found.push(Found { name: row.try_get(0)?, readable: row.try_get(1)?, columns: row.try_get(2)? });
    }
    let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap_or(TABLES.len());
    found.sort_by_key(|table| place(&table.name));
    Ok(found)
}

/// Whether this is a database of the platform's.
pub(super) fn check(client: &mut Client, schema: &str, name: &str) -> Result<()> {
    let failed = |error: &Error| told::connecting(name, error);
    let found = find(client, schema).map_err(|error| failed(&error))?;
    if found.iter().any(|found| TABLES.iter().any(|table| table.name == found.name)) {
        return Ok(());
    }
    let rows = client.query(ELSEWHERE, &[&names()]).map_err(|error| failed(&error))?;
    let schemas: Vec<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
    let advice = match schemas.as_slice() {
        [] => "is it the right database?".to_owned(),
        schemas => format!(
            "tables of such names are in {}: `?schema=NAME` at the end of the address names another schema",
            schemas.join(", ")
        ),
    };
    let told = format!("{name} is no Airbyte database: the schema {schema} has none of its tables; {advice}");
    Err(unreadable(told))
}

const SAVE: &str = "SAVEPOINT airbyte_db";

/// Goes back to before the last table, whose failure would otherwise end the transaction.
pub(super) fn undo(client: &mut Client) -> std::result::Result<(), Error> {
    client.batch_execute("ROLLBACK TO SAVEPOINT airbyte_db")
}

/// How many rows a table has, or why it cannot be read.
pub(super) fn count(
    client: &mut Client,
    schema: &str,
    table: &str,
) -> std::result::Result<std::result::Result<u64, String>, Error> {
    client.batch_execute(SAVE)?;
    let sql = format!("SELECT count(*) FROM {}.{}", quoted(schema), quoted(table));
    match client.query_one(&sql, &[]).and_then(|row| row.try_get::<_, i64>(0)) {
        Ok(n_rows) => Ok(Ok(n_rows.unsigned_abs())),
        Err(error) if client.is_closed() => Err(error),
        Err(error) => undo(client).map(|()| Err(format!("the table cannot be read: {}", told::sentence(&error)))),
    }
}

/// Before a table is copied.
pub(super) fn save(client: &mut Client) -> std::result::Result<(), Error> {
    client.batch_execute(SAVE)
}

/// Copies a table with all columns that it has.
pub(super) fn copy_statement(schema: &str, found: &Found) -> String {
    let columns: Vec<String> = found.columns.iter().map(|column| quoted(column)).collect();
    format!("COPY (SELECT {} FROM {}.{}) TO STDOUT", columns.join(", "), quoted(schema), quoted(&found.name))
}

/// A name that is taken as it stands.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
