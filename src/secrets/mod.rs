//! The secrets of a configuration, by its connector's spec: found, masked, restored, split off and put back.
//!
//! ```text
//!                     ┌─mask──▶ for display ──(a person edits)──restore──▶ configuration
//! configuration text ─┤
//!                     └─split─▶ Split { configuration with references, secrets } ──hydrate──▶ configuration
//! ```
//!
//! Everything works on text and changes it at the secret places only: the order of members and the text of numbers
//! stay. Which places are secret is decided as for [validation](crate::Validator): a place is one where any branch of
//! the spec that can reach it calls it a secret, whichever branch the configuration names. `docs/secrets.md` tells it
//! for people, `docs/fidelity.md` says where the platform does otherwise.

mod coordinate;
mod counterpart;
mod payload;
mod place;
mod row;
mod split;

pub use coordinate::Coordinate;
pub use row::Secret;
pub use split::{Previous, Split};

use crate::error::Result;
use crate::json::{Document, Edits, Value};
use crate::validate::Validator;
use crate::validate::reach::{Exhausted, Reach, Spotted};
use crate::validate::schema::Schemas;
use crate::validate::{exhausted, secret_reference};
use counterpart::{Side, counterparts};
use std::fmt;
use std::sync::Arc;

/// What is shown in the place of a secret: ten asterisks.
pub const MASK: &str = "**********";
/// The same as JSON.
pub(crate) const QUOTED_MASK: &str = "\"**********\"";

/// The secret places of a spec.
///
/// ```
/// use airbyte_db::secrets::Secrets;
///
/// let secrets = Secrets::new(r#"{
///   "properties": {"host": {"type": "string"}, "password": {"type": "string", "airbyte_secret": true}}
/// }"#)?;
/// assert_eq!(secrets.places()?, ["/password"]);
///
/// let stored = r#"{"host": "db.example.com", "password": "s3cret"}"#;
/// let shown = secrets.mask(stored)?;
/// assert_eq!(shown, r#"{"host": "db.example.com", "password": "**********"}"#);
///
/// let edited = shown.replace("db.example.com", "db2.example.com");
/// assert_eq!(secrets.restore(&edited, stored)?, r#"{"host": "db2.example.com", "password": "s3cret"}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Secrets {
    schemas: Arc<Schemas>,
}

impl Secrets {
    /// Reads a spec's `connectionSpecification`, given as JSON text.
    ///
    /// # Errors
    /// Text that is no JSON; JSON that is no schema; a schema in another draft than draft-07. There is no spec of which
    /// secrets are shown because it could not be read.
    pub fn new(schema: &str) -> Result<Secrets> {
        Secrets::of(&Validator::new(schema)?)
    }

    /// Those of a spec that is already compiled.
    ///
    /// # Errors
    /// The spec is in another draft than draft-07.
    pub fn of(validator: &Validator) -> Result<Secrets> {
        Ok(Secrets { schemas: Arc::clone(validator.schemas()?) })
    }

