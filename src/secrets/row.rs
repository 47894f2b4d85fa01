//! The rows in which secrets are kept.

use crate::error::{Result, at};
use crate::json::{Document, Value, quoted};
use crate::sorting::sort;
use std::fmt;

/// A row of the table `secrets`. Its debug form does not say what it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// What the secret is called where it was taken out; see [`Coordinate`](super::Coordinate).
    pub coordinate: String,
    /// The secret itself: a text as it is, anything else as JSON.
    pub payload: String,
}

impl Secret {
    /// The row as one line of JSON, without the line's end.
    pub fn to_json(&self) -> String {
        format!("{{\"coordinate\": {}, \"payload\": {}}}", quoted(&self.coordinate), quoted(&self.payload))
    }

    /// Reads rows, one object a line, as [`Secret::to_json`] writes them. A row whose payload is null is left out.
    ///
    /// ```
    /// use airbyte_db::secrets::Secret;
    ///
    /// let rows = Secret::read_lines("{\"coordinate\": \"a_v1\", \"payload\": \"s3cret\"}\n\n")?;
    /// assert_eq!(rows[0].coordinate, "a_v1");
    /// assert_eq!(format!("{rows:?}"), "[Secret { coordinate: \"a_v1\", .. }]");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A line that is no such object; the error names it, and quotes nothing.
    pub fn read_lines(text: &str) -> Result<Vec<Secret>> {
        let lines = (1..).zip(text.trim_start_matches('\u{feff}').split('\n'));
        let rows = lines.filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| {
            let wrong =
                || at("", &format!("line {number}: expected {{\"coordinate\": …, \"payload\": …}}, both texts"));
            let document = Document::parse(line).map_err(|_| wrong())?;
            let member = |name| document.root().get(name).ok_or_else(wrong);
            let text = |value: Value<'_>| value.as_str().map(std::borrow::Cow::into_owned).ok_or_else(wrong);
            let (coordinate, payload) = (text(member("coordinate")?)?, member("payload")?);
            if payload.is_null() {
                return Ok(None);
            }
            Ok(Some(Secret { coordinate, payload: text(payload)? }))
        });
        rows.filter_map(Result::transpose).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Secret").field("coordinate", &self.coordinate).finish_non_exhaustive()
    }
}

/// Rows by their coordinate.
pub(super) struct Payloads<'a> {
    sorted: Vec<&'a Secret>,
}

impl<'a> Payloads<'a> {
    pub(super) fn of(secrets: &'a [Secret]) -> Payloads<'a> {
        let mut sorted: Vec<&Secret> = secrets.iter().collect();
        sort(&mut sorted, |one, other| one.coordinate.cmp(&other.coordinate));
        Payloads { sorted }
    }

    /// Where a coordinate is given twice, the last row counts.
    pub(super) fn get(&self, coordinate: &str) -> Option<&'a str> {
        let end = self.sorted.partition_point(|known| *known.coordinate <= *coordinate);
        let last = self.sorted.get(end.checked_sub(1)?)?;
        (last.coordinate == coordinate).then_some(&*last.payload)
    }
}
