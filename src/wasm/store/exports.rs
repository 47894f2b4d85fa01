//! An archive of JSON Lines that goes out part by part.

use super::with;
use crate::transfer::{Export, ExportOptions, JsonLinesSink, Sink, TarGz};
use crate::wasm::{Answer, usage};
use serde_json::json;
use std::cell::RefCell;
use std::io::{self, Write};
use std::mem;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static RUNNING: RefCell<Option<Running>> = RefCell::default();
}

struct Running {
    export: Export,
    /// Of a kind that is known here alone: so what packs stays in the part of the module that is loaded later, though the
    /// first part may have to forget it.
    sink: Box<dyn Sink>,
    packed: Packed,
    rows: u64,
}

/// What was packed and nobody has taken yet.
#[derive(Clone, Default)]
struct Packed(Rc<RefCell<Vec<u8>>>);

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to pack the whole store, with or without secrets.
#[wasm_bindgen]
pub fn archive_begin(secrets: bool) -> i32 {
    with([], |store, []| {
        let export = Export::new(&store.read(), &ExportOptions { secrets, ..ExportOptions::default() })?;
        let packed = Packed::default();
        let sink = Box::new(JsonLinesSink::new(TarGz::new(packed.clone())));
        RUNNING.set(Some(Running { export, sink, packed, rows: 0 }));
        Ok(Answer::Nothing)
    })
}

/// Packs the next rows: how many there are by now, and whether there is more to do.
#[wasm_bindgen]
pub fn archive_step() -> i32 {
    with([], |store, []| {
        RUNNING.with_borrow_mut(|running| {
            let Running { export, sink, rows, .. } = running.as_mut().ok_or_else(|| usage("no export is going on"))?;
            let more = export.step(&store.read(), sink.as_mut(), &mut |_| {}, &mut |_, _| {
                *rows += 1;
                Ok(())
            })?;
            Ok(Answer::Text(json!({"rows": rows, "more": more}).to_string()))
        })
    })
}

/// The bytes that were packed since they were asked for last.
#[wasm_bindgen]
pub fn archive_part() -> i32 {
    with([], |_, []| {
        RUNNING.with_borrow(|running| {
            let running = running.as_ref().ok_or_else(|| usage("no export is going on"))?;
            Ok(Answer::Bytes(mem::take(&mut running.packed.0.borrow_mut())))
        })
    })
}

/// Forgets an export, done or not.
#[wasm_bindgen]
pub fn archive_stop() {
    stop();
}

pub(super) fn stop() {
    RUNNING.take();
}
