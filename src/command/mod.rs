//! The command line: arguments in, text and an exit status out.

mod arguments;
mod audit;
mod difference;
mod export;
mod form;
mod hash;
mod import;
mod input;
mod interrupt;
mod json_lines;
mod lint;
mod origin;
mod output;
mod query;
mod registry_lines;
mod rows;
mod sample;
mod schema;
mod secrets;
mod store;
mod validate;

use arguments::{Arguments, Command};
use clap::Parser;
use std::io::{self, Write};
use std::process::ExitCode;

/// What the command came to, as an exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Everything is valid.
    Valid = 0,
    /// Something is invalid.
    Invalid = 1,
    /// Something could not be read, or the arguments make no sense.
    Unusable = 2,
}

/// What a shell makes of a program that a closed pipe ended.
const CLOSED_PIPE: u8 = 141;

/// Why a command stopped before its end.
enum Stopped {
    /// To be told: what could not be read, and why.
    Because(String),
    /// The reader of our output went away, or the output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Stopped::Output(error)
    }
}

pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.color.write_global();
    let outcome = match &arguments.command {
        Command::Validate(validate) => validate::run(validate),
        Command::Schema(schema) => schema::run(schema),
        Command::Form(form) => form::run(form),
        Command::Lint(lint) => lint::run(lint),
        Command::Hash(hash) => hash::run(hash),
        Command::Diff(diff) => difference::run(diff),
        Command::Audit(audit) => audit::run(audit),
        Command::Mask(mask) => secrets::mask(mask),
        Command::Split(split) => secrets::split(split),
        Command::Hydrate(hydrate) => secrets::hydrate(hydrate),
        Command::Init(init) => store::init(init),
        Command::Migrate(migrate) => store::migrate(migrate),
        Command::Status(status) => store::status(status),
        Command::Import(import) => import::run(import),
        Command::Export(export) => export::run(export),
        Command::Sample(sample) => sample::run(sample),
        Command::Query(query) => query::run(query),
    };
    match outcome {
        Ok(status) => ExitCode::from(status as u8),
        Err(Stopped::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(CLOSED_PIPE),
        Err(stopped) => {
            let message = match stopped {
                Stopped::Because(message) => message,
                Stopped::Output(error) => format!("the output cannot be written: {error}"),
            };
            // Where even this cannot be told, the exit status has to do.
            let _ = writeln!(anstream::stderr(), "airbyte-db: {message}");
            ExitCode::from(Status::Unusable as u8)
        }
    }
}
