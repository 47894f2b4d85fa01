//! `airbyte-db init`, `migrate` and `status`.

use super::arguments::{Init, Migrate, StoreFormat, StoreStatus};
use super::output::STYLES;
use super::{Status, Stopped};
use airbyte_db::report::grouped;
use airbyte_db::store::{self, Migration, Store};
use airbyte_db::table::Database;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

pub(super) fn init(arguments: &Init) -> Result<Status, Stopped> {
    let path = &arguments.store;
    if path.exists() {
        let path = path.display();
        return Err(Stopped::Because(format!("{path}: it is there already; give another name, or remove it first")));
    }
    Store::open(path).map_err(|error| about(path, &error))?;
    print(&format!("{}: an empty store\n", path.display()))
}

pub(super) fn migrate(arguments: &Migrate) -> Result<Status, Stopped> {
    let path = &arguments.store;
    let pending = Store::pending_in(path).map_err(|error| about(path, &error))?;
    Store::open_existing(path).map_err(|error| about(path, &error))?;
    let mut text = String::new();
    for migration in &pending {
        // Writing into a string cannot fail, here and below.
        let _ = writeln!(text, "{}: applied {}", path.display(), migration.script);
    }
    if pending.is_empty() {
        let _ = writeln!(text, "{}: up to date", path.display());
    }
    print(&text)
}

pub(super) fn status(arguments: &StoreStatus) -> Result<Status, Stopped> {
    let path = &arguments.store;
    let status = Store::status_of(path, !arguments.quick).map_err(|error| about(path, &error))?;
    let text = match arguments.format {
        StoreFormat::Human => for_eyes(path, &status),
        StoreFormat::Json => for_machines(&status).to_string() + "\n",
    };
    print(&text)?;
    let is_damaged = status.damage.is_some_and(|damage| !damage.is_empty());
    Ok(if is_damaged || !status.pending.is_empty() { Status::Invalid } else { Status::Valid })
}

pub(super) fn print(text: &str) -> Result<Status, Stopped> {
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(Status::Valid)
}

pub(super) fn about(path: &Path, error: &airbyte_db::Error) -> Stopped {
    Stopped::Because(format!("{}: {error}", path.display()))
}

fn for_eyes(path: &Path, status: &store::Status) -> String {
    let mut text = format!("{}: {} bytes\n", path.display(), grouped(status.bytes));
    for database in [Database::Config, Database::Jobs] {
        let of_database = |migration: &&Migration| migration.database == database;
        let applied = status.applied.iter().map(|(migration, _)| *migration).rfind(of_database);
        let version = applied.map_or("none", |migration| migration.version);
        let pending = status.pending.iter().copied().filter(of_database).count();
        let waiting = if pending == 0 { String::new() } else { format!("; {pending} to apply: airbyte-db migrate") };
        let _ = writeln!(text, "{} database: migration {version}{waiting}", name_of(database));
    }
    let width = status.rows.iter().map(|(table, _)| table.len()).max().unwrap_or_default();
    let filled: Vec<_> = status.rows.iter().filter(|(_, count)| *count > 0).collect();
    if !status.rows.is_empty() {
        let empty = status.rows.len() - filled.len();
        let _ = writeln!(text, "{} tables with rows, {empty} without", filled.len());
    }
    for (table, count) in filled {
        let _ = writeln!(text, "  {table:width$}  {:>12}", grouped(*count));
    }
    match &status.damage {
        None => {}
        Some(damage) if damage.is_empty() => {
            let _ = writeln!(text, "{}The file is whole.{}", STYLES.good, STYLES.reset);
        }
        Some(damage) => {
            let _ = writeln!(text, "{}The file is damaged:{}", STYLES.error, STYLES.reset);
            for one in damage {
                let table = one.table.as_deref().map(|table| format!("{table}: ")).unwrap_or_default();
                let _ = writeln!(text, "  {table}{}", one.message);
            }
        }
    }
    text
}

fn for_machines(status: &store::Status) -> Value {
    let migration = |migration: &Migration| {
        let (database, version) = (migration.database, migration.version);
        json!({"database": database, "version": version, "description": migration.description})
    };
    let applied = status.applied.iter().map(|(known, applied)| {
        let mut told = migration(known);
        told["installed_rank"] = json!(applied.installed_rank);
        told["installed_on"] = json!(applied.installed_on);
        told
    });
    let damage = status.damage.as_ref().map(|damage| {
        let one = |one: &store::Damage| json!({"table": one.table, "message": one.message});
        damage.iter().map(one).collect::<Vec<_>>()
    });
    json!({
        "bytes": status.bytes,
        "applied": applied.collect::<Vec<_>>(),
        "pending": status.pending.iter().map(|pending| migration(pending)).collect::<Vec<_>>(),
        "rows": status.rows.iter().map(|(table, count)| ((*table).to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "damage": damage,
    })
}

fn name_of(database: Database) -> &'static str {
    match database {
        Database::Config => "Config",
        Database::Jobs => "Jobs",
    }
}
