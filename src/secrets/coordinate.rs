//! What a stored secret is called.

use crate::error::{Result, at};
use crate::validate::format::Format;
use std::fmt;
use std::str::FromStr;

/// The name of a stored secret: what it is called, and which version of it.
///
/// The platform's own are `airbyte_workspace_<workspace>_secret_<id>_v<version>`; other bases, such as
/// `service_account_json_…`, are taken as they are.
///
/// ```
/// use airbyte_db::secrets::Coordinate;
///
/// let text = "airbyte_workspace_aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000_secret_11111111-2222-4333-8444-555566667777_v3";
/// let coordinate: Coordinate = text.parse()?;
/// assert_eq!(coordinate.version(), 3);
/// assert_eq!(coordinate.next()?.version(), 4);
/// assert_eq!(coordinate.to_string(), text);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coordinate {
    base: String,
    version: i64,
}

impl Coordinate {
    /// The first version of a new secret.
    ///
    /// # Errors
    /// Either id is no UUID.
    pub fn new(workspace: &str, id: &str) -> Result<Coordinate> {
        let uuid = |text: &str, message| {
            if Format::Uuid.accepts(text) { Ok(text.to_ascii_lowercase()) } else { Err(at("", message)) }
        };
        let workspace = uuid(workspace, "the workspace is not named by a UUID")?;
        let id = uuid(id, "the id for a new secret is no UUID")?;
        Ok(Coordinate { base: format!("airbyte_workspace_{workspace}_secret_{id}"), version: 1 })
    }

    /// Everything before `_v` and the version.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The version; the first is 1.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The same secret in another version.
    #[must_use]
    pub fn with_version(self, version: i64) -> Coordinate {
        Coordinate { version, ..self }
    }

    /// The same secret in its next version.
    ///
    /// # Errors
    /// There is no higher number.
    pub fn next(&self) -> Result<Coordinate> {
        let version = self.version.checked_add(1).ok_or_else(|| at("", "a secret has no further version"))?;
        Ok(self.clone().with_version(version))
    }
}

impl fmt::Display for Coordinate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_v{}", self.base, self.version)
    }
}

impl FromStr for Coordinate {
    type Err = crate::Error;

    /// As the platform: `_v` exactly once, a 64-bit number behind it.
    fn from_str(text: &str) -> Result<Coordinate> {
        let (base, version) = crate::validate::coordinate_parts(text)
            .ok_or_else(|| at("", "a coordinate is a name, then _v and the number of its version"))?;
        Ok(Coordinate { base: base.to_owned(), version })
    }
}
