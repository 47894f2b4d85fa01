//! What attempts gave and moved: outputs, and statistics of the whole attempt and of each stream (facts, databases
//! 2.2).

use super::{Reader, Writer};
use crate::blobs::{self, JobOutput, NormalizationFailures, NormalizationSummary};
use crate::error::{ErrorKind, Result};
use crate::json::Json;
use crate::table::{Cell, ColumnValue};
use crate::tables::{NormalizationSummaries, StreamStats, SyncStats};
use jiff::Timestamp;

/// What an attempt has moved so far, as its worker reports it while it runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Of all streams together.
    pub total: Counts,
    /// Of each stream.
    pub streams: Vec<StreamProgress>,
}

/// What one stream has moved so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreamProgress {
    /// The stream's name.
    pub stream_name: String,
    /// The stream's namespace.
    pub stream_namespace: Option<String>,
    /// How much.
    pub counts: Counts,
}

/// How much was moved, and how much is expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many records the source expects.
    pub estimated_records: Option<i64>,
    /// How many bytes the source expects.
    pub estimated_bytes: Option<i64>,
    /// Records that the source gave.
    pub records_emitted: Option<i64>,
    /// Bytes that the source gave.
    pub bytes_emitted: Option<i64>,
}

/// What is known of what an attempt moved.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptStatistics {
    /// Of all streams together: the newest row, where there are several.
    pub total: Option<SyncStats>,
    /// Of each stream, by namespace and name.
    pub streams: Vec<StreamStats>,
    /// What normalization did, the oldest row first.
    pub normalization: Vec<NormalizationSummaries>,
}

impl Reader<'_> {
    /// What is known of what an attempt moved.
    ///
    /// # Errors
    /// No such attempt.
    pub fn attempt_statistics(&self, job: i64, attempt_number: i32) -> Result<AttemptStatistics> {
        let attempt = [self.attempt_id(job, attempt_number)?.into()];
        Ok(AttemptStatistics {
            total: self.first("WHERE attempt_id = ?1 ORDER BY created_at DESC, id DESC", &attempt)?,
            streams: self.select("WHERE attempt_id = ?1 ORDER BY stream_namespace, stream_name", &attempt)?,
            normalization: self.select("WHERE attempt_id = ?1 ORDER BY created_at, id", &attempt)?,
        })
    }
}

