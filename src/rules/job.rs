//! Jobs and their attempts.

use super::actor::is_given;
use super::judge::{Held, Judge};
use crate::json::{Kind, Value, push_segment};
use crate::literal::Literals;
use crate::tables::{AttemptStatus, JobConfigType};
use crate::validate::format::Format;
use crate::validate::{Code, quoted};

/// The members of the document that each type of job fills.
const PARTS: &[(&str, &[JobConfigType])] = &[
    ("checkConnection", &[JobConfigType::CheckConnectionSource, JobConfigType::CheckConnectionDestination]),
    ("discoverCatalog", &[JobConfigType::DiscoverSchema]),
    ("getSpec", &[JobConfigType::GetSpec]),
    ("sync", &[JobConfigType::Sync]),
    ("resetConnection", &[JobConfigType::ResetConnection]),
];

pub(super) fn check(judge: &mut Judge<'_>) {
    let kind = judge.text("config_type").map(|text| JobConfigType::from(&*text)).filter(JobConfigType::is_known);
    document(judge, kind.as_ref());
    scope(judge, kind.as_ref());
    // Nothing writes it, and the reader asks for it under a wrong name (facts, databases trap 23).
    if !judge.is_null("started_at") {
        let message = "started_at must be NULL: the platform cannot read a job that has it.".to_owned();
        judge.error(Code::UnreadableValue, "/started_at", message, "Leave it out.");
    }
}

/// Column and document name the type in spellings of their own; the part that it names is filled (facts, blobs 4.1).
fn document(judge: &mut Judge<'_>, column: Option<&JobConfigType>) {
    let Some(document) = judge.object("config") else { return };
    let named = document.get("configType").and_then(Value::as_str);
    // In JSON's own spelling only: the database's would be an unknown literal there.
    let named = named.map(|text| JobConfigType::from_json_str(&text)).filter(JobConfigType::is_known);
    if let (Some(column), Some(named)) = (column, named.as_ref())
        && column != named
    {
        let message = format!("configType must be “{}”: config_type is “{column}”.", column.as_json_str());
        let hint = format!("Write that, or write {named} in config_type.");
        judge.error(Code::ConfigType, "/config/configType", message, &hint);
    }
    // Where the two disagree, the parts cannot be judged.
    if let Some(kind) = column.or(named.as_ref())
        && named.as_ref().is_none_or(|named| named == kind)
    {
        parts(judge, document, kind);
    }
    protocol_versions(judge, document);
}

fn parts(judge: &mut Judge<'_>, document: Value<'_>, kind: &JobConfigType) {
    for (part, kinds) in PARTS {
        let pointer = || format!("/config/{part}");
        let name = kind.as_json_str();
        match (kinds.contains(kind), is_given(document.get(part))) {
            (true, false) => {
                let message = format!("{part} is missing: configType is “{name}”.");
                judge.error(Code::PartMissing, &pointer(), message, "Add it, or correct the type.");
            }
            (false, true) => {
                let message = format!("{part} is not used: configType is “{name}”.");
                judge.warning(Code::PartUnused, &pointer(), message, "Leave it out, or correct the type.");
            }
            _ => {}
        }
    }
}

/// The reader of a version wants three parts, or a text that begins with `dev` (facts, blobs 4.2).
fn protocol_versions(judge: &mut Judge<'_>, document: Value<'_>) {
    for (part, _) in PARTS {
        let Some(value) = document.get(part) else { continue };
        for name in ["protocolVersion", "sourceProtocolVersion", "destinationProtocolVersion"] {
            let version = value.get(name).and_then(|value| value.get("version"));
            let Some(text) = version.and_then(Value::as_str) else { continue };
            let numbers = text.split('-').next().unwrap_or_default();
            if !text.starts_with("dev") && numbers.split('.').count() < 3 {
                let mut pointer = format!("/config/{part}");
                push_segment(&mut pointer, name);
                let message = format!("version must have three parts, but is {}.", quoted(&text));
                judge.error(Code::UnreadableValue, &format!("{pointer}/version"), message, "For example “0.2.0”.");
            }
        }
    }
}

/// For replications it is the id of a connection, as text and without a foreign key (facts, databases 1.3).
fn scope(judge: &mut Judge<'_>, kind: Option<&JobConfigType>) {
    let is_replication = matches!(kind, Some(JobConfigType::Sync | JobConfigType::ResetConnection));
    let is_right = match judge.value("scope") {
        Some(scope) if scope.kind() == Kind::String => scope.as_str().is_some_and(|scope| Format::Uuid.accepts(&scope)),
        Some(scope) => !scope.is_null(),
        None => false,
    };
    if is_replication && !is_right {
        let message = "scope must be the id of a connection, a UUID.".to_owned();
        judge.error(Code::UnreadableValue, "/scope", message, "Write the id of the connection that the job is for.");
    }
}

pub(super) fn check_attempt(judge: &mut Judge<'_>) {
    if judge.value("attempt_number").is_some_and(|number| number.raw().starts_with('-') && !is_zero(number)) {
        let message = "attempt_number must be 0 or more.".to_owned();
        judge.error(Code::AttemptNumber, "/attempt_number", message, "The attempts of a job are counted from 0.");
    }
    let status = judge.text("status").map(|text| AttemptStatus::from(&*text)).filter(AttemptStatus::is_known);
    if let Some(status) = status {
        end(judge, &status);
        failure_summary(judge, &status);
    }
}

fn is_zero(number: Value<'_>) -> bool {
    number.as_number().and_then(crate::json::Number::as_i64) == Some(0)
}

/// `ended_at` is set when an attempt fails or succeeds, and never else (facts, databases 2.2).
fn end(judge: &mut Judge<'_>, status: &AttemptStatus) {
    let is_running = *status == AttemptStatus::Running;
    match (is_running, judge.is_null("ended_at")) {
        (true, false) => {
            let message = "ended_at is there, but status is “running”.".to_owned();
            judge.warning(Code::StatusMismatch, "/ended_at", message, "Leave it out, or correct status.");
        }
        (false, true) => {
            let message = format!("ended_at is missing: status is “{status}”.");
            judge.warning(
                Code::StatusMismatch,
                "/ended_at",
                message,
                "Write when the attempt ended, or correct status.",
            );
        }
        _ => {}
    }
}

/// Whoever fails an attempt writes a summary right after it, and nobody else does (facts, databases 2.2). The platform
/// reads either, so these are warnings.
fn failure_summary(judge: &mut Judge<'_>, status: &AttemptStatus) {
    let is_there = matches!(judge.held("failure_summary"), Held::Document(_));
    match (*status == AttemptStatus::Failed, is_there) {
        (true, false) => {
            let message = "failure_summary is missing: status is “failed”.".to_owned();
            judge.warning(Code::StatusMismatch, "/failure_summary", message, "Without it nobody learns why it failed.");
        }
        (false, true) => {
            let message = format!("failure_summary is there, but status is “{status}”.");
            judge.warning(Code::StatusMismatch, "/failure_summary", message, "Leave it out, or correct status.");
        }
        _ => {}
    }
}
