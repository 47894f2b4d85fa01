//! Deployments in and out: from where they are into a store, and from a store to where they are wanted.
//!
//! ```text
//!  Source ──begin──▶ Incoming ──cells──▶ row ──(redact)──▶ store
//!                       └─ what cannot be stored is told, with its table, key and reason
//!  store ──(workspace)──▶ cells ──(redact)──▶ Sink
//! ```
//!
//! Rows pass through a few at a time, so memory does not grow with their number. This module opens no file and no
//! connection of its own choice: whoever uses it hands over what is read and written.

mod sink;
mod source;

pub use sink::Sink;
pub use source::{Incoming, Place, Progress, Source, Values};
