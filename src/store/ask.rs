//! Statements that somebody else wrote: they may read, and nothing else.

use super::{Store, problem};
use crate::error::{Error, Result, StoreProblem};
use crate::json::{self, Document, Kind, quoted};
use rusqlite::Statement;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::fmt::Write as _;

/// How many steps of SQLite's machine lie between two looks at the limit.
const STEPS_OF_LOOK: i32 = 10_000;

/// What a statement may begin with. SQLite calls `ATTACH` and `BEGIN` reading as well.
const BEGINNINGS: [&str; 4] = ["SELECT", "WITH", "VALUES", "EXPLAIN"];

/// How much a statement may take and give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskLimits {
    /// How many rows are given at most.
    pub rows: usize,
    /// How many bytes of texts and bytes are given at most.
    pub bytes: usize,
    /// How many steps SQLite's machine may take: some tens of millions a second.
    pub steps: u64,
}

/// A thousand rows, 64 MiB, and some seconds.
impl Default for AskLimits {
    fn default() -> AskLimits {
        AskLimits { rows: 1_000, bytes: 64 << 20, steps: 100_000_000 }
    }
}

/// A value as SQLite has it.
#[derive(Clone, PartialEq)]
pub enum SqlCell {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Shows what kind of value it is only: a text may be a secret.
impl std::fmt::Debug for SqlCell {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            SqlCell::Null => "Null",
            SqlCell::Integer(_) => "Integer(..)",
            SqlCell::Number(_) => "Number(..)",
            SqlCell::Text(_) => "Text(..)",
            SqlCell::Blob(_) => "Blob(..)",
        })
    }
}

/// The answer to a statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SqlAnswer {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// A cell for each column.
    pub rows: Vec<Vec<SqlCell>>,
    /// Whether there are more rows than the limits let through.
    pub more: bool,
}

impl Store {
    /// The answer to one statement that only reads.
    ///
    /// ```
    /// use airbyte_db::store::{AskLimits, SqlCell, Store};
    ///
    /// let mut store = Store::in_memory()?;
    /// let answer = store.ask("SELECT count(*) AS actors FROM actor", &[], AskLimits::default())?;
    /// assert_eq!((answer.columns, answer.rows), (vec!["actors".to_owned()], vec![vec![SqlCell::Integer(0)]]));
    ///
    /// let error = store.ask("DELETE FROM actor", &[], AskLimits::default()).unwrap_err();
    /// assert_eq!(error.code(), "store_sql");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A statement that is none, would write, or takes more steps than the limit; a store that cannot be read.
    pub fn ask(&mut self, sql: &str, values: &[SqlCell], limits: AskLimits) -> Result<SqlAnswer> {
        let mut looks = limits.steps / u64::from(STEPS_OF_LOOK.unsigned_abs());
        let must_stop = self.must_stop;
        let is_too_long = move || {
            looks = looks.saturating_sub(1);
            looks == 0 || must_stop.is_some_and(|must_stop| must_stop())
        };
        self.connection.progress_handler(STEPS_OF_LOOK, Some(is_too_long)).map_err(problem::failed)?;
        let answer = self.answer(sql, values, limits);
        self.look_whether_to_stop()?;
        answer
    }

    /// From now on every statement asks now and then whether it must stop; then it fails with the code
    /// `store_sql_too_long`. For who can be told so while a statement runs, by other means than the thread that runs it.
    ///
    /// ```
    /// use airbyte_db::store::Store;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// static MUST_STOP: AtomicBool = AtomicBool::new(false);
    /// let mut store = Store::in_memory()?;
    /// store.stop_when(|| MUST_STOP.load(Ordering::Relaxed))?;
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// None that is known.
    pub fn stop_when(&mut self, must_stop: fn() -> bool) -> Result<()> {
        self.must_stop = Some(must_stop);
        self.look_whether_to_stop()
    }

    fn look_whether_to_stop(&mut self) -> Result<()> {
        let steps = if self.must_stop.is_some() { STEPS_OF_LOOK } else { 0 };
        self.connection.progress_handler(steps, self.must_stop).map_err(problem::failed)
    }

    fn answer(&self, sql: &str, values: &[SqlCell], limits: AskLimits) -> Result<SqlAnswer> {
        let mut statement = self.connection.prepare(sql).map_err(wrong)?;
        if !statement.readonly() || !begins_as_it_may(sql) {
            let message = "the statement would write, or change how the store is open; only statements that read are \
                           answered: SELECT, WITH … SELECT, VALUES and EXPLAIN";
            return Err(StoreProblem::Statement.because(message));
        }
        let wanted = statement.parameter_count();
        if wanted != values.len() {
            let message = format!("the statement has {wanted} parameters, and {} values were given", values.len());
            return Err(StoreProblem::Statement.because(message));
        }
        for (number, value) in (1..).zip(values) {
            statement.raw_bind_parameter(number, bound(value)).map_err(wrong)?;
        }
        let columns = statement.column_names().map(str::to_owned).collect();
        rows_of(&mut statement, columns, limits)
    }
}

fn rows_of(statement: &mut Statement<'_>, columns: Vec<String>, limits: AskLimits) -> Result<SqlAnswer> {
    let mut answer = SqlAnswer { columns, ..SqlAnswer::default() };
    let mut bytes = 0;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(wrong)? {
        if answer.rows.len() == limits.rows || bytes > limits.bytes {
            answer.more = true;
            break;
        }
        let mut cells = Vec::with_capacity(answer.columns.len());
        for number in 0..answer.columns.len() {
            let cell = cell(row.get_ref(number).map_err(wrong)?);
            bytes += match &cell {
                SqlCell::Text(text) => text.len(),
                SqlCell::Blob(blob) => blob.len(),
                _ => 8,
            };
            cells.push(cell);
        }
        answer.rows.push(cells);
    }
    Ok(answer)
}

