//! Strings as Jackson writes them: escaped no more than JSON demands.

/// Writes the inside of a string that has escapes.
pub(super) fn write_inner(inner: &str, text: &mut String) {
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at..];
        let used = match escape.as_bytes().get(1) {
            Some(b'/') => {
                text.push('/');
                2
            }
            Some(b'u') => write_unicode(escape, text),
            _ => {
                text.push_str(escape.get(..2).unwrap_or_default());
                2
            }
        };
        rest = escape.get(used..).unwrap_or_default();
    }
    text.push_str(rest);
}

/// Writes what `\uXXXX`, or a pair of them, stands for; says how many bytes that took.
fn write_unicode(escape: &str, text: &mut String) -> usize {
    let unit = |from: usize| escape.get(from..from + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let first = unit(2).unwrap_or(0xfffd);
    let second = if escape.get(6..8) == Some("\\u") { unit(8) } else { None };
    match (first, second) {
        (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
            char::decode_utf16([first, second]).flatten().for_each(|character| text.push(character));
            return 12;
        }
        // A surrogate that has lost its other half is no character; Java's encoder writes this for it.
        (0xd800..=0xdfff, _) => text.push('?'),
        _ => put_escaped(first, text),
    }
    6
}

/// A character below U+10000, escaped where it must be.
fn put_escaped(unit: u16, text: &mut String) {
    const DIGITS: &str = "0123456789ABCDEF";
    match unit {
        0x08 => text.push_str("\\b"),
        0x09 => text.push_str("\\t"),
        0x0a => text.push_str("\\n"),
        0x0c => text.push_str("\\f"),
        0x0d => text.push_str("\\r"),
        0x22 => text.push_str("\\\""),
        0x5c => text.push_str("\\\\"),
        0..0x20 => {
            let low = usize::from(unit & 0xf);
            text.push_str(if unit < 0x10 { "\\u000" } else { "\\u001" });
            text.push_str(&DIGITS[low..=low]);
        }
        _ => text.push(char::from_u32(u32::from(unit)).unwrap_or('?')),
    }
}

/// Why `jsonb` does not take the inside of a string, if so.
pub(super) fn refused_by_jsonb(inner: &str) -> Option<&'static str> {
    if !inner.contains("\\u") {
        return None;
    }
    let characters = char::decode_utf16(crate::json::code_units(inner));
    characters.into_iter().find_map(|character| match character {
        Ok('\0') => Some("Postgres does not store the character U+0000"),
        Ok(_) => None,
        Err(_) => Some("Postgres does not store half a surrogate pair"),
    })
}
