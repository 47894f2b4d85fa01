//! The seven fields: what each may hold.

/// A field of a cron expression, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CronField {
    /// The first field.
    Seconds,
    /// The second.
    Minutes,
    /// The third.
    Hours,
    /// The fourth.
    DaysOfMonth,
    /// The fifth.
    Months,
    /// The sixth.
    DaysOfWeek,
    /// The seventh, which may be left out.
    Years,
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl CronField {
    /// All of them, in order.
    pub const ALL: [CronField; 7] = [
        CronField::Seconds,
        CronField::Minutes,
        CronField::Hours,
        CronField::DaysOfMonth,
        CronField::Months,
        CronField::DaysOfWeek,
        CronField::Years,
    ];

    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            CronField::Seconds => "seconds",
            CronField::Minutes => "minutes",
            CronField::Hours => "hours",
            CronField::DaysOfMonth => "days of the month",
            CronField::Months => "months",
            CronField::DaysOfWeek => "days of the week",
            CronField::Years => "years",
        }
    }

    /// The least and the greatest value.
    pub fn range(self) -> (u16, u16) {
        match self {
            CronField::Seconds | CronField::Minutes => (0, 59),
            CronField::Hours => (0, 23),
            CronField::DaysOfMonth => (1, 31),
            CronField::Months => (1, 12),
            CronField::DaysOfWeek => (1, 7),
            CronField::Years => (1970, 2199),
        }
    }

    /// The names of its values, from the least on; none for most fields.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            CronField::Months => MONTHS,
            CronField::DaysOfWeek => DAYS,
            _ => &[],
        }
    }

    /// The greatest step after a `/` that Quartz takes.
    pub(super) fn greatest_step(self) -> u16 {
        match self {
            CronField::DaysOfWeek => 7,
            CronField::Years => 229,
            field => field.range().1,
        }
    }

    /// What may stand in it, for a sentence.
    pub(super) fn allowed(self) -> String {
        let (least, greatest) = self.range();
        let values = match self {
            CronField::Months => "1 to 12 or JAN to DEC".to_owned(),
            CronField::DaysOfWeek => "1 (Sunday) to 7 (Saturday) or SUN to SAT".to_owned(),
            _ => format!("{least} to {greatest}"),
        };
        let further = match self {
            CronField::DaysOfMonth => ", “?”, “L”, “L-3”, “LW” and “15W”",
            CronField::DaysOfWeek => ", “?”, “L”, “6L” and “6#3”",
            _ => "",
        };
        format!("{values}, with “*”, “,”, “-” and “/”{further}")
    }
}
