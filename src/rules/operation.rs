//! Operations: the operator that the type names, and only it.

use super::judge::Judge;
use crate::json::{Kind, Value};
use crate::tables::OperatorType;
use crate::validate::Code;

const OPERATORS: &[OperatorType] = &[OperatorType::Normalization, OperatorType::Dbt, OperatorType::Webhook];

/// The API nulls the operators that the type does not name; the platform reads the one that it does (facts, blobs 3.8).
pub(super) fn check(judge: &mut Judge<'_>) {
    let Some(kind) = judge.text("operator_type").map(|text| OperatorType::from(&*text)) else { return };
    if !kind.is_known() {
        return;
    }
    for operator in OPERATORS {
        let column = format!("operator_{operator}");
        let pointer = format!("/{column}");
        // What is neither null nor an object is the schema's to tell.
        let held = judge.value(&column).filter(|value| !value.is_null());
        match held.map(Value::kind) {
            None if *operator == kind => {
                let message = format!("{column} is missing: operator_type is “{kind}”.");
                judge.error(Code::PartMissing, &pointer, message, "Add it, or correct operator_type.");
            }
            Some(Kind::Object) if *operator != kind => {
                let message = format!("{column} is not used: operator_type is “{kind}”.");
                judge.warning(Code::PartUnused, &pointer, message, "Write null, or correct operator_type.");
            }
            _ => {}
        }
    }
}

/// An operation belongs to the workspace of the connection that runs it, which is its source's (facts, databases 2.4).
pub(super) fn check_use(judge: &mut Judge<'_>) {
    let operation = judge.neighbour("operation", "operation_id");
    let connection = judge.neighbour("connection", "connection_id");
    let source = connection.and_then(|connection| judge.neighbour_by_id("actor", &connection.text("source_id")?));
    let (Some(operation), Some(source)) = (operation, source) else { return };
    let (own, of_source) = (operation.text("workspace_id"), source.text("workspace_id"));
    if let (Some(own), Some(of_source)) = (own, of_source)
        && !own.eq_ignore_ascii_case(&of_source)
    {
        let message = "The operation and the connection's source are in different workspaces.".to_owned();
        judge.error(Code::WorkspaceMismatch, "/operation_id", message, "Choose an operation of the same workspace.");
    }
}
