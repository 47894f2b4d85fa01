//! Import, export and audit of a whole deployment, through the command: rows a second and the most memory that was
//! taken; the import beside the sqlite3 shell's of the same rows, the audit beside a script over Python's `jsonschema`;
//! and the question that is asked most.
//!
//! `TRANSFER_BENCH_JOBS` says how many jobs (20 000 unless told, with twice as many attempts and a hundredth as many
//! actors); `PYTHON` which Python has `jsonschema`. What counts are the ratios. A product is removed as soon as nothing
//! reads it any more, so there has to be room for about five times the sample: 30 GB for a million jobs.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops at what is wrong")]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use rusqlite::Connection;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// As of when the audit is: shortly after the newest row.
const AS_OF: &str = "2023-03-01T12:00:00Z";

/// The script judges no more rows of a table than this; it would take hours.
const MOST_BY_SCRIPT: &str = "20000";

fn main() {
    let jobs: u64 = std::env::var("TRANSFER_BENCH_JOBS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // With 62 there are twice as many attempts as jobs.
    // Four connections have three actors.
    let connections = (jobs / 75).clamp(1, 13_333);
    let sample = format!("sample a.db --jobs {jobs} --connections {connections} --retries 62 --workspaces 5");
    let made = run(folder, &sample);
    let rows = rows_of(folder);
    println!("{rows} rows, {} MB\n", fs::metadata(folder.join("a.db")).unwrap().len() / 1_000_000);
    println!("{:<34} {:>12} {:>10} {:>10}", "", "rows/s", "seconds", "peak MB");
    told("sample", rows, &made);
    told("export to .tar.gz", rows, &run(folder, "export a.db a.tar.gz --secrets"));
    told("import of the .tar.gz", rows, &run(folder, "import packed.db a.tar.gz"));
    remove(folder, &["packed.db", "a.tar.gz"]);
    told("export to a folder", rows, &run(folder, "export a.db a --secrets"));
    told("import of the folder", rows, &run(folder, "import judged.db a"));
    remove(folder, &["judged.db"]);
    told("import of the folder, unjudged", rows, &run(folder, "import unjudged.db a --unjudged"));
    remove(folder, &["unjudged.db", "a"]);
    told("import of a store, unjudged", rows, &run(folder, "import copied.db a.db --unjudged"));
    remove(folder, &["copied.db"]);
    import_by_shell(folder, rows);
    let audit = run(folder, &format!("audit a.db --as-of {AS_OF}"));
    told("audit", rows, &audit);
    // The question that is asked most; it reads few of the rows.
    let asked = run(folder, &format!("query a.db last-syncs --as-of {AS_OF}"));
    println!("{:<34} {:>12} {:>10.3} {:>10}", "query last-syncs", "", asked.seconds, asked.peak);
    audit_beside_script(folder, &audit);
}

/// Takes products away that nothing reads any more: stores with the files that SQLite has beside them, folders.
fn remove(folder: &Path, names: &[&str]) {
    for name in names {
        let path = folder.join(name);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
            continue;
        }
        fs::remove_file(path).unwrap();
        for beside in ["-wal", "-shm"] {
            // They are there only where a store was not closed.
            let _ = fs::remove_file(folder.join(format!("{name}{beside}")));
        }
    }
}

/// What a process took.
struct Taken {
    seconds: f64,
    /// In MB; zero where the system does not tell.
    peak: u64,
}

fn told(what: &str, rows: u64, taken: &Taken) {
    println!("{what:<34} {:>12.0} {:>10.1} {:>10}", rows as f64 / taken.seconds, taken.seconds, taken.peak);
}

fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
    command.args(line.split_whitespace()).current_dir(folder).stdout(Stdio::null());
    command
}

fn run(folder: &Path, line: &str) -> Taken {
    measured(&mut command(folder, line))
}

/// Runs a process to its end, and looks now and then how much memory it has taken.
fn measured(command: &mut Command) -> Taken {
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert!(status.success(), "{command:?}: {status}");
    Taken { seconds: started.elapsed().as_secs_f64(), peak: peak / 1_000 }
}

