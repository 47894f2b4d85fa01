//! Defaults, examples and listed values that do not fit the schema that they stand in.

use super::choices;
use super::notes::Notes;
use super::site::{Site, Spec};
use crate::json::{Kind, Value};
use crate::nearest::nearest;
use crate::validate::{Code, Detail, Judge, Problem, Schema, SchemaId, Types, quoted, words};

/// Examples of one field beyond these nobody reads.
const MOST_EXAMPLES: usize = 100;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let mut judge = Judge::new(&spec.schemas);
    for site in &spec.sites {
        if let Some(id) = site.compiled {
            default(spec, site, id, &mut judge, notes);
            examples(spec, site, id, &mut judge, notes);
            listed(spec, site, notes);
        }
    }
}

fn default(spec: &Spec<'_>, site: &Site<'_>, id: SchemaId, judge: &mut Judge<'_>, notes: &mut Notes<'_>) {
    let Some(value) = site.value.get("default") else { return };
    if is_blank(spec.get(id), value) {
        return;
    }
    if let Some(chosen) = value.as_str().filter(|_| choices::has_branches(site.value)) {
        return default_branch(spec, site, id, value, &chosen, notes);
    }
    let Some(misfit) = misfit(spec, id, value, judge) else { return };
    let name = spec.name(site);
    let why = why(spec, value, &misfit);
    let message = format!("The default of {name} {why}.");
    let at = value.with_index(misfit.at);
    notes.error(Code::DefaultMismatch, at, message, hint(spec, site, &misfit, at));
}

/// Why a value does not fit, where that is its own fault: no value fits a type that does not exist, and what stands
/// behind a broken reference nobody knows.
fn misfit(spec: &Spec<'_>, id: SchemaId, value: Value<'_>, judge: &mut Judge<'_>) -> Option<Problem> {
    judge.first_problem(id, value).filter(|problem| match problem.detail {
        Detail::Type => spec.get(problem.schema).types.0 != 0,
        Detail::Reference | Detail::Never => false,
        _ => true,
    })
}

/// An empty text stands for nothing: the form leaves it out.
fn is_blank(schema: &Schema, value: Value<'_>) -> bool {
    value.raw() == "\"\"" && schema.types.has(Types::STRING) && !schema.lists_values()
}

/// The form takes a text for the discriminator's value of the branch to begin with (facts, blobs 8.2).
fn default_branch(spec: &Spec<'_>, site: &Site<'_>, id: SchemaId, at: Value<'_>, chosen: &str, notes: &mut Notes<'_>) {
    let values = choices::discriminator_values(spec, id);
    if values.is_empty() || values.iter().any(|value| value == chosen) {
        return;
    }
    let name = spec.name(site);
    let is_public = spec.is_public(site);
    let message = if is_public {
        format!("The default of {name} is {}, which names none of its choices.", quoted(chosen))
    } else {
        format!("The default of {name} names none of its choices.")
    };
    let shown: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    let hint = format!("The choices are {}.", words::all_of(&shown));
    notes.error(Code::DefaultMismatch, at, message, Some(hint));
}

fn examples(spec: &Spec<'_>, site: &Site<'_>, id: SchemaId, judge: &mut Judge<'_>, notes: &mut Notes<'_>) {
    let Some(list) = site.value.get("examples").filter(|list| list.kind() == Kind::Array) else { return };
    // For a choice people write the name of a branch, as for its default.
    let is_text = |value: &Value<'_>| value.kind() == Kind::String;
    if choices::has_branches(site.value) && list.items().all(|value| is_text(&value)) {
        return;
    }
    let misfits = list.items().take(MOST_EXAMPLES).filter_map(|value| Some((value, misfit(spec, id, value, judge)?)));
    // One slip is mostly made in all of them.
    let Some((value, misfit)) = misfits.into_iter().next() else { return };
    let name = spec.name(site);
    let message = format!("The example of {name} {}.", why(spec, value, &misfit));
    let at = value.with_index(misfit.at);
    let is_item = spec.types(site) == Types::ARRAY && value.kind() != Kind::Array;
    let hint = if is_item {
        Some("An example of a list is a list itself; one of its items belongs into “items”.".to_owned())
    } else {
        hint(spec, site, &misfit, at)
    };
    notes.warning(Code::ExampleMismatch, at, message, hint);
}

