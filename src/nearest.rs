//! The word that a person plausibly meant when they wrote another one.
//! It knows words only: neither specs nor configurations.

use crate::letters::lowercase;
use std::collections::HashSet;

/// Longer words are compared without counting edits.
const LONGEST: usize = 64;

/// A word of that length, what may be added to it in edits, and a place before and behind.
const ROW: usize = LONGEST + 3 + 2;

/// The one word that `wanted` is a near miss of; none when two are equally near.
///
/// Nearest is the same word in another case, then the same but for hyphens, underscores and blanks,
/// then the one with the fewest edits, within a bound that grows with the length.
pub(crate) fn nearest<'a>(wanted: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Word::of(wanted);
    let mut best: Option<(Nearness, &str)> = None;
    let mut alone = true;
    for candidate in among {
        let Some(nearness) = wanted.nearness(candidate) else { continue };
        match best {
            Some((other, word)) if nearness == other => alone &= word == candidate,
            Some((other, _)) if nearness > other => {}
            _ => (best, alone) = (Some((nearness, candidate)), true),
        }
    }
    best.filter(|_| alone).map(|(_, word)| word)
}

/// Whether [`nearest`] could find one word near the other, told more exactly than by [`Outline`], and at once.
pub(crate) fn is_near(wanted: &str, candidate: &str) -> bool {
    if !wanted.is_ascii() || !candidate.is_ascii() {
        return true;
    }
    let (wanted, candidate) = (wanted.trim(), candidate.trim());
    wanted.eq_ignore_ascii_case(candidate)
        || bare_ascii(wanted).eq(bare_ascii(candidate))
        || wanted.len() <= LONGEST
            && edits_within(wanted.as_bytes(), candidate.as_bytes(), |left, right| left.eq_ignore_ascii_case(&right))
                .is_some()
}

/// Up to `count` words that may have been meant, nearest first, else in the order given.
///
/// More generous than [`nearest`]: a word that is part of the other counts too, and of words like `a/b`
/// the part after the slash may be meant alone.
pub(crate) fn nearest_few<'a>(wanted: &str, among: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let whole = Word::of(wanted);
    let tail = Word::of(after_slash(wanted));
    let mut seen = HashSet::new();
    let mut found: Vec<(Nearness, &str)> = among
        .into_iter()
        .filter(|candidate| seen.insert(*candidate))
        .filter_map(|candidate| {
            let nearness = whole
                .nearness(candidate)
                .or_else(|| tail.nearness(after_slash(candidate)))
                .or_else(|| tail.overlap(after_slash(candidate)))?;
            Some((nearness, candidate))
        })
        .collect();
    crate::sorting::sort(&mut found, |(left, _), (right, _)| left.cmp(right));
    found.into_iter().take(count).map(|(_, word)| word).collect()
}

/// What tells at a glance that two words are not near: which letters and digits they have, and how long they are.
#[derive(Clone, Copy)]
pub(crate) struct Outline {
    /// A bit for each letter and digit that occurs, whatever its case.
    letters: u64,
    length: usize,
    ascii: bool,
}

impl Outline {
    pub(crate) fn of(word: &str) -> Outline {
        let word = word.trim();
        let letters = word.bytes().fold(0, |letters, byte| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => letters | 1 << (letter - b'a'),
            digit @ b'0'..=b'9' => letters | 1 << (26 + digit - b'0'),
            _ => letters,
        });
        Outline { letters, length: word.len(), ascii: word.is_ascii() }
    }

    /// Whether [`nearest`] could find one word near the other; where this says no, it cannot.
    pub(crate) fn may_be_near(self, other: Outline) -> bool {
        // An edit takes one letter away and brings another one.
        let edits = edits_allowed(self.length.min(other.length));
        let differing = (self.letters ^ other.letters).count_ones() as usize;
        let is_near = differing <= 2 * edits && self.length.abs_diff(other.length) <= edits;
        // The same letters may be all there is but separators, and beyond ASCII a letter is not a byte.
        is_near || differing == 0 || !self.ascii || !other.ascii
    }
}

/// How near two words are; the nearest is the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Case,
    Separators,
    Edits(usize),
    /// One is part of the other; the number of characters that are not shared.
    Part(usize),
}

/// The wanted word, prepared once for many comparisons.
struct Word {
    /// In lower case, without surrounding blanks.
    lower: Vec<char>,
    /// And without hyphens, underscores and blanks.
    bare: Vec<char>,
}

impl Word {
    fn of(text: &str) -> Word {
        Word { lower: lower(text).collect(), bare: bare(text).collect() }
    }

