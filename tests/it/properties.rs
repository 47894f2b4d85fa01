//! What must hold of every spec and configuration: shown on generated ones, small and alike, so that names meet.

use airbyte_db::json::Document;
use airbyte_db::{Options, Severity, Validator, Verdict};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

/// Few, so that schemas and configurations speak of the same members.
const NAMES: [&str; 5] = ["a", "b", "kind", "a/b~", "é"];
/// Expressions on which all engines agree.
const PATTERNS: [&str; 6] = ["^a", "b$", "^[a-z]+$", "^(x|y)*$", "[0-9]{2,3}", "^.{0,2}$"];
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
/// The keys of `definitions`; each is there in every generated spec.
const DEFINITIONS: [&str; 2] = ["d1", "d2"];

fn name() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_map(str::to_owned)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..8).prop_map(Value::from),
        select(&[0.5, 1.0, 2.5, -1.25, 3.0][..]).prop_map(Value::from),
        select(&["", "a", "b", "ab", "x", "12", "123", "A", "é", "😀😀"][..]).prop_map(Value::from),
    ]
}

pub(crate) fn instance() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name(), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(members: Vec<(String, Value)>) -> Value {
    Value::Object(members.into_iter().collect())
}

/// A schema of one to four keywords.
fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        4 => keywords(plain_keyword().boxed()),
        1 => any::<bool>().prop_map(Value::from),
        1 => select(&DEFINITIONS[..]).prop_map(|name| json!({"$ref": format!("#/definitions/{name}")})),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            3 => keywords(prop_oneof![plain_keyword(), nesting_keyword(inner.clone())].boxed()),
            2 => choice(inner),
        ]
    })
    .boxed()
}

fn keywords(one: BoxedStrategy<(String, Value)>) -> impl Strategy<Value = Value> {
    proptest::collection::vec(one, 1..4).prop_map(object)
}

fn keyword(name: &'static str, value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<(String, Value)> {
    value.prop_map(move |value| (name.to_owned(), value)).boxed()
}

fn plain_keyword() -> impl Strategy<Value = (String, Value)> {
    let count = || (0_u64..4).prop_map(Value::from);
    // The crate computes with floats: only divisors that these hold exactly.
    let divisor = select(vec![json!(1), json!(2), json!(0.5), json!(0.25)]);
    let bound = || prop_oneof![(-2_i64..6).prop_map(Value::from), select(&[0.5, 2.5][..]).prop_map(Value::from)];
    let type_names = prop_oneof![
        3 => select(&TYPES[..]).prop_map(Value::from),
        1 => proptest::sample::subsequence(&TYPES[..], 1..4).prop_map(Value::from),
    ];
    // Distinct, as the metaschema wants it.
    let values = proptest::collection::vec(instance(), 1..4).prop_map(|mut values| {
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.to_string()));
        Value::from(values)
    });
    let required = proptest::sample::subsequence(&NAMES[..], 1..3).prop_map(Value::from);
    prop_oneof![
        3 => keyword("type", type_names),
        1 => keyword("enum", values),
        1 => keyword("const", instance()),
        1 => keyword("multipleOf", divisor),
        1 => keyword("minimum", bound()),
        1 => keyword("maximum", bound()),
        1 => keyword("exclusiveMinimum", bound()),
        1 => keyword("exclusiveMaximum", bound()),
        1 => keyword("minLength", count()),
        1 => keyword("maxLength", count()),
        1 => keyword("pattern", select(&PATTERNS[..]).prop_map(Value::from)),
        1 => keyword("minItems", count()),
        1 => keyword("maxItems", count()),
        1 => keyword("uniqueItems", any::<bool>().prop_map(Value::from)),
        1 => keyword("minProperties", count()),
        1 => keyword("maxProperties", count()),
        2 => keyword("required", required),
        1 => keyword("airbyte_secret", any::<bool>().prop_map(Value::from)),
        1 => keyword("title", select(&["Title", "é", ""][..]).prop_map(Value::from)),
    ]
}

