//! The store, side by side in one run with `rusqlite` and statements written by hand, and with the sqlite3 shell where
//! it is installed.
//!
//! The rows are jobs and attempts with their documents, made up here. All go into tables with the same columns, checks
//! and indices: those of a store. What counts are the ratios. `STORE_BENCH_JOBS` says how many jobs (20 000 unless
//! told), `STORE_BENCH_FETCHES` how many catalogs are fetched (500 unless told, of 1 MB each).

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops at what is wrong")]
#![allow(clippy::cast_precision_loss, reason = "times are small")]

use airbyte_db::json::Json;
use airbyte_db::store::{List, Order, Store};
use airbyte_db::table::Row;
use airbyte_db::tables::{Actor, ActorDefinition, Attempt, AttemptStatus, Job, JobConfigType, JobStatus, Workspace};
use airbyte_db::uuid::Uuid;
use rusqlite::{Connection, params};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 3;

fn main() {
    let count = number("STORE_BENCH_JOBS", 20_000);
    let folder = tempfile::tempdir().unwrap();
    let rows = Rows::new(count);
    println!(
        "{count} jobs with an attempt each, {} bytes of JSON a job",
        rows.jobs[0].config.as_ref().unwrap().text().len()
    );
    insert(folder.path(), &rows);
    read(folder.path(), &rows);
    open(folder.path());
    dedupe(folder.path(), number("STORE_BENCH_FETCHES", 500));
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

struct Rows {
    jobs: Vec<Job>,
    attempts: Vec<Attempt>,
}

impl Rows {
    fn new(count: usize) -> Rows {
        let job = Job::read(include_str!("../tests/fixtures/rows/jobs.json")).unwrap();
        let attempt = Attempt::read(include_str!("../tests/fixtures/rows/attempts.json")).unwrap();
        let numbers = 1..=i64::try_from(count).unwrap();
        let scope = |number: i64| {
            Uuid::from_u128(0x4000_8000_0000_0000_0000 + u128::from(number.unsigned_abs() % 500)).to_string()
        };
        let jobs = numbers.clone().map(|id| Job { id, scope: Some(scope(id)), ..job.clone() }).collect();
        let attempts = numbers.map(|id| Attempt { id, job_id: Some(id), ..attempt.clone() }).collect();
        Rows { jobs, attempts }
    }
}

fn new_store(path: &Path) -> Store {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    Store::open(path).unwrap()
}

/// The best of several rounds, in seconds: an empty store is made for each, which is not timed.
fn best(path: &Path, mut round: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        drop(new_store(path));
        let started = Instant::now();
        round();
        best = best.min(started.elapsed().as_secs_f64());
    }
    best
}

fn insert(folder: &Path, rows: &Rows) {
    let path = folder.join("insert.db");
    let ours = best(&path, || {
        let mut store = Store::open(&path).unwrap();
        store
            .write(|writer| {
                writer.insert_all_unjudged(&rows.jobs)?;
                writer.insert_all_unjudged(&rows.attempts)
            })
            .unwrap();
    });
    let by_hand = best(&path, || insert_by_hand(&path, rows));
    let few = Rows { jobs: rows.jobs[..1000].to_vec(), attempts: rows.attempts[..1000].to_vec() };
    let judged = best(&path, || {
        let mut store = Store::open(&path).unwrap();
        store
            .write(|writer| {
                few.jobs.iter().try_for_each(|row| writer.insert(row))?;
                few.attempts.iter().try_for_each(|row| writer.insert(row))
            })
            .unwrap();
    });
    let count = (rows.jobs.len() * 2) as f64;
    println!("\nbatch insert, rows a second");
    println!("  ours, unjudged        {:>10.0}", count / ours);
    println!("  rusqlite, by hand     {:>10.0}   ours is {:.2} of it", count / by_hand, by_hand / ours);
    println!("  ours, each row judged {:>10.0}", 2000.0 / judged);
    match import_by_shell(folder, rows) {
        Some(shell) => println!("  sqlite3 .import       {:>10.0}   ours is {:.2} of it", count / shell, shell / ours),
        None => println!("  sqlite3 .import       not measured: no sqlite3 is installed"),
    }
}

