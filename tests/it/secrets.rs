//! Secrets found, masked, restored, split off and put back: by example, on generated specs, and on the corpus.

use crate::corpus::{configurations, validator_of, validators};
use crate::properties::{config, instance, spec};
use crate::support::corpus;
use airbyte_db::json::Document;
use airbyte_db::secrets::{Coordinate, MASK, Previous, Secret, Secrets, Split};
use airbyte_db::{Mode, Options, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};

const WORKSPACE: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000";

/// As many ids as anyone wants, told apart by their first part.
fn ids(from: u32) -> impl Iterator<Item = String> {
    (from..).map(|number| format!("{number:08x}-2222-4333-8444-555566667777"))
}

fn secrets(spec: &Value) -> Secrets {
    Secrets::new(&spec.to_string()).unwrap()
}

fn split(secrets: &Secrets, configuration: &str) -> Split {
    secrets.split(configuration, WORKSPACE, None, ids(1)).unwrap()
}

fn split_again(secrets: &Secrets, configuration: &str, before: &Split) -> Split {
    let previous = Previous { configuration: &before.configuration, secrets: &before.secrets };
    secrets.split(configuration, WORKSPACE, Some(previous), ids(1000)).unwrap()
}

/// The number of the id, and the version, of each secret in order.
fn versions(split: &Split) -> Vec<(u32, i64)> {
    let told = |secret: &Secret| {
        let coordinate: Coordinate = secret.coordinate.parse().unwrap();
        let id = coordinate.base().split_once("_secret_").unwrap().1;
        (u32::from_str_radix(&id[..8], 16).unwrap(), coordinate.version())
    };
    split.secrets.iter().map(told).collect()
}

/// Checks places, mask and everything that must hold of any configuration.
#[track_caller]
fn check(spec: &Value, places: &[&str], configuration: &Value, masked: &Value) {
    let secrets = secrets(spec);
    assert_eq!(secrets.places().unwrap(), places, "{spec}");
    let text = serde_json::to_string_pretty(configuration).unwrap();
    let shown = secrets.mask(&text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), *masked, "{spec}");
    holds(&Validator::new(&spec.to_string()).unwrap(), &text);
}

/// What must hold of every spec and configuration.
#[track_caller]
fn holds(validator: &Validator, text: &str) {
    let secrets = Secrets::of(validator).unwrap();
    let masked = secrets.mask(text).unwrap();
    assert_eq!(secrets.mask(&masked).unwrap(), masked, "masking twice is masking once");
    assert_eq!(secrets.restore(&masked, text).unwrap(), text, "what was masked is restored");
    let found = secrets.find(text).unwrap();
    assert_eq!(secrets.find(&masked).unwrap(), found);
    assert_eq!(secrets.masks(&masked).unwrap(), found);

    let split = split(&secrets, text);
    assert_eq!(split.secrets.len(), found.len());
    assert_eq!(secrets.coordinates(&split.configuration).unwrap().len(), found.len());
    let hydrated = secrets.hydrate(&split.configuration, &split.secrets).unwrap();
    let (hydrated, original) = (Document::parse(hydrated).unwrap(), Document::parse(text).unwrap());
    assert!(hydrated.root() == original.root(), "what was split is put back\n{text}\n{}", hydrated.text());
    assert_eq!(split_again(&secrets, text, &split), split, "what did not change keeps its coordinates");
    // What the store gave is split as the configuration itself was.
    assert_eq!(split_again(&secrets, hydrated.text(), &split).configuration, split.configuration);

    if validator.is_valid(text).unwrap() {
        let valid = |text: &str, mode| {
            let options = Options { mode, ..Options::default() };
            let verdict = validator.validate_with(text, &options).unwrap();
            assert!(verdict.valid, "{mode:?} {text}\n{:?}", verdict.findings);
            assert!(validator.is_valid_with(text, &options).unwrap());
        };
        valid(&masked, Mode::Masked);
        valid(&split.configuration, Mode::Stored);
    }
}

fn secret() -> Value {
    json!({"type": "string", "airbyte_secret": true})
}

