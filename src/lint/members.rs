//! The members of an object: which are required, in which order they are shown, and on which card.

use super::keywords::is_at_top;
use super::notes::Notes;
use super::site::{Role, Site, Spec, did_you_mean};
use crate::json::{Kind, Value};
use crate::validate::{Code, SchemaId, quoted, words};
use std::collections::{HashMap, HashSet};

/// Schemas looked through for the names of members, in all; beyond it a name counts as declared.
const MOST_LOOKS: usize = 1_000_000;
/// No more groups than this are told, or compared with one that is not declared.
const MOST_GROUPS: usize = 100;
/// No more names than this are compared with one that is not declared.
const MOST_NAMES: usize = 500;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let mut looks = MOST_LOOKS;
    for (number, site) in spec.sites.iter().enumerate() {
        required(spec, site, &mut looks, notes);
        if site.value.get("properties").is_some_and(|properties| properties.kind() == Kind::Object) {
            order(spec, number, notes);
        }
    }
    groups(spec, notes);
}

// ---- required ----

fn required(spec: &Spec<'_>, site: &Site<'_>, looks: &mut usize, notes: &mut Notes<'_>) {
    let Some(list) = site.value.get("required").filter(|list| list.kind() == Kind::Array) else { return };
    // What a condition asks for, or what something else is made of, may well be missing.
    if site.is_condition || list.is_empty() || *looks == 0 {
        return;
    }
    let Some(declared) = Declared::around(spec, site, looks) else { return };
    for item in list.items() {
        let Some(name) = item.as_str() else { continue };
        if declared.has(spec, &name) {
            continue;
        }
        let message =
            format!("{} is required by {}, which has no member of that name.", quoted(&name), spec.name(site));
        // Each name costs a comparison with every other one.
        *looks = looks.saturating_sub(MOST_NAMES);
        let names = declared.names.iter().copied().take(if *looks > 0 { MOST_NAMES } else { 0 });
        let hint = did_you_mean(&name, names)
            .unwrap_or_else(|| "Declare it in “properties”, or take it off the list: no form can show it.".to_owned());
        notes.error(Code::RequiredUndeclared, item, message, Some(hint));
    }
}

/// What is declared for a value: by the schema, by all that it takes in, and by those around it that judge the same.
struct Declared<'a> {
    names: HashSet<&'a str>,
    /// Schemas with a rule for names that are not declared.
    open: Vec<SchemaId>,
}

