//! Builds the wasm package: compile, bind, optimise, measure.
//! It must not know what the functions inside are for.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::line::{Failure, Line, root};
use crate::wasm::{Parts, shrink, split};

/// The stem of what cargo builds.
const STEM: &str = "airbyte_db";

/// The command that runs exactly this file.
const AGAIN: &str = "cargo xtask package";

/// The modules of the package.
const MODULES: [Build; 3] = [
    Build { name: "core", features: "package", meeting: Meeting::Numbers, later: &["hash", "registry_"] },
    Build { name: "rows", features: "package,rows", meeting: Meeting::Numbers, later: &[] },
    Build {
        name: "store",
        features: "package,store",
        meeting: Meeting::Glue,
        later: &["archive_", "audit_", "catalog_difference", "import_", "sample_", "spec_lint"],
    },
];

/// How a module is built.
struct Build {
    name: &'static str,
    features: &'static str,
    meeting: Meeting,
    /// What the names of functions begin with that are loaded later, when they are asked for.
    later: &'static [&'static str],
}

/// What of SQLite nobody here asks for: it would make the module a tenth larger.
const WITHOUT: [&str; 12] = [
    "API_ARMOR",
    "BYTECODE_VTAB",
    "COLUMN_METADATA",
    "DBSTAT_VTAB",
    "FTS5",
    "OFFSET_SQL_FUNC",
    "PREUPDATE_HOOK",
    "RTREE",
    "SESSION",
    "STMTVTAB",
    "UNKNOWN_SQL_FUNCTION",
    "UNLOCK_NOTIFY",
];

/// What of SQLite has no use in a worker of a page: nothing shares the file there, so there is no log of writes beside it;
/// nobody watches statements; all texts are UTF-8.
const OMITTED: [&str; 6] = ["AUTHORIZATION", "COMPILEOPTION_DIAGS", "INCRBLOB", "TRACE", "UTF16", "WAL"];

/// How a module meets JavaScript.
enum Meeting {
    /// Functions over numbers, without imports: `pkg/src/core.ts` calls them as they are.
    Numbers,
    /// The same functions, and some things that it asks of its host, through the glue of wasm-bindgen.
    Glue,
}

/// Builds the package into `pkg/dist`.
pub(crate) fn build() -> Result<(), Failure> {
    build_all().map_err(|failure| failure.or_again(AGAIN))
}

/// Builds the package and packs it: `pkg/airbyte-db-<version>.tgz`, as it would be published.
pub(crate) fn pack() -> Result<(), Failure> {
    build()?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Line::new(npm, &["pack", "--ignore-scripts"]).dir(root().join("pkg")).run()
}

fn build_all() -> Result<(), Failure> {
    same_bindgen_versions(&read(&root().join("Cargo.lock"))?)?;
    // From an empty folder, so that nothing of an earlier build is tested or packed.
    let folder = root().join("pkg/build");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    for build in &MODULES {
        build.run(&folder)?;
    }
    // The rest is JavaScript's own work: wasm-opt, wasm2js, TypeScript.
    Line::new("node", &["pkg/scripts/build.mjs"]).run()
}

impl Build {
    /// Writes `<name>.whole.wasm`; where some of it is for later, `<name>.wasm` and `<name>.later.wasm`, too; where it
    /// has glue, that is `<name>.js`.
    fn run(&self, folder: &Path) -> Result<(), Failure> {
        let compiled = self.compile()?;
        let parts = Parts::of(&compiled, |export| self.later.iter().any(|start| export.starts_with(start)))?;
        let (shrunk, emptied) = shrink(&compiled, &parts, matches!(self.meeting, Meeting::Glue))?;
        println!("xtask: {}: {emptied} functions that only tell of panics are empty", self.name);
        let write = |end: &str, module: &[u8]| {
            let path = folder.join(format!("{}{end}.wasm", self.name));
            fs::write(&path, module).map_err(|error| at(&path, &error))
        };
        write("", &shrunk)?;
        let bound = self.bind(&folder.join(format!("{}.wasm", self.name)), folder)?;
        write(".whole", &bound)?;
        if self.later.is_empty() {
            return write("", &bound);
        }
        let (first, later) = split(&bound, &parts)?;
        write("", &first)?;
        write(".later", &later)
    }

    fn compile(&self) -> Result<Vec<u8>, Failure> {
        // What a panic says of its place would hold the path of this machine's registry.
        let cargo_home = env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.cargo")));
        let without_paths = cargo_home.map(|home| format!("--remap-path-prefix={home}=cargo")).unwrap_or_default();
        Line::cargo(&["rustc", "--package", "airbyte-db", "--lib", "--crate-type", "cdylib", "--release"])
            .args(&["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", self.features])
            // What leads to what, for `wasm::Parts`.
            .args(&["--", "-C", "link-arg=--emit-relocs"])
            // For size, because it travels.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
            .env("RUSTFLAGS", &without_paths)
            .env("SQLITE_WASM_RS_FLAGS", &sqlite_flags())
            .run()?;
        let compiled = target_directory()?.join("wasm32-unknown-unknown/release").join(format!("{STEM}.wasm"));
        fs::read(&compiled).map_err(|error| at(&compiled, &error))
    }

    fn bind(&self, shrunk: &Path, folder: &Path) -> Result<Vec<u8>, Failure> {
        let refused = |error: &dyn std::fmt::Debug| Failure::new(format!("wasm-bindgen refused the module: {error:?}"));
        match self.meeting {
            Meeting::Numbers => numbers(shrunk).map_err(|error| refused(&error)),
            Meeting::Glue => {
                glue(self.name, shrunk, folder).map_err(|error| refused(&error))?;
                let bound = folder.join(format!("{}_bg.wasm", self.name));
                let module = fs::read(&bound).map_err(|error| at(&bound, &error))?;
                fs::remove_file(&bound).map_err(|error| at(&bound, &error))?;
                Ok(module)
            }
        }
    }
}

fn sqlite_flags() -> String {
    let without = WITHOUT.map(|part| format!("-USQLITE_ENABLE_{part}"));
    let omitted = OMITTED.map(|part| format!("-DSQLITE_OMIT_{part}"));
    [without.join(" "), omitted.join(" "), "-DSQLITE_UNTESTABLE".to_owned()].join(" ")
}

/// The module with what it needs of JavaScript beside it.
fn glue(name: &str, compiled: &Path, folder: &Path) -> Result<(), impl std::fmt::Debug + use<>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(name).demangle(false).remove_producers_section(true);
    bindgen.web(true)?.typescript(false).generate(folder)
}

/// The module without what wasm-bindgen keeps in it for itself. Its glue is not needed: `pkg/src/core.ts` calls the
/// functions as they are.
fn numbers(compiled: &Path) -> Result<Vec<u8>, impl std::fmt::Debug + use<>> {
    let mut bindgen = Bindgen::new();
    // `split` needs the names; wasm-opt drops them.
    bindgen.input_path(compiled).demangle(false).web(true)?.remove_producers_section(true);
    bindgen.generate_output().map(|mut output| {
        let module = output.wasm_mut();
        let internal = |export: &&walrus::Export| export.name.starts_with("__");
        for id in module.exports.iter().filter(internal).map(walrus::Export::id).collect::<Vec<_>>() {
            module.exports.delete(id);
        }
        module.emit_wasm()
    })
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
