//! The rules of draft-07: a schema and a value → whether it fits, and what is wrong.
//!
//! The same code gives the quick verdict, which stops at the first problem and allocates nothing, and the
//! explanation, which goes on: the two can never disagree. Which of them it is, [`Report`] decides.

use super::pattern::Outcome;
use super::problem::{Detail, Problem, Problems, Quick, Report, SeenMember};
use super::reach::{Exhausted, Reach};
use super::schema::{
    ArrayRules, Bound, Combined, Dependency, IfThenElse, Items, NumberRules, ObjectRules, PatternRule, Schema,
    SchemaId, Schemas, StringRules, Types,
};
use super::{Mode, Options};
use crate::json::{Kind, Member, Value};
use crate::nearest::{Outline, is_near};
use std::cmp::Ordering;

/// Schemas inside each other, each a few stack frames: what any thread's stack has room for.
const SHALLOW: u32 = if cfg!(target_arch = "wasm32") { 800 } else { 160 };

/// What a thread made for it has room for: a document of 512 levels and a dozen schemas a level.
#[cfg(not(target_arch = "wasm32"))]
const DEEP: u32 = 6_000;
#[cfg(not(target_arch = "wasm32"))]
const DEEP_STACK_BYTES: usize = 64 << 20;

/// Schemas applied in all: so many, and so many more for each value of the document. Real configurations need a few for
/// each; only a spec made to blow up needs more.
pub(super) const STEPS: u64 = 2_000_000;
pub(super) const STEPS_A_VALUE: u64 = 128;

/// What patterns may cost in all, in characters times instructions: seconds. A pattern beyond it is not checked.
const PATTERN_COST: u64 = 1 << 31;

/// How much work a check may do.
struct Work {
    depth: u32,
    most_depth: u32,
    steps: u64,
    most_steps: u64,
    pattern_cost: u64,
    exhausted: bool,
}

/// What a check may use, and what it has noticed.
pub(crate) struct State {
    mode: Mode,
    formats: bool,
    work: Work,
    /// The nodes that are secrets, in order; known only where the mode lets something stand in for them.
    secrets: Vec<u32>,
    /// Something is worth a warning, although everything may fit.
    pub(crate) noted: bool,
    /// A mask or reference was accepted in the place of a secret.
    relaxed: bool,
}

impl State {
    /// For a value of so many nodes.
    pub(crate) fn new(mode: Mode, formats: bool, nodes: u32) -> State {
        Self::within(mode, formats, nodes, SHALLOW)
    }

    /// Whether the spec calls this value a secret, in whatever branch, and something may stand in for it.
    pub(crate) fn is_secret(&self, value: Value<'_>) -> bool {
        self.secrets.binary_search(&value.index()).is_ok()
    }

    /// Whether there is such a value inside.
    fn holds_secret(&self, value: Value<'_>) -> bool {
        let first = self.secrets.partition_point(|node| *node < value.index());
        self.secrets.get(first).is_some_and(|node| *node < value.end_index())
    }

    fn within(mode: Mode, formats: bool, nodes: u32, most_depth: u32) -> State {
        let most_steps = STEPS + STEPS_A_VALUE * u64::from(nodes);
        let work = Work { depth: 0, most_depth, steps: 0, most_steps, pattern_cost: 0, exhausted: false };
        State { mode, formats, work, secrets: Vec::new(), noted: false, relaxed: false }
    }

    /// The depth or the number of steps ran out: the verdict means nothing.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.work.exhausted
    }
}

/// Whether a document fits, and there is nothing to say of it; where the answer is no, [`run`] knows more.
pub(crate) fn fits_and_is_silent(schemas: &Schemas, options: &Options, document: Value<'_>) -> bool {
    let mut state = State::new(options.mode, options.formats, document.end_index());
    let fits = Check { schemas, state: &mut state, report: &mut Quick }.schema(schemas.root, document);
    fits && !state.noted && !state.is_exhausted()
}

