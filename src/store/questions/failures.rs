//! Why attempts failed, and which connections keep failing.

use super::table::answer_row;
use crate::error::Result;
use crate::sorting::sort;
use crate::store::Reader;
use crate::tables::JobStatus;
use jiff::Timestamp;
use std::ops::ControlFlow;

answer_row! {
    /// A reason, and how often it was given.
    FailureReasonCount {
        /// Where it went wrong; none where nobody knows.
        failure_origin: Option<String>,
        /// Of what kind it was; none where nobody knows.
        failure_type: Option<String>,
        /// How often it was given.
        failures: u64,
        /// In how many attempts.
        attempts: u64,
    }
}

answer_row! {
    /// A connection whose newest finished syncs failed.
    FailingStreak {
        /// The connection, as its jobs name it.
        scope: String,
        /// Its name; none where it is gone.
        connection: Option<String>,
        /// How many in a row.
        failed_in_a_row: u64,
        /// When the first of them was made.
        since: Timestamp,
        /// The newest of them.
        last_job_id: i64,
    }
}

impl Reader<'_> {
    /// What attempts failed of by a moment, the most frequent reason first.
    ///
    /// Entries that are no objects are passed over; a word that is no text counts as none.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn failure_reasons(&self, as_of: Timestamp) -> Result<Vec<FailureReasonCount>> {
        let word = |name: &str| {
            format!(
                "CASE json_type(reason.value, '$.{name}') WHEN 'text' THEN json_extract(reason.value, '$.{name}') END"
            )
        };
        let sql = format!(
            "SELECT {}, {}, count(*) AS failures, count(DISTINCT attempts.id) \
             FROM attempts INDEXED BY airbyte_db_attempts_failure_summary_idx, json_each(failure_summary, '$.failures') AS reason \
             WHERE failure_summary IS NOT NULL AND ifnull(ended_at, updated_at) <= ?1 \
             AND json_type(failure_summary, '$.failures') = 'array' AND reason.type = 'object' \
             GROUP BY 1, 2 ORDER BY failures DESC, 1, 2",
            word("failureOrigin"),
            word("failureType")
        );
        self.each(&sql, &[as_of.into()], |row| {
            Ok(FailureReasonCount {
                failure_origin: row.optional_text(0)?,
                failure_type: row.optional_text(1)?,
                failures: row.count(2)?,
                attempts: row.count(3)?,
            })
        })
    }

    /// The connections whose newest finished syncs failed, those with the most failures in a row first. Cancelled and
    /// unfinished syncs, and resets, neither count nor end a streak.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn failing_streaks(&self, as_of: Timestamp) -> Result<Vec<FailingStreak>> {
        let names = self.connection_names()?;
        let mut rows = Vec::new();
        for scope in self.scopes()? {
            let connection = names.get(&scope).cloned();
            rows.extend(self.failing_streak(scope, connection, as_of)?);
        }
        sort(&mut rows, |one, other| {
            (other.failed_in_a_row, &one.connection, &one.scope).cmp(&(
                one.failed_in_a_row,
                &other.connection,
                &other.scope,
            ))
        });
        Ok(rows)
    }

    fn failing_streak(
        &self,
        scope: String,
        connection: Option<String>,
        as_of: Timestamp,
    ) -> Result<Option<FailingStreak>> {
        let mut failed_in_a_row = 0;
        let (mut since, mut last_job_id) = (None, None);
        self.glance_back(&scope, as_of, |job| {
            match job.status {
                Some(JobStatus::Succeeded) if job.is_sync() => return ControlFlow::Break(()),
                Some(JobStatus::Failed) if job.is_sync() => {
                    failed_in_a_row += 1;
                    since = Some(job.created_at);
                    last_job_id = last_job_id.or(Some(job.id));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        let ends = since.zip(last_job_id);
        Ok(ends.map(|(since, last_job_id)| FailingStreak { scope, connection, failed_in_a_row, since, last_job_id }))
    }
}
