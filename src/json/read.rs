//! Documents into types, as leniently as the platform's reader (Jackson): facts, blobs 2, «Scalar leniency».
//! What does not fit is told by its place and kind, never by its text: it may be a secret.

use super::{Document, Kind, Members, Value, push_segment};
use crate::error::{Error, ErrorKind};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// Reads a text as `T`.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> crate::Result<T> {
    let document = Document::parse(text)?;
    T::deserialize(Reader(document.root())).map_err(Misfit::into_error)
}

/// The error of a value that cannot be written as JSON.
pub(super) fn unwritable(_: &serde_json::Error) -> Error {
    ErrorKind::Shape { pointer: String::new(), message: "the value cannot be written as JSON".to_owned() }.into()
}

/// A value that is not what was asked for.
#[derive(Debug)]
struct Misfit {
    message: String,
    /// The way to it, from the inside out.
    path: Vec<String>,
}

impl Misfit {
    fn at(mut self, segment: impl Into<String>) -> Self {
        self.path.push(segment.into());
        self
    }

    fn into_error(self) -> Error {
        let mut pointer = String::new();
        for segment in self.path.iter().rev() {
            push_segment(&mut pointer, segment);
        }
        ErrorKind::Shape { pointer, message: self.message }.into()
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    /// The words of a type's own error may quote the value, so they are not passed on.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Misfit { message: "the value is not of the form that belongs here".to_owned(), path: Vec::new() }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Misfit { message: format!("found {}, but expected {expected}", kind_of(found)), path: Vec::new() }
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Misfit { message: format!("expected {expected}"), path: Vec::new() }
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Misfit { message: format!("found {length} items, but expected {expected}"), path: Vec::new() }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Misfit { message: format!("expected one of {}", expected.join(", ")), path: Vec::new() }
    }

    fn missing_field(name: &'static str) -> Self {
        Misfit { message: format!("the member {name} is missing"), path: Vec::new() }
    }

    fn duplicate_field(name: &'static str) -> Self {
        Misfit { message: format!("the member {name} is there twice, once under another name"), path: Vec::new() }
    }
}

fn kind_of(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Str(_) | Unexpected::Char(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

/// A value, about to be read as something.
struct Reader<'doc>(Value<'doc>);

impl Reader<'_> {
    fn unexpected<'de>(self, visitor: &impl Visitor<'de>) -> Misfit {
        let found = match self.0.kind() {
            Kind::Null => Unexpected::Unit,
            Kind::Boolean => Unexpected::Bool(true),
            Kind::Number => Unexpected::Signed(0),
            Kind::String => Unexpected::Str(""),
            Kind::Array => Unexpected::Seq,
            Kind::Object => Unexpected::Map,
        };
        de::Error::invalid_type(found, visitor)
    }

    /// A whole number: written as one, with a fraction (which is cut off), or as text.
    fn whole(&self) -> Option<i64> {
        match self.0.kind() {
            Kind::Number => match self.0.as_number()?.as_i64() {
                Some(whole) => Some(whole),
                None if self.0.is_plain_number() => None,
                None => cut(self.0.raw().parse().ok()?),
            },
            Kind::String => self.0.as_str()?.trim().parse().ok(),
            _ => None,
        }
    }
}

/// A floating-point number without its fraction, where 64 bits hold it.
fn cut(number: f64) -> Option<i64> {
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "within 64 bits, cutting the fraction is what is meant")]
    (-BOUND..BOUND).contains(&number).then_some(number as i64)
}

/// Whole numbers of every width are read as 64 bits; serde's own conversion refuses what is too large.
macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
            match self.whole() {
                Some(number) => visitor.visit_i64(number),
                None => Err(self.unexpected(&visitor)),
            }
        }
    )*};
}

impl<'doc> Deserializer<'doc> for Reader<'doc> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Boolean => self.deserialize_bool(visitor),
            Kind::Number if self.0.is_plain_number() && self.whole().is_some() => self.deserialize_i64(visitor),
            Kind::Number => self.deserialize_f64(visitor),
            Kind::String => self.deserialize_str(visitor),
            Kind::Array => self.deserialize_seq(visitor),
            Kind::Object => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let read = match self.0.kind() {
            Kind::Boolean => self.0.as_bool(),
            Kind::Number => self.0.as_number().and_then(super::Number::as_i64).map(|number| number != 0),
            Kind::String => match self.0.as_str().as_deref().map(str::trim) {
                Some("true" | "True" | "TRUE") => Some(true),
                Some("false" | "False" | "FALSE") => Some(false),
                _ => None,
            },
            _ => None,
        };
        match read {
            Some(truth) => visitor.visit_bool(truth),
            None => Err(self.unexpected(&visitor)),
        }
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let text = match self.0.kind() {
            Kind::Number => Some(Cow::Borrowed(self.0.raw())),
            Kind::String => self.0.as_str(),
            _ => None,
        };
        match text.and_then(|text| text.trim().parse().ok()) {
            Some(number) => visitor.visit_f64(number),
            None => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.kind() {
            Kind::String => match self.0.as_str().unwrap_or_default() {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Kind::Number | Kind::Boolean => visitor.visit_borrowed_str(self.0.raw()),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'doc>>(self, name: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        if name == RAW {
            return visitor.visit_map(Raw(Some(self.0.raw())));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.kind() {
            Kind::Array => visitor.visit_seq(Items { items: self.0.items(), number: 0 }),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'doc>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'doc>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.kind() {
            Kind::Object => visitor.visit_map(Entries { members: self.0.members(), value: None }),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'doc>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'doc>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0.as_str() {
            Some(text) => visitor.visit_enum(text.into_owned().into_deserializer()),
            None => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'doc>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'doc>>
        bytes byte_buf unit unit_struct identifier
    }
}

/// The name under which serde_json asks for the text of a value.
const RAW: &str = "$serde_json::private::RawValue";

/// The answer to [`RAW`]: a map of one member, that name and the text.
struct Raw<'doc>(Option<&'doc str>);

impl<'doc> MapAccess<'doc> for Raw<'doc> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'doc>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        if self.0.is_none() {
            return Ok(None);
        }
        seed.deserialize(StrDeserializer::new(RAW)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'doc>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        seed.deserialize(self.0.take().unwrap_or("null").to_owned().into_deserializer())
    }
}

struct Items<'doc> {
    items: super::Items<'doc>,
    number: usize,
}

impl<'doc> SeqAccess<'doc> for Items<'doc> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'doc>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let number = self.number;
        self.number += 1;
        seed.deserialize(Reader(item)).map(Some).map_err(|misfit| misfit.at(number.to_string()))
    }
}

struct Entries<'doc> {
    members: Members<'doc>,
    /// The name and value of the member whose name was given out.
    value: Option<(Cow<'doc, str>, Value<'doc>)>,
}

impl<'doc> MapAccess<'doc> for Entries<'doc> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'doc>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some(member) = self.members.next() else { return Ok(None) };
        let name = member.name();
        let key = seed.deserialize(name.clone().into_deserializer()).map(Some);
        self.value = Some((name, member.value()));
        key
    }

    fn next_value_seed<V: DeserializeSeed<'doc>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((name, value)) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its name"));
        };
        seed.deserialize(Reader(value)).map_err(|misfit| misfit.at(name))
    }
}
