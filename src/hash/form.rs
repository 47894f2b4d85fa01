//! What is hashed, and how a hash is made and printed: by era.

use super::jackson::KeyOrder;
use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// How a hash is made of a text, and printed.
///
/// The platform stores hashes as text, and has changed what it stores:
///
/// | HashForm | Text | Printed | Stored |
/// |---|---|---|---|
/// | [`Murmur3`](HashForm::Murmur3) | as written | murmur3, lowest byte first | `catalog_hash` in 2023 |
/// | [`Murmur3Sorted`](HashForm::Murmur3Sorted) | keys sorted | murmur3, lowest byte first | `catalog_hash` between the two |
/// | [`Murmur3SortedBigEndian`](HashForm::Murmur3SortedBigEndian) | keys sorted | murmur3, highest byte first | `catalog_hash` in 2026 |
/// | [`Murmur3Jsonb`](HashForm::Murmur3Jsonb) | keys in Postgres' order | murmur3, lowest byte first | what the data catalog says of `config_hash` |
/// | [`Md5`](HashForm::Md5) | as written | MD5 | `config_hash`, of a configuration as it was read back |
/// | [`Md5Jsonb`](HashForm::Md5Jsonb) | keys in Postgres' order | MD5 | the same, of a configuration in any order |
///
/// ```
/// use airbyte_db::hash::{self, HashForm, Reading};
///
/// let text = r#"{"b": 1, "a": 2}"#;
/// let hash = |form| hash::of_text(text, Reading::Configuration, form).map(|hash| hash.to_string());
/// assert_eq!(hash(HashForm::Murmur3)?, "1a1ed9cb");
/// assert_eq!(hash(HashForm::Md5)?, "4d6cdf2743e326e6233749adcc15d0d2");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum HashForm {
    /// `murmur3`: over the text as written, lowest byte first. The default.
    #[default]
    Murmur3,
    /// `murmur3-sorted`: over sorted keys, lowest byte first.
    Murmur3Sorted,
    /// `murmur3-sorted-big-endian`: over sorted keys, highest byte first.
    Murmur3SortedBigEndian,
    /// `murmur3-jsonb`: over keys in Postgres' order, lowest byte first.
    Murmur3Jsonb,
    /// `md5`: over the text as written.
    Md5,
    /// `md5-jsonb`: over keys in Postgres' order.
    Md5Jsonb,
}

/// How a hash is computed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Algorithm {
    /// 32-bit x86 murmur3 with seed 0: eight hexadecimal digits.
    Murmur3,
    /// MD5: 32 hexadecimal digits.
    Md5,
}

impl HashForm {
    /// Every form that there is.
    pub const ALL: [HashForm; 6] = [
        HashForm::Murmur3,
        HashForm::Murmur3Sorted,
        HashForm::Murmur3SortedBigEndian,
        HashForm::Murmur3Jsonb,
        HashForm::Md5,
        HashForm::Md5Jsonb,
    ];

    /// Its name, for people and programs.
    pub fn as_str(self) -> &'static str {
        match self {
            HashForm::Murmur3 => "murmur3",
            HashForm::Murmur3Sorted => "murmur3-sorted",
            HashForm::Murmur3SortedBigEndian => "murmur3-sorted-big-endian",
            HashForm::Murmur3Jsonb => "murmur3-jsonb",
            HashForm::Md5 => "md5",
            HashForm::Md5Jsonb => "md5-jsonb",
        }
    }

    /// The order of keys in the text that is hashed.
    pub fn key_order(self) -> KeyOrder {
        match self {
            HashForm::Murmur3 | HashForm::Md5 => KeyOrder::AsWritten,
            HashForm::Murmur3Sorted | HashForm::Murmur3SortedBigEndian => KeyOrder::Sorted,
            HashForm::Murmur3Jsonb | HashForm::Md5Jsonb => KeyOrder::Jsonb,
        }
    }

    /// How the hash is computed.
    pub fn algorithm(self) -> Algorithm {
        match self {
            HashForm::Md5 | HashForm::Md5Jsonb => Algorithm::Md5,
            _ => Algorithm::Murmur3,
        }
    }
}

/// What a text is read as before it is hashed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reading {
    /// `catalog`: a document that goes through the platform's class for catalogs.
    Catalog,
    /// `config`: a document that stays as it is: a configuration, and any other JSON.
    Configuration,
    /// `bytes`: hashed as it stands. The order of keys in a [`HashForm`] does not count then.
    Bytes,
}

impl Reading {
    /// Every reading that there is.
    pub const ALL: [Reading; 3] = [Reading::Catalog, Reading::Configuration, Reading::Bytes];

    /// Its name, for people and programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Reading::Catalog => "catalog",
            Reading::Configuration => "config",
            Reading::Bytes => "bytes",
        }
    }
}

impl fmt::Display for HashForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for HashForm {
    type Err = Error;

    fn from_str(name: &str) -> Result<HashForm, Error> {
        let known = HashForm::ALL.into_iter().find(|form| form.as_str() == name);
        known.ok_or_else(|| unknown("form of a hash", &HashForm::ALL.map(HashForm::as_str)))
    }
}

impl FromStr for Reading {
    type Err = Error;

    fn from_str(name: &str) -> Result<Reading, Error> {
        let known = Reading::ALL.into_iter().find(|reading| reading.as_str() == name);
        known.ok_or_else(|| unknown("way to read what is hashed", &Reading::ALL.map(Reading::as_str)))
    }
}

fn unknown(what: &str, known: &[&str]) -> Error {
    let message = format!("there is no such {what}; there are {}", known.join(", "));
    ErrorKind::Hash { position: None, message }.into()
}
