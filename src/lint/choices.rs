//! Choices: how a form, and a configuration, tell the branches of `oneOf` and `anyOf` apart.

use super::notes::Notes;
use super::site::{Site, Spec};
use crate::json::Value;
use crate::validate::{Choice, Code, SchemaId, quoted};
use std::borrow::Cow;
use std::collections::HashMap;

/// Branches and members looked at, in all.
const MOST_LOOKS: usize = 1_000_000;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let mut looks = MOST_LOOKS;
    for site in &spec.sites {
        for keyword in ["oneOf", "anyOf"] {
            if looks > 0
                && let Some((at, branches)) = branches_of(spec, site, keyword)
            {
                choice(spec, site, at, &branches, &mut looks, notes);
            }
        }
    }
}

/// Whether a schema asks for a choice.
pub(super) fn has_branches(schema: Value<'_>) -> bool {
    ["oneOf", "anyOf"].into_iter().any(|keyword| schema.get(keyword).is_some_and(|list| !list.is_empty()))
}

/// The texts by which a choice may be made.
pub(super) fn discriminator_values(spec: &Spec<'_>, id: SchemaId) -> Vec<String> {
    let combined = spec.get(id).combined.as_ref();
    let choices = combined.into_iter().flat_map(|combined| [&combined.one_of, &combined.any_of]).flatten();
    let values = |choice: &Choice| -> Option<Vec<String>> {
        let by = choice.discriminator.as_ref()?;
        let only = |id: &SchemaId| Some(spec.get(*id).only_value()?.text.as_deref()?.to_owned());
        by.schemas.iter().map(only).collect()
    };
    choices.filter_map(values).flatten().collect()
}

/// The branches of a choice of objects, and where they stand.
fn branches_of<'doc>(spec: &Spec<'doc>, site: &Site<'doc>, keyword: &str) -> Option<(Value<'doc>, Vec<SchemaId>)> {
    let at = site.value.get(keyword)?;
    let combined = spec.compiled(site)?.combined.as_ref()?;
    let choice = if keyword == "oneOf" { &combined.one_of } else { &combined.any_of };
    let branches: Vec<SchemaId> = choice.as_ref()?.branches.to_vec();
    // A choice of simple types, or of which members are required, needs no discriminator.
    let is_object = |id: &SchemaId| {
        all_of(spec, *id).into_iter().any(|id| {
            let rules = spec.get(id).object.as_ref();
            rules.is_some_and(|rules| rules.properties.list.iter().any(|property| property.schema.is_some()))
        })
    };
    (!site.is_condition && branches.iter().all(is_object)).then_some((at, branches))
}

/// A schema, and all that it takes in by `allOf`.
fn all_of(spec: &Spec<'_>, id: SchemaId) -> Vec<SchemaId> {
    let mut all = vec![id];
    let mut next = 0;
    while let Some(id) = all.get(next) {
        let further = spec.get(*id).combined.as_ref().map_or(&[][..], |combined| &combined.all_of);
        for id in further {
            if all.len() < 100 && !all.contains(id) {
                all.push(*id);
            }
        }
        next += 1;
    }
    all
}

/// A member that has one allowed value.
struct Fixed<'a> {
    value: Value<'a>,
    schema: SchemaId,
    required: bool,
}

/// The members of a branch that have one allowed value each, in the order of their declaration.
fn fixed<'a>(spec: &'a Spec<'_>, branch: SchemaId, looks: &mut usize) -> Vec<(&'a str, Fixed<'a>)> {
    let mut found: Vec<(&str, Fixed<'_>)> = Vec::new();
    for id in all_of(spec, branch) {
        for property in spec.get(id).object.iter().flat_map(|rules| &rules.properties.list) {
            *looks = looks.saturating_sub(1);
            if *looks == 0 {
                return found;
            }
            let Some(schema) = property.schema else { continue };
            if let Some(only) = spec.get(schema).only_value() {
                let value = spec.schemas.value(only.place);
                found.push((&property.name, Fixed { value, schema, required: property.required.is_some() }));
            }
        }
    }
    found
}

