//! Builds the tests of the store for WebAssembly, for Node to run.

use std::fs;
use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

use crate::line::{Failure, Line};
use crate::package::target_directory;

/// The stem of the files.
const STEM: &str = "store_tests";

/// Where they are, in the folder for what is built.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    target_directory().map(|target| target.join("store-tests"))
}

/// Builds them.
pub(crate) fn build() -> Result<(), Failure> {
    // Speed of the build counts here, not size.
    Line::cargo(&["build", "--package", "store-tests", "--target", "wasm32-unknown-unknown"]).run()?;
    let compiled = target_directory()?.join("wasm32-unknown-unknown/debug").join(format!("{STEM}.wasm"));
    let folder = folder()?;
    let failed = |error: &dyn std::fmt::Debug| Failure::new(format!("{}: {error:?}", folder.display()));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| failed(&error))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(STEM);
    bindgen.nodejs(true).map_err(|error| failed(&error))?;
    bindgen.typescript(false).generate(&folder).map_err(|error| failed(&error))
}
