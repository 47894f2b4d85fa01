//! `airbyte-db import`.

use super::arguments::{self, StoreFormat};
use super::origin::Origin;
use super::store::{about, print};
use super::{Status, Stopped, interrupt};
use airbyte_db::Result;
use airbyte_db::jiff::Timestamp;
use airbyte_db::report::grouped;
use airbyte_db::store::Store;
use airbyte_db::transfer::{Import, Options, Selection, Source, Stage, Summary, Told};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

pub(super) fn run(arguments: &arguments::Import) -> std::result::Result<Status, Stopped> {
    // What is to be read comes first: a store is not made for nothing.
    let mut origins =
        arguments.from.iter().map(|from| Origin::find(from)).collect::<std::result::Result<Vec<_>, _>>()?;
    let path = &arguments.store;
    let is_new = !path.exists();
    let opened = if arguments.dry_run && is_new { Store::temporary() } else { Store::open(path) };
    let mut store = opened.map_err(|error| about(path, &error))?;
    let sources: Vec<Box<dyn Source + '_>> = origins.iter_mut().map(Origin::source).collect();
    interrupt::listen();
    let mut teller = Teller::new(arguments)?;
    let import = Import::of_all(sources, options(arguments));
    let result = teller.run(import, &mut store);
    if result.is_err() && arguments.atomic && is_new && !arguments.dry_run {
        drop(store);
        remove(path);
    }
    let summary = result.map_err(|error| match interrupt::wished() {
        true if arguments.atomic || arguments.dry_run => Stopped::Because("stopped; nothing was stored".to_owned()),
        true => Stopped::Because("stopped; run the same import again to go on".to_owned()),
        false => Stopped::Because(error.to_string()),
    })?;
    teller.finish()?;
    let text = match arguments.format {
        StoreFormat::Human => for_eyes(&summary, arguments),
        StoreFormat::Json => summary.to_json() + "\n",
    };
    print(&text)?;
    Ok(if summary.total().refused > 0 { Status::Invalid } else { Status::Valid })
}

fn options(arguments: &arguments::Import) -> Options {
    Options {
        tables: selection(&arguments.only, &arguments.except),
        replace: arguments.replace,
        redact_secrets: arguments.redact_secrets,
        judge: !arguments.unjudged,
        atomic: arguments.atomic,
        dry_run: arguments.dry_run,
        ..Options::new(Timestamp::now())
    }
}

pub(super) fn selection(only: &[&str], except: &[&str]) -> Selection {
    let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
    Selection { only: owned(only), except: owned(except) }
}

/// A store that was made for this alone, and the files that SQLite keeps beside it.
fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // Where it cannot be removed, an empty store stays.
        let _ = fs::remove_file(name);
    }
}

/// Tells rows as they come, and shows how far it is.
struct Teller {
    progress: ProgressBar,
    report: Option<BufWriter<fs::File>>,
    /// How many rows may still be told on standard error, and how many were not.
    left: usize,
    untold: u64,
    broken: Option<io::Error>,
}

impl Teller {
    fn new(arguments: &arguments::Import) -> std::result::Result<Teller, Stopped> {
        let create = |path: &std::path::PathBuf| {
            let file = fs::File::create(path).map(BufWriter::new);
            file.map_err(|error| Stopped::Because(format!("{}: it cannot be written: {error}", path.display())))
        };
        let report = arguments.report.as_ref().map(create).transpose()?;
        Ok(Teller { progress: progress(), report, left: arguments.most, untold: 0, broken: None })
    }

    fn run(&mut self, import: Import<Box<dyn Source + '_>>, store: &mut Store) -> Result<Summary> {
        let progress = self.progress.clone();
        let mut tell = |told| self.tell(&told);
        let result = import.run_with(store, &mut tell, &mut |import| {
            show(&progress, import);
            interrupt::check()
        });
        progress.finish_and_clear();
        result
    }