fn nesting_keyword(inner: impl Strategy<Value = Value> + Clone + 'static) -> impl Strategy<Value = (String, Value)> {
    let one = || inner.clone();
    let some = || proptest::collection::vec(inner.clone(), 1..4).prop_map(Value::from);
    let of_names = proptest::collection::vec((name(), inner.clone()), 1..4).prop_map(object);
    let pattern = select(&PATTERNS[..]).prop_map(str::to_owned);
    let of_patterns = proptest::collection::vec((pattern, inner.clone()), 1..3).prop_map(object);
    let dependency = prop_oneof![inner.clone(), proptest::sample::subsequence(&NAMES[..], 0..3).prop_map(Value::from)];
    let dependencies = proptest::collection::vec((name(), dependency), 1..3).prop_map(object);
    prop_oneof![
        4 => keyword("properties", of_names),
        1 => keyword("patternProperties", of_patterns),
        1 => keyword("additionalProperties", one()),
        1 => keyword("additionalProperties", Just(Value::Bool(false))),
        1 => keyword("propertyNames", one()),
        1 => keyword("dependencies", dependencies),
        1 => keyword("items", one()),
        1 => keyword("items", some()),
        1 => keyword("additionalItems", one()),
        1 => keyword("contains", one()),
        1 => keyword("allOf", some()),
        1 => keyword("anyOf", some()),
        1 => keyword("oneOf", some()),
        1 => keyword("not", one()),
        1 => keyword("if", one()),
        1 => keyword("then", one()),
        1 => keyword("else", one()),
    ]
}

/// Branches with a discriminator, as connectors have them.
fn choice(inner: impl Strategy<Value = Value> + Clone + 'static) -> impl Strategy<Value = Value> {
    let branch = (proptest::option::of(inner), name(), any::<bool>(), any::<bool>());
    (select(&["oneOf", "anyOf"][..]), proptest::collection::vec(branch, 2..4)).prop_map(|(keyword, branches)| {
        let branches = branches.into_iter().zip(["a", "b", "x"]).map(|((inner, name, required, titled), value)| {
            let mut branch = json!({"type": "object", "properties": {"kind": {"const": value}}});
            if let (Some(inner), true) = (inner, name != "kind") {
                branch["properties"][&name] = inner;
            }
            if required {
                branch["required"] = json!(["kind"]);
            }
            if titled {
                branch["title"] = json!(format!("Branch {value}"));
            }
            branch
        });
        json!({keyword: branches.collect::<Vec<_>>()})
    })
}

/// A schema with definitions to refer to. A definition refers only to later ones: a circle through the same value has
/// no verdict, and the crate's stack has no bound.
pub(crate) fn spec() -> impl Strategy<Value = Value> {
    let definition = || keywords(prop_oneof![plain_keyword(), nesting_keyword(plain_schema())].boxed());
    (schema(), definition(), definition()).prop_map(|(mut root, d1, d2)| {
        if let Some(members) = root.as_object_mut().filter(|members| !members.contains_key("$ref")) {
            members.insert("definitions".to_owned(), json!({"d1": d1, "d2": d2}));
            return root;
        }
        json!({"definitions": {"d1": d1, "d2": d2}, "allOf": [root]})
    })
}

fn plain_schema() -> impl Strategy<Value = Value> + Clone + 'static {
    prop_oneof![
        3 => keywords(plain_keyword().boxed()),
        1 => any::<bool>().prop_map(Value::from),
        // Below a member or item the value gets smaller, so a circle ends there.
        1 => keyword("properties", Just(json!({"a": {"$ref": "#/definitions/d1"}}))).prop_map(|one| object(vec![one])),
    ]
    .boxed()
}

/// `PROPTEST_CASES` asks for more of them, for a long search.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|asked| asked.parse().ok());
    let cases = asked.unwrap_or(cases);
    ProptestConfig {
        cases,
        max_global_rejects: cases.max(1024),
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..ProptestConfig::default()
    }
}

