//! `airbyte-db validate`.

use super::arguments::Validate;
use super::output::Output;
use super::{Status, Stopped, input, json_lines};
use airbyte_db::blobs::ConnectorSpecification;
use airbyte_db::report::{Outcome, Subject};
use airbyte_db::{Memory, Options, Validator};
use std::path::Path;

pub(super) fn run(arguments: &Validate) -> Result<Status, Stopped> {
    let options = Options {
        mode: arguments.mode.into(),
        formats: !arguments.no_formats,
        max_findings: arguments.max_findings,
        ..Options::default()
    };
    match (&arguments.spec, &arguments.registry, &arguments.jsonl) {
        (Some(spec), _, _) => one_spec(arguments, spec, &options),
        (None, Some(registry), Some(lines)) => json_lines::run(arguments, registry, lines, &options),
        _ => Err(Stopped::Because("give --spec with configurations, or --registry with --jsonl".to_owned())),
    }
}

fn one_spec(arguments: &Validate, path: &Path, options: &Options) -> Result<Status, Stopped> {
    let is_input = |path: &&std::path::PathBuf| input::is_standard_input(path);
    if arguments.configurations.iter().chain(&arguments.spec).filter(is_input).count() > 1 {
        return Err(Stopped::Because("standard input can be read only once".to_owned()));
    }
    let validator = validator(path)?;
    let mut memory = Memory::default();
    let mut output = Output::new(arguments.format, false)?;
    for configuration in &arguments.configurations {
        let subject = Subject::file(input::name(configuration));
        let outcome = judge(&validator, configuration, options, &mut memory);
        output.tell(&subject, &outcome)?;
    }
    output.finish()
}

fn judge(validator: &Validator, path: &Path, options: &Options, memory: &mut Memory) -> Outcome {
    let text = input::text(path)?;
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    if !is_yaml {
        return validator.validate_reusing(&text, options, memory);
    }
    let mut verdict = validator.validate_reusing(&airbyte_db::yaml::to_json(&text)?, options, memory)?;
    verdict.without_lines();
    Ok(verdict)
}

fn validator(path: &Path) -> Result<Validator, Stopped> {
    let compile = || {
        let spec = ConnectorSpecification::read(&input::text(path)?)?;
        Validator::new(spec.connection_specification_text())
    };
    compile().map_err(|error| input::refused(path, &error))
}
