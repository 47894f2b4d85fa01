//! The word that a person plausibly meant when they wrote another one.
//! It knows words only: neither specs nor configurations.

use std::collections::HashSet;

/// Longer words are compared without counting edits.
const LONGEST: usize = 64;

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
    found.sort_by_key(|(nearness, _)| *nearness);
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
        let bound = edits_allowed(self.lower.len().min(candidate.len()));
        let edits = edits_within(&self.lower, &candidate, bound)?;
        Some(Nearness::Edits(edits))
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
    text.trim().chars().flat_map(char::to_lowercase)
}

fn bare(text: &str) -> impl Iterator<Item = char> {
    lower(text).filter(|character| !matches!(character, '-' | '_') && !character.is_whitespace())
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

/// The optimal string alignment distance (insert, delete, replace, swap two neighbours), when within the bound.
fn edits_within(left: &[char], right: &[char], bound: usize) -> Option<usize> {
    if bound == 0 || left.len().abs_diff(right.len()) > bound {
        return None;
    }
    let width = right.len() + 1;
    let mut before_last = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for i in 1..=left.len() {
        row[0] = i;
        for j in 1..width {
            let replaced = last[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[width - 1]).filter(|&edits| edits <= bound)
}

#[cfg(test)]
mod tests {
    use super::{Outline, nearest, nearest_few};

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
