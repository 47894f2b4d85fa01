//! What newer specs would break: every stored configuration judged by the spec that a registry has for its connector.

use super::nearby::{Compiled, compile};
use super::{Event, Found, Options, Tell, finding, judge_each};
use crate::blobs::{Definition, Registry};
use crate::error::{Error, Result};
use crate::json::{Document, Kind, Value, push_segment};
use crate::store::Reader;
use crate::table::Cell;
use crate::validate::{self, Code, Finding, Mode, Severity, quoted};
use serde::Serialize;

/// From which version of which connector to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Upgrade {
    /// The connector's name.
    pub connector: String,
    /// Its image.
    pub docker_repository: String,
    /// The version that is in use.
    pub from: String,
    /// The version of the registry; none where it has no such connector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A definition as the store has it.
struct Stored {
    id: String,
    spec: Option<String>,
    upgrade: Upgrade,
}

const DEFINITION: &str =
    "SELECT id, name, docker_repository, docker_image_tag, spec FROM actor_definition WHERE id = ?1";

/// Connectors that nobody uses, and those that were made here, break nothing.
const DEFINITIONS: &str = "SELECT id FROM actor_definition d \
    WHERE tombstone = 0 AND custom = 0 AND EXISTS (SELECT 1 FROM actor a \
    WHERE a.actor_definition_id = d.id AND a.tombstone = 0) ORDER BY name, id";

/// What newer specs would break, connector by connector: [`against`](super::against) for who wants to be heard in
/// between.
#[derive(Debug)]
pub struct Against {
    /// The ids of the definitions that are left, the next one last; none before it is known which there are.
    left: Option<Vec<String>>,
    wants: bool,
}

impl Against {
    /// Nothing is looked at yet.
    pub fn new(options: &Options) -> Against {
        Against { left: None, wants: options.wants("actor") }
    }

    /// Judges the actors of the next connector. Gives whether there was one.
    ///
    /// # Errors
    /// As [`against`](super::against).
    pub fn step(&mut self, reader: &Reader<'_>, registry: &Registry, tell: &mut Tell<'_>) -> Result<bool> {
        if !self.wants {
            return Ok(false);
        }
        if self.left.is_none() {
            let mut ids = Vec::new();
            reader.each_of(DEFINITIONS, &[], &mut |row| {
                ids.extend(row[0].clone());
                Ok(())
            })?;
            ids.reverse();
            self.left = Some(ids);
        }
        let Some(id) = self.left.as_mut().and_then(Vec::pop) else { return Ok(false) };
        of_id(reader, registry, &id, tell)?;
        Ok(true)
    }
}

fn of_id(reader: &Reader<'_>, registry: &Registry, id: &str, tell: &mut Tell<'_>) -> Result<()> {
    reader.each_of(DEFINITION, &[Cell::Text(id.into())], &mut |row| {
        let text = |at: usize| row[at].clone().unwrap_or_default();
        let upgrade = Upgrade { connector: text(1), docker_repository: text(2), from: text(3), to: None };
        let mut stored = Stored { id: text(0), spec: row[4].clone(), upgrade };
        let newer = [&*stored.id, &*stored.upgrade.docker_repository].map(|name| registry.find(name).ok());
        match newer.into_iter().flatten().next() {
            Some(newer) => {
                stored.upgrade.to.clone_from(&newer.docker_image_tag);
                of_definition(reader, &stored, newer, tell)
            }
            None => gone(&stored, tell),
        }
    })
}

fn gone(stored: &Stored, tell: &mut Tell<'_>) -> Result<()> {
    let message = format!("The registry no longer has the connector {}.", quoted(&stored.upgrade.connector));
    let hint = "It gets no newer versions: move its actors to another connector while it still works.";
    let gone = finding(Code::ConnectorGone, Severity::Warning, "/docker_repository", message, hint);
    told(stored, "actor_definition", stored.id.clone(), gone, tell)
}

fn told(stored: &Stored, table: &'static str, key: String, found: Finding, tell: &mut Tell<'_>) -> Result<()> {
    let mut found = Found::new(table, key, found);
    found.upgrade = Some(stored.upgrade.clone());
    tell(Event::Found(found))
}