    fn nearness(&self, candidate: &str) -> Option<Nearness> {
        if lower(candidate).eq(self.lower.iter().copied()) {
            return Some(Nearness::Case);
        }
        // A letter or two say too little to guess by.
        if self.bare.len() <= 2 {
            return None;
        }
        if bare(candidate).eq(self.bare.iter().copied()) {
            return Some(Nearness::Separators);
        }
        // Lower case may be up to three times as long; whatever is longer cannot be near.
        if self.lower.len() > LONGEST || candidate.len() > 4 * LONGEST {
            return None;
        }
        let candidate: Vec<char> = lower(candidate).collect();
        edits_within(&self.lower, &candidate, |left, right| left == right).map(Nearness::Edits)
    }

    fn overlap(&self, candidate: &str) -> Option<Nearness> {
        if self.bare.len() > LONGEST || candidate.len() > 4 * LONGEST {
            return None;
        }
        let candidate: Vec<char> = bare(candidate).collect();
        let (short, long) =
            if candidate.len() < self.bare.len() { (&candidate, &self.bare) } else { (&self.bare, &candidate) };
        let is_part = short.len() > 2 && long.windows(short.len()).any(|part| part == &short[..]);
        is_part.then(|| Nearness::Part(long.len() - short.len()))
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().flat_map(lowercase)
}

fn bare(text: &str) -> impl Iterator<Item = char> {
    lower(text).filter(|character| !is_separator(*character))
}

fn bare_ascii(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| !is_separator(char::from(*byte))).map(|byte| byte.to_ascii_lowercase())
}

fn is_separator(character: char) -> bool {
    matches!(character, '-' | '_') || character.is_whitespace()
}

fn after_slash(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

/// How many edits still make a near miss of a word of that many characters.
fn edits_allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=10 => 2,
        _ => 3,
    }
}

