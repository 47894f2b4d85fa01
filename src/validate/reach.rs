//! Which schemas may judge a place of a configuration, whichever branches hold, and which places are secret therefore.
//!
//! This is the one rule by which messages are told, modes judged, masks laid on and secrets split off. It hides rather
//! too much than too little: what any branch calls a secret is one, and so is what the spec says in a way that cannot
//! be read.

use super::check::{STEPS, STEPS_A_VALUE};
use super::pattern::Outcome;
use super::schema::{
    ArrayRules, Dependency, FaultKind, Items, ObjectRules, Schema, SchemaId, Schemas, SecretMark, Types,
};
use super::secret_reference;
use crate::json::{Kind, Value, Written};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

/// The word that makes a secret.
const MARK: &str = "airbyte_secret";

/// What patterns for names may cost in all; one beyond it counts as matching.
const PATTERN_COST: u64 = 1 << 28;

/// A spec with more unreadable parts that speak of secrets is one single unreadable part.
const MOST_UNREADABLE: usize = 1_000;

/// For each schema whether it is a secret, and whether it is one or holds one somewhere inside.
pub(crate) struct Index {
    secret: Vec<bool>,
    holds: Vec<bool>,
    /// Whether it has a mark, or something inside has: also one that says that there is no secret.
    marked: Vec<bool>,
}

/// The schemas below some others.
pub(crate) struct Below {
    pub(crate) schemas: Vec<SchemaId>,
    /// Whether one of the others names the member, or has a schema for the item.
    pub(crate) declared: bool,
}

/// A place of a configuration that the spec speaks of as a secret.
#[derive(Clone, Copy)]
pub(crate) struct Spotted {
    /// The node of its value.
    pub(crate) node: u32,
    /// Whether it is a secret; otherwise the spec says expressly that it is none.
    pub(crate) secret: bool,
    /// The types that it may have.
    pub(crate) types: Types,
    /// A later member of the same name counts in its place.
    pub(crate) replaced: bool,
}

/// The schemas of a place, and the value there.
pub(crate) struct Here<'walk, 'doc> {
    pub(crate) schemas: &'walk [SchemaId],
    pub(crate) value: Value<'doc>,
    pub(crate) replaced: bool,
    /// Below a root of which the spec says nothing.
    pub(crate) undescribed: bool,
}

struct Waiting<'doc> {
    schemas: Rc<[SchemaId]>,
    value: Value<'doc>,
    replaced: bool,
    undescribed: bool,
}

/// Following the spec took more work than any configuration deserves.
pub(crate) struct Exhausted;

pub(crate) struct Reach<'a> {
    pub(crate) schemas: &'a Schemas,
    index: &'a Index,
    /// The schema of the outermost value.
    start: SchemaId,
    pattern_cost: Cell<u64>,
}

