//! The part of the face that judges rows and documents. It makes the module a third larger, so it stands in a module
//! of its own, for those who ask for it (feature `rows`).

use super::slots::{Slots, list, options};
use super::{call, told};
use crate::intake::Judge;
use crate::json::{Document, Value};
use crate::rules::Neighbours;
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

/// Rows of other tables, as they were given.
struct Others<'doc>(Value<'doc>);

impl Neighbours for Others<'_> {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let is_it =
            |row: &Value<'_>| row.get("id").and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case(id));
        self.0.get(table)?.items().find(is_it).map(|row| Cow::Borrowed(row.raw()))
    }
}
