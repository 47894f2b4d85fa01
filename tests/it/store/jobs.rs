//! Jobs: one at a time for a connection, the table of transitions, attempts, history (facts, databases 2.2).

use super::support::{deployment, empty, fixture, start};
use airbyte_db::blobs::{AttemptFailureSummary, JobConfig, JobOutput};
use airbyte_db::jiff::SignedDuration;
use airbyte_db::json::Json;
use airbyte_db::store::{Counts, List, Progress, Store, StreamProgress};
use airbyte_db::tables::{Attempt, AttemptStatus, Job, JobConfigType, JobStatus, NormalizationSummaries, SyncStats};

const ONE: &str = "00000000-0000-4000-8000-000000000001";
const OTHER: &str = "00000000-0000-4000-8000-000000000002";

pub(crate) fn sync() -> Json<JobConfig> {
    fixture::<Job>().config.unwrap()
}

fn reset() -> Json<JobConfig> {
    Json::parse(
        r#"{"configType": "resetConnection", "resetConnection": {"destinationConfiguration": {},
            "configuredAirbyteCatalog": {"streams": []}, "destinationDockerImage": "example/destination-lake:1.0.0"}}"#,
    )
    .unwrap()
}

fn check() -> Json<JobConfig> {
    Json::parse(
        r#"{"configType": "checkConnectionSource",
            "checkConnection": {"connectionConfiguration": {}, "dockerImage": "example/source-orders:1.0.0"}}"#,
    )
    .unwrap()
}

fn enqueued(store: &mut Store, scope: &str) -> i64 {
    store.write(|writer| writer.enqueue_job(scope, &sync())).unwrap().unwrap()
}

fn attempted(store: &mut Store, job: i64) -> i32 {
    store.write(|writer| writer.create_attempt(job, "/log")).unwrap()
}

fn status(store: &Store, job: i64) -> JobStatus {
    store.read().get::<Job>(job).unwrap().unwrap().status.unwrap()
}

fn attempt(store: &Store, job: i64, number: usize) -> Attempt {
    store.read().attempts_of(job).unwrap().swap_remove(number)
}

#[test]
fn a_connection_has_one_unfinished_sync_or_reset() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    let row = store.read().get::<Job>(job).unwrap().unwrap();
    assert_eq!((row.config_type, row.status), (Some(JobConfigType::Sync), Some(JobStatus::Pending)));
    assert_eq!((row.started_at, row.created_at), (None, row.updated_at));
    assert_eq!(store.write(|writer| writer.enqueue_job(ONE, &sync())).unwrap(), None);
    assert_eq!(store.write(|writer| writer.enqueue_job(ONE, &reset())).unwrap(), None);
    assert!(store.write(|writer| writer.enqueue_job(OTHER, &sync())).unwrap().is_some());
    // Others may be as many as one likes.
    for _ in 0..2 {
        assert!(store.write(|writer| writer.enqueue_job(ONE, &check())).unwrap().is_some());
    }
    for end in [JobStatus::Cancelled, JobStatus::Failed] {
        let job = store.read().last_sync_job(ONE).unwrap().unwrap().id;
        store
            .write(|writer| match end {
                JobStatus::Failed => writer.fail_job(job),
                _ => writer.cancel_job(job),
            })
            .unwrap();
        assert_eq!(status(&store, job), end);
        assert!(store.write(|writer| writer.enqueue_job(ONE, &sync())).unwrap().is_some());
    }
}

