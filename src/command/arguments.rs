//! The arguments, with the help that `--help` prints.

mod transfer;

pub(super) use transfer::{Export, ExportForm, Import};

use airbyte_db::hash::{HashForm, HashValue, Reading};
use airbyte_db::jiff::Timestamp;
use airbyte_db::{Code, Mode};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Airbyte's Config and Jobs databases, outside Airbyte.
#[derive(Parser)]
#[command(
    name = "airbyte-db",
    version,
    about = "Airbyte's configurations, rows and documents: checked, hashed and stored without an Airbyte server"
)]
#[command(propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "See `airbyte-db validate --help` for examples.\n\nExit status: 0 all valid, 1 something invalid, 2 something could not be read or was misused."
)]
pub(super) struct Arguments {
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Color {
    /// On a terminal only.
    Auto,
    Always,
    Never,
}

impl Color {
    /// Makes it hold for everything that is printed.
    pub(super) fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::AlwaysAnsi,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Subcommand)]
pub(super) enum Command {
    Validate(Validate),
    Schema(Schema),
    Form(Form),
    Lint(Lint),
    Hash(Hash),
    Mask(Mask),
    Split(Split),
    Hydrate(Hydrate),
    Init(Init),
    Migrate(Migrate),
    Status(StoreStatus),
    Import(Import),
    Export(Export),
    Sample(Sample),
    Query(Query),
    Diff(Diff),
    Audit(Audit),
}

/// A configuration and the spec that says what is secret in it.
#[derive(Args)]
pub(super) struct Configuration {
    /// The spec: a file, or - for standard input. It may be in any form that `validate` takes.
    #[arg(long, value_name = "SPEC")]
    pub(super) spec: PathBuf,

    /// The configuration, in JSON (or YAML, by the file's name): a file, or - for standard input.
    #[arg(value_name = "CONFIG")]
    pub(super) configuration: PathBuf,
}

/// Print a configuration with ten asterisks in the place of every secret, or put the secrets back after an edit.
///
/// Which fields are secret, the spec says (airbyte_secret); what any branch of a choice calls secret is hidden. All
/// else is printed as it was written.
#[derive(Args)]
#[command(after_long_help = MASK_EXAMPLES)]
pub(super) struct Mask {
    #[command(flatten)]
    pub(super) of: Configuration,

    /// Print CONFIG with the secrets of this stored configuration in the place of its masks instead.
    ///
    /// A mask for which nothing is stored stays, is told on standard error, and makes the exit status 1.
    #[arg(long, value_name = "STORED")]
    pub(super) restore: Option<PathBuf>,
}

const MASK_EXAMPLES: &str = "\
Examples:
  To show a configuration to somebody:
    airbyte-db mask --spec spec.json config.json > shown.json

  To take over what they changed:
    airbyte-db mask --spec spec.json --restore config.json shown.json > new.json";

/// Take the secrets out of a configuration, as Airbyte stores it.
///
/// The configuration is printed with {"_secret": "<coordinate>"} in the place of every secret. The secrets go to a
/// file that only its owner can read: one {"coordinate": …, "payload": …} a line, the rows of the table `secrets`.
#[derive(Args)]
#[command(after_long_help = SPLIT_EXAMPLES)]
pub(super) struct Split {
    #[command(flatten)]
    pub(super) of: Configuration,

    /// The id of the workspace that new secrets are named after.
    #[arg(long, value_name = "UUID")]
    pub(super) workspace: String,

    /// The file that the secrets are written to. It must not exist yet.
    #[arg(long, value_name = "OUT")]
    pub(super) secrets: PathBuf,

    /// Write over OUT, if it is a file.
    #[arg(long)]
    pub(super) force: bool,

    /// The configuration as it is stored so far: secrets keep their names, and those that changed get a new version.
    #[arg(long, value_name = "STORED", requires = "previous_secrets")]
    pub(super) previous: Option<PathBuf>,

    /// The secrets that are stored so far, one a line.
    #[arg(long, value_name = "FILE", requires = "previous")]
    pub(super) previous_secrets: Option<PathBuf>,
}

