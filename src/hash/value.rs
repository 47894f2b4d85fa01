//! A hash as it is stored, and the question to which document it belongs.

use super::{Algorithm, HashForm, Reading, jackson};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// A hash as the platform stores it: its shape says how it was computed.
///
/// ```
/// use airbyte_db::hash::{Algorithm, HashForm, HashValue, Reading};
///
/// let stored: HashValue = "4d6cdf2743e326e6233749adcc15d0d2".parse()?;
/// assert_eq!(stored.algorithm(), Algorithm::Md5);
/// let origin = stored.belongs_to(r#"{ "b": 1, "a": 2 }"#)?.expect("it is the hash of this text");
/// assert_eq!((origin.reading, origin.form), (Reading::Configuration, HashForm::Md5));
/// assert_eq!(stored.belongs_to("{}")?, None);
///
/// let error = "4D6C".parse::<HashValue>().unwrap_err();
/// assert!(error.message().contains("8 digits"), "{error}");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HashValue {
    /// The four bytes of a murmur3 hash, in the order in which they are printed.
    Murmur3([u8; 4]),
    /// The sixteen bytes of an MD5 hash.
    Md5([u8; 16]),
}

/// What a hash was made of: how the text was read, and in which form it was hashed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// How the text was read.
    pub reading: Reading,
    /// The form of the hash.
    pub form: HashForm,
}

impl HashValue {
    /// How it was computed.
    pub fn algorithm(self) -> Algorithm {
        match self {
            HashValue::Murmur3(_) => Algorithm::Murmur3,
            HashValue::Md5(_) => Algorithm::Md5,
        }
    }

    /// Whether it is the hash of a document, and under which form: as a configuration or as a catalog, with the keys
    /// as written, sorted or in Postgres' order, in the print of any era, or of the very bytes.
    ///
    /// Where several forms give the same hash, that of the smallest change to the text is told.
    ///
    /// # Errors
    /// Text that is no JSON, nests too deep or is too large.
    pub fn belongs_to(self, text: &str) -> Result<Option<Origin>> {
        self.belongs_to_as(text, &[Reading::Configuration, Reading::Catalog, Reading::Bytes], &HashForm::ALL)
    }

    /// The same, with only these readings and forms.
    ///
    /// # Errors
    /// As [`HashValue::belongs_to`]; never where [`Reading::Bytes`] is the only reading.
    pub fn belongs_to_as(self, text: &str, readings: &[Reading], forms: &[HashForm]) -> Result<Option<Origin>> {
        let is_bytes = |reading: &Reading| *reading == Reading::Bytes;
        let document = if readings.iter().all(is_bytes) { None } else { Some(jackson::parse(text)?) };
        let forms: Vec<HashForm> = forms.iter().copied().filter(|form| form.algorithm() == self.algorithm()).collect();
        for &reading in readings {
            for &form in &forms {
                let hash = match &document {
                    Some(document) if !is_bytes(&reading) => super::of_value(document.root(), reading, form).ok(),
                    _ => Some(super::of_bytes(text.as_bytes(), form)),
                };
                // A document that is refused in a form has no hash in it.
                if hash == Some(self) {
                    return Ok(Some(Origin { reading, form }));
                }
            }
        }
        Ok(None)
    }

    fn bytes(&self) -> &[u8] {
        match self {
            HashValue::Murmur3(bytes) => bytes,
            HashValue::Md5(bytes) => bytes,
        }
    }
}

/// Lower-case hexadecimal digits, as they are stored.
impl fmt::Display for HashValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes().iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl FromStr for HashValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<HashValue> {
        let read = read_digits(text).map(HashValue::Murmur3).or_else(|| read_digits(text).map(HashValue::Md5));
        read.ok_or_else(|| {
            let message = "a hash has lower-case hexadecimal digits: 8 digits for murmur3, 32 for MD5".to_owned();
            ErrorKind::Hash { position: None, message }.into()
        })
    }
}

fn read_digits<const SIZE: usize>(text: &str) -> Option<[u8; SIZE]> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != SIZE * 2 || !text.bytes().all(is_digit) {
        return None;
    }
    let mut bytes = [0; SIZE];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

impl Serialize for HashValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HashValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
