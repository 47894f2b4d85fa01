//! The audit of a store: nothing in a healthy one, each fault exactly once, no secret ever.

use super::sample::{Lenient, stored};
use super::store::support::{deployment, destination_definition, fill, fixture, id, start};
use airbyte_db::audit::report::{Summary, html, human, sarif};
use airbyte_db::audit::{Baseline, Event, Found, Options, against, audit, audit_at_once};
use airbyte_db::blobs::Registry;
use airbyte_db::hash::{self, HashForm, Reading};
use airbyte_db::json::Json;
use airbyte_db::report::{Sarif, Styles};
use airbyte_db::sample::{self, FaultKind, Plan};
use airbyte_db::store::{Store, Writer};
use airbyte_db::table::Row;
use airbyte_db::tables::{
    Actor, ActorCatalog, ActorCatalogFetchEvent, ActorOauthParameter, Attempt, AttemptStatus, Connection, Job,
    JobStatus, Secret, StreamReset, WorkspaceServiceAccount,
};
use airbyte_db::{Code, Severity};
use proptest::prelude::*;

const NO_STYLES: Styles = Styles { error: "", warning: "", good: "", faint: "", reset: "" };

fn options() -> Options {
    Options::as_of(start())
}

fn found_with(store: &Store, options: &Options) -> Vec<Found> {
    let mut found = Vec::new();
    audit(&store.read(), options, &mut |event| {
        if let Event::Found(one) = event {
            found.push(*one);
        }
        Ok(())
    })
    .unwrap();
    found
}

fn found(store: &Store) -> Vec<Found> {
    found_with(store, &options())
}

/// What the page about the audit shows for a code.
fn on_the_page(code: Code) -> String {
    let page = include_str!("../../docs/audit.md");
    let (_, section) = page.split_once(&format!("## `{code}`")).unwrap();
    let (_, block) = section.split_once("```text\n").unwrap();
    block.split_once("\n```").unwrap().0.to_owned()
}

fn source() -> Actor {
    fixture()
}

fn destination() -> Actor {
    Actor {
        id: fixture::<Connection>().destination_id,
        actor_definition_id: destination_definition().id,
        actor_type: airbyte_db::tables::ActorType::Destination,
        name: "Lake".to_owned(),
        ..source()
    }
}

fn with_configuration(actor: Actor, text: &str) -> Actor {
    Actor { configuration: Json::parse(text).unwrap(), ..actor }
}

fn config_hash() -> String {
    let text = source().configuration.text().to_owned();
    hash::of_text(&text, Reading::Configuration, HashForm::Md5Jsonb).unwrap().to_string()
}

/// All secrets that the small deployment refers to.
fn all_secrets(writer: &Writer<'_>) -> airbyte_db::Result<()> {
    let account: WorkspaceServiceAccount = fixture();
    let mut coordinates = vec![fixture::<Secret>().coordinate];
    let row: serde_json::Value = serde_json::from_str(&account.write()?).unwrap();
    for column in ["json_credential", "hmac_key"] {
        coordinates.extend(row[column]["_secret"].as_str().map(str::to_owned));
    }
    for coordinate in coordinates {
        writer.insert(&Secret { coordinate, ..fixture() })?;
    }
    Ok(())
}

type Breaking = (Code, &'static str, fn(&Writer<'_>) -> airbyte_db::Result<()>);

