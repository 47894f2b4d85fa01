//! Rows as Postgres' COPY writes them as text: a row a line, tabs between fields, `\N` for NULL, escapes with `\`.
//! It knows neither tables nor where lines come from.

use std::borrow::Cow;

/// The fields of a line, which is given without its end; none is SQL NULL.
///
/// # Errors
/// Why the line is no row, in words that quote nothing of it.
pub(super) fn fields(line: &[u8]) -> Result<Vec<Option<Cow<'_, str>>>, &'static str> {
    line.split(|byte| *byte == b'\t').map(field).collect()
}

/// One field. A tab inside a text is always escaped, so it never ends a field.
fn field(written: &[u8]) -> Result<Option<Cow<'_, str>>, &'static str> {
    if written == b"\\N" {
        return Ok(None);
    }
    if !written.contains(&b'\\') {
        return std::str::from_utf8(written).map(|text| Some(text.into())).map_err(|_| NOT_UTF8);
    }
    String::from_utf8(unescaped(written)?).map(|text| Some(text.into())).map_err(|_| NOT_UTF8)
}

pub(super) const NOT_UTF8: &str = "it is no UTF-8";

/// Bytes whose escapes are undone: also by what a line of a dump and a text of `E'…'` escape alike.
pub(super) fn unescaped(written: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        bytes.extend_from_slice(&rest[..at]);
        let (byte, length) = escaped(&rest[at + 1..]).ok_or("it ends with a lone backslash")?;
        bytes.push(byte);
        rest = &rest[at + 1 + length..];
    }
    bytes.extend_from_slice(rest);
    Ok(bytes)
}

/// The byte that stands behind a backslash, and how many bytes say so.
fn escaped(rest: &[u8]) -> Option<(u8, usize)> {
    let byte = match *rest.first()? {
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        b'0'..=b'7' => return Some(number(rest, 8, 3)),
        b'x' if rest.get(1).is_some_and(u8::is_ascii_hexdigit) => {
            let (byte, length) = number(&rest[1..], 16, 2);
            return Some((byte, length + 1));
        }
        other => other,
    };
    Some((byte, 1))
}

/// The byte that digits say, cut to eight bits as Postgres does, and how many there are.
fn number(digits: &[u8], radix: u32, at_most: usize) -> (u8, usize) {
    let values = digits.iter().take(at_most).map_while(|digit| char::from(*digit).to_digit(radix));
    let (value, length) = values.fold((0, 0), |(value, length), digit| (value * radix + digit, length + 1));
    ((value & 0xff) as u8, length)
}

/// Adds a field of a row; none is SQL NULL.
pub(super) fn write_field(text: Option<&str>, line: &mut String) {
    let Some(text) = text else {
        line.push_str("\\N");
        return;
    };
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\n', '\r', '\t']) {
        line.push_str(&rest[..at]);
        line.push_str(match rest.as_bytes()[at] {
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => "\\\\",
        });
        rest = &rest[at + 1..];
    }
    line.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(line: &str, expected: &[Option<&str>]) {
        let fields = fields(line.as_bytes()).unwrap();
        assert_eq!(fields.iter().map(Option::as_deref).collect::<Vec<_>>(), expected, "{line}");
    }

    #[test]
    fn a_line_is_its_fields() {
        check("", &[Some("")]);
        check("a\t\\N\t\tb", &[Some("a"), None, Some(""), Some("b")]);
        check(r"\\N	N	\\.	null", &[Some("\\N"), Some("N"), Some("\\."), Some("null")]);
        check(r"\b\f\n\r\t\v\\	\q\'", &[Some("\u{8}\u{c}\n\r\t\u{b}\\"), Some("q'")]);
    }

    #[test]
    fn bytes_may_be_written_as_numbers() {
        check(r"\101\x41\x4\7\0601", &[Some("AA\u{4}\u{7}01")]);
        check(r"\303\251 \xc3\xa9 \xg", &[Some("é é xg")]);
    }

    #[test]
    fn what_is_no_row_says_why() {
        assert_eq!(fields(b"a\tb\\"), Err("it ends with a lone backslash"));
        for line in [&b"\xff"[..], b"a\t\\377", b"\\xc3"] {
            assert_eq!(fields(line), Err(NOT_UTF8));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(row in proptest::collection::vec(proptest::option::of("[\\\\\n\r\t\u{b}\0N.aé\u{10ffff}]{0,8}|.{0,20}"), 1..6)) {
            let mut line = String::new();
            for (number, text) in row.iter().enumerate() {
                if number > 0 {
                    line.push('\t');
                }
                write_field(text.as_deref(), &mut line);
            }
            prop_assert!(!line.contains(['\n', '\r']));
            let read = fields(line.as_bytes()).unwrap();
            let read: Vec<_> = read.into_iter().map(|field| field.map(Cow::into_owned)).collect();
            prop_assert_eq!(read, row);
        }

        #[test]
        fn no_bytes_are_too_odd(line in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = fields(&line);
        }
    }
}
