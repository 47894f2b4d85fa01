//! The form model: what there is to fill in, as plain data. Its JSON form is a stable contract (`docs/forms.md`).
//! It knows neither schemas nor configurations.

use std::fmt;

/// A connector's form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Model {
    /// What the spec calls itself.
    pub title: Option<String>,
    /// What the spec says of itself; may hold HTML.
    pub description: Option<String>,
    /// The fields, in cards, in the order in which they are shown.
    pub cards: Vec<Card>,
    /// Where the whole configuration is a choice: its branches.
    pub choice: Option<Choice>,
    /// Whether the spec says more than a form can hold; what is missing stands as fields of kind `json`.
    pub truncated: bool,
}

/// Fields that are shown together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Card {
    /// The spec's name for it; `default` for fields that name none.
    pub id: String,
    /// Its heading, where the spec has one.
    pub title: Option<String>,
    /// Whether all its fields are hidden.
    pub hidden: bool,
    /// In the order in which they are shown.
    pub fields: Vec<Field>,
}

/// One thing to fill in, with everything inside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other, and stand so in the JSON")]
#[non_exhaustive]
pub struct Field {
    /// JSON pointer into the configuration. Inside a list it counts from the list's item.
    pub pointer: String,
    /// The member's name; empty for the item of a list.
    pub key: String,
    /// What it is filled in with.
    pub kind: Kind,
    /// Its label: the spec's title, or else the key.
    pub title: String,
    /// Help; may hold HTML.
    pub description: Option<String>,
    /// What an empty input may show: the first example, in text.
    pub placeholder: Option<String>,
    /// The spec's examples, which are not always what it accepts.
    pub examples: Vec<Json>,
    /// The value to begin with. One that the field itself would refuse is left out.
    pub default: Option<Json>,
    /// Whether it has to be filled in once what it stands in is there.
    pub required: bool,
    /// Whether null may stand for it.
    pub nullable: bool,
    /// Whether the value is a secret, whatever the kind.
    pub secret: bool,
    /// Not to be shown, but kept.
    pub hidden: bool,
    /// To be shown although it is optional.
    pub always_show: bool,
    /// To be shown, not to be changed.
    pub read_only: bool,
    /// Whether it belongs under a fold for optional fields.
    pub folded: bool,
    /// The spec's number for its place; the fields are already sorted.
    pub order: Option<i64>,
    /// The card of a field at the top.
    pub group: Option<String>,
    /// An ECMA-262 regular expression that text has to match somewhere.
    pub pattern: Option<String>,
    /// The pattern in words, from the spec, or for dates the form in letters such as `YYYY-MM-DD`.
    pub pattern_description: Option<String>,
    /// How a date has to be written, such as `YYYY-MM-DDTHH:mm:ssZ`.
    pub date_form: Option<&'static str>,
    /// How fine a date and time has to be.
    pub precision: Option<Precision>,
    /// The smallest number.
    pub minimum: Option<Json>,
    /// The largest number.
    pub maximum: Option<Json>,
    /// The values to choose from.
    pub options: Vec<OptionValue>,
    /// What every item of a list is.
    pub item: Option<Box<Field>>,
    /// What a group holds; what a choice holds whichever branch is taken.
    pub fields: Vec<Field>,
    /// The branches of a choice.
    pub choice: Option<Choice>,
}

/// What a field is filled in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Kind {
    /// One line of text.
    #[default]
    Text,
    /// Text of several lines.
    Multiline,
    /// One line that is not to be seen.
    Secret,
    /// Several lines that are not to be seen.
    MultilineSecret,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Toggle,
    /// A day.
    Date,
    /// A moment; `precision` says how fine.
    DateTime,
    /// A month.
    Month,
    /// One of `options`.
    Select,
    /// Any number of `options`.
    MultiSelect,
    /// A list; `item` says of what.
    List,
    /// A list of groups or choices; `item` is the form of one.
    ListOfObjects,
    /// The fields of an object.
    Group,
    /// One of several branches; see `choice`.
    Choice,
    /// Any JSON, where the spec says too little or too much for fields.
    Json,
}

/// How fine a date and time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precision {
    /// `2021-01-31T00:00:00Z`
    Second,
    /// `2021-01-31T00:00:00.000Z`
    Millisecond,
    /// `2021-01-31T00:00:00.000000Z`
    Microsecond,
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionValue {
    /// The value.
    pub value: Json,
    /// What it is called, where the spec says so.
    pub title: Option<String>,
}

/// The branches of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The member whose value names the branch. None where the spec has no such member: then only the other members
    /// tell the branches apart.
    pub discriminator: Option<String>,
    /// How the spec wants them shown.
    pub display: Display,
    /// The branch to begin with, by its `index`, where the spec has a default.
    pub default_branch: Option<usize>,
    /// In the spec's order.
    pub branches: Vec<Branch>,
}

/// How a choice is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Display {
    /// A drop-down list.
    #[default]
    Dropdown,
    /// Radio buttons, each with title and description.
    Radio,
}

/// One branch of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Branch {
    /// Its place in the spec's list, for switching to it.
    pub index: usize,
    /// Its label: the spec's title, or the discriminator's value, or its number.
    pub title: String,
    /// Help; may hold HTML.
    pub description: Option<String>,
    /// The discriminator's value.
    pub value: Option<Json>,
    /// Not to be offered.
    pub hidden: bool,
    /// Its own fields, in the order in which they are shown.
    pub fields: Vec<Field>,
    /// A further choice that the branch makes of the same object.
    pub choice: Option<Box<Choice>>,
    /// For a branch that is no object: the one thing to fill in.
    pub content: Option<Box<Field>>,
}

/// A JSON value of the spec, as its text; in the model's JSON it stands as the value it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(Box<str>);

impl Json {
    pub(super) fn of(value: crate::json::Value<'_>) -> Json {
        Json(value.raw().into())
    }

    /// The text, as written in the spec.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Shows the size only: a default may be a secret.
impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Json({} bytes)", self.0.len())
    }
}

impl Kind {
    /// Its name in the model's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Multiline => "multiline",
            Kind::Secret => "secret",
            Kind::MultilineSecret => "multiline_secret",
            Kind::Number => "number",
            Kind::Integer => "integer",
            Kind::Toggle => "toggle",
            Kind::Date => "date",
            Kind::DateTime => "date_time",
            Kind::Month => "month",
            Kind::Select => "select",
            Kind::MultiSelect => "multi_select",
            Kind::List => "list",
            Kind::ListOfObjects => "list_of_objects",
            Kind::Group => "group",
            Kind::Choice => "choice",
            Kind::Json => "json",
        }
    }
}

impl Precision {
    /// Its name in the model's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Second => "second",
            Precision::Millisecond => "millisecond",
            Precision::Microsecond => "microsecond",
        }
    }
}

impl Display {
    /// Its name in the model's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Display::Dropdown => "dropdown",
            Display::Radio => "radio",
        }
    }
}
