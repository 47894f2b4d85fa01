//! Discovered catalogs, and the events of fetching them: the shapes of their hashes.

use super::judge::Judge;
use crate::hash::{Algorithm, HashValue};
use crate::validate::Code;

pub(super) fn check(judge: &mut Judge<'_>) {
    if !has_shape(judge, "catalog_hash", &[Algorithm::Murmur3]) {
        let message = "catalog_hash must be 8 hexadecimal digits in lower case.".to_owned();
        // Catalogs are found again by it, compared as text.
        let hint = "It is the murmur3 hash of the catalog; the platform would store the same catalog again.";
        judge.error(Code::Hash, "/catalog_hash", message, hint);
    }
}

/// Either hash is taken; and the platform's API stores any text that its caller sends, so another one only warns.
pub(super) fn check_event(judge: &mut Judge<'_>) {
    if !has_shape(judge, "config_hash", &[Algorithm::Murmur3, Algorithm::Md5]) {
        let message = "config_hash must be 32 hexadecimal digits in lower case (or 8, of murmur3).".to_owned();
        let hint = "It is the MD5 hash of the stored configuration; with this one the catalog is never found again.";
        judge.warning(Code::Hash, "/config_hash", message, hint);
    }
}

/// Whether a hash is one of these by its shape (facts, databases 2.1); what is no text is the schema's to tell.
fn has_shape(judge: &Judge<'_>, column: &str, algorithms: &[Algorithm]) -> bool {
    judge
        .text(column)
        .is_none_or(|hash| hash.parse::<HashValue>().is_ok_and(|hash| algorithms.contains(&hash.algorithm())))
}
