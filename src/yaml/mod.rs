//! YAML → JSON text, event by event, without a tree of its own. It knows neither specs nor schemas.
//!
//! What a plain word means is YAML 1.2's core schema: `no`, `on` and dates are texts. Key order stays, and a
//! number that JSON can write keeps its text. Of members with the same name all are written: the last one counts
//! when the JSON is read.

#[cfg(feature = "yaml")]
mod reader;
#[cfg(all(test, feature = "yaml"))]
mod tests;

#[cfg(feature = "yaml")]
pub use reader::to_json;

/// Whether a text starts as a JSON object or array does.
pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// Says that this build has no YAML.
///
/// # Errors
/// Always.
#[cfg(not(feature = "yaml"))]
pub fn to_json(_text: &str) -> crate::Result<String> {
    let message = "expected JSON, an object in braces; this build does not read YAML".to_owned();
    let position = crate::Position { line: 1, column: 1 };
    Err(crate::ErrorKind::JsonSyntax { position, message }.into())
}
