//! The rows of a page.
//!
//! First the numbers of the rows that may be meant are chosen, in order, out of what indices and arrangements have: that
//! touches no document. Then each row is read; conditions that only the row itself can answer are asked there.

use super::arrangement::{self, NULL};
use super::list::{Comparison, Condition};
use super::page::{Page, PageRequest, as_it_is, object};
use super::sql::bind;
use super::{Order, Reader, key, problem, scan};
use crate::error::Result;
use crate::table::{Cell, Table};
use rusqlite::Statement;

/// How many rows, and how many bytes of what is searched, are looked at for a page before it ends as it is.
const LOOKED_ROWS: u64 = 10_000;
const LOOKED_BYTES: i64 = 16 << 20;
/// An index that chooses no more than this part of the rows, one half, is worth entering beside an order.
const SELECTIVE: u64 = 2;

/// Where the rows that may be meant are chosen from.
#[derive(Clone, Copy)]
enum Source {
    Table,
    /// The arrangement of a column.
    Arranged(&'static str),
}

/// Conditions as SQL, with the values of their places.
#[derive(Default)]
struct Conditions<'request> {
    sql: Vec<String>,
    values: Vec<Cell<'request>>,
}

impl<'request> Conditions<'request> {
    fn push(&mut self, values: &[Cell<'request>], sql: impl FnOnce(&[String]) -> String) {
        let first = self.values.len() + 1;
        self.values.extend(values.iter().cloned());
        let places: Vec<String> = (first..=self.values.len()).map(|place| format!("?{place}")).collect();
        self.sql.push(sql(&places));
    }

    /// With `WHERE`; nothing where there are none.
    fn clause(&self) -> String {
        if self.sql.is_empty() { String::new() } else { format!(" WHERE {}", self.sql.join(" AND ")) }
    }
}

/// How the rows of a request are found.
struct Plan<'request> {
    source: Source,
    /// Asked where rows are chosen.
    narrow: Conditions<'request>,
    /// Asked of the rows themselves.
    wide: Conditions<'request>,
    /// The columns that are searched for a part.
    searched: Vec<&'request str>,
}

impl Plan<'_> {
    fn from(&self, table: &'static Table) -> String {
        match self.source {
            Source::Table => table.name.to_owned(),
            Source::Arranged(column) => arrangement::name_of(table, column),
        }
    }

    fn row(&self) -> &'static str {
        match self.source {
            Source::Table => "rowid",
            Source::Arranged(_) => "row",
        }
    }

    /// What a column of the order is called where rows are chosen.
    fn ordered(&self, table: &'static Table, name: &str) -> String {
        let Source::Arranged(column) = self.source else { return name.to_owned() };
        if name == column {
            return "value".to_owned();
        }
        match key::columns(table).iter().position(|key| *key == name) {
            Some(number) => format!("key_{number}"),
            None => "row".to_owned(),
        }
    }
}

/// A row that may be meant, and the end of a page that ends with it.
struct Candidate {
    row: i64,
    mark: String,
}

