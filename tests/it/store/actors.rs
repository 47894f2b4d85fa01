//! Actors through one door, what hangs on them, and who may use which definition (facts, databases 2.7 to 2.12).

use super::support::{deployment, destination_definition, fixture, id};
use airbyte_db::json::Json;
use airbyte_db::secrets::Secret;
use airbyte_db::store::{List, SecretStore, Store};
use airbyte_db::tables::{
    self, Actor, ActorDefinition, ActorOauthParameter, ActorType, Connection, ConnectionOperation, Operation,
    StatusType, Workspace,
};
use std::cell::RefCell;
use std::collections::BTreeMap;

fn source(configuration: &str) -> Actor {
    Actor { id: id(1), configuration: Json::parse(configuration).unwrap(), ..fixture() }
}

fn secrets(store: &Store) -> Vec<(String, String)> {
    let rows = store.read().list::<tables::Secret>(&List::all()).unwrap();
    let version = |coordinate: &str| coordinate.rsplit_once('_').unwrap().1.to_owned();
    rows.iter().map(|row| (version(&row.coordinate), row.payload.as_ref().unwrap().expose().to_owned())).collect()
}

fn stored(store: &Store) -> String {
    store.read().get::<Actor>(id(1)).unwrap().unwrap().configuration.text().to_owned()
}

