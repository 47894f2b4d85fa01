//! The compiled form of a draft-07 schema: plain data, indices instead of pointers.
//!
//! Nothing here knows how a schema is read ([`super::compile`]) or applied ([`super::check`]).

use super::format::Format;
use super::names::Names;
use super::pattern::Pattern;
use crate::json::{Document, Kind, Member, Number, Value, hash_of_name};
use crate::nearest::Outline;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// A compiled schema, by its place in [`Schemas::list`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct SchemaId(pub(crate) u32);

/// A place in one of the documents that the schemas come from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Place {
    /// Which document of [`Schemas::resources`]; the first one is the spec itself.
    pub(crate) resource: u32,
    /// Which node of it.
    pub(crate) node: u32,
}

/// Everything that was compiled of one spec.
pub(crate) struct Schemas {
    pub(crate) resources: Vec<Arc<Resource>>,
    pub(crate) list: Vec<Schema>,
    pub(crate) root: SchemaId,
    pub(crate) faults: Vec<Fault>,
    /// Which of them are secrets; found when first asked for.
    pub(crate) secrets: OnceLock<super::reach::Index>,
}

/// A document that schemas come from.
pub(crate) struct Resource {
    /// Its name in schema pointers; empty for the spec itself.
    pub(crate) uri: String,
    pub(crate) document: Document<'static>,
}

impl Schemas {
    pub(crate) fn get(&self, id: SchemaId) -> &Schema {
        &self.list[id.0 as usize]
    }

    pub(crate) fn value(&self, place: Place) -> Value<'_> {
        self.resources[place.resource as usize].document.at(place.node)
    }

    /// The schema as it was written.
    pub(crate) fn written(&self, id: SchemaId) -> Value<'_> {
        self.value(self.get(id).place)
    }
}

/// Something in the spec itself that cannot mean what its author wanted.
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) kind: FaultKind,
}

pub(crate) enum FaultKind {
    /// A `pattern` that is no ECMA-262 regular expression; the message says why.
    Pattern(String),
    /// A `$ref` that leads nowhere, or only to itself.
    Reference(String),
    /// A `type` that draft-07 does not have.
    Type(String),
    /// A keyword whose value has the wrong kind; it is ignored.
    Keyword { keyword: &'static str, wanted: &'static str },
}

/// The types a schema allows, as bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types(pub(crate) u8);

impl Types {
    pub(crate) const NONE: Types = Types(0);
    pub(crate) const NULL: Types = Types::of(Kind::Null);
    pub(crate) const BOOLEAN: Types = Types::of(Kind::Boolean);
    pub(crate) const NUMBER: Types = Types::of(Kind::Number);
    pub(crate) const STRING: Types = Types::of(Kind::String);
    pub(crate) const ARRAY: Types = Types::of(Kind::Array);
    pub(crate) const OBJECT: Types = Types::of(Kind::Object);
    /// The one type that is not a kind.
    pub(crate) const INTEGER: Types = Types(1 << 6);
    pub(crate) const ANY: Types = Types(127);

    /// The type of all values of a kind; whether a number is an integer too, its kind does not say.
    #[inline]
    pub(crate) const fn of(kind: Kind) -> Types {
        Types(1 << kind as u8)
    }

    pub(crate) fn named(name: &str) -> Option<Types> {
        Some(match name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            // The platform's validator takes this word for "every type" (facts, blobs 9).
            "any" => Types::ANY,
            _ => return None,
        })
    }

    pub(crate) fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    pub(crate) fn has(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }
}

/// Whether `airbyte_secret` stands at a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SecretMark {
    /// It does not.
    None,
    /// It stands there but says `false`: no secret, yet the platform splits it off all the same (facts 2.10).
    Denied,
    /// The value is a secret.
    Secret,
}

pub(crate) struct Schema {
    pub(crate) place: Place,
    /// `true` and `false` as schemas; `None` for objects.
    pub(crate) boolean: Option<bool>,
    pub(crate) types: Types,
    /// The types whose values fit whatever they are: all other rules are about values of other types.
    pub(crate) free: Types,
    /// OpenAPI's `nullable: true`: null passes `type` and `enum`, as the platform has it (facts 2.11).
    pub(crate) nullable: bool,
    pub(crate) secret: SecretMark,
    pub(crate) enumeration: Option<Box<Enumeration>>,
    pub(crate) constant: Option<Box<Constant>>,
    pub(crate) string: Option<Box<StringRules>>,
    pub(crate) number: Option<Box<NumberRules>>,
    pub(crate) array: Option<Box<ArrayRules>>,
    pub(crate) object: Option<Box<ObjectRules>>,
    pub(crate) combined: Option<Box<Combined>>,
}

