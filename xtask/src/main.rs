//! Builds, tests and packs airbyte-db: the same commands for a person and for CI.
//!
//! `cargo xtask help` lists them. This file knows the words of the command line and nothing of how
//! the work is done: `test` holds the list of steps, `lanes` runs them, `package` builds the npm package, `wasm` makes its
//! modules smaller and cuts them in two, `tools` and `suite` find or fetch what a fresh machine lacks, `line` runs other
//! programs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this program exists to run others and to tell a person how that went"
)]

mod fuzz;
mod lanes;
mod line;
mod package;
mod page;
mod postgres;
mod store_tests;
mod suite;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use line::{Failure, Line};

const HELP: &str = "\
Usage: cargo xtask <command>

Commands
  test                 every test there is; installs what is missing (see below)
  test --only GROUP    some of them; GROUP is one of, or several separated by commas:
                         lint     formatting and lints
                         native   all tests of this machine's build, documentation examples too
                         core     the library without its optional features
                         docs     the documentation builds without a warning
                         wasm     lints on wasm32, the npm package, its tests in Node
                         store    the store on wasm32: lints, its tests in Node
                         browser  the npm package in a headless Chromium, and in each kind of consumer
                         page     the page of www: its types, its build, and driven in a headless Chromium
  step NAME            one step of `test`, by the name that it is shown with
  package              the npm package: builds pkg/dist and packs it as pkg/airbyte-db-*.tgz
  page                 serves the page of www for development; builds the npm package first
  page build           builds the page into www/dist, which any file server can serve
  bench [ARGS]         cargo bench; ARGS are handed on
  bench-package        the npm package beside other validators, in Node and Chromium, over the corpus
  fuzz [SECONDS]       every fuzz target for that long, 600 seconds unless told (nightly, cargo-fuzz)
  help                 this text

What `test` needs and brings along itself: Rust's wasm32 target (rustup), the npm packages of
pkg/package-lock.json (npm), the official JSON Schema test suite (a pinned crate, and Debian's package
where apt-get is at hand), and clang, Postgres and a Chromium (installed on Debian as root, otherwise looked
for; without Postgres its tests are left out).

Environment
  AIRBYTE_DB_CORPUS       a directory with the connector corpus; tests over it are skipped without it
  AIRBYTE_DB_POSTGRES     a Postgres to use, postgres://user:password@host:5432, instead of one that is started;
                          the tests make and remove databases there
  CHROMIUM                the Chromium or Chrome to use
  AIRBYTE_DB_NO_BROWSER   any value: leave the browser tests out, and say so
  JSON_SCHEMA_TEST_SUITE  a folder with the official suite, instead of the copies found
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn packaged() -> Result<(), Failure> {
    tools::wasm_target()?;
    tools::npm_packages()?;
    package::pack()
}

fn dispatch(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["test"] => test::run(None),
        ["test", "--only", groups] => test::run(Some(groups)),
        ["step", name] => test::step(name),
        ["package"] => packaged(),
        ["page"] => packaged().and_then(|()| page::serve()),
        ["page", "build"] => packaged().and_then(|()| page::build()),
        ["bench-package"] => {
            tools::wasm_target()?;
            tools::npm_packages()?;
            package::build()?;
            Line::new("node", &["pkg/bench/run.mjs"]).env("CHROMIUM", &tools::chromium()?.to_string_lossy()).run()
        }
        ["bench", rest @ ..] => Line::cargo(&["bench"]).args(rest).run(),
        ["fuzz"] => fuzz::run(600),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(seconds),
            Err(_) => Err(Failure::new(format!("`{seconds}` is not a number of seconds"))),
        },
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        [] => Err(Failure::new(format!("say what to do\n\n{HELP}"))),
        other => Err(Failure::new(format!(
            "`cargo xtask {}` is not a command; `cargo xtask help` lists them",
            other.join(" ")
        ))),
    }
}