#[test]
fn secrets_are_kept_apart_and_versions_count_changes() {
    let mut store = deployment();
    store.write(|writer| writer.write_actor(&source(r#"{"host": "a", "token": "one"}"#))).unwrap();
    assert_eq!(secrets(&store), [("v1".to_owned(), "one".to_owned())]);
    let first = stored(&store);
    assert!(first.contains("_secret") && !first.contains("one"), "{first}");
    // A mask stands for what is there.
    store.write(|writer| writer.write_actor(&source(r#"{"host": "b", "token": "**********"}"#))).unwrap();
    assert_eq!(secrets(&store).len(), 1);
    assert_eq!(stored(&store), first.replace("\"a\"", "\"b\""));
    store.write(|writer| writer.write_actor(&source(r#"{"host": "b", "token": "two"}"#))).unwrap();
    assert_eq!(secrets(&store), [("v1".to_owned(), "one".to_owned()), ("v2".to_owned(), "two".to_owned())]);
    let hydrated = store.read().hydrated_actor(id(1)).unwrap().unwrap();
    assert_eq!(hydrated.configuration.text(), r#"{"host":"b","token":"two"}"#);
    let masked = store.read().masked_actor(id(1)).unwrap().unwrap();
    assert_eq!(masked.configuration.text(), r#"{"host":"b","token":"**********"}"#);
    assert!(store.read().hydrated_actor(id(2)).unwrap().is_none());
}

#[test]
fn what_the_spec_refuses_is_not_stored_and_no_secret_is_told() {
    let mut store = deployment();
    let error = store.write(|writer| writer.write_actor(&source(r#"{"token": 93817}"#))).unwrap_err();
    assert_eq!(error.code(), "refused");
    assert!(error.to_string().contains("(/configuration/host)"), "{error}");
    assert!(!format!("{error} {error:?}").contains("93817"), "{error:?}");
    assert!(store.read().get::<Actor>(id(1)).unwrap().is_none());
    assert_eq!(secrets(&store), []);
    // Of a deleted one nobody asks.
    let mut deleted = source("{}");
    deleted.tombstone = true;
    store.write(|writer| writer.write_actor(&deleted)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn nobody_gets_the_secret_of_another() {
    let mut store = deployment();
    store.write(|writer| writer.write_actor(&source(r#"{"host": "a", "token": "one"}"#))).unwrap();
    let stolen = Actor { id: id(2), ..store.read().get::<Actor>(id(1)).unwrap().unwrap() };
    assert!(store.write(|writer| writer.write_actor(&stolen)).is_err());
    let mut other = source(r#"{"host": "a", "token": "two"}"#);
    other.id = id(2);
    store.write(|writer| writer.write_actor(&other)).unwrap();
    assert!(store.write(|writer| writer.write_actor(&stolen)).is_err());
    assert_eq!(store.read().hydrated_actor(id(2)).unwrap().unwrap().configuration, other.configuration);
}

#[test]
fn another_store_may_keep_the_secrets() {
    #[derive(Default)]
    struct Vault(RefCell<BTreeMap<String, String>>);

    impl SecretStore for Vault {
        fn read_secret(&self, coordinate: &str) -> airbyte_db::Result<Option<String>> {
            Ok(self.0.borrow().get(coordinate).cloned())
        }

        fn write_secret(&self, secret: &Secret) -> airbyte_db::Result<()> {
            self.0.borrow_mut().insert(secret.coordinate.clone(), secret.payload.clone());
            Ok(())
        }
    }

    let mut store = deployment();
    let vault = Vault::default();
    let actor = source(r#"{"host": "a", "token": "one"}"#);
    store.write(|writer| writer.write_actor_with(&actor, &vault)).unwrap();
    assert_eq!(secrets(&store), []);
    assert_eq!(vault.0.borrow().len(), 1);
    let payload = |coordinate: &str| vault.read_secret(coordinate);
    let hydrated = store.read().hydrated_actor_from(id(1), &payload).unwrap().unwrap();
    assert_eq!(hydrated.configuration, actor.configuration);
    assert!(store.read().hydrated_actor(id(1)).is_err());
}

#[test]
fn deleting_marks_what_hangs_on_it() {
    type Delete = fn(&airbyte_db::store::Writer<'_>) -> airbyte_db::Result<()>;
    let workspace: Delete = |writer| writer.delete_workspace(fixture::<Workspace>().id);
    let definition: Delete = |writer| writer.delete_definition(destination_definition().id);
    let actor: Delete = |writer| writer.delete_actor(fixture::<Actor>().id);
    let connection: Delete = |writer| writer.delete_connection(fixture::<Connection>().id);
    for (delete, marked) in [
        (workspace, [true, false, true, true]),
        (definition, [false, true, false, true]),
        (actor, [false, false, true, false]),
        (connection, [false, false, false, false]),
    ] {
        let mut store = deployment();
        store.write(delete).unwrap();
        let reader = store.read();
        let row: Connection = reader.get(fixture::<Connection>().id).unwrap().unwrap();
        assert_eq!(row.status, Some(StatusType::Deprecated));
        let found = [
            reader.get::<Workspace>(fixture::<Workspace>().id).unwrap().unwrap().tombstone,
            reader.get::<ActorDefinition>(destination_definition().id).unwrap().unwrap().tombstone,
            reader.get::<Actor>(fixture::<Actor>().id).unwrap().unwrap().tombstone,
            reader.get::<Actor>(fixture::<Connection>().destination_id).unwrap().unwrap().tombstone,
        ];
        assert_eq!(found, marked);
        assert!(reader.live_connections_of(fixture::<Workspace>().id).unwrap().is_empty());
    }
    let mut store = deployment();
    assert_eq!(store.write(|writer| writer.delete_actor(id(9))).unwrap_err().code(), "store_missing");
}

#[test]
fn deprecated_is_final() {
    let mut store = deployment();
    let connection = fixture::<Connection>().id;
    store.write(|writer| writer.set_connection_status(connection, &StatusType::Inactive)).unwrap();
    store.write(|writer| writer.set_connection_status(connection, &StatusType::Active)).unwrap();
    assert_eq!(store.read().live_connections_of(fixture::<Workspace>().id).unwrap().len(), 1);
    store.write(|writer| writer.delete_connection(connection)).unwrap();
    store.write(|writer| writer.delete_connection(connection)).unwrap();
    let error = store.write(|writer| writer.set_connection_status(connection, &StatusType::Active)).unwrap_err();
    assert_eq!(error.code(), "store_not_allowed");
}

#[test]
fn a_connection_without_a_status_is_live() {
    let mut store = deployment();
    let connection = Connection { status: None, ..fixture() };
    store.write(|writer| writer.update(&connection)).unwrap();
    assert_eq!(store.read().live_connections_of(fixture::<Workspace>().id).unwrap().len(), 1);
}

#[test]
fn operations_that_no_connection_has_are_deleted() {
    let mut store = deployment();
    let connection = fixture::<Connection>().id;
    let other = Connection { id: id(1), ..fixture() };
    let operation: Operation = fixture();
    let second = Operation { id: id(2), ..operation.clone() };
    store
        .write(|writer| {
            writer.insert(&other)?;
            writer.insert(&second)?;
            writer.set_operations(connection, &[operation.id, second.id])?;
            writer.set_operations(other.id, &[operation.id])
        })
        .unwrap();
    assert_eq!(store.read().operations_of(connection).unwrap().len(), 2);
    store.write(|writer| writer.set_operations(connection, &[])).unwrap();
    let is_deleted = |store: &Store, id| store.read().get::<Operation>(id).unwrap().unwrap().tombstone;
    assert_eq!((is_deleted(&store, operation.id), is_deleted(&store, second.id)), (false, true));
    store.write(|writer| writer.delete_operation(operation.id)).unwrap();
    assert_eq!(store.read().count::<ConnectionOperation>().unwrap(), 0);
    assert!(is_deleted(&store, operation.id));
    let foreign = Operation { id: id(3), workspace_id: id(4), ..fixture() };
    let workspace = Workspace { id: id(4), ..fixture() };
    let error = store.write(|writer| {
        writer.insert(&workspace)?;
        writer.insert(&foreign)?;
        writer.set_operations(connection, &[foreign.id])
    });
    assert_eq!(error.unwrap_err().code(), "store_not_allowed");
}

#[test]
fn a_workspace_sees_public_definitions_and_those_granted_to_it() {
    let mut store = deployment();
    let workspace = fixture::<Workspace>().id;
    let definition = |number: u128, name: &str, public: bool, custom: bool, tombstone: bool| {
        let name = name.to_owned();
        ActorDefinition { id: id(number), name, public, custom, tombstone, ..fixture() }
    };
    store
        .write(|writer| {
            writer.delete::<ActorDefinition>(fixture::<ActorDefinition>().id)?;
            writer.insert(&definition(1, "Public", true, false, false))?;
            writer.insert(&definition(2, "Another public", true, true, false))?;
            writer.insert(&definition(3, "Gone", true, false, true))?;
            writer.insert(&definition(4, "Private", false, false, false))?;
            writer.insert(&definition(5, "Granted", false, false, false))?;
            writer.write_custom_definition(&definition(6, "Custom", true, false, true), workspace)?;
            assert!(writer.grant_definition(id(5), workspace)?);
            assert!(!writer.grant_definition(id(5), workspace)?);
            writer.grant_definition(id(3), workspace)
        })
        .unwrap();
    let reader = store.read();
    let names = |definitions: Vec<ActorDefinition>| -> Vec<String> {
        definitions.into_iter().map(|definition| definition.name).collect()
    };
    let visible = reader.visible_definitions(workspace, &ActorType::Source).unwrap();
    assert_eq!(names(visible), ["Another public", "Public", "Custom", "Granted"]);
    let grantable = reader.grantable_definitions(workspace, &ActorType::Source).unwrap();
    let grantable: Vec<_> = grantable.into_iter().map(|(definition, granted)| (definition.name, granted)).collect();
    assert_eq!(grantable, [("Granted".to_owned(), true), ("Private".to_owned(), false)]);
    let can = |number, workspace| reader.workspace_can_use_definition(id(number), workspace).unwrap();
    assert_eq!([1, 3, 4, 5, 6].map(|number| can(number, workspace)), [true, true, false, true, true]);
    assert_eq!([1, 5, 6].map(|number| can(number, id(99))), [true, false, false]);
    let can = |number| reader.workspace_can_use_custom_definition(id(number), workspace).unwrap();
    assert_eq!([2, 5, 6].map(can), [false, false, true]);
    let custom = reader.get::<ActorDefinition>(id(6)).unwrap().unwrap();
    assert_eq!((custom.public, custom.custom, custom.tombstone), (false, true, false));
    assert_eq!(custom.release_stage.unwrap().as_str(), "custom");
    assert!(store.write(|writer| writer.revoke_definition(id(5), workspace)).unwrap());
    assert!(!store.write(|writer| writer.revoke_definition(id(5), workspace)).unwrap());
}

#[test]
fn the_workspaces_own_parameters_come_before_the_deployments() {
    let mut store = deployment();
    let (definition, workspace) = (fixture::<ActorDefinition>().id, fixture::<Workspace>().id);
    let set = |store: &mut Store, workspace, text: &str| {
        let configuration = Json::parse(text).unwrap();
        store
            .write(|writer| writer.set_oauth_parameter(definition, workspace, &ActorType::Source, &configuration))
            .unwrap()
    };
    let found = |store: &Store, workspace| {
        let row = store.read().oauth_parameter_for(definition, workspace, &ActorType::Source).unwrap();
        row.map(|row| row.configuration.text().to_owned())
    };
    assert_eq!(found(&store, workspace), None);
    let first = set(&mut store, None, r#"{"client_id":"all"}"#);
    assert_eq!(set(&mut store, None, r#"{"client_id":"everyone"}"#), first);
    assert_eq!(found(&store, workspace).unwrap(), r#"{"client_id":"everyone"}"#);
    let own = set(&mut store, Some(workspace), r#"{"client_id":"own"}"#);
    assert_eq!(set(&mut store, Some(workspace), r#"{"client_id":"own"}"#), own);
    assert_eq!(found(&store, workspace).unwrap(), r#"{"client_id":"own"}"#);
    assert_eq!(found(&store, id(9)).unwrap(), r#"{"client_id":"everyone"}"#);
    assert_eq!(store.read().count::<ActorOauthParameter>().unwrap(), 2);
}
