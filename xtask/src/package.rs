//! Builds the wasm package: compile, bind, optimise, measure.
//! It must not know what the functions inside are for.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::line::{Failure, Line, root};

/// What the core may weigh, gzipped, in bytes: it must not grow unseen. What is to be published has to come down to
/// 150 000 (design.md, section 6); with forms, hashes and secrets in it, it is not there yet.
const CORE_BUDGET: u64 = 184_000;

/// The stem of every file in `pkg/dist/core`.
const STEM: &str = "airbyte_db";

/// The command that runs exactly this file.
const AGAIN: &str = "cargo xtask build-wasm";

/// Builds `pkg/dist/core` and fails when it is over budget.
pub(crate) fn build() -> Result<(), Failure> {
    build_core().map_err(|failure| failure.or_again(AGAIN))
}

fn build_core() -> Result<(), Failure> {
    same_bindgen_versions(&read(&root().join("Cargo.lock"))?)?;
    // For size, because it travels: at level `s` it is larger than its budget.
    let small = "CARGO_PROFILE_RELEASE_OPT_LEVEL";
    // What a panic says of its place would hold the path of this machine's registry.
    let cargo_home = env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.cargo")));
    let without_paths = cargo_home.map(|home| format!("--remap-path-prefix={home}=cargo")).unwrap_or_default();
    Line::cargo(&["rustc", "--package", "airbyte-db", "--lib", "--crate-type", "cdylib"])
        .args(&["--release", "--target", "wasm32-unknown-unknown", "--no-default-features"])
        .env(small, "z")
        .env("RUSTFLAGS", &without_paths)
        .run()?;
    let compiled = target_directory()?.join("wasm32-unknown-unknown/release").join(format!("{STEM}.wasm"));

    // From an empty folder, so that nothing of an earlier build is tested or packed.
    let folder = root().join("pkg/dist/core");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    }
    bind(&compiled, &folder).map_err(|error| Failure::new(format!("wasm-bindgen refused the module: {error:?}")))?;

    // No feature flags: wasm-opt reads the features from the module itself, and modules optimised
    // with `--all-features` did not load.
    let wasm = folder.join(format!("{STEM}_bg.wasm"));
    let text = |path: &Path| path.to_string_lossy().into_owned();
    Line::new("node", &["pkg/node_modules/binaryen/bin/wasm-opt", "-Os"])
        .args(&[&text(&wasm), "-o", &text(&wasm)])
        .run()?;

    let glue = folder.join(format!("{STEM}.js"));
    let gzipped = print_sizes(&wasm)?;
    print_sizes(&glue)?;
    if gzipped > CORE_BUDGET {
        return Err(Failure::new(format!(
            "the core wasm is {gzipped} bytes gzipped, over its budget of {CORE_BUDGET}"
        )));
    }
    Ok(())
}

fn bind(compiled: &Path, folder: &Path) -> Result<(), impl std::fmt::Debug + use<>> {
    // The glue does not name the wasm file (`omit_default_module_path`, the default): its callers
    // give it, so Vite does not bundle a second copy of it.
    Bindgen::new()
        .input_path(compiled)
        .out_name(STEM)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}

/// The glue generator reads a private format: it must have the very version of the library.
fn same_bindgen_versions(lock: &str) -> Result<(), Failure> {
    let library = locked_version(lock, "wasm-bindgen");
    let generator = locked_version(lock, "wasm-bindgen-cli-support");
    if library.is_some() && library == generator {
        return Ok(());
    }
    let shown = |version: Option<&str>| version.unwrap_or("missing").to_owned();
    Err(Failure::new(format!(
        "Cargo.lock has wasm-bindgen {} and wasm-bindgen-cli-support {}; both must be the same \
         (`=` in Cargo.toml and in xtask/Cargo.toml)",
        shown(library),
        shown(generator)
    )))
}

fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let entry = format!("[[package]]\nname = \"{name}\"\nversion = \"");
    let (_, rest) = lock.split_once(&entry)?;
    rest.split('"').next()
}

/// Prints what a file weighs and gives its gzipped size.
fn print_sizes(file: &Path) -> Result<u64, Failure> {
    let line = Line::new("node", &["xtask/js/sizes.mjs", &file.to_string_lossy()]);
    let sizes: Value = serde_json::from_str(&line.read()?)
        .map_err(|error| line.failed(&format!("wrote something unreadable: {error}")))?;
    let size = |name: &str| sizes[name].as_u64().ok_or_else(|| line.failed(&format!("wrote no size `{name}`")));
    let (raw, gzip, brotli) = (size("raw")?, size("gzip")?, size("brotli")?);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    println!("xtask: {name}: {raw} bytes, {gzip} gzipped, {brotli} with brotli");
    Ok(gzip)
}

/// Where cargo puts what it builds.
pub(crate) fn target_directory() -> Result<PathBuf, Failure> {
    let line = Line::cargo(&["metadata", "--format-version=1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&line.read()?)
        .map_err(|error| line.failed(&format!("wrote something unreadable: {error}")))?;
    let directory = metadata["target_directory"].as_str();
    directory.map(PathBuf::from).ok_or_else(|| line.failed("named no target directory"))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.1\"\n";

    #[test]
    fn equal_versions_pass_and_others_are_named() {
        assert!(same_bindgen_versions(LOCK).is_ok());
        let newer = LOCK.replacen("0.2.1", "0.2.2", 1);
        let said = same_bindgen_versions(&newer).unwrap_err().to_string();
        assert!(said.contains("wasm-bindgen 0.2.2 and wasm-bindgen-cli-support 0.2.1"), "{said}");
        let said = same_bindgen_versions("").unwrap_err().to_string();
        assert!(said.contains("wasm-bindgen missing"), "{said}");
    }

    #[test]
    fn the_lock_file_holds_one_version_of_both() {
        same_bindgen_versions(&read(&root().join("Cargo.lock")).unwrap()).unwrap();
    }
}
