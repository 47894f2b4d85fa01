//! Verdicts as text: for eyes, for machines, for GitHub and for code scanners (SARIF).
//!
//! Pure functions from verdicts to text; who prints it, and whether in colour, is the caller's business.

use crate::error::{Error, Position};
use crate::validate::{Code, Finding, Severity, Verdict};
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};
use std::fmt::Write as _;

/// What was judged, as a report names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The file, as the person wrote it.
    pub file: Option<String>,
    /// The line of a JSON Lines file, counted from 1.
    pub line: Option<usize>,
    /// The definition whose spec was asked.
    pub definition: Option<String>,
    /// The `id` of the line, as JSON text, where it has one.
    pub id: Option<String>,
}

impl Subject {
    /// A file.
    pub fn file(name: impl Into<String>) -> Subject {
        Subject { file: Some(name.into()), ..Subject::default() }
    }

    fn name(&self) -> String {
        match (self.file.as_deref().map(printable), self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file,
            (None, Some(line)) => format!("line {line}"),
            (None, None) => "configuration".to_owned(),
        }
    }
}

/// A number with a thin space after every three digits.
///
/// ```
/// assert_eq!(airbyte_db::report::grouped(1234567), "1\u{2009}234\u{2009}567");
/// ```
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// What came of judging a subject.
pub type Outcome = Result<Verdict, Error>;

/// One JSON object, without a line break: the subject's members, then the verdict's, or `error`.
///
/// ```
/// use airbyte_db::report::{Subject, json_line};
///
/// let verdict = airbyte_db::Validator::new("{}")?.validate("{}")?;
/// let line = json_line(&Subject::file("config.json"), &Ok(verdict));
/// assert_eq!(line, r#"{"file":"config.json","valid":true,"count":0,"errors":0,"findings":[]}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub fn json_line(subject: &Subject, outcome: &Outcome) -> String {
    #[derive(Serialize)]
    struct Told<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Box<RawValue>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        definition: Option<&'a str>,
        #[serde(flatten)]
        verdict: Option<&'a Verdict>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Box<RawValue>>,
    }
    let raw = |text: String| RawValue::from_string(text).ok();
    let told = Told {
        file: subject.file.as_deref(),
        line: subject.line,
        id: subject.id.clone().and_then(raw),
        definition: subject.definition.as_deref(),
        verdict: outcome.as_ref().ok(),
        error: outcome.as_ref().err().and_then(|error| raw(error.to_json_at_line(subject.line))),
    };
    // Serialising strings, numbers and lists into memory cannot fail.
    serde_json::to_string(&told).unwrap_or_default()
}

/// The styles of human text, as terminal sequences; all empty for plain text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Styles {
    /// For what is wrong.
    pub error: &'static str,
    /// For what deserves a look.
    pub warning: &'static str,
    /// For what is fine.
    pub good: &'static str,
    /// For pointers and places.
    pub faint: &'static str,
    /// Ends any of them.
    pub reset: &'static str,
}

/// A paragraph for eyes: the subject, then each finding with its place.
pub fn human(subject: &Subject, outcome: &Outcome, styles: Styles) -> String {
    let name = subject.name();
    let definition = subject.definition.as_ref().map(|name| format!(" {}:", printable(name))).unwrap_or_default();
    match outcome {
        Err(error) => {
            format!("{name}:{definition} {}not judged{}: {}\n", styles.error, styles.reset, told(subject, error))
        }
        Ok(verdict) => {
            let mut text = format!("{name}:{definition} {}\n", summary(verdict, styles));
            for finding in &verdict.findings {
                human_finding(&mut text, finding, styles);
            }
            if verdict.count > verdict.findings.len() {
                let more = verdict.count - verdict.findings.len();
                // Writing into a string cannot fail.
                let _ = writeln!(text, "  … and {more} more");
            }
            text
        }
    }
}

/// One line for eyes, for long lists: the subject, and the first finding.
pub fn human_line(subject: &Subject, outcome: &Outcome, styles: Styles) -> String {
    let name = subject.name();
    let definition = subject.definition.as_ref().map(|name| format!(" {}", printable(name))).unwrap_or_default();
    let Styles { error: red, reset, .. } = styles;
    match outcome {
        Err(error) => format!("{name}:{definition} {red}not judged{reset}: {}", told(subject, error)),
        Ok(verdict) => {
            let mut line = format!("{name}:{definition} {}", summary(verdict, styles));
            if let Some(first) = verdict.findings.first() {
                let _ = write!(line, "; {}: {}", place(first), first.message);
            }
            line
        }
    }
}

/// An error's sentence with its place: in JSON Lines the line is the subject's.
fn told(subject: &Subject, error: &Error) -> String {
    match (subject.line, error.position()) {
        (Some(_), Some(Position { column, .. })) => format!("column {column}: {}", error.message()),
        _ => error.to_string(),
    }
}

fn summary(verdict: &Verdict, styles: Styles) -> String {
    let warnings = verdict.count - verdict.errors;
    let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let warned = if warnings == 0 { String::new() } else { format!(", {}", counted(warnings, "warning")) };
    if verdict.valid {
        format!("{}valid{}{warned}", styles.good, styles.reset)
    } else {
        format!("{}invalid{}, {}{warned}", styles.error, styles.reset, counted(verdict.errors, "error"))
    }
}