impl Reader<'_> {
    /// A page of a table's rows. It is quick at any page where the order is that of a key or index, none is named, or
    /// [`Reader::arrange`] has done its work.
    ///
    /// A cell that holds what its column cannot hold is shown as it is.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page> {
        let plan = self.plan(request)?;
        let is_searched = !plan.wide.sql.is_empty();
        // Nobody can leave out rows without having found them.
        let is_bounded = is_searched && request.offset == 0;
        let most = match (is_searched, is_bounded) {
            // One more than is wanted tells whether there is a next page.
            (false, _) => request.limit.saturating_add(1),
            (true, true) => LOOKED_ROWS,
            (true, false) => u64::MAX >> 1,
        };
        let candidates = self.candidates(request, &plan, most, if is_searched { 0 } else { request.offset })?;
        let mut left_out = if is_searched { request.offset } else { 0 };
        let mut looking = if is_searched { Some(self.prepared(&looking_sql(request.table, &plan))?) } else { None };
        let mut reading = self.prepared(&reading_sql(request))?;
        let (mut page, mut bytes, mut looked, mut mark) = (Page::default(), 0, 0, String::new());
        let all = candidates.len() as u64;
        for candidate in candidates {
            if is_bounded && bytes > LOOKED_BYTES {
                page.next = Some(mark);
                break;
            }
            let fits = match &mut looking {
                Some(looking) => look(looking, &plan, candidate.row, &mut bytes)?,
                None => true,
            };
            if fits && left_out > 0 {
                left_out -= 1;
            } else if fits && page.rows.len() as u64 == request.limit {
                page.next = Some(mark);
                break;
            } else if fits {
                read(&mut reading, request, candidate.row, &mut page)?;
            }
            looked += 1;
            mark = candidate.mark;
            if is_bounded && looked == all && all == most {
                page.next = Some(mark);
                break;
            }
        }
        page.looked = is_searched.then_some(looked);
        Ok(page)
    }

    /// How many rows of a table a request's conditions choose; counting ends at `most`, where it is given.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn count_page(&self, request: &PageRequest, most: Option<u64>) -> Result<u64> {
        let mut plan = self.plan(request)?;
        let mut from = plan.from(request.table);
        if !plan.wide.sql.is_empty() {
            // All of them are asked of the rows.
            plan = Plan { source: Source::Table, ..self.plan_of(request, Source::Table, false)? };
            request.table.name.clone_into(&mut from);
        }
        let chosen = format!("FROM {from}{}", plan.narrow.clause());
        let sql = match most {
            Some(most) => format!("SELECT count(*) FROM (SELECT 1 {chosen} LIMIT {most})"),
            None => format!("SELECT count(*) {chosen}"),
        };
        self.number(&sql, &plan.narrow.values).map(i64::unsigned_abs)
    }

    fn plan<'request>(&self, request: &'request PageRequest) -> Result<Plan<'request>> {
        let table = request.table;
        let is_large = self.is_large(table)?;
        let source = if is_large { self.source(request)? } else { Source::Table };
        self.plan_of(request, source, true)
    }

    /// The arrangement that has the order; the one of a condition where the order is that of the key.
    fn source(&self, request: &PageRequest) -> Result<Source> {
        let table = request.table;
        if let Some(column) = request.list.first_of_order(table)? {
            let is_arranged = request.list.has_one_direction() && self.is_arranged(table, column)?;
            return Ok(if is_arranged { Source::Arranged(column) } else { Source::Table });
        }
        for condition in request.list.conditions() {
            if arrangement::is_answered_by_order(table, condition)
                && let Some(column) = table.column(&condition.column)
                && self.is_arranged(table, column.name)?
            {
                return Ok(Source::Arranged(column.name));
            }
        }
        Ok(Source::Table)
    }

    /// Sorts out which conditions are asked where.
    fn plan_of<'request>(
        &self,
        request: &'request PageRequest,
        source: Source,
        may_search: bool,
    ) -> Result<Plan<'request>> {
        let table = request.table;
        let is_large = self.is_large(table)?;
        let mut plan =
            Plan { source, narrow: Conditions::default(), wide: Conditions::default(), searched: Vec::new() };
        for condition in request.list.conditions() {
            let column: &'request str = &condition.column;
            let of_rows = |places: &[String]| condition.comparison.sql(column, places);
            let is_ordered = arrangement::is_answered_by_order(table, condition);
            let row = plan.row();
            match source {
                Source::Arranged(arranged) if is_ordered && arranged == column => {
                    plan.narrow.push(&condition.values, |places| arrangement::condition_sql(condition, places));
                }
                _ if is_large && is_ordered && self.is_arranged(table, column)? => {
                    let name = arrangement::name_of(table, column);
                    plan.narrow.push(&condition.values, |places| {
                        format!(
                            "{row} IN (SELECT row FROM {name} WHERE {})",
                            arrangement::condition_sql(condition, places)
                        )
                    });
                }
                Source::Table if !may_search || !is_searched(is_large, is_ordered, condition) => {
                    plan.narrow.push(&condition.values, of_rows);
                }
                Source::Arranged(_) if is_ordered && self.is_selective(table, condition)? => {
                    plan.narrow.push(&condition.values, |places| {
                        format!("{row} IN (SELECT rowid FROM {} WHERE {})", table.name, of_rows(places))
                    });
                }
                _ => {
                    plan.wide.push(&condition.values, of_rows);
                    if condition.comparison == Comparison::Containing {
                        plan.searched.push(column);
                    }
                }
            }
        }
        Ok(plan)
    }

    /// Whether an index finds the rows of a condition, and they are few.
    fn is_selective(&self, table: &'static Table, condition: &Condition<'_>) -> Result<bool> {
        if !self.has_index(table, &condition.column)? {
            return Ok(false);
        }
        let all = self.number(&format!("SELECT count(*) FROM {}", table.name), &[])?.unsigned_abs();
        let mut chosen = Conditions::default();
        chosen.push(&condition.values, |places| condition.comparison.sql(&condition.column, places));
        let most = all / SELECTIVE;
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT {})",
            table.name,
            chosen.clause(),
            most.saturating_add(1)
        );
        Ok(self.number(&sql, &chosen.values)?.unsigned_abs() <= most)
    }

    /// The rows that may be meant, in order, after the page before.
    fn candidates(&self, request: &PageRequest, plan: &Plan<'_>, most: u64, offset: u64) -> Result<Vec<Candidate>> {
        let (table, order) = (request.table, request.order()?);
        let mut narrow = Conditions { sql: plan.narrow.sql.clone(), values: plan.narrow.values.clone() };
        if let Some(after) = &request.after {
            narrow.push(after, |places| beyond(table, plan, &order, after, places));
        }
        let by: Vec<String> = order.iter().map(|(name, _)| plan.ordered(table, name)).collect();
        // NULL is shown as what it is.
        let shown = by.iter().map(|name| if name == "value" { format!("nullif(value, {NULL})") } else { name.clone() });
        let shown: Vec<String> = shown.collect();
        let directed = by.iter().zip(&order).map(|(name, (_, direction))| format!("{name}{}", word(*direction)));
        let directed: Vec<String> = directed.collect();
        let sql = format!(
            "SELECT {}, {} FROM {}{} ORDER BY {} LIMIT {most} OFFSET {offset}",
            plan.row(),
            shown.join(", "),
            plan.from(table),
            narrow.clause(),
            directed.join(", ")
        );
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &narrow.values)?;
        let mut rows = statement.raw_query();
        let mut candidates = Vec::new();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let number = row.get(0).map_err(problem::failed)?;
            candidates.push(Candidate { row: number, mark: mark_of(row, 1, order.len())? });
        }
        Ok(candidates)
    }
}

