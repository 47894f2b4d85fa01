//! `airbyte-db mask`, `split` and `hydrate`.
//!
//! A secret is printed only where it is asked for: by `hydrate`, and by `mask --restore`. Those that `split` takes out go
//! to a file alone.

use super::arguments::{Configuration, Hydrate, Mask, Split};
use super::{Status, Stopped, input};
use airbyte_db::blobs::Specification;
use airbyte_db::secrets::{Previous, Secret, Secrets};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) fn mask(arguments: &Mask) -> Result<Status, Stopped> {
    let Mask { of, restore } = arguments;
    input::check_read_once([&of.spec, &of.configuration].into_iter().chain(restore))?;
    let (secrets, text) = read(of)?;
    let refused = |error| input::refused(&of.configuration, &error);
    let Some(stored) = restore else {
        print(&secrets.mask(&text).map_err(refused)?)?;
        return Ok(Status::Valid);
    };
    let restored = secrets.restore(&text, &json(stored)?).map_err(refused)?;
    let left = secrets.masks(&restored).map_err(refused)?;
    print(&restored)?;
    if left.is_empty() {
        return Ok(Status::Valid);
    }
    let message = format!("airbyte-db: nothing is stored for the masks at {}", left.join(", "));
    // Where this cannot be told, the exit status has to do.
    let _ = writeln!(anstream::stderr(), "{message}");
    Ok(Status::Invalid)
}

pub(super) fn split(arguments: &Split) -> Result<Status, Stopped> {
    let Split { of, workspace, secrets: out, force, previous, previous_secrets } = arguments;
    let read_too = previous.iter().chain(previous_secrets);
    input::check_read_once([&of.spec, &of.configuration].into_iter().chain(read_too))?;
    check_writable(out, *force)?;
    let (secrets, text) = read(of)?;
    let refused = |error| input::refused(&of.configuration, &error);
    let masks = secrets.masks(&text).map_err(refused)?;
    if !masks.is_empty() {
        let why = "holds masks in the place of secrets; put those back first, with `airbyte-db mask --restore`";
        return Err(Stopped::Because(format!("{} {why} (at {})", input::name(&of.configuration), masks.join(", "))));
    }
    let stored = previous.as_deref().map(json).transpose()?;
    let rows = previous_secrets.as_deref().map(rows).transpose()?.unwrap_or_default();
    let previous = stored.as_ref().map(|configuration| Previous { configuration, secrets: &rows });
    let count = secrets.count(&text).map_err(refused)?;
    let ids = (0..count).map(|_| random_uuid()).collect::<Result<Vec<_>, _>>()?;
    let split = secrets.split(&text, workspace, previous, ids).map_err(refused)?;

    let lines: String = split.secrets.iter().map(|secret| secret.to_json() + "\n").collect();
    let cannot = |error: io::Error| Stopped::Because(format!("{} cannot be written: {error}", out.display()));
    write_owner_only(out, &lines).map_err(cannot)?;
    print(&split.configuration)?;
    Ok(Status::Valid)
}

pub(super) fn hydrate(arguments: &Hydrate) -> Result<Status, Stopped> {
    let Hydrate { of, secrets: file } = arguments;
    input::check_read_once([&of.spec, &of.configuration, file])?;
    let (secrets, text) = read(of)?;
    let hydrated = secrets.hydrate(&text, &rows(file)?);
    print(&hydrated.map_err(|error| input::refused(&of.configuration, &error))?)?;
    Ok(Status::Valid)
}

fn read(of: &Configuration) -> Result<(Secrets, String), Stopped> {
    let spec = || {
        let spec = Specification::read(&input::text(&of.spec)?)?;
        Secrets::new(spec.connection_specification_text())
    };
    Ok((spec().map_err(|error| input::refused(&of.spec, &error))?, json(&of.configuration)?))
}

/// A configuration's text in JSON.
fn json(path: &Path) -> Result<String, Stopped> {
    let text = input::text(path);
    let text = if input::is_yaml(path) { text.and_then(|text| airbyte_db::yaml::to_json(&text)) } else { text };
    text.map_err(|error| input::refused(path, &error))
}

fn rows(path: &Path) -> Result<Vec<Secret>, Stopped> {
    let rows = input::text(path).and_then(|text| Secret::read_lines(&text));
    rows.map_err(|error| input::refused(path, &error))
}

fn print(text: &str) -> Result<(), Stopped> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn random_uuid() -> Result<String, Stopped> {
    let mut bytes = [0; 16];
    let unavailable = |error| Stopped::Because(format!("there are no random numbers to be had: {error}"));
    getrandom::fill(&mut bytes).map_err(unavailable)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}

/// Looked at before anything is read, so that nobody types a password in vain.
fn check_writable(out: &Path, force: bool) -> Result<(), Stopped> {
    if input::is_standard_input(out) {
        let message = "secrets are written to a file only; name one with --secrets";
        return Err(Stopped::Because(message.to_owned()));
    }
    let why = match (std::fs::metadata(out), out.is_symlink()) {
        (Ok(found), _) if !found.is_file() => "is no file; secrets are written to a file only",
        (Ok(_), _) | (Err(_), true) if !force => "exists already; --force writes over it",
        _ => return Ok(()),
    };
    Err(Stopped::Because(format!("{} {why}", out.display())))
}

/// Writes a file that its owner alone can read; it is there as a whole or not at all.
fn write_owner_only(path: &Path, text: &str) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    let unique = random_uuid().map_err(|_| io::Error::other("there are no random numbers to be had"))?;
    name.push(format!(".{unique}"));
    let unfinished = Unfinished(path.with_file_name(name));
    let mut file = create_owner_only(&unfinished.0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished.0, path)
}

#[cfg(unix)]
pub(super) fn create_owner_only(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Elsewhere a file has the permissions of its folder.
#[cfg(not(unix))]
pub(super) fn create_owner_only(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// A file that is removed unless it was given its name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
