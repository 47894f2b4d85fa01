//! The questions, against a slow and plain computation over the rows, and in cases made by hand.

use super::support::{deployment, fixture};
use crate::sample::stored;
use airbyte_db::jiff::{SignedDuration, Timestamp};
use airbyte_db::json::Json;
use airbyte_db::sample::Plan;
use airbyte_db::store::{Asked, List, QUESTIONS, Question, Store};
use airbyte_db::tables::{Attempt, AttemptStatus, Connection, Job, JobConfigType, JobStatus, ScheduleType, SyncStats};
use airbyte_db::uuid::Uuid;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A job of the fixtures' connection, minutes after midnight.
fn job(id: i64, kind: JobConfigType, status: JobStatus, made: i64, minutes: i64) -> Job {
    let at = moment("2023-02-01T00:00:00Z") + SignedDuration::from_mins(made);
    Job {
        id,
        config_type: Some(kind),
        status: Some(status),
        created_at: Some(at),
        updated_at: Some(at + SignedDuration::from_mins(minutes)),
        ..fixture()
    }
}

fn with_jobs(jobs: &[Job]) -> Store {
    let mut store = deployment();
    store
        .write(|writer| {
            writer.delete::<Attempt>(9)?;
            writer.delete::<Job>(7)?;
            writer.insert_all_unjudged(jobs)
        })
        .unwrap();
    store
}

const END: &str = "2023-03-01T00:00:00Z";

#[test]
fn every_question_has_an_answer_of_its_columns_with_and_without_rows() {
    let (sample, _) = stored(&Plan { jobs: 120, faults: true, ..Plan::default() });
    for store in [Store::in_memory().unwrap(), sample] {
        for question in QUESTIONS {
            assert!(question.counts.ends_with('.'), "{}", question.name);
            for at in [END, "2023-02-27T00:00:00Z", "1999-01-01T00:00:00Z"] {
                let rows = question.answer(&store.read(), &Asked::as_of(moment(at))).unwrap();
                assert!(rows.iter().all(|row| row.len() == question.columns.len()), "{}", question.name);
            }
        }
    }
    assert!(Question::named("nothing").is_none());
}

#[test]
fn outcomes_are_counted_and_resets_kept_apart() {
    use JobConfigType::{ResetConnection, Sync};
    let store = with_jobs(&[
        job(1, Sync, JobStatus::Succeeded, 0, 10),
        job(2, Sync, JobStatus::Succeeded, 60, 20),
        job(3, Sync, JobStatus::Failed, 120, 500),
        job(4, Sync, JobStatus::Cancelled, 800, 500),
        job(5, ResetConnection, JobStatus::Failed, 1500, 1),
        job(6, Sync, JobStatus::Running, 1600, 1),
    ]);
    let rows = store.read().outcomes_by_connection(moment(END)).unwrap();
    let [row] = &rows[..] else { panic!("one connection") };
    assert_eq!((row.succeeded, row.failed, row.cancelled, row.unfinished, row.resets), (2, 1, 1, 1, 1));
    assert_eq!(row.success_rate, Some(2.0 / 3.0));
    assert_eq!((row.median_seconds, row.p95_seconds), (Some(900.0), Some(1170.0)));
    // Both connectors had all of it.
    let connectors = store.read().outcomes_by_connector(moment(END)).unwrap();
    assert_eq!(connectors.iter().map(|row| (row.succeeded, row.resets)).collect::<Vec<_>>(), [(2, 1), (2, 1)]);
    let days = store.read().outcomes_by_day(moment(END)).unwrap();
    assert_eq!(
        days.iter().map(|row| (&*row.day, row.succeeded)).collect::<Vec<_>>(),
        [("2023-02-01", 2), ("2023-02-02", 0)]
    );
    // The first sync ended after five past midnight.
    let early = &store.read().outcomes_by_connection(moment("2023-02-01T00:05:00Z")).unwrap()[0];
    assert_eq!((early.succeeded, early.unfinished, early.success_rate), (0, 1, None));
}

