//! Work that is to stop while it goes on. The worker hears nobody meanwhile, but it can look whether it was told to:
//! `pkg/src/store/stop.ts` knows how.

use crate::store::Store;
use crate::wasm::Thrown;
use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static MUST_STOP: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// What tells whether to stop; every store that is opened from now on asks it.
#[wasm_bindgen]
pub fn stop_when(must_stop: Function) {
    MUST_STOP.set(Some(must_stop));
}

/// Makes a store ask it.
pub(super) fn look(store: &mut Store) -> Result<(), Thrown> {
    Ok(store.stop_when(must_stop)?)
}

fn must_stop() -> bool {
    MUST_STOP.with_borrow(|must_stop| {
        let told = must_stop.as_ref().and_then(|must_stop| must_stop.call0(&JsValue::NULL).ok());
        told.is_some_and(|told| told.is_truthy())
    })
}
