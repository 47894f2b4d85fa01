//! Forms: what there is to fill in for a connector, and what a filled-in form comes to.
//!
//! ```text
//! spec text ──Form::new──▶ Form ──model──▶ Model { cards, fields, choices }
//!                            │ initial_values ──▶ configuration text
//!                            │ switch_branch, enter, coerce, prune: configuration text ──▶ configuration text
//! ```
//!
//! It knows no framework: a page or a terminal draws the [`Model`] as it likes, and keeps the configuration as JSON
//! text. It judges nothing either; that is the [`Validator`](crate::Validator)'s work. The rules are those of the
//! platform's own form (facts, blobs 8), with the differences that `docs/forms.md` lists.

mod build;
mod coerce;
mod model;
mod order;
mod prune;
mod text;
mod values;
mod view;
mod write;

pub use model::{Branch, Card, Choice, Display, Field, Json, Kind, Model, OptionValue, Precision};
pub use order::{Layout, cards, natural_order, sort_fields};
pub use text::put;

use crate::error::Result;
use crate::json::{Document, ObjectText, Value as JsonValue, push_segment, quoted, segments};
use crate::validate::{Schemas, compile};
use values::Maker;
use view::View;

/// Fields inside each other; the deepest real spec has eleven levels (facts, blobs 10.1).
const MOST_DEPTH: usize = 48;
/// Fields in all; the largest real spec has 266 properties.
const MOST_FIELDS: usize = 20_000;

/// A connector's form: made of its spec once, asked as often as needed, from any thread.
///
/// ```
/// use airbyte_db::form::{Form, Kind};
///
/// let form = Form::new(r#"{
///   "type": "object",
///   "required": ["host", "password"],
///   "properties": {
///     "port": {"type": "integer", "title": "Port", "default": 5432},
///     "host": {"type": "string", "title": "Host", "examples": ["db.example.com"]},
///     "password": {"type": "string", "title": "Password", "airbyte_secret": true}
///   }
/// }"#)?;
/// let fields = &form.model().cards[0].fields;
/// let outline: Vec<_> = fields.iter().map(|field| (&*field.title, field.kind, field.required)).collect();
/// assert_eq!(outline, [
///     ("Host", Kind::Text, true),
///     ("Password", Kind::Secret, true),
///     ("Port", Kind::Integer, false),
/// ]);
/// assert_eq!(form.initial_values(), r#"{"port":5432}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Form {
    schemas: Schemas,
}

/// What switching a branch comes to; see [`Form::switch_branch`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switched {
    /// The new configuration.
    pub configuration: String,
    /// The outermost place that was changed.
    pub pointer: String,
    /// The text of the value that stood there; none where nothing did.
    pub previous: Option<String>,
}

impl Switched {
    /// Takes the switch back: the changed place of a configuration gets its former value, and all else stays.
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn undo(&self, configuration: &str) -> Result<String> {
        put(configuration, &self.pointer, self.previous.as_deref())
    }

    /// As a JSON object of three texts; `previous` is null where there is none.
    pub fn to_json(&self) -> String {
        let mut object = ObjectText::default();
        object.push("configuration", &quoted(&self.configuration));
        object.push("pointer", &quoted(&self.pointer));
        object.push("previous", &self.previous.as_deref().map_or_else(|| "null".to_owned(), quoted));
        object.finish()
    }
}

/// Shows sizes only: configurations hold secrets.
impl std::fmt::Debug for Switched {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Switched({} bytes)", self.configuration.len())
    }
}

impl Form {
    /// Makes the form of a spec's `connectionSpecification`, given as JSON text. The draft that it declares does not
    /// matter: forms are made of what all drafts share.
    ///
    /// # Errors
    /// Text that is no JSON; JSON that is no schema.
    pub fn new(schema: &str) -> Result<Form> {
        Ok(Form { schemas: compile(Document::parse(schema.to_owned())?, Vec::new())? })
    }

    /// What there is to fill in, in the platform's newer order.
    pub fn model(&self) -> Model {
        self.model_in(Layout::default())
    }

    /// What there is to fill in, in the order of a version of the platform.
    pub fn model_in(&self, layout: Layout) -> Model {
        build::model(&self.root(), layout)
    }

