//! A connector's specification, in whatever form a person has it.
//! It is read for what it holds, never judged: whether its schema is a good one is another module's question.

use super::{a_kind, member, on_line, shorten, text_member};
use crate::error::{Error, ErrorKind, Position, Result};
use crate::json::{Document, Kind, Value};
use crate::yaml;
use std::borrow::Cow;
use std::fmt;

/// What a connector says about itself: above all the JSON Schema of its configuration.
///
/// The whole document is kept as it was written; an odd optional member reads as if it were absent.
///
/// ```
/// use airbyte_db::blobs::Specification;
///
/// let spec = Specification::read(
///     r#"{
///         "documentationUrl": "https://docs.example.com/sources/pond",
///         "connectionSpecification": {"type": "object", "properties": {"depth": {"type": "integer"}}},
///         "supported_destination_sync_modes": ["append"],
///         "supportsDBT": false
///     }"#,
/// )?;
/// assert!(spec.connection_specification().get("properties").is_some());
/// assert_eq!(spec.documentation_url().as_deref(), Some("https://docs.example.com/sources/pond"));
/// assert_eq!(spec.supported_destination_sync_modes(), ["append"]);
/// assert_eq!(spec.supports_dbt(), Some(false));
/// assert_eq!(spec.supports_incremental(), None);
///
/// // A JSON Schema alone and a connector's own output are read as well; so is YAML, in a build with that feature.
/// let output = "starting\n{\"type\": \"SPEC\", \"spec\": {\"connectionSpecification\": {}}}\n";
/// assert_eq!(Specification::read(output)?.text(), r#"{"connectionSpecification": {}}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Specification {
    document: Document<'static>,
    /// The node of the JSON Schema: the root itself for a schema that was given alone.
    schema: u32,
    /// Where the document starts in the text that was read; none where it was YAML.
    start: Option<Position>,
}

