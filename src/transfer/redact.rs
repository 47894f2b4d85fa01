//! Rows without their secrets: what is one in clear is masked, references to secrets stay.
//!
//! Which places of a configuration are secret is said by the spec of its definition. Of what has no spec at hand, and of
//! what is secret as a whole, every text and number is masked.

use super::{Selection, Source, cells};
use crate::blobs::Specification;
use crate::error::Result;
use crate::json::{Document, Edits, Kind, Value};
use crate::secrets::{self, QUOTED_MASK, Secrets};
use crate::store::Reader;
use crate::table::{Cell, Row, Table};
use crate::tables::ActorDefinition;
use crate::validate::secret_reference;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::HashMap;

/// Members that hold a credential in documents of the platform: a webhook's token, a chat's address that anybody who
/// knows it may write to (facts, blobs).
const CREDENTIALS: [&str; 2] = ["authToken", "webhook"];

/// Members that hold an address in which a user and password may stand.
const ADDRESSES: [&str; 2] = ["gitRepoUrl", "webhookUrl"];

/// The configurations in a job's config, each with the image of its connector (facts, blobs: `JobConfig`).
const IN_JOBS: [(&str, &str, &str); 5] = [
    ("sync", "sourceConfiguration", "sourceDockerImage"),
    ("sync", "destinationConfiguration", "destinationDockerImage"),
    ("resetConnection", "destinationConfiguration", "destinationDockerImage"),
    ("checkConnection", "connectionConfiguration", "dockerImage"),
    ("discoverCatalog", "connectionConfiguration", "dockerImage"),
];

/// Knows which values are secret, by all definitions that are at hand.
pub(super) struct Redactor {
    by_id: HashMap<String, Option<Secrets>>,
    /// The definition of an image without its tag.
    by_image: HashMap<String, String>,
}

impl Redactor {
    /// Reads the definitions of a store, and those of sources over them.
    pub(super) fn gather<S: Source>(sources: &mut [S], store: &Reader<'_>, now: Timestamp) -> Result<Redactor> {
        let mut redactor = Redactor::of_store(store)?;
        let table = ActorDefinition::TABLE;
        for source in sources {
            source.begin(&Selection::one(table.name))?;
            while let Some(incoming) = source.next()? {
                if incoming.table == table.name
                    && let Ok(row) = cells::read(table, &incoming.values, now)
                {
                    redactor.learn(&row.cells);
                }
            }
        }
        Ok(redactor)
    }

    /// Reads the definitions of a store.
    pub(super) fn of_store(store: &Reader<'_>) -> Result<Redactor> {
        let mut redactor = Redactor { by_id: HashMap::new(), by_image: HashMap::new() };
        store.each_cells(ActorDefinition::TABLE, &mut |row| {
            if let Ok(cells) = row {
                redactor.learn(&cells);
            }
            Ok(())
        })?;
        Ok(redactor)
    }

    /// A definition. One whose spec cannot be used says of nothing that it is public.
    fn learn(&mut self, cells: &[Cell<'_>]) {
        let cell = |name: &str| {
            let place = ActorDefinition::TABLE.columns.iter().position(|column| column.name == name)?;
            cells.get(place)
        };
        let (Some(Cell::Uuid(id)), Some(Cell::Json(spec))) = (cell("id"), cell("spec")) else { return };
        let specification = Specification::read(spec).ok();
        let secrets = specification.and_then(|spec| Secrets::new(spec.connection_specification_text()).ok());
        self.by_id.insert(id.to_string(), secrets);
        if let Some(Cell::Text(image)) = cell("docker_repository") {
            self.by_image.insert(image.clone().into_owned(), id.to_string());
        }
    }

    /// Takes the secrets out of a row.
    pub(super) fn redact(&self, table: &'static Table, cells: &mut [Cell<'_>]) {
        let text = |name: &str, cells: &[Cell<'_>]| {
            let place = table.columns.iter().position(|column| column.name == name)?;
            match cells.get(place)? {
                Cell::Uuid(id) => Some(id.to_string()),
                Cell::Text(text) => Some(text.clone().into_owned()),
                _ => None,
            }
        };
        match table.name {
            "actor" => {
                let definition = text("actor_definition_id", cells).unwrap_or_default();
                let by = |document: &str| self.configuration(&definition, document);
                change(table, cells, "configuration", &by);
            }
            "actor_oauth_parameter" => change(table, cells, "configuration", &all_masked),
            "workspace_service_account" => {
                change(table, cells, "json_credential", &all_masked);
                change(table, cells, "hmac_key", &all_masked);
            }
            "workspace" => {
                change(table, cells, "webhook_operation_configs", &credentials_masked);
                change(table, cells, "notifications", &credentials_masked);
            }
            "operation" => {
                change(table, cells, "operator_dbt", &credentials_masked);
                change(table, cells, "operator_webhook", &credentials_masked);
            }
            "jobs" => change(table, cells, "config", &|document| self.job_config(document)),
            "airbyte_configs" => {
                let config_type = text("config_type", cells).unwrap_or_default();
                let by = |document: &str| self.config_blob(&config_type, document);
                change(table, cells, "config_blob", &by);
            }
            "secrets" => {
                if let Some(payload) = cells.get_mut(1) {
                    *payload = Cell::Null;
                }
            }
            _ => {}
        }
    }

