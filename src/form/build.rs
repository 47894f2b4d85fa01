//! A spec's views → the model.

use super::model::{Branch, Choice, Display, Field, Json, Kind, Model, OptionValue, Precision};
use super::order::{Layout, cards, is_required_like, sort_fields};
use super::values::default_branch;
use super::view::{Property, View};
use super::{MOST_DEPTH, MOST_FIELDS};
use crate::json::{Kind as JsonKind, Value as JsonValue, push_segment};
use crate::validate::SchemaId;
use crate::validate::format::{DateForm, Format};

pub(super) fn model(root: &View<'_>, layout: Layout) -> Model {
    let mut builder = Builder { layout, built: 0, path: vec![root.root()], truncated: false };
    let names = root.names_in_branches();
    let fields = builder.fields(root, "", false, &|name| names.position(name).is_none());
    let choice = builder.choice(root, "", false);
    Model {
        title: root.text("title"),
        description: root.text("description"),
        cards: cards(fields, &declared_cards(root), layout),
        choice,
        truncated: builder.truncated,
    }
}

fn declared_cards(root: &View<'_>) -> Vec<(String, Option<String>)> {
    let card = |card: JsonValue<'_>| {
        let title = card.get("title").and_then(JsonValue::as_str);
        Some((card.get("id")?.as_str()?.into_owned(), title.map(std::borrow::Cow::into_owned)))
    };
    root.annotation("groups").into_iter().flat_map(JsonValue::items).filter_map(card).collect()
}

struct Builder {
    layout: Layout,
    built: usize,
    /// The places of the spec on the way down: what leads back to itself becomes a field for JSON.
    path: Vec<Option<SchemaId>>,
    truncated: bool,
}

impl Builder {
    /// The members of a view that are to be shown, sorted.
    fn fields(&mut self, view: &View<'_>, pointer: &str, secret: bool, wanted: &dyn Fn(&str) -> bool) -> Vec<Field> {
        let mut fields = Vec::new();
        for property in view.properties() {
            // Constants are filled in without being shown.
            if !wanted(&property.name) || property.view.constant().is_some() {
                continue;
            }
            let mut below = pointer.to_owned();
            push_segment(&mut below, &property.name);
            let mut field = self.property(&property, below, secret);
            // Cards are a matter of the whole configuration only.
            field.group = if self.path.len() == 1 { property.view.text("group") } else { None };
            fields.push(field);
        }
        sort_fields(fields, self.layout)
    }

    fn property(&mut self, property: &Property<'_>, pointer: String, secret: bool) -> Field {
        let mut field = self.field(&property.view, pointer, secret);
        field.key = property.name.clone().into_owned();
        if field.title.is_empty() {
            field.title.clone_from(&field.key);
        }
        field.required = property.required;
        field.folded = !is_required_like(&field);
        field
    }

    /// A field without what only its parent knows: its key, and whether it is required.
    fn field(&mut self, view: &View<'_>, pointer: String, secret: bool) -> Field {
        let secret = secret || view.is_secret();
        let mut kind = kind(view, secret);
        let root = view.root();
        let circle = root.is_some() && self.path.contains(&root);
        let holds_fields = matches!(kind, Kind::Group | Kind::Choice | Kind::List);
        if holds_fields && (circle || self.path.len() >= MOST_DEPTH || self.built >= MOST_FIELDS) {
            self.truncated = true;
            kind = Kind::Json;
        }
        let mut field = annotated(view, kind, pointer, secret);
        self.built += 1;
        self.path.push(root);
        match kind {
            Kind::List => self.list(view, &mut field),
            Kind::Group | Kind::Choice => {
                let names = view.names_in_branches();
                field.fields = self.fields(view, &field.pointer, secret, &|name| names.position(name).is_none());
                field.choice = self.choice(view, &field.pointer, secret);
            }
            _ => {}
        }
        self.path.pop();
        field
    }

