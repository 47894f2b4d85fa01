//! What stands in the place of a secret in a stored configuration: `{"_secret": "<base>_v<version>"}`.

use crate::json::Value;
use std::borrow::Cow;

/// The members that such a reference may have. The platform writes the first; a later one adds the second; the third is
/// ours, for a secret whose type the spec does not tell.
const MEMBERS: [&str; 3] = ["_secret", "_secret_storage_id", "_secret_type"];

/// The coordinate of a reference; none where the value is something else.
pub(crate) fn secret_reference(value: Value<'_>) -> Option<Cow<'_, str>> {
    let coordinate = value.get("_secret")?.as_str()?;
    let members = value.members().all(|member| MEMBERS.iter().any(|name| member.is_named(name)));
    (members && coordinate_parts(&coordinate).is_some()).then_some(coordinate)
}

/// A coordinate's base and version, as the platform parses it (facts, databases 2.10): `_v` once, a 64-bit version
/// behind it.
pub(crate) fn coordinate_parts(coordinate: &str) -> Option<(&str, i64)> {
    let (base, version) = coordinate.split_once("_v")?;
    (!base.is_empty() && !version.contains("_v")).then_some((base, version.parse().ok()?))
}
