//! What the spec says of one place: all schemas that apply to it, read as one.
//!
//! `$ref` and `allOf` are followed, a branch that only allows null is taken for "may be null", and what is left of
//! `oneOf` and `anyOf` is a choice. It knows how specs are written, not what a form looks like.

use crate::json::{Kind, Value};
use crate::validate::{Choice, Items, Mode, Names, Schema, SchemaId, Schemas, SecretMark, Types, takes};
use std::borrow::Cow;

#[derive(Clone)]
pub(super) struct View<'s> {
    pub(super) schemas: &'s Schemas,
    /// The schemas to begin with: a value has to fit each.
    roots: Vec<SchemaId>,
    /// They, and all that they take in.
    parts: Vec<SchemaId>,
    /// The property as it was written, where it is a reference: titles beside `$ref` mean something to people.
    beside: Option<Value<'s>>,
    /// The spec says that null may stand here.
    pub(super) nullable: bool,
    /// Choices that are not made yet, outermost first.
    choices: Vec<Vec<Branch>>,
    /// `oneOf` of single values, which is an `enum` with titles.
    listed: Vec<SchemaId>,
    /// `anyOf` of simple types, which is a type.
    union: Types,
}

/// A branch of a choice, with its place in the spec's list.
#[derive(Clone, Copy)]
pub(super) struct Branch {
    pub(super) index: usize,
    pub(super) schema: SchemaId,
}

/// A member that the spec names.
pub(super) struct Property<'s> {
    pub(super) name: Cow<'s, str>,
    pub(super) view: View<'s>,
    pub(super) required: bool,
}

/// The member that tells branches apart, and its value in each.
pub(super) struct Discriminator<'s> {
    pub(super) name: Cow<'s, str>,
    pub(super) values: Vec<Value<'s>>,
}

impl<'s> View<'s> {
    pub(super) fn new(schemas: &'s Schemas, roots: Vec<SchemaId>) -> View<'s> {
        let mut view = View {
            schemas,
            roots: Vec::new(),
            parts: Vec::new(),
            beside: None,
            nullable: false,
            choices: Vec::new(),
            listed: Vec::new(),
            union: Types::ANY,
        };
        for root in roots {
            view.add(root);
        }
        view
    }

    fn add(&mut self, root: SchemaId) {
        self.roots.push(root);
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if self.parts.contains(&id) {
                continue;
            }
            self.parts.push(id);
            let schema = self.schemas.get(id);
            self.nullable |= schema.nullable || (schema.types.has(Types::NULL) && schema.types != Types::ANY);
            let Some(combined) = &schema.combined else { continue };
            for choice in [&combined.one_of, &combined.any_of].into_iter().flatten() {
                waiting.extend(self.read_choice(choice));
            }
            waiting.extend(combined.all_of.iter().rev());
        }
    }

    /// Notes what a choice means; gives the schema that is all it comes to, where it is one.
    fn read_choice(&mut self, choice: &Choice) -> Option<SchemaId> {
        let schemas = self.schemas;
        let possible = |id: &SchemaId| schemas.get(*id).boolean != Some(false) && !self.is_null(*id);
        let branches: Vec<Branch> = choice
            .branches
            .iter()
            .enumerate()
            .filter(|(_, id)| possible(id))
            .map(|(index, id)| Branch { index, schema: *id })
            .collect();
        let takes_null = choice.branches.iter().any(|id| self.is_null(*id));
        self.nullable |= takes_null;
        let all = |is: fn(&Schema) -> bool| branches.iter().all(|branch| is(schemas.get(branch.schema)));
        let untitled = branches.iter().all(|branch| self.title_of(branch.schema).is_none());
        match branches.as_slice() {
            [] => None,
            [only] if takes_null => Some(only.schema),
            // Such as "one of these two members is required": a rule, nothing to choose.
            _ if all(is_rule_only) && untitled => None,
            _ if all(|schema| schema.only_value().is_some() && schema.object.is_none()) => {
                self.listed = branches.iter().map(|branch| branch.schema).collect();
                None
            }
            _ if all(is_simple) && untitled => {
                let types = branches.iter().map(|branch| schemas.get(branch.schema).types);
                self.union = types.fold(Types(0), Types::or);
                None
            }
            _ => {
                self.choices.push(branches);
                None
            }
        }
    }