    fn list(&mut self, view: &View<'_>, field: &mut Field) {
        // An array whose items nobody describes is a list of texts, as in the platform's form.
        let item = view.items().unwrap_or_else(|| View::new(view.schemas, Vec::new()));
        let mut item = self.field(&item, String::new(), field.secret);
        if item.kind == Kind::Select {
            field.kind = Kind::MultiSelect;
            field.options = std::mem::take(&mut item.options);
            return;
        }
        if matches!(item.kind, Kind::Group | Kind::Choice) {
            field.kind = Kind::ListOfObjects;
        }
        item.required = true;
        // What the spec says of its texts it sometimes says of the list.
        item.pattern_description = item.pattern_description.or_else(|| view.text("pattern_descriptor"));
        field.item = Some(Box::new(item));
    }

    fn choice(&mut self, view: &View<'_>, pointer: &str, secret: bool) -> Option<Choice> {
        if view.branches().is_empty() {
            return None;
        }
        let discriminator = view.discriminator();
        let names = view.names_in_branches();
        let mut branches = Vec::new();
        for (place, branch) in view.branches().iter().enumerate() {
            let alone = view.branch_alone(*branch);
            let value = discriminator.as_ref().map(|found| found.values[place]);
            let mut made = Branch {
                index: branch.index,
                title: branch_title(&alone, value, branch.index),
                description: alone.text("description"),
                value: value.map(Json::of),
                hidden: alone.is_marked("airbyte_hidden"),
                fields: Vec::new(),
                choice: None,
                content: None,
            };
            let inside = view.in_branch(*branch);
            if inside.has_names() || inside.kind() == Some(JsonKind::Object) {
                let later = inside.names_in_branches();
                let chooses = |name: &str| discriminator.as_ref().is_some_and(|found| found.name == name);
                let own =
                    |name: &str| names.position(name).is_some() && later.position(name).is_none() && !chooses(name);
                made.fields = self.fields(&inside, pointer, secret, &own);
                made.choice = self.choice(&inside, pointer, secret).map(Box::new);
            } else {
                made.content = Some(Box::new(self.field(&inside, pointer.to_owned(), secret)));
            }
            branches.push(made);
        }
        let is_radio = view.text("display_type").is_some_and(|display| display == "radio");
        Some(Choice {
            discriminator: discriminator.map(|found| found.name.into_owned()),
            display: if is_radio { Display::Radio } else { Display::Dropdown },
            default_branch: default_branch(view).map(|branch| branch.index),
            branches,
        })
    }
}

fn branch_title(branch: &View<'_>, value: Option<JsonValue<'_>>, index: usize) -> String {
    let named = || Some(plain(value?));
    branch.text("title").or_else(named).unwrap_or_else(|| format!("choice {}", index + 1))
}

/// A scalar as an input shows it.
fn plain(value: JsonValue<'_>) -> String {
    value.as_str().map_or_else(|| value.raw().to_owned(), std::borrow::Cow::into_owned)
}

