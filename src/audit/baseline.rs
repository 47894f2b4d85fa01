//! What is known and accepted: findings that are not told again.

use super::Found;
use crate::error::{ErrorKind, Result};
use crate::json::{Document, ObjectText, quoted};
use std::collections::BTreeMap;

/// Findings that are known, by table, key, code and pointer. As text it is JSON Lines, sorted, so that two of them can
/// be compared by eye.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How often each is still expected.
    known: BTreeMap<String, usize>,
}

fn line(found: &Found) -> String {
    let mut text = ObjectText::default();
    text.push("table", &quoted(found.table));
    text.push("key", &quoted(&found.key));
    text.push("code", &quoted(found.finding.code.as_str()));
    text.push("pointer", &quoted(&found.finding.pointer));
    text.finish()
}

impl Baseline {
    /// Reads what [`Baseline::to_text`] wrote.
    ///
    /// # Errors
    /// A line that is no finding.
    pub fn read(text: &str) -> Result<Baseline> {
        let mut baseline = Baseline::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let document = Document::parse(line).map_err(|_| no_line(number))?;
            let mut text = ObjectText::default();
            for name in ["table", "key", "code", "pointer"] {
                let value = document.root().get(name).and_then(crate::json::Value::as_str);
                text.push(name, &quoted(&value.ok_or_else(|| no_line(number))?));
            }
            *baseline.known.entry(text.finish()).or_default() += 1;
        }
        Ok(baseline)
    }

    /// Adds a finding.
    pub fn add(&mut self, found: &Found) {
        *self.known.entry(line(found)).or_default() += 1;
    }

    /// Whether a finding is known. Each entry accepts one.
    pub fn accepts(&mut self, found: &Found) -> bool {
        match self.known.get_mut(&line(found)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many entries accepted nothing: what they knew is mended.
    pub fn left(&self) -> usize {
        self.known.values().sum()
    }

    /// The entries, one a line.
    pub fn to_text(&self) -> String {
        self.known.iter().flat_map(|(line, count)| vec![format!("{line}\n"); *count]).collect()
    }
}

fn no_line(number: usize) -> crate::Error {
    let message = format!("line {} is no entry of a baseline; write one with --write-baseline", number + 1);
    ErrorKind::Unreadable { message }.into()
}
