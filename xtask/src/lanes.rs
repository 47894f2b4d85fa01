//! Steps one after the other, or in lanes beside each other.
//! It must not know what the steps do.
//!
//! In lanes each step is a process of its own, `cargo xtask step NAME`. What it writes is kept in a file and shown when
//! the step has ended, so that nothing of one stands among the lines of another.

use std::env;
use std::fs::{self, File};
use std::io::{Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use crate::line::{Failure, root};
use crate::package;

/// One thing to do.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The groups that need it.
    pub(crate) groups: &'static [&'static str],
    pub(crate) lane: Lane,
    /// The step of another lane that has to have passed before; it stands further up in the list.
    pub(crate) after: Option<&'static str>,
    pub(crate) run: fn() -> Result<(), Failure>,
}

/// What shares a lane shares a folder that cargo locks, or builds on what came before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Builds of this machine, and unoptimised ones for wasm32.
    Native,
    /// The npm package, and what is made with it.
    Package,
}

/// How a step is called among the others.
fn title(number: usize, count: usize, step: &Step) -> String {
    format!("xtask [{number}/{count}] {}", step.name)
}

/// Runs the steps, up to the first failure.
pub(crate) fn run(steps: &[&Step]) -> Result<(), Failure> {
    let lanes = [Lane::Native, Lane::Package].map(|lane| {
        let numbered = (1..).zip(steps.iter().copied());
        numbered.filter(|(_, step)| step.lane == lane).collect::<Vec<(usize, &Step)>>()
    });
    if lanes.iter().any(Vec::is_empty) { in_turn(steps) } else { beside(&lanes, steps) }
}

fn in_turn(steps: &[&Step]) -> Result<(), Failure> {
    let count = steps.len();
    for (number, step) in (1..).zip(steps) {
        let title = title(number, count, step);
        println!("\n{title}");
        let began = Instant::now();
        let result = (step.run)();
        let seconds = began.elapsed().as_secs_f64();
        if let Err(failure) = result {
            println!("{title}: failed after {seconds:.1} s");
            return Err(failure.or_again(&again(step)));
        }
        println!("{title}: passed in {seconds:.1} s");
    }
    Ok(())
}

/// The command that runs one step alone.
pub(crate) fn again(step: &Step) -> String {
    format!("cargo xtask step '{}'", step.name)
}

/// Where the lanes meet.
struct Meeting<'a> {
    steps: &'a [&'a Step],
    progress: Mutex<Progress>,
    changed: Condvar,
}

#[derive(Default)]
struct Progress {
    passed: Vec<&'static str>,
    failed: Vec<&'static str>,
}

impl Meeting<'_> {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a step may begin; it may not any more once another has failed.
    fn may_begin(&self, step: &Step) -> bool {
        // Of the steps that were not asked for none has to pass.
        let before = step.after.filter(|before| self.steps.iter().any(|step| step.name == *before));
        let waits = |progress: &mut Progress| {
            progress.failed.is_empty() && before.is_some_and(|before| !progress.passed.contains(&before))
        };
        let progress = self.changed.wait_while(self.progress(), waits).unwrap_or_else(PoisonError::into_inner);
        progress.failed.is_empty()
    }

    fn ended(&self, step: &Step, passed: bool) {
        let mut progress = self.progress();
        if passed { &mut progress.passed } else { &mut progress.failed }.push(step.name);
        self.changed.notify_all();
    }
}

fn beside(lanes: &[Vec<(usize, &Step)>], steps: &[&Step]) -> Result<(), Failure> {
    let folder = package::target_directory()?.join("xtask");
    fs::create_dir_all(&folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let meeting = Meeting { steps, progress: Mutex::default(), changed: Condvar::new() };
    thread::scope(|scope| {
        let (meeting, folder) = (&meeting, &folder);
        for lane in lanes {
            scope.spawn(move || {
                for (number, step) in lane {
                    if !meeting.may_begin(step) {
                        break;
                    }
                    meeting.ended(step, shown(step, &title(*number, steps.len(), step), folder));
                }
            });
        }
    });
    let failed = &meeting.progress().failed;
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "failed: {}; what was written stands above, and in {}",
        failed.join(", "),
        folder.display()
    )))
}

/// Runs a step and shows what it wrote; whether it passed.
fn shown(step: &Step, title: &str, folder: &Path) -> bool {
    println!("{title}: begins");
    let began = Instant::now();
    let file = folder.join(step.name.replace([' ', ','], "-")).with_extension("txt");
    let outcome = in_its_own_process(step, &file);
    let seconds = began.elapsed().as_secs_f64();
    let mut text = fs::read(&file).unwrap_or_default();
    let told = match &outcome {
        Ok(true) => "passed in",
        Ok(false) => "failed after",
        Err(error) => {
            text.extend(format!("xtask: {}: {error}\n", step.name).bytes());
            "failed after"
        }
    };
    let mut out = stdout().lock();
    // Where nobody reads any more, the exit status still tells.
    let _ = writeln!(out, "\n{title}").and_then(|()| out.write_all(&text));
    let _ = writeln!(out, "{title}: {told} {seconds:.1} s\n");
    outcome.unwrap_or(false)
}

fn in_its_own_process(step: &Step, file: &Path) -> std::io::Result<bool> {
    let out = File::create(file)?;
    let errors = out.try_clone()?;
    let mut command = Command::new(env::current_exe()?);
    command.args(["step", step.name]).current_dir(root());
    let status = command.stdin(Stdio::null()).stdout(out).stderr(errors).status()?;
    Ok(status.success())
}
