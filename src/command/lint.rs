//! `airbyte-db lint`.

use super::arguments::{FailOn, Lint};
use super::output::{Output, status_of};
use super::{Status, Stopped, input};
use airbyte_db::blobs::{Definition, Registry, Specification};
use airbyte_db::lint::{self, Options};
use airbyte_db::report::{Outcome, Subject};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Specs may nest deep, and a thread's usual stack is small.
const STACK_BYTES: usize = 32 << 20;

pub(super) fn run(arguments: &Lint) -> Result<Status, Stopped> {
    let options = Options { allow: &arguments.allow, max_findings: arguments.max_findings };
    let mut output = Output::new(arguments.format, false)?;
    let mut totals = Totals::default();
    for (subject, outcome) in outcomes(arguments, &options)? {
        totals.add(&outcome);
        output.tell_as(&subject, &outcome, status(&outcome, arguments.fail_on))?;
    }
    if totals.specs > 1 {
        output.summary(&totals.told())?;
    }
    output.finish()
}

fn outcomes(arguments: &Lint, options: &Options<'_>) -> Result<Vec<(Subject, Outcome)>, Stopped> {
    if let Some(path) = &arguments.registry {
        return of_registry(path, &arguments.specs, options);
    }
    input::check_read_once(&arguments.specs)?;
    Ok(arguments.specs.iter().map(|path| (Subject::file(input::name(path)), of_file(path, options))).collect())
}

fn of_file(path: &Path, options: &Options<'_>) -> Outcome {
    lint::check(&Specification::read(&input::text(path)?)?, options)
}

fn of_registry(
    path: &Path,
    wanted: &[std::path::PathBuf],
    options: &Options<'_>,
) -> Result<Vec<(Subject, Outcome)>, Stopped> {
    input::check_read_once(wanted.iter().chain([&path.to_owned()]))?;
    let read = input::text(path).and_then(|text| Registry::read(&text));
    let registry = read.map_err(|error| input::refused(path, &error))?;
    let find = |name: &std::path::PathBuf| {
        registry.find(&name.to_string_lossy()).map_err(|error| input::refused(path, &error))
    };
    let definitions: Vec<&Definition> = if wanted.is_empty() {
        registry.iter().collect()
    } else {
        wanted.iter().map(find).collect::<Result<_, _>>()?
    };
    let file = input::name(path);
    let check = |definition: &&Definition| {
        let subject = Subject { definition: Some(definition.label()), ..Subject::file(&file) };
        let outcome = definition.specification().and_then(|specification| lint::check(&specification, options));
        // Lines inside a registry's entry would lead nowhere.
        let outcome = outcome.map(|mut verdict| {
            verdict.without_lines();
            verdict
        });
        (subject, outcome)
    };
    Ok(shared(&definitions, &check))
}

/// Does the work on all processors; the results are in the order of the list.
fn shared<T: Sync, R: Send>(list: &[T], work: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = list.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let start = |part| {
            let all = move || -> Vec<R> { <[T]>::iter(part).map(work).collect() };
            std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, all)
        };
        let started: Vec<_> = list.chunks(share).map(|part| (part, start(part))).collect();
        let finish = |(part, thread): (&[T], std::io::Result<std::thread::ScopedJoinHandle<'_, Vec<R>>>)| {
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(done)) => done,
                // No thread could be had: this one does the work.
                _ => part.iter().map(work).collect(),
            }
        };
        started.into_iter().flat_map(finish).collect()
    })
}

fn status(outcome: &Outcome, fail_on: FailOn) -> Status {
    match outcome {
        Ok(verdict) if fail_on == FailOn::Warning && verdict.count > 0 => Status::Invalid,
        _ => status_of(outcome),
    }
}

/// What was found in all.
#[derive(Default)]
struct Totals {
    specs: usize,
    with_errors: usize,
    with_warnings: usize,
    unread: usize,
    by_code: BTreeMap<&'static str, usize>,
}

impl Totals {
    fn add(&mut self, outcome: &Outcome) {
        self.specs += 1;
        match outcome {
            Ok(verdict) => {
                self.with_errors += usize::from(!verdict.valid);
                self.with_warnings += usize::from(verdict.valid && verdict.count > 0);
                for finding in &verdict.findings {
                    *self.by_code.entry(finding.code.as_str()).or_default() += 1;
                }
            }
            Err(_) => self.unread += 1,
        }
    }

    fn told(&self) -> String {
        let clean = self.specs - self.with_errors - self.with_warnings - self.unread;
        let mut text = format!(
            "\n{} specs: {} with errors, {} with warnings only, {clean} with nothing",
            self.specs, self.with_errors, self.with_warnings
        );
        if self.unread > 0 {
            let _ = write!(text, ", {} not read", self.unread);
        }
        text.push('\n');
        let mut codes: Vec<_> = self.by_code.iter().collect();
        codes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (code, count) in codes {
            let _ = writeln!(text, "{count:>6} {code}");
        }
        text
    }
}
