//! Where rows are: what a name or address on the command line leads to.

use super::Stopped;
use airbyte_db::Error;
use airbyte_db::jiff::Timestamp;
use airbyte_db::store::Store;
use airbyte_db::transfer::{
    Archive, File, Folder, Import, JsonLines, Open, Options, Source, StoreRows, Told, table_of_file,
};
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// How a SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// How what gzip has packed begins.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Something that rows can be read of.
pub(super) enum Origin {
    /// JSON Lines, each file by itself.
    Files(Vec<PathBuf>),
    /// JSON Lines in a `.tar.gz`.
    Archive(PathBuf),
    /// Another store.
    Store(Box<Store>, String),
}

impl Origin {
    /// Looks what is there.
    pub(super) fn find(from: &str) -> Result<Origin, Stopped> {
        let path = Path::new(from);
        let cannot = |error: io::Error| Stopped::Because(format!("{from}: it cannot be read: {error}"));
        if path.is_dir() {
            return folder(path).map_err(cannot)?.ok_or_else(|| {
                Stopped::Because(format!("{from}: no file in it is named after a table, such as jobs.jsonl"))
            });
        }
        let mut beginning = Vec::new();
        fs::File::open(path).and_then(|file| file.take(512).read_to_end(&mut beginning)).map_err(cannot)?;
        if beginning.starts_with(SQLITE) {
            let store = Store::open_as_of_now(path).map_err(|error| Stopped::Because(format!("{from}: {error}")))?;
            return Ok(Origin::Store(Box::new(store), from.to_owned()));
        }
        if beginning.starts_with(GZIP) {
            return Ok(Origin::Archive(path.to_owned()));
        }
        if table_of_file(from).is_some() {
            return Ok(Origin::Files(vec![path.to_owned()]));
        }
        Err(Stopped::Because(format!(
            "{from}: this is nothing that rows can be read of; give a folder, a .tar.gz or a file of JSON Lines, or a store"
        )))
    }

    /// The rows in a store of their own that is gone with its last user.
    pub(super) fn into_temporary_store(self, tell: &mut dyn FnMut(Told)) -> Result<Store, Error> {
        let mut store = Store::temporary()?;
        // Whoever looks at the store judges the rows.
        let options = Options { judge: false, ..Options::new(Timestamp::now()) };
        Import::new(self.source(), options).run(&mut store, tell)?;
        Ok(store)
    }

    /// What reads it.
    pub(super) fn source(&self) -> Box<dyn Source + '_> {
        match self {
            Origin::Files(paths) => {
                Box::new(JsonLines::new(Folder::new(paths.iter().map(|path| file(path)).collect())))
            }
            Origin::Archive(path) => Box::new(JsonLines::new(Archive::new(file(path)))),
            Origin::Store(store, name) => Box::new(StoreRows::new(store.read(), name)),
        }
    }
}

/// Whether a name is that of a store, or of none that is there yet.
pub(super) fn is_store(from: &str) -> bool {
    let path = Path::new(from);
    if from.contains("://") || path.is_dir() {
        return false;
    }
    let mut beginning = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut beginning));
    // What is empty or not there is nothing else, either.
    read.is_err() || beginning.is_empty() || beginning == SQLITE
}

/// The files of a folder that are named after tables, by name; none where there are none.
fn folder(path: &Path) -> io::Result<Option<Origin>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_file() && path.to_str().and_then(table_of_file).is_some() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(if paths.is_empty() { None } else { Some(Origin::Files(paths)) })
}

fn file(path: &Path) -> File<'_> {
    let open: Open<'_> = Box::new(move || Ok(Box::new(BufReader::with_capacity(1 << 16, fs::File::open(path)?))));
    File { path: path.display().to_string(), size: fs::metadata(path).ok().map(|data| data.len()), open }
}
