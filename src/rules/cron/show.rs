//! An expression in one fixed way of writing it.

use super::{CronDays, CronExpression, CronField, CronValues};
use std::fmt;

impl fmt::Display for CronExpression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (of_month, of_week) = days(&self.days);
        let [seconds, minutes, hours] =
            [(CronField::Seconds, &self.seconds), (CronField::Minutes, &self.minutes), (CronField::Hours, &self.hours)]
                .map(|(field, values)| list(field, values));
        let months = list(CronField::Months, &self.months);
        write!(formatter, "{seconds} {minutes} {hours} {of_month} {months} {of_week}")?;
        match list(CronField::Years, &self.years).as_str() {
            "*" => Ok(()),
            years => write!(formatter, " {years}"),
        }
    }
}

/// The field for days of the month and the one for days of the week.
fn days(days: &CronDays) -> (String, String) {
    let none = || "?".to_owned();
    match days {
        CronDays::OfMonth(values) => (list(CronField::DaysOfMonth, values), none()),
        CronDays::NearestWorkday(day) => (format!("{day}W"), none()),
        CronDays::LastOfMonth { before, workday } => {
            let before = if *before == 0 { String::new() } else { format!("-{before}") };
            (format!("L{before}{}", if *workday { "W" } else { "" }), none())
        }
        CronDays::OfWeek(values) => (none(), list(CronField::DaysOfWeek, values)),
        CronDays::LastOfWeek(day) => (none(), format!("{day}L")),
        CronDays::NthOfWeek { day, nth } => (none(), format!("{day}#{nth}")),
    }
}

fn list(field: CronField, values: &CronValues) -> String {
    let runs = values.runs();
    if runs == [field.range()] {
        return "*".to_owned();
    }
    let written = runs.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") });
    written.collect::<Vec<_>>().join(",")
}
