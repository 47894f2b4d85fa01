//! What is worth knowing of a pattern before anybody searches for it: where it is anchored, and in which engines it
//! means the same. Java searches on the server, JavaScript in the form, Python in most connectors; linear-time engines
//! such as RE2 do so in other tools. Nothing here knows how a pattern is searched for.

use super::ambiguity::{self, Backtracking};
use super::class::{LINE_ENDS, Set};
use super::parse::{self, Assertion, Node, Tree};
use super::program::Program;

/// What there is to say of a pattern that can be used.
pub(crate) struct Inspection {
    pub(crate) unanchored: Option<Unanchored>,
    pub(crate) unportable: Option<Unportable>,
    pub(crate) backtracking: Option<Backtracking>,
}

/// How a pattern lets a text begin or go on with anything, although it hardly means to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanchored {
    /// At neither end.
    Both,
    /// Anything may stand before.
    Start,
    /// Anything may follow.
    End,
    /// `^a|b$`: each anchor holds for one alternative only.
    Alternatives,
}

/// Why a pattern does not work, or not the same, in every engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unportable {
    /// `[` inside a class, which Java takes for the start of another one.
    BracketInClass,
    /// `[]` and `[^]`, which only JavaScript takes for a class.
    EmptyClass,
    /// `{` that starts no count.
    Brace,
    /// `&&` inside a class, which Java takes for an intersection.
    Intersection,
    /// `\p{…}`, which needs JavaScript's flag `u`, and which Python does not have.
    Property,
    /// `(?<name>…)`, which Python writes `(?P<name>…)`.
    NamedGroup,
    /// `\u{…}`, which needs JavaScript's flag `u`.
    CodePoint,
    /// A needless escape, an error with JavaScript's flag `u`.
    Escape(char),
    /// Something else that is an error with JavaScript's flag `u`.
    Unicode,
    /// Look-around or a back-reference, which linear-time engines do not have.
    Backtracking,
}

impl Unportable {
    /// Whether the platform's own validator cannot load the spec.
    pub(crate) fn breaks_java(self) -> bool {
        matches!(self, Unportable::BracketInClass | Unportable::EmptyClass | Unportable::Brace)
    }
}

/// Looks at a pattern; none where it cannot be used at all.
pub(crate) fn inspect(source: &str) -> Option<Inspection> {
    let tree = parse::parse(source).ok()?;
    let unanchored = unanchored(&tree);
    let needs_backtracking = tree.has_back_references || !tree.looks.is_empty();
    let unportable = unportable(source).or(needs_backtracking.then_some(Unportable::Backtracking));
    let program = Program::new(tree).ok()?;
    Some(Inspection { unanchored, unportable, backtracking: ambiguity::of(&program) })
}

/// How many of the ways through a part begin, or end, with an anchor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Always,
    /// In some alternatives.
    Sometimes,
    Never,
    /// Not, but the part that stands there is a fixed character, or anything at all: a prefix or suffix is meant.
    Free,
}

fn unanchored(tree: &Tree) -> Option<Unanchored> {
    match (held(tree, &tree.root, false), held(tree, &tree.root, true)) {
        (Held::Sometimes, Held::Sometimes) => Some(Unanchored::Alternatives),
        (Held::Never | Held::Free, Held::Never | Held::Free) if !matches!(tree.root, Node::Empty) => {
            (!is_anything(tree, &tree.root)).then_some(Unanchored::Both)
        }
        (Held::Never, Held::Always) => Some(Unanchored::Start),
        (Held::Always, Held::Never) => Some(Unanchored::End),
        _ => None,
    }
}

