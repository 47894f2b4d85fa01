//! The states of a connection together: one connection at a time.

use super::{Event, Found, Options, Tell};
use crate::error::Result;
use crate::json::{Document, Value};
use crate::rules::check_states;
use crate::store::Reader;
use crate::tables;

pub(super) fn judge(reader: &Reader<'_>, options: &Options, tell: &mut Tell<'_>) -> Result<()> {
    let Some(table) = tables::table("state").filter(|table| options.wants(table.name)) else { return Ok(()) };
    let mut keys: Vec<String> = Vec::new();
    let mut rows: Vec<String> = Vec::new();
    let mut current = None;
    // The documents of states may be large, and the rules do not ask for them.
    let sql =
        "SELECT id, connection_id, type, stream_name, namespace FROM state ORDER BY connection_id, created_at, id";
    reader.each_of(sql, &[], &mut |row| {
        if current != row[1] {
            of_connection(table.name, &keys, &rows, tell)?;
            (keys, rows, current) = (Vec::new(), Vec::new(), row[1].clone());
        }
        keys.push(row[0].clone().unwrap_or_default());
        let text = serde_json::json!({
            "connection_id": row[1], "type": row[2], "stream_name": row[3], "namespace": row[4]
        });
        rows.push(text.to_string());
        Ok(())
    })?;
    of_connection(table.name, &keys, &rows, tell)
}

fn of_connection(table: &'static str, keys: &[String], rows: &[String], tell: &mut Tell<'_>) -> Result<()> {
    if rows.len() < 2 {
        return Ok(());
    }
    let document = Document::parse(format!("[{}]", rows.join(",")))?;
    let items: Vec<Value<'_>> = document.root().items().collect();
    for (number, finding) in check_states(&items) {
        tell(Event::Found(Found::new(table, &*keys[number], finding)))?;
    }
    Ok(())
}
