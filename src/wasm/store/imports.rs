//! Exports that come in batch by batch: JSON Lines, or an archive of them.

use super::{moment, with_filled};
use crate::store::Store;
use crate::transfer::{Archive, File, Folder, Import, JsonLines, Options, Source, Told};
use crate::wasm::{Answer, FACE, Thrown, call, usage};
use serde_json::json;
use std::cell::RefCell;
use std::io::{BufRead, Cursor};
use std::mem;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;

/// How many rows are told of that were not stored.
const MOST_TOLD: usize = 1_000;

thread_local! {
    /// The files that have come: names and bytes.
    static FILES: RefCell<Vec<(String, Vec<u8>)>> = RefCell::default();
    static RUNNING: RefCell<Option<Running>> = RefCell::default();
}

struct Running {
    import: Import<Box<dyn Source>>,
    refused: Vec<Told>,
    count: u64,
}

/// A file comes, of that name; its bytes follow.
#[wasm_bindgen]
pub fn import_file(name: usize) -> i32 {
    call([name], |[name]| {
        FILES.with_borrow_mut(|files| files.push((name.to_owned(), Vec::new())));
        Ok(Answer::Nothing)
    })
}

/// The next bytes of the file that came last.
#[wasm_bindgen]
pub fn import_part(bytes: usize) -> i32 {
    FACE.with_borrow_mut(|face| {
        let part = face.given.get(..bytes).ok_or_else(|| usage("a part is longer than its room"));
        let answer = part.and_then(|part| {
            FILES.with_borrow_mut(|files| {
                let (_, content) = files.last_mut().ok_or_else(|| usage("no file is being taken in"))?;
                content.try_reserve(part.len()).map_err(|_| no_memory())?;
                content.extend_from_slice(part);
                Ok(Answer::Nothing)
            })
        });
        face.tell(answer)
    })
}

fn no_memory() -> Thrown {
    let message = "the files are larger than the memory that the page may have; import them with the command";
    Thrown(json!({"code": "store_full", "message": message}).to_string())
}

/// Begins to import what has come: files of JSON Lines, or one archive.
#[wasm_bindgen]
pub fn import_begin(is_archive: bool) -> i32 {
    with_filled([], |store, []| {
        let files = FILES.take().into_iter().map(|(path, content)| file(path, content.into()));
        let sources: Vec<Box<dyn Source>> = if is_archive {
            files.map(|file| Box::new(JsonLines::new(Archive::new(file))) as Box<dyn Source>).collect()
        } else {
            vec![Box::new(JsonLines::new(Folder::new(files.collect())))]
        };
        let options = Options::new(moment(store, "")?);
        RUNNING.set(Some(Running { import: Import::of_all(sources, options), refused: Vec::new(), count: 0 }));
        Ok(Answer::Nothing)
    })
}

fn file(path: String, content: Rc<[u8]>) -> File<'static> {
    let size = Some(content.len() as u64);
    let open = move || Ok(Box::new(Cursor::new(Rc::clone(&content))) as Box<dyn BufRead>);
    File { path, size, open: Box::new(open) }
}

/// Stores the next rows, in a transaction of their own: how far it is, and with the last ones the report.
#[wasm_bindgen]
pub fn import_step() -> i32 {
    with_filled([], |store, []| {
        RUNNING.with_borrow_mut(|running| {
            let running = running.as_mut().ok_or_else(|| usage("no import is going on"))?;
            running.step(store)
        })
    })
}

impl Running {
    fn step(&mut self, store: &mut Store) -> Result<Answer, Thrown> {
        let (refused, count) = (&mut self.refused, &mut self.count);
        let more = self.import.step(store, &mut |told| {
            if told.stored {
                return;
            }
            *count += 1;
            if refused.len() < MOST_TOLD {
                refused.push(told);
            }
        })?;
        if !more {
            return Ok(Answer::Text(self.report()));
        }
        let progress = self.import.progress();
        let step = json!({"done": progress.done, "of": progress.total, "rows": self.import.summary().read()});
        Ok(Answer::Text(step.to_string()))
    }

    fn report(&mut self) -> String {
        let rows = self.import.summary().tables().map(
            |(table, counts)| json!({"table": table.name, "rows": counts.stored + counts.replaced + counts.there}),
        );
        let rows: Vec<_> = rows.collect();
        let refused = mem::take(&mut self.refused).into_iter().map(|told| {
            json!({
                "table": told.table, "key": told.key, "source": told.file.unwrap_or_default(), "line": told.line,
                "code": told.code, "message": told.message
            })
        });
        let refused: Vec<_> = refused.collect();
        let unknown: Vec<&String> = self.import.summary().unknown_tables.keys().collect();
        json!({"rows": rows, "refused": refused, "refusedCount": self.count, "unknownTables": unknown}).to_string()
    }
}

/// Forgets what has come, and an import that goes on; what is stored stays.
#[wasm_bindgen]
pub fn import_stop() {
    stop();
}

pub(super) fn stop() {
    RUNNING.take();
    FILES.take();
}