/// Judges a document, with as much stack as it takes, and tells whether it fits and what was noticed.
pub(crate) fn run<R: Report + Default + Send>(
    schemas: &Schemas,
    options: &Options,
    document: Value<'_>,
) -> (bool, State, R) {
    let secrets = secret_nodes(schemas, schemas.root, options.mode, document);
    let judge = |most_depth| {
        let mut state = State::within(options.mode, options.formats, document.end_index(), most_depth);
        match &secrets {
            Ok(secrets) => state.secrets.clone_from(secrets),
            Err(Exhausted) => state.work.exhausted = true,
        }
        let mut report = R::default();
        let fits = Check { schemas, state: &mut state, report: &mut report }.schema(schemas.root, document);
        (fits, state, report)
    };
    let judged = judge(SHALLOW);
    #[cfg(not(target_arch = "wasm32"))]
    if judged.1.is_exhausted() && judged.1.work.steps <= judged.1.work.most_steps {
        // A thread's usual stack is small, and only one document in a million needs more.
        let deep = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(DEEP_STACK_BYTES);
            thread.spawn_scoped(scope, || judge(DEEP)).ok().and_then(|thread| thread.join().ok())
        });
        return deep.unwrap_or(judged);
    }
    judged
}

/// Whether one schema takes a value.
pub(crate) fn takes(schemas: &Schemas, id: SchemaId, value: Value<'_>, mode: Mode) -> bool {
    let mut state = State::new(mode, true, value.end_index() - value.index());
    match secret_nodes(schemas, id, mode, value) {
        Ok(secrets) => state.secrets = secrets,
        Err(Exhausted) => return false,
    }
    Check { schemas, state: &mut state, report: &mut Quick }.schema(id, value)
}

/// Judges many small values by parts of a spec, with one bound for the work of all.
pub(crate) struct Judge<'a> {
    schemas: &'a Schemas,
    steps: u64,
    pattern_cost: u64,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(schemas: &'a Schemas) -> Judge<'a> {
        Judge { schemas, steps: 0, pattern_cost: 0 }
    }

    /// What is wrong first with a value that one schema does not take; nothing as well where the work ran out.
    pub(crate) fn first_problem(&mut self, id: SchemaId, value: Value<'_>) -> Option<Problem> {
        let (fits, Quick) = self.run(id, value)?;
        if fits {
            return None;
        }
        let (_, problems) = self.run::<Problems>(id, value)?;
        problems.list.into_iter().filter(|problem| !problem.detail.is_warning()).min_by_key(|problem| problem.at)
    }

    fn run<R: Report + Default>(&mut self, id: SchemaId, value: Value<'_>) -> Option<(bool, R)> {
        let mut state = State::new(Mode::Raw, true, value.end_index() - value.index());
        state.work.most_steps = STEPS.checked_sub(self.steps)?;
        state.work.pattern_cost = self.pattern_cost;
        let mut report = R::default();
        let fits = Check { schemas: self.schemas, state: &mut state, report: &mut report }.schema(id, value);
        self.steps += state.work.steps;
        self.pattern_cost = state.work.pattern_cost;
        (!state.is_exhausted()).then_some((fits, report))
    }
}

/// The values that something may stand in for. Of a raw configuration there are none.
fn secret_nodes(schemas: &Schemas, start: SchemaId, mode: Mode, value: Value<'_>) -> Result<Vec<u32>, Exhausted> {
    if mode == Mode::Raw {
        return Ok(Vec::new());
    }
    let spotted = Reach::new(schemas).starting_at(start).spotted(value)?;
    Ok(spotted.iter().map(|spotted| spotted.node).collect())
}

pub(crate) struct Check<'a, R> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) state: &'a mut State,
    pub(crate) report: &'a mut R,
}

