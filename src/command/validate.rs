//! `airbyte-db validate`.

use super::arguments::Validate;
use super::output::Output;
use super::registry_lines::RegistryLines;
use super::{Status, Stopped, input, json_lines, rows};
use airbyte_db::blobs::{Registry, Specification};
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
    let files = arguments.configurations.iter().chain(&arguments.spec).chain(&arguments.registry);
    let neighbours = arguments.with.iter().map(|(_, file)| file);
    input::check_read_once(files.chain(&arguments.jsonl).chain(neighbours))?;
    match (&arguments.r#as, &arguments.spec, &arguments.registry, &arguments.jsonl) {
        (Some(name), ..) => rows::run(arguments, name, &options),
        (None, Some(spec), ..) => one_spec(arguments, spec, &options),
        (None, None, Some(registry), Some(lines)) => many_specs(arguments, registry, lines, &options),
        _ => Err(Stopped::Because(
            "give --spec with configurations, --registry with --jsonl, or --as with rows or documents".to_owned(),
        )),
    }
}

fn many_specs(arguments: &Validate, registry: &Path, lines: &Path, options: &Options) -> Result<Status, Stopped> {
    let read = input::text(registry).and_then(|text| Registry::read(&text));
    let judge = RegistryLines::new(read.map_err(|error| input::refused(registry, &error))?, *options);
    let mut output = Output::new(arguments.format, true)?;
    json_lines::run(lines, &judge, options, &mut output)?;
    output.finish()
}

fn one_spec(arguments: &Validate, path: &Path, options: &Options) -> Result<Status, Stopped> {
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
    if !input::is_yaml(path) {
        return validator.validate_reusing(&text, options, memory);
    }
    let mut verdict = validator.validate_reusing(&airbyte_db::yaml::to_json(&text)?, options, memory)?;
    verdict.without_lines();
    Ok(verdict)
}

fn validator(path: &Path) -> Result<Validator, Stopped> {
    let compile = || {
        let spec = Specification::read(&input::text(path)?)?;
        Validator::new(spec.connection_specification_text())
    };
    compile().map_err(|error| input::refused(path, &error))
}
