//! Reads the text of a pattern into a tree: alternatives, groups and quantifiers. Escapes and
//! classes are in `escape`. Knows nothing of how the tree is matched.

use super::PatternError;
use super::class::{LINE_ENDS, Set};

/// How long a pattern may be, which bounds everything that is not linear in it.
const MAX_CHARACTERS: usize = 65_536;
/// How many groups may stand inside one another, which bounds the recursion here and in `program`.
const MAX_DEPTH: usize = 200;
/// How many groups may have a name; each is compared with the others.
const MAX_NAMES: usize = 1_000;

/// A part of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    /// Matches the empty text.
    Empty,
    /// One character of the set with that number.
    Set(u32),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat(Box<Repeat>),
    /// A group with its number, from 1.
    Capture(u32, Box<Node>),
    Assert(Assertion),
    /// A look-around; the number leads to its `LookKind`, and an inner one has a higher number.
    Look(u32, Box<Node>),
    /// The text of the group with that number once more.
    BackReference(u32),
    /// The same by the number of the reference's name in `Tree::references`.
    NamedReference(usize),
}

/// A part with a quantifier.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) body: Node,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
    pub(super) lazy: bool,
    /// The groups inside: the first, and the one after the last. Each round forgets what they held.
    pub(super) groups: (u32, u32),
}

/// What can be told of a position by the characters beside it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Assertion {
    Start,
    End,
    Boundary,
    NotBoundary,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct LookKind {
    pub(super) behind: bool,
    pub(super) negative: bool,
}

/// What a pattern says.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) sets: Vec<Set>,
    pub(super) looks: Vec<LookKind>,
    /// The named groups. One name may stand for several groups in different alternatives.
    pub(super) names: Vec<(String, u32)>,
    pub(super) references: Vec<String>,
    /// One more than the number of groups, since they count from 1.
    pub(super) next_group: u32,
    pub(super) has_boundaries: bool,
    pub(super) has_back_references: bool,
}

/// Reads a pattern: strictly first, and by the older and more lenient grammar where that fails.
pub(super) fn parse(source: &str) -> Result<Tree, PatternError> {
    let characters: Vec<char> = source.chars().collect();
    if characters.len() > MAX_CHARACTERS {
        return Err(PatternError::whole("the pattern is longer than 65536 characters"));
    }
    let (total_groups, has_names) = count_groups(&characters);
    let mut parser = Parser::new(&characters, total_groups, has_names, true);
    match parser.pattern() {
        Ok(()) => return Ok(parser.tree),
        Err(error) if parser.is_final => return Err(error),
        Err(_) => {}
    }
    let mut parser = Parser::new(&characters, total_groups, has_names, false);
    parser.pattern()?;
    Ok(parser.tree)
}

/// Whether the strict grammar alone reads the pattern.
pub(super) fn is_strict(source: &str) -> bool {
    let characters: Vec<char> = source.chars().collect();
    let (total_groups, has_names) = count_groups(&characters);
    Parser::new(&characters, total_groups, has_names, true).pattern().is_ok()
}

/// How many groups capture, and whether any has a name. What an escape such as `\2` or `\k` means
/// depends on groups that may come later.
fn count_groups(characters: &[char]) -> (u32, bool) {
    let (mut total, mut has_names, mut in_class) = (0, false, false);
    let mut rest = characters;
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first, after) {
            ('\\', [_, after @ ..]) => rest = after,
            ('[', _) => in_class = true,
            (']', _) => in_class = false,
            ('(', ['?', '<', third, ..]) if !in_class && !matches!(third, '=' | '!') => {
                total += 1;
                has_names = true;
            }
            ('(', after) if !in_class && after.first() != Some(&'?') => total += 1,
            _ => {}
        }
    }
    (total, has_names)
}

pub(super) struct Parser<'a> {
    characters: &'a [char],
    pub(super) position: usize,
    /// Whether the grammar of the `u` flag applies.
    pub(super) strict: bool,
    /// Set with an error that the lenient grammar must not hide.
    pub(super) is_final: bool,
    pub(super) total_groups: u32,
    pub(super) has_names: bool,
    depth: usize,
    /// Numbers in `names` of the groups that can take part in the same match as a group opened here.
    names_beside: Vec<usize>,
    pub(super) tree: Tree,
}

