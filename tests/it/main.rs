//! Everything that must be true of airbyte-db, from the outside in: one binary, one module a subject.

mod corpus;
mod support;
