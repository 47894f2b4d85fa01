//! The Jobs database of a sample: the newest jobs of each connection, the attempts at them, and what they moved.

use super::documents::{self, Moved, Stream};
use super::random::Random;
use super::settings::{Deployment, Link};
use super::{Plan, Receiver};
use crate::blobs::JobConfig;
use crate::error::Result;
use crate::json::Json;
use crate::tables::{
    Attempt, AttemptStatus, Job, JobConfigType, JobStatus, NormalizationSummaries, StatusType, StreamStats, SyncStats,
};
use jiff::{SignedDuration, Timestamp};

/// How far the numbers of jobs and attempts have come.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub(super) job: i64,
    pub(super) attempt: i64,
}

/// A connection has a job about that often; the longest takes less than half of it, so that two never meet.
const PERIOD: SignedDuration = SignedDuration::from_hours(8);
/// How long an attempt takes at least, and by how much it may be longer, in seconds.
const SHORTEST: i64 = 30;
const LONGER: i64 = 2_400;

/// The jobs that were made so far.
pub(super) struct History {
    plan: Plan,
    random: Random,
    numbers: Numbers,
    /// How far two jobs are apart, in microseconds.
    distance: i64,
    /// The connection that is tried first for the next job.
    place: usize,
    made: u64,
    /// Until when each connection has an unfinished job.
    busy: Vec<Timestamp>,
}

/// How an attempt is to end.
enum End {
    Succeeded,
    /// Another attempt follows.
    Failed,
    /// The last one.
    GivenUp,
    Cancelled,
}

impl History {
    pub(super) fn new(plan: &Plan, deployment: &Deployment, random: &Random) -> History {
        let links = deployment.links.len();
        let distance = PERIOD.as_micros() / i128::try_from(links).unwrap_or(1);
        History {
            plan: plan.clone(),
            random: random.clone(),
            numbers: Numbers { job: 0, attempt: 0 },
            distance: i64::try_from(distance).unwrap_or(1).max(4),
            place: 0,
            made: 0,
            busy: vec![Timestamp::MIN; links],
        }
    }

    /// How many jobs there are.
    pub(super) fn made(&self) -> u64 {
        self.made
    }

    /// Makes so many further jobs; gives whether there was one left to make.
    pub(super) fn step(&mut self, deployment: &Deployment, most: u64, receiver: &mut impl Receiver) -> Result<bool> {
        let last = self.plan.jobs.min(self.made.saturating_add(most));
        if self.made == last {
            return Ok(false);
        }
        while self.made < last {
            self.next(deployment, receiver)?;
        }
        Ok(true)
    }

    /// The numbers that were given, and chance as it goes on.
    pub(super) fn finish(&self, random: &mut Random) -> Numbers {
        *random = self.random.clone();
        self.numbers
    }

    fn next(&mut self, deployment: &Deployment, receiver: &mut impl Receiver) -> Result<()> {
        let jobs = self.plan.jobs;
        let left = i64::try_from(jobs - self.made).unwrap_or(i64::MAX);
        let before = left.saturating_mul(self.distance) - self.random.signed_below(self.distance / 2);
        let at = self.plan.until - SignedDuration::from_micros(before);
        let is_old = self.made < jobs / 2;
        let place = self.next_free(self.place, &deployment.links, at, is_old);
        let is_last = self.made + 1 == jobs && jobs > 3;
        self.job(place, &deployment.links[place], at, is_last, is_old, receiver)?;
        self.place = (place + 1) % deployment.links.len();
        self.made += 1;
        Ok(())
    }

    /// The next connection that can have a job: one that has no unfinished one, and was not stopped before.
    fn next_free(&self, from: usize, links: &[Link], at: Timestamp, is_old: bool) -> usize {
        let can = |place: &usize| {
            let is_live = is_old || links[*place].row.status == Some(StatusType::Active);
            is_live && self.busy[*place] < at
        };
        (0..links.len()).map(|further| (from + further) % links.len()).find(can).unwrap_or(from)
    }

    fn job(
        &mut self,
        place: usize,
        link: &Link,
        at: Timestamp,
        is_waiting: bool,
        is_old: bool,
        receiver: &mut impl Receiver,
    ) -> Result<()> {
        self.numbers.job += 1;
        let is_reset = self.random.percent(3);
        let config = Json::<JobConfig>::of_valid(if is_reset { &link.reset } else { &link.sync });
        let mut job = Job {
            id: self.numbers.job,
            config_type: Some(if is_reset { JobConfigType::ResetConnection } else { JobConfigType::Sync }),
            scope: Some(link.row.id.to_string()),
            config: Some(config),
            status: Some(JobStatus::Pending),
            started_at: None,
            created_at: Some(at),
            updated_at: Some(at),
        };
        if is_waiting {
            self.busy[place] = Timestamp::MAX;
            return receiver.take(&job);
        }
        let failing = if link.broken && !is_old { 100 } else { link.failing };
        let last = if self.random.percent(failing) {
            End::GivenUp
        } else if self.random.percent(2) {
            End::Cancelled
        } else {
            End::Succeeded
        };
        let mut retries: i32 = 0;
        while retries < 2 && self.random.percent(self.plan.retries) {
            retries += 1;
        }
        // Only a wrong configuration ends a job before its third attempt.
        let is_final = matches!(last, End::GivenUp) && retries < 2;
        let mut attempts = Vec::new();
        let mut begin = at + SignedDuration::from_secs(1 + self.random.signed_below(20));
        let mut status = JobStatus::Pending;
        for number in 0..=retries {
            if begin >= self.plan.until {
                break;
            }
            let end = if number < retries { &End::Failed } else { &last };
            let made = self.attempt(job.id, number, begin, end, is_final, link);
            status = match (&made.row.status, end) {
                (Some(AttemptStatus::Running), _) => JobStatus::Running,
                (_, End::Succeeded) => JobStatus::Succeeded,
                (_, End::Failed) => JobStatus::Incomplete,
                (_, End::GivenUp) => JobStatus::Failed,
                (_, End::Cancelled) => JobStatus::Cancelled,
            };
            job.updated_at = made.row.updated_at;
            begin = made.row.updated_at.unwrap_or(begin) + SignedDuration::from_secs(10);
            attempts.push(made);
        }
        self.busy[place] = if status.is_terminal() { job.updated_at.unwrap_or(at) } else { Timestamp::MAX };
        job.status = Some(status);
        receiver.take(&job)?;
        attempts.iter().try_for_each(|made| self.store(made, &link.streams, is_reset, receiver))
    }

