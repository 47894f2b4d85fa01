//! The documents inside columns: what is kept of them, what is read, and what an update leaves alone.

use crate::support::corpus;
use airbyte_db::ErrorKind;
use airbyte_db::blobs::*;
use airbyte_db::json::{Document, Json};
use airbyte_db::tables::{JobConfigType, NamespaceDefinitionType, OperatorType};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::path::Path;

/// Real catalogs that do not read as one, and why. They are examples that connectors carry, not rows.
///
/// A text in place of a list stops the platform's reader, too. It would pass over a member that is missing, and fail
/// where it needs it.
const SLOPPY: &[(&str, &str)] = &[
    (
        "catalog:source-coingecko-coins:catalog",
        "found a text, but expected a sequence (at /streams/1/default_cursor_field)",
    ),
    ("catalog:source-commcare:configured_catalog~2", "the member name is missing (at /streams/0)"),
    ("catalog:source-fauna:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    ("catalog:source-gocardless:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    (
        "catalog:source-google-webfonts:catalog",
        "found a text, but expected a sequence (at /streams/0/default_cursor_field)",
    ),
    ("catalog:source-mailchimp:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    ("catalog:source-news-api:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    ("catalog:source-notion:catalog", "found a text, but expected a sequence (at /streams/1/default_cursor_field)"),
    ("catalog:source-onesignal:catalog", "found a text, but expected a sequence (at /streams/1/default_cursor_field)"),
    ("catalog:source-plaid:catalog", "the member sync_mode is missing (at /streams/0)"),
    ("catalog:source-slack:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    ("catalog:source-xkcd:catalog", "found a text, but expected a sequence (at /streams/0/default_cursor_field)"),
    (
        "catalog:source-yandex-metrica:catalog",
        "found a text, but expected a sequence (at /streams/0/default_cursor_field)",
    ),
];

/// A type that a document is read as.
trait Shape: Serialize + DeserializeOwned + PartialEq + Debug {}

impl<T: Serialize + DeserializeOwned + PartialEq + Debug> Shape for T {}

fn kept<T>(text: &str) -> Json<T> {
    Json::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Reads a document in both ways, and again what is written of it.
fn read<T: Shape>(text: &str) -> T {
    let value = kept::<T>(text).read().unwrap_or_else(|error| panic!("{text}: {error}"));
    let plain: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(value, plain, "{text}");
    assert_eq!(Json::of(&value).unwrap().read().unwrap(), value, "{text}");
    value
}

/// The pointer and the words of the error that a document is read with.
fn misfit<T: Shape>(text: &str) -> (String, String) {
    let error = kept::<T>(text).read().expect_err(text);
    assert_eq!(error.code(), "shape");
    let ErrorKind::Shape { pointer, message } = error.kind() else { panic!("{error}") };
    (pointer.clone(), message.clone())
}

// What the corpus shows.

/// A JSON text with only what is significant; strings are walked through by their escapes.
fn stripped(text: &str) -> String {
    let (mut out, mut in_string, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        if in_string || !c.is_ascii_whitespace() {
            out.push(c);
        }
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
    }
    out
}

/// The same text with white space wherever JSON allows it.
fn spaced(text: &str) -> String {
    let (mut out, mut in_string, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        let is_mark = !in_string && "{}[],:".contains(c);
        out.push_str(if is_mark { " \n" } else { "" });
        out.push(c);
        out.push_str(if is_mark { "\t\r\n " } else { "" });
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
    }
    out
}

/// Shows that a text is kept, and says where it does not read as its type.
fn is_kept<T: Shape>(id: &str, text: &str) -> Option<String> {
    let expected = stripped(text);
    assert_eq!(kept::<T>(text).text(), expected, "{id}");
    let mut kept = kept::<T>(&spaced(text));
    assert_eq!(kept.text(), expected, "{id}");
    let changed = kept.update(|_| {});
    assert_eq!(kept.text(), expected, "{id}");
    let read = kept.read();
    assert_eq!(changed.is_err(), read.is_err(), "{id}");
    match read {
        Ok(value) => {
            assert_eq!(Json::of(&value).unwrap().read().unwrap(), value, "{id}");
            None
        }
        Err(error) => Some(error.to_string()),
    }
}

/// The documents of a file: each with its id, its kind and its text as it stands there.
fn documents(path: &Path, id: &str, member: &str) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(path).expect("a file of the corpus");
    let row = |line: &str| {
        let row = Document::parse(line).expect("a line of the corpus");
        let text_of = |name: &str| row.root().get(name).and_then(airbyte_db::json::Value::as_str).unwrap_or_default();
        (text_of(id).into_owned(), text_of("kind").into_owned(), row.root().get(member).unwrap().raw().to_owned())
    };
    text.split('\n').filter(|line| !line.is_empty()).map(row).collect()
}

#[test]
fn every_real_catalog_is_kept_and_read() {
    let Some(folder) = corpus("real catalogs") else { return };
    let mut sloppy = Vec::new();
    for (id, kind, text) in documents(&folder.join("catalogs.jsonl"), "id", "document") {
        let misfit = match &*kind {
            "configured_catalog" => is_kept::<ConfiguredAirbyteCatalog>(&id, &text),
            "catalog" => is_kept::<AirbyteCatalog>(&id, &text),
            _ => is_kept::<AirbyteCatalog>(&id, Document::parse(&*text).unwrap().pointer("/catalog").unwrap().raw()),
        };
        sloppy.extend(misfit.map(|misfit| (id, misfit)));
    }
    sloppy.sort();
    let sloppy: Vec<(&str, &str)> = sloppy.iter().map(|(id, misfit)| (&**id, &**misfit)).collect();
    assert_eq!(sloppy, SLOPPY);
}

#[test]
fn every_real_state_is_kept_and_told_apart() {
    let Some(folder) = corpus("real states") else { return };
    for (id, kind, text) in documents(&folder.join("states.jsonl"), "id", "document") {
        let row = format!(r#"{{"state":{text}}}"#);
        assert_eq!(is_kept::<State>(&id, &row), None, "{id}");
        let typed = TypedState::of(&kept::<State>(&row).read().unwrap().state).unwrap();
        match (&*kind, &typed) {
            ("legacy", TypedState::Legacy(state)) => assert_eq!(state.text(), stripped(&text), "{id}"),
            ("stream", TypedState::Stream(_)) | ("global", TypedState::Global(_)) => {
                assert_eq!(is_kept::<Vec<AirbyteStateMessage>>(&id, &text), None, "{id}");
                let state = typed.to_state().unwrap().expect("a state").state;
                assert_eq!(TypedState::of(&state).unwrap(), typed, "{id}");
            }
            _ => panic!("{id}: {typed:?}"),
        }
    }
}

#[test]
fn every_real_spec_and_what_stands_beside_it_is_kept_and_read() {
    let Some(folder) = corpus("real specs") else { return };
    for file in ["specs-2023.jsonl", "specs-2026.jsonl"] {
        for (id, _, text) in documents(&folder.join(file), "docker_repository", "spec") {
            assert_eq!(is_kept::<ConnectorSpecification>(&id, &text), None, "{id}");
        }
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let row = Document::parse(line).unwrap();
            let beside = |name: &str| row.root().get(name).map(|value| value.raw().to_owned());
            let misfits = [
                beside("resourceRequirements")
                    .and_then(|text| is_kept::<ActorDefinitionResourceRequirements>(line, &text)),
                beside("allowedHosts").and_then(|text| is_kept::<AllowedHosts>(line, &text)),
                beside("suggestedStreams").and_then(|text| is_kept::<SuggestedStreams>(line, &text)),
            ];
            assert_eq!(misfits, [None, None, None], "{line}");
        }
    }
}

// What the facts show.

#[test]
fn documents_of_definitions_are_read() {
    let own = read::<ResourceRequirements>(r#"{"cpu_limit":"1.5","memory_request":"512Mi","memory_limit":""}"#);
    assert_eq!(own.memory_limit.as_deref(), Some(""));
    assert_eq!(read::<ResourceRequirements>("{}"), ResourceRequirements::default());

    let text = r#"{"jobSpecific":[{"jobType":"replicate","resourceRequirements":{"cpu_request":"1"}}]}"#;
    assert_eq!(read::<ActorDefinitionResourceRequirements>(text).job_specific.unwrap()[0].job_type, JobType::Replicate);
    let empty = read::<ActorDefinitionResourceRequirements>(r#"{"default":{},"jobSpecific":[]}"#);
    assert_eq!(empty.job_specific, Some(Vec::new()));

    assert_eq!(read::<AllowedHosts>(r#"{"hosts":[]}"#).hosts, Some(Vec::new()));
    assert_eq!(read::<AllowedHosts>(r#"{"reason":"none are needed"}"#).hosts, None);
    assert_eq!(read::<SuggestedStreams>(r#"{"streams":["orders"]}"#).streams, Some(vec!["orders".to_owned()]));
}

#[test]
fn specifications_are_read() {
    let text = r#"{"specification":{"documentationUrl":"","connectionSpecification":{"type":"object"},
        "authSpecification":{"auth_type":"oauth2.0","oauth2Specification":{"rootObject":["login","0",1],
            "oauthFlowInitParameters":[["key"],["region","name"]],"oauthFlowOutputParameters":[]}},
        "advanced_auth":{"auth_flow_type":"oauth1.0","predicate_key":["login","kind"],"predicate_value":"web",
            "oauth_config_specification":{"complete_oauth_output_specification":null,
                "complete_oauth_server_input_specification":{"type":"object"}}},
        "protocol_version":"0.2.1"}}"#;
    let specification = read::<StandardGetSpecOutput>(text).specification;
    let oauth = specification.auth_specification.unwrap().oauth2_specification.unwrap();
    let [login, text, number] = &oauth.root_object.unwrap()[..] else { panic!("three steps") };
    assert_eq!(login, &RootObjectStep::Member("login".to_owned()));
    assert_eq!(text, &RootObjectStep::Member("0".to_owned()));
    assert_eq!(number, &RootObjectStep::Branch(1));
    let advanced = specification.advanced_auth.unwrap();
    assert_eq!(advanced.auth_flow_type, Some(AuthFlowType::Oauth10));
    let config = advanced.oauth_config_specification.unwrap();
    assert_eq!(config.complete_oauth_output_specification, Some(Json::null()));
    assert_eq!(config.complete_oauth_server_output_specification, None);
}

#[test]
fn catalogs_are_read_in_either_spelling_of_types_and_without_what_old_rows_lack() {
    let text = r#"{"streams":[{"name":"","json_schema":{"properties":{
        "id":{"$ref":"WellKnownTypes.json#/definitions/Integer"},"note":{"type":["null","string"]}}},
        "supported_sync_modes":["incremental"],"default_cursor_field":[],"source_defined_primary_key":[["id"]],
        "namespace":"","is_resumable":true}]}"#;
    let stream = read::<AirbyteCatalog>(text).streams.remove(0);
    assert_eq!((stream.name.as_str(), stream.namespace.as_deref()), ("", Some("")));
    assert_eq!(stream.default_cursor_field, Some(Vec::new()));
    assert!(stream.json_schema.text().contains(r#""note":{"type":["null","string"]}"#));

    let old = r#"{"streams":[{"stream":{"name":"orders","json_schema":{}},"sync_mode":"incremental"}]}"#;
    let stream = read::<ConfiguredAirbyteCatalog>(old).streams.remove(0);
    assert_eq!((stream.sync_mode, stream.destination_sync_mode), (SyncMode::Incremental, None));
    assert_eq!(stream.stream.supported_sync_modes, None);
}

#[test]
fn documents_of_connections_and_operations_are_read() {
    let both = r#"{"basicSchedule":{"timeUnit":"months","units":0},
        "cron":{"cronExpression":"0 15 6 ? * MON","cronTimeZone":"America/Lima"}}"#;
    let schedule = read::<ScheduleData>(both);
    assert_eq!(schedule.basic_schedule.unwrap().time_unit.seconds(), Some(2_592_000));
    assert!(schedule.cron.is_some());
    assert_eq!(read::<Schedule>(r#"{"timeUnit":"weeks","units":2}"#).units, 2);
    assert_eq!(FieldSelectionData::key(Some("a/b"), "c"), FieldSelectionData::key(Some("a"), "b/c"));
    assert!(read::<FieldSelectionData>("{}").0.is_empty());
    assert_eq!(read::<OperatorNormalization>("{}").option, None);

    let text = r#"{"operationId":"0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01","name":"tidy","operatorType":"webhook",
        "operatorWebhook":{"executionUrl":"https://hooks.example.com","executionBody":"","note":1},
        "workspaceId":"2d9be8a4-0c0e-4f43-9df2-6b1f4f0f8a02","tombstone":false}"#;
    assert_eq!(read::<StandardSyncOperation>(text).operator_type, OperatorType::Webhook);
}

#[test]
fn jobs_are_read_as_json_spells_them() {
    let text = r#"{"configType":"sync","sync":{"namespaceDefinition":"customformat","namespaceFormat":"x_${SOURCE_NAMESPACE}",
        "sourceConfiguration":{"key":{"_secret":"a_v1"}},"destinationConfiguration":null,
        "configuredAirbyteCatalog":{"streams":[]},"sourceDockerImage":"example/source-pond:2.0.0",
        "sourceProtocolVersion":{"version":"0.3.0"},"destinationDockerImage":"example/destination-files:1.2.0",
        "operationSequence":[],"webhookOperationConfigs":null,"state":{"state":{"pond":[1]}},
        "resourceRequirements":{},"workspaceId":"2d9be8a4-0c0e-4f43-9df2-6b1f4f0f8a02"}}"#;
    let config = read::<JobConfig>(text);
    assert_eq!(config.config_type, JobConfigType::Sync);
    let sync = config.sync.unwrap();
    assert_eq!(sync.namespace_definition, Some(NamespaceDefinitionType::CustomFormat));
    assert!(sync.destination_configuration.is_null());
    assert_eq!(sync.webhook_operation_configs, Some(Json::null()));

    let old = r#"{"configType":"discoverSchema","discoverCatalog":{"connectionConfiguration":{},"dockerImage":"a:1",
        "sourceId":"none","connectorVersion":"1","configHash":"0"}}"#;
    assert_eq!(read::<JobConfig>(old).config_type, JobConfigType::DiscoverSchema);

    // The database's spelling is another word here; the platform cannot read it, we keep it.
    let wrong = read::<JobConfig>(r#"{"configType":"discover_schema"}"#).config_type;
    assert_eq!(wrong, JobConfigType::Unknown("discover_schema".into()));
    assert_eq!(
        Json::of(&JobConfig { config_type: wrong, ..read(old) }).unwrap().text()[..32],
        *r#"{"configType":"discover_schema","#
    );
}

#[test]
fn what_attempts_really_write_is_read() {
    let cancelled = r#"{"sync":{"standardSyncSummary":{"status":"cancelled","totalStats":{},"streamStats":[]},
        "webhookOperationSummary":{"successes":[],"failures":["0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01"]},"failures":[]}}"#;
    let output = read::<JobOutput>(cancelled);
    assert_eq!(output.output_type, None);
    let sync = output.sync.unwrap();
    assert_eq!(sync.standard_sync_summary.total_stats, SyncStats::default());
    assert_eq!((sync.state, sync.output_catalog, sync.failures), (None, None, Some(Vec::new())));

    let numbers = r#"{"meanSecondsBetweenStateMessageEmittedandCommitted":1,"bytesCommitted":5,
        "maxSecondsBetweenStateMessageEmittedandCommitted":9007199254740993}"#;
    let numbers = read::<SyncStats>(numbers);
    assert_eq!(numbers.max_seconds_between_state_message_emitted_and_committed, Some(9_007_199_254_740_993));
    assert_eq!(numbers.mean_seconds_between_state_message_emitted_and_committed, Some(1));

    let least = read::<AttemptFailureSummary>(r#"{"failures":[{"timestamp":1675069230000}]}"#);
    assert_eq!((least.failures.len(), least.partial_success), (1, None));
    assert_eq!(read::<NormalizationFailures>("[]"), NormalizationFailures::default());
    let check = read::<JobOutput>(r#"{"outputType":"checkConnection","checkConnection":{"status":"failed"}}"#);
    assert_eq!(check.check_connection.unwrap().status, CheckConnectionStatus::Failed);
}

#[test]
fn literals_of_no_version_we_know_are_kept() {
    let hour = read::<Schedule>(r#"{"timeUnit":"hour","units":1}"#).time_unit;
    assert_eq!((hour.is_known(), hour.seconds(), hour.as_str()), (false, None, "hour"));
    let old = read::<NormalizationFailures>(r#"[{"failureType":"systemError","failureOrigin":"","timestamp":1}]"#);
    assert_eq!(old.0[0].failure_type, Some(FailureType::Unknown("systemError".into())));
    assert_eq!(old.0[0].failure_origin, Some(FailureOrigin::Unknown("".into())));
    let spec = r#"{"connectionSpecification":{},"supported_destination_sync_modes":["update"]}"#;
    let modes = read::<ConnectorSpecification>(spec).supported_destination_sync_modes.unwrap();
    assert_eq!(modes, [DestinationSyncMode::Unknown("update".into())]);
    let message = read::<AirbyteStateMessage>(r#"{"type":"stream","sourceStats":{"recordCount":1.0}}"#);
    assert!(!message.kind().is_known());
}

#[test]
fn one_of_two_shapes_is_found_in_both_ways_of_reading() {
    let token = |value: &str| {
        let text = format!(r#"{{"id":"0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01","name":"dbt","authToken":{value}}}"#);
        read::<WebhookConfig>(&text).auth_token.unwrap()
    };
    assert_eq!(token(r#""abc""#), AuthToken::Token("abc".into()));
    assert_eq!(token(r#"{"_secret":"a_v1"}"#), AuthToken::Reference(SecretReference { secret: "a_v1".to_owned() }));
    assert_eq!(read::<Vec<RootObjectStep>>(r#"["0",0]"#)[1], RootObjectStep::Branch(0));
    assert_eq!(misfit::<Vec<RootObjectStep>>(r#"["a",{"b":1}]"#).0, "/1");
}

// Leniency.

/// What a value is read as where a type belongs, as JSON; `None` where it does not fit.
fn read_as<T: Shape>(member: &str, value: &str) -> Option<String> {
    let kept: Json<T> = kept(&member.replace('@', value));
    let read = kept.read().ok()?;
    Some(Json::of(&read).unwrap().into_text())
}

#[test]
fn scalars_are_read_as_leniently_as_the_platform_reads_them() {
    let whole = |value: &str| read_as::<SyncStats>(r#"{"recordsEmitted":@}"#, value);
    let text = |value: &str| read_as::<StreamDescriptor>(r#"{"name":@}"#, value);
    let truth = |value: &str| read_as::<FieldSelectionData>(r#"{"a":@}"#, value);
    let id = |value: &str| read_as::<OperatorWebhook>(r#"{"executionUrl":"","webhookConfigId":@}"#, value);
    let list = |value: &str| read_as::<AllowedHosts>(r#"{"hosts":@}"#, value);

    for (value, expected) in [
        ("5", Some("5")),
        (r#""5""#, Some("5")),
        ("5.9", Some("5")),
        ("-5.9", Some("-5")),
        ("1e3", Some("1000")),
        ("9223372036854775807", Some("9223372036854775807")),
        ("9223372036854775808", None),
        ("true", None),
        (r#""abc""#, None),
        ("[]", None),
        ("{}", None),
    ] {
        let expected = expected.map(|number| format!(r#"{{"recordsEmitted":{number}}}"#));
        assert_eq!(whole(value), expected, "{value}");
    }
    assert_eq!(whole("null").as_deref(), Some("{}"));

    for (value, expected) in [
        (r#""a""#, Some("a")),
        ("5", Some("5")),
        ("1.50", Some("1.50")),
        ("123456789012345678901234567890", Some("123456789012345678901234567890")),
        ("true", Some("true")),
        ("{}", None),
        ("[]", None),
    ] {
        assert_eq!(text(value), expected.map(|text| format!(r#"{{"name":"{text}"}}"#)), "{value}");
    }

    for (value, expected) in [
        ("true", Some(true)),
        (r#""true""#, Some(true)),
        ("1", Some(true)),
        ("0", Some(false)),
        (r#""false""#, Some(false)),
        (r#""yes""#, None),
        ("[]", None),
    ] {
        assert_eq!(truth(value), expected.map(|truth| format!(r#"{{"a":{truth}}}"#)), "{value}");
    }

    let uuid = r#""0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01""#;
    assert_eq!(id(uuid), Some(format!(r#"{{"executionUrl":"","webhookConfigId":{uuid}}}"#)));
    assert_eq!(id(r#""0b5c1f60""#), None);
    assert_eq!(id("null").as_deref(), Some(r#"{"executionUrl":""}"#));

    assert_eq!(list("null").as_deref(), Some("{}"));
    assert_eq!(list("{}"), None);
    assert_eq!(list(r#""a""#), None);
    assert_eq!(list(r#"["a"],"hosts":["b"]"#).as_deref(), Some(r#"{"hosts":["b"]}"#), "the last of two counts");

    // Where we differ from the platform: it reads a blank number or id as none, but cannot read a broken URI.
    assert_eq!(whole(r#""""#), None);
    assert_eq!(id(r#""""#), None);
    let url = r#"{"specification":{"documentationUrl":@,"connectionSpecification":{}}}"#;
    for value in [r#""""#, r#""plain""#, r#""with a space""#] {
        assert!(read_as::<StandardGetSpecOutput>(url, value).is_some(), "{value}");
    }
}

// Updates.

/// Values in spellings that a reader would not write again.
fn odd_value() -> impl Strategy<Value = String> {
    let values = [
        "null",
        "1.50",
        "1E+2",
        "-0",
        "123456789012345678901234567890",
        r#""\u00e9\/""#,
        r#"{"b":1.0,"a":null}"#,
        "[]",
    ];
    select(values.to_vec()).prop_map(str::to_owned)
}

/// Members of a stream, in any order: some that we know, some that we do not, with odd names among them.
fn stream() -> impl Strategy<Value = Vec<(String, String)>> {
    let unknown = (select(&[r#""is_resumable""#, r#""x\u0041\n""#, r#""""#, r#""é""#][..]), odd_value());
    let unknown = proptest::collection::vec(unknown, 0..4);
    let known = proptest::sample::subsequence(
        vec![
            (r#""supported_sync_modes""#, r#"["full_refresh","later"]"#),
            (r#""source_defined_cursor""#, r#""true""#),
            (r#""default_cursor_field""#, "null"),
            (r#""source_defined_primary_key""#, r#"[["id"],[5]]"#),
            (r#""namespace""#, "null"),
            (r#""namespace""#, "7.0"),
        ],
        0..5,
    );
    (unknown, known, "[a-z]{1,3}", odd_value())
        .prop_map(|(unknown, known, name, schema)| {
            let mut members: Vec<(String, String)> =
                vec![(r#""name""#.to_owned(), format!("\"{name}\"")), (r#""json_schema""#.to_owned(), schema)];
            members.extend(known.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
            members.extend(unknown.into_iter().map(|(name, value)| (name.to_owned(), value)));
            let mut seen = std::collections::HashSet::new();
            members.retain(|(name, _)| seen.insert(name.clone()));
            members
        })
        .prop_shuffle()
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{name}:{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn catalog(streams: &[Vec<(String, String)>]) -> String {
    let streams: Vec<String> = streams.iter().map(|stream| object(stream)).collect();
    format!(r#"{{"z":1.0,"streams":[{}],"a":null}}"#, streams.join(","))
}

proptest! {
    /// A known member is changed, put in or taken out; every other byte stays.
    #[test]
    fn an_update_touches_what_it_changes_only(
        streams in proptest::collection::vec(stream(), 1..5),
        which: prop::sample::Index,
        namespace in prop::option::of("[a-z]{0,3}"),
    ) {
        let which = which.index(streams.len());
        let mut kept: Json<AirbyteCatalog> = kept(&catalog(&streams));
        let before = kept.read().unwrap().streams[which].namespace.clone();
        kept.update(|catalog| catalog.streams[which].namespace.clone_from(&namespace)).unwrap();

        let mut expected = streams.clone();
        if before != namespace {
            let members = &mut expected[which];
            let at = members.iter().position(|(name, _)| name == r#""namespace""#);
            match (at, &namespace) {
                (Some(at), Some(namespace)) => members[at].1 = format!("\"{namespace}\""),
                (Some(at), None) => drop(members.remove(at)),
                (None, Some(namespace)) => members.push((r#""namespace""#.to_owned(), format!("\"{namespace}\""))),
                (None, None) => unreachable!("nothing has changed"),
            }
        }
        prop_assert_eq!(kept.text(), catalog(&expected));
    }

    /// Streams are moved and taken out: each takes with it what only its text says.
    #[test]
    fn an_item_takes_along_what_its_type_does_not_know(
        (streams, order) in proptest::collection::vec(stream(), 1..6).prop_flat_map(|streams| {
            let numbers: Vec<usize> = (0..streams.len()).collect();
            let order = proptest::sample::subsequence(numbers, 0..=streams.len()).prop_shuffle();
            (Just(streams), order)
        }),
    ) {
        // Each its own name, so that no two read alike.
        let mut streams = streams;
        for (number, stream) in streams.iter_mut().enumerate() {
            let name = stream.iter_mut().find(|(name, _)| name == r#""name""#).unwrap();
            name.1 = format!("\"stream {number}\"");
        }
        let mut kept: Json<AirbyteCatalog> = kept(&catalog(&streams));
        kept.update(|catalog| {
            catalog.streams = order.iter().map(|number| catalog.streams[*number].clone()).collect();
        }).unwrap();
        let expected: Vec<_> = order.iter().map(|number| streams[*number].clone()).collect();
        prop_assert_eq!(kept.text(), catalog(&expected));
    }

    /// White space is all that is lost.
    #[test]
    fn any_text_is_kept_but_for_white_space(streams in proptest::collection::vec(stream(), 0..4)) {
        let text = catalog(&streams);
        prop_assert_eq!(is_kept::<AirbyteCatalog>("generated", &text), None);
        let kept: Json<AirbyteCatalog> = kept(&spaced(&text));
        prop_assert_eq!(kept.text(), text);
    }
}

#[test]
fn an_item_that_is_put_in_takes_nothing_from_the_others() {
    let mut kept: Json<AirbyteCatalog> =
        kept(r#"{"streams":[{"name":"a","json_schema":{},"x":1},{"name":"b","json_schema":{},"x":2}]}"#);
    kept.update(|catalog| {
        let mut first = catalog.streams[0].clone();
        first.name = "new".to_owned();
        catalog.streams.insert(0, first);
    })
    .unwrap();
    assert_eq!(
        kept.text(),
        r#"{"streams":[{"name":"new","json_schema":{}},{"name":"a","json_schema":{},"x":1},{"name":"b","json_schema":{},"x":2}]}"#
    );
}

// Errors.

#[test]
fn an_error_has_the_place_and_never_the_value() {
    const SECRET: &str = "s3cr3t-93817";
    let told = [
        misfit::<JobConfig>(r#"{"configType":"sync","sync":"s3cr3t-93817"}"#),
        misfit::<ConfiguredAirbyteCatalog>(
            r#"{"streams":[{"stream":{"name":"a","json_schema":{},"default_cursor_field":"s3cr3t-93817"}}]}"#,
        ),
        misfit::<ConfiguredAirbyteCatalog>(r#"{"streams":[{"stream":{"name":"s3cr3t-93817"}}]}"#),
        misfit::<OperatorWebhook>(r#"{"executionUrl":"","webhookConfigId":"s3cr3t-93817"}"#),
        misfit::<WebhookOperationConfigs>(
            r#"{"webhookConfigs":[{"id":"0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01","name":"","authToken":["s3cr3t-93817"]}]}"#,
        ),
        misfit::<FieldSelectionData>(r#"{"a/b~c":"s3cr3t-93817"}"#),
        misfit::<AttemptFailureSummary>(r#"{"failures":[{"timestamp":"s3cr3t-93817"}]}"#),
        misfit::<State>(r#"{"s3cr3t-93817":1}"#),
    ];
    let pointers: Vec<&str> = told.iter().map(|(pointer, _)| &**pointer).collect();
    let expected = [
        "/sync",
        "/streams/0/stream/default_cursor_field",
        "/streams/0/stream",
        "/webhookConfigId",
        "/webhookConfigs/0/authToken",
        "/a~1b~0c",
        "/failures/0/timestamp",
        "",
    ];
    assert_eq!(pointers, expected);
    for (_, message) in &told {
        assert!(!message.contains(SECRET), "{message}");
    }
    assert_eq!(told[2].1, "the member json_schema is missing");
    assert_eq!(told[1].1, "found a text, but expected a sequence");
}

#[test]
fn debug_shows_no_document_and_no_text_that_may_be_secret() {
    let config = read::<JobConfig>(
        r#"{"configType":"sync","sync":{"sourceConfiguration":{"key":"s3cr3t"},"destinationConfiguration":"s3cr3t",
        "configuredAirbyteCatalog":{"streams":[]},"sourceDockerImage":"a","destinationDockerImage":"b",
        "operationSequence":[{"operationId":"0b5c1f60-6f0a-4f3e-8f49-5d2b8c9e7a01","name":"x","operatorType":"dbt",
            "operatorDbt":{"gitRepoUrl":"https://s3cr3t@git.example.com","dbtArguments":"--vars s3cr3t"},
            "operatorWebhook":{"executionUrl":"https://hooks.example.com/s3cr3t","executionBody":"s3cr3t"},
            "workspaceId":"2d9be8a4-0c0e-4f43-9df2-6b1f4f0f8a02"}],
        "webhookOperationConfigs":{"key":"s3cr3t"},"state":{"state":{"key":"s3cr3t"}}}}"#,
    );
    let failure = read::<NormalizationFailures>(
        r#"[{"internalMessage":"s3cr3t","externalMessage":"s3cr3t","stacktrace":"s3cr3t",
        "metadata":{"key":"s3cr3t"},"timestamp":1}]"#,
    );
    let message = read::<AirbyteStateMessage>(
        r#"{"type":"GLOBAL","data":"s3cr3t","global":{"shared_state":"s3cr3t","stream_states":[
        {"stream_descriptor":{"name":"a"},"stream_state":"s3cr3t"}]}}"#,
    );
    for told in [format!("{config:#?}"), format!("{failure:?}"), format!("{message:?}")] {
        assert!(!told.contains("s3cr3t"), "{told}");
    }
}
