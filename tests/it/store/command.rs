//! `airbyte-db init`, `migrate` and `status`, as people meet them.

#![cfg(feature = "cli")]

use super::support::fixture;
use airbyte_db::store::Store;
use airbyte_db::tables::Workspace;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, line: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
    let output = command.args(line.split_whitespace()).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_store_is_made_filled_and_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, "init a.db"), (0, "a.db: an empty store\n".to_owned(), String::new()));
    let (status, _, told) = run(folder, "init a.db");
    assert_eq!((status, &*told), (2, "airbyte-db: a.db: it is there already; give another name, or remove it first\n"));
    assert_eq!(run(folder, "migrate a.db"), (0, "a.db: up to date\n".to_owned(), String::new()));
    let mut store = Store::open(folder.join("a.db")).unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    drop(store);
    let (status, out, _) = run(folder, "status a.db");
    assert_eq!(status, 0);
    assert!(out.contains("Config database: migration 0.40.32.003\n"), "{out}");
    assert!(out.contains("workspace "), "{out}");
    assert!(out.ends_with("The file is whole.\n"), "{out}");
    let (status, out, _) = run(folder, "status --quick --format json a.db");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &told["rows"]["workspace"], &told["damage"]), (0, &1.into(), &Value::Null));
    assert_eq!(told["applied"].as_array().unwrap().len(), 6);
}

#[test]
fn what_is_no_store_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for command in ["status", "migrate"] {
        let (status, out, told) = run(folder, &format!("{command} gone.db"));
        assert_eq!((status, &*out), (2, ""));
        assert!(told.contains("gone.db: the store cannot be opened"), "{told}");
    }
    std::fs::write(folder.join("letter.db"), "Dear reader, this is no database, but a rather long letter.".repeat(50))
        .unwrap();
    let (status, _, told) = run(folder, "status letter.db");
    assert_eq!(status, 2);
    assert!(told.contains("letter.db: the file is no SQLite database"), "{told}");
    std::fs::write(folder.join("empty.db"), "").unwrap();
    let (status, out, _) = run(folder, "status empty.db");
    assert_eq!(status, 1);
    assert!(out.contains("Config database: migration none; 3 to apply: airbyte-db migrate"), "{out}");
    let (status, out, _) = run(folder, "migrate empty.db");
    assert_eq!((status, out.lines().count()), (0, 6));
}
