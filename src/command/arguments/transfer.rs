//! The arguments of `import` and `export`.

use super::{StoreFormat, table_name};
use airbyte_db::uuid::Uuid;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Take a deployment's rows into a store.
///
/// FROM may be a folder or a .tar.gz of JSON Lines (what `export` writes), a file of JSON Lines named after its table,
/// another store, Airbyte's old airbyte_archive.tar.gz, a pg_dump file in plain text (gzipped or not), or the address of
/// an Airbyte database (postgres://user@host/airbyte), which is only read, as of one moment. Several are taken one after
/// the other.
///
/// A row that the store cannot hold is told with its table, key and reason, and left out; one that is odd is told and
/// stored. Rows that are there already, the same in every column, are passed over, so an import that was cut short can
/// be run again.
#[derive(Args)]
#[command(after_long_help = IMPORT_EXAMPLES)]
pub(in crate::command) struct Import {
    /// The store: a new file, or one that is there.
    #[arg(value_name = "DB")]
    pub(in crate::command) store: PathBuf,

    /// Where the rows are.
    #[arg(value_name = "FROM", required = true)]
    pub(in crate::command) from: Vec<String>,

    /// Take only this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(in crate::command) only: Vec<&'static str>,

    /// Leave out this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(in crate::command) except: Vec<&'static str>,

    /// Let a row take the place of one that has its key and says something else. Otherwise the one that is there stays.
    #[arg(long)]
    pub(in crate::command) replace: bool,

    /// Leave secrets where they are: what is a secret in clear becomes **********, references to secrets stay, and of
    /// the table `secrets` only the coordinates are taken.
    #[arg(long)]
    pub(in crate::command) redact_secrets: bool,

    /// All or nothing: where something cannot be read, or the command is stopped, the store is as it was before. Rows
    /// that are left out one by one do not count.
    #[arg(long)]
    pub(in crate::command) atomic: bool,

    /// Do everything but write: tell what would be stored and what not.
    #[arg(long)]
    pub(in crate::command) dry_run: bool,

    /// Do not look for what is odd in rows; `audit` does that later. Quicker.
    #[arg(long)]
    pub(in crate::command) unjudged: bool,

    /// Write every row that is told to this file, as JSON Lines: table, key, place, code, message; nothing of what the
    /// row says.
    #[arg(long, value_name = "FILE")]
    pub(in crate::command) report: Option<PathBuf>,

    /// Tell at most this many rows on standard error; all are counted, and in the report.
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    pub(in crate::command) most: usize,

    /// How to print the numbers.
    #[arg(long, value_enum, default_value_t = StoreFormat::Human, value_name = "FORMAT")]
    pub(in crate::command) format: StoreFormat,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  What an export holds, into a new store:
    airbyte-db import deployment.db export.tar.gz

  A running Airbyte, without its secrets; the password comes from PGPASSWORD:
    airbyte-db import deployment.db postgres://docker@localhost:5432/airbyte --redact-secrets

  Whether a dump could be taken whole, and which rows could not:
    airbyte-db import deployment.db airbyte.sql --dry-run --report left-out.jsonl

Exit status: 0 every row is in the store, 1 some are left out, 2 something could not be read or written.";

/// Write the rows of a store for elsewhere.
///
/// TO is a folder that is not there yet, or a file whose name ends in .tar.gz (JSON Lines, a file a table), .sql (for a
/// Postgres that has Airbyte's tables: psql -v ON_ERROR_STOP=1 -f), or .db (another store). Secrets stay out unless
/// --secrets is given.
#[derive(Args)]
#[command(after_long_help = EXPORT_EXAMPLES)]
pub(in crate::command) struct Export {
    /// The store. It is only read.
    #[arg(value_name = "DB")]
    pub(in crate::command) store: PathBuf,

    /// Where to. It must not be there yet.
    #[arg(value_name = "TO")]
    pub(in crate::command) to: PathBuf,

    /// What TO is, where its name does not say it.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub(in crate::command) form: Option<ExportForm>,

    /// Only what belongs to this workspace: its id.
    #[arg(long, value_name = "UUID")]
    pub(in crate::command) workspace: Option<Uuid>,

    /// With all secrets, in clear. The export is then as secret as the store.
    #[arg(long)]
    pub(in crate::command) secrets: bool,

    /// Only this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(in crate::command) only: Vec<&'static str>,

    /// Leave out this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(in crate::command) except: Vec<&'static str>,

    /// How to print the numbers.
    #[arg(long, value_enum, default_value_t = StoreFormat::Human, value_name = "FORMAT")]
    pub(in crate::command) format: StoreFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum ExportForm {
    /// A folder of JSON Lines, a file a table.
    Folder,
    /// The same in a .tar.gz.
    Archive,
    /// SQL for Postgres.
    Sql,
    /// Another store.
    Store,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  A deployment without its secrets, to send to somebody:
    airbyte-db export deployment.db deployment.tar.gz

  One workspace, with its secrets, for another Airbyte:
    airbyte-db export deployment.db workspace.sql --workspace 5ae6b09b-fdec-41af-aaf7-7d94cfc33ef6 --secrets

Exit status: 0 done, 1 some rows cannot be written in that form, 2 something could not be read or written.";
