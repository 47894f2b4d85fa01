//! What `pg_dump` writes as plain text: rows in `COPY … FROM stdin` and in `INSERT INTO … VALUES`.
//!
//! Everything else in a dump is passed over, so dumps of one database, of both, and of a whole server are read alike.

mod statement;
mod token;
mod values;

use super::bytes::{Bytes, Line, unreadable};
use super::copy_text;
use super::files::File;
use super::source::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::{Error, Result};
use crate::tables::table;
use statement::{Name, Statement, Statements};
use std::borrow::Cow;
use std::collections::HashMap;
use token::{Comments, Stop};

/// The schema into which the platform once copied tables before an import; nothing in it is current.
const BACKUP: &str = "import_backup";

/// A dump in plain text, of any version of `pg_dump` and of the platform.
///
/// ```
/// use airbyte_db::transfer::{Dump, File, Selection, Source, Values};
///
/// let text = "COPY public.airbyte_metadata (key, value) FROM stdin;\nairbyte_version\t0.40.32\n\\.\n";
/// let open = Box::new(move || Ok(Box::new(text.as_bytes()) as Box<dyn std::io::BufRead>));
/// let mut dump = Dump::new(File { path: "dump.sql".to_owned(), size: None, open });
/// dump.begin(&Selection::all())?;
/// let row = dump.next()?.expect("there is a row");
/// assert_eq!((&*row.table, row.place.line), ("airbyte_metadata", 2));
/// assert!(matches!(row.values, Values::Texts(columns, values) if columns[1] == "value" && values[1].is_some()));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Dump<'files> {
    file: File<'files>,
    statements: Option<Statements<'files>>,
    selection: Selection,
    /// The tables that the dump makes, by name.
    made: HashMap<String, Vec<Made>>,
    n_statements: u64,
    block: Block,
    rows: Rows,
    /// Where the last row began.
    line: u64,
    kept: Vec<u8>,
    values: Vec<Option<String>>,
    /// A table that is not known, and how many rows of it were passed since it was last told.
    unread: Option<(String, u64)>,
}

/// The schema of a table that the dump makes, and its columns.
type Made = (Option<String>, Vec<String>);

/// Where rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Nowhere: a statement comes next.
    None,
    /// On lines of their own.
    Lines,
    /// In a statement that began on that line.
    Tuples(u64),
    /// In a statement that was passed, as if it were one row.
    Once,
    /// There is nothing more.
    End,
}

/// The table whose rows come.
struct Rows {
    table: String,
    columns: Vec<String>,
    what: What,
}

/// What is done with rows.
enum What {
    /// They are given.
    Give,
    /// They are counted: no such table is known.
    Count,
    /// Nobody wants them.
    Pass,
    /// They cannot be read: why.
    Refuse(&'static str),
}

/// What was found, before it is given.
enum Step {
    /// The line that is kept.
    Line,
    /// The values that are kept.
    Values,
    Broken(String),
    Unread(String, u64),
}

const ANEW: &str = "; make the dump anew, or copy it again";

const NO_COLUMNS: &str = "the dump says nowhere which columns the table has; write it anew with the tables, \
                          or with `pg_dump --column-inserts`";

impl<'files> Dump<'files> {
    /// The rows of this dump.
    pub fn new(file: File<'files>) -> Self {
        Dump {
            file,
            statements: None,
            selection: Selection::all(),
            made: HashMap::new(),
            n_statements: 0,
            block: Block::None,
            rows: Rows { table: String::new(), columns: Vec::new(), what: What::Pass },
            line: 0,
            kept: Vec::new(),
            values: Vec::new(),
            unread: None,
        }
    }

    fn failed(&self, stop: Stop) -> Error {
        let name = &self.file.path;
        unreadable(match stop {
            Stop::Read(error) => format!("{name} cannot be read: {error}"),
            Stop::Cut(line) => {
                format!("{name} ends inside a statement or text that begins on line {line}: it was cut off{ANEW}")
            }
        })
    }

    /// The next row, or what is to be told.
    fn step(&mut self) -> Result<Option<Step>> {
        let Some(mut statements) = self.statements.take() else { return Ok(None) };
        let step = self.step_in(&mut statements);
        self.statements = Some(statements);
        step
    }

