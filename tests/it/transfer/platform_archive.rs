//! The archive that older versions of the platform gave for download.

use super::collected::{rows, rows_of};
use super::now;
use airbyte_db::store::Store;
use airbyte_db::transfer::{Archive, File, Folder, Import, Options, PlatformArchive, Selection};
use std::io::BufRead;

const WORKSPACE: &str = "---
- workspaceId: \"00000000-0000-4000-8000-000000000001\"
  customerId: null
  name: \"One: \\\"two\\\"\"
  slug: \"one\"
  initialSetupComplete: true
  anonymousDataCollection: false
  news: true
  securityUpdates: false
  displaySetupWizard: false
  tombstone: false
  notifications:
  - notificationType: \"slack\"
    sendOnSuccess: false
    slackConfiguration:
      webhook: \"\"
  firstCompletedSync: true
  feedbackDone: false
  defaultGeography: \"auto\"
  plan: \"gold\"
";

fn folder(files: Vec<(&'static str, String)>) -> PlatformArchive<Folder<'static>> {
    let file = |(path, text): (&'static str, String)| File {
        path: path.to_owned(),
        size: Some(text.len() as u64),
        open: Box::new(move || Ok(Box::new(std::io::Cursor::new(text.clone())) as Box<dyn BufRead>)),
    };
    PlatformArchive::new(Folder::new(files.into_iter().map(file).collect()), now())
}

#[track_caller]
fn check(path: &'static str, text: &str, expected: &[&str]) {
    let mut archive = folder(vec![(path, text.to_owned())]);
    assert_eq!(rows(&mut archive).unwrap(), expected);
    // As often as it is asked to.
    assert_eq!(rows(&mut archive).unwrap(), expected);
}

#[test]
fn a_workspace_has_the_names_of_columns() {
    check(
        "airbyte_config/STANDARD_WORKSPACE.yaml",
        WORKSPACE,
        &[
            r#"workspace:2 {"id":"00000000-0000-4000-8000-000000000001","name":"One: \"two\"","slug":"one","initial_setup_complete":true,"anonymous_data_collection":false,"send_newsletter":true,"send_security_updates":false,"display_setup_wizard":false,"tombstone":false,"notifications":[{"notificationType":"slack","sendOnSuccess":false,"slackConfiguration":{"webhook":""}}],"first_sync_complete":true,"feedback_complete":false,"geography":"AUTO","plan":"gold"}"#,
        ],
    );
}

#[test]
fn a_connection_brings_its_operations() {
    check(
        "STANDARD_SYNC.yaml",
        "- connectionId: \"00000000-0000-4000-8000-000000000041\"\n  scheduleType: BasicSchedule\n  schedule: {timeUnit: hours, units: 6}\n  \
         operationIds: [\"00000000-0000-4000-8000-000000000051\", \"00000000-0000-4000-8000-000000000051\"]\n  source_catalog_id: null\n",
        &[
            r#"connection:1 {"id":"00000000-0000-4000-8000-000000000041","schedule_type":"basic_schedule","schedule":{"timeUnit":"hours","units":6},"namespace_definition":"source","schedule_data":null,"resource_requirements":null}"#,
            r#"connection_operation:1 {"id":"8836d631-09d1-315c-8db1-1a94dd9a728d","connection_id":"00000000-0000-4000-8000-000000000041","operation_id":"00000000-0000-4000-8000-000000000051"}"#,
            r#"connection_operation:1 {"id":"2cf98da1-1578-37a1-a026-963b477e520b","connection_id":"00000000-0000-4000-8000-000000000041","operation_id":"00000000-0000-4000-8000-000000000051"}"#,
        ],
    );
}

#[test]
fn models_of_every_kind() {
    for (path, text, expected) in [
        (
            "STANDARD_DESTINATION_DEFINITION.yaml",
            "- {destinationDefinitionId: d, dockerImageTag: 0.1, normalizationConfig: {normalizationTag: \"1\"}, releaseStage: generally_available}",
            r#"actor_definition:1 {"id":"d","docker_image_tag":0.1,"normalization_tag":"1","release_stage":"generally_available","actor_type":"destination"}"#,
        ),
        (
            "SOURCE_CONNECTION.yaml",
            "- {sourceId: s, sourceDefinitionId: d, workspaceId: w, configuration: {a: [1, null]}}",
            r#"actor:1 {"id":"s","actor_definition_id":"d","workspace_id":"w","configuration":{"a":[1,null]},"actor_type":"source"}"#,
        ),
        (
            "STANDARD_SYNC_OPERATION.yaml",
            "- {operationId: o, operatorType: dbt, operatorDbt: {gitRepoUrl: x}, operatorNormalization: null}",
            r#"operation:1 {"id":"o","operator_type":"dbt","operator_dbt":{"gitRepoUrl":"x"},"operator_normalization":null}"#,
        ),
        (
            "STANDARD_SYNC_STATE.yaml",
            "- {connectionId: 00000000-0000-4000-8000-000000000041, state: {state: {cursor: 1}}}",
            r#"state:1 {"connection_id":"00000000-0000-4000-8000-000000000041","state":{"state":{"cursor":1}},"type":"LEGACY","id":"7307ebb2-809d-3602-9d72-8e612c084cbd"}"#,
        ),
        (
            "DESTINATION_OAUTH_PARAM.yaml",
            "- {oauthParameterId: p, destinationDefinitionId: d, configuration: {}}",
            r#"actor_oauth_parameter:1 {"id":"p","actor_definition_id":"d","configuration":{},"actor_type":"destination"}"#,
        ),
        (
            "ACTOR_CATALOG.yaml",
            "- {id: c, catalog: {streams: []}, catalogHash: abc}",
            r#"actor_catalog:1 {"id":"c","catalog":{"streams":[]},"catalog_hash":"abc","created_at":"2023-02-01T00:00:00Z"}"#,
        ),
        (
            "ACTOR_CATALOG_FETCH_EVENT.yaml",
            "- {id: e, actorId: s, actorCatalogId: c, configHash: h, connectorVersion: '1', createdAt: 1675069200}",
            r#"actor_catalog_fetch_event:1 {"id":"e","actor_id":"s","actor_catalog_id":"c","config_hash":"h","actor_version":"1","created_at":"2023-01-30T09:00:00Z"}"#,
        ),
        (
            "airbyte_db/JOBS.yaml",
            "- id: 1\n  config_type: \"sync\"\n  scope: \"x\"\n  config:\n    configType: \"sync\"\n  started_at: null\n  created_at: \"2021-01-30T09:00:00Z\"\n",
            r#"jobs:1 {"id":1,"config_type":"sync","scope":"x","config":{"configType":"sync"},"created_at":"2021-01-30T09:00:00Z"}"#,
        ),
        ("STANDARD_SYNC_SCHEDULE.yml", "- a: 1\n- b: 2\n", "STANDARD_SYNC_SCHEDULE:0 unread 2"),
    ] {
        check(path, text, &[expected]);
    }
}

#[test]
fn a_list_is_read_element_by_element() {
    check(
        "AIRBYTE_METADATA.yaml",
        "\u{feff}# made by hand\r\n---\r\n- key: a\r\n  value: |\r\n    one\r\n\r\n    - two\r\n\r\n- key: 'b\r\n\r\n    c'\r\n-\r\n  key: d\r\n- 17\r\n- key: [\r\n- key: \"\r\n...\r\n",
        &[
            r#"airbyte_metadata:3 {"key":"a","value":"one\n\n- two\n"}"#,
            r#"airbyte_metadata:9 {"key":"b\nc"}"#,
            r#"airbyte_metadata:12 {"key":"d"}"#,
            "airbyte_metadata:14 broken: the element cannot be read: an element is an object; this is something else",
            "airbyte_metadata:15 broken: the element cannot be read: line 16: while parsing a node, did not find expected node content",
            "airbyte_metadata:16 broken: the element cannot be read: line 16: the document ends inside a text; a closing quote is missing",
        ],
    );
    check(
        "AIRBYTE_METADATA.yaml",
        "[{key: a}, {key: b}]",
        &[r#"airbyte_metadata:0 {"key":"a"}"#, r#"airbyte_metadata:0 {"key":"b"}"#],
    );
    for empty in ["", "---\n", "--- []\n", "# nothing\n"] {
        check("AIRBYTE_METADATA.yaml", empty, &[]);
    }
    let error = rows(&mut folder(vec![("AIRBYTE_METADATA.yaml", "key: a\n".to_owned())])).unwrap_err();
    assert_eq!(error.to_string(), "AIRBYTE_METADATA.yaml: it holds no list");
    let error = rows(&mut folder(vec![("VERSION", "0.35.2-alpha".to_owned())])).unwrap_err();
    assert_eq!(error.to_string(), "this is no archive of the platform: it has no YAML file of a model");
}

#[test]
fn only_what_is_selected_is_read() {
    let text = "- {connectionId: c, operationIds: [o]}\n";
    let mut archive = folder(vec![("STANDARD_SYNC.yaml", text.to_owned()), ("JOBS.yaml", "{}".to_owned())]);
    let rows = rows_of(&mut archive, &Selection::one("connection_operation")).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].starts_with("connection_operation:1 "), "{rows:?}");
}

#[test]
fn an_archive_as_it_was_downloaded_is_imported() {
    let definition = |side: &str, id: u8| {
        format!(
            "- {side}DefinitionId: \"00000000-0000-4000-8000-0000000000{id}\"\n  name: \"{side}\"\n  dockerRepository: \"example/{side}\"\n  \
             dockerImageTag: \"1.0.0\"\n  documentationUrl: \"https://example.com\"\n  spec:\n    connectionSpecification: {{}}\n"
        )
    };
    let actor = |side: &str, id: u8| {
        format!(
            "- name: \"{side}\"\n  {side}DefinitionId: \"00000000-0000-4000-8000-0000000000{}\"\n  workspaceId: \"00000000-0000-4000-8000-000000000001\"\n  \
             {side}Id: \"00000000-0000-4000-8000-0000000000{id}\"\n  configuration: {{}}\n  tombstone: false\n",
            id - 10
        )
    };
    let files = [
        ("VERSION", "0.35.2-alpha\n".to_owned()),
        ("airbyte_config/STANDARD_WORKSPACE.yaml", WORKSPACE.to_owned()),
        ("airbyte_config/STANDARD_SOURCE_DEFINITION.yaml", definition("source", 11)),
        ("airbyte_config/STANDARD_DESTINATION_DEFINITION.yaml", definition("destination", 12)),
        ("airbyte_config/SOURCE_CONNECTION.yaml", actor("source", 21)),
        ("airbyte_config/DESTINATION_CONNECTION.yaml", actor("destination", 22)),
        (
            "airbyte_config/STANDARD_SYNC_OPERATION.yaml",
            "- operationId: \"00000000-0000-4000-8000-000000000031\"\n  name: \"n\"\n  operatorType: \"normalization\"\n  \
             operatorNormalization:\n    option: \"basic\"\n  workspaceId: \"00000000-0000-4000-8000-000000000001\"\n"
                .to_owned(),
        ),
        (
            "airbyte_config/STANDARD_SYNC.yaml",
            "- namespaceDefinition: \"source\"\n  sourceId: \"00000000-0000-4000-8000-000000000021\"\n  \
             destinationId: \"00000000-0000-4000-8000-000000000022\"\n  connectionId: \"00000000-0000-4000-8000-000000000041\"\n  \
             operationIds:\n  - \"00000000-0000-4000-8000-000000000031\"\n  name: \"c\"\n  catalog:\n    streams: []\n  \
             status: \"active\"\n  manual: true\n"
                .to_owned(),
        ),
        (
            "airbyte_config/STANDARD_SYNC_STATE.yaml",
            "- connectionId: \"00000000-0000-4000-8000-000000000041\"\n  state:\n    state:\n      cursor: \"1\"\n".to_owned(),
        ),
        ("airbyte_db/AIRBYTE_METADATA.yaml", "- key: \"airbyte_version\"\n  value: \"0.35.2-alpha\"\n".to_owned()),
    ];
    let archive = packed(&files);
    let open = move || Ok(Box::new(std::io::Cursor::new(archive.clone())) as Box<dyn BufRead>);
    let file = File { path: "airbyte_archive.tar.gz".to_owned(), size: None, open: Box::new(open) };
    let mut told = Vec::new();
    let mut store = Store::in_memory().unwrap();
    let summary = Import::new(PlatformArchive::new(Archive::new(file), now()), Options::new(now()))
        .run(&mut store, &mut |row| told.push(row))
        .unwrap();
    let counts: Vec<_> = summary.tables().map(|(table, counts)| (table.name, counts.stored, counts.refused)).collect();
    assert_eq!(
        counts,
        [
            ("workspace", 1, 0),
            ("actor_definition", 2, 0),
            ("actor", 2, 0),
            ("connection", 1, 0),
            ("state", 1, 0),
            ("operation", 1, 0),
            ("connection_operation", 1, 0),
            ("airbyte_metadata", 1, 0)
        ],
        "{told:?}"
    );
    let workspace = summary.tables().next().unwrap().1;
    assert_eq!(workspace.unknown_columns.keys().collect::<Vec<_>>(), ["plan"]);
}

fn packed(files: &[(&str, String)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (path, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}
