//! What can go wrong, told for people: one sentence, the place, and what to do.
//!
//! An [`Error`] means that the work could not be done (text that is no JSON, a spec that cannot be used).
//! What is wrong *inside* a document that could be judged is a [`Finding`](crate::Finding) instead.
//! No error ever quotes the text of a document: it may hold a secret.

use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be done. One word wide; the details are in [`ErrorKind`].
///
/// ```
/// let error = airbyte_db::json::Document::parse("{\"host\": localhost}").unwrap_err();
/// assert_eq!(error.code(), "json_syntax");
/// assert_eq!(error.to_string(), "line 1, column 10: expected a JSON value; text needs double quotes around it");
/// ```
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// The kinds of [`Error`], with their details.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read, or is no text.
    Unreadable {
        /// Why.
        message: String,
    },
    /// The text is not JSON.
    JsonSyntax {
        /// Where it stops being JSON.
        position: Position,
        /// What was expected there.
        message: String,
    },
    /// The text is not YAML, or uses something that JSON cannot hold.
    YamlSyntax {
        /// Where.
        position: Position,
        /// What is wrong there.
        message: String,
    },
    /// The document nests deeper than the limit.
    TooDeep {
        /// Where the limit was passed.
        position: Position,
        /// The limit, in levels.
        limit: usize,
    },
    /// The document is larger than the limit.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A document does not go together with another one: a reference to a secret that is not there, a parameter given
    /// twice.
    Document {
        /// JSON pointer into the document; empty for the whole of it.
        pointer: String,
        /// What is wrong, and what to do; never a text of the document.
        message: String,
    },
    /// A row or document is not of the shape that its type has.
    Shape {
        /// JSON pointer to the first value that does not fit.
        pointer: String,
        /// What is wrong with it; never its text.
        message: String,
    },
    /// A spec cannot be used to judge configurations.
    Spec {
        /// JSON pointer into the spec.
        pointer: String,
        /// What is wrong, and what to do.
        message: String,
    },
    /// The spec declares a JSON Schema draft that this build does not have.
    UnsupportedDraft {
        /// The draft, for example `2020-12`.
        draft: String,
    },
    /// A document of which no hash can be made, or a text that is none.
    Hash {
        /// Where in the document.
        position: Option<Position>,
        /// Why.
        message: String,
    },
    /// No table or document has a name.
    UnknownName {
        /// What is wrong, with the nearest names.
        message: String,
    },
    /// No definition, or several, answer to a name.
    Definition {
        /// What is wrong, with the nearest names.
        message: String,
    },
    /// The store cannot do it.
    Store {
        /// What kind of problem it is.
        problem: StoreProblem,
        /// What is wrong, and what to do; never a value of a row.
        message: String,
    },
    /// A row is not stored, because the rules of rows find an error in it.
    Refused {
        /// The table.
        table: &'static str,
        /// What was found, in the order of the columns; never a secret.
        findings: Vec<String>,
    },
}

/// What can be wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreProblem {
    /// The file is no SQLite database.
    NotADatabase,
    /// The file is a SQLite database, but no store.
    NotAStore,
    /// A later version of this crate has migrated the store.
    Newer,
    /// The store lacks migrations, and may not be written.
    Older,
    /// The migrations in the store are not those of this crate: one was changed, or one is missing between others.
    Migration,
    /// The store may not be written.
    ReadOnly,
    /// Another process is writing and does not end.
    Locked,
    /// There is no space left.
    Full,
    /// The file is damaged.
    Damaged,
    /// The file cannot be opened.
    CannotOpen,
    /// A key, foreign key or check of a table forbids it.
    Constraint,
    /// There is no such row.
    Missing,
    /// The platform does not allow it in the state that things are in.
    NotAllowed,
    /// A statement that is none, or that would do more than read.
    Statement,
    /// A statement that takes too long.
    TooLong,
    /// Anything else that SQLite says.
    Other,
}

impl StoreProblem {
    /// Every problem that there is.
    pub const ALL: [StoreProblem; 16] = [
        StoreProblem::NotADatabase,
        StoreProblem::NotAStore,
        StoreProblem::Newer,
        StoreProblem::Older,
        StoreProblem::Migration,
        StoreProblem::ReadOnly,
        StoreProblem::Locked,
        StoreProblem::Full,
        StoreProblem::Damaged,
        StoreProblem::CannotOpen,
        StoreProblem::Constraint,
        StoreProblem::Missing,
        StoreProblem::NotAllowed,
        StoreProblem::Statement,
        StoreProblem::TooLong,
        StoreProblem::Other,
    ];

    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            StoreProblem::NotADatabase => "store_not_a_database",
            StoreProblem::NotAStore => "store_not_a_store",
            StoreProblem::Newer => "store_newer",
            StoreProblem::Older => "store_older",
            StoreProblem::Migration => "store_migration",
            StoreProblem::ReadOnly => "store_read_only",
            StoreProblem::Locked => "store_locked",
            StoreProblem::Full => "store_full",
            StoreProblem::Damaged => "store_damaged",
            StoreProblem::CannotOpen => "store_cannot_open",
            StoreProblem::Constraint => "store_constraint",
            StoreProblem::Missing => "store_missing",
            StoreProblem::NotAllowed => "store_not_allowed",
            StoreProblem::Statement => "store_sql",
            StoreProblem::TooLong => "store_sql_too_long",
            StoreProblem::Other => "store_other",
        }
    }
}

/// A place in a text, counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

