//! The store. All but `file`, `foreign`, `drift` and the generated cases also run on the wasm build, in Node (`tests/wasm`).

mod actors;
mod catalogs;
mod command;
mod drift;
mod errors;
mod file;
mod foreign;
mod jobs;
mod kill;
mod machine;
mod page;
mod questions;
mod rows;
mod states;
pub(crate) mod support;

pub(crate) use errors::errors;
