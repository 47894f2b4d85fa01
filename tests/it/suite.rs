//! The official JSON Schema test suite for draft-07: every required test, and the optional ones but for a named list.
//!
//! The suite is not part of the project. `cargo xtask test` finds or installs it and names its folder in
//! `JSON_SCHEMA_TEST_SUITE`; a run without it says that it was skipped.

use airbyte_db::Validator;
use airbyte_db::json::{Document, Value};
use std::path::{Path, PathBuf};

/// Optional tests that we differ from knowingly: file, part of "group: test" (or nothing for all), and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("optional/content.json", "", "contentEncoding and contentMediaType are annotations for the platform's validator"),
    ("optional/format/time.json", "", "the platform's `time` has no zone (facts 2.11); the suite's must have one"),
    ("optional/format/idn-email.json", "", "the platform takes this format for an annotation"),
    ("optional/format/idn-hostname.json", "", "the platform takes this format for an annotation"),
    ("optional/format/iri.json", "", "the platform takes this format for an annotation"),
    ("optional/format/iri-reference.json", "", "the platform takes this format for an annotation"),
    ("optional/format/json-pointer.json", "", "the platform takes this format for an annotation"),
    ("optional/format/regex.json", "", "the platform takes this format for an annotation"),
    ("optional/format/relative-json-pointer.json", "", "the platform takes this format for an annotation"),
    ("optional/format/uri-reference.json", "", "the platform takes this format for an annotation"),
    ("optional/format/uri-template.json", "", "the platform takes this format for an annotation"),
    ("optional/ecmascript-regex.json", "\\Z anchor from .NET", "it asserts the format `regex`; see above"),
    (
        "optional/ecmascript-regex.json",
        "\\a is not an ECMA 262 control escape",
        "it asserts the format `regex`; see above",
    ),
    (
        "optional/ecmascript-regex.json",
        "latin-1 non-breaking-space",
        "an old copy of the suite has it wrong: U+00A0 is white space in ECMA-262",
    ),
    ("optional/cross-draft.json", "future drafts", "one spec has one draft; no real spec mixes them"),
];

fn suite() -> Option<PathBuf> {
    let named = std::env::var_os("JSON_SCHEMA_TEST_SUITE").map(PathBuf::from);
    let found = named.unwrap_or_else(|| PathBuf::from("/usr/share/json-schema-test-suite"));
    if found.join("tests/draft7").is_dir() {
        return Some(found);
    }
    eprintln!("skipped: the official suite is not here; set JSON_SCHEMA_TEST_SUITE to its folder");
    None
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files(&entry, into);
        } else if entry.extension().is_some_and(|extension| extension == "json") {
            into.push(entry);
        }
    }
}

/// The documents that the suite serves under its own address.
fn remotes(suite: &Path) -> Vec<(String, String)> {
    let folder = suite.join("remotes");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let other_draft = |name: &str| {
        ["draft4", "draft6", "draft2019-09", "draft2020-12", "draft3", "draft-next", "v1"]
            .iter()
            .any(|draft| name.starts_with(draft))
    };
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).expect("below remotes").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).expect("a remote document");
            (name, text)
        })
        .filter(|(name, _)| !other_draft(name))
        .map(|(name, text)| (format!("http://localhost:1234/{name}"), text))
        .collect()
}

fn is_excepted(file: &str, test: &str) -> bool {
    EXCEPTIONS.iter().any(|(name, part, _)| file == *name && test.contains(part))
}

#[test]
fn the_official_suite_passes() {
    let Some(suite) = suite() else { return };
    let remotes = remotes(&suite);
    let remotes: Vec<(&str, &str)> = remotes.iter().map(|(uri, text)| (uri.as_str(), text.as_str())).collect();
    let folder = suite.join("tests/draft7");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let (mut passed, mut wrong) = (0, Vec::new());
    for path in paths {
        let file = path.strip_prefix(&folder).expect("below draft7").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).expect("a file of tests");
        let groups = Document::parse(text).expect("a file of tests");
        for group in groups.root().items() {
            let outcome = run_group(group, &remotes, &file);
            passed += outcome.0;
            wrong.extend(outcome.1);
        }
    }
    assert!(wrong.is_empty(), "{passed} passed, {} did not:\n{}", wrong.len(), wrong.join("\n"));
    assert!(passed > 400, "only {passed} tests were found");
}

fn run_group(group: Value<'_>, remotes: &[(&str, &str)], file: &str) -> (usize, Vec<String>) {
    let text = |value: Value<'_>| value.get("description").unwrap().as_str().unwrap().into_owned();
    let schema = group.get("schema").expect("a schema").raw();
    let validator = Validator::with_documents(schema, remotes);
    let (mut passed, mut wrong) = (0, Vec::new());
    for test in group.get("tests").expect("tests").items() {
        let name = format!("{}: {}", text(group), text(test));
        if is_excepted(file, &name) {
            continue;
        }
        let expected = test.get("valid").unwrap().as_bool().unwrap();
        let data = test.get("data").unwrap().raw();
        match validator.as_ref().map(|validator| validator.validate(data)) {
            Ok(Ok(verdict)) if verdict.valid == expected => passed += 1,
            other => wrong.push(format!("{file}: {name}: expected {expected}, got {other:?}")),
        }
    }
    (passed, wrong)
}
