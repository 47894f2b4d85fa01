//! No finding, error, debug print or report holds what a secret field holds, nor any long value: a marker is put
//! wherever a spec says `airbyte_secret`, then the configuration is broken in every way that people know.

use crate::support::{corpus, json_lines};
use airbyte_db::blobs::{Registry, Specification};
use airbyte_db::json::{Document, Member};
use airbyte_db::report::{Outcome, Sarif, Styles, Subject, github, human, human_line, json_line};
use airbyte_db::{Memory, Mode, Options, Validator};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Part of every marker: no spec has these digits in a row.
const NEEDLE: &str = "93817";
const ORDINARY: &str = "an ordinary text";

/// What may stand in the place of a secret: the right kind, and every wrong one.
fn markers() -> Vec<Value> {
    vec![
        json!("s3cr3t-marker-93817"),
        json!("9381793817"),
        json!(9_381_793_817_i64),
        json!(-93817.5),
        json!("  s3cr3t 93817 "),
        json!({"s": "93817", "t": [93817, "93817"]}),
        json!(["93817", {"s": 93817}]),
        json!("{\"key\": \"93817\"}"),
        json!({"_secret": "93817"}),
        json!({"_secret": "airbyte_93817_v1", "more": "93817"}),
        json!(format!("{}93817", "long ".repeat(50))),
        json!("93817-01-01T00:00"),
    ]
}

/// Everything that could be printed of an outcome.
fn everything_told(outcome: &Outcome) -> String {
    let mut told = format!("{outcome:?}\n{outcome:#?}\n");
    match outcome {
        Ok(verdict) => {
            told += &verdict.to_json();
            for finding in &verdict.findings {
                writeln!(told, "{finding}").unwrap();
            }
        }
        Err(error) => {
            writeln!(told, "{error} {error:#} {} {} {:?}", error.message(), error.to_json(), error.kind()).unwrap();
        }
    }
    let subject = Subject::file("config.json");
    told += &human(&subject, outcome, Styles::default());
    told += &human_line(&subject, outcome, Styles::default());
    told += &github(&subject, outcome);
    told += &json_line(&subject, outcome);
    let mut sarif = Sarif::default();
    told += &sarif.results(&subject, outcome);
    told
}

/// Judges a configuration and gives all that could be printed on the way.
fn told_of(validator: &Validator, configuration: &str, mode: Mode) -> String {
    let options = Options { mode, ..Options::default() };
    let outcome = validator.validate_reusing(configuration, &options, &mut Memory::default());
    let mut told = everything_told(&outcome);
    if let Ok(document) = Document::parse(configuration) {
        let values: Vec<_> = document.root().members().map(Member::value).collect();
        let number = document.root().as_number();
        write!(told, "{document:?} {:?} {values:?} {number:?}", document.root()).unwrap();
    }
    write!(told, "{validator:?}").unwrap();
    told
}

#[track_caller]
fn assert_hidden(validator: &Validator, spec: &str, configuration: &str) {
    for mode in [Mode::Raw, Mode::Masked, Mode::Stored] {
        let told = told_of(validator, configuration, mode);
        assert!(!told.contains(NEEDLE), "{mode:?}\n{spec}\n{configuration}\n{}", around(&told));
    }
}

/// The place of the leak in a long text.
fn around(told: &str) -> &str {
    let line = told.lines().find(|line| line.contains(NEEDLE)).unwrap_or(told);
    let at = line.find(NEEDLE).unwrap_or(0);
    let (from, to) = (at.saturating_sub(200), (at + 100).min(line.len()));
    line.get(from..to).unwrap_or(line)
}

/// Builds a configuration by a spec, with a marker in the place of each secret.
struct Filler<'a> {
    root: &'a Value,
    marker: &'a Value,
    /// Which branch is taken of each choice, counted round.
    branch: usize,
}

