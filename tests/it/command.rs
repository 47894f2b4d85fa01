//! The command as people and programs meet it: exit statuses, what is printed where, and the stable formats.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const ORDERS: &str = "examples/orders/spec.json";
const GOOD: &str = "examples/orders/config.json";
const MISTAKEN: &str = "examples/orders/config-with-mistakes.json";
pub(crate) const REGISTRY: &str = "tests/fixtures/command/registry.json";
const REGISTRY_LINES: &str = "tests/fixtures/command/registry.jsonl";

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The lines of `--format json`, parsed.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    #[track_caller]
    pub(crate) fn sarif(&self) -> Value {
        serde_json::from_str(&self.out).expect("one JSON document")
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    command
}

fn spawned(mut command: Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn finished(command: Command, input: &[u8]) -> Ran {
    let mut child = spawned(command);
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // The command may end before it has read everything.
        scope.spawn(move || stdin.write_all(input).unwrap_or_default());
        child.wait_with_output().unwrap()
    });
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn run_with(arguments: &[&str], input: &[u8]) -> Ran {
    finished(command(arguments), input)
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, b"")
}

/// `validate --spec` of the example, with these files or other arguments.
fn orders(arguments: &[&str]) -> Ran {
    run(&[&["validate", "--spec", ORDERS], arguments].concat())
}

/// `validate --registry` of the fixture, with these lines as standard input.
fn lines(arguments: &[&str], input: &[u8]) -> Ran {
    run_with(&[&["validate", "--registry", REGISTRY, "--jsonl", "-"], arguments].concat(), input)
}