impl<'a> Reach<'a> {
    pub(crate) fn new(schemas: &'a Schemas) -> Reach<'a> {
        let index = schemas.secrets.get_or_init(|| Index::of(schemas));
        Reach { schemas, index, start: schemas.root, pattern_cost: Cell::new(0) }
    }

    /// The same for values that are judged by another schema than that of the whole configuration.
    pub(crate) fn starting_at(self, start: SchemaId) -> Self {
        Reach { start, ..self }
    }

    /// All schemas that apply to the same value: through every branch, condition and dependency.
    pub(crate) fn applied(&self, start: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut seen: HashSet<SchemaId> = HashSet::with_capacity(start.len());
        let mut all = start;
        all.retain(|id| seen.insert(*id));
        let mut next = 0;
        while let Some(&id) = all.get(next) {
            each_beside(self.schemas.get(id), |beside| {
                if seen.insert(beside) {
                    all.push(beside);
                }
            });
            next += 1;
        }
        all
    }

    /// Whether one of them makes the value a secret.
    pub(crate) fn is_secret(&self, schemas: &[SchemaId]) -> bool {
        schemas.iter().any(|id| self.index.secret[id.0 as usize])
    }

    /// Whether there is a secret somewhere inside.
    pub(crate) fn holds_secret(&self, schemas: &[SchemaId]) -> bool {
        schemas.iter().any(|id| self.index.holds[id.0 as usize])
    }

    fn denies_secret(&self, schemas: &[SchemaId]) -> bool {
        schemas.iter().any(|id| self.schemas.get(*id).secret == SecretMark::Denied)
    }

    /// The types that a value may have: those that any schema names, or all where none names one.
    pub(crate) fn types(&self, schemas: &[SchemaId]) -> Types {
        let named = schemas.iter().map(|id| self.schemas.get(*id).types).filter(|types| *types != Types::ANY);
        named.reduce(Types::or).unwrap_or(Types::ANY)
    }

    /// The schemas for one member or item of what those schemas judge: those that name it first.
    pub(crate) fn below(&self, schemas: &[SchemaId], kind: Kind, segment: &str) -> Below {
        let mut found = Vec::new();
        for id in schemas {
            match (kind, self.schemas.get(*id)) {
                (Kind::Object, Schema { object: Some(rules), .. }) => {
                    found.extend(rules.properties.named(segment).and_then(|property| property.schema));
                }
                (Kind::Array, Schema { array: Some(rules), .. }) => {
                    item_schemas(rules, segment.parse().unwrap_or(usize::MAX), &mut found);
                }
                _ => {}
            }
        }
        let declared = !found.is_empty();
        let rules_of = |id: &SchemaId| self.schemas.get(*id).object.as_deref();
        for rules in schemas.iter().filter(|_| kind == Kind::Object).filter_map(rules_of) {
            self.unnamed(rules, segment, &mut found);
        }
        Below { schemas: found, declared }
    }

    /// The schemas for a member by a pattern that its name has, or for all that nothing else declares.
    fn unnamed(&self, rules: &ObjectRules, name: &str, into: &mut Vec<SchemaId>) {
        let mut declared = rules.properties.named(name).is_some_and(|property| property.schema.is_some());
        for (rule, id) in &rules.pattern_properties {
            let outcome = rule.pattern.as_ref().map_or(Outcome::TooComplex, |pattern| self.search(pattern, name));
            declared |= outcome == Outcome::Found;
            // A pattern that cannot be searched for may match.
            if outcome != Outcome::NotFound {
                into.push(*id);
            }
        }
        // `true` says nothing of a member.
        let others = rules.additional_properties.filter(|id| self.schemas.get(*id).boolean.is_none());
        into.extend(others.filter(|_| !declared));
    }

    fn search(&self, pattern: &super::pattern::Pattern, name: &str) -> Outcome {
        let mut cost = self.pattern_cost.get();
        let outcome = pattern.find_within(name, PATTERN_COST, &mut cost);
        self.pattern_cost.set(cost);
        outcome
    }

    /// Whether the spec says anything of the members or items of a configuration. One that does not cannot say which
    /// are secret either.
    pub(crate) fn describes(&self) -> bool {
        let says = |schema: Value<'_>| {
            let is_object = |value: Value<'_>| value.kind() == Kind::Object;
            schema.get("properties").is_some_and(is_object)
                || schema.get("patternProperties").is_some_and(is_object)
                || schema.get("additionalProperties").is_some_and(|value| value.raw() != "true")
                || schema.get("items").is_some_and(|value| value.kind() != Kind::Boolean)
        };
        self.applied(vec![self.schemas.root]).iter().any(|id| says(self.schemas.written(*id)))
    }

    /// Every place of a configuration that is a secret, outermost ones only, and those that are expressly none.
    /// In the order of the document.
    pub(crate) fn spotted(&self, root: Value<'_>) -> Result<Vec<Spotted>, Exhausted> {
        let mut found = Vec::new();
        self.walk(root, &mut |here| {
            let spot = |secret| Spotted {
                node: here.value.index(),
                secret,
                types: self.types(here.schemas),
                replaced: here.replaced,
            };
            if here.undescribed || self.is_secret(here.schemas) {
                found.push(spot(true));
                return false;
            }
            if self.denies_secret(here.schemas) {
                found.push(spot(false));
            }
            here.schemas.iter().any(|id| self.index.marked[id.0 as usize])
        })?;
        Ok(found)
    }

