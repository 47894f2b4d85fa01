//! Discovered catalogs, and the events of fetching them: the shapes of their hashes.

use super::judge::Judge;
use crate::validate::Code;

/// The digits of murmur3 with 32 bits, and of MD5 (facts, databases 2.1).
const MURMUR3: usize = 8;
const MD5: usize = 32;

pub(super) fn check(judge: &mut Judge<'_>) {
    if !has_shape(judge, "catalog_hash", &[MURMUR3]) {
        let message = "catalog_hash must be 8 hexadecimal digits in lower case.".to_owned();
        // Catalogs are found again by it, compared as text.
        let hint = "It is the murmur3 hash of the catalog; the platform would store the same catalog again.";
        judge.error(Code::Hash, "/catalog_hash", message, hint);
    }
}

/// Either hash is taken; and the platform's API stores any text that its caller sends, so another one only warns.
pub(super) fn check_event(judge: &mut Judge<'_>) {
    if !has_shape(judge, "config_hash", &[MURMUR3, MD5]) {
        let message = "config_hash must be 32 hexadecimal digits in lower case (or 8, of murmur3).".to_owned();
        let hint = "It is the MD5 hash of the stored configuration; with this one the catalog is never found again.";
        judge.warning(Code::Hash, "/config_hash", message, hint);
    }
}

/// Whether a hash has so many digits; what is no text is the schema's to tell.
fn has_shape(judge: &Judge<'_>, column: &str, lengths: &[usize]) -> bool {
    judge.text(column).is_none_or(|hash| {
        lengths.contains(&hash.len()) && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}
