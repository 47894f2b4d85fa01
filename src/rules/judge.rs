//! A row under judgement: its columns, its neighbours, and what was found.

use super::Neighbours;
use crate::json::{Document, Kind, Value, segments};
use crate::sorting::sort;
use crate::validate::{Code, Finding, Severity, Validator};
use std::borrow::Cow;

/// What a column for a document holds.
#[derive(Clone, Copy)]
pub(super) enum Held<'row> {
    SqlNull,
    JsonNull,
    Document(Value<'row>),
}

impl<'row> Held<'row> {
    pub(super) fn document(self) -> Option<Value<'row>> {
        if let Held::Document(document) = self { Some(document) } else { None }
    }
}

pub(super) struct Judge<'row> {
    row: Value<'row>,
    neighbours: &'row dyn Neighbours,
    /// With the number of the row's node that each belongs to: document order.
    findings: Vec<(u32, Finding)>,
}

impl<'row> Judge<'row> {
    pub(super) fn new(row: Value<'row>, neighbours: &'row dyn Neighbours) -> Judge<'row> {
        Judge { row, neighbours, findings: Vec::new() }
    }

    /// The findings in document order; those of one place in the order of their rules.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        sort(&mut self.findings, |(left, _), (right, _)| left.cmp(right));
        self.findings.into_iter().map(|(_, finding)| finding).collect()
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.row.get(column).is_some()
    }

    pub(super) fn value(&self, column: &str) -> Option<Value<'row>> {
        self.row.get(column)
    }

    /// The text in a column; none for NULL and for what is no text.
    pub(super) fn text(&self, column: &str) -> Option<Cow<'row, str>> {
        self.row.get(column)?.as_str()
    }

    pub(super) fn truth(&self, column: &str) -> Option<bool> {
        self.row.get(column)?.as_bool()
    }

    /// Whether a plain column is NULL: absent or null.
    pub(super) fn is_null(&self, column: &str) -> bool {
        self.row.get(column).is_none_or(Value::is_null)
    }

    pub(super) fn held(&self, column: &str) -> Held<'row> {
        match self.row.get(column) {
            None => Held::SqlNull,
            Some(value) if value.is_null() => Held::JsonNull,
            Some(value) => Held::Document(value),
        }
    }

    /// The object in a column for a document.
    pub(super) fn object(&self, column: &str) -> Option<Value<'row>> {
        self.row.get(column).filter(|value| value.kind() == Kind::Object)
    }

    /// The row of another table that a column names, where it is at hand.
    pub(super) fn neighbour(&self, table: &str, column: &str) -> Option<Neighbour> {
        self.neighbour_by_id(table, &self.text(column)?)
    }

    pub(super) fn neighbour_by_id(&self, table: &str, id: &str) -> Option<Neighbour> {
        let row = self.neighbours.row(table, id)?;
        Document::parse(row.into_owned()).ok().map(Neighbour)
    }

    /// The compiled spec of a definition, where it is at hand.
    pub(super) fn validator(&self, definition: &str) -> Option<&'row Validator> {
        self.neighbours.validator(definition)
    }

    pub(super) fn error(&mut self, code: Code, pointer: &str, message: String, hint: &str) {
        self.tell(code, Severity::Error, pointer, message, hint);
    }

    pub(super) fn warning(&mut self, code: Code, pointer: &str, message: String, hint: &str) {
        self.tell(code, Severity::Warning, pointer, message, hint);
    }

    pub(super) fn tell(&mut self, code: Code, severity: Severity, pointer: &str, message: String, hint: &str) {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        let finding = finding(code, severity, pointer, message, hint);
        self.add(finding);
    }

    /// Adds a finding whose pointer leads from the row, and gives it its place in the text.
    pub(super) fn add(&mut self, mut finding: Finding) {
        let (node, position) = placed(self.row, &finding.pointer);
        (finding.line, finding.column) = position;
        self.findings.push((node, finding));
    }
}

/// A row that is at hand beside the one under judgement.
pub(super) struct Neighbour(Document<'static>);

impl Neighbour {
    pub(super) fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        self.0.root().get(column)?.as_str()
    }

    pub(super) fn pointer(&self, pointer: &str) -> Option<Value<'_>> {
        self.0.pointer(pointer)
    }
}

type Place = (Option<usize>, Option<usize>);

/// The nearest value that is there on the way to a place: its node, and where it stands in the text.
pub(super) fn placed(row: Value<'_>, pointer: &str) -> (u32, Place) {
    let here = row.nearest(pointer);
    let position = here.position();
    (here.index(), (Some(position.line), Some(position.column)))
}

/// A finding of a rule: it has no schema, and its label is the name of the column or member.
pub(super) fn finding(code: Code, severity: Severity, pointer: &str, message: String, hint: Option<String>) -> Finding {
    let label = segments(pointer).last().map_or_else(String::new, Cow::into_owned);
    Finding {
        code,
        pointer: pointer.to_owned(),
        schema_pointer: String::new(),
        label,
        message,
        hint,
        branch: None,
        severity,
        line: None,
        column: None,
    }
}
