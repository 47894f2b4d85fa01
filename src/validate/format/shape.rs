//! Reads a simple regular expression as the list of shapes it stands for, with `9` for every digit.
//! Knows nothing of dates, and gives up on every expression that is not a plain list of shapes.
//!
//! Spec authors spell one date shape in many ways (`\d{4}`, `[0-9]{4}`, `20\d\d`, `\-`, `(?:…)`, `^$|…`); their shapes
//! are the same: `[0-9]{4}-(0[1-9]|1[012])( \d\d:\d\d)?` is `9999-99` and `9999-99 99:99`.

/// No date pattern of a real spec has more shapes than about thirty; a product of options can have millions.
const MAX_SHAPES: usize = 128;
/// The longest form, with microseconds, has 27 characters.
const MAX_LENGTH: usize = 40;
/// Groups within groups; real patterns have three levels.
const MAX_DEPTH: u8 = 16;
/// How often `+` and `*` repeat at most: as many digits as a fraction of a second has in microseconds.
const MAX_REPEATS: usize = 6;
/// Patterns of real specs that stand for dates have about a hundred characters at most.
const MAX_PATTERN: usize = 512;

type Shapes = Vec<Vec<u8>>;

/// The shapes of the expression, anchors left out; `None` if it is too rich for that.
pub(super) fn shapes(pattern: &str) -> Option<Shapes> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let mut reader = Reader { rest: pattern.as_bytes(), depth: 0 };
    let shapes = reader.alternatives()?;
    reader.rest.is_empty().then_some(shapes)
}

struct Reader<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, text: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Sequences between `|`, up to the end or the closing bracket.
    fn alternatives(&mut self) -> Option<Shapes> {
        let mut all = self.sequence()?;
        while self.eat(b"|") {
            all.extend(self.sequence()?);
        }
        tidy(all)
    }

    fn sequence(&mut self) -> Option<Shapes> {
        let mut all = vec![Vec::new()];
        while !matches!(self.rest.first(), None | Some(b'|' | b')')) {
            let atom = self.atom()?;
            let (least, most) = self.repeats()?;
            all = join(&all, &power(&atom, least, most)?)?;
        }
        Some(all)
    }

    fn atom(&mut self) -> Option<Shapes> {
        match self.next()? {
            b'^' | b'$' => Some(vec![Vec::new()]),
            b'(' => self.group(),
            b'[' => self.class(),
            b'\\' => Some(vec![vec![self.escaped()?]]),
            b'*' | b'+' | b'?' | b'{' | b'}' | b']' => None,
            // An unescaped dot is meant as a dot in every date pattern of a real spec (`:[0-9]{2}.[0-9]{3}Z`).
            literal => Some(vec![vec![digit_as_nine(literal)]]),
        }
    }

    fn group(&mut self) -> Option<Shapes> {
        self.depth += 1;
        if self.depth > MAX_DEPTH || (!self.eat(b"?:") && self.rest.starts_with(b"?")) {
            return None;
        }
        let inner = self.alternatives()?;
        self.depth -= 1;
        self.eat(b")").then_some(inner)
    }

    /// `[0-9]`, `[12]`, `[T ]`, `[\d]`, `[+-]`: one shape for each character, all digits being one.
    fn class(&mut self) -> Option<Shapes> {
        let mut all = Vec::new();
        loop {
            let member = match self.next()? {
                b']' if !all.is_empty() => return tidy(all),
                b'\\' => self.escaped()?,
                b'^' | b'[' | b']' => return None,
                literal => digit_as_nine(literal),
            };
            // A range is known only between digits.
            if let [b'-', last, ..] = *self.rest
                && last != b']'
            {
                if member != b'9' || !last.is_ascii_digit() {
                    return None;
                }
                self.rest = &self.rest[2..];
            }
            all.push(vec![member]);
        }
    }

    /// `\d` or an escaped punctuation mark; `\w`, `\s`, `\b` and their like have no shape.
    fn escaped(&mut self) -> Option<u8> {
        match self.next()? {
            b'd' => Some(b'9'),
            mark if mark.is_ascii_punctuation() => Some(mark),
            _ => None,
        }
    }

    /// How often the atom before stands there at least and at most.
    fn repeats(&mut self) -> Option<(usize, usize)> {
        Some(match self.rest.first() {
            Some(b'?') if self.eat(b"?") => (0, 1),
            Some(b'+') if self.eat(b"+") => (1, MAX_REPEATS),
            Some(b'*') if self.eat(b"*") => (0, MAX_REPEATS),
            Some(b'{') if self.eat(b"{") => {
                let least = self.count()?;
                let most = if !self.eat(b",") {
                    least
                } else if self.rest.starts_with(b"}") {
                    least.max(MAX_REPEATS)
                } else {
                    self.count()?
                };
                return (self.eat(b"}") && least <= most).then_some((least, most));
            }
            _ => (1, 1),
        })
    }

    /// A number of one or two digits.
    fn count(&mut self) -> Option<usize> {
        let mut value = None;
        while let Some(digit) = self.rest.first().filter(|byte| byte.is_ascii_digit()) {
            value = Some(value.unwrap_or(0) * 10 + usize::from(digit - b'0'));
            if value > Some(MAX_LENGTH) {
                return None;
            }
            self.next();
        }
        value
    }
}

/// The character of a shape that stands for this one.
pub(super) fn digit_as_nine(literal: u8) -> u8 {
    if literal.is_ascii_digit() { b'9' } else { literal }
}

/// Every shape of `left` followed by every shape of `right`.
fn join(left: &Shapes, right: &Shapes) -> Option<Shapes> {
    if left.len() * right.len() > MAX_SHAPES * MAX_REPEATS {
        return None;
    }
    let pairs = left.iter().flat_map(|start| right.iter().map(move |end| [&start[..], end].concat()));
    tidy(pairs.collect())
}

/// The shapes repeated from `least` to `most` times.
fn power(shapes: &Shapes, least: usize, most: usize) -> Option<Shapes> {
    let mut once_more = vec![Vec::new()];
    let mut all = Vec::new();
    for times in 0..=most {
        if times >= least {
            all.extend_from_slice(&once_more);
        }
        if times < most {
            once_more = join(&once_more, shapes)?;
        }
    }
    tidy(all)
}

/// Sorted, each once; `None` if there are too many or one is too long.
fn tidy(mut shapes: Shapes) -> Option<Shapes> {
    crate::sorting::sort(&mut shapes, Ord::cmp);
    shapes.dedup();
    let modest = shapes.len() <= MAX_SHAPES && shapes.iter().all(|shape| shape.len() <= MAX_LENGTH);
    modest.then_some(shapes)
}
