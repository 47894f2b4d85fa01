//! The newest sync of each connection, and the jobs that are running.

use super::Asked;
use super::table::answer_row;
use crate::error::Result;
use crate::sorting::sort;
use crate::store::{Reader, column, problem, sql::bind};
use crate::table::Cell;
use crate::tables::{JobConfigType, JobStatus};
use jiff::Timestamp;
use std::collections::HashMap;
use std::ops::ControlFlow;
use uuid::Uuid;

/// All that questions need of a job. A covering index has it; the documents are not touched.
pub(super) struct Glance {
    pub(super) id: i64,
    pub(super) scope: Option<String>,
    pub(super) kind: Option<JobConfigType>,
    /// As of the moment that was asked for.
    pub(super) status: Option<JobStatus>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Option<Timestamp>,
}

impl Glance {
    /// None of a job of which nobody knows when it was made.
    fn of(row: &rusqlite::Row<'_>, as_of: Timestamp) -> rusqlite::Result<Option<Glance>> {
        let text = |at| row.get::<_, Option<String>>(at);
        let Some(created_at) = text(1)?.and_then(|text| column::timestamp(&text)) else { return Ok(None) };
        let updated_at = text(5)?.and_then(|text| column::timestamp(&text));
        let status = text(4)?.map(|text| JobStatus::from(&*text)).map(|status| {
            // What ended later was not over yet.
            let later = status.is_terminal() && updated_at.is_some_and(|updated_at| updated_at > as_of);
            if later { JobStatus::Running } else { status }
        });
        let kind = text(3)?.map(|text| JobConfigType::from(&*text));
        Ok(Some(Glance { id: row.get(2)?, scope: text(0)?, kind, status, created_at, updated_at }))
    }

    pub(super) fn is_sync(&self) -> bool {
        self.kind == Some(JobConfigType::Sync)
    }

    /// How many seconds a job took.
    pub(super) fn seconds(&self) -> Option<f64> {
        Some(self.updated_at?.duration_since(self.created_at).as_secs_f64())
    }
}

/// Live connections with their names, by id.
pub(super) const LIVE: &str =
    "SELECT id, name FROM connection WHERE ifnull(status, '') <> 'deprecated' ORDER BY name, id";

