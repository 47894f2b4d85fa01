//! Reads escapes, classes and names of groups: the half of the parser that deals with characters.

use super::PatternError;
use super::class::{DIGITS, SPACE, Set, WORD};
use super::parse::{Node, Parser};
use super::property::Property;

/// How many separate ranges one class may hold; each is inserted into the others.
const MAX_RANGES: usize = 4_096;

impl Parser<'_> {
    /// What follows a backslash outside a class.
    pub(super) fn atom_escape(&mut self, start: usize) -> Result<Node, PatternError> {
        match self.peek(0) {
            Some('1'..='9') => {
                let after_backslash = self.position;
                let number = self.number().unwrap_or(u32::MAX);
                if number <= self.total_groups {
                    self.tree.has_back_references = true;
                    return Ok(Node::BackReference(number));
                }
                // There is no such group: without the `u` flag the digits are an octal escape.
                self.position = after_backslash;
            }
            Some('k') if self.strict || self.has_names => {
                self.position += 1;
                if !self.eat('<') {
                    return Err(PatternError::new(start, "the `\\k`", " needs the name of a group"));
                }
                let name = self.group_name(start)?;
                self.tree.references.push(name);
                self.tree.has_back_references = true;
                return Ok(Node::NamedReference(self.tree.references.len() - 1));
            }
            _ => {}
        }
        let mut set = Set::default();
        Ok(match self.escape(start, &mut set, false)? {
            Some(code) => self.literal(code),
            None => self.set(set),
        })
    }

    /// A class whose opening bracket was read.
    pub(super) fn class(&mut self, start: usize) -> Result<Node, PatternError> {
        let mut set = Set::default();
        if self.eat('^') {
            set.negate();
        }
        while !self.eat(']') {
            let item = self.position;
            let first = self.class_atom(start, &mut set)?;
            let is_range = self.peek(0) == Some('-') && self.peek(1) != Some(']');
            let last = if is_range {
                self.position += 1;
                self.class_atom(start, &mut set)?
            } else {
                first
            };
            match (first, last) {
                (Some(first), Some(last)) if first > last => {
                    return Err(PatternError::new(item, "the range", " ends before it starts"));
                }
                (Some(first), Some(last)) => set.insert(first, last),
                // `\d` and its like have no end to start a range from: the hyphen is a hyphen.
                (first, last) if is_range => {
                    if self.strict {
                        return Err(self.strict_fault());
                    }
                    for code in [first, Some(u32::from('-')), last].into_iter().flatten() {
                        set.insert(code, code);
                    }
                }
                _ => {}
            }
            if set.ranges().len() > MAX_RANGES {
                return Err(PatternError::new(start, "the class", " has more than 4096 ranges"));
            }
        }
        Ok(self.set(set))
    }

    /// One character of a class, or nothing where an escape such as `\d` was added to the set.
    fn class_atom(&mut self, start: usize, set: &mut Set) -> Result<Option<u32>, PatternError> {
        let at = self.position;
        match self.next() {
            None => Err(PatternError::new(start, "the class opened", " is not closed")),
            Some('\\') => self.escape(at, set, true),
            Some(character) => Ok(Some(u32::from(character))),
        }
    }

    /// What follows a backslash: one character, or nothing where it was added to the set.
    fn escape(&mut self, start: usize, set: &mut Set, in_class: bool) -> Result<Option<u32>, PatternError> {
        let Some(character) = self.next() else {
            return Err(PatternError::new(start, "nothing follows the backslash", ""));
        };
        match character {
            'd' | 'D' => set.insert_all(DIGITS, character == 'D'),
            's' | 'S' => set.insert_all(SPACE, character == 'S'),
            'w' | 'W' => set.insert_all(WORD, character == 'W'),
            'p' | 'P' if self.strict => {
                let property = self.property(start)?;
                set.insert_property(property, character == 'P');
            }
            _ => return self.character_escape(start, character, in_class).map(Some),
        }
        Ok(None)
    }

    /// The rest of `\p{..}`.
    fn property(&mut self, start: usize) -> Result<Property, PatternError> {
        if !self.eat('{') {
            return Err(self.strict_fault());
        }
        let mut name = String::new();
        while let Some(character) = self.next() {
            if character != '}' {
                name.push(character);
                continue;
            }
            return Property::from_name(&name).ok_or_else(|| {
                self.is_final = true;
                let before = format!("the Unicode property \"{name}\"");
                PatternError::new(start, &before, " is not known or not supported")
            });
        }
        Err(self.strict_fault())
    }

    fn character_escape(&mut self, start: usize, character: char, in_class: bool) -> Result<u32, PatternError> {
        let itself = u32::from(character);
        let code = match character {
            't' => Some(0x09),
            'n' => Some(0x0A),
            'v' => Some(0x0B),
            'f' => Some(0x0C),
            'r' => Some(0x0D),
            'b' if in_class => Some(0x08),
            '-' if in_class => Some(itself),
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => Some(itself),
            '0' if !self.peek(0).is_some_and(|next| next.is_ascii_digit()) => Some(0),
            'c' => self.control(in_class),
            'x' => self.hexadecimal(2),
            'u' => self.code_point(self.strict),
            _ => None,
        };
        if let Some(code) = code {
            return Ok(code);
        }
        if self.strict {
            return Err(self.strict_fault());
        }
        match character {
            // The backslash stands for itself, and the `c` is read again.
            'c' => {
                self.position -= 1;
                Ok(u32::from('\\'))
            }
            'k' if self.has_names => Err(PatternError::new(start, "the `\\k`", " needs the name of a group")),
            '0'..='7' => Ok(self.octal(itself - 0x30)),
            _ => Ok(itself),
        }
    }

    /// The rest of `\cX`.
    fn control(&mut self, in_class: bool) -> Option<u32> {
        let is_lenient = in_class && !self.strict;
        let letter = self
            .peek(0)
            .filter(|next| next.is_ascii_alphabetic() || is_lenient && (next.is_ascii_digit() || *next == '_'))?;
        self.position += 1;
        Some(u32::from(letter) % 32)
    }

    /// The rest of an octal escape: three digits at most, and no code above 255.
    fn octal(&mut self, first: u32) -> u32 {
        let mut code = first;
        for _ in 0..if first < 4 { 2 } else { 1 } {
            let Some(digit) = self.peek(0).and_then(|next| next.to_digit(8)) else { break };
            code = code * 8 + digit;
            self.position += 1;
        }
        code
    }

    /// Exactly that many hexadecimal digits, or nothing is read.
    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let mut code = 0;
        for ahead in 0..digits {
            code = code * 16 + self.peek(ahead)?.to_digit(16)?;
        }
        self.position += digits;
        Some(code)
    }

    /// The rest of `\u0041`, of a surrogate pair in two such escapes, or with braces of `\u{41}`.
    fn code_point(&mut self, braces: bool) -> Option<u32> {
        if braces && self.eat('{') {
            let mut code = self.hexadecimal(1)?;
            while !self.eat('}') {
                code = code * 16 + self.hexadecimal(1)?;
                if code > super::class::LAST {
                    return None;
                }
            }
            return Some(code);
        }
        let code = self.hexadecimal(4)?;
        let after = self.position;
        if matches!(code, 0xD800..=0xDBFF)
            && self.eat('\\')
            && self.eat('u')
            && let Some(low @ 0xDC00..=0xDFFF) = self.hexadecimal(4)
        {
            return Some(0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00));
        }
        self.position = after;
        Some(code)
    }

    /// The name of a group up to the closing `>`.
    pub(super) fn group_name(&mut self, start: usize) -> Result<String, PatternError> {
        let mut name = String::new();
        loop {
            let character = match self.next() {
                Some('>') if !name.is_empty() => return Ok(name),
                Some('\\') if self.eat('u') => self.code_point(true).and_then(char::from_u32),
                other => other,
            };
            let is_fit = |character: &char| {
                character.is_alphabetic()
                    || matches!(character, '$' | '_')
                    || !name.is_empty() && (character.is_numeric() || matches!(character, '\u{200C}' | '\u{200D}'))
            };
            match character.filter(is_fit) {
                Some(character) => name.push(character),
                None => {
                    return Err(PatternError::new(start, "the name of the group", " is not valid"));
                }
            }
        }
    }
}
