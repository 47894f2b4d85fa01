//! Builds, tests and packs airbyte-db.
fn main() {}
