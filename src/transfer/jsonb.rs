//! Which JSON a column of Postgres' type `jsonb` cannot hold.

/// What one text or name may have at most, in bytes.
const TEXT_LIMIT: usize = (1 << 28) - 1;

/// Digits that a number may have before its point.
const WHOLE_DIGITS: i64 = 131_072;

/// Digits that a number may have behind its point.
const FRACTION_DIGITS: i64 = 16_383;

/// Says why a column of jsonb cannot hold a document; what is given is JSON.
pub(super) fn fits(json: &str) -> Result<(), String> {
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => text(&bytes[at..])?,
            b'-' | b'0'..=b'9' => number(&bytes[at..])?,
            _ => 1,
        };
    }
    Ok(())
}

/// The length of a text with its quotes.
fn text(bytes: &[u8]) -> Result<usize, String> {
    let mut at = 1;
    // Whether the first half of a surrogate pair came just before.
    let mut half = false;
    while let Some(byte) = bytes.get(at) {
        let unit = match byte {
            b'\\' if bytes.get(at + 1) == Some(&b'u') => unit(bytes.get(at + 2..at + 6)),
            _ => None,
        };
        let is_second = matches!(unit, Some(0xdc00..=0xdfff));
        if unit == Some(0) {
            return Err("holds the character U+0000, which no jsonb can".to_owned());
        }
        if half != is_second {
            return Err("holds half a surrogate pair, which no jsonb can".to_owned());
        }
        half = matches!(unit, Some(0xd800..=0xdbff));
        at += match (byte, unit) {
            (b'"', _) => break,
            (_, Some(_)) => 6,
            (b'\\', None) => 2,
            _ => 1,
        };
    }
    if at > TEXT_LIMIT {
        return Err("holds a text of 256 MiB or more, which no jsonb can".to_owned());
    }
    Ok(at + 1)
}

/// The UTF-16 code unit of four digits.
fn unit(digits: Option<&[u8]>) -> Option<u16> {
    u16::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok()
}

/// The length of a number.
fn number(bytes: &[u8]) -> Result<usize, String> {
    let end = bytes.iter().position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
    let length = end.unwrap_or(bytes.len());
    let written = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
    let (digits, exponent) = written.split_once(['e', 'E']).unwrap_or((written, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // An exponent of more digits than fit is too large in any case.
    let exponent: i64 = exponent.parse().unwrap_or(i64::from(i32::MAX));
    let count = |digits: &str| i64::try_from(digits.len()).unwrap_or(i64::MAX);
    let whole = count(whole.trim_start_matches('-').trim_start_matches('0'));
    if whole + exponent > WHOLE_DIGITS || count(fraction) - exponent > FRACTION_DIGITS {
        return Err("holds a number larger or longer than those of jsonb".to_owned());
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_jsonb_holds() {
        for json in [
            r#"{"a": [1, -2.50, 1e30, 1e-30, 0], "b\\u0000": "\"\u00e9\ud83d\ude00\\ud800", "": true}"#,
            "null",
            "\"\"",
            "1e131071",
        ] {
            assert_eq!(fits(json), Ok(()), "{json}");
        }
    }

    #[test]
    fn what_it_does_not_hold_says_why() {
        for (json, why) in [
            (r#"{"a": "b\u0000"}"#, "holds the character U+0000, which no jsonb can"),
            (r#"{"\u0000": 1}"#, "holds the character U+0000, which no jsonb can"),
            (r#"["\\\u0000"]"#, "holds the character U+0000, which no jsonb can"),
            (r#"["\ud83d"]"#, "holds half a surrogate pair, which no jsonb can"),
            (r#"["\ud83dx"]"#, "holds half a surrogate pair, which no jsonb can"),
            (r#"["\ude00"]"#, "holds half a surrogate pair, which no jsonb can"),
            ("[1e131072]", "holds a number larger or longer than those of jsonb"),
            ("[-1E-16384]", "holds a number larger or longer than those of jsonb"),
            ("1e99999999999999999999", "holds a number larger or longer than those of jsonb"),
        ] {
            assert_eq!(fits(json).unwrap_err(), why, "{json}");
        }
    }
}
