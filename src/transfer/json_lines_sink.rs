//! Rows as JSON Lines, a file a table, in parts of which each fits into memory.

use super::Sink;
use super::bytes::unwritable;
use crate::error::Result;
use crate::store::json_of;
use crate::table::{Cell, Table};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// How large a part of a table may grow before it is handed on.
const PART: usize = 8 << 20;

/// Takes the parts of an export: a folder, an archive.
pub trait Pack {
    /// Takes a part of a table: the first is 1. Parts of one table come one after the other.
    ///
    /// # Errors
    /// Something that cannot be written.
    fn put(&mut self, table: &str, part: u32, lines: &[u8]) -> io::Result<()>;

    /// There are no more.
    ///
    /// # Errors
    /// Something that cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// Writes rows as [`JsonLines`](super::JsonLines) reads them.
#[derive(Debug)]
pub struct JsonLinesSink<P> {
    pack: P,
    table: &'static str,
    part: u32,
    lines: Vec<u8>,
}

impl<P: Pack> JsonLinesSink<P> {
    /// Into a folder or archive.
    pub fn new(pack: P) -> JsonLinesSink<P> {
        JsonLinesSink { pack, table: "", part: 0, lines: Vec::new() }
    }

    /// What was written into.
    pub fn into_inner(self) -> P {
        self.pack
    }

    fn put(&mut self) -> Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.part += 1;
        let put = self.pack.put(self.table, self.part, &self.lines);
        self.lines.clear();
        put.map_err(|error| unwritable(&error))
    }
}

impl<P: Pack> Sink for JsonLinesSink<P> {
    fn begin(&mut self, table: &'static Table) -> Result<()> {
        self.put()?;
        (self.table, self.part) = (table.name, 0);
        Ok(())
    }

    fn row(&mut self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Option<String>> {
        self.lines.extend_from_slice(json_of(table, cells).as_bytes());
        self.lines.push(b'\n');
        if self.lines.len() >= PART {
            self.put()?;
        }
        Ok(None)
    }

    fn finish(&mut self) -> Result<()> {
        self.put()?;
        self.pack.finish().map_err(|error| unwritable(&error))
    }
}

/// The name of a part in an archive, as [`table_of_file`](super::table_of_file) reads it.
fn file_name(table: &str, part: u32) -> String {
    if part == 1 { format!("{table}.jsonl") } else { format!("{table}.{part}.jsonl") }
}

/// Parts in memory, with their names.
#[derive(Debug, Default)]
pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Pack for Parts {
    fn put(&mut self, table: &str, part: u32, lines: &[u8]) -> io::Result<()> {
        self.0.push((file_name(table, part), lines.to_vec()));
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive: `tar`, packed by `gzip`. The same rows give the same bytes.
pub struct TarGz<W: Write> {
    builder: tar::Builder<GzEncoder<W>>,
}

impl<W: Write> TarGz<W> {
    /// Written to `writer`.
    pub fn new(writer: W) -> TarGz<W> {
        TarGz { builder: tar::Builder::new(GzEncoder::new(writer, Compression::default())) }
    }
}

impl<W: Write> Pack for TarGz<W> {
    fn put(&mut self, table: &str, part: u32, lines: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(lines.len() as u64);
        header.set_mode(0o600);
        self.builder.append_data(&mut header, file_name(table, part), lines)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.builder.finish()?;
        self.builder.get_mut().try_finish()?;
        self.builder.get_mut().get_mut().flush()
    }
}

/// Shows that it is one.
impl<W: Write> std::fmt::Debug for TarGz<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TarGz").finish_non_exhaustive()
    }
}
