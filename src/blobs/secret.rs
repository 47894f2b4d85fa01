//! Secrets, and what stands in their place.

use crate::table::{Cell, ColumnValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that must not be seen: its debug form says nothing of it.
///
/// ```
/// let secret = airbyte_db::blobs::SecretText::from("s3cret");
/// assert_eq!(format!("{secret:?}"), "SecretText(..)");
/// assert_eq!(secret.expose(), "s3cret");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline, extend("airbyte_secret" = true))]
pub struct SecretText(String);

impl SecretText {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        SecretText(text.to_owned())
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        SecretText(text)
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText(..)")
    }
}

impl ColumnValue for SecretText {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.expose().into())
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        String::from_cell(cell).map(SecretText)
    }
}

/// What stands in the place of a secret in a stored document (facts, blobs 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecretReference {
    /// The coordinate of the secret: what it is called in the table `secrets`, with `_v` and its version at the end.
    #[serde(rename = "_secret")]
    pub secret: String,
}
