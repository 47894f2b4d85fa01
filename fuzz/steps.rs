// What must hold of any spec and any configuration; the fuzz target and tests/it/limits.rs both include this file.

use airbyte_db::blobs::{Registry, Specification};
use airbyte_db::lint;
use airbyte_db::report::{Outcome, Sarif, Styles, Subject, github, human, human_line, json_line};
use airbyte_db::{Mode, Options, Severity, Validator};

/// Stands between the spec and the configuration: a character that no text has by chance.
pub(crate) const SEPARATOR: char = '\u{1e}';

/// Takes an input apart and asserts what must hold of it.
pub(crate) fn run(input: &str) {
    let (spec, configuration) = input.split_once(SEPARATOR).unwrap_or((input, "{}"));
    read_registry(spec);
    if let Ok(spec) = Specification::read(spec) {
        let _ = (spec.advanced_auth(), spec.supported_destination_sync_modes(), format!("{spec:?}"));
        check_lint(&spec);
        if let Ok(validator) = Validator::new(spec.connection_specification_text()) {
            judge(&validator, configuration);
        }
    }
    // What the reader of specs turns down may be a schema all the same.
    if let Ok(validator) = Validator::new(spec) {
        judge(&validator, configuration);
    }
}

fn read_registry(text: &str) {
    let Ok(registry) = Registry::read(text) else { return };
    for definition in registry.iter().take(10) {
        let _ = registry.find(&definition.label());
        if let Some(name) = &definition.name {
            let _ = registry.find(name);
        }
        let _ = definition.specification();
    }
}

/// Lint counts what it finds, and points to places that are there.
fn check_lint(spec: &Specification) {
    let Ok(verdict) = lint::check(spec, &lint::Options::default()) else { return };
    let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    assert!(errors <= verdict.errors && verdict.findings.len() <= verdict.count);
    for finding in &verdict.findings {
        assert!(lint::CODES.contains(&finding.code));
        assert!(spec.document().pointer(&finding.pointer).is_some(), "{}", finding.pointer);
    }
}

fn judge(validator: &Validator, configuration: &str) {
    for mode in [Mode::Raw, Mode::Masked, Mode::Stored] {
        for formats in [true, false] {
            for max_findings in [3, 1000] {
                judge_as(validator, configuration, &Options { mode, formats, max_findings, ..Options::default() });
            }
        }
    }
}

fn judge_as(validator: &Validator, configuration: &str, options: &Options) {
    let outcome = validator.validate_with(configuration, options);
    let quick = validator.is_valid_with(configuration, options);
    if let Ok(verdict) = &outcome {
        let quick = quick.expect("the quick look does less than the explanation");
        assert_eq!(quick, verdict.valid, "the two verdicts differ");
        assert!(verdict.count >= verdict.findings.len(), "more findings than were counted");
        assert!(verdict.findings.len() <= options.max_findings, "more findings than were asked for");
        let n_errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if verdict.count == verdict.findings.len() {
            assert_eq!(verdict.valid, n_errors == 0, "the verdict is not what the findings say");
        } else {
            assert!(!verdict.valid || n_errors == 0, "a valid document has a finding of severity error");
        }
    }
    report(&outcome);
}

fn report(outcome: &Outcome) {
    let subject = Subject { file: Some("config.json".to_owned()), line: None, definition: None, id: None };
    let _ = (human(&subject, outcome, Styles::default()), human_line(&subject, outcome, Styles::default()));
    let _ = github(&subject, outcome);
    let line = json_line(&subject, outcome);
    assert!(!line.contains('\n'), "a JSON line has a line break");
    serde_json::from_str::<serde_json::Value>(&line).expect("a JSON line is JSON");
    let mut sarif = Sarif::default();
    let log = [sarif.start(), sarif.results(&subject, outcome), sarif.end().to_owned()].concat();
    serde_json::from_str::<serde_json::Value>(&log).expect("a SARIF log is JSON");
}