impl<'a> Parser<'a> {
    fn new(characters: &'a [char], total_groups: u32, has_names: bool, strict: bool) -> Parser<'a> {
        Parser {
            characters,
            position: 0,
            strict,
            is_final: false,
            total_groups,
            has_names,
            depth: 0,
            names_beside: Vec::new(),
            tree: Tree {
                root: Node::Empty,
                sets: Vec::new(),
                looks: Vec::new(),
                names: Vec::new(),
                references: Vec::new(),
                next_group: 1,
                has_boundaries: false,
                has_back_references: false,
            },
        }
    }

    /// The character that many places ahead.
    pub(super) fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.position + ahead).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.peek(0)?;
        self.position += 1;
        Some(character)
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek(0) == Some(wanted);
        self.position += usize::from(found);
        found
    }

    /// The number of a set, shared between equal ones. Only the first are looked through, so that a
    /// very long pattern does not take quadratic time.
    pub(super) fn set(&mut self, set: Set) -> Node {
        let known = self.tree.sets.iter().take(256).position(|other| *other == set);
        self.numbered(known, || set)
    }

    pub(super) fn literal(&mut self, code: u32) -> Node {
        let known = self.tree.sets.iter().take(256).position(|other| other.is(code));
        self.numbered(known, || Set::of(code))
    }

    fn numbered(&mut self, known: Option<usize>, set: impl FnOnce() -> Set) -> Node {
        let number = known.unwrap_or_else(|| {
            self.tree.sets.push(set());
            self.tree.sets.len() - 1
        });
        // A pattern has at most 65 536 characters, and each makes one set at most.
        Node::Set(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn pattern(&mut self) -> Result<(), PatternError> {
        self.tree.root = self.choice()?;
        if self.position < self.characters.len() {
            let after = " has no opening one";
            return Err(PatternError::new(self.position, "the closing parenthesis", after));
        }
        let unknown = |name: &&String| !self.tree.names.iter().any(|(other, _)| other == *name);
        if let Some(name) = self.tree.references.iter().find(unknown) {
            return Err(PatternError::whole(&format!("no group has the name \"{name}\"")));
        }
        Ok(())
    }

    fn choice(&mut self) -> Result<Node, PatternError> {
        let mark = self.names_beside.len();
        let mut names_elsewhere = Vec::new();
        let first = self.sequence()?;
        if self.peek(0) != Some('|') {
            return Ok(first);
        }
        let mut branches = vec![first];
        while self.eat('|') {
            names_elsewhere.extend(self.names_beside.drain(mark..));
            branches.push(self.sequence()?);
        }
        self.names_beside.append(&mut names_elsewhere);
        Ok(Node::Choice(branches))
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut parts = Vec::new();
        while let Some(character) = self.peek(0).filter(|next| !matches!(next, '|' | ')')) {
            match self.term(character)? {
                Node::Empty => {}
                part => parts.push(part),
            }
        }
        Ok(match parts.len() {
            0 => Node::Empty,
            1 => parts.pop().unwrap_or(Node::Empty),
            _ => Node::Sequence(parts),
        })
    }

    /// One atom with its quantifier, or one assertion.
    fn term(&mut self, character: char) -> Result<Node, PatternError> {
        let start = self.position;
        let first_group = self.tree.next_group;
        self.position += 1;
        let body = match character {
            '^' => return Ok(Node::Assert(Assertion::Start)),
            '$' => return Ok(Node::Assert(Assertion::End)),
            '\\' if matches!(self.peek(0), Some('b' | 'B')) => {
                self.tree.has_boundaries = true;
                let is_boundary = self.next() == Some('b');
                let assertion = if is_boundary { Assertion::Boundary } else { Assertion::NotBoundary };
                return Ok(Node::Assert(assertion));
            }
            '(' => {
                let body = self.group(start)?;
                // Only a look-ahead may be repeated, and only in the lenient grammar.
                match self.characters.get(start + 2..).unwrap_or_default() {
                    ['=' | '!', ..] if self.strict && self.characters[start + 1] == '?' => {
                        return Ok(body);
                    }
                    ['<', '=' | '!', ..] if self.characters[start + 1] == '?' => return Ok(body),
                    _ => body,
                }
            }
            '.' => self.set(Set::of_ranges(LINE_ENDS, true)),
            '[' => self.class(start)?,
            '\\' => self.atom_escape(start)?,
            '*' | '+' | '?' => return Err(nothing_to_repeat(start)),
            '{' | '}' | ']' if self.strict => return Err(self.strict_fault()),
            '{' => {
                self.position = start;
                if self.counts()?.is_some() {
                    return Err(nothing_to_repeat(start));
                }
                self.position = start + 1;
                self.literal(u32::from(character))
            }
            _ => self.literal(u32::from(character)),
        };
        self.quantified(body, first_group)
    }

    fn quantified(&mut self, body: Node, first_group: u32) -> Result<Node, PatternError> {
        let Some((least, most)) = self.counts()? else { return Ok(body) };
        let lazy = self.eat('?');
        if self.peek(0) == Some('+') {
            let after = " is possessive, which ECMA-262 does not have";
            return Err(PatternError::new(self.position, "the quantifier", after));
        }
        if matches!(body, Node::Empty) || most == Some(0) {
            return Ok(Node::Empty);
        }
        let groups = (first_group, self.tree.next_group);
        Ok(Node::Repeat(Box::new(Repeat { body, least, most, lazy, groups })))
    }

    /// The least and the most rounds of a quantifier, if one stands here.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, PatternError> {
        let start = self.position;
        let counts = match self.next() {
            Some('*') => Some((0, None)),
            Some('+') => Some((1, None)),
            Some('?') => Some((0, Some(1))),
            Some('{') => self.braces(),
            _ => None,
        };
        match counts {
            None => self.position = start,
            Some((least, Some(most))) if least > most => {
                let after = " asks for more at least than at most";
                return Err(PatternError::new(start, "the quantifier", after));
            }
            Some(_) => {}
        }
        Ok(counts)
    }

    /// The rest of `{2}`, `{2,}` or `{2,3}`.
    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        let least = self.number()?;
        let most = if self.eat(',') { self.number() } else { Some(least) };
        self.eat('}').then_some((least, most))
    }

    /// A decimal number; one that is too big becomes the biggest.
    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = self.peek(0)?.to_digit(10)?;
        self.position += 1;
        while let Some(digit) = self.peek(0).and_then(|next| next.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            self.position += 1;
        }
        Some(number)
    }

    /// A group whose opening parenthesis was read.
    fn group(&mut self, start: usize) -> Result<Node, PatternError> {
        if self.depth == MAX_DEPTH {
            return Err(PatternError::new(start, "the group", " is inside 200 others"));
        }
        self.depth += 1;
        let node = if self.eat('?') { self.special_group(start) } else { self.capture(start, None) };
        self.depth -= 1;
        node
    }

    fn special_group(&mut self, start: usize) -> Result<Node, PatternError> {
        let (third, fourth) = (self.next(), self.peek(0));
        let after = match (third, fourth) {
            (Some(':'), _) => return self.group_body(start),
            (Some('='), _) => return self.look(start, LookKind { behind: false, negative: false }),
            (Some('!'), _) => return self.look(start, LookKind { behind: false, negative: true }),
            (Some('<'), Some('=' | '!')) => {
                self.position += 1;
                return self.look(start, LookKind { behind: true, negative: fourth == Some('!') });
            }
            (Some('<'), _) => {
                let name = self.group_name(start)?;
                return self.capture(start, Some(name));
            }
            (Some('>'), _) => " is atomic, which ECMA-262 does not have",
            (Some('#'), _) => " is a comment, which ECMA-262 does not have",
            (Some('P'), _) => " is Python's `(?P`; ECMA-262 writes `(?<name>..)` and `\\k<name>`",
            (Some('-' | 'a'..='z'), _) => " sets flags, as `(?i)` does, which is not supported",
            _ => " has a `?` that is followed by none of `:`, `=`, `!` and `<`",
        };
        Err(PatternError::new(start, "the group", after))
    }

    fn capture(&mut self, start: usize, name: Option<String>) -> Result<Node, PatternError> {
        let number = self.tree.next_group;
        self.tree.next_group += 1;
        if let Some(name) = name {
            let is_taken = self.names_beside.iter().any(|beside| self.tree.names[*beside].0 == name);
            if is_taken || self.tree.names.len() == MAX_NAMES {
                let after = if is_taken { " has a name that is taken" } else { " is one name too many" };
                return Err(PatternError::new(start, "the group", after));
            }
            self.names_beside.push(self.tree.names.len());
            self.tree.names.push((name, number));
        }
        Ok(Node::Capture(number, Box::new(self.group_body(start)?)))
    }

    fn look(&mut self, start: usize, kind: LookKind) -> Result<Node, PatternError> {
        // A pattern has at most 65 536 characters, and so fewer look-arounds.
        let number = u32::try_from(self.tree.looks.len()).unwrap_or(u32::MAX);
        self.tree.looks.push(kind);
        Ok(Node::Look(number, Box::new(self.group_body(start)?)))
    }

    fn group_body(&mut self, start: usize) -> Result<Node, PatternError> {
        let body = self.choice()?;
        if self.eat(')') {
            return Ok(body);
        }
        Err(PatternError::new(start, "the group opened", " is not closed"))
    }

    /// An error that only means that the lenient grammar has to be tried, so nobody reads it.
    pub(super) fn strict_fault(&self) -> PatternError {
        PatternError { message: String::new(), position: self.position }
    }
}

fn nothing_to_repeat(position: usize) -> PatternError {
    PatternError::new(position, "there is nothing to repeat for the quantifier", "")
}
