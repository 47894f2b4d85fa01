//! What the spec says of a place in a configuration: how it is called, and whether it is secret.

use super::pattern::Outcome;
use super::problem::Problems;
use super::schema::{Dependency, Items, Schema, SchemaId, Schemas, SecretMark};
use crate::json::{Kind, Value, push_segment, step_towards};
use std::collections::HashSet;

/// A place in a configuration, as the spec sees it.
pub(crate) struct SeenPlace {
    /// JSON pointer.
    pub(crate) pointer: String,
    /// The titles on the way, outermost first; empty for the whole configuration.
    pub(crate) titles: Vec<String>,
    pub(crate) secrecy: Secrecy,
    /// Whether the spec declares it by name or as an item; what has no declaration may be a misspelt secret.
    pub(crate) declared: bool,
    /// Whether it is an item of a list.
    pub(crate) is_item: bool,
    /// Every schema that may judge the value, whichever branches hold.
    pub(crate) schemas: Vec<SchemaId>,
}

/// What the spec says of secrets at a place, whichever branch holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Secrecy {
    Open,
    /// There is one somewhere inside: a text in the place of such an object may be that secret.
    HoldsSecret,
    /// It is one, or stands inside one.
    Secret,
}

impl SeenPlace {
    pub(crate) fn is_secret(&self) -> bool {
        self.secrecy == Secrecy::Secret
    }

    pub(crate) fn label(&self) -> String {
        self.titles.join(" › ")
    }

    /// How a sentence calls it.
    pub(crate) fn name(&self) -> String {
        match &self.titles[..] {
            [] => "The configuration".to_owned(),
            [.., list, item] if self.is_item => format!("{} of {list}", capitalised(item)),
            [item] if self.is_item => capitalised(item),
            [.., last] => last.clone(),
        }
    }

    /// Whether its value may be shown.
    pub(crate) fn is_public(&self) -> bool {
        self.declared && self.secrecy == Secrecy::Open
    }
}

pub(crate) struct Places<'a> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) problems: &'a Problems,
}

