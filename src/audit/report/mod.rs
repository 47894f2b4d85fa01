//! What was found, for eyes, for machines and as a page. Pure: values in, text out.

mod html;
mod human;

pub use html::html;
pub use human::human;

use super::Found;
use crate::report::{Sarif, Subject, grouped};
use crate::sorting::sort;
use crate::validate::{Code, Severity, Verdict};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Findings of one code in one table.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// How many there are.
    pub count: u64,
    /// How many of them are errors.
    pub errors: u64,
    /// The first ones.
    pub first: Vec<Found>,
}

/// All that an audit found, counted, with the first findings of each group: it does not grow with their number.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// What was looked at.
    pub store: String,
    /// As of when, as a text.
    pub as_of: String,
    /// How many rows were judged, by table.
    pub rows: BTreeMap<&'static str, u64>,
    /// By code and table.
    pub groups: BTreeMap<(Code, &'static str), Group>,
    /// How many findings a baseline accepted.
    pub accepted: u64,
    /// How many entries of the baseline accepted nothing.
    pub mended: u64,
    /// How many findings of a group are kept.
    most: usize,
}

impl Summary {
    /// Nothing yet; of each group at most so many findings are kept.
    pub fn new(store: impl Into<String>, as_of: impl Into<String>, most: usize) -> Summary {
        Summary { store: store.into(), as_of: as_of.into(), most, ..Summary::default() }
    }

    /// Counts a finding.
    pub fn add(&mut self, found: Found) {
        let group = self.groups.entry((found.finding.code, found.table)).or_default();
        group.count += 1;
        group.errors += u64::from(found.finding.severity == Severity::Error);
        if group.first.len() < self.most {
            group.first.push(found);
        }
    }

    /// Counts rows.
    pub fn judged(&mut self, table: &'static str, count: u64) {
        *self.rows.entry(table).or_default() += count;
    }

    /// How many rows were judged.
    pub fn row_count(&self) -> u64 {
        self.rows.values().sum()
    }

    /// How many findings there are.
    pub fn count(&self) -> u64 {
        self.groups.values().map(|group| group.count).sum()
    }

    /// How many errors there are.
    pub fn errors(&self) -> u64 {
        self.groups.values().map(|group| group.errors).sum()
    }

    /// The groups, those with errors first, then the larger ones.
    pub fn ordered(&self) -> Vec<(Code, &'static str, &Group)> {
        let mut groups: Vec<_> = self.groups.iter().map(|((code, table), group)| (*code, *table, group)).collect();
        let place = |group: &Group| (group.errors == 0, Reverse(group.count));
        sort(&mut groups, |one, other| place(one.2).cmp(&place(other.2)));
        groups
    }

    /// The counts as a JSON object on one line: the last line of the JSON form.
    pub fn to_json(&self) -> String {
        let groups: Vec<_> = self
            .ordered()
            .into_iter()
            .map(|(code, table, group)| {
                json!({"code": code, "table": table, "count": group.count, "errors": group.errors})
            })
            .collect();
        json!({"summary": {
            "as_of": self.as_of, "rows": self.row_count(), "count": self.count(), "errors": self.errors(),
            "accepted": self.accepted, "mended": self.mended, "groups": groups
        }})
        .to_string()
    }
}

/// One finding as results of a SARIF log: the store is the artifact, `/table/key/pointer` the place in it.
pub fn sarif(sarif: &mut Sarif, store: &str, found: &Found) -> String {
    let mut finding = found.finding.clone();
    let mut pointer = String::new();
    crate::json::push_segment(&mut pointer, found.table);
    crate::json::push_segment(&mut pointer, &found.key);
    finding.pointer = pointer + &finding.pointer;
    let errors = usize::from(finding.severity == Severity::Error);
    let verdict = Verdict { valid: errors == 0, count: 1, errors, findings: vec![finding] };
    sarif.results(&Subject::file(store), &Ok(verdict))
}

fn counted(number: u64, word: &str) -> String {
    format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `1 error, 2 warnings`; what there is none of is left out.
fn weighed(group: &Group) -> String {
    let warnings = group.count - group.errors;
    let parts = [(group.errors, "error"), (warnings, "warning")];
    parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(*count, word))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The connector and its versions, where configurations were judged by newer specs.
fn upgrade(found: &Found) -> Option<String> {
    let upgrade = found.upgrade.as_ref()?;
    let to = upgrade.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
    Some(format!("{} ({} {}{to})", upgrade.connector, upgrade.docker_repository, upgrade.from))
}