impl Schema {
    pub(crate) fn accepting_all(place: Place) -> Schema {
        Schema {
            place,
            boolean: None,
            types: Types::ANY,
            free: Types::NONE,
            nullable: false,
            secret: SecretMark::None,
            enumeration: None,
            constant: None,
            string: None,
            number: None,
            array: None,
            object: None,
            combined: None,
        }
    }

    /// To be called once all rules are there.
    pub(crate) fn prepare(&mut self) {
        if let Some(rules) = &mut self.object {
            rules.only_declares = rules.pattern_properties.is_empty() && rules.property_names.is_none();
        }
        let unless = |has_rules: bool, types: Types| if has_rules { Types::NONE } else { types };
        if self.boolean.is_none() && !self.lists_values() && self.combined.is_none() {
            let free = Types::NULL
                .or(Types::BOOLEAN)
                .or(unless(self.string.is_some(), Types::STRING))
                .or(unless(self.number.is_some(), Types::NUMBER.or(Types::INTEGER)))
                .or(unless(self.array.is_some(), Types::ARRAY))
                .or(unless(self.object.is_some(), Types::OBJECT));
            self.free = free.and(self.types);
        }
    }

    /// Whether it allows single values only, by `const` or `enum`.
    pub(crate) fn lists_values(&self) -> bool {
        self.constant.is_some() || self.enumeration.is_some()
    }

    /// The one value it allows, by `const` or by an `enum` of one.
    pub(crate) fn only_value(&self) -> Option<&Constant> {
        match (&self.constant, &self.enumeration) {
            (Some(constant), _) => Some(constant),
            (None, Some(allowed)) if allowed.values.len() == 1 => allowed.values.first(),
            _ => None,
        }
    }
}

/// A value of `enum` or `const`.
pub(crate) struct Constant {
    pub(crate) place: Place,
    /// The decoded text, where it is a string: by far the most are.
    pub(crate) text: Option<Box<str>>,
}

impl Constant {
    pub(crate) fn equals(&self, schemas: &Schemas, value: Value<'_>) -> bool {
        match &self.text {
            Some(text) => value.as_str().is_some_and(|found| *found == **text),
            None => schemas.value(self.place) == value,
        }
    }
}

/// The values of `enum`.
#[derive(Default)]
pub(crate) struct Enumeration {
    pub(crate) values: Vec<Constant>,
    /// Those that are texts, found by hash: some specs list hundreds.
    texts: Names,
    /// Those that are no texts: hash by value and place in `values`, sorted.
    others: Vec<(u32, usize)>,
}

impl Enumeration {
    pub(crate) fn add(&mut self, constant: Constant, value: Value<'_>) {
        match &constant.text {
            Some(text) => _ = self.texts.note(text),
            None => self.others.push((value.hash_by_value(), self.values.len())),
        }
        self.values.push(constant);
    }

    /// How many different values there are.
    pub(crate) fn distinct(&self) -> usize {
        self.texts.len() + self.others.len()
    }

    /// To be called once all values are there.
    pub(crate) fn sort(&mut self) {
        crate::sorting::sort(&mut self.others, Ord::cmp);
    }

    pub(crate) fn has(&self, schemas: &Schemas, value: Value<'_>) -> bool {
        match value.as_str() {
            Some(text) => self.texts.position(&text).is_some(),
            None if self.others.is_empty() => false,
            None => {
                let hash = value.hash_by_value();
                let start = self.others.partition_point(|(known, _)| *known < hash);
                let alike = self.others[start..].iter().take_while(|(known, _)| *known == hash);
                alike.into_iter().any(|(_, at)| self.values[*at].equals(schemas, value))
            }
        }
    }
}

#[derive(Default)]
pub(crate) struct StringRules {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<PatternRule>,
    pub(crate) format: Option<Format>,
}

/// A pattern, or none where it could not be compiled.
pub(crate) struct PatternRule {
    pub(crate) place: Place,
    pub(crate) pattern: Option<Pattern>,
}

#[derive(Default)]
pub(crate) struct NumberRules {
    pub(crate) multiple_of: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) exclusive_maximum: Option<Bound>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) exclusive_minimum: Option<Bound>,
}

/// A number of the spec.
pub(crate) struct Bound {
    place: Place,
    /// Nearly every bound is a small whole number, and so is what it bounds.
    small: Option<i64>,
}

impl Bound {
    pub(crate) fn new(place: Place, number: Number<'_>) -> Bound {
        Bound { place, small: number.as_i64() }
    }

    pub(crate) fn number<'schemas>(&self, schemas: &'schemas Schemas) -> Option<Number<'schemas>> {
        schemas.value(self.place).as_number()
    }

    /// How a number of a configuration compares with it.
    pub(crate) fn compared(&self, schemas: &Schemas, number: Number<'_>, small: Option<i64>) -> Ordering {
        match (small, self.small) {
            (Some(number), Some(bound)) => number.cmp(&bound),
            // A bound is a number: that was seen when it was compiled.
            _ => self.number(schemas).map_or(Ordering::Equal, |bound| number.cmp(&bound)),
        }
    }
}