impl Filler<'_> {
    fn fill(&self, schema: &Value, depth: usize) -> Value {
        if schema.get("airbyte_secret").is_some_and(|mark| *mark != false && *mark != "false") {
            return self.marker.clone();
        }
        if depth == 0 {
            return Value::Null;
        }
        let reference = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        if let Some(target) = reference.and_then(|pointer| self.root.pointer(pointer)) {
            return self.fill(target, depth - 1);
        }
        let mut filled = schema.get("const").cloned();
        filled = filled.or_else(|| schema["enum"].as_array().and_then(|values| values.first().cloned()));
        for part in self.parts(schema) {
            filled = Some(merged(filled, self.fill(part, depth - 1)));
        }
        if let Some(properties) = schema["properties"].as_object() {
            let members = properties.iter().map(|(name, schema)| (name.clone(), self.fill(schema, depth - 1)));
            filled = Some(merged(filled, Value::Object(members.collect())));
        }
        for (keyword, name) in [("patternProperties", "x1"), ("additionalProperties", "another")] {
            let patterned = schema[keyword].as_object().and_then(|patterns| patterns.values().next());
            let one = if keyword == "patternProperties" { patterned } else { Some(&schema[keyword]) };
            if let Some(one) = one.filter(|one| one.is_object()) {
                filled = Some(merged(filled, json!({name: self.fill(one, depth - 1)})));
            }
        }
        let items = &schema["items"];
        if items.is_object() || items.is_array() {
            let list: Vec<&Value> = items.as_array().map_or_else(|| vec![items], |items| items.iter().collect());
            filled = Some(filled.unwrap_or_else(|| list.iter().map(|item| self.fill(item, depth - 1)).collect()));
        }
        filled.unwrap_or_else(|| match schema["type"].as_str() {
            Some("integer" | "number") => json!(1),
            Some("boolean") => json!(true),
            Some("object") => json!({}),
            Some("array") => json!([]),
            _ => json!(ORDINARY),
        })
    }

    /// The schemas that apply to the same value: all of `allOf`, one of each choice.
    fn parts<'schema>(&self, schema: &'schema Value) -> Vec<&'schema Value> {
        let mut parts: Vec<&Value> = schema["allOf"].as_array().map(|all| all.iter().collect()).unwrap_or_default();
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[keyword].as_array().filter(|branches| !branches.is_empty()) {
                parts.push(&branches[self.branch % branches.len()]);
            }
        }
        parts.extend(["then", "else"].iter().filter_map(|keyword| schema.get(keyword)));
        parts.extend(schema["dependencies"].as_object().into_iter().flat_map(serde_json::Map::values));
        parts.into_iter().filter(|part| part.is_object()).collect()
    }
}

/// Both, where they are objects; otherwise the first one.
fn merged(one: Option<Value>, other: Value) -> Value {
    match (one, other) {
        (Some(Value::Object(mut members)), Value::Object(others)) => {
            for (name, value) in others {
                members.entry(name).or_insert(value);
            }
            Value::Object(members)
        }
        (Some(value), _) | (None, value) => value,
    }
}

fn holds_marker(value: &Value) -> bool {
    value.to_string().contains(NEEDLE)
}

type Named = (String, Value);

/// A value with every member, at any depth, renamed and changed, or left out.
fn changed(value: &Value, change: &dyn Fn(&str, &Value) -> Option<Named>) -> Value {
    match value {
        Value::Object(members) => {
            let changed_members = members.iter().filter_map(|(name, before)| {
                let (name, after) = change(name, before)?;
                Some((name, if after == *before { changed(&after, change) } else { after }))
            });
            Value::Object(changed_members.collect())
        }
        Value::Array(items) => items.iter().map(|item| changed(item, change)).collect(),
        other => other.clone(),
    }
}

/// The ways in which a configuration can be broken, as texts.
fn breakages(configuration: &Value, marker: &Value) -> Vec<String> {
    let keep = |name: &str, value: &Value| Some((name.to_owned(), value.clone()));
    let is_secret = |value: &Value| value == marker;
    let respelt = |respell: &'static dyn Fn(&str) -> String| {
        changed(configuration, &move |name, value| {
            let name = if is_secret(value) { respell(name) } else { name.to_owned() };
            Some((name, value.clone()))
        })
    };
    let instead = |other: Value| {
        changed(configuration, &move |name, value| {
            let is_plain = !value.is_object() && !value.is_array() && !holds_marker(value);
            keep(name, if is_plain { &other } else { value })
        })
    };
    // Alone in the place of what holds it. A list or an object there would put its parts where other things belong.
    let alone = if marker.is_array() || marker.is_object() { &Value::Null } else { marker };
    let wrong = vec![
        configuration.clone(),
        Value::from(configuration.to_string()),
        json!([configuration]),
        alone.clone(),
        respelt(&|name| name[..name.len().min(name.char_indices().last().map_or(0, |(at, _)| at))].to_owned()),
        respelt(&|name| format!("{name}s")),
        respelt(&str::to_uppercase),
        respelt(&|name| name.replace('_', "-")),
        respelt(&|name| format!("unheard of {name}")),
        instead(json!("kye")),
        instead(json!(7)),
        instead(Value::Null),
        // What is left is the secrets: required members and discriminators are missing.
        changed(configuration, &|name, value| if holds_marker(value) { keep(name, value) } else { None }),
        // The secret where the object around it belongs.
        changed(configuration, &|name, value| {
            let around = value.as_object().is_some_and(|members| members.values().any(is_secret));
            keep(name, if around && !is_secret(value) { alone } else { value })
        }),
        // A list of it, and an object around it.
        changed(configuration, &|name, value| {
            if is_secret(value) { Some((name.to_owned(), json!([[value], {"x": value}]))) } else { keep(name, value) }
        }),
        with_members(configuration, marker),
    ];
    let mut texts: Vec<String> = wrong.iter().map(Value::to_string).collect();
    // Malformed right behind the secret, and right before.
    let text = configuration.to_string();
    for after in ["", "\n", "\\", "x\"", ",,", "\u{1}", "}}", "é"] {
        if let Some(at) = text.rfind(NEEDLE) {
            texts.push(format!("{}{after}", &text[..at + NEEDLE.len()]));
            texts.push(format!("{}{after}{}", &text[..at + NEEDLE.len()], &text[at + NEEDLE.len()..]));
            texts.push(format!("{}{after}{}", &text[..at], &text[at..]));
        }
    }
    texts.push(text.replace('"', "'"));
    texts.push(text.replace(':', "="));
    texts
}

