//! The schemas of rows and documents: fresh, valid, in step with the tables, and as strict as the types.

use crate::support::{corpus, json_lines};
use airbyte_db::intake::Judge;
use airbyte_db::json::Document;
use airbyte_db::rules::Alone;
use airbyte_db::schema::{self, Subject};
use airbyte_db::table::{ColumnDefault, SqlType, Table};
use airbyte_db::tables::TABLES;
use airbyte_db::{Code, Finding, Options, Validator};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::LazyLock;

/// All that judges a subject, made once: making is what takes the time.
struct Judges {
    subject: Subject,
    schema: Value,
    strict: Validator,
    oracle: jsonschema::Validator,
    judge: Judge,
}

static JUDGES: LazyLock<Vec<Judges>> = LazyLock::new(|| {
    let judges = |subject: Subject| {
        let schema = schema_of(subject);
        let oracle = jsonschema::draft7::options().should_validate_formats(false).build(&schema).expect("a schema");
        let strict = Validator::new(&subject.json_schema()).expect("a schema");
        Judges { subject, schema, strict, oracle, judge: Judge::new(subject).expect("a judge") }
    };
    Subject::all().map(judges).collect()
});

fn schema_of(subject: Subject) -> Value {
    serde_json::from_str(&subject.json_schema()).expect("a schema is JSON")
}

#[test]
fn generated_files_are_fresh() {
    let mut files = vec![
        ("src/schema/bundle.json".to_owned(), schema::bundle()),
        ("schemas/airbyte.d.ts".to_owned(), schema::typescript()),
    ];
    for subject in Subject::all() {
        files.push((format!("schemas/{}.json", subject.name()), subject.json_schema()));
    }
    for (path, text) in files {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(&file, &text).expect("the file can be written");
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == text, "{path} is stale: run the tests once with UPDATE_FIXTURES=1");
    }
}

#[test]
fn every_schema_is_a_schema() {
    for subject in Subject::all() {
        let schema = schema_of(subject);
        assert!(jsonschema::draft7::meta::is_valid(&schema), "{}", subject.name());
        jsonschema::draft7::new(&schema).unwrap_or_else(|error| panic!("{}: {error}", subject.name()));
        let description = subject.description();
        assert!(!description.is_empty(), "{} has no description", subject.name());
        assert!(!description.contains("```") && !description.contains("(facts"), "{}: {description}", subject.name());
    }
}

#[test]
fn every_member_is_described() {
    for subject in Subject::all() {
        let schema = schema_of(subject);
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{}.{name}", subject.name());
        }
    }
}

/// The members of a row's schema are the table's columns, in order, with fitting types.
#[test]
fn rows_have_the_columns_of_their_tables() {
    for table in TABLES {
        let schema = schema_of(Subject::Row(table));
        let properties = schema["properties"].as_object().expect("a row has properties");
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(properties.keys().collect::<Vec<_>>(), columns, "{}", table.name);
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for column in table.columns {
            let place = format!("{}.{}", table.name, column.name);
            let has_value =
                matches!(column.default, Some(ColumnDefault::False | ColumnDefault::True | ColumnDefault::Text(_)));
            assert_eq!(required.contains(&column.name), !column.nullable && !has_value, "{place}");
            if column.sql_type != SqlType::Jsonb {
                let accepts = |value: &Value| accepts(&schema, column.name, value);
                assert_eq!(accepts(&Value::Null), column.nullable, "{place}");
                assert!(accepts(&sample(column.sql_type)), "{place}");
                assert!(!accepts(&json!([])), "{place}");
            }
        }
    }
}

fn accepts(schema: &Value, column: &str, value: &Value) -> bool {
    let mut alone = json!({"allOf": [schema["properties"][column]]});
    if schema["definitions"].is_object() {
        alone["definitions"] = schema["definitions"].clone();
    }
    jsonschema::draft7::options().should_validate_formats(true).build(&alone).expect("a schema").is_valid(value)
}

