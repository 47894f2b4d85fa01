//! How syncs ended and how long they took, by connection, connector, workspace and day.

use super::jobs::Glance;
use super::table::answer_row;
use crate::error::Result;
use crate::sorting::sort;
use crate::store::Reader;
use crate::tables::{JobConfigType, JobStatus};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The outcomes of a group of jobs.
#[derive(Default)]
struct Tally {
    succeeded: u64,
    failed: u64,
    cancelled: u64,
    unfinished: u64,
    resets: u64,
    /// In seconds, of the syncs that succeeded.
    durations: Vec<f64>,
}

impl Tally {
    fn count(&mut self, job: &Glance) {
        match (&job.kind, &job.status) {
            (Some(JobConfigType::ResetConnection), _) => self.resets += 1,
            (Some(JobConfigType::Sync), Some(JobStatus::Succeeded)) => {
                self.succeeded += 1;
                self.durations.extend(job.seconds());
            }
            (Some(JobConfigType::Sync), Some(JobStatus::Failed)) => self.failed += 1,
            (Some(JobConfigType::Sync), Some(JobStatus::Cancelled)) => self.cancelled += 1,
            (Some(JobConfigType::Sync), _) => self.unfinished += 1,
            _ => {}
        }
    }

    fn success_rate(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "no store has 2^53 jobs")]
        let (succeeded, judged) = (self.succeeded as f64, (self.succeeded + self.failed) as f64);
        (judged > 0.0).then(|| succeeded / judged)
    }
}

/// The value below which a share of all values lies, by linear interpolation between the two next to it.
fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    #[allow(clippy::cast_precision_loss, reason = "no store has 2^53 jobs")]
    let place = share * last as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and last")]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(values[below] + (values[above] - values[below]) * place.fract())
}

