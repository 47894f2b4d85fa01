//! Jackson's text once more, without the code under test: slow and simple.

use airbyte_db::json::{Document, Kind, Value as Node};
use std::fmt::Write as _;

/// What a member is in Java: code units, not characters.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Name(Vec<u16>);

/// Slow and simple: members in a list, names as code units read by `serde_json`.
pub(super) fn written(value: Node<'_>) -> String {
    match value.kind() {
        Kind::Null | Kind::Boolean => value.raw().to_owned(),
        Kind::Number => written_number(value.raw()),
        Kind::String => written_string(value.raw()),
        Kind::Array => format!("[{}]", value.items().map(written).collect::<Vec<_>>().join(",")),
        Kind::Object => {
            let mut members: Vec<(Name, String)> = Vec::new();
            // The members as they stand, found in the text because the document has dropped the repeated ones.
            for (name, text) in members_of(value.raw()) {
                let text = written(Document::parse(text).unwrap().root());
                match members.iter_mut().find(|(known, _)| *known == name) {
                    Some(known) => known.1 = text,
                    None => members.push((name, text)),
                }
            }
            let text = |(name, value): &(Name, String)| format!("{}:{value}", written_units(&name.0));
            format!("{{{}}}", members.iter().map(text).collect::<Vec<_>>().join(","))
        }
    }
}

/// The members of an object's text, repeated ones too.
fn members_of(object: &str) -> Vec<(Name, &str)> {
    let (mut members, mut depth, mut in_string, mut start, mut colon) = (Vec::new(), 0, false, 1, None);
    let bytes = object.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (in_string, bytes[at]) {
            (true, b'\\') => at += 1,
            (_, b'"') => in_string = !in_string,
            (false, b'{' | b'[') => depth += 1,
            (false, b':') if depth == 1 && colon.is_none() => colon = Some(at),
            (false, byte @ (b',' | b'}' | b']')) => {
                if depth == 1
                    && let Some(colon) = colon.take()
                {
                    let name = object[start..colon].trim();
                    members.push((Name(units_of(&name[1..name.len() - 1])), object[colon + 1..at].trim()));
                    start = at + 1;
                }
                depth -= i32::from(byte != b',');
            }
            _ => {}
        }
        at += 1;
    }
    members
}

fn units_of(inner: &str) -> Vec<u16> {
    let mut units = Vec::new();
    let mut rest = inner;
    while let Some(first) = rest.chars().next() {
        if let Some(digits) = rest.strip_prefix("\\u") {
            units.push(u16::from_str_radix(&digits[..4], 16).unwrap());
            rest = &digits[4..];
        } else if first == '\\' {
            let character: String = serde_json::from_str(&format!("\"{}\"", &rest[..2])).unwrap();
            units.extend(character.encode_utf16());
            rest = &rest[2..];
        } else {
            units.extend(first.encode_utf16(&mut [0; 2]).iter());
            rest = &rest[first.len_utf8()..];
        }
    }
    units
}

fn written_string(raw: &str) -> String {
    written_units(&units_of(&raw[1..raw.len() - 1]))
}

fn written_units(units: &[u16]) -> String {
    let mut text = String::from("\"");
    for character in char::decode_utf16(units.iter().copied()) {
        match character.unwrap_or('?') {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            control @ '\0'..' ' => _ = write!(text, "\\u{:04X}", u32::from(control)),
            other => text.push(other),
        }
    }
    text + "\""
}

/// Always through the double, without the short cut for few digits.
pub(super) fn written_number(raw: &str) -> String {
    if !raw.contains(['.', 'e', 'E']) {
        return if raw == "-0" { "0".to_owned() } else { raw.to_owned() };
    }
    let double: f64 = raw.parse().unwrap();
    if double.is_infinite() {
        return if double < 0.0 { "\"-Infinity\"" } else { "\"Infinity\"" }.to_owned();
    }
    if double == 0.0 {
        return format!("{double:?}");
    }
    // Of two shortest forms that are equally near Java takes the even one, as exact rounding does; Rust may not.
    let shortest = format!("{double:e}");
    let digits = shortest.split('e').next().unwrap().bytes().filter(u8::is_ascii_digit).count();
    let rounded = format!("{double:.*e}", digits.max(2) - 1);
    let text = if rounded.parse() == Ok(double) { rounded } else { shortest };
    let (mantissa, exponent) = text.split_once('e').unwrap();
    if !(1e-3..1e7).contains(&double.abs()) {
        return format!("{mantissa}E{exponent}");
    }
    let places = i64::try_from(digits).unwrap() - 1 - exponent.parse::<i64>().unwrap();
    let plain = format!("{double:.*}", usize::try_from(places.max(1)).unwrap());
    // The same tie, in plain form.
    if plain.parse() == Ok(double) { plain } else { format!("{double:?}") }
}
