//! Records and bytes that were moved.

use super::table::answer_row;
use crate::error::Result;
use crate::sorting::sort;
use crate::store::{Reader, problem, sql::bind};
use jiff::Timestamp;
use std::collections::BTreeMap;

answer_row! {
    /// What the syncs of a connection moved, by the newest statistics of each attempt.
    MovedByConnection {
        /// The connection, as its jobs name it.
        scope: Option<String>,
        /// Its name; none where it is gone.
        connection: Option<String>,
        /// Attempts that have statistics.
        attempts: u64,
        /// Records that their sources gave.
        records_emitted: i128,
        /// Bytes that their sources gave.
        bytes_emitted: i128,
        /// Records that are safe at their destinations.
        records_committed: i128,
        /// Attempts that succeeded and have statistics.
        succeeded_attempts: u64,
        /// Records that the sources gave in those.
        succeeded_records_emitted: i128,
        /// Bytes that the sources gave in those.
        succeeded_bytes_emitted: i128,
        /// Records that are safe at the destinations, of those.
        succeeded_records_committed: i128,
    }
}

impl Reader<'_> {
    /// What the syncs of each connection moved, by name. The sums are exact, however large.
    ///
    /// An attempt that ended after the moment counts with what is known of it today, but not as one that succeeded.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn moved_by_connection(&self, as_of: Timestamp) -> Result<Vec<MovedByConnection>> {
        let sql = "SELECT jobs.scope, attempts.id, attempts.status = 'succeeded' AND attempts.updated_at <= ?1, \
                   records_emitted, bytes_emitted, records_committed \
                   FROM jobs INDEXED BY airbyte_db_jobs_questions_idx \
                   CROSS JOIN attempts INDEXED BY airbyte_db_attempts_questions_idx ON attempts.job_id = jobs.id \
                   CROSS JOIN sync_stats INDEXED BY airbyte_db_sync_stats_questions_idx ON attempt_id = attempts.id \
                   WHERE config_type = 'sync' AND jobs.created_at <= ?1 AND attempts.created_at <= ?1 \
                   AND sync_stats.created_at <= ?1 AND NOT EXISTS (\
                   SELECT 1 FROM sync_stats AS newer WHERE newer.attempt_id = attempts.id AND newer.created_at <= ?1 \
                   AND (newer.created_at, newer.id) > (sync_stats.created_at, sync_stats.id))";
        let mut moved: BTreeMap<Option<String>, MovedByConnection> = BTreeMap::new();
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, 1, &[as_of.into()])?;
        let mut rows = statement.raw_query();
        let names = self.connection_names()?;
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let scope: Option<String> = row.get(0).map_err(problem::failed)?;
            let number = |at| row.get::<_, Option<i64>>(at).map(|number| i128::from(number.unwrap_or(0)));
            let [records, bytes, committed] = [number(3), number(4), number(5)];
            let (records, bytes, committed) = (
                records.map_err(problem::failed)?,
                bytes.map_err(problem::failed)?,
                committed.map_err(problem::failed)?,
            );
            let name = scope.as_ref().and_then(|scope| names.get(scope)).cloned();
            let sum = moved.entry(scope.clone()).or_insert_with(|| MovedByConnection::none(scope, name));
            sum.attempts += 1;
            sum.records_emitted += records;
            sum.bytes_emitted += bytes;
            sum.records_committed += committed;
            if row.get::<_, Option<bool>>(2).map_err(problem::failed)? == Some(true) {
                sum.succeeded_attempts += 1;
                sum.succeeded_records_emitted += records;
                sum.succeeded_bytes_emitted += bytes;
                sum.succeeded_records_committed += committed;
            }
        }
        let mut rows: Vec<_> = moved.into_values().collect();
        sort(&mut rows, |one, other| (&one.connection, &one.scope).cmp(&(&other.connection, &other.scope)));
        Ok(rows)
    }
}

impl MovedByConnection {
    fn none(scope: Option<String>, connection: Option<String>) -> MovedByConnection {
        MovedByConnection {
            scope,
            connection,
            attempts: 0,
            records_emitted: 0,
            bytes_emitted: 0,
            records_committed: 0,
            succeeded_attempts: 0,
            succeeded_records_emitted: 0,
            succeeded_bytes_emitted: 0,
            succeeded_records_committed: 0,
        }
    }
}
