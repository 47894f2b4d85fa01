//! What changed between two catalogs, and what breaks a configured one.

use airbyte_db::difference::{breaks, compare};

/// A discovered catalog of one stream, with these properties and other members.
fn discovered(properties: &str, more: &str) -> String {
    format!(r#"{{"streams":[{{"name":"t","json_schema":{{"properties":{properties}}}{more}}}]}}"#)
}

fn configured(properties: &str, how: &str) -> String {
    format!(r#"{{"streams":[{{"stream":{{"name":"t","json_schema":{{"properties":{properties}}}}},{how}}}]}}"#)
}

fn changes(old: &str, new: &str) -> Vec<String> {
    compare(old, new, None).unwrap().changes.iter().map(ToString::to_string).collect()
}

#[test]
fn either_spelling_of_a_type_is_the_same_type() {
    let of_ref = |name: &str| format!(r#"{{"a":{{"$ref":"WellKnownTypes.json#/definitions/{name}"}}}}"#);
    for (old, name) in [
        (r#"{"type":"integer"}"#, "Integer"),
        (r#"{"type":"number","airbyte_type":"integer"}"#, "Integer"),
        (r#"{"type":["null","number"]}"#, "Number"),
        (r#"{"type":"boolean"}"#, "Boolean"),
        (r#"{"type":"string"}"#, "String"),
        (r#"{"type":"string","format":"date"}"#, "Date"),
        (r#"{"type":"string","format":"date-time"}"#, "TimestampWithTimezone"),
        (
            r#"{"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"}"#,
            "TimestampWithoutTimezone",
        ),
        (r#"{"type":"string","format":"time"}"#, "TimeWithTimezone"),
        (r#"{"type":"string","airbyte_type":"time_without_timezone"}"#, "TimeWithoutTimezone"),
        (r#"{"type":"string","contentEncoding":"base64"}"#, "BinaryData"),
    ] {
        let (old, new) = (discovered(&format!(r#"{{"a":{old}}}"#), ""), discovered(&of_ref(name), ""));
        assert_eq!(changes(&old, &new), [""; 0], "{name}");
    }
    let choice = r#"{"a":{"oneOf":[{"$ref":"WellKnownTypes.json#/definitions/String"},{"$ref":"WellKnownTypes.json#/definitions/Integer"}]}}"#;
    let list = r#"{"a":{"type":["integer","string"]}}"#;
    assert_eq!(changes(&discovered(list, ""), &discovered(choice, "")), [""; 0]);
}

#[test]
fn every_kind_of_change_is_told_once() {
    let id = r#"{"id":{"type":"integer"}}"#;
    let with = |more| discovered(id, more);
    for (old, new, told) in [
        (with(""), discovered("{}", ""), "t: id is gone, was integer"),
        (discovered("{}", ""), with(""), "t: id is new, integer"),
        (with(""), discovered(r#"{"id":{"type":"string"}}"#, ""), "t: id is string, was integer"),
        (with(""), r#"{"streams":[]}"#.to_owned(), "t: the stream is gone"),
        (r#"{"streams":[]}"#.to_owned(), with(""), "t: a new stream"),
        (with(""), with(r#","source_defined_primary_key":[["id"]]"#), "t: the primary key: id, was none"),
        (with(r#","default_cursor_field":["id"]"#), with(""), "t: the default cursor: none, was id"),
        (
            with(""),
            with(r#","source_defined_cursor":true"#),
            "t: whether the source defines the cursor: true, was false",
        ),
        (
            with(r#","supported_sync_modes":["incremental","full_refresh"]"#),
            with(r#","supported_sync_modes":["full_refresh"]"#),
            "t: supported sync modes: full_refresh, was full_refresh, incremental",
        ),
        (
            configured(id, r#""sync_mode":"full_refresh","cursor_field":["id"]"#),
            configured(id, r#""sync_mode":"full_refresh","cursor_field":[]"#),
            "t: the configured cursor: none, was id",
        ),
        (
            configured(id, r#""sync_mode":"full_refresh""#),
            configured(id, r#""sync_mode":"incremental""#),
            "t: the configured sync mode: incremental, was full_refresh",
        ),
    ] {
        assert_eq!(changes(&old, &new), [told], "{old} {new}");
        assert!(compare(&old, &old, None).unwrap().same);
    }
}

#[test]
fn fields_inside_of_others_are_told_by_their_way() {
    let old = r#"{"a":{"type":"object","properties":{"b":{"type":"string"}}},"c":{"type":"array","items":{"type":"object","properties":{"d":{"type":"string"}}}}}"#;
    let new = old.replace(r#""b":{"type":"string"}"#, r#""b":{"type":"boolean"}"#).replace(r#""d""#, r#""e""#);
    assert_eq!(
        changes(&discovered(old, ""), &discovered(&new, "")),
        ["t: a.b is boolean, was string", "t: c.[].d is gone, was string", "t: c.[].e is new, string"]
    );
}

#[test]
fn what_breaks_a_configured_catalog_is_told_once() {
    let fields = r#"{"id":{"type":"integer"},"at":{"type":"string"},"x":{"type":"string"}}"#;
    let chosen = r#""sync_mode":"incremental","cursor_field":["at"],"destination_sync_mode":"append_dedup","primary_key":[["id"]]"#;
    let own = configured(fields, chosen);
    let told = |new: &str| -> Vec<String> { breaks(&own, new).unwrap().iter().map(ToString::to_string).collect() };
    let all_modes = r#","supported_sync_modes":["full_refresh","incremental"]"#;
    assert_eq!(told(&discovered(fields, all_modes)), [""; 0]);
    // Catalogs of old name no modes.
    assert_eq!(told(&discovered(fields, "")), [""; 0]);
    for (new, expected) in [
        (r#"{"streams":[]}"#.to_owned(), "t: the source no longer has the stream"),
        (
            discovered(fields, r#","supported_sync_modes":["full_refresh"]"#),
            "t: the source no longer supports the sync mode incremental",
        ),
        (discovered(&fields.replace(r#""at""#, r#""b""#), ""), "t: the cursor “at” is gone"),
        (
            discovered(&fields.replace(r#""at":{"type":"string"}"#, r#""at":{"type":"integer"}"#), ""),
            "t: the cursor “at” is integer, was string",
        ),
        (discovered(&fields.replace(r#""id""#, r#""b""#), ""), "t: the field “id” of the primary key is gone"),
        (
            discovered(&fields.replace("integer", "string"), ""),
            "t: the field “id” of the primary key is string, was integer",
        ),
        (discovered(&fields.replace(r#""x""#, r#""y""#), ""), "t: the selected field “x” is gone"),
    ] {
        assert_eq!(told(&new), [expected]);
    }
    // A schema that names no fields allows any, and a source that knows what is new needs no cursor.
    assert_eq!(told(r#"{"streams":[{"name":"t","json_schema":{}}]}"#), [""; 0]);
    let no_cursor = configured(r#"{"id":{"type":"integer"}}"#, chosen);
    let source_knows = discovered(r#"{"id":{"type":"integer"}}"#, r#","source_defined_cursor":true"#);
    assert!(breaks(&no_cursor, &source_knows).unwrap().is_empty());
}

#[test]
fn what_is_no_catalog_has_no_streams_and_what_is_no_json_is_an_error() {
    assert!(compare("[]", r#"{"streams": {"a": 1}}"#, Some("7")).unwrap().same);
    assert_eq!(compare("{", "{}", None).unwrap_err().code(), "json_syntax");
}

#[test]
fn the_json_form_names_stream_change_and_field() {
    let difference =
        compare(&discovered(r#"{"a":{"type":"string"}}"#, ""), &discovered("{}", ""), None).unwrap().to_json();
    let expected = r#"{"same":false,"changes":[{"stream":"t","change":"field_removed","field":["a"],"old":"string"}],"breaks":[]}"#;
    assert_eq!(difference, expected);
}
