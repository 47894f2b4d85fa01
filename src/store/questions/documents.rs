//! How large documents are.

use super::table::answer_row;
use crate::error::Result;
use crate::sorting::sort;
use crate::store::Reader;
use crate::table::SqlType;
use crate::tables::TABLES;
use jiff::Timestamp;

answer_row! {
    /// The documents of a column.
    DocumentSize {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Rows that hold one.
        documents: u64,
        /// Bytes of all of them, as text.
        bytes: u64,
        /// Bytes of one, on average.
        mean_bytes: f64,
        /// Bytes of the largest.
        largest_bytes: u64,
    }
}

impl Reader<'_> {
    /// How large the documents of each column are, the column with the most bytes first; columns without any are left
    /// out, and rows that were made after the moment.
    ///
    /// It goes through all rows, but SQLite knows the length of a document without reading it.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn document_sizes(&self, as_of: Timestamp) -> Result<Vec<DocumentSize>> {
        let mut sizes = Vec::new();
        for table in TABLES {
            let is_document = |sql_type: SqlType| sql_type == SqlType::Jsonb;
            let columns: Vec<&str> =
                table.columns.iter().filter(|column| is_document(column.sql_type)).map(|column| column.name).collect();
            if columns.is_empty() {
                continue;
            }
            let of_column = |column: &&str| {
                format!(
                    "count({column}), ifnull(sum(octet_length({column})), 0), ifnull(max(octet_length({column})), 0)"
                )
            };
            let list: Vec<String> = columns.iter().map(of_column).collect();
            let made = if table.column("created_at").is_some() { "created_at <= ?1" } else { "?1 IS NOT NULL" };
            let sql = format!("SELECT {} FROM {} WHERE {made}", list.join(", "), table.name);
            let found = self.each(&sql, &[as_of.into()], |row| {
                let mut of_row = Vec::new();
                for (number, column) in columns.iter().enumerate() {
                    let first = number * 3;
                    of_row.push((*column, row.count(first)?, row.count(first + 1)?, row.count(first + 2)?));
                }
                Ok(of_row)
            })?;
            for (column, documents, bytes, largest_bytes) in found.into_iter().flatten().filter(|found| found.1 > 0) {
                #[allow(clippy::cast_precision_loss, reason = "a mean is no exact number")]
                let mean_bytes = bytes as f64 / documents as f64;
                let (table, column) = (table.name.to_owned(), column.to_owned());
                sizes.push(DocumentSize { table, column, documents, bytes, mean_bytes, largest_bytes });
            }
        }
        sort(&mut sizes, |one, other| {
            (other.bytes, &one.table, &one.column).cmp(&(one.bytes, &other.table, &other.column))
        });
        Ok(sizes)
    }
}
