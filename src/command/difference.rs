//! `airbyte-db diff`.

use super::arguments::{Diff, StoreFormat};
use super::{Status, Stopped, input};
use airbyte_db::difference;
use airbyte_db::json::Document;
use std::io::Write as _;
use std::path::Path;

pub(super) fn run(arguments: &Diff) -> Result<Status, Stopped> {
    input::check_read_once([&arguments.old, &arguments.new].into_iter().chain(&arguments.configured))?;
    let (old, new) = (catalog(&arguments.old)?, catalog(&arguments.new)?);
    let given = arguments.configured.as_deref().map(catalog).transpose()?;
    let of_old = |error| input::refused(&arguments.old, &error);
    let configured = match &given {
        Some(text) => Some(text),
        None => difference::is_configured(&old).map_err(of_old)?.then_some(&old),
    };
    let difference = difference::compare(&old, &new, configured.map(String::as_str)).map_err(of_old)?;
    let text = match arguments.format {
        StoreFormat::Human => difference.to_string(),
        StoreFormat::Json => difference.to_json() + "\n",
    };
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(if difference.same && difference.breaks.is_empty() { Status::Valid } else { Status::Invalid })
}

/// The text of a catalog, so that what is none is told with its own name.
fn catalog(path: &Path) -> Result<String, Stopped> {
    let text = input::text(path).map_err(|error| input::refused(path, &error))?;
    let document = Document::parse(text.as_str()).map_err(|error| input::refused(path, &error))?;
    if document.root().get("streams").is_none() {
        let message = "it is no catalog: it has no member `streams`".to_owned();
        return Err(Stopped::Because(format!("{}: {message}", input::name(path))));
    }
    drop(document);
    Ok(text)
}
