//! JSON documents as they are written: key order and number text kept, strings borrowed from the text.
//!
//! A [`Document`] is the text and one flat list of nodes (20 bytes each) that point into it: no map per object,
//! no copy of any string. A [`Value`] is a place in it, cheap to copy. This module knows nothing of Airbyte.
//!
//! Where JSON leaves room, a document reads as Jackson, the platform's reader, does: of members with the same
//! name the last value counts and stands in the first one's place, numbers may be of any size, and a lone
//! surrogate is accepted (and read as U+FFFD).

mod edit;
mod equal;
mod kept;
mod merge;
mod number;
mod parse;
mod pointer;
mod read;
#[cfg(test)]
mod tests;

use crate::error::{Position, Result};
use std::borrow::Cow;
use std::fmt;

pub use kept::{AnyObject, Anything, Json};
pub use number::Number;
pub use parse::Limits;
pub use pointer::{push_segment, segments};

#[cfg(feature = "store")]
pub(crate) use edit::push_quoted;
pub(crate) use edit::{Edits, ObjectText, quoted};
pub(crate) use equal::{equal_unless, sorted_members};
pub(crate) use pointer::step_towards;

pub(crate) use kept::kept_document;
pub(crate) use parse::{code_units, end_of_plain, hash_of_name, same_name, unescape};
pub(crate) use read::from_text;

/// A JSON text that was read once.
///
/// ```
/// use airbyte_db::json::Document;
///
/// let document = Document::parse(r#"{"host": "db.example.com", "port": 5432.0}"#)?;
/// let port = document.root().get("port").expect("there is a port");
/// assert_eq!(port.raw(), "5432.0");
/// assert!(port.as_number().expect("it is a number").is_integer());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Document<'text> {
    text: Cow<'text, str>,
    nodes: Vec<Node>,
}

/// One value or member name. Members of an object are a name node followed by its value.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    /// Where it starts in the text: at the quote, bracket or first digit.
    start: u32,
    /// Where it ends in the text (exclusive).
    end: u32,
    /// A value: the node after its last descendant. A name: its value (a later one where names repeat).
    next: u32,
    /// A container: how many items or members it has. A name: the hash of its text.
    extra: u32,
    kind: Kind,
    /// A string or name: has an escape. A number: has a fraction or exponent.
    special: bool,
    /// A name that occurred before in the same object: skipped, the first one points to its value.
    repeated: bool,
}

/// The kind of a JSON value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl<'text> Document<'text> {
    /// Reads a text, within the default [`Limits`].
    ///
    /// # Errors
    /// Text that is no JSON, nests too deep, or is too large; the error names line and column.
    pub fn parse(text: impl Into<Cow<'text, str>>) -> Result<Self> {
        Self::parse_within(text, Limits::default())
    }

    /// Reads a text within the given limits.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn parse_within(text: impl Into<Cow<'text, str>>, limits: Limits) -> Result<Self> {
        Self::parse_reusing(text, limits, Vec::new())
    }

    /// Reads a text into the memory of an earlier document.
    pub(crate) fn parse_reusing(text: impl Into<Cow<'text, str>>, limits: Limits, memory: Vec<Node>) -> Result<Self> {
        let text = text.into();
        let nodes = parse::parse(&text, limits, memory)?;
        Ok(Document { text, nodes })
    }

    /// Gives the memory back for the next document.
    pub(crate) fn into_memory(mut self) -> Vec<Node> {
        self.nodes.clear();
        self.nodes
    }

    /// The outermost value.
    pub fn root(&self) -> Value<'_> {
        self.at(0)
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value at a JSON pointer (RFC 6901); the empty pointer is the whole document.
    ///
    /// ```
    /// let document = airbyte_db::json::Document::parse(r#"{"a/b": [10, 20]}"#)?;
    /// assert_eq!(document.pointer("/a~1b/1").map(|value| value.raw()), Some("20"));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<Value<'_>> {
        self.root().pointer(pointer)
    }

    pub(crate) fn at(&self, index: u32) -> Value<'_> {
        Value { document: self, index }
    }
}