/// Each makes one fault in the small deployment.
const FAULTS: &[Breaking] = &[
    (Code::RowMissing, "attempts", |writer| writer.insert_unjudged(&Attempt { id: 10, job_id: Some(99), ..fixture() })),
    (Code::SecretMissing, "actor", |writer| {
        all_secrets(writer)?;
        let actor = destination();
        let newer = actor.configuration.text().replace("_v1\"", "_v2\"");
        writer.update(&with_configuration(actor, &newer))
    }),
    (Code::SecretUnused, "secrets", |writer| {
        all_secrets(writer)?;
        let secret: Secret = fixture();
        let coordinate = secret.coordinate.replace("11111111", "22222222");
        writer.insert(&Secret { coordinate, ..secret })
    }),
    (Code::HashMismatch, "actor_catalog_fetch_event", |writer| {
        let catalog = fixture::<ActorCatalog>().catalog;
        writer.note_catalog_fetch(source().id, "1.0.0", "39971103a7c679bdeec8f5c1999c0f61", &catalog).map(drop)
    }),
    (Code::CatalogMismatch, "connection", |writer| {
        let catalog = Json::parse(r#"{"streams": []}"#).unwrap();
        writer.note_catalog_fetch(source().id, "1.0.0", &config_hash(), &catalog).map(drop)
    }),
    (Code::CatalogRepeated, "actor_catalog", |writer| {
        writer.insert(&ActorCatalog { id: id(1), ..fixture() })?;
        writer.insert(&ActorCatalogFetchEvent { actor_catalog_id: id(1), ..fixture() })
    }),
    (Code::CatalogUnused, "actor_catalog", |writer| {
        let catalog = Json::parse(r#"{"streams": []}"#).unwrap();
        writer.insert(&ActorCatalog { id: id(1), catalog, ..fixture() })
    }),
    (Code::DeletedInUse, "connection", |writer| writer.update(&Actor { tombstone: true, ..destination() })),
    (Code::JobConcurrent, "jobs", |writer| {
        let job = Job { status: Some(JobStatus::Pending), ..fixture() };
        writer.insert(&Job { id: 8, ..job.clone() })?;
        writer.insert(&Job { id: 9, ..job })
    }),
    (Code::JobStale, "jobs", |writer| writer.insert(&Job { id: 8, status: Some(JobStatus::Running), ..fixture() })),
    (Code::AttemptGap, "attempts", |writer| writer.insert(&Attempt { id: 10, attempt_number: Some(2), ..fixture() })),
    (Code::AttemptUnfinished, "attempts", |writer| {
        let running = Some(AttemptStatus::Running);
        writer.insert(&Attempt { id: 10, attempt_number: Some(1), status: running, ended_at: None, ..fixture() })
    }),
];

#[test]
fn a_healthy_deployment_gives_nothing() {
    assert_eq!(found(&deployment()), []);
    let mut store = deployment();
    store
        .write(|writer| {
            writer.note_catalog_fetch(source().id, "1.0.0", &config_hash(), &fixture::<ActorCatalog>().catalog)?;
            all_secrets(writer)
        })
        .unwrap();
    assert_eq!(found(&store), []);
}

#[test]
fn each_fault_is_found_once_and_told_as_on_the_page() {
    for (code, table, make) in FAULTS {
        let mut store = deployment();
        store.write(make).unwrap();
        let found = found(&store);
        let told: Vec<String> = found.iter().map(|found| found.finding.to_string()).collect();
        assert_eq!(told, [on_the_page(*code)], "{code}");
        assert_eq!((found[0].finding.code, found[0].table), (*code, *table));
        assert!(!found[0].key.is_empty());
        // Left out with its table.
        let except = Options { except: vec![table], ..options() };
        assert_eq!(found_with(&store, &except), [], "{code}");
    }
}

#[test]
fn references_to_nothing_are_found_where_the_platform_has_no_foreign_key() {
    let parameter = |definition, workspace_id| ActorOauthParameter {
        actor_definition_id: definition,
        workspace_id,
        ..fixture::<ActorOauthParameter>()
    };
    let definition = source().actor_definition_id;
    let check = |make: &dyn Fn(&Writer<'_>) -> airbyte_db::Result<()>, expected: (&str, &str)| {
        let mut store = deployment();
        store.write(|writer| make(writer)).unwrap();
        let found: Vec<_> = found(&store).into_iter().filter(|found| found.finding.code == Code::RowMissing).collect();
        let told: Vec<_> = found.iter().map(|found| (found.table, &*found.finding.pointer)).collect();
        assert_eq!(told, [expected]);
    };
    check(&|writer| writer.insert_unjudged(&parameter(id(1), None)), ("actor_oauth_parameter", "/actor_definition_id"));
    check(
        &|writer| writer.insert_unjudged(&parameter(definition, Some(id(1)))),
        ("actor_oauth_parameter", "/workspace_id"),
    );
    check(
        &|writer| writer.insert_unjudged(&StreamReset { connection_id: id(1), ..fixture() }),
        ("stream_reset", "/connection_id"),
    );
    check(
        &|writer| writer.insert_unjudged(&Job { id: 8, scope: Some(id(1).to_string()), ..fixture() }),
        ("jobs", "/scope"),
    );
}

#[test]
fn configurations_are_judged_by_their_spec_and_secrets_in_the_clear_are_told() {
    let mut store = deployment();
    let broken = with_configuration(source(), r#"{"host": 5, "token": "hunter2"}"#);
    store.write(|writer| writer.update_unjudged(&broken)).unwrap();
    let found = found(&store);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.finding.code.as_str(), &*found.finding.pointer, found.column.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("type", "/configuration/host", Some("configuration")),
            ("clear_text", "/configuration/token", Some("configuration"))
        ]
    );
}

#[test]
fn many_rows_are_judged_in_their_order_on_all_processors() {
    let mut store = deployment();
    let rows: Vec<Job> =
        (100..40_000).map(|id| Job { id, started_at: (id % 100 == 0).then(start), ..fixture() }).collect();
    store.write(|writer| writer.insert_all_unjudged(&rows)).unwrap();
    let keys: Vec<String> = found(&store).into_iter().map(|found| found.key).collect();
    let expected: Vec<String> = (100..40_000).step_by(100).map(|id| id.to_string()).collect();
    assert_eq!(keys, expected);
    // A row is judged once, whatever the chunk that it is in.
    let mut judged = 0;
    let only = Options { only: vec!["jobs"], ..options() };
    audit(&store.read(), &only, &mut |event| {
        if let Event::Judged(table, count) = event {
            assert_eq!(table, "jobs");
            judged += count;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(judged, 39_901);
}

/// A store in a file, where two threads read: more is found than waits at a time, and somebody writes meanwhile.
#[test]
fn two_threads_find_what_one_finds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut store = Store::open(&path).unwrap();
    let attempts: Vec<Attempt> =
        (0..3_000).map(|id| Attempt { id: 1_000 + id, job_id: Some(5_000 + id), ..fixture() }).collect();
    let write = |writer: &Writer<'_>| {
        sample::make(&Plan { faults: true, jobs: 60, ..Plan::default() }, &mut Lenient(writer))?;
        writer.insert_all_unjudged(&attempts)
    };
    store.write(write).unwrap();
    let expected = found(&store);
    let mut found = Vec::new();
    let mut tell = |event| {
        if let Event::Found(one) = event {
            if found.is_empty() {
                Store::open(&path)?.write(|writer| writer.delete::<Attempt>(1_000_i64))?;
            }
            found.push(*one);
        }
        Ok(())
    };
    audit_at_once(&mut store, &options(), &mut tell).unwrap();
    assert!(expected.iter().filter(|found| found.finding.code == Code::RowMissing).count() >= 3_000);
    assert_eq!(found, expected);
}

#[test]
fn who_is_told_may_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path().join("a.db")).unwrap();
    let attempts: Vec<Attempt> =
        (0..3_000).map(|id| Attempt { id: 1_000 + id, job_id: Some(5_000 + id), ..fixture() }).collect();
    store.write(|writer| writer.insert_all_unjudged(&attempts)).unwrap();
    let enough = || airbyte_db::ErrorKind::Unreadable { message: "enough".to_owned() };
    let ended = audit_at_once(&mut store, &options(), &mut |event| match event {
        Event::Found(_) => Err(enough().into()),
        Event::Judged(..) => Ok(()),
    });
    assert_eq!(ended.unwrap_err().kind(), &enough());
}

