//! The commands `mask`, `split` and `hydrate`, as people and programs meet them.

#![cfg(feature = "cli")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SPEC: &str = r#"{"connectionSpecification": {"properties": {
    "host": {"type": "string"}, "pin": {"type": "integer", "airbyte_secret": true}, "password": {"type": "string", "airbyte_secret": true}
}}}"#;
const CONFIG: &str = "{\n  \"host\": \"h\", \"n\": 1.50,\n  \"pin\": 93817, \"password\": \"93817-s3cret\"\n}\n";
const MASKED: &str = "{\n  \"host\": \"h\", \"n\": 1.50,\n  \"pin\": \"**********\", \"password\": \"**********\"\n}\n";
const WORKSPACE: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000";

/// A folder with a spec and a configuration, which goes away with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("secrets-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folder = Folder(folder);
        folder.write("spec.json", SPEC);
        folder.write("config.json", CONFIG);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the command here, with a line of arguments, and gives its status and what it printed.
    fn run(&self, line: &str, input: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
        command.args(line.split_whitespace()).current_dir(&self.0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The command may end before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn refused(&self, line: &str, says: &str) {
        let before = self.names();
        let (status, out, err) = self.run(line, "");
        assert_eq!((status, &*out), (2, ""), "{line}: {err}");
        assert!(err.contains(says), "{line}: {err}");
        assert!(!err.contains("93817"), "{line}: {err}");
        assert_eq!(self.names(), before, "nothing is left behind");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn masks_come_and_go_in_a_pipe() {
    let folder = Folder::new("mask");
    let shown = folder.run("mask --spec spec.json -", CONFIG);
    assert_eq!(shown, (0, MASKED.to_owned(), String::new()));
    let restored = folder.run("mask --spec spec.json --restore config.json -", &MASKED.replace("\"h\"", "\"new\""));
    assert_eq!(restored, (0, CONFIG.replace("\"h\"", "\"new\""), String::new()));
    folder.write("config.yaml", "host: h\npassword: 93817\n");
    let (status, shown, _) = folder.run("mask --spec spec.json config.yaml", "");
    assert_eq!((status, shown.contains("93817")), (0, false));

    folder.write("empty.json", "{}");
    let (status, out, err) = folder.run("mask --spec spec.json --restore empty.json -", MASKED);
    assert_eq!((status, &*out), (1, MASKED));
    assert_eq!(err, "airbyte-db: nothing is stored for the masks at /pin, /password\n");
}

#[test]
fn secrets_go_to_a_file_and_come_back() {
    let folder = Folder::new("split");
    let split = format!("split --spec spec.json config.json --workspace {WORKSPACE} --secrets secrets.jsonl");
    let (status, stored, err) = folder.run(&split, "");
    assert_eq!((status, &*err), (0, ""));
    assert!(!stored.contains("93817"), "{stored}");
    assert_eq!(stored.matches(&format!("airbyte_workspace_{WORKSPACE}_secret_")).count(), 2);
    assert_eq!(folder.read("secrets.jsonl").matches("_v1\", \"payload\": \"93817").count(), 2);
    assert_eq!(folder.names(), ["config.json", "secrets.jsonl", "spec.json"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.0.join("secrets.jsonl")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let hydrate = "hydrate --spec spec.json - --secrets secrets.jsonl";
    assert_eq!(folder.run(hydrate, &stored), (0, CONFIG.to_owned(), String::new()));

    folder.refused(&split, "secrets.jsonl exists already; --force writes over it");
    folder.write("stored.json", &stored);
    folder.write("config.json", &CONFIG.replace("-s3cret", "-new"));
    let again = format!("{split} --force --previous stored.json --previous-secrets secrets.jsonl");
    let (status, changed, err) = folder.run(&again, "");
    assert_eq!((status, &*err), (0, ""));
    let at = stored.rfind("_v1").unwrap();
    assert_eq!(changed, format!("{}_v2{}", &stored[..at], &stored[at + 3..]));
    assert_eq!(folder.run(hydrate, &changed).1, CONFIG.replace("-s3cret", "-new"));
}

#[test]
fn what_cannot_be_done_is_told_without_a_secret() {
    let folder = Folder::new("refused");
    let split = |rest: &str| format!("split --spec spec.json --workspace {WORKSPACE} {rest}");
    folder.refused(&split("config.json --secrets -"), "secrets are written to a file only");
    folder.refused(&split("config.json --secrets /dev/stdout --force"), "is no file");
    folder.refused(&split("config.json --secrets nowhere/out"), "cannot be written");
    folder.refused(&split("config.json"), "--secrets");
    folder.refused(
        "split --spec spec.json config.json --workspace 93 --secrets out",
        "the workspace is not named by a UUID",
    );
    folder.refused(&split("config.json --secrets out --previous config.json"), "--previous-secrets");
    folder.write("broken.json", "{\"password\": \"93817");
    folder.write("masked.json", MASKED);
    folder.write("foreign.json", r#"{"password": {"_secret": "93817_v1"}}"#);
    folder.write("rows", "{\"coordinate\": 93817}\n");
    folder.refused(&split("broken.json --secrets out"), "broken.json: line 1");
    folder.refused(&split("masked.json --secrets out"), "holds masks in the place of secrets");
    folder.refused(&split("foreign.json --secrets out"), "(at /password)");
    folder.refused("hydrate --spec spec.json foreign.json --secrets rows", "rows: line 1: expected");
    folder.write("rows", "");
    folder.refused("hydrate --spec spec.json foreign.json --secrets rows", "(at /password)");
    folder.refused("mask --spec - -", "standard input can be read only once");
    folder.refused("mask --spec config.json config.json", "the spec cannot be used");
    folder.write("draft.json", r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}"#);
    folder.refused("mask --spec draft.json config.json", "draft-07 only");
}
