//! Tables and rows.

use super::{table, with};
use crate::store::{Arranging, PageRequest};
use crate::table::{Column, SqlType, Table};
use crate::tables::TABLES;
use crate::wasm::{Answer, call};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// All tables with their columns and keys.
#[wasm_bindgen]
pub fn tables_describe() -> i32 {
    call([], |[]| Ok(Answer::Text(Value::Array(TABLES.into_iter().map(described).collect()).to_string())))
}

fn described(table: &'static Table) -> Value {
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    json!({
        "name": table.name, "database": table.database, "columns": columns, "keys": table.keys,
        "namedBy": crate::store::naming_columns(table)
    })
}

fn column(column: &'static Column) -> Value {
    let mut told = serde_json::to_value(column).unwrap_or_default();
    if let (SqlType::Enum(kind), Some(told)) = (column.sql_type, told.as_object_mut()) {
        told.insert("literals".to_owned(), json!(kind.literals));
    }
    told
}

/// A page of rows; or, where `arrange`, how far the work is that comes before it, as often as there is more of it to do.
#[wasm_bindgen]
pub fn rows_list(name: usize, request: usize, arrange: bool) -> i32 {
    with([name, request], |store, [name, request]| {
        let request = PageRequest::read(table(name)?, request)?;
        if arrange && let Some(Arranging { done, of }) = store.read().arrange(&request)? {
            return Ok(Answer::Text(json!({"arranging": {"done": done, "of": of}}).to_string()));
        }
        Ok(Answer::Text(store.read().page(&request)?.to_json()))
    })
}

/// How many rows there are; counting ends at `most`, unless that is 0.
#[wasm_bindgen]
pub fn rows_count(name: usize, request: usize, most: u32) -> i32 {
    with([name, request], |store, [name, request]| {
        let request = PageRequest::read(table(name)?, request)?;
        let count = store.read().count_page(&request, (most > 0).then_some(u64::from(most)))?;
        Ok(Answer::Text(count.to_string()))
    })
}

/// A row; nothing where there is none.
#[wasm_bindgen]
pub fn row_get(name: usize, key: usize) -> i32 {
    with([name, key], |store, [name, key]| {
        Ok(store.read().row_of_key(table(name)?, key)?.map_or(Answer::Nothing, Answer::Text))
    })
}

/// What a row refers to and what refers to it; nothing where there is no such row.
#[wasm_bindgen]
pub fn row_references(name: usize, key: usize) -> i32 {
    with([name, key], |store, [name, key]| {
        let references = store.read().references(table(name)?, key)?;
        Ok(references.map_or(Answer::Nothing, |references| Answer::Text(references.to_json())))
    })
}