fn held(tree: &Tree, node: &Node, at_end: bool) -> Held {
    match node {
        Node::Assert(Assertion::Start) if !at_end => Held::Always,
        Node::Assert(Assertion::End) if at_end => Held::Always,
        Node::Capture(_, body) => held(tree, body, at_end),
        Node::Sequence(parts) => {
            let part = if at_end { parts.last() } else { parts.first() };
            part.map_or(Held::Never, |part| held(tree, part, at_end))
        }
        Node::Choice(branches) => {
            let mut all = branches.iter().map(|branch| held(tree, branch, at_end));
            let first = all.next().unwrap_or(Held::Never);
            all.fold(first, |held, other| if held == other { held } else { Held::Sometimes })
        }
        Node::Repeat(_) if is_anything(tree, node) => Held::Free,
        Node::Set(number) => {
            let is_one = tree.sets.get(*number as usize).and_then(Set::as_range).is_some_and(|(a, b)| a == b);
            if is_one { Held::Free } else { Held::Never }
        }
        Node::Look(..) | Node::Assert(_) => Held::Free,
        _ => Held::Never,
    }
}

/// `.*`, `.+` and the like, alone or between others.
fn is_anything(tree: &Tree, node: &Node) -> bool {
    match node {
        Node::Repeat(repeat) => {
            let any = Set::of_ranges(LINE_ENDS, true);
            let is_any = matches!(&repeat.body, Node::Set(number) if tree.sets.get(*number as usize) == Some(&any));
            repeat.most.is_none() && is_any
        }
        Node::Sequence(parts) => {
            let mut ends = parts.first().into_iter().chain(parts.last());
            ends.all(|part| is_anything(tree, part))
        }
        _ => false,
    }
}

/// The first thing in the text that not all engines read alike, the worst first.
fn unportable(source: &str) -> Option<Unportable> {
    let characters: Vec<char> = source.chars().collect();
    let found = constructs(&characters);
    let worst = found.iter().find(|one| one.breaks_java()).or(found.first()).copied();
    if worst.is_some() || parse::is_strict(source) {
        return worst;
    }
    Some(needless_escape(&characters).map_or(Unportable::Unicode, Unportable::Escape))
}

fn constructs(characters: &[char]) -> Vec<Unportable> {
    let mut found = Vec::new();
    let (mut rest, mut in_class) = (characters, false);
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first, after) {
            ('\\', ['p' | 'P', '{', ..]) => found.push(Unportable::Property),
            ('\\', ['u', '{', ..]) => found.push(Unportable::CodePoint),
            ('[', [']', ..] | ['^', ']', ..]) if !in_class => found.push(Unportable::EmptyClass),
            ('[', _) if in_class => found.push(Unportable::BracketInClass),
            ('&', ['&', ..]) if in_class => found.push(Unportable::Intersection),
            ('{', after) if !in_class && !is_count(after) => found.push(Unportable::Brace),
            ('(', ['?', '<', third, ..]) if !in_class && !matches!(third, '=' | '!') => {
                found.push(Unportable::NamedGroup);
            }
            _ => {}
        }
        match (*first, after) {
            // The braces of `\u{..}` and `\p{..}` belong to the escape.
            ('\\', ['p' | 'P' | 'u', '{', after @ ..]) => {
                let end = after.iter().position(|next| *next == '}').map_or(after.len(), |end| end + 1);
                rest = &after[end..];
            }
            ('\\', [_, after @ ..]) => rest = after,
            ('[', _) => in_class = true,
            (']', _) => in_class = false,
            _ => {}
        }
    }
    found
}