macro_rules! outcomes {
    ($(#[$doc:meta])* $name:ident { $( $(#[$field_doc:meta])* $field:ident: $kind:ty, )+ }) => {
        answer_row! {
            $(#[$doc])*
            $name {
                $( $(#[$field_doc])* $field: $kind, )+
                /// Syncs that succeeded.
                succeeded: u64,
                /// Syncs that failed.
                failed: u64,
                /// Syncs that a person stopped; they do not count for the rate.
                cancelled: u64,
                /// Syncs that are not over.
                unfinished: u64,
                /// Resets, however they ended; nothing else here counts them.
                resets: u64,
                /// Succeeded of those that succeeded or failed; none where there are neither.
                success_rate: Option<f64>,
                /// How long the syncs that succeeded took: half of them took less.
                median_seconds: Option<f64>,
                /// Of a hundred, 95 took less.
                p95_seconds: Option<f64>,
            }
        }

        impl $name {
            fn of(( $( $field, )+ ): ( $( $kind, )+ ), mut tally: Tally) -> $name {
                $name {
                    $( $field, )+
                    succeeded: tally.succeeded,
                    failed: tally.failed,
                    cancelled: tally.cancelled,
                    unfinished: tally.unfinished,
                    resets: tally.resets,
                    success_rate: tally.success_rate(),
                    median_seconds: quantile(&mut tally.durations, 0.5),
                    p95_seconds: quantile(&mut tally.durations, 0.95),
                }
            }
        }
    };
}

outcomes! {
    /// The outcomes of a connection.
    ByConnection {
        /// The connection, as its jobs name it.
        scope: Option<String>,
        /// Its name; none where it is gone.
        connection: Option<String>,
    }
}

outcomes! {
    /// The outcomes of all connections of a connector.
    ByConnector {
        /// Its definition; none for the jobs whose connection is gone.
        actor_definition_id: Option<Uuid>,
        /// Its image, without a tag.
        docker_repository: Option<String>,
    }
}

outcomes! {
    /// The outcomes of all connections of a workspace.
    ByWorkspace {
        /// The workspace of the source; none for the jobs whose connection is gone.
        workspace_id: Option<Uuid>,
        /// Its name.
        workspace: Option<String>,
    }
}

outcomes! {
    /// The outcomes of a day.
    ByDay {
        /// The day, in UTC.
        day: String,
    }
}

impl Reader<'_> {
    /// Outcomes and durations of each connection that had a job, by name.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn outcomes_by_connection(&self, as_of: Timestamp) -> Result<Vec<ByConnection>> {
        let names = self.connection_names()?;
        let tallies = self.tallies(as_of, |job| vec![job.scope.clone()])?;
        let outcomes = tallies.into_iter().map(|(scope, tally)| {
            let name = scope.as_ref().and_then(|scope| names.get(scope)).cloned();
            ByConnection::of((scope, name), tally)
        });
        let mut rows: Vec<_> = outcomes.collect();
        sort(&mut rows, |one, other| (&one.connection, &one.scope).cmp(&(&other.connection, &other.scope)));
        Ok(rows)
    }

    /// Outcomes and durations of each connector, by image. A sync counts for both of its connectors.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn outcomes_by_connector(&self, as_of: Timestamp) -> Result<Vec<ByConnector>> {
        let sql = "SELECT connection.id, definition.id, definition.docker_repository FROM connection \
                   JOIN actor ON actor.id IN (source_id, destination_id) \
                   JOIN actor_definition AS definition ON definition.id = actor_definition_id";
        let rows = self.each(sql, &[], |row| Ok((row.text(0)?, (row.id(1)?, row.text(2)?))))?;
        let groups = self.grouped_tallies(as_of, rows)?.into_iter();
        let mut rows: Vec<_> = groups.map(|(group, tally)| ByConnector::of(group.unzip(), tally)).collect();
        sort(&mut rows, |one, other| one.docker_repository.cmp(&other.docker_repository));
        Ok(rows)
    }

    /// Outcomes and durations of each workspace, by name.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn outcomes_by_workspace(&self, as_of: Timestamp) -> Result<Vec<ByWorkspace>> {
        let sql = "SELECT connection.id, workspace.id, workspace.name FROM connection \
                   JOIN actor ON actor.id = source_id JOIN workspace ON workspace.id = workspace_id";
        let rows = self.each(sql, &[], |row| Ok((row.text(0)?, (row.id(1)?, row.text(2)?))))?;
        let groups = self.grouped_tallies(as_of, rows)?.into_iter();
        let mut rows: Vec<_> = groups.map(|(group, tally)| ByWorkspace::of(group.unzip(), tally)).collect();
        sort(&mut rows, |one, other| one.workspace.cmp(&other.workspace));
        Ok(rows)
    }

    /// Outcomes and durations of each day on which a sync or reset was made.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn outcomes_by_day(&self, as_of: Timestamp) -> Result<Vec<ByDay>> {
        let day = |job: &Glance| vec![Offset::UTC.to_datetime(job.created_at).date()];
        let days = self.tallies(as_of, day)?;
        Ok(days.into_iter().map(|(day, tally)| ByDay::of((day.to_string(),), tally)).collect())
    }

    /// The jobs of each group: the groups of a connection are given by its id.
    fn grouped_tallies(
        &self,
        as_of: Timestamp,
        rows: Vec<(String, (Uuid, String))>,
    ) -> Result<BTreeMap<Option<(Uuid, String)>, Tally>> {
        let mut groups: HashMap<String, Vec<Option<(Uuid, String)>>> = HashMap::new();
        for (connection, group) in rows {
            let of_connection = groups.entry(connection).or_default();
            // A connector may move data from itself to itself; that is one sync of it.
            if !of_connection.contains(&Some(group.clone())) {
                of_connection.push(Some(group));
            }
        }
        self.tallies(as_of, |job| {
            job.scope.as_ref().and_then(|scope| groups.get(scope)).cloned().unwrap_or_else(|| vec![None])
        })
    }

    fn tallies<K: Ord>(&self, as_of: Timestamp, keys: impl Fn(&Glance) -> Vec<K>) -> Result<BTreeMap<K, Tally>> {
        let mut tallies: BTreeMap<K, Tally> = BTreeMap::new();
        self.glance_at_jobs(as_of, |job| {
            if matches!(job.kind, Some(JobConfigType::Sync | JobConfigType::ResetConnection)) {
                for key in keys(&job) {
                    tallies.entry(key).or_default().count(&job);
                }
            }
        })?;
        Ok(tallies)
    }
}
