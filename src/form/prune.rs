//! Members that the spec does not declare, removed as the platform's form does on submit.

use super::text::{Edits, member_range};
use super::view::View;
use crate::json::{Kind, Value};

pub(super) fn edits(view: &View<'_>, configuration: Value<'_>) -> Edits {
    let mut edits = Edits::default();
    prune(view, configuration, &mut edits);
    edits
}

fn prune(view: &View<'_>, value: Value<'_>, edits: &mut Edits) {
    // A secret may stand as a reference, with members that no spec declares.
    if view.is_secret() {
        return;
    }
    // Without its branch nothing can be said of an object's members.
    let Some(view) = view.settled(value) else { return };
    match value.kind() {
        Kind::Object => members(&view, value, edits),
        Kind::Array => {
            let Some(item) = view.items() else { return };
            value.items().for_each(|value| prune(&item, value, edits));
        }
        _ => {}
    }
}

fn members(view: &View<'_>, object: Value<'_>, edits: &mut Edits) {
    let keeps_all = view.is_open() || !view.has_names();
    let mut parts = Vec::with_capacity(object.len());
    for member in object.members() {
        let property = view.property(&member.name());
        parts.push((member_range(member), keeps_all || property.is_some()));
        if let Some(property) = property {
            prune(&property.view, member.value(), edits);
        }
    }
    edits.keep(&parts);
}
