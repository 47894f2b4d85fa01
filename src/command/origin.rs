//! Where rows are: what a name or address on the command line leads to.

use super::Stopped;
use airbyte_db::Error;
use airbyte_db::jiff::Timestamp;
use airbyte_db::store::Store;
use airbyte_db::transfer::{
    Archive, Dump, File, Files, Folder, Import, JsonLines, Open, Options, PlatformArchive, Postgres, PostgresAddress,
    Source, StoreRows, Told, table_of_file,
};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::{env, fs};

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
    /// The platform's old archive, unpacked.
    PlatformFiles(Vec<PathBuf>),
    /// The same as it was downloaded.
    PlatformArchive(PathBuf),
    /// What `pg_dump` wrote.
    Dump(PathBuf),
    /// The same, packed by gzip.
    PackedDump(PathBuf),
    /// A live Postgres.
    Postgres(Box<Postgres>),
    /// Another store.
    Store(Box<Store>, String),
}

impl Origin {
    /// Looks what is there.
    pub(super) fn find(from: &str) -> Result<Origin, Stopped> {
        if PostgresAddress::is_meant(from) {
            return connect(from).map(|postgres| Origin::Postgres(Box::new(postgres)));
        }
        let path = Path::new(from);
        let cannot = |error: io::Error| Stopped::Because(format!("{from}: it cannot be read: {error}"));
        if path.is_dir() {
            return folder(path).map_err(cannot)?.ok_or_else(|| {
                Stopped::Because(format!("{from}: no file in it is named after a table or a model, such as jobs.jsonl"))
            });
        }
        let mut beginning = Vec::new();
        fs::File::open(path).and_then(|file| file.take(4_096).read_to_end(&mut beginning)).map_err(cannot)?;
        if beginning.starts_with(SQLITE) {
            let store = Store::open_as_of_now(path).map_err(|error| Stopped::Because(format!("{from}: {error}")))?;
            return Ok(Origin::Store(Box::new(store), from.to_owned()));
        }
        if beginning.starts_with(GZIP) {
            return packed(path);
        }
        if table_of_file(from).is_some() {
            return Ok(Origin::Files(vec![path.to_owned()]));
        }
        if is_dump(&beginning) {
            return Ok(Origin::Dump(path.to_owned()));
        }
        Err(Stopped::Because(format!(
            "{from}: this is nothing that rows can be read of; give a folder, a .tar.gz or a file of JSON Lines, a store, \
             a dump or an archive of Airbyte's"
        )))
    }

    /// The rows in a store of their own that is gone with its last user.
    pub(super) fn into_temporary_store(mut self, tell: &mut dyn FnMut(Told)) -> Result<Store, Error> {
        let mut store = Store::temporary()?;
        // Whoever looks at the store judges the rows.
        let options = Options { judge: false, ..Options::new(Timestamp::now()) };
        Import::new(self.source(), options).run(&mut store, tell)?;
        Ok(store)
    }

    /// What reads it.
    pub(super) fn source(&mut self) -> Box<dyn Source + '_> {
        let now = Timestamp::now();
        match self {
            Origin::Files(paths) => {
                Box::new(JsonLines::new(Folder::new(paths.iter().map(|path| file(path)).collect())))
            }
            Origin::Archive(path) => Box::new(JsonLines::new(Archive::new(file(path)))),
            Origin::PlatformFiles(paths) => {
                Box::new(PlatformArchive::new(Folder::new(paths.iter().map(|path| file(path)).collect()), now))
            }
            Origin::PlatformArchive(path) => Box::new(PlatformArchive::new(Archive::new(file(path)), now)),
            Origin::Dump(path) => Box::new(Dump::new(file(path))),
            Origin::PackedDump(path) => Box::new(Dump::new(unpacked(path))),
            Origin::Postgres(postgres) => Box::new(&mut **postgres),
            Origin::Store(store, name) => Box::new(StoreRows::new(store.read(), name.as_str())),
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

/// The database of an address. Its password may be given apart, so that it is in no list of processes.
fn connect(address: &str) -> Result<Postgres, Stopped> {
    let because = |error: Error| Stopped::Because(error.to_string());
    let mut address = PostgresAddress::parse(address).map_err(because)?;
    if let Ok(password) = env::var("PGPASSWORD") {
        address = address.or_password(&password);
    }
    let roots = address
        .root_certificates()
        .map(|path| fs::read(path).map_err(|error| Stopped::Because(format!("{path}: it cannot be read: {error}"))));
    Postgres::connect(&address, roots.transpose()?.as_deref()).map_err(because)
}

/// What is in a file that gzip has packed: an archive of one kind or the other, or else a dump.
fn packed(path: &Path) -> Result<Origin, Stopped> {
    let mut archive = Archive::new(file(path));
    loop {
        match archive.open_next() {
            Ok(Some(name)) if table_of_file(&name).is_some() => return Ok(Origin::Archive(path.to_owned())),
            Ok(Some(name)) if is_yaml(&name) => return Ok(Origin::PlatformArchive(path.to_owned())),
            Ok(Some(_)) => {}
            Ok(None) => {
                let path = path.display();
                let told = "no file in it is named after a table or a model, such as jobs.jsonl";
                return Err(Stopped::Because(format!("{path}: {told}")));
            }
            // It is no archive.
            Err(_) => return Ok(Origin::PackedDump(path.to_owned())),
        }
    }
}

/// Whether a file begins as dumps do, also as those that have to be made into text first.
fn is_dump(beginning: &[u8]) -> bool {
    let says = |word: &str| beginning.windows(word.len()).any(|part| part == word.as_bytes());
    beginning.starts_with(b"PGDMP")
        || beginning.starts_with(b"toc.dat")
        || ["PostgreSQL database", "COPY ", "INSERT INTO ", "CREATE TABLE "].iter().any(|word| says(word))
}

fn is_yaml(name: &str) -> bool {
    let end = Path::new(name).extension();
    end.is_some_and(|end| end == "yaml" || end == "yml")
}

/// The files of a folder that are named after tables, or else those of the platform's archive, by name; none where
/// there are none.
fn folder(path: &Path) -> io::Result<Option<Origin>> {
    let mut paths = files_of(path)?;
    if paths.iter().any(|path| path.to_str().and_then(table_of_file).is_some()) {
        paths.retain(|path| path.to_str().and_then(table_of_file).is_some());
        return Ok(Some(Origin::Files(paths)));
    }
    for inner in ["airbyte_config", "airbyte_db"].map(|inner| path.join(inner)).iter().filter(|inner| inner.is_dir()) {
        paths.extend(files_of(inner)?);
    }
    paths.retain(|path| path.to_str().is_some_and(is_yaml));
    Ok(if paths.is_empty() { None } else { Some(Origin::PlatformFiles(paths)) })
}

fn files_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// A file that gzip has packed, by what is in it.
fn unpacked(path: &Path) -> File<'_> {
    let open: Open<'_> = Box::new(move || {
        let packed = BufReader::with_capacity(1 << 16, fs::File::open(path)?);
        Ok(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(packed))))
    });
    File { path: path.display().to_string(), size: None, open }
}

fn file(path: &Path) -> File<'_> {
    let open: Open<'_> = Box::new(move || Ok(Box::new(BufReader::with_capacity(1 << 16, fs::File::open(path)?))));
    File { path: path.display().to_string(), size: fs::metadata(path).ok().map(|data| data.len()), open }
}
