//! What an answer looks like: columns and rows of cells.

use crate::json::quoted;
use jiff::Timestamp;
use std::fmt;
use uuid::Uuid;

/// A column of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: AnswerKind,
    /// Whether a cell of it may be empty.
    pub optional: bool,
}

/// What a column of an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// An id.
    Uuid,
    /// A text.
    Text,
    /// A whole number; it may be beyond 64 bits.
    Integer,
    /// A number with a fraction.
    Number,
    /// Yes or no.
    Boolean,
    /// A moment.
    Timestamp,
}

impl AnswerKind {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            AnswerKind::Uuid => "uuid",
            AnswerKind::Text => "text",
            AnswerKind::Integer => "integer",
            AnswerKind::Number => "number",
            AnswerKind::Boolean => "boolean",
            AnswerKind::Timestamp => "timestamp",
        }
    }
}

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerCell {
    /// Nothing: not known, or there is none.
    Empty,
    /// An id.
    Uuid(Uuid),
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A moment.
    Timestamp(Timestamp),
}

impl AnswerColumn {
    /// As a JSON object: `name`, `type`, `optional`.
    pub fn to_json(&self) -> String {
        format!(r#"{{"name":"{}","type":"{}","optional":{}}}"#, self.name, self.kind.as_str(), self.optional)
    }
}

/// As a text; nothing where it is empty.
impl fmt::Display for AnswerCell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnswerCell::Empty => Ok(()),
            AnswerCell::Uuid(id) => id.fmt(formatter),
            AnswerCell::Text(text) => formatter.write_str(text),
            AnswerCell::Integer(number) => number.fmt(formatter),
            AnswerCell::Number(number) => number.fmt(formatter),
            AnswerCell::Boolean(truth) => truth.fmt(formatter),
            AnswerCell::Timestamp(moment) => moment.fmt(formatter),
        }
    }
}

impl AnswerCell {
    /// As JSON: no number is rounded.
    pub fn to_json(&self) -> String {
        match self {
            AnswerCell::Empty => "null".to_owned(),
            AnswerCell::Integer(_) | AnswerCell::Number(_) | AnswerCell::Boolean(_) => self.to_string(),
            cell => quoted(&cell.to_string()),
        }
    }
}

/// A Rust type that stands in a column of an answer.
pub(super) trait InCell {
    const KIND: AnswerKind;
    const OPTIONAL: bool = false;
    fn cell(self) -> AnswerCell;
}

macro_rules! in_cell {
    ($($rust:ty => $kind:ident($convert:expr);)+) => {
        $( impl InCell for $rust {
            const KIND: AnswerKind = AnswerKind::$kind;
            fn cell(self) -> AnswerCell {
                AnswerCell::$kind(($convert)(self))
            }
        } )+
    };
}

in_cell! {
    Uuid => Uuid(std::convert::identity);
    String => Text(std::convert::identity);
    u64 => Integer(i128::from);
    i64 => Integer(i128::from);
    i128 => Integer(std::convert::identity);
    f64 => Number(std::convert::identity);
    bool => Boolean(std::convert::identity);
    Timestamp => Timestamp(std::convert::identity);
}

impl<T: InCell> InCell for Option<T> {
    const KIND: AnswerKind = T::KIND;
    const OPTIONAL: bool = true;
    fn cell(self) -> AnswerCell {
        self.map_or(AnswerCell::Empty, T::cell)
    }
}

/// A row of an answer, as a type.
pub(super) trait AnswerRow: Sized {
    const COLUMNS: &'static [AnswerColumn];
    fn cells(self) -> Vec<AnswerCell>;
}

/// A struct whose fields are the columns of an answer.
macro_rules! answer_row {
    ($(#[$doc:meta])* $name:ident { $( $(#[$field_doc:meta])* $field:ident: $kind:ty, )+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $( $(#[$field_doc])* pub $field: $kind, )+ }

        impl $crate::store::questions::table::AnswerRow for $name {
            const COLUMNS: &'static [$crate::store::questions::table::AnswerColumn] = &[ $(
                $crate::store::questions::table::AnswerColumn {
                    name: stringify!($field),
                    kind: <$kind as $crate::store::questions::table::InCell>::KIND,
                    optional: <$kind as $crate::store::questions::table::InCell>::OPTIONAL,
                },
            )+ ];

            fn cells(self) -> Vec<$crate::store::questions::table::AnswerCell> {
                vec![ $( $crate::store::questions::table::InCell::cell(self.$field), )+ ]
            }
        }
    };
}

pub(super) use answer_row;
