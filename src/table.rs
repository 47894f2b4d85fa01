//! What a table is: columns in the database's order, their types, keys, and one row's cells.
//! It knows no table by name; those are in `tables/`.

use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

/// One of the platform's two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Database {
    /// Workspaces, definitions, actors, catalogs, connections, states, operations, secrets.
    Config,
    /// Jobs, attempts, statistics, metadata.
    Jobs,
}

/// A table, as the database defines it.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The database that it stands in.
    pub database: Database,
    /// Its columns, in the database's order, which is the order in which they were added.
    pub columns: &'static [Column],
    /// Its keys, indices and foreign keys.
    pub keys: &'static [Key],
}

impl Table {
    /// The column of that name, or of a name that the data catalog uses for it.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        let named = |column: &&Column| column.name == name || column.aliases.contains(&name);
        self.columns.iter().find(named)
    }

    /// The columns of the primary key; none for the tables that have none.
    pub fn primary_key(&self) -> &'static [&'static str] {
        self.keys.iter().find(|key| key.kind == KeyKind::Primary).map_or(&[], |key| key.columns)
    }
}

/// A column, as the database defines it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Names that the data catalog uses for it; they are accepted where rows are read.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub aliases: &'static [&'static str],
    /// Its type.
    #[serde(rename = "type")]
    pub sql_type: SqlType,
    /// Whether it may hold SQL NULL.
    pub nullable: bool,
    /// What it holds where nothing is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<ColumnDefault>,
}

/// What a column holds where nothing is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnDefault {
    /// `false`.
    False,
    /// `true`.
    True,
    /// A text or an enum's literal.
    Text(&'static str),
    /// The time at which the row is written.
    Now,
    /// The next number of the table's own sequence; a number that is given stands.
    Identity,
}

/// The type of a column, as Postgres names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlType {
    /// `uuid`
    Uuid,
    /// `varchar(n)`: at most so many characters; `None` for any number.
    Varchar(Option<u16>),
    /// `text`
    Text,
    /// `boolean`
    Boolean,
    /// `integer`: 32 bits.
    Integer,
    /// `bigint`: 64 bits.
    Bigint,
    /// `date`
    Date,
    /// `timestamp without time zone`, in microseconds.
    Timestamp,
    /// `timestamp with time zone`: a moment, in microseconds.
    TimestampWithTimeZone,
    /// `jsonb`
    Jsonb,
    /// An enum type.
    Enum(&'static EnumType),
}

/// As Postgres writes it.
impl fmt::Display for SqlType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            SqlType::Uuid => "uuid",
            SqlType::Varchar(None) => "varchar",
            SqlType::Varchar(Some(length)) => return write!(formatter, "varchar({length})"),
            SqlType::Text => "text",
            SqlType::Boolean => "boolean",
            SqlType::Integer => "integer",
            SqlType::Bigint => "bigint",
            SqlType::Date => "date",
            SqlType::Timestamp => "timestamp",
            SqlType::TimestampWithTimeZone => "timestamptz",
            SqlType::Jsonb => "jsonb",
            SqlType::Enum(enum_type) => enum_type.name,
        })
    }
}

impl Serialize for SqlType {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As Postgres writes it.
impl fmt::Display for ColumnDefault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnDefault::False => formatter.write_str("false"),
            ColumnDefault::True => formatter.write_str("true"),
            ColumnDefault::Now => formatter.write_str("current_timestamp"),
            ColumnDefault::Identity => formatter.write_str("identity"),
            ColumnDefault::Text(text) => write!(formatter, "'{text}'"),
        }
    }
}

impl Serialize for ColumnDefault {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An enum type of the database.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Its name.
    pub name: &'static str,
    /// Its literals, in the order in which the database sorts them.
    pub literals: &'static [&'static str],
}

/// A key, index or foreign key.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Its name in the database.
    pub name: &'static str,
    /// What it does.
    #[serde(flatten)]
    pub kind: KeyKind,
    /// Its columns.
    pub columns: &'static [&'static str],
}