    fn reach(&self) -> Reach<'_> {
        Reach::new(&self.schemas)
    }

    fn spotted(&self, document: &Document<'_>) -> Result<Vec<Spotted>> {
        self.reach().spotted(document.root()).map_err(|Exhausted| exhausted())
    }

    /// The pointers of all places that the spec calls secret, in its order. `*` stands for every item, and for every
    /// member that the spec does not name; `**` for all that repeats what is above it, where a spec refers to itself.
    ///
    /// ```
    /// let secrets = airbyte_db::secrets::Secrets::new(r#"{"properties": {"accounts": {
    ///   "type": "array",
    ///   "items": {"properties": {"name": {}, "token": {"airbyte_secret": true}}}
    /// }}}"#)?;
    /// assert_eq!(secrets.places()?, ["/accounts/*/token"]);
    /// assert_eq!(secrets.find(r#"{"accounts": [{"token": "a"}, {"name": "b"}]}"#)?, ["/accounts/0/token"]);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A spec that leads to more places than any person writes.
    pub fn places(&self) -> Result<Vec<String>> {
        place::of_spec(&self.reach())
    }

    /// The pointers at which a configuration has secrets, in its order. A null is none.
    ///
    /// # Errors
    /// Text that is no JSON; a spec that leads to more work than any configuration deserves.
    pub fn find(&self, configuration: &str) -> Result<Vec<String>> {
        self.pointers(configuration, &|value| !value.is_null())
    }

    /// The pointers of those secrets of which only the mask is there.
    ///
    /// # Errors
    /// As [`Secrets::find`].
    pub fn masks(&self, configuration: &str) -> Result<Vec<String>> {
        self.pointers(configuration, &is_mask)
    }

    /// How many secrets a configuration has, without their pointers.
    ///
    /// # Errors
    /// As [`Secrets::find`].
    pub fn count(&self, configuration: &str) -> Result<usize> {
        let document = Document::parse(configuration)?;
        Ok(self.nodes(&document, &|value| !value.is_null())?.len())
    }

    fn pointers(&self, configuration: &str, wanted: &dyn Fn(Value<'_>) -> bool) -> Result<Vec<String>> {
        let document = Document::parse(configuration)?;
        Ok(place::pointers(document.root(), &self.nodes(&document, wanted)?))
    }

    /// The nodes of the secrets that count and are wanted.
    fn nodes(&self, document: &Document<'_>, wanted: &dyn Fn(Value<'_>) -> bool) -> Result<Vec<u32>> {
        let spotted = self.spotted(document)?;
        let secret = spotted.iter().filter(|spotted| spotted.secret && !spotted.replaced);
        Ok(secret.map(|spotted| spotted.node).filter(|node| wanted(document.root().with_index(*node))).collect())
    }

    /// The configuration for display: the [`MASK`] in the place of every secret, whatever its type. A null stays.
    ///
    /// # Errors
    /// As [`Secrets::find`].
    pub fn mask(&self, configuration: &str) -> Result<String> {
        self.masked_unless(configuration, &|value| value.is_null())
    }

    fn masked_unless(&self, configuration: &str, stays: &dyn Fn(Value<'_>) -> bool) -> Result<String> {
        let document = Document::parse(configuration)?;
        let mut edits = Edits::of(&document);
        for spotted in self.spotted(&document)?.iter().filter(|spotted| spotted.secret) {
            let value = document.root().with_index(spotted.node);
            if !stays(value) {
                edits.replace(value, QUOTED_MASK);
            }
        }
        Ok(edits.finish())
    }

    /// The configuration for elsewhere: the [`MASK`] in the place of every secret that is there in clear. References to
    /// secrets stay, and so do nulls.
    ///
    /// ```
    /// let secrets = airbyte_db::secrets::Secrets::new(r#"{"properties": {
    ///   "password": {"type": "string", "airbyte_secret": true}, "token": {"type": "string", "airbyte_secret": true}
    /// }}"#)?;
    /// let stored = r#"{"password": {"_secret": "airbyte_workspace_1_secret_2_v1"}, "token": "t0ken"}"#;
    /// assert_eq!(secrets.redact(stored)?, stored.replace("t0ken", "**********"));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Secrets::find`].
    pub fn redact(&self, configuration: &str) -> Result<String> {
        self.masked_unless(configuration, &|value| value.is_null() || secret_reference(value).is_some())
    }

    /// An edited configuration with the stored values in the place of the masks.
    ///
    /// Items of lists are told by what is not secret in them, then by their place. A mask for which nothing is stored
    /// stays; [`Secrets::masks`] finds it.
    ///
    /// # Errors
    /// As [`Secrets::find`], for either configuration.
    pub fn restore(&self, edited: &str, stored: &str) -> Result<String> {
        let (edited, stored) = (Document::parse(edited)?, Document::parse(stored)?);
        let (spotted, spotted_stored) = (self.spotted(&edited)?, self.spotted(&stored)?);
        let one = Side { root: edited.root(), spotted: &spotted };
        let other = Side { root: stored.root(), spotted: &spotted_stored };
        let mut edits = Edits::of(&edited);
        for (spotted, stored) in spotted.iter().zip(counterparts(one, other)) {
            let value = edited.root().with_index(spotted.node);
            if let Some(stored) = stored.filter(|_| is_mask(value)) {
                edits.replace(value, stored.raw());
            }
        }
        Ok(edits.finish())
    }

    /// Takes the secrets out of a configuration.
    ///
    /// A secret that stands in the same place of the previous configuration keeps its coordinate, and gets the next
    /// version where its value changed. New ones are called by the workspace's id and the next of the ids given.
    ///
    /// ```
    /// use airbyte_db::secrets::{Previous, Secrets};
    ///
    /// let secrets = Secrets::new(r#"{"properties": {"port": {"type": "integer", "airbyte_secret": true}}}"#)?;
    /// let workspace = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000";
    /// let ids = ["11111111-2222-4333-8444-555566667777".to_owned()];
    /// let first = secrets.split(r#"{"port": 5432}"#, workspace, None, ids)?;
    /// assert_eq!(first.secrets[0].payload, "5432");
    /// assert_eq!(secrets.hydrate(&first.configuration, &first.secrets)?, r#"{"port": 5432}"#);
    ///
    /// let previous = Previous { configuration: &first.configuration, secrets: &first.secrets };
    /// let second = secrets.split(r#"{"port": 5433}"#, workspace, Some(previous), [])?;
    /// assert!(second.secrets[0].coordinate.ends_with("_secret_11111111-2222-4333-8444-555566667777_v2"));
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Secrets::find`]; an id that is no UUID, or too few of them; a reference to a stored secret that the
    /// previous configuration does not have.
    pub fn split(
        &self,
        configuration: &str,
        workspace: &str,
        previous: Option<Previous<'_>>,
        new_ids: impl IntoIterator<Item = String>,
    ) -> Result<Split> {
        let document = Document::parse(configuration)?;
        let stored = previous.map(|previous| Document::parse(previous.configuration)).transpose()?;
        let previous = stored.as_ref().zip(previous.map(|previous| previous.secrets));
        split::split(&self.reach(), &document, previous, workspace, &mut new_ids.into_iter())
    }

    /// Puts the secrets back into a stored configuration, each with the type that the spec gives it.
    ///
    /// # Errors
    /// As [`Secrets::find`]; a reference to a secret that is not among those given.
    pub fn hydrate(&self, configuration: &str, secrets: &[Secret]) -> Result<String> {
        split::hydrate(&self.reach(), &Document::parse(configuration)?, secrets)
    }

    /// The coordinates that a stored configuration refers to, in its order: what [`Secrets::hydrate`] has to be given.
    ///
    /// # Errors
    /// As [`Secrets::find`].
    pub fn coordinates(&self, configuration: &str) -> Result<Vec<String>> {
        let document = Document::parse(configuration)?;
        let references = split::references(&self.reach(), document.root(), &|_| false)?;
        Ok(references.into_iter().map(|reference| reference.coordinate).collect())
    }
}

/// Shows nothing of the spec: it is large, and `Debug` is for logs.
impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Secrets").finish_non_exhaustive()
    }
}

fn is_mask(value: Value<'_>) -> bool {
    value.as_str().is_some_and(|text| text == MASK)
}
