//! Forms: small specs told field by field, generated ones of any kind, and every real one.

use crate::support::corpus;
use airbyte_db::form::{Choice, Field, Form, Kind, Layout, Model, put};
use airbyte_db::json::{Document, push_segment};
use airbyte_db::{Finding, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

#[track_caller]
fn form(schema: &Value) -> Form {
    Form::new(&schema.to_string()).unwrap()
}

/// The keys of the fields, card by card.
fn keys(model: &Model) -> Vec<(&str, Vec<&str>)> {
    model.cards.iter().map(|card| (&*card.id, card.fields.iter().map(|field| &*field.key).collect())).collect()
}

/// A spec of texts, each with more keywords.
fn texts(required: &[&str], properties: &[(&str, Value)]) -> Value {
    let text = |(name, more): &(&str, Value)| {
        let mut schema = more.clone();
        schema["type"] = json!("string");
        ((*name).to_owned(), schema)
    };
    json!({"required": required, "properties": properties.iter().map(text).collect::<serde_json::Map<_, _>>()})
}

// ---- order and cards ----

#[test]
fn optional_fields_come_after_required_ones_each_by_order_and_name() {
    let spec = texts(&["c"], &[("a", json!({})), ("b", json!({})), ("c", json!({}))]);
    assert_eq!(keys(&form(&spec).model()), [("default", vec!["c", "a", "b"])]);
    let numbered = [("a", 1), ("b", 0), ("c", 2), ("d", 3)].map(|(name, order)| (name, json!({"order": order})));
    let spec = texts(&["c"], &numbered);
    assert_eq!(keys(&form(&spec).model()), [("default", vec!["c", "b", "a", "d"])]);
    assert_eq!(keys(&form(&spec).model_in(Layout::V0_40)), [("default", vec!["b", "a", "c", "d"])]);
}

#[test]
fn what_is_always_shown_stands_with_the_required_ones() {
    let shown = ("b", json!({"order": 0, "always_show": true}));
    let model = form(&texts(&["c"], &[("a", json!({"order": 1})), shown, ("c", json!({"order": 2}))])).model();
    assert_eq!(keys(&model), [("default", vec!["b", "c", "a"])]);
    let folded: Vec<bool> = model.cards[0].fields.iter().map(|field| field.folded).collect();
    assert_eq!(folded, [false, false, true]);
}

#[test]
fn groups_and_choices_stand_with_the_required_ones() {
    let spec = json!({"properties": {
        "a": {"type": "string"},
        "group": {"type": "object", "properties": {"x": {"type": "string"}}},
        "choice": {"oneOf": [{"properties": {"by": {"const": 1}}}, {"properties": {"by": {"const": 2}}}]},
        "list": {"type": "array"}
    }});
    assert_eq!(keys(&form(&spec).model()), [("default", vec!["choice", "group", "a", "list"])]);
}

#[test]
fn cards_stand_as_declared_then_by_name_and_advanced_last() {
    let in_card = |name: &'static str, card: &str| (name, json!({"group": card}));
    let hidden = ("f", json!({"group": "bay", "airbyte_hidden": true}));
    let (first, later) = (in_card("a", "advanced"), [in_card("c", "later10"), in_card("d", "later9")]);
    let mut spec = texts(&[], &[&[first, in_card("b", "zoo"), hidden, ("e", json!({}))][..], &later].concat());
    spec["groups"] =
        json!([{"id": "advanced", "title": "Rare"}, {"id": "zoo", "title": "Zoo"}, {"id": "none"}, {"id": "bay"}]);
    let model = form(&spec).model();
    let ids: Vec<&str> = model.cards.iter().map(|card| &*card.id).collect();
    assert_eq!(ids, ["zoo", "bay", "default", "later9", "later10", "advanced"]);
    assert_eq!(model.cards[0].title.as_deref(), Some("Zoo"));
    assert_eq!(model.cards[5].title.as_deref(), Some("Rare"));
    assert!(model.cards[1].hidden && !model.cards[0].hidden);
    assert_eq!(form(&spec).model_in(Layout::V0_40).cards.len(), 1);
}

#[test]
fn without_any_order_the_old_form_keeps_the_declaration() {
    let spec = r#"{"required": ["a"], "properties": {"z": {"type": "string"}, "a": {"type": "string"}}}"#;
    assert_eq!(keys(&Form::new(spec).unwrap().model_in(Layout::V0_40)), [("default", vec!["z", "a"])]);
    // Only a whole number counts as an order.
    let spec = spec.replace(r#""a": {"#, r#""a": {"order": "1", "#);
    assert_eq!(keys(&Form::new(&spec).unwrap().model_in(Layout::V0_40)), [("default", vec!["z", "a"])]);
}

// ---- the model ----

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/form").join(name)
}

/// To be rewritten with `UPDATE_FIXTURES=1`, and then read: the model's JSON is a contract.
#[track_caller]
fn is_fixture(name: &str, text: &str) {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(fixture(name), text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(fixture(name)).unwrap(), "tests/fixtures/form/{name}");
}

#[test]
fn the_garden_has_one_of_every_kind() {
    let form = Form::new(&std::fs::read_to_string(fixture("garden.json")).unwrap()).unwrap();
    let model = form.model();
    // A line a field.
    is_fixture("garden.model.json", &(model.to_json().replace(r#"{"pointer""#, "\n{\"pointer\"") + "\n"));
    assert_eq!(serde_json::to_string(&model).unwrap(), model.to_json());
    is_fixture("garden.values.json", &(form.initial_values() + "\n"));
    let text = model.to_json();
    for kind in [
        "text",
        "multiline",
        "secret",
        "multiline_secret",
        "number",
        "integer",
        "toggle",
        "date",
        "date_time",
        "month",
        "select",
        "multi_select",
        "list",
        "list_of_objects",
        "group",
        "choice",
        "json",
    ] {
        assert!(text.contains(&format!(r#""kind":"{kind}""#)), "{kind}");
    }
}

/// The field of the property `a`.
#[track_caller]
fn field_of(schema: &Value) -> Field {
    let model = form(&json!({"properties": {"a": schema}})).model();
    model.cards[0].fields[0].clone()
}

#[test]
fn odd_specs_give_plausible_kinds() {
    for (schema, kind) in [
        (json!({}), Kind::Text),
        (json!(true), Kind::Text),
        (json!({"type": ["null", "string"]}), Kind::Text),
        (json!({"type": ["null", "integer"]}), Kind::Integer),
        (json!({"type": ["string", "integer"]}), Kind::Text),
        (json!({"type": ["integer", "string"]}), Kind::Integer),
        (json!({"type": "any"}), Kind::Text),
        (json!({"type": "datetime"}), Kind::Json),
        (json!({"type": "null"}), Kind::Json),
        (json!({"default": 1}), Kind::Number),
        (json!({"default": true}), Kind::Toggle),
        (json!({"minimum": 1}), Kind::Number),
        (json!({"format": "date"}), Kind::Date),
        (json!({"format": "date-time", "airbyte_secret": true, "type": "string"}), Kind::Secret),
        (json!({"enum": [1, 2]}), Kind::Select),
        (json!({"type": "string", "enum": [1, 2]}), Kind::Select),
        (json!({"enum": "red"}), Kind::Text),
        (json!({"type": "object"}), Kind::Json),
        (json!({"type": "object", "properties": {}}), Kind::Json),
        (json!({"properties": {"x": 1}}), Kind::Json),
        (json!({"type": "object", "required": ["x"]}), Kind::Group),
        (json!({"type": "array"}), Kind::List),
        (json!({"type": "array", "items": {"type": "array"}}), Kind::List),
        (json!({"type": "array", "items": [{"type": "string"}]}), Kind::Json),
        (json!({"type": "array", "items": {"enum": ["x"]}}), Kind::MultiSelect),
        (json!({"type": "array", "items": {"properties": {"x": {}}}}), Kind::ListOfObjects),
        (json!({"allOf": [{"type": "integer"}, {"minimum": 3}]}), Kind::Integer),
        (json!({"anyOf": [{"type": "number"}, {"type": "null"}]}), Kind::Number),
        (json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}), Kind::Text),
        (json!({"anyOf": [{"type": "integer", "title": "A"}, {"type": "string", "title": "B"}]}), Kind::Choice),
        (json!({"oneOf": [{"properties": {"x": {}}}]}), Kind::Choice),
        (json!({"oneOf": []}), Kind::Text),
        (json!({"$ref": "#/nowhere"}), Kind::Text),
        (json!({"properties": {"x": {}}, "anyOf": [{"required": ["x"]}, {"required": ["y"]}]}), Kind::Group),
    ] {
        assert_eq!(field_of(&schema).kind, kind, "{schema}");
    }
}

#[test]
fn only_values_and_defaults_that_fit_are_offered() {
    let field = field_of(&json!({"type": "string", "enum": ["a", false, "b", "a", null], "default": 3}));
    let values: Vec<&str> = field.options.iter().map(|option| option.value.text()).collect();
    assert_eq!((values, field.default), (vec![r#""a""#, r#""b""#], None));
}

#[test]
fn members_named_like_keywords_are_members() {
    let spec = json!({"properties": {
        "properties": {"type": "string"}, "additionalProperties": {"type": "integer"}, "oneOf": {"type": "boolean"}
    }});
    assert_eq!(keys(&form(&spec).model()), [("default", vec!["additionalProperties", "oneOf", "properties"])]);
}

#[test]
fn a_choice_without_discriminator_says_so() {
    let form = form(&json!({"properties": {"a": {"oneOf": [
        {"title": "By key", "required": ["key"], "properties": {"key": {"type": "string"}}},
        {"required": ["user"], "properties": {"user": {"type": "string"}}}
    ]}}}));
    let model = form.model();
    let choice = model.cards[0].fields[0].choice.as_ref().unwrap();
    let titles: Vec<&str> = choice.branches.iter().map(|branch| &*branch.title).collect();
    assert_eq!((choice.discriminator.as_ref(), titles), (None, vec!["By key", "choice 2"]));
    // The branch that the members speak for is the one that was taken.
    let switched = form.switch_branch(r#"{"a":{"key":"x"}}"#, "/a", 1).unwrap().unwrap();
    assert_eq!(switched.configuration, r#"{"a":{}}"#);
    assert_eq!(form.prune(r#"{"a":{"user":"x","other":1}}"#).unwrap(), r#"{"a":{"user":"x"}}"#);
}

#[test]
fn what_stands_beside_a_choice_is_there_once() {
    let form = form(&json!({
        "required": ["kind"],
        "properties": {"kind": {"enum": ["a", "b"]}, "shared": {"type": "string"}, "x": {"type": "string"}},
        "oneOf": [
            {"title": "A", "properties": {"kind": {"const": "a"}}, "required": ["x"]},
            {"title": "B", "properties": {"kind": {"const": "b"}, "y": {"type": "integer", "default": 0}}}
        ]
    }));
    let model = form.model();
    assert_eq!(keys(&model), [("default", vec!["shared"])]);
    let branches = &model.choice.as_ref().unwrap().branches;
    let fields = |at: usize| branches[at].fields.iter().map(|field| (&*field.key, field.required)).collect::<Vec<_>>();
    assert_eq!((fields(0), fields(1)), (vec![("x", true)], vec![("x", false), ("y", false)]));
    assert_eq!(form.initial_values(), r#"{"kind":"a"}"#);
    let switched = form.switch_branch(r#"{"kind": "a", "x": "1", "shared": "2", "z": 3}"#, "", 1).unwrap().unwrap();
    assert_eq!(switched.configuration, r#"{"kind":"b","shared":"2","x":"1","y":0}"#);
}

#[test]
fn a_spec_that_leads_back_to_itself_ends() {
    let node = json!({"required": ["n", "t"], "properties": {"n": {"$ref": "#/definitions/n"}, "t": {"default": ""}}});
    let circle = form(&json!({"$ref": "#/definitions/n", "definitions": {"n": node}}));
    assert!(circle.model().truncated);
    assert_eq!(circle.initial_values(), r#"{"t":""}"#);
    assert_eq!(circle.prune(r#"{"n":{"n":{"x":1}}}"#).unwrap(), r#"{"n":{"n":{}}}"#);
    assert_eq!(circle.enter("{}", "/n/n/t", "deep").unwrap().unwrap(), r#"{"n":{"n":{"t":"deep"}}}"#);
    // Each step doubles what there is.
    let step = |step: usize| {
        let next = json!({"$ref": format!("#/definitions/{}", step + 1)});
        (step.to_string(), json!({"required": ["a", "b"], "properties": {"a": next, "b": next}}))
    };
    let definitions: serde_json::Map<String, Value> = (0..60).map(step).collect();
    let doubling = form(&json!({"$ref": "#/definitions/0", "definitions": definitions}));
    assert!(doubling.model().truncated);
    assert!(doubling.initial_values().len() < 1_000_000);
}

#[test]
fn deep_configurations_do_no_harm() {
    let node = json!({"properties": {"n": {"$ref": "#/definitions/n"}, "t": {"type": "integer"}}});
    let branches = json!([{"properties": {"by": {"const": 1}, "n": {"$ref": "#/definitions/c"}}}]);
    let specs = [
        json!({"$ref": "#/definitions/n", "definitions": {"n": node}}),
        json!({"$ref": "#/definitions/c", "definitions": {"c": {"oneOf": branches}}}),
    ];
    let configuration = r#"{"n":"#.repeat(500) + r#"{"x":1,"t":"1"}"# + &"}".repeat(500);
    for spec in specs {
        let form = form(&spec);
        form.prune(&configuration).unwrap();
        form.coerce(&configuration).unwrap();
        form.enter(&configuration, &"/n".repeat(500), "1").unwrap();
        form.switch_branch(&configuration, "", 0).unwrap();
        form.switch_branch("{}", &"/n".repeat(500), 0).unwrap();
    }
}

// ---- values ----

#[test]
fn defaults_that_count() {
    let inner = json!({"type": "object", "properties": {"inner": {"default": 1}}});
    let form = form(&json!({"required": ["group", "list", "off", "plain"], "properties": {
        "a": {"type": "boolean", "default": false}, "b": {"type": "integer", "default": 0},
        "c": {"type": "string", "default": ""}, "d": {"type": "string", "default": null},
        "e": {"type": "integer", "default": "5"}, "f": {"type": "string", "default": "x", "airbyte_hidden": true},
        "group": inner, "group2": inner,
        "list": {"type": "array", "items": {"type": "string"}}, "off": {"type": "boolean"}, "plain": {"type": "string"}
    }}));
    assert_eq!(form.initial_values(), r#"{"a":false,"b":0,"c":"","f":"x","group":{"inner":1},"off":false}"#);
}

#[test]
fn the_branch_to_begin_with() {
    for (default, required, expected) in [
        (Value::Null, false, "{}"),
        (Value::Null, true, r#"{"c":{"by":"a","n":1}}"#),
        (json!("b"), false, r#"{"c":{"by":"b","n":2}}"#),
        (json!({"by": "b", "n": 5}), false, r#"{"c":{"by":"b","n":5}}"#),
        (json!({"by": "b"}), true, r#"{"c":{"by":"b","n":2}}"#),
        (json!({}), false, "{}"),
        (json!({}), true, r#"{"c":{"by":"a","n":1}}"#),
        (json!("unknown"), true, r#"{"c":{"by":"a","n":1}}"#),
    ] {
        let names: &[&str] = if required { &["c"] } else { &[] };
        let form =
            form(&json!({"required": names, "properties": {"c": {"type": "object", "default": default, "oneOf": [
                {"properties": {"by": {"const": "a"}, "n": {"default": 1}}},
                {"properties": {"by": {"const": "b"}, "n": {"default": 2}}}
            ]}}}));
        assert_eq!(form.initial_values(), expected, "{default}");
    }
}

#[test]
fn switching_keeps_what_both_branches_accept() {
    let secret = json!({"type": "string", "airbyte_secret": true, "minLength": 9});
    let form = form(&json!({"properties": {"c": {"type": "object", "oneOf": [
        {"properties": {"by": {"const": "a"}, "host": {"type": "string"}, "key": secret, "port": {"type": "integer"}}},
        {"properties": {
            "by": {"const": "b"},
            "deep": {"type": "object", "required": ["x", "y"], "properties": {"x": {}, "y": {}}},
            "host": {"type": "string"}, "key": secret, "port": {"type": "integer", "maximum": 10, "default": 1}
        }}
    ]}}}));
    let before = r#"{ "other" : 1.0, "c": {"by": "a", "port": 70, "host": "h",
        "key": {"_secret": "a_v1"}, "deep": {"x": 10000000000000000000001}} }"#;
    let switched = form.switch_branch(before, "/c", 1).unwrap().unwrap();
    let branch = r#"{"by":"b","deep":{"x":10000000000000000000001},"host":"h","key":{"_secret": "a_v1"},"port":1}"#;
    assert_eq!(switched.configuration, format!(r#"{{ "other" : 1.0, "c": {branch} }}"#));
    assert_eq!(switched.undo(&switched.configuration).unwrap(), before);
    // A choice that is not there yet comes, and goes again.
    let switched = form.switch_branch("{ }", "/c", 0).unwrap().unwrap();
    assert_eq!((&*switched.configuration, &switched.previous), (r#"{"c":{"by":"a"} }"#, &None));
    assert_eq!(switched.undo(&switched.configuration).unwrap(), "{ }");
    assert!(form.switch_branch("{}", "/c", 2).unwrap().is_none());
    assert!(form.switch_branch("{}", "/d", 0).unwrap().is_none());
    assert!(form.switch_branch("{", "/c", 0).is_err());
}

#[test]
fn the_branches_taken_are_told_from_the_outermost_in() {
    let inner = json!({"oneOf": [{"properties": {"how": {"const": "x"}}}, {"properties": {"how": {"const": "y"}}}]});
    let form = form(&json!({"properties": {
        "c": {"type": "object", "oneOf": [
            {"properties": {"by": {"const": "a"}, "port": {"type": "integer"}}},
            {"properties": {"by": {"const": "b"}}, "oneOf": inner["oneOf"]}
        ]},
        "l": {"type": "array", "items": {"type": "object", "oneOf": [
            {"properties": {"k": {"const": 1}}}, {"properties": {"k": {"const": 2}}}
        ]}},
        "n": {"type": "integer"}
    }}));
    for (configuration, pointer, expected) in [
        (r#"{"c": {"by": "a", "port": "not yet"}}"#, "/c", &[0][..]),
        (r#"{"c": {"by": "b", "how": "y"}}"#, "/c", &[1, 1]),
        (r#"{"c": {"by": "b", "how": "z"}}"#, "/c", &[1]),
        (r#"{"c": {"by": "z"}}"#, "/c", &[]),
        (r#"{"l": [{"k": 1}, {"k": 2}]}"#, "/l/1", &[1]),
        (r#"{"n": 1}"#, "/n", &[]),
        ("{}", "/c", &[]),
        ("{}", "/nothing", &[]),
        ("{}", "c", &[]),
    ] {
        assert_eq!(form.branches(configuration, pointer).unwrap(), expected, "{configuration} {pointer}");
    }
    assert!(form.branches("{", "/c").is_err());
}

#[test]
fn what_is_added_begins_with_what_it_needs() {
    let form = form(&json!({"properties": {
        "proxy": {"type": "object", "required": ["host"], "properties": {"host": {"type": "string"}, "port": {"default": 80}}},
        "tables": {"type": "array", "items": {"type": "object", "properties": {"kind": {"const": "t"}, "rows": {"default": 1.0}}}},
        "names": {"type": "array", "items": {"type": "string"}},
        "c": {"type": "object", "oneOf": [{"properties": {"by": {"const": "a"}}}, {"properties": {"by": {"const": "b"}}}]}
    }}));
    for (configuration, pointer, expected) in [
        ("{}", "/proxy", Some(r#"{"proxy":{"port":80}}"#)),
        (r#"{"tables": []}"#, "/tables/0", Some(r#"{"tables": [{"kind":"t","rows":1.0}]}"#)),
        (r#"{"names": ["x"]}"#, "/names/1", Some(r#"{"names": ["x"]}"#)),
        ("{}", "/c", Some(r#"{"c":{"by":"a"}}"#)),
        ("{}", "/nothing", None),
    ] {
        assert_eq!(form.begin(configuration, pointer).unwrap().as_deref(), expected, "{configuration} {pointer}");
    }
    assert!(form.begin("{", "/c").is_err());
}

#[test]
fn pruning_leaves_what_the_spec_gives_a_meaning() {
    let with = |more: Value| {
        let mut spec = json!({"properties": {"a": {"type": "string"}}});
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        form(&spec).prune(r#"{"a": "x", "b": 1}"#).unwrap()
    };
    let (kept, pruned) = (r#"{"a": "x", "b": 1}"#, r#"{"a": "x"}"#);
    assert_eq!(with(json!({"additionalProperties": true})), pruned);
    assert_eq!(with(json!({"additionalProperties": {"type": "integer"}})), kept);
    assert_eq!(with(json!({"additionalProperties": true, "patternProperties": {"^b": {}}})), kept);
    assert_eq!(with(json!({"required": ["b"]})), kept);
    assert_eq!(with(json!({"if": {"required": ["b"]}})), kept);
    assert_eq!(with(json!({"allOf": [{"properties": {"b": {}}}]})), kept);
    let secret = json!({"properties": {"a": {"type": "object", "airbyte_secret": true, "properties": {"x": {}}}}});
    let reference = r#"{"a":{"_secret":"c_v1"}}"#;
    assert_eq!(form(&secret).prune(reference).unwrap(), reference);
    // Of the same name twice only what counts is left.
    assert_eq!(form(&json!({"properties": {"a": {}}})).prune(r#"{"a":1,"b":2,"a":3}"#).unwrap(), r#"{"a":3}"#);
}

#[test]
fn inputs_become_what_the_spec_wants() {
    for (schema, input, expected) in [
        (json!({"type": "integer"}), r#"" 5 ""#, "5"),
        (json!({"type": "integer"}), r#""+5""#, "5"),
        (json!({"type": "integer"}), r#""5.0""#, "5.0"),
        (json!({"type": "number"}), r#""123456789012345678901234567890.10""#, "123456789012345678901234567890.10"),
        (json!({"type": "number"}), r#""1e400""#, "1e400"),
        (json!({"type": "number"}), r#""five""#, r#""five""#),
        (json!({"type": "number"}), r#""05""#, r#""05""#),
        (json!({"type": ["null", "integer"]}), "null", "null"),
        (json!({"type": "boolean"}), r#""TRUE""#, "true"),
        (json!({"type": "boolean"}), r#""yes""#, r#""yes""#),
        (json!({"type": "string"}), "5.10", r#""5.10""#),
        (json!({"type": "string"}), "false", r#""false""#),
        (json!({"type": "string"}), r#""  a b ""#, r#""a b""#),
        (json!({"type": "string", "airbyte_secret": true}), r#"" a ""#, r#"" a ""#),
        (json!({"type": "string", "multiline": true}), r#""a\n""#, r#""a\n""#),
        (json!({"type": "string", "pattern": "^ "}), r#"" a""#, r#"" a""#),
        (json!({"type": ["string", "integer"]}), r#""5""#, r#""5""#),
        (json!({"type": "object"}), r#""{\"a\": 1.0}""#, r#"{"a": 1.0}"#),
        (json!({"type": "array", "items": {"type": "integer"}}), r#"["1", null, "x"]"#, r#"[1, "x"]"#),
        (json!({"type": "string", "enum": ["", "x"]}), r#""""#, r#""""#),
        (json!({"type": "string", "default": ""}), r#""""#, r#""""#),
        (json!({"type": "string", "minLength": 1}), r#""\t""#, r#""\t""#),
    ] {
        let coerced = form(&json!({"properties": {"a": schema}})).coerce(&format!(r#"{{"a": {input}}}"#)).unwrap();
        assert_eq!(coerced, format!(r#"{{"a": {expected}}}"#), "{schema}");
    }
}

#[test]
fn empty_inputs_are_absent_where_they_may_be() {
    let form = form(&json!({"required": ["r"], "properties": {
        "r": {"type": "string"}, "o": {"type": "string"}, "n": {"type": "integer"},
        "s": {"type": "string", "airbyte_secret": true}
    }}));
    assert_eq!(form.coerce(r#"{"r":"","o":"","n":"","s":""}"#).unwrap(), r#"{"r":""}"#);
    assert_eq!(form.coerce(r#"{"r":null,"o":null,"n":null,"s":" "}"#).unwrap(), r#"{"s":" "}"#);
    assert_eq!(form.enter(r#"{"o":"x"}"#, "/o", "").unwrap().unwrap(), "{}");
    assert_eq!(form.enter(r#"{"r":"x"}"#, "/r", "").unwrap().unwrap(), r#"{"r":""}"#);
}

// ---- anything at all ----

const WORDS: [&str; 12] =
    ["string", "object", "array", "integer", "null", "any", "", "#", "#/properties/a", "a", "^a", "date"];
const KEYWORDS: [&str; 22] = [
    "a",
    "b",
    "type",
    "properties",
    "required",
    "items",
    "oneOf",
    "anyOf",
    "allOf",
    "enum",
    "const",
    "default",
    "$ref",
    "title",
    "order",
    "group",
    "groups",
    "airbyte_secret",
    "additionalProperties",
    "examples",
    "format",
    "pattern",
];

/// JSON that looks like a schema here and there.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..9).prop_map(Value::from),
        proptest::sample::select(&WORDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 5, |inner| {
        let member = (proptest::sample::select(&KEYWORDS[..]).prop_map(str::to_owned), inner.clone());
        prop_oneof![
            1 => proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            3 => proptest::collection::vec(member, 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_spec_and_no_configuration_is_too_odd(spec in anything(), configuration in anything()) {
        let Ok(form) = Form::new(&spec.to_string()) else { return Ok(()) };
        for layout in [Layout::Current, Layout::V0_40] {
            let model: Value = serde_json::from_str(&form.model_in(layout).to_json()).unwrap();
            prop_assert!(model["cards"].is_array());
        }
        let values = form.initial_values();
        prop_assert!(Document::parse(&*values).is_ok());
        let text = configuration.to_string();
        let pruned = form.prune(&text).unwrap();
        prop_assert!(Document::parse(&*pruned).is_ok());
        let coerced = form.coerce(&text).unwrap();
        prop_assert!(Document::parse(&*coerced).is_ok());
        for text in [&text, &values] {
            for pointer in ["", "/a", "/a/b", "/b/0"] {
                let entered = form.enter(text, pointer, "1").unwrap();
                prop_assert!(entered.is_none_or(|entered| Document::parse(entered).is_ok()));
                for branch in 0..3 {
                    if let Some(switched) = form.switch_branch(text, pointer, branch).unwrap() {
                        prop_assert_eq!(&switched.undo(&switched.configuration).unwrap(), text);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_put_is_there_and_can_be_taken_back(
        document in anything(),
        value in anything(),
        names in proptest::collection::vec("[ab0-2~/]{0,2}", 1..4),
    ) {
        let mut pointer = String::new();
        for name in &names {
            push_segment(&mut pointer, name);
        }
        let text = document.to_string();
        let written = put(&text, &pointer, Some(&value.to_string())).unwrap();
        let read = Document::parse(&*written).unwrap();
        if written != text {
            prop_assert_eq!(read.pointer(&pointer).unwrap().raw(), value.to_string());
        }
        if let Some(old) = Document::parse(&*text).unwrap().pointer(&pointer) {
            prop_assert_eq!(put(&written, &pointer, Some(old.raw())).unwrap(), text);
        }
    }
}

// ---- every real spec ----

struct Spec {
    epoch: String,
    repository: String,
    form: Form,
    validator: Validator,
}

fn specs(folder: &Path) -> Vec<Spec> {
    let files = ["specs-2023.jsonl", "specs-2026.jsonl"];
    let lines = files.iter().flat_map(|file| {
        let text = std::fs::read_to_string(folder.join(file)).expect(file);
        text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    });
    lines
        .map(|line| {
            let document = Document::parse(&*line).expect("a line of specs");
            let member = |name: &str| document.root().get(name).unwrap().as_str().unwrap().into_owned();
            let schema = document.pointer("/spec/connectionSpecification").expect("a schema").raw().to_owned();
            Spec {
                epoch: member("epoch"),
                repository: member("docker_repository"),
                form: Form::new(&schema).unwrap_or_else(|error| panic!("{}: {error}", member("name"))),
                validator: Validator::new(&schema).expect("a spec"),
            }
        })
        .collect()
}

/// The texts of the valid configurations, by epoch and docker repository.
fn valid_configurations(folder: &Path) -> HashMap<(String, String), Vec<String>> {
    let text = std::fs::read_to_string(folder.join("configs.jsonl")).expect("configs.jsonl");
    let mut found: HashMap<_, Vec<String>> = HashMap::new();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let document = Document::parse(line).expect("a line of configurations");
        let member = |name: &str| document.root().get(name).unwrap();
        if member("valid").raw() == "true" {
            let key =
                (member("epoch").as_str().unwrap().into_owned(), member("definition").as_str().unwrap().into_owned());
            found.entry(key).or_default().push(member("config").raw().to_owned());
        }
    }
    found
}

/// Answers what a form asks for, from real configurations, the spec's examples, or something of that kind.
struct Answers<'a> {
    configurations: &'a [Document<'a>],
    validator: &'a Validator,
}

impl Answers<'_> {
    fn all(&self, model: &Model, mut configuration: String) -> String {
        for card in &model.cards {
            configuration = self.fields(&card.fields, configuration);
        }
        match &model.choice {
            Some(choice) => self.choice(choice, "", configuration),
            None => configuration,
        }
    }

    fn fields(&self, fields: &[Field], mut configuration: String) -> String {
        for field in fields {
            configuration = self.field(field, configuration);
        }
        configuration
    }

    fn field(&self, field: &Field, mut configuration: String) -> String {
        let is_there = Document::parse(&*configuration).unwrap().pointer(&field.pointer).is_some();
        if !is_there && field.required {
            configuration = self.answered(field, &configuration);
        } else if !is_there {
            return configuration;
        }
        configuration = self.fields(&field.fields, configuration);
        match &field.choice {
            Some(choice) => self.choice(choice, &field.pointer, configuration),
            None => configuration,
        }
    }

    fn choice(&self, choice: &Choice, pointer: &str, configuration: String) -> String {
        let document = Document::parse(configuration.clone()).unwrap();
        let place = document.pointer(pointer).unwrap();
        let named = choice.discriminator.as_ref().and_then(|name| place.get(name)).map(|value| value.raw().to_owned());
        let taken =
            choice.branches.iter().find(|branch| branch.value.as_ref().map(|value| value.text().to_owned()) == named);
        let branch = taken.unwrap_or(&choice.branches[0]);
        let configuration = self.fields(&branch.fields, configuration);
        match &branch.choice {
            Some(choice) => self.choice(choice, pointer, configuration),
            None => configuration,
        }
    }

    /// The first answer that the field can take.
    fn answered(&self, field: &Field, configuration: &str) -> String {
        let seen = self
            .configurations
            .iter()
            .filter_map(|known| known.pointer(&field.pointer))
            .map(|value| value.raw().to_owned());
        let options = field.options.iter().map(|option| option.value.text().to_owned());
        let examples = field.examples.iter().map(|example| example.text().to_owned());
        let all = seen.chain(options).chain(examples).chain([by_kind(field)]);
        let filled = |answer: String| put(configuration, &field.pointer, Some(&answer)).unwrap();
        let fits = |filled: &String| {
            let verdict = self.validator.validate(filled).unwrap();
            let beside = |pointer: &str| {
                pointer == field.pointer
                    || pointer.strip_prefix(&*field.pointer).is_some_and(|rest| rest.starts_with('/'))
            };
            let missing_inside =
                |finding: &Finding| finding.code.as_str() == "required" && finding.pointer != field.pointer;
            !verdict.findings.iter().any(|finding| beside(&finding.pointer) && !missing_inside(finding))
        };
        let mut last = None;
        for answer in all {
            let filled = filled(answer);
            if fits(&filled) {
                return filled;
            }
            last = Some(filled);
        }
        last.unwrap()
    }
}

fn by_kind(field: &Field) -> String {
    match field.kind {
        Kind::Number | Kind::Integer => field.minimum.as_ref().map_or("1", |minimum| minimum.text()).to_owned(),
        Kind::Toggle => "true".to_owned(),
        Kind::Date => "\"2021-01-31\"".to_owned(),
        Kind::Month => "\"2021-01\"".to_owned(),
        Kind::DateTime => "\"2021-01-31T00:00:00Z\"".to_owned(),
        Kind::Select => field.options[0].value.text().to_owned(),
        Kind::MultiSelect => format!("[{}]", field.options[0].value.text()),
        Kind::List => format!("[{}]", by_kind(field.item.as_ref().unwrap())),
        Kind::ListOfObjects => "[]".to_owned(),
        Kind::Group | Kind::Choice | Kind::Json => "{}".to_owned(),
        _ => "\"some text\"".to_owned(),
    }
}

/// Nothing is valid for it (see the corpus's disagreements.md), so nothing that a form gives can be.
const WITHOUT_VALID_CONFIGURATION: [&str; 1] = ["airbyte/source-coingecko-coins"];

#[test]
fn every_real_form_can_be_filled_in() {
    let Some(folder) = corpus("the forms of real specs") else { return };
    let known = valid_configurations(&folder);
    let mut wrong = Vec::new();
    let specs = specs(&folder);
    assert_eq!(specs.len(), 572);
    for spec in &specs {
        let key = (spec.epoch.clone(), spec.repository.clone());
        let texts = known.get(&key).map_or(&[][..], Vec::as_slice);
        let configurations: Vec<Document<'_>> = texts.iter().map(|text| Document::parse(&**text).unwrap()).collect();
        let model = spec.form.model();
        assert!(!model.truncated, "{key:?}");
        let answers = Answers { configurations: &configurations, validator: &spec.validator };
        let filled = answers.all(&model, spec.form.initial_values());
        let verdict = spec.validator.validate(&filled).unwrap();
        if verdict.valid == WITHOUT_VALID_CONFIGURATION.contains(&&*spec.repository) {
            let findings: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
            wrong.push(format!("{key:?}: {findings:?} in {filled}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), specs.len(), wrong.join("\n"));
}

/// Calls with every valid configuration of the corpus and its spec.
fn each_valid_configuration(folder: &Path, mut check: impl FnMut(&Spec, &str)) {
    let known = valid_configurations(folder);
    for spec in specs(folder) {
        let texts = known.get(&(spec.epoch.clone(), spec.repository.clone()));
        texts.into_iter().flatten().for_each(|text| check(&spec, text));
    }
}

#[track_caller]
fn none(wrong: &[String], count: usize) {
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn real_configurations_survive_pruning_and_coercion() {
    let Some(folder) = corpus("real configurations in forms") else { return };
    let (mut wrong, mut count, mut n_pruned, mut n_coerced) = (Vec::new(), 0, 0, 0);
    each_valid_configuration(&folder, |spec, text| {
        let (pruned, coerced) = (spec.form.prune(text).unwrap(), spec.form.coerce(text).unwrap());
        count += 1;
        n_pruned += usize::from(pruned != text);
        n_coerced += usize::from(coerced != text);
        let again = [spec.form.prune(&pruned).unwrap(), spec.form.coerce(&coerced).unwrap()];
        for (changed, again) in [&pruned, &coerced].into_iter().zip(&again) {
            if again != changed || !spec.validator.is_valid(changed).unwrap() {
                wrong.push(format!("{} {}: {text}\n  to {changed}", spec.epoch, spec.repository));
            }
        }
    });
    none(&wrong, count);
    assert!(count > 3000 && n_pruned > 100 && n_coerced > 100, "{count} {n_pruned} {n_coerced}");
}

/// Every number and truth value as the text that an input would hold.
fn typed_in(value: &Value) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => Value::from(format!(" {value} ")),
        Value::Array(items) => items.iter().map(typed_in).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), typed_in(value))).collect(),
        other => other.clone(),
    }
}

/// Some members of these have no type at all: what is typed there is text.
const UNTYPED: [&str; 5] = [
    "airbyte/source-newsdata",
    "airbyte/source-survey-sparrow",
    "airbyte/source-xkcd",
    "airbyte/source-whisky-hunter",
    "airbyte/source-openfda",
];

#[test]
fn what_inputs_hold_becomes_the_real_configuration_again() {
    let Some(folder) = corpus("real configurations as text") else { return };
    let (mut wrong, mut count) = (Vec::new(), 0);
    each_valid_configuration(&folder, |spec, text| {
        // Members that the spec does not declare have no input.
        let text = spec.form.coerce(&spec.form.prune(text).unwrap()).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let typed = spec.form.coerce(&typed_in(&value).to_string()).unwrap();
        count += 1;
        if serde_json::from_str::<Value>(&typed).unwrap() != value && !UNTYPED.contains(&&*spec.repository) {
            wrong.push(format!("{} {}: {text}\n  {typed}", spec.epoch, spec.repository));
        }
    });
    none(&wrong, count);
}

/// Every choice among fields, with its pointer; lists have pointers of their own.
fn choices<'m>(fields: &'m [Field], found: &mut Vec<(&'m str, &'m Choice)>) {
    for field in fields {
        choices(&field.fields, found);
        if let Some(choice) = &field.choice {
            found.push((&field.pointer, choice));
            choice.branches.iter().for_each(|branch| choices(&branch.fields, found));
        }
    }
}

#[test]
fn real_choices_can_be_switched_and_switched_back() {
    let Some(folder) = corpus("the choices of real specs") else { return };
    let (mut wrong, mut count) = (Vec::new(), 0);
    each_valid_configuration(&folder, |spec, text| {
        let model = spec.form.model();
        let mut found: Vec<(&str, &Choice)> = model.choice.iter().map(|choice| ("", choice)).collect();
        model.cards.iter().for_each(|card| choices(&card.fields, &mut found));
        let document = Document::parse(text).unwrap();
        for (pointer, choice) in found.into_iter().filter(|(pointer, _)| document.pointer(pointer).is_some()) {
            for branch in &choice.branches {
                // Where another branch around it is taken, there is no such choice.
                let Some(switched) = spec.form.switch_branch(text, pointer, branch.index).unwrap() else { continue };
                count += 1;
                assert_eq!(switched.undo(&switched.configuration).unwrap(), text);
                let findings = spec.validator.validate(&switched.configuration).unwrap().findings;
                let is_wrong =
                    |finding: &&Finding| finding.pointer.starts_with(pointer) && finding.code.as_str() != "required";
                let told = findings.iter().find(is_wrong);
                wrong.extend(told.map(|finding| {
                    format!("{} {} {pointer}: {finding}\n  {}", spec.epoch, spec.repository, switched.configuration)
                }));
            }
        }
    });
    none(&wrong, count);
    assert!(count > 1000, "{count}");
}

// ---- docs/forms.md ----

/// The fenced blocks of a page: what stands behind the backquotes, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut lines = page.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            found.push((kind.to_owned(), text.join("\n")));
        }
    }
    found
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/forms.md")).unwrap()
}

#[test]
fn every_example_of_the_page_gives_what_it_says() {
    let mut spec = String::new();
    let mut configuration = String::new();
    let mut n_checked = 0;
    for (kind, text) in blocks(&page()) {
        let form = || Form::new(&spec).unwrap();
        let words: Vec<&str> = kind.split(' ').collect();
        let made = match words[..] {
            ["json", "spec"] => {
                spec = text;
                continue;
            }
            ["json", "configuration"] => {
                configuration = text;
                continue;
            }
            ["json", "field", pointer] => {
                let model: Value = serde_json::from_str(&form().model().to_json()).unwrap();
                let fields = model["cards"][0]["fields"].as_array().unwrap();
                let field = fields.iter().find(|field| field["pointer"] == pointer).unwrap();
                assert_eq!(*field, serde_json::from_str::<Value>(&text).unwrap());
                n_checked += 1;
                continue;
            }
            ["json", "values"] => form().initial_values(),
            ["json", "switch", pointer, branch] => {
                form().switch_branch(&configuration, pointer, branch.parse().unwrap()).unwrap().unwrap().configuration
            }
            ["json", "prune"] => form().prune(&configuration).unwrap(),
            ["json", "coerce"] => form().coerce(&configuration).unwrap(),
            ["text", "outline"] if !cfg!(feature = "cli") => continue,
            ["text", "outline"] => outline(&spec),
            _ => panic!("a block of unknown kind {kind:?}"),
        };
        assert_eq!(made.trim_end(), text, "docs/forms.md, {kind}");
        n_checked += 1;
    }
    assert!(n_checked >= 5, "{n_checked}");
}

#[cfg(feature = "cli")]
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_airbyte-db"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let output = command.expect("the command starts");
    let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[cfg(feature = "cli")]
fn outline(spec: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("form-outline-{}.json", std::process::id()));
    std::fs::write(&file, spec).unwrap();
    let (status, told, _) = run(&["form", "--spec", file.to_str().unwrap(), "--format", "human"]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(status, Some(0));
    told
}

#[cfg(not(feature = "cli"))]
fn outline(_: &str) -> String {
    String::new()
}

/// Every member of the model's JSON is on the page.
#[test]
fn the_page_names_every_member() {
    fn names(value: &Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                found.insert(name.clone());
                names(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let (page, mut found) = (page(), std::collections::BTreeSet::new());
    let form = Form::new(&std::fs::read_to_string(fixture("garden.json")).unwrap()).unwrap();
    names(&serde_json::from_str(&form.model().to_json()).unwrap(), &mut found);
    let missing: Vec<&String> = found.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

// ---- the command ----

#[cfg(feature = "cli")]
#[test]
fn the_command_prints_the_form_and_its_values() {
    let spec = "examples/orders/spec.json";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(spec)).unwrap();
    let specification = airbyte_db::blobs::Specification::read(&text).unwrap();
    let form = Form::new(specification.connection_specification_text()).unwrap();
    let printed = |arguments: &[&str]| {
        let (status, out, err) = run(&[&["form", "--spec", spec], arguments].concat());
        assert_eq!((status, &*err), (Some(0), ""), "{arguments:?}");
        out
    };
    assert_eq!(printed(&[]), form.model().to_json() + "\n");
    assert_eq!(printed(&["--format", "json", "--old-order"]), form.model_in(Layout::V0_40).to_json() + "\n");
    assert_eq!(printed(&["--values"]), form.initial_values() + "\n");
    let outline = printed(&["--format", "human"]);
    assert!(outline.contains("  * Port whole number · default 5432\n"), "{outline}");
}

#[cfg(feature = "cli")]
#[test]
fn the_command_refuses_what_it_cannot_read() {
    for arguments in [
        &["form"][..],
        &["form", "--spec", "no/such/file.json"],
        &["form", "--spec", "examples/orders/config.json", "--format", "human"],
        &["form", "--spec", "examples/orders/spec.json", "--format", "sarif"],
        &["form", "--spec", "examples/orders/spec.json", "--values", "--old-order"],
    ] {
        let (status, out, err) = run(arguments);
        assert_eq!((status, &*out), (Some(2), ""), "{arguments:?}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
    let (status, help, _) = run(&["form", "--help"]);
    assert!(status == Some(0) && help.contains("airbyte-db form --spec spec.json --format human"), "{help}");
}
