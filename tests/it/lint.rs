//! Lint: each rule alone, on a spec that is healthy otherwise, and what must hold of any spec.

use super::properties::instance;
use super::support::{corpus, json_lines, text};
use airbyte_db::blobs::Specification;
use airbyte_db::lint::{self, CODES, Options};
use airbyte_db::{Code, Finding, Severity, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn read(spec: &str) -> Specification {
    Specification::read(spec).unwrap_or_else(|error| panic!("{error}\n{spec}"))
}

fn verdict(spec: &str) -> Verdict {
    lint::check(&read(spec), &Options::default()).unwrap_or_else(|error| panic!("{error}\n{spec}"))
}

fn findings(spec: &str) -> Vec<Finding> {
    verdict(spec).findings
}

/// Code and pointer of each finding.
fn told(spec: &str) -> Vec<(&'static str, String)> {
    findings(spec).into_iter().map(|finding| (finding.code.as_str(), finding.pointer)).collect()
}

/// The findings of a schema with these members, each an optional property.
#[track_caller]
fn check(properties: &str, expected: &[(&str, &str)]) {
    let told = told(&format!(r#"{{"type": "object", "properties": {{{properties}}}}}"#));
    let told: Vec<(&str, &str)> =
        told.iter().map(|(code, pointer)| (*code, pointer.trim_start_matches("/properties"))).collect();
    assert_eq!(told, expected, "{properties}");
}

#[track_caller]
fn silent(properties: &str) {
    check(properties, &[]);
}

/// A specification that has a bit of everything and nothing wrong with it.
const HEALTHY: &str = r#"{
  "documentationUrl": "https://docs.example.com/sources/pond",
  "connectionSpecification": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Pond",
    "type": "object",
    "required": ["host", "credentials"],
    "groups": [{"id": "server", "title": "Server"}, {"id": "auth"}],
    "properties": {
      "host": {"type": "string", "title": "Host", "order": 0, "group": "server", "examples": ["db.example.com"]},
      "port": {"type": "integer", "title": "Port", "order": 1, "group": "server", "default": 5432, "minimum": 1, "maximum": 65535},
      "since": {"type": "string", "title": "Since", "order": 2, "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2021-01-31"]},
      "streams": {"type": "array", "title": "Streams", "order": 3, "items": {"type": "string", "enum": ["users", "orders"]}, "default": ["users"]},
      "credentials": {
        "type": "object",
        "title": "Credentials",
        "order": 4,
        "group": "auth",
        "display_type": "radio",
        "default": "oauth",
        "oneOf": [
          {
            "title": "OAuth",
            "required": ["type", "refresh_token"],
            "properties": {
              "type": {"type": "string", "const": "oauth"},
              "client_secret": {"type": "string", "title": "Client secret", "airbyte_secret": true},
              "refresh_token": {"type": "string", "title": "Refresh token", "airbyte_secret": true}
            }
          },
          {
            "title": "Token",
            "required": ["type", "token"],
            "properties": {
              "type": {"type": "string", "const": "token"},
              "token": {"type": "string", "title": "Token", "airbyte_secret": true, "default": ""}
            }
          }
        ]
      }
    }
  },
  "advanced_auth": {
    "auth_flow_type": "oauth2.0",
    "predicate_key": ["credentials", "type"],
    "predicate_value": "oauth",
    "oauth_config_specification": {
      "complete_oauth_output_specification": {
        "properties": {"refresh_token": {"path_in_connector_config": ["credentials", "refresh_token"]}}
      },
      "complete_oauth_server_output_specification": {
        "properties": {"client_secret": {"path_in_connector_config": ["credentials", "client_secret"]}}
      }
    }
  }
}"#;

