//! Connections whose configured catalog no longer fits what their source was last found to have.

use super::{Event, Found, Tell, finding, judge_each};
use crate::difference::{self, Break, BreakKind};
use crate::error::Result;
use crate::store::Reader;
use crate::table::Cell;
use crate::validate::Code;

const NEWEST: &str = "SELECT c.id, c.catalog, (SELECT d.catalog FROM actor_catalog_fetch_event e \
    JOIN actor_catalog d ON d.id = e.actor_catalog_id WHERE e.actor_id = c.source_id \
    ORDER BY e.created_at DESC, e.id DESC LIMIT 1) FROM connection c WHERE c.rowid BETWEEN ?1 AND ?2 \
    AND c.status IS NOT 'deprecated'";

/// Looks at the connections whose rows have these numbers.
pub(super) fn judge(reader: &Reader<'_>, rows: (i64, i64), tell: &mut Tell<'_>) -> Result<()> {
    let numbers = [Cell::Integer(rows.0), Cell::Integer(rows.1)];
    let broken = judge_each(reader, NEWEST, &numbers, |[id, configured, discovered]| {
        // A catalog that cannot be read is told by its schema.
        let breaks = difference::breaks(&configured, &discovered).unwrap_or_default();
        breaks.iter().map(|broken| found(&id, broken)).collect::<Vec<_>>()
    })?;
    broken.into_iter().flatten().try_for_each(|found| tell(Event::Found(found)))
}

fn found(connection: &str, broken: &Break) -> Box<Found> {
    let member = match broken.kind {
        BreakKind::StreamGone => "",
        BreakKind::SyncModeGone => "/sync_mode",
        BreakKind::CursorGone | BreakKind::CursorType => "/cursor_field",
        BreakKind::PrimaryKeyGone | BreakKind::PrimaryKeyType => "/primary_key",
        BreakKind::FieldGone => "/stream/json_schema",
    };
    let pointer = format!("/catalog/streams/{}{member}", broken.number);
    let finding = finding(Code::CatalogMismatch, broken.severity, &pointer, format!("{broken}."), broken.hint());
    Found::new("connection", connection, finding)
}
