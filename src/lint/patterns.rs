//! Regular expressions that can be used, but not everywhere, not for long, or not for what is written beside them.
//! What is wrong inside an expression, `validate/pattern/inspect.rs` knows.

use super::notes::Notes;
use super::site::{Site, Spec};
use crate::json::Value;
use crate::validate::format::Format;
use crate::validate::pattern::{Backtracking, Outcome, Pattern, Unanchored, Unportable, inspect};
use crate::validate::{Code, quoted};
use std::collections::HashMap;

/// Different expressions looked at; the largest real spec has a dozen.
const MOST_PATTERNS: usize = 500;
/// What all searches may cost.
const COST: u64 = 1 << 26;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let mut known = HashMap::new();
    let mut cost = 0;
    for site in &spec.sites {
        let Some((at, source)) = site.value.get("pattern").and_then(|at| Some((at, at.as_str()?))) else { continue };
        if known.len() == MOST_PATTERNS && !known.contains_key(&*source) {
            continue;
        }
        let inspection = known.entry(source.clone().into_owned()).or_insert_with(|| inspect(&source));
        let Some(found) = inspection else { continue };
        let name = spec.name(site);
        if let Some(unanchored) = found.unanchored {
            tell_unanchored(&name, at, unanchored, notes);
        }
        if let Some(unportable) = found.unportable {
            tell_unportable(&name, at, unportable, notes);
        }
        if let Some(backtracking) = found.backtracking {
            tell_backtracking(&name, at, backtracking, notes);
        }
        against_format(spec, site, at, &source, &mut cost, notes);
    }
    names(spec, notes);
}

fn tell_unanchored(name: &str, at: Value<'_>, unanchored: Unanchored, notes: &mut Notes<'_>) {
    let (what, hint) = match unanchored {
        Unanchored::Both => {
            ("is found anywhere in a text", "Write it between ^ and $, if all of the text has to match.")
        }
        Unanchored::Start => ("lets anything stand before what it matches", "Write ^ in front of it."),
        Unanchored::End => ("lets anything follow what it matches", "Write $ behind it."),
        Unanchored::Alternatives => (
            "anchors its first and its last alternative on one side only",
            "Write the alternatives in parentheses: ^(…|…)$.",
        ),
    };
    let message = format!("The pattern of {name} {what}.");
    notes.warning(Code::PatternUnanchored, at, message, Some(hint.to_owned()));
}

fn tell_unportable(name: &str, at: Value<'_>, unportable: Unportable, notes: &mut Notes<'_>) {
    let (what, hint) = match unportable {
        Unportable::BracketInClass => (
            "has an unescaped [ inside brackets, which Java takes for brackets in brackets".to_owned(),
            "Write \\[ there; Airbyte's server runs on Java, and cannot load such a spec.",
        ),
        Unportable::EmptyClass => (
            "has empty brackets, which Java takes for unclosed ones".to_owned(),
            "Airbyte's server runs on Java, and cannot load such a spec.",
        ),
        Unportable::Brace => (
            "has a { that starts no count, which Java does not accept".to_owned(),
            "Write \\{ there; Airbyte's server runs on Java, and cannot load such a spec.",
        ),
        Unportable::Intersection => (
            "has && inside brackets, which Java takes for what two sets share".to_owned(),
            "Write & once: brackets list characters.",
        ),
        Unportable::Property => (
            "has \\p{…}, which Airbyte's form takes for the letter p, and Python does not have".to_owned(),
            "List the characters instead, such as [A-Za-z].",
        ),
        Unportable::CodePoint => (
            "has \\u{…}, which Airbyte's form takes for a repeated u".to_owned(),
            "Write four digits, as in \\u0041, or the character itself.",
        ),
        Unportable::NamedGroup => {
            ("has a group with a name, which Python writes in another way".to_owned(), "Leave the name out.")
        }
        Unportable::Escape(character) => (
            format!("escapes {character}, which needs no escape; validators that read Unicode patterns refuse it"),
            "Leave the backslash out.",
        ),
        Unportable::Unicode => (
            "is an error to validators that read Unicode patterns (JavaScript's flag u)".to_owned(),
            "Escape brackets and braces that stand for themselves, and nothing else.",
        ),
        Unportable::Backtracking => (
            "looks around or back, which linear-time engines such as RE2 and Rust's regex cannot do".to_owned(),
            "Say it without (?=…), (?!…), (?<…) and \\1, if such validators are to read the spec.",
        ),
    };
    let message = format!("The pattern of {name} {what}.");
    if unportable.breaks_java() {
        notes.error(Code::PatternPortability, at, message, Some(hint.to_owned()));
    } else {
        notes.warning(Code::PatternPortability, at, message, Some(hint.to_owned()));
    }
}

