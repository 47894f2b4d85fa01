//! What rows are to each other, asked by another thread while this one still reads rows.

use super::relations::{self, Asking};
use super::{Event, Found, Options};
use crate::error::{ErrorKind, Result};
use crate::store::Store;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Scope};

/// How many findings wait to be told; then the statements wait.
const WAITING: usize = 1_000;

/// A finding; the end of a question; why it could not be asked.
type Answer = Result<Option<Box<Found>>>;

/// The answers to all questions, in their order.
pub(super) struct Ahead(Receiver<Answer>);

impl Ahead {
    /// Begins to ask, by a store of its own. Where no thread can be had, there are no answers.
    pub(super) fn start<'scope>(scope: &'scope Scope<'scope, '_>, store: Store, options: &Options) -> Ahead {
        let (sender, receiver) = sync_channel(WAITING);
        let options = options.clone();
        // The thread ends with the last question, or when nobody waits for answers any more.
        let _ = Builder::new().spawn_scoped(scope, move || ask_all(&store, &options, &sender));
        Ahead(receiver)
    }

    /// Tells the answers to the next question; gives whether there were any to it.
    pub(super) fn tell(&self, tell: &mut super::Tell<'_>) -> Result<bool> {
        while let Ok(answer) = self.0.recv() {
            match answer? {
                Some(found) => tell(Event::Found(found))?,
                None => return Ok(true),
            }
        }
        Ok(false)
    }
}

fn ask_all(store: &Store, options: &Options, answers: &SyncSender<Answer>) {
    let mut tell = |event| match event {
        Event::Found(found) => answers.send(Ok(Some(found))).map_err(|_| {
            let message = "nobody waits for the answer".to_owned();
            ErrorKind::Unreadable { message }.into()
        }),
        Event::Judged(..) => Ok(()),
    };
    let mut asking = Asking::new(options);
    for question in relations::questions(options) {
        let end = asking.ask(&store.read(), question, &mut tell).map(|()| None);
        let failed = end.is_err();
        if answers.send(end).is_err() || failed {
            break;
        }
    }
}
