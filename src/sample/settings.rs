//! The Config database of a sample: workspaces, connectors, actors, catalogs and connections.

use super::connectors::{self, CALENDAR, Connector, LAKE, LEDGER, WAREHOUSE};
use super::documents::{self, Stream};
use super::random::Random;
use super::{Plan, Receiver};
use crate::blobs::{AirbyteCatalog, SecretText};
use crate::error::Result;
use crate::hash::{self, HashForm, Reading};
use crate::json::Json;
use crate::secrets;
use crate::tables::{
    Actor, ActorCatalog, ActorCatalogFetchEvent, ActorDefinitionWorkspaceGrant, ActorOauthParameter, AirbyteMetadata,
    Connection, ConnectionOperation, GeographyType, NamespaceDefinitionType, Operation, OperatorType, ScheduleType,
    Secret, State, StateType, StatusType, StreamReset, Workspace,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

/// What the jobs and the faults need to know of the Config database.
pub(super) struct Deployment {
    pub(super) connectors: Vec<Connector>,
    pub(super) links: Vec<Link>,
    /// A catalog with its hash, to be broken.
    pub(super) catalog: ActorCatalog,
}

/// A connection, as far as its jobs ask for it.
pub(super) struct Link {
    pub(super) row: Connection,
    pub(super) source: Actor,
    pub(super) streams: Vec<Stream>,
    /// `jobs.config` of its syncs and of its resets.
    pub(super) sync: String,
    pub(super) reset: String,
    /// In how many of a hundred cases a job of it fails.
    pub(super) failing: u64,
    /// Whether it has failed without an exception of late.
    pub(super) broken: bool,
}

/// How long before its end a sample begins.
const AGE: SignedDuration = SignedDuration::from_hours(24 * 400);

pub(super) fn make(plan: &Plan, random: &mut Random, receiver: &mut impl Receiver) -> Result<Deployment> {
    let begin = plan.until.checked_sub(AGE).unwrap_or(Timestamp::MIN);
    metadata(begin, random, receiver)?;
    let connectors = connectors::all(random, begin)?;
    for connector in &connectors {
        receiver.take(&connector.definition)?;
    }
    let mut maker = Maker {
        plan,
        begin,
        random: random.clone(),
        connectors,
        workspaces: Vec::new(),
        catalogs: HashMap::new(),
        sample: None,
    };
    for number in 0..plan.workspaces.max(1) {
        let operations = maker.workspace(number, receiver)?;
        maker.workspaces.push(operations);
    }
    let mut links: Vec<Link> = Vec::new();
    for number in 0..plan.connections.max(1) {
        let link = maker.connection(number, &mut links, receiver)?;
        links.push(link);
    }
    *random = maker.random;
    let catalog = maker.sample.expect("the first connection has a catalog");
    Ok(Deployment { connectors: maker.connectors, links, catalog })
}

fn metadata(begin: Timestamp, random: &mut Random, receiver: &mut impl Receiver) -> Result<()> {
    let deployment = random.id().to_string();
    let rows = [
        ("airbyte_version".to_owned(), "0.40.32"),
        ("airbyte_protocol_version_min".to_owned(), "0.0.0"),
        ("airbyte_protocol_version_max".to_owned(), "1.0.0"),
        ("deployment_id".to_owned(), &*deployment),
        ("secretMigration".to_owned(), "true"),
        (format!("{begin}_init_db"), "0.40.32"),
    ];
    rows.into_iter().try_for_each(|(key, value)| receiver.take(&AirbyteMetadata { key, value: Some(value.to_owned()) }))
}

/// A workspace, and what its connections share.
struct Shared {
    id: Uuid,
    operations: Vec<Operation>,
    destinations: Vec<Actor>,
}

struct Maker<'plan> {
    plan: &'plan Plan,
    begin: Timestamp,
    random: Random,
    connectors: Vec<Connector>,
    workspaces: Vec<Shared>,
    /// The catalogs that are stored, by their text: the platform stores each once.
    catalogs: HashMap<String, Uuid>,
    sample: Option<ActorCatalog>,
}

