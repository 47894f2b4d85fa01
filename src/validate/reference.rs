//! Where a `$ref` leads: within the document, to an `$id`, or to a document known by name.
//!
//! Nothing is ever fetched. Known without being given are the platform's `WellKnownTypes.json`
//! (facts, blobs 6.4) and the draft-07 metaschema.

use super::schema::{Place, Resource};
use super::uri::{percent_decoded, resolve, split_fragment};
use crate::json::{Document, Kind, Value, segments};
use std::collections::HashMap;
use std::sync::Arc;

/// The types that the platform's catalogs refer to.
const WELL_KNOWN_TYPES: (&str, &str) = ("WellKnownTypes.json", include_str!("well_known_types.json"));
const METASCHEMA: (&str, &str) = ("http://json-schema.org/draft-07/schema", include_str!("draft-07.json"));

/// A place, and the base URI that holds around it: its own `$id` is not yet applied.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) place: Place,
    pub(super) base: String,
}

pub(super) struct References {
    resources: Vec<Arc<Resource>>,
    /// Absolute URI → place, of every `$id`. Empty until a reference leaves its document.
    identifiers: HashMap<String, Target>,
    /// Whether any document uses `$id` at all; nearly none does.
    has_identifiers: bool,
    scanned: usize,
}

impl References {
    pub(super) fn new(spec: Document<'static>, further: Vec<(String, Document<'static>)>) -> References {
        let mut references =
            References { resources: Vec::new(), identifiers: HashMap::new(), has_identifiers: false, scanned: 0 };
        references.add(String::new(), spec);
        for (uri, document) in further {
            references.add(uri, document);
        }
        references
    }

    fn add(&mut self, uri: String, document: Document<'static>) {
        self.has_identifiers |= document.text().contains("$id");
        self.resources.push(Arc::new(Resource { uri, document }));
    }

    /// A document, shared: its values can be read while the references go on.
    pub(super) fn resource(&self, place: Place) -> Arc<Resource> {
        Arc::clone(&self.resources[place.resource as usize])
    }

    pub(super) fn value(&self, place: Place) -> Value<'_> {
        self.resources[place.resource as usize].document.at(place.node)
    }

    pub(super) fn into_resources(self) -> Vec<Arc<Resource>> {
        self.resources
    }

    /// The base URI inside a schema: changed by its `$id`, unless a `$ref` beside it makes that mean nothing.
    pub(super) fn base_at(&self, place: Place, base: &str) -> String {
        if !self.has_identifiers {
            return base.to_owned();
        }
        identifier(self.value(place)).map_or_else(|| base.to_owned(), |id| resolve(base, &id))
    }

    /// The schema that a reference ends at, over any further references; none where it leads nowhere or in a circle.
    pub(super) fn follow(&mut self, from: Place, base: &str, reference: &str) -> Option<Target> {
        let mut seen = vec![from];
        let mut target = self.target(base, reference)?;
        loop {
            let value = self.value(target.place);
            if !matches!(value.kind(), Kind::Object | Kind::Boolean) || seen.contains(&target.place) {
                return None;
            }
            let next = value.get("$ref").and_then(Value::as_str).map(std::borrow::Cow::into_owned);
            // A reference that is marked as a secret is a schema of its own: see `Compiler::schema_at`.
            let (Some(next), None) = (next, value.get("airbyte_secret")) else { return Some(target) };
            seen.push(target.place);
            target = self.target(&target.base, &next)?;
        }
    }

    fn target(&mut self, base: &str, reference: &str) -> Option<Target> {
        let uri = resolve(base, reference);
        let (document, fragment) = split_fragment(&uri);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            self.document(document);
            return self.identifiers.get(&uri).cloned();
        }
        let start = self.document(document)?;
        self.walk(start, &percent_decoded(fragment))
    }

    /// The start of a document by its absolute URI.
    fn document(&mut self, uri: &str) -> Option<Target> {
        if uri.is_empty() {
            self.scan();
            return Some(Target { place: Place { resource: 0, node: 0 }, base: String::new() });
        }
        self.scan();
        if let Some(target) = self.identifiers.get(uri) {
            return Some(target.clone());
        }
        for (name, text) in [WELL_KNOWN_TYPES, METASCHEMA] {
            // The platform resolves names relative to a folder of its own, so the last segment decides.
            let is_it = uri == name || (name == WELL_KNOWN_TYPES.0 && uri.ends_with("/WellKnownTypes.json"));
            if is_it && let Ok(document) = Document::parse(text) {
                self.add(uri.to_owned(), document);
                self.scan();
                return self.identifiers.get(uri).cloned();
            }
        }
        None
    }

    fn walk(&self, start: Target, pointer: &str) -> Option<Target> {
        let mut target = start;
        for segment in segments(pointer) {
            target.base = self.base_at(target.place, &target.base);
            let mut next = String::new();
            crate::json::push_segment(&mut next, &segment);
            target.place.node = self.value(target.place).pointer(&next)?.index();
        }
        Some(target)
    }

    /// Notes the documents' names and every `$id` in them, once.
    fn scan(&mut self) {
        while self.scanned < self.resources.len() {
            let resource = &self.resources[self.scanned];
            let number = u32::try_from(self.scanned).unwrap_or(u32::MAX);
            let mut found = Vec::new();
            let root = Target { place: Place { resource: number, node: 0 }, base: resource.uri.clone() };
            if !resource.uri.is_empty() {
                found.push((split_fragment(&resource.uri).0.to_owned(), root.clone()));
            }
            if self.has_identifiers {
                scan_schema(resource.document.root(), number, &resource.uri, &mut found);
            }
            for (uri, target) in found {
                self.identifiers.entry(uri).or_insert(target);
            }
            self.scanned += 1;
        }
    }
}

/// The `$id` of a schema, where it counts.
fn identifier(value: Value<'_>) -> Option<String> {
    let id = value.get("$id")?.as_str()?;
    value.get("$ref").is_none().then(|| id.into_owned())
}

/// Looks for `$id` where schemas stand, and only there: an `$id` inside `enum` or `const` is a value.
fn scan_schema(schema: Value<'_>, resource: u32, base: &str, found: &mut Vec<(String, Target)>) {
    let around = base;
    let mut base = around.to_owned();
    if let Some(id) = identifier(schema) {
        let uri = resolve(around, &id);
        let (document, fragment) = split_fragment(&uri);
        if !id.starts_with('#') {
            document.clone_into(&mut base);
        }
        let name = if fragment.is_empty() { document } else { &uri };
        let place = Place { resource, node: schema.index() };
        found.push((name.to_owned(), Target { place, base: around.to_owned() }));
    }
    for member in schema.members() {
        let value = member.value();
        match &*member.name() {
            "items"
            | "additionalItems"
            | "contains"
            | "additionalProperties"
            | "propertyNames"
            | "not"
            | "if"
            | "then"
            | "else"
            | "allOf"
            | "anyOf"
            | "oneOf" => {
                scan_schema(value, resource, &base, found);
                value.items().for_each(|item| scan_schema(item, resource, &base, found));
            }
            "definitions" | "properties" | "patternProperties" | "dependencies" => {
                value.members().for_each(|member| scan_schema(member.value(), resource, &base, found));
            }
            _ => {}
        }
    }
}
