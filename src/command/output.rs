//! Verdicts to standard output, in the format that was asked for.

use super::arguments::Format;
use super::{Status, Stopped};
use airbyte_db::report::{self, Outcome, Sarif, Styles, Subject};
use std::io::{BufWriter, Write};

/// Writes verdicts one after the other and keeps the worst status.
pub(super) struct Output {
    format: Format,
    /// One line a configuration, for long lists.
    brief: bool,
    out: Box<dyn Write>,
    sarif: Sarif,
    status: Status,
}

/// Terminal sequences; `anstream` removes them where they do not belong.
pub(super) const STYLES: Styles =
    Styles { error: "\u{1b}[1;31m", warning: "\u{1b}[33m", good: "\u{1b}[32m", faint: "\u{1b}[2m", reset: "\u{1b}[0m" };

impl Output {
    pub(super) fn new(format: Format, brief: bool) -> Result<Output, Stopped> {
        let out: Box<dyn Write> = match format {
            Format::Human => Box::new(BufWriter::new(anstream::stdout())),
            // A stable contract has no colour, whatever was asked for.
            _ => Box::new(BufWriter::new(std::io::stdout())),
        };
        let mut output = Output { format, brief, out, sarif: Sarif::default(), status: Status::Valid };
        if format == Format::Sarif {
            output.write(&output.sarif.start())?;
        }
        Ok(output)
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Whether each verdict gets one line, for what follows.
    pub(super) fn brief(&mut self, brief: bool) {
        self.brief = brief;
    }

    fn write(&mut self, text: &str) -> Result<(), Stopped> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// A verdict as text, where that needs nothing of the ones before it: threads may do it.
    pub(super) fn render(format: Format, brief: bool, subject: &Subject, outcome: &Outcome) -> Option<String> {
        match format {
            Format::Human if brief => Some(report::human_line(subject, outcome, STYLES) + "\n"),
            Format::Human => Some(report::human(subject, outcome, STYLES)),
            Format::Json => Some(report::json_line(subject, outcome) + "\n"),
            Format::Github => Some(report::github(subject, outcome)),
            Format::Sarif => None,
        }
    }

    pub(super) fn tell(&mut self, subject: &Subject, outcome: &Outcome) -> Result<(), Stopped> {
        self.tell_as(subject, outcome, status_of(outcome))
    }

    /// The same where something else than validity decides on the status.
    pub(super) fn tell_as(&mut self, subject: &Subject, outcome: &Outcome, status: Status) -> Result<(), Stopped> {
        self.note(status);
        let rendered = Self::render(self.format, self.brief, subject, outcome);
        let text = rendered.unwrap_or_else(|| self.sarif.results(subject, outcome));
        self.write(&text)
    }

    /// Writes what [`Output::render`] made elsewhere.
    pub(super) fn tell_rendered(&mut self, text: &str, status: Status) -> Result<(), Stopped> {
        self.note(status);
        self.write(text)
    }

    fn note(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    /// A line for eyes at the end; machines count for themselves.
    pub(super) fn summary(&mut self, text: &str) -> Result<(), Stopped> {
        if self.format == Format::Human { self.write(text) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<Status, Stopped> {
        if self.format == Format::Sarif {
            self.write(self.sarif.end())?;
        }
        self.out.flush()?;
        Ok(self.status)
    }
}

pub(super) fn status_of(outcome: &Outcome) -> Status {
    match outcome {
        Ok(verdict) if verdict.valid => Status::Valid,
        Ok(_) => Status::Invalid,
        Err(_) => Status::Unusable,
    }
}
