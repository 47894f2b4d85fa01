//! What is done to a compiled module before it is packed.
//!
//! ```text
//! compiled ──links──▶ what leads to what ──▶ parts: what nobody can reach, what only late exports reach
//!     │                                        │
//!     └──shrink──▶ without words of panics, without what nobody can reach ──(wasm-bindgen)──split──▶ first, later
//! ```
//!
//! It must not know what the functions inside are for.

mod links;
mod parts;
mod shrink;
mod split;

pub(crate) use parts::Parts;
pub(crate) use shrink::shrink;
pub(crate) use split::split;
