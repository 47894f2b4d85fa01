//! A spec's JSON → [`Schemas`]. Tolerant where the platform is: what has the wrong kind is noted and ignored.

use super::format::Format;
use super::names::Names;
use super::pattern::Pattern;
use super::reference::{References, Target};
use super::schema::{
    ArrayRules, Bound, Choice, Combined, Constant, Dependency, Discriminator, Fault, FaultKind, IfThenElse, Items,
    NumberRules, ObjectRules, PatternRule, Place, Property, Schema, SchemaId, Schemas, SecretMark, StringRules, Types,
};
use crate::error::{ErrorKind, Result};
use crate::json::{Document, Kind, Value, hash_of_name};

/// Compiles a spec, with further documents that its references may name.
pub(crate) fn compile(spec: Document<'static>, further: Vec<(String, Document<'static>)>) -> Result<Schemas> {
    if !matches!(spec.root().kind(), Kind::Object | Kind::Boolean) {
        let message = "a JSON Schema is an object such as {\"type\": \"object\", \"properties\": {…}}".to_owned();
        return Err(ErrorKind::Spec { pointer: String::new(), message }.into());
    }
    let mut compiler = Compiler {
        references: References::new(spec, further),
        list: Vec::new(),
        known: Vec::new(),
        pending: Vec::new(),
        marked: Vec::new(),
        faults: Vec::new(),
    };
    let root = compiler.schema_at(Place { resource: 0, node: 0 }, "");
    // A queue instead of recursion: chains of references can be longer than any stack.
    loop {
        if let Some((id, place, base)) = compiler.pending.pop() {
            compiler.build(id, place, &base);
        } else if let Some((id, target)) = compiler.marked.pop() {
            let target = compiler.schema_at(target.place, &target.base);
            let all_of = Box::new([target]);
            compiler.list[id.0 as usize].combined = Some(Box::new(Combined { all_of, ..Combined::default() }));
        } else {
            break;
        }
    }
    let mut schemas = Schemas {
        resources: compiler.references.into_resources(),
        list: compiler.list,
        root,
        faults: compiler.faults,
        secrets: std::sync::OnceLock::new(),
    };
    find_discriminators(&mut schemas);
    schemas.list.iter_mut().for_each(Schema::prepare);
    Ok(schemas)
}

struct Compiler {
    references: References,
    list: Vec<Schema>,
    /// For each document and node the schema that was made of it, plus one.
    known: Vec<Vec<u32>>,
    pending: Vec<(SchemaId, Place, String)>,
    /// References that are marked as secrets, and where they lead.
    marked: Vec<(SchemaId, Target)>,
    faults: Vec<Fault>,
}

impl Compiler {
    /// The schema of that place, to be built later. References are followed here: in draft-07 nothing beside `$ref`
    /// counts, so a reference is its target.
    fn schema_at(&mut self, place: Place, base: &str) -> SchemaId {
        if let Some(id) = self.known(place) {
            return id;
        }
        let (reference, secret) = {
            let value = self.references.value(place);
            (reference_of(value), secret_mark(value))
        };
        let Some(reference) = reference else {
            let id = self.reserve(place);
            let base = self.references.base_at(place, base);
            self.pending.push((id, place, base));
            return id;
        };
        match self.references.follow(place, base, &reference) {
            // A secret mark beside the reference counts all the same: rather hide too much than too little.
            Some(target) if secret != SecretMark::None => {
                let id = self.reserve(place);
                self.list[id.0 as usize].secret = secret;
                self.marked.push((id, target));
                id
            }
            Some(Target { place: target, base }) => {
                let id = self.schema_at(target, &base);
                self.note(place, id);
                id
            }
            None => {
                let id = self.reserve(place);
                self.faults.push(Fault { place, kind: FaultKind::Reference(reference) });
                let broken = Combined { broken_reference: Some(place), ..Combined::default() };
                self.list[id.0 as usize].combined = Some(Box::new(broken));
                id
            }
        }
    }

