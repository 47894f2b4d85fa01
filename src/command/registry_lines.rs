//! `airbyte-db validate --registry … --jsonl …`: each line names a definition and has a configuration for it.

use super::json_lines::JudgeLine;
use airbyte_db::blobs::Registry;
use airbyte_db::json::{Document, Value};
use airbyte_db::report::{Outcome, Subject};
use airbyte_db::{Error, ErrorKind, Memory, Options, Validator};
use std::sync::OnceLock;

/// Judges lines by the definitions of a registry.
pub(super) struct RegistryLines {
    registry: Registry,
    /// One for each definition, compiled when a configuration first asks for it.
    validators: Vec<OnceLock<Result<Validator, String>>>,
    options: Options,
}

impl RegistryLines {
    pub(super) fn new(registry: Registry, options: Options) -> RegistryLines {
        let validators = registry.iter().map(|_| OnceLock::new()).collect();
        RegistryLines { registry, validators, options }
    }

    fn validator(&self, definition: &str) -> Result<&Validator, Error> {
        let found = self.registry.find(definition)?;
        let number = self.registry.iter().position(|known| std::ptr::eq(known, found)).unwrap_or_default();
        let compile = || {
            let spec = found.specification().map_err(|error| error.to_string())?;
            Validator::new(spec.connection_specification_text()).map_err(|error| error.to_string())
        };
        let compiled = self.validators[number].get_or_init(compile);
        compiled.as_ref().map_err(|why| {
            let message = format!("the spec of {} cannot be used: {why}", found.label());
            ErrorKind::Definition { message }.into()
        })
    }
}

impl JudgeLine for RegistryLines {
    fn judge(&self, text: &str, subject: &mut Subject, memory: &mut Memory) -> Outcome {
        let unusable = |message: &str| Error::from(ErrorKind::Definition { message: message.to_owned() });
        let document = Document::parse_within(text, self.options.limits)?;
        let member = |name: &str| document.root().get(name);
        subject.id = member("id").map(|id| id.raw().to_owned());
        let definition = member("definition").and_then(Value::as_str);
        let definition = definition.ok_or_else(|| {
            unusable("the line has no text \"definition\"; each line is {\"definition\": …, \"config\": …}")
        })?;
        subject.definition = Some(definition.clone().into_owned());
        let configuration = member("config")
            .ok_or_else(|| unusable("the line has no \"config\"; each line is {\"definition\": …, \"config\": …}"))?;
        let validator = self.validator(&definition)?;
        validator.validate_reusing(configuration.raw(), &self.options, memory)
    }
}
