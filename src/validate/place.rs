//! What the spec says of a place in a configuration: how it is called, and whether it is secret.

use super::problem::Problems;
use super::reach::{Below, Reach};
use super::schema::{SchemaId, Schemas};
use crate::json::{Kind, Value, push_segment, step_towards};
use crate::letters::capitalised;

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
        if place.secrecy == Secrecy::Open && self.reach().holds_secret(&place.schemas) {
            place.secrecy = Secrecy::HoldsSecret;
        }
        place
    }

    /// The place of a member of an object, whether it is there or not.
    pub(crate) fn member(&self, root: Value<'_>, object: Value<'_>, name: &str) -> SeenPlace {
        self.below(&self.of(root, object.index()), object, name)
    }

    fn root(&self) -> SeenPlace {
        let schemas = self.reach().applied(vec![self.schemas.root]);
        let secrecy = self.secrecy(&schemas);
        SeenPlace { pointer: String::new(), titles: Vec::new(), secrecy, declared: true, is_item: false, schemas }
    }

    fn below(&self, place: &SeenPlace, container: Value<'_>, segment: &str) -> SeenPlace {
        // The branch that was judged says first what its members are called.
        let chosen = self.problems.branches.iter().rev().filter(|chosen| chosen.at == container.index());
        let ordered: Vec<SchemaId> = chosen.map(|chosen| chosen.schema).chain(place.schemas.iter().copied()).collect();
        let reach = self.reach();
        let Below { schemas: children, declared } = reach.below(&ordered, container.kind(), segment);
        let title = children.iter().find_map(|id| self.title(*id));
        let title = match (container.kind(), segment.parse::<usize>()) {
            (Kind::Array, Ok(number)) => format!("{} {}", title.as_deref().unwrap_or("item"), number + 1),
            _ => title.unwrap_or_else(|| super::words::shortened(segment)),
        };
        let mut pointer = place.pointer.clone();
        push_segment(&mut pointer, segment);
        let schemas = reach.applied(children);
        let inherited = if place.is_secret() { Secrecy::Secret } else { Secrecy::Open };
        let secrecy = inherited.max(self.secrecy(&schemas));
        let titles = place.titles.iter().cloned().chain([title]).collect();
        // What stands inside a misspelt secret is as secret as the rest of it.
        let declared = place.declared && declared;
        SeenPlace { pointer, titles, secrecy, declared, is_item: container.kind() == Kind::Array, schemas }
    }

    /// The title of a schema, where it has one worth showing.
    pub(crate) fn title(&self, id: SchemaId) -> Option<String> {
        let title = self.schemas.written(id).get("title")?.as_str()?;
        let title = title.trim();
        (!title.is_empty()).then(|| super::words::shortened(title))
    }

    fn secrecy(&self, schemas: &[SchemaId]) -> Secrecy {
        if self.reach().is_secret(schemas) { Secrecy::Secret } else { Secrecy::Open }
    }

    fn reach(&self) -> Reach<'_> {
        Reach::new(self.schemas)
    }
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
