//! Secrets: those that are not marked, and marks that do not do what they seem to (facts, blobs 7.1).

use super::notes::Notes;
use super::site::{Role, Site, Spec, is_denied};
use crate::json::{Kind, Value};
use crate::letters::lowercase;
use crate::validate::{Code, Types, words};

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    for site in &spec.sites {
        denied(spec, site, notes);
        not_text(spec, site, notes);
        with_default(spec, site, notes);
        unmarked(spec, site, notes);
    }
}

/// The platform looks whether the mark is there, not what it says.
fn denied(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(mark) = site.value.get("airbyte_secret").filter(|mark| mark.raw() == "false") else { return };
    let message =
        format!("{} is said to be no secret, but the platform stores it as one all the same.", spec.name(site));
    let hint = "Remove airbyte_secret: only that it is there counts, not what it says.";
    notes.error(Code::SecretDenied, mark, message, Some(hint.to_owned()));
}

fn is_marked<'doc>(site: &Site<'doc>) -> Option<Value<'doc>> {
    // What is no truth value is told as such.
    site.value.get("airbyte_secret").filter(|mark| mark.raw() == "true")
}

/// The platform keeps secrets as text, and gives them back as text.
fn not_text(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(mark) = is_marked(site) else { return };
    let is_group = ["properties", "oneOf", "allOf"].iter().any(|keyword| site.value.get(keyword).is_some());
    let types = spec.types(site);
    let types = if is_group && types == Types::ANY { Types::OBJECT } else { types };
    if types.has(Types::STRING) || types.0 == 0 {
        return;
    }
    let is_container = types.has(Types::OBJECT) || types.has(Types::ARRAY);
    let what = words::types(types);
    let message = if is_container {
        format!("{} is {what}, which the platform does not keep as a secret as it should.", spec.name(site))
    } else {
        format!("{} is {what}, but comes back from the platform's secrets as text.", spec.name(site))
    };
    let hint = match types {
        Types::OBJECT => "Mark the members that are secret, not the object around them.",
        Types::ARRAY => "Mark the items that are secret, not the list around them.",
        _ => "Make it a text, and let the connector read the number.",
    };
    notes.warning(Code::SecretNotText, mark, message, Some(hint.to_owned()));
}

fn with_default(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(value) = is_marked(site).and_then(|_| site.value.get("default")) else { return };
    if value.is_null() || matches!(value.raw(), "\"\"" | "[]" | "{}") {
        return;
    }
    let message = format!("{} is a secret with a default, which everyone can read in the spec.", spec.name(site));
    notes.warning(
        Code::SecretDefault,
        value,
        message,
        Some("Leave the default out, or show it as an example.".to_owned()),
    );
}

// ---- not marked ----

fn unmarked(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Role::Property(name) = &site.role else { return };
    if site.is_condition
        || site.value.get("airbyte_secret").is_some()
        || !could_be_secret(spec, site)
        || !sounds_secret(site.value, name)
        || spec.is_secret(site)
        || spec.compiled(site).is_some_and(is_denied)
    {
        return;
    }
    let message = format!("{} sounds like a secret, but is not marked as one.", spec.name(site));
    let hint = "Write \"airbyte_secret\": true; otherwise everyone who may see the configuration can read it.";
    notes.warning(Code::SecretUnmarked, site.value, message, Some(hint.to_owned()));
}

/// Something a person types in: text, not one of a few values.
fn could_be_secret(spec: &Spec<'_>, site: &Site<'_>) -> bool {
    let is_list =
        ["enum", "const", "oneOf", "anyOf", "properties"].iter().any(|keyword| site.value.get(keyword).is_some());
    let is_date = site.value.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("date"));
    let says_type = site.value.get("type").is_some() || site.value.get("title").is_some();
    !is_list && !is_date && says_type && spec.types(site).has(Types::STRING)
}

/// The last word of a name that makes it a secret.
const LAST_WORDS: &[&str] =
    &["password", "passwd", "passphrase", "pwd", "secret", "apikey", "token", "pat", "credentials", "jwt"];

/// The last two.
const LAST_PAIRS: &[[&str; 2]] = &[
    ["api", "key"],
    ["private", "key"],
    ["secret", "key"],
    ["access", "key"],
    ["encryption", "key"],
    ["signing", "key"],
    ["ssh", "key"],
    ["account", "key"],
    ["auth", "key"],
    ["client", "key"],
    ["hmac", "key"],
    ["master", "key"],
    ["shared", "key"],
    ["service", "key"],
    ["license", "key"],
    ["integration", "key"],
    ["account", "json"],
    ["credentials", "json"],
    ["key", "json"],
];

/// Words that make something else of it wherever they stand: the page that a token leads to is no secret.
const HARMLESS_WORDS: &[&str] = &[
    "page",
    "next",
    "pagination",
    "continuation",
    "cursor",
    "public",
    "publishable",
    "sync",
    "resume",
    "csrf",
    "max",
    "min",
    "use",
    "has",
    "is",
    "enable",
    "column",
    "field",
    "primary",
    "partition",
    "foreign",
    "sort",
];

/// Whether a name, with the help of title and description, is that of a secret.
pub(super) fn sounds_secret(schema: Value<'_>, name: &str) -> bool {
    let words = words_of(name);
    let by_name = is_secret_name(&words);
    let text = |keyword: &str| {
        schema.get(keyword).and_then(Value::as_str).unwrap_or_default().chars().flat_map(lowercase).collect::<String>()
    };
    let (title, description) = (text("title"), text("description"));
    if by_name {
        return !says_public(&description) && !says_public(&title);
    }
    // “Key” alone may be a key of anything; what it is called for people decides.
    let is_vague =
        matches!(words.last().map(String::as_str), Some("key" | "auth" | "pass" | "code")) && words.len() == 1;
    is_vague && schema.kind() == Kind::Object && is_secret_name(&words_of(&title)) && !says_public(&description)
}

fn is_secret_name(words: &[String]) -> bool {
    if words.iter().any(|word| HARMLESS_WORDS.contains(&word.as_str())) {
        return false;
    }
    let is_pair = |pair: &[&str; 2]| words.ends_with(&pair.map(str::to_owned));
    words.last().is_some_and(|last| LAST_WORDS.contains(&last.as_str())) || LAST_PAIRS.iter().any(is_pair)
}

fn says_public(text: &str) -> bool {
    ["public key", "publishable", "not a secret", "not secret", "not sensitive"]
        .iter()
        .any(|words| text.contains(words))
}

/// The words of a name in lower case: `apiKey`, `api_key` and `API Key` have the same ones.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for character in name.chars().take(200) {
        let starts = !before.is_alphanumeric() || (character.is_uppercase() && before.is_lowercase());
        if character.is_alphanumeric() {
            if starts {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(lowercase(character));
            }
        }
        before = character;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{is_secret_name, words_of};

    #[test]
    fn names_of_secrets_and_of_other_things() {
        for name in ["password", "apiKey", "API-Key", "client_secret", "ssh_key", "service_account_json", "X-Api-Token"]
        {
            assert!(is_secret_name(&words_of(name)), "{name}");
        }
        let others = [
            "token_url",
            "access_token_expires_at",
            "token_type",
            "key",
            "keys",
            "primary_key",
            "partition_key",
            "public_key",
            "password_policy",
            "secret_name",
            "next_page_token",
            "key_column",
            "access_key_id",
            "monkey",
        ];
        for name in others {
            assert!(!is_secret_name(&words_of(name)), "{name}");
        }
    }
}
