//! airbyte-db
#[cfg(all(feature = "cli", target_arch = "wasm32"))]
compile_error!("the command line (feature `cli`) is native only");

pub mod blobs;
mod error;
pub mod json;
mod nearest;
pub mod report;
pub mod validate;
pub mod yaml;

pub use error::{Error, ErrorKind, Position, Result};
pub use validate::{Branch, Code, Finding, Memory, Mode, Options, Severity, Validator, Verdict};
