//! What a specification says of OAuth: whether its paths lead to members of the configuration (facts, blobs 7.2, 10.8).

use super::notes::Notes;
use super::site::{Spec, did_you_mean};
use crate::json::{Kind, Value};
use crate::validate::{Code, SchemaId, quoted, words};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Schemas looked at on the way of all paths; beyond it nothing is told.
const MOST_LOOKS: usize = 2_000_000;

/// No more names than this are compared with one that is not there.
const MOST_NAMES: usize = 500;

/// The parts of `oauth_config_specification`, and whether the platform passes over a member without a path.
const PARTS: [(&str, bool); 5] = [
    ("oauth_user_input_from_connector_config_specification", false),
    ("complete_oauth_output_specification", true),
    ("complete_oauth_server_input_specification", false),
    ("complete_oauth_server_output_specification", true),
    ("oauth_connector_input_specification", false),
];

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    // A schema alone says nothing of OAuth.
    if spec.root.index() == spec.schema.index() {
        return;
    }
    let mut walk = Walk { spec, start: spec.reach().applied(vec![spec.schemas.root]), left: MOST_LOOKS };
    if let Some(auth) = spec.root.get("advanced_auth") {
        predicate(&mut walk, auth, notes);
        for member in auth.get("oauth_config_specification").into_iter().flat_map(Value::members) {
            part(&mut walk, &member.name(), member.value(), notes);
        }
    }
    let older = spec.root.get("authSpecification").and_then(|auth| auth.get("oauth2Specification"));
    if let Some(older) = older {
        root_object(&mut walk, older, notes);
    }
}

struct Walk<'a, 'doc> {
    spec: &'a Spec<'doc>,
    /// What describes the configuration.
    start: Vec<SchemaId>,
    left: usize,
}

/// How far a path leads.
enum Led {
    /// To what these schemas describe.
    To(Vec<SchemaId>),
    /// To nothing from that step on, where the spec knows these names.
    Lost(usize, Vec<String>),
    /// It cannot be told.
    Unknown,
}