/// What one would write with `rusqlite`: the values as they are stored, one prepared statement a table.
fn insert_by_hand(path: &Path, rows: &Rows) {
    let mut connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = on; PRAGMA cache_size = -32000").unwrap();
    let time = |moment: Option<airbyte_db::jiff::Timestamp>| moment.map(|moment| format!("{moment:.6}"));
    let transaction = connection.transaction().unwrap();
    {
        let mut jobs = transaction.prepare("INSERT INTO jobs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)").unwrap();
        for job in &rows.jobs {
            jobs.execute(params![
                job.id,
                job.config_type.as_ref().map(JobConfigType::as_str),
                job.scope,
                job.config.as_ref().map(Json::text),
                job.status.as_ref().map(JobStatus::as_str),
                time(job.started_at),
                time(job.created_at),
                time(job.updated_at),
            ])
            .unwrap();
        }
        let sql = "INSERT INTO attempts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let mut attempts = transaction.prepare(sql).unwrap();
        for attempt in &rows.attempts {
            attempts
                .execute(params![
                    attempt.id,
                    attempt.job_id,
                    attempt.attempt_number,
                    attempt.log_path,
                    attempt.output.as_ref().map(Json::text),
                    attempt.status.as_ref().map(AttemptStatus::as_str),
                    time(attempt.created_at),
                    time(attempt.updated_at),
                    time(attempt.ended_at),
                    attempt.temporal_workflow_id,
                    attempt.failure_summary.as_ref().map(Json::text),
                    attempt.processing_task_queue,
                ])
                .unwrap();
        }
    }
    transaction.commit().unwrap();
}

/// The same rows as CSV, imported by the sqlite3 shell into a store's own tables.
fn import_by_shell(folder: &Path, rows: &Rows) -> Option<f64> {
    Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().ok()?;
    let path = folder.join("shell.db");
    let (jobs, attempts) = csv(folder, rows);
    let script = format!(".import --csv {} jobs\n.import --csv {} attempts\n", jobs.display(), attempts.display());
    let script_file = folder.join("import.sql");
    // One transaction for both, as ours.
    std::fs::write(&script_file, format!("PRAGMA cache_size = -32000;\nBEGIN;\n{script}COMMIT;\n")).unwrap();
    let seconds = best(&path, || {
        let script = std::fs::File::open(&script_file).unwrap();
        let status = Command::new("sqlite3").arg(&path).stdin(script).stdout(Stdio::null()).status().unwrap();
        assert!(status.success());
    });
    let count: i64 =
        Connection::open(&path).unwrap().query_row("SELECT count(*) FROM attempts", [], |row| row.get(0)).unwrap();
    assert_eq!(count, i64::try_from(rows.attempts.len()).unwrap(), "the shell has imported all rows");
    Some(seconds)
}

/// The shell reads an empty field as an empty text, which most checks refuse: columns that are NULL hold something.
fn csv(folder: &Path, rows: &Rows) -> (PathBuf, PathBuf) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let time = |moment: Option<airbyte_db::jiff::Timestamp>| format!("{:.6}", moment.unwrap_or_default());
    let (mut jobs, mut attempts) = (String::new(), String::new());
    for job in &rows.jobs {
        let (config, scope) = (quoted(job.config.as_ref().unwrap().text()), job.scope.as_ref().unwrap());
        let (created, updated) = (time(job.created_at), time(job.updated_at));
        let _ = writeln!(jobs, "{},sync,{scope},{config},succeeded,{created},{created},{updated}", job.id);
    }
    for attempt in &rows.attempts {
        let output = quoted(attempt.output.as_ref().unwrap().text());
        let (created, updated) = (time(attempt.created_at), time(attempt.updated_at));
        let (id, path) = (attempt.id, attempt.log_path.as_ref().unwrap());
        let _ = writeln!(
            attempts,
            "{id},{id},0,{path},{output},succeeded,{created},{updated},{updated},connection_manager,null,queue"
        );
    }
    let files = (folder.join("jobs.csv"), folder.join("attempts.csv"));
    std::fs::write(&files.0, jobs).unwrap();
    std::fs::write(&files.1, attempts).unwrap();
    files
}

/// Rows by key and a page of a list, ours and by hand in turn.
fn read(folder: &Path, rows: &Rows) {
    let path = folder.join("read.db");
    let mut store = new_store(&path);
    store
        .write(|writer| {
            writer.insert_all_unjudged(&rows.jobs)?;
            writer.insert_all_unjudged(&rows.attempts)
        })
        .unwrap();
    let connection = Connection::open(&path).unwrap();
    let reader = store.read();
    let count = i64::try_from(rows.jobs.len()).unwrap();
    let mut number = 0;
    let mut next = || {
        number = (number * 31 + 17) % count;
        number + 1
    };
    let (mut ours, mut by_hand) = (f64::MAX, f64::MAX);
    for _ in 0..20 {
        ours = ours.min(time(500, || _ = black_box(reader.get::<Job>(next()).unwrap())));
        by_hand = by_hand.min(time(500, || _ = black_box(get_by_hand(&connection, next()))));
    }
    println!("\nget a job by its key, microseconds");
    print_pair(ours, by_hand);
    let scope = rows.jobs[0].scope.as_deref().unwrap();
    let list = List::all().equal("scope", scope).equal("config_type", "sync").order("created_at", Order::Descending);
    let list = list.page(20, 0);
    let (mut ours, mut by_hand) = (f64::MAX, f64::MAX);
    for _ in 0..20 {
        ours = ours.min(time(50, || _ = black_box(reader.list::<Job>(&list).unwrap())));
        by_hand = by_hand.min(time(50, || _ = black_box(list_by_hand(&connection, scope))));
    }
    println!("a page of 20 jobs of a connection, microseconds");
    print_pair(ours, by_hand);
}

