//! `airbyte-db sample`.

use super::arguments::Sample;
use super::store::{about, print};
use super::{Status, Stopped};
use airbyte_db::Result;
use airbyte_db::report::grouped;
use airbyte_db::sample::{self, Plan, Receiver};
use airbyte_db::store::{Store, Writer};
use airbyte_db::table::Row;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write as _};
use std::path::Path;

pub(super) fn run(arguments: &Sample) -> std::result::Result<Status, Stopped> {
    let path = &arguments.store;
    let mut store = Store::open(path).map_err(|error| about(path, &error))?;
    refuse_rows(path)?;
    let plan = Plan {
        workspaces: arguments.workspaces,
        connections: arguments.connections,
        jobs: arguments.jobs,
        seed: arguments.seed,
        retries: arguments.retries,
        until: arguments.until.unwrap_or(Plan::default().until),
        faults: arguments.faults,
    };
    let progress = progress(plan.jobs);
    let made = store.write(|writer| {
        let mut into = Into { writer, rows: 0, progress: &progress };
        let faults = sample::make(&plan, &mut into)?;
        progress.set_message("writing to the file");
        Ok((faults, into.rows))
    });
    progress.finish_and_clear();
    let (faults, rows) = made.map_err(|error| about(path, &error))?;
    let mut told = anstream::stderr().lock();
    for fault in &faults {
        writeln!(told, "{fault}")?;
    }
    print(&format!("{}: {} rows\n", path.display(), grouped(rows)))
}

/// A sample is no addition: its numbers and keys could be those of rows that are there.
fn refuse_rows(path: &Path) -> std::result::Result<(), Stopped> {
    let status = Store::status_of(path, false).map_err(|error| about(path, &error))?;
    let filled = status.rows.iter().find(|(table, count)| *count > 0 && !table.ends_with("_migrations"));
    match filled {
        None => Ok(()),
        Some((table, _)) => {
            let path = path.display();
            Err(Stopped::Because(format!("{path}: the store has rows already ({table}); give the name of a new one")))
        }
    }
}

/// A bar for eyes, where somebody looks.
fn progress(jobs: u64) -> ProgressBar {
    let shown = std::io::stderr().is_terminal();
    let progress = if shown { ProgressBar::new(jobs) } else { ProgressBar::hidden() };
    let style = "{bar:30} {percent:>3}% {human_pos}/{human_len} jobs, {per_sec}, {eta} left {msg}";
    progress.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    progress
}

/// Stores the rows as they come.
struct Into<'store> {
    writer: &'store Writer<'store>,
    rows: u64,
    progress: &'store ProgressBar,
}

impl Receiver for Into<'_> {
    fn take<R: Row>(&mut self, row: &R) -> Result<()> {
        self.rows += self.writer.insert_all_unjudged([row])?;
        if R::TABLE.name == "jobs" {
            self.progress.inc(1);
        }
        Ok(())
    }
}
