//! A catalog as the platform's class `AirbyteCatalog` writes it: what is read into that class, and printed from it, is
//! not the document that came.
//!
//! Members come in the order of the class, the unknown ones after them in that of a Java `HashMap`; lists that are
//! absent are written as `[]`; what is null is left out. What the class does not take is refused, as Jackson refuses
//! it: a text where a list belongs, a sync mode that does not exist.

use super::jackson::{KeyOrder, Name, Sink, inner, write_name, write_part};
use super::{java_map, refused};
use crate::error::{Error, Result};
use crate::json::{Kind, Member, Value, code_units};

/// What a member of a class takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Anything,
    Boolean,
    Text,
    SyncMode,
    Stream,
    Texts,
    SyncModes,
    TextLists,
    Streams,
}

type Class = [(&'static str, Rule)];

const CATALOG: &Class = &[("streams", Rule::Streams)];

const STREAM: &Class = &[
    ("name", Rule::Text),
    ("json_schema", Rule::Anything),
    ("supported_sync_modes", Rule::SyncModes),
    ("source_defined_cursor", Rule::Boolean),
    ("default_cursor_field", Rule::Texts),
    ("source_defined_primary_key", Rule::TextLists),
    ("namespace", Rule::Text),
];

const SYNC_MODES: [&str; 2] = ["full_refresh", "incremental"];

/// Writes a catalog. With [`KeyOrder::Sorted`] the class's own members are sorted too; with [`KeyOrder::Jsonb`] the
/// catalog is taken as Postgres gives it back, and the class's members keep the order of the class.
pub(super) fn write(catalog: Value<'_>, keys: KeyOrder, sink: &mut dyn Sink) -> Result<()> {
    let mut writer = Writer { keys, text: String::with_capacity(catalog.raw().len()) };
    if catalog.is_null() {
        // Jackson reads null as no object, and writes that as null again.
        writer.text.push_str("null");
    } else {
        writer.object(catalog, CATALOG)?;
    }
    sink.put(&writer.text);
    Ok(())
}

struct Writer {
    keys: KeyOrder,
    text: String,
}

/// A member to be written, with its name.
struct Field<'doc> {
    name: Name<'doc>,
    content: Content<'doc>,
}

enum Content<'doc> {
    EmptyList,
    Ruled(Rule, Value<'doc>),
    Unknown(Member<'doc>),
}

impl Writer {
    fn object(&mut self, object: Value<'_>, class: &'static Class) -> Result<()> {
        if object.kind() != Kind::Object {
            return Err(not_taken(object, "an object"));
        }
        let mut fields = known_fields(object, class)?;
        self.add_unknown_fields(object, class, &mut fields);
        let (mut names, contents): (Vec<Name<'_>>, Vec<Content<'_>>) =
            (0..).zip(fields).map(|(number, field)| (Name { number, ..field.name }, field.content)).unzip();
        if self.keys == KeyOrder::Sorted {
            self.keys.sort(&mut names);
        }
        self.text.push('{');
        for (place, name) in names.iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            self.field(name, &contents[name.number as usize])?;
        }
        self.text.push('}');
        Ok(())
    }

    /// Adds what the class does not know, in the order of a map to which it was added as it came.
    fn add_unknown_fields<'doc>(&self, object: Value<'doc>, class: &'static Class, fields: &mut Vec<Field<'doc>>) {
        let is_known = |member: &Member<'_>| class.iter().any(|(name, _)| member.is_named(name));
        let members: Vec<Member<'doc>> = match self.keys.arranged(object) {
            Some(names) => names.iter().map(|name| object.member_at(name.number)).collect(),
            None => object.members().collect(),
        };
        let unknown: Vec<Member<'doc>> = members.into_iter().filter(|member| !is_known(member)).collect();
        let units = |member: &Member<'_>| code_units(inner(member.name_value())).collect();
        let order = match unknown.len() {
            0 | 1 => (0..unknown.len()).collect(),
            _ => java_map::order(unknown.iter().map(units).collect()),
        };
        fields.extend(order.into_iter().map(|number| {
            let member = unknown[number];
            Field { name: Name::of(member), content: Content::Unknown(member) }
        }));
    }

    fn field(&mut self, name: &Name<'_>, content: &Content<'_>) -> Result<()> {
        if let Content::Unknown(member) = *content {
            write_name(member, self.keys, &mut self.text)?;
            return write_part(member.value(), self.keys, &mut self.text);
        }
        self.text.push('"');
        self.text.push_str(name.inner);
        self.text.push_str("\":");
        if let Content::Ruled(rule, value) = *content {
            return self.ruled(rule, value);
        }
        self.text.push_str("[]");
        Ok(())
    }

    fn ruled(&mut self, rule: Rule, value: Value<'_>) -> Result<()> {
        match rule {
            Rule::Anything => write_part(value, self.keys, &mut self.text),
            Rule::Boolean => {
                self.text.push_str(if read_boolean(value)? == Some(true) { "true" } else { "false" });
                Ok(())
            }
            Rule::Text => self.text(value),
            Rule::SyncMode if value.as_str().is_some_and(|mode| SYNC_MODES.contains(&&*mode)) => self.text(value),
            Rule::SyncMode => Err(not_taken(value, "\"full_refresh\" or \"incremental\"")),
            Rule::Stream => self.object(value, STREAM),
            Rule::Texts => self.list(value, Rule::Text),
            Rule::SyncModes => self.list(value, Rule::SyncMode),
            Rule::TextLists => self.list(value, Rule::Texts),
            Rule::Streams => self.list(value, Rule::Stream),
        }
    }

    fn list(&mut self, list: Value<'_>, rule: Rule) -> Result<()> {
        if list.kind() != Kind::Array {
            return Err(not_taken(list, "a list"));
        }
        self.text.push('[');
        for (number, item) in list.items().enumerate() {
            if number > 0 {
                self.text.push(',');
            }
            if item.is_null() {
                self.text.push_str("null");
            } else {
                self.ruled(rule, item)?;
            }
        }
        self.text.push(']');
        Ok(())
    }

    /// A text; Jackson takes numbers and truth values for one, as they are written.
    fn text(&mut self, value: Value<'_>) -> Result<()> {
        match value.kind() {
            Kind::String => write_part(value, self.keys, &mut self.text),
            Kind::Number | Kind::Boolean => {
                self.text.push('"');
                self.text.push_str(value.raw());
                self.text.push('"');
                Ok(())
            }
            _ => Err(not_taken(value, "a text")),
        }
    }
}

