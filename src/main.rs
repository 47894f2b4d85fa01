//! The `airbyte-db` command. Everything it knows is in the library; this reads arguments, prints and exits.

mod command;

use std::process::ExitCode;

/// Rows are read by one thread, and judged and forgotten by others: the system's allocator would let them wait for each
/// other.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::run()
}
