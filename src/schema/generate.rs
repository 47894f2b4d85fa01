//! Schemas from structs (schemars), with what the tables know and the structs do not say.

use super::Subject;
use crate::blobs::each_document;
use crate::table::{Row, SqlType, Table};
use crate::tables::each_row;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The schema of a row or document, with the definitions that it refers to.
pub(super) fn schema(subject: Subject) -> Value {
    let mut generator = generator();
    let mut schema = match subject {
        Subject::Row(table) => row_schema(table, &mut generator),
        Subject::Document(name) => document_schema(name, &mut generator),
    };
    let definitions = generator.take_definitions(true);
    if let Some(members) = schema.as_object_mut() {
        let mut ordered = Map::new();
        ordered.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        ordered.insert("title".to_owned(), json!(subject.name()));
        ordered.append(members);
        if !definitions.is_empty() {
            ordered.insert("definitions".to_owned(), Value::Object(definitions));
        }
        *members = ordered;
    }
    explain_formats(&mut schema);
    shorten_descriptions(&mut schema);
    schema
}

/// On several lines, as a reader wants it.
pub(super) fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}

pub(super) fn bundle() -> String {
    let mut generator = generator();
    let mut tables = Map::new();
    let mut definitions = Map::new();
    for subject in Subject::all() {
        match subject {
            Subject::Row(table) => tables.insert(table.name.to_owned(), row_schema(table, &mut generator)),
            Subject::Document(name) => definitions.insert(name.to_owned(), document_schema(name, &mut generator)),
        };
    }
    for (name, definition) in generator.take_definitions(true) {
        definitions.entry(name).or_insert(definition);
    }
    let mut bundle = json!({"definitions": definitions, "tables": tables});
    explain_formats(&mut bundle);
    for_judging(&mut bundle);
    format!("{bundle}\n")
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft07().into_generator()
}

/// The name under which a row's struct is known to the macro that lists them, with its schema.
macro_rules! row_schemas {
    ($($row:ident,)+) => {
        fn row_schema(table: &'static Table, generator: &mut SchemaGenerator) -> Value {
            let schema = match table.name {
                $( name if name == crate::tables::$row::TABLE.name => crate::tables::$row::json_schema(generator), )+
                _ => schemars::Schema::default(),
            };
            of_table(schema.to_value(), table)
        }
    };
}

each_row!(row_schemas);

macro_rules! document_schemas {
    ($($document:ident,)+) => {
        fn document_schema(name: &str, generator: &mut SchemaGenerator) -> Value {
            let schema = match name {
                $( stringify!($document) => crate::blobs::$document::json_schema(generator), )+
                _ => schemars::Schema::default(),
            };
            schema.to_value()
        }
    };
}

each_document!(document_schemas);

/// What the table knows: lengths, and that a row has no other columns.
fn of_table(mut schema: Value, table: &Table) -> Value {
    for column in table.columns {
        if let SqlType::Varchar(Some(length)) = column.sql_type
            && let Some(property) = schema.pointer_mut(&format!("/properties/{}", column.name))
            && let Some(members) = property.as_object_mut()
        {
            members.insert("maxLength".to_owned(), json!(length));
        }
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("additionalProperties".to_owned(), json!(false));
    }
    schema
}

/// Calls a function with every object of a schema, the inner ones first.
fn each_object(schema: &mut Value, then: &mut impl FnMut(&mut Map<String, Value>)) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(|member| each_object(member, then));
            then(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, then)),
        _ => {}
    }
}

/// Leaves out of descriptions what is for readers of the Rust code: examples, and where in the facts a rule is from.
fn shorten_descriptions(schema: &mut Value) {
    each_object(schema, &mut |members| {
        let Some(Value::String(description)) = members.get_mut("description") else { return };
        let end = description.find("```").unwrap_or(description.len());
        description.truncate(end);
        while let Some(start) = description.find(" (facts,")
            && let Some(length) = description[start..].find(')')
        {
            description.replace_range(start..=start + length, "");
        }
        description.truncate(description.trim_end().len());
    });
}

/// A time without a zone.
const PARTIAL_DATE_TIME: &str = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?$";

/// Says in JSON Schema's words what formats mean that no validator knows.
fn explain_formats(schema: &mut Value) {
    each_object(schema, &mut |members| {
        let (least, most) = match members.get("format").and_then(Value::as_str) {
            Some("int64") => (i64::MIN, i64::MAX),
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("partial-date-time") => {
                members.remove("format");
                members.insert("pattern".to_owned(), json!(PARTIAL_DATE_TIME));
                return;
            }
            _ => return,
        };
        members.remove("format");
        members.insert("minimum".to_owned(), json!(least));
        members.insert("maximum".to_owned(), json!(most));
    });
}

/// Leaves out what only readers want, and says «null or this» in the way that the findings tell best: what is wrong
/// with this, not that neither fits.
fn for_judging(bundle: &mut Value) {
    each_object(bundle, &mut |members| {
        if members.get("description").is_some_and(Value::is_string) {
            members.remove("description");
        }
        let null = json!({"type": "null"});
        if let Some(Value::Array(branches)) = members.get("anyOf")
            && let [reference, other] = &branches[..]
            && *other == null
        {
            let reference = reference.clone();
            members.remove("anyOf");
            members.insert("if".to_owned(), null);
            members.insert("then".to_owned(), json!(true));
            members.insert("else".to_owned(), reference);
        }
    });
}