#[test]
fn a_configuration_without_a_type_is_refused() {
    let mut store = empty();
    let config = Json::parse("{}").unwrap();
    assert!(store.write(|writer| writer.enqueue_job(ONE, &config)).is_err());
    let config = Json::parse(r#"{"configType": "sync", "sync": {}}"#).unwrap();
    assert_eq!(store.write(|writer| writer.enqueue_job(ONE, &config)).unwrap_err().code(), "shape");
    let error = store.write(|writer| writer.enqueue_job("a connection", &sync())).unwrap_err();
    assert_eq!(error.code(), "refused");
    assert_eq!(store.read().count::<Job>().unwrap(), 0);
}

/// Brings a new job into a status.
fn in_status(store: &mut Store, wanted: &JobStatus) -> i64 {
    let mut row: Job = fixture();
    row.status = Some(wanted.clone());
    row.id = store.read().list::<Job>(&List::all()).unwrap().last().map_or(1, |job| job.id + 1);
    store.write(|writer| writer.insert(&row)).unwrap();
    row.id
}

#[test]
fn the_table_of_transitions() {
    use JobStatus::{Cancelled, Failed, Incomplete, Pending, Running, Succeeded};
    let allowed = |from: &JobStatus| match from {
        Pending => vec![Running, Failed, Cancelled],
        Running => vec![Incomplete, Succeeded, Failed, Cancelled],
        Incomplete => vec![Pending, Running, Failed, Cancelled, Incomplete],
        Failed => vec![Failed],
        _ => vec![],
    };
    let all = [Pending, Running, Incomplete, Failed, Succeeded, Cancelled];
    let mut store = empty();
    for from in &all {
        for to in &all {
            assert_eq!(from.may_become(to), allowed(from).contains(to), "{from} to {to}");
        }
        // What the operations make of it: a finished job stays as it is, without an error.
        let is_finished = [Failed, Succeeded, Cancelled].contains(from);
        assert_eq!(from.is_terminal(), is_finished);
        for (to, change) in [(&Cancelled, 0), (&Failed, 1), (&Pending, 2)] {
            let job = in_status(&mut store, from);
            let result = store.write(|writer| match change {
                0 => writer.cancel_job(job),
                1 => writer.fail_job(job),
                _ => writer.reset_job(job),
            });
            let is_allowed = from.may_become(to);
            assert_eq!(result.is_ok(), is_allowed || is_finished, "{from} to {to}");
            let expected = if is_allowed && !is_finished { to } else { from };
            assert_eq!(status(&store, job), *expected, "{from} to {to}");
        }
    }
    assert!(!JobStatus::from("queued").may_become(&Running));
}

#[test]
fn what_is_not_there_is_an_error() {
    let mut store = empty();
    assert_eq!(store.write(|writer| writer.cancel_job(7)).unwrap_err().code(), "store_missing");
    assert_eq!(store.write(|writer| writer.create_attempt(7, "/log")).unwrap_err().code(), "store_missing");
    let job = enqueued(&mut store, ONE);
    let error = store.write(|writer| writer.fail_attempt(job, 0)).unwrap_err();
    assert_eq!(error.to_string(), format!("job {job} has no attempt 0"));
}

#[test]
fn attempts_are_counted_from_0_and_one_runs_at_a_time() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    assert_eq!(attempted(&mut store, job), 0);
    assert_eq!(status(&store, job), JobStatus::Running);
    let error = store.write(|writer| writer.create_attempt(job, "/log")).unwrap_err();
    assert_eq!(error.code(), "store_not_allowed");
    store.write(|writer| writer.fail_attempt(job, 0)).unwrap();
    assert_eq!(status(&store, job), JobStatus::Incomplete);
    let failed = attempt(&store, job, 0);
    assert_eq!((failed.status, failed.ended_at), (Some(AttemptStatus::Failed), failed.updated_at));
    assert_eq!(attempted(&mut store, job), 1);
    store.write(|writer| writer.succeed_attempt(job, 1)).unwrap();
    assert_eq!(status(&store, job), JobStatus::Succeeded);
    assert_eq!(attempt(&store, job, 1).status, Some(AttemptStatus::Succeeded));
    let error = store.write(|writer| writer.create_attempt(job, "/log")).unwrap_err();
    assert_eq!(error.to_string(), format!("job {job} is succeeded; there can be no further attempt at it"));
}

#[test]
fn an_incomplete_job_cannot_succeed_without_another_attempt() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    store.write(|writer| writer.fail_attempt(job, 0)).unwrap();
    assert_eq!(store.write(|writer| writer.succeed_attempt(job, 0)).unwrap_err().code(), "store_not_allowed");
    assert_eq!(attempt(&store, job, 0).status, Some(AttemptStatus::Failed));
}

#[test]
fn a_worker_may_report_late() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    store.write(|writer| writer.cancel_job(job)).unwrap();
    assert_eq!(attempt(&store, job, 0).status, Some(AttemptStatus::Running));
    store.write(|writer| writer.fail_attempt(job, 0)).unwrap();
    assert_eq!(status(&store, job), JobStatus::Cancelled);
    assert_eq!(attempt(&store, job, 0).status, Some(AttemptStatus::Failed));
    // Twice is as good as once.
    store.write(|writer| writer.fail_attempt(job, 0)).unwrap();
}

#[test]
fn an_attempt_that_succeeded_does_not_fail_afterwards() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    store.write(|writer| writer.succeed_attempt(job, 0)).unwrap();
    let error = store.write(|writer| writer.fail_attempt(job, 0)).unwrap_err();
    assert_eq!(error.to_string(), format!("attempt 0 at job {job} has succeeded; it cannot become failed"));
}

#[test]
fn before_a_new_job_the_unfinished_ones_are_failed() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    let why: Json<AttemptFailureSummary> = Json::parse(
        r#"{"failures": [{"failureOrigin": "airbyte_platform", "failureType": "system_error", "timestamp": 1675000000000}]}"#,
    )
    .unwrap();
    assert_eq!(store.write(|writer| writer.fail_unfinished_jobs(ONE, &why)).unwrap(), 1);
    assert_eq!(status(&store, job), JobStatus::Failed);
    let row = attempt(&store, job, 0);
    assert_eq!((row.status, row.failure_summary), (Some(AttemptStatus::Failed), Some(why.clone())));
    assert_eq!(store.write(|writer| writer.fail_unfinished_jobs(ONE, &why)).unwrap(), 0);
}

