//! Connections whose configured catalog no longer fits what their source was last found to have.

use super::{Event, Found, Tell, finding};
use crate::difference::{self, BreakKind};
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
    reader.each_of(NEWEST, &[Cell::Integer(rows.0), Cell::Integer(rows.1)], &mut |row| {
        let [Some(id), Some(configured), Some(discovered)] = row else { return Ok(()) };
        // A catalog that cannot be read is told by its schema.
        for broken in difference::breaks(configured, discovered).unwrap_or_default() {
            let member = match broken.kind {
                BreakKind::StreamGone => "",
                BreakKind::SyncModeGone => "/sync_mode",
                BreakKind::CursorGone | BreakKind::CursorType => "/cursor_field",
                BreakKind::PrimaryKeyGone | BreakKind::PrimaryKeyType => "/primary_key",
                BreakKind::FieldGone => "/stream/json_schema",
            };
            let pointer = format!("/catalog/streams/{}{member}", broken.number);
            let message = format!("{broken}.");
            let found = finding(Code::CatalogMismatch, broken.severity, &pointer, message, broken.hint());
            tell(Event::Found(Found::new("connection", id.as_str(), found)))?;
        }
        Ok(())
    })
}