fn time(calls: usize, mut call: impl FnMut()) -> f64 {
    let started = Instant::now();
    (0..calls).for_each(|_| call());
    started.elapsed().as_secs_f64() * 1e6 / calls as f64
}

fn print_pair(ours: f64, by_hand: f64) {
    println!("  ours                  {ours:>10.2}");
    println!("  rusqlite, by hand     {by_hand:>10.2}   ours is {:.2} as fast", by_hand / ours);
}

/// A job as one would read it by hand: every column, the document and the times as texts.
type JobByHand = (i64, Option<String>, Option<String>, Option<String>, Option<String>, [Option<String>; 3]);

fn by_hand(row: &rusqlite::Row<'_>) -> rusqlite::Result<JobByHand> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, [row.get(5)?, row.get(6)?, row.get(7)?]))
}

fn get_by_hand(connection: &Connection, id: i64) -> JobByHand {
    let mut statement = connection.prepare_cached("SELECT * FROM jobs WHERE id = ?1").unwrap();
    statement.query_row([id], by_hand).unwrap()
}

fn list_by_hand(connection: &Connection, scope: &str) -> Vec<JobByHand> {
    let sql = "SELECT * FROM jobs WHERE scope = ?1 AND config_type = 'sync' ORDER BY created_at DESC, id DESC LIMIT 20";
    let mut statement = connection.prepare_cached(sql).unwrap();
    statement.query_map([scope], by_hand).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

fn open(folder: &Path) {
    let path = folder.join("read.db");
    let milliseconds = (0..20).map(|_| time(1, || drop(Store::open(&path).unwrap())) / 1e3).fold(f64::MAX, f64::min);
    println!("\nopening that store: {milliseconds:.1} ms");
}

/// Fetches over and over of 200 distinct catalogs of 1 MB.
fn dedupe(folder: &Path, fetches: usize) {
    let mut store = new_store(&folder.join("catalogs.db"));
    let actor = Actor::read(include_str!("../tests/fixtures/rows/actor.json")).unwrap();
    store
        .write(|writer| {
            writer.insert(&Workspace::read(include_str!("../tests/fixtures/rows/workspace.json"))?)?;
            writer.insert(&ActorDefinition::read(include_str!("../tests/fixtures/rows/actor_definition.json"))?)?;
            writer.insert(&actor)
        })
        .unwrap();
    let hash = "4d6cdf2743e326e6233749adcc15d0d2";
    let (mut new, mut known) = (0.0, 0.0);
    for number in 0..fetches {
        let catalog = Json::parse(&catalog(number % 200)).unwrap();
        let started = Instant::now();
        store.write(|writer| writer.note_catalog_fetch(actor.id, "1.0.0", hash, &catalog)).unwrap();
        *(if number < 200 { &mut new } else { &mut known }) += started.elapsed().as_secs_f64();
    }
    let stored = store.read().count::<airbyte_db::tables::ActorCatalog>().unwrap();
    println!("\n{fetches} fetches of 200 catalogs of 1 MB: {stored} stored, peak memory {}", peak_memory());
    println!("  one that is new       {:>10.1} ms", new * 1e3 / fetches.min(200) as f64);
    println!("  one that is known     {:>10.1} ms", known * 1e3 / fetches.saturating_sub(200).max(1) as f64);
}

/// A catalog of about a megabyte.
fn catalog(number: usize) -> String {
    let stream = |stream: usize| {
        let fields: Vec<String> =
            (0..180).map(|field| format!(r#""field_{field}":{{"type":["null","string"],"n":{number}}}"#)).collect();
        format!(
            r#"{{"name":"stream_{stream}","json_schema":{{"type":"object","properties":{{{}}}}},"supported_sync_modes":["full_refresh"]}}"#,
            fields.join(",")
        )
    };
    let streams: Vec<String> = (0..110).map(stream).collect();
    format!(r#"{{"streams":[{}]}}"#, streams.join(","))
}

/// What Linux says of it; elsewhere unknown.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
