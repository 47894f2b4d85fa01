//! `oneOf` and `anyOf`: which branch a person meant.
//!
//! A branch is meant where the discriminator names it (facts, blobs 10.5); only its problems are told. Without a
//! discriminator the branch that fits best stands in for the choice, and the finding says that it is a guess.

use super::check::{Check, has_type};
use super::problem::{Choosing, Chosen, Detail, Problem, Problems, Report};
use super::schema::{Choice, Discriminator, SchemaId};
use crate::json::{Kind, Value};

impl<R: Report> Check<'_, R> {
    pub(crate) fn choice(&mut self, id: SchemaId, choice: &Choice, choosing: Choosing, value: Value<'_>) -> bool {
        let named = choice.discriminator.as_ref().and_then(|discriminator| self.named(discriminator, value));
        if !R::EXPLAINS
            && let Some((discriminator, value_named)) = named
            && let (Some(texts), Some(text)) = (&discriminator.texts, value_named.as_str())
        {
            // The branches' values differ, so one branch at most can fit.
            return texts.position(&text).is_some_and(|branch| self.schema(choice.branches[branch], value));
        }
        let mut matching = Matching::default();
        for (number, branch) in choice.branches.iter().enumerate() {
            // A branch whose discriminator differs cannot fit, whatever else it says.
            if named.as_ref().is_some_and(|named| !self.names(named, number)) {
                continue;
            }
            let noted = self.state.noted;
            let (fits, relaxed) = self.watching_relaxed(|check| check.quick(*branch, value));
            if !fits {
                self.state.noted = noted;
                continue;
            }
            matching.note(number, relaxed);
            if !R::EXPLAINS && (choosing == Choosing::AnyOf || matching.count > 1) {
                break;
            }
        }
        // Where a mask stands for the secret, two branches that only its value tells apart both fit.
        let valid = matching.count == 1 || (matching.count > 1 && (choosing == Choosing::AnyOf || matching.relaxed));
        if R::EXPLAINS {
            self.explain_choice(Asked { id, choice, choosing }, value, &matching, valid);
        }
        valid
    }

    /// The value of the discriminator, where it can tell branches apart.
    fn named<'choice, 'doc>(
        &self,
        discriminator: &'choice Discriminator,
        object: Value<'doc>,
    ) -> Option<(&'choice Discriminator, Value<'doc>)> {
        let value = discriminator_value(discriminator, object)?;
        let schema = self.schemas.get(*discriminator.schemas.first()?);
        // In the modes for masked and stored configurations a secret discriminator tells nothing.
        let legible = schema.secret == super::schema::SecretMark::None && !self.state.is_secret(value);
        legible.then_some((discriminator, value))
    }

    fn names(&self, (discriminator, value): &(&Discriminator, Value<'_>), branch: usize) -> bool {
        let schema = self.schemas.get(discriminator.schemas[branch]);
        let null_allowed = schema.nullable && schema.constant.is_none() && value.is_null();
        null_allowed || schema.only_value().is_none_or(|only| only.equals(self.schemas, *value))
    }

    fn explain_choice(&mut self, asked: Asked<'_>, value: Value<'_>, matching: &Matching, valid: bool) {
        let Asked { id, choice, choosing } = asked;
        let discriminator = choice.discriminator.as_ref();
        if let Some(first) = matching.first {
            if !valid {
                let branches = choice.branches.iter().copied().filter(|branch| self.quick(*branch, value)).collect();
                self.fails(id, value, || Detail::BranchAmbiguous(choosing, branches));
            }
            let by = discriminator.map(|known| known.property.clone());
            self.in_branch(asked, first, choice.branches.len(), by, value);
            return;
        }
        let discriminator = discriminator.filter(|_| value.kind() == Kind::Object);
        let Some(discriminator) = discriminator else {
            return self.explain_best(asked, value, |_| true);
        };
        let Some(named) = discriminator_value(discriminator, value) else {
            let optional = discriminator.required.iter().any(|required| !required);
            if optional && !value.is_empty() {
                return self.explain_best(asked, value, |branch| !discriminator.required[branch]);
            }
            self.fails(id, value, || Detail::BranchMissing(choosing));
            return;
        };
        let meant = (0..choice.branches.len()).find(|&branch| self.names(&(discriminator, named), branch));
        let Some(meant) = meant else {
            self.fails(id, named, || Detail::BranchUnknown(choosing));
            return;
        };
        self.in_branch(asked, meant, choice.branches.len(), Some(discriminator.property.clone()), value);
        if let Some(other) = self.better_branch(choice, discriminator, meant, value) {
            self.fails(id, named, || Detail::BranchMismatch(choosing, other));
        }
    }

    /// Explains one branch of as many as come into question, and marks what is found as coming from it.
    fn in_branch(&mut self, asked: Asked<'_>, branch: usize, of: usize, by: Option<Box<str>>, value: Value<'_>) {
        let schema = asked.choice.branches[branch];
        let Some(problems) = self.report.explain() else { return };
        let before = problems.branch;
        let number = u32::try_from(problems.branches.len()).unwrap_or(u32::MAX);
        let Asked { id: chooser, choosing, .. } = asked;
        problems.branches.push(Chosen { at: value.index(), schema, by, of, chooser, choosing });
        problems.branch = Some(number);
        self.schema(schema, value);
        if let Some(problems) = self.report.explain() {
            problems.branch = before;
        }
    }

    /// Explains the branch that fits best among those allowed.
    fn explain_best(&mut self, asked: Asked<'_>, value: Value<'_>, allowed: impl Fn(usize) -> bool) {
        let Asked { id, choice, choosing } = asked;
        let schemas = self.schemas;
        let takes_type = |branch: &usize| has_type(schemas.get(choice.branches[*branch]).types, value);
        let lists_values = |branch: &usize| schemas.get(choice.branches[*branch]).lists_values();
        let typed: Vec<usize> =
            (0..choice.branches.len()).filter(|branch| allowed(*branch)).filter(takes_type).collect();
        // Where a branch allows single values, those belong beside the types of the others.
        if typed.is_empty() || typed.iter().any(lists_values) {
            self.fails(id, value, || Detail::BranchType(choosing));
            return;
        }
        let mut best: Option<(Fit, Vec<Problem>)> = None;
        for &branch in &typed {
            let Some(start) = self.report.explain().map(|problems| problems.list.len()) else { return };
            self.in_branch(asked, branch, typed.len(), None, value);
            let Some(found) = self.report.explain().map(|problems| problems.list.split_off(start)) else { return };
            let fit = self.fit(choice.branches[branch], value, &found);
            if best.as_ref().is_none_or(|(known, _)| fit < *known) {
                best = Some((fit, found));
            }
        }
        if let (Some((_, found)), Some(problems)) = (best, self.report.explain()) {
            problems.list.extend(found);
        }
    }

    fn fit(&self, branch: SchemaId, value: Value<'_>, found: &[Problem]) -> Fit {
        let declared = self.schemas.get(branch).object.as_ref().map_or(0, |rules| {
            value.members().filter(|member| rules.properties.named(&member.name()).is_some()).count()
        });
        let wrong_choice =
            found.iter().filter(|problem| matches!(problem.detail, Detail::Const | Detail::Enum)).count();
        let errors = found.iter().filter(|problem| !problem.detail.is_warning()).count();
        Fit { wrong_choice, errors, undeclared: value.len().saturating_sub(declared) }
    }

    /// Another branch that everything but the discriminator speaks for: it would fit, and it declares a member that
    /// is there and that the branch named does not have.
    fn better_branch(
        &mut self,
        choice: &Choice,
        discriminator: &Discriminator,
        meant: usize,
        object: Value<'_>,
    ) -> Option<SchemaId> {
        let chooser = discriminator_value(discriminator, object)?.index();
        let mut better = None;
        for (number, &branch) in choice.branches.iter().enumerate() {
            let schemas = self.schemas;
            let declares = |schema: SchemaId, name: &str| {
                schemas.get(schema).object.as_ref().is_some_and(|rules| rules.properties.named(name).is_some())
            };
            let speaks_for_it = object.members().any(|member| {
                let name = member.name();
                declares(branch, &name) && !declares(choice.branches[meant], &name)
            });
            if number == meant || !speaks_for_it {
                continue;
            }
            let mut problems = Problems::default();
            Check { schemas, state: &mut *self.state, report: &mut problems }.schema(branch, object);
            if problems.list.iter().all(|problem| problem.at == chooser || problem.detail.is_warning()) {
                // Two candidates are no advice.
                if better.replace(branch).is_some() {
                    return None;
                }
            }
        }
        better
    }
}

/// A choice that a schema makes.
#[derive(Clone, Copy)]
struct Asked<'schemas> {
    /// The schema.
    id: SchemaId,
    choice: &'schemas Choice,
    choosing: Choosing,
}

#[derive(Default)]
struct Matching {
    count: usize,
    first: Option<usize>,
    relaxed: bool,
}

impl Matching {
    fn note(&mut self, branch: usize, relaxed: bool) {
        self.count += 1;
        self.first.get_or_insert(branch);
        self.relaxed |= relaxed;
    }
}

/// How badly a branch fits; the smallest is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    wrong_choice: usize,
    errors: usize,
    undeclared: usize,
}

fn discriminator_value<'doc>(discriminator: &Discriminator, object: Value<'doc>) -> Option<Value<'doc>> {
    object.get_hashed(&discriminator.property, discriminator.hash)
}
