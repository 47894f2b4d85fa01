//! The secret places of a spec, and where they are in a configuration.

use crate::error::Result;
use crate::json::{Kind, Value, push_segment};
use crate::sorting::sort;
use crate::validate::exhausted;
use crate::validate::reach::Reach;
use crate::validate::schema::{Items, SchemaId};
use std::collections::HashSet;

/// A spec that leads to more places than this, or deeper, is none that a person wrote.
const MOST_PLACES: usize = 50_000;
const LONGEST_POINTER: usize = 10_000;

/// A place on the way to secrets.
struct Step {
    pointer: String,
    schemas: Vec<SchemaId>,
    /// The same, to be compared.
    sorted: Vec<SchemaId>,
    above: Option<usize>,
}

impl Step {
    fn new(pointer: String, schemas: Vec<SchemaId>, above: Option<usize>) -> Step {
        let mut sorted = schemas.clone();
        sort(&mut sorted, SchemaId::cmp);
        Step { pointer, schemas, sorted, above }
    }
}

/// The pointers of a spec's secrets. `*` stands for every item, or every member that has no schema of its own; `**` for
/// all that repeats what is above it, in a spec that refers to itself.
pub(super) fn of_spec(reach: &Reach<'_>) -> Result<Vec<String>> {
    if !reach.describes() {
        return Ok(vec!["/*".to_owned()]);
    }
    let root = Step::new(String::new(), reach.applied(vec![reach.schemas.root]), None);
    let (mut steps, mut waiting, mut found) = (vec![root], vec![0], Vec::new());
    while let Some(at) = waiting.pop() {
        let Step { pointer, schemas, .. } = &steps[at];
        if reach.is_secret(schemas) {
            found.push(pointer.clone());
        } else if reach.holds_secret(schemas) {
            if repeats(&steps, at) {
                found.push(format!("{pointer}/**"));
                continue;
            }
            let below = below(reach, pointer, schemas, at);
            if steps.len() + below.len() > MOST_PLACES || pointer.len() > LONGEST_POINTER {
                return Err(exhausted());
            }
            // The last one in is the first one out, and the order is to be the spec's.
            waiting.extend((steps.len()..steps.len() + below.len()).rev());
            steps.extend(below);
        }
    }
    let mut seen = HashSet::new();
    found.retain(|pointer| seen.insert(pointer.clone()));
    Ok(found)
}

/// Whether the same schemas hold in a place above.
fn repeats(steps: &[Step], at: usize) -> bool {
    let mut above = steps[at].above;
    while let Some(higher) = above {
        if steps[higher].sorted == steps[at].sorted {
            return true;
        }
        above = steps[higher].above;
    }
    false
}

fn below(reach: &Reach<'_>, pointer: &str, schemas: &[SchemaId], at: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |segment: &str, start: Vec<SchemaId>| {
        let schemas = reach.applied(start);
        if reach.holds_secret(&schemas) {
            let mut pointer = pointer.to_owned();
            push_segment(&mut pointer, segment);
            steps.push(Step::new(pointer, schemas, Some(at)));
        }
    };
    let mut seen = HashSet::new();
    let (mut others, mut named_items) = (Vec::new(), 0);
    for schema in schemas.iter().map(|id| reach.schemas.get(*id)) {
        if let Some(rules) = &schema.object {
            for property in rules.properties.list.iter().filter(|property| property.schema.is_some()) {
                if seen.insert(&property.name) {
                    add(&property.name, reach.below(schemas, Kind::Object, &property.name).schemas);
                }
            }
            others.extend(rules.pattern_properties.iter().map(|(_, id)| *id).chain(rules.additional_properties));
        }
        if let Some(Items::Tuple(items)) = schema.array.as_ref().and_then(|rules| rules.items.as_ref()) {
            named_items = named_items.max(items.len());
        }
    }
    for number in 0..named_items {
        let number = number.to_string();
        add(&number, reach.below(schemas, Kind::Array, &number).schemas);
    }
    add("*", reach.below(schemas, Kind::Array, "*").schemas);
    add("*", others);
    steps
}

/// The pointers of some nodes, which are in order.
pub(super) fn pointers(root: Value<'_>, nodes: &[u32]) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(root, String::new())];
    while let Some((value, pointer)) = waiting.pop() {
        let below = |segment: &str| {
            let mut pointer = pointer.clone();
            push_segment(&mut pointer, segment);
            pointer
        };
        let next = nodes.partition_point(|node| *node <= value.index());
        if nodes.get(next).is_some_and(|node| *node < value.end_index()) {
            let first = waiting.len();
            waiting.extend(value.members().map(|member| (member.value(), below(&member.name()))));
            waiting.extend(value.items().enumerate().map(|(number, item)| (item, below(&number.to_string()))));
            // The last one in is the first one out.
            waiting[first..].reverse();
        }
        if next > 0 && nodes[next - 1] == value.index() {
            found.push(pointer);
        }
    }
    found
}