fn verdict_of(spec: &Value, instance: &Value) -> Verdict {
    Validator::new(&spec.to_string()).unwrap().validate(&instance.to_string()).unwrap()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn all_ways_to_ask_have_the_same_answer(spec in spec(), instance in instance()) {
        let validator = Validator::new(&spec.to_string()).unwrap();
        let verdict = validator.validate(&instance.to_string()).unwrap();
        prop_assert_eq!(validator.is_valid(&instance.to_string()).unwrap(), verdict.valid);
        let of_tree = validator.validate_value(&instance, &Options::default()).unwrap();
        let mut without_lines = verdict.clone();
        without_lines.without_lines();
        prop_assert_eq!(&of_tree, &without_lines);
        let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        prop_assert_eq!(verdict.valid, errors == 0);
        prop_assert_eq!(verdict.count, verdict.findings.len());
        prop_assert_eq!(&validator.validate(&instance.to_string()).unwrap(), &verdict);
        let few = validator.validate_with(&instance.to_string(), &Options { max_findings: 1, ..Options::default() });
        let few = few.unwrap();
        prop_assert_eq!((few.valid, few.count), (verdict.valid, verdict.count));
        prop_assert_eq!(few.findings.first(), verdict.findings.first());
    }

    /// Left out by construction, since we follow the platform there and the crate does not: formats, `nullable`, the
    /// type `any`, an empty `oneOf`, keywords with values of the wrong kind (the crate refuses such a schema), and
    /// divisors and numbers that a float cannot hold.
    #[test]
    fn the_verdict_is_that_of_the_jsonschema_crate(spec in spec(), instance in instance()) {
        let oracle = jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(false);
        let Ok(oracle) = oracle.build(&spec) else { return Ok(()) };
        let verdict = verdict_of(&spec, &instance);
        prop_assert_eq!(verdict.valid, oracle.is_valid(&instance), "{:?}", verdict.findings);
    }

    #[test]
    fn findings_are_in_order_and_told_once(spec in spec(), instance in instance()) {
        let text = serde_json::to_string_pretty(&instance).unwrap();
        let verdict = Validator::new(&spec.to_string()).unwrap().validate(&text).unwrap();
        let places: Vec<_> = verdict.findings.iter().map(|finding| (finding.line, finding.column)).collect();
        prop_assert!(places.is_sorted(), "{:?}", verdict.findings);
        let mut told = HashSet::new();
        for finding in &verdict.findings {
            prop_assert!(told.insert((finding.code, &finding.pointer, &finding.message)), "{:?}", verdict.findings);
        }
    }

    #[test]
    fn pointers_lead_somewhere(spec in spec(), instance in instance()) {
        for finding in verdict_of(&spec, &instance).findings {
            let parent = finding.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            let there = instance.pointer(&finding.pointer).is_some();
            prop_assert!(there || instance.pointer(parent).is_some_and(Value::is_object), "{:?}", finding);
            prop_assert_eq!(!there, is_missing(&finding.code.to_string()) && !there, "{:?}", finding);
            // The last part may be a keyword that says so by not being there.
            let schema = finding.schema_pointer.rsplit_once('/').map_or("", |(schema, _)| schema);
            prop_assert!(spec.pointer(schema).is_some(), "{:?}", finding);
            if let Some(branch) = &finding.branch {
                prop_assert!(instance.pointer(&branch.pointer).is_some(), "{:?}", finding);
            }
        }
    }

    #[test]
    fn the_order_of_members_decides_nothing(spec in spec(), instance in instance()) {
        let validator = Validator::new(&spec.to_string()).unwrap();
        let mut backwards = String::new();
        write_backwards(&instance, &mut backwards);
        let (one, other) = (validator.validate(&instance.to_string()).unwrap(), validator.validate(&backwards).unwrap());
        prop_assert_eq!(one.valid, other.valid);
        let told = |verdict: &Verdict| -> BTreeSet<_> {
            verdict.findings.iter().map(|finding| (finding.code, finding.pointer.clone())).collect()
        };
        prop_assert_eq!(told(&one), told(&other));
    }
}

