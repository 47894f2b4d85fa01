//! Real specs and configurations, with the verdicts of ten other validators: ours has to be their consensus.

use crate::support::{corpus, json_lines, text};
use airbyte_db::json::Document;
use airbyte_db::{Mode, Options, Severity, Validator};
use serde_json::Value;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// The validators of all specs, by epoch and docker repository.
pub(crate) fn validators(folder: &std::path::Path) -> HashMap<(String, String), Validator> {
    let files = ["specs-2023.jsonl", "specs-2026.jsonl"];
    let specs = files.iter().flat_map(|file| {
        let text = std::fs::read_to_string(folder.join(file)).expect(file);
        text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    });
    specs
        .map(|line| {
            let document = Document::parse(&*line).expect("a line of specs");
            let member = |name: &str| document.root().get(name).unwrap().as_str().unwrap().into_owned();
            let schema = document.pointer("/spec/connectionSpecification").expect("a connectionSpecification");
            let validator = Validator::new(schema.raw()).unwrap_or_else(|error| panic!("{}: {error}", member("name")));
            ((member("epoch"), member("docker_repository")), validator)
        })
        .collect()
}

/// Every configuration of the corpus: its row, and its text as it stands in the file.
pub(crate) fn configurations(folder: &std::path::Path) -> Vec<(Value, String)> {
    let text = std::fs::read_to_string(folder.join("configs.jsonl")).expect("configs.jsonl");
    text.split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            let document = Document::parse(line).expect("a line of configurations");
            let configuration = document.root().get("config").expect("a configuration").raw().to_owned();
            (serde_json::from_str(line).expect("a line of configurations"), configuration)
        })
        .collect()
}

pub(crate) fn validator_of<'map>(
    validators: &'map HashMap<(String, String), Validator>,
    row: &Value,
) -> &'map Validator {
    &validators[&(text(row, "epoch").to_owned(), text(row, "definition").to_owned())]
}

#[test]
fn every_configuration_gets_the_verdict_of_the_consensus() {
    let Some(folder) = corpus("the verdicts of real configurations") else { return };
    let validators = validators(&folder);
    let without_formats = Options { formats: false, ..Options::default() };
    let mut wrong = Vec::new();
    let configurations = configurations(&folder);
    for (row, configuration) in &configurations {
        let validator = validator_of(&validators, row);
        let verdict = validator.validate(configuration).expect("a verdict");
        let loose = validator.validate_with(configuration, &without_formats).expect("a verdict");
        let tree = validator.validate_value(&row["config"], &Options::default()).expect("a verdict");
        let quick = validator.is_valid(configuration).expect("a verdict");
        let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        assert_eq!(verdict.valid, errors == 0, "{}", row["id"]);
        if [verdict.valid, quick, tree.valid].iter().any(|valid| row["valid"] != *valid)
            || row["valid_no_format"] != loose.valid
        {
            wrong.push(format!("{}: {} {}", row["id"], verdict.valid, loose.valid));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), configurations.len(), wrong.join("\n"));
}

/// Whether a mutation broke something at all: in these two specs nothing is valid to begin with, so most mutations
/// change nothing (see the corpus's disagreements.md).
fn has_valid_configurations(row: &Value) -> bool {
    !["airbyte/source-coingecko-coins", "airbyte/source-cimis"].contains(&text(row, "definition"))
}

#[test]
fn findings_point_at_the_mutated_place() {
    let Some(folder) = corpus("the places of findings") else { return };
    let validators = validators(&folder);
    let mut missed = Vec::new();
    for (row, configuration) in configurations(&folder) {
        let (Some(at), Some(false)) = (row["at"].as_str(), row["valid"].as_bool()) else { continue };
        let kind = text(&row, "kind");
        if !kind.starts_with("synthetic-") || !has_valid_configurations(&row) {
            continue;
        }
        // Where another branch is named than the one the members were made for, what is missing in the branch that is
        // named is the problem: it lies beside the discriminator.
        let at =
            if kind == "synthetic-mixed-branch" { at.rsplit_once('/').map_or(at, |(object, _)| object) } else { at };
        let verdict = validator_of(&validators, &row).validate(&configuration).expect("a verdict");
        let covers =
            |pointer: &str| pointer == at || pointer.strip_prefix(at).is_some_and(|rest| rest.starts_with('/'));
        if !verdict.findings.iter().any(|finding| covers(&finding.pointer)) {
            let told: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
            missed.push(format!("{} at {at}: {told:?}", row["id"]));
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_pattern_that_explodes_elsewhere_takes_milliseconds() {
    let Some(folder) = corpus("patterns that blow up") else { return };
    let validators = validators(&folder);
    for row in json_lines(&folder.join("redos.jsonl")) {
        let validator = validator_of(&validators, &row);
        let started = Instant::now();
        let verdict = validator.validate_value(&row["config"], &Options::default()).expect("a verdict");
        // A bound that only a matcher with exponential time passes, not a measure of speed.
        assert!(started.elapsed() < Duration::from_secs(2), "{}", row["id"]);
        assert_eq!(row["valid"], verdict.valid, "{}", row["id"]);
    }
}

#[test]
fn masked_configurations_fit_in_mode_masked_and_stored_ones_in_mode_stored() {
    let Some(folder) = corpus("masked and stored configurations") else { return };
    let validators = validators(&folder);
    let rows = configurations(&folder);
    for (kind, mode) in [("synthetic-masked-secret", Mode::Masked), ("synthetic-secret-coordinate", Mode::Stored)] {
        let options = Options { mode, ..Options::default() };
        let mut wrong = Vec::new();
        for (row, configuration) in rows.iter().filter(|(row, _)| row["kind"] == kind && has_valid_configurations(row))
        {
            let verdict = validator_of(&validators, row).validate_with(configuration, &options).expect("a verdict");
            if !verdict.valid {
                wrong.push(format!("{}: {:?}", row["id"], verdict.findings));
            }
        }
        assert!(wrong.is_empty(), "{} {kind}:\n{}", wrong.len(), wrong.join("\n"));
    }
}