const SPLIT_EXAMPLES: &str = "\
Examples:
  A new configuration:
    airbyte-db split --spec spec.json config.json --workspace 5ae6b09b-fdec-41af-aaf7-7d94cfc33ef6 \\
      --secrets secrets.jsonl > stored.json

  After a change:
    airbyte-db split --spec spec.json new.json --workspace 5ae6b09b-fdec-41af-aaf7-7d94cfc33ef6 \\
      --previous stored.json --previous-secrets secrets.jsonl --secrets new-secrets.jsonl > new-stored.json";

/// Put the secrets back into a stored configuration, and print it as its connector gets it.
///
/// Each secret gets the type that the spec gives it.
#[derive(Args)]
pub(super) struct Hydrate {
    #[command(flatten)]
    pub(super) of: Configuration,

    /// The stored secrets: a file with a {"coordinate": …, "payload": …} a line, or - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(super) secrets: PathBuf,
}

/// Check connector configurations against their connector's spec.
///
/// A connector describes the configuration it takes in a "spec": a JSON Schema with a few annotations of Airbyte's
/// own. This checks configurations as the Airbyte server does before it saves a source or destination, without a
/// server, and says what is wrong in terms of the fields that a person sees. The value of a secret field is never
/// printed.
#[derive(Args)]
#[command(after_long_help = VALIDATE_EXAMPLES)]
#[command(
    override_usage = "airbyte-db validate --spec SPEC CONFIG...\n       airbyte-db validate --registry REGISTRY --jsonl FILE\n       airbyte-db validate --as NAME FILE..."
)]
pub(super) struct Validate {
    /// The spec: a file, or - for standard input.
    ///
    /// It may be a connector's specification in JSON or YAML, only its connectionSpecification, or what the connector
    /// itself prints when it is run with `spec`, log lines and all.
    #[arg(long, value_name = "SPEC", conflicts_with = "registry", required_unless_present_any = ["registry", "as"])]
    pub(super) spec: Option<PathBuf>,

    /// The configurations, in JSON (or YAML, by the file's name): files, or - for standard input.
    #[arg(value_name = "CONFIG", conflicts_with = "registry", required_unless_present = "registry")]
    pub(super) configurations: Vec<PathBuf>,

    /// The specs of many connectors: Airbyte's registry document, or JSON Lines of definitions.
    #[arg(long, value_name = "REGISTRY", requires = "jsonl")]
    pub(super) registry: Option<PathBuf>,

    /// Configurations of many connectors: a file with an object a line, or - for standard input.
    ///
    /// Each line is {"definition": …, "config": …}; the definition is a docker repository (also with the tag that the
    /// registry has), a definition id, or the connector's exact name. One verdict a line, in the same order.
    #[arg(long, value_name = "FILE", requires = "registry", conflicts_with = "spec")]
    pub(super) jsonl: Option<PathBuf>,

    /// Judge rows of this table, or documents of this kind, instead of configurations; see `airbyte-db schema`.
    ///
    /// A row is an object with a member a column; documents stand in it as JSON. A file whose name ends in .jsonl has a
    /// row or document a line.
    #[arg(long = "as", value_name = "NAME", conflicts_with_all = ["spec", "registry"])]
    pub(super) r#as: Option<String>,

    /// Rows of another table, for the rules that look beyond one row: a file with a row a line. May be repeated.
    ///
    /// For actor_definition the platform's registry document will do.
    #[arg(long, value_name = "TABLE=FILE", requires = "as", value_parser = table_and_file)]
    pub(super) with: Vec<(String, PathBuf)>,

    /// Take every file, and standard input, as one row or document a line.
    #[arg(long, requires = "as")]
    pub(super) lines: bool,

    /// The form that the configurations are in.
    #[arg(long, value_enum, default_value_t = ModeArgument::Raw, value_name = "MODE")]
    pub(super) mode: ModeArgument,

    /// Do not check what `format` says of dates, addresses and the like.
    #[arg(long)]
    pub(super) no_formats: bool,

    /// How to print the verdicts.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(super) format: Format,

