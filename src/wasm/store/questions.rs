//! The named questions, and statements of the caller's own.

use super::{moment, with, zones};
use crate::store::{AnswerCell, AnswerColumn, AskLimits, Asked, QUESTIONS, Question, SqlCell};
use crate::wasm::{Answer, call, usage};
use jiff::{SignedDuration, Timestamp};
use wasm_bindgen::prelude::wasm_bindgen;

/// The named questions.
#[wasm_bindgen]
pub fn questions_describe() -> i32 {
    call([], |[]| {
        let questions: Vec<String> = QUESTIONS.iter().map(Question::to_json).collect();
        Ok(Answer::Text(format!("[{}]", questions.join(","))))
    })
}

/// The answer to one; no more than so many rows of it.
#[wasm_bindgen]
pub fn question_answer(name: usize, as_of: usize, stale_after: u32, most: usize) -> i32 {
    with([name, as_of], |store, [name, as_of]| {
        let question = Question::find(name)?;
        let mut asked = asked(moment(store, as_of)?);
        asked.stale_after = SignedDuration::from_hours(i64::from(stale_after));
        let rows = question.answer(&store.read(), &asked)?;
        let columns: Vec<String> = question.columns.iter().map(AnswerColumn::to_json).collect();
        let told: Vec<String> = rows.iter().take(most).map(|row| told(row)).collect();
        let (columns, told, more) = (columns.join(","), told.join(","), rows.len() > most);
        Ok(Answer::Text(format!(r#"{{"columns":[{columns}],"rows":[{told}],"more":{more},"asOf":"{}"}}"#, asked.as_of)))
    })
}

/// The schedule of a connection and its next runs; nothing where there is no such connection.
#[wasm_bindgen]
pub fn connection_schedule(id: usize, as_of: usize, most: usize) -> i32 {
    with([id, as_of], |store, [id, as_of]| {
        let asked = asked(moment(store, as_of)?);
        let id = id.parse().map_err(|_| usage("a connection is named by its id"))?;
        let upcoming = store.read().upcoming_runs(id, most, &asked)?;
        Ok(upcoming.map_or(Answer::Nothing, |upcoming| Answer::Text(upcoming.to_json())))
    })
}

/// As of a moment, with all time zones that the host has.
fn asked(as_of: Timestamp) -> Asked<'static> {
    let mut asked = Asked::as_of(as_of);
    asked.zones = &zones::zone;
    asked
}

fn told(row: &[AnswerCell]) -> String {
    let cells: Vec<String> = row.iter().map(AnswerCell::to_json).collect();
    format!("[{}]", cells.join(","))
}

/// The answer to a statement that only reads: so many rows and bytes at most; 0 bytes are as many as may be.
#[wasm_bindgen]
pub fn sql_ask(statement: usize, values: usize, most: usize, bytes: usize) -> i32 {
    with([statement, values], |store, [statement, values]| {
        let all = AskLimits::default();
        let limits = AskLimits { rows: most, bytes: if bytes == 0 { all.bytes } else { bytes.min(all.bytes) }, ..all };
        Ok(Answer::Text(store.ask(statement, &SqlCell::read_all(values)?, limits)?.to_json()))
    })
}
