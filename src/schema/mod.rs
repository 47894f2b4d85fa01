//! JSON Schema, TypeScript and SQL of every table and document, all from the structs in `tables/` and `blobs/`.
//! How a text is judged by such a schema is not known here.

mod generate;
mod postgres;
mod reading;
mod typescript;

use crate::blobs;
use crate::error::{ErrorKind, Result};
use crate::nearest::nearest_few;
use crate::table::Table;
use crate::tables::{self, TABLES};

/// A table's row or a document, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A row of a table.
    Row(&'static Table),
    /// A document that stands in a column or in another document.
    Document(&'static str),
}

impl Subject {
    /// Every table in the order of the databases, then every document.
    ///
    /// ```
    /// use airbyte_db::schema::Subject;
    ///
    /// let names: Vec<&str> = Subject::all().map(Subject::name).collect();
    /// assert_eq!(names[..2], ["workspace", "actor_definition"]);
    /// assert!(names.contains(&"ConfiguredAirbyteCatalog"));
    /// ```
    pub fn all() -> impl Iterator<Item = Subject> {
        let documents = blobs::DOCUMENTS.iter().map(|name| Subject::Document(name));
        TABLES.into_iter().map(Subject::Row).chain(documents)
    }

    /// The one of that name: a table's as in the database, a document's as the platform calls it.
    pub fn named(name: &str) -> Option<Subject> {
        let document = || blobs::DOCUMENTS.iter().find(|known| **known == name).map(|name| Subject::Document(name));
        tables::table(name).map(Subject::Row).or_else(document)
    }

    /// The same, with an error that names the nearest.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`]: nothing has that name.
    pub fn find(name: &str) -> Result<Subject> {
        Subject::named(name).ok_or_else(|| {
            let nearest = nearest_few(name, Subject::all().map(Subject::name), 3);
            let nearest = match nearest.len() {
                0 => "`airbyte-db schema` lists those that there are".to_owned(),
                1 => format!("the nearest is {}", nearest[0]),
                _ => format!("the nearest are {}", nearest.join(", ")),
            };
            let message = format!("no table or document is called `{}`; {nearest}", blobs::shorten(name, 60));
            ErrorKind::UnknownName { message }.into()
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Row(table) => table.name,
            Subject::Document(name) => name,
        }
    }

    /// Its JSON Schema (draft-07), on several lines.
    ///
    /// It is strict: what it accepts, the platform writes. Reading is more lenient (`docs/fidelity.md`).
    ///
    /// ```
    /// use airbyte_db::Validator;
    /// use airbyte_db::schema::Subject;
    ///
    /// let subject = Subject::named("AllowedHosts").expect("there is such a document");
    /// let validator = Validator::new(&subject.json_schema())?;
    /// assert!(validator.is_valid(r#"{"hosts": ["*.example.com"]}"#)?);
    /// assert!(!validator.is_valid(r#"{"hosts": "*.example.com"}"#)?);
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    pub fn json_schema(self) -> String {
        generate::pretty(&generate::schema(self))
    }

    /// Whether a text reads as its type, as leniently as [`Json::read`](crate::json::Json::read) and
    /// [`Row::read`](crate::table::Row::read) do.
    ///
    /// # Errors
    /// Text that is no JSON, or is not of its shape.
    pub fn read(self, text: &str) -> Result<()> {
        reading::read(self, text)
    }

    /// What it is, in a sentence or two.
    pub fn description(self) -> String {
        let schema = generate::schema(self);
        schema.get("description").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    /// Its TypeScript declaration, with those of everything that it refers to.
    pub fn typescript(self) -> String {
        typescript::declarations(&[self])
    }
}

/// The TypeScript declarations of every table and document, and `Subjects`, which has them by name.
pub fn typescript() -> String {
    let all: Vec<Subject> = Subject::all().collect();
    typescript::declarations(&all) + "\n" + &typescript::by_name(&all)
}

/// The strict schemas of everything in one document, without descriptions: the form in which the crate judges.
///
/// A row's schema is at `/tables/<name>`, a document's at `/definitions/<name>`.
pub fn bundle() -> String {
    generate::bundle()
}

pub use postgres::{create_table, create_tables};
