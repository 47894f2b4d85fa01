//! The JavaScript face of the core: values cross as JSON text, so that no number is rounded and no
//! key changes place. It must not know how anything is judged, only how to hand it over.
//!
//! What is thrown is an `Error` whose message is the JSON form of [`crate::Error`]; the entries of
//! the npm package turn it into their own class.

use wasm_bindgen::prelude::*;

use crate::blobs::Specification;
use crate::json::quoted;
use crate::secrets::{Previous, Secret, Secrets};
use crate::{Mode, Options, hash};

/// A connector's spec, compiled once and asked as often as needed.
#[wasm_bindgen]
pub struct Validator(crate::Validator);

#[wasm_bindgen]
impl Validator {
    /// Compiles a spec from its text: a whole connector specification or a bare schema.
    ///
    /// # Errors
    /// Throws when the text is not JSON or not a spec.
    #[wasm_bindgen(constructor)]
    pub fn new(spec_text: &str) -> Result<Self, JsError> {
        let spec = Specification::read(spec_text).map_err(|error| thrown(&error))?;
        let schema = spec.connection_specification_text();
        crate::Validator::new(schema).map(Self).map_err(|error| thrown(&error))
    }

    /// The verdict on a configuration's text, as JSON text. `mode` is `raw`, `masked` or `stored`;
    /// `formats` says whether `format` is asserted.
    ///
    /// # Errors
    /// Throws when the text is not JSON, or the mode is unknown.
    pub fn validate(&self, config_text: &str, mode: &str, formats: bool) -> Result<String, JsError> {
        let mode = match mode {
            "raw" => Mode::Raw,
            "masked" => Mode::Masked,
            "stored" => Mode::Stored,
            _ => return Err(JsError::new(UNKNOWN_MODE)),
        };
        let options = Options { mode, formats, ..Options::default() };
        let verdict = self.0.validate_with(config_text, &options).map_err(|error| thrown(&error))?;
        Ok(verdict.to_json())
    }
}

#[wasm_bindgen]
impl Validator {
    /// How many secrets a configuration has: `split` needs at most so many new ids.
    ///
    /// # Errors
    /// Throws when the text is not JSON.
    #[wasm_bindgen(js_name = countSecrets)]
    pub fn count_secrets(&self, config_text: &str) -> Result<usize, JsError> {
        self.secrets().and_then(|secrets| secrets.count(config_text)).map_err(|error| thrown(&error))
    }

    /// The configuration's text with a mask in the place of every secret.
    ///
    /// # Errors
    /// Throws when the text is not JSON.
    pub fn mask(&self, config_text: &str) -> Result<String, JsError> {
        self.secrets().and_then(|secrets| secrets.mask(config_text)).map_err(|error| thrown(&error))
    }

    /// The edited configuration's text with the stored values in the place of the masks.
    ///
    /// # Errors
    /// Throws when either text is not JSON.
    pub fn restore(&self, edited_text: &str, stored_text: &str) -> Result<String, JsError> {
        self.secrets().and_then(|secrets| secrets.restore(edited_text, stored_text)).map_err(|error| thrown(&error))
    }

    /// Takes the secrets out: a JSON object of two texts, `configuration` and `secrets`, which has a row a line. The
    /// previous configuration and its secrets are empty where there is none. `new_ids` are UUIDs with blanks between
    /// them.
    ///
    /// # Errors
    /// Throws when a text is not JSON, an id is missing, or a reference stands where none may.
    pub fn split(
        &self,
        config_text: &str,
        workspace: &str,
        previous_text: &str,
        previous_secrets: &str,
        new_ids: &str,
    ) -> Result<String, JsError> {
        let split = || {
            let rows = Secret::read_lines(previous_secrets)?;
            let previous = Previous { configuration: previous_text, secrets: &rows };
            let previous = (!previous_text.is_empty()).then_some(previous);
            let ids = new_ids.split_whitespace().map(str::to_owned);
            self.secrets()?.split(config_text, workspace, previous, ids)
        };
        let split = split().map_err(|error| thrown(&error))?;
        let rows: String = split.secrets.iter().map(|secret| secret.to_json() + "\n").collect();
        let (configuration, rows) = (quoted(&split.configuration), quoted(&rows));
        Ok(format!("{{\"configuration\":{configuration},\"secrets\":{rows}}}"))
    }

    /// The stored configuration's text with the secrets put back, which are given with a row a line.
    ///
    /// # Errors
    /// Throws when a text is not JSON, or a secret is missing.
    pub fn hydrate(&self, stored_text: &str, secrets: &str) -> Result<String, JsError> {
        let hydrated = || self.secrets()?.hydrate(stored_text, &Secret::read_lines(secrets)?);
        hydrated().map_err(|error| thrown(&error))
    }

