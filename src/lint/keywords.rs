//! Keywords: those that nobody knows, those with a value of the wrong kind, and those that do nothing where they stand.

use super::notes::Notes;
use super::site::{Role, Site, Spec, did_you_mean};
use crate::json::{Kind, Member, Value};
use crate::nearest::{Outline, nearest};
use crate::validate::{Code, Types, quoted, words};
use std::collections::HashMap;

pub(super) fn check(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    for site in &spec.sites {
        unknown(spec, site, notes);
        wrong_kind(spec, site, notes);
        for_other_types(spec, site, notes);
        out_of_place(spec, site, notes);
        beside_reference(spec, site, notes);
        unsupported(spec, site, notes);
        repeated(spec, site, notes);
        repeated_members(spec, site, notes);
        unknown_format(spec, site, notes);
        null_first(spec, site, notes);
        bounds_reversed(spec, site, notes);
    }
    envelope(spec, notes);
}

// ---- unknown ones ----

/// The keywords of draft-07, with `$defs`, which a `$ref` may name as well.
const DRAFT_07: &[&str] = &[
    "$schema",
    "$id",
    "$ref",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "readOnly",
    "writeOnly",
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "items",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependencies",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "contentMediaType",
    "contentEncoding",
];

/// What Airbyte adds (facts, blobs 8), and OpenAPI's `nullable`, which the platform's validator obeys.
const AIRBYTE: &[&str] = &[
    "airbyte_secret",
    "airbyte_hidden",
    "order",
    "multiline",
    "always_show",
    "group",
    "groups",
    "display_type",
    "pattern_descriptor",
    "nullable",
];

/// What people write for a keyword that is spelt quite differently.
const ALIASES: &[(&str, &str)] = &[
    ("min", "minimum"),
    ("max", "maximum"),
    ("example", "examples"),
    ("requires", "required"),
    ("item", "items"),
    ("regex", "pattern"),
    ("values", "enum"),
    ("label", "title"),
    ("secret", "airbyte_secret"),
    ("hidden", "airbyte_hidden"),
    ("pattern_description", "pattern_descriptor"),
];

fn unknown(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let known = || DRAFT_07.iter().chain(AIRBYTE).copied();
    for member in site.value.members() {
        let word = member.name();
        // Members that begin with x- are extensions by custom.
        if known().any(|known| known == word) || word.starts_with("x-") {
            continue;
        }
        let name = spec.name(site);
        let alias = ALIASES.iter().find(|(alias, _)| *alias == word).map(|(_, meant)| *meant);
        let message = format!("{} at {name} is not a keyword, so it has no effect.", quoted(&word));
        let outline = Outline::of(&word);
        let near = known().filter(|known| outline.may_be_near(Outline::of(known)));
        if let Some(meant) = alias.or_else(|| nearest(&word, near)) {
            let hint = format!("Did you mean {}?", quoted(meant));
            notes.error(Code::MisspeltKeyword, member.value(), message, Some(hint));
        } else {
            notes.warning(Code::UnknownKeyword, member.value(), message, Some(unknown_hint(&word, member.value())));
        }
    }
}

fn unknown_hint(word: &str, value: Value<'_>) -> String {
    let is_schema = ["type", "title", "properties", "description"].iter().any(|known| value.get(known).is_some());
    match word {
        _ if is_schema => "A member of the configuration is declared in “properties”.".to_owned(),
        "name" => "A member is called by its key, and shown by its “title”; remove it.".to_owned(),
        _ => "Remove it, or write what it says in the “description”.".to_owned(),
    }
}

/// The members of a ConnectorSpecification.
const ENVELOPE: &[&str] = &[
    "documentationUrl",
    "changelogUrl",
    "connectionSpecification",
    "supportsIncremental",
    "supportsNormalization",
    "supportsDBT",
    "supported_destination_sync_modes",
    "authSpecification",
    "advanced_auth",
    "protocol_version",
];

/// Only what is nearly right: connectors put their own notes here as well, which no one minds.
fn envelope(spec: &Spec<'_>, notes: &mut Notes<'_>) {
    if spec.root.index() == spec.schema.index() {
        return;
    }
    let is_known = |word: &str| ENVELOPE.contains(&word) || word == "connection_specification";
    for member in spec.root.members().filter(|member| !is_known(&member.name())) {
        let word = member.name();
        if let Some(hint) = did_you_mean(&word, ENVELOPE.iter().copied()) {
            let message = format!("{} is not a member of a specification, so it has no effect.", quoted(&word));
            notes.error(Code::MisspeltKeyword, member.value(), message, Some(hint));
        }
    }
}

