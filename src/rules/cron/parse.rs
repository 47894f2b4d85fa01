//! Text to [`CronExpression`].

use super::{CronDays, CronError, CronExpression, CronField, CronValues};

type Result<T> = std::result::Result<T, CronError>;

fn wrong<T>(field: CronField, message: impl Into<String>) -> Result<T> {
    Err(CronError { field: Some(field), message: message.into() })
}

fn wrong_whole<T>(message: impl Into<String>) -> Result<T> {
    Err(CronError { field: None, message: message.into() })
}

/// What a field may hold, after something that is not it.
fn not_allowed<T>(field: CronField) -> Result<T> {
    wrong(field, format!("may hold {}", field.allowed()))
}

pub(super) fn expression(text: &str) -> Result<CronExpression> {
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    let (fields, years) = match &fields[..] {
        [fields @ .., years] if fields.len() == 6 => (fields, *years),
        fields => (fields, "*"),
    };
    let [seconds, minutes, hours, of_month, months, of_week] = *fields else {
        return wrong_whole(match fields.len() {
            0 => "is empty".to_owned(),
            5 => "has 5 fields, but needs 6 or 7: seconds come first".to_owned(),
            count => format!("has {count} fields, but needs 6 or 7"),
        });
    };
    Ok(CronExpression {
        seconds: values(CronField::Seconds, seconds)?,
        minutes: values(CronField::Minutes, minutes)?,
        hours: values(CronField::Hours, hours)?,
        days: days(of_month, of_week)?,
        months: values(CronField::Months, months)?,
        years: values(CronField::Years, years)?,
    })
}

/// Quartz wants one of the two fields to say nothing, and the other to say something.
fn days(of_month: &str, of_week: &str) -> Result<CronDays> {
    match (of_month, of_week) {
        ("?", "?") => wrong(CronField::DaysOfWeek, "may be “?” only if the one for days of the month is not"),
        ("?", of_week) => days_of_week(of_week),
        (of_month, "?") => days_of_month(of_month),
        // What is no field at all is the nearer problem.
        (of_month, of_week) => days_of_month(of_month).and(days_of_week(of_week)).and_then(|_| {
            wrong(CronField::DaysOfWeek, "or the one for days of the month must be “?”: only one of them can be given")
        }),
    }
}

fn days_of_month(text: &str) -> Result<CronDays> {
    let field = CronField::DaysOfMonth;
    let upper = text.to_ascii_uppercase();
    if let Some(after) = upper.strip_prefix('L') {
        let (offset, workday) = match after.strip_suffix('W') {
            Some(offset) => (offset, true),
            None => (after, false),
        };
        let before = match offset.strip_prefix('-') {
            Some(days) => number(days).filter(|days| *days <= 30),
            None => offset.is_empty().then_some(0),
        };
        return match before.and_then(|days| u8::try_from(days).ok()) {
            Some(before) => Ok(CronDays::LastOfMonth { before, workday }),
            None if text.contains(',') => wrong(field, "cannot have “L” in a list"),
            None => wrong(field, "may be “L”, “LW”, or “L-1” to “L-30” for days before the last one"),
        };
    }
    if let Some(day) = upper.strip_suffix('W') {
        return match number(day).filter(|day| (1..=31).contains(day)).and_then(|day| u8::try_from(day).ok()) {
            Some(day) => Ok(CronDays::NearestWorkday(day)),
            None => wrong(field, "may have “W” only behind a single day: “1W” to “31W”, or “LW”"),
        };
    }
    values(field, text).map(CronDays::OfMonth)
}

fn days_of_week(text: &str) -> Result<CronDays> {
    let field = CronField::DaysOfWeek;
    let upper = text.to_ascii_uppercase();
    if upper == "L" {
        let mut saturday = CronValues::none(field);
        saturday.add(field, 7, 7, 1);
        return Ok(CronDays::OfWeek(saturday));
    }
    if let Some((day, nth)) = upper.split_once('#') {
        let nth = number(nth).filter(|nth| (1..=5).contains(nth));
        return match (day_of_week(day), nth.and_then(|nth| u8::try_from(nth).ok())) {
            (Some(day), Some(nth)) => Ok(CronDays::NthOfWeek { day, nth }),
            _ => wrong(field, "may have “#” only as in “6#3”: a single day, and which one of the month, 1 to 5"),
        };
    }
    if let Some(day) = upper.strip_suffix('L') {
        return match day_of_week(day) {
            Some(day) => Ok(CronDays::LastOfWeek(day)),
            None => wrong(field, "may have “L” alone or behind a single day: “6L” or “FRIL”"),
        };
    }
    values(field, text).map(CronDays::OfWeek)
}

fn day_of_week(text: &str) -> Option<u8> {
    value(CronField::DaysOfWeek, text).and_then(|day| u8::try_from(day).ok())
}

/// A list of single values, ranges and steps. Quartz passes over empty places in it.
fn values(field: CronField, text: &str) -> Result<CronValues> {
    if text == "?" {
        return wrong(field, "cannot be “?”; only the ones for days can");
    }
    let mut values = CronValues::none(field);
    for item in text.split(',').filter(|item| !item.is_empty()) {
        add_item(&mut values, field, item)?;
    }
    if values.is_empty() { not_allowed(field) } else { Ok(values) }
}

fn add_item(values: &mut CronValues, field: CronField, item: &str) -> Result<()> {
    let (range, step) = match item.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (item, None),
    };
    let (least, greatest) = field.range();
    let (from, to) = match range.split_once('-') {
        _ if range == "*" || (range.is_empty() && step.is_some()) => (least, greatest),
        Some((from, to)) => match (value(field, from), value(field, to)) {
            (Some(from), Some(to)) => (from, to),
            _ => return not_allowed(field),
        },
        None => match value(field, range) {
            Some(from) => (from, if step.is_some() { greatest } else { from }),
            None => return not_allowed(field),
        },
    };
    if to < from && field == CronField::Years {
        return wrong(field, "has a range whose end is before its beginning");
    }
    let step = match step {
        None => 1,
        // Quartz does not look at what stands behind a name.
        Some(_) if range.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
            return wrong(field, "cannot have a step behind a name; write the number");
        }
        Some(step) => match number(step).filter(|step| (1..=field.greatest_step()).contains(step)) {
            Some(step) => step,
            None => return wrong(field, format!("may have steps of 1 to {}", field.greatest_step())),
        },
    };
    values.add(field, from, to, step);
    Ok(())
}

/// A number in the field's range, or one of its names.
fn value(field: CronField, text: &str) -> Option<u16> {
    let (least, greatest) = field.range();
    let named = || field.names().iter().position(|name| name.eq_ignore_ascii_case(text));
    match number(text) {
        Some(value) => (least..=greatest).contains(&value).then_some(value),
        None => named().and_then(|index| u16::try_from(index).ok()).map(|index| least + index),
    }
}

fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
