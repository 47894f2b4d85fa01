//! Problems → findings: sorted, each told once, in sentences that name the field and never show a secret.

use super::finding::{Branch, Code, Finding, Severity, Verdict};
use super::hint;
use super::place::{Places, SeenPlace, schema_pointer};
use super::problem::{Choosing, Detail, Problem, Problems};
use super::schema::{Bound, Schema, SchemaId, Schemas};
use super::words;
use super::{Mode, Options};
use crate::json::Value;
use crate::nearest::Outline;
use crate::sorting::sort;
use std::collections::{HashMap, HashSet};

/// No more member names than this are compared with the declared ones, however many there are.
const MOST_NAMES_COMPARED: usize = 200;

/// Tells what was found. At most `max_findings` are told; the count is exact.
pub(crate) fn verdict(schemas: &Schemas, root: Value<'_>, mut problems: Problems, options: &Options) -> Verdict {
    let misspelt = find_misspelt(schemas, root, &mut problems);
    sort(&mut problems.list, |left, right| left.at.cmp(&right.at));
    let mut list = std::mem::take(&mut problems.list);
    forget_repeated(schemas, &mut list);
    let errors = list.iter().filter(|problem| !problem.detail.is_warning()).count();
    let count = list.len();
    let places = Places { schemas, problems: &problems };
    let teller = Teller { schemas, root, places, misspelt, mode: options.mode };
    let findings = list.iter().take(options.max_findings).map(|problem| teller.finding(problem)).collect();
    Verdict { valid: errors == 0, count, errors, findings }
}

/// Several schemas may find the same thing wrong with the same value.
fn forget_repeated(schemas: &Schemas, list: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    list.retain(|problem| {
        let what = match &problem.detail {
            Detail::Required(name) => format!("required {name}"),
            Detail::Dependency { missing, .. } => format!("required {missing}"),
            // A value that no branch of `oneOf` takes may be one that no branch of `anyOf` takes either.
            Detail::BranchType(_) => "type of the branches".to_owned(),
            detail => words::keyword(detail).to_owned(),
        };
        // Bounds may differ from schema to schema, and each has to be met; the rest says the same thing twice.
        let written = schemas.written(problem.schema).get(&what);
        let bound = written.map_or(problem.schema.0, Value::hash_by_value);
        seen.insert((problem.at, what, is_bound(&problem.detail).then_some(bound)))
    });
}

fn is_bound(detail: &Detail) -> bool {
    !matches!(
        detail,
        Detail::Required(_)
            | Detail::Dependency { .. }
            | Detail::AdditionalProperties
            | Detail::Never
            | Detail::Not
            | Detail::Type
            | Detail::BranchType(_)
    )
}

/// Members that probably have a misspelt name.
#[derive(Default)]
pub(crate) struct Misspelt {
    /// The member's value → the name that was meant.
    pub(crate) meant: HashMap<u32, Box<str>>,
    /// The object and the missing member → how it is spelt there.
    pub(crate) spelt: HashMap<(u32, Box<str>), String>,
}

/// Compares the names that no schema declares with those that are declared and not there.
fn find_misspelt(schemas: &Schemas, root: Value<'_>, problems: &mut Problems) -> Misspelt {
    let mut misspelt = Misspelt::default();
    let declared: HashSet<u32> = problems.members.iter().filter(|seen| seen.declared).map(|seen| seen.name).collect();
    let undeclared: Vec<_> = problems.members.iter().filter(|seen| !declared.contains(&seen.name)).collect();
    let mut done = HashSet::new();
    let mut warnings = Vec::new();
    let (mut present, mut present_in) = (HashSet::new(), None);
    for seen in undeclared.iter().filter(|seen| done.insert(seen.name)).take(MOST_NAMES_COMPARED) {
        let object = root.with_index(seen.object);
        let member = object.member_at(seen.name);
        if present_in.replace(seen.object) != Some(seen.object) {
            present = object.members().map(|member| member.name().into_owned()).collect();
        }
        let looked_at = undeclared.iter().filter(|other| other.name == seen.name).map(|other| other.schema);
        let properties = looked_at.filter_map(|id| schemas.get(id).object.as_ref());
        let name = member.name();
        let outline = Outline::of(&name);
        let candidates: Vec<&str> = properties
            .flat_map(|rules| &rules.properties.list)
            .filter(|property| property.outline.may_be_near(outline))
            .map(|property| &*property.name)
            .filter(|name| !present.contains(*name))
            .take(MOST_NAMES_COMPARED)
            .collect();
        let Some(meant) = crate::nearest::nearest(&name, candidates) else { continue };
        let value = member.value().index();
        let is_missing = |problem: &Problem| {
            problem.at == seen.object
                && match &problem.detail {
                    Detail::Required(missing) => **missing == *meant,
                    Detail::BranchMissing(choosing) => words::choice(schemas.get(problem.schema), *choosing)
                        .and_then(|choice| choice.discriminator.as_ref())
                        .is_some_and(|discriminator| *discriminator.property == *meant),
                    _ => false,
                }
        };
        misspelt.meant.insert(value, meant.into());
        if problems.list.iter().any(is_missing) {
            // One slip, one finding: the missing member tells how it is spelt.
            misspelt.spelt.insert((seen.object, meant.into()), name.into_owned());
            problems.list.retain(|problem| problem.at != value || problem.detail != Detail::AdditionalProperties);
        } else if !problems.list.iter().any(|problem| problem.at == value) {
            let detail = Detail::NearMiss(meant.into());
            warnings.push(Problem { at: value, schema: seen.schema, detail, branch: None });
        }
    }
    problems.list.extend(warnings);
    misspelt
}

