//! What can be wrong with a store, for people.

use crate::error::{Error, ErrorKind, StoreProblem};
use rusqlite::ErrorCode;
use rusqlite::ffi::{
    SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_NOTNULL, SQLITE_CONSTRAINT_PRIMARYKEY,
    SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE, SQLITE_READONLY_ROLLBACK,
};

impl StoreProblem {
    /// The error, with what is wrong and what to do.
    pub(super) fn because(self, message: impl Into<String>) -> Error {
        ErrorKind::Store { problem: self, message: message.into() }.into()
    }
}

/// Whether a file has to be written before it can be read: somebody was killed while they wrote.
pub(super) fn is_to_be_undone(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_READONLY_ROLLBACK)
}

/// What SQLite says, as an error of ours. Its messages name tables and columns, never values.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub(super) fn failed(error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = &error else {
        return StoreProblem::Other.because(error.to_string());
    };
    let told = message.as_deref().unwrap_or("SQLite gives no reason");
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreProblem::Locked.because(
            "another process is writing to the store, and did not finish in time; try again, or end that process",
        ),
        ErrorCode::ReadOnly if is_to_be_undone(&error) => StoreProblem::ReadOnly.because(
            "a program was killed while it wrote to the store, and what it left behind has to be undone; open it once \
             where the file and its folder may be written",
        ),
        ErrorCode::ReadOnly => StoreProblem::ReadOnly.because(
            "the store may not be written; change the permissions of the file and of its folder, or copy it elsewhere",
        ),
        ErrorCode::NotADatabase => StoreProblem::NotADatabase
            .because("the file is no SQLite database; give the name of a store, or of a file that is not there yet"),
        ErrorCode::DatabaseCorrupt => StoreProblem::Damaged.because(format!(
            "the store is damaged ({told}); go back to a copy, or take out what can still be read with SQLite's `.recover`"
        )),
        ErrorCode::DiskFull => {
            StoreProblem::Full.because("there is no space left; nothing of this was stored. Make room and try again")
        }
        ErrorCode::CannotOpen => StoreProblem::CannotOpen
            .because("the store cannot be opened; see whether the file and its folder are there and may be read"),
        ErrorCode::OperationInterrupted => StoreProblem::TooLong.because("it was stopped before it was done"),
        ErrorCode::ConstraintViolation => StoreProblem::Constraint.because(constraint(code.extended_code, told)),
        _ => StoreProblem::Other.because(told.to_owned()),
    }
}

/// SQLite names the columns after a colon: `UNIQUE constraint failed: state.id, state.connection_id`.
fn constraint(extended_code: i32, told: &str) -> String {
    let columns = told.split_once(": ").map_or(told, |(_, columns)| columns);
    match extended_code {
        SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID => {
            format!("there is a row already with the same {columns}; update that one, or write another value")
        }
        SQLITE_CONSTRAINT_NOTNULL => format!("{columns} must not be NULL"),
        SQLITE_CONSTRAINT_CHECK => format!("{} does not hold such a value", checked_column(columns)),
        SQLITE_CONSTRAINT_FOREIGNKEY => {
            "a row that is referred to is not there; write that one first, or refer to another".to_owned()
        }
        _ => told.to_owned(),
    }
}

/// The column that a check is about: each of ours names it first, or as what it hands to a function.
fn checked_column(check: &str) -> &str {
    let check = check.strip_prefix("json_valid(").unwrap_or(check);
    check.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next().unwrap_or(check)
}
