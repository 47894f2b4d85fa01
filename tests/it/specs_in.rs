//! Specs as people have them: every accepted form, and what is said of the others.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stderr, reason = "a test that skips says so, and how long reading took")]

use airbyte_db::blobs::{Definition, Registry, Specification};
use airbyte_db::json::Document;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/specs").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A spec is read, and holds this document and this schema.
#[track_caller]
fn check(text: &str, document: &str, schema: &str) {
    let spec = Specification::read(text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(spec.text(), document);
    assert_eq!(spec.document().root().raw(), document);
    assert_eq!(spec.connection_specification_text(), schema);
    assert_eq!(spec.connection_specification().raw(), schema);
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let error = Specification::read(text).expect_err("it is no spec");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_specification_is_read_as_json() {
    let text = fixture("pond.json");
    let spec = Specification::read(&text).unwrap();
    assert_eq!(spec.text(), text.trim());
    assert_eq!(spec.documentation_url().as_deref(), Some("https://docs.example.com/sources/pond"));
    assert_eq!(spec.changelog_url().as_deref(), Some("https://docs.example.com/sources/pond/changes"));
    assert_eq!(spec.supports_incremental(), Some(true));
    assert_eq!(spec.supports_normalization(), Some(false));
    assert_eq!(spec.supports_dbt(), Some(false));
    assert_eq!(spec.supported_destination_sync_modes(), ["overwrite", "append"]);
    assert_eq!(spec.protocol_version().as_deref(), Some("0.2.1"));
    assert!(spec.advanced_auth().unwrap().get("predicate_key").is_some());
    assert!(spec.auth_specification().unwrap().get("auth_type").is_some());
    let default = spec.connection_specification().pointer("/properties/depth/default").unwrap();
    assert_eq!(default.raw(), "1.50");
    check("\u{feff}\n {\"connectionSpecification\": {}}\n", r#"{"connectionSpecification": {}}"#, "{}");
}

#[test]
fn a_specification_is_read_as_yaml() {
    let json = fixture("pond.json");
    let spec = Specification::read(&fixture("pond.yaml")).unwrap();
    // The same members in the same order, and the same number text.
    let plain = Document::parse(json.as_str()).unwrap();
    assert!(spec.document().root() == plain.root());
    let without_blanks: String = json.split('"').enumerate().fold(String::new(), |mut all, (at, part)| {
        if at > 0 {
            all.push('"');
        }
        if at % 2 == 0 {
            all.extend(part.split_whitespace());
        } else {
            all.push_str(part);
        }
        all
    });
    assert_eq!(spec.text(), without_blanks);
    check("connectionSpecification: {}", r#"{"connectionSpecification":{}}"#, "{}");
}

#[test]
fn a_schema_alone_is_read() {
    for schema in [
        "{}",
        r#"{"type": "object"}"#,
        r#"{"title": "Pond", "properties": {"documentationUrl": {"type": "string"}}}"#,
        r#"{"oneOf": [{}, {}]}"#,
        r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
        r#"{"required": ["spec"]}"#,
        r#"{"additionalProperties": false}"#,
        r#"{"type": ["object", "null"]}"#,
    ] {
        check(schema, schema, schema);
    }
    check(
        "type: object\nrequired: [host]\n",
        r#"{"type":"object","required":["host"]}"#,
        r#"{"type":"object","required":["host"]}"#,
    );
    let spec = Specification::read(r#"{"type": "object", "documentationUrl": "x", "advanced_auth": {}}"#);
    let spec = spec.unwrap();
    assert_eq!(spec.documentation_url(), None);
    assert!(spec.advanced_auth().is_none());
}

#[test]
fn a_spec_inside_something_is_read() {
    let spec = r#"{ "connectionSpecification": {"a": 1.0}, "x": "kept" }"#;
    for around in [
        format!(r#"{{"type": "SPEC", "spec": {spec}}}"#),
        format!("{{\n  \"spec\": {spec},\n  \"type\": \"SPEC\"\n}}"),
        format!(r#"{{"name": "Pond", "dockerRepository": "example/source-pond", "spec": {spec}}}"#),
        format!("starting\n{{\"type\":\"SPEC\",\"spec\":{spec}}}"),
    ] {
        check(&around, spec, r#"{"a": 1.0}"#);
    }
    check(r#"{"name": "Pond", "spec": {"type": "object"}}"#, r#"{"type": "object"}"#, r#"{"type": "object"}"#);
    // A low-code manifest.
    let manifest = "version: 6.1.0\ntype: DeclarativeSource\nspec:\n  type: Spec\n  documentation_url: https://docs.example.com\n  connection_specification:\n    type: object\n";
    let spec = Specification::read(manifest).unwrap();
    assert_eq!(spec.connection_specification_text(), r#"{"type":"object"}"#);
    assert_eq!(spec.documentation_url().as_deref(), Some("https://docs.example.com"));
}

#[test]
fn a_connectors_output_is_read() {
    let spec = Specification::read(&fixture("output.txt")).unwrap();
    assert_eq!(spec.documentation_url().as_deref(), Some("https://docs.example.com/sources/pond"));
    assert!(spec.connection_specification().pointer("/properties/count").is_some());
    check(
        "[2026-01-01 00:00:00] starting\n  {\"type\":\"SPEC\",\"spec\":{\"connectionSpecification\":{}}}  \nbye",
        r#"{"connectionSpecification":{}}"#,
        "{}",
    );
}

#[test]
fn odd_optional_members_read_as_absent() {
    let spec = Specification::read(
        r#"{"connectionSpecification": {"type": 3}, "documentationUrl": 1, "supportsDBT": "yes",
            "supported_destination_sync_modes": ["append", 1, "dance"], "advanced_auth": null, "protocol_version": {}}"#,
    )
    .unwrap();
    assert_eq!(spec.documentation_url(), None);
    assert_eq!(spec.changelog_url(), None);
    assert_eq!(spec.supports_dbt(), None);
    assert_eq!(spec.supports_normalization(), None);
    assert_eq!(spec.supported_destination_sync_modes(), ["append", "dance"]);
    assert!(spec.advanced_auth().is_none());
    assert!(spec.auth_specification().is_none());
    assert_eq!(spec.protocol_version(), None);
    let none = Specification::read(r#"{"connectionSpecification": {}, "supported_destination_sync_modes": "append"}"#);
    assert!(none.unwrap().supported_destination_sync_modes().is_empty());
}

#[test]
fn a_debug_print_shows_no_text() {
    let text = r#"{"connectionSpecification": {"properties": {"key": {"default": "hunter2"}}}}"#;
    let spec = Specification::read(text).unwrap();
    assert_eq!(format!("{spec:?}"), "Specification(76 bytes, 1 properties)");
    let registry = Registry::read(&format!(r#"[{{"name": "Pond", "spec": {text}}}]"#)).unwrap();
    assert_eq!(format!("{registry:?}"), "Registry(1 definitions)");
    assert_eq!(format!("{:?}", registry.find("Pond").unwrap()), "Definition(Pond, spec of 76 bytes)");
}

#[test]
fn what_is_no_spec_is_told() {
    check_error("", "the spec cannot be used: the text is empty");
    check_error("\u{feff}\r\n", "the spec cannot be used: the text is empty");
    let neither = "the spec cannot be used: it has neither connectionSpecification nor spec, nor is it a JSON Schema \
                   (an object with properties, type, oneOf, or the like)";
    check_error(r#"{"host": "db.example.com", "port": 5432, "type": "hunter2"}"#, neither);
    check_error("host: db.example.com", neither);
    check_error(r#"{"spec": {"host": "db.example.com"}}"#, &format!("{neither} (at /spec)"));
    check_error("[]", "the spec cannot be used: it is a list, but must be an object");
    check_error("null", "the spec cannot be used: it is null, but must be an object");
    check_error("docker not found", "the spec cannot be used: it is a text, but must be an object");
    let twice = "the text looks like JSON that was encoded twice: decode it once";
    check_error(
        r#""{\"connectionSpecification\": {}}""#,
        &format!("the spec cannot be used: it is a text, but must be an object; {twice}"),
    );
    check_error(
        r#"{"type": "SPEC", "spec": "{\"connectionSpecification\": {}}"}"#,
        &format!("the spec cannot be used: it is a text, but must be an object; {twice} (at /spec)"),
    );
    let must = "but must be an object, the JSON Schema of the configuration";
    check_error(
        r#"{"connectionSpecification": "{\"type\": \"object\"}"}"#,
        &format!(
            "the spec cannot be used: connectionSpecification is a text, {must}; {twice} (at /connectionSpecification)"
        ),
    );
    for (odd, kind) in
        [("null", "null"), ("[]", "a list"), ("7", "a number"), ("true", "a boolean"), ("\"x\"", "a text")]
    {
        check_error(
            &format!(r#"{{"name": "Pond", "spec": {{"connectionSpecification": {odd}}}}}"#),
            &format!(
                "the spec cannot be used: connectionSpecification is {kind}, {must} (at /spec/connectionSpecification)"
            ),
        );
    }
    check_error(
        "starting\n{\"type\":\"SPEC\",\"spec\":{\"connectionSpecification\":null}}\n",
        &format!(
            "the spec cannot be used: line 2: connectionSpecification is null, {must} (at /spec/connectionSpecification)"
        ),
    );
    check_error(r#"{"type": "SPEC"}"#, "the spec cannot be used: the SPEC message has no member `spec`");
    let many = "the spec cannot be used: it holds many definitions; give it as the registry, and name the definition";
    check_error(&fixture("registry.json"), many);
    check_error(&fixture("registry.jsonl"), many);
}

#[test]
fn a_connectors_output_without_a_spec_is_told() {
    check_error(
        &fixture("output_without_spec.txt"),
        "the spec cannot be used: the connector's output has no SPEC message; 4 lines: 2 LOG, 1 TRACE, 1 plain text; \
         the connector reported: Something went wrong in the connector. See the logs for more details.",
    );
    check_error(
        r#"{"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}}"#,
        "the spec cannot be used: the connector's output has no SPEC message; 1 line: 1 CONNECTION_STATUS; \
         run the connector with its command `spec`",
    );
    check_error(
        "starting\n\n{\"type\":\"SPEC\",\"spec\":{\"connectionSpecification\":{\"type\":\"obj\n{\"a\": 1}\n{\n",
        "the spec cannot be used: the connector's output has no SPEC message; 4 lines: 1 other JSON, 2 broken JSON, \
         1 plain text; a message is cut or garbled (line 3, column 62: the document ends inside a text; \
         a closing quote is missing); run the connector with its command `spec`",
    );
    let long = format!(r#"{{"type":"TRACE","trace":{{"error":{{"message":"{}"}}}}}}"#, "é ".repeat(300));
    let message = Specification::read(&long).unwrap_err().to_string();
    assert!(message.ends_with("é …") || message.ends_with("é é…"), "{message}");
    assert_eq!(message.split("reported: ").nth(1).unwrap().chars().count(), 200);
}

#[test]
fn what_is_neither_json_nor_yaml_is_told_with_the_place() {
    check_error(
        "{\n  \"connectionSpecification\": {\n    \"type\": object\n  }\n}",
        "line 3, column 13: expected a JSON value; text needs double quotes around it",
    );
    check_error("a: 'hunter2", "line 1, column 4: the document ends inside a text; a closing quote is missing");
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    check_error(
        &deep,
        "line 1, column 513: the document nests deeper than 512 levels; nothing that deep is a configuration",
    );
}

#[track_caller]
fn check_found(registry: &Registry, wanted: &str, repository: &str) {
    let found = registry.find(wanted).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.docker_repository.as_deref(), Some(repository));
}

#[track_caller]
fn check_not_found(registry: &Registry, wanted: &str, expected: &str) {
    let error = registry.find(wanted).expect_err("nothing is found");
    assert_eq!((error.code(), error.to_string().as_str()), ("definition", expected));
}

#[test]
fn the_platforms_registry_is_read() {
    let registry = Registry::read(&fixture("registry.json")).unwrap();
    assert_eq!((registry.len(), registry.is_empty()), (3, false));
    let types: Vec<_> = registry.iter().filter_map(|definition| definition.actor_type.as_deref()).collect();
    assert_eq!(types, ["source", "source", "destination"]);
    for wanted in [
        "example/source-pond",
        "example/source-pond:0.3.1",
        "3F6A2C1E-0B57-4A39-9A51-6D2F0C8E7B14",
        " example/source-pond ",
    ] {
        check_found(&registry, wanted, "example/source-pond");
    }
    check_found(&registry, "Lake House", "example/source-lake-house");
    let pond = registry.find("example/source-pond").unwrap();
    assert_eq!(
        pond.spec_text.as_deref(),
        Some(r#"{ "connectionSpecification": { "type": "object", "required": ["host"] } }"#)
    );
    assert_eq!(
        pond.specification().unwrap().connection_specification_text(),
        r#"{ "type": "object", "required": ["host"] }"#
    );
    assert_eq!(pond.label(), "Pond (example/source-pond:0.3.1, 3f6a2c1e-0b57-4a39-9a51-6d2f0c8e7b14)");
    let error = registry.find("Lake House").unwrap().specification().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Lake House (example/source-lake-house:1.0.0, a2d4e6f8-1357-4bdf-8ace-024681357bdf) has no spec in this registry; \
         nothing can be checked against it"
    );
}

#[test]
fn a_definition_that_is_not_found_is_told() {
    let registry = Registry::read(&fixture("registry.json")).unwrap();
    let source = "Pond (example/source-pond:0.3.1, 3f6a2c1e-0b57-4a39-9a51-6d2f0c8e7b14)";
    let destination = "Pond (example/destination-pond:2.0.0, 7c1b5c0e-52cf-4f0b-8a8f-0a3e1d9c4b21)";
    let lake = "Lake House (example/source-lake-house:1.0.0, a2d4e6f8-1357-4bdf-8ace-024681357bdf)";
    check_not_found(
        &registry,
        "Pond",
        &format!(
            "`Pond` is ambiguous, it may be {source}; {destination}; name one by its docker repository or definition id"
        ),
    );
    check_not_found(&registry, "lakehouse", &format!("no definition is called `lakehouse`; the nearest is {lake}"));
    check_not_found(
        &registry,
        "source-pnod",
        &format!("no definition is called `source-pnod`; the nearest is {source}"),
    );
    check_not_found(
        &registry,
        "pond",
        &format!("no definition is called `pond`; the nearest are {source}; {destination}"),
    );
    check_not_found(
        &registry,
        "example/source-pond:9.9",
        &format!("no definition is called `example/source-pond:9.9`; the nearest is {source}"),
    );
    check_not_found(&registry, "quite different", "no definition is called `quite different`; none of the 3 is near");
    check_not_found(&registry, "", "no definition is called ``; none of the 3 is near");
}

#[test]
fn other_lists_of_definitions_are_read() {
    let lines = Registry::read(&fixture("registry.jsonl")).unwrap();
    assert_eq!(lines.len(), 2);
    check_found(&lines, "7c1b5c0e-52cf-4f0b-8a8f-0a3e1d9c4b21", "example/destination-pond");
    check_found(&lines, "example/source-pond", "example/source-pond");
    let crlf = fixture("registry.jsonl").replace('\n', "\r\n");
    assert_eq!(Registry::read(&format!("\u{feff}{crlf}")).unwrap().len(), 2);

    let array = format!("[{}]", fixture("registry.jsonl").trim().replace("\n\n", ","));
    assert!(Registry::read(&array).unwrap().iter().eq(lines.iter()));
    let one_line = fixture("registry.jsonl").lines().next().unwrap().to_owned();
    assert_eq!(Registry::read(&one_line).unwrap().len(), 1);

    let seed = Registry::read(&fixture("source_definitions.yaml")).unwrap();
    check_found(&seed, "example/source-pond:0.10", "example/source-pond");
    assert_eq!(seed.find("Pond").unwrap().actor_type.as_deref(), Some("source"));
    let specs = Registry::read(&fixture("source_specs.yaml")).unwrap();
    let found = specs.find("example/source-pond:0.3.1").unwrap();
    assert_eq!(
        found.specification().unwrap().connection_specification_text(),
        r#"{"type":"object","required":["host"]}"#
    );

    // The same definition twice is one; another version of it is another.
    let twice = format!("{one_line}\n{one_line}\n");
    check_found(&Registry::read(&twice).unwrap(), "Pond", "example/source-pond");
    let versions = Registry::read(&format!("{one_line}\n{}\n", one_line.replace("0.3.1", "0.4.0"))).unwrap();
    assert!(versions.find("example/source-pond").is_err());
    check_found(&versions, "example/source-pond:0.4.0", "example/source-pond");
}

#[test]
fn what_is_no_registry_is_told() {
    let check = |text: &str, expected: &str| {
        assert_eq!(Registry::read(text).unwrap_err().to_string(), expected, "{text}");
    };
    check("", "the registry is empty");
    check(
        "lone",
        "the registry is a text; expected an object of sources and destinations, a list of definitions, or JSON Lines",
    );
    check(r#"{"sources": {}}"#, "the registry's `sources` is an object, but must be a list");
    check(r#"{"sources": [3]}"#, "/sources/0: a definition must be an object, but this is a number");
    let nameless = "a definition must have a definition id, a name or a docker repository";
    check("[{}]", &format!("/0: {nameless}"));
    check(r#"{"connectionSpecification": {}}"#, &format!("the registry: {nameless}"));
    check(
        "{\"name\": \"a\"}\n\n{\"name\": }\n",
        "line 3, column 10: expected a JSON value; is the comma before this bracket one too many?",
    );
    check("{\"name\": \"a\"}\n{}\n", &format!("line 2: {nameless}"));
    check("{\"name\": \"a\"}\n[]\n", "line 2: a definition must be an object, but this is a list");
    check("{\n\"name\": a\n}", "line 2, column 9: expected a JSON value; text needs double quotes around it");
    check("- name: a\n b: c", "line 2, column 2: expected the next member or item; check the indentation");
    let empty = Registry::read("{\"sources\": [], \"destinations\": null}").unwrap();
    assert!(empty.is_empty());
}

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("AIRBYTE_DB_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        eprintln!("AIRBYTE_DB_CORPUS is not set: the corpus is not read");
    }
    corpus
}

#[test]
fn every_spec_of_the_corpus_is_read() {
    let Some(corpus) = corpus() else { return };
    for (file, least) in [("specs-2023.jsonl", 188), ("specs-2026.jsonl", 384)] {
        let text = std::fs::read_to_string(corpus.join(file)).unwrap();
        let start = Instant::now();
        let registry = Registry::read(&text).unwrap();
        eprintln!("{file}: {} definitions in {:?}", registry.len(), start.elapsed());
        assert!(registry.len() >= least);
        let start = Instant::now();
        let mut n_bytes = 0;
        for (line, definition) in text.split('\n').zip(&registry) {
            check_definition(&registry, line, definition);
            n_bytes += definition.spec_text.as_ref().unwrap().len();
        }
        eprintln!("{file}: {n_bytes} bytes of specs read and looked up in {:?}", start.elapsed());
        check_as_registry_document(&registry);
    }
}

fn check_definition(registry: &Registry, line: &str, definition: &Definition) {
    let row = Document::parse(line).unwrap();
    let spec = definition.specification().unwrap();
    assert_eq!(spec.text(), row.pointer("/spec").unwrap().raw());
    assert_eq!(spec.connection_specification_text(), row.pointer("/spec/connectionSpecification").unwrap().raw());
    for (member, value) in [
        ("definition_id", &definition.definition_id),
        ("name", &definition.name),
        ("docker_repository", &definition.docker_repository),
    ] {
        let wanted = row.root().get(member).unwrap().as_str().unwrap();
        assert_eq!(value.as_deref(), Some(wanted.trim()));
        match registry.find(&wanted) {
            Ok(found) => assert_eq!(found, definition),
            Err(error) => {
                assert!(error.to_string().contains(&definition.label()), "{error}");
                let same = registry.iter().filter(|other| other.name == definition.name).count();
                assert!(member == "name" && same > 1, "{error}");
            }
        }
    }
}

/// The same definitions in the platform's own form, many times over: as large as a registry gets.
fn check_as_registry_document(registry: &Registry) {
    let mut lists = [String::new(), String::new()];
    let mut n_definitions = 0;
    for copy in 0..5 {
        for definition in registry {
            let is_source = definition.actor_type.as_deref() == Some("source");
            let list = &mut lists[usize::from(!is_source)];
            let separator = if list.is_empty() { "" } else { "," };
            let id_name = if is_source { "sourceDefinitionId" } else { "destinationDefinitionId" };
            let entry = format!(
                r#"{separator}{{"{id_name}": "{}", "name": {:?}, "dockerRepository": "{}-{copy}", "dockerImageTag": "1", "spec": {}}}"#,
                definition.definition_id.as_deref().unwrap(),
                definition.name.as_deref().unwrap(),
                definition.docker_repository.as_deref().unwrap(),
                definition.spec_text.as_deref().unwrap()
            );
            list.push_str(&entry);
            n_definitions += 1;
        }
    }
    let text = format!(r#"{{"destinations": [{}], "sources": [{}]}}"#, lists[1], lists[0]);
    let start = Instant::now();
    let read = Registry::read(&text).unwrap();
    eprintln!("a registry of {} bytes, {n_definitions} definitions in {:?}", text.len(), start.elapsed());
    assert_eq!(read.len(), n_definitions);
    for definition in registry {
        let wanted = format!("{}-4", definition.docker_repository.as_deref().unwrap());
        assert_eq!(read.find(&wanted).unwrap().spec_text, definition.spec_text);
        assert_eq!(read.find(&wanted).unwrap().actor_type, definition.actor_type);
        assert!(read.find(definition.name.as_deref().unwrap()).is_err());
    }
}