pub(crate) struct Teller<'a> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) root: Value<'a>,
    pub(crate) places: Places<'a>,
    pub(crate) misspelt: Misspelt,
    pub(crate) mode: Mode,
}

impl<'a> Teller<'a> {
    pub(crate) fn value(&self, problem: &Problem) -> Value<'a> {
        self.root.with_index(problem.at)
    }

    fn finding(&self, problem: &Problem) -> Finding {
        let place = self.place(problem);
        let position = self.value(problem).position();
        let severity = if problem.detail.is_warning() { Severity::Warning } else { Severity::Error };
        Finding {
            code: code(&problem.detail),
            schema_pointer: self.schema_pointer(problem),
            label: place.label(),
            message: self.message(problem, &place),
            hint: self.hint(problem, &place),
            branch: self.branch(problem),
            severity,
            line: Some(position.line),
            column: Some(position.column),
            pointer: place.pointer,
        }
    }

    /// Where a person would mend it: a missing member has a place although it has no value.
    fn place(&self, problem: &Problem) -> SeenPlace {
        let value = self.value(problem);
        let member = |name: &str| self.places.member(self.root, value, name);
        let discriminator = |choosing| {
            words::choice(self.schemas.get(problem.schema), choosing)
                .and_then(|choice| choice.discriminator.as_ref())
                .filter(|discriminator| value.get(&discriminator.property).is_none())
        };
        match &problem.detail {
            Detail::Required(name) | Detail::Dependency { missing: name, .. } => member(name),
            Detail::BranchMissing(choosing) | Detail::BranchAmbiguous(choosing, _) => match discriminator(*choosing) {
                Some(discriminator) => member(&discriminator.property),
                None => self.places.of(self.root, problem.at),
            },
            _ => self.places.of(self.root, problem.at),
        }
    }

    fn schema_pointer(&self, problem: &Problem) -> String {
        let id = match problem.detail {
            Detail::BranchMismatch(_, branch) => branch,
            _ => problem.schema,
        };
        schema_pointer(self.schemas, id, words::keyword(&problem.detail))
    }

    fn branch(&self, problem: &Problem) -> Option<Branch> {
        let chosen = self.places.problems.branches.get(problem.branch? as usize)?;
        Some(Branch {
            pointer: self.root.with_index(chosen.at).path(),
            title: words::branch_title(self.schemas, chosen.schema, self.choice_of(chosen)),
            by: chosen.by.as_ref().map(ToString::to_string),
        })
    }

    fn choice_of(&self, chosen: &super::problem::Chosen) -> Option<&super::schema::Choice> {
        words::choice(self.schemas.get(chosen.chooser), chosen.choosing)
    }

    fn hint(&self, problem: &Problem, place: &SeenPlace) -> Option<String> {
        let hint = hint::of(self, problem, place);
        let chosen = problem.branch.and_then(|branch| self.places.problems.branches.get(branch as usize));
        let Some(guess) = chosen.filter(|chosen| chosen.by.is_none() && chosen.of > 1) else { return hint };
        let name = words::branch_name(self.schemas, guess.schema, self.choice_of(guess));
        let said =
            format!("Nothing says which choice is meant; this is judged as {name}, the closest of {}.", guess.of);
        Some(hint.map_or_else(|| said.clone(), |hint| format!("{hint} {said}")))
    }
}