fn of_definition(reader: &Reader<'_>, stored: &Stored, newer: &Definition, tell: &mut Tell<'_>) -> Result<()> {
    let new = newer.specification().and_then(|spec| {
        let text = spec.connection_specification_text();
        Ok((Compiled::new(text)?, Document::parse(text.to_owned())?))
    });
    let (new, new_document) = match new {
        Ok(new) => new,
        Err(problem) => return unusable(stored, &problem, tell),
    };
    let old = stored.spec.as_deref().and_then(compile);
    let old_document = stored.spec.as_deref().and_then(|spec| Document::parse(spec).ok());
    let old_root = old_document.as_ref().and_then(|spec| spec.root().get("connectionSpecification"));
    let sql = "SELECT id, configuration FROM actor WHERE actor_definition_id = ?1 AND tombstone = 0 ORDER BY rowid";
    let (old_schemas, new_schemas) = (old_root.into_iter().collect::<Vec<_>>(), [new_document.root()]);
    let judged = judge_each(reader, sql, &[Cell::Text(stored.id.as_str().into())], |[id, configuration]| {
        let mut found = new_findings(&configuration, old.as_ref(), &new);
        if let Ok(document) = Document::parse(configuration) {
            members(document.root(), &old_schemas, &new_schemas, &mut "/configuration".to_owned(), &mut found);
        }
        (id, found)
    })?;
    let count = judged.len() as u64;
    for (id, found) in judged {
        found.into_iter().try_for_each(|found| told(stored, "actor", id.clone(), found, tell))?;
    }
    tell(Event::Judged("actor", count))
}

fn unusable(stored: &Stored, problem: &Error, tell: &mut Tell<'_>) -> Result<()> {
    let message = format!("No configuration can be judged by the newer version: {}.", problem.message());
    let hint = "Whether the upgrade breaks anything is not known; look it up in the connector's changelog.";
    let unusable = finding(Code::SpecUnusable, Severity::Warning, "/spec", message, hint);
    told(stored, "actor_definition", stored.id.clone(), unusable, tell)
}

/// What the newer spec finds and the one in use does not.
fn new_findings(configuration: &str, old: Option<&Compiled>, new: &Compiled) -> Vec<Finding> {
    let options = validate::Options { mode: Mode::Stored, ..validate::Options::default() };
    let findings = |compiled: &Compiled| {
        let verdict = compiled.validator.validate_with(configuration, &options);
        verdict.map(|verdict| verdict.findings).unwrap_or_default()
    };
    let mut found = findings(new);
    if !found.is_empty()
        && let Some(old) = old
    {
        let known = findings(old);
        found.retain(|new| !known.iter().any(|old| old.code == new.code && old.pointer == new.pointer));
    }
    for finding in &mut found {
        finding.pointer = format!("/configuration{}", finding.pointer);
    }
    found
}

/// Members that the newer spec no longer describes, or calls deprecated, wherever both describe the object around them.
fn members(value: Value<'_>, old: &[Value<'_>], new: &[Value<'_>], pointer: &mut String, noted: &mut Vec<Finding>) {
    let length = pointer.len();
    for member in value.members() {
        let name = member.name();
        let (was, is) = (described(old, &name), described(new, &name));
        push_segment(pointer, &name);
        if !was.is_empty() && is.is_empty() && describes(new) && is_open(new) {
            let message = format!("{name} is no longer read: the newer version does not describe it.");
            let hint = "Look up in the connector's changelog what takes its place.";
            noted.push(finding(Code::MemberIgnored, Severity::Warning, pointer, message, hint));
        } else if is.iter().any(|schema| is_deprecated(*schema)) && !was.iter().any(|schema| is_deprecated(*schema)) {
            let message = format!("{name} is deprecated in the newer version.");
            let hint = "It still works; look up in the connector's changelog what takes its place.";
            noted.push(finding(Code::MemberDeprecated, Severity::Warning, pointer, message, hint));
        } else if member.value().kind() == Kind::Object && validate::secret_reference(member.value()).is_none() {
            members(member.value(), &was, &is, pointer, noted);
        }
        pointer.truncate(length);
    }
}

/// The schemas of a member, in any branch.
fn described<'doc>(schemas: &[Value<'doc>], name: &str) -> Vec<Value<'doc>> {
    let own = all(schemas);
    own.iter().filter_map(|schema| schema.get("properties")?.get(name)).collect()
}

fn describes(schemas: &[Value<'_>]) -> bool {
    all(schemas).iter().any(|schema| schema.get("properties").is_some())
}

/// Where others are forbidden, validation tells it; where a reference leads elsewhere, nothing is known.
fn is_open(schemas: &[Value<'_>]) -> bool {
    let all = all(schemas);
    let closes =
        |schema: &Value<'_>| schema.get("additionalProperties").is_some_and(|more| more.as_bool() != Some(true));
    let leads_away = |schema: &Value<'_>| schema.get("$ref").is_some() || schema.get("patternProperties").is_some();
    !all.iter().any(|schema| closes(schema) || leads_away(schema))
}

fn is_deprecated(schema: Value<'_>) -> bool {
    schema.get("deprecated").and_then(Value::as_bool) == Some(true) || schema.get("deprecation_message").is_some()
}

/// Schemas with all their branches.
fn all<'doc>(schemas: &[Value<'doc>]) -> Vec<Value<'doc>> {
    let mut all = schemas.to_vec();
    let mut at = 0;
    while at < all.len() {
        let schema = all[at];
        for word in ["oneOf", "anyOf", "allOf"] {
            all.extend(schema.get(word).into_iter().flat_map(Value::items));
        }
        at += 1;
    }
    all
}
