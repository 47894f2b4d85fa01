//! Actors, in and out through one door: judged by the spec of their definition, their secrets kept apart (facts,
//! databases 2.10 and 2.11).
//!
//! ```text
//!  configuration in clear, or with masks ──write_actor──▶ restored, judged, split ──▶ actor and secrets
//!  configuration in clear  ◀──hydrated_actor──┐
//!  configuration with masks ◀──masked_actor───┴── actor and secrets
//! ```

use super::{Reader, Writer, row};
use crate::blobs::Specification;
use crate::error::Result;
use crate::json::Json;
use crate::oauth;
use crate::secrets::{Previous, Secret, Secrets};
use crate::table::Row;
use crate::tables::{self, Actor, ActorDefinition};
use crate::validate::Validator;
use uuid::Uuid;

/// Where secrets are kept: the table `secrets`, or something of the caller's own.
pub trait SecretStore {
    /// The payload of a coordinate; none where it is not known.
    ///
    /// # Errors
    /// A store that cannot be read.
    fn read_secret(&self, coordinate: &str) -> Result<Option<String>>;

    /// Keeps a payload under a coordinate, over what is there.
    ///
    /// # Errors
    /// A store that cannot be written.
    fn write_secret(&self, secret: &Secret) -> Result<()>;
}

/// The table `secrets`. Old versions stay in it, as with the platform.
impl SecretStore for Writer<'_> {
    fn read_secret(&self, coordinate: &str) -> Result<Option<String>> {
        self.payload(coordinate)
    }

    fn write_secret(&self, secret: &Secret) -> Result<()> {
        let upsert =
            "INSERT INTO secrets VALUES (?1, ?2) ON CONFLICT (coordinate) DO UPDATE SET payload = excluded.payload";
        self.execute(upsert, &[secret.coordinate.as_str().into(), secret.payload.as_str().into()]).map(|_| ())
    }
}

impl Reader<'_> {
    fn payload(&self, coordinate: &str) -> Result<Option<String>> {
        Ok(self
            .get::<tables::Secret>(coordinate)?
            .and_then(|secret| secret.payload)
            .map(|payload| payload.expose().to_owned()))
    }

    /// An actor as a connector gets it: with its secrets in the configuration.
    ///
    /// # Errors
    /// A reference to a secret that is not there; a definition whose spec cannot be used.
    pub fn hydrated_actor(&self, actor: Uuid) -> Result<Option<Actor>> {
        self.hydrated_actor_from(actor, &|coordinate| self.payload(coordinate))
    }

    /// The same, with the secrets of another store.
    ///
    /// # Errors
    /// As [`Reader::hydrated_actor`], and those of the other store.
    pub fn hydrated_actor_from(
        &self,
        actor: Uuid,
        payload: &dyn Fn(&str) -> Result<Option<String>>,
    ) -> Result<Option<Actor>> {
        let Some(mut actor) = self.get::<Actor>(actor)? else { return Ok(None) };
        let spec = self.spec_of(&actor)?;
        let known = payloads(&spec.secrets, actor.configuration.text(), payload)?;
        actor.configuration = Json::parse(&spec.secrets.hydrate(actor.configuration.text(), &known)?)?;
        Ok(Some(actor))
    }

    /// An actor as a person sees it: with masks in the place of its secrets.
    ///
    /// # Errors
    /// A definition whose spec cannot be used: nothing is shown then.
    pub fn masked_actor(&self, actor: Uuid) -> Result<Option<Actor>> {
        let Some(mut actor) = self.get::<Actor>(actor)? else { return Ok(None) };
        let masked = self.spec_of(&actor)?.secrets.mask(actor.configuration.text())?;
        actor.configuration = Json::parse(&masked)?;
        Ok(Some(actor))
    }

    fn spec_of(&self, actor: &Actor) -> Result<Spec> {
        let definition: ActorDefinition = self.existing(actor.actor_definition_id)?;
        let specification = Specification::read(definition.spec.text())?;
        let validator = Validator::new(specification.connection_specification_text())?;
        let secrets = Secrets::of(&validator)?;
        Ok(Spec { specification, validator, secrets })
    }
}

/// The spec of an actor's definition, ready to be asked.
struct Spec {
    specification: Specification,
    validator: Validator,
    secrets: Secrets,
}