/// Members that no spec declares, with the secret in them.
fn with_members(value: &Value, marker: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: serde_json::Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), with_members(value, marker))).collect();
            members.insert("zzz undeclared".to_owned(), marker.clone());
            members.insert("zzz number".to_owned(), json!(93817));
            members.insert("zzz text".to_owned(), json!("93817"));
            Value::Object(members)
        }
        Value::Array(items) => items.iter().map(|item| with_members(item, marker)).collect(),
        other => other.clone(),
    }
}

/// Every breakage of the configuration of a spec.
fn assert_spec_keeps_secrets(spec: &Value, branch: usize, first_marker: usize, most_markers: usize) {
    let text = spec.to_string();
    let Ok(validator) = Validator::new(&text) else { return };
    let markers = markers();
    for number in 0..most_markers {
        let marker = &markers[(first_marker + number) % markers.len()];
        let configuration = Filler { root: spec, marker, branch }.fill(spec, 8);
        for broken in breakages(&configuration, marker) {
            assert_hidden(&validator, &text, &broken);
        }
    }
}

#[test]
fn secrets_of_real_specs_are_never_told() {
    let Some(folder) = corpus("the secrets of real specs") else { return };
    let rows = ["specs-2023.jsonl", "specs-2026.jsonl"].map(|file| json_lines(&folder.join(file)));
    let mut n_secret = 0;
    for (number, row) in rows.iter().flatten().enumerate() {
        let spec = &row["spec"]["connectionSpecification"];
        if !spec.to_string().contains("airbyte_secret") || spec.to_string().contains(NEEDLE) {
            continue;
        }
        n_secret += 1;
        assert_spec_keeps_secrets(spec, number % 3, number, 1);
    }
    assert!(n_secret > 100, "only {n_secret} specs with secrets were found");
}

/// The schemas that a secret may have itself.
fn secrets() -> Vec<Value> {
    let rules = [
        json!({"type": "string"}),
        json!({}),
        json!({"type": "string", "pattern": "^[a-f]{4}$", "minLength": 90, "examples": ["abcd"]}),
        json!({"type": "string", "enum": ["s3cr3t-marker-9381", "b"]}),
        json!({"type": "string", "const": "938189381"}),
        json!({"type": "string", "format": "date-time", "maxLength": 3}),
        json!({"type": "integer", "maximum": 10, "multipleOf": 1000}),
        json!({"type": ["boolean", "array"], "items": {"type": "integer"}, "uniqueItems": true}),
        json!({"type": "object", "additionalProperties": false, "properties": {"ss": {"type": "string", "const": "9381"}}}),
        json!({"type": "object", "properties": {"s": {"type": "integer"}, "t": {"items": {"type": "boolean"}}}}),
        json!({"oneOf": [{"const": "9381"}, {"type": "object", "required": ["x"]}]}),
        json!({"not": {}}),
    ];
    let marked = |mut rule: Value| {
        rule["airbyte_secret"] = json!(true);
        rule
    };
    rules.into_iter().map(marked).collect()
}