impl<R: Report> Check<'_, R> {
    /// Judges a value by a schema.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: most calls end at the glance, and cost more than it")]
    pub(crate) fn schema(&mut self, id: SchemaId, value: Value<'_>) -> bool {
        let schema = self.schemas.get(id);
        if self.fits_at_a_glance(schema, value) {
            self.state.work.steps += 1;
            return true;
        }
        self.look_closer(id, schema, value)
    }

    /// Most schemas of a spec ask for a type, and for nothing else. Where something may stand in for a secret, each
    /// value is looked at closer.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as above")]
    fn fits_at_a_glance(&self, schema: &Schema, value: Value<'_>) -> bool {
        has_type(schema.free, value) && self.state.mode == Mode::Raw
    }

    #[inline(never)]
    fn look_closer(&mut self, id: SchemaId, schema: &Schema, value: Value<'_>) -> bool {
        if let Some(accepts) = schema.boolean {
            return accepts || self.fails(id, value, || Detail::Never);
        }
        let work = &mut self.state.work;
        work.steps += 1;
        if work.depth >= work.most_depth || work.steps > work.most_steps {
            work.exhausted = true;
            return false;
        }
        work.depth += 1;
        let valid = match self.secret(id, value) {
            Some(verdict) => verdict,
            None => self.keywords(id, schema, value),
        };
        self.state.work.depth -= 1;
        valid
    }

    /// Judges without explaining, whatever this check does.
    pub(crate) fn quick(&mut self, id: SchemaId, value: Value<'_>) -> bool {
        Check { schemas: self.schemas, state: &mut *self.state, report: &mut Quick }.schema(id, value)
    }

    /// Notes a problem; always false, so that a rule can end with it.
    pub(crate) fn fails(&mut self, id: SchemaId, value: Value<'_>, detail: impl FnOnce() -> Detail) -> bool {
        self.report.problem(value.index(), id, detail);
        false
    }

    /// Something that is worth a warning whatever the verdict.
    fn notes(&mut self, id: SchemaId, value: Value<'_>, detail: impl FnOnce() -> Detail) {
        self.state.noted = true;
        self.report.problem(value.index(), id, detail);
    }

    /// In the place of a secret the modes accept a mask, or a reference to the stored value.
    #[inline]
    fn secret(&mut self, id: SchemaId, value: Value<'_>) -> Option<bool> {
        if self.state.mode == Mode::Raw || !self.state.is_secret(value) {
            return None;
        }
        let accepted = match self.state.mode {
            Mode::Masked if value.kind() == Kind::String => true,
            Mode::Stored if value.kind() == Kind::Object && value.get("_secret").is_some() => {
                super::secret_reference(value).is_some()
            }
            Mode::Raw | Mode::Masked | Mode::Stored => return None,
        };
        self.state.relaxed = true;
        Some(accepted || self.fails(id, value, || Detail::SecretReference))
    }

    fn keywords(&mut self, id: SchemaId, schema: &Schema, value: Value<'_>) -> bool {
        let kind = value.kind();
        let null_allowed = schema.nullable && kind == Kind::Null;
        if !null_allowed {
            // After one of these the rest would only tell the same problem again.
            if !has_type(schema.types, value) {
                return self.fails(id, value, || Detail::Type);
            }
            if let Some(allowed) = &schema.enumeration
                && !allowed.has(self.schemas, value)
                && !self.cannot_tell(value)
            {
                return self.fails(id, value, || Detail::Enum);
            }
        }
        if let Some(constant) = &schema.constant
            && !constant.equals(self.schemas, value)
            && !self.cannot_tell(value)
        {
            return self.fails(id, value, || Detail::Const);
        }
        let valid = match kind {
            Kind::String => schema.string.as_deref().is_none_or(|rules| self.string(id, rules, value)),
            Kind::Number => schema.number.as_deref().is_none_or(|rules| self.number(id, rules, value)),
            Kind::Array => schema.array.as_deref().is_none_or(|rules| self.array(id, rules, value)),
            Kind::Object => schema.object.as_deref().is_none_or(|rules| self.object(id, rules, value)),
            Kind::Null | Kind::Boolean => true,
        };
        if !valid && !R::EXPLAINS {
            return false;
        }
        schema.combined.as_deref().is_none_or(|rules| self.combined(id, rules, value)) && valid
    }

    /// A text has one problem at most: what it looks like counts before how long it is.
    fn string(&mut self, id: SchemaId, rules: &StringRules, value: Value<'_>) -> bool {
        let Some(text) = value.as_str() else { return true };
        if let Some(rule) = &rules.pattern
            && !self.pattern(id, rule, &text, value)
        {
            return self.fails(id, value, || Detail::Pattern);
        }
        if let Some(format) = rules.format
            && self.state.formats
            && !format.accepts(&text)
        {
            return self.fails(id, value, || Detail::Format);
        }
        if rules.min_length.is_none() && rules.max_length.is_none() {
            return true;
        }
        let length = text.chars().count() as u64;
        if rules.min_length.is_some_and(|least| length < least) {
            return self.fails(id, value, || Detail::MinLength);
        }
        if rules.max_length.is_some_and(|most| length > most) {
            return self.fails(id, value, || Detail::MaxLength);
        }
        true
    }

    /// A pattern that cannot be used is the spec's fault, never the configuration's.
    fn pattern(&mut self, id: SchemaId, rule: &PatternRule, text: &str, value: Value<'_>) -> bool {
        let place = rule.place;
        let Some(pattern) = &rule.pattern else {
            self.notes(id, value, || Detail::PatternBroken(place));
            return true;
        };
        let outcome = pattern.find_within(text, PATTERN_COST, &mut self.state.work.pattern_cost);
        match outcome {
            Outcome::Found => true,
            Outcome::NotFound => false,
            Outcome::TooComplex => {
                self.notes(id, value, || Detail::PatternUnchecked(place));
                true
            }
        }
    }

    fn number(&mut self, id: SchemaId, rules: &NumberRules, value: Value<'_>) -> bool {
        let Some(number) = value.as_number() else { return true };
        let schemas = self.schemas;
        let small = number.as_i64();
        let compared = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.compared(schemas, number, small));
        let mut valid = true;
        if compared(&rules.minimum).is_some_and(Ordering::is_lt) {
            valid = self.fails(id, value, || Detail::Minimum);
        }
        if compared(&rules.exclusive_minimum).is_some_and(Ordering::is_le) {
            valid = self.fails(id, value, || Detail::ExclusiveMinimum);
        }
        if compared(&rules.maximum).is_some_and(Ordering::is_gt) {
            valid = self.fails(id, value, || Detail::Maximum);
        }
        if compared(&rules.exclusive_maximum).is_some_and(Ordering::is_ge) {
            valid = self.fails(id, value, || Detail::ExclusiveMaximum);
        }
        let divisor = rules.multiple_of.as_ref().and_then(|bound| bound.number(schemas));
        if divisor.is_some_and(|divisor| !number.is_multiple_of(divisor)) {
            valid = self.fails(id, value, || Detail::MultipleOf);
        }
        valid
    }

    fn array(&mut self, id: SchemaId, rules: &ArrayRules, value: Value<'_>) -> bool {
        let length = value.len() as u64;
        self.state.work.steps += length;
        let mut valid = true;
        if rules.min_items.is_some_and(|least| length < least) {
            valid = self.fails(id, value, || Detail::MinItems);
        }
        if rules.max_items.is_some_and(|most| length > most) {
            valid = self.fails(id, value, || Detail::MaxItems);
        }
        if rules.unique_items
            && let Some((first, second)) = equal_items(value)
            && !self.cannot_tell(value)
        {
            valid = self.fails(id, value, || Detail::UniqueItems(first, second));
        }
        if let Some(wanted) = rules.contains
            && !value.items().any(|item| self.quick(wanted, item))
        {
            valid = self.fails(id, value, || Detail::Contains);
        }
        if !valid && !R::EXPLAINS {
            return false;
        }
        for (number, item) in value.items().enumerate() {
            let schema = match &rules.items {
                None => break,
                Some(Items::Each(schema)) => Some(*schema),
                Some(Items::Tuple(schemas)) => schemas.get(number).copied().or(rules.additional_items),
            };
            let Some(schema) = schema else { continue };
            let forbidden = self.schemas.get(schema).boolean == Some(false);
            valid &=
                if forbidden { self.fails(id, item, || Detail::AdditionalItems) } else { self.schema(schema, item) };
            if !valid && !R::EXPLAINS {
                return false;
            }
        }
        valid
    }

    fn object(&mut self, id: SchemaId, rules: &ObjectRules, value: Value<'_>) -> bool {
        let mut valid = true;
        let mut required = RequiredSeen::default();
        let mut next = 0;
        self.state.work.steps += value.len() as u64;
        for member in value.members() {
            let known = rules.properties.of(member, &mut next);
            if let Some(number) = known.and_then(|property| property.required) {
                required.note(number);
            }
            let declared = known.and_then(|property| property.schema);
            valid &= match declared {
                Some(schema) if !R::EXPLAINS && rules.only_declares => self.schema(schema, member.value()),
                _ => self.member(id, rules, value, member, declared),
            };
            if !valid && !R::EXPLAINS {
                return false;
            }
        }
        if required.count < rules.required_count {
            valid &= self.required(id, rules, value, &required);
        }
        let length = value.len() as u64;
        if rules.min_properties.is_some_and(|least| length < least) {
            valid = self.fails(id, value, || Detail::MinProperties);
        }
        if rules.max_properties.is_some_and(|most| length > most) {
            valid = self.fails(id, value, || Detail::MaxProperties);
        }
        if !valid && !R::EXPLAINS {
            return false;
        }
        rules.dependencies.is_empty() || self.dependencies(id, rules, value) && valid
    }

    fn member(
        &mut self,
        id: SchemaId,
        rules: &ObjectRules,
        object: Value<'_>,
        member: Member<'_>,
        declared: Option<SchemaId>,
    ) -> bool {
        let mut valid = declared.is_none_or(|schema| self.schema(schema, member.value()));
        let mut declared = declared.is_some();
        for (pattern, schema) in &rules.pattern_properties {
            if pattern.pattern.is_none() {
                self.notes(id, member.value(), || Detail::PatternBroken(pattern.place));
            } else if self.pattern(id, pattern, &member.name(), member.value()) {
                declared = true;
                valid &= self.schema(*schema, member.value());
            }
        }
        self.report.member(|| SeenMember {
            name: member.name_value().index(),
            object: object.index(),
            schema: id,
            declared: declared || rules.properties.list.is_empty(),
        });
        if !declared {
            valid &= self.undeclared(id, rules, member);
        }
        if let Some(names) = rules.property_names
            && !self.quick(names, member.name_value())
        {
            valid = self.fails(id, member.value(), || Detail::PropertyNames);
        }
        valid
    }

    fn undeclared(&mut self, id: SchemaId, rules: &ObjectRules, member: Member<'_>) -> bool {
        match rules.additional_properties {
            Some(schema) if self.schemas.get(schema).boolean == Some(false) => {
                self.fails(id, member.value(), || Detail::AdditionalProperties)
            }
            Some(schema) => {
                // `true` says nothing about the member, so a misspelt one still deserves a word.
                if self.schemas.get(schema).boolean == Some(true) {
                    self.note_misspelt(rules, member);
                }
                self.schema(schema, member.value())
            }
            None => {
                self.note_misspelt(rules, member);
                true
            }
        }
    }

    /// Whether there may be something to say is all that the quick look has to find out.
    fn note_misspelt(&mut self, rules: &ObjectRules, member: Member<'_>) {
        if !R::EXPLAINS && !self.state.noted {
            let name = member.name();
            let outline = Outline::of(&name);
            let declared = rules.properties.list.iter();
            let mut candidates = declared.filter(|property| property.outline.may_be_near(outline));
            self.state.noted = candidates.any(|property| is_near(&name, &property.name));
        }
    }

    fn required(&mut self, id: SchemaId, rules: &ObjectRules, value: Value<'_>, seen: &RequiredSeen) -> bool {
        let mut valid = true;
        for property in &rules.properties.list {
            let missing = property.required.is_some_and(|number| !seen.has(number));
            if missing {
                valid = self.fails(id, value, || Detail::Required(property.name.clone()));
            }
            if !valid && !R::EXPLAINS {
                return false;
            }
        }
        valid
    }

    fn dependencies(&mut self, id: SchemaId, rules: &ObjectRules, value: Value<'_>) -> bool {
        let mut valid = true;
        for (because, dependency) in &rules.dependencies {
            if value.get(because).is_none() {
                continue;
            }
            match dependency {
                Dependency::Schema(schema) => valid &= self.schema(*schema, value),
                Dependency::Members(names) => {
                    for missing in names.iter().filter(|name| value.get(name).is_none()) {
                        let detail = || Detail::Dependency { missing: missing.clone(), because: because.clone() };
                        valid = self.fails(id, value, detail);
                    }
                }
            }
            if !valid && !R::EXPLAINS {
                return false;
            }
        }
        valid
    }

    fn combined(&mut self, id: SchemaId, rules: &Combined, value: Value<'_>) -> bool {
        let mut valid = true;
        if rules.broken_reference.is_some() {
            return self.fails(id, value, || Detail::Reference);
        }
        for schema in &rules.all_of {
            valid &= self.schema(*schema, value);
            if !valid && !R::EXPLAINS {
                return false;
            }
        }
        if let Some(choice) = &rules.one_of {
            valid &= self.choice(id, choice, super::problem::Choosing::OneOf, value);
        }
        if (valid || R::EXPLAINS)
            && let Some(choice) = &rules.any_of
        {
            valid &= self.choice(id, choice, super::problem::Choosing::AnyOf, value);
        }
        if !valid && !R::EXPLAINS {
            return false;
        }
        if let Some(schema) = rules.not
            && self.watching_relaxed(|check| check.quick(schema, value)) == (true, false)
        {
            valid = self.fails(id, value, || Detail::Not);
        }
        if let Some(rule) = &rules.if_then_else {
            valid &= self.condition(rule, value);
        }
        valid
    }

    fn condition(&mut self, rule: &IfThenElse, value: Value<'_>) -> bool {
        let (holds, relaxed) = self.watching_relaxed(|check| check.quick(rule.condition, value));
        let next = if holds { rule.then } else { rule.otherwise };
        // Where what stands in for a secret decides, either may be meant.
        if holds && relaxed && rule.otherwise.is_none_or(|otherwise| self.quick(otherwise, value)) {
            return true;
        }
        next.is_none_or(|schema| self.schema(schema, value))
    }

    /// Whether a rule about the whole value must be passed over, since something inside stands in for a secret.
    fn cannot_tell(&mut self, value: Value<'_>) -> bool {
        let relaxed = self.state.mode != Mode::Raw && self.state.holds_secret(value);
        self.state.relaxed |= relaxed;
        relaxed
    }

    /// Runs a check and tells whether a mask or reference was accepted in it.
    pub(crate) fn watching_relaxed(&mut self, check: impl FnOnce(&mut Self) -> bool) -> (bool, bool) {
        let before = std::mem::replace(&mut self.state.relaxed, false);
        let valid = check(self);
        let relaxed = std::mem::replace(&mut self.state.relaxed, before);
        self.state.relaxed |= relaxed;
        (valid, relaxed)
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "measured: built for size, the call costs more than the look at the type")]
pub(crate) fn has_type(types: Types, value: Value<'_>) -> bool {
    let kind = value.kind();
    types.has(Types::of(kind))
        || kind == Kind::Number && types.has(Types::INTEGER) && (value.is_plain_number() || is_integer(value))
}

