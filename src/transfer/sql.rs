//! Rows as SQL for a Postgres that has the platform's tables: one transaction, a COPY for each table.

use super::bytes::unwritable;
use super::copy_text::write_field;
use super::sink::Sink;
use crate::error::Result;
use crate::schema;
use crate::table::Row as _;
use crate::table::{Cell, Column, ColumnDefault, SqlType, Table};
use crate::tables::{AirbyteConfigsMigration, AirbyteJobsMigration, Secret};
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use std::fmt::Write as _;
use std::io::Write;

/// Writes rows as a file for `psql -v ON_ERROR_STOP=1 -f`, which takes all of them or none.
///
/// The tables have to be there, as the platform's migrations make them, and without the rows that are written; the
/// table `secrets` is made where it is missing, as the platform does. Sequences go on behind the highest id. The
/// histories of migrations are left out: they are the database's own.
///
/// ```
/// use airbyte_db::table::{Cell, Row};
/// use airbyte_db::tables::AirbyteMetadata;
/// use airbyte_db::transfer::{Sink, Sql};
///
/// let mut text = Vec::new();
/// let mut sql = Sql::new(&mut text);
/// sql.begin(AirbyteMetadata::TABLE)?;
/// sql.row(AirbyteMetadata::TABLE, &[Cell::from("airbyte_version"), Cell::Null])?;
/// sql.finish()?;
/// let text = String::from_utf8(text).expect("SQL is UTF-8");
/// assert!(text.contains("COPY airbyte_metadata (key, value) FROM stdin;\nairbyte_version\t\\N\n\\.\n"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Sql<W: Write> {
    writer: W,
    started: bool,
    /// Whether a COPY is open.
    copies: bool,
    /// Tables with rows whose ids come from a sequence, and their columns.
    sequences: Vec<(&'static Table, &'static Column)>,
    line: String,
}

const START: &str = "\
-- Rows of an Airbyte deployment. Run it on a database that has the platform's tables and not these rows:
-- psql -v ON_ERROR_STOP=1 -f FILE DATABASE
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET DateStyle = 'ISO, YMD';
BEGIN;
";

impl<W: Write> Sql<W> {
    /// SQL that is written there.
    pub fn new(writer: W) -> Self {
        Sql { writer, started: false, copies: false, sequences: Vec::new(), line: String::new() }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.writer.write_all(text.as_bytes()).map_err(|error| unwritable(&error))
    }

    fn start(&mut self) -> Result<()> {
        if self.started {
            return Ok(());
        }
        self.started = true;
        self.write(START)
    }

    fn end_copy(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.copies) {
            return Ok(());
        }
        self.write("\\.\n")
    }

    fn start_copy(&mut self, table: &'static Table) -> Result<()> {
        self.copies = true;
        let is_identity = |column: &&Column| column.default == Some(ColumnDefault::Identity);
        self.sequences.extend(table.columns.iter().find(is_identity).map(|column| (table, column)));
        let mut text = "\n".to_owned();
        if table.name == Secret::TABLE.name {
            let made = schema::create_table(table).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS");
            // The key has to stand in the same statement, which does nothing where the table is there.
            let made = made.split(";\n").next().unwrap_or_default();
            let keys = table.primary_key().join(", ");
            let _ = writeln!(text, "{},\n  PRIMARY KEY ({keys})\n);", made.trim_end_matches("\n)"));
        }
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "COPY {} ({}) FROM stdin;", table.name, columns.join(", "));
        self.write(&text)
    }
}

impl<W: Write> Sink for Sql<W> {
    fn begin(&mut self, _: &'static Table) -> Result<()> {
        self.start()?;
        self.end_copy()
    }

    fn row(&mut self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Option<String>> {
        if [AirbyteConfigsMigration::TABLE.name, AirbyteJobsMigration::TABLE.name].contains(&table.name) {
            return Ok(Some("the history of migrations is the database's own; SQL does not carry it".to_owned()));
        }
        self.line.clear();
        for (number, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
            if number > 0 {
                self.line.push('\t');
            }
            if let Err(why) = write_cell(column, cell, &mut self.line) {
                return Ok(Some(format!("Postgres cannot hold it: {} {why}", column.name)));
            }
        }
        self.line.push('\n');
        if !self.copies {
            self.start_copy(table)?;
        }
        let line = std::mem::take(&mut self.line);
        let written = self.write(&line);
        self.line = line;
        written.map(|()| None)
    }

    fn finish(&mut self) -> Result<()> {
        self.start()?;
        self.end_copy()?;
        for (table, column) in std::mem::take(&mut self.sequences) {
            let (table, column) = (table.name, column.name);
            self.write(&format!(
                "\nSELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}));\n"
            ))?;
        }
        self.write("\nCOMMIT;\n")?;
        self.writer.flush().map_err(|error| unwritable(&error))
    }
}

/// Adds a cell as its column's type is written, or says why no such column can hold it.
fn write_cell(column: &Column, cell: &Cell<'_>, line: &mut String) -> std::result::Result<(), String> {
    match cell {
        Cell::Null if !column.nullable => return Err("is NULL, which it must not be".to_owned()),
        Cell::Null => write_field(None, line),
        Cell::Boolean(truth) => line.push(if *truth { 't' } else { 'f' }),
        Cell::Integer(number) => {
            if column.sql_type == SqlType::Integer && i32::try_from(*number).is_err() {
                return Err("is a number of more than 32 bits".to_owned());
            }
            // Writing into a string cannot fail, here and below.
            let _ = write!(line, "{number}");
        }
        Cell::Uuid(id) => {
            let _ = write!(line, "{id}");
        }
        Cell::Text(text) => {
            fits(column.sql_type, text)?;
            write_field(Some(text), line);
        }
        Cell::Date(date) => write_date(*date, line),
        Cell::DateTime(time) => write_time(*time, "", line),
        Cell::Timestamp(moment) => write_time(Offset::UTC.to_datetime(*moment), "+00", line),
        Cell::Json(text) => {
            super::jsonb::fits(text)?;
            write_field(Some(text), line);
        }
    }
    Ok(())
}

fn fits(sql_type: SqlType, text: &str) -> std::result::Result<(), String> {
    if text.contains('\0') {
        return Err("holds the character U+0000".to_owned());
    }
    match sql_type {
        SqlType::Varchar(Some(length)) if text.chars().count() > usize::from(length) => {
            Err(format!("is longer than {length} characters"))
        }
        SqlType::Enum(enum_type) if !enum_type.literals.contains(&text) => {
            Err(format!("is none of the literals of {}", enum_type.name))
        }
        _ => Ok(()),
    }
}

/// A date; those of a store have years of four digits.
fn write_date(date: Date, line: &mut String) {
    let _ = write!(line, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

fn write_time(time: DateTime, offset: &str, line: &mut String) {
    let micros = time.subsec_nanosecond() / 1_000;
    write_date(time.date(), line);
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let _ = write!(line, " {hour:02}:{minute:02}:{second:02}.{micros:06}{offset}");
}