/// A schema around another one.
fn around_it(inner: &Value, how: usize) -> Value {
    match how {
        0 => {
            json!({"type": "object", "required": ["password"], "properties": {"password": inner, "kind": {"const": "a"}}})
        }
        1 => {
            json!({"type": "object", "additionalProperties": false, "properties": {"api_key": inner, "port": {"type": "integer"}}})
        }
        2 => json!({"type": "array", "items": inner}),
        3 => json!({"type": "array", "items": [{"type": "integer"}, inner], "additionalItems": {"type": "string"}}),
        4 => json!({"oneOf": [
            {"title": "Key", "properties": {"auth": {"const": "key"}, "secret": inner}, "required": ["auth"]},
            {"title": "None", "properties": {"auth": {"const": "none"}, "secret": {"type": "string", "enum": ["9381"]}}}]}),
        5 => {
            json!({"anyOf": [{"type": "string", "pattern": "^x"}, {"type": "object", "properties": {"secret": inner}}]})
        }
        6 => json!({"allOf": [{"properties": {"password": {"type": "integer"}}}, {"properties": {"password": inner}}]}),
        7 => json!({"patternProperties": {"^x": inner}, "additionalProperties": false}),
        8 => json!({"type": "object", "additionalProperties": inner}),
        9 => {
            json!({"properties": {"if": {"type": "string"}}, "if": {"required": ["if"]}, "then": {"properties": {"p": inner}}})
        }
        10 => {
            json!({"properties": {"d": {"type": "string"}, "p": {}}, "dependencies": {"d": {"properties": {"p": inner}}}})
        }
        11 => json!({"oneOf": [inner, {"type": "integer", "minimum": 5}]}),
        _ => json!({"type": "array", "contains": inner, "items": {"type": "string"}}),
    }
}
const WAYS_AROUND: usize = 13;

/// The same schema behind references, the first secret mark beside one of them.
fn referred(spec: &Value, inner: &Value, beside: bool) -> Value {
    let mut target = inner.clone();
    if beside && let Some(members) = target.as_object_mut() {
        members.remove("airbyte_secret");
    }
    let reference = if beside {
        json!({"$ref": "#/definitions/secret", "airbyte_secret": true})
    } else {
        json!({"$ref": "#/definitions/secret"})
    };
    let text = spec.to_string().replace(&inner.to_string(), &reference.to_string());
    let mut spec: Value = serde_json::from_str(&text).unwrap();
    spec["definitions"] = json!({"secret": target});
    spec
}

proptest! {
    #![proptest_config(crate::properties::config(60))]

    #[test]
    fn secrets_of_generated_specs_are_never_told(
        secret in select(secrets()),
        ways in proptest::collection::vec(0..WAYS_AROUND, 1..4),
        reference in 0..3,
        draft in select(&["", "http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft/2020-12/schema"][..]),
        branch in 0_usize..3,
        marker in 0_usize..12,
    ) {
        let mut spec = ways.into_iter().fold(secret.clone(), |inner, how| around_it(&inner, how));
        if reference > 0 {
            spec = referred(&spec, &secret, reference == 1);
        }
        if !draft.is_empty() {
            spec["$schema"] = json!(draft);
        }
        assert_spec_keeps_secrets(&spec, branch, marker, 3);
    }
}

#[test]
fn every_secret_in_every_way_is_never_told() {
    for (number, secret) in secrets().into_iter().enumerate() {
        for how in 0..WAYS_AROUND {
            assert_spec_keeps_secrets(&around_it(&secret, how), 0, number + how, 2);
        }
    }
}

