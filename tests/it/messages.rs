//! What findings say, sentence by sentence: each test is a spec and a table of configurations with what is told.
//!
//! The lines are those that [`airbyte_db::Finding`] prints: severity, message, hint, pointer.

use airbyte_db::{Mode, Options, Validator};
use std::fmt::Write as _;

/// A configuration, and what is told about it; nothing where it is valid.
type Case = (&'static str, &'static [&'static str]);

#[track_caller]
fn check(spec: &str, cases: &[Case]) {
    check_in(Mode::Raw, spec, cases);
}

#[track_caller]
fn check_in(mode: Mode, spec: &str, cases: &[Case]) {
    let validator = Validator::new(spec).unwrap_or_else(|error| panic!("{spec}: {error}"));
    let options = Options { mode, ..Options::default() };
    let mut wrong = String::new();
    for (configuration, expected) in cases {
        let verdict = validator.validate_with(configuration, &options).expect(configuration);
        let told: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
        assert!(!told.iter().any(|line| line.contains("hunter2") || line.contains("7777")), "a secret: {told:?}");
        if told != *expected {
            let (told, expected) = (told.join("\n    "), expected.join("\n    "));
            let _ = write!(wrong, "{configuration}\n  is told as\n    {told}\n  instead of\n    {expected}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_discriminator_by_const_or_by_an_enum_of_one() {
    for (oauth, key) in [
        (r#""const": "oauth2""#, r#""const": "key""#),
        (r#""enum": ["oauth2"]"#, r#""enum": ["key"]"#),
        (r#""enum": ["oauth2"], "default": "oauth2""#, r#""enum": ["key"], "default": "key""#),
    ] {
        let spec = r#"{"properties": {"credentials": {"title": "Credentials", "type": "object", "oneOf": [
  {"title": "OAuth", "required": ["auth_type", "client_id"], "properties": {
    "client_id": {"type": "string", "title": "Client ID"},
    "auth_type": {"type": "string", OAUTH2}}},
  {"title": "API key", "required": ["auth_type", "api_key"], "properties": {
    "api_key": {"type": "string", "title": "API key", "airbyte_secret": true},
    "auth_type": {"type": "string", KEY}}}
]}}}"#;
        check(
            &spec.replace("OAUTH2", oauth).replace("KEY", key),
            &[
                (
                    r#"{"credentials": {"auth_type": "oauth2"}}"#,
                    &["error: Client ID is missing. (/credentials/client_id)"],
                ),
                (r#"{"credentials": {"auth_type": "key"}}"#, &["error: API key is missing. (/credentials/api_key)"]),
                (
                    r#"{"credentials": {"auth_type": "basic"}}"#,
                    &["error: auth_type must be “oauth2” (OAuth) or “key” (API key). (/credentials/auth_type)"],
                ),
                (
                    r#"{"credentials": {"auth_type": "Oauth2"}}"#,
                    &[
                        "error: auth_type must be “oauth2” (OAuth) or “key” (API key). Did you mean “oauth2”? (/credentials/auth_type)",
                    ],
                ),
                (
                    r#"{"credentials": {"auth_type": "API Key"}}"#,
                    &[
                        "error: auth_type must be “oauth2” (OAuth) or “key” (API key). Did you mean “key”? (/credentials/auth_type)",
                    ],
                ),
                (
                    r#"{"credentials": {"api_key": "k"}}"#,
                    &[
                        "error: auth_type is missing; it says which kind of Credentials is meant: “oauth2” (OAuth) or “key” (API key). (/credentials/auth_type)",
                    ],
                ),
                (
                    r#"{"credentials": {}}"#,
                    &[
                        "error: auth_type is missing; it says which kind of Credentials is meant: “oauth2” (OAuth) or “key” (API key). (/credentials/auth_type)",
                    ],
                ),
                (
                    r#"{"credentials": {"auth_type": null}}"#,
                    &["error: auth_type must be “oauth2” (OAuth) or “key” (API key). (/credentials/auth_type)"],
                ),
                (
                    r#"{"credentials": "oauth2"}"#,
                    &["error: Credentials must be an object, but is text. (/credentials)"],
                ),
                (
                    r#"{"credentials": {"auth_type": "key", "api_key": 5, "client_id": 5}}"#,
                    &[
                        "error: API key must be text, but is a whole number. Write it with quotes. (/credentials/api_key)",
                    ],
                ),
                (r#"{"credentials": {"auth_type": "oauth2", "client_id": "c"}}"#, &[]),
            ],
        );
    }
}

#[test]
fn a_discriminator_among_other_constants() {
    check(
        r#"{"properties": {"c": {"title": "Auth", "oneOf": [
  {"title": "A", "required": ["user", "method"], "properties": {
    "user": {"type": "string", "title": "User"}, "version": {"const": "1"}, "method": {"const": "a"}}},
  {"title": "B", "required": ["user", "method"], "properties": {
    "user": {"type": "string", "title": "User"}, "version": {"const": "1"}, "method": {"const": "b"}}}
]}}}"#,
        &[
            (r#"{"c": {"user": "u", "method": "z"}}"#, &["error: method must be “a” (A) or “b” (B). (/c/method)"]),
            (
                r#"{"c": {"user": "u"}}"#,
                &["error: method is missing; it says which kind of Auth is meant: “a” (A) or “b” (B). (/c/method)"],
            ),
            (r#"{"c": {"method": "b"}}"#, &["error: User is missing. (/c/user)"]),
        ],
    );
}

#[test]
fn a_discriminator_that_is_no_text() {
    check(
        r#"{"properties": {"c": {"title": "Encryption", "type": "object", "oneOf": [
  {"title": "On", "required": ["ssl"], "properties": {"ssl": {"const": true}}},
  {"title": "Off", "required": ["ssl"], "properties": {"ssl": {"const": false}}}
]}}}"#,
        &[
            (r#"{"c": {"ssl": true}}"#, &[]),
            (r#"{"c": {"ssl": 7}}"#, &["error: ssl must be true (On) or false (Off). (/c/ssl)"]),
            (
                r#"{"c": {}}"#,
                &[
                    "error: ssl is missing; it says which kind of Encryption is meant: true (On) or false (Off). (/c/ssl)",
                ],
            ),
        ],
    );
}

#[test]
fn choices_without_titles() {
    check(
        r#"{"properties": {"c": {"title": "Source", "oneOf": [
  {"required": ["k"], "properties": {"k": {"const": "a"}}},
  {"required": ["k", "v"], "properties": {"k": {"const": "b"}, "v": {"type": "integer"}}}
]}}}"#,
        &[
            (r#"{"c": {"k": "c"}}"#, &["error: k must be “a” or “b”. (/c/k)"]),
            (r#"{"c": {}}"#, &["error: k is missing; it says which kind of Source is meant: “a” or “b”. (/c/k)"]),
            (r#"{"c": {"k": "b"}}"#, &["error: v is missing. (/c/v)"]),
        ],
    );
}

#[test]
fn choices_three_levels_deep() {
    check(
        r#"{"properties": {"dest": {"title": "Destination", "type": "object", "oneOf": [
  {"title": "Local", "required": ["kind"], "properties": {"kind": {"const": "local"}}},
  {"title": "Cloud", "required": ["kind", "format"], "properties": {"kind": {"const": "cloud"},
    "format": {"title": "Format", "type": "object", "oneOf": [
      {"title": "CSV", "required": ["type"], "properties": {"type": {"const": "csv"}}},
      {"title": "Parquet", "required": ["type", "compression"], "properties": {"type": {"const": "parquet"},
        "compression": {"title": "Compression", "type": "object", "oneOf": [
          {"title": "None", "required": ["codec"], "properties": {"codec": {"const": "none"}}},
          {"title": "Zstandard", "required": ["codec", "level"], "properties": {"codec": {"const": "zstd"},
            "level": {"type": "integer", "title": "Level", "minimum": 1}}}
        ]}}}
    ]}}}
]}}}"#,
        &[
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet", "compression": {"codec": "zstd", "level": "9"}}}}"#,
                &[
                    "error: Level must be a whole number, but is text. Write 9 without quotes. (/dest/format/compression/level)",
                ],
            ),
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet", "compression": {"codec": "zstd"}}}}"#,
                &["error: Level is missing. (/dest/format/compression/level)"],
            ),
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet", "compression": {"codec": "zst"}}}}"#,
                &[
                    "error: codec must be “none” (None) or “zstd” (Zstandard). Did you mean “zstd”? (/dest/format/compression/codec)",
                ],
            ),
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet", "compression": {}}}}"#,
                &[
                    "error: codec is missing; it says which kind of Compression is meant: “none” (None) or “zstd” (Zstandard). (/dest/format/compression/codec)",
                ],
            ),
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet", "compression": 7}}}"#,
                &["error: Compression must be an object, but is a whole number. (/dest/format/compression)"],
            ),
            (
                r#"{"dest": {"kind": "cloud", "format": {"type": "parquet"}}}"#,
                &["error: Compression is missing. (/dest/format/compression)"],
            ),
            (r#"{"dest": {"kind": "cloud"}}"#, &["error: Format is missing. (/dest/format)"]),
            (
                r#"{"dest": {"kind": "clod"}}"#,
                &["error: kind must be “local” (Local) or “cloud” (Cloud). Did you mean “cloud”? (/dest/kind)"],
            ),
            (r#"{"dest": {"kind": "local"}}"#, &[]),
        ],
    );
}

