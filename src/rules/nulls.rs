//! NULLs that the database allows, and the platform's own reader does not bear.

use super::judge::{Held, Judge};
use crate::validate::{Code, Severity};

/// Documents whose SQL NULL the reader throws at (facts, databases trap 5 and blobs 1), and whether it also throws
/// at the document `null`.
const DOCUMENTS: &[(&str, &[(&str, bool)])] = &[
    ("workspace", &[("notifications", true)]),
    ("connection", &[("schedule", false), ("resource_requirements", false)]),
    ("operation", &[("operator_normalization", false), ("operator_dbt", false)]),
    // Where a state becomes null, the platform deletes the row (facts, databases 2.5).
    ("state", &[("state", true)]),
];

/// Plain columns of the jobs database that the reader does not bear without a value (facts, databases 1.3, trap 18);
/// `config` is a document that it does not bear in either form.
const COLUMNS: &[(&str, &[&str])] = &[
    ("jobs", &["config_type", "config", "status", "created_at", "updated_at"]),
    ("attempts", &["attempt_number", "log_path", "status", "created_at", "updated_at"]),
];

fn of<'a, T>(list: &'a [(&str, &'a [T])], table: &str) -> &'a [T] {
    list.iter().find(|(name, _)| *name == table).map_or(&[], |(_, columns)| columns)
}

pub(super) fn check(table: &str, judge: &mut Judge<'_>) {
    for (column, json_null_too) in of(DOCUMENTS, table) {
        document(table, judge, column, *json_null_too);
    }
    for column in of(COLUMNS, table) {
        if judge.is_null(column) {
            null(judge, Severity::Error, column, "NULL", "Give it a value.");
        }
    }
    // It counts as live, but every list leaves it out (facts, databases 2.4 and trap 38).
    if table == "connection" && judge.is_null("status") {
        let message = "status is NULL: the platform's lists leave the connection out.".to_owned();
        judge.warning(Code::UnexpectedNull, "/status", message, "Write active, inactive or deprecated.");
    }
}

fn document(table: &str, judge: &mut Judge<'_>, column: &str, json_null_too: bool) {
    let instead = match table {
        "workspace" => "Write [] for none.",
        "state" => "Give it a document, or delete the row.",
        _ => "Write the document null for none.",
    };
    match judge.held(column) {
        Held::SqlNull if !operator_is_missing(judge, column) => {
            null(judge, Severity::Warning, column, "SQL NULL", instead);
        }
        Held::JsonNull if table == "state" => {
            let message = "state is the document null, which the platform never stores.".to_owned();
            judge.warning(Code::UnexpectedNull, "/state", message, instead);
        }
        Held::JsonNull if json_null_too => null(judge, Severity::Warning, column, "the document null", instead),
        _ => {}
    }
}

/// That the operator's own column is missing is told by the rule for operators.
fn operator_is_missing(judge: &Judge<'_>, column: &str) -> bool {
    let operator = column.strip_prefix("operator_");
    operator.is_some() && operator == judge.text("operator_type").as_deref()
}

fn null(judge: &mut Judge<'_>, severity: Severity, column: &str, what: &str, hint: &str) {
    let message = format!("{column} is {what}, which the platform cannot read.");
    judge.tell(Code::UnexpectedNull, severity, &format!("/{column}"), message, hint);
}
