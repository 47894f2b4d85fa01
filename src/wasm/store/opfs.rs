//! Files in the browser's own file system: a pool of them for each store, held by one worker at a time.

use super::Opened;
use crate::store::Store;
use crate::wasm::{FACE, Thrown, cut};
use js_sys::futures::future_to_promise;
use js_sys::{Promise, Reflect};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A store is in one of them, and a file that is to take its place in the other.
const FILES: [&str; 2] = ["/store-1.sqlite", "/store-2.sqlite"];

/// Two files with their journals, and some to spare.
const SLOTS: usize = 8;

thread_local! {
    static POOL: Cell<Option<&'static OpfsSAHPoolUtil>> = const { Cell::new(None) };
}

/// Takes hold of the pool in a folder, and makes it what files are opened in. It fails with the JSON of an error.
#[wasm_bindgen]
pub fn pool_hold(length: usize) -> Promise {
    let folder = FACE.with_borrow(|face| {
        let mut texts = [""];
        cut(&face.given, &[length], &mut texts).map(|()| texts[0].to_owned())
    });
    future_to_promise(async move {
        let folder = folder.map_err(|Thrown(error)| JsValue::from(error))?;
        if let Some(pool) = POOL.get() {
            return pool.resume().await.map(|()| JsValue::UNDEFINED).map_err(|error| refused(&error));
        }
        let options = OpfsSAHPoolCfgBuilder::new().vfs_name(&folder).directory(&folder).initial_capacity(SLOTS).build();
        let pool = install::<WasmOsCallback>(&options, true).await.map_err(|error| refused(&error))?;
        // It stays for as long as the worker does.
        POOL.set(Some(Box::leak(Box::new(pool))));
        Ok(JsValue::UNDEFINED)
    })
}

/// Lets go of the pool, so that another worker can have it.
pub(super) fn release() {
    // Files are closed, so nothing keeps it from doing so.
    let _ = POOL.get().map(OpfsSAHPoolUtil::pause);
}

pub(super) fn pool() -> Result<&'static OpfsSAHPoolUtil, Thrown> {
    POOL.get().ok_or_else(|| thrown("usage", "the pool of files is not held"))
}

/// Opens the store in the pool, and removes what is left of one that did not get to take its place.
pub(super) fn open() -> Result<Opened, Thrown> {
    let pool = pool()?;
    let names = pool.names().map_err(|error| told(&error))?;
    let there: Vec<&str> = names.iter().map(String::as_str).collect();
    let (store, file) = Store::open_newest(&FILES, &there)?;
    remove(other(file))?;
    Ok(Opened { store, file: Some(file) })
}

/// Makes a new store in a file that is not in use.
pub(super) fn made(file: &'static str) -> Result<Opened, Thrown> {
    remove(file)?;
    Ok(Opened { store: Store::open(file)?, file: Some(file) })
}

/// The name of the file that is not in use.
pub(super) fn other(file: &str) -> &'static str {
    if file == FILES[0] { FILES[1] } else { FILES[0] }
}

/// Removes a file and its journals, where they are there.
pub(super) fn remove(file: &str) -> Result<(), Thrown> {
    let pool = pool()?;
    for suffix in ["", "-journal", "-wal"] {
        pool.remove(&format!("{file}{suffix}")).map_err(|error| told(&error))?;
    }
    Ok(())
}

fn thrown(code: &str, message: &str) -> Thrown {
    Thrown(serde_json::json!({"code": code, "message": message}).to_string())
}

fn refused(error: &OpfsSAHError) -> JsValue {
    let Thrown(error) = told(error);
    JsValue::from(error)
}

/// What the browser says, for people.
pub(super) fn told(error: &OpfsSAHError) -> Thrown {
    let name = match error {
        OpfsSAHError::Opfs { value, .. } => Reflect::get(value, &"name".into()).ok().and_then(|name| name.as_string()),
        _ => None,
    };
    match (error, name.as_deref()) {
        (_, Some("QuotaExceededError")) => thrown(
            "store_full",
            "the browser gives this site no more space; nothing of this was stored. Make room and try again",
        ),
        (_, Some("NoModificationAllowedError")) => thrown(
            "store_held",
            "the files of the store are held by another tab that does not share them; close that tab",
        ),
        (OpfsSAHError::Transfer(_), _) => thrown("store_not_a_database", "it is no SQLite file, or not all of one"),
        (OpfsSAHError::NotSupported, _) | (_, Some("SecurityError" | "NotAllowedError")) => thrown(
            "store_not_persistent",
            "this browser keeps no files for this page (a private window, an old browser, or no secure context); \
             open the store in memory, or in another window",
        ),
        _ => thrown("store_cannot_open", &format!("the browser's file system refuses: {error}")),
    }
}
