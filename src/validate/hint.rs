//! What to do about a problem, where the message alone does not say it.
//!
//! A hint may be made of the value that was given; then it is only told for a place whose value is public.

use super::format::{DateForm, suggest};
use super::pattern::Outcome;
use super::place::SeenPlace;
use super::problem::{Choosing, Detail, Problem};
use super::schema::{Schema, Schemas, Types};
use super::tell::Teller;
use super::words::{self, quoted};
use crate::json::{Document, Kind, Value};

pub(super) fn of(teller: &Teller<'_>, problem: &Problem, place: &SeenPlace) -> Option<String> {
    let schema = teller.schemas.get(problem.schema);
    let value = teller.value(problem);
    match &problem.detail {
        Detail::Type => of_type(schema.types, value, place),
        Detail::BranchType(choosing) => {
            let branches = &words::choice(schema, *choosing)?.branches;
            let types = branches.iter().fold(Types(0), |all, branch| all.or(teller.schemas.get(*branch).types));
            of_type(types, value, place)
        }
        Detail::Enum | Detail::Const => of_text(teller.schemas, schema, value, place),
        Detail::Pattern | Detail::Format => {
            of_text(teller.schemas, schema, value, place).or_else(|| example(teller, schema, place))
        }
        Detail::Required(name) | Detail::Dependency { missing: name, .. } => {
            let spelt = teller.misspelt.spelt.get(&(problem.at, name.clone()));
            spelt
                .map(|spelt| format!("Its name is {}; {} is there instead.", quoted(name), quoted(spelt)))
                .or_else(|| example(teller, place.schemas.first().map(|id| teller.schemas.get(*id))?, place))
        }
        Detail::AdditionalProperties => {
            let meant = teller.misspelt.meant.get(&problem.at)?;
            Some(format!("Did you mean {}?", quoted(meant)))
        }
        Detail::NearMiss(meant) => Some(format!("Did you mean {}?", quoted(meant))),
        Detail::BranchUnknown(choosing) => of_discriminator(teller, schema, *choosing, value, place),
        Detail::BranchAmbiguous(choosing, _) => {
            let choice = words::choice(schema, *choosing)?;
            let discriminator = choice.discriminator.as_ref()?;
            value.get(&discriminator.property).is_none().then(|| {
                let choices = words::alternatives(&words::choices(teller.schemas, choice));
                format!("Add {} to say which one is meant: {choices}.", quoted(&discriminator.property))
            })
        }
        Detail::BranchMismatch(other) => {
            let name = crate::json::segments(&place.pointer).last()?.into_owned();
            let entry = teller.schemas.get(*other).object.as_ref()?.properties.named(&name)?.schema?;
            let only = teller.schemas.get(entry).only_value()?;
            Some(format!("Write {} here if that is what is meant.", words::constant(teller.schemas, only)))
        }
        Detail::SecretReference => {
            Some("It has to look like {\"_secret\": \"airbyte_workspace_<id>_secret_<id>_v1\"}.".to_owned())
        }
        Detail::PatternBroken(_) | Detail::PatternUnchecked(_) | Detail::Reference => {
            Some("The spec has to be mended by the connector's author; everything else was checked.".to_owned())
        }
        _ => None,
    }
}

fn of_type(types: Types, value: Value<'_>, place: &SeenPlace) -> Option<String> {
    let shown = |text: &str| place.is_public() && text.chars().count() <= 40;
    match value.kind() {
        Kind::String if let Some(unquoted) = unquoted(types, value.as_str()?.trim()) => {
            match unquoted.as_bytes().first() {
                Some(b'{' | b'[') => Some("It is JSON inside a text; leave out the quotes around it.".to_owned()),
                _ if shown(unquoted) => Some(format!("Write {unquoted} without quotes.")),
                _ => Some("Write it without quotes.".to_owned()),
            }
        }
        Kind::Number | Kind::Boolean if types.has(Types::STRING) => Some(if shown(value.raw()) {
            format!("Write \"{}\" with quotes.", value.raw())
        } else {
            "Write it with quotes.".to_owned()
        }),
        Kind::Null => Some("Give it a value, or leave the member out.".to_owned()),
        Kind::Object if value.get("_secret").is_some() => {
            Some("This is a reference to a stored secret; check stored configurations in mode `stored`.".to_owned())
        }
        Kind::String | Kind::Number | Kind::Boolean | Kind::Object if types.has(Types::ARRAY) => {
            Some("Put it in square brackets: a list of one.".to_owned())
        }
        _ => None,
    }
}