    /// Print at most this many findings for a configuration; they are counted all the same.
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    pub(super) max_findings: usize,
}

fn table_and_file(text: &str) -> Result<(String, PathBuf), String> {
    let (table, file) = text.split_once('=').ok_or("write it as TABLE=FILE, such as actor=actors.jsonl")?;
    Ok((table.to_owned(), file.into()))
}

const VALIDATE_EXAMPLES: &str = "\
Examples:
  One configuration against one spec:
    airbyte-db validate --spec spec.json config.json

  Against what the connector itself says:
    source-faker spec | airbyte-db validate --spec - config.json

  A configuration as the server shows it, its secrets masked:
    airbyte-db validate --spec spec.yaml --mode masked shown.json

  Thousands of configurations of all connectors, for a machine to read:
    airbyte-db validate --registry oss_registry.json --jsonl configurations.jsonl --format json

  Rows of the database, with the definitions that their configurations are judged by:
    airbyte-db validate --as actor --with actor_definition=definitions.jsonl actors.jsonl

Exit status: 0 all valid, 1 something invalid, 2 something could not be read or was misused.";

/// Print the JSON Schema of a table's rows or of a document, or list all there are.
///
/// Airbyte keeps its rows in two databases, and much of what it knows in JSON documents inside columns. Each of them
/// has a schema here: strict, so that what it accepts is what Airbyte itself writes.
#[derive(Args)]
#[command(after_long_help = SCHEMA_EXAMPLES)]
pub(super) struct Schema {
    /// A table or document; all are listed without it.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    /// Print TypeScript declarations instead; of everything, without NAME.
    #[arg(long, conflicts_with = "sql")]
    pub(super) typescript: bool,

    /// Print the SQL that makes the table in Postgres instead; all tables, without NAME.
    #[arg(long)]
    pub(super) sql: bool,

    /// How to print the list; as JSON it has the columns and keys of every table.
    #[arg(long, value_enum, default_value_t = SchemaFormat::Human, value_name = "FORMAT")]
    pub(super) format: SchemaFormat,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  What there is:
    airbyte-db schema

  The schema of a connection's row, and of the catalog in it:
    airbyte-db schema connection
    airbyte-db schema ConfiguredAirbyteCatalog

  Types for a program in TypeScript:
    airbyte-db schema --typescript > airbyte.d.ts";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaFormat {
    /// For eyes.
    Human,
    /// For machines.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ModeArgument {
    /// With its secrets, as the connector gets it.
    Raw,
    /// With masks such as ********** for its secrets, as the server shows it.
    Masked,
    /// With {"_secret": "…"} for its secrets, as the database holds it.
    Stored,
}