impl Maker<'_> {
    /// A moment of the first half of the sample's time, after which everything is there.
    fn early(&mut self) -> Timestamp {
        let seconds = self.random.signed_below(AGE.as_secs() / 2);
        self.begin + SignedDuration::from_secs(seconds)
    }

    fn workspace(&mut self, number: u64, receiver: &mut impl Receiver) -> Result<Shared> {
        let (id, webhook, begin) = (self.random.id(), self.random.id(), self.begin);
        let coordinate = format!("airbyte_workspace_{id}_secret_{}_v1", self.random.id());
        self.secret(&coordinate, receiver)?;
        let notifications = if number.is_multiple_of(2) {
            r#"[{"notificationType":"slack","sendOnSuccess":false,"sendOnFailure":true,"slackConfiguration":{"webhook":"https://hooks.example.com/sample"}}]"#
        } else {
            "[]"
        };
        let webhooks = format!(
            r#"{{"webhookConfigs":[{{"id":"{webhook}","name":"dbt","authToken":{{"_secret":"{coordinate}"}}}}]}}"#
        );
        receiver.take(&Workspace {
            id,
            customer_id: Some(self.random.id()),
            name: format!("Workspace {number}"),
            slug: format!("workspace-{number}"),
            email: Some(format!("data-{number}@example.com")),
            initial_setup_complete: true,
            anonymous_data_collection: Some(false),
            send_newsletter: Some(false),
            send_security_updates: Some(true),
            display_setup_wizard: Some(false),
            tombstone: false,
            notifications: Some(Json::of_valid(notifications)),
            first_sync_complete: Some(true),
            feedback_complete: Some(false),
            created_at: begin,
            updated_at: begin,
            geography: if number % 3 == 2 { GeographyType::Eu } else { GeographyType::Auto },
            webhook_operation_configs: Some(Json::parse(&webhooks)?),
        })?;
        let own = if number.is_multiple_of(2) { WAREHOUSE } else { LEDGER };
        let actor_definition_id = self.connectors[own].definition.id;
        receiver.take(&ActorDefinitionWorkspaceGrant { actor_definition_id, workspace_id: id })?;
        if number.is_multiple_of(3) {
            self.oauth_parameter((number > 0).then_some(id), receiver)?;
        }
        let operations = self.operations(id, webhook, receiver)?;
        let mut destinations = vec![self.actor(id, LAKE, number, begin, receiver)?];
        if own == WAREHOUSE {
            destinations.push(self.actor(id, WAREHOUSE, number, begin, receiver)?);
        }
        // A source that nobody uses.
        if number.is_multiple_of(2) {
            let made = self.early();
            self.actor(id, 0, 1_000_000 + number, made, receiver)?;
        }
        Ok(Shared { id, operations, destinations })
    }

    fn secret(&mut self, coordinate: &str, receiver: &mut impl Receiver) -> Result<()> {
        let payload = SecretText::from(format!("{:016x}", self.random.next()));
        receiver.take(&Secret { coordinate: coordinate.to_owned(), payload: Some(payload) })
    }

    /// The first one is the deployment's, the others are of a workspace.
    fn oauth_parameter(&mut self, workspace_id: Option<Uuid>, receiver: &mut impl Receiver) -> Result<()> {
        let definition = &self.connectors[CALENDAR].definition;
        let text = format!(r#"{{"client_id":"sample","client_secret":"{:016x}"}}"#, self.random.next());
        receiver.take(&ActorOauthParameter {
            id: self.random.id(),
            workspace_id,
            actor_definition_id: definition.id,
            configuration: Json::of_valid(&text),
            actor_type: definition.actor_type.clone(),
            created_at: self.begin,
            updated_at: self.begin,
        })
    }

    fn operations(
        &mut self,
        workspace_id: Uuid,
        webhook: Uuid,
        receiver: &mut impl Receiver,
    ) -> Result<Vec<Operation>> {
        let kinds = [OperatorType::Normalization, OperatorType::Dbt, OperatorType::Webhook];
        let mut operations = Vec::new();
        for kind in kinds {
            let operation = Operation {
                id: self.random.id(),
                workspace_id,
                name: format!("Sample {kind}"),
                operator_normalization: Some(match kind {
                    OperatorType::Normalization => Json::of_valid(r#"{"option":"basic"}"#),
                    _ => Json::null(),
                }),
                operator_dbt: Some(match kind {
                    OperatorType::Dbt => Json::of_valid(
                        r#"{"gitRepoUrl":"https://git.example.com/models.git","gitRepoBranch":"main","dockerImage":"example/dbt:1.0.0","dbtArguments":"run"}"#,
                    ),
                    _ => Json::null(),
                }),
                operator_webhook: match kind {
                    OperatorType::Webhook => Some(Json::of_valid(&format!(
                        r#"{{"executionUrl":"https://hooks.example.com/run","executionBody":"","webhookConfigId":"{webhook}"}}"#
                    ))),
                    _ => None,
                },
                operator_type: kind,
                tombstone: false,
                created_at: self.begin,
                updated_at: self.begin,
            };
            receiver.take(&operation)?;
            operations.push(operation);
        }
        Ok(operations)
    }

    /// An actor, with its secrets where the platform keeps them.
    fn actor(
        &mut self,
        workspace_id: Uuid,
        connector: usize,
        number: u64,
        created_at: Timestamp,
        receiver: &mut impl Receiver,
    ) -> Result<Actor> {
        let ids: Vec<String> = (0..4).map(|_| self.random.id().to_string()).collect();
        let connector = &self.connectors[connector];
        let clear = connector.configuration(&mut self.random, number);
        let split = connector.secrets.split(&clear, &workspace_id.to_string(), None, ids)?;
        for secrets::Secret { coordinate, payload } in split.secrets {
            receiver.take(&Secret { coordinate, payload: Some(payload.into()) })?;
        }
        let actor = Actor {
            id: self.random.id(),
            workspace_id,
            actor_definition_id: connector.definition.id,
            name: format!("{} {number}", connector.definition.name),
            configuration: Json::parse(&split.configuration)?,
            actor_type: connector.definition.actor_type.clone(),
            tombstone: false,
            created_at,
            updated_at: created_at,
        };
        receiver.take(&actor)?;
        Ok(actor)
    }

    fn connection(&mut self, number: u64, links: &mut [Link], receiver: &mut impl Receiver) -> Result<Link> {
        let workspaces = self.workspaces.len() as u64;
        let place = usize::try_from(number % workspaces).unwrap_or(0);
        // The connection before it in the same workspace, whose source it may share.
        let before = number.checked_sub(workspaces).and_then(|before| links.get(usize::try_from(before).ok()?));
        let shared = before.filter(|_| number % 4 == 3).map(|link| (link.source.clone(), link.streams.clone()));
        let workspace_id = self.workspaces[place].id;
        let grants_ledger = place % 2 == 1;
        let connector = match self.random.below(5) {
            0 | 1 => CALENDAR,
            2 if grants_ledger => LEDGER,
            _ => 0,
        };
        let created_at = self.early();
        let (source, streams) = if let Some(shared) = shared {
            shared
        } else {
            let source = self.actor(workspace_id, connector, number, created_at, receiver)?;
            let namespace = self.random.percent(30).then(|| format!("team_{}", number % 50));
            (source, documents::streams(connector, 2, namespace.as_deref()))
        };
        let connector = self.connector_of(&source);
        let catalog = self.fetches(&source, connector, &streams, created_at, receiver)?;
        let destinations = self.workspaces[place].destinations.clone();
        let chosen = usize::try_from(number / workspaces).unwrap_or(0) % destinations.len();
        let row = self.row(number, &source, &destinations[chosen], &streams, catalog, created_at)?;
        receiver.take(&row)?;
        let dedup = chosen == 1;
        let operation = self.operation(&row, place, number, dedup, receiver)?;
        self.states(&row, &streams, number, receiver)?;
        let link = self.link(row, source, &destinations[chosen], streams, operation.as_ref(), number);
        if number % 9 == 4 && link.row.status == Some(StatusType::Active) {
            self.stream_reset(&link, receiver)?;
        }
        Ok(link)
    }

    fn connector_of(&self, actor: &Actor) -> usize {
        let is_it = |connector: &Connector| connector.definition.id == actor.actor_definition_id;
        self.connectors.iter().position(is_it).unwrap_or(0)
    }

    /// Notes that a source was asked for its catalog: when it was made, when the connection was, and now and then
    /// since. Gives the last one.
    fn fetches(
        &mut self,
        source: &Actor,
        connector: usize,
        streams: &[Stream],
        created_at: Timestamp,
        receiver: &mut impl Receiver,
    ) -> Result<Uuid> {
        let config_hash = hash::of_text(source.configuration.text(), Reading::Configuration, HashForm::Md5Jsonb)?;
        let namespace = streams.first().and_then(|stream| stream.namespace.clone());
        let first = documents::streams(connector, 0, namespace.as_deref());
        let times = 1 + self.random.below(5);
        let mut last = self.fetched(&first, created_at, receiver)?;
        for time in 0..=times {
            let at = created_at + SignedDuration::from_hours(i64::try_from(time).unwrap_or(0) * 24 * 30);
            let at = at.min(self.plan.until);
            if time > 0 {
                last = self.fetched(streams, at, receiver)?;
            }
            let tags = self.connectors[connector].former_tags;
            let current = &self.connectors[connector].definition.docker_image_tag;
            let tag = tags.get(usize::try_from(time).unwrap_or(0)).copied().unwrap_or(current);
            let event = ActorCatalogFetchEvent {
                id: self.random.id(),
                actor_catalog_id: last,
                actor_id: source.id,
                config_hash: config_hash.to_string(),
                actor_version: tag.to_owned(),
                created_at: at,
                modified_at: at,
            };
            receiver.take(&event)?;
        }
        Ok(last)
    }

    fn fetched(&mut self, streams: &[Stream], at: Timestamp, receiver: &mut impl Receiver) -> Result<Uuid> {
        let catalog = documents::catalog(streams);
        if let Some(id) = self.catalogs.get(&catalog) {
            return Ok(*id);
        }
        let row = ActorCatalog {
            id: self.random.id(),
            catalog_hash: hash::of_text(&catalog, Reading::Catalog, HashForm::Murmur3)?.to_string(),
            catalog: Json::<AirbyteCatalog>::parse(&catalog)?,
            created_at: at,
            modified_at: at,
        };
        receiver.take(&row)?;
        self.catalogs.insert(catalog, row.id);
        let id = row.id;
        self.sample.get_or_insert(row);
        Ok(id)
    }

    fn row(
        &mut self,
        number: u64,
        source: &Actor,
        destination: &Actor,
        streams: &[Stream],
        catalog: Uuid,
        created_at: Timestamp,
    ) -> Result<Connection> {
        let dedup = self.connector_of(destination) == WAREHOUSE;
        let (schedule_type, schedule, data) = schedule(number, &mut self.random);
        let custom = number % 8 == 5;
        Ok(Connection {
            id: self.random.id(),
            namespace_definition: if custom {
                NamespaceDefinitionType::CustomFormat
            } else {
                NamespaceDefinitionType::Source
            },
            namespace_format: custom.then(|| "${SOURCE_NAMESPACE}_raw".to_owned()),
            prefix: (number % 6 == 1).then(|| "raw_".to_owned()),
            source_id: source.id,
            destination_id: destination.id,
            name: format!("{} to {}", source.name, destination.name),
            catalog: Json::parse(&documents::configured_catalog(streams, dedup))?,
            status: Some(match number % 16 {
                6 => StatusType::Inactive,
                11 => StatusType::Deprecated,
                _ => StatusType::Active,
            }),
            schedule: Some(Json::parse(&schedule)?),
            manual: schedule_type == Some(ScheduleType::Manual),
            resource_requirements: Some(Json::null()),
            created_at,
            updated_at: created_at,
            source_catalog_id: Some(catalog),
            schedule_type,
            schedule_data: Some(Json::parse(&data)?),
            geography: GeographyType::Auto,
            notify_schema_changes: true,
            non_breaking_change_preference: if number % 5 == 2 { "disable" } else { "ignore" }.to_owned(),
            breaking_change: false,
            unsupported_protocol_version: false,
            field_selection_data: Some(Json::null()),
        })
    }

    /// What follows the syncs of some connections.
    fn operation(
        &mut self,
        connection: &Connection,
        workspace: usize,
        number: u64,
        normalizes: bool,
        receiver: &mut impl Receiver,
    ) -> Result<Option<Operation>> {
        let chosen = match number % 4 {
            _ if normalizes => 0,
            2 => 2,
            _ => return Ok(None),
        };
        let operation = self.workspaces[workspace].operations[chosen].clone();
        receiver.take(&ConnectionOperation {
            id: self.random.id(),
            connection_id: connection.id,
            operation_id: operation.id,
            created_at: connection.created_at,
            updated_at: connection.created_at,
        })?;
        Ok(Some(operation))
    }

    fn states(
        &mut self,
        connection: &Connection,
        streams: &[Stream],
        number: u64,
        receiver: &mut impl Receiver,
    ) -> Result<()> {
        let mut named = |kind: &StateType, stream: Option<&Stream>, state: &str| {
            receiver.take(&State {
                id: self.random.id(),
                connection_id: connection.id,
                state: Some(Json::of_valid(state)),
                created_at: connection.created_at,
                updated_at: self.plan.until,
                stream_name: stream.map(|stream| stream.name.to_owned()),
                namespace: stream.and_then(|stream| stream.namespace.clone()),
                r#type: kind.clone(),
            })
        };
        match number % 3 {
            0 => streams
                .iter()
                .try_for_each(|stream| named(&StateType::Stream, Some(stream), r#"{"cursor":"2023-02-28T00:00:00Z"}"#)),
            1 => {
                named(&StateType::Global, None, r#"{"position":90071992547409931}"#)?;
                let mut of_stream =
                    |stream| named(&StateType::Global, Some(stream), r#"{"cursor":"2023-02-28T00:00:00Z"}"#);
                streams.iter().try_for_each(&mut of_stream)
            }
            _ => named(&StateType::Legacy, None, r#"{"state":{"cursor":"2023-02-28T00:00:00Z"}}"#),
        }
    }

    fn stream_reset(&mut self, link: &Link, receiver: &mut impl Receiver) -> Result<()> {
        let stream = &link.streams[0];
        receiver.take(&StreamReset {
            id: self.random.id(),
            connection_id: link.row.id,
            stream_namespace: stream.namespace.clone(),
            stream_name: stream.name.to_owned(),
            created_at: self.plan.until,
            updated_at: self.plan.until,
        })
    }

    fn link(
        &self,
        row: Connection,
        source: Actor,
        destination: &Actor,
        streams: Vec<Stream>,
        operation: Option<&Operation>,
        number: u64,
    ) -> Link {
        let image = |actor: &Actor| {
            let definition = &self.connectors[self.connector_of(actor)].definition;
            format!("{}:{}", definition.docker_repository, definition.docker_image_tag)
        };
        let is_custom = self.connectors[self.connector_of(&source)].definition.custom;
        let (from, to) = (image(&source), image(destination));
        let namespace = if row.namespace_format.is_some() {
            r#""namespaceDefinition":"customformat","namespaceFormat":"${SOURCE_NAMESPACE}_raw""#
        } else {
            r#""namespaceDefinition":"source""#
        };
        let prefix = row.prefix.as_deref().unwrap_or_default();
        let common = format!(r#"{namespace},"prefix":"{prefix}""#);
        let into = format!(
            r#""destinationDockerImage":"{to}","destinationProtocolVersion":{{"version":"0.2.0"}},"operationSequence":[{}]"#,
            operation.map(operation_text).unwrap_or_default()
        );
        let (own, other) = (source.configuration.text(), destination.configuration.text());
        let sync = format!(
            r#"{{"configType":"sync","sync":{{{common},"sourceConfiguration":{own},"destinationConfiguration":{other},"configuredAirbyteCatalog":{},"sourceDockerImage":"{from}","sourceProtocolVersion":{{"version":"0.2.0"}},{into},"isSourceCustomConnector":{is_custom},"isDestinationCustomConnector":false,"workspaceId":"{}"}}}}"#,
            row.catalog.text(),
            source.workspace_id
        );
        let resets: Vec<String> = streams.iter().map(|stream| format!(r#"{{"name":"{}"}}"#, stream.name)).collect();
        let reset = format!(
            r#"{{"configType":"resetConnection","resetConnection":{{{common},"destinationConfiguration":{other},"configuredAirbyteCatalog":{},{into},"resetSourceConfiguration":{{"streamsToReset":[{}]}},"isSourceCustomConnector":false,"isDestinationCustomConnector":false}}}}"#,
            documents::reset_catalog(&streams),
            resets.join(",")
        );
        let failing = if number % 7 == 3 { 35 } else { 4 };
        Link { row, source, streams, sync, reset, failing, broken: number % 11 == 5 }
    }
}

/// An operation as a job's configuration holds it.
fn operation_text(row: &Operation) -> String {
    let part = if row.operator_type == OperatorType::Normalization {
        r#""operatorNormalization":{"option":"basic"}"#.to_owned()
    } else {
        let webhook = row.operator_webhook.as_ref().map_or("null", Json::text);
        format!(r#""operatorWebhook":{webhook}"#)
    };
    format!(
        r#"{{"operationId":"{}","name":"{}","operatorType":"{}",{part},"tombstone":false,"workspaceId":"{}"}}"#,
        row.id, row.name, row.operator_type, row.workspace_id
    )
}

/// When a connection runs: `schedule_type`, `schedule` and `schedule_data`.
fn schedule(number: u64, random: &mut Random) -> (Option<ScheduleType>, String, String) {
    let null = || "null".to_owned();
    let interval = |random: &mut Random| {
        let (unit, units) =
            random.one_of(&[("hours", 1), ("hours", 6), ("hours", 8), ("hours", 24), ("minutes", 30), ("days", 1)]);
        format!(r#"{{"timeUnit":"{unit}","units":{units}}}"#)
    };
    match number % 8 {
        1 => (Some(ScheduleType::Manual), null(), null()),
        2 | 5 => {
            let (expression, zone) = random.one_of(&[
                ("0 0 4 * * ?", "Europe/Berlin"),
                ("0 30 2 ? * MON-FRI", "UTC"),
                ("0 15 */6 * * ?", "America/New_York"),
                ("0 0 1 L * ?", "Asia/Tokyo"),
            ]);
            let data = format!(r#"{{"cron":{{"cronExpression":"{expression}","cronTimeZone":"{zone}"}}}}"#);
            (Some(ScheduleType::Cron), null(), data)
        }
        // A row from before there were types.
        7 => (None, interval(random), null()),
        _ => {
            let interval = interval(random);
            (Some(ScheduleType::BasicSchedule), interval.clone(), format!(r#"{{"basicSchedule":{interval}}}"#))
        }
    }
}