    fn reserve(&mut self, place: Place) -> SchemaId {
        // A schema takes at least two bytes of text, so their number fits.
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Schema::accepting_all(place));
        self.note(place, id);
        id
    }

    fn known(&self, place: Place) -> Option<SchemaId> {
        let number = *self.known.get(place.resource as usize)?.get(place.node as usize)?;
        number.checked_sub(1).map(SchemaId)
    }

    fn note(&mut self, place: Place, id: SchemaId) {
        let resource = place.resource as usize;
        if self.known.len() <= resource {
            self.known.resize(resource + 1, Vec::new());
        }
        let nodes = &mut self.known[resource];
        if nodes.is_empty() {
            nodes.resize(self.references.value(Place { node: 0, ..place }).end_index() as usize, 0);
        }
        nodes[place.node as usize] = id.0 + 1;
    }

    fn build(&mut self, id: SchemaId, place: Place, base: &str) {
        let mut schema = Schema::accepting_all(place);
        let resource = self.references.resource(place);
        let value = resource.document.at(place.node);
        schema.boolean = value.as_bool();
        for member in value.members() {
            let at = Place { node: member.value().index(), ..place };
            self.keyword(&mut schema, &member.name(), at, base);
        }
        self.list[id.0 as usize] = schema;
    }

    fn keyword(&mut self, schema: &mut Schema, keyword: &str, at: Place, base: &str) {
        match keyword {
            "type" => self.types(schema, at),
            "nullable" => schema.nullable = self.references.value(at).as_bool() == Some(true),
            "airbyte_secret" => schema.secret = mark_of(self.references.value(at)),
            "enum" => {
                if let Some(items) = self.list(at, "enum") {
                    let enumeration = schema.enumeration.insert(Box::default());
                    for item in items {
                        enumeration.add(self.constant(item), self.references.value(item));
                    }
                    enumeration.sort();
                }
            }
            "const" => schema.constant = Some(Box::new(self.constant(at))),

            "minLength" => string(schema).min_length = self.count(at, "minLength"),
            "maxLength" => string(schema).max_length = self.count(at, "maxLength"),
            "pattern" => string(schema).pattern = self.pattern(at),
            "format" => {
                string(schema).format = self.references.value(at).as_str().and_then(|name| Format::named(&name));
            }

            "multipleOf" => number(schema).multiple_of = self.bound(at, "multipleOf"),
            "maximum" => number(schema).maximum = self.bound(at, "maximum"),
            "exclusiveMaximum" => number(schema).exclusive_maximum = self.bound(at, "exclusiveMaximum"),
            "minimum" => number(schema).minimum = self.bound(at, "minimum"),
            "exclusiveMinimum" => number(schema).exclusive_minimum = self.bound(at, "exclusiveMinimum"),

            "items" => array(schema).items = self.items(at, base),
            "additionalItems" => array(schema).additional_items = self.subschema(at, base, "additionalItems"),
            "minItems" => array(schema).min_items = self.count(at, "minItems"),
            "maxItems" => array(schema).max_items = self.count(at, "maxItems"),
            "uniqueItems" => array(schema).unique_items = self.references.value(at).as_bool() == Some(true),
            "contains" => array(schema).contains = self.subschema(at, base, "contains"),

            "properties" => self.properties(schema, at, base),
            "required" => self.required(schema, at),
            "patternProperties" => self.pattern_properties(schema, at, base),
            "additionalProperties" => {
                object(schema).additional_properties = self.subschema(at, base, "additionalProperties");
            }
            "propertyNames" => object(schema).property_names = self.subschema(at, base, "propertyNames"),
            "minProperties" => object(schema).min_properties = self.count(at, "minProperties"),
            "maxProperties" => object(schema).max_properties = self.count(at, "maxProperties"),
            "dependencies" => self.dependencies(schema, at, base),

            "allOf" => combined(schema).all_of = self.subschemas(at, base, "allOf"),
            "anyOf" => combined(schema).any_of = self.choice(at, base, "anyOf"),
            "oneOf" => combined(schema).one_of = self.choice(at, base, "oneOf"),
            "not" => combined(schema).not = self.subschema(at, base, "not"),
            "if" => self.condition(schema, at, base),
            // Everything else is an annotation, a misspelling or an extension: no effect, as draft-07 says.
            _ => {}
        }
    }

    fn fault(&mut self, place: Place, keyword: &'static str, wanted: &'static str) {
        self.faults.push(Fault { place, kind: FaultKind::Keyword { keyword, wanted } });
    }

    fn types(&mut self, schema: &mut Schema, at: Place) {
        let value = self.references.value(at);
        let names: Option<Vec<String>> = match value.kind() {
            Kind::String => value.as_str().map(|name| vec![name.into_owned()]),
            Kind::Array => value.items().map(|item| item.as_str().map(std::borrow::Cow::into_owned)).collect(),
            _ => None,
        };
        let Some(names) = names else { return self.fault(at, "type", "the name of a type, or a list of names") };
        schema.types = Types(0);
        for name in names {
            match Types::named(&name) {
                Some(types) => schema.types = schema.types.or(types),
                // As in the platform, a type that does not exist has no values (facts, blobs 9).
                None => self.faults.push(Fault { place: at, kind: FaultKind::Type(name) }),
            }
        }
    }

    fn constant(&self, at: Place) -> Constant {
        Constant { place: at, text: self.references.value(at).as_str().map(|text| text.into_owned().into()) }
    }

    fn list(&mut self, at: Place, keyword: &'static str) -> Option<Vec<Place>> {
        let value = self.references.value(at);
        if value.kind() == Kind::Array {
            return Some(value.items().map(|item| Place { node: item.index(), ..at }).collect());
        }
        self.fault(at, keyword, "a list");
        None
    }

    /// Looks at each member of a keyword's object, with its name and place.
    fn each_member(&mut self, at: Place, keyword: &'static str, mut each: impl FnMut(&mut Self, &str, Place)) {
        let resource = self.references.resource(at);
        let value = resource.document.at(at.node);
        if value.kind() != Kind::Object {
            return self.fault(at, keyword, "an object");
        }
        for member in value.members() {
            each(self, &member.name(), Place { node: member.value().index(), ..at });
        }
    }

    fn count(&mut self, at: Place, keyword: &'static str) -> Option<u64> {
        let count = self.references.value(at).as_number().and_then(crate::json::Number::as_count);
        if count.is_none() {
            self.fault(at, keyword, "a whole number that is not negative");
        }
        count
    }

    fn bound(&mut self, at: Place, keyword: &'static str) -> Option<Bound> {
        if let Some(number) = self.references.value(at).as_number() {
            return Some(Bound::new(at, number));
        }
        self.fault(at, keyword, "a number");
        None
    }

    fn pattern(&mut self, at: Place) -> Option<PatternRule> {
        let Some(source) = self.references.value(at).as_str().map(std::borrow::Cow::into_owned) else {
            self.fault(at, "pattern", "a regular expression in text");
            return None;
        };
        Some(self.pattern_rule(at, &source))
    }

    fn pattern_rule(&mut self, place: Place, source: &str) -> PatternRule {
        match Pattern::new(source) {
            Ok(pattern) => PatternRule { place, pattern: Some(pattern) },
            Err(error) => {
                self.faults.push(Fault { place, kind: FaultKind::Pattern(error.to_string()) });
                PatternRule { place, pattern: None }
            }
        }
    }

    fn subschema(&mut self, at: Place, base: &str, keyword: &'static str) -> Option<SchemaId> {
        if matches!(self.references.value(at).kind(), Kind::Object | Kind::Boolean) {
            return Some(self.schema_at(at, base));
        }
        self.fault(at, keyword, "a schema");
        None
    }

    fn subschemas(&mut self, at: Place, base: &str, keyword: &'static str) -> Box<[SchemaId]> {
        let places = self.list(at, keyword).unwrap_or_default();
        places.into_iter().filter_map(|place| self.subschema(place, base, keyword)).collect()
    }

    /// An empty list of branches accepts everything, as in the platform (facts, blobs 9).
    fn choice(&mut self, at: Place, base: &str, keyword: &'static str) -> Option<Choice> {
        let branches = self.subschemas(at, base, keyword);
        (!branches.is_empty()).then_some(Choice { branches, discriminator: None })
    }

    fn items(&mut self, at: Place, base: &str) -> Option<Items> {
        match self.references.value(at).kind() {
            Kind::Array => Some(Items::Tuple(self.subschemas(at, base, "items"))),
            _ => self.subschema(at, base, "items").map(Items::Each),
        }
    }

    fn properties(&mut self, schema: &mut Schema, at: Place, base: &str) {
        let rules = object(schema);
        self.each_member(at, "properties", |compiler, name, place| {
            if let Some(id) = compiler.subschema(place, base, "properties") {
                rules.properties.entry(name).schema = Some(id);
            }
        });
    }

    fn required(&mut self, schema: &mut Schema, at: Place) {
        // `required: true` inside a property is an old habit; the platform ignores it (facts, blobs 9).
        let Some(places) = self.list(at, "required") else { return };
        for place in places {
            let Some(name) = self.references.value(place).as_str().map(std::borrow::Cow::into_owned) else {
                self.fault(place, "required", "the name of a member");
                continue;
            };
            let rules = object(schema);
            let number = u32::try_from(rules.required_count).unwrap_or(u32::MAX);
            let property = rules.properties.entry(&name);
            if property.required.is_none() {
                property.required = Some(number);
                rules.required_count += 1;
            }
        }
    }

    fn pattern_properties(&mut self, schema: &mut Schema, at: Place, base: &str) {
        let mut rules = Vec::new();
        self.each_member(at, "patternProperties", |compiler, source, place| {
            if let Some(id) = compiler.subschema(place, base, "patternProperties") {
                rules.push((compiler.pattern_rule(place, source), id));
            }
        });
        object(schema).pattern_properties = rules.into();
    }

    fn dependencies(&mut self, schema: &mut Schema, at: Place, base: &str) {
        let mut dependencies = Vec::new();
        self.each_member(at, "dependencies", |compiler, name, place| {
            let value = compiler.references.value(place);
            let dependency = if value.kind() == Kind::Array {
                let names = value.items().filter_map(Value::as_str);
                Some(Dependency::Members(names.map(|name| name.into_owned().into()).collect()))
            } else {
                compiler.subschema(place, base, "dependencies").map(Dependency::Schema)
            };
            dependencies.extend(dependency.map(|dependency| (name.into(), dependency)));
        });
        object(schema).dependencies = dependencies.into();
    }

    /// `then` and `else` mean nothing without `if`, so they are read with it.
    fn condition(&mut self, schema: &mut Schema, at: Place, base: &str) {
        let Some(condition) = self.subschema(at, base, "if") else { return };
        let beside = |compiler: &Compiler, keyword: &str| {
            let parent = compiler.references.value(schema.place);
            parent.get(keyword).map(|value| Place { node: value.index(), ..at })
        };
        let (then, otherwise) = (beside(self, "then"), beside(self, "else"));
        let then = then.and_then(|place| self.subschema(place, base, "then"));
        let otherwise = otherwise.and_then(|place| self.subschema(place, base, "else"));
        combined(schema).if_then_else = Some(IfThenElse { condition, then, otherwise });
    }
}