#[test]
fn a_streak_is_ended_by_success_alone() {
    use JobConfigType::{ResetConnection, Sync};
    let mut jobs = vec![
        job(1, Sync, JobStatus::Failed, 0, 1),
        job(2, Sync, JobStatus::Succeeded, 10, 1),
        job(3, Sync, JobStatus::Failed, 20, 1),
        job(4, Sync, JobStatus::Cancelled, 30, 1),
        job(5, ResetConnection, JobStatus::Succeeded, 40, 1),
        job(6, Sync, JobStatus::Failed, 50, 1),
        job(7, Sync, JobStatus::Running, 60, 1),
    ];
    let store = with_jobs(&jobs);
    let streak = &store.read().failing_streaks(moment(END)).unwrap()[0];
    assert_eq!((streak.failed_in_a_row, streak.last_job_id), (2, 6));
    assert_eq!(Some(streak.since), jobs[2].created_at);
    let last = &store.read().last_syncs(moment(END)).unwrap()[0];
    assert_eq!((last.job_id, last.outcome.as_deref(), last.ended_at), (Some(7), Some("running"), None));
    assert_eq!(last.last_succeeded_at, jobs[1].updated_at);
    // Of two that were made at once, the one with the higher number is the newer one.
    jobs[6] = Job { id: 8, created_at: jobs[5].created_at, ..job(8, Sync, JobStatus::Succeeded, 50, 1) };
    assert!(with_jobs(&jobs).read().failing_streaks(moment(END)).unwrap().is_empty());
}

#[test]
fn a_running_job_is_stale_without_a_sign_of_life() {
    let mut store = with_jobs(&[job(1, JobConfigType::Sync, JobStatus::Running, 0, 0)]);
    let attempt = Attempt { job_id: Some(1), status: Some(AttemptStatus::Running), ended_at: None, ..fixture() };
    let sign = Some(moment("2023-02-01T06:00:00Z"));
    store.write(|writer| writer.insert_unjudged(&Attempt { updated_at: sign, created_at: sign, ..attempt })).unwrap();
    let of = |at: &str| store.read().running_jobs(&Asked::as_of(moment(at))).unwrap().remove(0);
    assert_eq!((of("2023-02-02T05:59:59Z").stale, of("2023-02-02T06:00:00Z").stale), (false, true));
    assert_eq!(of("2023-02-02T06:00:00Z").silent_seconds, 24 * 3600);
    assert_eq!(of("2023-02-01T01:00:00Z").silent_seconds, 3600);
    assert!(store.read().running_jobs(&Asked::as_of(moment("2023-01-31T00:00:00Z"))).unwrap().is_empty());
}

#[test]
fn sums_pass_the_largest_number_of_64_bits() {
    let mut store = deployment();
    let stats = |id: u128, attempt_id: i64, made: &str, bytes: Option<i64>| SyncStats {
        id: Uuid::from_u128(id),
        attempt_id,
        bytes_emitted: bytes,
        records_committed: None,
        created_at: moment(made),
        ..fixture()
    };
    let attempt: Attempt =
        Attempt { id: 10, attempt_number: Some(1), status: Some(AttemptStatus::Failed), ..fixture() };
    store
        .write(|writer| {
            writer.insert_unjudged(&attempt)?;
            writer.insert_all_unjudged(&[
                stats(1, 9, "2023-01-30T10:00:00Z", Some(1)),
                // The newest row of an attempt counts.
                stats(2, 9, "2023-01-30T11:00:00Z", Some(i64::MAX)),
                stats(3, 10, "2023-01-30T11:00:00Z", Some(i64::MAX)),
            ])
        })
        .unwrap();
    let row = store.read().moved_by_connection(moment(END)).unwrap().remove(0);
    assert_eq!((row.attempts, row.bytes_emitted), (2, i128::from(i64::MAX) * 2));
    assert_eq!((row.succeeded_attempts, row.succeeded_bytes_emitted), (1, i128::from(i64::MAX)));
    assert_eq!(row.records_committed, 0);
    let row = store.read().moved_by_connection(moment("2023-01-30T10:30:00Z")).unwrap().remove(0);
    assert_eq!((row.attempts, row.bytes_emitted), (1, 1));
}

