//! Where a database is, and how the way to it is secured. It shows no password.

use crate::error::Result;
use crate::transfer::bytes::unreadable;
use core::time::Duration;
use postgres::Config;
use postgres::config::{Host, SslMode};
use std::fmt;

/// How long to wait for a server that does not answer, unless the address says otherwise.
const PATIENCE: Duration = Duration::from_secs(15);

/// A database of Postgres, as an address names it: `postgres://user:password@host:5432/database?sslmode=require`.
///
/// ```
/// use airbyte_db::transfer::PostgresAddress;
///
/// let address = PostgresAddress::parse("postgres://airbyte:hunter2@db.example.com/airbyte?sslmode=disable")?;
/// assert_eq!(address.to_string(), "postgres://db.example.com:5432/airbyte");
/// assert!(PostgresAddress::parse("mysql://db.example.com/airbyte").is_err());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Clone)]
pub struct PostgresAddress {
    config: Config,
    schema: String,
    verifies: bool,
    roots: Option<String>,
}

const HELP: &str = "one is postgres://user:password@host:5432/database; in user and password the characters \
                    : / ? # [ ] @ % are written as %3A and so on";

impl PostgresAddress {
    /// Whether a text is meant as such an address, and not as the name of a file.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Reads an address.
    ///
    /// `sslmode` is `disable`, `prefer` (which stands where nothing is said), `require`, `verify-ca` or `verify-full`;
    /// as with Postgres' own programs only the last two check who answers, with the certificates of `sslrootcert`.
    /// `verify-ca` is taken for `verify-full`. `schema` names the schema that the tables are in, unless it is `public`.
    ///
    /// # Errors
    /// A text that is no address; it is not quoted, since it may hold a password.
    pub fn parse(text: &str) -> Result<PostgresAddress> {
        if !Self::is_meant(text) {
            return Err(unreadable(format!("the address is none of Postgres; {HELP}")));
        }
        let (text, mode) = without_parameter(text, "sslmode");
        let (text, roots) = without_parameter(&text, "sslrootcert");
        let (text, schema) = without_parameter(&text, "schema");
        let parsed: std::result::Result<Config, _> = text.parse();
        let mut config = parsed.map_err(|error| unreadable(wrong(&error)))?;
        config.ssl_mode(match mode.as_deref() {
            None | Some("prefer" | "allow") => SslMode::Prefer,
            Some("disable") => SslMode::Disable,
            Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            Some(_) => {
                let known = "disable, prefer, require, verify-ca and verify-full";
                return Err(unreadable(format!("the address of Postgres has an unknown sslmode; there are {known}")));
            }
        });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_application_name().is_none() {
            config.application_name("airbyte-db");
        }
        let verifies = mode.is_some_and(|mode| mode.starts_with("verify"));
        let schema = schema.unwrap_or_else(|| "public".to_owned());
        Ok(PostgresAddress { config, schema, verifies, roots })
    }

    /// The same with a password, unless it has one.
    #[must_use]
    pub fn or_password(mut self, password: &str) -> PostgresAddress {
        if self.config.get_password().is_none() {
            self.config.password(password);
        }
        self
    }

    /// The file of the certificates that the server's is checked with, where the address names one.
    pub fn root_certificates(&self) -> Option<&str> {
        self.roots.as_deref()
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// Whether the server has to say who it is.
    pub(super) fn verifies(&self) -> bool {
        self.verifies
    }
}

/// An address without user and password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("postgres://")?;
        let ports = self.config.get_ports();
        for (number, host) in self.config.get_hosts().iter().enumerate() {
            let port = ports.get(number).or(ports.first()).copied().unwrap_or(5432);
            let comma = if number > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(formatter, "{comma}{name}:{port}")?,
                #[cfg(unix)]
                Host::Unix(path) => write!(formatter, "{comma}{}:{port}", path.display())?,
            }
        }
        write!(formatter, "/{}", self.config.get_dbname().or(self.config.get_user()).unwrap_or_default())
    }
}

/// Shows what it shows to people.
impl fmt::Debug for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PostgresAddress({self})")
    }
}

/// An address without one of its parameters, and its value; of several the last one.
fn without_parameter(address: &str, name: &str) -> (String, Option<String>) {
    let Some((start, parameters)) = address.split_once('?') else { return (address.to_owned(), None) };
    let value_of =
        |parameter: &str| parameter.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    let value = parameters.split('&').filter_map(value_of).next_back();
    let rest: Vec<&str> = parameters.split('&').filter(|parameter| value_of(parameter).is_none()).collect();
    let end = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
    (format!("{start}{end}"), value.map(|value| decoded(&value)))
}

/// A value whose characters may be written as `%2F`.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let written = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = written.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is wrong with an address. Of what the reader of addresses says, only the name of an option is shown: anything
/// else may be a part of a password.
fn wrong(error: &postgres::Error) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if said.starts_with("unknown option") || said.starts_with("invalid value for option") {
        return format!("the address of Postgres cannot be used: {said}");
    }
    format!("the address of Postgres cannot be read; {HELP}")
}
