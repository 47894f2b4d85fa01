//! Ctrl-C during work that has something to tidy up.

use airbyte_db::{Error, ErrorKind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: OnceLock<&'static AtomicBool> = OnceLock::new();
static FLAG: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C is a wish that [`wished`] knows of, and no longer the end.
pub(super) fn listen() {
    ASKED.get_or_init(|| {
        // Where the signal cannot be had, it ends the process as before.
        let _ = ctrlc::set_handler(|| FLAG.store(true, Ordering::Relaxed));
        &FLAG
    });
}

/// Whether Ctrl-C was pressed.
pub(super) fn wished() -> bool {
    FLAG.load(Ordering::Relaxed)
}

/// An error once Ctrl-C was pressed, so that what is on its way ends as for any other one.
pub(super) fn check() -> Result<(), Error> {
    if wished() { Err(ErrorKind::Unreadable { message: "stopped".to_owned() }.into()) } else { Ok(()) }
}