#[test]
fn the_next_job_is_the_oldest_whose_connection_is_free() {
    let mut store = empty();
    assert_eq!(store.read().next_job().unwrap(), None);
    let first = enqueued(&mut store, ONE);
    let second = enqueued(&mut store, OTHER);
    let next = |store: &Store| store.read().next_job().unwrap().map(|job| job.id);
    assert_eq!(next(&store), Some(first));
    attempted(&mut store, first);
    // Rows of a deployment may break the rule of one unfinished job.
    let mut also = store.read().get::<Job>(first).unwrap().unwrap();
    (also.id, also.status) = (99, Some(JobStatus::Pending));
    also.created_at = Some(start() - SignedDuration::from_hours(1));
    store.write(|writer| writer.insert(&also)).unwrap();
    assert_eq!(next(&store), Some(second));
    store.write(|writer| writer.fail_attempt(first, 0)).unwrap();
    assert_eq!(next(&store), Some(second));
    store.write(|writer| writer.cancel_job(first)).unwrap();
    assert_eq!(next(&store), Some(99));
}

#[test]
fn history_comes_newest_first_with_attempts_oldest_first() {
    let mut store = empty();
    let mut jobs = Vec::new();
    for number in 0..5 {
        let config = if number == 3 { reset() } else { sync() };
        let job = store.write(|writer| writer.enqueue_job(ONE, &config)).unwrap().unwrap();
        attempted(&mut store, job);
        store.write(|writer| writer.fail_attempt(job, 0)).unwrap();
        attempted(&mut store, job);
        store.write(|writer| if number == 4 { writer.cancel_job(job) } else { writer.fail_job(job) }).unwrap();
        jobs.insert(0, job);
    }
    enqueued(&mut store, OTHER);
    let ids = |types: &[JobConfigType], size, after| -> Vec<i64> {
        store.read().history(ONE, types, size, after).unwrap().iter().map(|one| one.job.id).collect()
    };
    assert_eq!(ids(&[], 10, 0), jobs);
    assert_eq!(ids(&[], 2, 1), jobs[1..3]);
    assert_eq!(ids(&[JobConfigType::ResetConnection], 10, 0), [jobs[1]]);
    assert_eq!(ids(&[JobConfigType::Sync, JobConfigType::ResetConnection], 10, 0), jobs);
    let one = store.read().job_with_attempts(jobs[0]).unwrap().unwrap();
    assert_eq!(one.attempts.iter().map(|attempt| attempt.attempt_number.unwrap()).collect::<Vec<_>>(), [0, 1]);
    assert!(store.read().job_with_attempts(999).unwrap().is_none());

    let to = |job, size| store.read().history_to(ONE, &[], job, size).unwrap().len();
    assert_eq!((to(jobs[0], 2), to(jobs[1], 2), to(jobs[3], 2), to(jobs[4], 10)), (2, 4, 5, 5));
    assert_eq!((to(999, 2), to(jobs[0] + 1, 2)), (0, 0));

    // Cancelled jobs do not count, but for the last sync.
    assert_eq!(store.read().last_replication_job(ONE).unwrap().unwrap().id, jobs[1]);
    assert_eq!(store.read().first_replication_job(ONE).unwrap().unwrap().id, jobs[4]);
    assert_eq!(store.read().last_sync_job(ONE).unwrap().unwrap().id, jobs[0]);
    assert_eq!(store.read().last_sync_job("nobody").unwrap(), None);
}

