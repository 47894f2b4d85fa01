//! What is true of the library without its optional features. They add to it and change nothing, so only what a build
//! lacks has to be told here, and that the rest is there; `tests/it/` has everything else.
//!
//! `cargo xtask test` runs it with `--no-default-features`. With them it says what is so then.

#![allow(clippy::unwrap_used, reason = "a test that finds no value has failed; the line says where")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use airbyte_db::blobs::Specification;
use airbyte_db::form::Form;
use airbyte_db::hash::{self, HashForm};
use airbyte_db::intake::Judge;
use airbyte_db::rules::Alone;
use airbyte_db::schema::Subject;
use airbyte_db::{Options, Validator, lint};

#[path = "it/suite.rs"]
mod suite;

#[test]
fn a_configuration_is_judged() {
    let spec = r#"{"required": ["host"], "properties": {"port": {"type": "integer", "title": "Port"}}}"#;
    let verdict = Validator::new(spec).unwrap().validate(r#"{"host": "a", "port": "5432"}"#).unwrap();
    let told: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["error: Port must be a whole number, but is text. Write 5432 without quotes. (/port)"]);
}

#[test]
fn a_row_is_judged() {
    let judge = Judge::new(Subject::named("OperatorDbt").unwrap()).unwrap();
    let verdict = judge.judge(r#"{"dockerImage": "dbt:1.0"}"#, &Options::default(), &Alone).unwrap();
    assert_eq!(verdict.findings[0].to_string(), "error: gitRepoUrl is missing. (/gitRepoUrl)");
}

#[test]
fn a_catalog_has_its_hash() {
    assert_eq!(hash::of_bytes(b"hello", HashForm::Murmur3).to_string(), "47fa8b24");
}

#[test]
fn a_spec_becomes_a_form_and_is_linted() {
    let text = r#"{"connectionSpecification": {"type": "object", "properties": {"port": {"type": "integer", "default": 5432}}}}"#;
    let spec = Specification::read(text).unwrap();
    assert_eq!(Form::new(spec.connection_specification_text()).unwrap().initial_values(), r#"{"port":5432}"#);
    assert_eq!(lint::check(&spec, &lint::Options::default()).unwrap().errors, 0);
}

#[test]
fn another_draft_is_refused_where_nobody_judges_it() {
    let code = Validator::new(r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#).err();
    let refused = code.map(|error| error.code());
    assert_eq!(refused, if cfg!(feature = "drafts") { None } else { Some("unsupported_draft") });
}

#[test]
fn a_spec_in_yaml_is_refused_where_nobody_reads_it() {
    let read = Specification::read("connectionSpecification:\n  type: object\n");
    let told = read.err().map(|error| error.to_string());
    let refused = "expected JSON, an object in braces; this build does not read YAML";
    assert_eq!(told.is_some_and(|told| told.contains(refused)), !cfg!(feature = "yaml"));
}
