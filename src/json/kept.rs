//! A document inside a column or another document: its text is kept, its shape is known.

use super::{Document, read};
use crate::error::Result;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A JSON document that keeps its text and is read as `T` when asked.
///
/// Reading a row never fails because of what a document says: any JSON is kept, exactly as it was written but for
/// insignificant white space. Key order, number text, unknown members, `null` and absent ones all stay what they were.
/// Only [`Json::read`] wants the shape of `T`, and reads it as leniently as the platform does.
///
/// `Json` alone is JSON of any shape: what belongs to the connector, not to the platform.
///
/// ```
/// use airbyte_db::json::Json;
/// use std::collections::BTreeMap;
///
/// let kept: Json<BTreeMap<String, bool>> = Json::parse(r#"{ "public/users": "true", "null/orders": false }"#)?;
/// assert_eq!(kept.text(), r#"{"public/users":"true","null/orders":false}"#);
/// assert_eq!(kept.read()?["public/users"], true);
///
/// let made = Json::of(&vec![1, 2])?;
/// assert_eq!(made.text(), "[1,2]");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Json<T = Anything> {
    text: Box<str>,
    shape: PhantomData<fn() -> T>,
}

/// JSON of any shape.
pub enum Anything {}

/// A JSON object with members of any kind.
pub enum AnyObject {}

impl<T> Json<T> {
    /// Keeps a text.
    ///
    /// # Errors
    /// Text that is no JSON, or passes the default [`Limits`](super::Limits).
    pub fn parse(text: &str) -> Result<Self> {
        Document::parse(text)?;
        Ok(Json::of_valid(text))
    }

    /// The document `null`, which is not the same as no document at all (SQL NULL).
    pub fn null() -> Self {
        Json::of_valid("null")
    }

    /// The document that a value is written as.
    ///
    /// # Errors
    /// A value that JSON cannot hold, such as a map whose keys are not texts.
    pub fn of(value: &T) -> Result<Self>
    where
        T: Serialize,
    {
        let text = serde_json::to_string(value).map_err(|error| read::unwritable(&error))?;
        Ok(Json { text: text.into(), shape: PhantomData })
    }

    /// Reads it as the platform does.
    ///
    /// A number may stand where text belongs and the other way round, unknown members are passed over, and of an enum
    /// any literal is kept (facts, blobs 2).
    ///
    /// # Errors
    /// A document of another shape; the error has the pointer to the first value that does not fit.
    pub fn read(&self) -> Result<T>
    where
        T: DeserializeOwned,
    {
        read::from_text(&self.text)
    }

    /// Changes what `T` knows of it and leaves everything else as it was written: unknown members, the order of keys,
    /// nulls, and the text of numbers.
    ///
    /// Items of a list may be changed, moved, taken out or put in. Where one update changes some and also takes out or
    /// puts in others, nobody can tell which was which: the changed ones lose what `T` does not know of them.
    ///
    /// ```
    /// use airbyte_db::blobs::AllowedHosts;
    /// use airbyte_db::json::Json;
    ///
    /// let mut kept: Json<AllowedHosts> = Json::parse(r#"{"note": 1.50, "hosts": ["a"]}"#)?;
    /// kept.update(|allowed| allowed.hosts = Some(vec!["b".to_owned()]))?;
    /// assert_eq!(kept.text(), r#"{"note":1.50,"hosts":["b"]}"#);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Json::read`].
    pub fn update(&mut self, change: impl FnOnce(&mut T)) -> Result<()>
    where
        T: DeserializeOwned + Serialize,
    {
        let mut value = self.read()?;
        let before = Json::of(&value)?;
        change(&mut value);
        let after = Json::of(&value)?;
        let (kept, before, after) = (self.document()?, before.document()?, after.document()?);
        self.text = super::merge::merge(kept.root(), before.root(), after.root()).into();
        Ok(())
    }

    /// The text, without insignificant white space.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, as [`Json::text`] gives it.
    pub fn into_text(self) -> String {
        self.text.into()
    }

    /// Whether it is the document `null`.
    pub fn is_null(&self) -> bool {
        &*self.text == "null"
    }

    /// The document, to walk in.
    ///
    /// # Errors
    /// A document that came through another reader than [`Json::parse`] and passes the limits.
    pub fn document(&self) -> Result<Document<'_>> {
        Document::parse(&*self.text)
    }

    /// Keeps a text as it stands in a column. Where it is no JSON after all, [`Json::document`] says so.
    pub(crate) fn kept(text: Cow<'_, str>) -> Self {
        Json { text: text.into(), shape: PhantomData }
    }

    /// Keeps a text that is known to be JSON.
    pub(crate) fn of_valid(text: &str) -> Self {
        Json { text: compact(text).into(), shape: PhantomData }
    }
}

/// For serde's `deserialize_with`, beside `default`: the document `null` is a document; only an absent one is none.
pub(crate) fn kept_document<'de, T, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Json<T>>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// The text without white space between its tokens.
fn compact(json: &str) -> Cow<'_, str> {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let mut kept = String::new();
    let (mut start, mut at, mut in_string) = (0, 0, false);
    let bytes = json.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            byte if !in_string && is_blank(byte) => {
                kept.push_str(&json[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start == 0 {
        return Cow::Borrowed(json);
    }
    kept.push_str(&json[start..]);
    Cow::Owned(kept)
}

/// Shows the size only: the text may hold a secret.
impl<T> fmt::Debug for Json<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Json({} bytes)", self.text.len())
    }
}

impl<T> Clone for Json<T> {
    fn clone(&self) -> Self {
        Json { text: self.text.clone(), shape: PhantomData }
    }
}

/// Equal where the texts are, byte for byte.
impl<T> PartialEq for Json<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Json<T> {}

impl<T> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.text).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|raw| Json::of_valid(raw.get()))
    }
}

/// The schema is that of what the document should be; what is kept may be anything.
impl<T: JsonSchema> JsonSchema for Json<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl JsonSchema for Anything {
    fn schema_name() -> Cow<'static, str> {
        "Anything".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

impl JsonSchema for AnyObject {
    fn schema_name() -> Cow<'static, str> {
        "AnyObject".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object"})
    }
}