impl Reader<'_> {
    /// Shows every job that was made by then: connection by connection, and of each the oldest first.
    pub(super) fn glance_at_jobs(&self, as_of: Timestamp, mut show: impl FnMut(Glance)) -> Result<()> {
        let end = "WHERE created_at <= ?1 ORDER BY scope, created_at, id";
        self.glances(end, &[as_of.into()], as_of, |job| {
            show(job);
            ControlFlow::Continue(())
        })
    }

    /// Shows the jobs of a connection that were made by then, the newest first, for as long as `show` wants more. What is
    /// known of the newest few is found without a look at the others, however many there are.
    pub(super) fn glance_back(
        &self,
        scope: &str,
        as_of: Timestamp,
        show: impl FnMut(Glance) -> ControlFlow<()>,
    ) -> Result<()> {
        let end = "WHERE created_at <= ?1 AND scope = ?2 ORDER BY created_at DESC, id DESC";
        self.glances(end, &[as_of.into(), Cell::Text(scope.into())], as_of, show)
    }

    /// What jobs are for, each once: an index is entered once for each.
    pub(super) fn scopes(&self) -> Result<Vec<String>> {
        let sql = "WITH RECURSIVE scopes (scope) AS (SELECT min(scope) FROM jobs UNION ALL \
                   SELECT (SELECT min(scope) FROM jobs WHERE jobs.scope > scopes.scope) FROM scopes \
                   WHERE scopes.scope IS NOT NULL) SELECT scope FROM scopes WHERE scope IS NOT NULL";
        self.each(sql, &[], |row| row.text(0))
    }

    fn glances(
        &self,
        end: &str,
        values: &[Cell<'_>],
        as_of: Timestamp,
        mut show: impl FnMut(Glance) -> ControlFlow<()>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT scope, created_at, id, config_type, status, updated_at FROM jobs \
             INDEXED BY airbyte_db_jobs_questions_idx {end}"
        );
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            if let Some(job) = Glance::of(row, as_of).map_err(problem::failed)?
                && show(job).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    /// The newest sync of each live connection as of a moment.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn last_syncs(&self, as_of: Timestamp) -> Result<Vec<LastSync>> {
        let live = self.each(LIVE, &[], |row| Ok((row.id(0)?, row.text(1)?)))?;
        live.into_iter().map(|(id, name)| self.last_sync(id, name, as_of)).collect()
    }

    fn last_sync(&self, connection_id: Uuid, connection: String, as_of: Timestamp) -> Result<LastSync> {
        let mut newest = None;
        let mut last_succeeded_at = None;
        self.glance_back(&connection_id.to_string(), as_of, |job| {
            if !job.is_sync() {
                return ControlFlow::Continue(());
            }
            let succeeded = job.status == Some(JobStatus::Succeeded);
            if succeeded {
                last_succeeded_at = job.updated_at;
            }
            newest.get_or_insert(job);
            if succeeded { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let ended = newest.as_ref().filter(|job| job.status.as_ref().is_some_and(JobStatus::is_terminal));
        Ok(LastSync {
            connection_id,
            connection,
            ended_at: ended.and_then(|job| job.updated_at),
            job_id: newest.as_ref().map(|job| job.id),
            outcome: newest.as_ref().and_then(|job| job.status.as_ref().map(ToString::to_string)),
            created_at: newest.map(|job| job.created_at),
            last_succeeded_at,
        })
    }

    /// The jobs that were running at a moment, those that were silent for longest first.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn running_jobs(&self, asked: &Asked<'_>) -> Result<Vec<RunningJob>> {
        let mut running = Vec::new();
        let end = "WHERE created_at <= ?1 AND (status = 'running' OR updated_at > ?1) ORDER BY scope, created_at, id";
        self.glances(end, &[asked.as_of.into()], asked.as_of, |job| {
            if job.status == Some(JobStatus::Running) {
                running.push(job);
            }
            ControlFlow::Continue(())
        })?;
        let names = self.connection_names()?;
        let mut found = Vec::new();
        for job in running {
            let sql = "SELECT created_at, updated_at FROM attempts WHERE job_id = ?1";
            let attempts = self.each(sql, &[job.id.into()], |row| Ok([row.moment(0)?, row.moment(1)?]))?;
            let signs = attempts.into_iter().flatten().chain([job.updated_at]).flatten();
            let last_sign_at = signs.filter(|sign| *sign <= asked.as_of).fold(job.created_at, Timestamp::max);
            let silent = asked.as_of.duration_since(last_sign_at);
            let name = job.scope.as_ref().and_then(|scope| names.get(scope)).cloned();
            found.push(RunningJob {
                job_id: job.id,
                scope: job.scope,
                connection: name,
                job_type: job.kind.map(|kind| kind.to_string()),
                created_at: job.created_at,
                last_sign_at,
                silent_seconds: silent.as_secs(),
                stale: silent >= asked.stale_after,
            });
        }
        sort(&mut found, |one, other| (one.last_sign_at, one.job_id).cmp(&(other.last_sign_at, other.job_id)));
        Ok(found)
    }

    /// The names of all connections, by their ids as jobs write them.
    pub(super) fn connection_names(&self) -> Result<HashMap<String, String>> {
        let rows = self.each("SELECT id, name FROM connection", &[], |row| Ok((row.text(0)?, row.text(1)?)))?;
        Ok(rows.into_iter().collect())
    }
}

answer_row! {
    /// The newest sync of a connection.
    LastSync {
        /// The connection.
        connection_id: Uuid,
        /// Its name.
        connection: String,
        /// The job; none where there was no sync.
        job_id: Option<i64>,
        /// Its status.
        outcome: Option<String>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// When it ended; none where it has not.
        ended_at: Option<Timestamp>,
        /// When a sync of the connection last succeeded.
        last_succeeded_at: Option<Timestamp>,
    }
}

answer_row! {
    /// A running job.
    RunningJob {
        /// The job.
        job_id: i64,
        /// What it is for: the id of a connection.
        scope: Option<String>,
        /// The connection's name.
        connection: Option<String>,
        /// A sync or a reset.
        job_type: Option<String>,
        /// When it was made.
        created_at: Timestamp,
        /// When it, or an attempt at it, last went on.
        last_sign_at: Timestamp,
        /// For how many seconds it has been silent.
        silent_seconds: i64,
        /// Whether that is too long.
        stale: bool,
    }
}
