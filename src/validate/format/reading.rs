//! Reads a date, and perhaps a time, in the forms that people and programs write it.
//! Knows nothing of the form that is wanted.

use super::date::{Date, is_in_day};

/// What was read; `month` and `day` as far as they were written.
pub(super) struct Moment<'a> {
    pub(super) year: u16,
    pub(super) month: Option<u16>,
    pub(super) day: Option<u16>,
    pub(super) clock: Clock<'a>,
}

/// A time of day; midnight where none was written.
#[derive(Clone, Copy, Default)]
pub(super) struct Clock<'a> {
    pub(super) hour: u16,
    pub(super) minute: u16,
    pub(super) second: u16,
    /// The digits after the point.
    pub(super) fraction: &'a str,
    /// Minutes east of UTC.
    pub(super) offset: i16,
}

/// The moment that the whole text writes in a common form, if it has one reading only.
pub(super) fn read(text: &str) -> Option<Moment<'_>> {
    if let Some(moment) = read_epoch(text) {
        return Some(moment);
    }
    let mut scanner = Scanner { rest: text };
    let mut moment = scanner.date()?;
    if !scanner.rest.is_empty() {
        moment.day?;
        moment.clock = scanner.clock()?;
    }
    Some(moment)
}

/// Seconds in 10 digits or milliseconds in 13; only those of 2001 to 2033, as other numbers are more likely identifiers.
fn read_epoch(text: &str) -> Option<Moment<'_>> {
    let is_epoch =
        matches!(text.len(), 10 | 13) && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_epoch {
        return None;
    }
    let (seconds, fraction) = text.split_at_checked(10)?;
    let seconds: i64 = seconds.parse().ok()?;
    let day = Date::from_epoch(seconds / 86_400)?;
    let of_day = u32::try_from(seconds % 86_400).ok()?;
    let part = |seconds: u32| u16::try_from(seconds % 60).ok();
    let (hour, minute, second) = (part(of_day / 3600)?, part(of_day / 60)?, part(of_day)?);
    let clock = Clock { hour, minute, second, fraction, offset: 0 };
    Some(Moment { year: day.year, month: Some(day.month), day: Some(day.day), clock })
}