    fn is_null(&self, id: SchemaId) -> bool {
        let schema = self.schemas.get(id);
        schema.types == Types::NULL || schema.only_value().is_some_and(|only| self.schemas.value(only.place).is_null())
    }

    fn title_of(&self, id: SchemaId) -> Option<Cow<'s, str>> {
        self.schemas.written(id).get("title")?.as_str()
    }

    fn each(&self) -> impl DoubleEndedIterator<Item = &'s Schema> + '_ {
        self.parts.iter().map(|id| self.schemas.get(*id))
    }

    /// What identifies it on the way down: the same place of the spec met again is a recursion.
    pub(super) fn root(&self) -> Option<SchemaId> {
        self.roots.last().copied()
    }

    // ---- annotations ----

    /// The first value of a keyword among all that apply.
    pub(super) fn annotation(&self, keyword: &str) -> Option<Value<'s>> {
        let beside = self.beside.and_then(|written| written.get(keyword));
        beside.or_else(|| self.parts.iter().find_map(|id| self.schemas.written(*id).get(keyword)))
    }

    /// A text that says something.
    pub(super) fn text(&self, keyword: &str) -> Option<String> {
        let text = self.annotation(keyword)?.as_str()?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn is_marked(&self, keyword: &str) -> bool {
        // One real spec marks with the text "true".
        self.annotation(keyword).is_some_and(|value| matches!(value.raw(), "true" | "\"true\""))
    }

    pub(super) fn is_secret(&self) -> bool {
        self.each().any(|schema| schema.secret == SecretMark::Secret)
    }

    // ---- values ----

    /// Whether a value fits, with its secrets, masked, or with references in their place.
    pub(super) fn takes(&self, value: Value<'_>) -> bool {
        [Mode::Raw, Mode::Masked, Mode::Stored].into_iter().any(|mode| self.takes_in(value, mode))
    }

    pub(super) fn takes_in(&self, value: Value<'_>, mode: Mode) -> bool {
        self.roots.iter().all(|root| takes(self.schemas, *root, value, mode))
    }

    /// The only value there may be.
    pub(super) fn only_value(&self) -> Option<Value<'s>> {
        self.each().find_map(Schema::only_value).map(|only| self.schemas.value(only.place))
    }

    /// A value that is filled in without asking: `const`, or an `enum` of one that is the default too.
    pub(super) fn constant(&self) -> Option<Value<'s>> {
        let only = self.only_value()?;
        let has_const = self.each().any(|schema| schema.constant.is_some());
        (has_const || self.annotation("default").is_some()).then_some(only)
    }

    /// The values to choose from that fit, each with its title.
    pub(super) fn options(&self) -> Vec<(Value<'s>, Option<String>)> {
        let mut all: Vec<(Value<'s>, Option<String>)> = Vec::new();
        for id in &self.listed {
            if let Some(only) = self.schemas.get(*id).only_value() {
                all.push((self.schemas.value(only.place), self.title_of(*id).map(Cow::into_owned)));
            }
        }
        if let Some(list) = self.each().find_map(|schema| schema.enumeration.as_ref()) {
            all.extend(list.values.iter().map(|value| (self.schemas.value(value.place), None)));
        }
        let mut seen = Names::default();
        all.retain(|(value, _)| !value.is_null() && is_new(&mut seen, value.raw()));
        // Some specs list values that another keyword forbids; where all are such, the list is still what there is.
        if all.iter().any(|(value, _)| self.takes_in(*value, Mode::Raw)) {
            all.retain(|(value, _)| self.takes_in(*value, Mode::Raw));
        }
        all
    }

    /// The default, where it fits.
    pub(super) fn default(&self) -> Option<Value<'s>> {
        self.annotation("default").filter(|value| !value.is_null() && self.takes_in(*value, Mode::Raw))
    }

    // ---- types ----

    /// The types that all allow, without null.
    pub(super) fn types(&self) -> Types {
        let meet = |left: Types, right: Types| Types(whole(left).0 & whole(right).0);
        let all = self.each().fold(whole(self.union), |types, schema| meet(types, schema.types));
        // Where they contradict each other, the outermost says what was meant.
        let types = if all.0 & !Types::NULL.0 == 0 { self.each().next().map_or(all, |first| first.types) } else { all };
        Types(types.0 & !Types::NULL.0)
    }

    /// The one type that a form takes it for.
    pub(super) fn kind(&self) -> Option<Kind> {
        let types = self.types();
        let kinds = [Kind::String, Kind::Number, Kind::Boolean, Kind::Object, Kind::Array];
        let allows =
            |kind: Kind| whole(types).has(Types::of(kind)) || (kind == Kind::Number && types.has(Types::INTEGER));
        if types != Types(Types::ANY.0 & !Types::NULL.0) {
            return self.first_named().or_else(|| kinds.into_iter().find(|kind| allows(*kind)));
        }
        self.guessed()
    }

    /// Of several types the first that is written, as the platform has it, but for null.
    fn first_named(&self) -> Option<Kind> {
        let types = whole(self.types());
        let written = self.annotation("type")?;
        written.items().chain([written]).filter_map(Value::as_str).find_map(|name| match &*name {
            "string" if types.has(Types::STRING) => Some(Kind::String),
            "number" | "integer" if types.has(Types::INTEGER) => Some(Kind::Number),
            "boolean" if types.has(Types::BOOLEAN) => Some(Kind::Boolean),
            "object" if types.has(Types::OBJECT) => Some(Kind::Object),
            "array" if types.has(Types::ARRAY) => Some(Kind::Array),
            _ => None,
        })
    }

    /// Without a type: what the other keywords speak of.
    fn guessed(&self) -> Option<Kind> {
        if self.each().any(|schema| schema.object.is_some()) {
            return Some(Kind::Object);
        }
        if self.each().any(|schema| schema.array.is_some()) {
            return Some(Kind::Array);
        }
        if self.each().any(|schema| schema.string.is_some()) {
            return Some(Kind::String);
        }
        if self.each().any(|schema| schema.number.is_some()) {
            return Some(Kind::Number);
        }
        self.annotation("default").map(Value::kind).filter(|kind| *kind != Kind::Null)
    }

    pub(super) fn is_integer(&self) -> bool {
        !self.types().has(Types::NUMBER)
    }

    // ---- members and items ----

    /// The names of members in the order of their declaration; those that are only required come last.
    fn names(&self) -> Vec<(Cow<'s, str>, Option<Value<'s>>)> {
        let mut seen = Names::default();
        let mut names = Vec::new();
        for id in &self.parts {
            let properties = self.schemas.written(*id).get("properties");
            for member in properties.into_iter().flat_map(Value::members) {
                if is_new(&mut seen, &member.name()) {
                    names.push((member.name(), Some(member.value())));
                }
            }
        }
        for rules in self.each().filter_map(|schema| schema.object.as_deref()) {
            for property in rules.properties.list.iter().filter(|property| property.required.is_some()) {
                if is_new(&mut seen, &property.name) {
                    names.push((Cow::Borrowed(&*property.name), None));
                }
            }
        }
        names
    }

    pub(super) fn has_names(&self) -> bool {
        self.each().filter_map(|schema| schema.object.as_ref()).any(|rules| !rules.properties.list.is_empty())
    }

    pub(super) fn properties(&self) -> Vec<Property<'s>> {
        let read = |(name, written): (Cow<'s, str>, Option<Value<'s>>)| {
            let mut property = self.property(&name)?;
            property.view.beside = written.filter(|written| written.get("$ref").is_some());
            Some(Property { name, ..property })
        };
        self.names().into_iter().filter_map(read).collect()
    }

    /// A member that is declared, or required without being declared; none for one that must not be there.
    pub(super) fn property(&self, name: &str) -> Option<Property<'s>> {
        let mut ids = Vec::new();
        let (mut known, mut required) = (false, false);
        for rules in self.each().filter_map(|schema| schema.object.as_deref()) {
            if let Some(property) = rules.properties.named(name) {
                known = true;
                required |= property.required.is_some();
                ids.extend(property.schema);
            }
        }
        if !known || ids.iter().any(|id| self.schemas.get(*id).boolean == Some(false)) {
            return None;
        }
        if ids.is_empty() {
            let others = self.each().filter_map(|schema| schema.object.as_ref()?.additional_properties);
            ids.extend(others.filter(|id| self.schemas.get(*id).boolean.is_none()));
        }
        let view = View::new(self.schemas, ids);
        Some(Property { name: Cow::Owned(name.to_owned()), view, required })
    }

    /// Whether members that are not declared have a meaning to the spec.
    pub(super) fn is_open(&self) -> bool {
        self.each().any(|schema| {
            let by_rules = schema.object.as_ref().is_some_and(|rules| {
                !rules.pattern_properties.is_empty()
                    || !rules.dependencies.is_empty()
                    || rules.additional_properties.is_some_and(|id| self.schemas.get(id).boolean.is_none())
            });
            let by_others = schema.combined.as_ref().is_some_and(|combined| {
                combined.if_then_else.is_some() || combined.not.is_some() || combined.broken_reference.is_some()
            });
            by_rules || by_others
        })
    }

    /// What each item of a list is; none where the spec does not say, or says it item by item.
    pub(super) fn items(&self) -> Option<View<'s>> {
        let ids = self.each().filter_map(|schema| match schema.array.as_ref()?.items {
            Some(Items::Each(id)) => Some(id),
            _ => None,
        });
        let ids: Vec<SchemaId> = ids.collect();
        (!ids.is_empty()).then(|| View::new(self.schemas, ids))
    }

    pub(super) fn is_tuple(&self) -> bool {
        self.each()
            .any(|schema| schema.array.as_ref().is_some_and(|rules| matches!(rules.items, Some(Items::Tuple(_)))))
    }

    // ---- choices ----

    /// The branches of the first choice that is still to be made; none where there is none.
    pub(super) fn branches(&self) -> &[Branch] {
        self.choices.first().map_or(&[], Vec::as_slice)
    }

    /// What holds once that branch of the first choice is taken.
    pub(super) fn in_branch(&self, branch: Branch) -> View<'s> {
        let mut view = self.clone();
        view.choices.remove(0);
        view.add(branch.schema);
        view
    }

    /// The branch alone, as its author wrote it.
    pub(super) fn branch_alone(&self, branch: Branch) -> View<'s> {
        View::new(self.schemas, vec![branch.schema])
    }

    /// The first member, in the order of the first branch, that has one value in every branch, each time another
    /// (facts, blobs 8.2).
    pub(super) fn discriminator(&self) -> Option<Discriminator<'s>> {
        let branches: Vec<View<'s>> = self.branches().iter().map(|branch| self.branch_alone(*branch)).collect();
        let (first, others) = branches.split_first()?;
        let only = |branch: &View<'s>, name: &str| branch.property(name)?.view.only_value();
        first.names().into_iter().find_map(|(name, _)| {
            let mut values = vec![only(first, &name)?];
            for branch in others {
                let value = only(branch, &name)?;
                if values.contains(&value) {
                    return None;
                }
                values.push(value);
            }
            Some(Discriminator { name, values })
        })
    }

    /// The branch that a value has taken.
    pub(super) fn chosen(&self, value: Value<'_>) -> Option<Branch> {
        let branches = self.branches();
        if let Some(discriminator) = self.discriminator()
            && let Some(named) = value.get(&discriminator.name)
        {
            let place = discriminator.values.iter().position(|known| *known == named)?;
            return branches.get(place).copied();
        }
        let fitting = branches.iter().find(|branch| {
            let takes_in = |mode| takes(self.schemas, branch.schema, value, mode);
            [Mode::Raw, Mode::Masked, Mode::Stored].into_iter().any(takes_in)
        });
        fitting.copied().or_else(|| self.most_alike(value))
    }

    /// The branch that declares more of the members than any other.
    fn most_alike(&self, value: Value<'_>) -> Option<Branch> {
        let declared = |branch: Branch| {
            let view = self.branch_alone(branch);
            value.members().filter(|member| view.property(&member.name()).is_some()).count()
        };
        let counts: Vec<(usize, Branch)> = self.branches().iter().map(|branch| (declared(*branch), *branch)).collect();
        let most = counts.iter().map(|(count, _)| *count).max().filter(|most| *most > 0)?;
        let mut best = counts.into_iter().filter(|(count, _)| *count == most).map(|(_, branch)| branch);
        let only = best.next();
        if best.next().is_some() { None } else { only }
    }

    /// What holds for a value once all its choices are made; none where one of them is open.
    pub(super) fn settled(&self, value: Value<'_>) -> Option<View<'s>> {
        let mut view = Cow::Borrowed(self);
        while !view.branches().is_empty() {
            view = Cow::Owned(view.in_branch(view.chosen(value)?));
        }
        Some(view.into_owned())
    }

    /// The names that any branch speaks of, at any depth of choices: they belong to the branches.
    pub(super) fn names_in_branches(&self) -> Names {
        let mut names = Names::default();
        let mut seen = vec![false; self.schemas.list.len()];
        let mut waiting: Vec<SchemaId> = self.choices.iter().flatten().map(|branch| branch.schema).collect();
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut seen[id.0 as usize], true) {
                continue;
            }
            let schema = self.schemas.get(id);
            if let Some(combined) = &schema.combined {
                waiting.extend_from_slice(&combined.all_of);
                for choice in [&combined.one_of, &combined.any_of].into_iter().flatten() {
                    waiting.extend_from_slice(&choice.branches);
                }
            }
            for property in schema.object.iter().flat_map(|rules| &rules.properties.list) {
                names.note(&property.name);
            }
        }
        names
    }
}

