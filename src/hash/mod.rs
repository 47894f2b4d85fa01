//! The hashes that the platform stores: 32-bit murmur3 and MD5 over the text that Jackson writes of a document.
//!
//! ```text
//!  text ──jackson::rewrite──▶ Jackson's text ──Murmur3 or MD5──▶ HashValue ──Display──▶ what is stored
//!   │                             ▲                                  ▲
//!   │ Document::parse             │ jackson::write                   │ FromStr
//!   ▼                             │                                  │
//!  Value ──the class of catalogs──┘                             a stored text
//! ```
//!
//! `actor_catalog.catalog_hash` is a murmur3 hash of a catalog, and `actor_catalog_fetch_event.config_hash` an MD5
//! hash of a configuration. Which text they are made of, and how they are printed, has changed: [`HashForm`] lists it.
//! `docs/hashes.md` says what is stored where, and how to compare it.
//!
//! ```
//! use airbyte_db::hash::{self, HashForm, Reading};
//!
//! let catalog = r#"{"streams": []}"#;
//! assert_eq!(hash::of_text(catalog, Reading::Catalog, HashForm::Murmur3)?.to_string(), "8eaec2ee");
//!
//! // A configuration as it was saved, in any order; Postgres gave it back in its own.
//! let configuration = r#"{"port": 5432, "host": "localhost"}"#;
//! let stored = hash::of_text(configuration, Reading::Configuration, HashForm::Md5Jsonb)?;
//! let read_back = r#"{"host": "localhost", "port": 5432}"#;
//! assert_eq!(stored, hash::of_text(read_back, Reading::Configuration, HashForm::Md5)?);
//! # Ok::<(), airbyte_db::Error>(())
//! ```

mod catalog;
mod form;
pub mod jackson;
mod java_map;
mod md5;
pub mod murmur3;
mod value;

use crate::error::{Error, ErrorKind, Result};
use crate::json::Value;
use jackson::Sink;
use md5::Md5;
use murmur3::Murmur3;

pub use form::{Algorithm, HashForm, Reading};
pub use value::{HashValue, Origin};

/// The hash of bytes as they stand; of the form only how it is computed and printed counts.
///
/// ```
/// use airbyte_db::hash::{self, HashForm};
///
/// assert_eq!(hash::of_bytes(b"hello", HashForm::Murmur3).to_string(), "47fa8b24");
/// assert_eq!(hash::of_bytes(b"hello", HashForm::Murmur3SortedBigEndian).to_string(), "248bfa47");
/// assert_eq!(hash::of_bytes(b"hello", HashForm::Md5).to_string(), "5d41402abc4b2a76b9719d911017c592");
/// ```
pub fn of_bytes(bytes: &[u8], form: HashForm) -> HashValue {
    let mut hasher = Hasher::new(form);
    hasher.update(bytes);
    hasher.finish()
}

/// The hash of a JSON text (or, as [`Reading::Bytes`], of any text).
///
/// ```
/// use airbyte_db::hash::{self, HashForm, Reading};
///
/// let text = r#"{"streams": [{"name": "users", "json_schema": {}}]}"#;
/// // A catalog goes through the platform's class, which writes the lists that are missing.
/// assert_eq!(hash::of_text(text, Reading::Catalog, HashForm::Murmur3)?.to_string(), "a8e4917a");
/// assert_eq!(hash::of_text(text, Reading::Configuration, HashForm::Murmur3)?.to_string(), "a8b33ef8");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON, nests deeper than 1000 levels or has more than 64 MiB; a document that the form cannot hold
/// (see [`jackson::rewrite`]); as [`Reading::Catalog`] a document that the platform's class refuses.
pub fn of_text(text: &str, reading: Reading, form: HashForm) -> Result<HashValue> {
    match reading {
        Reading::Bytes => Ok(of_bytes(text.as_bytes(), form)),
        Reading::Catalog => of_value(jackson::parse(text)?.root(), reading, form),
        Reading::Configuration => Ok(jackson::rewrite_into(text, form.key_order(), || Hasher::new(form))?.finish()),
    }
}

/// The hash of a value of a document that was parsed; as [`Reading::Bytes`] that of its text as it stands there.
///
/// ```
/// use airbyte_db::hash::{self, HashForm, Reading};
/// use airbyte_db::json::Document;
///
/// let row = Document::parse(r#"{"id": 1, "catalog": {"streams": []}}"#)?;
/// let catalog = row.root().get("catalog").expect("the row has a catalog");
/// assert_eq!(hash::of_value(catalog, Reading::Catalog, HashForm::Murmur3)?.to_string(), "8eaec2ee");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// As [`of_text`], but for what the parser refuses.
pub fn of_value(value: Value<'_>, reading: Reading, form: HashForm) -> Result<HashValue> {
    let mut hasher = Hasher::new(form);
    write(value, reading, form, &mut hasher)?;
    Ok(hasher.finish())
}

/// The text that a hash is made of: what Jackson would write.
///
/// ```
/// use airbyte_db::hash::{self, HashForm, Reading};
///
/// let text = hash::text_of(r#"{"streams": [], "b": 1, "a": null}"#, Reading::Catalog, HashForm::Murmur3)?;
/// assert_eq!(text, r#"{"streams":[],"a":null,"b":1}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// As [`of_text`].
pub fn text_of(text: &str, reading: Reading, form: HashForm) -> Result<String> {
    match reading {
        Reading::Bytes => Ok(text.to_owned()),
        Reading::Configuration => jackson::rewrite(text, form.key_order()),
        Reading::Catalog => {
            let mut written = String::new();
            write(jackson::parse(text)?.root(), reading, form, &mut written)?;
            Ok(written)
        }
    }
}

fn write(value: Value<'_>, reading: Reading, form: HashForm, sink: &mut dyn Sink) -> Result<()> {
    match reading {
        Reading::Bytes => {
            sink.put(value.raw());
            Ok(())
        }
        Reading::Configuration => jackson::write(value, form.key_order(), sink),
        Reading::Catalog => catalog::write(value, form.key_order(), sink),
    }
}

/// A hash in the making.
enum Hasher {
    Murmur3(Murmur3),
    Murmur3BigEndian(Murmur3),
    Md5(Md5),
}

impl Hasher {
    fn new(form: HashForm) -> Self {
        match (form.algorithm(), form) {
            (Algorithm::Md5, _) => Hasher::Md5(Md5::new()),
            (_, HashForm::Murmur3SortedBigEndian) => Hasher::Murmur3BigEndian(Murmur3::new(0)),
            _ => Hasher::Murmur3(Murmur3::new(0)),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Hasher::Murmur3(hash) | Hasher::Murmur3BigEndian(hash) => hash.update(bytes),
            Hasher::Md5(hash) => hash.update(bytes),
        }
    }

    fn finish(self) -> HashValue {
        match self {
            Hasher::Murmur3(hash) => HashValue::Murmur3(hash.finish().to_le_bytes()),
            Hasher::Murmur3BigEndian(hash) => HashValue::Murmur3(hash.finish().to_be_bytes()),
            Hasher::Md5(hash) => HashValue::Md5(hash.finish()),
        }
    }
}

impl Sink for Hasher {
    fn put(&mut self, text: &str) {
        self.update(text.as_bytes());
    }
}

/// The error for a value of which a hash cannot be made; the message must not quote the value.
fn refused(value: Value<'_>, message: impl Into<String>) -> Error {
    ErrorKind::Hash { position: Some(value.position()), message: message.into() }.into()
}
