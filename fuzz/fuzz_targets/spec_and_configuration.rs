//! The text of a spec and the text of a configuration, through everything that reads them.
//!
//! The input is both texts with [`SEPARATOR`] between them. `tests/it/limits.rs` runs the files of
//! `tests/fixtures/crashers`, in the same form, through the same steps.

#![no_main]

#[path = "../steps.rs"]
mod steps;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Ok(text) = std::str::from_utf8(input) {
        steps::run(text);
    }
});
