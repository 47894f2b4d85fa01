//! The tests of the store on WebAssembly: their names, and each by its name.

#![cfg(target_arch = "wasm32")]
#![allow(dead_code, reason = "what only the native tests use of the helpers")]

use wasm_bindgen::prelude::wasm_bindgen;

mod store {
    include!(concat!(env!("OUT_DIR"), "/modules.rs"));
}

/// The names of all tests, one a line.
#[wasm_bindgen]
pub fn names() -> String {
    let names: Vec<&str> = store::ALL.iter().copied().flatten().map(|(name, _)| *name).collect();
    names.join("\n")
}

/// Runs a test; throws where it fails.
#[wasm_bindgen]
pub fn run(name: &str) {
    // There is no unwinding here: what is told before the end is told by the hook.
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let test = store::ALL.iter().copied().flatten().find(|(known, _)| *known == name);
    test.expect("a test of that name").1();
}