    /// Shows every value with the schemas that may judge it, in the order of the document; where the answer is no, what
    /// is inside is passed over.
    pub(crate) fn walk<'doc>(
        &self,
        root: Value<'doc>,
        enter: &mut dyn FnMut(&Here<'_, 'doc>) -> bool,
    ) -> Result<(), Exhausted> {
        let mut steps = STEPS + STEPS_A_VALUE * u64::from(root.end_index() - root.index());
        // A part of a spec may well say nothing of members.
        let undescribed = self.start == self.schemas.root && !self.describes();
        let schemas = Rc::from(self.applied(vec![self.start]));
        // A list of what is left instead of recursion: documents may be deep.
        let mut waiting = vec![Waiting { schemas, value: root, replaced: false, undescribed }];
        // Of an undescribed configuration the members are secrets, so that it keeps its outermost shape.
        let has_members = matches!(root.kind(), Kind::Object | Kind::Array) && secret_reference(root).is_none();
        if undescribed && has_members {
            waiting.clear();
            let member = |child: Child<'doc>| Waiting {
                schemas: Rc::from([]),
                value: child.value,
                replaced: child.replaced,
                undescribed,
            };
            waiting.extend(children(root).into_iter().rev().map(member));
        }
        while let Some(Waiting { schemas, value, replaced, undescribed }) = waiting.pop() {
            if !enter(&Here { schemas: &schemas, value, replaced, undescribed }) {
                continue;
            }
            let named_items = self.named_items(&schemas);
            let mut alike: Option<Rc<[SchemaId]>> = None;
            let first = waiting.len();
            for (number, child) in children(value).into_iter().enumerate() {
                // The items behind those that have schemas of their own are all judged alike.
                let known = alike.take_if(|_| value.kind() == Kind::Array && number > named_items);
                let below = known.unwrap_or_else(|| {
                    Rc::from(self.applied(self.below(&schemas, value.kind(), &child.segment).schemas))
                });
                steps = steps.checked_sub((schemas.len() + below.len()) as u64 + 1).ok_or(Exhausted)?;
                alike = Some(Rc::clone(&below));
                let replaced = replaced || child.replaced;
                waiting.push(Waiting { schemas: below, value: child.value, replaced, undescribed });
            }
            // The last one in is the first one out.
            waiting[first..].reverse();
        }
        Ok(())
    }

    /// How many items have schemas of their own.
    fn named_items(&self, schemas: &[SchemaId]) -> usize {
        let tuple = |id: &SchemaId| match self.schemas.get(*id).array.as_ref()?.items.as_ref()? {
            Items::Tuple(items) => Some(items.len()),
            Items::Each(_) => None,
        };
        schemas.iter().filter_map(tuple).max().unwrap_or(0)
    }
}

struct Child<'doc> {
    segment: Cow<'doc, str>,
    value: Value<'doc>,
    replaced: bool,
}

/// Everything that is written inside a value, on the next level.
fn children(value: Value<'_>) -> Vec<Child<'_>> {
    if value.kind() == Kind::Array {
        let item = |(number, value): (usize, _)| Child { segment: number.to_string().into(), value, replaced: false };
        return value.items().enumerate().map(item).collect();
    }
    value.written_members().into_iter().map(Child::from).collect()
}

impl<'doc> From<Written<'doc>> for Child<'doc> {
    fn from(written: Written<'doc>) -> Self {
        Child { segment: written.member.name(), value: written.value, replaced: !written.counts }
    }
}

/// The schemas for one item.
fn item_schemas(rules: &ArrayRules, number: usize, into: &mut Vec<SchemaId>) {
    match &rules.items {
        Some(Items::Each(id)) => into.push(*id),
        Some(Items::Tuple(ids)) => into.extend(ids.get(number).copied().or(rules.additional_items)),
        None => {}
    }
    into.extend(rules.contains);
}

