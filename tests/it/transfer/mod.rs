//! Deployments in and out: nothing is lost silently, nothing secret leaves unasked.

mod collected;
#[cfg(feature = "cli")]
mod command;
mod damage;
mod dump;
#[cfg(feature = "yaml")]
mod platform_archive;
#[cfg(feature = "postgres")]
mod postgres;
mod round_trip;
mod rows;
mod secrecy;
#[cfg(feature = "postgres")]
mod server;
mod sql;

use airbyte_db::jiff::Timestamp;
use airbyte_db::store::Store;
use airbyte_db::transfer::{
    Archive, ExportOptions, File, Import, JsonLines, JsonLinesSink, Options, Parts, Source, Summary, TarGz, Told,
    export,
};
use std::io::Cursor;

pub(crate) fn now() -> Timestamp {
    "2023-02-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn options() -> Options {
    Options::new(now())
}

/// Imports, and collects what is told.
pub(crate) fn import<S: Source>(
    source: S,
    options: Options,
    store: &mut Store,
) -> (airbyte_db::Result<Summary>, Vec<Told>) {
    let mut told = Vec::new();
    let result = Import::new(source, options).run(store, &mut |row| told.push(row));
    (result, told)
}

/// The store as an archive, with its secrets.
pub(crate) fn archived(store: &Store) -> Vec<u8> {
    archived_with(store, &ExportOptions { secrets: true, ..ExportOptions::default() })
}

pub(crate) fn archived_with(store: &Store, options: &ExportOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut sink = JsonLinesSink::new(TarGz::new(&mut bytes));
    export(&store.read(), &mut sink, options, &mut |told| panic!("{told:?}"), &mut |_, _| Ok(())).unwrap();
    drop(sink);
    bytes
}

/// The store as files, with their names.
pub(crate) fn files_of(store: &Store, options: &ExportOptions) -> Vec<(String, String)> {
    let mut sink = JsonLinesSink::new(Parts::default());
    export(&store.read(), &mut sink, options, &mut |told| panic!("{told:?}"), &mut |_, _| Ok(())).unwrap();
    let text = |(name, lines)| (name, String::from_utf8(lines).unwrap());
    sink.into_inner().0.into_iter().map(text).collect()
}

pub(crate) fn archive(bytes: &[u8]) -> JsonLines<Archive<'_>> {
    let file = File {
        path: "export.tar.gz".to_owned(),
        size: Some(bytes.len() as u64),
        open: Box::new(move || Ok(Box::new(Cursor::new(bytes)))),
    };
    JsonLines::new(Archive::new(file))
}

pub(crate) fn lines(files: &[(String, String)]) -> JsonLines<airbyte_db::transfer::Folder<'_>> {
    JsonLines::of_texts(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}
