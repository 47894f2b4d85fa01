//! One moment of a file, read by two connections: two threads can read it then.

use super::{Reader, Store, problem};
use crate::error::Result;

impl Store {
    /// Reads several things of one moment, whatever others write meanwhile. Another thread may read the same moment by
    /// the second store, where there can be one: of a file in which nobody writes just now.
    ///
    /// # Errors
    /// Those of `reading`.
    pub(crate) fn read_at_once_by_two<T>(
        &mut self,
        reading: impl FnOnce(&Reader<'_>, Option<Store>) -> Result<T>,
    ) -> Result<T> {
        let second = self.second();
        let transaction = self.connection.transaction().map_err(problem::failed)?;
        // A transaction begins with the first thing that is read.
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(problem::failed)?;
        let second = second.and_then(|(second, version)| second.is_still_at(version).then_some(second));
        reading(&Reader { connection: &transaction, shared: &self.shared }, second)
    }

    /// The same file once more, and which version of it that is.
    fn second(&self) -> Option<(Store, i64)> {
        // What is in memory, and a file without a name, is there for one connection alone.
        let path = self.connection.path().filter(|path| !path.is_empty())?;
        let second = Store::open_read_only(path).ok()?;
        let version = second.data_version()?;
        Some((second, version))
    }

    /// Whether nobody has written since that version: whoever began to read in between reads the same as this one does
    /// from now on.
    fn is_still_at(&self, version: i64) -> bool {
        let begun = self.connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema");
        begun.is_ok() && self.data_version() == Some(version)
    }

    /// A number that changes when another connection has written.
    fn data_version(&self) -> Option<i64> {
        self.connection.query_row("PRAGMA data_version", [], |row| row.get(0)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_read_the_same_moment() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut store = Store::open(&path).unwrap();
        let count = |reader: &Reader<'_>| reader.number("SELECT count(*) FROM airbyte_metadata", &[]).unwrap();
        let write = |writer: &Store| {
            writer
                .connection
                .execute_batch("INSERT INTO airbyte_metadata VALUES (hex(randomblob(8)), 'value')")
                .unwrap();
        };
        write(&store);
        let of_both = store.read_at_once_by_two(|reader, second| {
            write(&Store::open(&path)?);
            Ok((count(reader), second.map(|second| count(&second.read()))))
        });
        assert_eq!(of_both.unwrap(), (1, Some(1)));
        assert_eq!(count(&store.read()), 2);
    }

    #[test]
    fn there_is_no_second_where_somebody_wrote_in_between() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let store = Store::open(&path).unwrap();
        let (second, version) = store.second().unwrap();
        store.connection.execute_batch("INSERT INTO airbyte_metadata VALUES ('key', 'value')").unwrap();
        assert!(!second.is_still_at(version));
    }

    #[test]
    fn what_is_in_memory_has_no_second() {
        for store in [Store::in_memory().unwrap(), Store::temporary().unwrap()] {
            assert!(store.second().is_none());
        }
    }
}
