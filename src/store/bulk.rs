//! Very much, in one transaction or in many.

use super::taking::Ending;
use super::{Store, Writer, problem};
use crate::error::Result;

/// How many pages SQLite's write-ahead log has before they are carried over into the file, where nothing is said.
const LOG_PAGES: u32 = 1_000;
/// The same while very much comes in: 64 MB.
const LARGE_LOG_PAGES: u32 = 16_384;

impl Store {
    /// The same as [`Store::write`], for a whole deployment that comes into an empty store.
    ///
    /// ```
    /// use airbyte_db::store::Store;
    /// use airbyte_db::table::Row;
    /// use airbyte_db::tables::AirbyteMetadata;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut store = Store::open(folder.path().join("new.db"))?;
    /// let row = AirbyteMetadata::read(r#"{"key": "airbyte_version", "value": "0.40.32"}"#)?;
    /// store.write_in_bulk(|writer| writer.insert(&row))?;
    /// assert!(store.read().status(false)?.rows.contains(&("airbyte_metadata", 1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_in_bulk<T>(&mut self, writing: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.without_log(|store| store.write(writing))
    }

    /// The same as [`Store::write_in_any_order`], for as much.
    pub(crate) fn write_in_bulk_in_any_order<T>(
        &mut self,
        ending: Ending,
        writing: impl FnOnce(&Writer<'_>) -> Result<T>,
    ) -> Result<T> {
        self.without_log(|store| store.write_in_any_order(ending, writing))
    }

    /// Does something that writes very much in many transactions. The same pages of indices change in each of them: the
    /// fewer times they are carried over from the log, the better. Who writes at the same time waits longer for their
    /// turn: it mostly comes while pages are carried over.
    pub(crate) fn with_large_log<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        self.set_log_pages(LARGE_LOG_PAGES)?;
        let result = work(self);
        self.set_log_pages(LOG_PAGES)?;
        result
    }

    fn set_log_pages(&self, pages: u32) -> Result<()> {
        // SQLite for the browser has no such log, and does not answer.
        self.connection.execute_batch(&format!("PRAGMA wal_autocheckpoint = {pages}")).map_err(problem::failed)
    }

    /// Does something without SQLite's write-ahead log, where the store is empty. What stands in the log is looked for
    /// there again and again until its transaction ends, so that each row takes longer the more came before it. Into an
    /// empty file rows can be written straight away: to undo that is to cut it off.
    fn without_log<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        // Where another connection has the file open, it stays as it is.
        let is_off = self.read().refuse_rows().is_ok() && self.journal("delete").is_ok_and(|mode| mode == "delete");
        let result = work(self);
        if is_off {
            self.journal("wal")?;
        }
        result
    }

    /// Sets where SQLite notes what has to be undone or done; gives what holds now. A store in memory has its own.
    fn journal(&self, mode: &str) -> Result<String> {
        let sql = format!("PRAGMA journal_mode = {mode}");
        self.connection.query_row(&sql, [], |row| row.get(0)).map_err(problem::failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StoreProblem;

    fn in_a_file() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("a.db")).unwrap();
        (folder, store)
    }

    fn mode(store: &Store) -> String {
        store.connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap()
    }

    fn put(writer: &Writer<'_>) -> Result<String> {
        let rows = "INSERT INTO airbyte_metadata VALUES (hex(randomblob(8)), 'value')";
        writer.reader.connection.execute_batch(rows).map_err(problem::failed)?;
        Ok(writer.reader.connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap())
    }

    #[test]
    fn only_an_empty_file_is_written_without_the_log() {
        let (_folder, mut store) = in_a_file();
        assert_eq!(store.write_in_bulk(put).unwrap(), "delete");
        assert_eq!(mode(&store), "wal");
        assert_eq!(store.write_in_bulk(put).unwrap(), "wal");
        assert_eq!(Store::in_memory().unwrap().write_in_bulk(put).unwrap(), "memory");
    }

    #[test]
    fn what_fails_leaves_nothing_and_the_log_is_there_again() {
        let (_folder, mut store) = in_a_file();
        let failed: Result<()> = store.write_in_bulk(|writer| {
            put(writer)?;
            Err(StoreProblem::Other.because("on purpose".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(mode(&store), "wal");
        store.read().refuse_rows().unwrap();
    }

    #[test]
    fn what_was_killed_is_undone_by_who_opens_the_file_next() {
        let (folder, mut store) = in_a_file();
        let path = |name: &str| folder.path().join(name);
        // So most of what is written is in the file before the transaction ends.
        store.connection.execute_batch("PRAGMA cache_size = 1").unwrap();
        let put_much = |writer: &Writer<'_>| {
            (0..1_000).try_for_each(|_| put(writer).map(|_| ()))?;
            // What a killed process leaves is what there is in its middle.
            for name in ["a.db", "a.db-journal"] {
                std::fs::copy(path(name), path(&name.replacen('a', "b", 1))).unwrap();
            }
            Ok(())
        };
        store.write_in_bulk(put_much).unwrap();
        assert!(std::fs::metadata(path("b.db-journal")).unwrap().len() > 0);
        let opened = Store::open_read_only(path("b.db")).unwrap();
        opened.read().refuse_rows().unwrap();
        assert!(!path("b.db-journal").exists());
    }

    #[test]
    fn another_connection_does_not_keep_it_from_being_written() {
        let (folder, mut store) = in_a_file();
        store.wait_for_writers(0).unwrap();
        let other = Store::open(folder.path().join("a.db")).unwrap();
        other.read().refuse_rows().unwrap();
        assert_eq!(store.write_in_bulk(put).unwrap(), "wal");
        assert!(other.read().refuse_rows().is_err());
    }
}