// ---- values of the wrong kind ----

/// Keywords that the compiler does not look at, and what they have to be.
const KINDS: &[(&str, Wanted)] = &[
    ("$schema", Wanted::Text),
    ("$id", Wanted::Text),
    ("$ref", Wanted::Text),
    ("$comment", Wanted::Text),
    ("title", Wanted::Text),
    ("description", Wanted::Text),
    ("format", Wanted::Text),
    ("examples", Wanted::List),
    ("readOnly", Wanted::Flag),
    ("writeOnly", Wanted::Flag),
    ("uniqueItems", Wanted::Flag),
    ("nullable", Wanted::Flag),
    ("airbyte_secret", Wanted::Flag),
    ("airbyte_hidden", Wanted::Flag),
    ("multiline", Wanted::Flag),
    ("always_show", Wanted::Flag),
    ("order", Wanted::Whole),
    ("group", Wanted::Text),
    ("groups", Wanted::Groups),
    ("display_type", Wanted::DisplayType),
    ("pattern_descriptor", Wanted::Text),
];

#[derive(Clone, Copy)]
enum Wanted {
    Text,
    List,
    Flag,
    Whole,
    Groups,
    DisplayType,
}

impl Wanted {
    fn fits(self, value: Value<'_>) -> bool {
        match self {
            Wanted::Text => value.kind() == Kind::String,
            Wanted::List => value.kind() == Kind::Array,
            Wanted::Flag => value.kind() == Kind::Boolean,
            Wanted::Whole => value.as_number().is_some_and(crate::json::Number::is_integer),
            Wanted::Groups => value.kind() == Kind::Array && value.items().all(has_id),
            Wanted::DisplayType => value.as_str().is_some_and(|word| matches!(&*word, "dropdown" | "radio")),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Wanted::Text => "text",
            Wanted::List => "a list",
            Wanted::Flag => "true or false",
            Wanted::Whole => "a whole number",
            Wanted::Groups => "a list of objects with a text “id”",
            Wanted::DisplayType => "“dropdown” or “radio”",
        }
    }
}

fn has_id(group: Value<'_>) -> bool {
    group.get("id").is_some_and(|id| id.kind() == Kind::String)
}

fn wrong_kind(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    for member in site.value.members() {
        let (word, value) = (member.name(), member.value());
        let Some((keyword, wanted)) = KINDS.iter().find(|(keyword, _)| *keyword == word) else { continue };
        if wanted.fits(value) {
            continue;
        }
        let is = if matches!(wanted, Wanted::Groups | Wanted::DisplayType) { "" } else { words::kind(value) };
        let but = if is.is_empty() { String::new() } else { format!(", but is {is}") };
        let message = format!("{keyword} at {} must be {}{but}.", spec.name(site), wanted.words());
        notes.error(Code::SpecKeyword, value, message, kind_hint(*wanted, value));
    }
}

fn kind_hint(wanted: Wanted, value: Value<'_>) -> Option<String> {
    let text = value.as_str();
    match (wanted, text.as_deref()) {
        (Wanted::Flag, Some(word @ ("true" | "false"))) => Some(format!("Write {word} without quotes.")),
        (Wanted::Whole, Some(word)) if word.parse::<i32>().is_ok() => Some(format!("Write {word} without quotes.")),
        (Wanted::List, _) => Some("Put it into brackets.".to_owned()),
        _ => None,
    }
}

// ---- without effect ----

