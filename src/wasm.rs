//! The JavaScript face of the core: values cross as JSON text, so that no number is rounded and no
//! key changes place. It must not know how anything is judged, only how to hand it over.
//!
//! What is thrown is an `Error` whose message is the JSON form of [`crate::Error`]; the entries of
//! the npm package turn it into their own class.

use wasm_bindgen::prelude::*;

use crate::blobs::ConnectorSpecification;
use crate::{Mode, Options};

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
        let spec = ConnectorSpecification::read(spec_text).map_err(|error| thrown(&error))?;
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

const UNKNOWN_MODE: &str = r#"{"code":"usage","message":"the mode must be \"raw\", \"masked\" or \"stored\""}"#;

fn thrown(error: &crate::Error) -> JsError {
    JsError::new(&error.to_json())
}
