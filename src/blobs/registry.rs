//! Many connector definitions, found by name: the platform's registry document and its relatives.
//! A definition's spec is kept as text and read when it is asked for.

use super::{Specification, a_kind, member, on_line, shorten, text_member};
use crate::error::{Error, ErrorKind, Result};
use crate::json::{Document, Kind, Value};
use crate::nearest::nearest_few;
use crate::yaml;
use std::collections::HashMap;
use std::fmt;

/// Connector definitions, found by docker repository, definition id or name.
///
/// ```
/// use airbyte_db::blobs::Registry;
///
/// let registry = Registry::read(
///     r#"{"sources": [{
///         "sourceDefinitionId": "3f6a2c1e-0b57-4a39-9a51-6d2f0c8e7b14",
///         "name": "Pond",
///         "dockerRepository": "example/source-pond",
///         "dockerImageTag": "0.3.1",
///         "spec": {"connectionSpecification": {"type": "object"}}
///     }], "destinations": []}"#,
/// )?;
/// let pond = registry.find("example/source-pond")?;
/// assert_eq!(pond.name.as_deref(), Some("Pond"));
/// assert_eq!(pond.specification()?.connection_specification_text(), r#"{"type": "object"}"#);
/// assert_eq!(registry.find("Pnod").unwrap_err().code(), "definition");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Registry {
    definitions: Vec<Definition>,
    /// Repository, `repository:tag` and name; an id in lower case.
    by_name: HashMap<String, Vec<usize>>,
}

/// One version of a connector, as a registry lists it.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Definition {
    /// `sourceDefinitionId`, `destinationDefinitionId`, or `definition_id`: a UUID.
    pub definition_id: Option<String>,
    /// The name that people see.
    pub name: Option<String>,
    /// Such as `airbyte/source-faker`.
    pub docker_repository: Option<String>,
    /// The version.
    pub docker_image_tag: Option<String>,
    /// `source` or `destination`.
    pub actor_type: Option<String>,
    /// The JSON text of the spec, exactly as it was written. A list without specs has none.
    pub spec_text: Option<String>,
}

impl Registry {
    /// Reads definitions from text:
    ///
    /// - the platform's registry document, an object of `sources` and `destinations`,
    /// - a list of definitions, JSON or YAML (the platform's seed files),
    /// - JSON Lines, one definition a line.
    ///
    /// Members are found in either spelling, `dockerRepository` or `docker_repository`.
    ///
    /// # Errors
    /// Text that is none of these, with the place where it stops being JSON or YAML; an entry that is no object, or
    /// has neither id, name nor repository.
    pub fn read(text: &str) -> Result<Registry> {
        let text = text.trim_start_matches('\u{feff}');
        let definitions = if text.trim().is_empty() {
            return Err(wrong("the registry is empty"));
        } else if yaml::looks_like_json(text) {
            match Document::parse(text) {
                Ok(document) => of_document(document.root())?,
                Err(_) if has_json_lines(text) => of_lines(text)?,
                Err(error) => return Err(error),
            }
        } else {
            of_document(Document::parse(yaml::to_json(text)?)?.root())?
        };
        Ok(Registry::of(definitions))
    }

