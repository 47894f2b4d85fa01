//! Files of an export, one after the other: those of a folder, or those in an archive.

use crate::error::{Error, ErrorKind, Result};
use flate2::bufread::MultiGzDecoder;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use tar::Header;

/// Opens something from its beginning, as often as it is asked to.
pub type Open<'files> = Box<dyn FnMut() -> io::Result<Box<dyn BufRead + 'files>> + 'files>;

/// The most bytes that a line may have.
const LONGEST_LINE: usize = 256 << 20;

/// The size of what archives are made of.
const BLOCK: u64 = 512;

/// The longest name of a file in an archive.
const LONGEST_NAME: u64 = 4_096;

/// Several files that are read one after the other.
pub trait Files {
    /// Goes before the first.
    ///
    /// # Errors
    /// What cannot be opened.
    fn restart(&mut self) -> Result<()>;

    /// Opens the next one, and gives its path; none after the last.
    ///
    /// # Errors
    /// What cannot be opened, an archive that ends too early.
    fn open_next(&mut self) -> Result<Option<String>>;

    /// Reads on in the open one.
    ///
    /// # Errors
    /// What cannot be read.
    fn reader(&mut self) -> &mut dyn BufRead;

    /// How many bytes were read, and how many there are.
    fn read(&self) -> (u64, Option<u64>);
}

/// One file of a folder.
pub struct File<'files> {
    /// Its path, as people know it.
    pub path: String,
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
    /// Opens it.
    pub open: Open<'files>,
}

/// Shows its path.
impl std::fmt::Debug for File<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("File").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Files that each can be opened by themselves.
pub struct Folder<'files> {
    files: Vec<File<'files>>,
    next: usize,
    reader: Counted<Box<dyn BufRead + 'files>>,
}

impl<'files> Folder<'files> {
    /// These files, in this order.
    pub fn new(files: Vec<File<'files>>) -> Folder<'files> {
        Folder { files, next: 0, reader: Counted::new(Box::new(io::empty())) }
    }
}

impl Files for Folder<'_> {
    fn restart(&mut self) -> Result<()> {
        self.next = 0;
        self.reader = Counted::new(Box::new(io::empty()));
        Ok(())
    }

    fn open_next(&mut self) -> Result<Option<String>> {
        let Some(file) = self.files.get_mut(self.next) else { return Ok(None) };
        self.next += 1;
        let reader = (file.open)().map_err(|error| unreadable(&file.path, &error))?;
        self.reader = Counted { inner: reader, count: Rc::clone(&self.reader.count) };
        Ok(Some(file.path.clone()))
    }

    fn reader(&mut self) -> &mut dyn BufRead {
        &mut self.reader
    }

    fn read(&self) -> (u64, Option<u64>) {
        (self.reader.count.get(), self.files.iter().map(|file| file.size).sum())
    }
}

/// The files in an archive: `tar`, packed by `gzip`.
pub struct Archive<'files> {
    file: File<'files>,
    entries: Entries<'files>,
    count: Rc<Cell<u64>>,
    is_open: bool,
}

type Entries<'files> = BufReader<Tar<MultiGzDecoder<Counted<Box<dyn BufRead + 'files>>>>>;

impl<'files> Archive<'files> {
    /// The files in this one.
    pub fn new(file: File<'files>) -> Archive<'files> {
        let count = Rc::default();
        Archive { file, entries: entries(Box::new(io::empty()), &count), count, is_open: false }
    }
}

impl Files for Archive<'_> {
    fn restart(&mut self) -> Result<()> {
        let reader = (self.file.open)().map_err(|error| unreadable(&self.file.path, &error))?;
        self.count.set(0);
        self.entries = entries(reader, &self.count);
        self.is_open = true;
        Ok(())
    }

    fn open_next(&mut self) -> Result<Option<String>> {
        if !self.is_open {
            self.restart()?;
        }
        // What was read ahead belongs to the file that ends here.
        let ahead = self.entries.buffer().len();
        self.entries.consume(ahead);
        self.entries.get_mut().next_file().map_err(|error| unreadable(&self.file.path, &error))
    }

