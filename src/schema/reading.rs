//! Rows and documents by name, read as their types.

use super::Subject;
use crate::blobs::each_document;
use crate::error::Result;
use crate::json::from_text;
use crate::table::{Row, Table};
use crate::tables::each_row;

pub(super) fn read(subject: Subject, text: &str) -> Result<()> {
    match subject {
        Subject::Row(table) => read_row(table, text),
        Subject::Document(name) => read_document(name, text),
    }
}

macro_rules! row_readers {
    ($($row:ident,)+) => {
        fn read_row(table: &'static Table, text: &str) -> Result<()> {
            match table.name {
                $( name if name == crate::tables::$row::TABLE.name => from_text::<crate::tables::$row>(text).map(drop), )+
                _ => Ok(()),
            }
        }
    };
}

each_row!(row_readers);

macro_rules! document_readers {
    ($($document:ident,)+) => {
        fn read_document(name: &str, text: &str) -> Result<()> {
            match name {
                $( stringify!($document) => from_text::<crate::blobs::$document>(text).map(drop), )+
                _ => Ok(()),
            }
        }
    };
}

each_document!(document_readers);
