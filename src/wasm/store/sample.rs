//! A sample deployment, made step by step.

use super::{with, with_filled};
use crate::error::Result as Made;
use crate::sample::{Making, Plan, Receiver};
use crate::store::Writer;
use crate::table::Row;
use crate::wasm::{Answer, Thrown, usage};
use serde_json::{Value, json};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static MAKING: RefCell<Option<(Making, u64)>> = RefCell::default();
}

/// Begins one in a store that is empty.
#[wasm_bindgen]
pub fn sample_begin(plan: usize) -> i32 {
    with_filled([plan], |store, [plan]| {
        store.read().refuse_rows()?;
        MAKING.set(Some((Making::new(&read(plan)?), 0)));
        Ok(Answer::Nothing)
    })
}

/// Makes the next rows, in a transaction of their own: how many jobs and rows there are; with the faults at the end.
#[wasm_bindgen]
pub fn sample_step() -> i32 {
    let Some((mut making, rows)) = MAKING.take() else {
        return with([], |_, []| Err(usage("no sample is being made")));
    };
    with_filled([], |store, []| {
        let (more, rows) = store.write(|writer| {
            let mut into = Into { writer, rows };
            Ok((making.step(&mut into)?, into.rows))
        })?;
        let mut told = json!({"jobs": making.jobs(), "rows": rows});
        if more {
            MAKING.set(Some((making, rows)));
        } else {
            let fault = |fault: crate::sample::Fault| json!({"kind": fault.kind.as_str(), "table": fault.table, "key": fault.key});
            told["faults"] = making.into_faults().into_iter().map(fault).collect();
        }
        Ok(Answer::Text(told.to_string()))
    })
}

/// Forgets one that is being made; what is stored stays.
#[wasm_bindgen]
pub fn sample_stop() {
    stop();
}

pub(super) fn stop() {
    MAKING.take();
}

struct Into<'store> {
    writer: &'store Writer<'store>,
    rows: u64,
}

impl Receiver for Into<'_> {
    fn take<R: Row>(&mut self, row: &R) -> Made<()> {
        self.rows += 1;
        self.writer.insert_unjudged(row)
    }
}

fn read(text: &str) -> Result<Plan, Thrown> {
    let given: Value = serde_json::from_str(text).unwrap_or_default();
    let mut plan = Plan::default();
    let numbers = [
        ("workspaces", &mut plan.workspaces),
        ("connections", &mut plan.connections),
        ("jobs", &mut plan.jobs),
        ("seed", &mut plan.seed),
        ("retries", &mut plan.retries),
    ];
    for (name, number) in numbers {
        if let Some(value) = given.get(name) {
            *number = value.as_u64().ok_or_else(|| usage(&format!("{name} must be a whole number from 0 on")))?;
        }
    }
    if let Some(until) = given.get("until").and_then(Value::as_str) {
        plan.until = until.parse().map_err(|_| usage("until is written like 2023-02-01T00:00:00Z"))?;
    }
    plan.faults = given.get("faults").and_then(Value::as_bool).unwrap_or(false);
    Ok(plan)
}
