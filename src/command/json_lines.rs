//! `airbyte-db validate --registry … --jsonl …`: one verdict a line, in the order of the lines.
//!
//! Lines are taken in blocks. The threads share a block's lines, then the block is printed: memory stays the same
//! however long the file is, and the order is that of the file without any bookkeeping.

use super::arguments::{Format, Validate};
use super::output::{Output, status_of};
use super::{Status, Stopped, input};
use airbyte_db::blobs::Registry;
use airbyte_db::json::{Document, Value};
use airbyte_db::report::{Outcome, Subject};
use airbyte_db::{Error, ErrorKind, Memory, Options, Validator};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;
use std::sync::OnceLock;

/// A block is full when it has this many bytes.
const BLOCK_BYTES: usize = 1 << 20;
/// Configurations may nest deep, and a thread's usual stack is small.
const STACK_BYTES: usize = 32 << 20;

pub(super) fn run(arguments: &Validate, registry: &Path, lines: &Path, options: &Options) -> Result<Status, Stopped> {
    if input::is_standard_input(registry) && input::is_standard_input(lines) {
        return Err(Stopped::Because("standard input can be read only once".to_owned()));
    }
    let registry = input::text(registry)
        .and_then(|text| Registry::read(&text))
        .map_err(|error| input::refused(registry, &error))?;
    let validators = registry.iter().map(|_| OnceLock::new()).collect();
    let file = input::name(lines);
    let judge = Judge { registry, validators, options: *options, format: arguments.format, file };
    let mut source = Lines::open(lines, options.limits.bytes)?;
    let mut output = Output::new(arguments.format, true)?;
    loop {
        let block = source.block()?;
        if block.is_empty() {
            break;
        }
        for told in judge.block(&block) {
            match told {
                Told::Text(text, status) => output.tell_rendered(&text, status)?,
                Told::Verdict(subject, outcome) => output.tell(&subject, &outcome)?,
            }
        }
    }
    source.progress.finish_and_clear();
    output.finish()
}

/// A line and its number, counted from 1; none where it is longer than the limit.
type Line = (usize, Option<Vec<u8>>);

struct Lines {
    reader: Box<dyn BufRead>,
    limit: usize,
    number: usize,
    progress: ProgressBar,
}

impl Lines {
    fn open(path: &Path, limit: usize) -> Result<Lines, Stopped> {
        if input::is_standard_input(path) {
            let reader = Box::new(BufReader::new(std::io::stdin()));
            return Ok(Lines { reader, limit, number: 0, progress: ProgressBar::hidden() });
        }
        let refused = |error| Stopped::Because(format!("{} cannot be read: {error}", input::name(path)));
        let file = File::open(path).map_err(refused)?;
        let length = file.metadata().map_err(refused)?.len();
        // Where the verdicts go to the same terminal, they are progress enough.
        let shown = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        let progress = if shown { ProgressBar::new(length) } else { ProgressBar::hidden() };
        let style = "{bar:30} {percent:>3}% {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
        progress.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Ok(Lines { reader: Box::new(BufReader::new(file)), limit, number: 0, progress })
    }

    /// The next lines that are not blank; none at the end.
    fn block(&mut self) -> Result<Vec<Line>, Stopped> {
        let mut block = Vec::new();
        let mut bytes = 0;
        while bytes < BLOCK_BYTES {
            let mut line = Vec::new();
            let most = self.limit as u64 + 1;
            let read = self.reader.by_ref().take(most).read_until(b'\n', &mut line);
            let read = read.map_err(|error| Stopped::Because(format!("the lines cannot be read: {error}")))?;
            if read == 0 {
                break;
            }
            self.number += 1;
            self.progress.inc(read as u64);
            bytes += read;
            let whole = line.ends_with(b"\n") || read as u64 <= self.limit as u64;
            if !whole {
                self.skip_line()?;
            }
            if !line.trim_ascii().is_empty() {
                block.push((self.number, whole.then_some(line)));
            }
        }
        Ok(block)
    }

