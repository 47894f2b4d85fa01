//! JSON pointers (RFC 6901).

use super::{Kind, Value};
use std::borrow::Cow;

/// Appends one member name or item number to a pointer, escaped.
///
/// ```
/// let mut pointer = String::from("/credentials");
/// airbyte_db::json::push_segment(&mut pointer, "a/b~c");
/// assert_eq!(pointer, "/credentials/a~1b~0c");
/// ```
pub fn push_segment(pointer: &mut String, segment: &str) {
    pointer.push('/');
    for character in segment.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The segments of a pointer, unescaped; none for the empty pointer.
///
/// ```
/// assert!(airbyte_db::json::segments("/a~1b/0").eq(["a/b", "0"]));
/// assert_eq!(airbyte_db::json::segments("").count(), 0);
/// ```
pub fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|segment| {
        if segment.contains('~') {
            Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(segment)
        }
    })
}

pub(super) fn resolve<'doc>(start: Value<'doc>, pointer: &str) -> Option<Value<'doc>> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    segments(pointer).try_fold(start, |value, segment| below(value, &segment))
}

/// The member or item of a container.
fn below<'doc>(value: Value<'doc>, segment: &str) -> Option<Value<'doc>> {
    match value.kind() {
        Kind::Object => value.get(segment),
        Kind::Array => value.items().nth(item_number(segment)?),
        _ => None,
    }
}

/// RFC 6901: digits without a leading zero.
fn item_number(segment: &str) -> Option<usize> {
    let canonical = segment == "0" || !segment.starts_with('0');
    (canonical && segment.bytes().all(|byte| byte.is_ascii_digit())).then(|| segment.parse().ok()).flatten()
}

impl<'doc> Value<'doc> {
    /// The nearest value that is there on the way that a pointer leads: the one that it names, where that is there.
    pub(crate) fn nearest(self, pointer: &str) -> Value<'doc> {
        let step = |here, segment: Cow<'_, str>| below(here, &segment).ok_or(here);
        segments(pointer).try_fold(self, step).unwrap_or_else(|here| here)
    }

    /// The pointer from the document's root to this value. It walks down from the root: for reports, not for loops.
    pub(crate) fn path(self) -> String {
        let mut pointer = String::new();
        let mut here = self.with_index(0);
        while here.index() != self.index() {
            let Some((segment, below)) = step_towards(here, self.index()) else { break };
            push_segment(&mut pointer, &segment);
            here = below;
        }
        pointer
    }
}

/// The child of a container that is, or holds, the node of that number.
pub(crate) fn step_towards(container: Value<'_>, index: u32) -> Option<(Cow<'_, str>, Value<'_>)> {
    let holds = |value: Value<'_>| value.index() <= index && index < value.end_index();
    match container.kind() {
        Kind::Object => {
            container.members().find(|member| holds(member.value())).map(|member| (member.name(), member.value()))
        }
        Kind::Array => container
            .items()
            .enumerate()
            .find(|(_, item)| holds(*item))
            .map(|(number, item)| (Cow::Owned(number.to_string()), item)),
        _ => None,
    }
}