/// The most memory that a process had until now, in kB, as Linux tells it.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn rows_of(folder: &Path) -> u64 {
    let output = command(folder, "status a.db --quick --format json").stdout(Stdio::piped()).output().unwrap();
    let status: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = status["rows"].as_object().unwrap();
    let of_deployment = rows.iter().filter(|(table, _)| !table.ends_with("_migrations"));
    of_deployment.map(|(_, count)| count.as_u64().unwrap()).sum()
}

/// The sqlite3 shell takes the same rows from CSV, which has no NULL: they come into a table of texts first. It need not
/// check them: to `json_valid` of older versions, NULL is no JSON.
fn import_by_shell(folder: &Path, rows: u64) {
    let shell = |file: &str, script: &str| {
        let mut shell = Command::new("sqlite3").arg(file).current_dir(folder).stdin(Stdio::piped()).spawn().ok()?;
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        Some(shell)
    };
    run(folder, "init shell.db");
    let tables = tables(folder);
    let name = |table: &(String, String)| table.0.clone();
    let write = tables.iter().map(|table| format!(".once {0}.csv\nSELECT * FROM {0};\n", name(table)));
    let Some(mut written) = shell("a.db", &format!(".mode csv\n{}", write.collect::<String>())) else {
        println!("sqlite3's shell: not measured, it is not installed");
        return remove(folder, &["shell.db"]);
    };
    assert!(written.wait().unwrap().success());
    let read = tables.iter().map(|(table, columns)| {
        format!(
            "CREATE TEMP TABLE staged_{table} AS SELECT * FROM {table} LIMIT 0;\n\
             .import --csv --schema temp {table}.csv staged_{table}\n\
             INSERT INTO {table} SELECT {columns} FROM staged_{table};\nDROP TABLE staged_{table};\n"
        )
    });
    let script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA foreign_keys = OFF;\nPRAGMA ignore_check_constraints = ON;\n{}",
        read.collect::<String>()
    );
    fs::write(folder.join("read.sql"), script).unwrap();
    let line = [".bail on", ".read read.sql"];
    let taken = measured(Command::new("sqlite3").arg("shell.db").args(line).current_dir(folder).stdout(Stdio::null()));
    told("import by sqlite3 from CSV", rows, &taken);
    remove(folder, &["shell.db", "read.sql"]);
    for (table, _) in &tables {
        remove(folder, &[&format!("{table}.csv")]);
    }
}

/// The tables with rows, and their columns as they are read from text: what may be NULL and is empty is NULL.
fn tables(folder: &Path) -> Vec<(String, String)> {
    let store = Connection::open(folder.join("a.db")).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = store.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let with_rows = |table: &String| !texts(&format!("SELECT '' FROM {table} LIMIT 1")).is_empty();
    let columns = |table: String| {
        let column = format!(
            "SELECT group_concat(CASE \"notnull\" WHEN 1 THEN name ELSE 'nullif(' || name || ', '''')' END, ', ') \
             FROM pragma_table_info('{table}')"
        );
        (table, texts(&column).concat())
    };
    let names = texts(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%migrations'",
    );
    names.into_iter().filter(with_rows).map(columns).collect()
}

/// The documents that a script can judge: ours judges the rows, too, and what they are to each other.
fn audit_beside_script(folder: &Path, audit: &Taken) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .arg(root.join("benches/audit.py"))
        .arg(folder.join("a.db"))
        .arg(root.join("schemas"))
        .arg(MOST_BY_SCRIPT)
        .output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        println!("\nPython's jsonschema: not measured, {python} does not have it");
        return;
    };
    let by_script: Value = serde_json::from_slice(&output.stdout).unwrap();
    println!("\nthe script: documents, documents a second, seconds for all of them");
    let mut all = 0.0;
    for (name, of_table) in by_script.as_object().unwrap() {
        let number = |what: &str| of_table[what].as_f64().unwrap();
        let rate = number("documents") / number("seconds");
        let seconds = number("there") / rate;
        println!("  {name:<28} {:>10.0} {rate:>10.0} {seconds:>10.1}", number("there"));
        all += seconds;
    }
    println!(
        "  {all:.1} s in all; the audit of all rows took {:.1} s, it is {:.0} times as fast",
        audit.seconds,
        all / audit.seconds
    );
}
