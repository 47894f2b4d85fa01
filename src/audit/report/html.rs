//! A page: one file, without scripts and without anything from elsewhere, light or dark as its reader likes.

use super::{Group, Summary, counted, grouped, upgrade, weighed};
use crate::audit::Found;
use crate::validate::{Code, Severity};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn html(summary: &Summary) -> String {
    let mut page = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Nothing runs and nothing is loaded, whatever a row says.
    page.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    // Writing into a string cannot fail, here and below.
    let _ = write!(
        page,
        "<title>Audit of {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&summary.store)
    );
    head(&mut page, summary);
    let groups = summary.ordered();
    if groups.is_empty() {
        page.push_str("<p class=\"clean\">Nothing is wrong.</p>\n");
    } else {
        overview(&mut page, &groups);
        for (code, table, group) in &groups {
            section(&mut page, *code, table, group);
        }
    }
    let _ = writeln!(page, "<footer>airbyte-db {}</footer>\n</body>\n</html>", env!("CARGO_PKG_VERSION"));
    page
}

fn head(page: &mut String, summary: &Summary) {
    let warnings = summary.count() - summary.errors();
    let _ = write!(
        page,
        "<header>\n<p class=\"what\">Audit</p>\n<h1>{}</h1>\n<p class=\"when\">as of {}</p>\n</header>\n",
        escaped(&summary.store),
        escaped(&summary.as_of)
    );
    page.push_str("<ul class=\"numbers\">\n");
    let tables = counted(summary.rows.len() as u64, "table");
    let mut number = |class: &str, count: u64, word: &str| {
        let class = if count == 0 { "" } else { class };
        let _ = writeln!(page, "<li class=\"{class}\"><strong>{}</strong> {word}</li>", grouped(count));
    };
    number("error", summary.errors(), if summary.errors() == 1 { "error" } else { "errors" });
    number("warning", warnings, if warnings == 1 { "warning" } else { "warnings" });
    number("", summary.row_count(), &format!("rows in {tables}"));
    if summary.accepted > 0 || summary.mended > 0 {
        number("", summary.accepted, "accepted by the baseline");
        number("", summary.mended, "of the baseline mended");
    }
    page.push_str("</ul>\n");
}

fn overview(page: &mut String, groups: &[(Code, &'static str, &Group)]) {
    let most = groups.iter().map(|(_, _, group)| group.count).max().unwrap_or(1).max(1);
    page.push_str("<table class=\"overview\">\n<thead><tr><th>What</th><th>Where</th><th class=\"count\">How often</th><th class=\"share\"></th></tr></thead>\n<tbody>\n");
    for (code, table, group) in groups {
        let severity = severity_of(group);
        // Even one of many is to be seen.
        let share = (group.count * 100).div_ceil(most);
        let _ = writeln!(
            page,
            "<tr class=\"{severity}\"><td><a href=\"#{code}-{table}\">{code}</a></td><td>{table}</td><td class=\"count\">{}</td><td class=\"share\"><span style=\"width:{share}%\"></span></td></tr>",
            grouped(group.count)
        );
    }
    page.push_str("</tbody>\n</table>\n");
}

fn severity_of(group: &Group) -> &'static str {
    if group.errors > 0 { "error" } else { "warning" }
}

fn section(page: &mut String, code: Code, table: &str, group: &Group) {
    let severity = severity_of(group);
    let _ = write!(
        page,
        "<section id=\"{code}-{table}\">\n<h2 class=\"{severity}\">{code} <small>in {table}: {}</small></h2>\n",
        weighed(group)
    );
    page.push_str("<ul class=\"findings\">\n");
    group.first.iter().for_each(|found| finding(page, found));
    page.push_str("</ul>\n");
    let left = group.count - group.first.len() as u64;
    if left > 0 {
        let _ = writeln!(page, "<p class=\"more\">and {} more (<code>--all</code> shows them)</p>", grouped(left));
    }
    page.push_str("</section>\n");
}

fn finding(page: &mut String, found: &Found) {
    let severity = match found.finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let _ = write!(page, "<li class=\"{severity}\">\n<p class=\"message\">{}</p>\n", escaped(&found.finding.message));
    if let Some(hint) = &found.finding.hint {
        let _ = writeln!(page, "<p class=\"hint\">{}</p>", escaped(hint));
    }
    let _ = write!(page, "<p class=\"place\"><code>{}</code>", escaped(&found.key));
    if !found.finding.pointer.is_empty() {
        let _ = write!(page, " <code>{}</code>", escaped(&found.finding.pointer));
    }
    if let Some(upgrade) = upgrade(found) {
        let _ = write!(page, " <span>{}</span>", escaped(&upgrade));
    }
    page.push_str("</p>\n</li>\n");
}

/// Text that is nothing but text, in content and in attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Among them those that turn the direction of writing.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => escaped.push('\u{fffd}'),
            other if other.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
