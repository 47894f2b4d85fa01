//! Command lines that run, and that can show themselves the way a person would type them.
//! It must not know what the commands are for.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong, and the command to type in order to see it again.
#[derive(Debug)]
pub(crate) struct Failure {
    reason: String,
    again: Option<String>,
}

impl Failure {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), again: None }
    }

    /// The command to run again, unless the failing one is known already.
    pub(crate) fn or_again(mut self, again: &str) -> Self {
        self.again.get_or_insert_with(|| again.to_owned());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match &self.again {
            Some(again) => write!(f, "\nTo run this alone:\n  {again}"),
            None => Ok(()),
        }
    }
}

/// What a command wrote, when it was asked for instead of shown.
pub(crate) struct Output {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// One command line.
pub(crate) struct Line {
    /// As typed.
    name: String,
    /// As started, where that differs.
    program: Option<String>,
    args: Vec<String>,
    envs: Vec<(String, String)>,
    dir: PathBuf,
}

impl Line {
    /// A program, started in the project's root.
    pub(crate) fn new(name: &str, args: &[&str]) -> Self {
        let args = args.iter().map(ToString::to_string).collect();
        Self { name: name.to_owned(), program: None, args, envs: Vec::new(), dir: root() }
    }

    /// The cargo that runs us.
    pub(crate) fn cargo(args: &[&str]) -> Self {
        Self { program: env::var("CARGO").ok(), ..Self::new("cargo", args) }
    }

    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(ToString::to_string));
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.envs.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn dir(mut self, dir: PathBuf) -> Self {
        self.dir = dir;
        self
    }

    /// Runs it with its output shown; anything but success is a failure.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let status = self.command().status().map_err(|error| self.not_started(&error))?;
        if status.success() {
            return Ok(());
        }
        Err(self.failed(&format!("ended with {status}")))
    }

    /// Runs it and keeps what it wrote.
    pub(crate) fn output(&self) -> Result<Output, Failure> {
        let output = self.command().output().map_err(|error| self.not_started(&error))?;
        Ok(Output {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs it with its output kept, which is shown where it fails.
    pub(crate) fn output_or_failure(&self) -> Result<(), Failure> {
        self.read().map(|_| ())
    }

    /// Runs it and gives what it wrote to standard output; anything but success is a failure.
    pub(crate) fn read(&self) -> Result<String, Failure> {
        let output = self.output()?;
        if output.success {
            return Ok(output.stdout);
        }
        Err(self.failed(&format!("failed:\n{}", output.stderr.trim_end())))
    }

    /// A failure of this command, with the line to type.
    pub(crate) fn failed(&self, how: &str) -> Failure {
        Failure::new(format!("`{}` {how}", self.short())).or_again(&self.typed())
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("`{}` could not be started: {error}", self.short()))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program.as_ref().unwrap_or(&self.name));
        command.args(&self.args).current_dir(&self.dir).stdin(Stdio::null());
        command.envs(self.envs.iter().map(|(name, value)| (name, value)));
        command
    }

    fn short(&self) -> String {
        let words = std::iter::once(&self.name).chain(&self.args);
        words.map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    fn typed(&self) -> String {
        let mut text = String::new();
        if env::current_dir().ok().as_ref() != Some(&self.dir) {
            text.push_str("cd ");
            text.push_str(&quoted(&self.dir.to_string_lossy()));
            text.push_str(" && ");
        }
        for (name, value) in &self.envs {
            text.push_str(name);
            text.push('=');
            text.push_str(&quoted(value));
            text.push(' ');
        }
        text + &self.short()
    }
}

/// The project's root: the parent of this package.
pub(crate) fn root() -> PathBuf {
    // `cargo run` sets the variable; the compiled-in path serves when the binary is started by hand.
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_shows_the_line_to_type() {
        let line = Line::new("echo", &["it's", "a b", "--x=1"]).env("NAME", "a b");
        let shown = line.dir(PathBuf::from("/")).failed("failed").to_string();
        assert_eq!(
            shown,
            "`echo 'it'\\''s' 'a b' --x=1` failed\nTo run this alone:\n  \
             cd / && NAME='a b' echo 'it'\\''s' 'a b' --x=1"
        );
    }

    #[test]
    fn success_and_failure_are_told_apart() {
        assert!(Line::cargo(&["--version"]).read().unwrap().starts_with("cargo "));
        assert!(Line::cargo(&["no-such-subcommand-of-cargo"]).read().is_err());
        assert!(Line::new("no-such-program-anywhere", &[]).run().is_err());
    }
}