#[test]
fn a_misspelt_secret_is_not_told_by_the_rules_for_other_members() {
    let rules = [
        r#""additionalProperties": {"type": "integer"}"#,
        r#""additionalProperties": {"type": "boolean"}"#,
        r#""additionalProperties": {"type": "string", "enum": ["9381893818"]}"#,
        r#""additionalProperties": {"type": "string", "format": "date"}"#,
        r#""patternProperties": {"": {"type": "integer"}}"#,
        r#""patternProperties": {"^p": {"type": "string", "enum": ["a"]}}"#,
        r#""propertyNames": {"enum": ["password"]}"#,
        r#""maxProperties": 0"#,
    ];
    for rule in rules {
        let spec = format!(r#"{{"properties": {{"password": {{"type": "string", "airbyte_secret": true}}}}, {rule}}}"#);
        let validator = Validator::new(&spec).unwrap();
        for value in
            ["\"9381793817\"", "9381793817", "\" 9381793817 \"", "\"93817-01-01\"", "{\"x\": \"93817\"}", "[93817]"]
        {
            assert_hidden(&validator, &spec, &format!(r#"{{"pasword": {value}}}"#));
        }
    }
}

#[test]
fn no_value_is_shown_beyond_60_characters() {
    let long: String = (0..200).map(|number| char::from(b'a' + u8::try_from(number * 7 % 26).unwrap())).collect();
    let digits = "1234567890".repeat(20);
    let rules = [
        json!({"type": "integer"}),
        json!({"enum": [format!("{long}x"), "b"]}),
        json!({"const": format!("{long}x")}),
        json!({"type": "string", "examples": [long], "maxLength": 3}),
        json!({"type": "string", "default": long, "pattern": "^[0-9]$"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"minimum": serde_json::from_str::<Value>(&format!("1{}", "0".repeat(100))).unwrap()}),
        json!({"type": "boolean", "title": long}),
        json!({"oneOf": [{"title": long, "properties": {"k": {"const": long}}}, {"properties": {"k": {"const": "b"}}}]}),
    ];
    for rule in rules {
        let spec = json!({"properties": {"field": rule}, "required": ["field", "more"]}).to_string();
        let validator = Validator::new(&spec).unwrap();
        let texts = [
            json!(long).to_string(),
            digits.clone(),
            format!("\"{digits}\""),
            format!("\"{long} \""),
            json!({"k": long}).to_string(),
            "null".to_owned(),
        ];
        for value in texts {
            let told = told_of(&validator, &format!(r#"{{"field": {value}}}"#), Mode::Raw);
            assert!(!told.contains(&long[..61]) && !told.contains(&digits[..61]), "{spec} {value} {told}");
        }
    }
}

#[test]
fn what_reads_specs_shows_sizes_only_in_debug_prints() {
    let spec = r#"{"connectionSpecification": {"properties": {"p": {"default": "93817", "examples": ["93817"]}}}}"#;
    let read = Specification::read(spec).unwrap();
    let registry = Registry::read(&format!(r#"[{{"name": "Pond", "spec": {spec}}}]"#)).unwrap();
    let validator = Validator::new(read.connection_specification_text()).unwrap();
    let shown = format!("{read:?} {registry:?} {:?} {validator:?} {:#?}", registry.iter().next(), read);
    assert!(!shown.contains(NEEDLE), "{shown}");
}

/// The command itself: what it prints to either stream, in every format and for every kind of input.
#[cfg(feature = "cli")]
mod command {
    use super::*;
    use std::path::Path;
    use std::process::Command;

    fn printed(arguments: &[&str], folder: &Path) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_airbyte-db")).args(arguments).current_dir(folder).output();
        let output = output.expect("the command runs");
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
    }

    #[test]
    fn the_command_prints_no_secret() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrecy");
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        let spec = around_it(&around_it(&secrets()[2], 1), 4);
        write("spec.json", &spec.to_string());
        let marker = json!("s3cr3t-marker-93817");
        let configuration = Filler { root: &spec, marker: &marker, branch: 0 }.fill(&spec, 8);
        let mut files = Vec::new();
        let mut lines = String::new();
        for (number, text) in breakages(&configuration, &marker).into_iter().enumerate() {
            files.push(format!("c{number}.json"));
            write(files.last().unwrap(), &text);
            writeln!(lines, r#"{{"definition": "pond", "config": {}}}"#, text.replace('\n', " ")).unwrap();
        }
        let broken_yaml = [
            "a: 93817: x",
            "a: [93817",
            "? [93817]\n: 1",
            "a: *93817",
            "a: !93817 x",
            "a: \"93817\\q\"",
            "- 93817\nb: 1",
            "a: &x 93817\n\tb: 1",
            "{a: 93817",
            "%93817\n---\n",
            "a: |93817\n x",
            "a: @93817",
            "93817",
        ];
        for (number, text) in broken_yaml.into_iter().enumerate() {
            files.push(format!("y{number}.yaml"));
            write(files.last().unwrap(), text);
        }
        write("lines.jsonl", &lines);
        write("registry.json", &json!([{"name": "pond", "spec": {"connectionSpecification": spec}}]).to_string());
        for format in ["human", "json", "github", "sarif"] {
            let mut arguments = vec!["validate", "--color", "always", "--format", format, "--spec", "spec.json"];
            arguments.extend(files.iter().map(String::as_str));
            let told = printed(&arguments, &folder);
            assert!(!told.contains(NEEDLE) && told.contains("c1.json"), "{}", around(&told));
            let told = printed(
                &["validate", "--format", format, "--registry", "registry.json", "--jsonl", "lines.jsonl"],
                &folder,
            );
            assert!(!told.contains(NEEDLE) && told.len() > 1000, "{}", around(&told));
        }
    }
}