    /// The registry of some definitions.
    fn of(definitions: Vec<Definition>) -> Registry {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, definition) in definitions.iter().enumerate() {
            for key in definition.keys() {
                let found = by_name.entry(key).or_default();
                // Two of its names may be equal.
                if found.last() != Some(&index) {
                    found.push(index);
                }
            }
        }
        Registry { definitions, by_name }
    }

    /// The one definition of that docker repository (with or without `:tag`), definition id, or exact name.
    ///
    /// # Errors
    /// [`ErrorKind::Definition`]: nothing answers to it, and the message lists the nearest; or several do, and the
    /// message lists them.
    pub fn find(&self, wanted: &str) -> Result<&Definition> {
        let wanted = wanted.trim();
        let lower = || wanted.to_ascii_lowercase();
        let found = match self.by_name.get(wanted) {
            Some(found) => found,
            None if is_uuid(wanted) => self.by_name.get(&lower()).map_or(&[][..], Vec::as_slice),
            None => &[],
        };
        let Some((&first, others)) = found.split_first() else {
            return Err(self.unknown(wanted));
        };
        // A definition that is listed twice is still one.
        let first = &self.definitions[first];
        if others.iter().all(|&other| self.definitions[other] == *first) {
            return Ok(first);
        }
        let wanted = shorten(wanted, 80);
        let candidates = self.labels(found);
        Err(wrong(&format!(
            "`{wanted}` is ambiguous, it may be {candidates}; name one by its docker repository or definition id"
        )))
    }

    fn unknown(&self, wanted: &str) -> Error {
        let nearest = self.nearest(wanted);
        let wanted = shorten(wanted, 80);
        let labels = self.labels(&nearest);
        let nearest = match nearest.len() {
            0 => format!("none of the {} is near", self.len()),
            1 => format!("the nearest is {labels}"),
            _ => format!("the nearest are {labels}"),
        };
        wrong(&format!("no definition is called `{wanted}`; {nearest}"))
    }

    /// The labels of some definitions, in one line.
    fn labels(&self, indexes: &[usize]) -> String {
        const MOST: usize = 6;
        let mut labels: Vec<String> = indexes.iter().take(MOST).map(|&index| self.definitions[index].label()).collect();
        if indexes.len() > MOST {
            labels.push(format!("and {} more", indexes.len() - MOST));
        }
        labels.join("; ")
    }

    /// Up to three definitions that may have been meant.
    fn nearest(&self, wanted: &str) -> Vec<usize> {
        const MOST: usize = 3;
        // Another tag of a known repository.
        if let Some((repository, _)) = wanted.rsplit_once(':')
            && let Some(found) = self.by_name.get(repository)
        {
            return found.iter().copied().take(MOST).collect();
        }
        let names = self
            .definitions
            .iter()
            .flat_map(|definition| [&definition.docker_repository, &definition.name])
            .filter_map(Option::as_deref);
        let mut nearest = Vec::new();
        for index in nearest_few(wanted, names, 2 * MOST).iter().flat_map(|name| &self.by_name[*name]) {
            if !nearest.contains(index) {
                nearest.push(*index);
            }
        }
        nearest.truncate(MOST);
        nearest
    }

    /// The definitions, in the order in which they stand.
    pub fn iter(&self) -> std::slice::Iter<'_, Definition> {
        self.definitions.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }
}

impl<'registry> IntoIterator for &'registry Registry {
    type Item = &'registry Definition;
    type IntoIter = std::slice::Iter<'registry, Definition>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Shows the number of definitions only.
impl fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Registry({} definitions)", self.len())
    }
}

impl Definition {
    /// The spec.
    ///
    /// # Errors
    /// There is none in the registry, or it is none: as [`Specification::read`].
    pub fn specification(&self) -> Result<Specification> {
        let Some(text) = &self.spec_text else {
            let message = format!("{} has no spec in this registry; nothing can be checked against it", self.label());
            return Err(wrong(&message));
        };
        Specification::read(text)
    }

    /// How it is told from others, for people: `name (docker_repository:tag, definition_id)`.
    pub fn label(&self) -> String {
        let repository = self.docker_repository.as_deref().map(|repository| match &self.docker_image_tag {
            Some(tag) => format!("{repository}:{tag}"),
            None => repository.to_owned(),
        });
        let details: Vec<&str> = [repository.as_deref(), self.definition_id.as_deref()].into_iter().flatten().collect();
        match &self.name {
            Some(name) if details.is_empty() => name.clone(),
            Some(name) => format!("{name} ({})", details.join(", ")),
            None => details.join(", "),
        }
    }

    /// What it is found by.
    fn keys(&self) -> impl Iterator<Item = String> {
        let with_tag = self.docker_repository.as_ref().zip(self.docker_image_tag.as_ref());
        [
            self.docker_repository.clone(),
            with_tag.map(|(repository, tag)| format!("{repository}:{tag}")),
            self.name.clone(),
            self.definition_id.as_ref().map(|id| id.to_ascii_lowercase()),
        ]
        .into_iter()
        .flatten()
    }
}

/// Shows everything but the spec.
impl fmt::Debug for Definition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spec = self.spec_text.as_ref().map_or("no spec".to_owned(), |text| format!("spec of {} bytes", text.len()));
        write!(formatter, "Definition({}, {spec})", self.label())
    }
}

fn wrong(message: &str) -> Error {
    ErrorKind::Definition { message: message.to_owned() }.into()
}

/// Whether the first line is an object by itself.
fn has_json_lines(text: &str) -> bool {
    let first = text.split('\n').find(|line| !line.trim().is_empty());
    first.is_some_and(|line| Document::parse(line).is_ok_and(|line| line.root().kind() == Kind::Object))
}

