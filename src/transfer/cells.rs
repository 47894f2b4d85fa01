//! What a row says, as the cells of its table.
//!
//! A column has one form in JSON and one in Postgres' text; here they meet. A document is kept as it is written, but
//! for line breaks between its parts: a row has to fit into one line again.

use super::Values;
use crate::json::{Document, Json, Kind, Value};
use crate::table::{Cell, Column, ColumnDefault, SqlType, Table};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::borrow::Cow;
use uuid::Uuid;

/// A row that was read.
pub(super) struct Read<'row> {
    /// In the order of the table's columns.
    pub(super) cells: Vec<Cell<'row>>,
    /// What the row says and no column holds: the names.
    pub(super) unknown: Vec<String>,
}

/// Why a row cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// The column, where it is about one.
    pub(super) column: Option<&'static str>,
    /// Why; never a value.
    pub(super) reason: String,
}

impl Misfit {
    fn row(reason: impl Into<String>) -> Misfit {
        Misfit { column: None, reason: reason.into() }
    }
}

/// The cells of a row. `now` is what a column holds that is filled with the time of writing and is not given.
pub(super) fn read<'row>(
    table: &'static Table,
    values: &'row Values<'_>,
    now: Timestamp,
) -> Result<Read<'row>, Misfit> {
    match values {
        Values::Object(text) => of_object(table, text, now),
        Values::Texts(columns, texts) => of_texts(table, columns, texts, now),
        Values::Cells(known, cells) if *known == table => Ok(Read { cells: cells.clone(), unknown: Vec::new() }),
        Values::Cells(..) => Err(Misfit::row("the cells are those of another table")),
        Values::Broken(reason) => Err(Misfit::row(reason.clone())),
        Values::Unread(_) => Err(Misfit::row("the source does not read rows of this table")),
    }
}

fn of_object<'row>(table: &'static Table, text: &'row str, now: Timestamp) -> Result<Read<'row>, Misfit> {
    let document = Document::parse(text).map_err(|error| Misfit::row(error.message()))?;
    let row = document.root();
    if row.kind() != Kind::Object {
        return Err(Misfit::row("a row is an object; this is something else"));
    }
    let member =
        |column: &Column| row.get(column.name).or_else(|| column.aliases.iter().find_map(|alias| row.get(alias)));
    let mut cells = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        let cell = match member(column) {
            Some(value) => of_json(column, value, text).map_err(|reason| misfit(column, reason))?,
            None => absent(column, now)?,
        };
        cells.push(not_null(column, cell)?);
    }
    let names = row.members().map(|member| member.name().into_owned());
    Ok(Read { cells, unknown: names.filter(|name| table.column(name).is_none()).collect() })
}

fn of_texts<'row>(
    table: &'static Table,
    columns: &[String],
    texts: &'row [Option<Cow<'_, str>>],
    now: Timestamp,
) -> Result<Read<'row>, Misfit> {
    if columns.len() != texts.len() {
        let (columns, values) = (columns.len(), texts.len());
        return Err(Misfit::row(format!("the row has {values} values for {columns} columns")));
    }
    let place = |column: &Column| {
        let named = |name: &str| columns.iter().position(|given| given == name);
        named(column.name).or_else(|| column.aliases.iter().find_map(|alias| named(alias)))
    };
    let mut cells = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        let cell = match place(column).map(|at| texts[at].as_deref()) {
            Some(Some(text)) => of_text(column.sql_type, text).map_err(|reason| misfit(column, reason))?,
            Some(None) => Cell::Null,
            None => absent(column, now)?,
        };
        cells.push(not_null(column, cell)?);
    }
    let unknown = columns.iter().filter(|name| table.column(name).is_none()).cloned().collect();
    Ok(Read { cells, unknown })
}

fn misfit(column: &'static Column, reason: String) -> Misfit {
    Misfit { column: Some(column.name), reason }
}