/// What is found in a sample, at the moment up to which it reaches.
fn found_in_sample(plan: &Plan) -> (Vec<Found>, Vec<sample::Fault>) {
    let (store, faults) = stored(plan);
    (found_with(&store, &Options::as_of(plan.until)), faults)
}

#[test]
fn every_fault_of_a_sample_is_found_and_no_other_row_is_blamed() {
    for seed in 1..=3 {
        let (found, faults) = found_in_sample(&Plan { seed, faults: true, ..Plan::default() });
        let is_of = |found: &Found, fault: &sample::Fault| {
            // Of states of two types, which of them is wrong nobody can tell.
            let is_row = found.key == fault.key || fault.kind == FaultKind::MixedStates;
            found.table == fault.table && is_row
        };
        for fault in &faults {
            assert!(found.iter().any(|found| is_of(found, fault)), "not found: {fault}");
        }
        for found in &found {
            let is_known = faults.iter().any(|fault| is_of(found, fault));
            assert!(is_known, "{} {}: {}", found.table, found.key, found.finding);
        }
        for kind in FaultKind::ALL {
            assert!(faults.iter().any(|fault| fault.kind == *kind), "the sample lacks {}", kind.as_str());
        }
    }
}

#[test]
fn a_clean_sample_gives_no_alarm() {
    for seed in 1..=3 {
        let (found, _) = found_in_sample(&Plan { seed, ..Plan::default() });
        assert_eq!(found, []);
    }
}

