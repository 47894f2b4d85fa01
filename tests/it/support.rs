//! What several subjects need.

use serde_json::Value;
use std::path::PathBuf;

/// The folder of real specs and configurations, where the environment names one.
///
/// It is not part of the project; a test that needs it says that it was skipped.
pub(crate) fn corpus(subject: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("AIRBYTE_DB_CORPUS");
    if folder.is_none() {
        eprintln!("skipped: {subject} needs the corpus; set AIRBYTE_DB_CORPUS to its folder");
    }
    folder.map(PathBuf::from)
}

/// The objects of a JSON Lines file.
pub(crate) fn json_lines(path: &std::path::Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // Only `\n` ends a line: some texts hold other line separators.
    text.split('\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The raw text of a member of an object that is one line of JSON.
pub(crate) fn text<'value>(value: &'value Value, name: &str) -> &'value str {
    value[name].as_str().unwrap_or_else(|| panic!("no text {name}"))
}