    fn step_in(&mut self, statements: &mut Statements<'_>) -> Result<Option<Step>> {
        loop {
            if let Some((table, n_rows)) = self.unread_that_is_over() {
                return Ok(Some(Step::Unread(table, n_rows)));
            }
            if matches!(self.block, Block::None | Block::Tuples(_)) {
                statements.skip_blanks().map_err(|stop| self.failed(stop))?;
            }
            self.line = statements.bytes.line;
            let step = match self.block {
                Block::End => return Ok(None),
                Block::None => {
                    let next = statements.statement().map_err(|stop| self.failed(stop))?;
                    self.enter(next, &statements.comments)?;
                    None
                }
                Block::Lines => self.next_line(statements)?,
                Block::Tuples(began) => match values::next_row(statements, began) {
                    Ok(Some(row)) => self.taken(row),
                    Ok(None) => {
                        self.block = Block::None;
                        None
                    }
                    Err(stop) => return Err(self.failed(stop)),
                },
                Block::Once => {
                    self.block = Block::None;
                    self.taken(Ok(Vec::new()))
                }
            };
            if step.is_some() {
                return Ok(step);
            }
        }
    }

    /// What a statement says about rows that come.
    fn enter(&mut self, statement: Statement, comments: &Comments) -> Result<()> {
        match statement {
            Statement::Create(name, columns) => {
                self.n_statements += 1;
                self.made.entry(name.table).or_default().push((name.schema, columns));
            }
            Statement::Copy(name, columns, unreadable) => {
                self.rows = self.rows_of(&name, columns, unreadable);
                self.block = Block::Lines;
            }
            Statement::Insert(name, columns, unreadable) => {
                self.rows = self.rows_of(&name, columns, unreadable);
                self.block = if unreadable.is_some() { Block::Once } else { Block::Tuples(self.line) };
            }
            Statement::OtherEncoding => {
                let name = &self.file.path;
                let told = format!("{name} is not in UTF-8; write it anew with `pg_dump --encoding=UTF8`");
                return Err(unreadable(told));
            }
            Statement::Connect => self.made.clear(),
            Statement::Other => {}
            Statement::End => {
                self.block = Block::End;
                self.check_end(comments)?;
            }
        }
        Ok(())
    }

    /// A dump says at its end that it is whole.
    fn check_end(&self, comments: &Comments) -> Result<()> {
        let name = &self.file.path;
        if comments.begun > comments.ended {
            return Err(unreadable(format!("{name} ends before the dump is complete: it was cut off{ANEW}")));
        }
        if self.n_statements == 0 {
            let told = format!("{name} makes no table and holds no rows, so it is no dump; `pg_dump` writes one");
            return Err(unreadable(told));
        }
        Ok(())
    }

    /// The table of a statement, and what is done with its rows.
    fn rows_of(&mut self, name: &Name, columns: Option<Vec<String>>, unreadable: Option<&'static str>) -> Rows {
        self.n_statements += 1;
        let known = table(&name.table).filter(|_| self.is_current(name));
        let told = match (&name.schema, known) {
            (Some(schema), None) if schema != "public" => format!("{schema}.{}", name.table),
            _ => name.table.clone(),
        };
        let columns = columns.or_else(|| self.columns_of(name));
        let what = match (unreadable, &columns) {
            _ if !self.selection.includes(&told) => What::Pass,
            _ if known.is_none() => What::Count,
            (Some(why), _) => What::Refuse(why),
            (None, None) => What::Refuse(NO_COLUMNS),
            (None, Some(_)) => What::Give,
        };
        Rows { table: told, columns: columns.unwrap_or_default(), what }
    }

    /// Whether a table is the platform's own, and not a copy of it in another schema. Where several schemas have a
    /// table of that name, `public` does, or else the first.
    fn is_current(&self, name: &Name) -> bool {
        let Some(schema) = &name.schema else { return true };
        let made = self.made.get(&name.table).map_or(&[][..], Vec::as_slice);
        let mut schemas = made.iter().filter_map(|(schema, _)| schema.as_deref()).filter(|schema| *schema != BACKUP);
        let first = schemas.clone().next();
        let current = schemas.find(|schema| *schema == "public").or(first);
        current.map_or(schema != BACKUP, |current| current == schema)
    }

    fn columns_of(&self, name: &Name) -> Option<Vec<String>> {
        let made = self.made.get(&name.table)?;
        let alike = made.iter().find(|(schema, _)| *schema == name.schema);
        alike.or(if name.schema.is_none() { made.first() } else { None }).map(|(_, columns)| columns.clone())
    }

    fn next_line(&mut self, statements: &mut Statements<'_>) -> Result<Option<Step>> {
        let end = statements.bytes.take_line(&mut self.kept).map_err(|error| self.failed(error.into()))?;
        if self.kept == b"\\." {
            self.block = Block::None;
            return Ok(None);
        }
        if end == Line::Cut {
            let (name, table) = (&self.file.path, &self.rows.table);
            let told = format!("{name} ends in the middle of the rows of {table} (line {}): it was cut off", self.line);
            return Err(unreadable(told + ANEW));
        }
        Ok(match self.rows.what {
            What::Give if end == Line::TooLong => Some(Step::Broken("the row is longer than 512 MiB".to_owned())),
            What::Give => Some(Step::Line),
            _ => self.not_given(),
        })
    }

