//! Jobs and the attempts at them, as the platform moves them on (facts, databases 2.2).

use super::{Reader, Writer};
use crate::blobs::{AttemptFailureSummary, JobConfig};
use crate::error::{Result, StoreProblem};
use crate::json::Json;
use crate::table::{Cell, ColumnValue, Row};
use crate::tables::{Attempt, AttemptStatus, Job, JobConfigType, JobStatus};
use jiff::Timestamp;

/// The types of which a connection has one unfinished job at most.
const REPLICATION: &str = "('sync', 'reset_connection')";

/// The statuses from which a job does not come back.
const TERMINAL: &str = "('failed', 'succeeded', 'cancelled')";

/// A job with the attempts at it, the first one first.
#[derive(Debug, Clone, PartialEq)]
pub struct JobWithAttempts {
    /// The job.
    pub job: Job,
    /// The attempts.
    pub attempts: Vec<Attempt>,
}

impl Reader<'_> {
    /// The job that is to run next: the one that has waited longest of those whose connection has none under way.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn next_job(&self) -> Result<Option<Job>> {
        self.first(
            "WHERE status = 'pending' AND NOT EXISTS (SELECT 1 FROM jobs AS other \
             WHERE other.scope = jobs.scope AND other.status IN ('running', 'incomplete')) ORDER BY created_at, id",
            &[],
        )
    }

    /// A job with its attempts.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn job_with_attempts(&self, job: i64) -> Result<Option<JobWithAttempts>> {
        self.get::<Job>(job)?.map(|job| self.with_attempts(job)).transpose()
    }

    /// The attempts at a job, the first one first.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn attempts_of(&self, job: i64) -> Result<Vec<Attempt>> {
        self.select("WHERE job_id = ?1 ORDER BY created_at, id", &[job.into()])
    }

    fn with_attempts(&self, job: Job) -> Result<JobWithAttempts> {
        let attempts = self.attempts_of(job.id)?;
        Ok(JobWithAttempts { job, attempts })
    }

    /// The jobs of a connection, the newest one first: those of the types given, of all types where none is. At most
    /// `size`, after leaving out `after`.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn history(&self, scope: &str, types: &[JobConfigType], size: u64, after: u64) -> Result<Vec<JobWithAttempts>> {
        let (condition, of_types) = of_types(types, 2);
        let values: Vec<Cell<'_>> = [scope.into()].into_iter().chain(of_types).collect();
        let rest =
            format!("WHERE scope = ?1 AND {condition} ORDER BY created_at DESC, id DESC LIMIT {size} OFFSET {after}");
        self.select(&rest, &values)?.into_iter().map(|job| self.with_attempts(job)).collect()
    }

    /// The jobs of a connection, the newest one first, in whole pages down to the one that holds a certain job; nothing
    /// where that job is none of the connection's.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn history_to(
        &self,
        scope: &str,
        types: &[JobConfigType],
        job: i64,
        page_size: u64,
    ) -> Result<Vec<JobWithAttempts>> {
        let wanted = self.get::<Job>(job)?.filter(|job| job.scope.as_deref() == Some(scope));
        let Some(created_at) = wanted.and_then(|job| job.created_at) else { return Ok(Vec::new()) };
        let (condition, of_types) = of_types(types, 3);
        let values: Vec<Cell<'_>> = [scope.into(), created_at.into()].into_iter().chain(of_types).collect();
        let sql = format!("SELECT count(*) FROM jobs WHERE scope = ?1 AND created_at >= ?2 AND {condition}");
        let newer = self.number(&sql, &values)?.unsigned_abs();
        let page_size = page_size.max(1);
        self.history(scope, types, (newer / page_size + 1) * page_size, 0)
    }

    /// The newest sync or reset of a connection that was not cancelled.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn last_replication_job(&self, scope: &str) -> Result<Option<Job>> {
        self.replication_job(scope, "DESC")
    }

    /// The oldest sync or reset of a connection that was not cancelled.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn first_replication_job(&self, scope: &str) -> Result<Option<Job>> {
        self.replication_job(scope, "ASC")
    }

    fn replication_job(&self, scope: &str, order: &str) -> Result<Option<Job>> {
        let rest = format!(
            "WHERE scope = ?1 AND config_type IN {REPLICATION} AND status <> 'cancelled' \
             ORDER BY created_at {order}, id {order}"
        );
        self.first(&rest, &[scope.into()])
    }

    /// The newest sync of a connection, cancelled ones included, resets not.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn last_sync_job(&self, scope: &str) -> Result<Option<Job>> {
        self.first("WHERE scope = ?1 AND config_type = 'sync' ORDER BY created_at DESC, id DESC", &[scope.into()])
    }

    fn attempt(&self, job: i64, attempt_number: i32) -> Result<Attempt> {
        let values = [job.into(), i64::from(attempt_number).into()];
        let found = self.first("WHERE job_id = ?1 AND attempt_number = ?2", &values)?;
        found.ok_or_else(|| StoreProblem::Missing.because(format!("job {job} has no attempt {attempt_number}")))
    }

    /// The id of an attempt, by its job and number.
    pub(super) fn attempt_id(&self, job: i64, attempt_number: i32) -> Result<i64> {
        self.attempt(job, attempt_number).map(|attempt| attempt.id)
    }
}

