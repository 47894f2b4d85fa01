//! What a person probably meant: a date in another common form, rewritten in the form that is wanted.
//! Knows neither schemas nor findings; it is asked once a value was refused, so it may be slow and may allocate.

use super::Format;
use super::date::{Date, is_in_day};
use super::reading::{Clock, Moment, read};
use super::shape::{digit_as_nine, shapes};

/// A form that dates are wanted in, from a `format` or from a well-known `pattern`.
///
/// The forms are those of the patterns in the specs of 2023 and 2026; each writes a prefix of year, month, day, hour,
/// minute, second and fraction, in that order. Patterns with the day or the month first do not say which of the two it
/// is (`^[0-9]{2}-[0-9]{2}-[0-9]{4}$`), so there is no form for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `2021-01-31`.
    Date,
    /// `2021-01-31T00:00:00Z`.
    DateTime,
    /// `2021-01-31T00:00:00.000Z`.
    DateTimeMilliseconds,
    /// `2021-01-31T00:00:00.000000Z`.
    DateTimeMicroseconds,
    /// `2021-01-31T00:00:00`, without a zone.
    DateTimeLocal,
    /// `2021-01-31 00:00:00`, without a zone.
    DateTimeBlank,
    /// `20210131T000000Z`.
    DateTimeCompact,
    /// `2021-01`.
    Month,
    /// `2021`.
    Year,
}

impl DateForm {
    /// The form to recommend is the first of these that a pattern takes: a whole date and time satisfies a `format` of
    /// `date-time` beside the pattern too; forms without a zone come after the plain date that is easier to write.
    const BY_PREFERENCE: [Self; 9] = [
        Self::DateTime,
        Self::DateTimeMilliseconds,
        Self::DateTimeMicroseconds,
        Self::Date,
        Self::DateTimeLocal,
        Self::DateTimeBlank,
        Self::DateTimeCompact,
        Self::Month,
        Self::Year,
    ];

    /// The form that a well-known date expression stands for, however it is spelled: `\d` or `[0-9]`, `\-` or `-`, with
    /// or without anchors, optional parts and an empty alternative. `None` for every other expression.
    ///
    /// An expression may restrict the digits further (`20\d\d`), so what `accepts` takes is still to be tried on it.
    pub fn of_pattern(pattern: &str) -> Option<Self> {
        let shapes = shapes(pattern)?;
        let form = Self::BY_PREFERENCE
            .into_iter()
            .find(|form| shapes.iter().any(|shape| shape.iter().copied().eq(form.shape().bytes().map(digit_shape))))?;
        // Four digits among other lengths are more likely a number or a code than a year.
        let others = shapes.iter().filter(|shape| !shape.is_empty()).count() > 1;
        (!others || !matches!(form, Self::Month | Self::Year)).then_some(form)
    }

    /// The form that satisfies the format; `None` for the formats that are no dates.
    pub fn of_format(format: Format) -> Option<Self> {
        match format {
            Format::Date => Some(Self::Date),
            Format::DateTime => Some(Self::DateTime),
            _ => None,
        }
    }

