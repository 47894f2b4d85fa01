//! The larger documents of a sample, written as the platform writes them.

use super::random::Random;

/// Streams that a source has.
#[derive(Clone)]
pub(super) struct Stream {
    pub(super) name: &'static str,
    pub(super) namespace: Option<String>,
    /// How many columns of the schema are there: a source grows.
    pub(super) columns: usize,
}

const COLUMNS: &[(&str, &str)] = &[
    ("id", r#"{"type":"integer"}"#),
    ("updated_at", r#"{"type":"string","format":"date-time"}"#),
    ("total", r#"{"type":["null","number"]}"#),
    ("note", r#"{"type":["null","string"]}"#),
    ("country", r#"{"type":["null","string"]}"#),
];

/// The streams of a source, by its connector and the version of its schema.
pub(super) fn streams(connector: usize, version: usize, namespace: Option<&str>) -> Vec<Stream> {
    let names: &[&str] = match connector {
        0 => &["orders", "customers", "items"],
        1 => &["events", "people"],
        _ => &["entries"],
    };
    let stream = |name: &&'static str| Stream {
        name,
        namespace: namespace.map(str::to_owned),
        columns: (2 + version).min(COLUMNS.len()),
    };
    names.iter().map(stream).collect()
}

/// A stream as its source tells it.
fn stream_text(stream: &Stream) -> String {
    let columns: Vec<String> =
        COLUMNS[..stream.columns].iter().map(|(name, schema)| format!(r#""{name}":{schema}"#)).collect();
    let namespace = stream.namespace.as_ref().map(|name| format!(r#","namespace":"{name}""#)).unwrap_or_default();
    format!(
        r#"{{"name":"{}","json_schema":{{"type":"object","properties":{{{}}}}},"supported_sync_modes":["full_refresh","incremental"],"default_cursor_field":[],"source_defined_primary_key":[["id"]]{namespace}}}"#,
        stream.name,
        columns.join(",")
    )
}

/// What a source discovered: `actor_catalog.catalog`.
pub(super) fn catalog(streams: &[Stream]) -> String {
    let streams: Vec<String> = streams.iter().map(stream_text).collect();
    format!(r#"{{"streams":[{}]}}"#, streams.join(","))
}

/// What a connection moves: `connection.catalog`.
pub(super) fn configured_catalog(streams: &[Stream], dedup: bool) -> String {
    configured(streams, "incremental", if dedup { "append_dedup" } else { "append" })
}

/// The same for a reset of all streams.
pub(super) fn reset_catalog(streams: &[Stream]) -> String {
    configured(streams, "full_refresh", "overwrite")
}

fn configured(streams: &[Stream], mode: &str, destination_mode: &str) -> String {
    let configured = |stream: &Stream| {
        format!(
            r#"{{"stream":{},"sync_mode":"{mode}","cursor_field":["updated_at"],"destination_sync_mode":"{destination_mode}","primary_key":[["id"]]}}"#,
            stream_text(stream)
        )
    };
    let streams: Vec<String> = streams.iter().map(configured).collect();
    format!(r#"{{"streams":[{}]}}"#, streams.join(","))
}

/// What an attempt moved of one stream.
#[derive(Clone, Copy)]
pub(super) struct Moved {
    pub(super) records: i64,
    pub(super) bytes: i64,
}

/// The output of an attempt.
pub(super) fn output(streams: &[Stream], moved: &[Moved], completed: bool, start: i64, end: i64) -> String {
    let (records, bytes) = total(moved);
    let stats = |records: i64, bytes: i64| {
        let committed = if completed { records } else { records / 2 };
        format!(r#""recordsEmitted":{records},"bytesEmitted":{bytes},"recordsCommitted":{committed}"#)
    };
    let of_streams: Vec<String> = streams
        .iter()
        .zip(moved)
        .map(|(stream, moved)| {
            let namespace = stream.namespace.as_ref().map(|name| format!(r#","streamNamespace":"{name}""#));
            let (name, stats) = (stream.name, stats(moved.records, moved.bytes));
            format!(r#"{{"streamName":"{name}"{},"stats":{{{stats}}}}}"#, namespace.unwrap_or_default())
        })
        .collect();
    let outcome = if completed { "completed" } else { "failed" };
    format!(
        r#"{{"sync":{{"standardSyncSummary":{{"status":"{outcome}","recordsSynced":{records},"bytesSynced":{bytes},"startTime":{start},"endTime":{end},"totalStats":{{{},"sourceStateMessagesEmitted":1,"destinationStateMessagesEmitted":1}},"streamStats":[{}]}},"failures":[]}}}}"#,
        stats(records, bytes),
        of_streams.join(",")
    )
}

/// The sums over streams.
pub(super) fn total(moved: &[Moved]) -> (i64, i64) {
    moved.iter().fold((0, 0), |(records, bytes), one| (records + one.records, bytes + one.bytes))
}

/// Origin, type and words of what can go wrong.
const REASONS: &[(Option<&str>, Option<&str>, &str)] = &[
    (Some("source"), Some("config_error"), "The database refuses the user."),
    (Some("source"), Some("system_error"), "The database closed the connection."),
    (Some("source"), None, "The source ended with exit status 1."),
    (Some("destination"), Some("system_error"), "The bucket cannot be written."),
    (Some("destination"), Some("config_error"), "The schema does not exist."),
    (Some("replication"), Some("system_error"), "A record could not be passed on."),
    (Some("normalization"), Some("system_error"), "A model could not be built."),
    (Some("airbyte_platform"), Some("system_error"), "The worker was restarted."),
    (Some("persistence"), Some("system_error"), "The state could not be stored."),
    (None, None, "Something went wrong."),
];

/// Why an attempt failed, and whether another try makes no sense.
pub(super) struct Failure {
    pub(super) summary: String,
    pub(super) is_final: bool,
}

/// A reason by chance.
pub(super) fn failure(random: &mut Random, at: i64, job: i64, number: i32) -> Failure {
    let (origin, kind, words) = random.one_of(REASONS);
    let second = random.percent(10).then(|| random.one_of(REASONS));
    let mut reasons = vec![reason(origin, kind, words, at, job, number)];
    reasons.extend(second.map(|(origin, kind, words)| reason(origin, kind, words, at, job, number)));
    let summary = format!(r#"{{"failures":[{}],"partialSuccess":{}}}"#, reasons.join(","), random.percent(30));
    Failure { summary, is_final: kind == Some("config_error") }
}

/// What is noted where a person stopped it.
pub(super) fn cancellation(at: i64, job: i64, number: i32) -> String {
    let reason = reason(None, Some("manual_cancellation"), "A person stopped the sync.", at, job, number);
    format!(r#"{{"failures":[{reason}],"partialSuccess":false}}"#)
}

fn reason(origin: Option<&str>, kind: Option<&str>, words: &str, at: i64, job: i64, number: i32) -> String {
    let origin = origin.map(|origin| format!(r#""failureOrigin":"{origin}","#)).unwrap_or_default();
    let kind = kind.map(|kind| format!(r#""failureType":"{kind}","#)).unwrap_or_default();
    format!(
        r#"{{{origin}{kind}"externalMessage":"{words}","metadata":{{"jobId":{job},"attemptNumber":{number}}},"timestamp":{at}}}"#
    )
}
