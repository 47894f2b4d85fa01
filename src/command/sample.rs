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

pub(super) fn run(arguments: &Sample) -> std::result::Result<Status, Stopped> {
    let path = &arguments.store;
    let mut store = Store::open(path).map_err(|error| about(path, &error))?;
    // A sample is no addition: its numbers and keys could be those of rows that are there.
    store.read().refuse_rows().map_err(|error| about(path, &error))?;
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
    let made = store.write_in_bulk(|writer| {
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
