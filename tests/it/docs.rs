//! The documentation says what the code does: every example in `docs/` and the README is run.
//!
//! A section that documents a code is a heading of level two with the code alone: `` ## `required` ``.

use airbyte_db::blobs::{AirbyteCatalog, Registry, Specification};
use airbyte_db::hash::{self, HashForm, Reading};
use airbyte_db::json::{Document, Json};
use airbyte_db::lint;
use airbyte_db::rules::{Neighbours, check_row, check_states};
use airbyte_db::schema::Subject;
use airbyte_db::{Code, Error, ErrorKind, Finding, Mode, Options, StoreProblem, Validator};
use std::borrow::Cow;
use std::path::Path;

/// A fenced block or a line of prose.
enum Piece {
    /// What follows the backquotes of the opening line, and the text up to the closing ones.
    Block(String, String),
    Line(String),
}

struct Section {
    code: String,
    pieces: Vec<Piece>,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match line.strip_prefix("```") {
            Some(kind) => {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                pieces.push(Piece::Block(kind.trim().to_owned(), block.join("\n")));
            }
            None => pieces.push(Piece::Line(line.to_owned())),
        }
    }
    pieces
}

/// The sections of a page, without what stands before the first.
fn sections(page: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for piece in pieces(&read(page)) {
        let heading = match &piece {
            Piece::Line(line) => line.strip_prefix("## "),
            Piece::Block(..) => None,
        };
        match (heading, sections.last_mut()) {
            (Some(heading), _) => {
                let code = heading.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
                let code = code.unwrap_or_else(|| panic!("{page}: the heading {heading:?} is not a code")).to_owned();
                sections.push(Section { code, pieces: Vec::new() });
            }
            (None, Some(section)) => section.pieces.push(piece),
            (None, None) => {}
        }
    }
    sections
}

fn codes(sections: &[Section]) -> Vec<&str> {
    sections.iter().map(|section| section.code.as_str()).collect()
}

/// The blocks of that kind in a section.
fn blocks<'section>(section: &'section Section, wanted: &str) -> Vec<&'section str> {
    let of_kind = |piece: &'section Piece| match piece {
        Piece::Block(kind, text) if kind == wanted => Some(text.as_str()),
        _ => None,
    };
    section.pieces.iter().filter_map(of_kind).collect()
}

