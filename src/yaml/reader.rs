//! Parser events → JSON text.

use crate::error::{Error, ErrorKind, Position, Result};
use crate::json::{Document, Kind, Limits, Member, Value};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Bytes that aliases and merge keys may copy: far more than a spec needs, and a bound for one that is an attack.
const COPY_LIMIT: usize = 16 << 20;

/// Levels of `[` and `{` that the parser accepts inside each other.
const FLOW_DEPTH: usize = 255;

/// The JSON text of a YAML document: anchors and merge keys expanded, member names as texts.
///
/// # Errors
/// Text that is no YAML, holds no document or several, nests too deep, or uses what JSON cannot hold (a list as
/// a member's name, a tag of its own). The error names line and column and quotes nothing.
pub fn to_json(text: &str) -> Result<String> {
    let limits = Limits::default();
    if text.len() > limits.bytes {
        return Err(ErrorKind::TooLarge { size: text.len(), limit: limits.bytes }.into());
    }
    let mut parser = Parser::new_from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer { depth_limit: limits.depth, ..Writer::default() };
    let mut n_documents = 0;
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| scan_error(&error))?;
        if matches!(event, Event::DocumentStart(_)) {
            n_documents += 1;
            if n_documents > 1 {
                return Err(syntax(span.start, "a second document starts here; expected only one"));
            }
        }
        writer.event(event, span.start)?;
    }
    if n_documents == 0 {
        return Err(syntax(Marker::new(0, 1, 0), "the text is empty"));
    }
    Ok(writer.out)
}

/// The JSON written so far, and the lists and mappings that are still open.
#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<Container>,
    anchors: HashMap<usize, Anchor>,
    copied: usize,
    depth_limit: usize,
}

struct Container {
    /// Where its bracket stands in the output.
    start: usize,
    /// Zero for none.
    anchor: usize,
    empty: bool,
    expects: Expects,
}

enum Expects {
    Item,
    Name,
    Value,
    /// The value of a merge key, written from that offset on.
    Merged(usize),
}

/// The JSON of an anchored node.
enum Anchor {
    /// Its end has not been seen.
    Open,
    /// In the output.
    Written(Range<usize>),
    /// Not in the output any more, or never there.
    Apart(String),
}