/// Whether a count such as `2}`, `2,}` or `2,3}` follows.
fn is_count(after: &[char]) -> bool {
    let Some(end) = after.iter().position(|next| *next == '}') else { return false };
    let text: String = after[..end].iter().collect();
    let (least, most) = text.split_once(',').unwrap_or((&text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_digits(least) && is_digits(most)
}

/// The first escaped character that needs none, as `-` outside a class.
fn needless_escape(characters: &[char]) -> Option<char> {
    let (mut rest, mut in_class) = (characters, false);
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first, after) {
            ('\\', [escaped, after @ ..]) => {
                let is_syntax = "^$\\.*+?()[]{}|/".contains(*escaped) || (in_class && *escaped == '-');
                if !escaped.is_alphanumeric() && !is_syntax {
                    return Some(*escaped);
                }
                rest = after;
            }
            ('[', _) => in_class = true,
            (']', _) => in_class = false,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::ambiguity::Backtracking;
    use super::{Unanchored, Unportable, inspect};

    #[test]
    fn anchors() {
        let cases = [
            ("^a$", None),
            ("^$|^[0-9]{4}$", None),
            ("^(a|b)$", None),
            ("(^a$|^b$)", None),
            ("^https://", None),
            ("^https://.+", None),
            ("^(?!https://)", None),
            (r"\.csv$", None),
            (".*", None),
            (".*example.*", None),
            ("[0-9]{4}-[0-9]{2}", Some(Unanchored::Both)),
            ("abc", Some(Unanchored::Both)),
            ("^[0-9]{4}", Some(Unanchored::End)),
            ("^a[a-z]*", Some(Unanchored::End)),
            ("[0-9]{4}$", Some(Unanchored::Start)),
            ("^[0-9]{4}Z|[0-9]{2}$", Some(Unanchored::Alternatives)),
        ];
        for (pattern, expected) in cases {
            assert_eq!(inspect(pattern).expect(pattern).unanchored, expected, "{pattern}");
        }
    }

    #[test]
    fn engines() {
        let cases = [
            (r"^[0-9]{4}-\d{2,}\.[\w.\-]+$", None),
            (r"^a{2}[{}]\{$", None),
            (r"^\d{4}\-\d\d$", Some(Unportable::Escape('-'))),
            (r"^[\w\-\_]$", Some(Unportable::Escape('_'))),
            ("^[a[b]$", Some(Unportable::BracketInClass)),
            ("^[a&&b]$", Some(Unportable::Intersection)),
            ("^[^]$", Some(Unportable::EmptyClass)),
            ("^{a}$", Some(Unportable::Brace)),
            ("^]$", Some(Unportable::Unicode)),
            (r"^\p{L}+$", Some(Unportable::Property)),
            (r"^\u{41}+$", Some(Unportable::CodePoint)),
            ("^(?<year>[0-9])$", Some(Unportable::NamedGroup)),
            ("^(?!a).*$", Some(Unportable::Backtracking)),
            (r"^(a)\1$", Some(Unportable::Backtracking)),
        ];
        for (pattern, expected) in cases {
            assert_eq!(inspect(pattern).expect(pattern).unportable, expected, "{pattern}");
        }
        assert!(inspect("(").is_none());
    }

    #[test]
    fn blow_ups() {
        use Backtracking::{Exponential, Polynomial};
        let cases = [
            ("^(a+)+$", Some(Exponential)),
            ("^(a|a)*$", Some(Exponential)),
            ("^(a|ab|b)*c$", Some(Exponential)),
            ("(a+)+b", Some(Exponential)),
            ("^(a*)*$", Some(Exponential)),
            (r"^([\w.]+)+@x$", Some(Exponential)),
            (r"^\d+\d+$", Some(Polynomial)),
            (r"^\s*.*\s*$", Some(Polynomial)),
            (r"^.*,.*,.*$", Some(Polynomial)),
            ("^(a+)+", None),
            ("^(a,)*a$", None),
            ("^a*$", None),
            (r"^([0-9]+\.)*[0-9]+$", None),
            ("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z)?$", None),
            (r"^(\w+=\w+)(&\w+=\w+)*$", None),
            (r"^(http(s)?:\/\/)?([^.]+\.)?([^.]+\.)?com$", None),
        ];
        for (pattern, expected) in cases {
            assert_eq!(inspect(pattern).expect(pattern).backtracking, expected, "{pattern}");
        }
    }

    #[test]
    fn hostile_patterns_end() {
        let nested = format!("{}a{}", "(".repeat(150), ")+".repeat(150));
        let many = format!("^{}$", "(a|b|c)*".repeat(2000));
        let long = format!("^{}$", r"[a-z]*\w*".repeat(60));
        for pattern in [nested, many, long, "(a{1,90}){1,90}".to_owned(), format!("[{}]*x", "ab-ce-g".repeat(500))] {
            let _ = inspect(&pattern);
        }
    }
}
