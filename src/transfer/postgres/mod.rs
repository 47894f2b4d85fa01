//! A live Postgres, of which everything is read at one moment and nothing is changed.
//!
//! One transaction sees all tables as they are when it begins. Each table comes as COPY writes it, on a thread of its
//! own, a few pieces ahead of who takes the rows. The catalogs of the database say which tables and columns there
//! are: `information_schema` would hide those that may not be read.

mod address;
mod pieces;
mod tables;
mod tls;
mod told;

pub use address::PostgresAddress;

use super::bytes::{Bytes, Line, unreadable};
use super::copy_text;
use super::dump::of_fields;
use super::source::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::{Error, Result};
use crate::tables::table;
use pieces::Copying;
use postgres::Client;
use std::collections::VecDeque;
use tables::Found;

/// The rows of a live Airbyte database, or of one of the two where they are apart.
pub struct Postgres {
    name: String,
    schema: String,
    /// The connection, unless a table is being copied.
    client: Option<Client>,
    waiting: VecDeque<Task>,
    current: Option<Current>,
    progress: Progress,
}

/// What is done with a table.
enum Task {
    /// Its rows are given: so many.
    Copy(Found, u64),
    /// It is not known: so many rows.
    Count(String, u64),
    /// It cannot be read: why.
    Refuse(String, String),
}

/// The table that is being copied.
struct Current {
    table: String,
    columns: Vec<String>,
    copying: Copying,
    bytes: Bytes<'static>,
    line: Vec<u8>,
    n_rows: u64,
    n_expected: u64,
}

/// What was found, before it is given.
enum Step {
    Row(Line),
    Unread(String, u64),
    Broken(String, String),
}

/// What a session is set to, for this transaction alone: values as text that mean the same everywhere, and an error
/// instead of rows that a policy would hide.
const BEGIN: &str = "\
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL row_security = off;
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL search_path = pg_catalog;
";

impl Postgres {
    /// Connects, and begins the transaction in which everything is read.
    ///
    /// `certificates` are the roots that the server's certificate is checked with, as PEM, where the address asks for
    /// that ([`PostgresAddress::root_certificates`]).
    ///
    /// # Errors
    /// A server that cannot be reached, that refuses the user, or that has no such database; a way that cannot be
    /// secured as the address asks. No error holds the password.
    pub fn connect(address: &PostgresAddress, certificates: Option<&[u8]>) -> Result<Postgres> {
        let name = address.to_string();
        let failed = |error: &postgres::Error| told::connecting(&name, error);
        let tls = tls::connector(address, certificates)?;
        let mut client = address.config().connect(tls).map_err(|error| failed(&error))?;
        client.batch_execute(BEGIN).map_err(|error| failed(&error))?;
        let schema = address.schema().to_owned();
        tables::check(&mut client, &schema, &name)?;
        let (waiting, progress) = (VecDeque::new(), Progress::default());
        Ok(Postgres { name, schema, client: Some(client), waiting, current: None, progress })
    }

    /// The connection, once nothing is being copied.
    fn client(&mut self) -> Result<Client> {
        if let Some(current) = self.current.take() {
            drop(current.bytes);
            let (client, _) = current.copying.end();
            self.client = client;
        }
        self.client.take().ok_or_else(|| unreadable(format!("{}: the connection is lost", self.name)))
    }

    fn lost(&self, error: &postgres::Error) -> Error {
        unreadable(format!("{} cannot be read on: {}", self.name, told::sentence(error)))
    }

    fn plan(&mut self, client: &mut Client, selection: &Selection) -> std::result::Result<(), postgres::Error> {
        let mut total = 0;
        for found in tables::find(client, &self.schema)? {
            if !selection.includes(&found.name) {
                continue;
            }
            if !found.readable {
                let why = "the database's user may not read the table: `GRANT SELECT` allows it".to_owned();
                self.waiting.push_back(Task::Refuse(found.name, why));
                continue;
            }
            match tables::count(client, &self.schema, &found.name)? {
                Err(why) => self.waiting.push_back(Task::Refuse(found.name, why)),
                Ok(n_rows) => {
                    total += n_rows;
                    self.waiting.push_back(match table(&found.name) {
                        Some(_) => Task::Copy(found, n_rows),
                        None => Task::Count(found.name, n_rows),
                    });
                }
            }
        }
        self.progress.total = Some(total);
        Ok(())
    }

