//! `airbyte-db audit`.

use super::arguments::{Audit, AuditFormat, FailOn};
use super::origin::{self, Origin};
use super::output::STYLES;
use super::{Status, Stopped, input};
use airbyte_db::audit::report::{self, Summary};
use airbyte_db::audit::{self, Baseline, Event, Found, Options};
use airbyte_db::blobs::Registry;
use airbyte_db::jiff::Timestamp;
use airbyte_db::report::Sarif;
use airbyte_db::store::Store;
use airbyte_db::transfer::Told;
use airbyte_db::{Error, ErrorKind};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

pub(super) fn run(arguments: &Audit) -> Result<Status, Stopped> {
    let about = |error: Error| Stopped::Because(format!("{}: {error}", arguments.store));
    let mut options = Options::as_of(arguments.as_of.unwrap_or_else(Timestamp::now));
    options.only.clone_from(&arguments.only);
    options.except.clone_from(&arguments.except);
    let registry = arguments.against.as_deref().map(read_registry).transpose()?;
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    let mut left_out = 0_u64;
    let mut store = if origin::is_store(&arguments.store) {
        Store::open_read_only(&arguments.store).map_err(about)?
    } else {
        let mut tell = |told: Told| {
            left_out += 1;
            // Where standard error is closed, nobody reads it.
            let _ = writeln!(anstream::stderr(), "{}", super::import::sentence(&told));
        };
        Origin::find(&arguments.store)?.into_temporary_store(&mut tell).map_err(about)?
    };
    let mut teller = Teller::new(arguments, &options, baseline)?;
    let mut tell = |event| teller.tell(event);
    let result = match &registry {
        Some(registry) => store.read_at_once(|reader| audit::against(reader, registry, &options, &mut tell)),
        None => audit::audit_at_once(&mut store, &options, &mut tell),
    };
    teller.progress.finish_and_clear();
    if let Some(error) = teller.broken.take() {
        return Err(error.into());
    }
    result.map_err(about)?;
    let status = teller.finish()?;
    Ok(if left_out > 0 { status.max(Status::Invalid) } else { status })
}

fn read_registry(path: &Path) -> Result<Registry, Stopped> {
    let read = input::text(path).and_then(|text| Registry::read(&text));
    read.map_err(|error| input::refused(path, &error))
}

fn read_baseline(path: &Path) -> Result<Baseline, Stopped> {
    let read = input::text(path).and_then(|text| Baseline::read(&text));
    read.map_err(|error| input::refused(path, &error))
}

/// Takes what is found, and prints it: lines at once, everything else at the end.
struct Teller<'a> {
    arguments: &'a Audit,
    summary: Summary,
    baseline: Option<Baseline>,
    /// What is accepted from now on, where it is asked for.
    written: Baseline,
    sarif: Sarif,
    out: Box<dyn Write>,
    progress: ProgressBar,
    /// Why nothing more can be printed.
    broken: Option<io::Error>,
}

impl<'a> Teller<'a> {
    fn new(arguments: &'a Audit, options: &Options, baseline: Option<Baseline>) -> Result<Teller<'a>, Stopped> {
        let most = if arguments.all { usize::MAX } else { arguments.most };
        let is_seen = io::stderr().is_terminal();
        let progress = if is_seen { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{spinner} {pos} rows ({per_sec}) {msg} {elapsed}");
        progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        let mut out: Box<dyn Write> = match arguments.format {
            AuditFormat::Human => Box::new(BufWriter::new(anstream::stdout())),
            // A stable contract has no colour, whatever was asked for.
            _ => Box::new(BufWriter::new(io::stdout())),
        };
        let sarif = Sarif::default();
        if arguments.format == AuditFormat::Sarif {
            out.write_all(sarif.start().as_bytes())?;
        }
        Ok(Teller {
            arguments,
            summary: Summary::new(arguments.store.clone(), options.as_of.to_string(), most),
            baseline,
            written: Baseline::default(),
            sarif,
            out,
            progress,
            broken: None,
        })
    }

    fn tell(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Found(found) => self.found(found),
            Event::Judged(table, count) => {
                self.progress.inc(count);
                self.progress.set_message(table);
                self.summary.judged(table, count);
                Ok(())
            }
        }
    }

    fn found(&mut self, found: Box<Found>) -> Result<(), Error> {
        if self.arguments.write_baseline.is_some() {
            self.written.add(&found);
        }
        if self.baseline.as_mut().is_some_and(|baseline| baseline.accepts(&found)) {
            self.summary.accepted += 1;
            return Ok(());
        }
        let text = match self.arguments.format {
            AuditFormat::Json => found.to_json() + "\n",
            AuditFormat::Sarif => report::sarif(&mut self.sarif, &self.summary.store, &found),
            AuditFormat::Human | AuditFormat::Html => String::new(),
        };
        self.summary.add(*found);
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.broken = Some(error);
            ErrorKind::Unreadable { message: "the output cannot be written".to_owned() }.into()
        })
    }

    fn finish(mut self) -> Result<Status, Stopped> {
        self.summary.mended = self.baseline.as_ref().map_or(0, Baseline::left) as u64;
        let text = match self.arguments.format {
            AuditFormat::Human => report::human(&self.summary, STYLES),
            AuditFormat::Json => self.summary.to_json() + "\n",
            AuditFormat::Html => report::html(&self.summary),
            AuditFormat::Sarif => self.sarif.end().to_owned(),
        };
        self.out.write_all(text.as_bytes())?;
        self.out.flush()?;
        if let Some(path) = &self.arguments.write_baseline {
            let written = std::fs::write(path, self.written.to_text());
            written.map_err(|error| Stopped::Because(format!("{}: it cannot be written: {error}", path.display())))?;
            return Ok(Status::Valid);
        }
        let counts = match self.arguments.fail_on {
            FailOn::Error => self.summary.errors(),
            FailOn::Warning => self.summary.count(),
        };
        Ok(if counts > 0 { Status::Invalid } else { Status::Valid })
    }
}