/// What is wrong with a value, to go on with after "The default of Port". It does not show the value.
fn why(spec: &Spec<'_>, value: Value<'_>, misfit: &Problem) -> String {
    let schema = spec.get(misfit.schema);
    let at = value.with_index(misfit.at);
    if misfit.at != value.index() {
        return "holds something that does not fit there".to_owned();
    }
    match &misfit.detail {
        Detail::Type => format!("is {}, but must be {}", words::kind(at), words::types(schema.types)),
        Detail::Enum | Detail::Const => "is not one of its values".to_owned(),
        Detail::Pattern => "does not match its own pattern".to_owned(),
        Detail::Format => match schema.string.as_ref().and_then(|rules| rules.format) {
            Some(format) => format!("is not {}", format.description()),
            None => "does not have its own format".to_owned(),
        },
        Detail::Minimum | Detail::ExclusiveMinimum => "is smaller than its own minimum".to_owned(),
        Detail::Maximum | Detail::ExclusiveMaximum => "is larger than its own maximum".to_owned(),
        Detail::MinLength => "is shorter than its own minLength".to_owned(),
        Detail::MaxLength => "is longer than its own maxLength".to_owned(),
        Detail::MinItems => "has fewer items than its own minItems".to_owned(),
        Detail::MaxItems => "has more items than its own maxItems".to_owned(),
        Detail::Required(missing) => format!("lacks {}, which is required", quoted(missing)),
        Detail::BranchMissing(_) | Detail::BranchUnknown(_) | Detail::BranchType(_) => {
            "fits none of its choices".to_owned()
        }
        _ => "does not fit its own schema".to_owned(),
    }
}

fn hint(spec: &Spec<'_>, site: &Site<'_>, misfit: &Problem, at: Value<'_>) -> Option<String> {
    let types = spec.get(misfit.schema).types;
    if at.is_null() {
        return Some("Leave it out: what has no default begins empty.".to_owned());
    }
    if !spec.is_public(site) {
        return None;
    }
    let text = at.as_str();
    match (&misfit.detail, text.as_deref()) {
        (Detail::Type, Some(word)) => {
            let is_number = word.len() <= 20 && word.parse::<f64>().is_ok_and(f64::is_finite);
            let is_wanted = match word {
                "true" | "false" => types.has(Types::BOOLEAN),
                _ if word.parse::<i64>().is_ok() => types.has(Types::INTEGER) || types.has(Types::NUMBER),
                _ => is_number && types.has(Types::NUMBER),
            };
            is_wanted.then(|| format!("Write {word} without quotes."))
        }
        (Detail::Type, None) if types.has(Types::STRING) && matches!(at.kind(), Kind::Number | Kind::Boolean) => {
            words::is_short(at.raw()).then(|| format!("Write it in quotes: \"{}\".", at.raw()))
        }
        (Detail::Enum, Some(word)) => {
            let values = spec.get(misfit.schema).enumeration.as_ref()?.values.iter();
            let meant = nearest(word, values.filter_map(|value| value.text.as_deref()))?;
            Some(format!("Did you mean {}?", quoted(meant)))
        }
        _ => None,
    }
}

/// Values of `enum` and `const` that the type beside them rules out.
fn listed(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(schema) = spec.compiled(site) else { return };
    // A type that does not exist rules everything out, and is told as such.
    if schema.types.0 == 0 {
        return;
    }
    let fits = |value: &Value<'_>| {
        let number = value.as_number().is_some_and(crate::json::Number::is_integer);
        let types = Types::of(value.kind());
        (value.is_null() && schema.nullable) || schema.types.has(if number { types.or(Types::INTEGER) } else { types })
    };
    let list = site.value.get("enum").into_iter().flat_map(Value::items);
    let all: Vec<Value<'_>> = list.chain(site.value.get("const")).collect();
    let Some(misfit) = all.iter().find(|value| !fits(value)) else { return };
    let (name, wanted) = (spec.name(site), words::types(schema.types));
    let is_list = schema.types == Types::ARRAY && misfit.kind() != Kind::Array;
    let message = if all.iter().all(|value| !fits(value)) {
        format!("No value listed for {name} can be chosen: each must be {wanted}, but is {}.", words::kind(*misfit))
    } else {
        format!("A value listed for {name} can never be chosen: it is {}, but must be {wanted}.", words::kind(*misfit))
    };
    let hint = match (misfit.kind(), is_list) {
        (_, true) => Some("Write the values into “enum” of “items”, if they are meant for each item."),
        (Kind::Boolean, _) if schema.types.has(Types::STRING) => {
            Some("Write it in quotes; YAML takes yes, no, on and off without quotes for true and false.")
        }
        (Kind::Number, _) if schema.types.has(Types::STRING) => Some("Write it in quotes."),
        _ => None,
    };
    notes.error(Code::EnumMismatch, *misfit, message, hint.map(str::to_owned));
}
