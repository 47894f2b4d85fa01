//! Makes of the tests of the store, which are written for `cargo test`, modules that list their tests by name.
//!
//! The test harness of Rust does not run on `wasm32-unknown-unknown`. What it does is little: `#[test]` goes, and each
//! module gets a list.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What needs no file system and no process: `tests/it/store/mod.rs` says what does.
const MODULES: [&str; 6] = ["actors", "catalogs", "jobs", "page", "rows", "states"];

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo says where")).join("../..");
    let root = root.canonicalize().expect("the project is there");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo says where"));
    for module in MODULES.into_iter().chain(["support"]) {
        let source = root.join("tests/it/store").join(module).with_extension("rs");
        println!("cargo::rerun-if-changed={}", source.display());
        let text = fs::read_to_string(&source).expect("a module of tests");
        fs::write(out.join(module).with_extension("rs"), rewritten(&text, &root)).expect("the folder can be written");
    }
    fs::write(out.join("modules.rs"), modules(&out)).expect("the folder can be written");
}

fn rewritten(text: &str, root: &Path) -> String {
    // Doc comments of a file cannot stand in a file that is put in.
    let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("//!") && line.trim() != "#[test]").collect();
    text.join("\n").replace("env!(\"CARGO_MANIFEST_DIR\")", &format!("{:?}", root.display().to_string()))
}

/// The modules, and a list of all tests: name and function.
fn modules(out: &Path) -> String {
    let mut text = String::new();
    let mut list = String::new();
    for module in MODULES.into_iter().chain(["support"]) {
        let path = out.join(module).with_extension("rs");
        // Writing into memory cannot fail.
        let _ = writeln!(text, "pub mod {module} {{\n include!({:?});", path.display().to_string());
        let source = fs::read_to_string(&path).expect("written above");
        let tests: Vec<&str> = source.lines().filter_map(test_name).filter(|_| module != "support").collect();
        let entries: Vec<String> = tests.iter().map(|name| format!("(\"{module}::{name}\", {name} as fn())")).collect();
        let _ = writeln!(text, " pub const TESTS: &[(&str, fn())] = &[{}];\n}}", entries.join(", "));
        let _ = write!(list, "{module}::TESTS, ");
    }
    let _ = writeln!(text, "pub const ALL: &[&[(&str, fn())]] = &[{list}];");
    text
}

/// The name of a function without arguments and result at the outermost level: those are the tests.
fn test_name(line: &str) -> Option<&str> {
    line.strip_prefix("fn ")?.strip_suffix("() {")
}
