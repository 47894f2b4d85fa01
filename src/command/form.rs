//! `airbyte-db form`.

use super::arguments::{Form as Arguments, FormFormat};
use super::output::STYLES;
use super::{Status, Stopped, input};
use airbyte_db::blobs::Specification;
use airbyte_db::form::{Choice, Field, Form, Kind, Layout, Model, OptionValue};
use airbyte_db::json::{Document, Kind as JsonKind, Value};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

pub(super) fn run(arguments: &Arguments) -> Result<Status, Stopped> {
    let make = || {
        let spec = Specification::read(&input::text(&arguments.spec)?)?;
        Form::new(spec.connection_specification_text())
    };
    let form = make().map_err(|error| input::refused(&arguments.spec, &error))?;
    let text = if arguments.values {
        form.initial_values() + "\n"
    } else {
        let model = form.model_in(if arguments.old_order { Layout::V0_40 } else { Layout::Current });
        match arguments.format {
            FormFormat::Json => json(&model),
            FormFormat::Human => outline(&model),
        }
    };
    if arguments.format == FormFormat::Human {
        anstream::stdout().write_all(text.as_bytes())?;
    } else {
        // A stable contract has no colour, whatever was asked for.
        std::io::stdout().write_all(text.as_bytes())?;
    }
    Ok(Status::Valid)
}

/// On one line for programs, on many for a person.
fn json(model: &Model) -> String {
    let text = model.to_json();
    let mut out = String::new();
    match Document::parse(&*text) {
        Ok(document) if std::io::stdout().is_terminal() => pretty(&mut out, document.root(), 0),
        _ => out.push_str(&text),
    }
    out + "\n"
}

fn pretty(out: &mut String, value: Value<'_>, depth: usize) {
    let line = |out: &mut String, number: usize, depth: usize| {
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\n{:1$}", "", depth * 2);
    };
    match value.kind() {
        JsonKind::Object if !value.is_empty() => {
            out.push('{');
            for (number, member) in value.members().enumerate() {
                line(out, number, depth + 1);
                let _ = write!(out, "\"{}\": ", member.name());
                pretty(out, member.value(), depth + 1);
            }
            line(out, 0, depth);
            out.push('}');
        }
        JsonKind::Array if !value.is_empty() => {
            out.push('[');
            for (number, item) in value.items().enumerate() {
                line(out, number, depth + 1);
                pretty(out, item, depth + 1);
            }
            line(out, 0, depth);
            out.push(']');
        }
        _ => out.push_str(value.raw()),
    }
}

/// What a person would see of the form, a line a field.
fn outline(model: &Model) -> String {
    let mut out = String::new();
    let faint = |text: &str| format!("{}{text}{}", STYLES.faint, STYLES.reset);
    let _ = writeln!(out, "{} {}", printable(model.title.as_deref().unwrap_or("Form")), faint("(* required)"));
    for card in &model.cards {
        let heading = card.title.as_deref().unwrap_or(if card.id == "default" { "" } else { &card.id });
        if model.cards.len() > 1 {
            let _ = writeln!(out, "\n{}", printable(heading));
        }
        fields(&mut out, &card.fields, 1);
    }
    if let Some(choice) = &model.choice {
        branches(&mut out, choice, 1);
    }
    out
}

fn fields(out: &mut String, fields: &[Field], depth: usize) {
    for field in fields {
        let mark = if field.required { "*" } else { " " };
        let details = details(field);
        let (faint, reset) = (STYLES.faint, STYLES.reset);
        let _ = writeln!(out, "{:2$}{mark} {} {faint}{details}{reset}", "", printable(&field.title), depth * 2);
        self::fields(out, &field.fields, depth + 1);
        if let Some(item) = field.item.as_deref().filter(|item| matches!(item.kind, Kind::Group | Kind::Choice)) {
            self::fields(out, &item.fields, depth + 1);
            item.choice.iter().for_each(|choice| branches(out, choice, depth + 1));
        }
        field.choice.iter().for_each(|choice| branches(out, choice, depth + 1));
    }
}

fn branches(out: &mut String, choice: &Choice, depth: usize) {
    for branch in &choice.branches {
        let mark = if choice.default_branch == Some(branch.index) { " (default)" } else { "" };
        let hidden = if branch.hidden { " (hidden)" } else { "" };
        let _ = writeln!(out, "{:2$}○ {}{mark}{hidden}", "", printable(&branch.title), depth * 2);
        fields(out, &branch.fields, depth + 1);
        branch.content.iter().for_each(|content| fields(out, std::slice::from_ref(content), depth + 1));
        branch.choice.iter().for_each(|choice| branches(out, choice, depth + 1));
    }
}

/// Kind, default and the like, in a few words.
fn details(field: &Field) -> String {
    let mut words = vec![kind(field)];
    // A default may be a secret that nobody meant to print.
    if let Some(default) = field.default.as_ref().filter(|_| !field.secret) {
        words.push(format!("default {}", shortened(default.text())));
    }
    if let Some(form) = field.date_form.or(field.pattern_description.as_deref()) {
        words.push(shortened(form));
    }
    if !field.options.is_empty() {
        let name = |option: &OptionValue| shortened(option.title.as_deref().unwrap_or(option.value.text()));
        let shown: Vec<String> = field.options.iter().take(4).map(name).collect();
        let more =
            if field.options.len() > 4 { format!(" and {} more", field.options.len() - 4) } else { String::new() };
        words.push(format!("{}{more}", shown.join(", ")));
    }
    for (holds, word) in [(field.hidden, "hidden"), (field.read_only, "read-only"), (field.nullable, "may be null")] {
        if holds {
            words.push(word.to_owned());
        }
    }
    words.join(" · ")
}

fn kind(field: &Field) -> String {
    let word = match field.kind {
        Kind::Text => "text",
        Kind::Multiline => "text of several lines",
        Kind::Secret => "secret",
        Kind::MultilineSecret => "secret of several lines",
        Kind::Number => "number",
        Kind::Integer => "whole number",
        Kind::Toggle => "on or off",
        Kind::Date => "date",
        Kind::DateTime => "date and time",
        Kind::Month => "month",
        Kind::Select => "one of",
        Kind::MultiSelect => "any of",
        Kind::List => return format!("list of {}", field.item.as_deref().map_or_else(|| "text".to_owned(), kind)),
        Kind::ListOfObjects => "list",
        Kind::Group => "group",
        Kind::Choice => "choice",
        _ => "JSON",
    };
    let is_told = matches!(field.kind, Kind::Secret | Kind::MultilineSecret);
    if field.secret && !is_told { format!("secret {word}") } else { word.to_owned() }
}

/// At most 40 characters on one line.
fn shortened(text: &str) -> String {
    let text = printable(text);
    if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
}

/// The text without anything that a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