impl From<ModeArgument> for Mode {
    fn from(mode: ModeArgument) -> Mode {
        match mode {
            ModeArgument::Raw => Mode::Raw,
            ModeArgument::Masked => Mode::Masked,
            ModeArgument::Stored => Mode::Stored,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For eyes.
    Human,
    /// One JSON object a configuration, one a line.
    Json,
    /// Annotations for GitHub's checks.
    Github,
    /// A SARIF 2.1.0 log for code scanners.
    Sarif,
}

/// Show what there is to fill in for a connector.
///
/// The form model is what a page needs to draw a connector's form: every field with its kind, label, help, default and
/// rules, in the order and on the cards of Airbyte's own form. The JSON is described in docs/forms.md.
#[derive(Args)]
#[command(after_long_help = FORM_EXAMPLES)]
pub(super) struct Form {
    /// The spec: a file, or - for standard input; in any form that `validate` takes.
    #[arg(long, value_name = "SPEC")]
    pub(super) spec: PathBuf,

    /// Print the configuration that the form begins with, in place of the form.
    #[arg(long)]
    pub(super) values: bool,

    /// Order the fields as the form of Airbyte 0.40 does, without cards.
    #[arg(long, conflicts_with = "values")]
    pub(super) old_order: bool,

    /// How to print the form.
    #[arg(long, value_enum, default_value_t = FormFormat::Json, value_name = "FORMAT")]
    pub(super) format: FormFormat,
}

const FORM_EXAMPLES: &str = "\
Examples:
  The form as JSON (on a terminal on many lines, otherwise on one):
    airbyte-db form --spec spec.json

  To look at it:
    airbyte-db form --spec spec.json --format human

  The configuration to begin with: defaults, constants, and the first branch of what has to be chosen:
    source-faker spec | airbyte-db form --spec - --values

Exit status: 0 printed, 2 the spec could not be read or the command was misused.";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormFormat {
    /// For programs; docs/forms.md describes it.
    Json,
    /// For eyes: an outline.
    Human,
}

/// Check specs themselves: what is wrong with what a connector says about its configuration.
///
/// A connector describes the configuration it takes in a "spec": a JSON Schema with a few annotations of Airbyte's
/// own. The server, the web form and the connector each read it, and each passes over other mistakes in silence: a
/// misspelt keyword, a default that no one may enter, a password that nobody marked as a secret. This tells them.
/// Every finding has a code in brackets; docs/lint.md explains each.
#[derive(Args)]
#[command(after_long_help = LINT_EXAMPLES)]
#[command(
    override_usage = "airbyte-db lint [OPTIONS] SPEC...\n       airbyte-db lint [OPTIONS] --registry REGISTRY [DEFINITION]..."
)]
pub(super) struct Lint {
    /// The specs: files, or - for standard input; with --registry the definitions to check, all without any.
    ///
    /// A file may be in any form that `validate` takes: a connector's specification in JSON or YAML, only its
    /// connectionSpecification, or what the connector prints when it is run with `spec`. A definition is named by its
    /// docker repository, its id, or the connector's exact name.
    #[arg(value_name = "SPEC", required_unless_present = "registry")]
    pub(super) specs: Vec<PathBuf>,

    /// Check the specs of many connectors: Airbyte's registry document, or JSON Lines of definitions.
    #[arg(long, value_name = "REGISTRY")]
    pub(super) registry: Option<PathBuf>,

    /// Leave out the findings of this code. May be repeated.
    #[arg(long, value_name = "CODE", value_parser = lint_code)]
    pub(super) allow: Vec<Code>,

    /// From which severity on a finding makes the exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,

    /// How to print the findings.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(super) format: Format,

    /// Print at most this many findings for a spec; they are counted all the same.
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    pub(super) max_findings: usize,
}

fn lint_code(text: &str) -> Result<Code, String> {
    airbyte_db::lint::code(text).map_err(|error| error.message())
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// What the platform or its form breaks on, or what cannot mean what it says.
    Error,
    /// Anything that deserves a look.
    Warning,
}

const LINT_EXAMPLES: &str = "\
Examples:
  The spec of a connector that you write:
    airbyte-db lint spec.yaml

  What the connector itself says:
    source-faker spec | airbyte-db lint -

  In a pull request, with warnings counting too, but for two rules:
    airbyte-db lint --format github --fail-on warning --allow order_missing --allow example_mismatch spec.json

  Every connector of a registry, or some of them:
    airbyte-db lint --registry oss_registry.json
    airbyte-db lint --registry oss_registry.json airbyte/source-postgres airbyte/source-mysql

Exit status: 0 nothing found (or only warnings), 1 errors found (or warnings, with --fail-on warning),
2 something could not be read or was misused.";

/// Compute the hashes that Airbyte stores, or ask whether a stored one belongs to a document.
///
/// The database of Airbyte holds a hash of each catalog (`catalog_hash`) and of the configuration that it was
/// discovered with (`config_hash`), over the text that the server writes of them: without blanks, numbers as Java
/// prints them. This computes them without a server. No value of a document is ever printed.
#[derive(Args)]
#[command(after_long_help = HASH_EXAMPLES)]
pub(super) struct Hash {
    /// The documents: files, or - for standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,

    /// What the files are; config unless told, and with --check whatever fits.
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(super) reading: Option<ReadingArgument>,

