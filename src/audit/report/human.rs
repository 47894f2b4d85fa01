//! For eyes, on a terminal.

use super::{Summary, counted, grouped, upgrade, weighed};
use crate::report::Styles;
use crate::validate::Severity;
use std::fmt::Write as _;

/// The counts by code and table, then the findings of each group as far as they were kept.
pub fn human(summary: &Summary, styles: Styles) -> String {
    let Styles { error, warning, good, faint, reset } = styles;
    let mut text = String::new();
    // Writing into a string cannot fail, here and below.
    let _ = writeln!(
        text,
        "{}: {} in {}, as of {}",
        printable(&summary.store),
        counted(summary.row_count(), "row"),
        counted(summary.rows.len() as u64, "table"),
        summary.as_of
    );
    if summary.groups.is_empty() {
        let _ = writeln!(text, "{good}Nothing is wrong.{reset}");
    }
    let groups = summary.ordered();
    let width = groups.iter().map(|(code, _, _)| code.as_str().len()).max().unwrap_or_default();
    let table_width = groups.iter().map(|(_, table, _)| table.len()).max().unwrap_or_default();
    for (code, table, group) in &groups {
        let style = if group.errors > 0 { error } else { warning };
        let count = grouped(group.count);
        let code = code.as_str();
        let _ = writeln!(text, "{count:>9}  {style}{code:width$}{reset}  {table:table_width$}  {}", weighed(group));
    }
    for (code, table, group) in &groups {
        let _ = writeln!(text, "\n{code} in {table}");
        for found in &group.first {
            let (style, word) = match found.finding.severity {
                Severity::Error => (error, "error"),
                Severity::Warning => (warning, "warning"),
            };
            let _ = writeln!(text, "  {style}{word}{reset}: {}", printable(&found.finding.message));
            if let Some(hint) = &found.finding.hint {
                let _ = writeln!(text, "    {}", printable(hint));
            }
            if let Some(upgrade) = upgrade(found) {
                let _ = writeln!(text, "    {}", printable(&upgrade));
            }
            let _ = writeln!(
                text,
                "    {faint}{table} {}{reset}",
                printable(&format!("{} {}", found.key, found.finding.pointer))
            );
        }
        let left = group.count - group.first.len() as u64;
        if left > 0 {
            let _ = writeln!(text, "  {faint}and {} more; --all shows them{reset}", grouped(left));
        }
    }
    if summary.accepted > 0 || summary.mended > 0 {
        let _ = writeln!(
            text,
            "\n{} accepted by the baseline, {} of it mended",
            counted(summary.accepted, "finding"),
            grouped(summary.mended)
        );
    }
    text
}

/// Without anything that a terminal would obey.
fn printable(text: &str) -> String {
    text.trim_end().chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
