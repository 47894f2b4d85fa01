//! Every test there is, as a list of steps.
//! It must not know how a tool is found or how the package is built.
//!
//! The native steps all name the same packages (`--workspace`): for others cargo would choose other features of their
//! dependencies, and compile most of them again.

use std::env;
use std::path::Path;
use std::time::Instant;

use crate::lanes::{self, Lane, Step};
use crate::line::{Failure, Line};
use crate::package;
use crate::page;
use crate::postgres::{self, Server};
use crate::store_tests;
use crate::suite;
use crate::tools;

const GROUPS: [&str; 8] = ["lint", "native", "core", "docs", "wasm", "store", "browser", "page"];

/// What lib.rs says when the command is built for the browser.
const CLI_IS_NATIVE: &str = "the command line (feature `cli`) is native only";

/// The test that reads the official JSON Schema suite.
const SUITE_TEST: &str = "the_official_suite_passes";

const WASM_CORE: [&str; 4] = ["--lib", "--target", "wasm32-unknown-unknown", "--no-default-features"];

const STEPS: [Step; 17] = [
    native_step("formatting", &["lint"], formatting),
    native_step("lints", &["lint"], lints),
    native_step("native tests", &["native"], native),
    native_step(COMMAND, &["wasm"], command),
    native_step("library without optional features", &["core"], core),
    native_step("documentation", &["docs"], docs),
    native_step("lints on wasm32", &["wasm"], wasm_lints),
    native_step("the command is refused on wasm32", &["wasm"], wasm_refusal),
    native_step("lints of the store on wasm32", &["store"], store_lints),
    native_step("tests of the store for wasm32", &["store"], store_tests::build),
    native_step("store in Node", &["store"], store_in_node),
    package_step("npm package", &["wasm", "browser", "page"], package::pack),
    package_step("npm package as it is packed", &["wasm"], packed),
    package_step("npm package in Chromium, and its consumers", &["browser"], browser),
    package_step("the page, its types and build", &["page"], page::build),
    package_step("the page in Chromium", &["page"], page::drive),
    Step { after: Some(COMMAND), ..package_step("npm package in Node", &["wasm"], node) },
];

const COMMAND: &str = "native command";

type Run = fn() -> Result<(), Failure>;

