//! `airbyte-db export`.

use super::arguments::{self, ExportForm, StoreFormat};
use super::import::selection;
use super::store::{about, print};
use super::{Status, Stopped, interrupt};
use airbyte_db::Result;
use airbyte_db::report::grouped;
use airbyte_db::store::Store;
use airbyte_db::transfer::{self, ExportOptions, Exported, JsonLinesSink, Pack, Sink, Sql, TarGz};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Progress is shown after so many rows.
const SHOWN_EVERY: u64 = 1_000;

pub(super) fn run(arguments: &arguments::Export) -> std::result::Result<Status, Stopped> {
    let to = &arguments.to;
    if to.exists() {
        let to = to.display();
        return Err(Stopped::Because(format!("{to}: it is there already; give another name, or remove it first")));
    }
    let store = Store::open_as_of_now(&arguments.store).map_err(|error| about(&arguments.store, &error))?;
    interrupt::listen();
    // It gets its name when it is whole.
    let partial = partial(to);
    remove(&partial);
    let written = write(&store, arguments, &partial);
    let exported = match written.and_then(|exported| rename(&partial, to).map(|()| exported)) {
        Ok(exported) => exported,
        Err(stopped) => {
            remove(&partial);
            return Err(if interrupt::wished() {
                Stopped::Because("stopped; nothing was written".to_owned())
            } else {
                stopped
            });
        }
    };
    print(&match arguments.format {
        StoreFormat::Human => for_eyes(to, &exported, arguments.secrets),
        StoreFormat::Json => for_machines(&exported),
    })?;
    Ok(if exported.iter().any(|table| table.refused > 0) { Status::Invalid } else { Status::Valid })
}

fn write(store: &Store, arguments: &arguments::Export, to: &Path) -> std::result::Result<Vec<Exported>, Stopped> {
    match arguments.form.unwrap_or_else(|| form_of(&arguments.to)) {
        ExportForm::Folder => {
            fs::create_dir(to).map_err(|error| cannot(to, &error))?;
            rows(store, &mut JsonLinesSink::new(OneFolder { path: to.to_owned(), open: None }), arguments)
        }
        ExportForm::Archive => rows(store, &mut JsonLinesSink::new(TarGz::new(create(to)?)), arguments),
        ExportForm::Sql => rows(store, &mut Sql::new(create(to)?), arguments),
        ExportForm::Store => {
            let mut other = Store::open(to).map_err(|error| about(to, &error))?;
            let options = options(arguments);
            let progress = progress();
            let copied = transfer::copy(&store.read(), &mut other, &options, &mut tell, &mut looking(&progress));
            progress.finish_and_clear();
            copied.map_err(|error| Stopped::Because(error.to_string()))
        }
    }
}

fn rows(
    store: &Store,
    sink: &mut dyn Sink,
    arguments: &arguments::Export,
) -> std::result::Result<Vec<Exported>, Stopped> {
    let progress = progress();
    let exported = transfer::export(&store.read(), sink, &options(arguments), &mut tell, &mut looking(&progress));
    progress.finish_and_clear();
    exported.map_err(|error| Stopped::Because(error.to_string()))
}

fn options(arguments: &arguments::Export) -> ExportOptions {
    let tables = selection(&arguments.only, &arguments.except);
    ExportOptions { tables, workspace: arguments.workspace, secrets: arguments.secrets }
}

#[allow(clippy::needless_pass_by_value, reason = "it is handed over as a function that takes each")]
fn tell(told: transfer::Told) {
    let key = told.key.map(|key| format!(" {key}")).unwrap_or_default();
    // Where standard error is closed, nobody reads it.
    let _ = writeln!(anstream::stderr(), "left out: {}{key}: {}", told.table, told.message);
}

/// What is asked after every row: whether to go on.
fn looking(progress: &ProgressBar) -> impl FnMut(&'static airbyte_db::table::Table, u64) -> Result<()> + '_ {
    let mut total = 0;
    move |table, _| {
        total += 1;
        if total % SHOWN_EVERY == 0 {
            progress.set_position(total);
            progress.set_message(table.name);
            interrupt::check()?;
        }
        Ok(())
    }
}

fn progress() -> ProgressBar {
    let progress = if io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let style = ProgressStyle::with_template("{spinner} {human_pos} rows ({per_sec}) {msg} {elapsed}");
    progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    progress
}

/// What a name says of itself.
fn form_of(to: &Path) -> ExportForm {
    let name = to.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&[".tar.gz", ".tgz"]) {
        ExportForm::Archive
    } else if ends(&[".sql"]) {
        ExportForm::Sql
    } else if ends(&[".db", ".sqlite", ".sqlite3"]) {
        ExportForm::Store
    } else {
        ExportForm::Folder
    }
}

fn partial(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn rename(from: &Path, to: &Path) -> std::result::Result<(), Stopped> {
    fs::rename(from, to).map_err(|error| cannot(to, &error))
}

/// Whatever was begun.
fn remove(partial: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = partial.as_os_str().to_owned();
        name.push(end);
        // Where it cannot be removed, it stays, under a name that says what it is.
        let _ = fs::remove_file(&name).or_else(|_| fs::remove_dir_all(&name));
    }
}

/// A new file that only its owner can read: an export may hold secrets, and always what is nobody else's business.
fn create(path: &Path) -> std::result::Result<BufWriter<File>, Stopped> {
    super::secrets::create_owner_only(path).map(BufWriter::new).map_err(|error| cannot(path, &error))
}

fn cannot(path: &Path, error: &io::Error) -> Stopped {
    Stopped::Because(format!("{}: it cannot be written: {error}", path.display()))
}

/// A folder with a file a table.
struct OneFolder {
    path: PathBuf,
    open: Option<File>,
}

impl Pack for OneFolder {
    fn put(&mut self, table: &str, part: u32, lines: &[u8]) -> io::Result<()> {
        if part == 1 {
            self.open = Some(super::secrets::create_owner_only(&self.path.join(format!("{table}.jsonl")))?);
        }
        self.open.as_mut().map_or(Ok(()), |file| file.write_all(lines))
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn for_eyes(to: &Path, exported: &[Exported], secrets: bool) -> String {
    let mut text = String::new();
    let rows: u64 = exported.iter().map(|table| table.written).sum();
    let note = if secrets { "with secrets in clear" } else { "without secrets" };
    // Writing into a string cannot fail, here and below.
    let _ = writeln!(text, "{}: {} rows, {note}", to.display(), grouped(rows));
    let filled: Vec<_> = exported.iter().filter(|table| table.written + table.refused > 0).collect();
    let width = filled.iter().map(|table| table.table.len()).max().unwrap_or_default();
    for table in filled {
        let _ = write!(text, "  {:width$}  {:>12}", table.table, grouped(table.written));
        if table.refused > 0 {
            let _ = write!(text, ", {} left out", grouped(table.refused));
        }
        text.push('\n');
    }
    text
}

fn for_machines(exported: &[Exported]) -> String {
    serde_json::json!({ "tables": exported }).to_string() + "\n"
}
