//! In which order fields are shown, and on which card. Pure functions over the model.

use super::model::{Card, Field, Kind};
use crate::sorting::sort;
use crate::validate::Names;
use std::cmp::Ordering;

/// Whose rules place the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// The platform's newer form (facts, blobs 8.1): required-like fields first, then by `order`, then by name; cards.
    #[default]
    Current,
    /// The form of v0.40.32: by `order` where any sibling has one, as declared otherwise; no cards.
    V0_40,
}

/// The card of fields that name none.
const DEFAULT_CARD: &str = "default";
/// The card that comes last, whoever declares it where.
const LAST_CARD: &str = "advanced";

/// Whether a field stands with the required ones: it must be seen to understand the form.
pub(super) fn is_required_like(field: &Field) -> bool {
    field.required || field.always_show || matches!(field.kind, Kind::Group | Kind::Choice)
}

/// Sorts siblings, which are in the order of their declaration.
///
/// ```
/// use airbyte_db::form::{Form, Layout};
///
/// let form = Form::new(r#"{"required": ["z"], "properties": {
///     "y": {"type": "string"},
///     "key10": {"type": "string"},
///     "key9": {"type": "string"},
///     "x": {"type": "string", "order": 1},
///     "z": {"type": "string"}
/// }}"#)?;
/// let keys = |layout| {
///     let model = form.model_in(layout);
///     let fields = model.cards.into_iter().flat_map(|card| card.fields);
///     fields.map(|field| field.key).collect::<Vec<_>>()
/// };
/// assert_eq!(keys(Layout::Current), ["z", "x", "key9", "key10", "y"]);
/// assert_eq!(keys(Layout::V0_40), ["x", "key9", "key10", "y", "z"]);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub fn sort_fields(mut fields: Vec<Field>, layout: Layout) -> Vec<Field> {
    let compare = |left: &Field, right: &Field| match layout {
        Layout::Current => is_required_like(right).cmp(&is_required_like(left)).then_with(|| by_order(left, right)),
        Layout::V0_40 => by_order(left, right),
    };
    if layout == Layout::V0_40 && fields.iter().all(|field| field.order.is_none()) {
        return fields;
    }
    sort(&mut fields, compare);
    fields
}

/// Numbered ones first, ascending; the rest by name.
fn by_order(left: &Field, right: &Field) -> Ordering {
    match (left.order, right.order) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => natural_order(&left.key, &right.key),
    }
}

/// Distributes sorted fields over cards: those that the spec declares, in its order, then the others by name, and
/// `advanced` last. A card without fields is left out.
pub fn cards(fields: Vec<Field>, declared: &[(String, Option<String>)], layout: Layout) -> Vec<Card> {
    let mut cards: Vec<Card> = Vec::new();
    let mut ids = Names::default();
    for field in fields {
        let named = field.group.as_deref().filter(|_| layout == Layout::Current);
        let id = named.unwrap_or(DEFAULT_CARD);
        let place = ids.note(id);
        if place == cards.len() {
            let title = declared.iter().find(|(known, _)| known == id).and_then(|(_, title)| title.clone());
            cards.push(Card { id: id.to_owned(), title, hidden: true, fields: Vec::new() });
        }
        cards[place].hidden &= field.hidden;
        cards[place].fields.push(field);
    }
    let rank = |card: &Card| {
        let place = declared.iter().position(|(known, _)| *known == card.id);
        (card.id == LAST_CARD, place.unwrap_or(usize::MAX))
    };
    sort(&mut cards, |left, right| rank(left).cmp(&rank(right)).then_with(|| natural_order(&left.id, &right.id)));
    cards
}

/// Names as people sort them: numbers by value, letters whatever their case, signs before digits before letters.
/// Close to the platform's `localeCompare` with `numeric`, which depends on the reader's language.
///
/// ```
/// use airbyte_db::form::natural_order;
///
/// let mut names = ["key10", "Key9", "key_1", "alpha", "Beta"];
/// names.sort_by(|left, right| natural_order(left, right));
/// assert_eq!(names, ["alpha", "Beta", "key_1", "Key9", "key10"]);
/// ```
pub fn natural_order(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    while let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) {
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let ((number_a, rest_a), (number_b, rest_b)) = (split_number(a), split_number(b));
            (a, b) = (rest_a, rest_b);
            // Of numbers without leading zeros the longer one is larger.
            number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b))
        } else {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
            (class(x), x.to_ascii_lowercase()).cmp(&(class(y), y.to_ascii_lowercase()))
        };
        if order.is_ne() {
            return order;
        }
    }
    // Lower case before upper case, where nothing else tells them apart.
    a.len().cmp(&b.len()).then_with(|| right.cmp(left))
}

/// The digits at the start without leading zeros, and what follows.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

fn class(character: char) -> u8 {
    if character.is_alphabetic() { 2 } else { u8::from(character.is_numeric()) }
}
