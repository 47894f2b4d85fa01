//! Hashes, of texts and of bytes.

use super::slots::list;
use super::{Answer, FACE, Thrown, call, usage};
use crate::hash::{self, HashForm, HashValue};
use wasm_bindgen::prelude::wasm_bindgen;

/// The hash of a text, read and made as the two names say.
#[wasm_bindgen]
pub fn hash(length: usize, reading: usize, form: usize) -> i32 {
    call([length, reading, form], |[text, reading, form]| {
        Ok(Answer::Text(hash::of_text(text, named(reading)?, named(form)?)?.to_string()))
    })
}

/// The hash of bytes that need not be text.
#[wasm_bindgen]
pub fn hash_bytes(length: usize, form: u32) -> i32 {
    FACE.with_borrow_mut(|face| {
        let form = HashForm::ALL.get(form as usize).copied().unwrap_or_default();
        let hash = hash::of_bytes(face.given.get(..length).unwrap_or_default(), form);
        face.tell(Ok(Answer::Text(hash.to_string())))
    })
}

/// The text that a hash is made of.
#[wasm_bindgen]
pub fn hash_text(length: usize, reading: usize, form: usize) -> i32 {
    call([length, reading, form], |[text, reading, form]| {
        Ok(Answer::Text(hash::text_of(text, named(reading)?, named(form)?)?))
    })
}

/// How a text was read and in which form it was hashed, where a stored hash belongs to it; nothing otherwise.
#[wasm_bindgen]
pub fn hash_origin(stored: usize, length: usize) -> i32 {
    call([stored, length], |[stored, text]| {
        let origin = stored.parse::<HashValue>()?.belongs_to(text)?;
        Ok(origin.map_or(Answer::Nothing, |origin| list([origin.reading.as_str(), origin.form.as_str()])))
    })
}

fn named<T: std::str::FromStr<Err = crate::Error>>(name: &str) -> Result<T, Thrown> {
    name.parse().map_err(|error: crate::Error| usage(&error.message()))
}
