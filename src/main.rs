//! The `airbyte-db` command. Everything it knows is in the library; this reads arguments, prints and exits.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