fn choice(
    spec: &Spec<'_>,
    site: &Site<'_>,
    at: Value<'_>,
    branches: &[SchemaId],
    looks: &mut usize,
    notes: &mut Notes<'_>,
) {
    let name = spec.name(site);
    let fixed: Vec<HashMap<&str, Fixed<'_>>> = branches
        .iter()
        // The first of a name is the outermost.
        .map(|branch| fixed(spec, *branch, looks).into_iter().rev().collect())
        .collect();
    let order = fixed_names(spec, branches, looks);
    if *looks == 0 {
        return;
    }
    let everywhere = |name: &&&str| fixed.iter().all(|branch| branch.contains_key(**name));
    let values =
        |name: &str| fixed.iter().filter_map(|branch| branch.get(name).map(|one| one.value)).collect::<Vec<_>>();
    let shared: Vec<&str> = order.iter().filter(everywhere).copied().collect();
    match shared.iter().find(|name| repeated(&values(name)).is_none()) {
        Some(by) => is_usable(spec, &name, at, by, &fixed, notes),
        None => match shared.iter().find_map(|by| Some((by, repeated(&values(by))?))) {
            Some((by, (first, second, value))) => {
                let value = quoted(&value.as_str().unwrap_or(Cow::Borrowed(value.raw())));
                let message = format!(
                    "Choices {} and {} of {name} have the same {}, {value}.",
                    first + 1,
                    second + 1,
                    quoted(by)
                );
                let hint = "Give each its own value: no one can tell which of them a configuration means.";
                notes.error(
                    Code::DiscriminatorRepeated,
                    at.items().nth(second).unwrap_or(at),
                    message,
                    Some(hint.to_owned()),
                );
            }
            None => missing(&name, at, &order, &fixed, notes),
        },
    }
}

/// The names of members that have one value in any branch.
fn fixed_names<'a>(spec: &'a Spec<'_>, branches: &[SchemaId], looks: &mut usize) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for branch in branches {
        for (name, _) in fixed(spec, *branch, looks) {
            if seen.insert(name) {
                names.push(name);
            }
        }
    }
    names
}

/// The numbers of the first two branches with the same value.
fn repeated<'a>(values: &[Value<'a>]) -> Option<(usize, usize, Value<'a>)> {
    let mut seen: HashMap<u32, usize> = HashMap::new();
    for (number, value) in values.iter().enumerate() {
        if let Some(first) = seen.insert(value.hash_by_value(), number)
            && values[first] == *value
        {
            return Some((first, number, *value));
        }
    }
    None
}

fn missing(name: &str, at: Value<'_>, order: &[&str], fixed: &[HashMap<&str, Fixed<'_>>], notes: &mut Notes<'_>) {
    let message = format!("Nothing tells the choices of {name} apart.");
    let most = order.iter().map(|name| (fixed.iter().filter(|branch| branch.contains_key(name)).count(), name));
    // Of equal ones the first counts.
    let best = most.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let hint = match best {
        Some((count, by)) => format!(
            "Give every choice a member {} with a “const” of its own; {count} of {} have one.",
            quoted(by),
            fixed.len()
        ),
        None => "Give every choice the same member, with a “const” of its own in each.".to_owned(),
    };
    notes.error(Code::DiscriminatorMissing, at, message, Some(hint));
}

/// Whether the form takes the member for a discriminator, and a configuration has to have it.
fn is_usable(
    spec: &Spec<'_>,
    name: &str,
    at: Value<'_>,
    by: &str,
    fixed: &[HashMap<&str, Fixed<'_>>],
    notes: &mut Notes<'_>,
) {
    let all: Vec<&Fixed<'_>> = fixed.iter().filter_map(|branch| branch.get(by)).collect();
    // The form takes a list of one value for a constant only if it is the default too (facts, blobs 8.2).
    let is_weak = |one: &Fixed<'_>| {
        let written = spec.schemas.written(one.schema);
        spec.get(one.schema).constant.is_none() && written.get("default").is_none()
    };
    if all.iter().any(|one| is_weak(one)) {
        let message = format!("Airbyte's form cannot tell the choices of {name} apart by {}.", quoted(by));
        let hint = "Write its one value as “const”: an “enum” of one counts only with a “default”.";
        notes.error(Code::DiscriminatorMissing, at, message, Some(hint.to_owned()));
        return;
    }
    let optional = all.iter().filter(|one| !one.required).count();
    if optional > 0 {
        let which = match all.iter().position(|one| !one.required) {
            Some(number) if optional == 1 => format!("choice {} of {name}", number + 1),
            _ if optional == all.len() => format!("any choice of {name}"),
            _ => format!("{optional} of the {} choices of {name}", all.len()),
        };
        let message = format!("{} is not required in {which}, although it says which choice is meant.", quoted(by));
        let hint = "List it in “required”: without it a configuration may fit several choices, or the wrong one.";
        notes.warning(Code::DiscriminatorOptional, at, message, Some(hint.to_owned()));
    }
}