/// What is about specs alone has its section in `docs/lint.md`, what is about a whole store in `docs/audit.md`, and some
/// codes have one on each of the first two pages.
#[test]
fn every_finding_code_has_one_section_in_order() {
    let expected: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let (findings, lint) = (sections("docs/findings.md"), sections("docs/lint.md"));
    let (findings, lint) = (codes(&findings), codes(&lint));
    assert_eq!(lint, lint::CODES.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    let only_lint = lint.into_iter().filter(|code| !findings.contains(code));
    let audit = sections("docs/audit.md");
    let all = findings.iter().copied().chain(only_lint).chain(codes(&audit));
    assert_eq!(all.collect::<Vec<_>>(), expected);
}

#[test]
fn every_lint_example_gives_what_the_page_says() {
    for section in sections("docs/lint.md") {
        let [spec] = blocks(&section, "json spec")[..] else { panic!("{}: one spec, please", section.code) };
        let spec = Specification::read(spec).unwrap_or_else(|error| panic!("{}: {error}", section.code));
        let findings = lint::check(&spec, &lint::Options::default()).expect("the schema compiles").findings;
        assert_eq!(blocks(&section, "text"), [lines(&findings)], "docs/lint.md, section {}", section.code);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert!(codes.iter().all(|code| *code == section.code), "{}: {codes:?}", section.code);
        assert!(!codes.is_empty(), "{} gives nothing", section.code);
    }
}

/// An example being read: a spec, a mode and a configuration, as far as they have been given.
#[derive(Default)]
struct Example {
    spec: String,
    mode: Mode,
    configuration: String,
}

impl Example {
    fn validator(&self) -> Validator {
        Validator::new(&self.spec).unwrap_or_else(|error| panic!("{error}\n{}", self.spec))
    }

    fn findings(&self) -> Vec<Finding> {
        let options = Options { mode: self.mode, ..Options::default() };
        let verdict = self.validator().validate_with(&self.configuration, &options);
        verdict.unwrap_or_else(|error| panic!("{error}\n{}", self.configuration)).findings
    }
}

/// An example of a rule of rows: the rows at hand, and the row that is judged.
///
/// `json beside TABLE` gives a row that is at hand, `json row TABLE` the row, `json rows state` a list of state rows.
#[derive(Default)]
struct RowExample {
    beside: Vec<(String, String)>,
    table: String,
    text: String,
}

impl RowExample {
    fn findings(&self) -> Vec<Finding> {
        let document = Document::parse(self.text.as_str()).unwrap_or_else(|error| panic!("{error}\n{}", self.text));
        if document.root().items().next().is_some() {
            let rows: Vec<_> = document.root().items().collect();
            return check_states(&rows).into_iter().map(|(_, finding)| finding).collect();
        }
        check_row(&self.table, document.root(), self)
    }
}

impl Neighbours for RowExample {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let is_it = |text: &str| {
            Document::parse(text)
                .is_ok_and(|row| row.root().get("id").is_some_and(|own| own.as_str().as_deref() == Some(id)))
        };
        self.beside.iter().find(|(own, text)| own == table && is_it(text)).map(|(_, text)| text.as_str().into())
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_finding_example_gives_what_the_page_says() {
    for section in sections("docs/findings.md") {
        if section.code == "other_draft" && !cfg!(feature = "drafts") {
            continue;
        }
        let mut example = Example::default();
        let mut row: Option<RowExample> = None;
        let mut shows_its_code = false;
        for piece in &section.pieces {
            let (findings, told) = match piece {
                Piece::Block(kind, text) if kind == "json spec" => {
                    example = Example { spec: text.clone(), ..Example::default() };
                    continue;
                }
                Piece::Block(kind, text) if kind == "json configuration" => {
                    example.configuration.clone_from(text);
                    continue;
                }
                Piece::Block(kind, text) if kind.starts_with("json beside ") => {
                    let table = kind.trim_start_matches("json beside ").to_owned();
                    row.get_or_insert_default().beside.push((table, text.clone()));
                    continue;
                }
                Piece::Block(kind, text) if kind.starts_with("json row") => {
                    let row = row.get_or_insert_default();
                    row.table = kind.rsplit(' ').next().unwrap_or_default().to_owned();
                    row.text.clone_from(text);
                    continue;
                }
                Piece::Block(kind, text) if kind == "text" => match row.take() {
                    Some(row) => (row.findings(), text),
                    None => (example.findings(), text),
                },
                Piece::Block(kind, _) => panic!("{}: a block of unknown kind {kind:?}", section.code),
                Piece::Line(line) => {
                    match line.strip_prefix("Mode: ") {
                        Some("raw") => example.mode = Mode::Raw,
                        Some("masked") => example.mode = Mode::Masked,
                        Some("stored") => example.mode = Mode::Stored,
                        Some(other) => panic!("{}: there is no mode {other:?}", section.code),
                        None => {}
                    }
                    continue;
                }
            };
            assert_eq!(&lines(&findings), told, "docs/findings.md, section {}", section.code);
            shows_its_code |= findings.iter().any(|finding| finding.code.as_str() == section.code);
        }
        assert!(shows_its_code, "docs/findings.md: no example of {} gives it", section.code);
    }
}

/// What makes each error of `docs/errors.md`, in its order; `usage` is the JavaScript face's own.
fn errors() -> Vec<Error> {
    let yaml = "connectionSpecification:\n  type: [object\n";
    vec![
        command_error(),
        Document::parse("{\"host\": localhost}").expect_err("it is no JSON"),
        // Without the feature the same text is only no JSON.
        Specification::read(yaml).expect_err("it is no YAML"),
        Document::parse("[".repeat(1000)).expect_err("it is too deep"),
        Document::parse(" ".repeat((64 << 20) + 1)).expect_err("it is too large"),
        Json::<AirbyteCatalog>::parse(r#"{"streams": "users"}"#)
            .and_then(|catalog| catalog.read().map(drop))
            .expect_err("it is no catalog"),
        airbyte_db::secrets::Secrets::new(r#"{"properties": {}}"#)
            .expect("it is a spec")
            .hydrate(r#"{"password": {"_secret": "a_v1"}}"#, &[])
            .expect_err("the secret is not there"),
        Specification::read(r#"{"type": "LOG", "log": {}}"#).expect_err("it is no spec"),
        ErrorKind::UnsupportedDraft { draft: "2020-12".to_owned() }.into(),
        hash::of_text("{\"streams\": {}}", Reading::Catalog, HashForm::Murmur3).expect_err("it is no catalog"),
        Subject::find("connections").expect_err("there is none of that name"),
        Registry::read(r#"[{"name": "Pond", "dockerRepository": "example/source-pond"}]"#)
            .expect("it is a registry")
            .find("example/source-pnod")
            .expect_err("there is none of that name"),
    ]
}

/// The one error that the library itself never makes: it reads no files.
#[cfg(feature = "cli")]
fn command_error() -> Error {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("utf-16.json");
    std::fs::write(&path, [0xff, 0xfe, b'{', 0]).expect("the test folder can be written");
    let arguments = ["validate", "--spec", "examples/orders/spec.json", "--format", "json", path.to_str().unwrap()];
    let (told, status) = command(&arguments);
    assert_eq!(status, Some(2));
    let told: serde_json::Value = serde_json::from_str(&told).expect("one line of JSON");
    assert_eq!(told["error"]["code"], "unreadable");
    ErrorKind::Unreadable { message: super::support::text(&told["error"], "message").to_owned() }.into()
}

#[cfg(not(feature = "cli"))]
fn command_error() -> Error {
    ErrorKind::Unreadable { message: "it is UTF-16; save it as UTF-8".to_owned() }.into()
}

#[test]
fn every_error_code_has_one_section_with_its_message() {
    let sections = sections("docs/errors.md");
    let (thrown_by_the_library, by_the_package) = sections.split_last_chunk::<6>().expect("there are sections");
    let errors = errors();
    #[cfg(feature = "store")]
    let errors: Vec<Error> = errors.into_iter().chain(super::store::errors()).collect();
    let is_known = |section: &&Section| cfg!(feature = "store") || !is_of_the_store(section.code.as_str());
    let thrown_by_the_library: Vec<_> = thrown_by_the_library.iter().filter(is_known).collect();
    assert_eq!(thrown_by_the_library.len(), errors.len());
    for (section, error) in thrown_by_the_library.iter().zip(&errors) {
        if section.code == "yaml_syntax" && !cfg!(feature = "yaml") {
            continue;
        }
        assert_eq!(section.code, error.code());
        assert_eq!(blocks(section, "text"), [error.to_string()], "docs/errors.md, section {}", section.code);
    }

    // The package cannot be called from here, but its text can be looked up.
    for (section, file) in by_the_package.iter().zip(PACKAGE_FILES) {
        let message = blocks(section, "text")[0];
        assert!(read(file).contains(message), "{file} says {message}");
    }
}

/// The codes that only the package throws, and where it does.
const PACKAGE_CODES: [&str; 6] =
    ["usage", "load", "store_not_persistent", "store_held", "store_interrupted", "store_closed"];
const PACKAGE_FILES: [&str; 6] = [
    "pkg/src/spec.ts",
    "pkg/src/engines.ts",
    "pkg/src/store/host.ts",
    "pkg/src/store/host.ts",
    "pkg/src/store/host.ts",
    "pkg/src/store/client.ts",
];

fn is_of_the_store(code: &str) -> bool {
    code == "refused" || code.starts_with("store_")
}

/// No code of [`Error`] is forgotten.
#[test]
fn every_error_code_is_on_the_page() {
    let sections = sections("docs/errors.md");
    assert_eq!(codes(&sections), [Error::CODES.to_vec(), PACKAGE_CODES.to_vec()].concat());
    let of_the_store: Vec<_> = Error::CODES.into_iter().filter(|code| code.starts_with("store_")).collect();
    assert_eq!(of_the_store, StoreProblem::ALL.map(StoreProblem::code));
}

#[test]
fn a_draft_that_a_build_lacks_is_the_error_on_the_page() {
    let spec = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#;
    let code = Validator::new(spec).err().map(|error| error.code());
    assert_eq!(code, if cfg!(feature = "drafts") { None } else { Some("unsupported_draft") });
}

#[cfg(feature = "cli")]
fn command(arguments: &[&str]) -> (String, Option<i32>) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_airbyte-db"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command starts");
    (String::from_utf8(output.stdout).expect("it writes UTF-8"), output.status.code())
}

/// In `docs/hashes.md` a `json` block is a document, read as its second word says; a `text` block with the name of a
/// form is the text that is hashed of it.
#[test]
fn every_text_that_is_hashed_is_the_one_on_the_page() {
    let (mut document, mut reading, mut checked) = (String::new(), Reading::Configuration, 0);
    for piece in pieces(&read("docs/hashes.md")) {
        let Piece::Block(kind, text) = piece else { continue };
        if let Some(name) = kind.strip_prefix("json ") {
            (document, reading) = (text, name.parse().expect("a reading"));
        } else if let Some(name) = kind.strip_prefix("text ") {
            let form: HashForm = name.parse().expect("a form");
            assert_eq!(hash::text_of(&document, reading, form).expect("a text"), text, "docs/hashes.md, {form}");
            checked += 1;
        }
    }
    assert!(checked > 0, "docs/hashes.md shows the text that is hashed");
}

/// A `sh` block in the README or on a page is a call of the command; where a `text` block follows, that is its output.
#[cfg(feature = "cli")]
#[test]
fn the_commands_of_the_readme_print_what_it_says() {
    for page in ["README.md", "docs/hashes.md", "docs/diff.md"] {
        check_commands(page);
    }
}

#[cfg(feature = "cli")]
fn check_commands(page: &str) {
    let blocks: Vec<(String, String)> = pieces(&read(page))
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Block(kind, text) => Some((kind, text)),
            Piece::Line(_) => None,
        })
        .collect();
    let mut checked = 0;
    for pair in blocks.windows(2) {
        let [(kind, call), (next, told)] = pair else { continue };
        let arguments = call.strip_prefix("cargo run --release -- ").or(call.strip_prefix("airbyte-db "));
        let (true, Some(arguments)) = (kind == "sh" && next == "text", arguments) else { continue };
        let (printed, _) = command(&arguments.split_whitespace().collect::<Vec<_>>());
        assert_eq!(printed.trim_end(), told, "{page}: {call}");
        checked += 1;
    }
    assert!(checked > 0, "{page} shows what its first command prints");
}

/// The package's types name every code of a finding and of an error, and no other.
#[test]
fn the_package_knows_every_code() {
    let literals = |file: &str, type_: &str| {
        let source = read(file);
        let (_, list) = source.split_once(&format!("export type {type_} =")).expect("the type is there");
        let (list, _) = list.split_once(';').expect("it ends");
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(literals("pkg/src/verdict.ts", "Code"), codes);
    let mut codes = Error::CODES.to_vec();
    // Only the command reads files.
    codes.retain(|code| *code != "unreadable");
    assert_eq!(literals("pkg/src/error.ts", "ErrorCode"), [codes, PACKAGE_CODES.to_vec()].concat());
}

/// Each question has its section, in order, with its line, its columns, and an example on a sample.
#[cfg(feature = "cli")]
#[test]
fn every_question_is_explained_and_its_example_is_true() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |call: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_airbyte-db"));
        let arguments = call.strip_prefix("airbyte-db ").expect("a call of the command").split_whitespace();
        let output = command.args(arguments).current_dir(folder.path()).output().expect("the command starts");
        String::from_utf8(output.stdout).expect("it writes UTF-8")
    };
    let page = read("docs/questions.md");
    let sample = pieces(&page).into_iter().find_map(|piece| match piece {
        Piece::Block(_, call) => Some(call),
        Piece::Line(_) => None,
    });
    run(&sample.expect("the page begins with its sample"));
    let sections = sections("docs/questions.md");
    let names: Vec<&str> = airbyte_db::store::QUESTIONS.iter().map(|question| question.name).collect();
    assert_eq!(codes(&sections), names);
    for (section, question) in sections.iter().zip(airbyte_db::store::QUESTIONS) {
        let [call] = blocks(section, "sh")[..] else { panic!("{}: one call, please", section.code) };
        assert_eq!(blocks(section, "text"), [run(call).trim_end()], "docs/questions.md: {call}");
        let column = |column: &airbyte_db::store::AnswerColumn| {
            let optional = if column.optional { ", may be empty" } else { "" };
            format!("`{}` ({}{optional})", column.name, column.kind.as_str())
        };
        let columns: Vec<String> = question.columns.iter().map(column).collect();
        let has =
            |wanted: &str| section.pieces.iter().any(|piece| matches!(piece, Piece::Line(line) if line == wanted));
        assert!(has(question.counts), "{}: {}", section.code, question.counts);
        assert!(has(&format!("Columns: {}.", columns.join(", "))), "{}: {columns:?}", section.code);
    }
}
