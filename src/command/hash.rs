//! `airbyte-db hash`.

use super::arguments::{Hash, HashFormat};
use super::{Status, Stopped, input};
use airbyte_db::Error;
use airbyte_db::hash::{self, HashForm, HashValue, Origin, Reading};
use serde_json::value::RawValue;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What is told of a file.
enum Told {
    Hash(HashValue, Reading, HashForm),
    /// Whether the hash in question belongs to it.
    Checked(HashValue, Option<Origin>),
}

pub(super) fn run(arguments: &Hash) -> Result<Status, Stopped> {
    input::check_read_once(&arguments.files)?;
    let mut out = BufWriter::new(std::io::stdout());
    let mut status = Status::Valid;
    for path in &arguments.files {
        let told = tell(arguments, path);
        status = status.max(match &told {
            Ok(Told::Hash(..) | Told::Checked(_, Some(_))) => Status::Valid,
            Ok(Told::Checked(_, None)) => Status::Invalid,
            Err(_) => Status::Unusable,
        });
        match (arguments.format, &told) {
            (HashFormat::Json, _) => writeln!(out, "{}", json_line(path, &told))?,
            (HashFormat::Human, Ok(told)) => writeln!(out, "{}", human_line(path, told, arguments.files.len() > 1))?,
            // What is printed may go on to another program; what went wrong must not.
            (HashFormat::Human, Err(error)) => {
                _ = writeln!(anstream::stderr(), "airbyte-db: {}: {error}", input::name(path));
            }
        }
    }
    out.flush()?;
    Ok(status)
}

fn tell(arguments: &Hash, path: &Path) -> Result<Told, Error> {
    let bytes = input::bytes(path)?;
    let (given, form) = (arguments.reading.map(Reading::from), arguments.form.map(HashForm::from));
    if let Some(stored) = arguments.check {
        return checked(stored, given, form, bytes);
    }
    let (reading, form) = (given.unwrap_or(Reading::Configuration), form.unwrap_or_default());
    let hash = match reading {
        Reading::Bytes => hash::of_bytes(&bytes, form),
        _ => hash::of_text(&input::decoded(bytes)?, reading, form)?,
    };
    Ok(Told::Hash(hash, reading, form))
}

fn checked(stored: HashValue, given: Option<Reading>, form: Option<HashForm>, bytes: Vec<u8>) -> Result<Told, Error> {
    let forms = form.map_or(HashForm::ALL.to_vec(), |form| vec![form]);
    let origin = match given {
        Some(Reading::Bytes) => {
            let found = forms.into_iter().find(|form| hash::of_bytes(&bytes, *form) == stored);
            found.map(|form| Origin { reading: Reading::Bytes, form })
        }
        Some(reading) => stored.belongs_to_as(&input::decoded(bytes)?, &[reading], &forms)?,
        None => {
            let all = [Reading::Configuration, Reading::Catalog, Reading::Bytes];
            stored.belongs_to_as(&input::decoded(bytes)?, &all, &forms)?
        }
    };
    Ok(Told::Checked(stored, origin))
}

/// The hash alone for one file, so that a script can take it as it is; with the files' names for several.
fn human_line(path: &Path, told: &Told, is_named: bool) -> String {
    let name = input::name(path);
    match told {
        Told::Hash(hash, ..) if is_named => format!("{hash}  {name}"),
        Told::Hash(hash, ..) => hash.to_string(),
        Told::Checked(hash, Some(Origin { reading, form })) => {
            format!("{name}: {hash} belongs to it: as {reading}, in the form {form}")
        }
        Told::Checked(hash, None) => format!("{name}: {hash} does not belong to it in any form asked for"),
    }
}

fn json_line(path: &Path, told: &Result<Told, Error>) -> String {
    #[derive(serde::Serialize)]
    struct Line<'a> {
        file: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        hash: Option<HashValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        belongs: Option<bool>,
        #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
        reading: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        form: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Box<RawValue>>,
    }
    let name = input::name(path);
    let mut line = Line { file: &name, hash: None, belongs: None, reading: None, form: None, error: None };
    let origin = match told {
        Ok(Told::Hash(hash, reading, form)) => {
            line.hash = Some(*hash);
            Some(Origin { reading: *reading, form: *form })
        }
        Ok(Told::Checked(hash, origin)) => {
            line.hash = Some(*hash);
            line.belongs = Some(origin.is_some());
            *origin
        }
        Err(error) => {
            line.error = RawValue::from_string(error.to_json()).ok();
            None
        }
    };
    line.reading = origin.map(|origin| origin.reading.as_str());
    line.form = origin.map(|origin| origin.form.as_str());
    // Serialising texts into memory cannot fail.
    serde_json::to_string(&line).unwrap_or_default()
}