/// A value of a column's type, at its bound where it has one.
fn sample(sql_type: SqlType) -> Value {
    match sql_type {
        SqlType::Uuid => json!("5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11"),
        SqlType::Varchar(length) => json!("é".repeat(length.unwrap_or(1000).into())),
        SqlType::Text => json!("any text"),
        SqlType::Boolean => json!(true),
        SqlType::Integer => json!(i32::MIN),
        SqlType::Bigint => json!(i64::MAX),
        SqlType::Date => json!("2023-01-30"),
        SqlType::Timestamp => json!("2023-01-30T09:00:00"),
        SqlType::TimestampWithTimeZone => json!("2023-01-30T09:00:00.123456Z"),
        SqlType::Jsonb => json!({}),
        SqlType::Enum(enum_type) => json!(enum_type.literals.last()),
    }
}

#[test]
fn varchars_have_their_lengths() {
    for table in TABLES {
        let schema = schema_of(Subject::Row(table));
        for column in table.columns {
            if let SqlType::Varchar(Some(length)) = column.sql_type {
                let longer = "x".repeat(usize::from(length) + 1);
                assert!(!accepts(&schema, column.name, &json!(longer)), "{}.{}", table.name, column.name);
            }
        }
    }
}

#[test]
fn keys_name_columns_that_are_there() {
    for table in TABLES {
        for key in table.keys {
            for name in key.columns {
                assert!(table.columns.iter().any(|column| column.name == *name), "{}: {}", table.name, key.name);
            }
            if let airbyte_db::table::KeyKind::Foreign { table: other, column } = key.kind {
                let other = airbyte_db::tables::table(other).expect("the other table");
                assert_eq!(other.primary_key(), [column], "{}", key.name);
            }
        }
    }
}

/// Draws decisions from bytes, so that proptest can shrink them.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, bound: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % bound)
    }

    fn often(&mut self) -> bool {
        self.below(4) != 3
    }
}

/// A value that a schema of ours accepts.
fn generate(schema: &Value, root: &Value, choices: &mut Choices<'_>, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("the reference leads somewhere");
        return generate(target, root, choices, depth);
    }
    if let Some(literals) = schema["enum"].as_array() {
        return literals[choices.below(literals.len())].clone();
    }
    for word in ["anyOf", "oneOf", "allOf"] {
        if let Some(branches) = schema[word].as_array() {
            return generate(&branches[choices.below(branches.len())], root, choices, depth);
        }
    }
    let name = match &schema["type"] {
        Value::Array(names) => names[choices.below(names.len())].as_str().unwrap_or("null"),
        name => name.as_str().unwrap_or("any"),
    };
    match name {
        "null" => Value::Null,
        "boolean" => json!(choices.below(2) == 0),
        "integer" => json!([0, 1, -7, 1_675_000_000_000_i64][choices.below(3 + usize::from(bounded_wide(schema)))]),
        "number" => json!(1.5),
        "string" => json!(text_of(schema, choices)),
        "array" => {
            let n_items = if depth > 5 { 0 } else { choices.below(3) };
            (0..n_items).map(|_| generate(&schema["items"], root, choices, depth + 1)).collect()
        }
        "object" => object_of(schema, root, choices, depth),
        _ => [json!(null), json!({"a": [1, "é"]}), json!([{}]), json!("text")][choices.below(4)].clone(),
    }
}

fn bounded_wide(schema: &Value) -> bool {
    schema["maximum"].as_i64().is_none_or(|most| most > i64::from(i32::MAX))
}

fn text_of(schema: &Value, choices: &mut Choices<'_>) -> String {
    if schema["pattern"].is_string() {
        return "2023-01-30T09:00:00".to_owned();
    }
    match schema["format"].as_str() {
        Some("uuid") => format!("5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a{:02x}", choices.below(256)),
        Some("uri") => "https://docs.example.com/".to_owned(),
        Some("date-time") => format!("2023-01-{:02}T09:00:00.5Z", 1 + choices.below(28)),
        Some("date") => format!("2023-02-{:02}", 1 + choices.below(28)),
        _ => ["", "users", "a/b~c", "\u{1f600}", "5"][choices.below(5)].to_owned(),
    }
}

