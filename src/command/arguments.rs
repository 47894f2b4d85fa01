//! The arguments, with the help that `--help` prints.

use airbyte_db::Mode;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Airbyte's Config and Jobs databases, outside Airbyte.
#[derive(Parser)]
#[command(name = "airbyte-db", version, about = "Checks Airbyte connector configurations without an Airbyte server")]
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
    Mask(Mask),
    Split(Split),
    Hydrate(Hydrate),
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
/// The configuration is printed with {\"_secret\": \"<coordinate>\"} in the place of every secret. The secrets go to a
/// file that only its owner can read: one {\"coordinate\": …, \"payload\": …} a line, the rows of the table `secrets`.
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

    /// The stored secrets: a file with a {\"coordinate\": …, \"payload\": …} a line, or - for standard input.
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
    override_usage = "airbyte-db validate --spec SPEC CONFIG...\n       airbyte-db validate --registry REGISTRY --jsonl FILE"
)]
pub(super) struct Validate {
    /// The spec: a file, or - for standard input.
    ///
    /// It may be a connector's specification in JSON or YAML, only its connectionSpecification, or what the connector
    /// itself prints when it is run with `spec`, log lines and all.
    #[arg(long, value_name = "SPEC", conflicts_with = "registry", required_unless_present = "registry")]
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

Exit status: 0 all valid, 1 something invalid, 2 something could not be read or was misused.";

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
