//! What is too deep, too many or too large: told or answered, never a crash and never a wait.

use airbyte_db::blobs::Specification;
use airbyte_db::json::{Document, Limits};
use airbyte_db::{Finding, Options, Validator, Verdict, lint};
use std::fmt::Write as _;

#[path = "../../fuzz/steps.rs"]
mod steps;

/// What lint finds in a spec, where it is one.
fn linted(spec: &str) -> Vec<Finding> {
    let Ok(spec) = Specification::read(spec) else { return Vec::new() };
    lint::check(&spec, &lint::Options::default()).unwrap().findings
}

/// Compiles a spec and judges a configuration in every way. Sizes are such that work which grows with their square, or
/// doubles with each step, would not end while anybody waits; nothing here measures time.
#[track_caller]
fn judged(spec: &str, configuration: &str) -> airbyte_db::Result<Verdict> {
    let validator = Validator::new(spec)?;
    linted(spec);
    let quick = validator.is_valid(configuration);
    let outcome = validator.validate(configuration);
    if let Ok(verdict) = &outcome {
        assert_eq!(quick.unwrap(), verdict.valid);
    }
    outcome
}

#[track_caller]
fn check(spec: &str, configuration: &str, valid: bool) {
    let verdict = judged(spec, configuration).unwrap();
    assert_eq!(verdict.valid, valid, "{:?}", verdict.findings.first());
}

/// The error's code, where the spec or configuration is refused.
#[track_caller]
fn refused(spec: &str, configuration: &str, code: &str) {
    let error = judged(spec, configuration).expect_err("an error");
    assert_eq!(error.code(), code, "{error}");
}

fn nested(depth: usize, open: &str, innermost: &str, close: &str) -> String {
    format!("{}{innermost}{}", open.repeat(depth), close.repeat(depth))
}

/// `0`, `1`, … each written by the format, with commas between.
fn listed(count: usize, write: impl Fn(usize) -> String) -> String {
    (0..count).map(write).collect::<Vec<_>>().join(",")
}

const TREE: &str = r##"{"type": "object", "additionalProperties": false, "properties": {"a": {"$ref": "#"}}}"##;
const CHOICE_TREE: &str = r##"{"definitions": {"leaf": {"type": "null"},
    "node": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}},
    "oneOf": [{"$ref": "#/definitions/leaf"}, {"$ref": "#/definitions/node"}]}"##;

#[test]
fn every_crasher_of_the_fuzzer_is_harmless_now() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/crashers");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        eprintln!("{}", path.display());
        steps::run(&text);
    }
}