    /// The form in the letters that Airbyte's own `pattern_descriptor` uses, such as `YYYY-MM-DDTHH:mm:ssZ`.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Date => "YYYY-MM-DD",
            Self::DateTime => "YYYY-MM-DDTHH:mm:ssZ",
            Self::DateTimeMilliseconds => "YYYY-MM-DDTHH:mm:ss.SSSZ",
            Self::DateTimeMicroseconds => "YYYY-MM-DDTHH:mm:ss.SSSSSSZ",
            Self::DateTimeLocal => "YYYY-MM-DDTHH:mm:ss",
            Self::DateTimeBlank => "YYYY-MM-DD HH:mm:ss",
            Self::DateTimeCompact => "YYYYMMDDTHHmmssZ",
            Self::Month => "YYYY-MM",
            Self::Year => "YYYY",
        }
    }

    /// A text of this form.
    pub fn example(self) -> &'static str {
        match self {
            Self::Date => "2021-01-31",
            Self::DateTime => "2021-01-31T00:00:00Z",
            Self::DateTimeMilliseconds => "2021-01-31T00:00:00.000Z",
            Self::DateTimeMicroseconds => "2021-01-31T00:00:00.000000Z",
            Self::DateTimeLocal => "2021-01-31T00:00:00",
            Self::DateTimeBlank => "2021-01-31 00:00:00",
            Self::DateTimeCompact => "20210131T000000Z",
            Self::Month => "2021-01",
            Self::Year => "2021",
        }
    }

    /// Whether the text is of exactly this form and names a real day and time.
    pub fn accepts(self, text: &str) -> bool {
        let shaped = text.bytes().map(digit_as_nine).eq(self.shape().bytes().map(digit_shape));
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        let number = |from: usize, length: usize, otherwise: u16| {
            digits
                .get(from..from + length)
                .map_or(otherwise, |digits| digits.iter().fold(0, |value, digit| value * 10 + u16::from(digit - b'0')))
        };
        shaped
            && Date::new(number(0, 4, 0), number(4, 2, 1), number(6, 2, 1)).is_some()
            && is_in_day(number(8, 2, 0), number(10, 2, 0), number(12, 2, 0), 0)
    }

    /// How many digits the form has: 4 for a year up to 20 for microseconds.
    fn digits(self) -> usize {
        self.shape().bytes().filter(|byte| digit_shape(*byte) == b'9').count()
    }
}

/// `9` for a letter of a shape that stands for a digit; `T` and `Z` stand for themselves.
fn digit_shape(letter: u8) -> u8 {
    if b"YMDHmsS".contains(&letter) { b'9' } else { letter }
}

/// The value rewritten in the wanted form, where it is clearly a date in another common form.
///
/// Nothing is invented but the midnight of a date without a time and the UTC of a time without a zone; a time is dropped
/// where only the date is wanted, a zone is applied where the form is in UTC. `None` if the text has two readings
/// (`01/02/2021`), if it has no sure one, and if it is of the wanted form already.
pub fn suggest(target: DateForm, text: &str) -> Option<String> {
    let rewritten = write(target, &read(text.trim())?)?;
    (rewritten != text && target.accepts(&rewritten)).then_some(rewritten)
}

fn write(target: DateForm, moment: &Moment<'_>) -> Option<String> {
    let wanted = target.digits();
    let (known, month, day) = match (moment.month, moment.day) {
        (Some(month), Some(day)) => (20, month, day),
        (Some(month), None) => (6, month, 1),
        _ => (4, 1, 1),
    };
    if known < wanted {
        return None;
    }
    let mut day = Date::new(moment.year, month, day)?;
    let mut clock = moment.clock;
    if wanted > 8 && clock.offset != 0 {
        // A form without a zone does not say whose time it is in.
        (day, clock) = target.shape().ends_with('Z').then(|| to_utc(day, clock))??;
    }
    let digits = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}{:0<6}",
        day.year, day.month, day.day, clock.hour, clock.minute, clock.second, clock.fraction
    );
    let mut digits = digits.chars();
    let fill = |letter: u8| match digit_shape(letter) {
        b'9' => digits.next(),
        other => Some(char::from(other)),
    };
    target.shape().bytes().map(fill).collect()
}

/// The same instant at offset zero.
fn to_utc(day: Date, clock: Clock<'_>) -> Option<(Date, Clock<'_>)> {
    let minutes =
        day.since_epoch() * 1440 + i64::from(clock.hour) * 60 + i64::from(clock.minute) - i64::from(clock.offset);
    let of_day = u16::try_from(minutes.rem_euclid(1440)).ok()?;
    let day = Date::from_epoch(minutes.div_euclid(1440))?;
    Some((day, Clock { hour: of_day / 60, minute: of_day % 60, offset: 0, ..clock }))
}