fn of_lines(text: &str) -> Result<Vec<Definition>> {
    let mut definitions = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.trim().is_empty() {
            continue;
        }
        let document = Document::parse(line).map_err(|error| on_line(error, number))?;
        definitions.push(of_entry(document.root(), None, &|| format!("line {number}"))?);
    }
    Ok(definitions)
}

/// Reads a registry document, a list of definitions, or a single one.
fn of_document(root: Value<'_>) -> Result<Vec<Definition>> {
    let mut definitions = Vec::new();
    match root.kind() {
        Kind::Array => add_entries(&mut definitions, root, "", None)?,
        Kind::Object if root.get("sources").is_some() || root.get("destinations").is_some() => {
            for (name, actor_type) in [("sources", "source"), ("destinations", "destination")] {
                let Some(list) = root.get(name).filter(|list| !list.is_null()) else { continue };
                add_entries(&mut definitions, list, name, Some(actor_type))?;
            }
        }
        Kind::Object => definitions.push(of_entry(root, None, &|| "the registry".to_owned())?),
        _ => {
            let message = "expected an object of sources and destinations, a list of definitions, or JSON Lines";
            return Err(wrong(&format!("the registry is {}; {message}", a_kind(root))));
        }
    }
    Ok(definitions)
}

fn add_entries(definitions: &mut Vec<Definition>, list: Value<'_>, name: &str, actor_type: Option<&str>) -> Result<()> {
    if list.kind() != Kind::Array {
        return Err(wrong(&format!("the registry's `{name}` is {}, but must be a list", a_kind(list))));
    }
    for (index, entry) in list.items().enumerate() {
        let place = || if name.is_empty() { format!("/{index}") } else { format!("/{name}/{index}") };
        definitions.push(of_entry(entry, actor_type, &place)?);
    }
    Ok(())
}

fn of_entry(entry: Value<'_>, listed_as: Option<&str>, place: &dyn Fn() -> String) -> Result<Definition> {
    if entry.kind() != Kind::Object {
        return Err(wrong(&format!("{}: a definition must be an object, but this is {}", place(), a_kind(entry))));
    }
    let ids: [(&[&str], Option<&str>); 3] = [
        (&["sourceDefinitionId", "source_definition_id"], Some("source")),
        (&["destinationDefinitionId", "destination_definition_id"], Some("destination")),
        (&["definitionId", "definition_id", "actorDefinitionId", "actor_definition_id"], None),
    ];
    let id = ids.iter().find_map(|(names, actor_type)| Some((label_member(entry, names)?, *actor_type)));
    let (definition_id, id_says) = id.map_or((None, None), |(id, actor_type)| (Some(id), actor_type));
    let mut docker_repository = label_member(entry, &["dockerRepository", "docker_repository"]);
    let mut docker_image_tag = label_member(entry, &["dockerImageTag", "docker_image_tag"]);
    // The platform's seed files of specs name the image only.
    if docker_repository.is_none()
        && let Some(image) = label_member(entry, &["dockerImage", "docker_image"])
    {
        let (repository, tag) = image.rsplit_once(':').map_or((&*image, None), |(name, tag)| (name, Some(tag)));
        docker_repository = Some(repository.to_owned());
        docker_image_tag = tag.map(str::to_owned);
    }
    let name = label_member(entry, &["name"]);
    if definition_id.is_none() && name.is_none() && docker_repository.is_none() {
        let message = "a definition must have a definition id, a name or a docker repository";
        return Err(wrong(&format!("{}: {message}", place())));
    }
    let actor_type = text_member(entry, &["actorType", "actor_type"]).map(|text| text.to_ascii_lowercase());
    let spec = entry.get("spec").filter(|spec| !spec.is_null());
    Ok(Definition {
        definition_id,
        name,
        docker_repository,
        docker_image_tag,
        actor_type: actor_type.or_else(|| listed_as.or(id_says).map(str::to_owned)),
        spec_text: spec.map(|spec| spec.raw().to_owned()),
    })
}

/// A text that is not blank, or a number as it is written: YAML reads the tag 0.10 as one.
fn label_member(entry: Value<'_>, names: &[&str]) -> Option<String> {
    let value = member(entry, names)?;
    let text = match value.kind() {
        Kind::String => value.as_str()?.trim().to_owned(),
        Kind::Number => value.raw().to_owned(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