impl Writer {
    fn event(&mut self, event: Event<'_>, at: Marker) -> Result<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let json = scalar(&text, style, tag.as_deref(), at)?;
                if self.expects_name() {
                    let merges = tag.is_none() && style == ScalarStyle::Plain && text == "<<";
                    if anchor != 0 {
                        self.anchors.insert(anchor, Anchor::Apart(json.into_owned()));
                    }
                    self.name(&text, merges);
                    return Ok(());
                }
                let start = self.start_value();
                self.out.push_str(&json);
                self.end_value(start, anchor, at)
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), &["seq"], at)?;
                self.start_container('[', Expects::Item, anchor, at)
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), &["map"], at)?;
                self.start_container('{', Expects::Name, anchor, at)
            }
            Event::SequenceEnd => self.end_container(']', at),
            Event::MappingEnd => self.end_container('}', at),
            _ => Ok(()),
        }
    }

    fn expects_name(&self) -> bool {
        matches!(self.open.last(), Some(Container { expects: Expects::Name, .. }))
    }

    /// Writes a comma where one is needed and returns where the value starts.
    fn start_value(&mut self) -> usize {
        if let Some(container) = self.open.last_mut()
            && matches!(container.expects, Expects::Item)
        {
            if !container.empty {
                self.out.push(',');
            }
            container.empty = false;
        }
        self.out.len()
    }

    fn end_value(&mut self, start: usize, anchor: usize, at: Marker) -> Result<()> {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor::Written(start..self.out.len()));
        }
        let Some(container) = self.open.last_mut() else { return Ok(()) };
        match container.expects {
            Expects::Item => Ok(()),
            Expects::Merged(from) => {
                container.expects = Expects::Name;
                self.merge(from, at)
            }
            Expects::Name | Expects::Value => {
                container.expects = Expects::Name;
                Ok(())
            }
        }
    }

    fn start_container(&mut self, bracket: char, expects: Expects, anchor: usize, at: Marker) -> Result<()> {
        if self.expects_name() {
            return Err(syntax(at, NAME_IS_CONTAINER));
        }
        if self.open.len() >= self.depth_limit {
            return Err(self.too_deep(at));
        }
        let start = self.start_value();
        self.out.push(bracket);
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor::Open);
        }
        self.open.push(Container { start, anchor, empty: true, expects });
        Ok(())
    }

    fn end_container(&mut self, bracket: char, at: Marker) -> Result<()> {
        let Some(Container { start, anchor, .. }) = self.open.pop() else { return Ok(()) };
        self.out.push(bracket);
        self.end_value(start, anchor, at)
    }

    fn name(&mut self, text: &str, merges: bool) {
        let Some(container) = self.open.last_mut() else { return };
        if merges {
            container.expects = Expects::Merged(self.out.len());
            return;
        }
        if !container.empty {
            self.out.push(',');
        }
        container.empty = false;
        container.expects = Expects::Value;
        push_text(&mut self.out, text);
        self.out.push(':');
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<()> {
        let (text, range) = match self.anchors.get(&anchor) {
            Some(Anchor::Written(range)) => (&self.out[range.clone()], Some(range.clone())),
            Some(Anchor::Apart(text)) => (text.as_str(), None),
            Some(Anchor::Open) | None => {
                return Err(syntax(at, "an alias stands inside the very value that it names"));
            }
        };
        if self.open.len() + levels(text) > self.depth_limit {
            return Err(self.too_deep(at));
        }
        let length = text.len();
        if self.expects_name() {
            if text.starts_with(['{', '[']) {
                return Err(syntax(at, NAME_IS_CONTAINER));
            }
            // A text's JSON, read back; anything else's JSON as it is.
            let name = match Document::parse(text)?.root().as_str() {
                Some(name) => name.into_owned(),
                None => text.to_owned(),
            };
            self.spend(length, at)?;
            self.name(&name, false);
            return Ok(());
        }
        let apart = if range.is_none() { Some(text.to_owned()) } else { None };
        self.spend(length, at)?;
        let start = self.start_value();
        match (range, apart) {
            (Some(range), _) => self.out.extend_from_within(range),
            (None, Some(text)) => self.out.push_str(&text),
            (None, None) => {}
        }
        self.end_value(start, 0, at)
    }

    /// Puts the members of a merge key's value in its place, but those that the mapping has already.
    /// Members of its own that follow are written behind them, and count.
    fn merge(&mut self, from: usize, at: Marker) -> Result<()> {
        let Some(&Container { start, .. }) = self.open.last() else { return Ok(()) };
        self.spend(self.out.len() - start + self.anchors.len(), at)?;
        let value = self.out.split_off(from);
        self.set_apart(from, &value, at)?;
        let value = Document::parse(value)?;
        let sources: Vec<Value<'_>> = match value.root().kind() {
            Kind::Object => vec![value.root()],
            _ => value.root().items().collect(),
        };
        let are_mappings = sources.iter().all(|source| source.kind() == Kind::Object);
        if !are_mappings || !matches!(value.root().kind(), Kind::Object | Kind::Array) {
            return Err(syntax(at, "the merge key << takes a mapping or a list of mappings"));
        }
        let own = Document::parse(format!("{}}}", &self.out[start..]))?;
        let mut names: HashSet<Cow<'_, str>> = own.root().members().map(Member::name).collect();
        for member in sources.iter().flat_map(|source| source.members()) {
            if names.insert(member.name()) {
                self.name(&member.name(), false);
                self.out.push_str(member.value().raw());
            }
        }
        if let Some(container) = self.open.last_mut() {
            container.expects = Expects::Name;
        }
        Ok(())
    }

    /// Keeps what is anchored inside a merge key's value, which leaves the output.
    fn set_apart(&mut self, from: usize, value: &str, at: Marker) -> Result<()> {
        let mut copied = 0;
        for anchor in self.anchors.values_mut() {
            if let Anchor::Written(range) = anchor
                && range.start >= from
            {
                copied += range.len();
                if copied > COPY_LIMIT {
                    break;
                }
                *anchor = Anchor::Apart(value[range.start - from..range.end - from].to_owned());
            }
        }
        self.spend(copied, at)
    }

    fn spend(&mut self, bytes: usize, at: Marker) -> Result<()> {
        self.copied = self.copied.saturating_add(bytes);
        if self.copied > COPY_LIMIT {
            let message = "aliases and merge keys expand to more than 16 MiB; no spec needs that";
            return Err(syntax(at, message));
        }
        Ok(())
    }

    fn too_deep(&self, at: Marker) -> Error {
        ErrorKind::TooDeep { position: position(at), limit: self.depth_limit }.into()
    }
}

const NAME_IS_CONTAINER: &str = "a member's name may not be a list or a mapping; JSON has none";

/// The JSON of a scalar.
fn scalar<'text>(text: &'text str, style: ScalarStyle, tag: Option<&Tag>, at: Marker) -> Result<Cow<'text, str>> {
    let as_text = || {
        let mut json = String::with_capacity(text.len() + 2);
        push_text(&mut json, text);
        Cow::Owned(json)
    };
    let Some(tag) = tag else {
        let plain = if style == ScalarStyle::Plain { plain(text) } else { None };
        return Ok(plain.unwrap_or_else(as_text));
    };
    let known = ["str", "null", "bool", "int", "float", "timestamp", "binary"];
    let tag = check_tag(Some(tag), &known, at)?;
    let json = plain(text);
    let starts = |starts: &[u8]| {
        json.as_ref().is_some_and(|json| json.bytes().next().is_some_and(|byte| starts.contains(&byte)))
    };
    let number = b"-0123456789";
    let fits = match tag {
        "null" => starts(b"n"),
        "bool" => starts(b"tf"),
        "int" => starts(number) && json.as_ref().is_some_and(|json| !json.contains(['.', 'e', 'E'])),
        "float" => starts(number),
        _ => return Ok(as_text()),
    };
    match json {
        Some(json) if fits => Ok(json),
        _ => Err(syntax(at, "the value is not of the type that its tag says")),
    }
}

