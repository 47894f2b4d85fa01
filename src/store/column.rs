//! The values of columns as SQLite keeps them, and back.
//!
//! What is kept how is said at the top of the first migration of the Config database.

use crate::error::{Result, StoreProblem};
use crate::json::{self, quoted};
use crate::table::{Cell, Column, SqlType};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::io::Write as _;
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
    let mut text = Vec::with_capacity(27);
    let (date, micros) = (time.date(), time.subsec_nanosecond() / 1_000);
    // Writing into memory cannot fail.
    let _ = write!(text, "{:04}-{:02}-{:02}T", date.year(), date.month(), date.day());
    let _ = write!(text, "{:02}:{:02}:{:02}.{micros:06}", time.hour(), time.minute(), time.second());
    String::from_utf8(text).unwrap_or_default()
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

/// A cell as JSON, as rows are written; none where a document is absent.
pub(super) fn json(cell: &Cell<'_>, column: &Column) -> Option<String> {
    Some(match cell {
        Cell::Null if column.sql_type == SqlType::Jsonb => return None,
        Cell::Null => "null".to_owned(),
        Cell::Boolean(truth) => truth.to_string(),
        Cell::Integer(number) => number.to_string(),
        Cell::Text(text) => quoted(text),
        Cell::Json(text) => text.clone().into_owned(),
        Cell::Uuid(id) => format!("\"{id}\""),
        Cell::Date(date) => format!("\"{date}\""),
        Cell::DateTime(time) => format!("\"{time}\""),
        Cell::Timestamp(moment) => format!("\"{moment}\""),
    })
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
    fn what_is_finer_than_a_microsecond_is_not_kept() {
        let moment: Timestamp = "2023-01-30T09:00:00.123456789Z".parse().unwrap();
        assert_eq!(timestamp(&timestamp_text(moment)), Some(in_microseconds(moment)));
    }
}
