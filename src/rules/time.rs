//! Moments in their order. The platform sets `updated_at` with or after `created_at`, and `ended_at` when an attempt
//! is over (facts, databases 1.0 and 2.2).

use super::judge::Judge;
use crate::validate::Code;
use jiff::{SignedDuration, Timestamp};

/// How long after its end a failed attempt may still be written: its failure summary comes afterwards.
const SUMMARY_DELAY: SignedDuration = SignedDuration::from_mins(1);

/// Earlier and later columns, of whichever table has both.
const ORDERED: &[(&str, &str)] = &[
    ("created_at", "updated_at"),
    // The catalogs' name for it.
    ("created_at", "modified_at"),
    ("created_at", "ended_at"),
    ("start_time", "end_time"),
];

pub(super) fn check(judge: &mut Judge<'_>) {
    for (earlier, later) in ORDERED {
        if let (Some(first), Some(second)) = (moment(judge, earlier), moment(judge, later))
            && second < first
        {
            let message = format!("{later} is before {earlier}.");
            judge.warning(Code::TimeOrder, &format!("/{later}"), message, "Correct one of the two.");
        }
    }
    check_end(judge);
}

/// An attempt is not changed after its end, but that its failure summary is written a moment later.
fn check_end(judge: &mut Judge<'_>) {
    let (Some(created), Some(updated), Some(ended)) =
        (moment(judge, "created_at"), moment(judge, "updated_at"), moment(judge, "ended_at"))
    else {
        return;
    };
    let allowed = if judge.is_null("failure_summary") { SignedDuration::ZERO } else { SUMMARY_DELAY };
    // An end before the beginning is told already.
    if created <= ended && updated.duration_since(ended) > allowed {
        let message = "ended_at is before updated_at.".to_owned();
        judge.warning(Code::TimeOrder, "/ended_at", message, "Correct one of the two.");
    }
}

/// The moment in a column: `T` or a blank, any offset, any fraction. What is none is the schema's to tell.
fn moment(judge: &Judge<'_>, column: &str) -> Option<Timestamp> {
    judge.text(column)?.parse().ok()
}
