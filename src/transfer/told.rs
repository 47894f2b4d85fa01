//! What there is to say of a transfer: row by row, and in numbers.

use super::Place;
use crate::table::Table;
use crate::tables::{TABLES, number_of};
use serde::Serialize;
use std::collections::BTreeMap;

/// Something about one row: why it was not stored, or what is odd about it though it was.
///
/// It holds nothing of what the row says but the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The table, as the source names it.
    pub table: String,
    /// What names the row: its id, or the columns of its key with `/` between them. None where it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The file that it stands in, or what is like one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, or the number of the row, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// A stable name: one of [`REFUSED`], or the code of a finding.
    pub code: &'static str,
    /// Where in the row, as a JSON pointer that begins with the column.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// A sentence.
    pub message: String,
    /// Whether the row is in the store all the same.
    pub stored: bool,
}

impl Told {
    /// About a row that is not stored.
    pub(super) fn about(
        table: &'static Table,
        key: Option<String>,
        place: Place<'_>,
        code: &'static str,
        message: String,
    ) -> Told {
        Told {
            table: table.name.to_owned(),
            key,
            file: Some(place.file.to_owned()),
            line: (place.line > 0).then_some(place.line),
            code,
            pointer: String::new(),
            message,
            stored: false,
        }
    }
}

/// Who is told of rows.
pub(super) type Tell<'tell> = dyn FnMut(Told) + 'tell;

/// Why a row may not be stored, as codes.
pub const REFUSED: [&str; 6] = ["unreadable", "misfit", "conflict", "duplicate", "not_allowed", "dangling"];

/// How many rows a table had, and what became of them: `read = stored + there + replaced + refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of the source.
    pub read: u64,
    /// Rows that are in the store now and were not before.
    pub stored: u64,
    /// Rows that were in the store already, the same in every column.
    pub there: u64,
    /// Rows that took the place of others of the same key.
    pub replaced: u64,
    /// Rows that are not stored; each was told.
    pub refused: u64,
    /// Stored rows about which there is something to say; each was told.
    pub odd: u64,
    /// Columns of the source that the table does not have: how many rows have each. Their values are not stored.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unknown_columns: BTreeMap<String, u64>,
}

impl Counts {
    /// A row that was stored, or was there, is taken out again. Where it is neither, an import that was cut short has
    /// left it, and nothing counted it.
    pub(super) fn taken_out(&mut self) {
        let Some(kind) = [&mut self.stored, &mut self.replaced, &mut self.there].into_iter().find(|kind| **kind > 0)
        else {
            return;
        };
        *kind -= 1;
        self.refused += 1;
    }

    fn add(&mut self, more: Counts) {
        self.read += more.read;
        self.stored += more.stored;
        self.there += more.there;
        self.replaced += more.replaced;
        self.refused += more.refused;
        self.odd += more.odd;
        for (column, count) in more.unknown_columns {
            *self.unknown_columns.entry(column).or_default() += count;
        }
    }
}

/// The numbers of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    tables: [Counts; TABLES.len()],
    /// Tables of the source that the platform's two databases do not have, and how many rows each has. Nothing of them
    /// is stored.
    pub unknown_tables: BTreeMap<String, u64>,
    /// Tables that a store keeps for itself, and how many rows the source has of each. Nothing of them is stored.
    pub left_out: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// The tables of which there were rows, in the order of the databases.
    pub fn tables(&self) -> impl Iterator<Item = (&'static Table, &Counts)> {
        TABLES.into_iter().zip(&self.tables).filter(|(_, counts)| counts.read > 0)
    }

    pub(super) fn of(&mut self, table: &'static Table) -> &mut Counts {
        &mut self.tables[number_of(table)]
    }

    /// All known tables together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, counts) in self.tables() {
            total.add(Counts { unknown_columns: BTreeMap::new(), ..counts.clone() });
        }
        total
    }

    /// How many rows the source gave, whatever became of them.
    pub fn read(&self) -> u64 {
        self.total().read + self.unknown_tables.values().sum::<u64>() + self.left_out.values().sum::<u64>()
    }

    /// As a JSON object: the tables with their counts, in order.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Shown<'a> {
            read: u64,
            tables: Vec<OfTable<'a>>,
            unknown_tables: &'a BTreeMap<String, u64>,
            left_out: &'a BTreeMap<&'static str, u64>,
        }
        #[derive(Serialize)]
        struct OfTable<'a> {
            table: &'static str,
            #[serde(flatten)]
            counts: &'a Counts,
        }
        let tables = self.tables().map(|(table, counts)| OfTable { table: table.name, counts }).collect();
        let (unknown_tables, left_out) = (&self.unknown_tables, &self.left_out);
        let shown = Shown { read: self.read(), tables, unknown_tables, left_out };
        // Serialising texts and numbers into memory cannot fail.
        serde_json::to_string(&shown).unwrap_or_default()
    }
}