#[test]
fn a_configuration_of_512_levels_is_judged_and_a_deeper_one_refused() {
    for (spec, innermost, problem) in [(TREE, "{}", r#"{"b":1}"#), (CHOICE_TREE, "null", "1")] {
        let levels = if innermost == "{}" { 511 } else { 512 };
        check(spec, &nested(levels, r#"{"a":"#, innermost, "}"), true);
        check(spec, &nested(levels, r#"{"a":"#, problem, "}"), false);
        refused(spec, &nested(513, r#"{"a":"#, innermost, "}"), "too_deep");
    }
    for open in ["[", r#"{"a":"#, r#"[{"a":"#] {
        refused(TREE, &open.repeat(1_000_000), "too_deep");
        refused(&open.repeat(1_000_000), "{}", "too_deep");
    }
}

#[test]
fn a_spec_of_511_levels_is_compiled() {
    for open in [r#"{"items":"#, r#"{"not":"#, r#"{"properties":{"a":"#, r#"{"allOf":["#, r#"{"oneOf":["#] {
        let per_round = open.matches(['{', '[']).count();
        let rounds = 511 / per_round;
        let close: String =
            open.chars().rev().filter_map(|c| if c == '{' { Some('}') } else { (c == '[').then_some(']') }).collect();
        judged(&nested(rounds, open, "{}", &close), &nested(512, "[", "", "]")).unwrap();
        refused(&nested(1_000_000, open, "{}", &close), "{}", "too_deep");
    }
}

#[test]
fn references_in_a_circle_end_in_an_error_or_a_finding() {
    check(r##"{"$ref": "#"}"##, "{}", false);
    check(
        r##"{"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}},
        "properties": {"x": {"$ref": "#/definitions/a"}}}"##,
        r#"{"x": 1}"#,
        false,
    );
    for spec in [
        r##"{"allOf": [{"$ref": "#"}]}"##,
        r##"{"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
        r##"{"oneOf": [{"$ref": "#"}, {"type": "object", "not": {"$ref": "#"}}]}"##,
        r##"{"not": {"$ref": "#"}}"##,
        r##"{"if": {"$ref": "#"}, "then": false}"##,
        r##"{"dependencies": {"a": {"$ref": "#"}}}"##,
        r##"{"allOf": [{"$ref": "#", "airbyte_secret": true}]}"##,
    ] {
        refused(spec, r#"{"a": 1}"#, "spec");
    }
}

#[test]
fn choices_that_double_with_each_step_end_in_an_error() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let definitions = listed(60, |number| {
            let next = format!(r##"{{"$ref": "#/definitions/d{}"}}"##, number + 1);
            format!(r#""d{number}": {{"{keyword}": [{next}, {next}]}}"#)
        });
        let spec = format!(
            r##"{{"definitions": {{{definitions}, "d60": {{"type": "string"}}}}, "$ref": "#/definitions/d0"}}"##
        );
        // The quick look stops at the first problem, so some of these have an answer; none may take long.
        let _ = judged(&spec, if keyword == "anyOf" { "1" } else { r#""text""# });
        let below = spec.replace(r##"{"$ref": "#/definitions/d"##, r##"{"items": {"$ref": "#/definitions/d"##);
        let _ = judged(&below.replace("\"}, {", "\"}}, {").replace("\"}]", "\"}}]"), &nested(60, "[", "1", "]"));
    }
}

#[test]
fn choices_inside_choices_are_explained() {
    let leaf = r#"{"title": "Leaf", "required": ["leaf"], "properties": {"leaf": {"type": "integer"}}}"#;
    let spec = (0..12).fold(leaf.to_owned(), |inner, level| {
        format!(
            r#"{{"type": "object", "properties": {{"c": {{"oneOf": [{inner},
                {{"title": "Other {level}", "required": ["other"], "properties": {{"other": {{"const": {level}}}}}}}]}}}}}}"#
        )
    });
    check(&spec, &nested(12, r#"{"c":"#, r#"{"leaf": 1}"#, "}"), true);
    check(&spec, &nested(12, r#"{"c":"#, r#"{"leaf": "1"}"#, "}"), false);
}

#[test]
fn references_one_after_the_other_may_be_many() {
    const COUNT: usize = 1000;
    for mark in ["", r#", "airbyte_secret": true"#] {
        let definitions =
            listed(COUNT, |number| format!(r##""d{number}": {{"$ref": "#/definitions/d{}"{mark}}}"##, number + 1));
        let properties = listed(COUNT, |number| format!(r##""p{number}": {{"$ref": "#/definitions/d{number}"}}"##));
        let spec = format!(
            r#"{{"definitions": {{{definitions}, "d{COUNT}": {{"type": "string"}}}}, "properties": {{{properties}}}}}"#
        );
        let validator = Validator::new(&spec).unwrap();
        linted(&spec);
        for configuration in [r#"{"p999": 1}"#, r#"{"p0": 1}"#] {
            let _ = validator.validate(configuration);
        }
    }
}

#[test]
fn marks_beside_references_make_no_recursion() {
    let definitions = listed(5000, |number| {
        format!(r##""d{number}": {{"$ref": "#/definitions/d{}", "airbyte_secret": true}}"##, number + 1)
    });
    let spec = format!(
        r##"{{"definitions": {{{definitions}, "d5000": {{}}}}, "properties": {{"a": {{"$ref": "#/definitions/d0"}}}}}}"##
    );
    // Fewer would fit; so many may be refused, but not by a crash.
    let _ = judged(&spec, r#"{"a": 1}"#);
}

#[test]
fn a_spec_may_have_10_000_properties() {
    const COUNT: usize = 10_000;
    let properties = listed(COUNT, |number| format!(r#""member {number}": {{"type": "integer"}}"#));
    let required = listed(COUNT, |number| format!(r#""member {number}""#));
    let spec = format!(r#"{{"properties": {{{properties}}}, "required": [{required}]}}"#);
    let members = |count| listed(count, |number| format!(r#""member {number}": 1"#));
    check(&spec, &format!("{{{}}}", members(COUNT)), true);
    let verdict = judged(&spec, &format!("{{{}}}", members(COUNT - 1))).unwrap();
    assert_eq!((verdict.count, &*verdict.findings[0].pointer), (1, "/member 9999"));
    let verdict = judged(&spec, "{}").unwrap();
    assert_eq!((verdict.count, verdict.findings.len()), (COUNT, 1000));
    // As many members again that the spec does not know.
    let unknown = listed(COUNT, |number| format!(r#""mumble {number}": 1"#));
    let verdict = judged(&spec, &format!("{{{unknown}}}")).unwrap();
    assert!(verdict.count >= COUNT);
}

#[test]
fn names_alike_at_both_ends_are_found_as_quickly() {
    const COUNT: usize = 2_000;
    let name = |number| format!("a name that {number:06} ends alike");
    let properties = listed(COUNT, |number| format!(r#""{}": {{"type": "integer"}}"#, name(number)));
    let members = listed(COUNT, |number| format!(r#""{}": 1"#, name(number)));
    check(&format!(r#"{{"properties": {{{properties}}}}}"#), &format!("{{{members}}}"), true);
    let values = listed(COUNT, |number| format!(r#""{}""#, name(number)));
    check(&format!(r#"{{"items": {{"enum": [{values}]}}, "uniqueItems": true}}"#), &format!("[{values}]"), true);
}

#[test]
fn unknown_members_are_counted_exactly_however_many() {
    const COUNT: usize = 10_000;
    let members = listed(COUNT, |number| format!(r#""member {number}": {number}"#));
    let spec = r#"{"additionalProperties": false, "properties": {"member": {"type": "integer"}}}"#;
    let verdict = judged(spec, &format!("{{{members}}}")).unwrap();
    assert_eq!((verdict.valid, verdict.count, verdict.findings.len()), (false, COUNT, 1000));
    // Many schemas that look at many members.
    let looks = listed(200, |number| format!(r#"{{"properties": {{"x{number}": {{"type": "integer"}}}}}}"#));
    check(&format!(r#"{{"allOf": [{looks}]}}"#), &format!("{{{members}}}"), true);
}

#[test]
fn items_are_counted_exactly_however_many() {
    const COUNT: usize = 50_000;
    let spec = r#"{"items": {"type": "string"}}"#;
    let items = vec!["1"; COUNT].join(",");
    let verdict = judged(spec, &format!("[{items}]")).unwrap();
    assert_eq!((verdict.valid, verdict.count, verdict.findings.len()), (false, COUNT, 1000));
    // The last thousand of many, each on a line of its own.
    let items = vec!["\"1\""; COUNT / 5].join(",\n");
    let wrong = vec!["1"; 1000].join(",\n");
    let verdict = judged(spec, &format!("[{items},\n{wrong}]")).unwrap();
    assert_eq!((verdict.count, verdict.findings.len()), (1000, 1000));
    assert_eq!(verdict.findings[999].line, Some(COUNT / 5 + 1000));
    let options = Options { max_findings: 0, ..Options::default() };
    let verdict = Validator::new(spec).unwrap().validate_with("[1, 2]", &options).unwrap();
    assert_eq!((verdict.valid, verdict.count, verdict.findings.len()), (false, 2, 0));
}

#[test]
fn faults_of_a_spec_may_be_many() {
    let properties = listed(2_000, |number| format!("\"p{number}\":\n{{\"pattern\": \"(\", \"minLength\": -1}}"));
    let findings = linted(&format!("{{\"properties\": {{{properties}}}}}"));
    assert_eq!(findings.len(), 1000);
}

#[test]
fn numbers_may_be_of_any_size() {
    let long = format!("1{}", "0".repeat(2_000));
    let long_fraction = format!("0.{}1", "0".repeat(2_000));
    let numbers = ["1e999999999", "-1e999999999", "1e-999999999", "1E99999999999999999999", "0e99999999999999999999"];
    for number in numbers.into_iter().chain([&*long, &*long_fraction]) {
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "const"] {
            for bound in ["1", "0.1", "1e999999999", "1e-999999999", "123456789012345678901234567890", &*long] {
                judged(&format!(r#"{{"{keyword}": {bound}}}"#), number).unwrap();
            }
        }
        judged(r#"{"type": "integer"}"#, number).unwrap();
        check(r#"{"uniqueItems": true}"#, &format!("[{number}, {number}]"), false);
        for keyword in ["minLength", "maxItems", "minProperties"] {
            judged(&format!(r#"{{"{keyword}": {number}}}"#), "[]").unwrap();
        }
    }
    check(r#"{"maximum": 1}"#, "1e999999999", false);
    check(r#"{"maximum": 1e999999999}"#, "1e999999998", true);
    check(r#"{"multipleOf": 3}"#, "1e999999999", false);
    check(r#"{"multipleOf": 2.5}"#, "1e999999999", true);
    check(r#"{"multipleOf": 1e-999999999}"#, "7", true);
    check(r#"{"type": "integer"}"#, "1e-999999999", false);
    check(r#"{"maxLength": 1e999999999}"#, "\"a\"", true);
    check(r#"{"minLength": 1e999999999}"#, "\"a\"", false);
}

#[test]
fn unique_items_may_be_many() {
    const COUNT: usize = 10_000;
    let spec = r#"{"uniqueItems": true}"#;
    for write in [
        |number: usize| number.to_string(),
        |number| format!("\"{number}\""),
        |number| format!("[{number}]"),
        |number| format!(r#"{{"id": {number}, "name": "x"}}"#),
        |number| format!("{number}.5e-3"),
    ] {
        let items = listed(COUNT, write);
        check(spec, &format!("[{items}]"), true);
        check(spec, &format!("[{items},{}]", write(7)), false);
    }
    // Made to have the same hash.
    let alike = listed(2_000, |number| format!("1e{}", number * 256));
    check(spec, &format!("[{alike}]"), true);
}

#[test]
fn an_enum_may_have_10_000_values() {
    const COUNT: usize = 10_000;
    let texts = listed(COUNT, |number| format!("\"value {number}\""));
    let spec = format!(r#"{{"items": {{"enum": [{texts}]}}}}"#);
    check(&spec, &format!("[{texts}]"), true);
    check(&spec, r#"["value 10001"]"#, false);
    let wrong = listed(1000, |number| format!("\"valve {number}\""));
    check(&spec, &format!("[{wrong}]"), false);
    let numbers = listed(COUNT / 10, |number| number.to_string());
    check(&format!(r#"{{"items": {{"enum": [{numbers}]}}}}"#), &format!("[{numbers}]"), true);
}

#[test]
fn branches_may_be_many() {
    let branches = listed(500, |number| {
        format!(
            r#"{{"required": ["kind", "m{number}"], "properties": {{"kind": {{"const": "k{number}"}}, "m{number}": {{}}}}}}"#
        )
    });
    let spec = format!(r#"{{"items": {{"type": "object", "oneOf": [{branches}]}}}}"#);
    let items = |wrong: bool| {
        let named = |number| if wrong { number + 1 } else { number };
        listed(100, |number| format!(r#"{{"kind": "k{number}", "m{}": 1}}"#, named(number)))
    };
    check(&spec, &format!("[{}]", items(false)), true);
    check(&spec, &format!("[{}]", items(true)), false);
    check(&spec, r#"[{"kind": "other"}, {}]"#, false);
}

#[test]
fn a_text_may_be_long() {
    let text = "a".repeat(200_000);
    for rule in [
        r#""pattern": "^(a+)+$""#,
        r#""pattern": "(?=.*b)(?=.*c).*""#,
        r#""pattern": "(a*)*b""#,
        r#""pattern": "\\bb\\b""#,
        r#""format": "date-time""#,
        r#""format": "hostname""#,
        r#""format": "uri""#,
        r#""format": "email""#,
        r#""enum": ["b"]"#,
        r#""maxLength": 10"#,
        r#""type": "integer""#,
    ] {
        let verdict = judged(&format!("{{{rule}}}"), &format!("\"{text}\"")).unwrap();
        for finding in &verdict.findings {
            assert!(finding.to_string().len() < 1000, "{rule}");
        }
    }
    // As the name of a member, a length that only pointers may show.
    let verdict = judged(r#"{"additionalProperties": false}"#, &format!(r#"{{"{text}": 1}}"#)).unwrap();
    assert!(verdict.findings[0].message.len() < 200);
}

#[test]
fn a_pattern_may_not_cost_more_the_more_items_there_are() {
    // Each time they cost what a pattern may cost at most, which takes seconds: one look at each spec is enough.
    let items = listed(200, |_| format!("\"{}\"", "a".repeat(500)));
    let is_valid = |pattern: &str| {
        let validator = Validator::new(&format!(r#"{{"items": {{"pattern": "{pattern}"}}}}"#)).unwrap();
        validator.is_valid(&format!("[{items}]")).unwrap()
    };
    // None matches. The first is found not to; the second is given up, and the value counts as matching.
    assert!(!is_valid("(?:(?=(?:.*a){20})|(?=(?:.*b){20}))(?:a?){300}(?:a){300}c"));
    assert!(is_valid("^(a*)*\\\\1b"));
}

#[test]
fn a_document_larger_than_the_limit_is_refused_before_it_is_read() {
    let mut limits = Limits::default();
    limits.bytes = 1000;
    let options = Options { limits, ..Options::default() };
    let mut text = String::from("[");
    for number in 0..1000 {
        write!(text, "{number},").unwrap();
    }
    let error = Validator::new("{}").unwrap().validate_with(&text, &options).expect_err("an error");
    assert_eq!(error.code(), "too_large");
    assert_eq!(Document::parse_within(&*text, limits).expect_err("an error").code(), "too_large");
}
