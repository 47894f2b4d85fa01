//! A COPY that runs on a thread of its own and hands over what it reads, piece by piece.

use super::tables;
use postgres::{Client, Error};
use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How large a piece is, but for the last row of it.
const PIECE: usize = 64 << 10;

/// How many pieces may wait.
const N_WAITING: usize = 8;

/// The thread, which gives the connection back.
pub(super) struct Copying(JoinHandle<(Client, Result<(), Error>)>);

impl Copying {
    /// Starts to copy, and gives what reads it.
    pub(super) fn start(mut client: Client, sql: String) -> (Copying, Pieces) {
        let (sender, receiver) = sync_channel(N_WAITING);
        let thread = std::thread::spawn(move || {
            let result = copy(&mut client, &sql, &sender);
            (client, result)
        });
        (Copying(thread), Pieces { receiver, piece: Vec::new(), at: 0 })
    }

    /// Waits for the end, which comes soon once nobody reads any more. Gives the connection back, unless the thread
    /// came to grief, and how the copying ended.
    pub(super) fn end(self) -> (Option<Client>, Result<(), Error>) {
        match self.0.join() {
            Ok((client, result)) => (Some(client), result),
            Err(_) => (None, Ok(())),
        }
    }
}

fn copy(client: &mut Client, sql: &str, sender: &SyncSender<Vec<u8>>) -> Result<(), Error> {
    tables::save(client)?;
    let mut reader = client.copy_out(sql)?;
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        // What the reader says went wrong is an error of the client's, wrapped.
        let read = match reader.fill_buf() {
            Ok(read) => read,
            Err(error) => {
                // The rows before are whole, and wanted; if not, nobody is there to be told.
                let _ = sender.send(piece);
                return unwrapped(error);
            }
        };
        let length = read.len();
        piece.extend_from_slice(read);
        reader.consume(length);
        let is_end = length == 0;
        if piece.len() >= PIECE || is_end {
            let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE));
            // Nobody reads any more: the rest is not wanted.
            let wanted = full.is_empty() || sender.send(full).is_ok();
            if is_end || !wanted {
                return Ok(());
            }
        }
    }
}

/// The client's own error in what its reader says.
fn unwrapped(error: io::Error) -> Result<(), Error> {
    let inner = error.into_inner().and_then(|inner| inner.downcast::<Error>().ok());
    // It wraps nothing else; if it did, too few rows would have come, which is told.
    inner.map_or(Ok(()), |error| Err(*error))
}

/// What was copied, as a reader.
pub(super) struct Pieces {
    receiver: Receiver<Vec<u8>>,
    piece: Vec<u8>,
    at: usize,
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.piece.len() {
            self.at = 0;
            self.piece = self.receiver.recv().unwrap_or_default();
        }
        Ok(&self.piece[self.at..])
    }

    fn consume(&mut self, n_bytes: usize) {
        self.at = (self.at + n_bytes).min(self.piece.len());
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = Read::read(&mut self.fill_buf()?, into)?;
        self.consume(read);
        Ok(read)
    }
}
