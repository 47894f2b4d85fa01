//! What is wrong with a connector's spec, and what changed between two catalogs.

use crate::blobs::Specification;
use crate::difference;
use crate::lint;
use crate::wasm::{Answer, call, told};
use wasm_bindgen::prelude::wasm_bindgen;

/// The verdict on a spec, without the rules that are named, one a line; nothing where there is nothing to say.
#[wasm_bindgen]
pub fn spec_lint(spec: usize, allow: usize, most: usize) -> i32 {
    call([spec, allow], |[spec, allow]| {
        let allow = allow.lines().map(lint::code).collect::<crate::Result<Vec<_>>>()?;
        let options = lint::Options { allow: &allow, max_findings: most };
        Ok(told(&lint::check(&Specification::read(spec)?, &options)?))
    })
}

/// What changed between two catalogs; a third, configured one may be empty.
#[wasm_bindgen]
pub fn catalog_difference(older: usize, newer: usize, configured: usize) -> i32 {
    call([older, newer, configured], |[older, newer, configured]| {
        let configured = match configured {
            "" => difference::is_configured(older)?.then_some(older),
            configured => Some(configured),
        };
        Ok(Answer::Text(difference::compare(older, newer, configured)?.to_json()))
    })
}
