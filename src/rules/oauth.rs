//! Parameters of OAuth: of their definition's side, and as its `advanced_auth` describes them.
//!
//! They are secrets throughout, in the clear: no finding is made of their values.

use super::actor;
use super::judge::Judge;
use crate::json::{ObjectText, Value, push_segment, segments};
use crate::oauth;
use crate::validate::{Code, Finding, Mode, quoted};
use std::collections::HashMap;

pub(super) fn check(judge: &mut Judge<'_>) {
    let Some(definition) = judge.neighbour("actor_definition", "actor_definition_id") else { return };
    actor::same_side(judge, &definition);
    let (Some(configuration), Some(specification)) =
        (judge.object("configuration"), definition.pointer("/spec/advanced_auth/oauth_config_specification"))
    else {
        return;
    };
    // Without it the parameters are merged as they are; with it they are flattened first (facts, databases 2.7).
    let flat = Flat::of(configuration);
    for pointer in &flat.repeated {
        let name = segments(pointer).last().unwrap_or_default();
        let message = format!("{} is there twice, in different objects.", quoted(&name));
        judge.error(Code::Repeated, pointer, message, "Keep one: the platform lifts them out of their objects.");
    }
    if let Some(input) = specification.get("complete_oauth_server_input_specification")
        && flat.repeated.is_empty()
    {
        for finding in actor::findings(&with_secrets(input), &flat.text(), Mode::Raw) {
            let pointer = flat.pointer(&finding.pointer);
            judge.add(Finding { pointer, ..finding });
        }
    }
}

/// The leaves of nested objects by their own names, wherever they stand (facts, databases 2.7).
#[derive(Default)]
struct Flat<'doc> {
    leaves: Vec<(String, Value<'doc>)>,
    /// Where each name stands in the row.
    pointers: HashMap<String, String>,
    repeated: Vec<String>,
}

impl<'doc> Flat<'doc> {
    fn of(configuration: Value<'doc>) -> Flat<'doc> {
        let mut flat = Flat::default();
        for (path, value) in oauth::lifted(configuration, usize::MAX).unwrap_or_default() {
            let Some(name) = path.last() else { continue };
            let pointer = format!("/configuration{}", oauth::pointer_of(&path));
            if flat.pointers.contains_key(&**name) {
                flat.repeated.push(pointer);
            } else {
                flat.pointers.insert(name.clone().into_owned(), pointer);
                flat.leaves.push((name.clone().into_owned(), value));
            }
        }
        flat
    }

    fn text(&self) -> String {
        let leaves = self.leaves.iter().map(|(name, value)| (name.as_str(), value.raw()));
        object(leaves)
    }

    /// Where something of the flat object stands, or belongs, in the row.
    fn pointer(&self, flat: &str) -> String {
        let Some(name) = segments(flat).next() else { return "/configuration".to_owned() };
        let mut own = String::new();
        push_segment(&mut own, &name);
        match self.pointers.get(&*name) {
            Some(pointer) => format!("{pointer}{}", flat.strip_prefix(own.as_str()).unwrap_or("")),
            None => format!("/configuration{flat}"),
        }
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = ObjectText::default();
    members.for_each(|(name, value)| text.push(name, value));
    text.finish()
}

/// The schema with all that it describes marked as a secret, which such specifications leave out.
fn with_secrets(schema: Value<'_>) -> String {
    let own: Vec<_> = schema.members().map(|member| (member.name().into_owned(), member.value().raw())).collect();
    let own = own.iter().filter(|(name, _)| name != "airbyte_secret").map(|(name, raw)| (name.as_str(), *raw));
    object(own.chain([("airbyte_secret", "true")]))
}