impl Writer<'_> {
    /// Makes a job that waits to be run, and gives its number; nothing where it is a sync or reset and its connection
    /// has an unfinished one.
    ///
    /// Nobody can come between the question and the answer: a writer is the only one.
    ///
    /// ```
    /// use airbyte_db::json::Json;
    /// use airbyte_db::store::Store;
    /// use airbyte_db::tables::JobStatus;
    ///
    /// let config = Json::parse(r#"{"configType": "sync", "sync": {
    ///   "sourceConfiguration": {}, "destinationConfiguration": {}, "configuredAirbyteCatalog": {"streams": []},
    ///   "sourceDockerImage": "example/source-orders:1.0.0", "destinationDockerImage": "example/destination-lake:1.0.0"
    /// }}"#)?;
    /// let mut store = Store::in_memory()?;
    /// let connection = "7c2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a13";
    /// let job = store.write(|writer| writer.enqueue_job(connection, &config))?.expect("it is the first one");
    /// assert_eq!(store.write(|writer| writer.enqueue_job(connection, &config))?, None);
    ///
    /// let number = store.write(|writer| writer.create_attempt(job, "/workspace/1/0/logs.log"))?;
    /// store.write(|writer| writer.succeed_attempt(job, number))?;
    /// assert_eq!(store.read().last_sync_job(connection)?.and_then(|job| job.status), Some(JobStatus::Succeeded));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A configuration that the rules of rows refuse, or that does not say its type.
    pub fn enqueue_job(&self, scope: &str, config: &Json<JobConfig>) -> Result<Option<i64>> {
        let config_type = config.read()?.config_type;
        if is_replication(&config_type) && self.has_unfinished_job(scope)? {
            return Ok(None);
        }
        let now = Some(self.now()?);
        let job = Job {
            id: 0,
            config_type: Some(config_type),
            scope: Some(scope.to_owned()),
            config: Some(config.clone()),
            status: Some(JobStatus::Pending),
            started_at: None,
            created_at: now,
            updated_at: now,
        };
        self.refuse_errors(&job)?;
        self.insert_numbered(Job::TABLE, &numbered_later(&job)).map(Some)
    }

    /// Whether a connection has a sync or reset that is not finished.
    fn has_unfinished_job(&self, scope: &str) -> Result<bool> {
        let sql = format!(
            "SELECT 1 FROM jobs WHERE scope = ?1 AND config_type IN {REPLICATION} AND status NOT IN {TERMINAL} LIMIT 1"
        );
        self.exists(&sql, &[scope.into()])
    }

    /// Begins an attempt at a job, which runs from then on; gives the attempt's number, from 0.
    ///
    /// # Errors
    /// [`StoreProblem::NotAllowed`]: the job is finished, or another attempt is running.
    pub fn create_attempt(&self, job: i64, log_path: &str) -> Result<i32> {
        let status = status_of(&self.existing::<Job>(job)?);
        if status.is_terminal() {
            return Err(not_allowed(format!("job {job} is {status}; there can be no further attempt at it")));
        }
        if self.exists("SELECT 1 FROM attempts WHERE job_id = ?1 AND status = 'running'", &[job.into()])? {
            return Err(not_allowed(format!("job {job} has a running attempt; end that one first")));
        }
        self.set_status(job, &JobStatus::Running)?;
        // Not how many there are, as the platform has it: where one was deleted, that number is taken.
        let sql = "SELECT ifnull(max(attempt_number) + 1, 0) FROM attempts WHERE job_id = ?1";
        let attempt_number = i32::try_from(self.number(sql, &[job.into()])?)
            .map_err(|_| not_allowed(format!("job {job} has too many attempts")))?;
        let now = Some(self.now()?);
        let attempt = Attempt {
            id: 0,
            job_id: Some(job),
            attempt_number: Some(attempt_number),
            log_path: Some(log_path.to_owned()),
            output: None,
            status: Some(AttemptStatus::Running),
            created_at: now,
            updated_at: now,
            ended_at: None,
            temporal_workflow_id: None,
            failure_summary: None,
            processing_task_queue: None,
        };
        self.refuse_errors(&attempt)?;
        self.insert_numbered(Attempt::TABLE, &numbered_later(&attempt))?;
        Ok(attempt_number)
    }

    /// Ends an attempt that has failed. Its job is then incomplete, and may be tried again; a finished job stays as it
    /// is.
    ///
    /// # Errors
    /// No such attempt, one that has succeeded; a job that has not begun.
    pub fn fail_attempt(&self, job: i64, attempt_number: i32) -> Result<()> {
        self.end_attempt(job, attempt_number, &AttemptStatus::Failed, &JobStatus::Incomplete)
    }

    /// Ends an attempt that has succeeded, and with it its job; a finished job stays as it is.
    ///
    /// # Errors
    /// No such attempt, one that has failed; a job that is not running.
    pub fn succeed_attempt(&self, job: i64, attempt_number: i32) -> Result<()> {
        self.end_attempt(job, attempt_number, &AttemptStatus::Succeeded, &JobStatus::Succeeded)
    }

    fn end_attempt(&self, job: i64, attempt_number: i32, status: &AttemptStatus, of_job: &JobStatus) -> Result<()> {
        let attempt = self.attempt(job, attempt_number)?;
        // The platform does not look, and so can let an attempt fail that has succeeded.
        if let Some(ended) = attempt.status.filter(|before| before.is_terminal() && before != status) {
            let message = format!("attempt {attempt_number} at job {job} has {ended}; it cannot become {status}");
            return Err(not_allowed(message));
        }
        self.set_status(job, of_job)?;
        let values = [status.cell(), self.now()?.into(), attempt.id.into()];
        self.execute("UPDATE attempts SET status = ?1, updated_at = ?2, ended_at = ?2 WHERE id = ?3", &values)?;
        Ok(())
    }

    /// Ends a job as cancelled, unless it is finished. A running attempt at it stays as it is.
    ///
    /// # Errors
    /// No such job.
    pub fn cancel_job(&self, job: i64) -> Result<()> {
        self.set_status(job, &JobStatus::Cancelled)
    }

    /// Ends a job as failed, unless it is finished. A running attempt at it stays as it is.
    ///
    /// # Errors
    /// No such job.
    pub fn fail_job(&self, job: i64) -> Result<()> {
        self.set_status(job, &JobStatus::Failed)
    }

    /// Lets an incomplete job wait again, as if it were new; a finished one stays as it is.
    ///
    /// # Errors
    /// No such job; one that waits or runs.
    pub fn reset_job(&self, job: i64) -> Result<()> {
        self.set_status(job, &JobStatus::Pending)
    }

    /// Ends all unfinished syncs and resets of a connection, and the running attempts at them, as failed with a summary
    /// of why: what the platform does before it makes a new one. Gives how many jobs there were.
    ///
    /// # Errors
    /// A summary that is none.
    pub fn fail_unfinished_jobs(&self, scope: &str, why: &Json<AttemptFailureSummary>) -> Result<usize> {
        let rest = format!("WHERE scope = ?1 AND config_type IN {REPLICATION} AND status NOT IN {TERMINAL}");
        let jobs: Vec<Job> = self.select(&rest, &[scope.into()])?;
        for job in &jobs {
            for attempt in self.attempts_of(job.id)? {
                if let (Some(number), Some(AttemptStatus::Running)) = (attempt.attempt_number, attempt.status) {
                    self.fail_attempt(job.id, number)?;
                    self.write_attempt_failure_summary(job.id, number, why)?;
                }
            }
            self.fail_job(job.id)?;
        }
        Ok(jobs.len())
    }

    /// Notes by which workflow of Temporal an attempt is worked on, and in which queue. No time is changed.
    ///
    /// # Errors
    /// No such attempt.
    pub fn set_attempt_temporal_workflow_info(
        &self,
        job: i64,
        attempt_number: i32,
        temporal_workflow_id: &str,
        processing_task_queue: &str,
    ) -> Result<()> {
        let id = self.attempt_id(job, attempt_number)?;
        let values = [temporal_workflow_id.into(), processing_task_queue.into(), id.into()];
        self.execute(
            "UPDATE attempts SET temporal_workflow_id = ?1, processing_task_queue = ?2 WHERE id = ?3",
            &values,
        )?;
        Ok(())
    }

    /// Notes why an attempt failed.
    ///
    /// # Errors
    /// No such attempt; a summary that is none.
    pub fn write_attempt_failure_summary(
        &self,
        job: i64,
        attempt_number: i32,
        summary: &Json<AttemptFailureSummary>,
    ) -> Result<()> {
        summary.read()?;
        let id = self.attempt_id(job, attempt_number)?;
        let values = [summary.cell(), self.now()?.into(), id.into()];
        self.execute("UPDATE attempts SET failure_summary = ?1, updated_at = ?2 WHERE id = ?3", &values)?;
        Ok(())
    }

    /// Deletes what nobody needs of the history of jobs, with the attempts at them; gives how many jobs there were.
    ///
    /// A job goes that was made more than 29 days before `as_of`, or whose connection has more than 500 jobs. What stays
    /// in any case: the 10 newest jobs of each connection, its newest job with a state in an output, and jobs that are
    /// not finished.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn purge_job_history(&self, as_of: Timestamp) -> Result<u64> {
        let oldest = as_of.checked_sub(jiff::SignedDuration::from_hours(29 * 24)).unwrap_or(Timestamp::MIN);
        self.execute("DROP TABLE IF EXISTS temp.purged", &[])?;
        self.execute(PURGED, &[oldest.into()])?;
        self.execute("DELETE FROM attempts WHERE job_id IN (SELECT id FROM temp.purged)", &[])?;
        let count = self.execute("DELETE FROM jobs WHERE id IN (SELECT id FROM temp.purged)", &[])?;
        self.execute("DROP TABLE temp.purged", &[])?;
        Ok(count)
    }

    /// Moves a job on. A finished one stays as it is, silently, as with the platform.
    fn set_status(&self, job: i64, to: &JobStatus) -> Result<()> {
        let from = status_of(&self.existing::<Job>(job)?);
        if from.is_terminal() {
            return Ok(());
        }
        if !from.may_become(to) {
            return Err(not_allowed(format!("job {job} is {from}; it cannot become {to}")));
        }
        let values = [to.cell(), self.now()?.into(), job.into()];
        self.execute("UPDATE jobs SET status = ?1, updated_at = ?2 WHERE id = ?3", &values)?;
        Ok(())
    }
}

