//! Dates and times as RFC 3339 writes them, and the calendar behind them.
//! Knows nothing of other spellings; those are `reading`'s.

use crate::validate::template::Word;

/// A day of the proleptic Gregorian calendar, checked to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u16,
    pub(super) day: u16,
}

impl Date {
    /// The day, if the calendar has it. Year 0000 is in RFC 3339's range (`disagreements.md`, `format-year-0000`).
    pub(super) fn new(year: u16, month: u16, day: u16) -> Option<Self> {
        let exists = year <= 9999 && day >= 1 && day <= days_in_month(year, month);
        exists.then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01, after Howard Hinnant's `days_from_civil`: years begin in March, so that the leap day is last.
    pub(super) fn since_epoch(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The reverse of `since_epoch`; `None` outside the years 0000 to 9999.
    pub(super) fn from_epoch(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u16::try_from(month).ok()?, u16::try_from(day).ok()?)
    }
}

/// A time of day as written: two digits each, not checked for range.
#[derive(Clone, Copy)]
struct Clock {
    hour: u16,
    minute: u16,
    second: u16,
}

/// `full-date` of RFC 3339. The platform also takes a signed year (`+12022-01-01`); the corpus's consensus does not.
pub(super) fn is_date(text: &[u8]) -> bool {
    read_date(text).is_some()
}

/// `date-time` of RFC 3339: seconds and zone compulsory, `T`, `t` or a blank between date and time.
pub(super) fn is_date_time(text: &[u8]) -> bool {
    read_date_time(text).is_some()
}

/// The platform's `time`: no zone (the official suite wants one) and no range check, so `25:00:00` passes.
pub(super) fn is_time(text: &[u8]) -> bool {
    read_clock(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// Whether a day has that time. A minute has its 60th second only where leap seconds are put, at the end of a UTC day;
/// `offset` is in minutes. Which days had one is not looked up, as RFC 3339 validators cannot know the future ones.
pub(super) fn is_in_day(hour: u16, minute: u16, second: u16, offset: i16) -> bool {
    if hour > 23 || minute > 59 {
        return false;
    }
    match second {
        0..=59 => true,
        60 => {
            let utc = i32::from(hour) * 60 + i32::from(minute) - i32::from(offset);
            utc.rem_euclid(24 * 60) == 24 * 60 - 1
        }
        _ => false,
    }
}

fn read_date(text: &[u8]) -> Option<Date> {
    const YEAR_AND_MONTH: Word = Word::like(*b"2021-01-");
    const MONTH_AND_DAY: Word = Word::like(*b"21-01-31");
    let text: &[u8; 10] = text.try_into().ok()?;
    let is_written = YEAR_AND_MONTH.fits(*text.first_chunk()?) && MONTH_AND_DAY.fits(*text.last_chunk()?);
    let &[c1, c2, y1, y2, _, m1, m2, _, d1, d2] = text;
    is_written.then(|| Date::new(number(c1, c2) * 100 + number(y1, y2), number(m1, m2), number(d1, d2)))?
}

fn read_date_time(text: &[u8]) -> Option<()> {
    let (date, rest) = text.split_at_checked(10)?;
    read_date(date)?;
    let (b'T' | b't' | b' ', rest) = rest.split_first()? else { return None };
    let (clock, zone) = read_clock(rest)?;
    let offset = read_offset(zone)?;
    is_in_day(clock.hour, clock.minute, clock.second, offset).then_some(())
}

/// `HH:MM:SS` with an optional fraction of one digit or more (the platform stops at nine, the official suite does not),
/// and what follows it.
fn read_clock(text: &[u8]) -> Option<(Clock, &[u8])> {
    const CLOCK: Word = Word::like(*b"08:30:00");
    let (clock, rest) = text.split_first_chunk::<8>()?;
    if !CLOCK.fits(*clock) {
        return None;
    }
    let &[h1, h2, _, m1, m2, _, s1, s2] = clock;
    let clock = Clock { hour: number(h1, h2), minute: number(m1, m2), second: number(s1, s2) };
    let Some(fraction) = rest.strip_prefix(b".") else { return Some((clock, rest)) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| (clock, &fraction[digits..]))
}

/// The zone in minutes east of UTC. `-00:00` is a zone to RFC 3339; only the platform refuses it.
fn read_offset(zone: &[u8]) -> Option<i16> {
    let (sign, hours, minutes) = match *zone {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, two(h1, h2)?, two(m1, m2)?),
        [b'-', h1, h2, b':', m1, m2] => (-1, two(h1, h2)?, two(m1, m2)?),
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    i16::try_from(hours * 60 + minutes).ok().map(|offset| sign * offset)
}

/// The number written in two ASCII digits.
fn two(tens: u8, ones: u8) -> Option<u16> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| number(tens, ones))
}

/// The same, where it is known that there are digits.
fn number(tens: u8, ones: u8) -> u16 {
    u16::from(tens.wrapping_sub(b'0')) * 10 + u16::from(ones.wrapping_sub(b'0'))
}

/// How many days a month has; none for a month that is not one.
fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}