impl Writer<'_> {
    /// Stores an actor, new or changed, whose configuration is in clear; masks in it stand for what is stored. Its
    /// secrets go to the table `secrets`, and both are stored or neither is.
    ///
    /// Of a deleted actor the configuration is not judged, as with the platform.
    ///
    /// ```
    /// # use airbyte_db::store::Store;
    /// # use airbyte_db::table::Row;
    /// # use airbyte_db::tables::{Actor, ActorDefinition, Workspace};
    /// # let mut store = Store::in_memory()?;
    /// # store.write(|writer| {
    /// #     writer.insert(&Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?)?;
    /// #     writer.insert(&ActorDefinition::read(include_str!("../../tests/fixtures/rows/actor_definition.json"))?)
    /// # })?;
    /// # let mut actor = Actor::read(include_str!("../../tests/fixtures/rows/actor.json"))?;
    /// use airbyte_db::json::Json;
    ///
    /// actor.configuration = Json::parse(r#"{"host": "db.example.com", "token": "correct horse"}"#)?;
    /// store.write(|writer| writer.write_actor(&actor))?;
    /// let reader = store.read();
    /// assert!(!reader.get::<Actor>(actor.id)?.unwrap().configuration.text().contains("horse"));
    /// assert_eq!(
    ///     reader.masked_actor(actor.id)?.unwrap().configuration.text(),
    ///     r#"{"host":"db.example.com","token":"**********"}"#
    /// );
    /// assert_eq!(reader.hydrated_actor(actor.id)?.unwrap().configuration, actor.configuration);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Refused`](crate::ErrorKind::Refused): the configuration does not fit the spec, or a rule of rows finds an error. A mask or a
    /// reference for which nothing is stored.
    pub fn write_actor(&self, actor: &Actor) -> Result<()> {
        self.write_actor_with(actor, self)
    }

    /// The same, with another store for the secrets.
    ///
    /// # Errors
    /// As [`Writer::write_actor`], and those of the other store.
    pub fn write_actor_with(&self, actor: &Actor, secret_store: &dyn SecretStore) -> Result<()> {
        let spec = self.spec_of(actor)?;
        let stored: Option<Actor> = self.get(actor.id)?;
        let previous = stored.as_ref().map(|stored| stored.configuration.text());
        let known = match previous {
            Some(text) => payloads(&spec.secrets, text, &|coordinate| secret_store.read_secret(coordinate))?,
            None => Vec::new(),
        };
        let in_clear = match previous {
            // Only what this actor has may be put back: a reference to another's secret is an error.
            Some(text) => spec.secrets.hydrate(&spec.secrets.restore(actor.configuration.text(), text)?, &known)?,
            None => actor.configuration.text().to_owned(),
        };
        if !actor.tombstone {
            spec.refuse_errors(&in_clear)?;
        }
        let in_clear =
            match self.oauth_parameter_for(actor.actor_definition_id, actor.workspace_id, &actor.actor_type)? {
                Some(_) => oauth::mask(&spec.specification, &in_clear)?,
                None => in_clear,
            };
        let count = spec.secrets.count(&in_clear)?;
        let new_ids = (0..count).map(|_| self.new_id().map(|id| id.to_string())).collect::<Result<Vec<_>>>()?;
        let previous = previous.map(|configuration| Previous { configuration, secrets: &known });
        let split = spec.secrets.split(&in_clear, &actor.workspace_id.to_string(), previous, new_ids)?;
        for secret in &split.secrets {
            secret_store.write_secret(secret)?;
        }
        let actor = Actor { configuration: Json::parse(&split.configuration)?, ..actor.clone() };
        if stored.is_some() { self.update(&actor) } else { self.insert(&actor) }
    }
}

impl Spec {
    /// An error where a configuration in clear does not fit.
    fn refuse_errors(&self, configuration: &str) -> Result<()> {
        row::refuse(Actor::TABLE, &self.validator.validate(configuration)?, "/configuration")
    }
}

/// What is stored of the secrets that a configuration refers to.
fn payloads(
    secrets: &Secrets,
    configuration: &str,
    payload: &dyn Fn(&str) -> Result<Option<String>>,
) -> Result<Vec<Secret>> {
    let mut known = Vec::new();
    for coordinate in secrets.coordinates(configuration)? {
        if let Some(payload) = payload(&coordinate)? {
            known.push(Secret { coordinate, payload });
        }
    }
    Ok(known)
}