    /// A configuration, by the spec of a definition.
    fn configuration(&self, definition: &str, document: &str) -> String {
        let secrets = self.by_id.get(definition).and_then(Option::as_ref);
        let redacted = secrets.and_then(|secrets| secrets.redact(document).ok());
        redacted.unwrap_or_else(|| all_masked(document))
    }

    fn of_image(&self, image: &str) -> &str {
        let name = image.rsplit_once(':').map_or(image, |(name, _)| name);
        self.by_image.get(name).map_or("", String::as_str)
    }

    fn job_config(&self, document: &str) -> String {
        let redacted = changed(document, |root, edits| {
            // Members as they are written: one that a later one of the same name replaces is text all the same.
            for part in root.written_members() {
                for member in part.value.written_members() {
                    let known = IN_JOBS
                        .into_iter()
                        .find(|(of, name, _)| part.member.is_named(of) && member.member.is_named(name));
                    let Some((_, _, image)) = known else { continue };
                    let image = part.value.get(image).and_then(Value::as_str).unwrap_or_default();
                    edits.replace(member.value, &self.configuration(self.of_image(&image), member.value.raw()));
                }
            }
        });
        credentials_masked(&redacted)
    }

    /// A row of the oldest versions: any model as a document.
    fn config_blob(&self, config_type: &str, document: &str) -> String {
        let redacted = changed(document, |root, edits| {
            let definition = root.get("sourceDefinitionId").or_else(|| root.get("destinationDefinitionId"));
            let definition = definition.and_then(Value::as_str).unwrap_or_default();
            let is_parameter = config_type.ends_with("_OAUTH_PARAM");
            for member in root.written_members().into_iter().filter(|one| one.member.is_named("configuration")) {
                let text = member.value.raw();
                let by = if is_parameter { all_masked(text) } else { self.configuration(&definition, text) };
                edits.replace(member.value, &by);
            }
        });
        credentials_masked(&redacted)
    }
}

fn change(table: &Table, cells: &mut [Cell<'_>], column: &str, by: &dyn Fn(&str) -> String) {
    let Some(place) = table.columns.iter().position(|known| known.name == column) else { return };
    if let Some(Cell::Json(document)) = cells.get_mut(place) {
        *document = Cow::Owned(by(document));
    }
}

/// A document with changes made to it; one that is no JSON says nothing any more.
fn changed(document: &str, change: impl FnOnce(Value<'_>, &mut Edits<'_>)) -> String {
    let Ok(parsed) = Document::parse(document) else { return QUOTED_MASK.to_owned() };
    let mut edits = Edits::of(&parsed);
    change(parsed.root(), &mut edits);
    edits.finish()
}

/// Every text and number masked. References to secrets stay, and so do nulls and truth values.
fn all_masked(document: &str) -> String {
    changed(document, |root, edits| {
        each_value(root, "", &mut |_, value| {
            if is_text_or_number(value) {
                edits.replace(value, QUOTED_MASK);
            }
        });
    })
}

fn is_text_or_number(value: Value<'_>) -> bool {
    matches!(value.kind(), Kind::String | Kind::Number)
}

/// The credentials masked that stand in documents of the platform itself.
fn credentials_masked(document: &str) -> String {
    changed(document, |root, edits| {
        each_value(root, "", &mut |name, value| {
            if CREDENTIALS.contains(&name) && is_text_or_number(value) {
                edits.replace(value, QUOTED_MASK);
            } else if ADDRESSES.contains(&name)
                && let Some(without) = value.as_str().and_then(|address| without_user(&address))
            {
                edits.replace(value, &crate::json::quoted(&without));
            }
        });
    })
}

/// An address without the user and password in it; none where it has none.
fn without_user(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let (_, host) = host.rsplit_once('@')?;
    Some(format!("{scheme}://{}@{host}{path}", secrets::MASK))
}

/// Shows every value that has no others inside, in the order of the text, with the name of the nearest member above it;
/// nothing inside references to secrets.
fn each_value<'doc>(value: Value<'doc>, name: &str, show: &mut dyn FnMut(&str, Value<'doc>)) {
    if secret_reference(value).is_some() {
        return;
    }
    match value.kind() {
        Kind::Object => {
            for written in value.written_members() {
                each_value(written.value, &written.member.name(), show);
            }
        }
        Kind::Array => value.items().for_each(|item| each_value(item, name, show)),
        _ => show(name, value),
    }
}
