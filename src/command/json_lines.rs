//! Files with a JSON value a line: one verdict a line, in the order of the lines. Who judges a line is not known here.
//!
//! Lines are taken in blocks. The threads share a block's lines, then the block is printed: memory stays the same
//! however long the file is, and the order is that of the file without any bookkeeping.

use super::arguments::Format;
use super::output::{Output, status_of};
use super::{Status, Stopped, input};
use airbyte_db::report::{Outcome, Subject};
use airbyte_db::{Error, ErrorKind, Memory, Options};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

/// A block is full when it has this many bytes.
const BLOCK_BYTES: usize = 1 << 20;
/// Configurations may nest deep, and a thread's usual stack is small.
const STACK_BYTES: usize = 32 << 20;

/// Judges one line; several threads may ask at once.
pub(super) trait JudgeLine: Sync {
    /// The verdict on a line's text. What the report should name beside the line is added to the subject.
    fn judge(&self, text: &str, subject: &mut Subject, memory: &mut Memory) -> Outcome;
}

/// Judges every line of a file, or of standard input for `-`.
pub(super) fn run(path: &Path, judge: &dyn JudgeLine, options: &Options, output: &mut Output) -> Result<(), Stopped> {
    let workers = Workers { judge, limit: options.limits.bytes, format: output.format(), file: input::name(path) };
    let mut source = Lines::open(path, options.limits.bytes)?;
    loop {
        let block = source.block()?;
        if block.is_empty() {
            break;
        }
        for told in workers.block(&block) {
            match told {
                Told::Text(text, status) => output.tell_rendered(&text, status)?,
                Told::Verdict(subject, outcome) => output.tell(&subject, &outcome)?,
            }
        }
    }
    source.progress.finish_and_clear();
    Ok(())
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

struct Workers<'a> {
    judge: &'a dyn JudgeLine,
    /// The longest line, in bytes.
    limit: usize,
    format: Format,
    file: String,
}

impl Workers<'_> {
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
            Some(bytes) => self.text(bytes, &mut subject, memory),
            None => Err(ErrorKind::TooLarge { size: self.limit + 1, limit: self.limit }.into()),
        };
        match Output::render(self.format, true, &subject, &outcome) {
            Some(text) => Told::Text(text, status_of(&outcome)),
            None => Told::Verdict(subject, outcome),
        }
    }

    fn text(&self, line: &[u8], subject: &mut Subject, memory: &mut Memory) -> Outcome {
        let unreadable = |_| Error::from(ErrorKind::Unreadable { message: "the line is not UTF-8 text".to_owned() });
        let text = std::str::from_utf8(line).map_err(unreadable)?;
        let mut verdict = self.judge.judge(text, subject, memory)?;
        // Lines inside a line would lead nowhere.
        verdict.without_lines();
        Ok(verdict)
    }
}
