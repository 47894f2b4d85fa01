//! When an expression fires next.

use super::zone::{Zone, moment_of, shown};
use super::{CronDays, CronExpression};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

impl CronExpression {
    /// The first moment after another one at which it fires; none where there is none before the year 2200.
    ///
    /// A time that a zone leaves out in spring fires as much later; one that it has twice in autumn fires the first
    /// time.
    ///
    /// ```
    /// use airbyte_db::jiff::tz::TimeZone;
    /// use airbyte_db::rules::cron::CronExpression;
    ///
    /// let nightly = CronExpression::parse("0 30 4 ? * MON-FRI")?;
    /// let friday = "2023-03-03T04:30:00Z".parse()?;
    /// assert_eq!(nightly.next_after(friday, &TimeZone::UTC), Some("2023-03-06T04:30:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_after(&self, moment: Timestamp, zone: &dyn Zone) -> Option<Timestamp> {
        let begin = shown(zone, moment).date();
        let mut date = begin;
        loop {
            let year = self.years.next_from(u16::try_from(date.year()).ok()?)?;
            if year != u16::try_from(date.year()).ok()? {
                date = Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
            }
            if !self.months.has(u16::try_from(date.month()).ok()?) {
                date = date.last_of_month().tomorrow().ok()?;
                continue;
            }
            if self.days.has(date)
                && let Some(found) = self.on(date, moment, zone)
            {
                return Some(found);
            }
            date = date.tomorrow().ok()?;
        }
    }

    /// The first moment of a day at which it fires, after another one.
    fn on(&self, date: Date, after: Timestamp, zone: &dyn Zone) -> Option<Timestamp> {
        let small = |value: u16| i8::try_from(value).unwrap_or(0);
        for hour in self.hours.iter() {
            // An hour that is over as a whole needs no look at its seconds.
            let end = moment_of(zone, date.at(small(hour), 59, 59, 0))?;
            if end <= after {
                continue;
            }
            for minute in self.minutes.iter() {
                let seconds = self
                    .seconds
                    .iter()
                    .filter_map(|second| moment_of(zone, date.at(small(hour), small(minute), small(second), 0)));
                if let Some(found) = seconds.into_iter().find(|found| *found > after) {
                    return Some(found);
                }
            }
        }
        None
    }
}

impl CronDays {
    /// Whether it allows a day.
    fn has(&self, date: Date) -> bool {
        let number = |day: i8| u8::try_from(day).unwrap_or(0);
        let (day, last) = (number(date.day()), number(date.days_in_month()));
        // Quartz counts from 1, which is Sunday.
        let weekday = number(date.weekday().to_sunday_one_offset());
        match self {
            CronDays::OfMonth(days) => days.has(day.into()),
            CronDays::OfWeek(days) => days.has(weekday.into()),
            CronDays::NearestWorkday(wanted) => day == nearest_workday(date, (*wanted).min(last)),
            CronDays::LastOfMonth { before, workday } => {
                let wanted = last.saturating_sub(*before).max(1);
                day == if *workday { nearest_workday(date, wanted) } else { wanted }
            }
            CronDays::LastOfWeek(wanted) => weekday == *wanted && day + 7 > last,
            CronDays::NthOfWeek { day: wanted, nth } => weekday == *wanted && day.div_ceil(7) == *nth,
        }
    }
}

/// The working day that is nearest to a day, in the same month.
fn nearest_workday(month: Date, day: u8) -> u8 {
    let last = u8::try_from(month.days_in_month()).unwrap_or(28);
    let wanted = month.with().day(i8::try_from(day).unwrap_or(1)).build();
    match wanted.map(Date::weekday) {
        Ok(Weekday::Saturday) => {
            if day == 1 {
                3
            } else {
                day - 1
            }
        }
        Ok(Weekday::Sunday) => {
            if day == last {
                day.saturating_sub(2)
            } else {
                day + 1
            }
        }
        _ => day,
    }
}
