//! Files and standard input, with errors that name them.

use super::Stopped;
use airbyte_db::{Error, ErrorKind};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How reports call a path.
pub(super) fn name(path: &Path) -> String {
    if is_standard_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether a file is YAML, by its name.
pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The sentence for an error in a file.
pub(super) fn refused(path: &Path, error: &Error) -> Stopped {
    Stopped::Because(format!("{}: {error}", name(path)))
}

/// A file's text, or that of standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    decoded(bytes(path)?)
}

/// A file's bytes, or those of standard input for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let bytes = if is_standard_input(path) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    bytes.map_err(|error| unreadable(format!("it cannot be read: {error}")))
}

/// Refuses what would read standard input more than once.
pub(super) fn check_read_once<'paths>(paths: impl IntoIterator<Item = &'paths PathBuf>) -> Result<(), Stopped> {
    if paths.into_iter().filter(|path| is_standard_input(path)).count() > 1 {
        return Err(Stopped::Because("standard input can be read only once".to_owned()));
    }
    Ok(())
}

/// The text that bytes are.
pub(super) fn decoded(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return unreadable("it is UTF-16; save it as UTF-8".to_owned());
        }
        let valid = error.utf8_error().valid_up_to();
        unreadable(format!("it is not UTF-8 from byte {valid} on; save it as UTF-8"))
    })
}

fn unreadable(message: String) -> Error {
    ErrorKind::Unreadable { message }.into()
}