/// What the spec says of a field in its own words.
fn annotated(view: &View<'_>, kind: Kind, pointer: String, secret: bool) -> Field {
    let examples = examples(view);
    let json = |value: Option<JsonValue<'_>>| value.map(Json::of);
    let is_text = matches!(
        kind,
        Kind::Text | Kind::Multiline | Kind::Secret | Kind::MultilineSecret | Kind::Date | Kind::DateTime | Kind::Month
    );
    let is_number = matches!(kind, Kind::Number | Kind::Integer);
    let pattern = view.annotation("pattern").and_then(JsonValue::as_str).filter(|_| is_text);
    let pattern = pattern.map(std::borrow::Cow::into_owned);
    let form = date_form(view).filter(|_| is_text);
    let letters = form.filter(|_| pattern.is_some()).map(|form| form.shape().to_owned());
    let bound = |keyword| view.annotation(keyword).filter(|bound| is_number && bound.kind() == JsonKind::Number);
    Field {
        pointer,
        key: String::new(),
        kind,
        title: view.text("title").unwrap_or_default(),
        description: view.text("description"),
        placeholder: examples.first().filter(|first| is_scalar(**first)).map(|first| plain(*first)),
        examples: examples.into_iter().map(Json::of).collect(),
        default: json(view.default().filter(|_| kind != Kind::Choice)),
        required: false,
        nullable: view.nullable,
        secret,
        hidden: view.is_marked("airbyte_hidden"),
        always_show: view.is_marked("always_show"),
        read_only: view.is_marked("readOnly"),
        folded: false,
        order: view.annotation("order").and_then(JsonValue::as_number).and_then(crate::json::Number::as_i64),
        group: None,
        pattern_description: view.text("pattern_descriptor").or(letters).filter(|_| is_text),
        pattern,
        date_form: form.filter(|_| is_date(kind)).map(DateForm::shape),
        precision: form.filter(|_| kind == Kind::DateTime).map(precision),
        minimum: json(bound("minimum")),
        maximum: json(bound("maximum")),
        options: if kind == Kind::Select { options(view) } else { Vec::new() },
        item: None,
        fields: Vec::new(),
        choice: None,
    }
}

fn examples<'s>(view: &View<'s>) -> Vec<JsonValue<'s>> {
    match view.annotation("examples") {
        Some(list) if list.kind() == JsonKind::Array => list.items().collect(),
        // One that is no list is a single example (facts, blobs 8.2).
        Some(single) => vec![single],
        None => Vec::new(),
    }
}

fn is_scalar(value: JsonValue<'_>) -> bool {
    matches!(value.kind(), JsonKind::String | JsonKind::Number | JsonKind::Boolean)
}

fn options(view: &View<'_>) -> Vec<OptionValue> {
    view.options().into_iter().map(|(value, title)| OptionValue { value: Json::of(value), title }).collect()
}

fn kind(view: &View<'_>, secret: bool) -> Kind {
    if !view.branches().is_empty() {
        return Kind::Choice;
    }
    match view.kind() {
        Some(JsonKind::Array) if view.is_tuple() => Kind::Json,
        Some(JsonKind::Array) => Kind::List,
        Some(JsonKind::Object) if view.has_names() => Kind::Group,
        Some(JsonKind::Object) => Kind::Json,
        _ if !view.options().is_empty() => Kind::Select,
        Some(JsonKind::Boolean) => Kind::Toggle,
        Some(JsonKind::Number) if view.is_integer() => Kind::Integer,
        Some(JsonKind::Number) => Kind::Number,
        // Null and nothing else.
        None if view.types().0 == 0 => Kind::Json,
        _ => match (secret, view.is_marked("multiline")) {
            (true, true) => Kind::MultilineSecret,
            (true, false) => Kind::Secret,
            (false, true) => Kind::Multiline,
            (false, false) => date_form(view).map_or(Kind::Text, date_kind),
        },
    }
}

fn is_date(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::DateTime | Kind::Month)
}

fn precision(form: DateForm) -> Precision {
    match form {
        DateForm::DateTimeMilliseconds => Precision::Millisecond,
        DateForm::DateTimeMicroseconds => Precision::Microsecond,
        _ => Precision::Second,
    }
}

/// The form of a date, by the pattern where that is a well-known one, otherwise by the format.
fn date_form(view: &View<'_>) -> Option<DateForm> {
    let pattern = view.annotation("pattern").and_then(JsonValue::as_str);
    let format = || view.annotation("format")?.as_str().and_then(|name| Format::named(&name));
    pattern.and_then(|pattern| DateForm::of_pattern(&pattern)).or_else(|| DateForm::of_format(format()?))
}

fn date_kind(form: DateForm) -> Kind {
    match form {
        DateForm::Date => Kind::Date,
        DateForm::Month => Kind::Month,
        DateForm::Year => Kind::Text,
        _ => Kind::DateTime,
    }
}