fn string(schema: &mut Schema) -> &mut StringRules {
    schema.string.get_or_insert_default()
}

fn number(schema: &mut Schema) -> &mut NumberRules {
    schema.number.get_or_insert_default()
}

fn array(schema: &mut Schema) -> &mut ArrayRules {
    schema.array.get_or_insert_default()
}

fn object(schema: &mut Schema) -> &mut ObjectRules {
    schema.object.get_or_insert_default()
}

fn combined(schema: &mut Schema) -> &mut Combined {
    schema.combined.get_or_insert_default()
}

fn reference_of(value: Value<'_>) -> Option<String> {
    value.get("$ref")?.as_str().map(std::borrow::Cow::into_owned)
}

fn secret_mark(value: Value<'_>) -> SecretMark {
    value.get("airbyte_secret").map_or(SecretMark::None, mark_of)
}

/// One real spec says `"true"` in text; anything but a clear "no" is taken for a secret.
fn mark_of(value: Value<'_>) -> SecretMark {
    match value.raw() {
        "false" | "\"false\"" | "null" => SecretMark::Denied,
        _ => SecretMark::Secret,
    }
}

fn find_discriminators(schemas: &mut Schemas) {
    for index in 0..schemas.list.len() {
        let Some(combined) = &schemas.list[index].combined else { continue };
        let find =
            |choice: &Option<Choice>| choice.as_ref().and_then(|choice| discriminator(schemas, &choice.branches));
        let (any_of, one_of) = (find(&combined.any_of), find(&combined.one_of));
        if let Some(combined) = &mut schemas.list[index].combined {
            if let Some(choice) = &mut combined.any_of {
                choice.discriminator = any_of;
            }
            if let Some(choice) = &mut combined.one_of {
                choice.discriminator = one_of;
            }
        }
    }
}

