//! `airbyte-db lint`, as people and programs meet it.

#![cfg(feature = "cli")]

use super::command::{Folder, REGISTRY, check_fixture, run, run_with};

const GOOD: &str = "examples/orders/spec.json";
const BAD: &str = "tests/fixtures/command/lint.json";

#[test]
fn the_formats_are_stable() {
    for format in ["human", "json", "github", "sarif"] {
        let ran = run(&["lint", "--format", format, BAD]);
        assert_eq!((ran.status, &*ran.err), (1, ""), "{format}");
        // The list of rules grows with every code; what counts is what is found.
        let text = if format == "sarif" { ran.sarif()["runs"][0]["results"].to_string() } else { ran.out };
        check_fixture(&format!("lint.{format}.txt"), &text);
    }
}

#[test]
fn the_exit_status_is_that_of_the_worst() {
    let status = |arguments: &[&str]| run(&[&["lint"], arguments].concat()).status;
    assert_eq!(status(&[GOOD]), 0);
    assert_eq!(status(&[GOOD, BAD]), 1);
    assert_eq!(status(&["no/such/file.json", GOOD]), 2);
    assert_eq!(status(&[BAD, "examples/orders/orders.txt"]), 2);
    let folder = Folder::new("lint-warning");
    let spec = folder.file("spec.json", r#"{"properties": {"api_key": {"type": "string"}}}"#);
    assert_eq!(status(&[&spec]), 0);
    assert_eq!(status(&["--fail-on", "warning", &spec]), 1);
    assert_eq!(status(&["--fail-on", "warning", "--allow", "secret_unmarked", &spec]), 0);
    assert_eq!(status(&["--fail-on", "warning", GOOD]), 0);
}

#[test]
fn a_code_that_does_not_exist_is_refused() {
    let ran = run(&["lint", "--allow", "secret_unmraked", GOOD]);
    assert_eq!((ran.status, &*ran.out), (2, ""));
    assert!(ran.err.contains("the nearest is secret_unmarked"), "{}", ran.err);
}

#[test]
fn a_spec_may_come_on_standard_input() {
    let ran = run_with(&["lint", "-"], br#"{"properties": {"a": {"type": "string", "tittle": "A"}}}"#);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("standard input: invalid, 1 error\n  error: “tittle” at a is not a keyword"),
        "{}",
        ran.out
    );
    let ran = run_with(&["lint", "-", "-"], b"{}");
    assert_eq!(ran.status, 2, "{}", ran.err);
}

#[test]
fn a_registry_is_linted_in_its_order_with_a_summary() {
    let folder = Folder::new("lint-registry");
    let line = |number: u32| {
        let keyword = if number.is_multiple_of(3) { "tittle" } else { "title" };
        format!(
            r#"{{"name": "S{number}", "dockerRepository": "example/s{number}", "spec": {{"connectionSpecification": {{"properties": {{"a": {{"type": "string", "{keyword}": "A"}}}}}}}}}}"#
        ) + "\n"
    };
    let registry = folder.file("registry.jsonl", (0..40).map(line).collect::<String>());
    let ran = run(&["lint", "--registry", &registry]);
    assert_eq!(ran.status, 1);
    let told: Vec<&str> = ran.out.lines().filter(|line| line.contains("example/s")).collect();
    assert_eq!(told.len(), 40);
    for (number, line) in told.iter().enumerate() {
        assert!(line.contains(&format!("S{number} (example/s{number})")), "{line}");
    }
    assert!(
        ran.out
            .ends_with("\n40 specs: 14 with errors, 0 with warnings only, 26 with nothing\n    14 misspelt_keyword\n"),
        "{}",
        ran.out
    );

    let ran = run(&["lint", "--registry", &registry, "--format", "json", "example/s3", "S1"]);
    let names: Vec<_> = ran.json().iter().map(|line| (line["definition"].clone(), line["valid"].clone())).collect();
    assert_eq!(names, [("S3 (example/s3)".into(), false.into()), ("S1 (example/s1)".into(), true.into())]);
    assert_eq!(run(&["lint", "--registry", &registry, "example/s41"]).status, 2);
    assert_eq!(run(&["lint", "--registry", REGISTRY]).err, "");
    let github = run(&["lint", "--registry", &registry, "--format", "github", "S0"]);
    assert!(github.out.contains("::S0 (example/s0): “tittle” at a"), "{}", github.out);
}
