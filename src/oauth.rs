//! OAuth parameters: which ones hold for a connector in a workspace, and where they go in its configuration.
//!
//! They are kept apart from configurations, for a whole deployment or a workspace, and put in just before a connector
//! runs. Facts: databases 2.7, blobs 7.2.

use crate::blobs::Specification;
use crate::error::{Error, Result, at};
use crate::json::{Document, Edits, Kind, Value, push_segment, quoted};
use crate::sorting::sort;
use crate::validate::format::Format;
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

/// What stands for an OAuth parameter in a configuration that is shown or stored: six asterisks.
pub const MASK: &str = "******";

/// More parameters than this are none that a person wrote; each costs a look through the configuration.
const MOST_PARAMETERS: usize = 1_000;

/// A row of the table `actor_oauth_parameter`. Its debug form does not say what it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OAuthParameter<'a> {
    /// The row's id.
    pub id: &'a str,
    /// The workspace that it is for; none for all of the deployment.
    pub workspace_id: Option<&'a str>,
    /// The connector definition that it is for.
    pub actor_definition_id: &'a str,
    /// The parameters: a JSON object.
    pub configuration: &'a str,
}

impl fmt::Debug for OAuthParameter<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OAuthParameter { id, workspace_id, actor_definition_id, .. } = self;
        write!(formatter, "OAuthParameter({id} for {actor_definition_id} in {workspace_id:?})")
    }
}

/// The row that holds for a definition in a workspace: the workspace's own before the deployment's. Of several the one
/// with the smallest id, by the platform's order, in which ids that start with 8 to f come before those with 0 to 7.
///
/// ```
/// use airbyte_db::oauth::{OAuthParameter, choose};
///
/// let (definition, workspace) = ("11111111-2222-4333-8444-555566667777", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000");
/// let row = |id, workspace_id| OAuthParameter { id, workspace_id, actor_definition_id: definition, configuration: "{}" };
/// let rows = [
///     row("00000000-0000-4000-8000-000000000001", None),
///     row("90000000-0000-4000-8000-000000000002", None),
///     row("10000000-0000-4000-8000-000000000003", Some(workspace)),
/// ];
/// assert_eq!(choose(&rows, definition, workspace), Some(&rows[2]));
/// assert_eq!(choose(&rows[..2], definition, workspace), Some(&rows[1]));
/// assert_eq!(choose(&rows, workspace, workspace), None);
/// ```
pub fn choose<'rows, 'a>(
    rows: &'rows [OAuthParameter<'a>],
    definition: &str,
    workspace: &str,
) -> Option<&'rows OAuthParameter<'a>> {
    let holds = |row: &&OAuthParameter<'_>| {
        row.actor_definition_id.eq_ignore_ascii_case(definition)
            && row.workspace_id.is_none_or(|id| id.eq_ignore_ascii_case(workspace))
    };
    rows.iter().filter(holds).min_by_key(|row| (row.workspace_id.is_none(), order_of(row.id)))
}

/// The platform compares ids as two signed halves. What is no id comes last.
fn order_of(id: &str) -> (bool, i64, i64) {
    let id = if Format::Uuid.accepts(id) { Uuid::try_parse(id).ok() } else { None };
    let (high, low) = id.unwrap_or_default().as_u64_pair();
    (id.is_none(), high.cast_signed(), low.cast_signed())
}

