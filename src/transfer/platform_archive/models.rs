//! The platform's models, as its archives hold them, and the rows that they are (facts, databases 1.2 and 2.14).

use crate::hash::{self, HashForm};
use crate::json::{Document, Kind, ObjectText, Value, quoted};
use crate::literal::is_same_word;
use crate::table::{Column, SqlType, Table};
use crate::tables::table;
use jiff::Timestamp;
use std::borrow::Cow;
use uuid::Uuid;

/// A model, which has a file of its own in an archive.
pub(super) struct Model {
    /// What the file is called, without its end.
    file: &'static str,
    /// The table of its rows.
    pub(super) table: &'static str,
    /// Members that are called otherwise than their columns; of all others the column's name is the member's, with
    /// `_` for capitals.
    renamed: &'static [(&'static str, &'static str)],
    /// Columns that the model does not have, or may lack, with what the platform writes then, as JSON.
    otherwise: &'static [(&'static str, &'static str)],
}

const SOURCE: (&str, &str) = ("actor_type", "\"source\"");
const DESTINATION: (&str, &str) = ("actor_type", "\"destination\"");

const MODELS: &[Model] = &[
    Model {
        file: "STANDARD_WORKSPACE",
        table: "workspace",
        renamed: &[
            ("workspaceId", "id"),
            ("news", "send_newsletter"),
            ("securityUpdates", "send_security_updates"),
            ("firstCompletedSync", "first_sync_complete"),
            ("feedbackDone", "feedback_complete"),
            ("defaultGeography", "geography"),
        ],
        otherwise: &[("notifications", "[]")],
    },
    Model {
        file: "STANDARD_SOURCE_DEFINITION",
        table: "actor_definition",
        renamed: &[("sourceDefinitionId", "id")],
        otherwise: &[SOURCE],
    },
    Model {
        file: "STANDARD_DESTINATION_DEFINITION",
        table: "actor_definition",
        renamed: &[("destinationDefinitionId", "id")],
        otherwise: &[DESTINATION],
    },
    Model {
        file: "SOURCE_CONNECTION",
        table: "actor",
        renamed: &[("sourceId", "id"), ("sourceDefinitionId", "actor_definition_id")],
        otherwise: &[SOURCE],
    },
    Model {
        file: "DESTINATION_CONNECTION",
        table: "actor",
        renamed: &[("destinationId", "id"), ("destinationDefinitionId", "actor_definition_id")],
        otherwise: &[DESTINATION],
    },
    Model {
        file: "STANDARD_SYNC",
        table: "connection",
        renamed: &[("connectionId", "id"), ("nonBreakingChangesPreference", "non_breaking_change_preference")],
        otherwise: &[
            ("namespace_definition", "\"source\""),
            ("schedule", "null"),
            ("schedule_data", "null"),
            ("resource_requirements", "null"),
        ],
    },
    Model {
        file: "STANDARD_SYNC_OPERATION",
        table: "operation",
        renamed: &[("operationId", "id")],
        otherwise: &[("operator_normalization", "null"), ("operator_dbt", "null")],
    },
    Model { file: "STANDARD_SYNC_STATE", table: "state", renamed: &[], otherwise: &[("type", "\"LEGACY\"")] },
    Model {
        file: "SOURCE_OAUTH_PARAM",
        table: "actor_oauth_parameter",
        renamed: &[("oauthParameterId", "id"), ("sourceDefinitionId", "actor_definition_id")],
        otherwise: &[SOURCE],
    },
    Model {
        file: "DESTINATION_OAUTH_PARAM",
        table: "actor_oauth_parameter",
        renamed: &[("oauthParameterId", "id"), ("destinationDefinitionId", "actor_definition_id")],
        otherwise: &[DESTINATION],
    },
    Model { file: "ACTOR_CATALOG", table: "actor_catalog", renamed: &[], otherwise: &[("created_at", NOW)] },
    Model {
        file: "ACTOR_CATALOG_FETCH_EVENT",
        table: "actor_catalog_fetch_event",
        renamed: &[("connectorVersion", "actor_version")],
        otherwise: &[],
    },
    Model { file: "WORKSPACE_SERVICE_ACCOUNT", table: "workspace_service_account", renamed: &[], otherwise: &[] },
    Model { file: "JOBS", table: "jobs", renamed: &[], otherwise: &[] },
    Model { file: "ATTEMPTS", table: "attempts", renamed: &[], otherwise: &[] },
    Model { file: "AIRBYTE_METADATA", table: "airbyte_metadata", renamed: &[], otherwise: &[] },
];

/// Stands for the moment of the import.
const NOW: &str = "now";

/// The table that says which operations follow a connection; the model of a connection lists them.
pub(super) const OF_OPERATIONS: &str = "connection_operation";