impl Position {
    /// The place of a byte offset in a text.
    ///
    /// ```
    /// let place = airbyte_db::Position::of("{\n  \"é\": x", 10);
    /// assert_eq!((place.line, place.column), (2, 8));
    /// ```
    pub fn of(text: &str, offset: usize) -> Position {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl Error {
    /// The details.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Every code that there is.
    pub const CODES: [&'static str; 29] = [
        "unreadable",
        "json_syntax",
        "yaml_syntax",
        "too_deep",
        "too_large",
        "shape",
        "document",
        "spec",
        "unsupported_draft",
        "hash",
        "unknown_name",
        "definition",
        "refused",
        "store_not_a_database",
        "store_not_a_store",
        "store_newer",
        "store_older",
        "store_migration",
        "store_read_only",
        "store_locked",
        "store_full",
        "store_damaged",
        "store_cannot_open",
        "store_constraint",
        "store_missing",
        "store_not_allowed",
        "store_sql",
        "store_sql_too_long",
        "store_other",
    ];

    /// A stable name for programs; `docs/errors.md` lists them.
    pub fn code(&self) -> &'static str {
        match *self.0 {
            ErrorKind::Unreadable { .. } => "unreadable",
            ErrorKind::JsonSyntax { .. } => "json_syntax",
            ErrorKind::YamlSyntax { .. } => "yaml_syntax",
            ErrorKind::TooDeep { .. } => "too_deep",
            ErrorKind::TooLarge { .. } => "too_large",
            ErrorKind::Shape { .. } => "shape",
            ErrorKind::Document { .. } => "document",
            ErrorKind::Spec { .. } => "spec",
            ErrorKind::UnsupportedDraft { .. } => "unsupported_draft",
            ErrorKind::Hash { .. } => "hash",
            ErrorKind::UnknownName { .. } => "unknown_name",
            ErrorKind::Definition { .. } => "definition",
            ErrorKind::Store { problem, .. } => problem.code(),
            ErrorKind::Refused { .. } => "refused",
        }
    }

    /// The place in the text, where the error has one.
    pub fn position(&self) -> Option<Position> {
        match *self.0 {
            ErrorKind::JsonSyntax { position, .. }
            | ErrorKind::YamlSyntax { position, .. }
            | ErrorKind::TooDeep { position, .. } => Some(position),
            ErrorKind::Hash { position, .. } => position,
            _ => None,
        }
    }

    /// The sentence without the place, for reports that show the place in a column of its own.
    pub fn message(&self) -> String {
        match &*self.0 {
            ErrorKind::Unreadable { message }
            | ErrorKind::JsonSyntax { message, .. }
            | ErrorKind::YamlSyntax { message, .. }
            | ErrorKind::Hash { message, .. }
            | ErrorKind::UnknownName { message }
            | ErrorKind::Definition { message }
            | ErrorKind::Store { message, .. } => message.clone(),
            ErrorKind::Refused { table, findings } => {
                format!("the row of {table} is not stored: {}", findings.join(" "))
            }
            ErrorKind::TooDeep { limit, .. } => {
                format!("the document nests deeper than {limit} levels; nothing that deep is a configuration")
            }
            ErrorKind::TooLarge { size, limit } => {
                format!("the document has {size} bytes; the limit is {limit}")
            }
            ErrorKind::Shape { pointer, message } | ErrorKind::Document { pointer, message } if pointer.is_empty() => {
                message.clone()
            }
            ErrorKind::Shape { pointer, message } | ErrorKind::Document { pointer, message } => {
                format!("{message} (at {pointer})")
            }
            ErrorKind::Spec { pointer, message } if pointer.is_empty() => format!("the spec cannot be used: {message}"),
            ErrorKind::Spec { pointer, message } => format!("the spec cannot be used: {message} (at {pointer})"),
            ErrorKind::UnsupportedDraft { draft } => format!(
                "the spec declares JSON Schema draft {draft}, which this build does not have; \
                 use the native build with feature `drafts`, or write the spec in draft-07, as Airbyte's own specs are"
            ),
        }
    }

    /// JSON pointer into the document or spec, where the error is about a place in it.
    pub fn pointer(&self) -> Option<&str> {
        match &*self.0 {
            ErrorKind::Shape { pointer, .. }
            | ErrorKind::Document { pointer, .. }
            | ErrorKind::Spec { pointer, .. } => {
                Some(pointer).filter(|pointer| !pointer.is_empty()).map(String::as_str)
            }
            _ => None,
        }
    }

    /// The error as a JSON object: `code`, `message`, and `pointer`, `line` and `column` where it has a place.
    pub fn to_json(&self) -> String {
        self.to_json_at_line(None)
    }

    /// The same for a text that is one line of a larger one.
    pub(crate) fn to_json_at_line(&self, line: Option<usize>) -> String {
        #[derive(serde::Serialize)]
        struct Told<'a> {
            code: &'static str,
            message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            pointer: Option<&'a str>,
            #[serde(flatten)]
            position: Option<Position>,
        }
        let position = self.position().map(|place| Position { line: line.unwrap_or(place.line), ..place });
        let told = Told { code: self.code(), message: self.message(), pointer: self.pointer(), position };
        // Serialising texts and numbers into memory cannot fail.
        serde_json::to_string(&told).unwrap_or_default()
    }
}

/// The error about a place of a document.
pub(crate) fn at(pointer: impl Into<String>, message: &str) -> Error {
    ErrorKind::Document { pointer: pointer.into(), message: message.to_owned() }.into()
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position() {
            write!(formatter, "line {line}, column {column}: ")?;
        }
        formatter.write_str(&self.message())
    }
}

impl std::error::Error for Error {}
