//! Sets of characters, as `[a-z\d]` or `.` describe them. Knows nothing of the text of a pattern.

use super::property::Property;

/// A range of code points, both ends included. Code points rather than `char`, because a pattern may
/// name a lone surrogate; no text holds one, so such a range simply never matches.
pub(super) type Range = (u32, u32);

/// The last code point of Unicode.
pub(super) const LAST: u32 = 0x10_FFFF;
/// `\d`
pub(super) const DIGITS: &[Range] = &[(0x30, 0x39)];
/// `\w`
pub(super) const WORD: &[Range] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// `\s`: the WhiteSpace and LineTerminator of ECMA-262.
pub(super) const SPACE: &[Range] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
/// What `.` does not accept.
pub(super) const LINE_ENDS: &[Range] = &[(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];

/// A set of characters: ranges and properties together, or everything but them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Set {
    /// In order, with a gap between any two.
    ranges: Vec<Range>,
    /// The flag says that the property is negated, as in `\P{L}`.
    properties: Vec<(Property, bool)>,
    negated: bool,
}

impl Set {
    /// The set of one code point.
    pub(super) fn of(code: u32) -> Set {
        Set { ranges: vec![(code, code)], ..Set::default() }
    }

    /// The set of some ranges, or of everything else.
    pub(super) fn of_ranges(ranges: &[Range], negated: bool) -> Set {
        Set { ranges: ranges.to_vec(), negated, ..Set::default() }
    }

    /// Whether this is the set of that code point alone.
    pub(super) fn is(&self, code: u32) -> bool {
        self.as_range() == Some((code, code))
    }

    /// The one range that is all of this set.
    pub(super) fn as_range(&self) -> Option<Range> {
        match self.ranges[..] {
            [range] if self.properties.is_empty() && !self.negated => Some(range),
            _ => None,
        }
    }

    pub(super) fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// All of the set as ranges, in order; none where properties take part, which have no list.
    pub(super) fn whole_ranges(&self) -> Option<Vec<Range>> {
        if !self.properties.is_empty() {
            return None;
        }
        let mut whole = Set::default();
        whole.insert_all(&self.ranges, self.negated);
        Some(whole.ranges.into_iter().filter(|(first, last)| first <= last).collect())
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = Property> {
        self.properties.iter().map(|(property, _)| *property)
    }

    pub(super) fn negate(&mut self) {
        self.negated = !self.negated;
    }

    /// Adds a range. Most classes are written in order, so this mostly appends.
    pub(super) fn insert(&mut self, mut first: u32, mut last: u32) {
        // Ranges that touch the new one are replaced by the union.
        let start = self.ranges.partition_point(|range| range.1.saturating_add(1) < first);
        let mut end = start;
        while let Some(range) = self.ranges.get(end).filter(|range| range.0 <= last.saturating_add(1)) {
            first = first.min(range.0);
            last = last.max(range.1);
            end += 1;
        }
        if start == end {
            self.ranges.insert(start, (first, last));
        } else {
            self.ranges[start] = (first, last);
            self.ranges.drain(start + 1..end);
        }
    }

    /// Adds ranges that are in order, or everything but them.
    pub(super) fn insert_all(&mut self, ranges: &[Range], negated: bool) {
        let mut next = 0;
        for &(first, last) in ranges {
            if !negated {
                self.insert(first, last);
            } else if first > next {
                self.insert(next, first - 1);
            }
            next = last + 1;
        }
        if negated {
            self.insert(next, LAST);
        }
    }

    pub(super) fn insert_property(&mut self, property: Property, negated: bool) {
        if !self.properties.contains(&(property, negated)) {
            self.properties.push((property, negated));
        }
    }

    /// Whether the character belongs to the set.
    pub(super) fn contains(&self, character: char) -> bool {
        self.contains_if(u32::from(character), |property| property.holds(character))
    }

    /// The same for any character of which `holds` tells the properties.
    pub(super) fn contains_if(&self, code: u32, holds: impl Fn(Property) -> bool) -> bool {
        let at = self.ranges.partition_point(|range| range.1 < code);
        let listed = self.ranges.get(at).is_some_and(|range| range.0 <= code)
            || self.properties.iter().any(|(property, negated)| holds(*property) != *negated);
        listed != self.negated
    }
}