impl Writer<'_> {
    /// Notes what came of an attempt: the output itself, its statistics, and what normalization did.
    ///
    /// # Errors
    /// No such attempt; an output of no sync, which has no summary.
    pub fn write_output(&self, job: i64, attempt_number: i32, output: &Json<JobOutput>) -> Result<()> {
        let Some(sync) = output.read()?.sync else {
            let message = "an output needs the summary of a sync".to_owned();
            return Err(ErrorKind::Shape { pointer: "/sync".to_owned(), message }.into());
        };
        let attempt = self.attempt_id(job, attempt_number)?;
        let now = self.now()?;
        let values = [output.cell(), now.into(), attempt.into()];
        self.execute("UPDATE attempts SET output = ?1, updated_at = ?2 WHERE id = ?3", &values)?;
        self.write_total(attempt, &sync.standard_sync_summary.total_stats, now)?;
        match &sync.normalization_summary {
            Some(summary) => self.insert_normalization(attempt, summary, now),
            None => Ok(()),
        }
    }

    /// Notes what an attempt has moved so far. What is known of it beyond that stays: the platform forgets it, and
    /// gives all streams the numbers of the last one (facts, trap 29).
    ///
    /// # Errors
    /// No such attempt.
    pub fn write_stats(&self, job: i64, attempt_number: i32, progress: &Progress) -> Result<()> {
        let attempt = self.attempt_id(job, attempt_number)?;
        let now = self.now()?;
        let update = "UPDATE sync_stats SET estimated_records = ?2, estimated_bytes = ?3, records_emitted = ?4, \
                      bytes_emitted = ?5, updated_at = ?6 WHERE attempt_id = ?1";
        let [records, bytes, records_emitted, bytes_emitted] = cells(&progress.total);
        let values = [attempt.into(), records, bytes, records_emitted, bytes_emitted, now.into()];
        if self.execute(update, &values)? == 0 {
            self.insert_unjudged(&SyncStats {
                records_emitted: progress.total.records_emitted,
                bytes_emitted: progress.total.bytes_emitted,
                estimated_records: progress.total.estimated_records,
                estimated_bytes: progress.total.estimated_bytes,
                ..self.new_total(attempt, now)?
            })?;
        }
        progress.streams.iter().try_for_each(|stream| self.write_stream(attempt, stream, now))
    }

    fn write_stream(&self, attempt: i64, stream: &StreamProgress, now: Timestamp) -> Result<()> {
        let update = "UPDATE stream_stats SET estimated_records = ?4, estimated_bytes = ?5, records_emitted = ?6, \
                      bytes_emitted = ?7, updated_at = ?8 \
                      WHERE attempt_id = ?1 AND stream_name = ?2 AND stream_namespace IS ?3";
        let [records, bytes, records_emitted, bytes_emitted] = cells(&stream.counts);
        let (name, namespace) = (stream.stream_name.as_str().into(), stream.stream_namespace.cell());
        let values = [attempt.into(), name, namespace, records, bytes, records_emitted, bytes_emitted, now.into()];
        if self.execute(update, &values)? > 0 {
            return Ok(());
        }
        self.insert_unjudged(&StreamStats {
            id: self.new_id()?,
            attempt_id: attempt,
            stream_namespace: stream.stream_namespace.clone(),
            stream_name: stream.stream_name.clone(),
            records_emitted: stream.counts.records_emitted,
            bytes_emitted: stream.counts.bytes_emitted,
            estimated_records: stream.counts.estimated_records,
            estimated_bytes: stream.counts.estimated_bytes,
            created_at: now,
            updated_at: now,
        })
    }

    /// Updates the row of an attempt, all of them where there are several, or makes one: no key keeps them apart.
    fn write_total(&self, attempt: i64, stats: &blobs::SyncStats, now: Timestamp) -> Result<()> {
        let mut rows: Vec<SyncStats> = self.select("WHERE attempt_id = ?1", &[attempt.into()])?;
        let is_new = rows.is_empty();
        if is_new {
            rows.push(self.new_total(attempt, now)?);
        }
        for row in rows {
            let row = SyncStats {
                records_emitted: stats.records_emitted,
                bytes_emitted: stats.bytes_emitted,
                source_state_messages_emitted: stats.source_state_messages_emitted,
                destination_state_messages_emitted: stats.destination_state_messages_emitted,
                records_committed: stats.records_committed,
                mean_seconds_before_source_state_message_emitted: stats
                    .mean_seconds_before_source_state_message_emitted,
                max_seconds_before_source_state_message_emitted: stats.max_seconds_before_source_state_message_emitted,
                mean_seconds_between_state_message_emitted_and_committed: stats
                    .mean_seconds_between_state_message_emitted_and_committed,
                max_seconds_between_state_message_emitted_and_committed: stats
                    .max_seconds_between_state_message_emitted_and_committed,
                estimated_records: stats.estimated_records,
                estimated_bytes: stats.estimated_bytes,
                updated_at: now,
                ..row
            };
            if is_new { self.insert_unjudged(&row) } else { self.update_unjudged(&row) }?;
        }
        Ok(())
    }

    fn new_total(&self, attempt: i64, now: Timestamp) -> Result<SyncStats> {
        Ok(SyncStats {
            id: self.new_id()?,
            attempt_id: attempt,
            records_emitted: None,
            bytes_emitted: None,
            source_state_messages_emitted: None,
            destination_state_messages_emitted: None,
            records_committed: None,
            mean_seconds_before_source_state_message_emitted: None,
            max_seconds_before_source_state_message_emitted: None,
            mean_seconds_between_state_message_emitted_and_committed: None,
            max_seconds_between_state_message_emitted_and_committed: None,
            created_at: now,
            updated_at: now,
            estimated_records: None,
            estimated_bytes: None,
        })
    }

    fn insert_normalization(&self, attempt: i64, summary: &NormalizationSummary, now: Timestamp) -> Result<()> {
        let failures = NormalizationFailures(summary.failures.clone().unwrap_or_default());
        self.insert_unjudged(&NormalizationSummaries {
            id: self.new_id()?,
            attempt_id: attempt,
            start_time: Timestamp::from_millisecond(summary.start_time).ok(),
            end_time: Timestamp::from_millisecond(summary.end_time).ok(),
            failures: Some(Json::of(&failures)?),
            created_at: now,
            updated_at: now,
        })
    }
}

fn cells(counts: &Counts) -> [Cell<'_>; 4] {
    [
        counts.estimated_records.cell(),
        counts.estimated_bytes.cell(),
        counts.records_emitted.cell(),
        counts.bytes_emitted.cell(),
    ]
}
