//! `airbyte-db import` and `export`, as they are used.

use airbyte_db::report::grouped;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};

fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
    command.args(line.split_whitespace()).current_dir(folder);
    command
}

fn run(folder: &Path, line: &str) -> (i32, String, String) {
    let output = command(folder, line).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    names.sort();
    names
}

#[test]
fn out_and_in_again_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, "sample a.db --faults").0, 0);
    for to in ["folder", "archive.tar.gz", "copy.db"] {
        let (status, out, told) = run(folder, &format!("export a.db {to} --secrets"));
        assert_eq!((status, told.as_str()), (0, ""));
        assert!(
            out.starts_with(&format!("{to}: {} rows, with secrets in clear\n  workspace", grouped(3_068))),
            "{out}"
        );
        let (status, out, _) = run(folder, &format!("import b.db {to} --format json"));
        assert_eq!(status, 0, "{out}");
        let summary: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(summary["read"].as_u64(), Some(if to == "copy.db" { 3_068 + own_rows(folder) } else { 3_068 }));
        assert_eq!(run(folder, "export b.db again.tar.gz --secrets").0, 0);
        assert_eq!(run(folder, "export a.db first.tar.gz --secrets").0, 0);
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        assert!(read("again.tar.gz") == read("first.tar.gz"));
        for name in ["again.tar.gz", "first.tar.gz", "b.db"] {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
    }
    let (status, _, told) = run(folder, "export a.db folder");
    assert_eq!(
        (status, told.as_str()),
        (2, "airbyte-db: folder: it is there already; give another name, or remove it first\n")
    );
}

/// The rows of migrations, which another store does not take.
fn own_rows(folder: &Path) -> u64 {
    let (_, out, _) = run(folder, "status a.db --format json");
    let status: Value = serde_json::from_str(&out).unwrap();
    let rows = &status["rows"];
    rows["airbyte_configs_migrations"].as_u64().unwrap() + rows["airbyte_jobs_migrations"].as_u64().unwrap()
}

#[test]
fn what_is_left_out_is_told_reported_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("airbyte_metadata.jsonl"), "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":1}\nx\n").unwrap();
    let (status, out, told) = run(folder, "import a.db airbyte_metadata.jsonl --report left.jsonl --most 1");
    assert_eq!(status, 1);
    assert_eq!(out, "a.db: 3 rows read, 1 stored\n  airbyte_metadata             3 read, 1 stored, 2 left out\n");
    assert_eq!(
        told,
        "left out: airbyte_metadata 1 (airbyte_metadata.jsonl:2): key cannot be read: a value of type varchar(255) does \
         not stand there as a number. [misfit]\n… and 1 more; --report FILE lists them all\n"
    );
    let report = std::fs::read_to_string(folder.join("left.jsonl")).unwrap();
    let codes: Vec<Value> =
        report.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["code"].clone()).collect();
    assert_eq!(codes, ["misfit", "unreadable"]);
}

#[test]
fn nothing_is_made_where_nothing_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("empty")).unwrap();
    std::fs::write(folder.join("notes.txt"), "nothing").unwrap();
    for (from, reason) in [
        ("empty", "no file in it is named after a table"),
        ("notes.txt", "nothing that rows can be read of"),
        ("nowhere", "it cannot be read"),
    ] {
        let (status, _, told) = run(folder, &format!("import a.db {from}"));
        assert_eq!(status, 2);
        assert!(told.contains(reason), "{told}");
        assert_eq!(names(folder), ["empty", "notes.txt"]);
    }
    std::fs::write(folder.join("airbyte_metadata.jsonl"), "{\"key\":\"a\",\"value\":\"1\"}\n").unwrap();
    let (status, out, _) = run(folder, "import a.db airbyte_metadata.jsonl --dry-run");
    assert_eq!(status, 0);
    assert!(out.starts_with("a.db: 1 rows read, 1 would be stored"), "{out}");
    assert_eq!(names(folder), ["airbyte_metadata.jsonl", "empty", "notes.txt"]);
}

#[test]
fn an_export_is_audited_without_a_store_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, "sample a.db --faults").0, 0);
    assert_eq!(run(folder, "export a.db a.tar.gz --secrets").0, 0);
    let without_name = |(status, out, _): (i32, String, String)| (status, out.replace("a.tar.gz", "a.db"));
    let moment = "--as-of 2023-03-01T12:00:00Z --format json";
    let of_export = without_name(run(folder, &format!("audit a.tar.gz {moment}")));
    assert_eq!(of_export, without_name(run(folder, &format!("audit a.db {moment}"))));
    assert_eq!(names(folder), ["a.db", "a.tar.gz"]);
}

/// Ends with the test, however that ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_import_that_is_killed_is_run_again_and_the_numbers_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, "sample a.db --jobs 12000").0, 0);
    assert_eq!(run(folder, "export a.db a.tar.gz --secrets").0, 0);
    // Made first, so that there is a store to look into.
    assert_eq!(run(folder, "init b.db").0, 0);
    let mut import = command(folder, "import b.db a.tar.gz");
    let child = Killed(import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let store = airbyte_db::store::Store::open_read_only(folder.join("b.db")).unwrap();
    while store.read().count::<airbyte_db::tables::Job>().unwrap() == 0 {
        std::thread::yield_now();
    }
    drop(child);
    drop(store);
    let (status, out, told) = run(folder, "import b.db a.tar.gz --format json");
    assert_eq!(status, 0, "{told}");
    let summary: Value = serde_json::from_str(&out).unwrap();
    for table in summary["tables"].as_array().unwrap() {
        let count = |name: &str| table[name].as_u64().unwrap();
        assert_eq!(count("read"), count("stored") + count("there"), "{table}");
    }
    assert_eq!(run(folder, "export b.db b.tar.gz --secrets").0, 0);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(read("a.tar.gz") == read("b.tar.gz"));
}