#[derive(Default)]
pub(crate) struct ArrayRules {
    pub(crate) items: Option<Items>,
    pub(crate) additional_items: Option<SchemaId>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
    pub(crate) contains: Option<SchemaId>,
}

pub(crate) enum Items {
    Each(SchemaId),
    /// One schema for each of the first items; `additional_items` for the rest.
    Tuple(Box<[SchemaId]>),
}

#[derive(Default)]
pub(crate) struct ObjectRules {
    pub(crate) properties: Properties,
    pub(crate) required_count: usize,
    /// A declared member has to meet its own schema, and nothing else here.
    pub(crate) only_declares: bool,
    pub(crate) pattern_properties: Box<[(PatternRule, SchemaId)]>,
    pub(crate) additional_properties: Option<SchemaId>,
    pub(crate) property_names: Option<SchemaId>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) dependencies: Box<[(Box<str>, Dependency)]>,
}

pub(crate) enum Dependency {
    Members(Box<[Box<str>]>),
    Schema(SchemaId),
}

/// The members that `properties` or `required` name.
#[derive(Default)]
pub(crate) struct Properties {
    names: Names,
    /// In the order of `names`.
    pub(crate) list: Vec<Property>,
}

pub(crate) struct Property {
    pub(crate) name: Box<str>,
    hash: u32,
    /// None where only `required` names it.
    pub(crate) schema: Option<SchemaId>,
    /// Its number among the required ones, if it is one.
    pub(crate) required: Option<u32>,
    /// To see at a glance that another name is not a misspelling of this one.
    pub(crate) outline: Outline,
}

impl Properties {
    /// How many names to compare with before looking among all.
    const AHEAD: usize = 4;

    /// The entry of that name, made where there is none yet.
    pub(crate) fn entry(&mut self, name: &str) -> &mut Property {
        let at = self.names.note(name);
        if at == self.list.len() {
            let (hash, outline) = (hash_of_name(name.as_bytes()), Outline::of(name));
            self.list.push(Property { name: name.into(), hash, schema: None, required: None, outline });
        }
        &mut self.list[at]
    }

    /// The entry of a member. Members mostly stand in the order of the spec, so the search begins at `next`, and
    /// leaves there the place behind what it found.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: the call costs as much as the search")]
    pub(crate) fn of(&self, member: Member<'_>, next: &mut usize) -> Option<&Property> {
        if let Some(property) = self.list.get(*next)
            && property.hash == member.hash()
            && member.is_named(&property.name)
        {
            *next += 1;
            return Some(property);
        }
        self.anywhere(member, next)
    }

    #[inline(never)]
    fn anywhere(&self, member: Member<'_>, next: &mut usize) -> Option<&Property> {
        let is_it = |property: &Property| property.hash == member.hash() && member.is_named(&property.name);
        let ahead = self.list.get(*next..).unwrap_or_default();
        let at = match ahead.iter().take(Self::AHEAD).position(is_it) {
            Some(at) => *next + at,
            None => self.names.find(member.hash(), |name| member.is_named(name))?,
        };
        *next = at + 1;
        self.list.get(at)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Property> {
        self.names.position(name).map(|at| &self.list[at])
    }
}

#[derive(Default)]
pub(crate) struct Combined {
    /// A `$ref` that could not be resolved: where it stands.
    pub(crate) broken_reference: Option<Place>,
    pub(crate) all_of: Box<[SchemaId]>,
    pub(crate) any_of: Option<Choice>,
    pub(crate) one_of: Option<Choice>,
    pub(crate) not: Option<SchemaId>,
    pub(crate) if_then_else: Option<IfThenElse>,
}

pub(crate) struct IfThenElse {
    pub(crate) condition: SchemaId,
    pub(crate) then: Option<SchemaId>,
    pub(crate) otherwise: Option<SchemaId>,
}

/// The branches of `oneOf` or `anyOf`.
pub(crate) struct Choice {
    pub(crate) branches: Box<[SchemaId]>,
    /// The member by which a person chooses, where there is one.
    pub(crate) discriminator: Option<Discriminator>,
}

/// A property that has one allowed value in every branch, and a different one in each (facts, blobs 10.5).
pub(crate) struct Discriminator {
    pub(crate) property: Box<str>,
    pub(crate) hash: u32,
    /// The values, where all are texts: the place of each is the number of its branch.
    pub(crate) texts: Option<Names>,
    /// The property's schema in each branch.
    pub(crate) schemas: Box<[SchemaId]>,
    /// Whether the branch demands the property.
    pub(crate) required: Box<[bool]>,
}
