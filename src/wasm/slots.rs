//! What JavaScript holds on to by number, and what the modules share that judge.

use super::{Answer, Thrown, usage};
use crate::json::quoted;
use crate::{Mode, Options};

/// What JavaScript holds on to, by number.
pub(super) struct Slots<T>(Vec<Option<T>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Slots(Vec::new())
    }
}

impl<T> Slots<T> {
    pub(super) fn keep(&mut self, object: T) -> Answer {
        let free = self.0.iter().position(Option::is_none).unwrap_or(self.0.len());
        if free == self.0.len() {
            self.0.push(None);
        }
        self.0[free] = Some(object);
        Answer::Number(free)
    }

    pub(super) fn get(&mut self, number: usize) -> Result<&mut T, Thrown> {
        self.0.get_mut(number).and_then(Option::as_mut).ok_or_else(|| usage("it was freed"))
    }

    pub(super) fn free(&mut self, number: usize) {
        if let Some(slot) = self.0.get_mut(number) {
            *slot = None;
        }
    }
}

pub(super) fn options(mode: u32, formats: bool, most: usize) -> Options {
    let mode = match mode {
        1 => Mode::Masked,
        2 => Mode::Stored,
        _ => Mode::Raw,
    };
    Options { mode, formats, max_findings: most, ..Options::default() }
}

pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Answer {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    Answer::Text(format!("[{}]", texts.join(",")))
}
