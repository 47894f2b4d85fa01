//! Rows of a table that is known by its name only, as JSON: for who looks at all tables alike.

use super::list::{self, Comparison};
use super::sql::bind;
use super::{List, Order, Reader, column, problem, scan};
use crate::error::{Error, ErrorKind, Result};
use crate::json::{Document, Kind, ObjectText, Value, quoted};
use crate::nearest;
use crate::table::{Cell, Column, KeyKind, SqlType, Table};
use rusqlite::types::ValueRef;

/// How many rows a page has where nothing is said.
const PAGE: u64 = 100;

/// The words for comparisons in a request.
const COMPARISONS: &[(&str, Comparison)] = &[
    ("equal", Comparison::Equal),
    ("not", Comparison::NotEqual),
    ("in", Comparison::OneOf),
    ("atLeast", Comparison::AtLeast),
    ("above", Comparison::Above),
    ("atMost", Comparison::AtMost),
    ("lessThan", Comparison::LessThan),
    ("contains", Comparison::Containing),
    ("startsWith", Comparison::StartingWith),
];

/// Which rows of a table, which of their columns, in which order, and from where on.
///
/// ```
/// use airbyte_db::store::{PageRequest, Store};
/// use airbyte_db::tables;
///
/// let actor = tables::table("actor").expect("it is a table");
/// let request = PageRequest::read(actor, r#"{
///   "where": {"actor_type": "source", "created_at": {"atLeast": "2023-01-01T00:00:00Z"}},
///   "order": [{"column": "name"}], "columns": ["id", "name"], "limit": 50
/// }"#)?;
/// let page = Store::in_memory()?.read().page(&request)?;
/// assert!(page.rows.is_empty() && page.next.is_none());
///
/// let error = PageRequest::read(actor, r#"{"where": {"nmae": "Orders"}}"#).unwrap_err();
/// assert_eq!(error.to_string(), "actor has no column `nmae`; did you mean `name`?");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PageRequest {
    pub(super) table: &'static Table,
    pub(super) list: List<'static>,
    pub(super) columns: Vec<&'static Column>,
    pub(super) limit: u64,
    pub(super) offset: u64,
    /// Where the page before ended: the values by which it was ordered.
    pub(super) after: Option<Vec<Cell<'static>>>,
}

/// Rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Each as a JSON object.
    pub rows: Vec<String>,
    /// What names each of them.
    pub keys: Vec<String>,
    /// What the request for the next page says as `after`; none where this is the last one.
    pub next: Option<String>,
    /// How many rows were looked at, where the conditions have to be seen in the rows themselves. Then a page ends after
    /// so many, however few it has found: the next one goes on.
    pub looked: Option<u64>,
}

impl Page {
    /// As a JSON object on one line.
    pub fn to_json(&self) -> String {
        let keys: Vec<String> = self.keys.iter().map(|key| quoted(key)).collect();
        let mut text = ObjectText::default();
        text.push("rows", &format!("[{}]", self.rows.join(",")));
        text.push("keys", &format!("[{}]", keys.join(",")));
        if let Some(next) = &self.next {
            text.push("next", &quoted(next));
        }
        if let Some(looked) = self.looked {
            text.push("looked", &looked.to_string());
        }
        text.finish()
    }
}

impl PageRequest {
    /// Reads a request: a JSON object with `where`, `order`, `columns`, `limit`, `offset` and `after`, each of which
    /// may be absent.
    ///
    /// # Errors
    /// A column that the table does not have; a value that its column cannot hold; an `after` of another list.
    pub fn read(table: &'static Table, request: &str) -> Result<PageRequest> {
        let document = Document::parse(request)?;
        let root = document.root();
        let mut list = List::all();
        for member in root.get("where").into_iter().flat_map(Value::members) {
            list = condition(table, list, &member.name(), member.value())?;
        }
        for entry in root.get("order").into_iter().flat_map(Value::items) {
            let name = entry.get("column").and_then(Value::as_str).unwrap_or_default();
            let is_descending = entry.get("descending").and_then(Value::as_bool) == Some(true);
            list = list
                .order(list::known(table, &name)?, if is_descending { Order::Descending } else { Order::Ascending });
        }
        let mut columns = Vec::new();
        for name in root.get("columns").into_iter().flat_map(Value::items) {
            let name = list::known(table, &name.as_str().unwrap_or_default())?;
            columns.extend(table.columns.iter().find(|column| column.name == name));
        }
        if columns.is_empty() {
            columns = table.columns.iter().collect();
        }
        let mut request =
            PageRequest { table, list, columns, limit: count(root, "limit", PAGE)?, offset: 0, after: None };
        request.offset = count(root, "offset", 0)?;
        if let Some(mark) = root.get("after").filter(|mark| !mark.is_null()) {
            request.after = Some(request.read_mark(&mark.as_str().unwrap_or_default())?);
        }
        Ok(request)
    }

    /// All by which rows are ordered; the last of it differs for any two rows.
    pub(super) fn order(&self) -> Result<Vec<(&'static str, Order)>> {
        let mut order = self.list.full_order(self.table)?;
        if !self.table.keys.iter().any(|key| key.kind == KeyKind::Primary) {
            let last = order.last().map_or(Order::Ascending, |(_, direction)| *direction);
            order.push(("rowid", last));
        }
        Ok(order)
    }

