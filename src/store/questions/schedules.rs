//! When connections run (facts, databases 2.4).

use super::Asked;
use super::table::{AnswerRow, answer_row};
use crate::blobs::{Cron, Schedule, ScheduleData};
use crate::error::Result;
use crate::json::{Json, ObjectText, quoted};
use crate::rules::cron::{CronExpression, Zone};
use crate::store::{List, Order, Reader};
use crate::tables::{Connection, JobConfigType, JobStatus, ScheduleType, StatusType};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::iter::successors;
use std::ops::ControlFlow;
use uuid::Uuid;

answer_row! {
    /// The schedule of a connection.
    ConnectionSchedule {
        /// The connection.
        connection_id: Uuid,
        /// Its name.
        connection: String,
        /// Whether it runs at all.
        status: Option<String>,
        /// What starts it: `manual`, `basic_schedule` or `cron`.
        schedule_type: Option<String>,
        /// The interval, or the expression and its time zone; none where it cannot be read.
        schedule: Option<String>,
        /// When its newest sync or reset was made that was not cancelled.
        last_run_at: Option<Timestamp>,
        /// When it runs next; none where nothing starts it, or nobody can tell.
        next_run_at: Option<Timestamp>,
    }
}

/// The platform lets a minute pass before a cron expression may fire again.
const AFTER_LAST: SignedDuration = SignedDuration::from_mins(1);

/// What starts a connection, as it was read.
enum Start {
    Manual,
    Every(Schedule),
    Cron(Cron),
}

/// The schedule of one connection, with more than its next run.
#[derive(Debug, Clone, PartialEq)]
pub struct UpcomingRuns {
    /// The schedule.
    pub schedule: ConnectionSchedule,
    /// When it runs next, and after that, where every run begins when it is due.
    pub runs: Vec<Timestamp>,
}

impl UpcomingRuns {
    /// As a JSON object: the columns of the schedule by their names, and `runs`.
    pub fn to_json(self) -> String {
        let mut text = ObjectText::default();
        for (column, cell) in ConnectionSchedule::COLUMNS.iter().zip(self.schedule.cells()) {
            text.push(column.name, &cell.to_json());
        }
        let runs: Vec<String> = self.runs.iter().map(|run| quoted(&run.to_string())).collect();
        text.push("runs", &format!("[{}]", runs.join(",")));
        text.finish()
    }
}

