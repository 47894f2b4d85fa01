//! Every test there is, as a list of steps.
//! It must not know how a tool is found or how the package is built.

use std::env;
use std::path::Path;
use std::time::Instant;

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

struct Step {
    name: &'static str,
    /// The groups that need it.
    groups: &'static [&'static str],
    run: fn(&[&str]) -> Result<(), Failure>,
}

const STEPS: [Step; 18] = [
    Step { name: "what the tests need", groups: &GROUPS, run: needs },
    Step { name: "formatting", groups: &["lint"], run: |_| formatting() },
    Step { name: "lints", groups: &["lint"], run: |_| lints() },
    Step { name: "native tests", groups: &["native"], run: |_| native() },
    Step { name: "library without optional features", groups: &["core"], run: |_| core() },
    Step { name: "documentation", groups: &["docs"], run: |_| docs() },
    Step { name: "lints on wasm32", groups: &["wasm"], run: |_| wasm_lints() },
    Step { name: "the command is refused on wasm32", groups: &["wasm"], run: |_| wasm_refusal() },
    Step { name: "npm package", groups: &["wasm", "browser", "page"], run: |_| package::pack() },
    Step { name: "native command", groups: &["wasm"], run: |_| command() },
    Step { name: "npm package in Node", groups: &["wasm"], run: |_| node() },
    Step { name: "npm package as it is packed", groups: &["wasm"], run: |_| packed() },
    Step { name: "lints of the store on wasm32", groups: &["store"], run: |_| store_lints() },
    Step { name: "tests of the store for wasm32", groups: &["store"], run: |_| store_tests::build() },
    Step { name: "store in Node", groups: &["store"], run: |_| store_in_node() },
    Step { name: "npm package in Chromium, and its consumers", groups: &["browser"], run: |_| browser() },
    Step { name: "the page, its types and build", groups: &["page"], run: |_| page::build() },
    Step { name: "the page in Chromium", groups: &["page"], run: |_| page::drive() },
];

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
    let wanted = |step: &&Step| step.groups.iter().any(|group| groups.contains(group));
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    let count = steps.len();
    let started = Instant::now();
    for (number, step) in (1..).zip(steps) {
        println!("\nxtask [{number}/{count}] {}", step.name);
        let began = Instant::now();
        let result = (step.run)(&groups);
        let seconds = began.elapsed().as_secs_f64();
        if let Err(failure) = result {
            let again = format!("cargo xtask test --only {}", step.groups[0]);
            println!("xtask [{number}/{count}] {}: failed after {seconds:.1} s", step.name);
            return Err(failure.or_again(&again));
        }
        println!("xtask [{number}/{count}] {}: passed in {seconds:.1} s", step.name);
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("\nxtask: all {count} steps passed in {seconds:.0} s ({})", groups.join(", "));
    if env::var_os("AIRBYTE_DB_CORPUS").is_none() {
        println!("xtask: without the corpus, since AIRBYTE_DB_CORPUS is not set");
    }
    if (groups.contains(&"browser") || groups.contains(&"page")) && no_browser() {
        println!("xtask: without the browser, since AIRBYTE_DB_NO_BROWSER is set");
    }
    Ok(())
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
        let line = Line::cargo(&["test", "--package", "airbyte-db", "--test", "it", SUITE_TEST]);
        with_suite(line, copy).run()
    })
}

fn core() -> Result<(), Failure> {
    let line = Line::cargo(&["test", "--package", "airbyte-db", "--no-default-features"]);
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

/// The command whose verdicts the package must repeat.
fn command() -> Result<(), Failure> {
    Line::cargo(&["build", "--package", "airbyte-db", "--bin", "airbyte-db"]).run()
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
    let features = ["--lib", "--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "store"];
    Line::cargo(&["clippy"]).args(&features).args(&["--", "-D", "warnings"]).run()
}

fn store_in_node() -> Result<(), Failure> {
    let folder = store_tests::folder()?;
    Line::new("node", &["--test", "pkg/test/store.test.mjs"]).env("STORE_TESTS", &folder.to_string_lossy()).run()
}

fn packed() -> Result<(), Failure> {
    let tests = ["pkg/test/package.test.mjs", "pkg/test/rjsf.test.mjs", "pkg/test/store-node.test.mjs"];
    Line::new("node", &["--test"]).args(&tests).run()
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