impl Specification {
    /// Reads a specification from text:
    ///
    /// - a ConnectorSpecification as JSON or YAML (it has `connectionSpecification`),
    /// - a connectionSpecification alone: a JSON Schema,
    /// - anything that has one as its member `spec`: a row or registry entry of a definition,
    /// - one Airbyte protocol message of type `SPEC`,
    /// - all that a connector printed when it was run with `spec`: the first `SPEC` message among other messages
    ///   and plain lines.
    ///
    /// # Errors
    /// Text that is none of these: [`ErrorKind::Spec`] says what was found, and for a connector's output what the
    /// connector reported. Text that is neither JSON nor YAML: [`ErrorKind::JsonSyntax`] or
    /// [`ErrorKind::YamlSyntax`], with the place.
    pub fn read(text: &str) -> Result<Specification> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(wrong("", "the text is empty"));
        }
        let no_json = match Document::parse(text) {
            Ok(document) => return from_value(document.root(), Place::default()),
            Err(error) => error,
        };
        // Too deep or too large: no other reading will help.
        if !matches!(no_json.kind(), ErrorKind::JsonSyntax { .. }) {
            return Err(no_json);
        }
        if let Some(found) = from_output(text) {
            return found;
        }
        if yaml::looks_like_json(text) {
            return Err(no_json);
        }
        let mut specification = from_value(Document::parse(yaml::to_json(text)?)?.root(), Place::default())?;
        specification.start = None;
        Ok(specification)
    }

    /// The JSON Schema of the configuration.
    pub fn connection_specification(&self) -> Value<'_> {
        self.document.at(self.schema)
    }

    /// The text of the JSON Schema, exactly as it was written.
    pub fn connection_specification_text(&self) -> &str {
        self.connection_specification().raw()
    }

    /// Where the connector is described for people.
    pub fn documentation_url(&self) -> Option<Cow<'_, str>> {
        text_member(self.envelope()?, &["documentationUrl", "documentation_url"])
    }

    /// Where the connector's changes are listed.
    pub fn changelog_url(&self) -> Option<Cow<'_, str>> {
        text_member(self.envelope()?, &["changelogUrl", "changelog_url"])
    }

    /// Whether the connector says that it can sync incrementally; the platform does not use it any more.
    pub fn supports_incremental(&self) -> Option<bool> {
        self.envelope()?.get("supportsIncremental")?.as_bool()
    }

    /// Whether the destination takes part in normalization.
    pub fn supports_normalization(&self) -> Option<bool> {
        self.envelope()?.get("supportsNormalization")?.as_bool()
    }

    /// Whether dbt can be run against the destination.
    pub fn supports_dbt(&self) -> Option<bool> {
        self.envelope()?.get("supportsDBT")?.as_bool()
    }

    /// The ways in which the destination can write, as they are written; empty for sources, present or not.
    pub fn supported_destination_sync_modes(&self) -> Vec<Cow<'_, str>> {
        let modes = self.envelope().and_then(|spec| spec.get("supported_destination_sync_modes"));
        modes.map(|modes| modes.items().filter_map(Value::as_str).collect()).unwrap_or_default()
    }

    /// The version of the Airbyte protocol that the connector speaks; the platform takes 0.2.0 where it is absent.
    pub fn protocol_version(&self) -> Option<Cow<'_, str>> {
        text_member(self.envelope()?, &["protocol_version"])
    }

    /// How the platform may obtain credentials by OAuth.
    pub fn advanced_auth(&self) -> Option<Value<'_>> {
        self.object("advanced_auth")
    }

    /// The older way of saying the same as [`advanced_auth`](Self::advanced_auth).
    pub fn auth_specification(&self) -> Option<Value<'_>> {
        self.object("authSpecification")
    }

    /// The whole document: the ConnectorSpecification, or the JSON Schema where that was given alone.
    pub fn document(&self) -> &Document<'static> {
        &self.document
    }

    /// The text of the whole document, as it was written; JSON made of it where it was YAML.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// Where a place of the [`document`](Self::document) is in the text that was read; none for YAML, whose places are
    /// others.
    ///
    /// ```
    /// use airbyte_db::blobs::Specification;
    ///
    /// let spec = Specification::read("{\"spec\":\n  {\"connectionSpecification\": {}}}")?;
    /// let schema = spec.connection_specification().position();
    /// assert_eq!((schema.line, schema.column), (1, 29));
    /// let schema = spec.position_of(schema).expect("the text is JSON");
    /// assert_eq!((schema.line, schema.column), (2, 31));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    pub fn position_of(&self, place: Position) -> Option<Position> {
        let start = self.start?;
        let column = if place.line == 1 { start.column + place.column - 1 } else { place.column };
        Some(Position { line: start.line + place.line - 1, column })
    }

    /// The object around the schema, where there is one.
    fn envelope(&self) -> Option<Value<'_>> {
        (self.schema != 0).then(|| self.document.root())
    }

    fn object(&self, name: &str) -> Option<Value<'_>> {
        self.envelope()?.get(name).filter(|value| value.kind() == Kind::Object)
    }
}

/// Shows sizes only: a spec may hold defaults and examples that nobody meant to print.
impl fmt::Debug for Specification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_properties = self.connection_specification().get("properties").map_or(0, Value::len);
        write!(formatter, "Specification({} bytes, {n_properties} properties)", self.text().len())
    }
}

/// Where a value stands: for errors.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Of a connector's output.
    line: Option<usize>,
    /// In the text or line.
    pointer: &'static str,
}

impl Place {
    fn start_of(self, value: Value<'_>) -> Position {
        let Position { line, column } = value.position();
        Position { line: self.line.unwrap_or(line), column }
    }

    fn wrong(self, below: &str, message: &str) -> Error {
        let pointer = format!("{}{below}", self.pointer);
        match self.line {
            Some(line) => wrong(&pointer, &format!("line {line}: {message}")),
            None => wrong(&pointer, message),
        }
    }
}

fn wrong(pointer: &str, message: &str) -> Error {
    ErrorKind::Spec { pointer: pointer.to_owned(), message: message.to_owned() }.into()
}

