//! Databases of the Postgres that `AIRBYTE_DB_POSTGRES` names; `cargo xtask test` starts one.

use airbyte_db::Result;
use airbyte_db::schema::create_tables;
use airbyte_db::table::Database as Which;
use airbyte_db::transfer::{Postgres, PostgresAddress};
use postgres::{Client, NoTls};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A database of its own for a test.
pub(super) struct Database {
    /// Of the server, up to the database's name.
    server: String,
    name: &'static str,
}

impl Database {
    /// An empty database, or none where there is no server.
    pub(super) fn empty(name: &'static str) -> Option<Database> {
        let Ok(server) = std::env::var("AIRBYTE_DB_POSTGRES") else {
            eprintln!("skipped: AIRBYTE_DB_POSTGRES names no Postgres; `cargo xtask test --only native` starts one");
            return None;
        };
        let mut client = Client::connect(&format!("{server}/postgres"), NoTls).unwrap();
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Some(Database { server, name })
    }

    /// A database with the platform's tables, and no rows.
    pub(super) fn with_tables(name: &'static str) -> Option<Database> {
        let database = Database::empty(name)?;
        let mut client = database.client();
        client.batch_execute(&create_tables(Which::Config)).unwrap();
        client.batch_execute(&create_tables(Which::Jobs)).unwrap();
        Some(database)
    }

    /// The same with the odd rows of the fixtures.
    pub(super) fn odd(name: &'static str) -> Option<Database> {
        let database = Database::with_tables(name)?;
        database.client().batch_execute(include_str!("../../fixtures/postgres/odd.sql")).unwrap();
        Some(database)
    }

    pub(super) fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    pub(super) fn client(&self) -> Client {
        Client::connect(&self.url(), NoTls).unwrap()
    }

    /// It as a source.
    pub(super) fn source(&self) -> Result<Postgres> {
        Postgres::connect(&PostgresAddress::parse(&self.url())?, None)
    }

    /// Runs SQL as a person would, and gives what psql says where it fails.
    pub(super) fn psql(&self, sql: &[u8]) -> std::result::Result<(), String> {
        let mut command = program("psql");
        command.args(["-v", "ON_ERROR_STOP=1", "-q", "-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.arg(self.url()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let sql = sql.to_vec();
        let writing = std::thread::spawn(move || stdin.write_all(&sql));
        let output = child.wait_with_output().unwrap();
        // Where psql stops early, not all is taken.
        let _ = writing.join();
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    /// A dump of it.
    pub(super) fn dump(&self, arguments: &[&str]) -> Vec<u8> {
        let output = program("pg_dump").args(arguments).arg(self.url()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

/// No server knows a database twice, and none stays behind.
impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&format!("{}/postgres", self.server), NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// A program of the server's version.
fn program(name: &str) -> Command {
    let folder = std::env::var("AIRBYTE_DB_POSTGRES_PROGRAMS").unwrap_or_default();
    Command::new(Path::new(&folder).join(name))
}
