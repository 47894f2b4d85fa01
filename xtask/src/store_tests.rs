//! Builds the tests of the store for WebAssembly, for Node to run.

use std::fs;

use wasm_bindgen_cli_support::Bindgen;

use crate::line::{Failure, Line, root};
use crate::package::target_directory;

/// The stem of the files in `pkg/dist/store-tests`.
const STEM: &str = "store_tests";

/// Builds `pkg/dist/store-tests`.
pub(crate) fn build() -> Result<(), Failure> {
    // Speed of the build counts here, not size.
    Line::cargo(&["build", "--package", "store-tests", "--target", "wasm32-unknown-unknown"]).run()?;
    let compiled = target_directory()?.join("wasm32-unknown-unknown/debug").join(format!("{STEM}.wasm"));
    let folder = root().join("pkg/dist/store-tests");
    let failed = |error: &dyn std::fmt::Debug| Failure::new(format!("{}: {error:?}", folder.display()));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| failed(&error))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(STEM);
    bindgen.nodejs(true).map_err(|error| failed(&error))?;
    bindgen.typescript(false).generate(&folder).map_err(|error| failed(&error))?;
    // The package says that `.js` are modules; Node's glue is none.
    let glue = folder.join(STEM);
    fs::rename(glue.with_extension("js"), glue.with_extension("cjs")).map_err(|error| failed(&error))
}