/// Reads any of the forms that are one JSON value.
fn from_value(value: Value<'_>, place: Place) -> Result<Specification> {
    if value.kind() != Kind::Object {
        let message = format!("it is {}, but must be an object{}", a_kind(value), hint_at_text(value));
        return Err(place.wrong("", &message));
    }
    if let Some(schema) = member(value, SCHEMA_NAMES) {
        return from_envelope(value, schema, place);
    }
    if let Some(type_) = message_type(value)
        && value.get("spec").is_none()
    {
        if type_ == "SPEC" {
            return Err(place.wrong("", "the SPEC message has no member `spec`"));
        }
        let mut output = Output::default();
        output.message(value, type_);
        return Err(output.without_spec());
    }
    if let Some(spec) = value.get("spec").filter(|_| place.pointer.is_empty()) {
        return from_value(spec, Place { pointer: "/spec", ..place });
    }
    if let Some(list) = member(value, &["sources", "destinations"])
        && list.kind() == Kind::Array
    {
        return Err(place.wrong("", MANY));
    }
    if !is_schema(value) {
        return Err(place.wrong("", NEITHER));
    }
    let document = Document::parse(value.raw().to_owned())?;
    Ok(Specification { document, schema: 0, start: Some(place.start_of(value)) })
}

/// The second is the spelling of low-code manifests.
const SCHEMA_NAMES: &[&str] = &["connectionSpecification", "connection_specification"];

const MANY: &str = "it holds many definitions; give it as the registry, and name the definition";

const NEITHER: &str = "it has neither connectionSpecification nor spec, nor is it a JSON Schema \
    (an object with properties, type, oneOf, or the like)";

fn from_envelope(value: Value<'_>, schema: Value<'_>, place: Place) -> Result<Specification> {
    if schema.kind() != Kind::Object {
        let message = format!(
            "connectionSpecification is {}, but must be an object, the JSON Schema of the configuration{}",
            a_kind(schema),
            hint_at_text(schema)
        );
        let below = if value.get(SCHEMA_NAMES[0]).is_some() { SCHEMA_NAMES[0] } else { SCHEMA_NAMES[1] };
        return Err(place.wrong(&format!("/{below}"), &message));
    }
    // Node numbers count from the value's own node, which becomes the root.
    let schema = schema.index() - value.index();
    let document = Document::parse(value.raw().to_owned())?;
    Ok(Specification { document, schema, start: Some(place.start_of(value)) })
}

/// Some deployments store JSON inside a JSON text.
fn hint_at_text(value: Value<'_>) -> &'static str {
    match value.as_str() {
        Some(text) if text.trim_start().starts_with('{') => {
            "; the text looks like JSON that was encoded twice: decode it once"
        }
        _ => "",
    }
}

fn is_schema(object: Value<'_>) -> bool {
    const KEYWORDS: &[&str] = &[
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "definitions",
        "properties",
        "patternProperties",
        "additionalProperties",
        "required",
        "oneOf",
        "anyOf",
        "allOf",
        "not",
        "if",
        "enum",
        "const",
    ];
    let is_type = |type_: Value<'_>| match type_.as_str() {
        Some(name) => ["object", "array", "string", "number", "integer", "boolean", "null"].contains(&&*name),
        None => type_.kind() == Kind::Array,
    };
    object.is_empty() || member(object, KEYWORDS).is_some() || object.get("type").is_some_and(is_type)
}

/// The type of an Airbyte protocol message.
fn message_type(value: Value<'_>) -> Option<&'static str> {
    const TYPES: &[&str] = &[
        "SPEC",
        "LOG",
        "TRACE",
        "RECORD",
        "STATE",
        "CATALOG",
        "CONNECTION_STATUS",
        "CONTROL",
        "DESTINATION_CATALOG",
        "DEBUG",
    ];
    let type_ = text_member(value, &["type"])?;
    TYPES.iter().find(|known| **known == type_).copied()
}

/// Reads a connector's output, if the text is one: a line of it is a protocol message, or starts as one.
fn from_output(text: &str) -> Option<Result<Specification>> {
    let mut output = Output::default();
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = without_colours(line);
        let line = line.trim().trim_matches('\u{feff}');
        if line.is_empty() {
            continue;
        }
        if !line.starts_with('{') {
            output.n_texts += 1;
            continue;
        }
        match Document::parse(line) {
            Ok(document) => {
                let value = document.root();
                match message_type(value) {
                    Some("SPEC") => {
                        return Some(from_value(value, Place { line: Some(number), pointer: "" }));
                    }
                    Some(type_) => output.message(value, type_),
                    None => {
                        output.n_other_json += 1;
                        output.n_definitions += usize::from(value.get("spec").is_some());
                    }
                }
            }
            Err(error) => output.broken(line, number, error),
        }
    }
    if !output.is_output() && output.n_definitions > 1 {
        return Some(Err(wrong("", MANY)));
    }
    output.is_output().then(|| Err(output.without_spec()))
}

