//! Whole files in and out.
//!
//! A SQLite file that comes in is kept beside the store, in memory or in the pool, until all of it is there. Then it is
//! checked and brought up to date, and takes the store's place at once: who is killed in between finds the old one.

use super::{OPENED, Opened, opfs, stop, with};
use crate::store::Store;
use crate::wasm::{Answer, FACE, Thrown, call, usage};
use serde_json::json;
use sqlite_wasm_rs::vfs::transfer::{DbImport, DbTransfer};
use sqlite_wasm_vfs::sahpool::OpfsSAHImportTarget;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static COMING: RefCell<Option<Coming>> = RefCell::default();
}

/// A SQLite file of which not all has come yet.
enum Coming {
    Memory(Vec<u8>),
    Pool { import: DbImport<OpfsSAHImportTarget<'static>>, file: &'static str, is_begun: bool },
}

/// Begins to take in a SQLite file of so many bytes.
#[wasm_bindgen]
pub fn replacement_begin(bytes: f64) -> i32 {
    call([], |[]| {
        COMING.take();
        let bytes = size(bytes).ok_or_else(|| usage("a file has a whole number of bytes"))?;
        let file = OPENED.with_borrow(|opened| opened.as_ref().map(|opened| opened.file));
        let coming = match file.ok_or_else(|| usage("the store is closed"))? {
            None => {
                let mut room = Vec::new();
                let size = usize::try_from(bytes).unwrap_or(usize::MAX);
                room.try_reserve_exact(size).map_err(|_| no_memory())?;
                Coming::Memory(room)
            }
            Some(current) => {
                let file = opfs::other(current);
                opfs::remove(file)?;
                let import = opfs::pool()?.begin_import(file, bytes).map_err(|error| opfs::told(&error))?;
                Coming::Pool { import, file, is_begun: false }
            }
        };
        COMING.set(Some(coming));
        Ok(Answer::Nothing)
    })
}

/// The next bytes of it; the first ones are at least 64, unless there are fewer.
#[wasm_bindgen]
pub fn replacement_part(bytes: usize) -> i32 {
    FACE.with_borrow_mut(|face| {
        let answer = face.given.get_mut(..bytes).map_or_else(|| Err(usage("a part is longer than its room")), part);
        face.tell(answer)
    })
}

fn part(bytes: &mut [u8]) -> Result<Answer, Thrown> {
    COMING.with_borrow_mut(|coming| {
        match coming {
            Some(Coming::Memory(room)) => room.extend_from_slice(bytes),
            Some(Coming::Pool { import, is_begun, .. }) => {
                if !std::mem::replace(is_begun, true) {
                    Store::prepare_replacement(bytes)?;
                }
                import.write(bytes).map_err(|error| opfs::told(&error))?;
            }
            None => return Err(usage("no file is being taken in")),
        }
        Ok(Answer::Nothing)
    })
}

/// Puts it in the place of the store that is open.
#[wasm_bindgen]
pub fn replacement_finish() -> i32 {
    call([], |[]| {
        match COMING.take() {
            Some(Coming::Memory(bytes)) => {
                replace(Opened { store: Store::in_memory_of(bytes.as_slice(), bytes.len())?, file: None })?;
            }
            Some(Coming::Pool { import, file, .. }) => {
                import.finish().map_err(|error| opfs::told(&error))?;
                match Store::open_replacement(file) {
                    Ok(store) => replace(Opened { store, file: Some(file) })?,
                    Err(error) => {
                        opfs::remove(file)?;
                        return Err(error.into());
                    }
                }
            }
            None => return Err(usage("no file is being taken in")),
        }
        Ok(Answer::Nothing)
    })
}

/// Puts another store in the place of the one that is open. From the moment at which a file is of the higher
/// generation, it counts.
pub(super) fn replace(mut new: Opened) -> Result<(), Thrown> {
    stop::look(&mut new.store)?;
    let generation = OPENED.with_borrow(|opened| opened.as_ref().map_or(Ok(0), |opened| opened.store.generation()))?;
    new.store.set_generation(generation.saturating_add(1))?;
    let old = OPENED.replace(Some(new));
    let file = old.as_ref().and_then(|old| old.file);
    drop(old);
    file.map_or(Ok(()), opfs::remove)
}

/// Forgets a file of which not all has come.
#[wasm_bindgen]
pub fn replacement_stop() {
    forget();
}

pub(super) fn forget() {
    COMING.take();
}

/// How large the store's own file is: bytes, and bytes of a page.
#[wasm_bindgen]
pub fn file_size() -> i32 {
    with([], |store, []| {
        let bytes = store.read().file_bytes()?;
        let page = store.read().page_bytes()?;
        Ok(Answer::Text(json!({"bytes": bytes, "page": page}).to_string()))
    })
}

/// Some of its pages, from one on, counted from 1.
#[wasm_bindgen]
pub fn file_part(first: u32, pages: u32) -> i32 {
    with([], |store, []| Ok(Answer::Bytes(store.read().file_part(first, pages)?)))
}

/// A whole number that JavaScript can hold.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are looked at before")]
fn size(bytes: f64) -> Option<u64> {
    (bytes >= 0.0 && bytes.fract() == 0.0 && bytes < 9e15).then_some(bytes as u64)
}

fn no_memory() -> Thrown {
    Thrown(
        json!({"code": "store_full", "message": "the file is larger than the memory that the page may have"})
            .to_string(),
    )
}
