//! A connector's spec: verdicts, forms, secrets.

use super::slots::{Slots, list, options};
use super::{Answer, Thrown, call, told};
use crate::blobs::Specification;
use crate::form::{self, Form, Layout};
use crate::json::{ObjectText, quoted};
use crate::secrets::{Previous, Secret, Secrets};
use crate::{Memory, Validator};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static SPECS: RefCell<Slots<Spec>> = RefCell::default();
}

/// A spec that JavaScript holds on to.
pub(super) struct Spec {
    specification: Specification,
    validator: Validator,
    /// Made when it is first asked for: not every caller draws a form.
    form: Option<Form>,
    /// From one verdict to the next.
    memory: Memory,
}

impl Spec {
    pub(super) fn of(specification: Specification) -> Result<Spec, Thrown> {
        let validator = Validator::new(specification.connection_specification_text())?;
        Ok(Spec { specification, validator, form: None, memory: Memory::default() })
    }

    fn form(&mut self) -> Result<&mut Form, Thrown> {
        let form = match self.form.take() {
            Some(form) => form,
            None => Form::new(self.specification.connection_specification_text())?,
        };
        Ok(self.form.insert(form))
    }

    fn secrets(&self) -> Result<Secrets, Thrown> {
        Ok(Secrets::of(&self.validator)?)
    }
}

/// Keeps a spec for JavaScript.
pub(super) fn keep(spec: Spec) -> Answer {
    SPECS.with_borrow_mut(|specs| specs.keep(spec))
}

fn ask<const N: usize>(
    spec: usize,
    lengths: [usize; N],
    work: impl FnOnce(&mut Spec, [&str; N]) -> Result<Answer, Thrown>,
) -> i32 {
    call(lengths, |texts| SPECS.with_borrow_mut(|specs| work(specs.get(spec)?, texts)))
}

/// Compiles a spec: a number to name it by.
#[wasm_bindgen]
pub fn spec_load(length: usize) -> i32 {
    call([length], |[text]| Ok(keep(Spec::of(Specification::read(text)?)?)))
}

/// Frees a spec.
#[wasm_bindgen]
pub fn spec_free(spec: usize) {
    SPECS.with_borrow_mut(|specs| specs.free(spec));
}

/// The whole specification, as it was written.
#[wasm_bindgen]
pub fn spec_text(spec: usize) -> i32 {
    ask(spec, [], |spec, []| Ok(Answer::Text(spec.specification.text().to_owned())))
}

/// The JSON Schema in it, as it was written.
#[wasm_bindgen]
pub fn spec_schema(spec: usize) -> i32 {
    ask(spec, [], |spec, []| Ok(Answer::Text(spec.specification.connection_specification_text().to_owned())))
}

/// The verdict on a configuration; nothing where there is nothing to say.
#[wasm_bindgen]
pub fn spec_validate(spec: usize, length: usize, mode: u32, formats: bool, most: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| {
        Ok(told(&spec.validator.validate_reusing(configuration, &options(mode, formats, most), &mut spec.memory)?))
    })
}

/// The form model, in the newer order or in that of v0.40.
#[wasm_bindgen]
pub fn spec_form(spec: usize, old_order: bool) -> i32 {
    ask(spec, [], |spec, []| {
        let layout = if old_order { Layout::V0_40 } else { Layout::Current };
        Ok(Answer::Text(spec.form()?.model_in(layout).to_json()))
    })
}

/// The configuration that the form begins with.
#[wasm_bindgen]
pub fn spec_defaults(spec: usize) -> i32 {
    ask(spec, [], |spec, []| Ok(Answer::Text(spec.form()?.initial_values())))
}

/// Another branch of a choice; nothing where there is no such choice or branch.
#[wasm_bindgen]
pub fn spec_switch_branch(spec: usize, length: usize, pointer: usize, branch: usize) -> i32 {
    ask(spec, [length, pointer], |spec, [configuration, pointer]| {
        let switched = spec.form()?.switch_branch(configuration, pointer, branch)?;
        Ok(switched.map_or(Answer::Nothing, |switched| Answer::Text(switched.to_json())))
    })
}

/// The branches that a configuration has taken of the choice at a place: a list of numbers.
#[wasm_bindgen]
pub fn spec_branches(spec: usize, length: usize, pointer: usize) -> i32 {
    ask(spec, [length, pointer], |spec, [configuration, pointer]| {
        let taken = spec.form()?.branches(configuration, pointer)?;
        let numbers: Vec<String> = taken.iter().map(usize::to_string).collect();
        Ok(Answer::Text(format!("[{}]", numbers.join(","))))
    })
}