    /// The configuration that the form begins with: constants, defaults, and of a choice that has to be made the
    /// branch that the default names, or the first. Members stand in the order of their declaration.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{
    ///   "required": ["auth"],
    ///   "properties": {
    ///     "retries": {"type": "integer", "default": 0},
    ///     "limit": {"type": "integer", "default": "ten"},
    ///     "auth": {"type": "object", "oneOf": [
    ///       {"properties": {"by": {"const": "password"}, "password": {"type": "string"}}},
    ///       {"properties": {"by": {"const": "token"}, "token": {"type": "string"}}}
    ///     ]}
    ///   }
    /// }"#)?;
    /// assert_eq!(form.initial_values(), r#"{"retries":0,"auth":{"by":"password"}}"#);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    pub fn initial_values(&self) -> String {
        Maker::default().configuration(&self.root())
    }

    /// Takes another branch of the choice at a place of a configuration; `branch` is its [`index`](Branch::index).
    ///
    /// What both branches declare stays, as far as the new one accepts it; the rest goes, and what the new branch
    /// begins with comes. Everything outside the choice keeps every byte. None where the spec has no such choice or
    /// branch there.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"properties": {"auth": {"type": "object", "oneOf": [
    ///   {"properties": {"by": {"const": "password"}, "user": {"type": "string"}, "password": {"type": "string"}}},
    ///   {"properties": {"by": {"const": "token"}, "user": {"type": "string"}, "days": {"default": 30}}}
    /// ]}}}"#)?;
    /// let before = r#"{ "auth": {"by": "password", "user": "me", "password": "hush"} }"#;
    /// let switched = form.switch_branch(before, "/auth", 1)?.expect("there is a second branch");
    /// assert_eq!(switched.configuration, r#"{ "auth": {"by":"token","user":"me","days":30} }"#);
    /// assert_eq!(switched.undo(&switched.configuration)?, before);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn switch_branch(&self, configuration: &str, pointer: &str, branch: usize) -> Result<Option<Switched>> {
        let document = text::read(configuration)?;
        Ok(self.switched(&document, pointer, branch))
    }

    fn switched(&self, document: &Document<'_>, pointer: &str, branch: usize) -> Option<Switched> {
        let (view, _) = self.place(document.root(), pointer)?;
        let branch = *view.branches().iter().find(|known| known.index == branch)?;
        let old = document.pointer(pointer);
        let new = Maker::default().branch_value(&view, branch, old);
        let changed = text::outermost_missing(document, pointer);
        let previous = document.pointer(changed).map(|value| value.raw().to_owned());
        let configuration = text::put_into(document, pointer, new.as_deref());
        let configuration = configuration.unwrap_or_else(|| document.text().to_owned());
        Some(Switched { configuration, pointer: changed.to_owned(), previous })
    }

    /// Which branches of the choice at a place a configuration has taken, each by its [`index`](Branch::index): the
    /// outermost first, then those of further choices that the branch makes of the same object. It ends where a branch
    /// cannot be told, and is empty where there is no choice, or nothing is chosen.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"properties": {"auth": {"type": "object", "oneOf": [
    ///   {"properties": {"by": {"const": "password"}, "password": {"type": "string"}}},
    ///   {"properties": {"by": {"const": "token"}, "token": {"type": "string"}}}
    /// ]}}}"#)?;
    /// assert_eq!(form.branches(r#"{"auth": {"by": "token"}}"#, "/auth")?, [1]);
    /// assert!(form.branches("{}", "/auth")?.is_empty());
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn branches(&self, configuration: &str, pointer: &str) -> Result<Vec<usize>> {
        let document = text::read(configuration)?;
        let place = self.place(document.root(), pointer);
        let Some(((mut view, _), value)) = place.zip(document.pointer(pointer)) else { return Ok(Vec::new()) };
        let mut taken = Vec::new();
        while let Some(branch) = view.chosen(value) {
            taken.push(branch.index);
            view = view.in_branch(branch);
        }
        Ok(taken)
    }

    /// Puts into a place what it begins with when a person adds it: a group with its constants and defaults, the
    /// default branch of a choice or its first, a default. A place that begins with nothing stays as it is. None where
    /// the spec has no such place.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"properties": {"tables": {"type": "array", "items": {
    ///   "type": "object", "properties": {"kind": {"const": "table"}, "rows": {"default": 10}, "name": {"type": "string"}}
    /// }}}}"#)?;
    /// let added = form.begin(r#"{"tables": []}"#, "/tables/0")?;
    /// assert_eq!(added.as_deref(), Some(r#"{"tables": [{"kind":"table","rows":10}]}"#));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn begin(&self, configuration: &str, pointer: &str) -> Result<Option<String>> {
        let document = text::read(configuration)?;
        let Some((view, _)) = self.place(document.root(), pointer) else { return Ok(None) };
        let value = Maker::default().wanted(&view);
        let changed = value.and_then(|value| text::put_into(&document, pointer, Some(&value)));
        Ok(Some(changed.unwrap_or_else(|| document.text().to_owned())))
    }

    /// Removes the members that the spec, with the branches that the configuration has taken, does not declare, as
    /// the platform's form does when it is submitted. What stays keeps every byte.
    ///
    /// Nothing is removed where the spec gives undeclared members a meaning (`additionalProperties` with a schema,
    /// `patternProperties`, `dependencies`, `not`, `if`), from objects for which it declares no member at all, from
    /// an object whose branch cannot be told, and inside secrets.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"properties": {
    ///   "host": {"type": "string"}, "labels": {"type": "object"}
    /// }}"#)?;
    /// let pruned = form.prune(r#"{"host": "a", "prot": 1, "labels": {"team": "x"}}"#)?;
    /// assert_eq!(pruned, r#"{"host": "a", "labels": {"team": "x"}}"#);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn prune(&self, configuration: &str) -> Result<String> {
        let document = text::read(configuration)?;
        Ok(prune::edits(&self.root(), document.root()).apply(document.text()))
    }

    /// Makes of what inputs hold what the spec wants: numbers and truth values of their text and the reverse, text
    /// without the blanks around it, and nothing at all of an empty input that need not be filled in. What cannot
    /// be told stays as it is, so that the [`Validator`](crate::Validator) says what is wrong with it.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"required": ["user"], "properties": {
    ///   "port": {"type": "integer"}, "tls": {"type": "boolean"}, "zip": {"type": "string"},
    ///   "note": {"type": "string"}, "user": {"type": "string"}, "limit": {"type": "number"}
    /// }}"#)?;
    /// let typed = r#"{"port": " 5432 ", "tls": "true", "zip": 8001, "note": "", "user": "", "limit": null}"#;
    /// assert_eq!(form.coerce(typed)?, r#"{"port": 5432, "tls": true, "zip": "8001", "user": ""}"#);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn coerce(&self, configuration: &str) -> Result<String> {
        let document = text::read(configuration)?;
        Ok(coerce::edits(&self.root(), document.root()).apply(document.text()))
    }

    /// Puts what a person typed into the input of one place: the same rules as [`Form::coerce`], for that place alone.
    /// Everything else keeps every byte. None where the spec has no such place.
    ///
    /// ```
    /// # use airbyte_db::form::Form;
    /// let form = Form::new(r#"{"properties": {"port": {"type": "integer"}, "host": {"type": "string"}}}"#)?;
    /// let typed = form.enter("{}", "/port", "18446744073709551616")?.expect("the spec has a port");
    /// assert_eq!(typed, r#"{"port":18446744073709551616}"#);
    /// assert_eq!(form.enter(&typed, "/port", "")?.as_deref(), Some("{}"));
    /// assert_eq!(form.enter("{}", "/prot", "1")?, None);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// The configuration is no JSON.
    pub fn enter(&self, configuration: &str, pointer: &str, input: &str) -> Result<Option<String>> {
        let document = text::read(configuration)?;
        let Some((view, required)) = self.place(document.root(), pointer) else { return Ok(None) };
        let value = coerce::entered(&view, required, input);
        let changed = text::put_into(&document, pointer, value.as_deref());
        Ok(Some(changed.unwrap_or_else(|| document.text().to_owned())))
    }

    fn root(&self) -> View<'_> {
        View::new(&self.schemas, vec![self.schemas.root])
    }

    /// What the spec says of a place, with the branches that the configuration has taken on the way, and whether it
    /// has to be filled in.
    fn place(&self, root: JsonValue<'_>, pointer: &str) -> Option<(View<'_>, bool)> {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return None;
        }
        let mut place = (self.root(), true);
        let mut here = Some(root);
        for segment in segments(pointer) {
            place = step(&place.0, here, &segment)?;
            let mut below = String::new();
            push_segment(&mut below, &segment);
            here = here.and_then(|value| value.pointer(&below));
        }
        Some(place)
    }
}

fn step<'s>(view: &View<'s>, value: Option<JsonValue<'_>>, segment: &str) -> Option<(View<'s>, bool)> {
    if let Some(settled) = value.and_then(|value| view.settled(value)) {
        return below(&settled, segment);
    }
    // No branch is taken yet: the first that knows the member will be meant.
    let branches = || view.branches().iter().find_map(|branch| step(&view.in_branch(*branch), None, segment));
    below(view, segment).or_else(branches)
}

/// A member, or the item of a list.
fn below<'s>(view: &View<'s>, segment: &str) -> Option<(View<'s>, bool)> {
    let is_number = segment == "-" || segment.parse::<usize>().is_ok();
    let item = || view.items().filter(|_| is_number).map(|item| (item, true));
    view.property(segment).map(|property| (property.view, property.required)).or_else(item)
}

/// Shows nothing of the spec: it is large, and `Debug` is for logs.
impl std::fmt::Debug for Form {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Form").finish_non_exhaustive()
    }
}
