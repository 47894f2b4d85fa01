//! Rows of a table that is known by its name only, as JSON: for who looks at all tables alike.

use super::list::{self, Comparison};
use super::sql::bind;
use super::{List, Order, Reader, column, problem, scan};
use crate::error::{Error, ErrorKind, Result};
use crate::json::{Document, Kind, ObjectText, Value, quoted};
use crate::nearest;
use crate::table::{Cell, Column, KeyKind, SqlType, Table};
use rusqlite::types::ValueRef;
use std::fmt::Write as _;

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
    table: &'static Table,
    list: List<'static>,
    columns: Vec<&'static Column>,
    limit: u64,
    offset: u64,
    /// Where the page before ended: the values by which it was ordered.
    after: Option<Vec<Cell<'static>>>,
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
    fn order(&self) -> Result<Vec<(&'static str, Order)>> {
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

    /// The statement, with all values that it needs.
    fn sql(&self) -> Result<(String, Vec<Cell<'_>>)> {
        let table = self.table;
        let order = self.order()?;
        let mut chosen = String::new();
        let places = self.list.push_conditions(&mut chosen, table)?;
        let mut values: Vec<Cell<'_>> = self.list.values().cloned().collect();
        if let Some(after) = &self.after {
            chosen.push_str(if places == 0 { " WHERE " } else { " AND " });
            chosen.push_str(&beyond(table, &order, after, places + 1));
            values.extend(after.iter().cloned());
        }
        let by: Vec<String> = order
            .iter()
            .map(|(column, order)| format!("{column}{}", if *order == Order::Descending { " DESC" } else { "" }))
            .collect();
        let end = format!(" ORDER BY {}", by.join(", "));
        // One more than is wanted tells whether there is a next page.
        let _ = write!(chosen, "{end} LIMIT {} OFFSET {}", self.limit.saturating_add(1), self.offset);
        let name = table.name;
        let columns = self.columns.iter().map(|column| column.name).chain(order.iter().map(|(column, _)| *column));
        let columns: Vec<&str> = columns.collect();
        let select = format!("SELECT {}, {} FROM {name}", scan::naming_sql(table, name), columns.join(", "));
        // Sorting rows with their documents would be slow: the rows that are wanted are found first.
        let sql = if self.list.is_by_key() {
            select + &chosen
        } else {
            format!("{select} WHERE rowid IN (SELECT rowid FROM {name}{chosen}){end}")
        };
        Ok((sql, values))
    }
}

/// The condition that a row comes after others: greater in the first column, or equal there and greater in the next.
fn beyond(table: &'static Table, order: &[(&'static str, Order)], after: &[Cell<'_>], first: usize) -> String {
    let is_nullable = |name: &str| table.column(name).is_some_and(|column| column.nullable);
    let mut ways = Vec::new();
    let mut equal = String::new();
    for (number, ((column, direction), cell)) in order.iter().zip(after).enumerate() {
        let place = format!("?{}", first + number);
        let past = match (direction, cell) {
            // NULL comes first when ascending.
            (Order::Ascending, Cell::Null) => format!("{column} IS NOT {place}"),
            (Order::Ascending, _) => format!("{column} > {place}"),
            (Order::Descending, Cell::Null) => format!("(0 AND {column} IS {place})"),
            (Order::Descending, _) if is_nullable(column) => format!("({column} < {place} OR {column} IS NULL)"),
            (Order::Descending, _) => format!("{column} < {place}"),
        };
        ways.push(format!("{equal}{past}"));
        let _ = write!(equal, "{column} IS {place} AND ");
    }
    // It says nothing new, but an index can be entered by it.
    let entry = match (order.first(), after.first()) {
        (Some((column, Order::Ascending)), Some(cell)) if *cell != Cell::Null => format!("{column} >= ?{first} AND "),
        (Some((column, Order::Descending)), Some(_)) if !is_nullable(column) => format!("{column} <= ?{first} AND "),
        _ => String::new(),
    };
    format!("{entry}({})", ways.join(" OR "))
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
    /// A page of a table's rows. It is quick at any page where the order is that of a key or index, or none is named.
    ///
    /// A cell that holds what its column cannot hold is shown as it is.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page> {
        let (sql, values) = request.sql()?;
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &values)?;
        let mut rows = statement.raw_query();
        let mut page = Page::default();
        let order = 1 + request.columns.len();
        let mut mark = String::new();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            if page.rows.len() as u64 == request.limit {
                page.next = Some(mark);
                break;
            }
            let key = row.get_ref(0).map_err(problem::failed)?;
            page.keys.push(scan::text_of(key).unwrap_or_default());
            page.rows.push(object(request.table, row, 1, &request.columns)?);
            mark = mark_of(row, order, request.order()?.len())?;
        }
        Ok(page)
    }

    /// How many rows of a table a request's conditions choose; counting ends at `most`, where it is given.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn count_page(&self, request: &PageRequest, most: Option<u64>) -> Result<u64> {
        let mut chosen = String::new();
        request.list.push_conditions(&mut chosen, request.table)?;
        let from = format!("FROM {}{chosen}", request.table.name);
        let sql = match most {
            Some(most) => format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {most})"),
            None => format!("SELECT count(*) {from}"),
        };
        let values: Vec<Cell<'_>> = request.list.values().cloned().collect();
        self.number(&sql, &values).map(i64::unsigned_abs)
    }

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
fn object(table: &'static Table, row: &rusqlite::Row<'_>, first: usize, columns: &[&Column]) -> Result<String> {
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
fn as_it_is(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Null => "null".to_owned(),
        value => quoted(&scan::text_of(value).unwrap_or_default()),
    }
}

/// The end of a page: the values by which its last row was ordered.
fn mark_of(row: &rusqlite::Row<'_>, first: usize, count: usize) -> Result<String> {
    let mut values = Vec::new();
    for number in first..first + count {
        values.push(as_it_is(row.get_ref(number).map_err(problem::failed)?));
    }
    Ok(format!("[{}]", values.join(",")))
}