/// The configuration with the parameters put in, as a connector gets it.
///
/// Where the spec says in `advanced_auth` where its parameters go, each is set there, over whatever stands there, unless
/// the predicate does not hold; objects on the way are made where they are missing. Otherwise the parameters are merged
/// into the configuration, where a value is missing, empty, or a mask.
///
/// ```
/// use airbyte_db::blobs::Specification;
///
/// let spec = Specification::read(r#"{
///   "connectionSpecification": {},
///   "advanced_auth": {
///     "predicate_key": ["auth", "type"],
///     "predicate_value": "oauth",
///     "oauth_config_specification": {"complete_oauth_server_output_specification": {"properties": {
///       "client_id": {"path_in_connector_config": ["auth", "client_id"]}
///     }}}
///   }
/// }"#)?;
/// let parameters = r#"{"credentials": {"client_id": "abc"}}"#;
/// let injected = airbyte_db::oauth::inject(&spec, r#"{"auth": {"type": "oauth"}}"#, parameters)?;
/// assert_eq!(injected, r#"{"auth": {"type": "oauth", "client_id": "abc"}}"#);
/// assert_eq!(airbyte_db::oauth::mask(&spec, &injected)?, r#"{"auth": {"type": "oauth", "client_id": "******"}}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON; two parameters of one name; a value where an object has to be.
pub fn inject(spec: &Specification, configuration: &str, parameters: &str) -> Result<String> {
    let (document, parameters) = (Document::parse(configuration)?, Document::parse(parameters)?);
    if parameters.root().kind() != Kind::Object {
        return Err(at("", "the OAuth parameters must be an object"));
    }
    let Some(oauth) = oauth_of(spec) else { return merge(configuration, &parameters) };
    if !predicate_holds(spec, document.root()) {
        return Ok(configuration.to_owned());
    }
    let parameters = flattened(&parameters)?;
    let mut text = configuration.to_owned();
    for (name, path) in paths(oauth) {
        let found = parameters.iter().find(|(known, _)| **known == *name);
        // As the platform has it: what is not given is null, whatever stood there.
        text = set(text, &path, found.map_or("null", |(_, value)| value.raw()), |_| true)?;
    }
    Ok(text)
}

/// The configuration with the [`MASK`] wherever [`inject`] would put a parameter; what the platform stores.
///
/// # Errors
/// As [`inject`].
pub fn mask(spec: &Specification, configuration: &str) -> Result<String> {
    let document = Document::parse(configuration)?;
    let mut text = configuration.to_owned();
    let Some(oauth) = oauth_of(spec).filter(|_| predicate_holds(spec, document.root())) else { return Ok(text) };
    for (_, path) in paths(oauth) {
        text = set(text, &path, &quoted(MASK), |_| true)?;
    }
    Ok(text)
}

fn oauth_of(spec: &Specification) -> Option<Value<'_>> {
    spec.advanced_auth()?.get("oauth_config_specification").filter(|oauth| !oauth.is_null())
}

/// Whether the configuration chooses OAuth: the path is there, and leads to the text, if one is asked for.
fn predicate_holds(spec: &Specification, configuration: Value<'_>) -> bool {
    let member = |name| spec.advanced_auth().and_then(|auth| auth.get(name));
    let path = member("predicate_key").map(keys).unwrap_or_default();
    if path.is_empty() {
        return true;
    }
    let Some(reached) = path.iter().try_fold(configuration, |value, key| value.get(key)) else { return false };
    let wanted = member("predicate_value").and_then(Value::as_str).filter(|wanted| !wanted.trim().is_empty());
    wanted.is_none_or(|wanted| text_of(reached) == wanted)
}

