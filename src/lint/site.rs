//! A specification as lint sees it: every place where a schema stands, with its name for people.

use crate::blobs::Specification;
use crate::error::Result;
use crate::json::{Document, Kind, Value};
use crate::nearest::nearest;
use crate::validate::reach::Reach;
use crate::validate::words::{quoted, shortened};
use crate::validate::{Schema, SchemaId, Schemas, SecretMark, Types, compile};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What has no name of its own is called by what is around it, but not without end.
const MOST_NAMES: usize = 6;

/// A specification, its schema compiled, and its places.
pub(super) struct Spec<'doc> {
    /// The whole document.
    pub(super) root: Value<'doc>,
    /// The connectionSpecification in it.
    pub(super) schema: Value<'doc>,
    pub(super) schemas: Schemas,
    /// In the order of the document.
    pub(super) sites: Vec<Site<'doc>>,
    /// The names of members that are a secret anywhere in the spec: their values are not shown anywhere.
    secret_names: HashSet<String>,
}

/// A place where a schema stands.
pub(super) struct Site<'doc> {
    pub(super) value: Value<'doc>,
    pub(super) role: Role<'doc>,
    /// The schema around it, by its number in [`Spec::sites`].
    pub(super) above: Option<usize>,
    /// Within `not` or `if`: it describes what may well be missing.
    pub(super) is_condition: bool,
    /// What was compiled of it; none where nothing leads to it, and for a reference.
    pub(super) compiled: Option<SchemaId>,
}

/// How a schema stands in the one around it.
#[derive(Clone, PartialEq)]
pub(super) enum Role<'doc> {
    Root,
    Property(Cow<'doc, str>),
    /// One of `oneOf` or `anyOf`, with its number.
    Branch(usize),
    Item,
    /// It judges the same value: `allOf`, `if` and the like.
    Same,
    /// Under `definitions` or another keyword that names no value.
    Elsewhere,
}

impl<'doc> Spec<'doc> {
    pub(super) fn read(specification: &'doc Specification) -> Result<Spec<'doc>> {
        let schema = specification.connection_specification();
        let schemas = compile(Document::parse(schema.raw().to_owned())?, Vec::new())?;
        let mut sites = sites_of(schema);
        let own = schemas.list.iter().zip(0..).filter(|(one, _)| one.place.resource == 0);
        let compiled: HashMap<u32, SchemaId> = own.map(|(one, id)| (one.place.node, SchemaId(id))).collect();
        for site in &mut sites {
            site.compiled = compiled.get(&(site.value.index() - schema.index())).copied();
        }
        let root = specification.document().root();
        let mut spec = Spec { root, schema, schemas, sites, secret_names: HashSet::new() };
        spec.secret_names = spec.sites.iter().filter_map(Self::secret_name).collect();
        Ok(spec)
    }

    fn secret_name(site: &Site<'doc>) -> Option<String> {
        let Role::Property(name) = &site.role else { return None };
        Self::is_marked_secret(site).then(|| name.clone().into_owned())
    }

    /// A node of the compiled document, in the whole one.
    pub(super) fn whole_node(&self, node: u32) -> Value<'doc> {
        self.root.with_index(self.schema.index() + node)
    }

    pub(super) fn get(&self, id: SchemaId) -> &Schema {
        self.schemas.get(id)
    }

    pub(super) fn compiled(&self, site: &Site<'_>) -> Option<&Schema> {
        site.compiled.map(|id| self.get(id))
    }

    /// The types that a site names itself; all where it names none.
    pub(super) fn types(&self, site: &Site<'_>) -> Types {
        self.compiled(site).map_or(Types::ANY, |schema| schema.types)
    }

