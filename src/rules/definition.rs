//! Definitions of connectors: columns of one side only, normalization, resources.

use super::judge::Judge;
use crate::error::ErrorKind;
use crate::json::{Kind, Value};
use crate::tables::ActorType;
use crate::validate::{Code, Validator, quoted};
use std::collections::HashSet;

/// The writer of one side never touches these columns of the other (facts, databases 1.2).
const OF_SOURCES: &[&str] = &["source_type", "suggested_streams"];
const OF_DESTINATIONS: &[&str] =
    &["normalization_repository", "normalization_tag", "supports_dbt", "normalization_integration_type"];

/// The reader sees normalization only where all three are there.
const NORMALIZATION: &[&str] = &["normalization_repository", "normalization_tag", "normalization_integration_type"];

pub(super) fn check(judge: &mut Judge<'_>) {
    let side = judge.text("actor_type").map(|text| ActorType::from(&*text));
    match side {
        Some(ActorType::Source) => of_other_side(judge, OF_DESTINATIONS, "source"),
        Some(ActorType::Destination) => {
            of_other_side(judge, OF_SOURCES, "destination");
            normalization(judge);
        }
        _ => {}
    }
    jobs_with_two_requirements(judge);
    usable(judge);
}

/// By a spec that cannot be compiled nobody can judge a configuration, the platform neither.
fn usable(judge: &mut Judge<'_>) {
    let pointer = "/spec/connectionSpecification";
    let Some(schema) = judge.object("spec").and_then(|spec| spec.get("connectionSpecification")) else { return };
    let Err(problem) = Validator::new(schema.raw()) else { return };
    let message = format!("No configuration can be judged: {}.", problem.message());
    let hint = "Correct it, or take the definition of a version that works.";
    if matches!(problem.kind(), ErrorKind::UnsupportedDraft { .. }) {
        judge.warning(Code::SpecUnusable, pointer, message, "Judge it with a build that has feature drafts.");
    } else {
        judge.error(Code::SpecUnusable, pointer, message, hint);
    }
}

fn of_other_side(judge: &mut Judge<'_>, columns: &[&str], side: &str) {
    for column in columns.iter().filter(|column| !judge.is_null(column)).collect::<Vec<_>>() {
        let message = format!("{column} is not used: actor_type is “{side}”.");
        judge.warning(Code::PartUnused, &format!("/{column}"), message, "Leave it out, or correct actor_type.");
    }
}

fn normalization(judge: &mut Judge<'_>) {
    let (missing, given): (Vec<&str>, Vec<&str>) = NORMALIZATION.iter().partition(|column| judge.is_null(column));
    if let (Some(first), false) = (missing.first(), given.is_empty()) {
        let message = format!("{first} is missing: without it the platform sees no normalization.");
        let hint = format!("Give all three, or leave out {}.", given.join(" and "));
        judge.error(Code::PartMissing, &format!("/{first}"), message, &hint);
    }
}

/// More than one entry for a type of job is an error when a job is made (facts, databases 2.9).
fn jobs_with_two_requirements(judge: &mut Judge<'_>) {
    let entries = judge.object("resource_requirements").and_then(|value| value.get("jobSpecific"));
    let mut seen = HashSet::new();
    for (number, entry) in entries.into_iter().flat_map(Value::items).enumerate() {
        let Some(kind) = entry.get("jobType").filter(|kind| kind.kind() == Kind::String).and_then(Value::as_str) else {
            continue;
        };
        if !seen.insert(kind.clone()) {
            let pointer = format!("/resource_requirements/jobSpecific/{number}");
            let message = format!("There is more than one entry for the job type {}.", quoted(&kind));
            judge.error(Code::Repeated, &pointer, message, "Keep one of them.");
        }
    }
}
