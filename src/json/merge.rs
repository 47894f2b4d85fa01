//! A change carried over to a document that says more than the one who changed it knows.

use super::{Kind, Member, Value};
use crate::sorting::sort;
use std::collections::{HashMap, VecDeque};

/// What `kept` becomes when what stood in `before` becomes what stands in `after`.
///
/// What both say alike stays as `kept` has it; so do members that neither has.
pub(super) fn merge(kept: Value<'_>, before: Value<'_>, after: Value<'_>) -> String {
    let mut text = String::new();
    write(&mut text, kept, before, after);
    text
}

fn write(text: &mut String, kept: Value<'_>, before: Value<'_>, after: Value<'_>) {
    match (kept.kind(), before.kind(), after.kind()) {
        _ if before.raw() == after.raw() => text.push_str(kept.raw()),
        (Kind::Object, Kind::Object, Kind::Object) => write_object(text, kept, before, after),
        (Kind::Array, Kind::Array, Kind::Array) => write_array(text, kept, before, after),
        _ => text.push_str(after.raw()),
    }
}

fn write_object(text: &mut String, kept: Value<'_>, before: Value<'_>, after: Value<'_>) {
    let mut separator = '{';
    // A name is written as it was, escapes and all.
    let mut start = |text: &mut String, member: Member<'_>| {
        text.push(separator);
        separator = ',';
        text.push_str(member.name_value().raw());
        text.push(':');
    };
    for member in kept.members() {
        let name = member.name();
        match (before.get(&name), after.get(&name)) {
            (Some(_), None) => {}
            (None, None) => {
                start(text, member);
                text.push_str(member.value().raw());
            }
            (before, Some(after)) => {
                start(text, member);
                match before {
                    Some(before) => write(text, member.value(), before, after),
                    None => text.push_str(after.raw()),
                }
            }
        }
    }
    for member in after.members().filter(|member| kept.get(&member.name()).is_none()) {
        // A member that the reader gave a default stays away until it is changed.
        if before.get(&member.name()).is_some_and(|before| before.raw() == member.value().raw()) {
            continue;
        }
        start(text, member);
        text.push_str(member.value().raw());
    }
    text.push_str(if separator == '{' { "{}" } else { "}" });
}

/// An item that is as it was before keeps its text, wherever it stands now. The others are changes of those that are
/// gone, one by one, where there are as many; otherwise nobody knows which was which, and they stand as they are given.
fn write_array(text: &mut String, kept: Value<'_>, before: Value<'_>, after: Value<'_>) {
    let mut waiting: HashMap<&str, VecDeque<usize>> = HashMap::new();
    let earlier: Vec<_> = kept.items().zip(before.items()).collect();
    for (number, (_, before)) in earlier.iter().enumerate() {
        waiting.entry(before.raw()).or_default().push_back(number);
    }
    let alike: Vec<Option<usize>> =
        after.items().map(|after| waiting.get_mut(after.raw()).and_then(VecDeque::pop_front)).collect();
    let mut gone: Vec<usize> = waiting.into_values().flatten().collect();
    sort(&mut gone, usize::cmp);
    if gone.len() != alike.iter().filter(|number| number.is_none()).count() {
        gone.clear();
    }
    let mut gone = gone.into_iter();
    text.push('[');
    for (number, (after, alike)) in after.items().zip(alike).enumerate() {
        if number > 0 {
            text.push(',');
        }
        match alike.or_else(|| gone.next()).map(|number| earlier[number]) {
            Some((kept, before)) => write(text, kept, before, after),
            None => text.push_str(after.raw()),
        }
    }
    text.push(']');
}
