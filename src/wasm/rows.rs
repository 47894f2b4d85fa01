//! The part of the face that judges rows and documents. It makes the module a third larger, so it stands in a module
//! of its own, for those who ask for it (feature `rows`).

use super::slots::{Slots, list, options};
use super::{Answer, call, told, usage};
use crate::intake::Judge;
use crate::json::{Document, Kind, Value};
use crate::rules::{Neighbours, check_states};
use crate::schema::Subject;
use std::borrow::Cow;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static JUDGES: RefCell<Slots<Judge>> = RefCell::default();
}

/// The names of all tables and documents.
#[wasm_bindgen]
pub fn subject_names() -> i32 {
    call([], |[]| Ok(list(Subject::all().map(Subject::name))))
}

/// Makes ready to judge rows of a table, or documents of a kind.
#[wasm_bindgen]
pub fn subject_load(name: usize) -> i32 {
    call([name], |[name]| {
        let judge = Judge::new(Subject::find(name)?)?;
        Ok(JUDGES.with_borrow_mut(|judges| judges.keep(judge)))
    })
}

/// Frees it.
#[wasm_bindgen]
pub fn subject_free(subject: usize) {
    JUDGES.with_borrow_mut(|judges| judges.free(subject));
}

/// The verdict on a row or document; nothing where there is nothing to say. Rows of other tables that it may refer to
/// come as one object: a list by table.
#[wasm_bindgen]
pub fn subject_validate(subject: usize, length: usize, others: usize, formats: bool, most: usize) -> i32 {
    call([length, others], |[text, others]| {
        let others = Document::parse(if others.is_empty() { "{}" } else { others })?;
        let options = options(0, formats, most);
        JUDGES
            .with_borrow_mut(|judges| Ok(told(&judges.get(subject)?.judge(text, &options, &Others(others.root()))?)))
    })
}

/// What is wrong with the states of connections that no row shows by itself: pairs of a row's number and a finding, or
/// nothing where all is well. The rows come as one list.
#[wasm_bindgen]
pub fn states_check(length: usize) -> i32 {
    call([length], |[rows]| {
        let rows = Document::parse(rows)?;
        if rows.root().kind() != Kind::Array {
            return Err(usage("states are judged together: a list of rows is needed"));
        }
        let findings = check_states(&rows.root().items().collect::<Vec<_>>());
        // Serialising strings and numbers into memory cannot fail.
        let told = || serde_json::to_string(&findings).unwrap_or_default();
        Ok(if findings.is_empty() { Answer::Nothing } else { Answer::Text(told()) })
    })
}

/// Rows of other tables, as they were given.
struct Others<'doc>(Value<'doc>);

impl Neighbours for Others<'_> {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let is_it =
            |row: &Value<'_>| row.get("id").and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case(id));
        self.0.get(table)?.items().find(is_it).map(|row| Cow::Borrowed(row.raw()))
    }
}
