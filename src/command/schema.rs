//! `airbyte-db schema`.

use super::arguments::{Schema, SchemaFormat};
use super::{Status, Stopped};
use airbyte_db::schema::{self, Subject};
use airbyte_db::table::{Database, Table};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;

pub(super) fn run(arguments: &Schema) -> Result<Status, Stopped> {
    let text = match &arguments.name {
        Some(name) => one(name, arguments)?,
        None if arguments.typescript => schema::typescript(),
        None if arguments.sql => schema::create_tables(Database::Config) + &schema::create_tables(Database::Jobs),
        None => match arguments.format {
            SchemaFormat::Human => list(),
            SchemaFormat::Json => format!("{:#}\n", list_for_machines()),
        },
    };
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(Status::Valid)
}

fn one(name: &str, arguments: &Schema) -> Result<String, Stopped> {
    let subject = Subject::find(name).map_err(|error| Stopped::Because(error.to_string()))?;
    match subject {
        Subject::Document(_) if arguments.sql => {
            Err(Stopped::Because(format!("{name} is a document; only tables have SQL")))
        }
        Subject::Row(table) if arguments.sql => Ok(schema::create_table(table)),
        _ if arguments.typescript => Ok(subject.typescript()),
        _ => Ok(subject.json_schema()),
    }
}

fn list() -> String {
    let width = Subject::all().map(|subject| subject.name().len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut last = "";
    for subject in Subject::all() {
        let group = match subject {
            Subject::Row(Table { database: Database::Config, .. }) => "Tables of the Config database",
            Subject::Row(_) => "Tables of the Jobs database",
            Subject::Document(_) => "Documents",
        };
        if group != last {
            let line = if last.is_empty() { "" } else { "\n" };
            // Writing into a string cannot fail, here and below.
            let _ = writeln!(text, "{line}{group}");
            last = group;
        }
        let description = subject.description();
        let paragraph = description.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let first = paragraph.split_inclusive(". ").next().unwrap_or_default().trim_end();
        let _ = writeln!(text, "  {:width$}  {first}", subject.name());
    }
    text + "\nairbyte-db schema NAME prints the JSON Schema of one of them.\n"
}

fn list_for_machines() -> Value {
    Subject::all()
        .map(|subject| match subject {
            Subject::Row(table) => json!({
                "name": table.name,
                "kind": "table",
                "database": table.database,
                "description": subject.description(),
                "columns": table.columns,
                "keys": table.keys,
            }),
            Subject::Document(name) => {
                json!({"name": name, "kind": "document", "description": subject.description()})
            }
        })
        .collect()
}