/// The optimal string alignment distance (insert, delete, replace, swap two neighbours), when within what is allowed.
/// No row is longer than [`ROW`] where the left word has [`LONGEST`] characters at most.
fn edits_within<T: Copy>(left: &[T], right: &[T], same: impl Fn(T, T) -> bool) -> Option<usize> {
    let bound = edits_allowed(left.len().min(right.len()));
    if bound == 0 || left.len().abs_diff(right.len()) > bound || right.len() + 1 >= ROW {
        return None;
    }
    // What both begin with costs nothing.
    let shared = left.iter().zip(right).take_while(|(left, right)| same(**left, **right)).count();
    let (left, right) = (&left[shared..], &right[shared..]);
    let width = right.len() + 1;
    let mut rows = [[0_usize; ROW]; 3];
    rows[0].iter_mut().enumerate().for_each(|(at, cell)| *cell = at);
    let [mut last, mut before_last, mut row] = rows.each_mut();
    let mut smallest_before = 0;
    for i in 1..=left.len() {
        // Farther from the diagonal than the bound there are only larger numbers.
        let (first, end) = (i.saturating_sub(bound).max(1), (i + bound + 1).min(width));
        row[first - 1] = if first == 1 { i } else { bound + 1 };
        let mut smallest = row[first - 1];
        for j in first..end {
            let replaced = last[j - 1] + usize::from(!same(left[i - 1], right[j - 1]));
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && same(left[i - 1], right[j - 2]) && same(left[i - 2], right[j - 1]);
            if swapped {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
            smallest = smallest.min(row[j]);
        }
        row[end] = bound + 1;
        // Each row grows from the two before it.
        if smallest.min(smallest_before) > bound {
            return None;
        }
        smallest_before = smallest;
        (before_last, last, row) = (last, row, before_last);
    }
    Some(last[width - 1]).filter(|&edits| edits <= bound)
}

#[cfg(test)]
mod tests {
    use super::{Outline, Word, edits_allowed, edits_within, is_near, nearest, nearest_few};

    #[track_caller]
    fn check(wanted: &str, among: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(wanted, among.iter().copied()), expected, "{wanted} among {among:?}");
    }

    #[test]
    fn outlines_never_rule_out_what_is_near() {
        let words = [
            "client_id",
            "clientid",
            "Client-ID",
            "clinet_id",
            "host",
            "hots",
            "hast",
            "port",
            "start_date",
            "é",
            "Éa",
        ];
        for left in words {
            for right in words {
                if nearest(left, [right]).is_some() {
                    assert!(Outline::of(left).may_be_near(Outline::of(right)), "{left} {right}");
                }
            }
        }
        assert!(!Outline::of("password").may_be_near(Outline::of("host")));
    }

    /// The distance as it is defined, without any saving.
    fn edits(left: &[u8], right: &[u8]) -> usize {
        let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                rows[i][j] = if i == 0 || j == 0 { i + j } else { usize::MAX };
                if i > 0 && j > 0 {
                    let replaced = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
                    rows[i][j] = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                }
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
                }
            }
        }
        rows[left.len()][right.len()]
    }

    #[test]
    fn edits_are_counted_up_to_the_bound() {
        // Words of few letters that grow and change a little: many are near each other, many are not.
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut near = 0;
        for _ in 0..20_000 {
            let letters = 2 + random(3);
            let mut letter = |_| b'a' + u8::try_from(random(letters)).unwrap_or(0);
            let left: Vec<u8> = (0..letter(0) % 4 * 5 + letter(0) % 5).map(&mut letter).collect();
            let mut right = left.clone();
            for _ in 0..random(6) {
                let at = random(1 + u32::try_from(right.len()).unwrap_or(0)) as usize;
                match random(3) {
                    0 => right.insert(at, b'a'),
                    1 if at < right.len() => _ = right.remove(at),
                    _ if at + 1 < right.len() => right.swap(at, at + 1),
                    _ => {}
                }
            }
            let bound = edits_allowed(left.len().min(right.len()));
            let expected = Some(edits(&left, &right)).filter(|&edits| bound > 0 && edits <= bound);
            assert_eq!(edits_within(&left, &right, |left, right| left == right), expected, "{left:?} {right:?}");
            near += usize::from(expected.is_some());
        }
        assert!((2_000..18_000).contains(&near), "{near}");
    }

    #[test]
    fn what_has_a_nearness_is_near() {
        let words =
            ["client_id", "Client-ID", "clinet_id", " client id", "id", "I D", "host", "hots", "é", "hast", "-"];
        for wanted in words {
            for candidate in words {
                let is_some = Word::of(wanted).nearness(candidate).is_some();
                assert!(is_near(wanted, candidate) || !is_some, "{wanted} {candidate}");
            }
        }
        assert!(!is_near("__extra__", "start_date"));
    }

    #[test]
    fn a_near_miss_is_found() {
        check("Append", &["append", "overwrite"], Some("append"));
        check(" append ", &["append", "overwrite"], Some("append"));
        check("api-key", &["api_key", "api_url"], Some("api_key"));
        check("API Key", &["api_key", "api_url"], Some("api_key"));
        check("hots", &["host", "port"], Some("host"));
        check("user_nmae", &["username", "password"], Some("username"));
        check("overwritte", &["append", "overwrite"], Some("overwrite"));
        check("Größe", &["größe"], Some("größe"));
        check("Straße", &["strasse", "straße"], Some("straße"));
    }

    #[test]
    fn a_guess_is_not_made_up() {
        check("hostname", &["port", "password"], None);
        check("key", &["api_key"], None);
        check("", &["a", "", "b"], Some(""));
        check("", &["a", "b"], None);
        check("ab", &["ac", "a_b"], None);
        check("AB", &["ac", "ab"], Some("ab"));
        check("abc", &["cab"], None);
        check("host", &[], None);
    }

    #[test]
    fn two_that_are_equally_near_are_none() {
        check("us-east-3", &["us-east-1", "us-east-2"], None);
        check("apikey", &["api-key", "api_key"], None);
        check("HOST", &["host", "Host"], None);
        // The same word twice is one word, and a nearer one decides.
        check("hosst", &["host", "host"], Some("host"));
        check("us-east-3", &["us-east-1", "us-east-2", "US-EAST-3"], Some("US-EAST-3"));
    }

    #[test]
    fn long_words_cost_little() {
        let long = "x".repeat(100_000);
        let other = format!("{long}y");
        check(&other, &[&long], None);
        check(&long.to_uppercase(), &[&long], Some(&long));
        assert!(nearest_few(&other, [long.as_str(), "x"], 3).is_empty());
    }

    #[test]
    fn a_few_are_given_nearest_first() {
        let known = [
            "airbyte/source-postgres",
            "airbyte/destination-postgres",
            "airbyte/source-faker",
            "Postgres",
            "Postgres",
            "airbyte/source-s3",
        ];
        let few = |wanted, count| nearest_few(wanted, known, count);
        assert_eq!(few("source-postgress", 3), ["airbyte/source-postgres", "Postgres"]);
        assert_eq!(few("postgres", 9), ["Postgres", "airbyte/source-postgres", "airbyte/destination-postgres"]);
        assert_eq!(few("Faker", 3), ["airbyte/source-faker"]);
        assert_eq!(few("someone/source-faker", 3), ["airbyte/source-faker"]);
        assert_eq!(few("nothing like it", 3), Vec::<&str>::new());
        assert_eq!(few("postgres", 1), ["Postgres"]);
    }
}