impl Model {
    /// The model of a file.
    pub(super) fn of_file(stem: &str) -> Option<&'static Model> {
        MODELS.iter().find(|model| model.file == stem)
    }

    /// The tables of which an element has rows.
    pub(super) fn tables(&self) -> impl Iterator<Item = &'static str> {
        let more = if self.table == "connection" { Some(OF_OPERATIONS) } else { None };
        std::iter::once(self.table).chain(more)
    }

    /// The rows of an element, each as a JSON object with its table; first its own.
    pub(super) fn rows(&self, element: Value<'_>, now: Timestamp) -> Option<Vec<(&'static str, String)>> {
        if element.kind() != Kind::Object {
            return None;
        }
        let table = table(self.table)?;
        let mut rows = vec![(self.table, self.row(table, element, now))];
        if self.table == "connection" {
            rows.extend(of_operations(element).into_iter().map(|row| (OF_OPERATIONS, row)));
        }
        Some(rows)
    }

    fn row(&self, table: &'static Table, element: Value<'_>, now: Timestamp) -> String {
        let mut row = ObjectText::default();
        let mut given: Vec<&str> = Vec::new();
        let mut push = |name: &str, value: Value<'_>| {
            if value.is_null() || (self.table == "connection" && name == "operationIds") {
                return;
            }
            match self.column(table, name) {
                Some(column) => {
                    given.push(column.name);
                    row.push(column.name, &in_column(column, value));
                }
                // No column holds it: the import says so, by the name that the model has for it.
                None => row.push(name, value.raw()),
            }
        };
        for member in element.members() {
            let is_spread = self.table == "actor_definition" && member.is_named("normalizationConfig");
            if is_spread && member.value().kind() == Kind::Object {
                member.value().members().for_each(|inner| push(&inner.name(), inner.value()));
            } else {
                push(&member.name(), member.value());
            }
        }
        for (column, value) in self.otherwise.iter().filter(|(column, _)| !given.contains(column)) {
            let value = if *value == NOW { Cow::Owned(format!("\"{now}\"")) } else { Cow::Borrowed(*value) };
            row.push(column, &value);
        }
        if self.table == "state" && !given.contains(&"id") {
            row.push("id", &quoted(&derived_id(text_of(element, "connectionId").as_deref(), "state")));
        }
        row.finish()
    }

    fn column(&self, table: &'static Table, member: &str) -> Option<&'static Column> {
        let renamed = self.renamed.iter().find(|(name, _)| *name == member).map(|(_, column)| Cow::Borrowed(*column));
        let name = renamed.unwrap_or_else(|| snake_case(member).into());
        table.columns.iter().find(|column| column.name == name)
    }
}

/// `dockerImageTag` → `docker_image_tag`.
fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// A member's value as its column has it: the database's spelling of literals, moments instead of seconds.
fn in_column(column: &Column, value: Value<'_>) -> String {
    match (column.sql_type, value.kind()) {
        (SqlType::Enum(enum_type), Kind::String) => {
            let text = value.as_str().unwrap_or_default();
            let literal = enum_type.literals.iter().find(|literal| is_same_word(literal, &text));
            literal.map_or_else(|| value.raw().to_owned(), |literal| quoted(literal))
        }
        (SqlType::TimestampWithTimeZone, Kind::Number) => {
            let moment = value.raw().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            moment.map_or_else(|| value.raw().to_owned(), |moment| format!("\"{moment}\""))
        }
        _ => value.raw().to_owned(),
    }
}

/// The rows that say which operations follow a connection. Archives have no ids for them.
fn of_operations(connection: Value<'_>) -> Vec<String> {
    let id = text_of(connection, "connectionId");
    let Some(operations) = connection.get("operationIds") else { return Vec::new() };
    let operations: Vec<Cow<'_, str>> = operations.items().filter_map(Value::as_str).collect();
    let mut rows = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        // The same operation may follow a connection twice.
        let n_before = operations[..number].iter().filter(|before| *before == operation).count();
        let name = if n_before == 0 { operation.to_string() } else { format!("{operation} {}", n_before + 1) };
        let mut row = ObjectText::default();
        row.push("id", &quoted(&derived_id(id.as_deref(), &name)));
        row.push("connection_id", &id.as_deref().map_or_else(|| "null".to_owned(), quoted));
        row.push("operation_id", &quoted(operation));
        rows.push(row.finish());
    }
    rows
}

fn text_of<'doc>(element: Value<'doc>, member: &str) -> Option<Cow<'doc, str>> {
    element.get(member).and_then(Value::as_str)
}

/// An id that is the same in every import: of version 3 (RFC 9562), in the namespace of another id.
fn derived_id(namespace: Option<&str>, name: &str) -> String {
    let namespace = namespace.and_then(|id| Uuid::try_parse(id).ok()).unwrap_or_default();
    let bytes = [namespace.as_bytes(), name.as_bytes()].concat();
    let digits = hash::of_bytes(&bytes, HashForm::Md5).to_string();
    let digest = Uuid::try_parse(&digits).unwrap_or_default().into_bytes();
    uuid::Builder::from_md5_bytes(digest).into_uuid().to_string()
}

/// The rows of an element's text.
pub(super) fn rows_of(model: &Model, json: &str, now: Timestamp) -> Result<Vec<(&'static str, String)>, String> {
    let document = Document::parse(json).map_err(|error| error.message())?;
    model.rows(document.root(), now).ok_or_else(|| "an element is an object; this is something else".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_names_a_table_and_columns_that_there_are() {
        for model in MODELS {
            let table = table(model.table).expect(model.file);
            let renamed = model.renamed.iter().map(|(_, column)| column);
            for column in renamed.chain(model.otherwise.iter().map(|(column, _)| column)) {
                assert!(table.column(column).is_some(), "{}.{column}", model.table);
            }
        }
    }

    #[test]
    fn ids_are_derived_as_the_standard_says() {
        // The namespace of names of hosts, and what other programs make of it.
        let dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        assert_eq!(derived_id(Some(dns), "www.example.com"), "5df41881-3aed-3515-88a7-2f4a814cf09e");
    }
}