/// The jobs to be purged, into a table of their own: the rest is then two plain deletions.
const PURGED: &str = "
CREATE TEMP TABLE purged AS
WITH
    ranked AS (
        SELECT id, scope, created_at, status,
            row_number() OVER (PARTITION BY scope ORDER BY created_at DESC, id DESC) AS place,
            count(*) OVER (PARTITION BY scope) AS jobs_of_scope
        FROM jobs
    ),
    candidates AS (
        SELECT id, scope FROM ranked
        WHERE place > 10 AND (created_at < ?1 OR jobs_of_scope > 500)
            AND status IN ('failed', 'succeeded', 'cancelled')
    ),
    with_state AS (
        SELECT jobs.id, row_number() OVER (PARTITION BY jobs.scope ORDER BY jobs.created_at DESC, jobs.id DESC) AS place
        FROM jobs
        WHERE jobs.scope IN (SELECT scope FROM candidates) AND EXISTS (
            SELECT 1 FROM attempts
            WHERE attempts.job_id = jobs.id AND json_extract(attempts.output, '$.sync.state.state') IS NOT NULL
        )
    )
SELECT id FROM candidates WHERE id NOT IN (SELECT id FROM with_state WHERE place = 1)";

/// The condition on `config_type`, and its values, whose places begin at `first`.
fn of_types(types: &[JobConfigType], first: usize) -> (String, Vec<Cell<'_>>) {
    if types.is_empty() {
        return ("true".to_owned(), Vec::new());
    }
    let places: Vec<String> = (first..types.len() + first).map(|number| format!("?{number}")).collect();
    (format!("config_type IN ({})", places.join(", ")), types.iter().map(ColumnValue::cell).collect())
}

fn is_replication(config_type: &JobConfigType) -> bool {
    matches!(config_type, JobConfigType::Sync | JobConfigType::ResetConnection)
}

/// A job without a status cannot be read by the platform; nothing may follow on it.
fn status_of(job: &Job) -> JobStatus {
    job.status.clone().unwrap_or_else(|| JobStatus::Unknown("NULL".into()))
}

fn not_allowed(message: String) -> crate::Error {
    StoreProblem::NotAllowed.because(message)
}

/// The cells of a row whose number the store gives.
fn numbered_later<R: Row>(row: &R) -> Vec<Cell<'_>> {
    let mut cells = row.cells();
    cells[0] = Cell::Null;
    cells
}