/// A folder that goes away with its test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn example(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Compares with a committed file, or writes it when `UPDATE_FIXTURES=1`.
#[track_caller]
pub(crate) fn check_fixture(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/command").join(name);
    if std::env::var_os("UPDATE_FIXTURES").is_some_and(|value| value == "1") {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(text, expected, "{name}; UPDATE_FIXTURES=1 writes it anew");
}

// ---- exit statuses ----

#[test]
fn the_exit_status_is_that_of_the_worst() {
    assert_eq!(orders(&[GOOD]).status, 0);
    assert_eq!(orders(&[MISTAKEN]).status, 1);
    assert_eq!(orders(&["no/such/file.json"]).status, 2);
    assert_eq!(orders(&[GOOD, MISTAKEN]).status, 1);
    assert_eq!(orders(&[MISTAKEN, GOOD]).status, 1);
    assert_eq!(orders(&["no/such/file.json", MISTAKEN, GOOD]).status, 2);
    for format in ["json", "github", "sarif"] {
        assert_eq!(orders(&["--format", format, GOOD]).status, 0, "{format}");
        assert_eq!(orders(&["--format", format, GOOD, MISTAKEN]).status, 1, "{format}");
        assert_eq!(orders(&["--format", format, "no/such/file.json", GOOD]).status, 2, "{format}");
    }
}

#[test]
fn a_warning_leaves_the_status_as_it_is() {
    let folder = Folder::new("warning");
    let spec = folder.file("spec.json", r#"{"type": "object", "properties": {"level": {"type": "integer"}}}"#);
    let config = folder.file("config.json", r#"{"levle": 1}"#);
    let ran = run(&["validate", "--spec", &spec, &config]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.contains(": valid, 1 warning\n"), "{}", ran.out);
    assert!(ran.out.contains("warning: “levle” is not a member that the spec knows."), "{}", ran.out);
}

#[test]
fn bad_usage_is_told_on_standard_error() {
    let bad: &[&[&str]] = &[
        &[],
        &["frobnicate"],
        &["validate"],
        &["validate", "--spec", ORDERS],
        &["validate", GOOD],
        &["validate", "--registry", REGISTRY],
        &["validate", "--jsonl", "-"],
        &["validate", "--spec", ORDERS, "--registry", REGISTRY, "--jsonl", "-"],
        &["validate", "--spec", ORDERS, "--mode", "naked", GOOD],
        &["validate", "--spec", ORDERS, "--format", "xml", GOOD],
        &["validate", "--spec", ORDERS, "--max-findings", "many", GOOD],
        &["validate", "--spec", ORDERS, "--nonsense", GOOD],
    ];
    for arguments in bad {
        let ran = run(arguments);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_read_once() {
    for arguments in [
        &["validate", "--spec", "-", "-"][..],
        &["validate", "--spec", ORDERS, "-", "-"],
        &["validate", "--registry", "-", "--jsonl", "-"],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{arguments:?}");
        assert_eq!(ran.err, "airbyte-db: standard input can be read only once\n");
    }
}

// ---- files ----

#[test]
fn files_that_cannot_be_read_stop_nothing() {
    let folder = Folder::new("unreadable");
    let files: &[(&str, &[u8], &str)] = &[
        (
            "bare-word.json",
            b"{\n  \"host\": localhost\n}",
            "line 2, column 11: expected a JSON value; text needs double quotes around it",
        ),
        ("empty.json", b"", "line 1, column 1: the text is empty; an empty configuration is written {}"),
        ("blank.json", b" \n\n", "line 3, column 1: the text is empty; an empty configuration is written {}"),
        ("latin.json", b"{\"a\": \"\xe9\"}", "it is not UTF-8 from byte 7 on; save it as UTF-8"),
        ("utf16-little.json", b"\xff\xfe{\0}\0", "it is UTF-16; save it as UTF-8"),
        ("utf16-big.json", b"\xfe\xff\0{\0}", "it is UTF-16; save it as UTF-8"),
    ];
    let mut paths: Vec<String> = files.iter().map(|(name, bytes, _)| folder.file(name, bytes)).collect();
    paths.extend([folder.path().to_owned(), format!("{}/missing.json", folder.path()), GOOD.to_owned()]);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();

    let ran = orders(&paths);
    assert_eq!((ran.status, &*ran.err), (2, ""));
    let told: Vec<&str> = ran.out.lines().collect();
    assert_eq!(told.len(), paths.len(), "{}", ran.out);
    for ((path, line), (_, _, message)) in paths.iter().zip(&told).zip(files) {
        assert_eq!(*line, format!("{path}: not judged: {message}"));
    }
    assert!(told[6].starts_with(&format!("{}: not judged: it cannot be read: ", folder.path())), "{}", told[6]);
    assert!(told[7].contains("missing.json: not judged: it cannot be read: "), "{}", told[7]);
    assert_eq!(told[8], format!("{GOOD}: valid"));

    let told = orders(&[&["--format", "json"], &*paths].concat()).json();
    assert_eq!(told.len(), paths.len());
    assert_eq!(told[0]["error"]["code"], "json_syntax");
    assert_eq!((&told[0]["error"]["line"], &told[0]["error"]["column"]), (&Value::from(2), &Value::from(11)));
    assert!(told[0].get("valid").is_none(), "{}", told[0]);
    assert_eq!(told[3]["error"]["code"], "unreadable");
    assert_eq!(told[8]["valid"], true);
}

#[test]
fn malformed_json_is_never_quoted() {
    let folder = Folder::new("quoted");
    for (at, text) in
        [r#"{"password": hunter2}"#, r#"{"password": "hunter2"#, r#"{"password": "x" hunter2}"#, "hunter2"]
            .into_iter()
            .enumerate()
    {
        let file = folder.file(&format!("{at}.json"), text);
        for format in ["human", "json", "github", "sarif"] {
            let ran = orders(&["--format", format, &file]);
            assert_eq!(ran.status, 2, "{text}");
            assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{text}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn a_configuration_may_come_from_standard_input() {
    let ran = run_with(&["validate", "--spec", ORDERS, "-"], example(MISTAKEN).as_bytes());
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("standard input: invalid, 6 errors\n"), "{}", ran.out);
    // A mark of byte order and CRLF are no mistakes.
    let marked = format!("\u{feff}{}", example(GOOD).replace('\n', "\r\n"));
    assert_eq!(run_with(&["validate", "--spec", ORDERS, "-"], marked.as_bytes()).out, "standard input: valid\n");
}

#[test]
fn a_configuration_may_be_yaml_by_its_name() {
    let folder = Folder::new("yaml");
    let good = folder.file("config.yaml", "bucket: orders-archive\nformat:\n  format_type: CSV\n");
    let bad = folder.file("config.yml", "bucket: Orders\nformat: {format_type: CSV}\n");
    let broken = folder.file("broken.yaml", "bucket: [\n");
    let ran = run(&["validate", "--spec", "examples/lake/spec.yaml", "--format", "json", &good, &bad, &broken]);
    assert_eq!(ran.status, 2);
    let told = ran.json();
    assert_eq!(told[0]["valid"], true);
    assert_eq!(told[1]["findings"][0]["pointer"], "/bucket");
    // Lines of the JSON that it became would lead nowhere.
    assert!(told[1]["findings"][0].get("line").is_none(), "{}", told[1]);
    assert_eq!(told[2]["error"]["code"], "yaml_syntax");
}

// ---- specs ----

#[test]
fn a_spec_is_read_in_every_form() {
    let spec = example(ORDERS);
    let document: Value = serde_json::from_str(&spec).unwrap();
    let bare = document["connectionSpecification"].to_string();
    let message = serde_json::json!({"type": "SPEC", "spec": document}).to_string();
    let log = r#"{"type": "LOG", "log": {"level": "INFO", "message": "starting"}}"#;
    let colourful = "\u{1b}[32mINFO\u{1b}[0m reading {settings}";
    let output = format!("{log}\n{colourful}\n{message}\n{log}\n");
    for (form, text) in [
        ("specification", &spec),
        ("bare schema", &bare),
        ("message", &message),
        ("output", &output),
        ("output with CRLF", &output.replace('\n', "\r\n")),
    ] {
        let ran = run_with(&["validate", "--spec", "-", GOOD, MISTAKEN], text.as_bytes());
        assert_eq!((ran.status, &*ran.err), (1, ""), "{form}");
        let told = format!("{GOOD}: valid\n{MISTAKEN}: invalid, 6 errors\n");
        assert!(ran.out.starts_with(&told), "{form}: {}", ran.out);
    }
    let ran = run(&["validate", "--spec", "examples/lake/spec.yaml", "examples/lake/config.json"]);
    assert_eq!((ran.status, &*ran.out), (0, "examples/lake/config.json: valid\n"));
}

#[test]
fn a_spec_that_cannot_be_used_is_told_on_standard_error() {
    let folder = Folder::new("spec");
    let cases: &[(&[u8], &str)] = &[
        (b"", "the spec cannot be used: the text is empty"),
        (b"\xff\xfe{\0}\0", "it is UTF-16; save it as UTF-8"),
        (b"{\"connectionSpecification\": {\"type\" \"object\"}}", "line 1, column 37: "),
        (b"true", "the spec cannot be used: "),
    ];
    for (at, (bytes, message)) in cases.iter().enumerate() {
        let spec = folder.file(&format!("{at}.json"), bytes);
        let ran = run(&["validate", "--spec", &spec, GOOD]);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{message}");
        assert!(ran.err.starts_with(&format!("airbyte-db: {spec}: {message}")), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let ran = run(&["validate", "--spec", "no/such/spec.json", GOOD]);
    assert!(ran.err.starts_with("airbyte-db: no/such/spec.json: it cannot be read: "), "{}", ran.err);
    let ran = run(&["validate", "--spec", "-", GOOD]);
    assert_eq!(ran.err, "airbyte-db: standard input: the spec cannot be used: the text is empty\n");
}

// ---- options ----

#[test]
fn the_mode_says_what_may_stand_for_a_secret() {
    let with = |secret: &str| {
        let config: Value = serde_json::from_str(&example(GOOD)).unwrap();
        config.to_string().replace(r#""correct horse battery staple""#, secret)
    };
    let masked = with(r#""**********""#);
    let stored = with(r#"{"_secret": "airbyte_workspace_1_secret_2_v1"}"#);
    let validate = |mode, text: &str| run_with(&["validate", "--spec", ORDERS, "--mode", mode, "-"], text.as_bytes());
    assert_eq!(validate("masked", &masked).status, 0);
    assert_eq!(validate("stored", &stored).status, 0);
    assert_eq!(validate("raw", &stored).status, 1);
    assert_eq!(validate("masked", &stored).status, 1);
    let ran = validate("stored", &with(r#"{"_secret": "nothing"}"#));
    assert!(ran.out.contains("Password is no proper reference to a stored secret."), "{}", ran.out);
    assert_eq!(ran.status, 1);
}

#[test]
fn formats_can_be_left_unchecked() {
    let folder = Folder::new("formats");
    let spec =
        folder.file("spec.json", r#"{"type": "object", "properties": {"day": {"type": "string", "format": "date"}}}"#);
    let config = folder.file("config.json", r#"{"day": "Monday"}"#);
    assert_eq!(run(&["validate", "--spec", &spec, &config]).status, 1);
    assert_eq!(run(&["validate", "--spec", &spec, "--no-formats", &config]).status, 0);
}

#[test]
fn the_count_is_exact_however_few_are_printed() {
    for most in [0, 1, 2, 5, 6, 7, 1000] {
        let told = orders(&["--format", "json", "--max-findings", &most.to_string(), MISTAKEN]).json();
        assert_eq!(told[0]["count"], 6);
        assert_eq!(told[0]["valid"], false);
        assert_eq!(told[0]["findings"].as_array().unwrap().len(), most.min(6));
    }
    let ran = orders(&["--max-findings", "2", MISTAKEN]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out.matches("  error: ").count(), 2, "{}", ran.out);
    assert!(ran.out.ends_with("  … and 4 more\n"), "{}", ran.out);

    let folder = Folder::new("many");
    let spec = folder.file(
        "spec.json",
        r#"{"type": "object", "properties": {"list": {"type": "array", "items": {"type": "string"}}}}"#,
    );
    let config = folder.file("config.json", format!(r#"{{"list": [{}]}}"#, vec!["1"; 5000].join(",")));
    let told = run(&["validate", "--spec", &spec, "--format", "json", &config]).json();
    assert_eq!((told[0]["findings"].as_array().unwrap().len(), &told[0]["count"]), (100, &Value::from(5000)));
}

// ---- what is printed ----

#[test]
fn the_human_report_is_as_committed() {
    check_fixture("orders.human.txt", &orders(&[MISTAKEN, GOOD]).out);
}

#[test]
fn the_json_lines_are_as_committed() {
    check_fixture("orders.json.txt", &orders(&["--format", "json", MISTAKEN, GOOD]).out);
}

#[test]
fn the_annotations_are_as_committed() {
    check_fixture("orders.github.txt", &orders(&["--format", "github", MISTAKEN, GOOD]).out);
}

#[test]
fn annotations_are_escaped() {
    let folder = Folder::new("annotations");
    let spec = folder.file(
        "spec.json",
        r#"{"properties": {"a": {"title": "50%: one,\n two\r", "type": "integer"}, "b%,:": {"type": "integer"}}}"#,
    );
    let config = folder.file("a,b:c%d.json", "{\"a\": true,\n \"b%,:\": true}");
    let ran = run(&["validate", "--spec", &spec, "--format", "github", &config]);
    let told: Vec<&str> = ran.out.lines().collect();
    assert_eq!(told.len(), 2, "{}", ran.out);
    assert!(told[0].contains("a%2Cb%3Ac%25d.json,line=1,col=7,title=type::50%25: one,  two must be "), "{}", told[0]);
    assert!(told[1].contains(",line=2,col=10,title=type::b%25,: must be "), "{}", told[1]);
    assert!(told[1].ends_with(" (/b%25,:)"), "{}", told[1]);
    for line in told {
        let properties = line.strip_prefix("::error ").and_then(|rest| rest.split_once("::")).expect(line).0;
        assert!(properties.split(',').all(|property| property.contains('=')), "{properties}");
    }
}

#[test]
fn a_sarif_log_is_one_document() {
    let folder = Folder::new("sarif");
    let warned = folder.file("warned.json", example(GOOD).replace("\"user\":", "\"usr\": 1, \"user\":"));
    let log = orders(&["--format", "sarif", GOOD, MISTAKEN, &warned]).sarif();
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!((&driver["name"], &driver["version"]), (&Value::from("airbyte-db"), &env!("CARGO_PKG_VERSION").into()));
    let rules: Vec<&Value> = driver["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    let results = runs[0]["results"].as_array().unwrap();
    assert!(results.len() >= 6);
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let location = &result["locations"][0];
        assert!(!location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().is_empty());
        assert!(location["physicalLocation"]["region"]["startLine"].as_u64().unwrap() > 0);
        assert!(location["physicalLocation"]["region"]["startColumn"].as_u64().unwrap() > 0);
        assert!(location["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap().starts_with('/'));
    }
    let first = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!((&first["artifactLocation"]["uri"], &first["region"]["startLine"]), (&MISTAKEN.into(), &3.into()));
    // Nothing to tell is a log all the same.
    assert_eq!(orders(&["--format", "sarif", GOOD]).sarif()["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let escape = '\u{1b}';
    assert!(!orders(&[MISTAKEN]).out.contains(escape));
    assert!(!orders(&["--color", "never", MISTAKEN]).out.contains(escape));
    let coloured = orders(&["--color", "always", MISTAKEN]).out;
    assert!(coloured.contains("\u{1b}[1;31merror\u{1b}[0m: Port must be"), "{coloured}");
    for format in ["json", "github", "sarif"] {
        let ran = orders(&["--color", "always", "--format", format, MISTAKEN]);
        assert!(!ran.out.contains(escape), "{format}");
    }
    let with = |variables: &[(&str, &str)]| {
        let mut command = command(&["validate", "--spec", ORDERS, MISTAKEN]);
        command.envs(variables.iter().copied());
        finished(command, b"").out.contains(escape)
    };
    assert!(with(&[("CLICOLOR_FORCE", "1")]));
    assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    let brief = lines(&["--color", "always"], br#"{"definition": "Pond", "config": {}}"#).out;
    assert!(brief.contains("\u{1b}[1;31minvalid\u{1b}[0m"), "{brief}");
}

#[test]
fn help_is_for_people() {
    for arguments in [&["--help"][..], &["-h"], &["help"], &["validate", "--help"], &["help", "validate"]] {
        let ran = run(arguments);
        assert_eq!((ran.status, &*ran.err), (0, ""), "{arguments:?}");
        assert!(ran.out.contains("Usage: airbyte-db"), "{arguments:?}");
        assert!(!ran.out.contains('\u{1b}'), "{arguments:?}");
    }
    assert!(run(&["--help"]).out.contains("Exit status: 0 all valid, 1 something invalid, 2 "));
    // However wide the terminal is.
    let help = run(&["validate", "--help"]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Examples:",
        "airbyte-db validate --spec spec.json config.json",
        "source-faker spec | airbyte-db validate --spec - config.json",
        "Exit status: 0 all valid, 1 something invalid, 2 ",
        "The value of a secret field is never printed.",
        "standard input",
    ] {
        assert!(help.contains(said), "{said}");
    }
    for jargon in ["draft-07", "networknt", "JsonSchemaValidator", "facts", "oneOf", "anyOf", "discriminator", "stdin"]
    {
        assert!(!help.contains(jargon), "{jargon}");
    }
    for arguments in [&["--version"][..], &["-V"]] {
        assert_eq!(run(arguments).out, format!("airbyte-db {}\n", env!("CARGO_PKG_VERSION")));
    }
}

// ---- many connectors ----

#[test]
fn definitions_go_by_repository_id_and_name() {
    for registry in [REGISTRY, REGISTRY_LINES] {
        let mut input = String::new();
        for definition in
            ["example/source-orders", "Pond", "22222222-2222-4222-8222-222222222222", "example/source-pond"]
        {
            let _ = writeln!(
                input,
                r#"{{"definition": "{definition}", "config": {{"host": "h", "port": 1, "path": "p"}}}}"#
            );
        }
        let arguments = ["validate", "--registry", registry, "--jsonl", "-", "--format", "json"];
        let ran = run_with(&arguments, input.as_bytes());
        assert_eq!(ran.status, 0, "{}", ran.out);
        assert_eq!(ran.json().iter().filter(|told| told["valid"] == true).count(), 4);
    }
    let tagged = br#"{"definition": "example/source-orders:1.0.0", "config": {"host": "h", "port": 1}}"#;
    assert_eq!(lines(&[], tagged).status, 0);
}

#[test]
fn an_unknown_or_ambiguous_definition_lists_the_nearest() {
    let told = |definition: &str| {
        let line = format!(r#"{{"definition": "{definition}", "config": {{}}}}"#);
        let ran = lines(&["--format", "json"], line.as_bytes());
        assert_eq!(ran.status, 2);
        let told = ran.json().remove(0);
        assert_eq!(told["definition"], definition);
        assert_eq!(told["error"]["code"], "definition");
        told["error"]["message"].as_str().unwrap().to_owned()
    };
    let message = told("example/source-order");
    assert!(message.contains("example/source-orders:1.0.0, 11111111-1111-4111-8111-111111111111"), "{message}");
    let message = told("Pnd");
    assert!(message.contains("Pond (example/source-pond:1.0.0"), "{message}");
    let message = told("Orders");
    assert!(message.contains("`Orders` is ambiguous"), "{message}");
    assert!(message.contains("source-orders") && message.contains("destination-orders"), "{message}");
    let message = told("something else entirely");
    assert!(message.contains("none of the 3 is near"), "{message}");
}

#[test]
fn odd_lines_stop_nothing() {
    let good = br#"{"id": 1.0, "definition": "Pond", "config": {"path": "p"}}"#;
    let odd: &[(&[u8], &str)] = &[
        (b"{oops", "json_syntax"),
        (b"\"text\"", "definition"),
        (b"[]", "definition"),
        (b"null", "definition"),
        (br#"{"definition": "Pond"}"#, "definition"),
        (br#"{"config": {}}"#, "definition"),
        (br#"{"definition": 5, "config": {}}"#, "definition"),
        (b"{\"definition\": \"Pond\", \"config\": {\"path\": \"\xe9\"}}", "unreadable"),
        (b"{\"definition\": \"Pond\", \"config\": {\"path\": \"a\0b\"}}", "json_syntax"),
        (b"\0\0\0", "json_syntax"),
        (b"{} {}", "json_syntax"),
    ];
    let mut input = Vec::new();
    for (line, _) in odd {
        for part in [&good[..], b"\r\n", line, b"\n", b" \t\r\n"] {
            input.extend_from_slice(part);
        }
    }
    // The last line has no end.
    input.extend_from_slice(good);
    let ran = lines(&["--format", "json"], &input);
    assert_eq!((ran.status, &*ran.err), (2, ""));
    let told = ran.json();
    assert_eq!(told.len(), 2 * odd.len() + 1);
    for (at, (line, code)) in odd.iter().enumerate() {
        let (before, after) = (&told[2 * at], &told[2 * at + 1]);
        assert_eq!((&before["line"], &before["valid"]), (&Value::from(3 * at + 1), &true.into()));
        assert_eq!(after["line"], 3 * at + 2);
        assert_eq!(after["error"]["code"], *code, "{}", String::from_utf8_lossy(line));
    }
    assert_eq!(told.last().unwrap()["line"], 3 * odd.len() + 1);
    assert_eq!(told.last().unwrap()["valid"], true);
}

#[test]
fn the_id_of_a_line_comes_back_as_written() {
    let ids = ["7", "1.50", "12345678901234567890123", "\"a \\u00e9 \\\" b\"", "null", "{\"a\":[1, 2]}", "true"];
    let mut input = String::new();
    for id in ids {
        let _ = writeln!(input, r#"{{"id": {id}, "definition": "Pond", "config": {{}}}}"#);
    }
    let ran = lines(&["--format", "json"], input.as_bytes());
    for (at, (line, id)) in ran.out.lines().zip(ids).enumerate() {
        assert!(
            line.starts_with(&format!(
                r#"{{"file":"standard input","line":{},"id":{id},"definition":"Pond","valid":false,"#,
                at + 1
            )),
            "{line}"
        );
    }
}

#[test]
fn the_order_of_lines_is_kept() {
    // Lines of very different sizes, several blocks of them, so that the threads finish in any order.
    let mut input = String::new();
    for number in 0..20_000 {
        let path = "x".repeat(if number % 997 == 0 { 30_000 } else { number % 50 });
        let level = number % 3;
        let _ = writeln!(
            input,
            r#"{{"id": {number}, "definition": "Pond", "config": {{"path": "{path}", "level": {level}}}}}"#
        );
    }
    for format in ["json", "human"] {
        let ran = lines(&["--format", format], input.as_bytes());
        assert_eq!(ran.status, 1);
        let mut told = 0;
        for (number, line) in ran.out.lines().enumerate() {
            let valid = number % 3 != 0;
            let expected = match format {
                "json" => format!(r#""line":{},"id":{number},"definition":"Pond","valid":{valid},"#, number + 1),
                _ => format!("standard input:{}: Pond {}valid", number + 1, if valid { "" } else { "in" }),
            };
            assert!(line.contains(&expected), "{line}");
            told += 1;
        }
        assert_eq!(told, 20_000);
    }
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let folder = Folder::new("long");
    let path = folder.0.join("lines.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let good = br#"{"definition": "Pond", "config": {"path": "p"}}"#;
    file.write_all(good).unwrap();
    file.write_all(b"\n\"").unwrap();
    let part = vec![b'x'; 1 << 20];
    for _ in 0..70 {
        file.write_all(&part).unwrap();
    }
    file.write_all(b"\"\n").unwrap();
    file.write_all(good).unwrap();
    file.into_inner().unwrap();
    let ran = run(&["validate", "--registry", REGISTRY, "--jsonl", path.to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.status, 2);
    let told = ran.json();
    assert_eq!(told.len(), 3);
    assert_eq!((&told[1]["line"], &told[1]["error"]["code"]), (&2.into(), &"too_large".into()));
    assert_eq!((&told[2]["line"], &told[2]["valid"]), (&3.into(), &true.into()));
}

#[test]
fn lines_in_a_file_are_read_like_standard_input() {
    let folder = Folder::new("lines");
    let text = "{\"definition\": \"Pond\", \"config\": {}}\n";
    let file = folder.file("lines.jsonl", text);
    let from_file = run(&["validate", "--registry", REGISTRY, "--jsonl", &file]);
    let from_input = lines(&[], text.as_bytes());
    assert_eq!(from_file.out.lines().count(), 1);
    assert!(from_file.out.ends_with(from_input.out.split_once(": ").unwrap().1), "{}", from_file.out);
    assert_eq!((from_file.status, &*from_file.err), (1, ""));
    // No lines at all are nothing invalid.
    for nothing in ["", "\n\n"] {
        let ran = lines(&[], nothing.as_bytes());
        assert_eq!((ran.status, &*ran.out, &*ran.err), (0, "", ""));
    }
    let ran = run(&["validate", "--registry", REGISTRY, "--jsonl", "no/such/lines.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no/such/lines.jsonl"), "{}", ran.err);
    let ran = run_with(&["validate", "--registry", "-", "--jsonl", &file], example(REGISTRY).as_bytes());
    assert_eq!((ran.status, ran.out), (1, from_file.out));
}

#[test]
fn every_format_tells_every_invalid_line() {
    let input = b"{\"definition\": \"Pond\", \"config\": {}}\n{\"definition\": \"Pond\", \"config\": {\"path\": \"p\"}}\n{oops\n";
    let github = lines(&["--format", "github"], input);
    assert_eq!(github.out.lines().count(), 2, "{}", github.out);
    assert!(github.out.lines().all(|line| line.starts_with("::error ")));
    assert!(github.out.contains(",line=1,") && github.out.contains(",line=3,"), "{}", github.out);
    let results = lines(&["--format", "sarif"], input).sarif();
    let results = results["runs"][0]["results"].as_array().unwrap();
    let line = |at: usize| &results[at]["locations"][0]["physicalLocation"]["region"]["startLine"];
    assert_eq!((results.len(), line(0), line(1)), (2, &1.into(), &3.into()));
}

// ---- pipes and signals ----

/// More lines than any pipe holds.
fn many_lines() -> String {
    "{\"definition\": \"Pond\", \"config\": {}}\n".repeat(60_000)
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = Folder::new("pipe");
    let file = folder.file("lines.jsonl", many_lines());
    for format in ["human", "json", "github", "sarif"] {
        let mut child = spawned(command(&["validate", "--registry", REGISTRY, "--jsonl", &file, "--format", format]));
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert!(!output.status.success(), "{format}");
        assert_ne!(output.status.code(), Some(101), "{format}: a panic");
    }
}

/// A program that was started with interrupts ignored hands that on to those that it starts.
#[cfg(unix)]
fn interrupts_are_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // SIGINT is the second signal, and the lowest bit stands for the first.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 != 0)
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_quietly() {
    use std::os::unix::process::ExitStatusExt;

    if interrupts_are_ignored() {
        eprintln!("skipped: whoever started this, such as a shell in the background, ignores interrupts");
        return;
    }
    for arguments in [
        &["validate", "--registry", REGISTRY, "--jsonl", "-"][..],
        &["validate", "--spec", ORDERS, "-"],
        &["validate", "--spec", "-", GOOD],
    ] {
        let mut child = spawned(command(arguments));
        // Something to read first, and then nothing: it waits, alive, for more.
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"{").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(child.try_wait().unwrap().is_none(), "{arguments:?}: it did not wait for its input");
        assert!(Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments:?}");
        let status = output.status;
        assert!(status.signal() == Some(2) || status.code() == Some(130), "{arguments:?}: {status}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_list_of_schemas_has_a_line_for_each() {
    let ran = run(&["schema"]);
    assert_eq!((ran.status, &*ran.err), (0, ""));
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(lines.len(), airbyte_db::schema::Subject::all().count());
    for (line, subject) in lines.iter().zip(airbyte_db::schema::Subject::all()) {
        let description = line.trim_start().strip_prefix(subject.name()).expect("its name");
        assert!(description.trim().len() > 10, "{line}");
    }
    let unknown = run(&["schema", "connections"]);
    assert_eq!(unknown.status, 2);
    assert_eq!(unknown.err, "airbyte-db: no table or document is called `connections`; the nearest is connection\n");
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let mut command = command(&["validate", "--spec", ORDERS, GOOD]);
    command.stdin(Stdio::null()).stdout(std::fs::File::create("/dev/full").unwrap()).stderr(Stdio::piped());
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err.starts_with("airbyte-db: the output cannot be written: "), "{err}");
}