/// The JSON that a text holds, where it is of one of the types; the words for truth in any case.
fn unquoted(types: Types, text: &str) -> Option<&str> {
    let json = match text {
        _ if text.eq_ignore_ascii_case("true") => "true",
        _ if text.eq_ignore_ascii_case("false") => "false",
        _ => text,
    };
    Document::parse(json).is_ok_and(|inner| super::check::has_type(types, inner.root())).then_some(json)
}

/// For a text that is nearly right.
fn of_text(schemas: &Schemas, schema: &Schema, value: Value<'_>, place: &SeenPlace) -> Option<String> {
    let text = value.as_str()?;
    if !text.is_empty() && text.bytes().all(|byte| byte == b'*') && place.secret {
        return Some("This is a mask, not the value; check masked configurations in mode `masked`.".to_owned());
    }
    let trimmed = text.trim();
    if trimmed.len() < text.len() && fits(schemas, schema, trimmed) {
        return Some("Remove the blanks around it.".to_owned());
    }
    if !place.is_public() {
        return None;
    }
    let values = schema.enumeration.iter().flat_map(|allowed| &allowed.values).chain(schema.constant.as_deref());
    if let Some(near) = crate::nearest::nearest(&text, values.filter_map(|value| value.text.as_deref())) {
        return Some(format!("Did you mean {}?", quoted(near)));
    }
    let written = suggest(date_form(schema)?, &text)?;
    fits(schemas, schema, &written).then(|| format!("Write {}.", quoted(&written)))
}

fn date_form(schema: &Schema) -> Option<DateForm> {
    let rules = schema.string.as_ref()?;
    let pattern = rules.pattern.as_ref().and_then(|rule| rule.pattern.as_ref());
    pattern
        .and_then(|pattern| DateForm::of_pattern(pattern.source()))
        .or_else(|| rules.format.and_then(DateForm::of_format))
}

/// Whether a text meets what the schema says of texts.
fn fits(schemas: &Schemas, schema: &Schema, text: &str) -> bool {
    let mut is_only_text =
        schema.enumeration.iter().flat_map(|allowed| &allowed.values).chain(schema.constant.as_deref());
    if schema.enumeration.is_some() || schema.constant.is_some() {
        return is_only_text
            .any(|value| value.text.as_deref() == Some(text) && schemas.value(value.place).kind() == Kind::String);
    }
    let Some(rules) = &schema.string else { return true };
    let pattern = rules.pattern.as_ref().and_then(|rule| rule.pattern.as_ref());
    pattern.is_none_or(|pattern| pattern.find_in(text) == Outcome::Found)
        && rules.format.is_none_or(|format| format.accepts(text))
}

/// An example of the spec's own, or of the date form it asks for.
fn example(teller: &Teller<'_>, schema: &Schema, place: &SeenPlace) -> Option<String> {
    if place.secret {
        return None;
    }
    let written = teller.schemas.value(schema.place);
    let given = match written.get("examples") {
        Some(list) if list.kind() == Kind::Array => list.items().next(),
        // One real spec writes a single example where a list belongs (facts, blobs 10.6).
        other => other,
    };
    let scalar = |value: &Value<'_>| matches!(value.kind(), Kind::String | Kind::Number | Kind::Boolean);
    let given = given.filter(scalar).or_else(|| written.get("default").filter(scalar));
    let shown = match given {
        // Examples in specs are not always what the spec accepts; a wrong one would be bad advice.
        Some(value) => match value.as_str() {
            Some(text) if text.is_empty() || !fits(teller.schemas, schema, &text) => None,
            Some(text) => Some(quoted(&text)),
            None => Some(words::shortened(value.raw())),
        },
        None => None,
    };
    let shown = shown.or_else(|| date_form(schema).map(|form| quoted(form.example())))?;
    Some(format!("For example {shown}."))
}

fn of_discriminator(
    teller: &Teller<'_>,
    schema: &Schema,
    choosing: Choosing,
    value: Value<'_>,
    place: &SeenPlace,
) -> Option<String> {
    let choice = words::choice(schema, choosing)?;
    let discriminator = choice.discriminator.as_ref()?;
    let text = value.as_str().filter(|_| !place.secret)?;
    let only_value = |id: &super::schema::SchemaId| teller.schemas.get(*id).only_value();
    let allowed: Vec<&str> =
        discriminator.schemas.iter().filter_map(only_value).filter_map(|value| value.text.as_deref()).collect();
    if let Some(near) = crate::nearest::nearest(&text, allowed.iter().copied()) {
        return Some(format!("Did you mean {}?", quoted(near)));
    }
    // People write what the form shows them: the title of the branch.
    let by_title = choice.branches.iter().zip(&allowed).find(|(branch, _)| {
        words::branch_title(teller.schemas, **branch, Some(choice)).eq_ignore_ascii_case(text.trim())
    });
    by_title.map(|(_, value)| format!("Did you mean {}?", quoted(value)))
}