/// What a [`Key`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum KeyKind {
    /// The primary key.
    Primary,
    /// No two rows alike. Rows with a NULL among the columns are never alike.
    Unique,
    /// Only to find rows quickly.
    Index,
    /// The row of another table must be there; where that one is deleted, so is this one (every foreign key of both
    /// databases cascades).
    Foreign {
        /// The other table.
        table: &'static str,
        /// Its column.
        column: &'static str,
    },
}

/// The value in one column of one row.
#[derive(Clone, PartialEq)]
pub enum Cell<'row> {
    /// SQL NULL.
    Null,
    /// A `boolean`.
    Boolean(bool),
    /// An `integer` or `bigint`.
    Integer(i64),
    /// A `uuid`.
    Uuid(Uuid),
    /// A text or the literal of an enum.
    Text(Cow<'row, str>),
    /// A `date`.
    Date(Date),
    /// A `timestamp without time zone`.
    DateTime(DateTime),
    /// A `timestamp with time zone`.
    Timestamp(Timestamp),
    /// The text of a document. Whoever makes one sees to it that it is JSON.
    Json(Cow<'row, str>),
}

impl Cell<'_> {
    /// The same, for longer than what it was read from.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Null => Cell::Null,
            Cell::Boolean(truth) => Cell::Boolean(truth),
            Cell::Integer(number) => Cell::Integer(number),
            Cell::Uuid(id) => Cell::Uuid(id),
            Cell::Text(text) => Cell::Text(text.into_owned().into()),
            Cell::Date(date) => Cell::Date(date),
            Cell::DateTime(time) => Cell::DateTime(time),
            Cell::Timestamp(moment) => Cell::Timestamp(moment),
            Cell::Json(text) => Cell::Json(text.into_owned().into()),
        }
    }
}

/// Shows what kind of value it is only: a text or document may be a secret.
impl fmt::Debug for Cell<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Cell::Null => "Null",
            Cell::Boolean(_) => "Boolean(..)",
            Cell::Integer(_) => "Integer(..)",
            Cell::Uuid(_) => "Uuid(..)",
            Cell::Text(_) => "Text(..)",
            Cell::Date(_) => "Date(..)",
            Cell::DateTime(_) => "DateTime(..)",
            Cell::Timestamp(_) => "Timestamp(..)",
            Cell::Json(_) => "Json(..)",
        })
    }
}

impl From<bool> for Cell<'_> {
    fn from(truth: bool) -> Self {
        Cell::Boolean(truth)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Integer(number)
    }
}

impl From<Uuid> for Cell<'_> {
    fn from(id: Uuid) -> Self {
        Cell::Uuid(id)
    }
}

impl<'text> From<&'text str> for Cell<'text> {
    fn from(text: &'text str) -> Self {
        Cell::Text(text.into())
    }
}

impl From<Timestamp> for Cell<'_> {
    fn from(moment: Timestamp) -> Self {
        Cell::Timestamp(moment)
    }
}

