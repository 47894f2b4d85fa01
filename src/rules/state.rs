//! States of connections: which rows there may be, and how they are named (facts, databases 2.5 and blobs 5).

use super::judge::{Judge, finding};
use crate::json::Value;
use crate::tables::StateType;
use crate::validate::{Code, Finding, Severity, quoted};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

pub(super) fn check(judge: &mut Judge<'_>) {
    let Some(kind) = judge.text("type").map(|text| StateType::from(&*text)) else { return };
    match kind {
        StateType::Legacy => {
            unnamed(judge);
            wrapped(judge);
        }
        // An empty name is a name (facts, blobs 6.3).
        StateType::Stream if judge.is_null("stream_name") => {
            let message = "stream_name is missing: type is “STREAM”.".to_owned();
            judge.error(Code::StreamName, "/stream_name", message, "Name the stream that the state is of.");
        }
        // Without a namespace it would be the shared state.
        StateType::Global if judge.is_null("stream_name") && !judge.is_null("namespace") => {
            let message = "namespace is there without stream_name.".to_owned();
            let hint = "Name the stream, or leave the namespace out of the shared state.";
            judge.error(Code::StreamName, "/namespace", message, hint);
        }
        _ => {}
    }
}

/// A legacy state is of the whole connection.
fn unnamed(judge: &mut Judge<'_>) {
    let named: Vec<&str> = ["stream_name", "namespace"].into_iter().filter(|column| !judge.is_null(column)).collect();
    if let Some(first) = named.first() {
        let message = format!("A state of type “LEGACY” has no {}.", named.join(" and "));
        let hint = "Write null; a state of one stream is of type STREAM or GLOBAL.";
        judge.error(Code::StreamName, &format!("/{first}"), message, hint);
    }
}

/// The reader unwraps a legacy state by one level.
fn wrapped(judge: &mut Judge<'_>) {
    if let Some(document) = judge.held("state").document()
        && document.get("state").is_none()
    {
        let message = "state is missing: a document of type “LEGACY” has the state inside a member of that name.";
        let hint = "Write {\"state\": …} around it.";
        judge.error(Code::PartMissing, "/state/state", message.to_owned(), hint);
    }
}

/// Judges all state rows of one or more connections by the rules that need more than one row. Each finding comes with
/// the number of its row; pointers lead from that row.
///
/// The unique key of the table does not keep rows apart that have a NULL in it, so the platform's code does (facts,
/// databases 1.2 and 2.5).
///
/// ```
/// use airbyte_db::json::Document;
/// use airbyte_db::rules::check_states;
///
/// let rows = Document::parse(r#"[
///   {"connection_id": "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d", "type": "STREAM", "stream_name": "orders"},
///   {"connection_id": "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d", "type": "STREAM", "stream_name": "orders", "namespace": null}
/// ]"#)?;
/// let rows: Vec<_> = rows.root().items().collect();
/// let findings = check_states(&rows);
/// assert_eq!((findings[0].0, findings[0].1.code.as_str()), (1, "repeated"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub fn check_states(rows: &[Value<'_>]) -> Vec<(usize, Finding)> {
    let mut types: HashMap<String, Vec<StateType>> = HashMap::new();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let Some(state) = State::of(*row) else { continue };
        let types = types.entry(state.connection.clone()).or_default();
        if !types.contains(&state.kind) {
            types.push(state.kind.clone());
            // The first row of each further type tells it.
            if types.len() > 1 {
                found.push((number, several_types(*row, types)));
            }
        }
        if !seen.insert((state.connection.clone(), state.kind.clone(), state.stream.clone())) {
            found.push((number, repeated(*row, &state)));
        }
    }
    found
}

/// What rows are told apart by.
struct State {
    connection: String,
    kind: StateType,
    /// Name and namespace; NULL is as good a value as any.
    stream: (Option<String>, Option<String>),
}

impl State {
    fn of(row: Value<'_>) -> Option<State> {
        let text = |column| row.get(column).and_then(Value::as_str).map(Cow::into_owned);
        let kind = StateType::from(&*text("type")?);
        // Whatever a legacy row is called, it is the connection's one state.
        let stream = if kind == StateType::Legacy { (None, None) } else { (text("stream_name"), text("namespace")) };
        kind.is_known().then_some(State { connection: text("connection_id")?.to_ascii_lowercase(), kind, stream })
    }
}

fn several_types(row: Value<'_>, types: &[StateType]) -> Finding {
    let first = &types[0];
    let message = format!("The connection has states of another type too: “{first}”.");
    let hint = "The platform cannot read them: reset the connection, or delete the rows of one type.";
    placed(row, finding(Code::StateType, Severity::Error, "/type", message, Some(hint.to_owned())))
}

fn repeated(row: Value<'_>, state: &State) -> Finding {
    let (what, pointer) = match (&state.kind, &state.stream) {
        (StateType::Legacy, _) => ("The connection has another legacy state.".to_owned(), "/type"),
        (StateType::Global, (None, None)) => ("The connection has another shared state.".to_owned(), "/stream_name"),
        (_, (Some(name), _)) => {
            (format!("The connection has another state of the stream {}.", quoted(name)), "/stream_name")
        }
        _ => ("The connection has another state of the same name.".to_owned(), "/stream_name"),
    };
    placed(row, finding(Code::Repeated, Severity::Error, pointer, what, Some("Keep the newer row.".to_owned())))
}

fn placed(row: Value<'_>, mut finding: Finding) -> Finding {
    let position = super::judge::placed(row, &finding.pointer).1;
    (finding.line, finding.column) = position;
    finding
}