    fn step(&mut self) -> Result<Option<Step>> {
        loop {
            if let Some(current) = &mut self.current {
                let line = current.bytes.take_line(&mut current.line);
                let ended = current.line.is_empty() && matches!(line, Ok(Line::Cut));
                if let (Ok(line), false) = (line, ended) {
                    current.n_rows += 1;
                    self.progress.done += 1;
                    return Ok(Some(Step::Row(line)));
                }
                if let Some(step) = self.end_table()? {
                    return Ok(Some(step));
                }
                continue;
            }
            match self.waiting.pop_front() {
                None => return Ok(None),
                Some(Task::Refuse(table, why)) => return Ok(Some(Step::Broken(table, why))),
                Some(Task::Count(_, 0)) => {}
                Some(Task::Count(table, n_rows)) => {
                    self.progress.done += n_rows;
                    return Ok(Some(Step::Unread(table, n_rows)));
                }
                Some(Task::Copy(found, n_expected)) => {
                    let client = self.client()?;
                    let sql = tables::copy_statement(&self.schema, &found);
                    let (copying, reader) = Copying::start(client, sql);
                    let bytes = Bytes::new(Box::new(reader));
                    let (table, columns) = (found.name, found.columns);
                    let line = Vec::new();
                    self.current = Some(Current { table, columns, copying, bytes, line, n_rows: 0, n_expected });
                }
            }
        }
    }

    /// Takes the connection back; what went wrong with this table alone is told, and the others follow.
    fn end_table(&mut self) -> Result<Option<Step>> {
        let Some(current) = self.current.take() else { return Ok(None) };
        drop(current.bytes);
        let (client, ended) = current.copying.end();
        self.client = client;
        let Err(error) = ended else {
            let (n_rows, n_expected) = (current.n_rows, current.n_expected);
            let why = format!("only {n_rows} of its {n_expected} rows came");
            return Ok(if n_rows == n_expected { None } else { Some(Step::Broken(current.table, why)) });
        };
        let Some(client) = self.client.as_mut().filter(|client| !client.is_closed()) else {
            return Err(self.lost(&error));
        };
        if tables::undo(client).is_err() {
            return Err(self.lost(&error));
        }
        let why = format!("the rest of the table cannot be read: {}", told::sentence(&error));
        Ok(Some(Step::Broken(current.table, why)))
    }
}

impl Source for Postgres {
    fn begin(&mut self, selection: &Selection) -> Result<()> {
        let mut client = self.client()?;
        self.waiting.clear();
        self.progress = Progress::default();
        let planned = self.plan(&mut client, selection);
        self.client = Some(client);
        planned.map_err(|error| self.lost(&error))
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        let Some(step) = self.step()? else { return Ok(None) };
        let place = Place { file: &self.name, line: 0 };
        Ok(Some(match (step, &self.current) {
            (Step::Unread(table, n_rows), _) => Incoming { table: table.into(), place, values: Values::Unread(n_rows) },
            (Step::Broken(table, why), _) => Incoming { table: table.into(), place, values: Values::Broken(why) },
            (Step::Row(line), Some(current)) => {
                let values = match line {
                    Line::TooLong => Values::Broken("the row is longer than 512 MiB".to_owned()),
                    Line::Whole | Line::Cut => of_fields(&current.columns, copy_text::fields(&current.line)),
                };
                let place = Place { line: current.n_rows, ..place };
                Incoming { table: current.table.as_str().into(), place, values }
            }
            (Step::Row(_), None) => return Ok(None),
        }))
    }

    fn progress(&self) -> Progress {
        self.progress
    }
}

/// Shows where it is connected to.
impl std::fmt::Debug for Postgres {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Postgres").field("name", &self.name).finish_non_exhaustive()
    }
}