/// A row of a table, as a type: one field a column, in the same order and under the same name.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Actor;
///
/// let row = r#"{
///   "id": "5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11", "workspace_id": "b2f3a1de-1b1f-4a57-8d55-6f0c9e7d2b01",
///   "actor_definition_id": "decd338e-5647-4c0b-adf4-da0e75f5a750", "name": "Orders",
///   "configuration": {"host": "db.example.com", "port": 5432}, "actor_type": "source", "tombstone": false,
///   "created_at": "2023-01-30T09:00:00Z", "updated_at": "2023-01-30T09:00:00Z"
/// }"#;
/// let actor = Actor::read(row)?;
/// assert_eq!(Actor::TABLE.columns.len(), 9);
/// assert_eq!(actor.configuration.text(), r#"{"host":"db.example.com","port":5432}"#);
/// assert_eq!(Actor::read(&actor.write()?)?, actor);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub trait Row: Sized + Serialize + DeserializeOwned {
    /// Its table.
    const TABLE: &'static Table;

    /// Its cells, in the order of the table's columns.
    fn cells(&self) -> Vec<Cell<'_>>;

    /// The row of cells, in the order of the table's columns.
    ///
    /// # Errors
    /// A cell that is of another type than its column, or NULL where the column forbids it; the error names the
    /// column.
    fn from_cells<'row>(cells: impl IntoIterator<Item = Cell<'row>>) -> Result<Self>;

    /// Reads a row written as a JSON object: a member a column.
    ///
    /// Documents stand in it as JSON, not as text. An absent document is SQL NULL; `null` is the document `null`.
    ///
    /// # Errors
    /// Text that is no JSON; a value that its column cannot hold. What a document says is no reason.
    fn read(text: &str) -> Result<Self> {
        crate::json::from_text(text)
    }

    /// The row as a JSON object on one line; [`Row::read`] gives an equal row.
    ///
    /// # Errors
    /// None for the rows of this crate.
    fn write(&self) -> Result<String> {
        Json::of(self).map(Json::into_text)
    }
}

/// A Rust type that is the value of a column.
pub trait ColumnValue: Sized {
    /// The value as a cell.
    fn cell(&self) -> Cell<'_>;

    /// The cell's value, where it is of this type.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::cell)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl ColumnValue for bool {
    fn cell(&self) -> Cell<'_> {
        Cell::Boolean(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Boolean(truth) = cell { Some(truth) } else { None }
    }
}

impl ColumnValue for i64 {
    fn cell(&self) -> Cell<'_> {
        Cell::Integer(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Integer(number) = cell { Some(number) } else { None }
    }
}

impl ColumnValue for i32 {
    fn cell(&self) -> Cell<'_> {
        Cell::Integer((*self).into())
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Integer(number) = cell { number.try_into().ok() } else { None }
    }
}

impl ColumnValue for Uuid {
    fn cell(&self) -> Cell<'_> {
        Cell::Uuid(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Uuid(id) = cell { Some(id) } else { None }
    }
}

impl ColumnValue for String {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.into())
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.into_owned()) } else { None }
    }
}

impl ColumnValue for Date {
    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Date(date) = cell { Some(date) } else { None }
    }
}

impl ColumnValue for DateTime {
    fn cell(&self) -> Cell<'_> {
        Cell::DateTime(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::DateTime(time) = cell { Some(time) } else { None }
    }
}

impl ColumnValue for Timestamp {
    fn cell(&self) -> Cell<'_> {
        Cell::Timestamp(*self)
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Timestamp(moment) = cell { Some(moment) } else { None }
    }
}

impl<T> ColumnValue for Json<T> {
    fn cell(&self) -> Cell<'_> {
        Cell::Json(self.text().into())
    }

    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Json(text) = cell { Some(Json::kept(text)) } else { None }
    }
}

/// The column's name for a field's: a field that is called like a word of Rust's has `r#` before it.
pub(crate) const fn column_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', rest @ ..] => match std::str::from_utf8(rest) {
            Ok(name) => name,
            Err(_) => field,
        },
        _ => field,
    }
}

/// The next cell as the value of a column.
pub(crate) fn next_value<'row, T: ColumnValue>(
    cells: &mut impl Iterator<Item = Cell<'row>>,
    table: &'static str,
    column: &'static str,
) -> Result<T> {
    let misfit =
        |message: &str| Error::from(ErrorKind::Shape { pointer: format!("/{column}"), message: message.into() });
    let cell = cells.next().ok_or_else(|| misfit(&format!("the row of {table} ends before this column")))?;
    let is_null = cell == Cell::Null;
    T::from_cell(cell).ok_or_else(|| {
        if is_null {
            misfit("the column holds NULL, which it must not")
        } else {
            misfit("the value is of another type than the column")
        }
    })
}

