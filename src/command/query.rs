//! `airbyte-db query`.

use super::arguments::{AnswerFormat, Query};
use super::store::{about, print};
use super::{Status, Stopped};
use airbyte_db::jiff::{SignedDuration, Timestamp};
use airbyte_db::store::{AnswerCell, AnswerColumn, AnswerKind, Asked, QUESTIONS, Question, Store, zone};
use std::fmt::Write as _;

/// A cell that is longer is cut, where it is for eyes.
const WIDEST: usize = 60;

pub(super) fn run(arguments: &Query) -> Result<Status, Stopped> {
    let path = &arguments.store;
    let store = Store::open_read_only(path).map_err(|error| about(path, &error))?;
    let Some(name) = &arguments.name else { return print(&list(arguments.format)) };
    let question = Question::find(name).map_err(|error| Stopped::Because(error.to_string()))?;
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

fn list(format: AnswerFormat) -> String {
    let width = QUESTIONS.iter().map(|question| question.name.len()).max().unwrap_or_default();
    let line = |question: &Question| match format {
        AnswerFormat::Human => format!("{:width$}  {}\n", question.name, question.counts),
        AnswerFormat::Csv => format!("{},{}\n", in_csv(question.name), in_csv(question.counts)),
        AnswerFormat::Json => String::new(),
    };
    match format {
        AnswerFormat::Json => {
            let questions: Vec<String> = QUESTIONS.iter().map(Question::to_json).collect();
            format!("[{}]\n", questions.join(","))
        }
        _ => QUESTIONS.iter().map(line).collect(),
    }
}

/// A cell for eyes: shorter numbers, whole seconds, no line ends and nothing that steers a terminal.
fn shown(cell: &AnswerCell) -> String {
    let text = match cell {
        AnswerCell::Empty => "-".to_owned(),
        AnswerCell::Number(number) => format!("{number:.2}"),
        AnswerCell::Timestamp(moment) => format!("{moment:.0}"),
        AnswerCell::Boolean(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        cell => cell.to_string(),
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
        let cells: Vec<String> = row.iter().map(|cell| in_csv(&cell.to_string())).collect();
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
        let members =
            question.columns.iter().zip(row).map(|(column, cell)| format!("\"{}\":{}", column.name, cell.to_json()));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    let columns: Vec<String> = question.columns.iter().map(AnswerColumn::to_json).collect();
    // Written by hand: a number beyond 64 bits is no number of serde_json's.
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        r#"{{"question":"{}","as_of":"{}","columns":[{}],"rows":[{}]}}"#,
        question.name,
        asked.as_of,
        columns.join(","),
        rows.join(",")
    )
}