    fn taken(&mut self, row: values::Values) -> Option<Step> {
        match (&self.rows.what, row) {
            (What::Give, Ok(values)) => {
                self.values = values;
                Some(Step::Values)
            }
            (What::Give, Err(why)) => Some(Step::Broken(format!("the row cannot be read: {why}"))),
            _ => self.not_given(),
        }
    }

    fn not_given(&mut self) -> Option<Step> {
        match self.rows.what {
            What::Refuse(why) => return Some(Step::Broken(why.to_owned())),
            What::Count => match &mut self.unread {
                Some((_, n_rows)) => *n_rows += 1,
                none => *none = Some((self.rows.table.clone(), 1)),
            },
            What::Give | What::Pass => {}
        }
        None
    }

    /// Rows that were counted, once those of another table come.
    fn unread_that_is_over(&mut self) -> Option<(String, u64)> {
        let (table, _) = self.unread.as_ref()?;
        let is_over = match self.block {
            Block::None => false,
            Block::End => true,
            Block::Lines | Block::Tuples(_) | Block::Once => self.rows.table != *table,
        };
        if is_over { self.unread.take() } else { None }
    }
}

impl Source for Dump<'_> {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        let mut reader = (self.file.open)().map_err(|error| self.failed(error.into()))?;
        let start = reader.fill_buf().map_err(|error| self.failed(error.into()))?;
        if let Some(form) = other_form(start) {
            return Err(unreadable(format!("{} is {form}", self.file.path)));
        }
        self.selection.clone_from(tables);
        self.made.clear();
        (self.n_statements, self.line, self.unread, self.block) = (0, 0, None, Block::None);
        self.statements = Some(Statements::new(Bytes::new(reader)));
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        let Some(step) = self.step()? else { return Ok(None) };
        let place = Place { file: &self.file.path, line: self.line };
        let columns = &self.rows.columns;
        let values = match step {
            Step::Unread(table, n_rows) => {
                let place = Place { line: 0, ..place };
                return Ok(Some(Incoming { table: table.into(), place, values: Values::Unread(n_rows) }));
            }
            Step::Broken(why) => Values::Broken(why),
            Step::Line => of_fields(columns, copy_text::fields(&self.kept)),
            Step::Values => {
                let fields = self.values.iter().map(|value| value.as_deref().map(Cow::Borrowed)).collect();
                of_fields(columns, Ok(fields))
            }
        };
        Ok(Some(Incoming { table: self.rows.table.as_str().into(), place, values }))
    }

    fn progress(&self) -> Progress {
        Progress { done: self.statements.as_ref().map_or(0, |statements| statements.bytes.done), total: self.file.size }
    }
}

/// Fields as values, if there are as many as columns.
pub(super) fn of_fields<'source>(
    columns: &'source [String],
    fields: std::result::Result<Vec<Option<Cow<'source, str>>>, &'static str>,
) -> Values<'source> {
    match fields {
        Err(why) => Values::Broken(format!("the row cannot be read: {why}")),
        Ok(fields) if fields.len() == columns.len() => Values::Texts(columns, fields),
        Ok(fields) => {
            Values::Broken(format!("the row has {} values, but {} columns are named", fields.len(), columns.len()))
        }
    }
}

/// What a file is that is no plain text, and what to do.
fn other_form(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"PGDMP") {
        return Some(
            "a dump in pg_dump's custom format; make plain text of it with `pg_restore -f dump.sql`, or write it anew \
             with `pg_dump --format=plain`",
        );
    }
    if start.starts_with(b"toc.dat\0") {
        return Some(
            "a dump in pg_dump's tar format; make plain text of it with `pg_restore -f dump.sql`, or write it anew \
             with `pg_dump --format=plain`",
        );
    }
    if start.starts_with(&[0x1f, 0x8b]) {
        return Some("compressed with gzip; unpack it first with `gunzip`");
    }
    if start.contains(&0) { Some("no text; a dump is needed that `pg_dump --format=plain` wrote") } else { None }
}

/// Shows where it is.
impl std::fmt::Debug for Dump<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, line) = (&self.file.path, &self.line);
        formatter.debug_struct("Dump").field("path", path).field("line", line).finish_non_exhaustive()
    }
}
