//! Moments in their order. The platform sets `updated_at` with or after `created_at`, and `ended_at` when an attempt
//! is over (facts, databases 1.0 and 2.2).

use super::judge::Judge;
use crate::validate::Code;

/// For how many seconds after its end a failed attempt may still be written: its failure summary comes afterwards.
const SUMMARY_DELAY: i64 = 60;

/// Earlier columns, and later ones, of whichever table has both.
const ORDERED: &[(&str, &[&str])] = &[
    // The catalogs call it modified_at.
    ("created_at", &["updated_at", "modified_at", "ended_at"]),
    ("start_time", &["end_time"]),
];

pub(super) fn check(judge: &mut Judge<'_>) {
    for (earlier, all_later) in ORDERED {
        let Some(first) = moment(judge, earlier) else { continue };
        for later in *all_later {
            if moment(judge, later).is_some_and(|second| second < first) {
                let message = format!("{later} is before {earlier}.");
                judge.warning(Code::TimeOrder, &format!("/{later}"), message, "Correct one of the two.");
            }
        }
    }
    check_end(judge);
}

/// An attempt is not changed after its end, but that its failure summary is written a moment later.
fn check_end(judge: &mut Judge<'_>) {
    let Some(ended) = moment(judge, "ended_at") else { return };
    let (Some(created), Some(updated)) = (moment(judge, "created_at"), moment(judge, "updated_at")) else { return };
    let allowed = if judge.is_null("failure_summary") { 0 } else { SUMMARY_DELAY };
    // An end before the beginning is told already.
    if created <= ended && updated > ended.plus(allowed) {
        let message = "ended_at is before updated_at.".to_owned();
        judge.warning(Code::TimeOrder, "/ended_at", message, "Correct one of the two.");
    }
}

/// The moment in a column: `T` or a blank, any offset, any fraction. What is none is the schema's to tell.
fn moment(judge: &Judge<'_>, column: &str) -> Option<Moment> {
    Moment::read(&judge.text(column)?)
}

/// A point in time. The columns are read by jiff, as timestamps; here nothing but order and distance is asked for, and
/// its parser would make up a fifth of the core that travels to browsers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    /// Since the beginning of 1970.
    seconds: i64,
    nanoseconds: u32,
}

impl Moment {
    fn read(text: &str) -> Option<Moment> {
        let mut rest = Digits(text.trim().as_bytes());
        let year = rest.number(4)?;
        let month = rest.after(b"-")?.number(2).filter(|month| (1..=12).contains(month))?;
        let day = rest.after(b"-")?.number(2).filter(|day| (1..=days_of(year, month)).contains(day))?;
        let hours = rest.after(b"Tt ")?.number(2).filter(|hours| *hours < 24)?;
        let (mut minutes, mut seconds, mut nanoseconds) = (0, 0, 0);
        if let Some(rest) = rest.after(b":") {
            minutes = rest.number(2).filter(|minutes| *minutes < 60)?;
            if let Some(rest) = rest.after(b":") {
                // A leap second counts as the one before it.
                seconds = rest.number(2).filter(|seconds| *seconds <= 60)?.min(59);
                if let Some(rest) = rest.after(b".,") {
                    nanoseconds = rest.fraction()?;
                }
            }
        }
        let offset = rest.offset()?;
        let days = days_before(year) + (1..month).map(|month| days_of(year, month)).sum::<i64>() + day - 1;
        let seconds = (days * 24 + hours) * 3600 + minutes * 60 + seconds - offset;
        rest.0.is_empty().then_some(Moment { seconds, nanoseconds })
    }

    fn plus(self, seconds: i64) -> Moment {
        Moment { seconds: self.seconds + seconds, ..self }
    }
}

/// Text that is read from its beginning.
struct Digits<'text>(&'text [u8]);

impl Digits<'_> {
    /// A number of exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    /// What follows one of these signs.
    fn after(&mut self, signs: &[u8]) -> Option<&mut Self> {
        let (first, rest) = self.0.split_first()?;
        signs.contains(first).then(|| {
            self.0 = rest;
            self
        })
    }

    /// One digit to nine, as nanoseconds; more are cut off.
    fn fraction(&mut self) -> Option<u32> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|_| length > 0)?;
        self.0 = rest;
        let digits = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
        Some(digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    }

    /// `Z`, or hours and perhaps minutes and seconds, in seconds.
    fn offset(&mut self) -> Option<i64> {
        if self.after(b"Zz").is_some() {
            return Some(0);
        }
        let sign = if self.after(b"-").is_some() { -1 } else { self.after(b"+").map(|_| 1)? };
        let hours = self.number(2).filter(|hours| *hours < 26)?;
        let mut offset = hours * 3600;
        for unit in [60, 1] {
            if self.after(b":").is_none() && self.0.is_empty() {
                break;
            }
            offset += self.number(2).filter(|part| *part < 60)? * unit;
        }
        Some(sign * offset)
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from the beginning of 1970 to that of a year.
fn days_before(year: i64) -> i64 {
    let leap_days = |year: i64| (year + 3).div_euclid(4) - (year + 99).div_euclid(100) + (year + 399).div_euclid(400);
    (year - 1970) * 365 + leap_days(year) - leap_days(1970)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    /// jiff reads the same, or it is none for both.
    #[test]
    fn moments_are_those_of_jiff() {
        let years = ["0000", "0001", "1582", "1900", "1969", "1970", "1999", "2000", "2023", "2024", "2100", "9998"];
        let days = ["-01-01", "-02-28", "-02-29", "-02-30", "-03-01", "-04-31", "-12-31", "-13-01", "-00-10", "-1-1"];
        let times = ["T00:00:00", " 23:59:59", "t12:30", "T24:00:00", "T10:60:00", "T10:00:60", "T10:00:61", "", "T10"];
        let fractions = ["", ".5", ",123456789", ".000001", "."];
        let offsets =
            ["Z", "z", "+00:00", "-05:30", "+0530", "+02", "-00:00:30", "+24:00", "+26:00", "", "+1", "+02:60"];
        let mut count = 0;
        for (year, day) in years.iter().flat_map(|year| days.iter().map(move |day| (year, day))) {
            for (time, fraction) in times.iter().flat_map(|time| fractions.iter().map(move |part| (time, part))) {
                for offset in offsets {
                    let text = format!("{year}{day}{time}{fraction}{offset}");
                    let theirs = text.parse::<jiff::Timestamp>().ok();
                    let ours = Moment::read(&text);
                    let theirs = theirs.map(|time| {
                        let nanoseconds = time.as_nanosecond();
                        (nanoseconds.div_euclid(1_000_000_000), nanoseconds.rem_euclid(1_000_000_000))
                    });
                    let ours = ours.map(|moment| (i128::from(moment.seconds), i128::from(moment.nanoseconds)));
                    assert_eq!(ours, theirs, "{text}");
                    count += usize::from(ours.is_some());
                }
            }
        }
        assert!(count > 1000, "{count} moments were read");
    }
}