/// What is written of the members that a class knows, in its order.
fn known_fields<'doc>(object: Value<'doc>, class: &'static Class) -> Result<Vec<Field<'doc>>> {
    let mut fields = Vec::with_capacity(class.len());
    for &(name, rule) in class {
        let content = match object.get(name) {
            None if rule.is_list() => Content::EmptyList,
            None => continue,
            Some(value) if value.is_null() && rule != Rule::Anything => continue,
            Some(value) if rule == Rule::Boolean && read_boolean(value)?.is_none() => continue,
            Some(value) => Content::Ruled(rule, value),
        };
        fields.push(Field { name: Name { inner: name, has_escapes: false, number: 0 }, content });
    }
    Ok(fields)
}

impl Rule {
    fn is_list(self) -> bool {
        matches!(self, Rule::Texts | Rule::SyncModes | Rule::TextLists | Rule::Streams)
    }
}

/// A truth value, or what Jackson takes for one; nothing for a text that it takes for null.
fn read_boolean(value: Value<'_>) -> Result<Option<bool>> {
    match value.kind() {
        Kind::Boolean => return Ok(value.as_bool()),
        Kind::Number if value.is_plain_number() => return Ok(Some(value.raw().trim_start_matches('-') != "0")),
        Kind::String => match inner(value).trim() {
            "true" | "True" | "TRUE" => return Ok(Some(true)),
            "false" | "False" | "FALSE" => return Ok(Some(false)),
            "" | "null" => return Ok(None),
            _ => {}
        },
        _ => {}
    }
    Err(not_taken(value, "true or false"))
}

fn not_taken(value: Value<'_>, wanted: &str) -> Error {
    let path = value.path();
    let place = if path.is_empty() { "the document" } else { &path };
    refused(value, format!("no catalog to the platform: {place} has to be {wanted}"))
}
