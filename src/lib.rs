//! airbyte-db
mod error;
pub mod json;
pub use error::{Error, ErrorKind, Position, Result};