#[test]
fn healthy_specs_give_nothing() {
    assert_eq!(told(HEALTHY), []);
    for path in ["examples/orders/spec.json", "examples/lake/spec.yaml"] {
        if path == "examples/lake/spec.yaml" && !cfg!(feature = "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        assert_eq!(told(&text), [], "{path}");
    }
}

/// One change to the healthy spec, and the one finding that it gives.
#[test]
fn each_rule_alone_gives_its_finding() {
    let cases = [
        (r#""minimum": 1"#, r#""mininum": 1"#, "misspelt_keyword"),
        (r#""minimum": 1"#, r#""minimum": 1, "flavour": "sweet""#, "unknown_keyword"),
        (r#""minimum": 1"#, r#""minimum": "one""#, "spec_keyword"),
        (r#""order": 4"#, r#""order": "4""#, "spec_keyword"),
        (r#""items": {"type": "string""#, r#""items": {"type": "text""#, "spec_type"),
        (r#""type": "string", "title": "Host""#, r#""$ref": "\#/definitions/host", "title": "Host""#, "reference"),
        (r#""minimum": 1"#, r#""minimum": 1, "pattern": "^[0-9]+$""#, "keyword_without_effect"),
        (r#""title": "Host""#, r#""title": "Host", "not": {"maxLength": 0}"#, "keyword_unsupported"),
        (r#"["users", "orders"]"#, r#"["users", "orders", "users"]"#, "repeated_value"),
        (r#""title": "Host""#, r#""title": "Host", "title": "Server""#, "repeated_value"),
        (r#""title": "Host""#, r#""title": "Host", "format": "host""#, "unknown_format"),
        (r#""type": "string", "title": "Host""#, r#""type": ["null", "string"], "title": "Host""#, "null_first"),
        (
            r#""title": "Client secret""#,
            r#""title": "Client secret", "minLength": 9, "maxLength": 3"#,
            "bounds_reversed",
        ),
        (r#""default": 5432"#, r#""default": "5432""#, "default_mismatch"),
        (r#""default": 5432"#, r#""default": 0"#, "default_mismatch"),
        (r#""default": ["users"]"#, r#""default": ["user"]"#, "default_mismatch"),
        (r#""default": "oauth""#, r#""default": "oauth2""#, "default_mismatch"),
        (r#"["2021-01-31"]"#, r#"["YYYY-MM-DD"]"#, "example_mismatch"),
        (r#"["users", "orders"]"#, r#"["users", false]"#, "enum_mismatch"),
        (r#"["host", "credentials"]"#, r#"["host", "credentials", "database"]"#, "required_undeclared"),
        (r#""order": 1"#, r#""order": 0"#, "order_repeated"),
        (r#""order": 2, "#, "", "order_missing"),
        (r#"{"id": "auth"}"#, r#"{"id": "authentication"}"#, "group_undeclared"),
        (
            r#""type": {"type": "string", "const": "token"}"#,
            r#""type": {"type": "string", "enum": ["token"]}"#,
            "discriminator_missing",
        ),
        (r#"["type", "token"]"#, r#"["token"]"#, "discriminator_optional"),
        (r#"[0-9]{2}$""#, r#"[0-9]{2)$""#, "pattern_broken"),
        (r#"-[0-9]{2}$""#, r#"-[0-9]{2}""#, "pattern_unanchored"),
        (r#"[0-9]{2}$""#, r#"[0-9\\!]{2}$""#, "pattern_portability"),
        (
            r#""title": "Client secret""#,
            r#""title": "Client secret", "pattern": "^([a-z]+)+$""#,
            "pattern_backtracking",
        ),
        (
            r#"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2021-01-31"]"#,
            r#"^[0-9]{2}-[0-9]{2}$""#,
            "pattern_against_format",
        ),
        (r#""title": "Token", "airbyte_secret": true"#, r#""title": "Token""#, "secret_unmarked"),
        (r#""title": "Host""#, r#""title": "Host", "airbyte_secret": false"#, "secret_denied"),
        (r#""default": """#, r#""default": "hunter2""#, "secret_default"),
        (
            r#""type": "string", "title": "Client secret""#,
            r#""type": "integer", "title": "Client secret""#,
            "secret_not_text",
        ),
        (r#"["credentials", "refresh_token"]"#, r#"["credentials", "refresh"]"#, "oauth_path"),
        (r#""predicate_value": "oauth""#, r#""predicate_value": "OAuth""#, "oauth_predicate"),
    ];
    let mut seen = BTreeSet::new();
    for (from, to, code) in cases {
        assert!(HEALTHY.contains(from), "{from}");
        let spec = HEALTHY.replacen(from, &to.replace("\\#", "#"), 1);
        let told: Vec<&str> = told(&spec).into_iter().map(|(code, _)| code).collect();
        assert_eq!(told, [code], "{to}");
        seen.insert(code);
    }
    // A second branch of the same value takes more than one change.
    let more = HEALTHY.replace(r#""const": "token""#, r#""const": "oauth""#);
    assert_eq!(told(&more).into_iter().map(|(code, _)| code).collect::<Vec<_>>(), ["discriminator_repeated"]);
    seen.insert("discriminator_repeated");
    assert_eq!(seen, CODES.iter().map(|code| code.as_str()).collect());
}

#[test]
fn findings_stand_where_they_belong() {
    let spec = "LOG\n{\"type\": \"SPEC\", \"spec\": {\"connectionSpecification\": {\"properties\": {\"a\": {\"tittle\": 1}}}}}";
    let [finding] = &findings(spec)[..] else { panic!("one finding") };
    assert_eq!(finding.pointer, "/connectionSpecification/properties/a/tittle");
    let line = spec.lines().nth(1).unwrap();
    assert_eq!((finding.line, finding.column), (Some(2), Some(line.find("1}").unwrap() + 1)));

    let spec = "{\n  \"name\": \"x\", \"spec\": {\n    \"connectionSpecification\": {\n      \"required\": [\"a\"]\n    }\n  }\n}";
    let [finding] = &findings(spec)[..] else { panic!("one finding") };
    assert_eq!((finding.line, finding.column), (Some(4), Some(20)));

    // A schema alone has short pointers.
    assert_eq!(told(r#"{"properties": {}, "required": ["a"]}"#), [("required_undeclared", "/required/0".to_owned())]);
}

#[cfg(feature = "yaml")]
#[test]
fn a_spec_in_yaml_has_no_lines() {
    let [finding] = &findings("connectionSpecification:\n  required: [a]\n")[..] else { panic!("one finding") };
    assert_eq!((finding.line, finding.column), (None, None));
}

#[test]
fn names_and_values_are_no_keywords() {
    silent(r#""tittle": {"type": "string"}, "requires": {"type": "object", "default": {"mininum": 1}}"#);
    silent(r#""a": {"enum": [{"tittle": 1}], "examples": [{"tittle": 1}]}, "b": {"const": {"min": 2}}"#);
    silent(r#""a": {"type": "string", "x-order": 1, "airbyte_hidden": true, "multiline": true, "always_show": true}"#);
    assert_eq!(told(r#"{"properties": {}, "definitions": {"tittle": {"type": "string"}}}"#), []);
}

#[test]
fn required_members_may_be_declared_elsewhere() {
    let silent = |spec: &str| {
        let told = told(spec);
        assert!(!told.iter().any(|(code, _)| *code == "required_undeclared"), "{told:?}\n{spec}");
    };
    silent(r#"{"required": ["a"], "allOf": [{"properties": {"a": {}}}]}"#);
    silent(r#"{"required": ["a"], "oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}"#);
    silent(r#"{"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#);
    silent(
        r##"{"required": ["a"], "allOf": [{"$ref": "#/definitions/x"}], "definitions": {"x": {"properties": {"a": {}}}}}"##,
    );
    silent(r#"{"required": ["a_1"], "patternProperties": {"^a_": {"type": "string"}}}"#);
    silent(r#"{"required": ["any"], "additionalProperties": {"type": "string"}}"#);
    silent(
        r#"{"properties": {"b": {}}, "not": {"required": ["a"]}, "if": {"required": ["c"]}, "then": {"required": ["b"]}}"#,
    );
    silent(r##"{"required": ["a"], "allOf": [{"$ref": "#/nowhere"}]}"##);
    let other_branch = r#"{"oneOf": [
        {"required": ["t", "b"], "properties": {"t": {"const": 1}, "a": {}}},
        {"required": ["t"], "properties": {"t": {"const": 2}, "b": {}}}
    ]}"#;
    assert_eq!(told(other_branch), [("required_undeclared", "/oneOf/0/required/1".to_owned())]);
}

#[test]
fn defaults_that_mean_something_are_left_alone() {
    silent(r#""a": {"type": "string", "pattern": "^[a-z]+$", "default": ""}"#);
    silent(r#""a": {"type": "number", "default": 1}, "b": {"type": ["string", "null"], "default": null}"#);
    silent(
        r#""a": {"type": "boolean", "default": false}, "b": {"type": "array", "items": {"type": "integer"}, "default": []}"#,
    );
    check(r#""a": {"type": "string", "enum": ["x"], "default": ""}"#, &[("default_mismatch", "/a/default")]);
    check(r#""a": {"type": "string", "default": null}"#, &[("default_mismatch", "/a/default")]);
}

#[test]
fn names_of_other_things_are_no_secrets() {
    let others = [
        "token_url",
        "access_token_expires_at",
        "token_expiry_date",
        "primary_key",
        "partition_key",
        "public_key",
        "key",
        "password_policy",
        "secret_name",
        "next_page_token",
        "sort_key",
        "token_type",
        "keyspace",
        "monkey",
        "client_id",
    ];
    for name in others {
        silent(&format!(r#""{name}": {{"type": "string", "title": "Something"}}"#));
    }
    silent(
        r#""password": {"type": "boolean"}, "token": {"type": "string", "enum": ["a"]}, "secret": {"type": "string", "format": "date"}"#,
    );
    silent(r#""api_key": {"type": "string", "description": "The publishable key; it is not a secret."}"#);
    silent(r#""tokens": {"type": "array", "items": {"type": "string"}}, "auth": {"type": "object", "airbyte_secret": true, "x-a": 1}"#
        .replace(r#", "airbyte_secret": true"#, "").as_str());
    for name in ["password", "apiKey", "api-key", "client_secret", "private_key", "X-Auth-Token", "db_passwd"] {
        check(&format!(r#""{name}": {{"type": "string"}}"#), &[("secret_unmarked", &format!("/{name}"))]);
    }
    check(r#""key": {"type": "string", "title": "API Key"}"#, &[("secret_unmarked", "/key")]);
}

#[test]
fn choices_that_need_no_discriminator() {
    silent(r#""a": {"oneOf": [{"type": "string"}, {"type": "integer"}]}"#);
    silent(
        r#""a": {"type": "object", "examples": ["x"], "oneOf": [{"required": ["t"], "properties": {"t": {"const": "x"}}}]}"#,
    );
    silent(r#""a": {"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]}"#);
    silent(
        r#""a": {"type": "object", "properties": {"b": {}, "c": {}}, "oneOf": [{"required": ["b"]}, {"required": ["c"]}]}"#,
    );
}

#[test]
fn older_oauth_paths_lead_through_choices() {
    let spec = |root: &str, output: &str| {
        format!(
            r#"{{"connectionSpecification": {{"properties": {{"credentials": {{"type": "object", "oneOf": [
                {{"required": ["t"], "properties": {{"t": {{"const": "a"}}, "b": {{}}}}}},
                {{"required": ["t"], "properties": {{"t": {{"const": "c"}}}}}}
            ]}}}}}},
            "authSpecification": {{"auth_type": "oauth2.0", "oauth2Specification": {{
                "rootObject": {root}, "oauthFlowOutputParameters": [{output}]
            }}}}}}"#
        )
    };
    assert_eq!(told(&spec(r#"["credentials", "0"]"#, r#"["b"]"#)), []);
    assert_eq!(told(&spec(r#"["credentials", 0]"#, r#"["b"]"#)), []);
    assert_eq!(told(&spec("[]", r#"["credentials", "b"]"#)), []);
    let nowhere = [
        (r#"["credentials", "1"]"#, r#"["b"]"#, "oauthFlowOutputParameters/0"),
        (r#"["credentials", "2"]"#, r#"["b"]"#, "rootObject"),
        (r#"["login"]"#, r#"["b"]"#, "rootObject"),
    ];
    for (root, output, at) in nowhere {
        let pointer = format!("/authSpecification/oauth2Specification/{at}");
        assert_eq!(told(&spec(root, output)), [("oauth_path", pointer)], "{root}");
    }
}

#[test]
fn no_finding_shows_a_secret() {
    let hidden = "93817";
    let specs = [
        r#"{"properties": {"pin": {"type": "integer", "airbyte_secret": true, "default": "93817", "examples": ["93817"]}}}"#,
        r#"{"properties": {"password": {"type": "integer", "default": "93817", "enum": ["93817", "93817"]}}}"#,
        r#"{"properties": {"a": {"airbyte_secret": true, "type": "object", "properties": {"b": {"type": "integer", "default": "93817"}}}}}"#,
        r#"{"properties": {"a": {"type": "object", "properties": {"p": {"airbyte_secret": true}}, "default": "93817", "oneOf": [
            {"properties": {"t": {"const": "x"}}, "required": ["t"]}]}}}"#,
        r#"{"properties": {"a": {"properties": {"x": {"airbyte_secret": true}}}, "x": {"type": "integer", "default": "93817"}}}"#,
    ];
    for spec in specs {
        let findings = findings(spec);
        assert!(!findings.is_empty(), "{spec}");
        for finding in findings {
            assert!(!format!("{finding:?}").contains(hidden), "{finding:?}");
        }
    }
}

#[test]
fn codes_are_left_out_on_demand() {
    let spec = read(r#"{"properties": {"a": {"tittle": "A"}, "password": {"type": "string"}}}"#);
    let of = |allow: &[Code]| lint::check(&spec, &Options { allow, ..Options::default() }).unwrap();
    assert_eq!((of(&[]).count, of(&[]).errors), (2, 1));
    let verdict = of(&[Code::MisspeltKeyword]);
    assert_eq!((verdict.valid, verdict.count, verdict.findings[0].code), (true, 1, Code::SecretUnmarked));
    assert_eq!(of(&CODES).count, 0);
    let few = lint::check(&spec, &Options { max_findings: 1, ..Options::default() }).unwrap();
    assert_eq!((few.valid, few.count, few.findings.len()), (false, 2, 1));

    for code in CODES {
        assert_eq!(lint::code(code.as_str()).unwrap(), code);
    }
    let error = lint::code("misspelled_keyword").unwrap_err();
    assert_eq!(error.code(), "unknown_name");
    assert!(error.to_string().contains("misspelt_keyword"), "{error}");
    assert!(lint::code("type").is_err(), "a code of findings about configurations");
}

// ---- any spec ----

/// Puts a value in the place of some node of a document, or takes the node away.
fn mutated(mut spec: Value, path: &[usize], with: Option<Value>, name: Option<String>) -> Value {
    let mut here = &mut spec;
    for step in path {
        if here.as_object().is_none_or(serde_json::Map::is_empty) && here.as_array().is_none_or(Vec::is_empty) {
            break;
        }
        here = match here {
            Value::Object(members) => {
                let at = step % members.len();
                members.values_mut().nth(at).unwrap()
            }
            Value::Array(items) => {
                let at = step % items.len();
                &mut items[at]
            }
            _ => break,
        };
    }
    match (here, name, with) {
        (Value::Object(members), Some(name), Some(with)) => _ = members.insert(name, with),
        (here, _, Some(with)) => *here = with,
        (here, ..) => *here = Value::Null,
    }
    spec
}

const WORDS: [&str; 21] = [
    "type",
    "properties",
    "required",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "$ref",
    "pattern",
    "format",
    "default",
    "examples",
    "enum",
    "const",
    "airbyte_secret",
    "order",
    "group",
    "groups",
    "items",
    "definitions",
    "if",
];

fn keyword() -> impl Strategy<Value = String> {
    proptest::sample::select(&WORDS[..]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => instance(),
        1 => Just(json!({"$ref": "#"})),
        1 => Just(json!({"$ref": "#/connectionSpecification/properties/host"})),
        1 => Just(json!({"$ref": "#/properties/credentials"})),
        1 => Just(json!([{"properties": {"a": {"const": 1}}}, {"properties": {"a": {"enum": [1]}}}])),
        1 => Just(json!("^(a|b+)+$")),
        1 => Just(json!(["a", "a", 1])),
    ]
}

proptest! {
    #[test]
    fn any_spec_is_answered(
        changes in proptest::collection::vec(
            (proptest::collection::vec(0_usize..6, 1..9), proptest::option::of(value()), proptest::option::of(keyword())),
            1..8,
        )
    ) {
        let mut spec: Value = serde_json::from_str(HEALTHY).unwrap();
        for (path, with, name) in changes {
            spec = mutated(spec, &path, with, name);
        }
        let Ok(spec) = Specification::read(&spec.to_string()) else { return Ok(()) };
        let verdict = lint::check(&spec, &Options::default()).unwrap();
        prop_assert_eq!(verdict.valid, verdict.errors == 0);
        prop_assert_eq!(verdict.count, verdict.findings.len());
        for finding in &verdict.findings {
            prop_assert!(CODES.contains(&finding.code));
            prop_assert!(spec.document().pointer(&finding.pointer).is_some(), "{}", finding.pointer);
            let first = finding.message.chars().next().unwrap();
            prop_assert!(finding.message.ends_with('.') && !first.is_whitespace(), "{}", finding.message);
            prop_assert!(finding.line.is_some());
        }
    }
}

proptest! {
    #![proptest_config(super::properties::config(256))]

    #[test]
    fn any_generated_schema_is_answered(spec in super::properties::spec()) {
        let Ok(spec) = Specification::read(&spec.to_string()) else { return Ok(()) };
        let verdict = lint::check(&spec, &Options::default()).unwrap();
        for finding in &verdict.findings {
            prop_assert!(spec.document().pointer(&finding.pointer).is_some(), "{}", finding.pointer);
        }
    }
}

// ---- real specs ----

/// The specs of the corpus with what several validators and a survey of keywords have to say of them.
#[test]
fn every_typo_and_compile_error_of_the_corpus_is_found() {
    let Some(folder) = corpus("lint of real specs") else { return };
    let mut missed = Vec::new();
    let listed = json_lines(&folder.join("spec_lint.jsonl"));
    for epoch in ["2023", "2026"] {
        for row in json_lines(&folder.join(format!("specs-{epoch}.jsonl"))) {
            let repository = text(&row, "docker_repository");
            let found = told(&row["spec"].to_string());
            let is_it = |noted: &&Value| noted["definition"] == repository && noted["epoch"] == epoch;
            for noted in listed.iter().filter(is_it) {
                missed.extend(
                    what_is_missed(noted, &found).into_iter().map(|what| format!("{epoch} {repository}: {what}")),
                );
            }
            // And no keyword is called unknown that the survey knows.
            let survey = listed.iter().find(is_it).and_then(|noted| noted["unknown_keywords"].as_array());
            for (_, pointer) in
                found.iter().filter(|(code, _)| code.ends_with("t_keyword") || code.starts_with("unknown_k"))
            {
                let is_listed = survey.is_some_and(|survey| survey.iter().any(|one| pointer_of(one) == *pointer));
                assert!(is_listed, "{epoch} {repository}: {pointer}");
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

fn pointer_of(unknown: &Value) -> String {
    format!("/connectionSpecification{}/{}", text(unknown, "at"), text(unknown, "keyword"))
}

fn what_is_missed(noted: &Value, found: &[(&str, String)]) -> Vec<String> {
    let has = |pointer: &str| found.iter().any(|(_, known)| known.starts_with(pointer));
    let unknown = noted["unknown_keywords"].as_array().into_iter().flatten().map(pointer_of);
    let metaschema = noted["metaschema_errors"].as_array().into_iter().flatten();
    let metaschema = metaschema.map(|error| format!("/connectionSpecification{}", text(error, "at")));
    let mut missed: Vec<String> = unknown.chain(metaschema).filter(|pointer| !has(pointer)).collect();
    // A validator that cannot compile a spec has met a pattern, a keyword without effect, a list with a value twice,
    // or what the metaschema forbids.
    let reasons = ["pattern_portability", "keyword_without_effect", "repeated_value", "spec_keyword", "pattern_broken"];
    if noted.get("compile_errors").is_some() && !found.iter().any(|(code, _)| reasons.contains(code)) {
        missed.push(noted["compile_errors"].to_string());
    }
    missed
}

/// A sample for a person to read: run with `--nocapture`. What it must not be is empty, or all errors.
#[test]
fn real_specs_are_mostly_without_errors() {
    let Some(folder) = corpus("lint of real specs") else { return };
    let (mut specs, mut invalid) = (0, 0);
    for epoch in ["2023", "2026"] {
        for row in json_lines(&folder.join(format!("specs-{epoch}.jsonl"))) {
            let verdict = verdict(&row["spec"].to_string());
            let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            assert_eq!(errors, verdict.errors);
            specs += 1;
            invalid += usize::from(!verdict.valid);
        }
    }
    assert!(specs > 500 && invalid * 4 < specs, "{invalid} of {specs}");
}
