//! `airbyte-db hash`, as people and programs meet it.

use std::io::Write;
use std::process::{Command, Stdio};

const CATALOG: &str = "examples/orders/catalog.json";
const CONFIG: &str = "examples/orders/config.json";

/// Exit status, standard output, standard error of `airbyte-db hash …`.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_airbyte-db"))
        .arg("hash")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read everything.
    child.stdin.take().unwrap().write_all(input).unwrap_or_default();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn one_file_gives_the_hash_alone_and_several_their_names() {
    assert_eq!(run(&["-"], b" { } "), (0, "c82e088a\n".to_owned(), String::new()));
    assert_eq!(run(&["--as", "catalog", "-"], b"{}"), (0, "8eaec2ee\n".to_owned(), String::new()));
    assert_eq!(run(&["--form", "md5", "-"], b"{}").1, "99914b932bd37a50b983c5e7c90ae93b\n");
    let big_endian = ["--as", "bytes", "--form", "murmur3-sorted-big-endian", "-"];
    assert_eq!(run(&big_endian, b"hello").1, "248bfa47\n");
    // Bytes need be no text.
    assert_eq!(run(&["--as", "bytes", "-"], &[0xff; 4]).1, "503b2976\n");
    let (status, out, _) = run(&[CATALOG, CONFIG], b"");
    let names: Vec<&str> = out.lines().map(|line| &line[8..]).collect();
    assert_eq!((status, names), (0, vec!["  examples/orders/catalog.json", "  examples/orders/config.json"]));
}

#[test]
fn json_says_what_was_done() {
    let (status, out, _) = run(&["--as", "catalog", "--format", "json", "-"], b"{}");
    let expected = r#"{"file":"standard input","hash":"8eaec2ee","as":"catalog","form":"murmur3"}"#;
    assert_eq!((status, out.trim_end()), (0, expected));
    let (status, out, err) = run(&["--format", "json", "-"], b"{\"hush\": x}");
    let expected = r#"{"file":"standard input","error":{"code":"json_syntax","message":"expected a JSON value; text needs double quotes around it","line":1,"column":10}}"#;
    assert_eq!((status, out.trim_end(), &*err), (2, expected, ""));
}

#[test]
fn a_stored_hash_is_checked() {
    let (status, out, _) = run(&["--check", "8eaec2ee", "-"], b"{}");
    let expected = "standard input: 8eaec2ee belongs to it: as catalog, in the form murmur3\n";
    assert_eq!((status, &*out), (0, expected));
    let (status, out, _) = run(&["--check", "8eaec2ee", "--as", "config", "--format", "json", "-"], b"{}");
    let expected = r#"{"file":"standard input","hash":"8eaec2ee","belongs":false}"#;
    assert_eq!((status, out.trim_end()), (1, expected));
    let (status, out, _) = run(&["--check", "503b2976", "--as", "bytes", "--format", "json", "-"], &[0xff; 4]);
    let expected = r#"{"file":"standard input","hash":"503b2976","belongs":true,"as":"bytes","form":"murmur3"}"#;
    assert_eq!((status, out.trim_end()), (0, expected));
    assert_eq!(run(&["--check", "8eaec2ee", CATALOG, "no/such/file"], b"").0, 2);
}

#[test]
fn errors_name_the_place_and_no_value() {
    let (status, out, err) = run(&["--as", "catalog", "-"], b"{\"streams\": \n\"hush\"}");
    let expected =
        "airbyte-db: standard input: line 2, column 1: no catalog to the platform: /streams has to be a list\n";
    assert_eq!((status, &*out, &*err), (2, "", expected));
    assert_eq!(run(&["-", "-"], b"{}").0, 2);
    assert_eq!(run(&[], b"").0, 2);
    let (status, _, err) = run(&["--check", "8EAEC2EE", "-"], b"{}");
    assert!(status == 2 && err.contains("8 digits for murmur3, 32 for MD5"), "{err}");
    assert!(run(&["--help"], b"").1.contains("airbyte-db hash --check"));
}