impl<'a> Declared<'a> {
    /// None where it cannot be told: something is not known, or the looks run out.
    fn around(spec: &'a Spec<'_>, site: &Site<'_>, looks: &mut usize) -> Option<Declared<'a>> {
        let reach = spec.reach();
        let mut declared = Declared { names: HashSet::new(), open: Vec::new() };
        let mut add = |ids: Vec<SchemaId>| {
            for id in ids {
                *looks = looks.checked_sub(1)?;
                let schema = spec.get(id);
                if schema.combined.as_ref().is_some_and(|combined| combined.broken_reference.is_some()) {
                    return None;
                }
                let Some(rules) = &schema.object else { continue };
                let properties = rules.properties.list.iter().filter(|property| property.schema.is_some());
                declared.names.extend(properties.map(|property| &*property.name));
                let has_rest = rules.additional_properties.is_some_and(|id| spec.get(id).boolean.is_none());
                if has_rest || !rules.pattern_properties.is_empty() {
                    declared.open.push(id);
                }
            }
            Some(())
        };
        add(reach.applied(vec![site.compiled?]))?;
        let (mut here, mut inner) = (spec.above(site), site);
        while let Some(around) = here.filter(|_| matches!(inner.role, Role::Branch(_) | Role::Same)) {
            // Not what other branches declare: they do not hold where this one does.
            let id = around.compiled?;
            let all_of = spec.get(id).combined.as_ref().map_or(&[][..], |combined| &combined.all_of);
            add(vec![id])?;
            add(reach.applied(all_of.to_vec()))?;
            (here, inner) = (spec.above(around), around);
        }
        Some(declared)
    }

    fn has(&self, spec: &Spec<'_>, name: &str) -> bool {
        self.names.contains(name) || !spec.reach().below(&self.open, Kind::Object, name).schemas.is_empty()
    }
}

// ---- order ----

fn order_of(site: &Site<'_>) -> Option<i64> {
    site.value.get("order")?.as_number()?.as_i64()
}

fn order(spec: &Spec<'_>, number: usize, notes: &mut Notes<'_>) {
    let members: Vec<&Site<'_>> = spec.members(number).collect();
    order_repeated(spec, &members, notes);
    order_missing(spec, &members, notes);
}

/// Members of different cards may well have the same order.
fn order_repeated(spec: &Spec<'_>, members: &[&Site<'_>], notes: &mut Notes<'_>) {
    let mut seen: HashMap<(i64, Option<std::borrow::Cow<'_, str>>), &Site<'_>> = HashMap::new();
    for site in members.iter().filter(|site| !spec.is_unseen(site)) {
        let Some(order) = order_of(site) else { continue };
        let group = site.value.get("group").and_then(Value::as_str);
        match seen.entry((order, group)) {
            std::collections::hash_map::Entry::Vacant(entry) => _ = entry.insert(site),
            std::collections::hash_map::Entry::Occupied(entry) => {
                let (first, second) = (spec.name(entry.get()), spec.name(site));
                let both = if first == second {
                    format!("Two members called {first}")
                } else {
                    format!("{first} and {second}")
                };
                let message = format!("{both} have the same order, {order}.");
                let hint = "Their names decide then which is shown first; number them one after the other.";
                notes.warning(
                    Code::OrderRepeated,
                    site.value.get("order").unwrap_or(site.value),
                    message,
                    Some(hint.to_owned()),
                );
            }
        }
    }
}

/// One finding for all of an object, since mostly many are meant.
fn order_missing(spec: &Spec<'_>, members: &[&Site<'_>], notes: &mut Notes<'_>) {
    let is_numbered = |site: &Site<'_>| site.value.get("order").is_some();
    let shown = || members.iter().filter(|site| !spec.is_unseen(site) && site.value.get("$ref").is_none());
    let missing: Vec<&&Site<'_>> = shown().filter(|site| !is_numbered(site)).collect();
    let (Some(first), true) = (missing.first(), shown().any(|site| is_numbered(site))) else { return };
    let names: Vec<String> = missing.iter().take(3).map(|site| spec.name(site)).collect();
    let (who, has) = match missing.len() {
        1 => (names.concat(), "has"),
        2 | 3 => (words::all_of(&names), "have"),
        count => (format!("{} and {} more", names.join(", "), count - 3), "have"),
    };
    let message = format!("{who} {has} no order, although others beside have one.");
    let hint = "What has no order is shown behind what has one, by name; give every member a number.";
    notes.warning(Code::OrderMissing, first.value, message, Some(hint.to_owned()));
}

// ---- groups ----

fn groups(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let declared = spec.schema.get("groups").into_iter().flat_map(Value::items).filter_map(|group| group.get("id"));
    let declared: HashSet<_> = declared.filter_map(Value::as_str).collect();
    let mut told = HashSet::new();
    for site in spec.sites.iter().filter(|site| is_at_top(spec, site)) {
        let Some(value) = site.value.get("group") else { continue };
        let Some(group) = value.as_str() else { continue };
        if declared.contains(&group) || told.len() == MOST_GROUPS || !told.insert(group.clone()) {
            continue;
        }
        let message = format!("{} is put into the group {}, which is not declared.", spec.name(site), quoted(&group));
        let hint = did_you_mean(&group, declared.iter().take(MOST_GROUPS).map(|id| &**id)).unwrap_or_else(|| {
            "Declare it in “groups” at the root, with a title; else it comes last and has none.".to_owned()
        });
        notes.warning(Code::GroupUndeclared, value, message, Some(hint));
    }
}
