//! The values of columns as SQLite keeps them, and back.
//!
//! What is kept how is said at the top of the first migration of the Config database.

use crate::error::{Result, StoreProblem};
use crate::json::{self, ObjectText, push_quoted};
use crate::table::{Cell, Column, SqlType};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::fmt::Write as _;
use uuid::Uuid;

/// A moment without what is finer than a microsecond.
pub(super) fn in_microseconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}

/// The text of a moment: `2023-01-30T09:00:00.000000Z`.
pub(super) fn timestamp_text(moment: Timestamp) -> String {
    let mut text = date_time_text(Offset::UTC.to_datetime(moment));
    text.push('Z');
    text
}

fn date_time_text(time: DateTime) -> String {
    let to_microseconds = |digits: [u8; 29]| str::from_utf8(&digits[..26]).unwrap_or_default().to_owned();
    digits_of(time).map_or_else(|| time.to_string(), to_microseconds)
}

/// `2023-01-30T09:00:00.000000000`; none for years before the first, which have a form of their own.
///
/// It is what jiff writes, too, but each row has some of them.
fn digits_of(time: DateTime) -> Option<[u8; 29]> {
    let mut text = *b"0000-00-00T00:00:00.000000000";
    let mut put = |last: usize, mut number: u32| {
        for digit in text[..=last].iter_mut().rev().take_while(|byte| byte.is_ascii_digit()) {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    };
    put(3, u32::try_from(time.year()).ok()?);
    for (last, part) in
        [(6, time.month()), (9, time.day()), (12, time.hour()), (15, time.minute()), (18, time.second())]
    {
        put(last, part.unsigned_abs().into());
    }
    put(28, time.subsec_nanosecond().unsigned_abs());
    Some(text)
}

/// Adds a time as JSON, without zeros at the end of its fraction; `end` stands behind it.
fn push_time(to: &mut String, time: DateTime, end: &str) {
    to.push('"');
    match digits_of(time) {
        Some(digits) => {
            let text = str::from_utf8(&digits).unwrap_or_default();
            to.push_str(if time.subsec_nanosecond() == 0 { &text[..19] } else { text.trim_end_matches('0') });
        }
        None => to.push_str(&time.to_string()),
    }
    to.push_str(end);
    to.push('"');
}

/// The moment of a text.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(date_time(text.strip_suffix('Z')?)?).ok()
}

fn date_time(text: &str) -> Option<DateTime> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[10] != b'T' || bytes[13] != b':' || bytes[16] != b':' || bytes[19] != b'.' {
        return None;
    }
    let part = |from, to| i8::try_from(number(&bytes[from..to])?).ok();
    let micros = number(&bytes[20..26])?;
    let time = Time::new(part(11, 13)?, part(14, 16)?, part(17, 19)?, micros * 1_000).ok()?;
    Some(date(&bytes[..10])?.to_datetime(time))
}

fn date(text: &[u8]) -> Option<Date> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = i16::try_from(number(&text[..4])?).ok()?;
    Date::new(year, i8::try_from(number(&text[5..7])?).ok()?, i8::try_from(number(&text[8..])?).ok()?).ok()
}

/// The number that decimal digits are.
fn number(digits: &[u8]) -> Option<i32> {
    digits
        .iter()
        .try_fold(0, |number: i32, digit| digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0')))
}

/// A cell as what SQLite binds.
pub(super) fn bound<'cell>(cell: &'cell Cell<'_>) -> ToSqlOutput<'cell> {
    let owned = |text: String| ToSqlOutput::Owned(Value::Text(text));
    match cell {
        Cell::Null => ToSqlOutput::Owned(Value::Null),
        Cell::Boolean(truth) => ToSqlOutput::Owned(Value::Integer((*truth).into())),
        Cell::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
        Cell::Uuid(id) => owned(id.hyphenated().to_string()),
        Cell::Text(text) | Cell::Json(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Cell::Date(date) => owned(date.to_string()),
        Cell::DateTime(time) => owned(date_time_text(*time)),
        Cell::Timestamp(moment) => owned(timestamp_text(*moment)),
    }
}

/// What a column holds, as a cell.
///
/// # Errors
/// Something that no column of that type holds: the file was written by something else.
pub(super) fn cell<'row>(table: &str, column: &Column, value: ValueRef<'row>) -> Result<Cell<'row>> {
    let read = match (column.sql_type, value) {
        (_, ValueRef::Null) => Some(Cell::Null),
        (SqlType::Boolean, ValueRef::Integer(number)) => Some(Cell::Boolean(number != 0)),
        (SqlType::Integer | SqlType::Bigint, ValueRef::Integer(number)) => Some(Cell::Integer(number)),
        (sql_type, ValueRef::Text(bytes)) => std::str::from_utf8(bytes).ok().and_then(|text| of_text(sql_type, text)),
        _ => None,
    };
    read.ok_or_else(|| {
        let message = format!("{table}.{} holds something that is no {}", column.name, column.sql_type);
        StoreProblem::Damaged.because(message)
    })
}