/// What a column holds of which a row says nothing: rows of older versions lack the newest columns.
fn absent(column: &'static Column, now: Timestamp) -> Result<Cell<'static>, Misfit> {
    Ok(match column.default {
        _ if column.nullable => Cell::Null,
        Some(ColumnDefault::False) => Cell::Boolean(false),
        Some(ColumnDefault::True) => Cell::Boolean(true),
        Some(ColumnDefault::Text(text)) => Cell::Text(text.into()),
        Some(ColumnDefault::Now) if column.sql_type == SqlType::TimestampWithTimeZone => Cell::Timestamp(now),
        Some(ColumnDefault::Now | ColumnDefault::Identity) | None => {
            return Err(misfit(column, "the row does not have this column, and it has no default".to_owned()));
        }
    })
}

fn not_null<'row>(column: &'static Column, cell: Cell<'row>) -> Result<Cell<'row>, Misfit> {
    if cell == Cell::Null && !column.nullable {
        return Err(misfit(column, "the column must not be NULL".to_owned()));
    }
    Ok(cell)
}

/// A member of a row's object. `text` is that of the whole row: documents are borrowed from it.
fn of_json<'row>(column: &Column, value: Value<'_>, text: &'row str) -> Result<Cell<'row>, String> {
    let wants = || format!("a value of type {} does not stand there as {}", column.sql_type, named(value.kind()));
    if column.sql_type == SqlType::Jsonb {
        return Ok(Cell::Json(on_one_line(&text[value.offset()..value.end_offset()])));
    }
    match (column.sql_type, value.kind()) {
        (_, Kind::Null) => Ok(Cell::Null),
        (SqlType::Boolean, Kind::Boolean) => Ok(Cell::Boolean(value.raw() == "true")),
        (SqlType::Integer | SqlType::Bigint, Kind::Number) => integer(column.sql_type, value.raw()),
        (SqlType::Boolean | SqlType::Jsonb, _) | (SqlType::Integer, Kind::String) => Err(wants()),
        // Some drivers write 64-bit numbers as text.
        (sql_type, Kind::String) => {
            let text = value.as_str().unwrap_or_default();
            of_text(sql_type, &text).map(Cell::into_owned)
        }
        _ => Err(wants()),
    }
}

/// A value as Postgres writes it.
fn of_text(sql_type: SqlType, text: &str) -> Result<Cell<'_>, String> {
    let no = || format!("the value is no {sql_type}");
    Ok(match sql_type {
        SqlType::Varchar(_) | SqlType::Text | SqlType::Enum(_) => Cell::Text(text.into()),
        SqlType::Boolean => match text {
            "t" | "true" => Cell::Boolean(true),
            "f" | "false" => Cell::Boolean(false),
            _ => return Err(no()),
        },
        SqlType::Integer | SqlType::Bigint => return integer(sql_type, text),
        SqlType::Uuid => Cell::Uuid(Uuid::try_parse(text).map_err(|_| no())?),
        SqlType::Date => Cell::Date(text.parse::<Date>().ok().filter(|date| date.year() > 0).ok_or_else(no)?),
        SqlType::Timestamp => {
            let time = text.parse::<DateTime>().ok().filter(|time| time.year() > 0);
            Cell::DateTime(without_nanoseconds(time.ok_or_else(no)?))
        }
        SqlType::TimestampWithTimeZone => Cell::Timestamp(timestamp(text).ok_or_else(no)?),
        SqlType::Jsonb => {
            Document::parse(text).map_err(|error| format!("the document is no JSON: {}", error.message()))?;
            Cell::Json(on_one_line(text))
        }
    })
}

fn integer(sql_type: SqlType, text: &str) -> Result<Cell<'static>, String> {
    let number: i64 = text.parse().map_err(|_| format!("the value is no {sql_type}"))?;
    if sql_type == SqlType::Integer && i32::try_from(number).is_err() {
        return Err("the number has more than 32 bits".to_owned());
    }
    Ok(Cell::Integer(number))
}

/// A moment, in microseconds as the platform keeps it; only such as have a year of four digits.
fn timestamp(text: &str) -> Option<Timestamp> {
    let moment: Timestamp = text.parse().ok()?;
    let year = jiff::tz::Offset::UTC.to_datetime(moment).year();
    let rounded = Timestamp::from_microsecond(moment.as_microsecond()).ok()?;
    (year > 0).then_some(rounded)
}

fn without_nanoseconds(time: DateTime) -> DateTime {
    let finer = time.subsec_nanosecond() % 1_000;
    time.with().subsec_nanosecond(time.subsec_nanosecond() - finer).build().unwrap_or(time)
}

/// A document whose parts have no line breaks between them; it is valid JSON.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return text.into();
    }
    Json::<crate::json::Anything>::parse(text).map_or_else(|_| text.into(), |json| json.into_text().into())
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "true or false",
        Kind::Number => "a number",
        Kind::String => "a text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}