fn human_finding(text: &mut String, finding: &Finding, styles: Styles) {
    let (style, word) = match finding.severity {
        Severity::Error => (styles.error, "error"),
        Severity::Warning => (styles.warning, "warning"),
    };
    let Styles { faint, reset, .. } = styles;
    let _ = writeln!(text, "  {style}{word}{reset}: {}", finding.message);
    if let Some(hint) = &finding.hint {
        let _ = writeln!(text, "    {hint}");
    }
    let line = finding.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let branch = finding.branch.as_ref().map(|branch| format!(", in {}", branch.title)).unwrap_or_default();
    // The way by titles says more than the pointer where there is a way at all.
    let way = if finding.label.contains('›') { format!("{}\n    ", finding.label) } else { String::new() };
    let _ = writeln!(text, "    {faint}{way}{}{line}{branch} [{}]{reset}", place(finding), finding.code);
}

fn place(finding: &Finding) -> String {
    if finding.pointer.is_empty() { "the whole configuration".to_owned() } else { printable(&finding.pointer) }
}

/// Without anything that a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

/// Workflow commands that GitHub turns into annotations, one a line.
pub fn github(subject: &Subject, outcome: &Outcome) -> String {
    let file = subject.file.as_deref().unwrap_or("");
    let command = |severity: Severity, position: Option<Position>, title: &str, message: &str| {
        let mut properties = format!("file={}", escaped_property(file));
        // In JSON Lines a configuration is one line of the file, wherever in it the finding is.
        let line = subject.line.or(position.map(|position| position.line));
        if let Some(line) = line {
            let _ = write!(properties, ",line={line}");
        }
        if let (Some(position), None) = (position, subject.line) {
            let _ = write!(properties, ",col={}", position.column);
        }
        format!("::{} {properties},title={}::{}\n", severity.as_str(), escaped_property(title), escaped_data(message))
    };
    match outcome {
        Err(error) => command(Severity::Error, error.position(), error.code(), &error.message()),
        Ok(verdict) => verdict
            .findings
            .iter()
            .map(|finding| {
                let position = finding.line.zip(finding.column).map(|(line, column)| Position { line, column });
                let hint = finding.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
                let message = format!("{}{}{hint} ({})", of_definition(subject), finding.message, place(finding));
                command(finding.severity, position, finding.code.as_str(), &message)
            })
            .collect(),
    }
}

/// Of a whole registry no line tells which definition is meant.
fn of_definition(subject: &Subject) -> String {
    let definition = subject.definition.as_deref().filter(|_| subject.line.is_none());
    definition.map(|name| format!("{}: ", printable(name))).unwrap_or_default()
}

fn escaped_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A SARIF 2.1.0 log, in pieces, so that a long one is never held in memory: the start, the results of each subject
/// (with a comma between any two), the end.
#[derive(Debug, Default)]
pub struct Sarif {
    started: bool,
}

impl Sarif {
    /// What stands before the results.
    pub fn start(&self) -> String {
        let codes = Code::ALL.iter().map(|code| code.as_str()).chain(Error::CODES);
        let rules: Vec<Value> = codes.map(|code| json!({"id": code})).collect();
        let driver = json!({"name": "airbyte-db", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
        format!("{{\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"results\":[")
    }

    /// The results of one subject.
    pub fn results(&mut self, subject: &Subject, outcome: &Outcome) -> String {
        let results: Vec<Value> = match outcome {
            Err(error) => {
                vec![sarif_result(subject, error.code(), Severity::Error, &error.message(), "", error.position())]
            }
            Ok(verdict) => verdict
                .findings
                .iter()
                .map(|finding| {
                    let hint = finding.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
                    let message = format!("{}{}{hint}", of_definition(subject), finding.message);
                    let position = finding.line.zip(finding.column).map(|(line, column)| Position { line, column });
                    sarif_result(subject, finding.code.as_str(), finding.severity, &message, &finding.pointer, position)
                })
                .collect(),
        };
        let mut text = String::new();
        for result in results {
            if std::mem::replace(&mut self.started, true) {
                text.push(',');
            }
            text.push('\n');
            text.push_str(&result.to_string());
        }
        text
    }

    /// What stands after the results.
    pub fn end(&self) -> &'static str {
        "\n]}]}\n"
    }
}

/// A path as a relative URI reference.
fn as_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b'\\' => uri.push('/'),
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

fn sarif_result(
    subject: &Subject,
    rule: &str,
    severity: Severity,
    message: &str,
    pointer: &str,
    position: Option<Position>,
) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": as_uri(subject.file.as_deref().unwrap_or("-"))}});
    if let Some(line) = subject.line {
        physical["region"] = json!({"startLine": line});
    } else if let Some(Position { line, column }) = position {
        physical["region"] = json!({"startLine": line, "startColumn": column});
    }
    json!({
        "ruleId": rule,
        "level": severity.as_str(),
        "message": {"text": message},
        "locations": [{
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": pointer, "kind": "member"}]
        }]
    })
}