    fn tell(&mut self, told: &Told) {
        if let Some(report) = &mut self.report {
            let written = serde_json::to_string(told).map_err(io::Error::from);
            if let Err(error) = written.and_then(|line| writeln!(report, "{line}")) {
                self.broken.get_or_insert(error);
            }
        }
        if self.left == 0 {
            self.untold += 1;
            return;
        }
        self.left -= 1;
        self.progress.suspend(|| {
            // Where standard error is closed, nobody reads it.
            let _ = writeln!(anstream::stderr(), "{}", sentence(told));
        });
    }

    fn finish(mut self) -> std::result::Result<(), Stopped> {
        if let Some(report) = &mut self.report {
            report.flush()?;
        }
        if self.untold > 0 {
            let count = grouped(self.untold);
            writeln!(anstream::stderr(), "… and {count} more; --report FILE lists them all")?;
        }
        self.broken.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// One row, on one line.
pub(super) fn sentence(told: &Told) -> String {
    let mut text = String::new();
    let kind = if told.stored { "odd" } else { "left out" };
    let _ = write!(text, "{kind}: {}", told.table);
    if let Some(key) = &told.key {
        let _ = write!(text, " {key}");
    }
    if let Some(file) = &told.file {
        let _ = write!(text, " ({file}");
        let _ = told.line.map(|line| write!(text, ":{line}"));
        text.push(')');
    }
    let _ = write!(text, ": {} [{}]", told.message, told.code);
    text
}

/// A bar for eyes, where somebody looks.
fn progress() -> ProgressBar {
    let progress = if io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let style = "{bar:30} {percent:>3}% {msg}, {elapsed}, {eta} left";
    progress.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    progress
}

fn show(progress: &ProgressBar, import: &Import<Box<dyn Source + '_>>) {
    let far = import.progress();
    if let Some(total) = far.total {
        progress.set_length(total.max(1));
    }
    progress.set_position(far.done);
    let rows = import.summary().read();
    let seconds = progress.elapsed().as_secs().max(1);
    progress.set_message(match import.stage() {
        Stage::Definitions => "reading which values are secret".to_owned(),
        Stage::References => format!("{} rows; looking for rows that refer to nothing", grouped(rows)),
        _ => format!("{} rows, {} a second", grouped(rows), grouped(rows / seconds)),
    });
}

fn for_eyes(summary: &Summary, arguments: &arguments::Import) -> String {
    let total = summary.total();
    let mut text = String::new();
    let verb = if arguments.dry_run { "would be stored" } else { "stored" };
    // Writing into a string cannot fail, here and below.
    let _ = writeln!(
        text,
        "{}: {} rows read, {} {verb}",
        arguments.store.display(),
        grouped(summary.read()),
        grouped(total.stored + total.replaced)
    );
    let width = summary.tables().map(|(table, _)| table.name.len()).max().unwrap_or_default();
    for (table, counts) in summary.tables() {
        let _ = write!(text, "  {:width$}  {:>12} read", table.name, grouped(counts.read));
        let kinds = [
            (counts.stored, verb),
            (counts.replaced, "replaced"),
            (counts.there, "there already"),
            (counts.refused, "left out"),
            (counts.odd, "odd"),
        ];
        for (count, word) in kinds.into_iter().filter(|(count, _)| *count > 0) {
            let _ = write!(text, ", {} {word}", grouped(count));
        }
        text.push('\n');
        for (column, count) in &counts.unknown_columns {
            let _ =
                writeln!(text, "    {column}: no column of ours; its values are not stored ({} rows)", grouped(*count));
        }
    }
    for (table, count) in &summary.unknown_tables {
        let _ = writeln!(text, "  {table}: no table of ours; {} rows are not stored", grouped(*count));
    }
    for (table, count) in &summary.left_out {
        let _ = writeln!(text, "  {table}: the store keeps its own; {} rows are not stored", grouped(*count));
    }
    text
}