/// The schemas that judge the same value beside one: its branches, conditions and dependencies.
fn each_beside(schema: &Schema, mut each: impl FnMut(SchemaId)) {
    if let Some(combined) = &schema.combined {
        combined.all_of.iter().copied().for_each(&mut each);
        for choice in [&combined.one_of, &combined.any_of].into_iter().flatten() {
            choice.branches.iter().copied().for_each(&mut each);
        }
        combined.not.into_iter().for_each(&mut each);
        if let Some(rule) = &combined.if_then_else {
            [Some(rule.condition), rule.then, rule.otherwise].into_iter().flatten().for_each(&mut each);
        }
    }
    for (_, dependency) in schema.object.iter().flat_map(|object| &object.dependencies) {
        if let Dependency::Schema(id) = dependency {
            each(*id);
        }
    }
}

/// The schemas that judge the members and items of a value.
fn each_below(schema: &Schema, mut each: impl FnMut(SchemaId)) {
    if let Some(rules) = &schema.object {
        rules.properties.list.iter().filter_map(|property| property.schema).for_each(&mut each);
        rules.pattern_properties.iter().for_each(|(_, id)| each(*id));
        rules.additional_properties.into_iter().for_each(&mut each);
    }
    if let Some(rules) = &schema.array {
        match &rules.items {
            Some(Items::Each(id)) => each(*id),
            Some(Items::Tuple(ids)) => ids.iter().copied().for_each(&mut each),
            None => {}
        }
        rules.additional_items.into_iter().chain(rules.contains).for_each(&mut each);
    }
}

impl Index {
    fn of(schemas: &Schemas) -> Index {
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); schemas.list.len()];
        for (user, schema) in (0..).zip(&schemas.list) {
            each_beside(schema, |id| users[id.0 as usize].push(user));
            each_below(schema, |id| users[id.0 as usize].push(user));
        }
        // What stands behind a reference that leads nowhere may be a secret.
        let is_secret = |schema: &Schema| {
            let broken = schema.combined.as_ref().is_some_and(|combined| combined.broken_reference.is_some());
            broken || schema.secret == SecretMark::Secret
        };
        let mut secret: Vec<bool> = schemas.list.iter().map(is_secret).collect();
        for id in unreadable(schemas) {
            secret[id.0 as usize] = true;
        }
        let denied = |(schema, secret): (&Schema, &bool)| *secret || schema.secret != SecretMark::None;
        let marked = schemas.list.iter().zip(&secret).map(denied).collect();
        Index { holds: with_users(secret.clone(), &users), marked: with_users(marked, &users), secret }
    }
}

/// What has a property, and everything that holds such a thing.
fn with_users(mut has: Vec<bool>, users: &[Vec<u32>]) -> Vec<bool> {
    let mut waiting: Vec<usize> = (0..has.len()).filter(|at| has[*at]).collect();
    while let Some(at) = waiting.pop() {
        for user in &users[at] {
            let user = *user as usize;
            if !std::mem::replace(&mut has[user], true) {
                waiting.push(user);
            }
        }
    }
    has
}

/// The schemas with a part that cannot be read, such as a `oneOf` that is no list, and that speaks of a secret: nobody
/// knows of which.
fn unreadable(schemas: &Schemas) -> Vec<SchemaId> {
    let speaks = |fault: &&super::schema::Fault| {
        matches!(fault.kind, FaultKind::Keyword { .. }) && schemas.value(fault.place).raw().contains(MARK)
    };
    let faults: Vec<_> = schemas.faults.iter().filter(speaks).take(MOST_UNREADABLE + 1).collect();
    if faults.len() > MOST_UNREADABLE {
        return vec![schemas.root];
    }
    let innermost = |place: super::schema::Place| {
        let holds = |schema: &Schema| {
            let end = schemas.value(schema.place).end_index();
            schema.place.resource == place.resource && schema.place.node <= place.node && place.node < end
        };
        let around = (0..).zip(&schemas.list).filter(|(_, schema)| holds(schema));
        around.max_by_key(|(_, schema)| schema.place.node).map(|(id, _)| SchemaId(id))
    };
    faults.into_iter().filter_map(|fault| innermost(fault.place)).collect()
}