#[cold]
fn is_integer(value: Value<'_>) -> bool {
    value.as_number().is_some_and(crate::json::Number::is_integer)
}

/// The numbers of the first two items that are equal.
fn equal_items(array: Value<'_>) -> Option<(usize, usize)> {
    /// Up to this many items, comparing all pairs is quicker than hashing.
    const FEW: usize = 12;
    if array.len() <= FEW {
        return array.items().enumerate().find_map(|(second, item)| {
            array.items().take(second).position(|earlier| earlier == item).map(|first| (first, second))
        });
    }
    let mut seen: std::collections::HashMap<u32, Vec<(usize, Value<'_>)>> = std::collections::HashMap::new();
    array.items().enumerate().find_map(|(second, item)| {
        let alike = seen.entry(item.hash_by_value()).or_default();
        let equal = alike.iter().find(|(_, earlier)| *earlier == item).map(|(first, _)| (*first, second));
        alike.push((second, item));
        equal
    })
}

/// Which required members are there, a bit for each. Only a spec that requires more than 64 needs memory for it.
#[derive(Default)]
struct RequiredSeen {
    count: usize,
    first: u64,
    more: Vec<u64>,
}

impl RequiredSeen {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "there is one caller, which asks for each member")]
    fn note(&mut self, number: u32) {
        self.count += 1;
        if number < 64 {
            self.first |= 1 << number;
        } else {
            self.note_more(number);
        }
    }

    #[cold]
    fn note_more(&mut self, number: u32) {
        let (word, bit) = (number as usize / 64, 1 << (number % 64));
        if self.more.len() < word {
            self.more.resize(word, 0);
        }
        self.more[word - 1] |= bit;
    }

    fn has(&self, number: u32) -> bool {
        let word = match (number as usize / 64).checked_sub(1) {
            None => self.first,
            Some(at) => self.more.get(at).copied().unwrap_or(0),
        };
        word >> (number % 64) & 1 == 1
    }
}