/// The parent's name, for sentences about its members.
fn parent(place: &SeenPlace) -> &str {
    place.titles.len().checked_sub(2).map_or("configuration", |at| &place.titles[at])
}

/// The same with an article, where it has no name of its own.
fn the_parent(place: &SeenPlace) -> String {
    let article = if place.titles.len() < 2 { "the " } else { "" };
    format!("{article}{}", parent(place))
}

impl Teller<'_> {
    fn message(&self, problem: &Problem, place: &SeenPlace) -> String {
        let schema = self.schemas.get(problem.schema);
        let value = self.value(problem);
        let name = place.name();
        match &problem.detail {
            Detail::Type if schema.types.0 == 0 => {
                format!("{name} cannot be given: the spec asks for a type that does not exist.")
            }
            Detail::Type => format!("{name} must be {}, but is {}.", words::types(schema.types), words::kind(value)),
            Detail::Enum => format!("{name} must be {}.", self.allowed(schema)),
            Detail::Const => match &schema.constant {
                Some(constant) => format!("{name} must be {}.", words::constant(self.schemas, constant)),
                None => format!("{name} has the wrong value."),
            },
            Detail::MinLength => Self::length(schema, place, value, "at least"),
            Detail::MaxLength => Self::length(schema, place, value, "at most"),
            Detail::Pattern => self.pattern(problem.schema, place),
            Detail::Format => match schema.string.as_ref().and_then(|rules| rules.format) {
                Some(format) => format!("{name} must be {}.", format.description()),
                None => format!("{name} has the wrong format."),
            },
            Detail::Minimum => self.bound(schema, &name, "at least", |rules| &rules.minimum),
            Detail::ExclusiveMinimum => self.bound(schema, &name, "more than", |rules| &rules.exclusive_minimum),
            Detail::Maximum => self.bound(schema, &name, "at most", |rules| &rules.maximum),
            Detail::ExclusiveMaximum => self.bound(schema, &name, "less than", |rules| &rules.exclusive_maximum),
            Detail::MultipleOf => self.bound(schema, &name, "a multiple of", |rules| &rules.multiple_of),
            Detail::MinItems => {
                let least = schema.array.as_ref().and_then(|rules| rules.min_items);
                Self::too_few(&name, least, "item", value)
            }
            Detail::MaxItems => {
                let most = schema.array.as_ref().and_then(|rules| rules.max_items);
                Self::too_many(&name, most, "item", value)
            }
            Detail::UniqueItems(first, second) => {
                format!("{name} lists the same thing twice, as item {} and item {}.", first + 1, second + 1)
            }
            Detail::Contains => format!("{name} has no item of the kind that it must contain."),
            Detail::AdditionalItems => format!("{name} is one too many: {} has no place for it.", the_parent(place)),
            Detail::Required(_) => format!("{name} is missing."),
            Detail::AdditionalProperties => {
                format!("{} is not a member that {} may have.", Self::member_name(place), the_parent(place))
            }
            Detail::PropertyNames => format!("{} is not a name that a member may have here.", Self::member_name(place)),
            Detail::MinProperties => {
                let least = schema.object.as_ref().and_then(|rules| rules.min_properties);
                Self::too_few(&name, least, "member", value)
            }
            Detail::MaxProperties => {
                let most = schema.object.as_ref().and_then(|rules| rules.max_properties);
                Self::too_many(&name, most, "member", value)
            }
            Detail::Dependency { because, .. } => {
                let because = self.places.member(self.root, value, because);
                format!("{name} is missing; {} cannot be given without it.", because.name())
            }
            Detail::Not => format!("{name} is a value that the spec rules out."),
            Detail::Never => format!("{name} must be left out."),
            Detail::BranchMissing(choosing) => match self.choices(schema, *choosing) {
                Some(choices) if place.pointer != value.path() => {
                    format!("{name} is missing; it says which kind of {} is meant: {choices}.", parent(place))
                }
                _ => format!("{name} fits none of its choices."),
            },
            Detail::BranchUnknown(choosing) => {
                let choices = self.choices(schema, *choosing).unwrap_or_default();
                format!("{name} must be {choices}.")
            }
            Detail::BranchAmbiguous(choosing, branches) => {
                let choice = words::choice(schema, *choosing);
                let titles: Vec<String> =
                    branches.iter().map(|branch| words::branch_name(self.schemas, *branch, choice)).collect();
                let whole = self.places.of(self.root, problem.at);
                format!("{} fits more than one choice: {}.", whole.name(), words::all_of(&titles))
            }
            Detail::BranchType(choosing) => self.branch_type(schema, *choosing, &name, value),
            Detail::BranchMismatch(choosing, other) => {
                let other = words::branch_name(self.schemas, *other, words::choice(schema, *choosing));
                format!("The other members of {} fit {other}, not the choice that {name} names.", the_parent(place))
            }
            Detail::SecretReference => format!("{name} is no proper reference to a stored secret."),
            Detail::NearMiss(_) => format!("{} is not a member that the spec knows.", Self::member_name(place)),
            Detail::PatternBroken(_) => {
                format!("{name} was not checked against its pattern: the spec's regular expression cannot be used.")
            }
            Detail::PatternUnchecked(_) => {
                format!("{name} was not checked against its pattern: it would take too long on this text.")
            }
            Detail::Reference => {
                format!("{name} cannot be checked: the spec refers to a schema that it does not have.")
            }
        }
    }

    /// The member's own name, whatever its title.
    fn member_name(place: &SeenPlace) -> String {
        crate::json::segments(&place.pointer).last().map_or_else(String::new, |name| words::quoted(&name))
    }

    fn allowed(&self, schema: &Schema) -> String {
        let values = schema.enumeration.as_ref().map_or(&[][..], |allowed| &allowed.values);
        let mut seen = HashSet::new();
        let mut words: Vec<String> = values
            .iter()
            .map(|value| words::constant(self.schemas, value))
            // A list of values may hold one twice (facts, blobs 10.6).
            .filter(|word| seen.insert(word.clone()))
            .take(words::MOST_ALTERNATIVES + 2)
            .collect();
        let distinct = schema.enumeration.as_ref().map_or(0, |allowed| allowed.distinct());
        // An empty text among names reads badly at the front.
        let is_empty = |word: &String| word == words::EMPTY_TEXT;
        sort(&mut words, |left, right| is_empty(left).cmp(&is_empty(right)));
        words::alternatives_of(&words, distinct.max(words.len()))
    }

    fn too_few(name: &str, least: Option<u64>, what: &str, value: Value<'_>) -> String {
        format!("{name} needs at least {}, but has {}.", words::counted(least.unwrap_or(0), what), value.len())
    }

    fn too_many(name: &str, most: Option<u64>, what: &str, value: Value<'_>) -> String {
        format!("{name} may have at most {}, but has {}.", words::counted(most.unwrap_or(0), what), value.len())
    }

    fn branch_type(&self, schema: &Schema, choosing: Choosing, name: &str, value: Value<'_>) -> String {
        let branches = words::choice(schema, choosing).map_or(&[][..], |choice| &*choice.branches);
        let lists_values = |branch: &SchemaId| self.schemas.get(*branch).lists_values();
        let allowed = self.branch_values(branches);
        // Beside single values the type would only confuse: “unlimited” is a text too.
        if branches.iter().any(lists_values) {
            return format!("{name} must be {allowed}.");
        }
        format!("{name} must be {allowed}, but is {}.", words::kind(value))
    }

    /// What branches allow that are told apart by type or by single values: `a whole number or “unlimited”`.
    fn branch_values(&self, branches: &[SchemaId]) -> String {
        let schemas: Vec<&Schema> = branches.iter().map(|branch| self.schemas.get(*branch)).collect();
        let lists_values = |schema: &&&Schema| schema.lists_values();
        let types = schemas.iter().filter(|schema| !lists_values(schema));
        let types = types.fold(super::schema::Types(0), |all, schema| all.or(schema.types));
        let single = schemas.iter().filter(lists_values).map(|schema| match &schema.constant {
            Some(constant) => words::constant(self.schemas, constant),
            None => self.allowed(schema),
        });
        let types = (types.0 != 0).then(|| words::types(types));
        words::alternatives(&types.into_iter().chain(single).collect::<Vec<_>>())
    }

    fn choices(&self, schema: &Schema, choosing: Choosing) -> Option<String> {
        words::choice(schema, choosing).map(|choice| words::alternatives(&words::choices(self.schemas, choice)))
    }

    fn length(schema: &Schema, place: &SeenPlace, value: Value<'_>, how: &str) -> String {
        let name = place.name();
        let rules = schema.string.as_ref();
        let bound = if how == "at least" {
            rules.and_then(|rules| rules.min_length)
        } else {
            rules.and_then(|rules| rules.max_length)
        };
        let bound = bound.unwrap_or(0);
        let length = value.as_str().map_or(0, |text| text.chars().count());
        if length == 0 && bound <= 1 {
            return format!("{name} must not be empty.");
        }
        let must = format!("{name} must have {how} {}", words::counted(bound, "character"));
        // How long a secret is, is nobody's business either.
        if place.is_public() { format!("{must}, but has {length}.") } else { format!("{must}.") }
    }

    /// By its descriptor, as a known form of dates, and only else by the expression itself.
    fn pattern(&self, id: SchemaId, place: &SeenPlace) -> String {
        let name = place.name();
        if let Some(descriptor) = self.pattern_descriptor(id) {
            // Some are whole sentences, some a form such as YYYY-MM-DD, some a description.
            return match descriptor.strip_suffix('.') {
                Some(sentence) => format!("{name} is not as it must be: {}.", sentence.trim_end_matches('.')),
                None if descriptor.contains(' ') => format!("{name} must be: {descriptor}."),
                None => format!("{name} must have the form {descriptor}."),
            };
        }
        let rule = self.schemas.get(id).string.as_ref().and_then(|rules| rules.pattern.as_ref());
        let source = rule.and_then(|rule| rule.pattern.as_ref()).map_or("", |pattern| pattern.source());
        match super::format::DateForm::of_pattern(source) {
            Some(form) => format!("{name} must have the form {}.", form.shape()),
            None => format!("{name} must match the regular expression “{}”.", words::printable(source)),
        }
    }

    /// The platform reads it at the property, or for lists of texts at the list (facts, blobs 8.1).
    fn pattern_descriptor(&self, id: SchemaId) -> Option<String> {
        let descriptor = self.schemas.written(id).get("pattern_descriptor")?.as_str()?;
        let descriptor = descriptor.trim();
        (!descriptor.is_empty()).then(|| words::printable(descriptor))
    }

    fn bound(
        &self,
        schema: &Schema,
        name: &str,
        how: &str,
        of: impl Fn(&super::schema::NumberRules) -> &Option<Bound>,
    ) -> String {
        let bound =
            schema.number.as_ref().and_then(|rules| of(rules).as_ref()).and_then(|bound| bound.number(self.schemas));
        format!("{name} must be {how} {}.", bound.map_or("the bound", crate::json::Number::text))
    }
}

