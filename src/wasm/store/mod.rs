//! The part of the face that holds a store: one, in memory or in the browser's own file system. It stands in a module of
//! its own, which a worker loads (feature `store`).
//!
//! What takes long is done in steps, so that the worker is heard in between: `pkg/src/store/engine.ts` is the other
//! side.

pub mod audit;
pub mod files;
pub mod imports;
pub mod opfs;
pub mod questions;
pub mod rows;
pub mod sample;
pub mod specs;
mod zones;

use super::{Answer, Thrown, call, usage};
use crate::store::{Status, Store};
use crate::table::Table;
use crate::tables;
use jiff::Timestamp;
use serde_json::json;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static OPENED: RefCell<Option<Opened>> = RefCell::default();
}

/// The store that is open.
struct Opened {
    store: Store,
    /// The name of its file; none in memory.
    file: Option<&'static str>,
}

/// Opens a store: in memory, or in the files of the pool.
#[wasm_bindgen]
pub fn store_open(persistent: bool) -> i32 {
    call([], |[]| {
        close();
        let opened = if persistent { opfs::open()? } else { Opened { store: Store::in_memory()?, file: None } };
        OPENED.set(Some(opened));
        Ok(Answer::Nothing)
    })
}

/// Closes it; what is in memory is gone.
#[wasm_bindgen]
pub fn store_close() {
    close();
    opfs::release();
}

/// Drops the store, and whatever was being done in it.
fn close() {
    audit::stop();
    sample::stop();
    files::stop();
    imports::stop();
    OPENED.take();
}

/// Runs one function over the store that is open.
fn with<const N: usize>(
    lengths: [usize; N],
    work: impl FnOnce(&mut Store, [&str; N]) -> Result<Answer, Thrown>,
) -> i32 {
    call(lengths, |texts| {
        OPENED.with_borrow_mut(|opened| match opened {
            Some(opened) => work(&mut opened.store, texts),
            None => Err(usage("the store is closed")),
        })
    })
}

fn table(name: &str) -> Result<&'static Table, Thrown> {
    tables::table(name).ok_or_else(|| usage(&format!("there is no table {name}")))
}

/// The moment of a text; the present where it is empty.
fn moment(store: &Store, text: &str) -> Result<Timestamp, Thrown> {
    if text.is_empty() {
        return Ok(store.read().now()?);
    }
    text.parse().map_err(|_| usage("a moment is written like 2023-02-01T00:00:00Z"))
}

/// What the store holds.
#[wasm_bindgen]
pub fn store_status(check: bool) -> i32 {
    with([], |store, []| Ok(Answer::Text(status_json(&store.read().status(check)?))))
}

fn status_json(status: &Status) -> String {
    let rows: Vec<_> = status.rows.iter().map(|(table, rows)| json!({"table": table, "rows": rows})).collect();
    let migrations: Vec<_> = status
        .applied
        .iter()
        .map(|(migration, applied)| {
            json!({
                "database": migration.database, "version": migration.version, "description": migration.description,
                "installedOn": applied.installed_on
            })
        })
        .collect();
    let mut told = json!({"rows": rows, "migrations": migrations, "bytes": status.bytes});
    if let (Some(damage), Some(told)) = (&status.damage, told.as_object_mut()) {
        let damage = damage.iter().map(|damage| json!({"table": damage.table, "message": damage.message}));
        told.insert("damage".to_owned(), damage.collect());
    }
    told.to_string()
}

/// Puts a new store in the place of the one that is open.
#[wasm_bindgen]
pub fn store_clear() -> i32 {
    call([], |[]| {
        let file = OPENED.with_borrow(|opened| opened.as_ref().map(|opened| opened.file));
        match file.ok_or_else(|| usage("the store is closed"))? {
            None => files::replace(Opened { store: Store::in_memory()?, file: None })?,
            Some(current) => files::replace(opfs::made(opfs::other(current))?)?,
        }
        Ok(Answer::Nothing)
    })
}
