//! Cron expressions as Quartz, the platform's scheduler of syncs, reads them (facts, databases 2.4).
//!
//! Six or seven fields, seconds first. What is kept of an expression is which seconds, minutes, … it allows, ready
//! for a search of the next time ([`CronExpression::next_after`]), for which the caller gives the time zone.

mod field;
mod next;
mod parse;
mod show;
mod values;
mod zone;

pub use field::CronField;
pub use values::CronValues;
pub use zone::Zone;

use std::fmt;

/// A cron expression that was read.
///
/// ```
/// use airbyte_db::rules::cron::{CronDays, CronExpression};
///
/// let nightly = CronExpression::parse("0 30 4 ? * MON-FRI")?;
/// assert!(nightly.hours.has(4) && !nightly.hours.has(5));
/// assert!(matches!(&nightly.days, CronDays::OfWeek(days) if days.iter().eq(2..=6)));
///
/// let unix = CronExpression::parse("30 4 * * 1-5").unwrap_err();
/// assert_eq!(unix.to_string(), "it has 5 fields, but needs 6 or 7: seconds come first");
/// # Ok::<(), airbyte_db::rules::cron::CronError>(())
/// ```
///
/// Its `Display` writes it in one fixed way, with every value listed; reading that again gives the same expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CronExpression {
    /// 0 to 59.
    pub seconds: CronValues,
    /// 0 to 59.
    pub minutes: CronValues,
    /// 0 to 23.
    pub hours: CronValues,
    /// Which days, by the month or by the week, never by both.
    pub days: CronDays,
    /// 1 to 12.
    pub months: CronValues,
    /// 1970 to 2199.
    pub years: CronValues,
}

/// Which days a [`CronExpression`] allows. Days of the week are counted from 1, which is Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CronDays {
    /// Days of the month, 1 to 31.
    OfMonth(CronValues),
    /// The working day that is nearest to a day of the month, in the same month: `15W`.
    NearestWorkday(u8),
    /// So many days before the last day of the month, or the working day nearest to that: `L`, `L-3`, `LW`.
    LastOfMonth {
        /// How many days before the last.
        before: u8,
        /// Whether the nearest working day is meant.
        workday: bool,
    },
    /// Days of the week.
    OfWeek(CronValues),
    /// The last such day of the week in the month: `6L`.
    LastOfWeek(u8),
    /// The first to fifth such day of the week in the month: `6#3`. A month without it is left out.
    NthOfWeek {
        /// The day of the week.
        day: u8,
        /// Which one of the month.
        nth: u8,
    },
}

impl CronExpression {
    /// Reads an expression. Upper and lower case are one; the fields stand apart by blanks.
    ///
    /// It is stricter than Quartz where that reads on without a word past what it does not understand: after names
    /// (`MON/2`, `MON-FRI/2`, `MONDAY`), after the seventh field, and in lists with `W` or `#`.
    ///
    /// # Errors
    /// A text that is no such expression; the error names the field and what it may say.
    pub fn parse(text: &str) -> Result<CronExpression, CronError> {
        parse::expression(text)
    }
}

/// Why a text is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronError {
    /// The field that is wrong, where it is one.
    pub field: Option<CronField>,
    /// What is wrong with it: the rest of a sentence that begins with the field, or with “it”.
    message: String,
}

impl fmt::Display for CronError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(formatter, "the field for {} {}", field.name(), self.message),
            None => write!(formatter, "it {}", self.message),
        }
    }
}

impl std::error::Error for CronError {}
