//! The questions that people ask of a deployment, each with a name: what it counts, its columns, and its answer.
//!
//! [`QUESTIONS`] is the one description from which the command and the documentation take them. Each is a typed
//! function of [`Reader`] as well.
//!
//! Every question is asked as of a moment. What came later is left out: jobs and attempts that were made after it are
//! not seen, and a job that ended after it counts as running. Settings have no history; they are those of today.

mod connectors;
mod documents;
mod failures;
mod jobs;
mod moved;
mod outcomes;
mod schedules;
mod table;
#[cfg(feature = "zones")]
mod zone;

pub use connectors::{CatalogFetch, ConnectorInUse, UnusedActor};
pub use documents::DocumentSize;
pub use failures::{FailingStreak, FailureReasonCount};
pub use jobs::{LastSync, RunningJob};
pub use moved::MovedByConnection;
pub use outcomes::{ByConnection, ByConnector, ByDay, ByWorkspace};
pub use schedules::{ConnectionSchedule, UpcomingRuns};
pub use table::{AnswerCell, AnswerColumn, AnswerKind};
#[cfg(feature = "zones")]
pub use zone::zone;

use super::Reader;
use crate::error::{ErrorKind, Result};
use crate::rules::cron::Zone;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use table::AnswerRow;

/// What a question depends on beside the store.
#[derive(Clone, Copy)]
pub struct Asked<'asked> {
    /// The moment.
    pub as_of: Timestamp,
    /// After how long without a sign of life a running job is stale.
    pub stale_after: SignedDuration,
    /// The time zones by their names; where one is not known, nobody can say when a cron expression fires next.
    pub zones: &'asked dyn Fn(&str) -> Option<Box<dyn Zone>>,
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Asked").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

impl Asked<'static> {
    /// As of a moment, with a day until a job is stale, and no time zone but UTC.
    pub fn as_of(as_of: Timestamp) -> Asked<'static> {
        let zones = &|name: &str| matches!(name, "UTC" | "GMT" | "Z").then(|| Box::new(Offset::UTC) as _);
        Asked { as_of, stale_after: SignedDuration::from_hours(24), zones }
    }
}

/// A question with a name.
#[derive(Clone, Copy)]
pub struct Question {
    /// Its name.
    pub name: &'static str,
    /// What it counts, in a line.
    pub counts: &'static str,
    /// The columns of its answer.
    pub columns: &'static [AnswerColumn],
    answer: fn(&Reader<'_>, &Asked<'_>) -> Result<Vec<Vec<AnswerCell>>>,
}

/// Shows its name.
impl fmt::Debug for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Question({})", self.name)
    }
}

impl Question {
    /// The question of a name.
    pub fn named(name: &str) -> Option<&'static Question> {
        QUESTIONS.iter().find(|question| question.name == name)
    }

    /// The question of a name, which has to be there.
    ///
    /// # Errors
    /// A name that no question has.
    pub fn find(name: &str) -> Result<&'static Question> {
        Question::named(name).ok_or_else(|| {
            let names: Vec<&str> = QUESTIONS.iter().map(|question| question.name).collect();
            let message = format!("there is no question {name}; there are {}", names.join(", "));
            ErrorKind::UnknownName { message }.into()
        })
    }

    /// As a JSON object: `name`, `counts`, `columns`.
    pub fn to_json(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(AnswerColumn::to_json).collect();
        let (name, counts) = (self.name, crate::json::quoted(self.counts));
        format!(r#"{{"name":"{name}","counts":{counts},"columns":[{}]}}"#, columns.join(","))
    }

    /// Its answer, row by row, with a cell for each of its columns.
    ///
    /// ```
    /// use airbyte_db::store::{Asked, Question, Store};
    ///
    /// let store = Store::in_memory()?;
    /// let question = Question::named("last-syncs").expect("there is one");
    /// let rows = question.answer(&store.read(), &Asked::as_of("2023-03-01T00:00:00Z".parse().expect("a moment")))?;
    /// assert!(rows.is_empty() && question.columns[0].name == "connection_id");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn answer(&self, reader: &Reader<'_>, asked: &Asked<'_>) -> Result<Vec<Vec<AnswerCell>>> {
        (self.answer)(reader, asked)
    }
}

macro_rules! questions {
    ($( $name:literal $row:ident $method:ident $argument:tt $counts:literal; )+) => {
        /// All questions, in the order in which a person reads them.
        pub const QUESTIONS: &[Question] = &[ $( Question {
            name: $name,
            counts: $counts,
            columns: <$row as AnswerRow>::COLUMNS,
            answer: |reader, asked| {
                let rows = questions!(@ask reader asked $method $argument)?;
                Ok(rows.into_iter().map(AnswerRow::cells).collect())
            },
        }, )+ ];
    };
    (@ask $reader:ident $asked:ident $method:ident as_of) => { $reader.$method($asked.as_of) };
    (@ask $reader:ident $asked:ident $method:ident asked) => { $reader.$method($asked) };
}

questions! {
    "last-syncs" LastSync last_syncs as_of "The newest sync of each live connection, how it ended, and when one last succeeded.";
    "by-connection" ByConnection outcomes_by_connection as_of "Syncs by outcome, success rate and durations of each connection.";
    "by-connector" ByConnector outcomes_by_connector as_of "The same by connector; a sync counts for its source's and for its destination's.";
    "by-workspace" ByWorkspace outcomes_by_workspace as_of "The same by workspace.";
    "by-day" ByDay outcomes_by_day as_of "The same by the day on which the sync was made, in UTC.";
    "moved" MovedByConnection moved_by_connection as_of "Records and bytes that each connection's syncs moved: in all attempts, and in those that succeeded.";
    "failures" FailureReasonCount failure_reasons as_of "What attempts failed of, by origin and type.";
    "failing" FailingStreak failing_streaks as_of "Connections whose newest finished syncs failed, and how many in a row.";
    "running" RunningJob running_jobs asked "Jobs that are running, when they last gave a sign of life, and which of them are stale.";
    "schedules" ConnectionSchedule schedules asked "The schedule of each live connection, and when it runs next.";
    "connectors" ConnectorInUse connectors_in_use as_of "Connectors that actors use, their versions, and how many actors and live connections there are.";
    "unused-actors" UnusedActor unused_actors as_of "Sources and destinations that no live connection uses.";
    "catalog-fetches" CatalogFetch catalog_fetches_as_of as_of "How often each discovered catalog was fetched, and by how many sources.";
    "document-sizes" DocumentSize document_sizes as_of "How many documents each column holds, and how large they are.";
}
