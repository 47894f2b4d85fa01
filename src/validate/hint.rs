//! What to do about a problem, where the message alone does not say it.
//!
//! A hint may be made of the value that was given; then it is only told for a place whose value is public.

use super::check::has_type;
use super::format::{DateForm, suggest};
use super::pattern::Outcome;
use super::place::SeenPlace;
use super::problem::{Choosing, Detail, Problem};
use super::schema::{Constant, Items, Schema, SchemaId, Schemas, Types};
use super::tell::Teller;
use super::words::{self, quoted};
use super::{Mode, words::is_short};
use crate::json::{Document, Kind, Value, segments};

/// No more listed values than this are compared with the one that was given.
const MOST_COMPARED: usize = 1_000;

pub(super) fn of(teller: &Teller<'_>, problem: &Problem, place: &SeenPlace) -> Option<String> {
    let id = problem.schema;
    let schema = teller.schemas.get(id);
    let value = teller.value(problem);
    match &problem.detail {
        Detail::Type => of_type(teller, &[id], value, place),
        Detail::BranchType(choosing) => of_type(teller, &words::choice(schema, *choosing)?.branches, value, place),
        Detail::Enum | Detail::Const => of_value(teller, schema, value, place),
        Detail::Pattern => of_text(teller, schema, value, place).or_else(|| example(teller, id, place)),
        Detail::Format => of_text(teller, schema, value, place),
        Detail::MinLength | Detail::MaxLength => of_mask(teller, value, place),
        Detail::Required(name) | Detail::Dependency { missing: name, .. } => {
            of_missing(teller, problem, name).or_else(|| example(teller, *place.schemas.first()?, place))
        }
        Detail::BranchMissing(choosing) => {
            let discriminator = words::choice(schema, *choosing)?.discriminator.as_ref()?;
            of_missing(teller, problem, &discriminator.property)
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
        Detail::BranchMismatch(_, other) => {
            let name = segments(&place.pointer).last()?.into_owned();
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

/// Whether a schema takes a value, of the configuration or of the spec itself.
fn takes(schemas: &Schemas, id: SchemaId, value: Value<'_>) -> bool {
    super::takes(schemas, id, value, Mode::Raw)
}

fn of_missing(teller: &Teller<'_>, problem: &Problem, name: &str) -> Option<String> {
    let spelt = teller.misspelt.spelt.get(&(problem.at, name.into()))?;
    Some(format!("Its name is {}; {} is there instead.", quoted(name), quoted(spelt)))
}

/// For a value of the wrong type; the schemas are those of which one has to take it.
fn of_type(teller: &Teller<'_>, ids: &[SchemaId], value: Value<'_>, place: &SeenPlace) -> Option<String> {
    // Another problem that is left is told by itself later; but a value that is listed has to be right.
    let taken = |json: &str| {
        let takes_it = |id: &SchemaId, value: Value<'_>| {
            let schema = teller.schemas.get(*id);
            if schema.lists_values() { takes(teller.schemas, *id, value) } else { has_type(schema.types, value) }
        };
        Document::parse(json).is_ok_and(|inner| ids.iter().any(|id| takes_it(id, inner.root())))
    };
    let types = ids.iter().fold(Types(0), |all, id| all.or(teller.schemas.get(*id).types));
    let text = value.as_str();
    if let Some(hint) = of_mask(teller, value, place) {
        return Some(hint);
    }
    if value.is_null() || text.as_deref().is_some_and(|text| text.trim().is_empty()) {
        return of_nothing(teller, place);
    }
    if types.has(Types::BOOLEAN) && place.is_public() {
        let truth = match text.as_deref().map_or(value.raw(), str::trim).to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some("true"),
            "false" | "no" | "off" | "0" => Some("false"),
            _ => None,
        };
        if let Some(truth) = truth.filter(|truth| taken(truth)) {
            let quotes = if text.is_some() { " without quotes" } else { "" };
            return Some(format!("Write {truth}{quotes}."));
        }
    }
    match value.kind() {
        Kind::String => of_text_type(teller, ids, text?.trim(), place, taken),
        Kind::Number | Kind::Boolean if types.has(Types::STRING) => {
            let written = format!("\"{}\"", value.raw());
            let date = ids.iter().find_map(|id| suggest(date_form(teller.schemas.get(*id))?, value.raw()));
            match date {
                Some(date) if place.is_public() => Some(format!("Write {}.", quoted(&date))),
                _ if !taken(&written) => None,
                _ if place.is_public() && is_short(&written) => Some(format!("Write {written} with quotes.")),
                _ => Some("Write it with quotes.".to_owned()),
            }
        }
        Kind::Object if value.get("_secret").is_some() => Some(match teller.mode {
            Mode::Stored => "This is a reference to a stored secret, but the spec marks no secret here.".to_owned(),
            _ => "This is a reference to a stored secret; check stored configurations in mode `stored`.".to_owned(),
        }),
        Kind::Array if value.len() == 1 => {
            let item = value.items().next()?;
            ids.iter()
                .any(|id| takes(teller.schemas, *id, item))
                .then(|| "Leave out the square brackets: it is one value, not a list.".to_owned())
        }
        Kind::Number | Kind::Boolean | Kind::Object => list_of_one(teller, ids, value),
        Kind::Null | Kind::Array => None,
    }
}

fn of_text_type(
    teller: &Teller<'_>,
    ids: &[SchemaId],
    text: &str,
    place: &SeenPlace,
    taken: impl Fn(&str) -> bool,
) -> Option<String> {
    if taken(text) {
        return Some(match text.as_bytes().first() {
            Some(b'{' | b'[') => "It is JSON inside a text; leave out the quotes around it.".to_owned(),
            _ if place.is_public() && is_short(text) => format!("Write {text} without quotes."),
            _ => "Write it without quotes.".to_owned(),
        });
    }
    let wants_list = ids.iter().any(|id| teller.schemas.get(*id).types == Types::ARRAY);
    if wants_list && text.contains(',') {
        return Some("Write it as a list: in square brackets, each item in quotes of its own.".to_owned());
    }
    let written = serde_json::to_string(text).ok()?;
    let document = Document::parse(written).ok()?;
    list_of_one(teller, ids, document.root())
}

/// Where a list is wanted and the value would be one of its items.
fn list_of_one(teller: &Teller<'_>, ids: &[SchemaId], value: Value<'_>) -> Option<String> {
    let is_item = |id: &SchemaId| {
        let schema = teller.schemas.get(*id);
        let item = schema.array.as_ref().and_then(|rules| match &rules.items {
            Some(Items::Each(item)) => Some(*item),
            _ => None,
        });
        schema.types == Types::ARRAY && item.is_some_and(|item| takes(teller.schemas, item, value))
    };
    ids.iter().any(is_item).then(|| "Put it in square brackets: a list of one.".to_owned())
}

/// For null and empty texts: whether the member may simply be left out.
fn of_nothing(teller: &Teller<'_>, place: &SeenPlace) -> Option<String> {
    let (parent, name) = place.pointer.rsplit_once('/')?;
    if place.is_item {
        return Some("Give it a value, or leave the item out.".to_owned());
    }
    let name = segments(&format!("/{name}")).next()?.into_owned();
    let parent = teller.places.of(teller.root, teller.root.pointer(parent)?.index());
    let demands = |id: &SchemaId| {
        let rules = teller.schemas.get(*id).object.as_ref();
        rules.and_then(|rules| rules.properties.named(&name)).is_some_and(|property| property.required.is_some())
    };
    let required = parent.schemas.iter().any(demands);
    Some(if required { "Give it a value.".to_owned() } else { "Give it a value, or leave the member out.".to_owned() })
}

/// For a mask where the value itself is wanted.
fn of_mask(teller: &Teller<'_>, value: Value<'_>, place: &SeenPlace) -> Option<String> {
    let text = value.as_str()?;
    let is_mask = place.is_secret() && !text.is_empty() && text.bytes().all(|byte| byte == b'*');
    is_mask.then(|| match teller.mode {
        Mode::Stored => "This is a mask, neither the value nor a reference to it.".to_owned(),
        _ => "This is a mask, not the value; check masked configurations in mode `masked`.".to_owned(),
    })
}

/// For a value that is none of those that the spec lists.
fn of_value(teller: &Teller<'_>, schema: &Schema, value: Value<'_>, place: &SeenPlace) -> Option<String> {
    if let Some(hint) = of_text(teller, schema, value, place) {
        return Some(hint);
    }
    of_quotes(teller.schemas, constants(schema), value, place)
}

/// For a number or truth value in quotes where it is listed without, and the reverse.
fn of_quotes<'a>(
    schemas: &Schemas,
    mut allowed: impl Iterator<Item = &'a Constant>,
    value: Value<'_>,
    place: &SeenPlace,
) -> Option<String> {
    if !place.is_public() {
        return None;
    }
    if let Some(text) = value.as_str() {
        let is_it = |known: &&Constant| known.text.is_none() && schemas.value(known.place).raw() == text;
        return allowed.find(is_it).map(|_| format!("Write {text} without quotes."));
    }
    let is_it = |known: &&Constant| known.text.as_deref() == Some(value.raw());
    allowed.find(is_it).map(|_| format!("Write \"{}\" with quotes.", value.raw()))
}

fn constants(schema: &Schema) -> impl Iterator<Item = &Constant> {
    schema.enumeration.iter().flat_map(|allowed| &allowed.values).chain(schema.constant.as_deref())
}

/// For a text that is nearly right.
fn of_text(teller: &Teller<'_>, schema: &Schema, value: Value<'_>, place: &SeenPlace) -> Option<String> {
    let text = value.as_str()?;
    if let Some(hint) = of_mask(teller, value, place) {
        return Some(hint);
    }
    let trimmed = text.trim();
    if trimmed.len() < text.len() && fits(teller.schemas, schema, trimmed) {
        return Some(blanks(&text));
    }
    if !place.is_public() {
        return None;
    }
    let listed = constants(schema).filter_map(|value| value.text.as_deref()).take(MOST_COMPARED);
    if let Some(near) = crate::nearest::nearest(&text, listed) {
        return Some(format!("Did you mean {}?", quoted(near)));
    }
    let written = suggest(date_form(schema)?, &text)?;
    fits(teller.schemas, schema, &written).then(|| format!("Write {}.", quoted(&written)))
}

fn blanks(text: &str) -> String {
    match text.strip_suffix('\n') {
        Some(rest) if rest.trim() == rest => "Remove the line break at its end.".to_owned(),
        _ => "Remove the blanks around it.".to_owned(),
    }
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
    if schema.lists_values() {
        let is_it = |known: &Constant| known.text.as_deref() == Some(text);
        return constants(schema).any(|known| is_it(known) && schemas.value(known.place).kind() == Kind::String);
    }
    let Some(rules) = &schema.string else { return true };
    let pattern = rules.pattern.as_ref().and_then(|rule| rule.pattern.as_ref());
    pattern.is_none_or(|pattern| pattern.find_in(text) == Outcome::Found)
        && rules.format.is_none_or(|format| format.accepts(text))
}

/// An example of the spec's own, or of the date form it asks for.
fn example(teller: &Teller<'_>, id: SchemaId, place: &SeenPlace) -> Option<String> {
    if place.is_secret() {
        return None;
    }
    let schema = teller.schemas.get(id);
    let written = teller.schemas.value(schema.place);
    let examples = written.get("examples");
    // One real spec writes a single example where a list belongs (facts, blobs 10.6).
    let single = examples.filter(|examples| examples.kind() != Kind::Array);
    let listed = examples.into_iter().flat_map(Value::items);
    let mut given = listed.chain(single).chain(written.get("default"));
    let shown = given.find_map(|value| {
        let is_scalar = matches!(value.kind(), Kind::String | Kind::Number | Kind::Boolean);
        // Examples in specs are not always what the spec accepts; a wrong one would be bad advice.
        if !is_scalar || !takes(teller.schemas, id, value) || !is_short(value.raw()) {
            return None;
        }
        match value.as_str() {
            Some(text) => (!text.is_empty()).then(|| quoted(&text)),
            None => Some(value.raw().to_owned()),
        }
    });
    let shown = shown.or_else(|| {
        let example = date_form(schema)?.example();
        fits(teller.schemas, schema, example).then(|| quoted(example))
    })?;
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
    let allowed: Vec<&Constant> =
        discriminator.schemas.iter().filter_map(|id| teller.schemas.get(*id).only_value()).collect();
    if place.is_secret() {
        return None;
    }
    let Some(text) = value.as_str() else {
        return of_quotes(teller.schemas, allowed.into_iter(), value, place);
    };
    let texts: Vec<&str> = allowed.iter().filter_map(|known| known.text.as_deref()).collect();
    if texts.contains(&text.trim()) {
        return Some(blanks(&text));
    }
    if let Some(near) = crate::nearest::nearest(&text, texts.iter().copied()) {
        return Some(format!("Did you mean {}?", quoted(near)));
    }
    // People write what the form shows them: the title of the branch.
    let by_title = choice.branches.iter().zip(&texts).find(|(branch, _)| {
        words::branch_title(teller.schemas, **branch, Some(choice)).eq_ignore_ascii_case(text.trim())
    });
    by_title
        .map(|(_, value)| format!("Did you mean {}?", quoted(value)))
        .or_else(|| of_quotes(teller.schemas, allowed.into_iter(), value, place))
}