#[test]
fn a_discriminator_that_may_be_left_out() {
    check(
        r#"{"properties": {"c": {"title": "Credentials", "oneOf": [
  {"title": "A", "required": ["x"], "properties": {"t": {"const": "a"}, "x": {"type": "string", "title": "X"}}},
  {"title": "B", "required": ["y"], "properties": {"t": {"const": "b"}, "y": {"type": "string", "title": "Y"}}}
]}}}"#,
        &[
            (r#"{"c": {"x": "1"}}"#, &[]),
            (r#"{"c": {"t": "a"}}"#, &["error: X is missing. (/c/x)"]),
            (
                r#"{"c": {}}"#,
                &["error: t is missing; it says which kind of Credentials is meant: “a” (A) or “b” (B). (/c/t)"],
            ),
            (
                r#"{"c": {"y": 5}}"#,
                &[
                    r#"error: Y must be text, but is a whole number. Write "5" with quotes. Nothing says which choice is meant; this is judged as “B”, the closest of 2. (/c/y)"#,
                ],
            ),
            (r#"{"c": {"t": "c", "x": "1"}}"#, &["error: t must be “a” (A) or “b” (B). (/c/t)"]),
            (
                r#"{"c": {"x": "1", "y": "2"}}"#,
                &[
                    "error: Credentials fits more than one choice: “A” and “B”. Add “t” to say which one is meant: “a” (A) or “b” (B). (/c/t)",
                ],
            ),
            (r#"{"c": {"x": "1", "y": "2", "t": "a"}}"#, &[]),
        ],
    );
}

#[test]
fn no_discriminator() {
    check(
        r#"{"properties": {"c": {"title": "Tunnel", "oneOf": [
  {"title": "By name", "type": "object", "required": ["name"], "properties": {"name": {"type": "string", "title": "Name"}}},
  {"title": "By host", "type": "object", "required": ["host", "key"], "properties": {
    "host": {"type": "string", "title": "Host"}, "key": {"type": "string", "title": "Key", "airbyte_secret": true},
    "port": {"type": "integer", "title": "Port"}}}
]}}}"#,
        &[
            (
                r#"{"c": {"host": "x"}}"#,
                &[
                    "error: Key is missing. Nothing says which choice is meant; this is judged as “By host”, the closest of 2. (/c/key)",
                ],
            ),
            (
                r#"{"c": {"host": "x", "key": "k", "port": "22"}}"#,
                &[
                    "error: Port must be a whole number, but is text. Write 22 without quotes. Nothing says which choice is meant; this is judged as “By host”, the closest of 2. (/c/port)",
                ],
            ),
            (
                r#"{"c": {"name": "n", "host": "h", "key": "k"}}"#,
                &["error: Tunnel fits more than one choice: “By name” and “By host”. (/c)"],
            ),
            (r#"{"c": "x"}"#, &["error: Tunnel must be an object, but is text. (/c)"]),
            (r#"{"c": {"host": "h", "key": "k"}}"#, &[]),
        ],
    );
}

#[test]
fn the_other_members_fit_another_choice() {
    check(
        r#"{"properties": {"credentials": {"title": "Credentials", "type": "object", "oneOf": [
  {"title": "OAuth", "required": ["auth_type", "client_id"], "properties": {
    "client_id": {"type": "string", "title": "Client ID"},
    "auth_type": {"type": "string", "const": "oauth2"}}},
  {"title": "API key", "required": ["auth_type", "api_key"], "properties": {
    "api_key": {"type": "string", "title": "API key", "airbyte_secret": true},
    "auth_type": {"type": "string", "const": "key"}}}
]}}}"#,
        &[
            (
                r#"{"credentials": {"auth_type": "key", "client_id": "c"}}"#,
                &[
                    "error: API key is missing. (/credentials/api_key)",
                    "warning: The other members of Credentials fit “OAuth”, not the choice that auth_type names. Write “oauth2” here if that is what is meant. (/credentials/auth_type)",
                ],
            ),
            (r#"{"credentials": {"auth_type": "key", "api_key": "k", "client_id": "c"}}"#, &[]),
        ],
    );
}