    /// How the hash is made and printed; murmur3 unless told, and with --check whatever fits.
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) form: Option<FormArgument>,

    /// Say whether this stored hash belongs to the files, and in which form; 8 or 32 hexadecimal digits.
    #[arg(long, value_name = "HASH")]
    pub(super) check: Option<HashValue>,

    /// How to print the hashes.
    #[arg(long, value_enum, default_value_t = HashFormat::Human, value_name = "FORMAT")]
    pub(super) format: HashFormat,
}

const HASH_EXAMPLES: &str = "\
Examples:
  The hash of a catalog, as actor_catalog.catalog_hash holds it:
    airbyte-db hash --as catalog catalog.json

  The same as the server of 2026 stores it:
    airbyte-db hash --as catalog --form murmur3-sorted-big-endian catalog.json

  The config_hash of a configuration, which has been through Postgres:
    airbyte-db hash --form md5-jsonb config.json

  Is this stored hash that of this document, and under which form?
    airbyte-db hash --check dfb30f6d catalog.json

  Many files, for a machine to read:
    airbyte-db hash --as catalog --format json catalogs/*.json

Exit status: 0 all done (and the hash belongs to all), 1 it does not, 2 something could not be read or was misused.";

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ReadingArgument {
    /// Catalogs: read into the server's class for them, which writes members in its own order.
    Catalog,
    /// Configurations, and any other JSON documents.
    Config,
    /// Hashed as they stand, JSON or not.
    Bytes,
}

impl From<ReadingArgument> for Reading {
    fn from(reading: ReadingArgument) -> Reading {
        match reading {
            ReadingArgument::Catalog => Reading::Catalog,
            ReadingArgument::Config => Reading::Configuration,
            ReadingArgument::Bytes => Reading::Bytes,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum FormArgument {
    /// Keys as written, lowest byte first: catalog_hash in 2023.
    Murmur3,
    /// Keys sorted, lowest byte first: catalog_hash between the two.
    Murmur3Sorted,
    /// Keys sorted, highest byte first: catalog_hash in 2026.
    Murmur3SortedBigEndian,
    /// Keys as Postgres gives them back, lowest byte first.
    Murmur3Jsonb,
    /// Keys as written: config_hash of a configuration as it was read back.
    Md5,
    /// Keys as Postgres gives them back: config_hash of a configuration in any order.
    Md5Jsonb,
}

impl From<FormArgument> for HashForm {
    fn from(form: FormArgument) -> HashForm {
        match form {
            FormArgument::Murmur3 => HashForm::Murmur3,
            FormArgument::Murmur3Sorted => HashForm::Murmur3Sorted,
            FormArgument::Murmur3SortedBigEndian => HashForm::Murmur3SortedBigEndian,
            FormArgument::Murmur3Jsonb => HashForm::Murmur3Jsonb,
            FormArgument::Md5 => HashForm::Md5,
            FormArgument::Md5Jsonb => HashForm::Md5Jsonb,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HashFormat {
    /// For eyes: the hash, and the file's name where there are several.
    Human,
    /// One JSON object a file, one a line.
    Json,
}

/// Make an empty store: both of Airbyte's databases in one SQLite file.
#[derive(Args)]
#[command(after_long_help = STORE_EXAMPLES)]
pub(super) struct Init {
    /// The file to make.
    #[arg(value_name = "DB")]
    pub(super) store: PathBuf,
}

/// Bring a store up to date with this version of airbyte-db.
///
/// Whatever opens a store to write into it does the same. Each migration is applied whole or not at all.
#[derive(Args)]
#[command(after_long_help = STORE_EXAMPLES)]
pub(super) struct Migrate {
    /// The store.
    #[arg(value_name = "DB")]
    pub(super) store: PathBuf,
}

/// Print what a store holds, which migrations it has, and whether the file is whole.
#[derive(Args)]
#[command(after_long_help = STORE_EXAMPLES)]
pub(super) struct StoreStatus {
    /// The store. It is only read.
    #[arg(value_name = "DB")]
    pub(super) store: PathBuf,

    /// Do not look at all of the file for damage, which takes long for a large one.
    #[arg(long)]
    pub(super) quick: bool,

    /// How to print it.
    #[arg(long, value_enum, default_value_t = StoreFormat::Human, value_name = "FORMAT")]
    pub(super) format: StoreFormat,
}

const STORE_EXAMPLES: &str = "\
Examples:
  An empty store:
    airbyte-db init deployment.db

  What it holds, and whether it is whole:
    airbyte-db status deployment.db

  The same for a machine to read, without looking for damage:
    airbyte-db status --quick --format json deployment.db

  After an update of airbyte-db:
    airbyte-db migrate deployment.db

Exit status: 0 all well, 1 the store is damaged or not up to date (status), 2 something could not be done.";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StoreFormat {
    /// For eyes.
    Human,
    /// For programs: one object.
    Json,
}

/// Fill a store with a deployment that is made up, for demos, tests and benches.
///
/// Workspaces, connectors of our own, sources and destinations with their secrets, connections, and the jobs that they
/// had. The same arguments give the same rows. All of it is stored in one transaction: where it is interrupted, the
/// store stays empty.
#[derive(Args)]
#[command(after_long_help = SAMPLE_EXAMPLES)]
pub(super) struct Sample {
    /// The store: a new file, or a store without rows.
    #[arg(value_name = "DB")]
    pub(super) store: PathBuf,

    /// How many workspaces.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) workspaces: u64,

    /// How many connections, each with a source of its own or one that it shares.
    #[arg(long, default_value_t = 24, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) connections: u64,

    /// How many jobs of all connections together; the newest at the end of February 2023, or where --until says.
    #[arg(long, default_value_t = 500, value_name = "N")]
    pub(super) jobs: u64,

    /// Another number gives another deployment of the same size.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,

    /// In how many of a hundred cases a job needs one more attempt, up to three in all. With 62 there are twice as
    /// many attempts as jobs.
    #[arg(long, default_value_t = 15, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(..=100))]
    pub(super) retries: u64,

    /// The moment up to which it reaches; 2023-03-01T12:00:00Z where nothing is said.
    #[arg(long, value_name = "MOMENT")]
    pub(super) until: Option<Timestamp>,

    /// Put in some of every kind of fault that a deployment can have. Each is told on standard error.
    #[arg(long)]
    pub(super) faults: bool,
}

const SAMPLE_EXAMPLES: &str = "\
Examples:
  A small deployment to look at:
    airbyte-db sample demo.db

  A large one, with faults, which are listed in a file:
    airbyte-db sample large.db --workspaces 20 --connections 2000 --jobs 100000 --faults 2> faults.txt

Exit status: 0 done, 2 something could not be done.";

/// Answer a question about a deployment.
///
/// Without NAME it lists the questions, and what each counts.
#[derive(Args)]
#[command(after_long_help = QUERY_EXAMPLES)]
pub(super) struct Query {
    /// The store. It is only read.
    #[arg(value_name = "DB")]
    pub(super) store: PathBuf,

    /// The question.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    /// The moment that the question is about; now where nothing is said. What came later is left out.
    #[arg(long, value_name = "MOMENT")]
    pub(super) as_of: Option<Timestamp>,

    /// After how many hours without a sign of life a running job is stale.
    #[arg(long, default_value_t = 24, value_name = "HOURS")]
    pub(super) stale_after: u32,

    /// At most so many rows.
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human, value_name = "FORMAT")]
    pub(super) format: AnswerFormat,
}

const QUERY_EXAMPLES: &str = "\
Examples:
  What there is to ask:
    airbyte-db query deployment.db

  The connections that keep failing:
    airbyte-db query deployment.db failing

  How syncs went by the end of March, for a spreadsheet:
    airbyte-db query deployment.db by-connection --as-of 2023-04-01T00:00:00Z --format csv > march.csv

Exit status: 0 answered, 2 something could not be done.";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswerFormat {
    /// A table for eyes.
    Human,
    /// Comma-separated values with a line of names, as in RFC 4180; nothing in an empty cell.
    Csv,
    /// One object: columns, and rows as objects. Whole numbers are exact.
    Json,
}

/// Tell what changed between two catalogs, and what of it breaks a connection.
///
/// A catalog is what a source was found to have (actor_catalog.catalog), or what a connection moves
/// (connection.catalog). Types are compared, not their spelling: {"type": "integer"} is the same as a reference to the
/// well-known type Integer. Where CATALOG is given, or OLD is a configured catalog, the list ends with what that one
/// can no longer do.
#[derive(Args)]
#[command(after_long_help = DIFF_EXAMPLES)]
pub(super) struct Diff {
    /// The older catalog: a file, or - for standard input.
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,

    /// The newer one.
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,

    /// The configured catalog of a connection, to tell what of NEW breaks it.
    #[arg(long, value_name = "CATALOG")]
    pub(super) configured: Option<PathBuf>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t = StoreFormat::Human, value_name = "FORMAT")]
    pub(super) format: StoreFormat,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  What a source has now that it had not before:
    airbyte-db diff old.json new.json

  Whether a connection still works with it:
    airbyte-db diff old.json new.json --configured connection-catalog.json
    airbyte-db diff connection-catalog.json new.json

  For a machine to read:
    airbyte-db diff --format json old.json new.json

Exit status: 0 the same, 1 something differs or breaks, 2 something could not be read or was misused.";

/// Look at every row and document of a store, and tell what is wrong.
///
/// Every document is judged by its schema, every configuration by its connector's spec, every row by the rules that
/// the platform keeps in its code; and what rows are to each other: references to nothing, secrets in the clear or
/// missing, hashes, catalogs, jobs and attempts that cannot be. Every finding has a code; docs/audit.md and
/// docs/findings.md explain each. No value of a secret is ever printed.
#[derive(Args)]
#[command(after_long_help = AUDIT_EXAMPLES)]
pub(super) struct Audit {
    /// The store, or anything else that `import` takes: an export, a dump, a database. It is only read.
    #[arg(value_name = "DB")]
    pub(super) store: String,

    /// Tell instead what an upgrade would break: judge every configuration by the specs of this registry.
    #[arg(long, value_name = "REGISTRY")]
    pub(super) against: Option<PathBuf>,

    /// How to print what is found.
    #[arg(long, value_enum, default_value_t = AuditFormat::Human, value_name = "FORMAT")]
    pub(super) format: AuditFormat,

    /// From which severity on a finding makes the exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,

    /// Leave out the findings that this file knows.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Write all findings to this file, to be known from now on; the exit status is then 0.
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,

    /// The moment that counts as now, such as 2023-02-01T00:00:00Z: running jobs are stale by it.
    #[arg(long, value_name = "MOMENT")]
    pub(super) as_of: Option<Timestamp>,

    /// Look only at this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(super) only: Vec<&'static str>,

    /// Leave out this table. May be repeated.
    #[arg(long, value_name = "TABLE", value_parser = table_name)]
    pub(super) except: Vec<&'static str>,

    /// Show at most this many findings of a code in a table; they are counted all the same. JSON and SARIF have all.
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    pub(super) most: usize,

    /// Show all findings.
    #[arg(long, conflicts_with = "most")]
    pub(super) all: bool,
}

fn table_name(text: &str) -> Result<&'static str, String> {
    let table = airbyte_db::tables::table(text).map(|table| table.name);
    table.ok_or_else(|| "there is no such table; airbyte-db schema lists them".to_owned())
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// For eyes: counts, then findings.
    Human,
    /// One JSON object a finding, one a line; the last line has the counts.
    Json,
    /// A SARIF 2.1.0 log for code scanners.
    Sarif,
    /// A page: a single file without scripts.
    Html,
}

const AUDIT_EXAMPLES: &str = "\
Examples:
  What is wrong:
    airbyte-db audit deployment.db

  As a page to read or to send:
    airbyte-db audit deployment.db --format html > audit.html

  In CI, without what is known already:
    airbyte-db audit deployment.db --write-baseline known.jsonl
    airbyte-db audit deployment.db --baseline known.jsonl --fail-on warning

  What newer versions of the connectors would break:
    airbyte-db audit deployment.db --against oss_registry.json

Exit status: 0 nothing found (or only warnings), 1 errors found (or warnings, with --fail-on warning),
2 something could not be read or was misused.";
