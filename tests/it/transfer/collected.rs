//! What a source gives, collected as texts that tests can compare.

use airbyte_db::transfer::{Selection, Source, Values};

/// Each row as `table:line value|value` (`\N` for NULL), or what is told about it.
pub(super) fn rows(source: &mut dyn Source) -> Result<Vec<String>, airbyte_db::Error> {
    rows_of(source, &Selection::all())
}

/// The rows of the wanted tables.
pub(super) fn rows_of(source: &mut dyn Source, tables: &Selection) -> Result<Vec<String>, airbyte_db::Error> {
    source.begin(tables)?;
    let mut rows = Vec::new();
    while let Some(row) = source.next()? {
        let told = match row.values {
            Values::Texts(columns, values) => {
                assert_eq!(columns.len(), values.len());
                values.iter().map(|value| value.as_deref().unwrap_or("\\N")).collect::<Vec<_>>().join("|")
            }
            Values::Object(text) => text.into_owned(),
            Values::Cells(..) => "cells".to_owned(),
            Values::Unread(n_rows) => format!("unread {n_rows}"),
            Values::Broken(why) => format!("broken: {why}"),
        };
        rows.push(format!("{}:{} {told}", row.table, row.place.line));
    }
    Ok(rows)
}