    pub(super) fn reach(&self) -> Reach<'_> {
        Reach::new(&self.schemas)
    }

    pub(super) fn above(&self, site: &Site<'_>) -> Option<&Site<'doc>> {
        site.above.map(|number| &self.sites[number])
    }

    /// The site itself and all around it, inside out.
    pub(super) fn ways_up<'a>(&'a self, site: &'a Site<'doc>) -> impl Iterator<Item = &'a Site<'doc>> {
        std::iter::successors(Some(site), |site| self.above(site))
    }

    /// The sites of the members that a schema declares itself.
    pub(super) fn members(&self, number: usize) -> impl Iterator<Item = &Site<'doc>> {
        let is_member = move |site: &&Site<'_>| site.above == Some(number) && matches!(site.role, Role::Property(_));
        // What is inside a site comes right behind it.
        let end = self.sites[number].value.end_index();
        self.sites[number + 1..].iter().take_while(move |site| site.value.index() < end).filter(is_member)
    }

    // ---- names ----

    fn own_name(site: &Site<'_>) -> Option<String> {
        let title = site.value.get("title").and_then(Value::as_str);
        let title = title.map(|title| shortened(title.trim())).filter(|title| !title.is_empty());
        match &site.role {
            Role::Property(name) => Some(title.unwrap_or_else(|| shortened(name))),
            Role::Branch(number) => Some(title.unwrap_or_else(|| format!("choice {}", number + 1))),
            Role::Root | Role::Item | Role::Same | Role::Elsewhere => None,
        }
    }

    /// How a sentence calls the value of a site, in its midst.
    pub(super) fn name(&self, site: &Site<'_>) -> String {
        self.name_within(site, MOST_NAMES)
    }

    /// The same with so many names of what is around it at most.
    fn name_within(&self, site: &Site<'_>, most: usize) -> String {
        let above = || match (self.above(site), most) {
            (Some(above), 1..) => self.name_within(above, most - 1),
            _ => "something else".to_owned(),
        };
        match &site.role {
            Role::Root => "the configuration".to_owned(),
            Role::Property(_) => Self::own_name(site).unwrap_or_default(),
            Role::Item => format!("an item of {}", above()),
            Role::Branch(number) => {
                let title = site.value.get("title").and_then(Value::as_str).filter(|title| !title.trim().is_empty());
                match title {
                    Some(title) => format!("choice {} of {}", quoted(title.trim()), above()),
                    None => format!("choice {} of {}", number + 1, above()),
                }
            }
            Role::Same => above(),
            Role::Elsewhere if self.above(site).is_none_or(|above| above.role == Role::Root) => {
                "a definition".to_owned()
            }
            Role::Elsewhere => format!("a part of {}", above()),
        }
    }

    /// The way to a site by its titles.
    pub(super) fn label(&self, site: &Site<'_>) -> String {
        let mut titles: Vec<String> = Vec::new();
        let mut here = Some(site);
        while let Some(one) = here {
            titles.extend(Self::own_name(one));
            here = self.above(one);
        }
        titles.reverse();
        titles.join(" › ")
    }

    /// The innermost site that a node of the whole document stands in.
    pub(super) fn site_at(&self, node: u32) -> Option<&Site<'doc>> {
        let before = self.sites.partition_point(|site| site.value.index() <= node);
        let start = self.sites.get(before.checked_sub(1)?)?;
        let mut here = Some(start);
        while let Some(site) = here {
            if node < site.value.end_index() {
                return Some(site);
            }
            here = self.above(site);
        }
        None
    }

    // ---- secrets ----

    /// Whether the site or something around it is marked as a secret.
    pub(super) fn is_secret(&self, site: &Site<'_>) -> bool {
        let mut here = Some(site);
        while let Some(one) = here {
            if Self::is_marked_secret(one) {
                return true;
            }
            here = self.above(one);
        }
        false
    }

    /// Whether a site, or one of its branches, has the mark of a secret; of a reference nobody can tell.
    fn is_marked_secret(site: &Site<'_>) -> bool {
        let is_marked = |schema: Value<'_>| {
            schema.get("$ref").is_some()
                || schema.get("airbyte_secret").is_some_and(|mark| !matches!(mark.raw(), "false" | "null"))
        };
        let branches = |keyword| site.value.get(keyword).into_iter().flat_map(Value::items);
        is_marked(site.value) || ["oneOf", "anyOf", "allOf"].into_iter().flat_map(branches).any(is_marked)
    }

    /// Whether values that belong to the site may be shown in a message.
    pub(super) fn is_public(&self, site: &Site<'_>) -> bool {
        let named_like_a_secret = |site: &Site<'_>| match &site.role {
            Role::Property(name) => {
                self.secret_names.contains(&**name) || super::secrets::sounds_secret(site.value, name)
            }
            _ => false,
        };
        let mut here = Some(site);
        while let Some(one) = here {
            if named_like_a_secret(one) {
                return false;
            }
            here = self.above(one);
        }
        // An object that holds a secret may show it in its default.
        let holds = site.compiled.is_some_and(|id| self.reach().holds_secret(&[id]));
        !holds && !self.is_secret(site)
    }

    /// Whether a form shows no input for it: it is hidden, or there is nothing to choose.
    pub(super) fn is_unseen(&self, site: &Site<'_>) -> bool {
        let is_hidden = site.value.get("airbyte_hidden").is_some_and(|mark| mark.raw() == "true");
        let is_fixed = site.value.get("const").is_some()
            || (site.value.get("default").is_some()
                && self.compiled(site).is_some_and(|one| one.only_value().is_some()));
        is_hidden || is_fixed
    }
}