    fn attempt(&mut self, job: i64, number: i32, begin: Timestamp, end: &End, is_final: bool, link: &Link) -> Made {
        self.numbers.attempt += 1;
        let seconds = SHORTEST + self.random.signed_below(LONGER);
        let ended = begin + SignedDuration::from_secs(seconds);
        let moved: Vec<Moved> = link.streams.iter().map(|_| self.moved()).collect();
        let is_running = ended >= self.plan.until;
        let succeeded = matches!(end, End::Succeeded);
        let status = match (is_running, succeeded) {
            (true, _) => AttemptStatus::Running,
            (_, true) => AttemptStatus::Succeeded,
            _ => AttemptStatus::Failed,
        };
        let ended_at = (!is_running).then_some(ended);
        let output = ended_at.filter(|_| succeeded || self.random.percent(50)).map(|ended| {
            let (start, end) = (begin.as_millisecond(), ended.as_millisecond());
            documents::output(&link.streams, &moved, succeeded, start, end)
        });
        let summary = ended_at.filter(|_| !succeeded).map(|ended| {
            let at = ended.as_millisecond();
            match end {
                End::Cancelled => documents::cancellation(at, job, number),
                End::GivenUp => self.failure(at, job, number, is_final),
                _ => self.failure(at, job, number, false),
            }
        });
        let row = Attempt {
            id: self.numbers.attempt,
            job_id: Some(job),
            attempt_number: Some(number),
            log_path: Some(format!("/workspace/{job}/{number}/logs.log")),
            output: output.map(|text| Json::of_valid(&text)),
            status: Some(status),
            created_at: Some(begin),
            updated_at: Some(ended_at.unwrap_or(self.plan.until)),
            ended_at,
            temporal_workflow_id: Some(format!("connection_manager_{}", link.row.id)),
            failure_summary: summary.map(|text| Json::of_valid(&text)),
            processing_task_queue: Some("SYNC".to_owned()),
        };
        Made { row, moved }
    }

    /// A failure that ends the job, or one after which it goes on.
    fn failure(&mut self, at: i64, job: i64, number: i32, is_final: bool) -> String {
        loop {
            let failure = documents::failure(&mut self.random, at, job, number);
            if failure.is_final == is_final {
                return failure.summary;
            }
        }
    }

    /// Mostly a little, sometimes much.
    fn moved(&mut self) -> Moved {
        let scale = self.random.one_of(&[100, 1_000, 10_000, 1_000_000]);
        let records = self.random.signed_below(scale);
        Moved { records, bytes: records * (40 + self.random.signed_below(400)) }
    }

    fn store(&mut self, made: &Made, streams: &[Stream], is_reset: bool, receiver: &mut impl Receiver) -> Result<()> {
        receiver.take(&made.row)?;
        let (Some(created_at), Some(updated_at)) = (made.row.created_at, made.row.updated_at) else { return Ok(()) };
        let committed = made.row.status == Some(AttemptStatus::Succeeded);
        let (records, bytes) = documents::total(&made.moved);
        receiver.take(&SyncStats {
            id: self.random.id(),
            attempt_id: made.row.id,
            records_emitted: Some(records),
            bytes_emitted: Some(bytes),
            source_state_messages_emitted: Some(1),
            destination_state_messages_emitted: Some(1),
            records_committed: made.row.ended_at.map(|_| if committed { records } else { records / 2 }),
            mean_seconds_before_source_state_message_emitted: Some(2),
            max_seconds_before_source_state_message_emitted: Some(5),
            mean_seconds_between_state_message_emitted_and_committed: Some(3),
            max_seconds_between_state_message_emitted_and_committed: Some(8),
            created_at,
            updated_at,
            estimated_records: Some(records),
            estimated_bytes: Some(bytes),
        })?;
        // The platform reports them while a sync runs; here, of those that came to something.
        for (stream, moved) in streams.iter().zip(&made.moved).filter(|_| committed) {
            receiver.take(&StreamStats {
                id: self.random.id(),
                attempt_id: made.row.id,
                stream_namespace: stream.namespace.clone(),
                stream_name: stream.name.to_owned(),
                records_emitted: Some(moved.records),
                bytes_emitted: Some(moved.bytes),
                estimated_records: Some(moved.records),
                estimated_bytes: Some(moved.bytes),
                created_at,
                updated_at,
            })?;
        }
        if committed && !is_reset && self.random.percent(5) {
            receiver.take(&NormalizationSummaries {
                id: self.random.id(),
                attempt_id: made.row.id,
                start_time: Some(created_at),
                end_time: Some(updated_at),
                failures: Some(Json::of_valid("[]")),
                created_at: updated_at,
                updated_at,
            })?;
        }
        Ok(())
    }
}

/// An attempt, and what it moved of each stream.
struct Made {
    row: Attempt,
    moved: Vec<Moved>,
}
