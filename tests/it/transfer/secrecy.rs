//! Secrets stay where they are unless they are asked for.

use super::{archive, archived, archived_with, files_of, import, lines, options};
use crate::sample::stored;
use airbyte_db::sample::Plan;
use airbyte_db::store::{List, Store};
use airbyte_db::tables::{Actor, Secret};
use airbyte_db::transfer::{ExportOptions, Options};

/// A deployment in which everything that can be secret is there in clear, as well as by reference.
fn deployment() -> Store {
    let (mut store, _) = stored(&Plan::default());
    let actors: Vec<Actor> = store.read().list(&List::all()).unwrap();
    store
        .write(|writer| {
            for actor in actors.iter().step_by(2) {
                let hydrated = writer.hydrated_actor(actor.id)?.expect("it is there");
                writer.update_unjudged(&hydrated)?;
            }
            Ok(())
        })
        .unwrap();
    store
}

fn payloads(store: &Store) -> Vec<String> {
    let secrets: Vec<Secret> = store.read().list(&List::all()).unwrap();
    secrets.into_iter().filter_map(|secret| secret.payload).map(|payload| payload.expose().to_owned()).collect()
}

fn assert_secret(files: &[(String, String)], payloads: &[String]) {
    assert!(payloads.len() > 5);
    for (name, text) in files {
        for payload in payloads {
            assert!(!text.contains(payload.as_str()), "{name} has a secret");
        }
    }
}

#[test]
fn an_export_has_no_secret_unless_it_is_asked_for() {
    let store = deployment();
    let payloads = payloads(&store);
    let open = files_of(&store, &ExportOptions { secrets: true, ..ExportOptions::default() });
    for payload in &payloads {
        assert!(open.iter().any(|(_, text)| text.contains(payload.as_str())), "the test has nothing to hide");
    }
    assert_secret(&files_of(&store, &ExportOptions::default()), &payloads);
}

#[test]
fn an_import_that_redacts_stores_no_secret_whatever_the_order_of_the_tables() {
    let store = deployment();
    let payloads = payloads(&store);
    let mut files = files_of(&store, &ExportOptions { secrets: true, ..ExportOptions::default() });
    for _ in 0..2 {
        let mut other = Store::in_memory().unwrap();
        let redact = Options { redact_secrets: true, ..options() };
        import(lines(&files), redact, &mut other).0.unwrap();
        let kept = files_of(&other, &ExportOptions { secrets: true, ..ExportOptions::default() });
        assert_secret(&kept, &payloads);
        // It is what an export without secrets gives, and references are still there.
        assert_eq!(kept, files_of(&store, &ExportOptions::default()));
        assert!(kept.iter().any(|(_, text)| text.contains("_secret_")));
        files.reverse();
    }
}

#[test]
fn what_has_no_spec_at_hand_is_masked_as_a_whole() {
    let actor = r#"{"id":"00000000-0000-4000-8000-000000000001","workspace_id":"00000000-0000-4000-8000-000000000002","actor_definition_id":"00000000-0000-4000-8000-000000000003","name":"n","configuration":{"host":"db.example.com","port":5432,"tls":true,"token":{"_secret":"airbyte_workspace_1_secret_2_v1"},"deep":[{"key":"s3cret"}]},"actor_type":"source","tombstone":false,"created_at":"2023-01-30T09:00:00Z","updated_at":"2023-01-30T09:00:00Z"}"#;
    let masked = r#"{"host":"**********","port":"**********","tls":true,"token":{"_secret":"airbyte_workspace_1_secret_2_v1"},"deep":[{"key":"**********"}]}"#;
    let documents = [
        ("actor", actor.to_owned(), masked),
        (
            "actor_oauth_parameter",
            actor.replace("\"name\":\"n\",", "").replace(",\"tombstone\":false", ""),
            masked,
        ),
        (
            "jobs",
            r#"{"id":1,"config":{"configType":"sync","sync":{"sourceConfiguration":{"password":"s3cret"},"sourceDockerImage":"example/unknown:1","sourceConfiguration":{"again":"s3cret"},"webhookOperationConfigs":{"webhookConfigs":[{"name":"n","authToken":"s3cret"}]},"operationSequence":[{"operatorDbt":{"gitRepoUrl":"https://me:s3cret@git.example.com/a"}}]}}}"#.to_owned(),
            r#"{"configType":"sync","sync":{"sourceConfiguration":{"password":"**********"},"sourceDockerImage":"example/unknown:1","sourceConfiguration":{"again":"**********"},"webhookOperationConfigs":{"webhookConfigs":[{"name":"n","authToken":"**********"}]},"operationSequence":[{"operatorDbt":{"gitRepoUrl":"https://**********@git.example.com/a"}}]}}"#,
        ),
        (
            "airbyte_configs",
            r#"{"id":1,"config_id":"x","config_type":"SOURCE_CONNECTION","config_blob":{"name":"n","configuration":{"password":"s3cret"}},"created_at":"2023-01-30T09:00:00Z","updated_at":"2023-01-30T09:00:00Z"}"#.to_owned(),
            r#"{"name":"n","configuration":{"password":"**********"}}"#,
        ),
    ];
    for (table, row, masked) in documents {
        let files = vec![(format!("{table}.jsonl"), row)];
        let mut store = Store::in_memory().unwrap();
        let only_one = Options { redact_secrets: true, judge: false, ..options() };
        // An actor without its workspace does not stay, so the rows are looked at on their way.
        let mut import = airbyte_db::transfer::Import::new(lines(&files), only_one);
        let mut kept = Vec::new();
        loop {
            let more = import.step(&mut store, &mut |_| {}).unwrap();
            kept.extend(files_of(&store, &ExportOptions { secrets: true, ..ExportOptions::default() }));
            if !more {
                break;
            }
        }
        assert!(kept.iter().any(|(_, text)| text.contains(masked)), "{table}: {kept:#?}");
        assert!(kept.iter().all(|(_, text)| !text.contains("s3cret")), "{table}");
    }
}

#[test]
fn no_error_and_nothing_told_quotes_a_row() {
    let rows = r#"{"coordinate":17,"payload":"s3cret-payload"}
{"coordinate":"a","payload":"s3cret-payload"
{"coordinate":"b","payload":{"s3cret-payload":1}}
{"coordinate":"c","payload":"s3cret-payload"}
{"coordinate":"c","payload":"s3cret-payload-2"}"#;
    let files = vec![("secrets.jsonl".to_owned(), rows.to_owned())];
    let mut store = Store::in_memory().unwrap();
    let (summary, told) = import(lines(&files), options(), &mut store);
    assert_eq!(summary.unwrap().total().refused, 4);
    assert_eq!(told.iter().filter(|told| !told.stored).count(), 4);
    assert!(!format!("{told:?}").contains("s3cret"), "{told:#?}");
}

#[test]
fn a_clean_deployment_has_nothing_to_redact_in_its_configurations() {
    let (store, _) = stored(&Plan::default());
    let closed = archived_with(&store, &ExportOptions::default());
    let mut other = Store::in_memory().unwrap();
    import(archive(&closed), options(), &mut other).0.unwrap();
    let configurations = |store: &Store| -> Vec<String> {
        let actors: Vec<Actor> = store.read().list(&List::all()).unwrap();
        actors.into_iter().map(|actor| actor.configuration.into_text()).collect()
    };
    assert_eq!(configurations(&other), configurations(&store));
    assert_ne!(archived(&other), archived(&store), "payloads and OAuth parameters are masked");
}
