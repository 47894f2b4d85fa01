//! The formats that are a plain shape of characters.
//! All but `uuid` left the standard with draft-03; their shapes are those of the platform's library
//! (networknt 1.0.72, `JsonMetaSchema.COMMON_BUILTIN_FORMATS`), for the whole text; in corners of `color` and `style` that
//! no one means, its expressions let more through.

/// The names that CSS 2.1 gives to colours; the platform compares them as they are, in lower case.
const COLOR_NAMES: &str =
    " aqua black blue fuchsia gray green lime maroon navy olive orange purple red silver teal white yellow ";

/// Five groups of 8, 4, 4, 4 and 12 hexadecimal digits in any case; version and variant are not looked at.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// ASCII letters, at least one.
pub(super) fn is_alpha(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_alphabetic)
}

/// ASCII letters and digits, at least one.
pub(super) fn is_alphanumeric(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_alphanumeric)
}

/// Digits, and perhaps a point with further digits.
pub(super) fn is_utc_millisec(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    is_digits(whole) && is_digits(fraction)
}

/// A `+` and 7 to 15 digits (E.164), with single blanks between them.
pub(super) fn is_phone(text: &[u8]) -> bool {
    let Some(number) = text.strip_prefix(b"+") else { return false };
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    (7..=15).contains(&digits)
        && number.split(|byte| *byte == b' ').all(|group| {
            // An empty group is a blank at an end or a second one in a row.
            !group.is_empty() && group.iter().all(u8::is_ascii_digit)
        })
}

/// A CSS 2.1 colour: a name, 3 to 6 hexadecimal digits with or without `#` (as the platform has it), or `rgb(…)`.
pub(super) fn is_color(text: &str) -> bool {
    let hex = text.strip_prefix('#').unwrap_or(text);
    if (3..=6).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    if let Some(parts) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        return is_rgb(parts);
    }
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase())
        && COLOR_NAMES.split(' ').any(|name| name == text)
}

/// Three numbers up to 255, or three percentages up to 100, between commas.
fn is_rgb(parts: &str) -> bool {
    let all = |accepts: fn(&str) -> bool| {
        parts.split(',').count() == 3 && parts.split(',').all(|part| accepts(part.trim_matches(is_blank)))
    };
    all(|part| is_small(part, 255)) || all(|part| part.strip_suffix('%').is_some_and(is_percentage))
}

/// A percentage may have a leading zero, as the platform's expression says; a plain number may not.
fn is_percentage(text: &str) -> bool {
    text == "100" || (text.len() <= 2 && is_digits(text))
}

fn is_small(text: &str, limit: u16) -> bool {
    let canonical = text == "0" || !text.starts_with('0');
    text.len() <= 3 && is_digits(text) && canonical && text.parse().is_ok_and(|n: u16| n <= limit)
}

/// One CSS declaration, `property: value` with at most one `;`, at the end.
pub(super) fn is_style(text: &str) -> bool {
    let text = text.strip_suffix(';').unwrap_or(text);
    text.split_once(':').is_some_and(|(property, value)| {
        !property.trim_start_matches(is_blank).is_empty()
            && !property.contains(['\n', '\r'])
            && !value.is_empty()
            && !value.contains(';')
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What `\s` stands for in a Java expression.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}
