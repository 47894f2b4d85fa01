//! Secrets taken out of a configuration, and put back.

use super::coordinate::Coordinate;
use super::counterpart::{Side, counterparts};
use super::payload::{json_of, payload_of, type_to_tell};
use super::row::{Payloads, Secret};
use crate::error::{Error, Result, at};
use crate::json::{Document, Edits, Value, quoted};
use crate::validate::reach::{Exhausted, Reach};
use crate::validate::schema::Types;
use crate::validate::secret_reference;
use std::fmt;

const FOREIGN: &str = "a reference to a stored secret stands here, and the stored configuration has not the same one; \
                       give the value itself";

/// A configuration without its secrets, and the secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Split {
    /// The configuration as it is stored, with `{"_secret": "<coordinate>"}` in the place of each secret.
    pub configuration: String,
    /// The secrets to store, in the order in which they stand in the configuration; unchanged ones too.
    pub secrets: Vec<Secret>,
}

impl fmt::Debug for Split {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Split({} bytes, {} secrets)", self.configuration.len(), self.secrets.len())
    }
}

/// How a configuration is stored so far: split, and the secrets that it refers to.
#[derive(Clone, Copy)]
pub struct Previous<'a> {
    /// The stored configuration, with references.
    pub configuration: &'a str,
    /// The stored secrets; others may be among them.
    pub secrets: &'a [Secret],
}

impl fmt::Debug for Previous<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Previous({} bytes, {} secrets)", self.configuration.len(), self.secrets.len())
    }
}

pub(super) fn split(
    reach: &Reach<'_>,
    document: &Document<'_>,
    previous: Option<(&Document<'_>, &[Secret])>,
    workspace: &str,
    ids: &mut dyn Iterator<Item = String>,
) -> Result<Split> {
    let root = document.root();
    let spotted = reach.spotted(root).map_err(|Exhausted| crate::validate::exhausted())?;
    let one = Side { root, spotted: &spotted };
    let before = match previous {
        Some((previous, _)) => reach.spotted(previous.root()).map_err(|Exhausted| crate::validate::exhausted())?,
        None => Vec::new(),
    };
    let stored = previous.map(|(previous, _)| counterparts(one, Side { root: previous.root(), spotted: &before }));
    let payloads = Payloads::of(previous.map_or(&[], |(_, secrets)| secrets));
    let mut splitter = Splitter { payloads, workspace, ids };
    let mut edits = Edits::of(document);
    let mut secrets = Vec::new();
    let mut kept = Vec::new();
    for (at, &spotted) in spotted.iter().enumerate() {
        let value = root.with_index(spotted.node);
        let stored = stored.as_ref().and_then(|stored| secret_reference(stored[at]?));
        if spotted.secret && spotted.replaced {
            // Another member of the same name counts, so nobody ever reads this one.
            edits.replace(value, "null");
        } else if let Some(coordinate) = secret_reference(value) {
            if stored.as_ref() != Some(&coordinate) {
                return Err(at_value(value, FOREIGN));
            }
            kept.push(spotted.node);
            let known = splitter.payloads.get(&coordinate).map(str::to_owned);
            secrets.extend(known.map(|payload| Secret { coordinate: coordinate.into_owned(), payload }));
        } else if spotted.secret && !value.is_null() {
            let secret = splitter.secret(stored.as_deref(), value)?;
            edits.replace(value, &reference(&secret, value, spotted.types));
            secrets.push(secret);
        }
    }
    no_other_references(reach, one, &kept)?;
    Ok(Split { configuration: edits.finish(), secrets })
}

fn at_value(value: Value<'_>, message: &str) -> Error {
    at(value.path(), message)
}

struct Splitter<'a> {
    payloads: Payloads<'a>,
    workspace: &'a str,
    ids: &'a mut dyn Iterator<Item = String>,
}

impl Splitter<'_> {
    /// The row for a value, given the coordinate that is stored in its place.
    fn secret(&mut self, stored: Option<&str>, value: Value<'_>) -> Result<Secret> {
        let payload = payload_of(value).into_owned();
        let coordinate = match stored {
            None => {
                let too_few = || at("", "there are more new secrets than ids given for them");
                Coordinate::new(self.workspace, &self.ids.next().ok_or_else(too_few)?)?
            }
            Some(stored) => {
                let known: Coordinate = stored.parse()?;
                match self.payloads.get(stored) {
                    // As the platform has it: what was lost starts anew under its old name.
                    None => known.with_version(1),
                    Some(stored) if stored == payload => known,
                    Some(_) => known.next()?,
                }
            }
        };
        Ok(Secret { coordinate: coordinate.to_string(), payload })
    }
}

fn reference(secret: &Secret, value: Value<'_>, types: Types) -> String {
    let coordinate = quoted(&secret.coordinate);
    match type_to_tell(value.kind(), types) {
        Some(told) => format!("{{\"_secret\": {coordinate}, \"_secret_type\": \"{told}\"}}"),
        None => format!("{{\"_secret\": {coordinate}}}"),
    }
}

/// Whoever writes a reference into a configuration by hand would get another's secret when it is put back.
fn no_other_references(reach: &Reach<'_>, side: Side<'_>, kept: &[u32]) -> Result<()> {
    // A secret is taken out whole, whatever it holds.
    let pass_over = |value: Value<'_>| side.is_secret(value) || kept.binary_search(&value.index()).is_ok();
    let found = references(reach, side.root, &pass_over)?;
    match found.first() {
        Some(reference) => Err(at_value(reference.value, FOREIGN)),
        None => Ok(()),
    }
}

/// A reference in a stored configuration, with the types that its value may have.
pub(super) struct Reference<'doc> {
    pub(super) value: Value<'doc>,
    pub(super) coordinate: String,
    types: Types,
}

/// The references in a configuration, wherever they are: other readings of the spec may have put them there.
pub(super) fn references<'doc>(
    reach: &Reach<'_>,
    root: Value<'doc>,
    pass_over: &dyn Fn(Value<'doc>) -> bool,
) -> Result<Vec<Reference<'doc>>> {
    let mut found = Vec::new();
    let walked = reach.walk(root, &mut |here| {
        if here.replaced || pass_over(here.value) {
            return false;
        }
        let Some(coordinate) = secret_reference(here.value) else { return true };
        let types = reach.types(here.schemas);
        found.push(Reference { value: here.value, coordinate: coordinate.into_owned(), types });
        false
    });
    walked.map_err(|Exhausted| crate::validate::exhausted())?;
    Ok(found)
}

pub(super) fn hydrate(reach: &Reach<'_>, document: &Document<'_>, secrets: &[Secret]) -> Result<String> {
    let payloads = Payloads::of(secrets);
    let mut edits = Edits::of(document);
    for Reference { value, coordinate, types } in references(reach, document.root(), &|_| false)? {
        let missing = || at_value(value, "none of the secrets given is the one that is referred to here");
        let payload = payloads.get(&coordinate).ok_or_else(missing)?;
        let told = value.get("_secret_type").and_then(Value::as_str);
        edits.replace(value, &json_of(payload, types, told.as_deref()));
    }
    Ok(edits.finish())
}