/// Shows the size only: the text may hold a secret.
impl fmt::Debug for Document<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Document({} bytes)", self.text.len())
    }
}

/// A value inside a [`Document`].
// Small enough to be handed on in registers, which the check does all the time.
#[derive(Clone, Copy)]
pub struct Value<'doc> {
    document: &'doc Document<'doc>,
    index: u32,
}

impl<'doc> Value<'doc> {
    #[inline]
    fn node(self) -> &'doc Node {
        &self.document.nodes[self.index as usize]
    }

    #[inline]
    fn text(self) -> &'doc str {
        &self.document.text
    }

    fn sibling(self, index: u32) -> Value<'doc> {
        Value { index, ..self }
    }

    /// Its number among the document's nodes: document order.
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// The number of the node after its last descendant.
    pub(crate) fn end_index(self) -> u32 {
        self.node().next
    }

    /// Another value of the same document, by the number that [`Value::index`] gave.
    pub(crate) fn with_index(self, index: u32) -> Value<'doc> {
        self.sibling(index)
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// The text of the value, exactly as it was written.
    pub fn raw(self) -> &'doc str {
        let node = self.node();
        &self.text()[node.start as usize..node.end as usize]
    }

    /// Where it starts in its document's text, as a byte offset.
    pub fn offset(self) -> usize {
        self.node().start as usize
    }

    /// Where it ends in its document's text, as a byte offset.
    pub(crate) fn end_offset(self) -> usize {
        self.node().end as usize
    }

    /// Where it starts in its document's text, for people.
    pub fn position(self) -> Position {
        Position::of(self.text(), self.offset())
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The truth value, for a boolean.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Boolean).then(|| self.raw() == "true")
    }

    /// The characters, for a string; borrowed unless it has escapes.
    #[inline]
    pub fn as_str(self) -> Option<Cow<'doc, str>> {
        let node = self.node();
        (node.kind == Kind::String).then(|| string_of(self.text(), node))
    }

    /// Whether it is a number without fraction and exponent.
    #[inline]
    pub(crate) fn is_plain_number(self) -> bool {
        let node = self.node();
        node.kind == Kind::Number && !node.special
    }

    /// Whether it is a string that was written with escapes.
    #[inline]
    pub(crate) fn has_escapes(self) -> bool {
        let node = self.node();
        node.kind == Kind::String && node.special
    }

    /// The number, for a number.
    pub fn as_number(self) -> Option<Number<'doc>> {
        let node = self.node();
        (node.kind == Kind::Number).then(|| Number::new(self.raw(), !node.special))
    }

    /// How many items or members it has; zero for what is no container.
    pub fn len(self) -> usize {
        match self.kind() {
            Kind::Array | Kind::Object => self.node().extra as usize,
            _ => 0,
        }
    }

    /// Whether it has no items or members.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of an array, in order; nothing for anything else.
    pub fn items(self) -> Items<'doc> {
        let end = if self.kind() == Kind::Array { self.node().next } else { self.index + 1 };
        Items { next: self.sibling(self.index + 1), end }
    }

    /// The members of an object, in order; nothing for anything else.
    pub fn members(self) -> Members<'doc> {
        let end = if self.kind() == Kind::Object { self.node().next } else { self.index + 1 };
        Members { next: self.sibling(self.index + 1), end }
    }

    /// Every member as it is written, also those whose value a later one of the same name replaces: for what may not
    /// stand in a text at all.
    pub(crate) fn written_members(self) -> Vec<Written<'doc>> {
        let end = if self.kind() == Kind::Object { self.node().next } else { self.index };
        let mut written = Vec::with_capacity(self.len());
        let mut name = self.sibling(self.index + 1);
        while name.index < end {
            let value = name.sibling(name.index + 1);
            written.push(Written { member: Member { name }, value, counts: true });
            name.index = value.node().next;
        }
        // Few objects have a name twice.
        if written.len() != self.len() {
            let mut counts = vec![false; (end - self.index) as usize];
            self.members().for_each(|member| counts[(member.value().index - self.index) as usize] = true);
            for one in &mut written {
                one.counts = counts[(one.value.index - self.index) as usize];
            }
        }
        written
    }

    /// The member of that name, for an object.
    pub fn get(self, name: &str) -> Option<Value<'doc>> {
        self.get_hashed(name, hash_of_name(name.as_bytes()))
    }

    /// The same, where the hash of the name is known.
    pub(crate) fn get_hashed(self, name: &str, hash: u32) -> Option<Value<'doc>> {
        self.members().find(|member| member.hash() == hash && member.is_named(name)).map(Member::value)
    }

    /// The member whose name is the node of that number.
    pub(crate) fn member_at(self, name: u32) -> Member<'doc> {
        Member { name: self.sibling(name) }
    }

    /// The value at a JSON pointer below this one.
    pub fn pointer(self, pointer: &str) -> Option<Value<'doc>> {
        pointer::resolve(self, pointer)
    }
}

