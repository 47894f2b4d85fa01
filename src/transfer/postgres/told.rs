//! What Postgres says, for people. Neither a password nor a value of a row is in it.

use crate::error::Error;
use crate::transfer::bytes::unreadable;
use postgres::error::{DbError, SqlState};

/// Why there is no connection.
pub(super) fn connecting(name: &str, error: &postgres::Error) -> Error {
    let advice = error.as_db_error().and_then(advice);
    let sentence = sentence(error);
    unreadable(match advice {
        Some(advice) => format!("{name}: {sentence}; {advice}"),
        None => format!("{name}: {sentence}"),
    })
}

/// What is wrong. Of what the server says only the message is shown: its details may hold values.
pub(super) fn sentence(error: &postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        return format!("the server says: {}", said.message());
    }
    let cause = causes(error);
    let known = [
        ("password missing", "the server asks for a password; give it in the address or in PGPASSWORD"),
        ("server does not support TLS", "the server has no TLS; with sslmode=disable it goes without, in clear"),
        ("UnknownIssuer", "the server's certificate is not signed by one of those of sslrootcert"),
        ("NotValidForName", "the server's certificate is for another host"),
    ];
    match known.iter().find(|(said, _)| cause.contains(said)) {
        Some((_, told)) => (*told).to_owned(),
        None => cause,
    }
}

/// The error and what caused it.
fn causes(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = inner.source();
    }
    text
}

/// What to do.
fn advice(said: &DbError) -> Option<&'static str> {
    let code = said.code();
    Some(if *code == SqlState::INVALID_PASSWORD {
        "the password is given in the address or in PGPASSWORD"
    } else if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
        "the user may be wrong, or the server's pg_hba.conf does not let this host in; some servers want sslmode=require"
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        "the platform's database is called airbyte unless it was set up otherwise"
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        "try again when fewer are connected"
    } else if *code == SqlState::CANNOT_CONNECT_NOW {
        "try again when it has started"
    } else {
        return None;
    })
}