fn upgrades(store: &Store, registry: &str) -> Vec<Found> {
    let registry = Registry::read(registry).unwrap();
    let mut found = Vec::new();
    against(&store.read(), &registry, &options(), &mut |event| {
        if let Event::Found(one) = event {
            found.push(*one);
        }
        Ok(())
    })
    .unwrap();
    found
}

/// A registry with a newer source, by its id, and the same destination, by its image.
fn registry(properties: &str, required: &str, with_destination: bool) -> String {
    let spec = format!(
        r#"{{"connectionSpecification": {{"type": "object", "required": {required}, "properties": {properties}}}}}"#
    );
    let source = format!(
        r#"{{"sourceDefinitionId": "{}", "name": "Orders", "dockerRepository": "elsewhere/orders", "dockerImageTag": "2.0.0", "spec": {spec}}}"#,
        source().actor_definition_id
    );
    let destination = format!(
        r#"{{"destinationDefinitionId": "{}", "name": "Lake", "dockerRepository": "example/destination-lake", "dockerImageTag": "1.0.0", "spec": {}}}"#,
        id(77),
        destination_definition().spec.text()
    );
    let destination = if with_destination { destination } else { String::new() };
    format!(r#"{{"sources": [{source}], "destinations": [{destination}]}}"#)
}

#[test]
fn what_an_upgrade_breaks_is_told_with_its_versions() {
    const HOST: &str = r#""host": {"type": "string", "title": "Host"}"#;
    const TOKEN: &str = r#""token": {"type": "string", "airbyte_secret": true}"#;
    let store = deployment();
    let told = |properties: &str, required: &str, with_destination| -> Vec<String> {
        let found = upgrades(&store, &registry(properties, required, with_destination));
        found.iter().map(|found| found.finding.to_string()).collect()
    };
    let same = format!("{{{HOST}, {TOKEN}}}");
    assert_eq!(told(&same, r#"["host", "token"]"#, true), [""; 0]);
    assert_eq!(told(&same, "[]", false), [on_the_page(Code::ConnectorGone)]);
    assert_eq!(told(&format!("{{{TOKEN}}}"), "[]", true), [on_the_page(Code::MemberIgnored)]);
    let deprecated = same.replace(r#""title""#, r#""deprecated": true, "title""#);
    assert_eq!(told(&deprecated, "[]", true), [on_the_page(Code::MemberDeprecated)]);
    let more = format!(r#"{{{HOST}, {TOKEN}, "region": {{"type": "string", "title": "Region"}}}}"#);
    assert_eq!(told(&more, r#"["region"]"#, true), ["error: Region is missing. (/configuration/region)"]);

    let found = upgrades(&store, &registry(&more, r#"["region"]"#, true));
    let upgrade = found[0].upgrade.as_ref().unwrap();
    assert_eq!((&*upgrade.from, upgrade.to.as_deref()), ("1.0.0", Some("2.0.0")));
    assert_eq!((found[0].table, &*found[0].key), ("actor", &*source().id.to_string()));
}

#[test]
fn a_newer_spec_that_nobody_can_use_is_told() {
    let schema = r#"{"type": "object", "required": [], "properties": {}}"#;
    let broken = registry("{}", "[]", true).replacen(schema, r#""see the documentation""#, 1);
    let found = upgrades(&deployment(), &broken);
    let [found] = &found[..] else { panic!("{found:?}") };
    let told = (found.table, &*found.key, found.finding.code, found.finding.severity);
    let definition = source().actor_definition_id.to_string();
    assert_eq!(told, ("actor_definition", &*definition, Code::SpecUnusable, Severity::Warning));
    assert_eq!(found.upgrade.as_ref().and_then(|upgrade| upgrade.to.as_deref()), Some("2.0.0"));
}

#[test]
fn what_was_broken_before_is_no_fault_of_the_upgrade() {
    let mut store = deployment();
    let broken = with_configuration(source(), r#"{"host": 5, "token": "x"}"#);
    store.write(|writer| writer.update_unjudged(&broken)).unwrap();
    let same = r#"{"host": {"type": "string"}, "token": {"type": "string", "airbyte_secret": true}}"#;
    assert_eq!(upgrades(&store, &registry(same, "[]", true)), []);
}

#[test]
fn a_baseline_accepts_what_it_knows_and_nothing_else() {
    let mut store = deployment();
    store.write(FAULTS[0].2).unwrap();
    let known = found(&store);
    let mut baseline = Baseline::default();
    baseline.add(&known[0]);
    let text = baseline.to_text();
    assert_eq!(text, "{\"table\":\"attempts\",\"key\":\"10\",\"code\":\"row_missing\",\"pointer\":\"/job_id\"}\n");
    let mut read = Baseline::read(&text).unwrap();
    assert_eq!((read.accepts(&known[0]), read.accepts(&known[0]), read.left()), (true, false, 0));
    let other = Found { key: "11".to_owned(), ..known[0].clone() };
    let mut read = Baseline::read(&text).unwrap();
    assert_eq!((read.accepts(&other), read.left()), (false, 1));
    let error = Baseline::read("{\"table\": \"jobs\"}").unwrap_err();
    assert_eq!(error.code(), "unreadable");
}

/// All that can be printed of what was found.
fn all_reports(found: &[Found]) -> String {
    let mut summary = Summary::new("a <b>.db", "2023-02-01T00:00:00Z", usize::MAX);
    let mut text = String::new();
    let mut log = Sarif::default();
    for found in found {
        text += &found.to_json();
        text += &sarif(&mut log, "a.db", found);
        text.extend([format!("{found:?}")]);
        summary.add(found.clone());
    }
    text + &html(&summary) + &human(&summary, NO_STYLES) + &summary.to_json()
}

#[test]
fn a_page_escapes_whatever_a_row_says() {
    let mut store = deployment();
    let evil = "<script>alert(1)</script>\u{202e}";
    let connection: Connection = fixture();
    let catalog = connection.catalog.text().replace("orders", evil);
    let connection = Connection { catalog: Json::parse(&catalog).unwrap(), ..connection };
    store
        .write(|writer| {
            writer.update_unjudged(&connection)?;
            FAULTS[4].2(writer)
        })
        .unwrap();
    let mut summary = Summary::new("<i>a\"'.db", "2023-02-01T00:00:00Z", 10);
    for found in found(&store) {
        summary.add(found);
    }
    let page = html(&summary);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    for never in ["<script", "\u{202e}", "<i>", "src=", "href=\"http", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
}

#[test]
fn the_summary_counts_all_and_keeps_the_first() {
    let mut store = deployment();
    let rows: Vec<Attempt> = (10..30).map(|id| Attempt { id, job_id: Some(id), ..fixture() }).collect();
    store.write(|writer| writer.insert_all_unjudged(&rows)).unwrap();
    let mut summary = Summary::new("a.db", "2023-02-01T00:00:00Z", 3);
    for found in found(&store) {
        summary.add(found);
    }
    assert_eq!((summary.count(), summary.errors()), (20, 20));
    assert_eq!(summary.groups[&(Code::RowMissing, "attempts")].first.len(), 3);
    assert!(human(&summary, NO_STYLES).contains("and 17 more; --all shows them"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_ever_told(secret in "[a-z]{6}[0-9]{6}", wrong in 0..4_u8) {
        let mut store = deployment();
        // In the clear, of another type, beside what is broken, or in a reference that is none.
        let configuration = match wrong {
            0 => format!(r#"{{"host": 5, "token": "{secret}"}}"#),
            1 => format!(r#"{{"token": ["{secret}"]}}"#),
            2 => format!(r#"{{"host": "h", "token": {{"_secret": "{secret}"}}}}"#),
            _ => format!(r#"{{"host": "h", "tokenn": "{secret}"}}"#),
        };
        let payload = Secret { payload: Some(secret.clone().into()), ..fixture() };
        let parameter = ActorOauthParameter {
            actor_definition_id: source().actor_definition_id,
            configuration: Json::parse(&format!(r#"{{"client_secret": "{secret}"}}"#)).unwrap(),
            ..fixture()
        };
        store.write(|writer| {
            writer.update_unjudged(&with_configuration(source(), &configuration))?;
            writer.insert_unjudged(&payload)?;
            writer.insert_unjudged(&parameter)
        }).unwrap();
        let mut all = found(&store);
        prop_assert!(all.iter().any(|found| found.finding.severity == Severity::Error) || wrong == 1 || !all.is_empty());
        all.extend(upgrades(&store, &registry(r#"{"token": {"type": "integer", "airbyte_secret": true}}"#, "[]", false)));
        prop_assert!(!all_reports(&all).contains(&secret));
    }
}

#[cfg(feature = "cli")]
mod command {
    use super::*;
    use std::path::Path;
    use std::process::Command;

    fn run(folder: &Path, line: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
        let output = command.args(line.split_whitespace()).current_dir(folder).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[test]
    fn a_store_is_audited_accepted_and_audited_again() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut store = Store::open(folder.join("a.db")).unwrap();
        fill(&mut store);
        drop(store);
        let (status, out, _) = run(folder, "audit a.db --as-of 2023-02-01T00:00:00Z");
        assert_eq!((status, out.ends_with("Nothing is wrong.\n")), (0, true), "{out}");

        let mut store = Store::open(folder.join("a.db")).unwrap();
        store.write(FAULTS[0].2).unwrap();
        drop(store);
        let (status, out, _) = run(folder, "audit a.db");
        assert_eq!(status, 1);
        assert!(out.contains("row_missing  attempts  1 error"), "{out}");
        let (status, out, _) = run(folder, "audit a.db --format json --as-of 2023-02-01T00:00:00Z");
        let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((status, lines.len()), (1, 2));
        assert_eq!((&lines[0]["table"], &lines[0]["key"]), (&"attempts".into(), &"10".into()));
        assert_eq!(lines[0]["table_column"], "job_id");
        assert_eq!(lines[1]["summary"]["errors"], 1);
        let (_, out, _) = run(folder, "audit a.db --format sarif");
        let log: serde_json::Value = serde_json::from_str(&out).unwrap();
        let place = &log["runs"][0]["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
        assert_eq!(place, "/attempts/10/job_id");

        assert_eq!(run(folder, "audit a.db --write-baseline known.jsonl").0, 0);
        let (status, out, _) = run(folder, "audit a.db --baseline known.jsonl --fail-on warning");
        assert_eq!(status, 0, "{out}");
        assert!(out.contains("1 finding accepted by the baseline"), "{out}");
        let (status, _, told) = run(folder, "audit a.db --only job");
        assert_eq!((status, told.contains("there is no such table")), (2, true));
        assert_eq!(run(folder, "audit none.db").0, 2);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told_and_the_rest_is_judged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        fill(&mut Store::open(&path).unwrap());
        let raw = rusqlite::Connection::open(&path).unwrap();
        let spoil =
            "PRAGMA ignore_check_constraints = on; UPDATE actor SET updated_at = 'yesterday' WHERE name = 'Lake'";
        raw.execute_batch(spoil).unwrap();
        drop(raw);
        let found = found(&Store::open(&path).unwrap());
        let told: Vec<String> = found.iter().map(|found| found.finding.to_string()).collect();
        assert_eq!(told, [on_the_page(Code::RowUnreadable)]);
    }
}