/// Notes a name; whether it was not noted before.
fn is_new(names: &mut Names, name: &str) -> bool {
    let known = names.len();
    names.note(name) == known
}

/// Every whole number is a number.
fn whole(types: Types) -> Types {
    if types.has(Types::NUMBER) { types.or(Types::INTEGER) } else { types }
}

/// Names members that have to be there, and nothing else.
fn is_rule_only(schema: &Schema) -> bool {
    let names_only = |schema: &Schema| {
        schema.object.as_ref().is_none_or(|rules| {
            rules.properties.list.iter().all(|property| property.schema.is_none())
                && rules.pattern_properties.is_empty()
                && rules.dependencies.is_empty()
        })
    };
    (schema.types == Types::ANY || schema.types == Types::OBJECT)
        && !schema.lists_values()
        && schema.string.is_none()
        && schema.number.is_none()
        && schema.array.is_none()
        && schema.combined.as_ref().is_none_or(|combined| combined.not.is_some())
        && names_only(schema)
}

/// A text, number or truth value, without a list of values.
fn is_simple(schema: &Schema) -> bool {
    schema.types != Types::ANY
        && !schema.types.has(Types::OBJECT)
        && !schema.types.has(Types::ARRAY)
        && !schema.lists_values()
        && schema.combined.is_none()
}