impl Walk<'_, '_> {
    /// Follows names from some schemas, through whichever branches.
    fn follow(&mut self, start: &[SchemaId], path: &[Cow<'_, str>]) -> Led {
        let reach = self.spec.reach();
        let mut here = Cow::Borrowed(start);
        for (number, name) in path.iter().enumerate() {
            let Some(left) = self.left.checked_sub(here.len() + 1) else { return Led::Unknown };
            self.left = left;
            let broken = |id: &SchemaId| {
                self.spec.get(*id).combined.as_ref().is_some_and(|combined| combined.broken_reference.is_some())
            };
            if here.iter().any(broken) {
                return Led::Unknown;
            }
            let below = reach.below(&here, Kind::Object, name).schemas;
            if below.is_empty() {
                return Led::Lost(number, self.names(&here));
            }
            here = reach.applied(below).into();
        }
        Led::To(here.into_owned())
    }

    /// Follows names from the configuration itself.
    fn follow_all(&mut self, path: &[Cow<'_, str>]) -> Led {
        let start = std::mem::take(&mut self.start);
        let led = self.follow(&start, path);
        self.start = start;
        led
    }

    fn names(&self, schemas: &[SchemaId]) -> Vec<String> {
        let rules = schemas.iter().filter_map(|id| self.spec.get(*id).object.as_ref());
        let properties = rules.flat_map(|rules| &rules.properties.list).filter(|property| property.schema.is_some());
        properties
            .take(MOST_NAMES)
            .map(|property| property.name.clone().into_string())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

fn keys(path: Value<'_>) -> Vec<Cow<'_, str>> {
    path.items().map(|key| key.as_str().unwrap_or(Cow::Borrowed(key.raw()))).collect()
}

fn shown(path: &[Cow<'_, str>]) -> String {
    quoted(&path.join(" › "))
}

fn tell_lost(at: Value<'_>, what: &str, path: &[Cow<'_, str>], lost: usize, names: &[String], notes: &mut Notes<'_>) {
    let name = path.get(lost).map_or("", |name| &**name);
    let message = match lost {
        _ if path.len() == 1 => format!("{what} leads to {}, which the configuration does not have.", quoted(name)),
        0 => format!("{what} leads to {}, but the configuration has no member {}.", shown(path), quoted(name)),
        _ => format!("{what} leads to {}, but {} has no member {}.", shown(path), shown(&path[..lost]), quoted(name)),
    };
    let hint = did_you_mean(name, names.iter().map(String::as_str));
    notes.error(Code::OauthPath, at, message, hint);
}

fn predicate(walk: &mut Walk<'_, '_>, auth: Value<'_>, notes: &mut Notes<'_>) {
    let Some(at) = auth.get("predicate_key").filter(|path| !path.is_empty()) else { return };
    let path = keys(at);
    match walk.follow_all(&path) {
        Led::Lost(lost, names) => tell_lost(at, "predicate_key of advanced_auth", &path, lost, &names, notes),
        Led::To(schemas) => predicate_value(walk.spec, auth, &schemas, notes),
        Led::Unknown => {}
    }
}

/// The platform compares letter by letter.
fn predicate_value(spec: &Spec<'_>, auth: Value<'_>, schemas: &[SchemaId], notes: &mut Notes<'_>) {
    let Some(at) = auth.get("predicate_value") else { return };
    let Some(wanted) = at.as_str().filter(|wanted| !wanted.trim().is_empty()) else { return };
    let mut known = BTreeSet::new();
    for schema in schemas.iter().map(|id| spec.get(*id)) {
        known.extend(schema.constant.iter().filter_map(|one| one.text.as_deref()));
        let listed = schema.enumeration.iter().flat_map(|list| &list.values);
        known.extend(listed.filter_map(|one| one.text.as_deref()));
    }
    if known.is_empty() || known.contains(&*wanted) {
        return;
    }
    let message = format!("predicate_value of advanced_auth is {}, which that member can never be.", quoted(&wanted));
    let values: Vec<String> = known.iter().take(10).map(|value| quoted(value)).collect();
    let hint = did_you_mean(&wanted, known.iter().copied())
        .unwrap_or_else(|| format!("It may be {}.", words::alternatives(&values)));
    notes.error(Code::OauthPredicate, at, message, Some(hint));
}

fn part(walk: &mut Walk<'_, '_>, name: &str, part: Value<'_>, notes: &mut Notes<'_>) {
    let Some((_, needs_path)) = PARTS.iter().find(|(known, _)| *known == name) else {
        if let Some(hint) = did_you_mean(name, PARTS.iter().map(|(known, _)| *known)) {
            let message = format!("{} is not a part of oauth_config_specification, so it has no effect.", quoted(name));
            notes.error(Code::MisspeltKeyword, part, message, Some(hint));
        }
        return;
    };
    for member in part.get("properties").into_iter().flat_map(Value::members) {
        let what = format!("{} of {name}", quoted(&member.name()));
        let Some(at) = member.value().get("path_in_connector_config").filter(|path| !path.is_empty()) else {
            if *needs_path && member.value().kind() == Kind::Object {
                let message = format!("{what} has no path_in_connector_config, so the platform passes over it.");
                notes.warning(Code::OauthPath, member.value(), message, None);
            }
            continue;
        };
        let path = keys(at);
        if let Led::Lost(lost, names) = walk.follow_all(&path) {
            tell_lost(at, &what, &path, lost, &names, notes);
        }
    }
}

/// `authSpecification`: a way to an object, and ways on from there.
fn root_object(walk: &mut Walk<'_, '_>, older: Value<'_>, notes: &mut Notes<'_>) {
    let mut here = walk.start.clone();
    if let Some(at) = older.get("rootObject") {
        let path = keys(at);
        for (number, step) in path.iter().enumerate() {
            let reached = match step.parse::<usize>() {
                Ok(branch) => branch_of(walk.spec, &here, branch).map_or(Led::Lost(0, Vec::new()), Led::To),
                Err(_) => walk.follow(&here, &path[number..=number]),
            };
            match reached {
                Led::To(schemas) => here = schemas,
                Led::Lost(_, names) => {
                    return tell_lost(at, "rootObject of authSpecification", &path, number, &names, notes);
                }
                Led::Unknown => return,
            }
        }
    }
    for keyword in ["oauthFlowInitParameters", "oauthFlowOutputParameters"] {
        for at in older.get(keyword).into_iter().flat_map(Value::items) {
            let path = keys(at);
            if let Led::Lost(lost, names) = walk.follow(&here, &path) {
                tell_lost(at, &format!("{keyword} of authSpecification"), &path, lost, &names, notes);
            }
        }
    }
}

/// What that branch of a choice describes.
fn branch_of(spec: &Spec<'_>, schemas: &[SchemaId], number: usize) -> Option<Vec<SchemaId>> {
    let combined = schemas.iter().filter_map(|id| spec.get(*id).combined.as_ref());
    let mut choices = combined.flat_map(|combined| [&combined.one_of, &combined.any_of]).flatten();
    let branch = choices.find_map(|choice| choice.branches.get(number))?;
    Some(spec.reach().applied(vec![*branch]))
}