fn object_of(schema: &Value, root: &Value, choices: &mut Choices<'_>, depth: usize) -> Value {
    let mut members = Map::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&&**name) || (depth < 6 && choices.often()) {
            members.insert(name.clone(), generate(property, root, choices, depth + 1));
        }
    }
    if schema["additionalProperties"].is_object() {
        members.insert("public/users".to_owned(), generate(&schema["additionalProperties"], root, choices, depth + 1));
    }
    Value::Object(members)
}

/// Something else at one place of a value.
fn mutate(value: &mut Value, choices: &mut Choices<'_>) {
    let odd = [
        json!(null),
        json!(1),
        json!(1.5),
        json!("text"),
        json!("7"),
        json!(true),
        json!("true"),
        json!([]),
        json!({}),
        json!(1e30),
        json!("x".repeat(300)),
        json!("2023-01-30 09:00:00+00"),
        json!("5A2C7B7E8F0E4C1D9D7C0C6F4C6C2A11"),
    ];
    match value {
        Value::Object(members) if !members.is_empty() && choices.often() => {
            let at = choices.below(members.len());
            let (name, member) = members.iter_mut().nth(at).expect("a member");
            let name = name.clone();
            match choices.below(6) {
                0 => _ = members.remove(&name),
                1 => _ = members.insert("not_known_anywhere".to_owned(), json!(1)),
                _ => mutate(member, choices),
            }
        }
        Value::Array(items) if !items.is_empty() && choices.often() => {
            let at = choices.below(items.len());
            mutate(&mut items[at], choices);
        }
        value => *value = odd[choices.below(odd.len())].clone(),
    }
}

/// The leniencies of reading, by the findings that the strict schema has for them: `docs/fidelity.md` lists the same.
fn is_lenient(finding: &Finding, value: Option<airbyte_db::json::Value<'_>>) -> bool {
    use airbyte_db::json::Kind;
    match finding.code {
        // What belongs to the connector is kept, whatever it is.
        Code::Type if finding.message.contains("must be an object") => true,
        // A literal that this version does not know is kept; an unknown member is passed over; a text may be longer
        // than its column; dates and ids have more forms than one.
        Code::Enum | Code::AdditionalProperties | Code::MaxLength | Code::Format | Code::Pattern => true,
        // A text, number or boolean may stand for another of these.
        Code::Type | Code::BranchType => {
            value.is_some_and(|value| matches!(value.kind(), Kind::String | Kind::Number | Kind::Boolean))
        }
        _ => false,
    }
}

/// The columns whose documents are kept whatever they say.
fn in_document(table: &Table, pointer: &str) -> bool {
    let column = pointer.split('/').nth(1).and_then(|name| table.column(name));
    column.is_some_and(|column| column.sql_type == SqlType::Jsonb)
}

proptest! {
    #![proptest_config(crate::properties::config(48))]

    /// What the strict schema accepts is read. What is read and not accepted is a listed leniency.
    #[test]
    fn types_read_what_schemas_accept(bytes in prop::collection::vec(any::<u8>(), 0..400), n_mutations in 0_usize..3) {
        for Judges { subject, schema, strict, oracle, .. } in &*JUDGES {
            let mut choices = Choices(bytes.iter());
            let mut value = generate(schema, schema, &mut choices, 0);
            (0..n_mutations).for_each(|_| mutate(&mut value, &mut choices));
            let text = value.to_string();

            let verdict = strict.validate(&text).expect("JSON");
            let without_formats = Options { formats: false, ..Options::default() };
            let ours = strict.validate_with(&text, &without_formats).expect("JSON").valid;
            prop_assert_eq!(ours, oracle.is_valid(&value), "{}: {}", subject.name(), &text);

            let read = subject.read(&text);
            if n_mutations == 0 {
                prop_assert!(verdict.valid, "{}: {} is not accepted: {}", subject.name(), &text, verdict.findings[0]);
            }
            if verdict.valid {
                prop_assert!(read.is_ok(), "{}: {} is accepted, but not read: {:?}", subject.name(), &text, read);
            } else if read.is_ok() {
                let document = Document::parse(&*text).expect("JSON");
                for finding in &verdict.findings {
                    let kept = matches!(subject, Subject::Row(table) if in_document(table, &finding.pointer));
                    let lenient = kept || is_lenient(finding, document.pointer(&finding.pointer));
                    prop_assert!(lenient, "{}: {} is read, although {}", subject.name(), &text, finding);
                }
            }
        }
    }

    /// Whatever a row or document is, there is a verdict.
    #[test]
    fn everything_can_be_judged(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for Judges { schema, judge, .. } in &*JUDGES {
            let mut choices = Choices(bytes.iter());
            let mut value = generate(schema, schema, &mut choices, 0);
            (0..3).for_each(|_| mutate(&mut value, &mut choices));
            let verdict = judge.judge(&value.to_string(), &Options::default(), &Alone).expect("JSON");
            prop_assert_eq!(verdict.valid, verdict.errors == 0);
        }
    }
}