fn of_text(sql_type: SqlType, text: &str) -> Option<Cell<'_>> {
    match sql_type {
        SqlType::Uuid => Uuid::try_parse(text).ok().map(Cell::Uuid),
        SqlType::Varchar(_) | SqlType::Text | SqlType::Enum(_) => Some(Cell::Text(text.into())),
        SqlType::Jsonb => Some(Cell::Json(text.into())),
        SqlType::Date => date(text.as_bytes()).map(Cell::Date),
        SqlType::Timestamp => date_time(text).map(Cell::DateTime),
        SqlType::TimestampWithTimeZone => timestamp(text).map(Cell::Timestamp),
        SqlType::Boolean | SqlType::Integer | SqlType::Bigint => None,
    }
}

/// The value of a column out of JSON, as rows are written; none where the column cannot hold it. Of a document only NULL
/// is known: nothing is compared with one.
pub(super) fn of_json(column: &Column, value: json::Value<'_>) -> Option<Cell<'static>> {
    if value.is_null() {
        return Some(Cell::Null);
    }
    match column.sql_type {
        SqlType::Boolean => value.as_bool().map(Cell::Boolean),
        SqlType::Integer | SqlType::Bigint => value.as_number()?.as_i64().map(Cell::Integer),
        SqlType::Uuid => Uuid::try_parse(&value.as_str()?).ok().map(Cell::Uuid),
        SqlType::Varchar(_) | SqlType::Text | SqlType::Enum(_) => {
            value.as_str().map(|text| Cell::Text(text.into_owned().into()))
        }
        SqlType::Date => value.as_str()?.parse().ok().map(Cell::Date),
        SqlType::Timestamp => value.as_str()?.parse().ok().map(Cell::DateTime),
        SqlType::TimestampWithTimeZone => value.as_str()?.parse().ok().map(Cell::Timestamp),
        SqlType::Jsonb => None,
    }
}

/// A column's value out of the text that names a row by it.
pub(super) fn of_key_text<'text>(column: &Column, text: &'text str) -> Cell<'text> {
    match text.parse() {
        Ok(number) if is_number(column) => Cell::Integer(number),
        _ => Cell::Text(text.into()),
    }
}

/// Whether a column holds numbers.
pub(super) fn is_number(column: &Column) -> bool {
    matches!(column.sql_type, SqlType::Integer | SqlType::Bigint)
}

/// Adds a column to a row that is being written as JSON. A document that is absent is no member.
pub(super) fn push(row: &mut ObjectText, column: &Column, cell: &Cell<'_>) {
    if *cell == Cell::Null && column.sql_type == SqlType::Jsonb {
        return;
    }
    let text = row.push_name(column.name);
    // Writing into memory cannot fail.
    let _ = match cell {
        Cell::Null => text.write_str("null"),
        Cell::Boolean(truth) => write!(text, "{truth}"),
        Cell::Integer(number) => write!(text, "{number}"),
        Cell::Json(document) => text.write_str(document),
        Cell::Uuid(id) => write!(text, "\"{}\"", id.hyphenated().encode_lower(&mut Uuid::encode_buffer())),
        Cell::Date(date) => write!(text, "\"{date}\""),
        Cell::Text(plain) => {
            push_quoted(text, plain);
            Ok(())
        }
        Cell::DateTime(time) => {
            push_time(text, *time, "");
            Ok(())
        }
        Cell::Timestamp(moment) => {
            push_time(text, Offset::UTC.to_datetime(*moment), "Z");
            Ok(())
        }
    };
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_texts_that_sort_as_times_do() {
        for text in ["0001-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "9999-12-30T22:00:00.123456Z"] {
            assert_eq!(timestamp_text(timestamp(text).unwrap()), text);
        }
        for text in ["", "2023-01-30T09:00:00Z", "2023-02-30T09:00:00.000000Z", "2023-01-30 09:00:00.000000Z"] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_written_as_jiff_writes_them() {
        for text in [
            "2023-01-30T09:00:00Z",
            "0000-01-01T00:00:00.1Z",
            "0999-12-31T23:59:59.999999999Z",
            "-000001-02-03T04:05:06.007Z",
            "1969-10-20T10:20:30.00001Z",
        ] {
            let moment: Timestamp = text.parse().unwrap();
            let time = Offset::UTC.to_datetime(moment);
            let (mut with_zone, mut without) = (String::new(), String::new());
            push_time(&mut with_zone, time, "Z");
            push_time(&mut without, time, "");
            assert_eq!((with_zone, without), (format!("\"{moment}\""), format!("\"{time}\"")));
        }
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_not_kept() {
        let moment: Timestamp = "2023-01-30T09:00:00.123456789Z".parse().unwrap();
        assert_eq!(timestamp(&timestamp_text(moment)), Some(in_microseconds(moment)));
    }
}