/// Says which table a struct is a row of: its columns with the types of the database, then its keys.
///
/// A column is `name: type`, then `null` where it may be NULL, and `= default`. A key is its kind, its name, its
/// columns, and for a foreign key what it refers to.
macro_rules! table {
    (
        $row:ident is $name:literal in $database:ident {
            $( $column:ident $( (alias $alias:literal) )? : $sql:ident $( ( $argument:tt ) )? $( $null:ident )? $( = $default:ident $( ( $literal:literal ) )? )? ; )+
        }
        $( $kind:ident $key:literal ( $( $part:ident ),+ ) $( -> $other:literal ( $foreign:literal ) )? ; )*
    ) => {
        impl $crate::table::Row for $row {
            const TABLE: &'static $crate::table::Table = &$crate::table::Table {
                name: $name,
                database: $crate::table::Database::$database,
                columns: &[ $( $crate::table::Column {
                    name: $crate::table::column_name(stringify!($column)),
                    aliases: &[ $( $alias )? ],
                    sql_type: $crate::table::sql_type!($sql $( ( $argument ) )?),
                    nullable: $crate::table::flag!($( $null )?),
                    default: $crate::table::default!($( $default $( ( $literal ) )? )?),
                } ),+ ],
                keys: &[ $( $crate::table::Key {
                    name: $key,
                    kind: $crate::table::key_kind!($kind $( $other $foreign )?),
                    columns: &[ $( $crate::table::column_name(stringify!($part)) ),+ ],
                } ),* ],
            };

            fn cells(&self) -> Vec<$crate::table::Cell<'_>> {
                vec![ $( $crate::table::ColumnValue::cell(&self.$column) ),+ ]
            }

            fn from_cells<'row>(
                cells: impl IntoIterator<Item = $crate::table::Cell<'row>>,
            ) -> $crate::Result<Self> {
                let mut cells = cells.into_iter();
                Ok($row { $( $column: $crate::table::next_value(&mut cells, $name, $crate::table::column_name(stringify!($column)))? ),+ })
            }
        }
    };
}

macro_rules! sql_type {
    (uuid) => {
        $crate::table::SqlType::Uuid
    };
    (varchar) => {
        $crate::table::SqlType::Varchar(None)
    };
    (varchar($length:literal)) => {
        $crate::table::SqlType::Varchar(Some($length))
    };
    (text) => {
        $crate::table::SqlType::Text
    };
    (boolean) => {
        $crate::table::SqlType::Boolean
    };
    (integer) => {
        $crate::table::SqlType::Integer
    };
    (bigint) => {
        $crate::table::SqlType::Bigint
    };
    (date) => {
        $crate::table::SqlType::Date
    };
    (timestamp) => {
        $crate::table::SqlType::Timestamp
    };
    (timestamptz) => {
        $crate::table::SqlType::TimestampWithTimeZone
    };
    (jsonb) => {
        $crate::table::SqlType::Jsonb
    };
    (literal($enum:ident)) => {
        $crate::table::SqlType::Enum($enum::TYPE)
    };
}

macro_rules! flag {
    () => {
        false
    };
    (null) => {
        true
    };
}

macro_rules! default {
    () => {
        None
    };
    (false) => {
        Some($crate::table::ColumnDefault::False)
    };
    (true) => {
        Some($crate::table::ColumnDefault::True)
    };
    (now) => {
        Some($crate::table::ColumnDefault::Now)
    };
    (identity) => {
        Some($crate::table::ColumnDefault::Identity)
    };
    (text($literal:literal)) => {
        Some($crate::table::ColumnDefault::Text($literal))
    };
}

macro_rules! key_kind {
    (primary) => {
        $crate::table::KeyKind::Primary
    };
    (unique) => {
        $crate::table::KeyKind::Unique
    };
    (index) => {
        $crate::table::KeyKind::Index
    };
    (foreign $table:literal $column:literal) => {
        $crate::table::KeyKind::Foreign { table: $table, column: $column }
    };
}

pub(crate) use {default, flag, key_kind, sql_type, table};