impl Places<'_> {
    /// The place of a value.
    pub(crate) fn of(&self, root: Value<'_>, node: u32) -> SeenPlace {
        let mut place = self.root();
        let mut here = root;
        while here.index() != node {
            let Some((segment, below)) = step_towards(here, node) else { break };
            place = self.below(&place, here, &segment);
            here = below;
        }
        // Only what is told needs to know it, not every place on the way.
        if place.secrecy == Secrecy::Open && self.holds_secret(&place.schemas) {
            place.secrecy = Secrecy::HoldsSecret;
        }
        place
    }

    /// The place of a member of an object, whether it is there or not.
    pub(crate) fn member(&self, root: Value<'_>, object: Value<'_>, name: &str) -> SeenPlace {
        self.below(&self.of(root, object.index()), object, name)
    }

    fn root(&self) -> SeenPlace {
        let schemas = self.applied(vec![self.schemas.root]);
        let secrecy = self.secrecy(&schemas);
        SeenPlace { pointer: String::new(), titles: Vec::new(), secrecy, declared: true, is_item: false, schemas }
    }

    fn below(&self, place: &SeenPlace, container: Value<'_>, segment: &str) -> SeenPlace {
        // The branch that was judged says first what its members are called.
        let chosen = self.problems.branches.iter().rev().filter(|chosen| chosen.at == container.index());
        let ordered: Vec<SchemaId> = chosen.map(|chosen| chosen.schema).chain(place.schemas.iter().copied()).collect();
        let mut children = Vec::new();
        for id in &ordered {
            Self::declared_children(self.schemas.get(*id), container.kind(), segment, &mut children);
        }
        let declared = !children.is_empty();
        for id in &ordered {
            self.other_children(self.schemas.get(*id), container.kind(), segment, &mut children);
        }
        let title = children.iter().find_map(|id| self.title(*id));
        let title = match (container.kind(), segment.parse::<usize>()) {
            (Kind::Array, Ok(number)) => format!("{} {}", title.as_deref().unwrap_or("item"), number + 1),
            _ => title.unwrap_or_else(|| super::words::shortened(segment)),
        };
        let mut pointer = place.pointer.clone();
        push_segment(&mut pointer, segment);
        let schemas = self.applied(children);
        let inherited = if place.is_secret() { Secrecy::Secret } else { Secrecy::Open };
        let secrecy = inherited.max(self.secrecy(&schemas));
        let titles = place.titles.iter().cloned().chain([title]).collect();
        SeenPlace { pointer, titles, secrecy, declared, is_item: container.kind() == Kind::Array, schemas }
    }

    /// The title of a schema, where it has one worth showing.
    pub(crate) fn title(&self, id: SchemaId) -> Option<String> {
        let title = self.schemas.written(id).get("title")?.as_str()?;
        let title = title.trim();
        (!title.is_empty()).then(|| super::words::shortened(title))
    }

    /// The schemas for members that the container's schema does not name: by pattern, or for all others.
    fn other_children(&self, schema: &Schema, kind: Kind, segment: &str, into: &mut Vec<SchemaId>) {
        let Some(rules) = schema.object.as_ref().filter(|_| kind == Kind::Object) else { return };
        for (rule, id) in &rules.pattern_properties {
            let found = |pattern: &super::pattern::Pattern| pattern.find_in(segment) == Outcome::Found;
            if rule.pattern.as_ref().is_none_or(found) {
                into.push(*id);
            }
        }
        // `true` says nothing of a member.
        into.extend(rules.additional_properties.filter(|id| self.schemas.get(*id).boolean.is_none()));
    }

    /// The schemas for one member or item that one schema of the container declares.
    fn declared_children(schema: &Schema, kind: Kind, segment: &str, into: &mut Vec<SchemaId>) {
        match (kind, &schema.object, &schema.array) {
            (Kind::Object, Some(rules), _) => {
                into.extend(rules.properties.named(segment).and_then(|property| property.schema));
            }
            (Kind::Array, _, Some(rules)) => {
                match &rules.items {
                    Some(Items::Each(id)) => into.push(*id),
                    Some(Items::Tuple(ids)) => {
                        let number = segment.parse::<usize>().unwrap_or(usize::MAX);
                        into.extend(ids.get(number).copied().or(rules.additional_items));
                    }
                    None => {}
                }
                into.extend(rules.contains);
            }
            _ => {}
        }
    }

    /// All schemas that apply to the same value: through every branch, condition and dependency.
    fn applied(&self, start: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut all: Vec<SchemaId> = Vec::with_capacity(start.len());
        let mut seen = HashSet::new();
        let mut waiting: std::collections::VecDeque<SchemaId> = start.into();
        while let Some(id) = waiting.pop_front() {
            if !seen.insert(id) {
                continue;
            }
            all.push(id);
            let schema = self.schemas.get(id);
            if let Some(combined) = &schema.combined {
                waiting.extend(combined.all_of.iter().copied());
                for choice in [&combined.one_of, &combined.any_of].into_iter().flatten() {
                    waiting.extend(choice.branches.iter().copied());
                }
                waiting.extend(combined.not);
                if let Some(rule) = &combined.if_then_else {
                    waiting.extend([Some(rule.condition), rule.then, rule.otherwise].into_iter().flatten());
                }
            }
            if let Some(object) = &schema.object {
                waiting.extend(object.dependencies.iter().filter_map(|(_, dependency)| match dependency {
                    Dependency::Schema(id) => Some(*id),
                    Dependency::Members(_) => None,
                }));
            }
        }
        all
    }

    fn secrecy(&self, schemas: &[SchemaId]) -> Secrecy {
        let is_secret = schemas.iter().any(|id| self.schemas.get(*id).secret == SecretMark::Secret);
        if is_secret { Secrecy::Secret } else { Secrecy::Open }
    }

    /// Whether the spec has a secret somewhere inside.
    fn holds_secret(&self, schemas: &[SchemaId]) -> bool {
        let mut waiting = schemas.to_vec();
        let mut seen: HashSet<SchemaId> = waiting.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            let schema = self.schemas.get(id);
            if schema.secret == SecretMark::Secret {
                return true;
            }
            let mut below = self.applied(vec![id]);
            if let Some(rules) = &schema.object {
                below.extend(rules.properties.list.iter().filter_map(|property| property.schema));
                below.extend(rules.pattern_properties.iter().map(|(_, id)| *id));
                below.extend(rules.additional_properties);
            }
            if let Some(rules) = &schema.array {
                match &rules.items {
                    Some(Items::Each(id)) => below.push(*id),
                    Some(Items::Tuple(ids)) => below.extend(ids.iter().copied()),
                    None => {}
                }
                below.extend(rules.additional_items.into_iter().chain(rules.contains));
            }
            waiting.extend(below.into_iter().filter(|id| seen.insert(*id)));
        }
        false
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The pointer of a schema's keyword, with the document's name before it where it is not the spec itself.
pub(crate) fn schema_pointer(schemas: &Schemas, id: SchemaId, keyword: &str) -> String {
    let place = schemas.get(id).place;
    let resource = &schemas.resources[place.resource as usize];
    let mut pointer = schemas.value(place).path();
    if !keyword.is_empty() {
        push_segment(&mut pointer, keyword);
    }
    if resource.uri.is_empty() { pointer } else { format!("{}#{pointer}", resource.uri) }
}