fn is_missing(code: &str) -> bool {
    ["required", "dependencies", "branch_missing", "branch_ambiguous"].contains(&code)
}

/// serde_json sorts members by name; this writes them the other way round.
fn write_backwards(value: &Value, into: &mut String) {
    let separate = |into: &mut String, number| {
        if number > 0 {
            into.push(',');
        }
    };
    match value {
        Value::Array(items) => {
            into.push('[');
            for (number, item) in items.iter().enumerate() {
                separate(into, number);
                write_backwards(item, into);
            }
            into.push(']');
        }
        Value::Object(members) => {
            into.push('{');
            for (number, (name, value)) in members.iter().rev().enumerate() {
                separate(into, number);
                into.push_str(&Value::from(name.as_str()).to_string());
                into.push(':');
                write_backwards(value, into);
            }
            into.push('}');
        }
        scalar => into.push_str(&scalar.to_string()),
    }
}

/// Texts that are nearly JSON.
fn mutated_json() -> impl Strategy<Value = String> {
    const PIECES: [&str; 32] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "0",
        "-",
        ".",
        "e",
        "E+",
        "1",
        "9",
        " ",
        "\n",
        "\t",
        "\r",
        "true",
        "null",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\n",
        "\\x",
        "\u{0}",
        "\u{1f}",
        "é",
        "😀",
        "\u{2028}",
        "/",
        "'",
    ];
    let change = (any::<proptest::sample::Index>(), 0_usize..3, select(&PIECES[..]));
    let text = prop_oneof![
        4 => (instance(), any::<bool>()).prop_map(|(value, pretty)| {
            if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() }
        }),
        1 => proptest::collection::vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat()),
    ];
    (text, proptest::collection::vec(change, 0..4)).prop_map(|(mut text, changes)| {
        for (place, removed, piece) in changes {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = place.index(bounds.len());
            let end = (start + removed).min(bounds.len() - 1);
            text.replace_range(bounds[start]..bounds[end], piece);
        }
        text
    })
}

/// What our reader takes and serde_json does not: a byte order mark, numbers beyond a float, lone surrogates.
/// Neither a mark nor a surrogate is among the pieces, and exponents of more than two digits are left out here.
fn has_large_number(text: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    text.match_indices(['e', 'E']).any(|(at, _)| digits(text[at + 1..].trim_start_matches(['+', '-'])) > 2)
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn what_is_json_is_what_serde_json_takes_for_it(text in mutated_json()) {
        prop_assume!(!has_large_number(&text));
        let ours = Document::parse(&*text);
        let theirs = serde_json::from_str::<Value>(&text);
        // Half of a pair of surrogates, which a mutation may leave, is a character for us and none for serde_json.
        prop_assume!(theirs.is_ok() || !text.to_ascii_lowercase().contains("\\ud"));
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours.err(), theirs.err());
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else { return Ok(()) };
        prop_assert_eq!(ours.root().raw(), text.trim_matches([' ', '\n', '\t', '\r']));
        prop_assert!(agrees(ours.root(), &theirs), "{}", text);
        // Printed by the other and read again it is the same, by value.
        let printed = theirs.to_string();
        prop_assert!(Document::parse(&*printed).unwrap().root() == ours.root(), "{}", printed);
    }
}

/// Whether two readings of a text found the same.
fn agrees(ours: airbyte_db::json::Value<'_>, theirs: &Value) -> bool {
    match theirs {
        Value::Null => ours.is_null(),
        Value::Bool(value) => ours.as_bool() == Some(*value),
        Value::Number(number) => {
            ours.as_number().is_some_and(|ours| ours.text().parse::<f64>().ok() == number.as_f64())
        }
        Value::String(text) => ours.as_str().as_deref() == Some(text),
        Value::Array(items) => ours.len() == items.len() && ours.items().zip(items).all(|(a, b)| agrees(a, b)),
        Value::Object(members) => {
            ours.len() == members.len()
                && members.iter().all(|(name, value)| ours.get(name).is_some_and(|ours| agrees(ours, value)))
        }
    }
}
