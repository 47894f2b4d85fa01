//! Deployments in and out: from where they are into a store, and from a store to where they are wanted.
//!
//! ```text
//!  Source ──begin──▶ Incoming ──cells──▶ row ──(redact)──▶ store
//!                       └─ what cannot be stored is told, with its table, key and reason
//!  store ──(workspace)──▶ cells ──(redact)──▶ Sink
//! ```
//!
//! Rows pass through a few at a time, so memory does not grow with their number. This module opens no file and no
//! connection of its own choice: whoever uses it hands over what is read and written.

mod bytes;
mod cells;
mod copy_text;
mod dump;
mod export;
mod files;
mod import;
mod json_lines;
mod json_lines_sink;
mod jsonb;
mod judging;
mod platform_archive;
#[cfg(all(feature = "postgres", not(target_arch = "wasm32")))]
mod postgres;
mod redact;
mod sink;
mod source;
mod sql;
mod store_rows;
mod taking;
mod told;
mod workspace;

pub use dump::Dump;
pub use export::{Export, ExportOptions, Exported, copy, export};
pub use files::{Archive, File, Files, Folder, Open};
pub use import::{Import, Options, Stage};
pub use json_lines::{JsonLines, table_of_file};
pub use json_lines_sink::{JsonLinesSink, Pack, Parts, TarGz};
pub use platform_archive::PlatformArchive;
#[cfg(all(feature = "postgres", not(target_arch = "wasm32")))]
pub use postgres::{Postgres, PostgresAddress};
pub use sink::Sink;
pub use source::{Incoming, Place, Progress, Selection, Source, Values};
pub use sql::Sql;
pub use store_rows::StoreRows;
pub use told::{Counts, REFUSED, Summary, Told};