fn healthy(table: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/rows/{table}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A row of every table, as the platform writes it: nothing to say, and nothing lost.
#[test]
fn healthy_rows_give_no_findings_and_are_read() {
    for Judges { subject, judge, .. } in &*JUDGES {
        let Subject::Row(table) = subject else { continue };
        let text = healthy(table.name);
        let verdict = judge.judge(&text, &Options::default(), &Alone).expect("JSON");
        assert_eq!(verdict.findings, [], "{}", table.name);
        subject.read(&text).unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

/// A text that its column refuses is not also told to break a rule.
#[test]
fn one_problem_gives_one_finding() {
    let long = healthy("actor_catalog").replace("8eaec2ee", &"8".repeat(40));
    let judge = Judge::new(Subject::find("actor_catalog").expect("a table")).expect("a judge");
    let verdict = judge.judge(&long, &Options::default(), &Alone).expect("JSON");
    let codes: Vec<Code> = verdict.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::MaxLength]);
}

/// The data catalog's names for columns and literals are understood, and findings speak of them.
#[test]
fn names_of_the_data_catalog_are_accepted() {
    let judged = |table: &str, text: &str| {
        let judge = Judge::new(Subject::find(table).expect("a table")).expect("a judge");
        judge.judge(text, &Options::default(), &Alone).expect("JSON").findings
    };
    let event = healthy("actor_catalog_fetch_event").replace("actor_catalog_id", "catalog_id");
    assert_eq!(judged("actor_catalog_fetch_event", &event), []);
    let broken = event.replace("\"9e2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a15\"", "5");
    let told = judged("actor_catalog_fetch_event", &broken);
    assert_eq!((told.len(), &*told[0].pointer, told[0].line), (1, "/catalog_id", Some(3)));
    assert!(told[0].message.starts_with("catalog_id must be text"), "{}", told[0].message);
    let connection = healthy("connection").replace("namespace_definition\": \"source", "namespace_type\": \"custom");
    let connection = connection.replace("\"namespace_format\": null", "\"namespace_format\": \"lake\"");
    assert_eq!(judged("connection", &connection), []);
    let attempt = healthy("attempts").replace("created_at", "started_at");
    assert_eq!(judged("attempts", &attempt), []);
}

#[test]
fn real_documents_get_findings_not_failures() {
    let subjects = [
        ("catalogs.jsonl", "configured_catalog", "ConfiguredAirbyteCatalog", "document"),
        ("catalogs.jsonl", "catalog", "AirbyteCatalog", "document"),
        ("specs-2023.jsonl", "", "ConnectorSpecification", "spec"),
        ("specs-2026.jsonl", "", "ConnectorSpecification", "spec"),
    ];
    for (file, kind, name, member) in subjects {
        let Some(folder) = corpus("real documents") else { return };
        let lines = json_lines(&folder.join(file));
        let judge = Judge::new(Subject::find(name).expect("a document")).expect("a judge");
        let (mut n_all, mut n_invalid) = (0, 0);
        for line in lines {
            if !kind.is_empty() && line["kind"] != kind {
                continue;
            }
            let verdict = judge.judge(&line[member].to_string(), &Options::default(), &Alone).expect("a verdict");
            n_all += 1;
            n_invalid += usize::from(!verdict.valid);
        }
        eprintln!("{file}: {n_invalid} of {n_all} are not a {name} as the platform writes it");
        assert!(n_all > 20 && n_invalid * 2 < n_all, "{file}: {n_invalid} of {n_all}");
    }
}