fn text_of(value: Value<'_>) -> Cow<'_, str> {
    value.as_str().unwrap_or(Cow::Borrowed(value.raw()))
}

/// The keys of a path.
fn keys(path: Value<'_>) -> Vec<Cow<'_, str>> {
    path.items().map(text_of).collect()
}

/// Which parameter goes where. An entry without a path is passed over, as the platform does.
fn paths(oauth: Value<'_>) -> Vec<(Cow<'_, str>, Vec<Cow<'_, str>>)> {
    let output = oauth.get("complete_oauth_server_output_specification");
    let properties = output.and_then(|output| output.get("properties"));
    let members = properties.into_iter().flat_map(Value::members);
    let with_path = members.filter_map(|member| Some((member.name(), member.value().get("path_in_connector_config")?)));
    with_path.map(|(name, path)| (name, keys(path))).filter(|(_, path)| !path.is_empty()).collect()
}

/// All that is no object, by its own name, from whatever depth.
fn flattened<'doc>(parameters: &'doc Document<'_>) -> Result<Vec<(Cow<'doc, str>, Value<'doc>)>> {
    let mut flat: Vec<(Cow<'_, str>, Value<'_>)> = Vec::new();
    for (path, value) in lifted(parameters.root(), MOST_PARAMETERS).ok_or_else(too_many)? {
        let Some(name) = path.last() else { continue };
        if flat.iter().any(|(known, _)| known == name) {
            return Err(at(pointer_of(&path), "the OAuth parameters have two of this name"));
        }
        flat.push((name.clone(), value));
    }
    Ok(flat)
}

/// A value, and the names on the way to it.
pub(crate) type Leaf<'doc> = (Vec<Cow<'doc, str>>, Value<'doc>);

/// What flattening lifts out of objects: all that is inside and no object, in order. Nothing where it is more than that
/// many.
pub(crate) fn lifted(root: Value<'_>, most: usize) -> Option<Vec<Leaf<'_>>> {
    let mut found = leaves(root, most)?;
    found.retain(|(_, value)| value.kind() != Kind::Object);
    Some(found)
}

fn too_many() -> Error {
    at("", "there are more OAuth parameters than any connector takes")
}

/// All that is inside and no object, and objects without members, in order.
fn leaves(root: Value<'_>, most: usize) -> Option<Vec<Leaf<'_>>> {
    let mut found = Vec::new();
    let mut waiting = vec![(Vec::new(), root)];
    while let Some((path, value)) = waiting.pop() {
        if value.kind() != Kind::Object || value.is_empty() {
            found.push((path, value));
        } else {
            waiting.extend(value.members().map(|member| {
                let below: Vec<_> = path.iter().cloned().chain([member.name()]).collect();
                (below, member.value())
            }));
        }
        if found.len() + waiting.len() > most {
            return None;
        }
    }
    sort(&mut found, |one, other| one.1.index().cmp(&other.1.index()));
    Some(found)
}

/// What the platform does for specs that do not say where parameters go.
fn merge(configuration: &str, parameters: &Document<'_>) -> Result<String> {
    let mut text = configuration.to_owned();
    for (path, value) in leaves(parameters.root(), MOST_PARAMETERS).ok_or_else(too_many)? {
        let is_object = value.kind() == Kind::Object;
        if is_object && path.is_empty() {
            continue;
        }
        text = set(text, &path, value.raw(), |known| !is_object && is_masked(known))?;
    }
    Ok(text)
}

/// Nothing but asterisks, or nothing at all.
fn is_masked(value: Value<'_>) -> bool {
    value.as_str().is_some_and(|text| text.bytes().all(|byte| byte == b'*'))
}

/// Sets a value at a path. Objects on the way are made where they are missing; where a value stands already, it is
/// asked whether it gives way.
fn set(text: String, path: &[Cow<'_, str>], value: &str, gives_way: impl Fn(Value<'_>) -> bool) -> Result<String> {
    let document = Document::parse(&*text)?;
    let mut here = document.root();
    let mut edits = Edits::of(&document);
    for (depth, key) in path.iter().enumerate() {
        if here.kind() != Kind::Object {
            return Err(at(
                pointer_of(&path[..depth]),
                "an object must stand here, for OAuth parameters to be put into",
            ));
        }
        let Some(below) = here.get(key) else {
            add_member(&mut edits, here, &path[depth..], value);
            return Ok(edits.finish());
        };
        here = below;
    }
    if !gives_way(here) {
        return Ok(text);
    }
    edits.replace(here, value);
    Ok(edits.finish())
}

/// Adds a member to an object, with objects around the value for all further keys.
fn add_member(edits: &mut Edits<'_>, object: Value<'_>, path: &[Cow<'_, str>], value: &str) {
    let mut member = String::new();
    for (depth, key) in path.iter().enumerate() {
        member.push_str(if depth == 0 { "" } else { "{" });
        member.push_str(&quoted(key));
        member.push_str(": ");
    }
    member.push_str(value);
    member.extend(path.iter().skip(1).map(|_| '}'));
    match object.written_members().last() {
        Some(last) => edits.insert(last.value.end_offset(), &format!(", {member}")),
        None => edits.insert(object.offset() + 1, &member),
    }
}

pub(crate) fn pointer_of(path: &[Cow<'_, str>]) -> String {
    let mut pointer = String::new();
    for key in path {
        push_segment(&mut pointer, key);
    }
    pointer
}
