//! A document that was parsed → Jackson's text, with the members of objects in any order.

use super::order::{Name, inner};
use super::{KeyOrder, number, string};
use crate::error::Result;
use crate::hash::refused;
use crate::json::{Items, Kind, Member, Members, Value};
use std::vec::IntoIter;

/// What is left to write of a container that was started.
enum Open<'doc> {
    Array(Items<'doc>),
    Object(Members<'doc>),
    Arranged(Value<'doc>, IntoIter<Name<'doc>>),
}

impl<'doc> Open<'doc> {
    /// The next value, and for an object the member that it belongs to.
    fn next(&mut self) -> Option<(Option<Member<'doc>>, Value<'doc>)> {
        let member = match self {
            Open::Array(items) => return items.next().map(|item| (None, item)),
            Open::Object(members) => members.next(),
            Open::Arranged(object, names) => names.next().map(|name| object.member_at(name.number)),
        };
        member.map(|member| (Some(member), member.value()))
    }

    fn close(&self) -> char {
        if matches!(self, Open::Array(_)) { ']' } else { '}' }
    }
}

/// Writes a value. Not by recursion: documents may nest as deep as their reader allowed.
pub(in crate::hash) fn write(value: Value<'_>, keys: KeyOrder, text: &mut String) -> Result<()> {
    let mut open = Vec::new();
    start(value, keys, text, &mut open)?;
    let mut is_first = true;
    while let Some(container) = open.last_mut() {
        let Some((member, value)) = container.next() else {
            text.push(container.close());
            open.pop();
            is_first = false;
            continue;
        };
        if !is_first {
            text.push(',');
        }
        if let Some(member) = member {
            write_name(member, keys, text)?;
        }
        let depth = open.len();
        start(value, keys, text, &mut open)?;
        is_first = open.len() > depth;
    }
    Ok(())
}

/// Writes a scalar, or the opening bracket of a container.
fn start<'doc>(value: Value<'doc>, keys: KeyOrder, text: &mut String, open: &mut Vec<Open<'doc>>) -> Result<()> {
    match value.kind() {
        Kind::Null | Kind::Boolean => text.push_str(value.raw()),
        Kind::Number if keys == KeyOrder::Jsonb => {
            number::write_from_jsonb(value.raw(), text).map_err(|why| refused(value, why))?;
        }
        Kind::Number => number::write(value.raw(), text),
        Kind::String => write_string(value, keys, text)?,
        Kind::Array => {
            text.push('[');
            open.push(Open::Array(value.items()));
        }
        Kind::Object => {
            text.push('{');
            open.push(match keys.arranged(value) {
                Some(names) => Open::Arranged(value, names.into_iter()),
                None => Open::Object(value.members()),
            });
        }
    }
    Ok(())
}

/// Writes a name and its colon.
pub(in crate::hash) fn write_name(member: Member<'_>, keys: KeyOrder, text: &mut String) -> Result<()> {
    write_string(member.name_value(), keys, text)?;
    text.push(':');
    Ok(())
}

fn write_string(string: Value<'_>, keys: KeyOrder, text: &mut String) -> Result<()> {
    if !string.has_escapes() {
        text.push_str(string.raw());
        return Ok(());
    }
    let inner = inner(string);
    if let (KeyOrder::Jsonb, Some(why)) = (keys, string::refused_by_jsonb(inner)) {
        return Err(refused(string, why));
    }
    text.push('"');
    string::write_inner(inner, text);
    text.push('"');
    Ok(())
}
