//! Files and standard input, with errors that name them.

use super::Stopped;
use std::io::Read;
use std::path::Path;

/// How reports call a path.
pub(super) fn name(path: &Path) -> String {
    if is_standard_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A file's text, or that of standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Stopped> {
    let bytes = if is_standard_input(path) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| Stopped::Because(format!("{} cannot be read: {error}", name(path))))?;
    decoded(bytes).map_err(|why| Stopped::Because(format!("{} cannot be read: {why}", name(path))))
}

fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return "it is UTF-16; save it as UTF-8".to_owned();
        }
        format!("it is not UTF-8 from byte {} on; save it as UTF-8", error.utf8_error().valid_up_to())
    })
}
