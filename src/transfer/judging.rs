//! What is odd about rows that are stored.

use super::Place;
use super::told::Told;
use crate::error::Result;
use crate::intake::Judge;
use crate::rules::Alone;
use crate::schema::Subject;
use crate::table::Table;
use crate::tables::{TABLES, number_of};
use crate::validate::Options;
use std::sync::{Arc, OnceLock};

/// A judge for each table that rows came of.
pub(super) struct Judges([OnceLock<Judge>; TABLES.len()]);

/// A row that is stored.
pub(super) struct ToJudge {
    pub(super) table: &'static Table,
    pub(super) key: String,
    pub(super) file: Arc<str>,
    pub(super) line: u64,
    /// The row as JSON.
    pub(super) text: String,
}

impl Default for Judges {
    fn default() -> Judges {
        Judges(std::array::from_fn(|_| OnceLock::new()))
    }
}

impl Judges {
    /// Has to be called before rows of a table are judged.
    pub(super) fn make_ready(&self, table: &'static Table) -> Result<()> {
        let judge = &self.0[number_of(table)];
        if judge.get().is_none() {
            // Nobody else is here to fill it.
            let _ = judge.set(Judge::new(Subject::Row(table))?);
        }
        Ok(())
    }

    /// What is odd about a row.
    pub(super) fn judge(&self, row: &ToJudge) -> (&'static Table, Vec<Told>) {
        let Some(judge) = self.0[number_of(row.table)].get() else { return (row.table, Vec::new()) };
        let place = Place { file: &row.file, line: row.line };
        let told = |code, message, pointer| Told {
            stored: true,
            pointer,
            ..Told::about(row.table, Some(row.key.clone()), place, code, message)
        };
        let odd = match judge.judge(&row.text, &Options::default(), &Alone) {
            Err(error) => vec![told(error.code(), error.message(), String::new())],
            Ok(verdict) => {
                let findings = verdict.findings.into_iter();
                findings.map(|finding| told(finding.code.as_str(), finding.message, finding.pointer)).collect()
            }
        };
        (row.table, odd)
    }
}
