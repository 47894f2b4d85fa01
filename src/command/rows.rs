//! `airbyte-db validate --as NAME`: rows of a table or documents of a kind, alone or one a line.

use super::arguments::Validate;
use super::json_lines::{self, JudgeLine};
use super::output::Output;
use super::{Status, Stopped, input};
use airbyte_db::blobs::Registry;
use airbyte_db::intake::Judge;
use airbyte_db::json::{Document, Value};
use airbyte_db::report::{Outcome, Subject};
use airbyte_db::rules::{Neighbours, check_states};
use airbyte_db::{Finding, Memory, Options};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub(super) fn run(arguments: &Validate, name: &str, options: &Options) -> Result<Status, Stopped> {
    let because = |error: airbyte_db::Error| Stopped::Because(error.to_string());
    let subject = airbyte_db::schema::Subject::find(name).map_err(because)?;
    let judge = Judge::new(subject).map_err(because)?;
    let neighbours = Files::read(&arguments.with)?;
    let mut rows = Rows { judge, neighbours, among: HashMap::new(), options: *options };
    let mut output = Output::new(arguments.format, false)?;
    for path in &arguments.configurations {
        if is_lines(path, arguments.lines) {
            output.brief(true);
            rows.among = among(subject, path)?;
            json_lines::run(path, &rows, options, &mut output)?;
        } else {
            output.brief(false);
            let mut about = Subject::file(input::name(path));
            let outcome = input::text(path).and_then(|text| rows.judge(&text, &mut about, &mut Memory::default()));
            output.tell(&about, &outcome)?;
        }
    }
    output.finish()
}

/// Whether a file has a row or document a line: by its name, or because it was said.
fn is_lines(path: &Path, said: bool) -> bool {
    said || path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}

/// What the rows of a file say of each other, by line. Only states do, and only those of a file: standard input can be
/// read but once.
fn among(subject: airbyte_db::schema::Subject, path: &Path) -> Result<HashMap<usize, Vec<Finding>>, Stopped> {
    if subject.name() != "state" || input::is_standard_input(path) {
        return Ok(HashMap::new());
    }
    let text = input::text(path).map_err(|error| input::refused(path, &error))?;
    let (mut numbers, mut documents) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.split('\n')) {
        // A line that is no JSON is told when it is judged.
        if let Ok(document) = Document::parse(line) {
            numbers.push(number);
            documents.push(document);
        }
    }
    let values: Vec<Value<'_>> = documents.iter().map(Document::root).collect();
    let mut found: HashMap<usize, Vec<Finding>> = HashMap::new();
    for (at, finding) in check_states(&values) {
        found.entry(numbers[at]).or_default().push(finding);
    }
    Ok(found)
}

struct Rows {
    judge: Judge,
    neighbours: Files,
    among: HashMap<usize, Vec<Finding>>,
    options: Options,
}

impl JudgeLine for Rows {
    fn judge(&self, text: &str, subject: &mut Subject, _: &mut Memory) -> Outcome {
        let mut verdict = self.judge.judge(text, &self.options, &self.neighbours)?;
        if let Some(findings) = subject.line.and_then(|line| self.among.get(&line)) {
            verdict.add(findings.clone(), self.options.max_findings);
        }
        // A row of a list is found again by its id.
        if subject.line.is_some() && !verdict.findings.is_empty() {
            subject.id = Document::parse(text)?.root().get("id").map(|id| id.raw().to_owned());
        }
        Ok(verdict)
    }
}

/// Rows of other tables, from files: for the rules that look beyond one row.
#[derive(Default)]
struct Files(HashMap<(String, String), String>);

impl Files {
    fn read(files: &[(String, PathBuf)]) -> Result<Files, Stopped> {
        let mut found = Files::default();
        for (table, path) in files {
            let text = input::text(path).map_err(|error| input::refused(path, &error))?;
            if airbyte_db::tables::table(table).is_none() {
                return Err(Stopped::Because(format!(
                    "--with {table}=…: `{table}` is no table; `airbyte-db schema` lists them"
                )));
            }
            if table == "actor_definition" && found.registry(&text) {
                continue;
            }
            for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
                let refused = |error: &airbyte_db::Error| {
                    Stopped::Because(format!("{}, line {number}: {}", input::name(path), error.message()))
                };
                let row = Document::parse(line).map_err(|error| refused(&error))?;
                if let Some(id) = row.root().get("id").and_then(Value::as_str) {
                    found.0.insert((table.clone(), id.to_ascii_lowercase()), line.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// Definitions may come as the platform's registry has them, too.
    fn registry(&mut self, text: &str) -> bool {
        let Ok(registry) = Registry::read(text) else { return false };
        for definition in &registry {
            if let (Some(id), Ok(spec)) = (&definition.definition_id, definition.specification()) {
                let actor_type = serde_json::json!(definition.actor_type);
                let row = format!(r#"{{"id":"{id}","actor_type":{actor_type},"spec":{}}}"#, spec.text());
                self.0.insert(("actor_definition".to_owned(), id.to_ascii_lowercase()), row);
            }
        }
        true
    }
}

impl Neighbours for Files {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        self.0.get(&(table.to_owned(), id.to_ascii_lowercase())).map(Cow::from)
    }
}