fn word(direction: Order) -> &'static str {
    if direction == Order::Descending { " DESC" } else { "" }
}

/// Whether a condition is asked of the rows one by one, so that it may take long: it can be answered in portions then.
fn is_searched(is_large: bool, is_ordered: bool, condition: &Condition<'_>) -> bool {
    condition.comparison == Comparison::Containing || (is_large && !is_ordered)
}

/// The condition that a row comes after others: greater in the first column, or equal there and greater in the next.
fn beyond(
    table: &'static Table,
    plan: &Plan<'_>,
    order: &[(&'static str, Order)],
    after: &[Cell<'_>],
    places: &[String],
) -> String {
    let is_arranged = matches!(plan.source, Source::Arranged(_));
    let is_nullable = |name: &str| !is_arranged && table.column(name).is_some_and(|column| column.nullable);
    let (mut ways, mut equal, mut entry) = (Vec::new(), String::new(), String::new());
    for (number, (((name, direction), cell), place)) in order.iter().zip(after).zip(places).enumerate() {
        let column = plan.ordered(table, name);
        let place = if is_arranged { format!("ifnull({place}, {NULL})") } else { place.clone() };
        let is_null = !is_arranged && *cell == Cell::Null;
        let past = match direction {
            // NULL comes first when ascending.
            Order::Ascending if is_null => format!("{column} IS NOT {place}"),
            Order::Ascending => format!("{column} > {place}"),
            Order::Descending if is_null => format!("(0 AND {column} IS {place})"),
            Order::Descending if is_nullable(name) => format!("({column} < {place} OR {column} IS NULL)"),
            Order::Descending => format!("{column} < {place}"),
        };
        // It says nothing new, but an index can be entered by it.
        if number == 0 && !is_null && *direction == Order::Ascending {
            entry = format!("{column} >= {place} AND ");
        } else if number == 0 && !is_nullable(name) {
            entry = format!("{column} <= {place} AND ");
        }
        ways.push(format!("{equal}{past}"));
        equal = format!("{equal}{column} IS {place} AND ");
    }
    format!("{entry}({})", ways.join(" OR "))
}

/// Whether a row is meant, and how many bytes that takes to know.
fn looking_sql(table: &'static Table, plan: &Plan<'_>) -> String {
    let sizes: Vec<String> = plan
        .searched
        .iter()
        .map(|column| format!("ifnull(octet_length({column}), 0)"))
        .chain(["0".to_owned()])
        .collect();
    let place = plan.wide.values.len() + 1;
    format!(
        "SELECT {}, {} FROM {} WHERE rowid = ?{place}",
        plan.wide.sql.iter().map(|sql| format!("({sql})")).collect::<Vec<_>>().join(" AND "),
        sizes.join(" + "),
        table.name
    )
}

fn look(looking: &mut Statement<'_>, plan: &Plan<'_>, row: i64, bytes: &mut i64) -> Result<bool> {
    bind(looking, 1, &plan.wide.values)?;
    bind(looking, plan.wide.values.len() + 1, &[Cell::Integer(row)])?;
    let mut rows = looking.raw_query();
    let Some(row) = rows.next().map_err(problem::failed)? else { return Ok(false) };
    *bytes += row.get::<_, i64>(1).map_err(problem::failed)?;
    // A comparison with NULL is neither true nor false.
    Ok(row.get::<_, Option<bool>>(0).map_err(problem::failed)? == Some(true))
}

fn reading_sql(request: &PageRequest) -> String {
    let table = request.table;
    let columns: Vec<&str> = request.columns.iter().map(|column| column.name).collect();
    let naming = scan::naming_sql(table, table.name);
    format!("SELECT {naming}, {} FROM {} WHERE rowid = ?1", columns.join(", "), table.name)
}

fn read(reading: &mut Statement<'_>, request: &PageRequest, row: i64, page: &mut Page) -> Result<()> {
    bind(reading, 1, &[Cell::Integer(row)])?;
    let mut rows = reading.raw_query();
    if let Some(row) = rows.next().map_err(problem::failed)? {
        let key = row.get_ref(0).map_err(problem::failed)?;
        page.keys.push(scan::text_of(key).unwrap_or_default());
        page.rows.push(object(request.table, row, 1, &request.columns)?);
    }
    Ok(())
}

/// The end of a page: the values by which its last row was ordered.
fn mark_of(row: &rusqlite::Row<'_>, first: usize, count: usize) -> Result<String> {
    let mut values = Vec::new();
    for number in first..first + count {
        values.push(as_it_is(row.get_ref(number).map_err(problem::failed)?));
    }
    Ok(format!("[{}]", values.join(",")))
}
