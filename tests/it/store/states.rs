//! States: stream, global and legacy, written bit by bit (facts, databases 2.5), and streams to be reset (2.6).

use super::support::{deployment, fixture, id};
use airbyte_db::blobs::{StreamDescriptor, TypedState};
use airbyte_db::json::Json;
use airbyte_db::store::{List, Store};
use airbyte_db::tables::{Connection, State, StateType, StreamReset};
use airbyte_db::uuid::Uuid;

fn typed(text: &str) -> TypedState {
    TypedState::of(&Json::parse(text).unwrap()).unwrap()
}

fn stream(name: &str, namespace: Option<&str>, state: &str) -> String {
    let namespace = namespace.map(|namespace| format!(r#","namespace":"{namespace}""#)).unwrap_or_default();
    format!(r#"{{"stream_descriptor":{{"name":"{name}"{namespace}}},"stream_state":{state}}}"#)
}

fn streams(of: &[String]) -> TypedState {
    let messages: Vec<_> = of.iter().map(|stream| format!(r#"{{"type":"STREAM","stream":{stream}}}"#)).collect();
    typed(&format!("[{}]", messages.join(",")))
}

fn global(shared: &str, of: &[String]) -> TypedState {
    typed(&format!(r#"[{{"type":"GLOBAL","global":{{"shared_state":{shared},"stream_states":[{}]}}}}]"#, of.join(",")))
}

fn connection() -> Uuid {
    fixture::<Connection>().id
}

fn write(store: &mut Store, state: &TypedState) {
    store.write(|writer| writer.write_state(connection(), state)).unwrap();
}

#[track_caller]
fn refused(store: &mut Store, state: &TypedState) {
    let before = store.read().list::<State>(&List::all()).unwrap();
    let error = store.write(|writer| writer.write_state(connection(), state)).unwrap_err();
    assert_eq!(error.code(), "store_not_allowed");
    assert_eq!(store.read().list::<State>(&List::all()).unwrap(), before);
}

fn read(store: &Store) -> TypedState {
    store.read().state_of(connection()).unwrap()
}

#[test]
fn there_is_none_at_first() {
    let store = deployment();
    assert_eq!(read(&store), TypedState::None);
    assert_eq!(store.read().state_type_of(connection()).unwrap(), None);
}

#[test]
fn what_is_written_is_read() {
    let of = [stream("a", None, "{\"n\":1.0}"), stream("a", Some(""), "[]"), stream("b", Some("x"), "7")];
    for state in [streams(&of), global("{\"lsn\":12345678901234567890}", &of), typed(r#"{"cursor":"2023"}"#)] {
        let mut store = deployment();
        write(&mut store, &state);
        assert_eq!(read(&store), state);
        write(&mut store, &state);
        assert_eq!(read(&store), state);
    }
}

#[test]
fn a_legacy_state_stands_inside_one_member() {
    let mut store = deployment();
    write(&mut store, &typed(r#"{"b":1,"a":2}"#));
    let rows = store.read().list::<State>(&List::all()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].state.as_ref().unwrap().text(), r#"{"state":{"b":1,"a":2}}"#);
    assert_eq!((&rows[0].r#type, &rows[0].stream_name), (&StateType::Legacy, &None));
    write(&mut store, &TypedState::Legacy(Json::null()));
    assert_eq!(read(&store), TypedState::None);
}

#[test]
fn updates_are_partial_and_null_removes() {
    let mut store = deployment();
    write(&mut store, &streams(&[stream("a", None, "1"), stream("b", None, "1")]));
    let before = store.read().list::<State>(&List::all().equal("stream_name", "a")).unwrap();
    write(&mut store, &streams(&[stream("a", None, "2"), stream("c", Some("x"), "3")]));
    assert_eq!(read(&store), streams(&[stream("a", None, "2"), stream("b", None, "1"), stream("c", Some("x"), "3")]));
    let after = store.read().list::<State>(&List::all().equal("stream_name", "a")).unwrap();
    assert_eq!((before[0].id, before[0].created_at), (after[0].id, after[0].created_at));
    assert!(after[0].updated_at > before[0].updated_at);
    write(&mut store, &streams(&[stream("a", None, "null"), stream("c", None, "null")]));
    assert_eq!(read(&store), streams(&[stream("b", None, "1"), stream("c", Some("x"), "3")]));
    write(&mut store, &TypedState::Stream(Vec::new()));
    assert_eq!(store.read().count::<State>().unwrap(), 2);
}

#[test]
fn a_global_state_has_a_row_that_the_streams_share() {
    let mut store = deployment();
    write(&mut store, &global("1", &[stream("a", None, "1")]));
    let shared = store.read().list::<State>(&List::all().equal("stream_name", airbyte_db::table::Cell::Null)).unwrap();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].r#type, StateType::Global);
    write(&mut store, &global("null", &[stream("b", None, "2")]));
    let TypedState::Global(message) = read(&store) else { panic!("a global state") };
    let global = message.global.unwrap();
    assert_eq!(global.shared_state, None);
    assert_eq!(global.stream_states.len(), 2);
}

#[test]
fn only_a_legacy_state_becomes_another() {
    let (of_streams, legacy) = (streams(&[stream("a", None, "1")]), typed(r#"{"a":1}"#));
    let whole = global("1", &[stream("a", None, "1")]);
    for to in [&of_streams, &whole] {
        let mut store = deployment();
        write(&mut store, &legacy);
        write(&mut store, to);
        assert_eq!(read(&store), *to);
        refused(&mut store, &legacy);
    }
    let mut store = deployment();
    write(&mut store, &of_streams);
    refused(&mut store, &whole);
    let mut store = deployment();
    write(&mut store, &whole);
    refused(&mut store, &of_streams);
}

#[test]
fn rows_of_several_types_cannot_be_read() {
    let mut store = deployment();
    write(&mut store, &streams(&[stream("a", None, "1")]));
    let mut row = store.read().list::<State>(&List::all()).unwrap().remove(0);
    (row.id, row.stream_name, row.r#type) = (id(1), Some("b".to_owned()), StateType::Global);
    store.write(|writer| writer.insert_unjudged(&row)).unwrap();
    assert_eq!(store.read().state_of(connection()).unwrap_err().code(), "store_not_allowed");
}

#[test]
fn a_state_needs_its_connection() {
    let mut store = deployment();
    let error = store.write(|writer| writer.write_state(id(5), &typed("{\"a\":1}"))).unwrap_err();
    assert_eq!(error.code(), "store_constraint");
}

fn descriptor(name: &str, namespace: Option<&str>) -> StreamDescriptor {
    StreamDescriptor { name: name.to_owned(), namespace: namespace.map(str::to_owned) }
}

#[test]
fn resets_are_a_queue_of_each_connection() {
    let mut store = deployment();
    let (a, a_in_x, b) = (descriptor("a", None), descriptor("a", Some("x")), descriptor("b", None));
    let all = [a.clone(), b.clone(), a_in_x.clone()];
    assert_eq!(store.write(|writer| writer.enqueue_stream_resets(connection(), &all)).unwrap(), 3);
    assert_eq!(store.write(|writer| writer.enqueue_stream_resets(connection(), &all[..1])).unwrap(), 0);
    assert_eq!(store.write(|writer| writer.enqueue_stream_resets(id(9), &all[..1])).unwrap(), 1);
    assert_eq!(store.read().stream_resets_of(connection()).unwrap(), all);
    // The platform would empty the table here.
    store.write(|writer| writer.dequeue_stream_resets(connection(), &[])).unwrap();
    assert_eq!(store.read().count::<StreamReset>().unwrap(), 4);
    store.write(|writer| writer.dequeue_stream_resets(connection(), &[a, descriptor("z", None)])).unwrap();
    assert_eq!(store.read().stream_resets_of(connection()).unwrap(), [b, a_in_x]);
    assert_eq!(store.read().stream_resets_of(id(9)).unwrap().len(), 1);
}
