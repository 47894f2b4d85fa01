//! The file of a store, part by part: for who hands it over while it stays open.

use super::{Reader, problem};
use crate::error::Result;

impl Reader<'_> {
    /// How many bytes the file has.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn file_bytes(&self) -> Result<u64> {
        Ok((self.number("PRAGMA page_count", &[])? * self.number("PRAGMA page_size", &[])?).unsigned_abs())
    }

    /// How many bytes a page has.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn page_bytes(&self) -> Result<u64> {
        self.number("PRAGMA page_size", &[]).map(i64::unsigned_abs)
    }

    /// Some of its pages, from one on, counted from 1. Nobody may write between two parts of the same file.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn file_part(&self, first: u32, pages: u32) -> Result<Vec<u8>> {
        let sql = "SELECT data FROM sqlite_dbpage WHERE pgno BETWEEN ?1 AND ?2 ORDER BY pgno";
        let mut statement = self.prepared(sql)?;
        let mut rows =
            statement.query([first, first.saturating_add(pages.saturating_sub(1))]).map_err(problem::failed)?;
        let mut bytes = Vec::new();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let page = row.get_ref(0).map_err(problem::failed)?;
            bytes.extend_from_slice(page.as_blob().map_err(|error| problem::failed(error.into()))?);
        }
        Ok(bytes)
    }
}
