//! Sources and destinations: the side that their definition has, and the configuration that its spec asks for.

use super::judge::{Judge, Neighbour};
use crate::json::Value;
use crate::tables::ActorType;
use crate::validate::{Code, Finding, Mode, Options, Validator};

pub(super) fn check(judge: &mut Judge<'_>) {
    let Some(definition) = judge.neighbour("actor_definition", "actor_definition_id") else { return };
    same_side(judge, &definition);
    // The platform validates no configuration of a deleted actor (facts, databases 2.11).
    if judge.truth("tombstone") != Some(true) {
        configuration(judge, &definition);
    }
}

/// Nothing in the database ties the two columns together, but every reader asks for one side only (facts, databases
/// 1.2).
pub(super) fn same_side(judge: &mut Judge<'_>, definition: &Neighbour) {
    let (Some(own), Some(defined)) = (judge.text("actor_type"), definition.text("actor_type")) else { return };
    let (own, defined) = (ActorType::from(&*own), ActorType::from(&*defined));
    if own != defined && own.is_known() && defined.is_known() {
        let message = format!("actor_type is “{own}”, but the definition is that of a {defined}.");
        let hint = format!("Write {defined}, or choose a definition of a {own}.");
        judge.error(Code::ActorType, "/actor_type", message, &hint);
    }
}

/// What is stored fits the spec, with references in the place of secrets (facts, blobs 7.1).
fn configuration(judge: &mut Judge<'_>, definition: &Neighbour) {
    let Some(configuration) = judge.value("configuration") else { return };
    let id = judge.text("actor_definition_id").unwrap_or_default();
    let found = match (judge.validator(&id), definition.pointer("/spec/connectionSpecification")) {
        (Some(validator), _) => findings_by(validator, configuration.raw(), Mode::Stored),
        (None, Some(spec)) => findings(spec.raw(), configuration.raw(), Mode::Stored),
        (None, None) => return,
    };
    for finding in found {
        let pointer = format!("/configuration{}", finding.pointer);
        judge.add(Finding { pointer, ..finding });
    }
}

/// What a schema says of a document. A schema that cannot be used says nothing: that is its definition's problem.
pub(super) fn findings(schema: &str, document: &str, mode: Mode) -> Vec<Finding> {
    Validator::new(schema).map_or_else(|_| Vec::new(), |validator| findings_by(&validator, document, mode))
}

fn findings_by(validator: &Validator, document: &str, mode: Mode) -> Vec<Finding> {
    let options = Options { mode, ..Options::default() };
    validator.validate_with(document, &options).map_or_else(|_| Vec::new(), |verdict| verdict.findings)
}

/// The side of an actor that a row refers to.
pub(super) fn side(actor: &Neighbour) -> Option<ActorType> {
    actor.text("actor_type").map(|text| ActorType::from(&*text)).filter(ActorType::is_known)
}

/// Whether a value is there and says something.
pub(super) fn is_given(value: Option<Value<'_>>) -> bool {
    value.is_some_and(|value| !value.is_null())
}
