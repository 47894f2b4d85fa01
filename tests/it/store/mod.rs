//! The store. All but `file`, `drift` and the generated cases also run on the wasm build, in Node (`tests/wasm`).

mod drift;
mod file;
mod rows;
mod support;
