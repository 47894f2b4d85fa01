//! A set of the values of one field.

use super::CronField;
use std::fmt;

/// The values that one field allows.
///
/// ```
/// let quarters = airbyte_db::rules::cron::CronExpression::parse("0 */15 * * * ?")?.minutes;
/// assert!(quarters.iter().eq([0, 15, 30, 45]));
/// assert_eq!((quarters.next_from(16), quarters.next_from(46)), (Some(30), None));
/// # Ok::<(), airbyte_db::rules::cron::CronError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CronValues {
    /// The value of the first bit.
    least: u16,
    /// A bit a value; 230 years are the most.
    bits: [u64; 4],
}

impl CronValues {
    pub(super) fn none(field: CronField) -> CronValues {
        CronValues { least: field.range().0, bits: [0; 4] }
    }

    /// Every so many values from one on, to the field's end; past it and on from its beginning where `to` is less.
    pub(super) fn add(&mut self, field: CronField, from: u16, to: u16, step: u16) {
        let (least, greatest) = field.range();
        let span = greatest - least + 1;
        let end = if to < from { to + span } else { to };
        let mut value = from;
        while value <= end {
            self.insert(if value > greatest { value - span } else { value });
            value += step.max(1);
        }
    }

    fn insert(&mut self, value: u16) {
        let bit = usize::from(value.saturating_sub(self.least));
        if let Some(word) = self.bits.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    /// Whether it has that value.
    pub fn has(&self, value: u16) -> bool {
        let Some(bit) = value.checked_sub(self.least).map(usize::from) else { return false };
        self.bits.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The least value that is not below that one.
    pub fn next_from(&self, value: u16) -> Option<u16> {
        (value.max(self.least)..self.least + 256).find(|value| self.has(*value))
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (self.least..self.least + 256).filter(|value| self.has(*value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.bits == [0; 4]
    }

    /// The values as runs from one to another, in order.
    pub(super) fn runs(&self) -> Vec<(u16, u16)> {
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for value in self.iter() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == value => *last = value,
                _ => runs.push((value, value)),
            }
        }
        runs
    }
}

impl fmt::Debug for CronValues {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.runs()).finish()
    }
}
