//! The values that a form begins with, and what a new branch takes over from the old one: the same walk, once
//! without and once with earlier values.

use super::view::{Branch, View};
use super::{MOST_DEPTH, MOST_FIELDS};
use crate::json::{Kind, ObjectText, Value};
use crate::validate::SchemaId;

/// Writes values. What it has written counts, so that a spec that doubles with each step comes to an end.
#[derive(Default)]
pub(super) struct Maker {
    written: usize,
    /// The places of the spec on the way down: what leads back to itself is left out.
    path: Vec<Option<SchemaId>>,
}

impl Maker {
    /// The whole configuration.
    pub(super) fn configuration(&mut self, view: &View<'_>) -> String {
        self.path.push(view.root());
        match self.default_of_choice(view) {
            Some(text) => text,
            None => self.object(view, None),
        }
    }

    /// What a place begins with that somebody wants to be there.
    pub(super) fn wanted(&mut self, view: &View<'_>) -> Option<String> {
        self.value(view, true, None)
    }

    /// The value of a place, where it has one to begin with.
    fn value(&mut self, view: &View<'_>, required: bool, old: Option<Value<'_>>) -> Option<String> {
        let root = view.root();
        let circle = root.is_some() && self.path.contains(&root);
        if circle || self.path.len() >= MOST_DEPTH || self.written >= MOST_FIELDS {
            return None;
        }
        self.written += 1;
        self.path.push(root);
        let value = self.value_inside(view, required, old);
        self.path.pop();
        value
    }

    fn value_inside(&mut self, view: &View<'_>, required: bool, old: Option<Value<'_>>) -> Option<String> {
        if let Some(constant) = view.constant() {
            return Some(constant.raw().to_owned());
        }
        if let Some(kept) = old.and_then(|old| self.kept(view, old)) {
            return Some(kept);
        }
        if !view.branches().is_empty() {
            let named = self.default_of_choice(view);
            return if required { named.or_else(|| self.first_branch(view)) } else { named };
        }
        if let Some(default) = view.default() {
            return Some(default.raw().to_owned());
        }
        if !required {
            return None;
        }
        match view.kind() {
            Some(Kind::Object) if view.has_names() => Some(self.object(view, None)),
            // A switch shows "off" before anyone touches it, so that is what it has to mean.
            Some(Kind::Boolean) => Some("false".to_owned()),
            _ => view.only_value().map(|only| only.raw().to_owned()),
        }
    }

    /// An old value, as far as it still means something here.
    fn kept(&mut self, view: &View<'_>, old: Value<'_>) -> Option<String> {
        if view.takes(old) {
            return Some(old.raw().to_owned());
        }
        // What is being filled in is not valid yet; what it has so far is worth keeping all the same.
        if old.kind() != Kind::Object || view.is_secret() || !view.has_names() && view.branches().is_empty() {
            return None;
        }
        match view.branches() {
            [] => Some(self.object(view, Some(old))),
            _ => view.chosen(old).map(|branch| self.branch(view, branch, Some(old))),
        }
    }

    /// On a choice the default is the discriminator's value, or an object (facts, blobs 8.2).
    fn default_of_choice(&mut self, view: &View<'_>) -> Option<String> {
        let branch = default_branch(view)?;
        let default = view.annotation("default").filter(|value| value.kind() == Kind::Object);
        Some(self.branch(view, branch, default))
    }

    fn first_branch(&mut self, view: &View<'_>) -> Option<String> {
        let branches = view.branches();
        let shown = branches.iter().find(|branch| !view.branch_alone(**branch).is_marked("airbyte_hidden"));
        let branch = *shown.or(branches.first())?;
        self.branch_value(view, branch, None)
    }

    /// The value of a branch that may be no object.
    pub(super) fn branch_value(&mut self, view: &View<'_>, branch: Branch, old: Option<Value<'_>>) -> Option<String> {
        let inside = view.in_branch(branch);
        if inside.has_names() || inside.kind() == Some(Kind::Object) {
            return Some(self.branch(view, branch, old));
        }
        self.value(&inside, true, old)
    }

    fn branch(&mut self, view: &View<'_>, branch: Branch, old: Option<Value<'_>>) -> String {
        let discriminator = view.discriminator();
        let mut inside = view.in_branch(branch);
        // A further choice of the same object: as it was, or its first branch.
        while let Some(first) = inside.branches().first().copied() {
            let next = old.and_then(|old| inside.chosen(old)).or_else(|| default_branch(&inside)).unwrap_or(first);
            inside = inside.in_branch(next);
        }
        let place = view.branches().iter().position(|known| known.index == branch.index);
        let named = discriminator.zip(place);
        let named = named.as_ref().map(|(found, place)| (&*found.name, found.values[*place]));
        self.members(&inside, old, named)
    }

    fn object(&mut self, view: &View<'_>, old: Option<Value<'_>>) -> String {
        match view.branches().first() {
            Some(first) => {
                let branch = old.and_then(|old| view.chosen(old)).or_else(|| default_branch(view)).unwrap_or(*first);
                self.branch(view, branch, old)
            }
            None => self.members(view, old, None),
        }
    }

    fn members(&mut self, view: &View<'_>, old: Option<Value<'_>>, named: Option<(&str, Value<'_>)>) -> String {
        let mut object = ObjectText::default();
        for property in view.properties() {
            let value = match named {
                Some((name, value)) if name == property.name => Some(value.raw().to_owned()),
                _ => {
                    let old = old.and_then(|old| old.get(&property.name));
                    self.value(&property.view, property.required, old)
                }
            };
            if let Some(value) = value {
                object.push(&property.name, &value);
            }
        }
        object.finish()
    }
}

/// The branch that the spec's default names.
pub(super) fn default_branch(view: &View<'_>) -> Option<Branch> {
    let default =
        view.annotation("default").filter(|value| !value.is_null() && !value.is_empty() || is_scalar(*value))?;
    if default.kind() == Kind::Object {
        return view.chosen(default);
    }
    let values = view.discriminator()?.values;
    let place = values.iter().position(|value| *value == default)?;
    view.branches().get(place).copied()
}

fn is_scalar(value: Value<'_>) -> bool {
    matches!(value.kind(), Kind::String | Kind::Number | Kind::Boolean)
}
