//! Texts in which every place is a digit or one certain character, as in nearly all ways to write a date.
//! Compared eight characters at a time.

/// A text of a fixed length, at least eight bytes.
pub(crate) struct Template {
    length: usize,
    words: Box<[Word]>,
    /// The last eight bytes, some of which are in the word before as well.
    last: Word,
}

impl Template {
    /// A template by its places: a character of ASCII, or none for any digit. None for a text that is too short.
    pub(crate) fn new(places: &[Option<u8>]) -> Option<Template> {
        let last = Word::new(places.last_chunk()?);
        let words = places.as_chunks().0.iter().map(Word::new).collect();
        Some(Template { length: places.len(), words, last })
    }

    pub(crate) fn fits(&self, text: &[u8]) -> bool {
        text.len() == self.length
            && text.as_chunks().0.iter().zip(&self.words).all(|(bytes, word)| word.fits(*bytes))
            && text.last_chunk().is_some_and(|bytes| self.last.fits(*bytes))
    }
}

/// Eight places.
pub(crate) struct Word {
    /// The character of each place, or the zero.
    base: u64,
    /// How much less than sixteen the difference from it has to be.
    slack: u64,
}

impl Word {
    const fn new(places: &[Option<u8>; 8]) -> Word {
        let (mut base, mut slack) = ([0; 8], [0; 8]);
        let mut at = 0;
        while at < 8 {
            (base[at], slack[at]) = match places[at] {
                Some(byte) => (byte, 0x0f),
                None => (b'0', 0x06),
            };
            at += 1;
        }
        Word { base: u64::from_le_bytes(base), slack: u64::from_le_bytes(slack) }
    }

    /// The places of an example, in which a digit stands for any.
    pub(crate) const fn like(example: [u8; 8]) -> Word {
        let mut places = [None; 8];
        let mut at = 0;
        while at < 8 {
            if !example[at].is_ascii_digit() {
                places[at] = Some(example[at]);
            }
            at += 1;
        }
        Word::new(&places)
    }

    #[inline]
    pub(crate) fn fits(&self, text: [u8; 8]) -> bool {
        const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;
        // What fits differs by 0 to 9 for a digit, by 0 for a character; the slack takes all else to sixteen or more.
        // A sum may only carry into the next place where this one differs by more than fifteen, and fails itself.
        let difference = u64::from_le_bytes(text) ^ self.base;
        (difference | difference.wrapping_add(self.slack)) & HIGH == 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Template, Word};

    #[test]
    fn each_place_takes_its_own_characters_only() {
        let example = *b"9:-99T9Z";
        let word = Word::like(example);
        for at in 0..8 {
            for byte in 0..=u8::MAX {
                let mut text = example;
                text[at] = byte;
                let expected = if example[at] == b'9' { byte.is_ascii_digit() } else { byte == example[at] };
                assert_eq!(word.fits(text), expected, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn texts_of_any_length_are_compared_to_the_end() {
        assert!(Template::new(&[None; 7]).is_none());
        for length in 8..30 {
            let mut places = vec![None; length];
            places[length - 2] = Some(b'2');
            let template = Template::new(&places).expect("long enough");
            let mut text = vec![b'7'; length];
            assert!(!template.fits(&text));
            text[length - 2] = b'2';
            assert!(template.fits(&text));
            assert!(!template.fits(&text[1..]));
            for at in 0..length {
                text[at] = b'x';
                assert!(!template.fits(&text), "{at} of {length}");
                text[at] = if at == length - 2 { b'2' } else { b'0' };
            }
        }
    }
}