fn code(detail: &Detail) -> Code {
    match detail {
        Detail::Type => Code::Type,
        Detail::Enum => Code::Enum,
        Detail::Const => Code::Const,
        Detail::MinLength => Code::MinLength,
        Detail::MaxLength => Code::MaxLength,
        Detail::Pattern => Code::Pattern,
        Detail::Format => Code::Format,
        Detail::MultipleOf => Code::MultipleOf,
        Detail::Maximum => Code::Maximum,
        Detail::ExclusiveMaximum => Code::ExclusiveMaximum,
        Detail::Minimum => Code::Minimum,
        Detail::ExclusiveMinimum => Code::ExclusiveMinimum,
        Detail::MinItems => Code::MinItems,
        Detail::MaxItems => Code::MaxItems,
        Detail::UniqueItems(..) => Code::UniqueItems,
        Detail::Contains => Code::Contains,
        Detail::AdditionalItems => Code::AdditionalItems,
        Detail::Required(_) => Code::Required,
        Detail::AdditionalProperties => Code::AdditionalProperties,
        Detail::PropertyNames => Code::PropertyNames,
        Detail::MinProperties => Code::MinProperties,
        Detail::MaxProperties => Code::MaxProperties,
        Detail::Dependency { .. } => Code::Dependencies,
        Detail::Not => Code::Not,
        Detail::Never => Code::False,
        Detail::BranchMissing(_) => Code::BranchMissing,
        Detail::BranchUnknown(_) => Code::BranchUnknown,
        Detail::BranchAmbiguous(..) => Code::BranchAmbiguous,
        Detail::BranchType(_) => Code::BranchType,
        Detail::BranchMismatch(..) => Code::BranchMismatch,
        Detail::SecretReference => Code::SecretReference,
        Detail::NearMiss(_) => Code::NearMiss,
        Detail::PatternBroken(_) => Code::PatternBroken,
        Detail::PatternUnchecked(_) => Code::PatternUnchecked,
        Detail::Reference => Code::Reference,
    }
}