#[test]
fn a_choice_at_the_root() {
    check(
        r#"{"type": "object", "oneOf": [
  {"title": "A", "required": ["t"], "properties": {"t": {"const": "a"}}},
  {"title": "B", "required": ["t"], "properties": {"t": {"const": "b"}}}
]}"#,
        &[(r#"{"t": "c"}"#, &["error: t must be “a” (A) or “b” (B). (/t)"]), (r#"{"t": "b"}"#, &[])],
    );
}

#[test]
fn a_choice_of_types() {
    check(
        r#"{"properties": {
  "list": {"title": "List", "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
  "number": {"title": "Number", "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}
}}"#,
        &[
            (r#"{"list": "a"}"#, &[]),
            (r#"{"list": ["a"]}"#, &[]),
            (
                r#"{"list": 5}"#,
                &[r#"error: List must be text or a list, but is a whole number. Write "5" with quotes. (/list)"#],
            ),
            (r#"{"number": null}"#, &[]),
            (
                r#"{"number": "1"}"#,
                &["error: Number must be a whole number or null, but is text. Write 1 without quotes. (/number)"],
            ),
            (r#"{"number": "x"}"#, &["error: Number must be a whole number or null, but is text. (/number)"]),
            (r#"{"number": []}"#, &["error: Number must be a whole number or null, but is a list. (/number)"]),
        ],
    );
}

#[test]
fn text_where_something_else_belongs() {
    check(
        r#"{"properties": {
  "count": {"type": "integer", "title": "Count"}, "rate": {"type": "number", "title": "Rate"},
  "flag": {"type": "boolean", "title": "Flag"}, "name": {"type": "string", "title": "Name"},
  "tables": {"type": "array", "title": "Tables", "items": {"type": "string"}},
  "options": {"type": "object", "title": "Options"}
}}"#,
        &[
            (
                r#"{"count": "5"}"#,
                &["error: Count must be a whole number, but is text. Write 5 without quotes. (/count)"],
            ),
            (
                r#"{"count": " 5 "}"#,
                &["error: Count must be a whole number, but is text. Write 5 without quotes. (/count)"],
            ),
            (
                r#"{"count": "5.0"}"#,
                &["error: Count must be a whole number, but is text. Write 5.0 without quotes. (/count)"],
            ),
            (r#"{"count": "five"}"#, &["error: Count must be a whole number, but is text. (/count)"]),
            (r#"{"count": "5.5"}"#, &["error: Count must be a whole number, but is text. (/count)"]),
            (r#"{"rate": "1.5"}"#, &["error: Rate must be a number, but is text. Write 1.5 without quotes. (/rate)"]),
            (r#"{"rate": "-1e3"}"#, &["error: Rate must be a number, but is text. Write -1e3 without quotes. (/rate)"]),
            (
                r#"{"flag": "true"}"#,
                &["error: Flag must be true or false, but is text. Write true without quotes. (/flag)"],
            ),
            (
                r#"{"flag": "False"}"#,
                &["error: Flag must be true or false, but is text. Write false without quotes. (/flag)"],
            ),
            (
                r#"{"flag": " TRUE "}"#,
                &["error: Flag must be true or false, but is text. Write true without quotes. (/flag)"],
            ),
            (
                r#"{"tables": "orders"}"#,
                &["error: Tables must be a list, but is text. Put it in square brackets: a list of one. (/tables)"],
            ),
            (
                r#"{"tables": "[\"orders\"]"}"#,
                &[
                    "error: Tables must be a list, but is text. It is JSON inside a text; leave out the quotes around it. (/tables)",
                ],
            ),
            (
                r#"{"options": "{\"a\": 1}"}"#,
                &[
                    "error: Options must be an object, but is text. It is JSON inside a text; leave out the quotes around it. (/options)",
                ],
            ),
            (r#"{"options": "a"}"#, &["error: Options must be an object, but is text. (/options)"]),
        ],
    );
}

#[test]
fn something_else_where_text_belongs() {
    check(
        r#"{"properties": {
  "count": {"type": "integer", "title": "Count"}, "rate": {"type": "number", "title": "Rate"},
  "flag": {"type": "boolean", "title": "Flag"}, "name": {"type": "string", "title": "Name"},
  "tables": {"type": "array", "title": "Tables", "items": {"type": "string"}},
  "options": {"type": "object", "title": "Options"}
}}"#,
        &[
            (r#"{"name": 5}"#, &[r#"error: Name must be text, but is a whole number. Write "5" with quotes. (/name)"#]),
            (
                r#"{"name": -0.50}"#,
                &[r#"error: Name must be text, but is a number with a fraction. Write "-0.50" with quotes. (/name)"#],
            ),
            (
                r#"{"name": 12345678901234567890}"#,
                &[
                    r#"error: Name must be text, but is a whole number. Write "12345678901234567890" with quotes. (/name)"#,
                ],
            ),
            (
                r#"{"name": ["x"]}"#,
                &[
                    "error: Name must be text, but is a list. Leave out the square brackets: it is one value, not a list. (/name)",
                ],
            ),
            (r#"{"name": {}}"#, &["error: Name must be text, but is an object. (/name)"]),
        ],
    );
}

#[test]
fn other_types() {
    check(
        r#"{"properties": {
  "count": {"type": "integer", "title": "Count"}, "rate": {"type": "number", "title": "Rate"},
  "flag": {"type": "boolean", "title": "Flag"}, "name": {"type": "string", "title": "Name"},
  "tables": {"type": "array", "title": "Tables", "items": {"type": "string"}},
  "options": {"type": "object", "title": "Options"}
}}"#,
        &[
            (r#"{"count": 5.5}"#, &["error: Count must be a whole number, but is a number with a fraction. (/count)"]),
            (r#"{"count": 5.0}"#, &[]),
            (r#"{"rate": []}"#, &["error: Rate must be a number, but is a list. (/rate)"]),
            (r#"{"options": []}"#, &["error: Options must be an object, but is a list. (/options)"]),
            (r#"{"options": 5}"#, &["error: Options must be an object, but is a whole number. (/options)"]),
            (
                r#"{"name": null}"#,
                &["error: Name must be text, but is null. Give it a value, or leave the member out. (/name)"],
            ),
            (
                r#"{"tables": null}"#,
                &["error: Tables must be a list, but is null. Give it a value, or leave the member out. (/tables)"],
            ),
        ],
    );
}

#[test]
fn the_root_has_a_type() {
    check(
        r#"{"type": "object"}"#,
        &[
            ("[]", &["error: The configuration must be an object, but is a list. (the whole configuration)"]),
            (r#""x""#, &["error: The configuration must be an object, but is text. (the whole configuration)"]),
            ("5", &["error: The configuration must be an object, but is a whole number. (the whole configuration)"]),
            ("{}", &[]),
        ],
    );
}

#[test]
fn one_of_a_list() {
    check(
        r#"{"properties": {
  "region": {"type": "string", "title": "Region", "enum": ["eu-west", "eu-central", "us-east"]},
  "mode": {"type": "string", "title": "Mode", "enum": ["fast", "safe", ""]},
  "kind": {"type": "string", "title": "Kind", "const": "fixed"},
  "number": {"type": "integer", "title": "Number", "enum": [1, 2, 3, 2]},
  "many": {"type": "string", "title": "Many", "enum": ["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "va", "vb"]},
  "columns": {"type": "array", "title": "Columns", "items": {"type": "string", "title": "Column", "enum": ["id", "name"]}}
}}"#,
        &[
            (
                r#"{"region": "EU West"}"#,
                &["error: Region must be “eu-west”, “eu-central” or “us-east”. Did you mean “eu-west”? (/region)"],
            ),
            (
                r#"{"region": "eu_west"}"#,
                &["error: Region must be “eu-west”, “eu-central” or “us-east”. Did you mean “eu-west”? (/region)"],
            ),
            (
                r#"{"region": "us-eats"}"#,
                &["error: Region must be “eu-west”, “eu-central” or “us-east”. Did you mean “us-east”? (/region)"],
            ),
            (r#"{"region": "asia"}"#, &["error: Region must be “eu-west”, “eu-central” or “us-east”. (/region)"]),
            (
                r#"{"region": " eu-west "}"#,
                &["error: Region must be “eu-west”, “eu-central” or “us-east”. Remove the blanks around it. (/region)"],
            ),
            (r#"{"mode": "slow"}"#, &["error: Mode must be “fast”, “safe” or an empty text. (/mode)"]),
            (r#"{"kind": "Fixed"}"#, &["error: Kind must be “fixed”. Did you mean “fixed”? (/kind)"]),
            (r#"{"kind": "free"}"#, &["error: Kind must be “fixed”. (/kind)"]),
            (r#"{"kind": "fixed "}"#, &["error: Kind must be “fixed”. Remove the blanks around it. (/kind)"]),
            (r#"{"number": 4}"#, &["error: Number must be 1, 2 or 3. (/number)"]),
            (
                r#"{"number": "1"}"#,
                &["error: Number must be a whole number, but is text. Write 1 without quotes. (/number)"],
            ),
            (
                r#"{"many": "vz"}"#,
                &[
                    "error: Many must be “v0”, “v1”, “v2”, “v3”, “v4”, “v5”, “v6”, “v7”, “v8”, “v9” or one of 2 more. (/many)",
                ],
            ),
            (
                r#"{"columns": ["id", "nam"]}"#,
                &["error: Column 2 of Columns must be “id” or “name”. Did you mean “name”? (/columns/1)"],
            ),
        ],
    );
}

#[test]
fn names_where_only_declared_ones_may_be() {
    check(
        r#"{"additionalProperties": false, "required": ["host"], "properties": {
  "host": {"type": "string", "title": "Host"}, "port": {"type": "integer", "title": "Port"},
  "user_name": {"type": "string", "title": "User name"}
}}"#,
        &[
            (r#"{"hots": "x"}"#, &["error: Host is missing. Its name is “host”; “hots” is there instead. (/host)"]),
            (r#"{"Host": "x"}"#, &["error: Host is missing. Its name is “host”; “Host” is there instead. (/host)"]),
            (
                r#"{"host": "x", "prot": 5}"#,
                &["error: “prot” is not a member that the configuration may have. Did you mean “port”? (/prot)"],
            ),
            (
                r#"{"host": "x", "userName": "u"}"#,
                &[
                    "error: “userName” is not a member that the configuration may have. Did you mean “user_name”? (/userName)",
                ],
            ),
            (r#"{"host": "x", "zzz": 1}"#, &["error: “zzz” is not a member that the configuration may have. (/zzz)"]),
            (
                r#"{"host": "x", "zzz": 1, "yyy": 2}"#,
                &[
                    "error: “zzz” is not a member that the configuration may have. (/zzz)",
                    "error: “yyy” is not a member that the configuration may have. (/yyy)",
                ],
            ),
            (
                r#"{"host": "x", "user_name": "a", "username": "b"}"#,
                &["error: “username” is not a member that the configuration may have. (/username)"],
            ),
        ],
    );
}

#[test]
fn names_where_others_may_be_too() {
    check(
        r#"{"required": ["host"], "properties": {
  "host": {"type": "string", "title": "Host"}, "port": {"type": "integer", "title": "Port"},
  "password": {"type": "string", "title": "Password", "airbyte_secret": true}
}}"#,
        &[
            (r#"{"hots": "x"}"#, &["error: Host is missing. Its name is “host”; “hots” is there instead. (/host)"]),
            (
                r#"{"host": "x", "prot": 5}"#,
                &["warning: “prot” is not a member that the spec knows. Did you mean “port”? (/prot)"],
            ),
            (r#"{"host": "x", "zzz": 1}"#, &[]),
            (
                r#"{"host": "x", "pasword": "hunter2hunter2"}"#,
                &["warning: “pasword” is not a member that the spec knows. Did you mean “password”? (/pasword)"],
            ),
            (
                r#"{"host": "x", "Port": "1"}"#,
                &["warning: “Port” is not a member that the spec knows. Did you mean “port”? (/Port)"],
            ),
        ],
    );
}

#[test]
fn dates_and_times_by_format() {
    check(
        r#"{"properties": {
  "start": {"type": "string", "title": "Start", "format": "date-time"},
  "day": {"type": "string", "title": "Day", "format": "date"}
}}"#,
        &[
            (
                r#"{"start": "2026-01-31"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-31T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "01/31/2026"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-31T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "31.01.2026"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-31T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "2026-01-31 10:00"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-31T10:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "2026-01-31T10:00:00"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-31T10:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "1767225600"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-01T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "Jan 5, 2026"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-05T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "2026-1-5"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-05T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"start": "20260105"}"#,
                &[
                    "error: Start must be a date and time with zone such as 2021-01-31T00:00:00Z. Write “2026-01-05T00:00:00Z”. (/start)",
                ],
            ),
            (
                r#"{"day": "2026-01-31T00:00:00Z"}"#,
                &["error: Day must be a date such as 2021-01-31. Write “2026-01-31”. (/day)"],
            ),
            (r#"{"day": "01/31/2026"}"#, &["error: Day must be a date such as 2021-01-31. Write “2026-01-31”. (/day)"]),
            (r#"{"day": "2026/01/31"}"#, &["error: Day must be a date such as 2021-01-31. Write “2026-01-31”. (/day)"]),
            (
                r#"{"day": "31 January 2026"}"#,
                &["error: Day must be a date such as 2021-01-31. Write “2026-01-31”. (/day)"],
            ),
            (r#"{"day": "20260131"}"#, &["error: Day must be a date such as 2021-01-31. Write “2026-01-31”. (/day)"]),
        ],
    );
}

#[test]
fn dates_and_times_by_pattern() {
    check(
        r#"{"properties": {
  "since": {"type": "string", "title": "Since",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"},
  "exact": {"type": "string", "title": "Exact",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},
  "maybe": {"type": "string", "title": "Maybe",
    "pattern": "^$|^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"},
  "on": {"type": "string", "title": "On", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
}}"#,
        &[
            (
                r#"{"since": "2026-01-31"}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. Write “2026-01-31T00:00:00Z”. (/since)"],
            ),
            (
                r#"{"since": "2026-01-31T00:00:00.000Z"}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. Write “2026-01-31T00:00:00Z”. (/since)"],
            ),
            (
                r#"{"since": "2026-01-31T02:00:00+02:00"}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. Write “2026-01-31T00:00:00Z”. (/since)"],
            ),
            (
                r#"{"since": "2026-01-31 00:00:00"}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. Write “2026-01-31T00:00:00Z”. (/since)"],
            ),
            (
                r#"{"since": " 2026-01-31T00:00:00Z "}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. Remove the blanks around it. (/since)"],
            ),
            (
                r#"{"since": "soon"}"#,
                &["error: Since must have the form YYYY-MM-DDTHH:mm:ssZ. For example “2021-01-31T00:00:00Z”. (/since)"],
            ),
            (
                r#"{"exact": "2026-01-31"}"#,
                &[
                    "error: Exact must have the form YYYY-MM-DDTHH:mm:ss.SSSZ. Write “2026-01-31T00:00:00.000Z”. (/exact)",
                ],
            ),
            (
                r#"{"maybe": "2026-01-31"}"#,
                &["error: Maybe must have the form YYYY-MM-DDTHH:mm:ssZ. Write “2026-01-31T00:00:00Z”. (/maybe)"],
            ),
            (r#"{"maybe": ""}"#, &[]),
            (r#"{"on": "2026/01/31"}"#, &["error: On must have the form YYYY-MM-DD. Write “2026-01-31”. (/on)"]),
            (r#"{"on": "31.1."}"#, &["error: On must have the form YYYY-MM-DD. For example “2021-01-31”. (/on)"]),
        ],
    );
}

#[test]
fn patterns() {
    check(
        r#"{"properties": {
  "key": {"type": "string", "title": "Key", "pattern": "^[a-z]+=[a-z]+$", "pattern_descriptor": "name=value"},
  "code": {"type": "string", "title": "Code", "pattern": "^[A-Z]{3}$"},
  "broken": {"type": "string", "title": "Broken", "pattern": "["}
}}"#,
        &[
            (r#"{"key": "a"}"#, &["error: Key must have the form name=value. (/key)"]),
            (r#"{"key": " a=b "}"#, &["error: Key must have the form name=value. Remove the blanks around it. (/key)"]),
            (r#"{"code": "abcd"}"#, &["error: Code must match the regular expression “^[A-Z]{3}$”. (/code)"]),
            (
                r#"{"broken": "x"}"#,
                &[
                    "warning: Broken was not checked against its pattern: the spec's regular expression cannot be used. The spec has to be mended by the connector's author; everything else was checked. (/broken)",
                ],
            ),
        ],
    );
}

#[test]
fn formats() {
    check(
        r#"{"properties": {
  "time": {"title": "It", "format": "time"},
  "email": {"title": "It", "format": "email"},
  "hostname": {"title": "It", "format": "hostname"},
  "ipv4": {"title": "It", "format": "ipv4"},
  "ipv6": {"title": "It", "format": "ipv6"},
  "uri": {"title": "It", "format": "uri"},
  "uuid": {"title": "It", "format": "uuid"},
  "color": {"title": "It", "format": "color"},
  "phone": {"title": "It", "format": "phone"},
  "alpha": {"title": "It", "format": "alpha"},
  "alphanumeric": {"title": "It", "format": "alphanumeric"},
  "utc-millisec": {"title": "It", "format": "utc-millisec"},
  "style": {"title": "It", "format": "style"}
}}"#,
        &[
            (r#"{"time": "-no no-"}"#, &["error: It must be a time without zone such as 08:30:00. (/time)"]),
            (r#"{"email": "-no no-"}"#, &["error: It must be an email address such as name@example.com. (/email)"]),
            (r#"{"hostname": "-no no-"}"#, &["error: It must be a host name such as db.example.com. (/hostname)"]),
            (r#"{"ipv4": "-no no-"}"#, &["error: It must be an IPv4 address such as 192.0.2.1. (/ipv4)"]),
            (r#"{"ipv6": "-no no-"}"#, &["error: It must be an IPv6 address such as 2001:db8::1. (/ipv6)"]),
            (
                r#"{"uri": "-no no-"}"#,
                &["error: It must be a URI with its scheme such as https://example.com/path. (/uri)"],
            ),
            (
                r#"{"uuid": "-no no-"}"#,
                &["error: It must be a UUID such as 123e4567-e89b-12d3-a456-426614174000. (/uuid)"],
            ),
            (r#"{"color": "-no no-"}"#, &["error: It must be a colour such as red or #ff0000. (/color)"]),
            (
                r#"{"phone": "-no no-"}"#,
                &["error: It must be a phone number with country code such as +49 30 123456. (/phone)"],
            ),
            (r#"{"alpha": "-no no-"}"#, &["error: It must be letters from A to Z only. (/alpha)"]),
            (
                r#"{"alphanumeric": "-no no-"}"#,
                &["error: It must be letters from A to Z and digits only. (/alphanumeric)"],
            ),
            (
                r#"{"utc-millisec": "-no no-"}"#,
                &["error: It must be a number of milliseconds such as 1611532800000. (/utc-millisec)"],
            ),
            (r#"{"style": "-no no-"}"#, &["error: It must be a CSS declaration such as color: red. (/style)"]),
            (
                r#"{"uri": " https://example.com "}"#,
                &[
                    "error: It must be a URI with its scheme such as https://example.com/path. Remove the blanks around it. (/uri)",
                ],
            ),
        ],
    );
}

#[test]
fn numbers() {
    check(
        r#"{"properties": {
  "count": {"type": "integer", "title": "Count", "minimum": 1, "maximum": 10},
  "rate": {"type": "number", "title": "Rate", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
  "step": {"title": "Step", "multipleOf": 5}, "cent": {"title": "Cent", "multipleOf": 0.01},
  "big": {"type": "integer", "title": "Big", "maximum": 9007199254740993}
}}"#,
        &[
            (r#"{"count": 0}"#, &["error: Count must be at least 1. (/count)"]),
            (r#"{"count": 11}"#, &["error: Count must be at most 10. (/count)"]),
            (r#"{"count": 1e3}"#, &["error: Count must be at most 10. (/count)"]),
            (r#"{"count": 1000000000000000000000000000000}"#, &["error: Count must be at most 10. (/count)"]),
            (r#"{"rate": 0}"#, &["error: Rate must be more than 0. (/rate)"]),
            (r#"{"rate": 1.0}"#, &["error: Rate must be less than 1. (/rate)"]),
            (r#"{"step": 7}"#, &["error: Step must be a multiple of 5. (/step)"]),
            (r#"{"cent": 0.015}"#, &["error: Cent must be a multiple of 0.01. (/cent)"]),
            (r#"{"cent": 0.15}"#, &[]),
            (r#"{"big": 9007199254740993}"#, &[]),
            (r#"{"big": 9007199254740994}"#, &["error: Big must be at most 9007199254740993. (/big)"]),
        ],
    );
}

#[test]
fn lengths() {
    check(
        r#"{"properties": {
  "word": {"type": "string", "title": "Word", "minLength": 3, "maxLength": 5},
  "one": {"type": "string", "title": "One", "minLength": 1, "maxLength": 1},
  "password": {"type": "string", "title": "Password", "minLength": 8, "airbyte_secret": true}
}}"#,
        &[
            (r#"{"word": "ab"}"#, &["error: Word must have at least 3 characters, but has 2. (/word)"]),
            (r#"{"word": "ñé"}"#, &["error: Word must have at least 3 characters, but has 2. (/word)"]),
            (r#"{"word": "abcdef"}"#, &["error: Word must have at most 5 characters, but has 6. (/word)"]),
            (r#"{"one": ""}"#, &["error: One must not be empty. (/one)"]),
            (r#"{"one": "ab"}"#, &["error: One must have at most 1 character, but has 2. (/one)"]),
            (r#"{"password": "short"}"#, &["error: Password must have at least 8 characters. (/password)"]),
        ],
    );
}

#[test]
fn lists() {
    check(
        r#"{"properties": {
  "tables": {"type": "array", "title": "Tables", "minItems": 1, "maxItems": 3, "uniqueItems": true},
  "keys": {"type": "array", "title": "Keys", "contains": {"const": "id"}},
  "streams": {"type": "array", "title": "Streams", "items": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "title": "Name"}}}}
}}"#,
        &[
            (r#"{"tables": []}"#, &["error: Tables needs at least 1 item, but has 0. (/tables)"]),
            (r#"{"tables": ["a", "b", "c", "d"]}"#, &["error: Tables may have at most 3 items, but has 4. (/tables)"]),
            (
                r#"{"tables": ["a", "b", "a"]}"#,
                &["error: Tables lists the same thing twice, as item 1 and item 3. (/tables)"],
            ),
            (
                r#"{"tables": [{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]}"#,
                &["error: Tables lists the same thing twice, as item 1 and item 2. (/tables)"],
            ),
            (r#"{"keys": ["a"]}"#, &["error: Keys has no item of the kind that it must contain. (/keys)"]),
            (
                r#"{"streams": [{"name": "a"}, {"nam": "b"}, {}]}"#,
                &[
                    "error: Name is missing. Its name is “name”; “nam” is there instead. (/streams/1/name)",
                    "error: Name is missing. (/streams/2/name)",
                ],
            ),
            (
                r#"{"streams": [{"name": 1}]}"#,
                &[r#"error: Name must be text, but is a whole number. Write "1" with quotes. (/streams/0/name)"#],
            ),
        ],
    );
}

#[test]
fn objects() {
    check(
        r#"{"properties": {
  "map": {"type": "object", "title": "Map", "minProperties": 1, "maxProperties": 2},
  "names": {"title": "Names", "propertyNames": {"pattern": "^[a-z]+$"}},
  "never": false,
  "user": {"title": "User", "not": {"const": "admin"}}
}, "dependencies": {"key": ["cert"], "proxy": {"required": ["proxy_host"]}}}"#,
        &[
            (r#"{"map": {}}"#, &["error: Map needs at least 1 member, but has 0. (/map)"]),
            (r#"{"map": {"a": 1, "b": 2, "c": 3}}"#, &["error: Map may have at most 2 members, but has 3. (/map)"]),
            (r#"{"names": {"ABC": 1}}"#, &["error: “ABC” is not a name that a member may have here. (/names/ABC)"]),
            (r#"{"never": 1}"#, &["error: never must be left out. (/never)"]),
            (r#"{"user": "admin"}"#, &["error: User is a value that the spec rules out. (/user)"]),
            (r#"{"key": "k"}"#, &["error: cert is missing; key cannot be given without it. (/cert)"]),
            (r#"{"proxy": true}"#, &["error: proxy_host is missing. (/proxy_host)"]),
        ],
    );
}

#[test]
fn conditions() {
    check(
        r#"{"properties": {"kind": {"title": "Kind"}, "alpha": {"title": "Alpha"}, "beta": {"title": "Beta"}},
 "if": {"required": ["kind"], "properties": {"kind": {"const": "a"}}},
 "then": {"required": ["alpha"]}, "else": {"required": ["beta"]}}"#,
        &[
            (r#"{"kind": "a"}"#, &["error: Alpha is missing. (/alpha)"]),
            (r#"{"kind": "b"}"#, &["error: Beta is missing. (/beta)"]),
            ("{}", &["error: Beta is missing. (/beta)"]),
            (r#"{"kind": "a", "alpha": 1}"#, &[]),
        ],
    );
}

#[test]
fn one_problem_is_told_once() {
    check(
        r#"{"required": ["a"], "properties": {"a": {"type": "string", "title": "A"}}, "allOf": [
  {"required": ["a"], "properties": {"a": {"type": "string", "minLength": 3}}},
  {"dependencies": {"b": ["a"]}}
]}"#,
        &[
            (r#"{"b": 1}"#, &["error: A is missing. (/a)"]),
            (r#"{"a": 1}"#, &[r#"error: A must be text, but is a whole number. Write "1" with quotes. (/a)"#]),
            (r#"{"a": "x"}"#, &["error: A must have at least 3 characters, but has 1. (/a)"]),
        ],
    );
}

#[test]
fn the_order_is_that_of_the_document() {
    check(
        r#"{"required": ["z"], "properties": {
  "a": {"type": "boolean", "title": "A"}, "b": {"type": "boolean", "title": "B"}, "c": {"properties": {"d": {"type": "boolean", "title": "D"}}}
}}"#,
        &[(
            r#"{"c": {"d": 1}, "b": 2, "a": 3}"#,
            &[
                "error: z is missing. (/z)",
                "error: D must be true or false, but is a whole number. Write true. (/c/d)",
                "error: B must be true or false, but is a whole number. (/b)",
                "error: A must be true or false, but is a whole number. (/a)",
            ],
        )],
    );
}

#[test]
fn a_missing_member_comes_with_an_example() {
    check(
        r#"{"required": ["port", "start", "day", "password", "plain"], "properties": {
  "port": {"type": "integer", "title": "Port", "default": 5432},
  "start": {"type": "string", "title": "Start", "format": "date-time", "examples": ["2020-01-01T00:00:00Z"]},
  "day": {"type": "string", "title": "Day", "format": "date", "examples": ["yesterday"]},
  "password": {"type": "string", "title": "Password", "airbyte_secret": true, "examples": ["hunter2hunter2"]},
  "plain": {"type": "string"}
}}"#,
        &[(
            "{}",
            &[
                "error: Port is missing. For example 5432. (/port)",
                "error: Start is missing. For example “2020-01-01T00:00:00Z”. (/start)",
                "error: Day is missing. For example “2021-01-31”. (/day)",
                "error: Password is missing. (/password)",
                "error: plain is missing. (/plain)",
            ],
        )],
    );
}

#[test]
fn titles_and_names() {
    check(
        r#"{"properties": {
  "blank": {"type": "boolean", "title": "  "}, "a/b~c": {"type": "boolean"},
  "inner": {"title": "Inner", "properties": {"deep": {"title": "Deep", "properties": {"flag": {"type": "boolean", "title": "Flag"}}}}}
}}"#,
        &[
            (r#"{"blank": 1}"#, &["error: blank must be true or false, but is a whole number. Write true. (/blank)"]),
            (r#"{"a/b~c": 1}"#, &["error: a/b~c must be true or false, but is a whole number. Write true. (/a~1b~0c)"]),
            (
                r#"{"inner": {"deep": {"flag": 1}}}"#,
                &["error: Flag must be true or false, but is a whole number. Write true. (/inner/deep/flag)"],
            ),
        ],
    );
}

#[test]
fn the_spec_refers_to_nothing() {
    check(
        r##"{"properties": {"a": {"title": "A", "$ref": "#/definitions/none"}}}"##,
        &[(
            r#"{"a": 1}"#,
            &[
                "error: A cannot be checked: the spec refers to a schema that it does not have. The spec has to be mended by the connector's author; everything else was checked. (/a)",
            ],
        )],
    );
}

#[test]
fn secrets_are_never_shown() {
    check(
        r#"{"properties": {
  "token": {"type": "string", "title": "Token", "airbyte_secret": true, "minLength": 20},
  "level": {"type": "string", "title": "Level", "airbyte_secret": true, "enum": ["high-security", "low-security"]},
  "key": {"type": "object", "title": "Key", "airbyte_secret": true, "properties": {"serial": {"type": "integer", "title": "Serial"}}},
  "pin": {"type": "integer", "title": "PIN", "airbyte_secret": true, "minimum": 1000},
  "since": {"type": "string", "title": "Since", "airbyte_secret": true, "format": "date"}
}}"#,
        &[
            (r#"{"token": "hunter2"}"#, &["error: Token must have at least 20 characters. (/token)"]),
            (
                r#"{"token": 77777777}"#,
                &["error: Token must be text, but is a whole number. Write it with quotes. (/token)"],
            ),
            (r#"{"token": {"hunter2": "hunter2"}}"#, &["error: Token must be text, but is an object. (/token)"]),
            (r#"{"level": "high_security"}"#, &["error: Level must be “high-security” or “low-security”. (/level)"]),
            (
                r#"{"level": " low-security "}"#,
                &["error: Level must be “high-security” or “low-security”. Remove the blanks around it. (/level)"],
            ),
            (
                r#"{"key": {"serial": "77777777"}}"#,
                &["error: Serial must be a whole number, but is text. Write it without quotes. (/key/serial)"],
            ),
            (r#"{"pin": "777"}"#, &["error: PIN must be a whole number, but is text. Write it without quotes. (/pin)"]),
            (r#"{"pin": 777}"#, &["error: PIN must be at least 1000. (/pin)"]),
            (r#"{"since": "01/31/1999"}"#, &["error: Since must be a date such as 2021-01-31. (/since)"]),
            (
                r#"{"pin": {"_secret": "airbyte_workspace_1_secret_2_v1"}}"#,
                &[
                    "error: PIN must be a whole number, but is an object. This is a reference to a stored secret; check stored configurations in mode `stored`. (/pin)",
                ],
            ),
        ],
    );
}

#[test]
fn masked_configurations() {
    check_in(
        Mode::Masked,
        r#"{"properties": {
  "token": {"type": "string", "title": "Token", "airbyte_secret": true, "minLength": 20},
  "level": {"type": "string", "title": "Level", "airbyte_secret": true, "enum": ["high-security", "low-security"]},
  "key": {"type": "object", "title": "Key", "airbyte_secret": true, "properties": {"serial": {"type": "integer", "title": "Serial"}}},
  "pin": {"type": "integer", "title": "PIN", "airbyte_secret": true, "minimum": 1000},
  "since": {"type": "string", "title": "Since", "airbyte_secret": true, "format": "date"}
}}"#,
        &[
            (r#"{"token": "**********"}"#, &[]),
            (r#"{"level": "**********", "pin": "**********", "key": "**********", "since": "**********"}"#, &[]),
            (r#"{"token": "sho********"}"#, &[]),
            (
                r#"{"token": 77777777}"#,
                &["error: Token must be text, but is a whole number. Write it with quotes. (/token)"],
            ),
            (r#"{"pin": 777}"#, &["error: PIN must be at least 1000. (/pin)"]),
            (
                r#"{"token": {"_secret": "airbyte_workspace_1_secret_2_v1"}}"#,
                &[
                    "error: Token must be text, but is an object. This is a reference to a stored secret; check stored configurations in mode `stored`. (/token)",
                ],
            ),
        ],
    );
}

#[test]
fn stored_configurations() {
    check_in(
        Mode::Stored,
        r#"{"properties": {
  "token": {"type": "string", "title": "Token", "airbyte_secret": true, "minLength": 20},
  "level": {"type": "string", "title": "Level", "airbyte_secret": true, "enum": ["high-security", "low-security"]},
  "key": {"type": "object", "title": "Key", "airbyte_secret": true, "properties": {"serial": {"type": "integer", "title": "Serial"}}},
  "pin": {"type": "integer", "title": "PIN", "airbyte_secret": true, "minimum": 1000},
  "since": {"type": "string", "title": "Since", "airbyte_secret": true, "format": "date"}
}}"#,
        &[
            (r#"{"token": {"_secret": "airbyte_workspace_1_secret_2_v1"}}"#, &[]),
            (
                r#"{"token": {"_secret": "airbyte_workspace_1_secret_2"}}"#,
                &[
                    r#"error: Token is no proper reference to a stored secret. It has to look like {"_secret": "airbyte_workspace_<id>_secret_<id>_v1"}. (/token)"#,
                ],
            ),
            (
                r#"{"token": {"_secret": 5}}"#,
                &[
                    r#"error: Token is no proper reference to a stored secret. It has to look like {"_secret": "airbyte_workspace_<id>_secret_<id>_v1"}. (/token)"#,
                ],
            ),
            (
                r#"{"token": {"_secret": "a_v1", "more": 1}}"#,
                &[
                    r#"error: Token is no proper reference to a stored secret. It has to look like {"_secret": "airbyte_workspace_<id>_secret_<id>_v1"}. (/token)"#,
                ],
            ),
            (r#"{"token": {"_secret": "a_v1", "_secret_storage_id": "s"}}"#, &[]),
            (r#"{"token": {}}"#, &["error: Token must be text, but is an object. (/token)"]),
            (r#"{"token": "hunter2"}"#, &["error: Token must have at least 20 characters. (/token)"]),
            (r#"{"pin": {"_secret": "a_v1"}}"#, &[]),
        ],
    );
}

#[test]
fn a_label_is_the_way_by_titles_and_a_pointer_the_way_by_names() {
    let validator = Validator::new(
        r#"{"title": "Ignored", "properties": {
  "inner": {"title": "Inner", "required": ["gone"], "properties": {
    "flag": {"type": "boolean", "title": "Flag"}, "gone": {"title": "Gone"}, "untitled": {"type": "boolean"}}},
  "list": {"title": "List", "items": {"type": "string"}}
}}"#,
    )
    .unwrap();
    let verdict = validator.validate(r#"{"inner": {"flag": 1, "untitled": 1}, "list": ["a", 1]}"#).unwrap();
    let places: Vec<(&str, &str)> =
        verdict.findings.iter().map(|finding| (&*finding.label, &*finding.pointer)).collect();
    assert_eq!(
        places,
        [
            ("Inner › Gone", "/inner/gone"),
            ("Inner › Flag", "/inner/flag"),
            ("Inner › untitled", "/inner/untitled"),
            ("List › item 2", "/list/1"),
        ]
    );
    assert!(validator.validate("[]").unwrap().valid);
    let verdict = Validator::new(r#"{"title": "Ignored", "type": "object"}"#).unwrap().validate("[]").unwrap();
    assert_eq!((&*verdict.findings[0].label, &*verdict.findings[0].pointer), ("", ""));
}

#[test]
fn a_finding_names_the_choice_that_it_comes_from() {
    let validator = Validator::new(
        r#"{"properties": {"c": {"title": "Credentials", "oneOf": [
  {"title": "A", "required": ["t", "x"], "properties": {"t": {"const": "a"}, "x": {"type": "string"}}},
  {"title": "B", "required": ["t", "x"], "properties": {"t": {"const": "b"}, "x": {"type": "boolean"}}}
]}}}"#,
    )
    .unwrap();
    let verdict = validator.validate(r#"{"c": {"t": "b", "x": "secret"}}"#).unwrap();
    let finding = &verdict.findings[0];
    let branch = finding.branch.as_ref().unwrap();
    assert_eq!((&*branch.pointer, &*branch.title, branch.by.as_deref()), ("/c", "B", Some("t")));
    assert_eq!(finding.schema_pointer, "/properties/c/oneOf/1/properties/x/type");
    // Nothing is chosen yet where the choice itself is the problem.
    for configuration in [r#"{"c": {"t": "z"}}"#, r#"{"c": {}}"#] {
        let verdict = validator.validate(configuration).unwrap();
        assert_eq!(verdict.count, 1);
        assert_eq!((&verdict.findings[0].branch, &*verdict.findings[0].schema_pointer), (&None, "/properties/c/oneOf"));
    }
}

#[test]
fn nothing_longer_than_sixty_characters_is_shown() {
    let long = "y".repeat(200);
    let spec = r#"{"additionalProperties": false, "properties": {
  "pick": {"type": "string", "title": "Pick", "enum": ["a"]}, "count": {"type": "integer", "title": "Count"},
  "day": {"type": "string", "title": "Day", "format": "date"}, "name": {"type": "string", "title": "Name"}
}}"#;
    let validator = Validator::new(spec).unwrap();
    for configuration in [
        format!(r#"{{"pick": "{long}"}}"#),
        format!(r#"{{"{long}": 1}}"#),
        format!(r#"{{"count": "{}"}}"#, "9".repeat(200)),
        format!(r#"{{"name": {}}}"#, "9".repeat(200)),
        format!(r#"{{"day": "2026-01-01{}"}}"#, " ".repeat(200)),
    ] {
        let verdict = validator.validate(&configuration).unwrap();
        assert_eq!(verdict.count, 1, "{configuration}");
        let finding = &verdict.findings[0];
        for text in [&finding.message, finding.hint.as_ref().unwrap_or(&finding.message)] {
            let longest = text.split([' ', '“', '”', '"']).map(|word| word.chars().count()).max();
            assert!(longest.unwrap() <= 60, "{text}");
        }
    }
}
