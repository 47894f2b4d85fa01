//! Hashes against their documents, where it can be known which document they were taken of.

use super::{Event, Found, Tell, finding, judge_each};
use crate::error::Result;
use crate::hash::{self, HashForm, HashValue, Reading};
use crate::json::{Kind, Value};
use crate::store::Reader;
use crate::table::Cell;
use crate::validate::{Code, Finding, Severity};

/// The hash of a catalog was taken before Postgres brought the members of its schemas into an order of its own (facts,
/// databases 2.1 and trap 3). So it is told only where the order is evidently still the connector's.
pub(super) fn of_catalog(row: Value<'_>) -> Option<Finding> {
    let catalog = row.get("catalog")?;
    let stored: HashValue = row.get("catalog_hash")?.as_str()?.parse().ok()?;
    let known = stored.belongs_to_as(catalog.raw(), &[Reading::Catalog, Reading::Configuration], &HashForm::ALL);
    if !matches!(known, Ok(None)) || may_be_reordered(catalog) {
        return None;
    }
    let message = "catalog_hash is not the hash of the catalog, in any form that is known.".to_owned();
    let hint = "The platform would store the same catalog again when it is next fetched.";
    Some(finding(Code::HashMismatch, Severity::Warning, "/catalog_hash", message, hint))
}

/// Whether all schemas have their members in Postgres' order, and any has more than one: another order may be lost.
fn may_be_reordered(catalog: Value<'_>) -> bool {
    let schemas = catalog.get("streams").into_iter().flat_map(Value::items).filter_map(|s| s.get("json_schema"));
    let (mut choice, mut ordered) = (false, true);
    for schema in schemas {
        look(schema, &mut choice, &mut ordered);
    }
    choice && ordered
}

fn look(value: Value<'_>, choice: &mut bool, ordered: &mut bool) {
    let mut last: Option<(usize, String)> = None;
    for member in value.members() {
        let name = member.name().into_owned();
        let rank = (name.len(), name);
        if let Some(last) = &last {
            *choice = true;
            *ordered &= *last < rank;
        }
        last = Some(rank);
        look(member.value(), choice, ordered);
    }
    if value.kind() == Kind::Array {
        value.items().for_each(|item| look(item, choice, ordered));
    }
}

/// The configuration that a `config_hash` was taken of is known where it has not changed since, and where no OAuth
/// parameters were put into it (facts, databases 2.1).
const CONFIGURATIONS: &str = "SELECT e.id, e.config_hash, a.configuration FROM actor_catalog_fetch_event e \
    JOIN actor a ON a.id = e.actor_id WHERE e.rowid BETWEEN ?1 AND ?2 AND e.created_at > a.updated_at AND NOT EXISTS \
    (SELECT 1 FROM actor_oauth_parameter p WHERE p.actor_definition_id = a.actor_definition_id)";

/// Looks at the fetches whose rows have these numbers.
pub(super) fn judge(reader: &Reader<'_>, rows: (i64, i64), tell: &mut Tell<'_>) -> Result<()> {
    let numbers = [Cell::Integer(rows.0), Cell::Integer(rows.1)];
    let wrong = judge_each(reader, CONFIGURATIONS, &numbers, |[id, stored, configuration]| {
        is_of_another(&stored, &configuration).then_some(id)
    })?;
    wrong.into_iter().flatten().try_for_each(|id| {
        let message = "config_hash is not the hash of the actor's configuration, which has not changed since.";
        let hint = "The platform fetches the catalog again instead of using this one.";
        let found = finding(Code::HashMismatch, Severity::Warning, "/config_hash", message.to_owned(), hint);
        tell(Event::Found(Found::new("actor_catalog_fetch_event", id, found)))
    })
}

/// Whether a hash was not taken of a configuration, in any form that is known.
fn is_of_another(stored: &str, configuration: &str) -> bool {
    // A hash of no known shape is told by the rules of the row.
    let Ok(stored) = stored.parse::<HashValue>() else { return false };
    // Most are in the form of the reference platform.
    let usual = hash::of_text(configuration, Reading::Configuration, HashForm::Md5Jsonb);
    if usual.is_ok_and(|usual| usual == stored) {
        return false;
    }
    let readings = [Reading::Configuration, Reading::Bytes];
    matches!(stored.belongs_to_as(configuration, &readings, &HashForm::ALL), Ok(None))
}
