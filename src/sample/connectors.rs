//! The connectors of a sample: definitions of our own, with configurations that fit their specs.

use super::random::Random;
use crate::blobs::ConnectorSpecification;
use crate::error::Result;
use crate::json::Json;
use crate::secrets::Secrets;
use crate::tables::{ActorDefinition, ActorType, ReleaseStage, SourceType};
use jiff::Timestamp;

/// A connector, and how its configurations are written.
pub(super) struct Connector {
    pub(super) definition: ActorDefinition,
    pub(super) secrets: Secrets,
    /// Versions that were in use before.
    pub(super) former_tags: &'static [&'static str],
    configure: fn(&mut Random, u64) -> String,
}

/// What the connectors differ in.
struct Kind {
    name: &'static str,
    repository: &'static str,
    tags: &'static [&'static str],
    spec: &'static str,
    actor_type: ActorType,
    source_type: Option<SourceType>,
    public: bool,
    custom: bool,
    configure: fn(&mut Random, u64) -> String,
}

/// The number of the connector that people sign in to.
pub(super) const CALENDAR: usize = 1;
/// The number of the source that the deployment's own people made.
pub(super) const LEDGER: usize = 2;
/// The number of the destination that everybody may use.
pub(super) const LAKE: usize = 3;
/// The number of the destination that normalizes, and that is granted to some workspaces.
pub(super) const WAREHOUSE: usize = 4;

/// All of them, in the order of the constants above; the first is the source of orders.
pub(super) fn all(random: &mut Random, created_at: Timestamp) -> Result<Vec<Connector>> {
    kinds().into_iter().map(|kind| connector(kind, random, created_at)).collect()
}

fn kinds() -> [Kind; 5] {
    let source = |name, repository, tags, spec, source_type, custom: bool, configure| Kind {
        name,
        repository,
        tags,
        spec,
        actor_type: ActorType::Source,
        source_type: Some(source_type),
        public: !custom,
        custom,
        configure,
    };
    let destination = |name, repository, tags, spec, public, configure| Kind {
        name,
        repository,
        tags,
        spec,
        actor_type: ActorType::Destination,
        source_type: None,
        public,
        custom: false,
        configure,
    };
    [
        source(
            "Orders",
            "example/source-orders",
            &["1.0.0", "1.1.0", "1.2.3"],
            include_str!("../../examples/orders/spec.json"),
            SourceType::Database,
            false,
            orders,
        ),
        source(
            "Calendar",
            "example/source-calendar",
            &["0.4.0", "0.4.1"],
            include_str!("connectors/calendar.json"),
            SourceType::Api,
            false,
            calendar,
        ),
        source(
            "Ledger",
            "example/source-ledger",
            &["dev", "0.1.0"],
            include_str!("connectors/ledger.json"),
            SourceType::Custom,
            true,
            ledger,
        ),
        destination("Lake", "example/destination-lake", &["2.0.0"], include_str!("connectors/lake.json"), true, lake),
        destination(
            "Warehouse",
            "example/destination-warehouse",
            &["0.9.1", "1.0.0"],
            include_str!("connectors/warehouse.json"),
            false,
            warehouse,
        ),
    ]
}

fn connector(kind: Kind, random: &mut Random, created_at: Timestamp) -> Result<Connector> {
    let spec = Json::<ConnectorSpecification>::parse(kind.spec)?;
    let secrets = Secrets::new(spec.read()?.connection_specification.text())?;
    let normalizes = kind.repository.ends_with("warehouse");
    let (tag, former_tags) = kind.tags.split_last().unwrap_or((&"1.0.0", &[]));
    let definition = ActorDefinition {
        id: random.id(),
        name: kind.name.to_owned(),
        docker_repository: kind.repository.to_owned(),
        docker_image_tag: (*tag).to_owned(),
        documentation_url: Some(format!("https://docs.example.com/{}", kind.name.to_ascii_lowercase())),
        icon: Some(format!("{}.svg", kind.name.to_ascii_lowercase())),
        actor_type: kind.actor_type,
        source_type: kind.source_type,
        spec,
        created_at,
        updated_at: created_at,
        tombstone: false,
        release_stage: Some(if kind.custom { ReleaseStage::Custom } else { ReleaseStage::GenerallyAvailable }),
        release_date: if kind.custom { None } else { "2022-09-01".parse().ok() },
        resource_requirements: None,
        public: kind.public,
        custom: kind.custom,
        protocol_version: Some("0.2.0".to_owned()),
        normalization_repository: normalizes.then(|| "example/normalization".to_owned()),
        normalization_tag: normalizes.then(|| "0.3.0".to_owned()),
        supports_dbt: normalizes.then_some(true),
        normalization_integration_type: normalizes.then(|| "warehouse".to_owned()),
        allowed_hosts: None,
        suggested_streams: None,
    };
    Ok(Connector { definition, secrets, former_tags, configure: kind.configure })
}

impl Connector {
    /// A configuration of an actor, in clear.
    pub(super) fn configuration(&self, random: &mut Random, number: u64) -> String {
        (self.configure)(random, number)
    }
}

fn orders(random: &mut Random, number: u64) -> String {
    let region = random.one_of(&["eu-central", "eu-west", "us-east", "us-west"]);
    let (password, year) = (random.next(), 2018 + random.below(5));
    let credentials = if number.is_multiple_of(3) {
        format!(r#"{{"method":"signed_token","client_id":"reader-{number}","private_key":"{password:016x}"}}"#)
    } else {
        format!(r#"{{"method":"password","user":"airbyte","password":"{password:016x}"}}"#)
    };
    format!(
        r#"{{"host":"orders-{number}.example.com","port":5432,"database":"orders","schemas":["public"],"start_date":"{year}-01-01T00:00:00Z","region":"{region}","credentials":{credentials}}}"#
    )
}

fn calendar(random: &mut Random, number: u64) -> String {
    format!(r#"{{"account":"team-{number}@example.com","refresh_token":"{:016x}"}}"#, random.next())
}

fn ledger(random: &mut Random, number: u64) -> String {
    format!(r#"{{"address":"ledger-{number}.example.com","api_key":"{:016x}","books":["sales"]}}"#, random.next())
}

fn lake(random: &mut Random, number: u64) -> String {
    format!(r#"{{"bucket":"lake-{number}","access_key":"{:016x}"}}"#, random.next())
}

fn warehouse(random: &mut Random, number: u64) -> String {
    let password = random.next();
    format!(r#"{{"host":"warehouse-{number}.example.com","port":5439,"user":"loader","password":"{password:016x}"}}"#)
}
