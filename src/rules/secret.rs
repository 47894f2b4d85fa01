//! Secrets: the coordinates under which they are stored, and what stands in their place (facts, databases 2.10).
//!
//! A coordinate that is none may be a secret in the wrong place, so no message shows it.

use super::judge::Judge;
use crate::json::{Kind, Value};
use crate::validate::{Code, coordinate_parts};

/// What the coordinates of configurations and of webhook tokens begin with.
pub(super) const IN_WORKSPACE: &str = "airbyte_workspace_";
const JSON_CREDENTIAL: &str = "service_account_json_";
const HMAC_KEY: &str = "service_account_hmac_";

pub(super) fn check_coordinate(judge: &mut Judge<'_>) {
    let Some(coordinate) = judge.text("coordinate") else { return };
    if coordinate_parts(&coordinate).is_none() {
        let message = "coordinate must end in _v and a version, and have no other _v.".to_owned();
        let hint = "It has to look like airbyte_workspace_<id>_secret_<id>_v1.";
        judge.error(Code::SecretCoordinate, "/coordinate", message, hint);
    } else if ![IN_WORKSPACE, JSON_CREDENTIAL, HMAC_KEY].iter().any(|prefix| coordinate.starts_with(prefix)) {
        let message = "coordinate has a beginning that the platform does not write.".to_owned();
        let hint = "It writes airbyte_workspace_, service_account_json_ and service_account_hmac_.";
        judge.warning(Code::SecretCoordinate, "/coordinate", message, hint);
    }
}

pub(super) fn check_service_account(judge: &mut Judge<'_>) {
    for (column, prefix) in [("json_credential", JSON_CREDENTIAL), ("hmac_key", HMAC_KEY)] {
        let pointer = format!("/{column}");
        match judge.held(column).document() {
            Some(value) if value.get("_secret").is_some() => reference(judge, &pointer, column, value, prefix),
            Some(_) => in_the_clear(judge, &pointer, column),
            None => {}
        }
    }
}

/// With a secret store, which is the default, secrets are never stored where they were given.
pub(super) fn in_the_clear(judge: &mut Judge<'_>, pointer: &str, name: &str) {
    let message = format!("{name} is a secret in the clear.");
    let hint = "Store it in secrets, and write {\"_secret\": \"<coordinate>\"} here.";
    judge.warning(Code::ClearText, pointer, message, hint);
}

/// An object in the place of a secret.
pub(super) fn reference(judge: &mut Judge<'_>, pointer: &str, name: &str, value: Value<'_>, prefix: &str) {
    let coordinate = value.get("_secret").filter(|coordinate| coordinate.kind() == Kind::String);
    if coordinate.and_then(Value::as_str).is_none_or(|coordinate| coordinate_parts(&coordinate).is_none()) {
        let message = format!("{name} is no proper reference to a stored secret.");
        let hint = format!("It has to look like {{\"_secret\": \"{prefix}<id>_secret_<id>_v1\"}}.");
        judge.error(Code::SecretReference, pointer, message, &hint);
    }
}