/// Shows the kind only: the value may be a secret.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Value({:?})", self.kind())
    }
}

/// Equal as JSON Schema means it: numbers by value (`1` is `1.0`), objects whatever their order.
impl PartialEq<Value<'_>> for Value<'_> {
    fn eq(&self, other: &Value<'_>) -> bool {
        equal::equal_unless(*self, *other, &|_, _| None)
    }
}

/// The items of an array; see [`Value::items`].
#[derive(Clone)]
pub struct Items<'doc> {
    next: Value<'doc>,
    end: u32,
}

impl<'doc> Iterator for Items<'doc> {
    type Item = Value<'doc>;

    fn next(&mut self) -> Option<Value<'doc>> {
        if self.next.index >= self.end {
            return None;
        }
        let item = self.next;
        self.next.index = item.node().next;
        Some(item)
    }
}

/// The members of an object; see [`Value::members`].
#[derive(Clone)]
pub struct Members<'doc> {
    next: Value<'doc>,
    end: u32,
}

impl<'doc> Iterator for Members<'doc> {
    type Item = Member<'doc>;

    fn next(&mut self) -> Option<Member<'doc>> {
        loop {
            if self.next.index >= self.end {
                return None;
            }
            let name = self.next;
            self.next.index = name.sibling(name.index + 1).node().next;
            if !name.node().repeated {
                return Some(Member { name });
            }
        }
    }
}

/// A member where it is written; see [`Value::written_members`].
#[derive(Clone, Copy)]
pub(crate) struct Written<'doc> {
    /// For its name.
    pub(crate) member: Member<'doc>,
    /// The value beside the name, which may not be the one that counts.
    pub(crate) value: Value<'doc>,
    /// Whether it is the last one of its name.
    pub(crate) counts: bool,
}

/// A member of an object: a name and its value.
#[derive(Clone, Copy)]
pub struct Member<'doc> {
    name: Value<'doc>,
}

impl<'doc> Member<'doc> {
    /// The name; borrowed unless it has escapes.
    pub fn name(self) -> Cow<'doc, str> {
        string_of(self.name.text(), self.name.node())
    }

    /// Whether it has that name.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: the call costs as much as the comparison")]
    pub fn is_named(self, name: &str) -> bool {
        let node = self.name.node();
        if node.special {
            return self.is_named_once_decoded(name);
        }
        same_name(&self.name.text().as_bytes()[node.start as usize + 1..node.end as usize - 1], name.as_bytes())
    }

    #[cold]
    fn is_named_once_decoded(self, name: &str) -> bool {
        self.name() == name
    }

    /// The value.
    pub fn value(self) -> Value<'doc> {
        self.name.sibling(self.name.node().next)
    }

    /// Where the name starts in the document's text, as a byte offset.
    pub fn offset(self) -> usize {
        self.name.offset()
    }

    pub(crate) fn hash(self) -> u32 {
        self.name.node().extra
    }

    /// The name as a value, for keywords that judge names.
    pub(crate) fn name_value(self) -> Value<'doc> {
        self.name
    }
}

#[inline]
fn string_of<'doc>(text: &'doc str, node: &Node) -> Cow<'doc, str> {
    let inner = &text[node.start as usize + 1..node.end as usize - 1];
    if node.special { Cow::Owned(parse::unescape(inner)) } else { Cow::Borrowed(inner) }
}