    fn read_mark(&self, mark: &str) -> Result<Vec<Cell<'static>>> {
        let wrong = || shape("/after", "it is not the end of a page of this list; begin at the first page again");
        let document = Document::parse(mark).map_err(|_| wrong())?;
        let cell = |value: Value<'_>| match value.kind() {
            Kind::Null => Some(Cell::Null),
            Kind::Number => value.as_number()?.as_i64().map(Cell::Integer),
            Kind::String => Some(Cell::Text(value.as_str()?.into_owned().into())),
            _ => None,
        };
        let cells: Option<Vec<_>> = document.root().items().map(cell).collect();
        cells.filter(|cells| self.order().is_ok_and(|order| order.len() == cells.len())).ok_or_else(wrong)
    }
}

fn condition(table: &'static Table, mut list: List<'static>, name: &str, value: Value<'_>) -> Result<List<'static>> {
    let name = list::known(table, name)?;
    let Some(column) = table.column(name) else { return Ok(list) };
    if value.kind() != Kind::Object {
        return Ok(list.with(name, Comparison::Equal, vec![cell(column, Comparison::Equal, value)?]));
    }
    for member in value.members() {
        let word = member.name();
        let Some((_, comparison)) = COMPARISONS.iter().find(|(known, _)| *known == word) else {
            let near = nearest::nearest(&word, COMPARISONS.iter().map(|(word, _)| *word));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(ErrorKind::UnknownName { message: format!("`{word}` is no comparison{hint}") }.into());
        };
        let cells = if *comparison == Comparison::OneOf {
            member.value().items().map(|item| cell(column, *comparison, item)).collect::<Result<_>>()?
        } else {
            vec![cell(column, *comparison, member.value())?]
        };
        list = list.with(name, *comparison, cells);
    }
    Ok(list)
}

fn cell(column: &'static Column, comparison: Comparison, value: Value<'_>) -> Result<Cell<'static>> {
    let is_text = matches!(comparison, Comparison::Containing | Comparison::StartingWith);
    let cell = if is_text {
        value.as_str().map(|text| Cell::Text(text.into_owned().into()))
    } else {
        column::of_json(column, value)
    };
    let kind = if is_text { "text".to_owned() } else { column.sql_type.to_string() };
    cell.ok_or_else(|| {
        shape(
            &format!("/where/{}", column.name),
            &format!("{} is compared with something that is no {kind}", column.name),
        )
    })
}

fn count(root: Value<'_>, name: &str, otherwise: u64) -> Result<u64> {
    match root.get(name) {
        None => Ok(otherwise),
        Some(value) => value
            .as_number()
            .and_then(|number| u64::try_from(number.as_i64()?).ok())
            .ok_or_else(|| shape(&format!("/{name}"), &format!("{name} must be a whole number from 0 on"))),
    }
}

fn shape(pointer: &str, message: &str) -> Error {
    ErrorKind::Shape { pointer: pointer.to_owned(), message: message.to_owned() }.into()
}

/// Columns with their texts.
pub(super) type PlainRow = Vec<(&'static str, Option<String>)>;

/// The condition that finds a row by what names it, and the value in it.
pub(super) fn condition_of<'key>(table: &'static Table, key: &'key str) -> (String, Cell<'key>) {
    match table.column("id") {
        Some(id) => (format!("{}.id = ?1", table.name), column::of_key_text(id, key)),
        None => (format!("{} = ?1", scan::naming_sql(table, table.name)), Cell::Text(key.into())),
    }
}

impl Reader<'_> {
    /// The row that a key names, as a JSON object with every document as it is stored. A key is the row's id, or the
    /// columns of its key with `/` between them, as [`Page::keys`] and findings have it.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn row_of_key(&self, table: &'static Table, key: &str) -> Result<Option<String>> {
        let columns: Vec<&Column> = table.columns.iter().collect();
        self.one_row(table, key, &columns, |row| object(table, row, 0, &columns))
    }

    /// The columns of a row but its documents, as texts; NULL is none.
    pub(super) fn plain_row(&self, table: &'static Table, key: &str) -> Result<Option<PlainRow>> {
        let columns: Vec<&Column> = table.columns.iter().filter(|column| column.sql_type != SqlType::Jsonb).collect();
        self.one_row(table, key, &columns, |row| {
            let text = |number| row.get_ref(number).map(scan::text_of).map_err(problem::failed);
            columns.iter().enumerate().map(|(number, column)| Ok((column.name, text(number)?))).collect()
        })
    }

    fn one_row<T>(
        &self,
        table: &'static Table,
        key: &str,
        columns: &[&Column],
        read: impl FnOnce(&rusqlite::Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let (condition, cell) = condition_of(table, key);
        let sql = format!("SELECT {} FROM {} WHERE {condition}", names.join(", "), table.name);
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &[cell])?;
        let mut rows = statement.raw_query();
        rows.next().map_err(problem::failed)?.map(read).transpose()
    }
}

/// Columns of a row as a JSON object; `first` is the place of the first one.
pub(super) fn object(
    table: &'static Table,
    row: &rusqlite::Row<'_>,
    first: usize,
    columns: &[&Column],
) -> Result<String> {
    let mut text = ObjectText::default();
    for (number, column) in (first..).zip(columns) {
        let value = row.get_ref(number).map_err(problem::failed)?;
        match column::cell(table.name, column, value) {
            Ok(cell) => column::push(&mut text, column, &cell),
            Err(_) => text.push(column.name, &as_it_is(value)),
        }
    }
    Ok(text.finish())
}

/// What stands in a cell, whatever the column should hold.
pub(super) fn as_it_is(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Null => "null".to_owned(),
        value => quoted(&scan::text_of(value).unwrap_or_default()),
    }
}
