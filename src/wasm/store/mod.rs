//! The part of the face that holds a store: one, in memory or in the browser's own file system. It stands in a module of
//! its own, which a worker loads (feature `store`).
//!
//! What takes long is done in steps, so that the worker is heard in between: `pkg/src/store/engine.ts` is the other
//! side.

pub mod audit;
pub mod exports;
pub mod files;
pub mod imports;
pub mod opfs;
pub mod questions;
pub mod rows;
pub mod sample;
pub mod specs;
pub mod stop;
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
    /// A store that is being filled to take its place.
    static BESIDE: RefCell<Option<Opened>> = RefCell::default();
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
        let mut opened = if persistent { opfs::open()? } else { Opened { store: Store::in_memory()?, file: None } };
        stop::look(&mut opened.store)?;
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
    files::forget();
    imports::stop();
    exports::stop();
    BESIDE.take();
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

/// Runs one function over the store that rows go into: the one that is to take the place of the open one, where there is
/// one.
fn with_filled<const N: usize>(
    lengths: [usize; N],
    work: impl FnOnce(&mut Store, [&str; N]) -> Result<Answer, Thrown>,
) -> i32 {
    if BESIDE.with_borrow(Option::is_none) {
        return with(lengths, work);
    }
    call(lengths, |texts| {
        BESIDE.with_borrow_mut(|beside| match beside {
            Some(beside) => work(&mut beside.store, texts),
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
        files::replace(empty()?)?;
        Ok(Answer::Nothing)
    })
}

/// An empty store of the kind of the one that is open.
fn empty() -> Result<Opened, Thrown> {
    let file = OPENED.with_borrow(|opened| opened.as_ref().map(|opened| opened.file));
    match file.ok_or_else(|| usage("the store is closed"))? {
        None => Ok(Opened { store: Store::in_memory()?, file: None }),
        Some(current) => opfs::made(opfs::other(current)),
    }
}

/// Makes an empty store beside the one that is open. What comes in goes there, while the open one is read as before.
#[wasm_bindgen]
pub fn beside_begin() -> i32 {
    call([], |[]| {
        drop_beside()?;
        BESIDE.set(Some(empty()?));
        Ok(Answer::Nothing)
    })
}

/// Puts it in the place of the open one, all of it.
#[wasm_bindgen]
pub fn beside_finish() -> i32 {
    call([], |[]| {
        files::replace(BESIDE.take().ok_or_else(|| usage("there is no store beside"))?)?;
        Ok(Answer::Nothing)
    })
}

/// Drops it, where it did not get so far.
#[wasm_bindgen]
pub fn beside_stop() {
    // What is left is removed when the store is opened again.
    let _ = drop_beside();
}

fn drop_beside() -> Result<(), Thrown> {
    let file = BESIDE.take().and_then(|beside| beside.file);
    file.map_or(Ok(()), opfs::remove)
}