const fn native_step(name: &'static str, groups: &'static [&'static str], run: Run) -> Step {
    Step { name, groups, lane: Lane::Native, after: None, run }
}

const fn package_step(name: &'static str, groups: &'static [&'static str], run: Run) -> Step {
    Step { name, groups, lane: Lane::Package, after: None, run }
}

/// Runs every step, or those that the named groups need, up to the first failure.
pub(crate) fn run(only: Option<&str>) -> Result<(), Failure> {
    let groups: Vec<&str> = match only {
        None => GROUPS.to_vec(),
        Some(names) => names.split(',').map(str::trim).collect(),
    };
    if let Some(unknown) = groups.iter().find(|group| !GROUPS.contains(group)) {
        let known = GROUPS.join(", ");
        return Err(Failure::new(format!("`{unknown}` is no group of tests; there are {known}")));
    }
    // Ctrl-C ends the programs that run. This one stays to tidy up after them, and ends because they failed.
    ctrlc::set_handler(|| {}).map_err(|error| Failure::new(format!("no handler for Ctrl-C: {error}")))?;
    let started = Instant::now();
    println!("xtask: what the tests need");
    needs(&groups)?;
    let wanted = |step: &&Step| step.groups.iter().any(|group| groups.contains(group));
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    lanes::run(&steps)?;
    let (count, seconds) = (steps.len(), started.elapsed().as_secs_f64());
    println!("\nxtask: all {count} steps passed in {seconds:.0} s ({})", groups.join(", "));
    if env::var_os("AIRBYTE_DB_CORPUS").is_none() {
        println!("xtask: without the corpus, since AIRBYTE_DB_CORPUS is not set");
    }
    if (groups.contains(&"browser") || groups.contains(&"page")) && no_browser() {
        println!("xtask: without the browser, since AIRBYTE_DB_NO_BROWSER is set");
    }
    Ok(())
}

/// Runs one step by its name.
pub(crate) fn step(name: &str) -> Result<(), Failure> {
    let Some(step) = STEPS.iter().find(|step| step.name == name) else {
        let known = STEPS.map(|step| format!("  {}", step.name)).join("\n");
        return Err(Failure::new(format!("`{name}` is no step of the tests; there are\n{known}")));
    };
    ctrlc::set_handler(|| {}).map_err(|error| Failure::new(format!("no handler for Ctrl-C: {error}")))?;
    (step.run)().map_err(|failure| failure.or_again(&lanes::again(step)))
}

/// Everything that has to be fetched, first, so that a missing tool shows before the long steps.
fn needs(groups: &[&str]) -> Result<(), Failure> {
    let any = |names: &[&str]| groups.iter().any(|group| names.contains(group));
    if any(&["lint", "wasm"]) {
        tools::rust_components()?;
    }
    if any(&["native", "core"]) {
        suite::copies()?;
    }
    if any(&["native"]) {
        postgres::programs()?;
    }
    if any(&["store", "wasm", "browser", "page"]) {
        tools::clang()?;
    }
    if any(&["wasm", "store", "browser", "page"]) {
        tools::wasm_target()?;
        tools::npm_packages()?;
    }
    if any(&["browser", "page"]) && !no_browser() {
        let chromium = tools::chromium()?;
        println!("xtask: the browser is {}", chromium.display());
    }
    Ok(())
}

fn no_browser() -> bool {
    env::var_os("AIRBYTE_DB_NO_BROWSER").is_some()
}

fn formatting() -> Result<(), Failure> {
    Line::cargo(&["fmt", "--all", "--check"]).run()
}

fn lints() -> Result<(), Failure> {
    Line::cargo(&["clippy", "--workspace", "--all-targets", "--all-features"]).args(&["--", "-D", "warnings"]).run()
}

fn native() -> Result<(), Failure> {
    let copies = suite::copies()?;
    // It is stopped when it goes out of scope.
    let server = Server::start()?;
    Server::named_in(server.as_ref(), with_suite(Line::cargo(&["test", "--workspace"]), &copies[0])).run()?;
    // Only one test reads the suite, so that one alone is run on the other copies.
    copies[1..].iter().try_for_each(|copy| {
        println!("xtask: the official suite once more, from {}", copy.display());
        let line = Line::cargo(&["test", "--workspace", "--test", "it", SUITE_TEST]);
        with_suite(line, copy).run()
    })
}

/// The features only add, so what the tests without them could find is that something does not compile, or is not
/// there.
fn core() -> Result<(), Failure> {
    let bare = ["--workspace", "--no-default-features"];
    Line::cargo(&["clippy"]).args(&bare).args(&["--lib", "--tests", "--", "-D", "warnings"]).run()?;
    let line = Line::cargo(&["test"]).args(&bare).args(&["--test", "core"]);
    with_suite(line, &suite::copies()?[0]).run()
}

fn with_suite(line: Line, copy: &Path) -> Line {
    line.env("JSON_SCHEMA_TEST_SUITE", &copy.to_string_lossy())
}

fn docs() -> Result<(), Failure> {
    Line::cargo(&["doc", "--workspace", "--no-deps", "--all-features"]).env("RUSTDOCFLAGS", "-Dwarnings").run()
}

fn wasm_lints() -> Result<(), Failure> {
    [&[][..], &["--features", "rows"]].iter().try_for_each(|features| {
        let line = Line::cargo(&["clippy", "--package", "airbyte-db"]).args(&WASM_CORE).args(features);
        line.args(&["--", "-D", "warnings"]).run()
    })
}

fn wasm_refusal() -> Result<(), Failure> {
    let line = Line::cargo(&["check", "--package", "airbyte-db"]).args(&WASM_CORE).args(&["--features", "cli"]);
    let output = line.output()?;
    if output.success {
        return Err(line.failed("built, but the command must be refused on wasm32"));
    }
    if !output.stderr.contains(CLI_IS_NATIVE) {
        let said = output.stderr.trim_end();
        return Err(line.failed(&format!("does not say \"{CLI_IS_NATIVE}\":\n{said}")));
    }
    println!("xtask: refused with \"{CLI_IS_NATIVE}\"");
    Ok(())
}

/// The command whose verdicts the package must repeat: the one that is built for the tests beside it. `cargo build`
/// would choose other features for the dependencies, and compile everything again.
fn command() -> Result<(), Failure> {
    Line::cargo(&["test", "--workspace", "--no-run", "--test", "core"]).run()
}

fn node() -> Result<(), Failure> {
    let name = format!("airbyte-db{}", env::consts::EXE_SUFFIX);
    let command = package::target_directory()?.join("debug").join(name);
    let command = command.to_string_lossy();
    // One process stands on one module.
    ["index", "csp"].iter().try_for_each(|entry| {
        println!("xtask: airbyte-db, {entry}");
        let line = Line::new("node", &["--test", "pkg/test/node.test.mjs"]);
        line.env("AIRBYTE_DB_COMMAND", &command).env("AIRBYTE_DB_ENTRY", entry).run()
    })
}

fn store_lints() -> Result<(), Failure> {
    let features =
        ["--lib", "--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "package,store"];
    Line::cargo(&["clippy"]).args(&features).args(&["--", "-D", "warnings"]).run()
}

fn store_in_node() -> Result<(), Failure> {
    let folder = store_tests::folder()?;
    Line::new("node", &["--test", "pkg/test/store.test.mjs"]).env("STORE_TESTS", &folder.to_string_lossy()).run()
}

fn packed() -> Result<(), Failure> {
    let tests = ["package", "react-hook-form", "rjsf", "states", "store-node"];
    let files = tests.map(|name| format!("pkg/test/{name}.test.mjs"));
    Line::new("node", &["--test"]).args(&files.each_ref().map(String::as_str)).run()
}

/// Without a browser only those consumers run that need none.
fn browser() -> Result<(), Failure> {
    let tests = ["pkg/test/browser.test.mjs", "pkg/test/store-browser.test.mjs", "pkg/test/consumers.test.mjs"];
    let line = Line::new("node", &["--test"]).args(&tests);
    if no_browser() {
        println!("xtask: without a browser, since AIRBYTE_DB_NO_BROWSER is set");
        return line.env("CHROMIUM", "").run();
    }
    line.env("CHROMIUM", &tools::chromium()?.to_string_lossy()).run()
}