/// Reads from the front; each method leaves what it did not read.
struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    /// The longest start that is of such characters, perhaps empty.
    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn digits(&mut self) -> &'a str {
        self.run(|character| character.is_ascii_digit())
    }

    /// A number of that many digits at most.
    fn number(&mut self, most: usize) -> Option<u16> {
        let digits = self.digits();
        (digits.len() <= most).then(|| digits.parse().ok())?
    }

    /// A number of exactly that many digits, of which more may follow.
    fn exactly(&mut self, count: usize) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.rest = rest;
        Some(number)
    }

    fn year(&mut self) -> Option<u16> {
        let digits = self.digits();
        (digits.len() == 4).then(|| digits.parse().ok())?
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// The marks between the parts of a written-out date, such as `January 25, 2021` and `25-Jan-2021`.
    fn gap(&mut self) -> bool {
        !self.run(|character| matches!(character, ' ' | ',' | '.' | '-')).is_empty()
    }

    fn date(&mut self) -> Option<Moment<'a>> {
        if self.rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return self.month_name_first();
        }
        let mut ahead = Scanner { rest: self.rest };
        match ahead.digits().len() {
            8 => {
                let (year, month, day) = (self.exactly(4)?, self.exactly(2)?, self.exactly(2)?);
                Some(moment(year, Some(month), Some(day)))
            }
            4 => self.year_first(),
            1 | 2 => self.day_or_month_first(),
            _ => None,
        }
    }

    /// `2021-1-5`, `2021/01/05`, `2021.01.05`, `2021-01`, `2021`.
    fn year_first(&mut self) -> Option<Moment<'a>> {
        let year = self.year()?;
        let Some(mark) = ["-", "/", "."].into_iter().find(|mark| self.eat(mark)) else {
            return Some(moment(year, None, None));
        };
        let month = self.number(2)?;
        let day = if self.eat(mark) { Some(self.number(2)?) } else { None };
        Some(moment(year, Some(month), day))
    }

    /// `25.01.2021`, `25/01/2021`, `01/25/2021`, `25 Jan 2021`.
    fn day_or_month_first(&mut self) -> Option<Moment<'a>> {
        let first = self.number(2)?;
        let Some(mark) = ["-", "/", "."].into_iter().find(|mark| self.eat(mark)) else {
            self.gap();
            return self.after_day(first);
        };
        if self.rest.starts_with(|next: char| next.is_ascii_alphabetic() || next == ' ') {
            self.gap();
            return self.after_day(first);
        }
        let second = self.number(2)?;
        let (day, month) = day_and_month(mark, first, second)?;
        self.eat(mark).then_some(())?;
        Some(moment(self.year()?, Some(month), Some(day)))
    }

    /// `Jan 2021` of `25 Jan 2021`.
    fn after_day(&mut self, day: u16) -> Option<Moment<'a>> {
        let month = self.month_name()?;
        self.gap().then_some(())?;
        Some(moment(self.year()?, Some(month), Some(day)))
    }

    /// `January 25, 2021` and `January 2021`.
    fn month_name_first(&mut self) -> Option<Moment<'a>> {
        let month = self.month_name()?;
        self.gap().then_some(())?;
        if let Some(year) = (Scanner { rest: self.rest }).year() {
            self.digits();
            return Some(moment(year, Some(month), None));
        }
        let day = self.number(2)?;
        self.gap().then_some(())?;
        Some(moment(self.year()?, Some(month), Some(day)))
    }

    /// An English month, in full or in its first three letters (September in four too).
    fn month_name(&mut self) -> Option<u16> {
        const NAMES: &str = "january february march april may june july august september \
                             october november december";
        let word = self.run(|character| character.is_ascii_alphabetic()).to_ascii_lowercase();
        let is_named = |name: &str| {
            name.strip_prefix(&word[..]).is_some_and(|rest| rest.is_empty() || word.len() == 3 || word == "sept")
        };
        NAMES.split(' ').zip(1..).find(|(name, _)| is_named(name)).map(|(_, month)| month)
    }

    /// What follows a date up to the end: `T00:00:00Z`, ` 10:20`, `T102030+0200`, ` 10:20:30.5 UTC`.
    fn clock(&mut self) -> Option<Clock<'a>> {
        let between = self.run(|character| matches!(character, ' ' | ','));
        if between.is_empty() && !["T", "t", "-T"].into_iter().any(|mark| self.eat(mark)) {
            return None;
        }
        let mut clock = Clock { hour: self.exactly(2)?, ..Clock::default() };
        let mark = if self.eat(":") { ":" } else { "" };
        clock.minute = self.exactly(2)?;
        if self.eat(mark) && self.rest.starts_with(|next: char| next.is_ascii_digit()) {
            clock.second = self.exactly(2)?;
            if self.eat(".") || self.eat(",") {
                clock.fraction = self.digits();
            }
        }
        clock.offset = self.offset()?;
        is_in_day(clock.hour, clock.minute, clock.second, clock.offset).then_some(clock)
    }

    /// The zone, which must be the end: none, `Z`, `UTC`, `GMT`, `+02:00`, `+0200`, `+02`.
    fn offset(&mut self) -> Option<i16> {
        self.run(|character| character == ' ');
        if ["", "Z", "UTC", "GMT"].iter().any(|zone| zone.eq_ignore_ascii_case(self.rest)) {
            return Some(0);
        }
        let sign = if self.eat("+") { 1 } else { self.eat("-").then_some(-1)? };
        let hours = self.exactly(2)?;
        self.eat(":");
        let minutes = if self.rest.is_empty() { 0 } else { self.exactly(2)? };
        let sound = self.rest.is_empty() && hours <= 23 && minutes <= 59;
        sound.then(|| i16::try_from(hours * 60 + minutes).ok())?.map(|offset| sign * offset)
    }
}

fn moment<'a>(year: u16, month: Option<u16>, day: Option<u16>) -> Moment<'a> {
    Moment { year, month, day, clock: Clock::default() }
}

/// Dots mean the day first wherever they are used; other marks do not say, so that the numbers have to.
fn day_and_month(mark: &str, first: u16, second: u16) -> Option<(u16, u16)> {
    match (first, second) {
        _ if mark == "." || first == second => Some((first, second)),
        (13.., ..=12) => Some((first, second)),
        (..=12, 13..) => Some((second, first)),
        _ => None,
    }
}