/// The line without what terminals take for colours.
fn without_colours(line: &str) -> Cow<'_, str> {
    if !line.contains('\u{1b}') {
        return Cow::Borrowed(line);
    }
    let mut kept = String::with_capacity(line.len());
    let mut parts = line.split('\u{1b}');
    kept.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // `ESC [`, parameters, and a last byte from @ to ~; any other escape is the one character after ESC.
        let rest = match part.strip_prefix('[') {
            Some(sequence) => sequence.find(|c| ('@'..='~').contains(&c)).map_or("", |at| &sequence[at + 1..]),
            None => part.chars().next().map_or("", |first| &part[first.len_utf8()..]),
        };
        kept.push_str(rest);
    }
    Cow::Owned(kept)
}

/// What a connector printed in place of a spec.
#[derive(Default)]
struct Output {
    /// Protocol messages by type, in the order in which the types came.
    n_messages: Vec<(&'static str, usize)>,
    n_texts: usize,
    n_other_json: usize,
    /// Of these, the ones with a spec.
    n_definitions: usize,
    n_broken: usize,
    /// The first line that starts as a message and is no JSON.
    first_broken: Option<Error>,
    /// What the first error trace says to people.
    reported: Option<String>,
}

impl Output {
    fn message(&mut self, value: Value<'_>, type_: &'static str) {
        match self.n_messages.iter_mut().find(|(known, _)| *known == type_) {
            Some((_, count)) => *count += 1,
            None => self.n_messages.push((type_, 1)),
        }
        if self.reported.is_none() && type_ == "TRACE" {
            let told = value.pointer("/trace/error/message").and_then(Value::as_str);
            self.reported = told.map(|told| shorten(&told, 200)).filter(|told| !told.is_empty());
        }
    }

    fn broken(&mut self, line: &str, number: usize, error: Error) {
        self.n_broken += 1;
        let starts_as_message = line.starts_with("{\"type\":\"") || line.starts_with("{\"type\": \"");
        // A line of a document that spans lines may start like this too, but not with such a type.
        let type_ = line.split('"').nth(3).unwrap_or_default();
        let is_type = !type_.is_empty() && type_.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        if starts_as_message && is_type && self.first_broken.is_none() {
            self.first_broken = Some(on_line(error, number));
        }
    }

    fn is_output(&self) -> bool {
        !self.n_messages.is_empty() || self.first_broken.is_some()
    }

    fn without_spec(&self) -> Error {
        let mut counts: Vec<(usize, &str)> = self.n_messages.iter().map(|&(type_, count)| (count, type_)).collect();
        counts.push((self.n_other_json, "other JSON"));
        counts.push((self.n_broken, "broken JSON"));
        counts.push((self.n_texts, "plain text"));
        counts.retain(|&(count, _)| count > 0);
        let n_lines: usize = counts.iter().map(|&(count, _)| count).sum();
        let parts: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
        let lines = if n_lines == 1 { "1 line" } else { &format!("{n_lines} lines") };
        let mut told = vec!["the connector's output has no SPEC message".to_owned()];
        told.push(format!("{lines}: {}", parts.join(", ")));
        if let Some(error) = &self.first_broken {
            told.push(format!("a message is cut or garbled ({error})"));
        }
        told.push(match &self.reported {
            Some(reported) => format!("the connector reported: {reported}"),
            None => "run the connector with its command `spec`".to_owned(),
        });
        wrong("", &told.join("; "))
    }
}