#[test]
fn outputs_bring_statistics() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    let output: Json<JobOutput> = fixture::<Attempt>().output.unwrap();
    for records in [2, 3] {
        let text = output.text().replace(r#""recordsEmitted":2"#, &format!(r#""recordsEmitted":{records}"#));
        store.write(|writer| writer.write_output(job, 0, &Json::parse(&text).unwrap())).unwrap();
        let known = store.read().attempt_statistics(job, 0).unwrap();
        let total = known.total.unwrap();
        assert_eq!((total.records_emitted, total.records_committed), (Some(records), Some(2)));
        assert_eq!(store.read().count::<SyncStats>().unwrap(), 1);
    }
    let normalized =
        output.text().replace(r#""sync":{"#, r#""sync":{"normalizationSummary":{"startTime":1,"endTime":2},"#);
    store.write(|writer| writer.write_output(job, 0, &Json::parse(&normalized).unwrap())).unwrap();
    let rows: Vec<NormalizationSummaries> = store.read().attempt_statistics(job, 0).unwrap().normalization;
    assert_eq!(rows[0].failures.as_ref().unwrap().text(), "[]");
    let error = store.write(|writer| writer.write_output(job, 0, &Json::parse("{}").unwrap())).unwrap_err();
    assert_eq!(error.code(), "shape");
    let error = store.write(|writer| writer.write_output(job, 5, &output)).unwrap_err();
    assert_eq!(error.code(), "store_missing");
}

#[test]
fn each_stream_keeps_its_own_numbers_and_what_else_is_known_stays() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    attempted(&mut store, job);
    let output: Json<JobOutput> = fixture::<Attempt>().output.unwrap();
    store.write(|writer| writer.write_output(job, 0, &output)).unwrap();
    let counts = |records| Counts { records_emitted: Some(records), ..Counts::default() };
    let stream = |name: &str, namespace: Option<&str>, records| StreamProgress {
        stream_name: name.to_owned(),
        stream_namespace: namespace.map(str::to_owned),
        counts: counts(records),
    };
    for round in 1..=2 {
        let progress = Progress {
            total: counts(100 * round),
            streams: vec![
                stream("a", None, round),
                stream("a", Some(""), 10 * round),
                stream("b", Some("x"), 20 * round),
            ],
        };
        store.write(|writer| writer.write_stats(job, 0, &progress)).unwrap();
        let known = store.read().attempt_statistics(job, 0).unwrap();
        let streams: Vec<_> = known.streams.iter().map(|row| row.records_emitted.unwrap()).collect();
        assert_eq!(streams, [round, 10 * round, 20 * round]);
        let total = known.total.unwrap();
        assert_eq!((total.records_emitted, total.records_committed), (Some(100 * round), Some(2)));
    }
}

#[test]
fn workflows_and_reasons_are_noted() {
    let mut store = deployment();
    let before: Attempt = fixture();
    store.write(|writer| writer.set_attempt_temporal_workflow_info(7, 0, "workflow", "queue")).unwrap();
    let after = attempt(&store, 7, 0);
    assert_eq!(
        (after.temporal_workflow_id.as_deref(), after.processing_task_queue.as_deref()),
        (Some("workflow"), Some("queue"))
    );
    assert_eq!(after.updated_at, before.updated_at);
    let why = Json::parse(r#"{"failures": []}"#).unwrap();
    store.write(|writer| writer.write_attempt_failure_summary(7, 0, &why)).unwrap();
    assert_eq!(attempt(&store, 7, 0).failure_summary, Some(why));
}

#[test]
fn what_nobody_needs_of_the_history_goes() {
    let mut store = empty();
    let day = SignedDuration::from_hours(24);
    let now = start() + day * 100;
    let job = |id: i64, scope: &str, days_ago: i32| {
        let mut job: Job = fixture();
        (job.id, job.scope) = (id, Some(scope.to_owned()));
        job.created_at = Some(now - day * days_ago);
        job
    };
    store
        .write(|writer| {
            // Twenty old ones; the third oldest has the last state, the fifth oldest is not finished.
            for id in 1..=20 {
                let mut old = job(id, "old", 60 - i32::try_from(id).unwrap());
                if id == 5 {
                    old.status = Some(JobStatus::Incomplete);
                }
                writer.insert_unjudged(&old)?;
                let mut attempt: Attempt = fixture();
                (attempt.id, attempt.job_id) = (id, Some(id));
                if id > 3 {
                    attempt.output = None;
                }
                writer.insert_unjudged(&attempt)?;
            }
            // Young ones, but far too many.
            for id in 1000..1505 {
                writer.insert_unjudged(&job(id, "busy", 1))?;
            }
            // Few, and old: the ten newest stay.
            writer.insert_unjudged(&job(2000, "quiet", 99))
        })
        .unwrap();
    let count = store.write(|writer| writer.purge_job_history(now)).unwrap();
    let left = |scope: &str| -> Vec<i64> {
        let list = List::all().equal("scope", scope);
        store.read().list::<Job>(&list).unwrap().iter().map(|job| job.id).collect()
    };
    assert_eq!(left("old"), [3, 5].into_iter().chain(11..=20).collect::<Vec<_>>());
    assert_eq!(left("busy"), (1495..1505).collect::<Vec<_>>());
    assert_eq!(left("quiet"), [2000]);
    assert_eq!(count, 8 + 495);
    let attempts: Vec<_> = store.read().list::<Attempt>(&List::all()).unwrap().iter().map(|row| row.id).collect();
    assert_eq!(attempts, left("old"));
}

#[test]
fn numbers_are_not_given_twice() {
    let mut store = empty();
    let job = enqueued(&mut store, ONE);
    store.write(|writer| writer.delete::<Job>(job)).unwrap();
    assert_eq!(enqueued(&mut store, ONE), job + 1);
}