/// The configuration with what a place begins with; nothing where the spec has no such place.
#[wasm_bindgen]
pub fn spec_begin(spec: usize, length: usize, pointer: usize) -> i32 {
    ask(spec, [length, pointer], |spec, [configuration, pointer]| {
        let begun = spec.form()?.begin(configuration, pointer)?;
        Ok(begun.map_or(Answer::Nothing, Answer::Text))
    })
}

/// The configuration with what a person typed at a place; nothing where the spec has no such place.
#[wasm_bindgen]
pub fn spec_enter(spec: usize, length: usize, pointer: usize, input: usize) -> i32 {
    ask(spec, [length, pointer, input], |spec, [configuration, pointer, input]| {
        let entered = spec.form()?.enter(configuration, pointer, input)?;
        Ok(entered.map_or(Answer::Nothing, Answer::Text))
    })
}

/// The configuration with the types that the spec wants.
#[wasm_bindgen]
pub fn spec_coerce(spec: usize, length: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| Ok(Answer::Text(spec.form()?.coerce(configuration)?)))
}

/// The configuration without the members that the spec does not declare.
#[wasm_bindgen]
pub fn spec_prune(spec: usize, length: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| Ok(Answer::Text(spec.form()?.prune(configuration)?)))
}

/// The secret places of the spec: a list of pointers.
#[wasm_bindgen]
pub fn spec_places(spec: usize) -> i32 {
    ask(spec, [], |spec, []| {
        let places = spec.secrets()?.places()?;
        Ok(list(places.iter().map(String::as_str)))
    })
}

/// The pointers to a configuration's secrets.
#[wasm_bindgen]
pub fn spec_find_secrets(spec: usize, length: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| {
        let found = spec.secrets()?.find(configuration)?;
        Ok(list(found.iter().map(String::as_str)))
    })
}

/// How many secrets a configuration has: `spec_split` needs at most so many new ids.
#[wasm_bindgen]
pub fn spec_count_secrets(spec: usize, length: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| Ok(Answer::Number(spec.secrets()?.count(configuration)?)))
}

/// The configuration with a mask in the place of every secret.
#[wasm_bindgen]
pub fn spec_mask(spec: usize, length: usize) -> i32 {
    ask(spec, [length], |spec, [configuration]| Ok(Answer::Text(spec.secrets()?.mask(configuration)?)))
}

/// The edited configuration with the stored values in the place of the masks.
#[wasm_bindgen]
pub fn spec_restore(spec: usize, edited: usize, stored: usize) -> i32 {
    ask(spec, [edited, stored], |spec, [edited, stored]| Ok(Answer::Text(spec.secrets()?.restore(edited, stored)?)))
}

/// Takes the secrets out: an object of two texts, `configuration` and `secrets`, which has a row a line. The previous
/// configuration and its secrets are empty where there is none. The new ids are UUIDs with blanks between them.
#[wasm_bindgen]
pub fn spec_split(
    spec: usize,
    length: usize,
    workspace: usize,
    previous: usize,
    previous_secrets: usize,
    new_ids: usize,
) -> i32 {
    let lengths = [length, workspace, previous, previous_secrets, new_ids];
    ask(spec, lengths, |spec, [configuration, workspace, previous, previous_secrets, new_ids]| {
        let rows = Secret::read_lines(previous_secrets)?;
        let previous = (!previous.is_empty()).then_some(Previous { configuration: previous, secrets: &rows });
        let ids = new_ids.split_whitespace().map(str::to_owned);
        let split = spec.secrets()?.split(configuration, workspace, previous, ids)?;
        let rows: String = split.secrets.iter().map(|secret| secret.to_json() + "\n").collect();
        let mut object = ObjectText::default();
        object.push("configuration", &quoted(&split.configuration));
        object.push("secrets", &quoted(&rows));
        Ok(Answer::Text(object.finish()))
    })
}

/// The stored configuration with the secrets put back, which are given with a row a line.
#[wasm_bindgen]
pub fn spec_hydrate(spec: usize, length: usize, secrets: usize) -> i32 {
    ask(spec, [length, secrets], |spec, [stored, secrets]| {
        let rows = Secret::read_lines(secrets)?;
        Ok(Answer::Text(spec.secrets()?.hydrate(stored, &rows)?))
    })
}

/// A document with another value at a place; without a value the place is removed.
#[wasm_bindgen]
pub fn put(document: usize, pointer: usize, value: usize) -> i32 {
    call([document, pointer, value], |[document, pointer, value]| {
        Ok(Answer::Text(form::put(document, pointer, (!value.is_empty()).then_some(value))?))
    })
}