/// Whether a mark says that there is no secret.
pub(super) fn is_denied(schema: &Schema) -> bool {
    schema.secret == SecretMark::Denied
}

/// `Did you mean “host”?`
pub(super) fn did_you_mean<'a>(wanted: &str, among: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wanted, among).map(|meant| format!("Did you mean {}?", quoted(meant)))
}

fn sites_of(schema: Value<'_>) -> Vec<Site<'_>> {
    let root = Site { value: schema, role: Role::Root, above: None, is_condition: false, compiled: None };
    let mut sites = Vec::new();
    // A list of what is left instead of recursion: specs may be deep. The last one in is the first one out.
    let mut waiting = vec![root];
    while let Some(site) = waiting.pop() {
        let (number, first) = (sites.len(), waiting.len());
        for member in site.value.members() {
            let below = below(&member.name(), member.value());
            waiting.extend(below.into_iter().filter(|(value, _)| value.kind() == Kind::Object).map(|(value, role)| {
                let is_condition = site.is_condition || matches!(&*member.name(), "not" | "if");
                Site { value, role, above: Some(number), is_condition, compiled: None }
            }));
        }
        waiting[first..].reverse();
        sites.push(site);
    }
    sites
}

/// The schemas that a keyword holds.
fn below<'doc>(keyword: &str, value: Value<'doc>) -> Vec<(Value<'doc>, Role<'doc>)> {
    let members = |role: fn(Cow<'doc, str>) -> Role<'doc>| {
        value.members().map(|member| (member.value(), role(member.name()))).collect()
    };
    match keyword {
        "properties" => members(Role::Property),
        "patternProperties" | "definitions" | "$defs" => members(|_| Role::Elsewhere),
        "dependencies" => members(|_| Role::Same),
        "oneOf" | "anyOf" => value.items().enumerate().map(|(number, item)| (item, Role::Branch(number))).collect(),
        "allOf" => value.items().map(|item| (item, Role::Same)).collect(),
        "items" if value.kind() == Kind::Array => value.items().map(|item| (item, Role::Item)).collect(),
        "items" | "contains" => vec![(value, Role::Item)],
        "not" | "if" | "then" | "else" => vec![(value, Role::Same)],
        "additionalItems" | "additionalProperties" | "propertyNames" => vec![(value, Role::Elsewhere)],
        _ => Vec::new(),
    }
}
