//! Enums of the platform: a closed list of literals, and room for what later versions add.

/// Defines an enum whose values are literals.
///
/// Each literal is the one in the database and in JSON; where JSON spells it otherwise, that spelling follows. A
/// literal that is not in the list is kept as `Unknown`, since a later version of the platform may have written it.
macro_rules! literals {
    (
        $( #[doc = $documentation:expr] )*
        pub enum $name:ident $( is $type:literal )? {
            $( $( #[doc = $meaning:expr] )* $variant:ident = $literal:literal $( json $json:literal )? ),+ $(,)?
        }
    ) => {
        $( #[doc = $documentation] )*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $( #[doc = $meaning] )* $variant, )+
            /// A literal that this version does not know, as it was written.
            Unknown(Box<str>),
        }

        impl $name {
            /// The literals, in the order in which the database sorts them.
            pub const LITERALS: &'static [&'static str] = &[ $( $literal ),+ ];

            $(
                /// The enum type of the database.
                pub const TYPE: &'static $crate::table::EnumType =
                    &$crate::table::EnumType { name: $type, literals: Self::LITERALS };
            )?

            /// The literal.
            pub fn as_str(&self) -> &str {
                match self {
                    $( $name::$variant => $literal, )+
                    $name::Unknown(literal) => literal,
                }
            }

            /// The spelling in JSON, which for some enums is not the one in the database.
            pub fn as_json_str(&self) -> &str {
                match self {
                    $( $name::$variant => $crate::literal::spelling!($literal $( $json )?), )+
                    $name::Unknown(literal) => literal,
                }
            }

            /// The value that a literal stands for in any of the platform's spellings, which differ in case and
            /// punctuation only: `BASIC_SCHEDULE`, `BasicSchedule` and `basic_schedule` are one (facts, databases 1.1).
            pub fn from_any_spelling(text: &str) -> Self {
                $( if $crate::literal::is_same_word(text, $literal) { return $name::$variant; } )+
                $name::Unknown(text.into())
            }

            /// Whether it is one that this version knows.
            pub fn is_known(&self) -> bool {
                !matches!(self, $name::Unknown(_))
            }
        }

        impl From<&str> for $name {
            fn from(literal: &str) -> Self {
                match literal {
                    $( $literal => $name::$variant, )+
                    other => $name::Unknown(other.into()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Ok($name::from(&*text))
            }
        }

        impl $crate::literal::Literals for $name {
            fn from_json_str(text: &str) -> Self {
                $( if text == $crate::literal::spelling!($literal $( $json )?) { return $name::$variant; } )+
                $name::Unknown(text.into())
            }

            fn json_str(&self) -> &str {
                self.as_json_str()
            }

            fn json_literals() -> &'static [&'static str] {
                &[ $( $crate::literal::spelling!($literal $( $json )?) ),+ ]
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::literal::schema(concat!($( $documentation, "\n" ),*), Self::LITERALS)
            }
        }

        impl $crate::table::ColumnValue for $name {
            fn cell(&self) -> $crate::table::Cell<'_> {
                $crate::table::Cell::Text(self.as_str().into())
            }

            fn from_cell(cell: $crate::table::Cell<'_>) -> Option<Self> {
                if let $crate::table::Cell::Text(text) = cell { Some($name::from(&*text)) } else { None }
            }
        }
    };
}

macro_rules! spelling {
    ($literal:literal) => {
        $literal
    };
    ($literal:literal $json:literal) => {
        $json
    };
}

pub(crate) use {literals, spelling};

use crate::letters::lowercase;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serializer};
use std::borrow::Cow;
use std::marker::PhantomData;

/// An enum that JSON may spell otherwise than the database.
pub(crate) trait Literals: Sized {
    fn from_json_str(text: &str) -> Self;
    fn json_str(&self) -> &str;
    fn json_literals() -> &'static [&'static str];
}

/// The literals of an enum as a schema.
pub(crate) fn schema(documentation: &str, literals: &[&str]) -> Schema {
    let description: Vec<&str> = documentation.lines().map(str::trim).collect();
    json_schema!({"description": description.join("\n").trim(), "type": "string", "enum": literals})
}

/// Whether two spellings are one word to the platform: letters and digits alike, whatever their case.
pub(crate) fn is_same_word(left: &str, right: &str) -> bool {
    let letters =
        |text: &'_ str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric()).flat_map(lowercase).collect() };
    letters(left) == letters(right)
}

/// For serde's `with`: the value in JSON's spelling.
pub(crate) mod json_spelling {
    use super::{Cow, Deserialize, Deserializer, Literals, Serializer};

    pub(crate) fn serialize<T: Literals, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.json_str())
    }

    pub(crate) fn deserialize<'de, T: Literals, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        Cow::<'de, str>::deserialize(deserializer).map(|text| T::from_json_str(&text))
    }
}

/// For schemars's `with`: the literals in JSON's spelling.
pub(crate) struct JsonSpelling<T>(PhantomData<T>);

impl<T: Literals> JsonSchema for JsonSpelling<T> {
    fn schema_name() -> Cow<'static, str> {
        "JsonSpelling".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": T::json_literals()})
    }
}