/// Whether the first word, after blanks and comments, is one of those that only read.
fn begins_as_it_may(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    loop {
        let after = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map(|(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, after)| after)
        } else {
            break;
        };
        rest = after.unwrap_or_default().trim_start();
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    BEGINNINGS.iter().any(|word| rest[..end].eq_ignore_ascii_case(word))
}

fn bound(value: &SqlCell) -> ToSqlOutput<'_> {
    match value {
        SqlCell::Null => ToSqlOutput::Owned(Value::Null),
        SqlCell::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
        SqlCell::Number(number) => ToSqlOutput::Owned(Value::Real(*number)),
        SqlCell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        SqlCell::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
    }
}

fn cell(value: ValueRef<'_>) -> SqlCell {
    match value {
        ValueRef::Null => SqlCell::Null,
        ValueRef::Integer(number) => SqlCell::Integer(number),
        ValueRef::Real(number) => SqlCell::Number(number),
        ValueRef::Text(bytes) => SqlCell::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => SqlCell::Blob(bytes.to_vec()),
    }
}

/// What SQLite says of a statement: it is about the words of who wrote it.
fn wrong(error: rusqlite::Error) -> Error {
    let because = |message: String| StoreProblem::Statement.because(message);
    match &error {
        rusqlite::Error::MultipleStatement => because("there is more than one statement; ask one at a time".to_owned()),
        rusqlite::Error::SqlInputError { msg, .. } => because(format!("it is no statement of SQLite's: {msg}")),
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            rusqlite::ErrorCode::OperationInterrupted => StoreProblem::TooLong
                .because("the statement takes too long and was stopped; ask for less, or by an indexed column"),
            rusqlite::ErrorCode::Unknown | rusqlite::ErrorCode::ApiMisuse => because(format!(
                "it is no statement of SQLite's: {}",
                message.as_deref().unwrap_or("no reason is given")
            )),
            _ => problem::failed(error),
        },
        _ => problem::failed(error),
    }
}

impl SqlAnswer {
    /// What a column holds, out of the rows that are there: `integer`, `number`, `text`, `blob`, or `any`.
    pub fn kind(&self, column: usize) -> &'static str {
        let mut kinds = self.rows.iter().filter_map(|row| match row.get(column)? {
            SqlCell::Null => None,
            SqlCell::Integer(_) => Some("integer"),
            SqlCell::Number(_) => Some("number"),
            SqlCell::Text(_) => Some("text"),
            SqlCell::Blob(_) => Some("blob"),
        });
        let first = kinds.next().unwrap_or("any");
        kinds.fold(first, |kind, other| match (kind, other) {
            _ if kind == other => kind,
            ("integer", "number") | ("number", "integer") => "number",
            _ => "any",
        })
    }

    /// As a JSON object on one line: `columns` with name and type, `rows`, `more`. Bytes are `{"hex": "…"}`.
    pub fn to_json(&self) -> String {
        let columns = self.columns.iter().enumerate().map(|(number, name)| {
            format!(r#"{{"name":{},"type":"{}","optional":true}}"#, quoted(name), self.kind(number))
        });
        let columns: Vec<String> = columns.collect();
        let rows = self.rows.iter().map(|row| {
            let cells: Vec<String> = row.iter().map(SqlCell::to_json).collect();
            format!("[{}]", cells.join(","))
        });
        let rows: Vec<String> = rows.collect();
        format!(r#"{{"columns":[{}],"rows":[{}],"more":{}}}"#, columns.join(","), rows.join(","), self.more)
    }
}

impl SqlCell {
    /// The values in a JSON list: texts, numbers, booleans (as 0 and 1) and null.
    ///
    /// # Errors
    /// Text that is no such list.
    pub fn read_all(text: &str) -> Result<Vec<SqlCell>> {
        let document = Document::parse(text)?;
        document.root().items().map(SqlCell::read).collect()
    }

    fn read(value: json::Value<'_>) -> Result<SqlCell> {
        let cell = match value.kind() {
            Kind::Null => Some(SqlCell::Null),
            Kind::Boolean => value.as_bool().map(|truth| SqlCell::Integer(truth.into())),
            Kind::String => value.as_str().map(|text| SqlCell::Text(text.into_owned())),
            Kind::Number => value.as_number().and_then(|number| match number.as_i64() {
                Some(number) => Some(SqlCell::Integer(number)),
                None => number.text().parse().ok().map(SqlCell::Number),
            }),
            Kind::Array | Kind::Object => None,
        };
        let message = "the value of a parameter is a text, a number, a boolean or null";
        cell.ok_or_else(|| StoreProblem::Statement.because(message))
    }

    fn to_json(&self) -> String {
        match self {
            SqlCell::Null => "null".to_owned(),
            SqlCell::Integer(number) => number.to_string(),
            // JSON has no infinity.
            SqlCell::Number(number) if !number.is_finite() => quoted(&number.to_string()),
            SqlCell::Number(number) => number.to_string(),
            SqlCell::Text(text) => quoted(text),
            SqlCell::Blob(bytes) => {
                let mut hex = String::with_capacity(2 * bytes.len());
                // Writing into a string cannot fail.
                for byte in bytes {
                    let _ = write!(hex, "{byte:02x}");
                }
                format!(r#"{{"hex":"{hex}"}}"#)
            }
        }
    }
}