#[test]
fn through_objects_and_choices() {
    let spec = json!({"properties": {
        "name": {"type": "string"},
        "password": secret(),
        "auth": {
            "properties": {"common": secret()},
            "oneOf": [
                {"properties": {"kind": {"const": "a"}, "token": secret()}},
                {"properties": {"kind": {"const": "b"}, "key": {"anyOf": [{"properties": {"pem": secret()}}, {"type": "string"}]}}}
            ],
            "allOf": [{"properties": {"salt": secret()}}]
        }
    }});
    let all = json!({
        "name": "n", "password": "p", "other": "o",
        "auth": {"kind": "a", "common": "c", "token": "t", "key": {"pem": "k", "x": 1}, "salt": "s"}
    });
    let masked = json!({
        "name": "n", "password": MASK, "other": "o",
        "auth": {"kind": "a", "common": MASK, "token": MASK, "key": {"pem": MASK, "x": 1}, "salt": MASK}
    });
    let places = ["/password", "/auth/common", "/auth/salt", "/auth/token", "/auth/key/pem"];
    check(&spec, &places, &all, &masked);
}

#[test]
fn whichever_branch_is_named_the_other_ones_secrets_are_hidden_too() {
    let spec = json!({"properties": {"auth": {"oneOf": [
        {"properties": {"kind": {"const": "open"}, "value": {"type": "integer", "minimum": 3}}, "required": ["kind"]},
        {"properties": {"kind": {"const": "closed"}, "value": secret()}, "required": ["kind"]}
    ]}}});
    check(
        &spec,
        &["/auth/value"],
        &json!({"auth": {"kind": "open", "value": 5}}),
        &json!({"auth": {"kind": "open", "value": MASK}}),
    );
}

#[test]
fn through_references_and_conditions() {
    let spec = json!({
        "definitions": {
            "tree": {"properties": {"secret": secret(), "children": {"items": {"$ref": "#/definitions/tree"}}}},
            "key": secret()
        },
        "properties": {"tree": {"$ref": "#/definitions/tree"}, "key": {"$ref": "#/definitions/key"}, "nowhere": {"$ref": "#/x"}},
        "if": {"properties": {"a": {"const": 1}}},
        "then": {"properties": {"then": secret()}},
        "else": {"properties": {"else": secret()}},
        "dependencies": {"a": {"properties": {"dependent": secret()}}}
    });
    let configuration = json!({
        "tree": {"secret": "1", "children": [{"secret": "2", "children": [{"secret": "3"}, {}]}]},
        "key": "4", "nowhere": {"anything": "5"}, "then": "6", "else": "7", "dependent": "8", "a": 1
    });
    let masked = json!({
        "tree": {"secret": MASK, "children": [{"secret": MASK, "children": [{"secret": MASK}, {}]}]},
        "key": MASK, "nowhere": MASK, "then": MASK, "else": MASK, "dependent": MASK, "a": 1
    });
    let places = ["/tree/secret", "/tree/children/*/**", "/key", "/nowhere", "/then", "/else", "/dependent"];
    check(&spec, &places, &configuration, &masked);
}

#[test]
fn through_lists_and_members_without_a_name() {
    let spec = json!({
        "properties": {
            "list": {"type": "array", "items": secret(), "uniqueItems": true},
            "nested": {"items": {"items": {"properties": {"s": secret()}}}},
            "tuple": {"items": [true, secret()], "additionalItems": {"properties": {"s": secret()}}},
            "map": {"additionalProperties": secret(), "properties": {"open": {"type": "string"}}},
            "patterns": {"patternProperties": {"^s_": secret()}, "additionalProperties": {"type": "integer"}}
        }
    });
    let configuration = json!({
        "list": ["a", "b"], "nested": [[{"s": "c", "t": 1}]], "tuple": ["open", "d", {"s": "e"}],
        "map": {"open": "o", "x": "f"}, "patterns": {"s_1": "g", "t": 1}
    });
    let masked = json!({
        "list": [MASK, MASK], "nested": [[{"s": MASK, "t": 1}]], "tuple": ["open", MASK, {"s": MASK}],
        "map": {"open": "o", "x": MASK}, "patterns": {"s_1": MASK, "t": 1}
    });
    let places = ["/list/*", "/nested/*/*/s", "/tuple/1", "/tuple/*/s", "/map/*", "/patterns/*"];
    check(&spec, &places, &configuration, &masked);
}