impl Reader<'_> {
    /// The schedule of each live connection and when it runs next, by name. A run that is due counts as one now.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn schedules(&self, asked: &Asked<'_>) -> Result<Vec<ConnectionSchedule>> {
        let mut found = Vec::new();
        self.for_each(&List::all().order("name", Order::Ascending), |connection: Connection| {
            if connection.status != Some(StatusType::Deprecated) {
                let last_run_at = self.last_run(connection.id, asked.as_of)?;
                found.push(schedule(connection, last_run_at, asked));
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The schedule of a connection and its next runs, no more than `most`; nothing where there is no such connection.
    ///
    /// ```
    /// use airbyte_db::store::{Asked, Store};
    ///
    /// let store = Store::in_memory()?;
    /// let asked = Asked::as_of("2023-03-01T00:00:00Z".parse().expect("a moment"));
    /// let id = "5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11".parse().expect("an id");
    /// assert!(store.read().upcoming_runs(id, 5, &asked)?.is_none());
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn upcoming_runs(&self, id: Uuid, most: usize, asked: &Asked<'_>) -> Result<Option<UpcomingRuns>> {
        let Some(connection) = self.get::<Connection>(id)? else { return Ok(None) };
        let last_run_at = self.last_run(id, asked.as_of)?;
        let start = start(&connection).filter(|_| is_active(&connection));
        let schedule = schedule(connection, last_run_at, asked);
        let after = |run: &Timestamp| next(start.as_ref()?, Some(*run), asked);
        let runs = successors(schedule.next_run_at, after).take(most).collect();
        Ok(Some(UpcomingRuns { schedule, runs }))
    }

    /// When the newest sync or reset of a connection was made that was not cancelled.
    fn last_run(&self, connection: Uuid, as_of: Timestamp) -> Result<Option<Timestamp>> {
        let mut last = None;
        self.glance_back(&connection.to_string(), as_of, |job| {
            let runs = matches!(job.kind, Some(JobConfigType::Sync | JobConfigType::ResetConnection));
            if !runs || job.status == Some(JobStatus::Cancelled) {
                return ControlFlow::Continue(());
            }
            last = Some(job.created_at);
            ControlFlow::Break(())
        })?;
        Ok(last)
    }
}

fn is_active(connection: &Connection) -> bool {
    connection.status == Some(StatusType::Active)
}

fn schedule(connection: Connection, last_run_at: Option<Timestamp>, asked: &Asked<'_>) -> ConnectionSchedule {
    let start = start(&connection);
    let is_active = is_active(&connection);
    let next_run_at = start.as_ref().filter(|_| is_active).and_then(|start| next(start, last_run_at, asked));
    let (kind, told) = match &start {
        None => (connection.schedule_type.as_ref().map(ToString::to_string), None),
        Some(Start::Manual) => (Some("manual".to_owned()), None),
        Some(Start::Every(every)) => {
            (Some("basic_schedule".to_owned()), Some(format!("every {} {}", every.units, every.time_unit)))
        }
        Some(Start::Cron(cron)) => {
            (Some("cron".to_owned()), Some(format!("{} {}", cron.cron_expression, cron.cron_time_zone)))
        }
    };
    ConnectionSchedule {
        connection_id: connection.id,
        connection: connection.name,
        status: connection.status.map(|status| status.to_string()),
        schedule_type: kind,
        schedule: told,
        last_run_at,
        next_run_at,
    }
}

/// Rows from before there were types take theirs from `manual`, and the interval from `schedule`.
fn start(connection: &Connection) -> Option<Start> {
    let data = || connection.schedule_data.as_ref().and_then(|data: &Json<ScheduleData>| data.read().ok());
    match &connection.schedule_type {
        Some(ScheduleType::Manual) => Some(Start::Manual),
        Some(ScheduleType::BasicSchedule) => {
            let basic = data()?.basic_schedule?;
            Some(Start::Every(Schedule { time_unit: basic.time_unit, units: basic.units }))
        }
        Some(ScheduleType::Cron) => data()?.cron.map(Start::Cron),
        Some(ScheduleType::Unknown(_)) => None,
        None if connection.manual => Some(Start::Manual),
        None => connection.schedule.as_ref()?.read().ok().map(Start::Every),
    }
}

fn next(start: &Start, last: Option<Timestamp>, asked: &Asked<'_>) -> Option<Timestamp> {
    match start {
        Start::Manual => None,
        Start::Every(every) => match last {
            None => Some(asked.as_of),
            Some(last) => {
                let due = last.checked_add(SignedDuration::from_secs(seconds(every)?)).ok()?;
                Some(due.max(asked.as_of))
            }
        },
        Start::Cron(cron) => {
            let expression = CronExpression::parse(&cron.cron_expression).ok()?;
            let earliest = last.and_then(|last| last.checked_add(AFTER_LAST).ok());
            let after = earliest.map_or(asked.as_of, |earliest| earliest.max(asked.as_of));
            expression.next_after(after, &*zone(&cron.cron_time_zone, asked)?)
        }
    }
}

/// How long an interval is.
fn seconds(every: &Schedule) -> Option<i64> {
    every.time_unit.seconds()?.checked_mul(every.units)
}

/// A zone by its name, or an offset such as `+02:00`.
fn zone(name: &str, asked: &Asked<'_>) -> Option<Box<dyn Zone>> {
    if !name.starts_with(['+', '-']) {
        return (asked.zones)(name);
    }
    let digits: String = name[1..].chars().filter(|digit| *digit != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i32>().ok()? };
    let seconds = hours.parse::<i32>().ok()? * 3_600 + minutes * 60;
    let signed = if name.starts_with('-') { -seconds } else { seconds };
    Some(Box::new(Offset::from_seconds(signed).ok()?))
}