#[test]
fn failures_are_counted_by_reason_whatever_they_say() {
    let mut store = deployment();
    let failed = |id: i64, summary: &str| Attempt {
        id,
        attempt_number: Some(i32::try_from(id).unwrap()),
        status: Some(AttemptStatus::Failed),
        failure_summary: Some(Json::parse(summary).unwrap()),
        ..fixture()
    };
    store
        .write(|writer| {
            writer.insert_all_unjudged(&[
                failed(
                    11,
                    r#"{"failures": [{"failureOrigin": "source", "timestamp": 1}, {"failureOrigin": "source"}]}"#,
                ),
                failed(12, r#"{"failures": [{"failureOrigin": "source", "failureType": null}, 7, "x"]}"#),
                failed(13, r#"{"failures": [{"failureType": "config_error"}, {"failureOrigin": {"a": 1}}]}"#),
                failed(14, r#"{"failures": 7}"#),
                failed(15, "null"),
            ])
        })
        .unwrap();
    let rows = store.read().failure_reasons(moment(END)).unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.failure_origin.as_deref(), row.failure_type.as_deref(), row.failures, row.attempts))
        .collect();
    assert_eq!(rows, [(Some("source"), None, 3, 2), (None, None, 1, 1), (None, Some("config_error"), 1, 1)]);
}

#[test]
fn the_next_run_is_the_platforms() {
    let next = |connection: Connection, jobs: &[Job], at: &str| {
        let mut store = with_jobs(jobs);
        store.write(|writer| writer.update_unjudged(&connection)).unwrap();
        store.read().schedules(&Asked::as_of(moment(at))).unwrap().remove(0).next_run_at
    };
    let row: Connection = fixture();
    let hours = Connection {
        schedule_type: Some(ScheduleType::BasicSchedule),
        schedule_data: Some(Json::parse(r#"{"basicSchedule": {"timeUnit": "hours", "units": 6}}"#).unwrap()),
        ..row.clone()
    };
    let jobs = [
        job(1, JobConfigType::Sync, JobStatus::Failed, 0, 10),
        job(2, JobConfigType::Sync, JobStatus::Cancelled, 60, 10),
    ];
    let (due, late) = ("2023-02-01T06:00:00Z", "2023-02-01T09:00:00Z");
    assert_eq!(next(hours.clone(), &jobs, "2023-02-01T02:00:00Z"), Some(moment(due)));
    assert_eq!(next(hours.clone(), &jobs, late), Some(moment(late)));
    assert_eq!(next(hours, &[], late), Some(moment(late)));
    let cron = |zone: &str| Connection {
        schedule_data: Some(
            Json::parse(&format!(r#"{{"cron": {{"cronExpression": "0 0 4 * * ?", "cronTimeZone": "{zone}"}}}}"#))
                .unwrap(),
        ),
        ..row.clone()
    };
    assert_eq!(next(cron("UTC"), &jobs, late), Some(moment("2023-02-02T04:00:00Z")));
    assert_eq!(next(cron("-0530"), &jobs, late), Some(moment("2023-02-01T09:30:00Z")));
    assert_eq!(next(cron("Mars/Base"), &jobs, late), None);
    let manual = Connection { schedule_type: Some(ScheduleType::Manual), ..row };
    assert_eq!(next(manual, &jobs, late), None);
}

#[test]
fn the_next_runs_of_one_connection_go_on_from_the_next() {
    let runs = |schedule: &str, at: &str| {
        let mut store = with_jobs(&[job(1, JobConfigType::Sync, JobStatus::Failed, 0, 10)]);
        let row: Connection = fixture();
        let id = row.id;
        let kind = if schedule.contains("cron") { ScheduleType::Cron } else { ScheduleType::BasicSchedule };
        let row = Connection { schedule_type: Some(kind), schedule_data: Some(Json::parse(schedule).unwrap()), ..row };
        store.write(|writer| writer.update_unjudged(&row)).unwrap();
        let upcoming = store.read().upcoming_runs(id, 3, &Asked::as_of(moment(at))).unwrap().unwrap();
        assert_eq!(upcoming.schedule.next_run_at, upcoming.runs.first().copied());
        upcoming.runs
    };
    let moments = |texts: [&str; 3]| texts.map(moment).to_vec();
    assert_eq!(
        runs(r#"{"basicSchedule": {"timeUnit": "hours", "units": 6}}"#, "2023-02-01T09:00:00Z"),
        moments(["2023-02-01T09:00:00Z", "2023-02-01T15:00:00Z", "2023-02-01T21:00:00Z"])
    );
    assert_eq!(
        runs(r#"{"cron": {"cronExpression": "0 0 4 ? * MON-FRI", "cronTimeZone": "UTC"}}"#, "2023-02-02T09:00:00Z"),
        moments(["2023-02-03T04:00:00Z", "2023-02-06T04:00:00Z", "2023-02-07T04:00:00Z"])
    );
    assert!(runs(r#"{"cron": {"cronExpression": "whenever", "cronTimeZone": "UTC"}}"#, END).is_empty());
    let nobody = "5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11".parse().unwrap();
    assert!(with_jobs(&[]).read().upcoming_runs(nobody, 3, &Asked::as_of(moment(END))).unwrap().is_none());
}

/// The syncs of each connection that were made by then, the oldest first: status as of then, and when it was changed.
fn plain_syncs(store: &Store, as_of: Timestamp) -> BTreeMap<String, Vec<(i64, JobStatus, Timestamp)>> {
    let mut jobs = store.read().list::<Job>(&List::all()).unwrap();
    jobs.retain(|job| job.config_type == Some(JobConfigType::Sync) && job.created_at.unwrap() <= as_of);
    jobs.sort_by_key(|job| (job.created_at, job.id));
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for job in jobs {
        let (status, updated) = (job.status.unwrap(), job.updated_at.unwrap());
        let status = if status.is_terminal() && updated > as_of { JobStatus::Running } else { status };
        found.entry(job.scope.unwrap()).or_default().push((job.id, status, updated));
    }
    found
}

/// The same, row by row and without an index.
fn plain(store: &Store, as_of: Timestamp) -> BTreeMap<String, (u64, u64, Vec<i64>)> {
    let mut found: BTreeMap<String, (u64, u64, Vec<i64>)> = BTreeMap::new();
    for job in store.read().list::<Job>(&List::all()).unwrap() {
        let (created, updated) = (job.created_at.unwrap(), job.updated_at.unwrap());
        if created > as_of {
            continue;
        }
        let of = found.entry(job.scope.unwrap()).or_default();
        if job.config_type != Some(JobConfigType::Sync) || updated > as_of {
            continue;
        }
        match job.status.unwrap() {
            JobStatus::Succeeded => {
                of.0 += 1;
                of.2.push(updated.duration_since(created).as_secs());
            }
            JobStatus::Failed => of.1 += 1,
            _ => {}
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_known_of_the_newest_jobs_is_that_of_a_look_at_all(seed in 0_u64..1_000, jobs in 0_u64..80, before in 0_i64..200_000, faults: bool) {
        let plan = Plan { workspaces: 2, connections: 5, jobs, seed, retries: 40, faults, ..Plan::default() };
        let (store, _) = stored(&plan);
        let as_of = plan.until - SignedDuration::from_secs(before);
        let syncs = plain_syncs(&store, as_of);
        for row in store.read().last_syncs(as_of).unwrap() {
            let of = syncs.get(&row.connection_id.to_string());
            prop_assert_eq!(row.job_id, of.and_then(|of| of.last()).map(|(id, ..)| *id));
            let succeeded = of.and_then(|of| of.iter().rfind(|(_, status, _)| *status == JobStatus::Succeeded));
            prop_assert_eq!(row.last_succeeded_at, succeeded.map(|(.., updated)| *updated));
        }
        let mut streaks: BTreeMap<String, (u64, i64)> = BTreeMap::new();
        for (scope, of) in &syncs {
            let ended = of.iter().rposition(|(_, status, _)| *status == JobStatus::Succeeded).map_or(0, |at| at + 1);
            let failed: Vec<_> = of[ended..].iter().filter(|(_, status, _)| *status == JobStatus::Failed).collect();
            if let Some((last, ..)) = failed.last() {
                streaks.insert(scope.clone(), (failed.len() as u64, *last));
            }
        }
        let rows = store.read().failing_streaks(as_of).unwrap();
        let told: BTreeMap<_, _> = rows.into_iter().map(|row| (row.scope, (row.failed_in_a_row, row.last_job_id))).collect();
        prop_assert_eq!(told, streaks);
    }

    #[test]
    fn outcomes_are_those_of_a_plain_computation(seed in 0_u64..1_000, jobs in 0_u64..80, before in 0_i64..200_000, faults: bool) {
        let plan = Plan { workspaces: 2, connections: 5, jobs, seed, retries: 40, faults, ..Plan::default() };
        let (store, _) = stored(&plan);
        let as_of = plan.until - SignedDuration::from_secs(before);
        let expected = plain(&store, as_of);
        let rows = store.read().outcomes_by_connection(as_of).unwrap();
        prop_assert_eq!(rows.len(), expected.len());
        for row in rows {
            let (succeeded, failed, mut seconds) = expected[row.scope.as_ref().unwrap()].clone();
            prop_assert_eq!((row.succeeded, row.failed), (succeeded, failed));
            seconds.sort_unstable();
            // Exactly in the middle, or between the two in the middle.
            let middle = seconds.len().checked_sub(1).map(|last| {
                #[allow(clippy::cast_precision_loss, reason = "a test's durations are short")]
                let middle = (seconds[last / 2] + seconds[last.div_ceil(2)]) as f64 / 2.0;
                middle
            });
            match (row.median_seconds, middle) {
                (Some(median), Some(middle)) => prop_assert!((median - middle).abs() <= 1.0, "{median} {middle}"),
                (median, middle) => prop_assert_eq!(median.is_some(), middle.is_some()),
            }
        }
        let total: u64 = store.read().outcomes_by_day(as_of).unwrap().iter().map(|row| row.succeeded).sum();
        prop_assert_eq!(total, expected.values().map(|of| of.0).sum::<u64>());
        let sums = store.read().moved_by_connection(as_of).unwrap();
        let attempts: u64 = sums.iter().map(|row| row.attempts).sum();
        prop_assert!(attempts <= store.read().count::<SyncStats>().unwrap());
    }
}