/// Keywords that say something of values of one kind only.
const BY_TYPE: &[(Types, &str, &[&str])] = &[
    (Types::STRING, "text", &["pattern", "minLength", "maxLength", "format", "multiline"]),
    (
        Types(Types::NUMBER.0 | Types::INTEGER.0),
        "numbers",
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    ),
    (Types::ARRAY, "lists", &["items", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains"]),
    (
        Types::OBJECT,
        "objects",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependencies",
        ],
    ),
];

fn for_other_types(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let types = spec.types(site);
    // A type that does not exist is told as such.
    if types == Types::ANY || types.0 == 0 {
        return;
    }
    for member in site.value.members() {
        let (word, value) = (member.name(), member.value());
        let own = BY_TYPE.iter().find(|(_, _, keywords)| keywords.contains(&&*word));
        let Some((_, kind, _)) = own.filter(|(own, _, _)| !types.has(*own)) else { continue };
        if is_harmless(&word, value) {
            continue;
        }
        let name = spec.name(site);
        let message =
            format!("{word} at {name} has no effect: it is about {kind}, and {name} is {}.", words::types(types));
        let hint = match &*word {
            _ if types == Types::ARRAY && site.value.get("items").is_some_and(|items| items.kind() == Kind::Object) => {
                Some("Write it into “items”, if it is meant for each item.")
            }
            "minLength" | "maxLength" if types.has(Types::INTEGER) => {
                Some("Bound a number by “minimum” and “maximum”.")
            }
            "minimum" | "maximum" if types == Types::STRING => Some("Bound a text by “minLength” and “maxLength”."),
            _ => None,
        };
        notes.warning(Code::KeywordWithoutEffect, value, message, hint.map(str::to_owned));
    }
}

/// What says nothing anyway, or is told of by another rule.
fn is_harmless(keyword: &str, value: Value<'_>) -> bool {
    match keyword {
        // OpenAPI's formats of numbers.
        "format" => value.as_str().is_some_and(|name| matches!(&*name, "int32" | "int64" | "float" | "double")),
        "required" => value.is_empty(),
        "properties" => value.kind() != Kind::Object,
        "multiline" | "uniqueItems" => value.raw() == "false",
        "additionalProperties" => value.raw() == "true",
        _ => false,
    }
}

fn out_of_place(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let has = |keyword: &str| site.value.get(keyword);
    let mut tell = |keyword: &str, why: &str, hint: Option<&str>| {
        if let Some(value) = has(keyword) {
            let message = format!("{keyword} at {} has no effect: {why}.", spec.name(site));
            notes.warning(Code::KeywordWithoutEffect, value, message, hint.map(str::to_owned));
        }
    };
    if has("if").is_none() {
        tell("then", "there is no “if” beside it", None);
        tell("else", "there is no “if” beside it", None);
    }
    if has("oneOf").is_none() && has("anyOf").is_none() {
        tell("display_type", "there is no “oneOf” beside it", None);
    }
    if site.role != Role::Root {
        tell("groups", "groups are declared at the root of the connectionSpecification", None);
    }
    if matches!(site.role, Role::Branch(_) | Role::Item | Role::Root) {
        let hint = "Choices are shown in the order in which they are listed.";
        let hint = matches!(site.role, Role::Branch(_)).then_some(hint);
        tell("order", "only members of an object have an order", hint);
    }
    if !is_at_top(spec, site) {
        tell("group", "only members at the top of the configuration have a group", None);
    }
}

/// Whether it is a member of the configuration itself.
pub(super) fn is_at_top(spec: &Spec<'_>, site: &Site<'_>) -> bool {
    let around = spec.ways_up(site).skip(1);
    matches!(site.role, Role::Property(_))
        && around
            .take_while(|site| site.role != Role::Root)
            .all(|site| matches!(site.role, Role::Branch(_) | Role::Same))
}

/// In draft-07 nothing counts beside `$ref`.
fn beside_reference(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(reference) = site.value.get("$ref").filter(|value| value.kind() == Kind::String) else { return };
    let counts = |word: &str| {
        let has_words = ["title", "description", "$comment", "definitions", "$defs", "$ref", "default", "examples"];
        has_words.contains(&word) || AIRBYTE.contains(&word) || !DRAFT_07.contains(&word)
    };
    let ignored: Vec<String> =
        site.value.members().map(Member::name).filter(|word| !counts(word)).map(|word| quoted(&word)).collect();
    if !ignored.is_empty() {
        let message = format!(
            "{} beside $ref at {} has no effect: a reference stands for all of the schema.",
            words::all_of(&ignored),
            spec.name(site)
        );
        let hint = "Write both into “allOf”, or put it where the reference leads.";
        notes.warning(Code::KeywordWithoutEffect, reference, message, Some(hint.to_owned()));
    }
}

/// What the platform's form does not know, and forbids in its documentation (facts, blobs 8.2).
const UNSUPPORTED: &[&str] =
    &["$ref", "allOf", "anyOf", "not", "if", "patternProperties", "dependencies", "contains", "propertyNames"];

fn unsupported(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    for member in site.value.members() {
        let word = member.name();
        // A reference that leads nowhere is told as such.
        if UNSUPPORTED.contains(&&*word) && !(word == "$ref" && notes.touches(member.value())) {
            let message =
                format!("{word} at {} is not supported by Airbyte's form, which ignores it.", spec.name(site));
            let hint = match &*word {
                "$ref" => "Write the schema itself here; the platform does not see secrets behind a reference either.",
                "anyOf" => "Write a choice as “oneOf”, with a member that tells its branches apart.",
                _ => "The server obeys it all the same: a person may be refused without seeing why.",
            };
            notes.warning(Code::KeywordUnsupported, member.value(), message, Some(hint.to_owned()));
        }
    }
}

// ---- repeated ----

fn repeated(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    for keyword in ["enum", "required", "type"] {
        let list = site.value.get(keyword).filter(|list| list.kind() == Kind::Array);
        let Some(again) = list.and_then(first_repeated) else { continue };
        let what = if spec.is_public(site) || keyword != "enum" {
            quoted(&again.as_str().unwrap_or_else(|| again.raw().into()))
        } else {
            "a value".to_owned()
        };
        let message = format!("{keyword} of {} lists {what} twice.", spec.name(site));
        let hint = "Remove one of them; some validators refuse the whole spec.";
        notes.warning(Code::RepeatedValue, again, message, Some(hint.to_owned()));
    }
}

fn first_repeated(list: Value<'_>) -> Option<Value<'_>> {
    let mut seen: HashMap<u32, Vec<Value<'_>>> = HashMap::new();
    for item in list.items() {
        let alike = seen.entry(item.hash_by_value()).or_default();
        if alike.contains(&item) {
            return Some(item);
        }
        // As many values of one hash nobody writes but to make this slow.
        if alike.len() < 8 {
            alike.push(item);
        }
    }
    None
}

/// Two members of one name: the last one counts.
fn repeated_members(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    for object in [Some(site.value), site.value.get("properties")].into_iter().flatten() {
        for written in object.written_members().into_iter().filter(|written| !written.counts) {
            let word = quoted(&written.member.name());
            let message = format!("{word} is written twice at {}; only the last one counts.", spec.name(site));
            notes.error(Code::RepeatedValue, written.member.value(), message, Some("Remove one of them.".to_owned()));
        }
    }
}

// ---- types, formats, bounds ----

/// The formats of draft-07 and later, of the platform's validator (facts, blobs 9), and of OpenAPI.
const FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "ip-address",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "password",
    "byte",
    "binary",
    "color",
    "phone",
    "alpha",
    "alphanumeric",
    "style",
    "utc-millisec",
    "int32",
    "int64",
    "float",
    "double",
    "json",
    "url",
];

fn unknown_format(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    let Some(value) = site.value.get("format") else { return };
    let Some(word) = value.as_str().filter(|word| !FORMATS.contains(&&**word)) else { return };
    let message = format!("There is no format {}, so {} is not checked for it.", quoted(&word), spec.name(site));
    let hint = match &*word {
        "datetime" | "timestamp" | "date_time" | "DateTime" => Some("Did you mean “date-time”?".to_owned()),
        _ => did_you_mean(&word, FORMATS.iter().copied()),
    };
    notes.warning(Code::UnknownFormat, value, message, hint);
}

/// The platform's form takes the first of several types.
fn null_first(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    // Whatever the type of a branch, the form takes that of the choice.
    let types = site.value.get("type").filter(|types| types.len() > 1 && !matches!(site.role, Role::Branch(_)));
    let Some(types) = types else { return };
    if types.items().next().and_then(Value::as_str).is_some_and(|first| first == "null") {
        let message =
            format!("{} may be null first of all, so Airbyte's form takes it for null only.", spec.name(site));
        notes.warning(Code::NullFirst, types, message, Some("Write “null” last, or leave it out.".to_owned()));
    }
}

const BOUNDS: &[(&str, &str)] =
    &[("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

fn bounds_reversed(spec: &Spec<'_>, site: &Site<'_>, notes: &mut Notes<'_>) {
    for (least, most) in BOUNDS {
        let bound = |keyword: &str| site.value.get(keyword).and_then(Value::as_number);
        let (Some(low), Some(high)) = (bound(least), bound(most)) else { continue };
        if low.cmp(&high).is_gt()
            && let Some(at) = site.value.get(most)
        {
            let message = format!("No value of {} can fit: {most} is smaller than {least}.", spec.name(site));
            notes.error(Code::BoundsReversed, at, message, None);
        }
    }
}