fn texts_of(values: &[&Constant]) -> Option<Names> {
    let mut texts = Names::default();
    for value in values {
        texts.note(value.text.as_deref()?);
    }
    Some(texts)
}

/// The first property, in the order of the first branch, that has one value in every branch, each time another.
fn discriminator(schemas: &Schemas, branches: &[SchemaId]) -> Option<Discriminator> {
    let rules = |branch: &SchemaId| schemas.get(*branch).object.as_deref();
    let first = rules(branches.first()?)?;
    first.properties.list.iter().find_map(|candidate| {
        let entries: Vec<&Property> =
            branches.iter().map(|branch| rules(branch)?.properties.named(&candidate.name)).collect::<Option<_>>()?;
        let ids: Box<[SchemaId]> = entries.iter().map(|entry| entry.schema).collect::<Option<_>>()?;
        let values: Vec<&Constant> = ids.iter().map(|id| schemas.get(*id).only_value()).collect::<Option<_>>()?;
        let distinct = values.iter().enumerate().all(|(number, value)| {
            values[..number].iter().all(|earlier| !earlier.equals(schemas, schemas.value(value.place)))
        });
        distinct.then(|| Discriminator {
            property: candidate.name.clone(),
            hash: hash_of_name(candidate.name.as_bytes()),
            texts: texts_of(&values),
            schemas: ids,
            required: entries.iter().map(|entry| entry.required.is_some()).collect(),
        })
    })
}
