//! What the rules find, before it is sorted and told.

use super::site::Spec;
use crate::blobs::Specification;
use crate::json::{Kind, Value};
use crate::letters::capitalised;
use crate::sorting::sort;
use crate::validate::{Code, Finding, Severity, Verdict};

/// More findings than this are kept for nobody; they are counted.
const MOST_NOTES: usize = 20_000;

/// A rule's answer.
pub(super) struct Note {
    /// The node of the whole document that it is about.
    node: u32,
    code: Code,
    severity: Severity,
    message: String,
    hint: Option<String>,
}

/// Everything found so far.
pub(super) struct Notes<'a> {
    allowed: &'a [Code],
    list: Vec<Note>,
    count: usize,
    errors: usize,
}

impl<'a> Notes<'a> {
    pub(super) fn new(allowed: &'a [Code]) -> Notes<'a> {
        Notes { allowed, list: Vec::new(), count: 0, errors: 0 }
    }

    /// Something is wrong at a value of the whole document.
    pub(super) fn error(&mut self, code: Code, at: Value<'_>, message: String, hint: Option<String>) {
        self.note(Note { node: at.index(), code, severity: Severity::Error, message, hint });
    }

    /// Something deserves a look.
    pub(super) fn warning(&mut self, code: Code, at: Value<'_>, message: String, hint: Option<String>) {
        self.note(Note { node: at.index(), code, severity: Severity::Warning, message, hint });
    }

    fn note(&mut self, note: Note) {
        if self.allowed.contains(&note.code) {
            return;
        }
        self.count += 1;
        self.errors += usize::from(note.severity == Severity::Error);
        if self.list.len() < MOST_NOTES {
            self.list.push(note);
        }
    }

    /// Whether there is a note at a value, around it, or inside it.
    pub(super) fn touches(&self, value: Value<'_>) -> bool {
        let holds = |outer: Value<'_>, inner: u32| outer.index() <= inner && inner < outer.end_index();
        self.list.iter().any(|note| {
            // What is said of a whole object says nothing of its members.
            let around = value.with_index(note.node);
            holds(value, note.node) || (around.kind() != Kind::Object && holds(around, value.index()))
        })
    }

    /// The findings in the order of the document, at most so many.
    pub(super) fn verdict(mut self, spec: &Spec<'_>, specification: &Specification, most: usize) -> Verdict {
        sort(&mut self.list, |left, right| left.node.cmp(&right.node));
        let findings = self.list.into_iter().take(most).map(|note| finding(spec, specification, note)).collect();
        Verdict { valid: self.errors == 0, count: self.count, errors: self.errors, findings }
    }
}

fn finding(spec: &Spec<'_>, specification: &Specification, note: Note) -> Finding {
    let value = spec.root.with_index(note.node);
    let position = specification.position_of(value.position());
    let pointer = value.path();
    Finding {
        code: note.code,
        schema_pointer: pointer.clone(),
        pointer,
        label: spec.site_at(note.node).map_or_else(String::new, |site| spec.label(site)),
        message: as_sentence(note.message),
        hint: note.hint,
        branch: None,
        severity: note.severity,
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
    }
}

/// What has no name of its own may stand first in a sentence; a name is left as it is.
fn as_sentence(message: String) -> String {
    let generic = ["the configuration ", "an item of ", "choice ", "a part of ", "a definition "];
    if !generic.iter().any(|words| message.starts_with(words)) {
        return message;
    }
    capitalised(&message)
}