/// The name of a tag that is among the known ones; empty for none.
fn check_tag<'known>(tag: Option<&Tag>, known: &[&'known str], at: Marker) -> Result<&'known str> {
    let Some(tag) = tag else { return Ok("") };
    let full = format!("{}{}", tag.handle, tag.suffix);
    // A lone ! says only that a scalar is a text.
    if full == "!" {
        return Ok("");
    }
    full.strip_prefix("tag:yaml.org,2002:")
        .and_then(|name| known.iter().find(|known| **known == name).copied())
        .ok_or_else(|| syntax(at, "a tag that JSON has no type for; only YAML's own, such as !!str, are read"))
}

/// The JSON of a plain scalar that is no text, by the core schema.
fn plain(text: &str) -> Option<Cow<'_, str>> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Cow::Borrowed("null")),
        "true" | "True" | "TRUE" => Some(Cow::Borrowed("true")),
        "false" | "False" | "FALSE" => Some(Cow::Borrowed("false")),
        _ => number(text),
    }
}

/// A number as JSON writes it: the same text where that is JSON. What JSON has no number for stays a text.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let radix = if text.starts_with("0x") { 16 } else { 8 };
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0o")) {
        let all_digits = digits.chars().all(|digit| digit.is_digit(radix));
        let value = u128::from_str_radix(digits, radix).ok().filter(|_| all_digits)?;
        return Some(Cow::Owned(value.to_string()));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = split_digits(unsigned);
    let (fraction, exponent) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, rest) = split_digits(rest);
            (Some(fraction), rest)
        }
        None => (None, rest),
    };
    if whole.is_empty() && fraction.is_none_or(str::is_empty) || !is_exponent(exponent) {
        return None;
    }
    let whole_is_json = whole == "0" || !whole.is_empty() && !whole.starts_with('0');
    if whole_is_json && fraction != Some("") && !text.starts_with('+') {
        return Some(Cow::Borrowed(text));
    }
    let minus = if text.starts_with('-') { "-" } else { "" };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    Some(Cow::Owned(match fraction {
        None => format!("{minus}{whole}{exponent}"),
        Some("") => format!("{minus}{whole}.0{exponent}"),
        Some(fraction) => format!("{minus}{whole}.{fraction}{exponent}"),
    }))
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn is_exponent(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(['e', 'E']).is_some_and(|power| {
            let digits = power.strip_prefix(['-', '+']).unwrap_or(power);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// How many arrays and objects stand inside each other in a JSON text.
fn levels(json: &str) -> usize {
    let (mut level, mut deepest) = (0_usize, 0);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                level += 1;
                deepest = deepest.max(level);
            }
            b']' | b'}' => level = level.saturating_sub(1),
            b'"' => skip_text(&mut bytes),
            _ => {}
        }
    }
    deepest
}

fn skip_text(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = (u32::from(control) >> shift) & 0xf;
                    out.extend(char::from_digit(digit, 16));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn position(at: Marker) -> Position {
    Position { line: at.line(), column: at.col() + 1 }
}

fn syntax(at: Marker, message: &str) -> Error {
    ErrorKind::YamlSyntax { position: position(at), message: message.to_owned() }.into()
}

/// The parser's own sentence, or ours where one can say what to do. Only one of its sentences quotes the text.
fn scan_error(error: &ScanError) -> Error {
    let at = *error.marker();
    let told = match error.info() {
        "recursion limit exceeded" => {
            return ErrorKind::TooDeep { position: position(at), limit: FLOW_DEPTH }.into();
        }
        info if info.starts_with("unexpected character") => {
            "a plain text may not start with this character; put the text in quotes"
        }
        "mapping values are not allowed in this context" => {
            "a colon is not allowed here; put a text that holds one in quotes, or check the indentation"
        }
        "while parsing a block mapping, did not find expected key"
        | "while parsing a block collection, did not find expected '-' indicator" => {
            "expected the next member or item; check the indentation"
        }
        "while parsing node, found unknown anchor" => "an alias names an anchor that does not stand before it",
        "while scanning a quoted scalar, found unexpected end of stream" => {
            "the document ends inside a text; a closing quote is missing"
        }
        info if info.starts_with("tab") => "YAML is indented with blanks, not with tabs",
        info => info,
    };
    syntax(at, told)
}