    fn secrets(&self) -> crate::Result<Secrets> {
        Secrets::of(&self.0)
    }
}

/// A connector's form: what there is to fill in, and what a filled-in form comes to.
#[wasm_bindgen]
pub struct Form(crate::form::Form);

#[wasm_bindgen]
impl Form {
    /// Makes the form of a spec, given as for [`Validator`].
    ///
    /// # Errors
    /// Throws when the text is not JSON or not a spec.
    #[wasm_bindgen(constructor)]
    pub fn new(spec_text: &str) -> Result<Self, JsError> {
        let spec = Specification::read(spec_text).map_err(|error| thrown(&error))?;
        crate::form::Form::new(spec.connection_specification_text()).map(Self).map_err(|error| thrown(&error))
    }

    /// The form model, as JSON text.
    pub fn model(&self) -> String {
        self.0.model().to_json()
    }

    /// The configuration that the form begins with, as JSON text.
    #[wasm_bindgen(js_name = initialValues)]
    pub fn initial_values(&self) -> String {
        self.0.initial_values()
    }

    /// Another branch of a choice: JSON text of `configuration` (a text), and of `pointer` and `previous` (a text, or
    /// null), with which `put` takes it back. Nothing where there is no such choice or branch.
    ///
    /// # Errors
    /// Throws when the configuration is not JSON.
    #[wasm_bindgen(js_name = switchBranch)]
    pub fn switch_branch(&self, config_text: &str, pointer: &str, branch: usize) -> Result<Option<String>, JsError> {
        let switched = self.0.switch_branch(config_text, pointer, branch).map_err(|error| thrown(&error))?;
        Ok(switched.map(|switched| switched.to_json()))
    }

    /// The configuration with what a person typed at a place. Nothing where the spec has no such place.
    ///
    /// # Errors
    /// Throws when the configuration is not JSON.
    pub fn enter(&self, config_text: &str, pointer: &str, input: &str) -> Result<Option<String>, JsError> {
        self.0.enter(config_text, pointer, input).map_err(|error| thrown(&error))
    }

    /// The configuration with the types that the spec wants.
    ///
    /// # Errors
    /// Throws when the configuration is not JSON.
    pub fn coerce(&self, config_text: &str) -> Result<String, JsError> {
        self.0.coerce(config_text).map_err(|error| thrown(&error))
    }

    /// The configuration without the members that the spec does not declare.
    ///
    /// # Errors
    /// Throws when the configuration is not JSON.
    pub fn prune(&self, config_text: &str) -> Result<String, JsError> {
        self.0.prune(config_text).map_err(|error| thrown(&error))
    }
}

/// A document with another value at a place; without a value the place is removed.
///
/// # Errors
/// Throws when the document or the value is not JSON.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "JavaScript hands over a text of its own")]
pub fn put(document_text: &str, pointer: &str, value_text: Option<String>) -> Result<String, JsError> {
    crate::form::put(document_text, pointer, value_text.as_deref()).map_err(|error| thrown(&error))
}

/// The hash of bytes as they stand, as the platform would store it; `form` is one of [`hash::HashForm`].
///
/// # Errors
/// Throws when the form is unknown.
#[wasm_bindgen]
pub fn hash_bytes(bytes: &[u8], form: &str) -> Result<String, JsError> {
    Ok(hash::of_bytes(bytes, named(form)?).to_string())
}

/// The hash of a JSON text; `reading` is one of [`hash::Reading`], `form` one of [`hash::HashForm`].
///
/// # Errors
/// Throws when the text is not JSON, when the document has no hash in that form, or when a name is unknown.
#[wasm_bindgen]
pub fn hash_json(text: &str, reading: &str, form: &str) -> Result<String, JsError> {
    let hash = hash::of_text(text, named(reading)?, named(form)?);
    hash.map(|hash| hash.to_string()).map_err(|error| thrown(&error))
}

fn named<T: std::str::FromStr<Err = crate::Error>>(name: &str) -> Result<T, JsError> {
    name.parse().map_err(|error: crate::Error| {
        // Serialising a text into memory cannot fail.
        let message = serde_json::to_string(&error.message()).unwrap_or_default();
        JsError::new(&format!(r#"{{"code":"usage","message":{message}}}"#))
    })
}

const UNKNOWN_MODE: &str = r#"{"code":"usage","message":"the mode must be \"raw\", \"masked\" or \"stored\""}"#;

fn thrown(error: &crate::Error) -> JsError {
    JsError::new(&error.to_json())
}