#[test]
fn secrets_of_every_type_come_back_as_what_they_were() {
    let of = |types: Value| json!({"type": types, "airbyte_secret": true});
    let spec = json!({"properties": {
        "integer": of(json!("integer")), "number": of(json!("number")), "boolean": of(json!("boolean")),
        "object": of(json!("object")), "array": of(json!("array")), "null": of(json!(["string", "null"])),
        "either": of(json!(["string", "integer"])), "any": {"airbyte_secret": true}
    }});
    let text = r#"{"integer": 9007199254740993, "number": 1.50, "boolean": true, "object": {"b": 1, "a": [2.0]},
        "array": ["x", null], "null": null, "either": 5, "any": {"a": 1}, "more": "é\/"}"#;
    let secrets = secrets(&spec);
    let split = split(&secrets, text);
    let payloads: Vec<&str> = split.secrets.iter().map(|secret| &*secret.payload).collect();
    let expected =
        ["9007199254740993", "1.50", "true", r#"{"b": 1, "a": [2.0]}"#, r#"["x", null]"#, "5", r#"{"a": 1}"#];
    assert_eq!(payloads, expected);
    assert_eq!(secrets.hydrate(&split.configuration, &split.secrets).unwrap(), text);
    assert!(split.configuration.contains(r#""null": null"#), "a null is no secret");
    // Only where the spec leaves it open does the reference tell the type.
    assert_eq!(split.configuration.matches("_secret_type").count(), 2);
    assert!(split.configuration.contains(r#""_secret_type": "number"}"#));
    let digits = r#"{"either": "5", "any": "true", "integer": 1}"#;
    holds(&Validator::new(&spec.to_string()).unwrap(), digits);
    holds(
        &Validator::new(&spec.to_string()).unwrap(),
        r#"{"integer": "5", "boolean": "x", "object": "[]", "array": 1}"#,
    );
}

#[test]
fn what_the_platform_stored_is_put_back() {
    let spec = json!({"properties": {"id": {"type": "integer", "airbyte_secret": true}, "p": secret(), "denied": {"type": "integer", "airbyte_secret": false}}});
    let row = |coordinate: &str, payload: &str| Secret { coordinate: coordinate.into(), payload: payload.into() };
    let rows = [row("x_secret_1_v1", "12"), row("service_account_json_y_v-2", "34"), row("z_v3", "56")];
    let stored = r#"{"id": {"_secret": "x_secret_1_v1"}, "p": {"_secret": "service_account_json_y_v-2", "_secret_storage_id": "s"},
        "denied": {"_secret": "z_v3"}, "deep": [[{"_secret": "z_v3"}], {"_secret": "no coordinate"}]}"#;
    let hydrated = secrets(&spec).hydrate(stored, &rows).unwrap();
    let expected = json!({"id": 12, "p": "34", "denied": 56, "deep": [["56"], {"_secret": "no coordinate"}]});
    assert_eq!(serde_json::from_str::<Value>(&hydrated).unwrap(), expected);

    let error = secrets(&spec).hydrate(stored, &rows[..2]).unwrap_err();
    assert_eq!(error.code(), "document");
    assert_eq!(error.to_string(), "none of the secrets given is the one that is referred to here (at /denied)");
}

#[test]
fn names_may_have_dots_slashes_and_blanks() {
    let names = ["a.b", "a/b", "~", " ", "", "*", "é\u{0}", "_secret"];
    let spec =
        json!({"properties": names.iter().map(|name| (name.to_string(), secret())).collect::<serde_json::Map<_, _>>()});
    let with =
        |value: &str| names.iter().map(|name| (name.to_string(), json!(value))).collect::<serde_json::Map<_, _>>();
    let places = ["/a.b", "/a~1b", "/~0", "/ ", "/", "/*", "/é\u{0}", "/_secret"];
    check(&spec, &places, &Value::Object(with("s")), &Value::Object(with(MASK)));
}

#[test]
fn what_says_it_is_no_secret_is_none() {
    let spec = json!({"properties": {"a": {"airbyte_secret": false}, "b": {"airbyte_secret": "true"}, "c": {"airbyte_secret": "false"}}});
    check(&spec, &["/b"], &json!({"a": "1", "b": "2", "c": "3"}), &json!({"a": "1", "b": MASK, "c": "3"}));
    // The platform masks it all the same, so what it shows has to be restored.
    let restored = secrets(&spec).restore(r#"{"a": "**********"}"#, r#"{"a": "1"}"#).unwrap();
    assert_eq!(restored, r#"{"a": "1"}"#);
}

#[test]
fn a_spec_that_cannot_be_read_shows_nothing() {
    for spec in ["", "[]", "null", "\"x\"", "{", r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#] {
        assert!(Secrets::new(spec).is_err(), "{spec}");
    }
    // These say nothing of any member.
    for spec in ["{}", "true", r#"{"type": "object"}"#, r#"{"properties": ["x"]}"#, r#"{"additionalProperties": true}"#]
    {
        let secrets = Secrets::new(spec).unwrap();
        assert_eq!(
            secrets.mask(r#"{"a": "s3cret", "b": {"c": 1}}"#).unwrap(),
            r#"{"a": "**********", "b": "**********"}"#,
            "{spec}"
        );
        assert_eq!(secrets.mask("\"s3cret\"").unwrap(), "\"**********\"", "{spec}");
        assert_eq!(secrets.places().unwrap(), ["/*"]);
        holds(&Validator::new(spec).unwrap(), r#"{"a": "s3cret", "b": {"c": 1}}"#);
        holds(&Validator::new(spec).unwrap(), r#"[1, "a", null]"#);
    }
    // A part that cannot be read and speaks of a secret makes all around it secret.
    let spec = json!({"properties": {"open": {}, "auth": {"oneOf": {"properties": {"token": secret()}}}}});
    check(&spec, &["/auth"], &json!({"open": 1, "auth": {"token": "t"}}), &json!({"open": 1, "auth": MASK}));
}

#[test]
fn configurations_may_be_anything() {
    let spec = json!({"properties": {"a": secret(), "b": {"items": secret()}}});
    let validator = Validator::new(&spec.to_string()).unwrap();
    for text in
        ["null", "1", "\"a\"", "[]", "[{\"a\": 1}]", "{}", r#"{"a": {"b": [1]}, "b": "x"}"#, r#"{"b": {"0": 1}}"#]
    {
        holds(&validator, text);
    }
}

/// The last of several members with one name counts, but the others stand in the text as well.
#[test]
fn a_member_given_twice_is_masked_twice() {
    let secrets = secrets(&json!({"properties": {"a": secret(), "b": {"properties": {"c": secret()}}}}));
    let text = r#"{"a": "one", "b": {"c": "two"}, "a": "three", "b": {"c": "four", "c": "five"}}"#;
    let masked = secrets.mask(text).unwrap();
    assert_eq!(
        masked,
        r#"{"a": "**********", "b": {"c": "**********"}, "a": "**********", "b": {"c": "**********", "c": "**********"}}"#
    );
    assert_eq!(secrets.restore(&masked, text).unwrap(), text);
    let split = split(&secrets, text);
    for hidden in ["one", "two", "three", "four", "five"] {
        assert!(!split.configuration.contains(hidden), "{}", split.configuration);
    }
    assert_eq!(split.secrets.len(), 2);
    assert_eq!(secrets.find(text).unwrap(), ["/a", "/b/c"]);
}

#[test]
fn an_edit_is_restored_around() {
    let secrets = secrets(&json!({"properties": {"p": secret(), "q": secret(), "n": {}}}));
    let stored = r#"{"n": 1, "p": "one", "q": 12.50}"#;
    let restored = |edited: &str| secrets.restore(edited, stored).unwrap();
    assert_eq!(restored(r#"{"q":"**********" , "p" : "new", "n": 2}"#), r#"{"q":12.50 , "p" : "new", "n": 2}"#);
    assert_eq!(restored(r#"{"n": "**********"}"#), r#"{"n": "**********"}"#, "no secret, so no mask");
    assert_eq!(restored(r#"{"p": "******", "q": null}"#), r#"{"p": "******", "q": null}"#);
    // Nothing is stored for it: the mask stays, and can be found.
    let left = secrets.restore(r#"{"p": "**********"}"#, "{}").unwrap();
    assert_eq!(left, r#"{"p": "**********"}"#);
    assert_eq!(secrets.masks(&left).unwrap(), ["/p"]);
    assert_eq!(secrets.restore(r#"{"p": "**********"}"#, "null").unwrap(), left);
}

#[test]
fn items_of_lists_find_their_secrets() {
    let spec = json!({"properties": {
        "plain": {"items": secret()},
        "accounts": {"items": {"properties": {"name": {}, "tags": {}, "token": secret()}}}
    }});
    let secrets = secrets(&spec);
    let restored = |edited: Value, stored: Value| -> Value {
        serde_json::from_str(&secrets.restore(&edited.to_string(), &stored.to_string()).unwrap()).unwrap()
    };
    let account = |name: &str, token: &str| json!({"name": name, "token": token, "tags": {"x": [1]}});
    let list = |items: &[Value]| json!({"accounts": items});
    let stored = list(&[account("a", "A"), account("b", "B"), account("b", "C"), account("d", "D")]);
    let (a, b, c, d) = (account("a", MASK), account("b", MASK), account("b", MASK), account("d", MASK));
    // In their places.
    assert_eq!(restored(list(&[a.clone(), b.clone(), c.clone(), d.clone()]), stored.clone()), stored);
    // One removed, one put in front, two swapped.
    let full = |name, token| account(name, token);
    assert_eq!(
        restored(list(&[b.clone(), c.clone(), d.clone()]), stored.clone()),
        list(&[full("b", "C"), full("b", "B"), full("d", "D")])
    );
    assert_eq!(
        restored(list(&[full("n", "N"), a.clone(), d.clone()]), stored.clone()),
        list(&[full("n", "N"), full("a", "A"), full("d", "D")])
    );
    assert_eq!(
        restored(list(&[d.clone(), b.clone(), c.clone(), a.clone()]), stored.clone()),
        list(&[full("d", "D"), full("b", "B"), full("b", "C"), full("a", "A")])
    );
    // Changed in its place.
    assert_eq!(
        restored(list(&[a, b, c, account("z", MASK)]), stored.clone()),
        list(&[full("a", "A"), full("b", "B"), full("b", "C"), full("z", "D")])
    );
    // One too many for which nothing is stored.
    assert_eq!(restored(list(&[d.clone(), d]), list(&[full("d", "D")])), list(&[full("d", "D"), account("d", MASK)]));
    let plain = |items: &[&str]| json!({"plain": items});
    assert_eq!(restored(plain(&[MASK, "new", MASK]), plain(&["A", "B", "C"])), plain(&["A", "new", "C"]));
    assert_eq!(restored(plain(&[MASK, MASK, "new"]), plain(&["A", "B"])), plain(&["A", "B", "new"]));
}

#[test]
fn only_what_changed_gets_a_new_version() {
    let spec = json!({"properties": {"a": secret(), "b": {"type": "integer", "airbyte_secret": true}, "list": {"items": {"properties": {"n": {}, "s": secret()}}}}});
    let secrets = secrets(&spec);
    let item = |n: u32, s: &str| json!({"n": n, "s": s});
    let first = split(&secrets, &json!({"a": "x", "b": 1, "list": [item(1, "p"), item(2, "q")]}).to_string());
    assert_eq!(versions(&first), [(1, 1), (2, 1), (3, 1), (4, 1)]);
    let second =
        split_again(&secrets, &json!({"a": "x", "b": 2, "list": [item(1, "p"), item(2, "q")]}).to_string(), &first);
    assert_eq!(versions(&second), [(1, 1), (2, 2), (3, 1), (4, 1)]);
    // One item is removed, one comes in front, one changes its secret; a new place gets the next id.
    let third =
        split_again(&secrets, &json!({"a": "x", "b": 2, "list": [item(0, "n"), item(2, "r")]}).to_string(), &second);
    assert_eq!(versions(&third), [(1, 1), (2, 2), (3, 2), (4, 2)]);
    let fourth = split_again(
        &secrets,
        &json!({"a": "x", "list": [item(2, "r"), item(5, "t"), item(6, "u")]}).to_string(),
        &third,
    );
    assert_eq!(versions(&fourth), [(1, 1), (4, 2), (1000, 1), (1001, 1)]);
    // What the store lost begins anew under its name, as the platform has it.
    let lost = Split { secrets: Vec::new(), ..fourth.clone() };
    assert_eq!(versions(&split_again(&secrets, &json!({"a": "x"}).to_string(), &lost)), [(1, 1)]);
    // The workspace in a coordinate stays.
    let other = "00000000-0000-0000-0000-000000000000";
    let previous = Previous { configuration: &first.configuration, secrets: &first.secrets };
    let moved = secrets.split(r#"{"a": "y"}"#, other, Some(previous), []).unwrap();
    assert_eq!(
        moved.secrets[0].coordinate,
        format!("airbyte_workspace_{WORKSPACE}_secret_00000001-2222-4333-8444-555566667777_v2")
    );
}

#[test]
fn nobody_refers_to_the_secrets_of_others() {
    let spec = json!({"properties": {"a": secret(), "open": {}}});
    let secrets = secrets(&spec);
    let first = split(&secrets, r#"{"a": "x"}"#);
    let previous = Some(Previous { configuration: &first.configuration, secrets: &first.secrets });
    // Left as it was, it is the same.
    let again = secrets.split(&first.configuration, WORKSPACE, previous, []).unwrap();
    assert_eq!(again, first);
    let foreign = r#"{"_secret": "airbyte_workspace_x_secret_y_v1"}"#;
    for (text, pointer) in
        [(format!(r#"{{"a": {foreign}}}"#), "/a"), (format!(r#"{{"open": [{foreign}]}}"#), "/open/0")]
    {
        for previous in [None, previous] {
            let error = secrets.split(&text, WORKSPACE, previous, ids(1)).unwrap_err();
            assert_eq!(error.code(), "document");
            assert!(error.to_string().ends_with(&format!("(at {pointer})")), "{error}");
            assert!(!format!("{error} {error:?}").contains("workspace_x"));
        }
    }
}

#[test]
fn ids_are_checked() {
    let secrets = secrets(&json!({"properties": {"a": secret()}}));
    let code = |workspace: &str, ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        secrets.split(r#"{"a": "hunter2"}"#, workspace, None, ids).unwrap_err().to_string()
    };
    let id = "00000001-2222-4333-8444-555566667777";
    assert_eq!(code("nowhere", &[id]), "the workspace is not named by a UUID");
    assert_eq!(code(WORKSPACE, &["_v1"]), "the id for a new secret is no UUID");
    assert_eq!(code(WORKSPACE, &[]), "there are more new secrets than ids given for them");
}

#[test]
fn coordinates_are_read_as_the_platform_reads_them() {
    for good in ["a_v1", "service_account_hmac_x_secret_y_v12", "a_v-3"] {
        assert_eq!(good.parse::<Coordinate>().unwrap().to_string(), good);
    }
    for bad in ["", "a", "_v1", "a_v", "a_vx", "a_v1_v2", "a_v99999999999999999999"] {
        assert!(bad.parse::<Coordinate>().is_err(), "{bad}");
    }
    let last: Coordinate = format!("a_v{}", i64::MAX).parse().unwrap();
    assert!(last.next().is_err());
}

#[test]
fn nothing_is_shown_in_debug_prints_and_errors() {
    let secrets = secrets(&json!({"properties": {"a": secret()}}));
    let split = split(&secrets, r#"{"a": "93817-marker"}"#);
    let previous = Previous { configuration: &split.configuration, secrets: &split.secrets };
    let told = format!("{secrets:?} {split:?} {previous:?} {:?} {:#?}", split.secrets, split.secrets);
    assert!(!told.contains("93817"), "{told}");
    for lines in
        [r#"{"coordinate": "a_v1", "payload": 93817}"#, "93817", r#"{"coordinate": 93817, "payload": "x"}"#, "{\"93817"]
    {
        let error = Secret::read_lines(&format!("\n{lines}")).unwrap_err();
        assert!(error.to_string().starts_with("line 2: "), "{error}");
        assert!(!format!("{error} {error:?} {}", error.to_json()).contains("93817"), "{error}");
    }
    for broken in [r#"{"a": "93817"#, r#"{"a": 93817x}"#] {
        for error in [
            secrets.mask(broken),
            secrets.restore(broken, "{}"),
            secrets.restore("{}", broken),
            secrets.hydrate(broken, &[]),
        ] {
            let error = error.unwrap_err();
            assert!(!format!("{error} {error:?} {}", error.to_json()).contains("93817"), "{error}");
        }
    }
}

#[test]
fn rows_are_written_as_they_are_read() {
    let rows = vec![
        Secret { coordinate: "a_v1".into(), payload: "\"é\n\u{2028}".into() },
        Secret { coordinate: "b_v1".into(), payload: String::new() },
    ];
    let lines: String = rows.iter().map(|row| row.to_json() + "\n").collect();
    assert_eq!(Secret::read_lines(&lines).unwrap(), rows);
    assert_eq!(Secret::read_lines(r#"{"coordinate": "a_v1", "payload": null}"#).unwrap(), []);
}

/// Depth, breadth and circles.
#[test]
fn work_is_bounded() {
    let spec =
        |definition: Value| json!({"definitions": {"a": definition}, "properties": {"a": {"$ref": "#/definitions/a"}}});
    let own = json!({"properties": {"x": {"$ref": "#/definitions/a"}, "s": secret()}});
    let circle = spec(json!({"allOf": [{"$ref": "#/definitions/a"}, own]}));
    let mut nested = json!({"s": "x"});
    for _ in 0..500 {
        nested = json!({"x": nested, "s": "y"});
    }
    let nested = json!({"a": nested}).to_string();
    holds(&Validator::new(&spec(own).to_string()).unwrap(), &nested);
    // This one has no verdict, but secrets.
    assert!(!secrets(&circle).mask(&nested).unwrap().contains('y'));
    assert_eq!(secrets(&circle).places().unwrap(), ["/a/x/**", "/a/s"]);

    // A spec whose places double with each step.
    let steps: serde_json::Map<_, _> = (0..30)
        .map(|step| {
            let next = json!({"$ref": format!("#/definitions/{}", step + 1)});
            (step.to_string(), json!({"properties": {"a": next, "b": next, "s": secret()}}))
        })
        .collect();
    let doubling = json!({"definitions": steps, "properties": {"a": {"$ref": "#/definitions/0"}}});
    assert_eq!(secrets(&doubling).places().unwrap_err().code(), "spec");
    holds(&Validator::new(&doubling.to_string()).unwrap(), r#"{"a": {"b": {"a": {"s": "x"}}}}"#);

    // Many items and members.
    let spec = json!({"properties": {"list": {"items": {"properties": {"n": {}, "s": secret()}}}, "map": {"additionalProperties": secret()}}});
    let items: Vec<Value> = (0..5_000).map(|number| json!({"n": number % 7, "s": number.to_string()})).collect();
    let map: serde_json::Map<_, _> = (0..5_000).map(|number| (format!("m{number}"), json!("x"))).collect();
    let validator = Validator::new(&spec.to_string()).unwrap();
    holds(&validator, &json!({"list": items, "map": map}).to_string());
    let secrets = Secrets::of(&validator).unwrap();
    let stored = json!({"list": items}).to_string();
    let shorter = json!({"list": items[1..].iter().map(|item| json!({"n": item["n"], "s": MASK})).collect::<Vec<_>>()});
    assert!(secrets.masks(&secrets.restore(&shorter.to_string(), &stored).unwrap()).unwrap().is_empty());
}

/// The same configuration with other secrets of the same kinds; none where a secret has none like it.
fn with_other_secrets(secrets: &Secrets, configuration: &Value) -> Value {
    let mut other = configuration.clone();
    for pointer in secrets.find(&configuration.to_string()).unwrap() {
        let value = other.pointer_mut(&pointer).unwrap();
        *value = match &*value {
            Value::String(text) => json!(format!("{text}-other")),
            Value::Number(_) => json!(93817),
            Value::Array(_) => json!([93817]),
            Value::Object(_) => json!({"93817": 93817}),
            flag => json!(*flag == json!(false)),
        };
    }
    other
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn everything_holds_of_generated_specs(spec in spec(), configuration in instance()) {
        let validator = Validator::new(&spec.to_string()).unwrap();
        holds(&validator, &configuration.to_string());
        holds(&validator, &serde_json::to_string_pretty(&configuration).unwrap());
        // Nothing of a secret is left: with other secrets the result is the same.
        let secrets = Secrets::of(&validator).unwrap();
        let other = with_other_secrets(&secrets, &configuration).to_string();
        let text = configuration.to_string();
        prop_assert_eq!(secrets.mask(&text).unwrap(), secrets.mask(&other).unwrap());
        prop_assert_eq!(split(&secrets, &text).configuration, split(&secrets, &other).configuration);
        let places = secrets.places().unwrap();
        for pointer in secrets.find(&text).unwrap() {
            prop_assert!(places.iter().any(|place| covers(place, &pointer)), "{} {:?}", pointer, places);
        }
    }

    #[test]
    fn one_edit_bumps_one_version(spec in spec(), configuration in instance(), which in any::<prop::sample::Index>()) {
        let secrets = secrets(&spec);
        let text = configuration.to_string();
        let found = secrets.find(&text).unwrap();
        if found.is_empty() {
            return Ok(());
        }
        let at = which.index(found.len());
        let first = split(&secrets, &text);
        let mut edited = configuration.clone();
        *edited.pointer_mut(&found[at]).unwrap() = json!("a new text");
        let second = split_again(&secrets, &edited.to_string(), &first);
        let mut expected = versions(&first);
        expected[at].1 += 1;
        prop_assert_eq!(versions(&second), expected);
    }
}

/// Whether a place of a spec stands for a pointer.
fn covers(place: &str, pointer: &str) -> bool {
    // Of a configuration that has no members, all is secret where a spec says nothing.
    if (place, pointer) == ("/*", "") {
        return true;
    }
    let (mut place, mut pointer) = (place.split('/').skip(1), pointer.split('/').skip(1));
    loop {
        match (place.next(), pointer.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == "*" || wanted == found => {}
            _ => return false,
        }
    }
}

#[test]
fn everything_holds_of_the_corpus() {
    let Some(folder) = corpus("secrets of real configurations") else { return };
    let validators = validators(&folder);
    let mut count = 0;
    for (row, text) in configurations(&folder) {
        // These have references of their own making.
        if row["kind"] == "synthetic-secret-coordinate" {
            continue;
        }
        let validator = validator_of(&validators, &row);
        holds(validator, &text);
        count += Secrets::of(validator).unwrap().find(&text).unwrap().len();
    }
    assert!(count > 1000, "{count} secrets");
    for validator in validators.values() {
        assert!(Secrets::of(validator).unwrap().places().unwrap().iter().all(|place| !place.contains("**")));
    }
}

/// The examples of `docs/secrets.md`, in its order.
#[test]
fn the_page_shows_what_is_done() {
    let page = include_str!("../../docs/secrets.md");
    let block = |kind: &str| {
        let start = page.split_once(&format!("```{kind}\n")).unwrap_or_else(|| panic!("no block {kind}")).1;
        start.split_once("\n```").unwrap().0
    };
    let secrets = Secrets::new(block("json spec")).unwrap();
    assert_eq!(secrets.places().unwrap().join("\n"), block("text places"));
    let configuration = block("json configuration");
    assert_eq!(secrets.mask(configuration).unwrap(), block("json masked"));
    assert_eq!(secrets.restore(block("json edited"), configuration).unwrap(), block("json restored"));
    let split = split(&secrets, configuration);
    assert_eq!(split.configuration, block("json split"));
    assert_eq!(split.secrets, Secret::read_lines(block("json rows")).unwrap());
    assert_eq!(split.secrets.iter().map(Secret::to_json).collect::<Vec<_>>().join("\n"), block("json rows"));
    assert_eq!(secrets.hydrate(block("json split"), &split.secrets).unwrap(), configuration);
}
