//! The model → its JSON. Written by hand: it is the contract, and derived code would weigh much in the browser.
//! Flags always stand there; what does not apply, and an empty list, is left out.

use super::model::{Branch, Card, Choice, Field, Json, Model, OptionValue};
use crate::json::{ObjectText, quoted};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

impl Model {
    /// The model as JSON text.
    pub fn to_json(&self) -> String {
        let mut object = ObjectText::default();
        texts(&mut object, &[("title", self.title.as_deref()), ("description", self.description.as_deref())]);
        let cards: Vec<String> = self.cards.iter().map(card).collect();
        object.push("cards", &list(&cards));
        push(&mut object, "choice", self.choice.as_ref().map(choice));
        flags(&mut object, &[("truncated", self.truncated)]);
        object.finish()
    }
}

fn card(card: &Card) -> String {
    let mut object = ObjectText::default();
    texts(&mut object, &[("id", Some(&card.id)), ("title", card.title.as_deref())]);
    flags(&mut object, &[("hidden", card.hidden)]);
    object.push("fields", &fields(&card.fields));
    object.finish()
}

fn field(field: &Field) -> String {
    let mut object = ObjectText::default();
    texts(
        &mut object,
        &[
            ("pointer", Some(&field.pointer)),
            ("key", Some(&field.key)),
            ("kind", Some(field.kind.as_str())),
            ("title", Some(&field.title)),
            ("description", field.description.as_deref()),
            ("placeholder", field.placeholder.as_deref()),
        ],
    );
    let examples: Vec<String> = field.examples.iter().map(|example| example.text().to_owned()).collect();
    push_list(&mut object, "examples", &examples);
    values(&mut object, &[("default", &field.default)]);
    flags(
        &mut object,
        &[
            ("required", field.required),
            ("nullable", field.nullable),
            ("secret", field.secret),
            ("hidden", field.hidden),
            ("always_show", field.always_show),
            ("read_only", field.read_only),
            ("folded", field.folded),
        ],
    );
    push(&mut object, "order", field.order.map(|order| order.to_string()));
    texts(
        &mut object,
        &[
            ("group", field.group.as_deref()),
            ("pattern", field.pattern.as_deref()),
            ("pattern_description", field.pattern_description.as_deref()),
            ("date_form", field.date_form),
            ("precision", field.precision.map(super::Precision::as_str)),
        ],
    );
    values(&mut object, &[("minimum", &field.minimum), ("maximum", &field.maximum)]);
    let options: Vec<String> = field.options.iter().map(option).collect();
    push_list(&mut object, "options", &options);
    push(&mut object, "item", field.item.as_deref().map(self::field));
    push_fields(&mut object, &field.fields);
    push(&mut object, "choice", field.choice.as_ref().map(choice));
    object.finish()
}

fn option(option: &OptionValue) -> String {
    let mut object = ObjectText::default();
    object.push("value", option.value.text());
    texts(&mut object, &[("title", option.title.as_deref())]);
    object.finish()
}

fn choice(choice: &Choice) -> String {
    let mut object = ObjectText::default();
    let display = Some(choice.display.as_str());
    texts(&mut object, &[("discriminator", choice.discriminator.as_deref()), ("display", display)]);
    push(&mut object, "default_branch", choice.default_branch.map(|index| index.to_string()));
    let branches: Vec<String> = choice.branches.iter().map(branch).collect();
    object.push("branches", &list(&branches));
    object.finish()
}

fn branch(branch: &Branch) -> String {
    let mut object = ObjectText::default();
    object.push("index", &branch.index.to_string());
    texts(&mut object, &[("title", Some(&branch.title)), ("description", branch.description.as_deref())]);
    values(&mut object, &[("value", &branch.value)]);
    flags(&mut object, &[("hidden", branch.hidden)]);
    push_fields(&mut object, &branch.fields);
    push(&mut object, "choice", branch.choice.as_deref().map(choice));
    push(&mut object, "content", branch.content.as_deref().map(field));
    object.finish()
}

fn texts(object: &mut ObjectText, members: &[(&str, Option<&str>)]) {
    for (name, text) in members {
        push(object, name, text.map(quoted));
    }
}

fn values(object: &mut ObjectText, members: &[(&str, &Option<Json>)]) {
    for (name, value) in members {
        push(object, name, value.as_ref().map(|value| value.text().to_owned()));
    }
}

fn flags(object: &mut ObjectText, members: &[(&str, bool)]) {
    for (name, flag) in members {
        object.push(name, if *flag { "true" } else { "false" });
    }
}

fn push(object: &mut ObjectText, name: &str, value: Option<String>) {
    if let Some(value) = value {
        object.push(name, &value);
    }
}

fn push_list(object: &mut ObjectText, name: &str, items: &[String]) {
    push(object, name, (!items.is_empty()).then(|| list(items)));
}

fn push_fields(object: &mut ObjectText, list: &[Field]) {
    push(object, "fields", (!list.is_empty()).then(|| fields(list)));
}

fn fields(fields: &[Field]) -> String {
    list(&fields.iter().map(field).collect::<Vec<String>>())
}

fn list(items: &[String]) -> String {
    let mut text = String::from("[");
    for item in items {
        text.push_str(if text.len() > 1 { "," } else { "" });
        text.push_str(item);
    }
    text.push(']');
    text
}

/// The same JSON through serde, for what holds a model.
impl Serialize for Model {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_json()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(field(self)).map_err(S::Error::custom)?.serialize(serializer)
    }
}
