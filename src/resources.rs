//! Resource requirements: what a job's containers ask for, of the four places where it can be said.
//!
//! Facts: databases 2.9, blobs 3.1 and 3.2. The platform looks at a definition's requirements only where its setting
//! `CONNECTOR_SPECIFIC_RESOURCE_DEFAULTS_ENABLED` is true, which it is not by default; where that is off, give none.

use crate::error::{Result, at};
use crate::json::{Document, Kind, Value};
use std::fmt;

/// Where something can be said about resources; each one is JSON text.
#[derive(Clone, Copy, Default)]
pub struct Said<'a> {
    /// `connection.resource_requirements`.
    pub connection: Option<&'a str>,
    /// `actor_definition.resource_requirements`: a default, and requirements for single types of jobs.
    pub definition: Option<&'a str>,
    /// What the workers are set to, in the form of a connection's requirements.
    pub workers: Option<&'a str>,
}

/// Shows which are there.
impl fmt::Debug for Said<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let there = [self.connection, self.definition, self.workers].map(|text| text.is_some());
        write!(formatter, "Said(connection, definition, workers: {there:?})")
    }
}

/// Which of them said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The connection.
    Connection,
    /// The definition, for this type of job.
    JobType,
    /// The definition, for all types of jobs.
    Definition,
    /// The workers' settings.
    Workers,
}

/// A quantity as Kubernetes writes it, such as `500m`. It may be empty, which asks for nothing and is said all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The quantity.
    pub value: String,
    /// Who said so.
    pub origin: Origin,
}

/// What was resolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resources {
    /// `cpu_request`
    pub cpu_request: Option<Quantity>,
    /// `cpu_limit`
    pub cpu_limit: Option<Quantity>,
    /// `memory_request`
    pub memory_request: Option<Quantity>,
    /// `memory_limit`
    pub memory_limit: Option<Quantity>,
}

/// Resolves the requirements of a job, each of the four for itself: what the connection says comes first, then the
/// definition for this type of job, then the definition for all, then the workers' settings.
///
/// ```
/// use airbyte_db::resources::{Origin, Said, resolve};
///
/// let said = Said {
///     connection: Some(r#"{"cpu_limit": ""}"#),
///     definition: Some(r#"{
///         "default": {"cpu_limit": "2", "memory_limit": "1Gi"},
///         "jobSpecific": [{"jobType": "sync", "resourceRequirements": {"memory_limit": "4Gi"}}]
///     }"#),
///     ..Said::default()
/// };
/// let resources = resolve(&said, "sync")?;
/// assert_eq!(resources.cpu_limit.expect("the connection says it").value, "");
/// let memory = resources.memory_limit.expect("the definition says it");
/// assert_eq!((&*memory.value, memory.origin), ("4Gi", Origin::JobType));
/// assert_eq!(resources.cpu_request, None);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON, or not of the form of requirements; two entries of the definition for the type of job.
pub fn resolve(said: &Said<'_>, job_type: &str) -> Result<Resources> {
    let parse = |text: Option<&'_ str>| Document::parse(text.unwrap_or("null").to_owned());
    let (connection, definition, workers) = (parse(said.connection)?, parse(said.definition)?, parse(said.workers)?);
    let levels = [
        (Origin::Connection, object(Some(connection.root()))?),
        (Origin::JobType, object(of_job_type(definition.root(), job_type)?)?),
        (Origin::Definition, object(object(Some(definition.root()))?.and_then(|root| root.get("default")))?),
        (Origin::Workers, object(Some(workers.root()))?),
    ];
    let first = |name: &str| {
        let said = levels.iter().filter_map(|(origin, level)| Some((*origin, level.as_ref()?.get(name)?)));
        let mut quantity = said.map(|(origin, value)| Ok(quantity(value)?.map(|value| Quantity { value, origin })));
        quantity.find_map(Result::transpose).transpose()
    };
    Ok(Resources {
        cpu_request: first("cpu_request")?,
        cpu_limit: first("cpu_limit")?,
        memory_request: first("memory_request")?,
        memory_limit: first("memory_limit")?,
    })
}

/// The definition's entry for a type of job. The platform stops at two of them, and so do we: nobody can say which counts.
fn of_job_type<'doc>(definition: Value<'doc>, job_type: &str) -> Result<Option<Value<'doc>>> {
    let Some(entries) = object(Some(definition))?.and_then(|definition| definition.get("jobSpecific")) else {
        return Ok(None);
    };
    let is_meant =
        |entry: &Value<'_>| entry.get("jobType").and_then(Value::as_str).is_some_and(|name| name == job_type);
    let mut entries = entries.items().filter(is_meant);
    let first = entries.next();
    if let Some(second) = entries.next() {
        return Err(at(second.path(), "the definition says twice what this type of job needs"));
    }
    Ok(first.and_then(|entry| entry.get("resourceRequirements")))
}

/// An object, or nothing where nothing is said.
fn object(value: Option<Value<'_>>) -> Result<Option<Value<'_>>> {
    match value {
        Some(value) if value.kind() == Kind::Object => Ok(Some(value)),
        Some(value) if !value.is_null() => Err(at(value.path(), "resource requirements must be an object")),
        _ => Ok(None),
    }
}

/// A text; a number is one too, as the platform's reader has it. A null says nothing.
fn quantity(value: Value<'_>) -> Result<Option<String>> {
    match value.kind() {
        Kind::Null => Ok(None),
        Kind::String => Ok(value.as_str().map(std::borrow::Cow::into_owned)),
        Kind::Number | Kind::Boolean => Ok(Some(value.raw().to_owned())),
        Kind::Array | Kind::Object => Err(at(value.path(), "a quantity must be a text such as \"500m\" or \"1Gi\"")),
    }
}
