//! What the compiler noted while it read the schema, and what the metaschema of draft-07 has beyond that.

use super::notes::Notes;
use super::site::Spec;
use crate::json::{Value, segments};
use crate::validate::{Code, Fault, FaultKind, Options, Validator, quoted};

/// The metaschema of draft-07, by the name under which the engine knows it.
const METASCHEMA: &str = r#"{"$ref": "http://json-schema.org/draft-07/schema#"}"#;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    // Documents beside the spec are ours.
    for fault in spec.schemas.faults.iter().filter(|fault| fault.place.resource == 0) {
        tell(spec, notes, fault);
    }
}

fn tell(spec: &Spec<'_>, notes: &mut Notes<'_>, fault: &Fault) {
    let at = spec.whole_node(fault.place.node);
    let name = spec.site_at(at.index()).map_or_else(String::new, |site| spec.name(site));
    match &fault.kind {
        FaultKind::Pattern(why) => {
            let message = format!("The pattern of {name} cannot be used: {why}.");
            let hint = "Neither the form nor the platform can check it; write it as JavaScript does.";
            notes.error(Code::PatternBroken, at, message, Some(hint.to_owned()));
        }
        FaultKind::Reference(uri) => {
            let message = format!("The reference {} at {name} leads nowhere.", quoted(uri));
            notes.error(Code::Reference, at.get("$ref").unwrap_or(at), message, None);
        }
        FaultKind::Type(word) => {
            let message =
                format!("{name} asks for the type {}, which does not exist, so no value can fit.", quoted(word));
            let hint = match &**word {
                "date" | "datetime" | "date-time" | "timestamp" => {
                    "Write the type “string” with the format “date” or “date-time”.".to_owned()
                }
                _ => super::site::did_you_mean(word, TYPES).unwrap_or_else(|| {
                    "Write one of string, number, integer, boolean, object, array and null.".to_owned()
                }),
            };
            notes.error(Code::SpecType, at, message, Some(hint));
        }
        FaultKind::Keyword { keyword, wanted } => {
            let message = format!("{keyword} at {name} must be {wanted}; it is ignored.");
            notes.error(Code::SpecKeyword, at, message, keyword_hint(keyword, at));
        }
    }
}

const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

fn keyword_hint(keyword: &str, at: Value<'_>) -> Option<String> {
    if keyword == "required" && at.as_bool().is_some() {
        return Some("List the names of required members in “required” beside “properties”.".to_owned());
    }
    let number = at.as_str().filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
    number.filter(|text| text.len() < 20).map(|text| format!("Write {text} without quotes."))
}

/// Tells what no other rule has told of the same place.
pub(super) fn check_by_metaschema(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    let options = Options { formats: false, ..Options::default() };
    let verdict =
        Validator::new(METASCHEMA).and_then(|metaschema| metaschema.validate_with(spec.schema.raw(), &options));
    // A spec that is too deep for the metaschema was read by the compiler all the same.
    let Ok(verdict) = verdict else { return };
    for finding in verdict.findings.iter().filter(|finding| finding.severity == crate::Severity::Error) {
        let at = spec.schema.nearest(&finding.pointer);
        if notes.touches(at) {
            continue;
        }
        let keyword = segments(&finding.pointer).last().unwrap_or_default().into_owned();
        let name = spec.site_at(at.index()).map_or_else(String::new, |site| spec.name(site));
        let message = format!("{} at {name} is not as JSON Schema (draft-07) has it.", quoted(&keyword));
        let hint = finding.hint.clone().filter(|_| finding.code == Code::Type);
        notes.error(Code::SpecKeyword, at, message, hint);
    }
}