    fn reader(&mut self) -> &mut dyn BufRead {
        &mut self.entries
    }

    fn read(&self) -> (u64, Option<u64>) {
        (self.count.get(), self.file.size)
    }
}

fn entries<'files>(inner: Box<dyn BufRead + 'files>, count: &Rc<Cell<u64>>) -> Entries<'files> {
    let counted = Counted { inner, count: Rc::clone(count) };
    BufReader::new(Tar { reader: MultiGzDecoder::new(counted), left: 0, filling: 0 })
}

/// An archive, read file by file: the reader gives the bytes of the open one.
struct Tar<R> {
    reader: R,
    /// Bytes of the open file that were not read.
    left: u64,
    /// Bytes behind it, up to the next block.
    filling: u64,
}

impl<R: Read> Tar<R> {
    /// Goes on to the next file; gives its path.
    fn next_file(&mut self) -> io::Result<Option<String>> {
        // A path that is too long for the header stands in an entry of its own before the file.
        let mut long_path = None;
        loop {
            self.skip()?;
            let Some(header) = self.header()? else { return Ok(None) };
            let size = header.size()?;
            self.left = size;
            self.filling = size.next_multiple_of(BLOCK) - size;
            let kind = header.entry_type();
            if kind.is_gnu_longname() && size <= LONGEST_NAME {
                let mut path = Vec::new();
                Read::take(&mut *self, LONGEST_NAME).read_to_end(&mut path)?;
                path.retain(|byte| *byte != 0);
                long_path = Some(String::from_utf8_lossy(&path).into_owned());
            } else if kind.is_file() {
                let path = long_path.unwrap_or_else(|| String::from_utf8_lossy(&header.path_bytes()).into_owned());
                return Ok(Some(path));
            }
        }
    }

    fn skip(&mut self) -> io::Result<()> {
        let rest = self.left + self.filling;
        (self.left, self.filling) = (0, 0);
        let skipped = io::copy(&mut (&mut self.reader).take(rest), &mut io::sink())?;
        if skipped < rest { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// The next header; none at the end, which is a block of zeros, or nothing.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::new_old();
        let mut block = Vec::new();
        (&mut self.reader).take(BLOCK).read_to_end(&mut block)?;
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        if block.len() < header.as_bytes().len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        header.as_mut_bytes().copy_from_slice(&block);
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
            .sum();
        if header.cksum()? != sum {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "this is no tar archive, or it is damaged"));
        }
        Ok(Some(header))
    }
}

impl<R: Read> Read for Tar<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let read = self.reader.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    fn new(inner: R) -> Counted<R> {
        Counted { inner, count: Rc::default() }
    }

    fn add(&self, bytes: usize) {
        self.count.set(self.count.get() + bytes as u64);
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.add(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.add(bytes);
        self.inner.consume(bytes);
    }
}

/// What came of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is in the buffer, without its end.
    Whole,
    /// It has more bytes than any row; it was passed over.
    TooLong,
    /// There is none any more.
    End,
}

/// Reads the next line into a buffer.
pub(super) fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            let is_end = line.is_empty() && !too_long;
            return Ok(if is_end { Line::End } else { ended(line, too_long) });
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        too_long |= line.len() + part.len() > LONGEST_LINE;
        if too_long {
            *line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            return Ok(ended(line, too_long));
        }
    }
}

fn ended(line: &mut Vec<u8>, too_long: bool) -> Line {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    if too_long { Line::TooLong } else { Line::Whole }
}

/// A file that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Error {
    let message = if error.kind() == io::ErrorKind::UnexpectedEof {
        format!("{path}: it ends in the middle; is it complete? What came before that was read")
    } else {
        format!("{path}: it cannot be read: {error}")
    };
    ErrorKind::Unreadable { message }.into()
}