    /// Passes over what is left of a line that is too long, without keeping it.
    fn skip_line(&mut self) -> Result<(), Stopped> {
        let skipped = self.reader.skip_until(b'\n');
        let skipped = skipped.map_err(|error| Stopped::Because(format!("the lines cannot be read: {error}")))?;
        self.progress.inc(skipped as u64);
        Ok(())
    }
}

/// What is to be printed for a line.
enum Told {
    Text(String, Status),
    Verdict(Subject, Outcome),
}

struct Judge {
    registry: Registry,
    /// One for each definition, compiled when a configuration first asks for it.
    validators: Vec<OnceLock<Result<Validator, String>>>,
    options: Options,
    format: Format,
    file: String,
}

impl Judge {
    fn block(&self, block: &[Line]) -> Vec<Told> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = block.len().div_ceil(threads);
        std::thread::scope(|scope| {
            let work = |lines: &[Line]| {
                let mut memory = Memory::default();
                lines.iter().map(|line| self.line(line, &mut memory)).collect::<Vec<Told>>()
            };
            let start =
                |lines| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, move || work(lines));
            let started: Vec<_> = block.chunks(share).map(|lines| (lines, start(lines))).collect();
            started
                .into_iter()
                .flat_map(|(lines, thread)| match thread.map(std::thread::ScopedJoinHandle::join) {
                    Ok(Ok(told)) => told,
                    // No thread could be had: this one does the work.
                    _ => work(lines),
                })
                .collect()
        })
    }

    fn line(&self, (number, bytes): &Line, memory: &mut Memory) -> Told {
        let mut subject = Subject { line: Some(*number), ..Subject::file(&self.file) };
        let outcome = match bytes {
            Some(bytes) => self.judge(bytes, &mut subject, memory),
            None => {
                Err(ErrorKind::TooLarge { size: self.options.limits.bytes + 1, limit: self.options.limits.bytes }
                    .into())
            }
        };
        match Output::render(self.format, true, &subject, &outcome) {
            Some(text) => Told::Text(text, status_of(&outcome)),
            None => Told::Verdict(subject, outcome),
        }
    }

    fn judge(&self, line: &[u8], subject: &mut Subject, memory: &mut Memory) -> Outcome {
        let unusable = |message: &str| Error::from(ErrorKind::Definition { message: message.to_owned() });
        let text = std::str::from_utf8(line).map_err(|_| unusable("the line is not UTF-8 text"))?;
        let document = Document::parse_within(text, self.options.limits)?;
        let member = |name: &str| document.root().get(name);
        subject.id = member("id").map(|id| id.raw().to_owned());
        let definition = member("definition").and_then(Value::as_str);
        let definition = definition.ok_or_else(|| {
            unusable("the line has no text \"definition\"; each line is {\"definition\": …, \"config\": …}")
        })?;
        subject.definition = Some(definition.clone().into_owned());
        let configuration = member("config")
            .ok_or_else(|| unusable("the line has no \"config\"; each line is {\"definition\": …, \"config\": …}"))?;
        let validator = self.validator(&definition)?;
        let mut verdict = validator.validate_reusing(configuration.raw(), &self.options, memory)?;
        // Lines inside a line would lead nowhere.
        verdict.without_lines();
        Ok(verdict)
    }

    fn validator(&self, definition: &str) -> Result<&Validator, Error> {
        let found = self.registry.find(definition)?;
        let number = self.registry.iter().position(|known| std::ptr::eq(known, found)).unwrap_or_default();
        let compile = || {
            let spec = found.specification().map_err(|error| error.to_string())?;
            Validator::new(spec.connection_specification_text()).map_err(|error| error.to_string())
        };
        let compiled = self.validators[number].get_or_init(compile);
        compiled.as_ref().map_err(|why| {
            let message = format!("the spec of {} cannot be used: {why}", found.label());
            ErrorKind::Definition { message }.into()
        })
    }
}
