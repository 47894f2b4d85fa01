//! airbyte-db
mod error;
pub mod json;
mod nearest;
pub mod validate;
pub use error::{Error, ErrorKind, Position, Result};
pub use validate::{Branch, Code, Finding, Memory, Mode, Options, Severity, Validator, Verdict};
