//! Registries: many specs, found by name.

use super::slots::Slots;
use super::specs::{self, Spec};
use super::{Answer, call};
use crate::blobs::Registry;
use crate::json::{ObjectText, quoted};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static REGISTRIES: RefCell<Slots<Registry>> = RefCell::default();
}

/// Reads a registry.
#[wasm_bindgen]
pub fn registry_load(length: usize) -> i32 {
    call([length], |[text]| {
        let registry = Registry::read(text)?;
        Ok(REGISTRIES.with_borrow_mut(|registries| registries.keep(registry)))
    })
}

/// Frees a registry.
#[wasm_bindgen]
pub fn registry_free(registry: usize) {
    REGISTRIES.with_borrow_mut(|registries| registries.free(registry));
}

/// Its definitions, without their specs.
#[wasm_bindgen]
pub fn registry_list(registry: usize) -> i32 {
    call([], |[]| REGISTRIES.with_borrow_mut(|registries| Ok(listed(registries.get(registry)?))))
}

fn listed(registry: &Registry) -> Answer {
    let mut text = String::from("[");
    for definition in registry {
        let mut object = ObjectText::default();
        let members = [
            ("definitionId", &definition.definition_id),
            ("name", &definition.name),
            ("dockerRepository", &definition.docker_repository),
            ("dockerImageTag", &definition.docker_image_tag),
            ("actorType", &definition.actor_type),
        ];
        for (name, value) in members {
            if let Some(value) = value {
                object.push(name, &quoted(value));
            }
        }
        object.push("hasSpec", if definition.spec_text.is_some() { "true" } else { "false" });
        text += if text.len() > 1 { "," } else { "" };
        text += &object.finish();
    }
    Answer::Text(text + "]")
}

/// Compiles the spec of the definition that answers to a name.
#[wasm_bindgen]
pub fn registry_spec(registry: usize, name: usize) -> i32 {
    call([name], |[name]| {
        REGISTRIES.with_borrow_mut(|registries| {
            let definition = registries.get(registry)?.find(name)?;
            Ok(specs::keep(Spec::of(definition.specification()?)?))
        })
    })
}