fn tell_backtracking(name: &str, at: Value<'_>, backtracking: Backtracking, notes: &mut Notes<'_>) {
    let hint = "Write it so that a text can be read in one way only: no loop inside a loop over the same characters, \
                and none behind another.";
    match backtracking {
        Backtracking::Exponential => {
            let message = format!("The pattern of {name} can take forever on a text of some dozens of characters.");
            notes.error(Code::PatternBacktracking, at, message, Some(hint.to_owned()));
        }
        Backtracking::Polynomial => {
            let message = format!("The pattern of {name} can take very long on a long text.");
            notes.warning(Code::PatternBacktracking, at, message, Some(hint.to_owned()));
        }
    }
}

/// Dates and times in every form that the format has; no text of the format means that nothing fits at all.
fn against_format(
    spec: &Spec<'_>,
    site: &Site<'_>,
    at: Value<'_>,
    source: &str,
    cost: &mut u64,
    notes: &mut Notes<'_>,
) {
    let format = site.value.get("format").and_then(Value::as_str).and_then(|name| Format::named(&name));
    let forms: &[&str] = match format {
        Some(Format::Date) => &[""],
        Some(Format::DateTime) => &[
            "T00:00:00Z",
            "T13:59:07Z",
            "T00:00:00.0Z",
            "T13:59:07.12Z",
            "T00:00:00.000Z",
            "T13:59:07.123456Z",
            "T00:00:00.123456789Z",
            "T00:00:00+00:00",
            "T13:59:07-05:00",
            "T00:00:00.000+00:00",
            "T13:59:07.123456-05:00",
            " 00:00:00Z",
            " 13:59:07+02:00",
        ],
        _ => return,
    };
    let Ok(pattern) = Pattern::new(source) else { return };
    let days = (1970..2040).flat_map(|year| ["01-01", "02-28", "12-31"].map(|day| format!("{year}-{day}")));
    for day in days {
        for form in forms {
            // What is given up may match.
            if pattern.find_within(&format!("{day}{form}"), COST, cost) != Outcome::NotFound {
                return;
            }
        }
    }
    let format = format.map_or("", Format::name);
    let message = format!(
        "No value of {} can fit: its pattern matches nothing of the format {}.",
        spec.name(site),
        quoted(format)
    );
    let hint = match format {
        "date" => "The format “date” is YYYY-MM-DD; change the pattern, or leave the format out.",
        _ => "The format “date-time” is YYYY-MM-DDTHH:mm:ssZ; change the pattern, or leave the format out.",
    };
    notes.error(Code::PatternAgainstFormat, at, message, Some(hint.to_owned()));
}

/// The names of `patternProperties` are expressions too.
fn names(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let objects = spec.sites.iter().filter_map(|site| site.value.get("patternProperties"));
    for member in objects.flat_map(Value::members).take(MOST_PATTERNS) {
        if let Some(backtracking) = inspect(&member.name()).and_then(|found| found.backtracking) {
            tell_backtracking("names", member.value(), backtracking, notes);
        }
    }
}
