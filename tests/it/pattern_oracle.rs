//! Generated patterns and texts, answered by our patterns and by `regress`, an ECMA-262 engine that
//! backtracks: the two must agree on which texts are patterns and on where they are found.

use airbyte_db::validate::pattern::{Outcome, Pattern, PatternError};
use proptest::prelude::*;

/// The engine's reading of a pattern: with the `u` flag, and without where that is an error.
fn oracle(pattern: &str) -> Option<regress::Regex> {
    let strict = regress::Regex::with_flags(pattern, "u");
    strict.or_else(|_| regress::Regex::new(pattern)).ok()
}

/// Whether the engine departs from ECMA-262, as it does without the `u` flag: `\u{61}` is 61 times the
/// letter u there, and `\b*` is no pattern.
fn is_misread(pattern: &str, ours: &Result<Pattern, PatternError>) -> bool {
    let is_boundary_repeated =
        ours.as_ref().is_err_and(|error| error.message().starts_with("there is nothing to repeat"));
    (pattern.contains(r"\u{") || is_boundary_repeated && pattern.contains('\\'))
        && regress::Regex::with_flags(pattern, "u").is_err()
}

fn agree(pattern: &str, texts: &[String]) -> Result<(), TestCaseError> {
    let ours = Pattern::new(pattern);
    if is_misread(pattern, &ours) {
        return Ok(());
    }
    match (ours, oracle(pattern)) {
        (Err(_), None) => {}
        (Ok(ours), Some(theirs)) => {
            for text in texts {
                let found = theirs.find(text).is_some();
                match ours.find_in(text) {
                    Outcome::TooComplex => {}
                    outcome => prop_assert_eq!(outcome == Outcome::Found, found, "{} in {:?}", pattern, text),
                }
            }
        }
        (ours, theirs) => {
            let theirs = theirs.is_some();
            prop_assert!(false, "{pattern}: ours {ours:?}, theirs accepts: {theirs}");
        }
    }
    Ok(())
}

/// One atom: characters, classes and escapes. The alphabet is small so that texts often match.
fn atom() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec!["a", "b", "ab", "é", "1", "-", "_", "😀", "."]),
        4 => prop::sample::select(vec![
            r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\n", r"\x61", r"\u0062", r"\.", r"\p{Lu}",
            r"\P{Nd}", r"\u{1F600}", r"\uD83D\uDE00", r"\cJ", r"\0",
        ]),
        3 => prop::sample::select(vec![
            "[ab]", "[^a]", "[a-c1]", r"[\w-]", r"[^\d\s]", r"[é😀]", "[^]", "[]", r"[\D1]", r"[^\P{L}a]",
            r"[\b\n]", r"[\u0061-\u0063]",
        ]),
        2 => prop::sample::select(vec![r"\b", r"\B", "^", "$"]),
    ]
    .prop_map(str::to_owned)
}

/// Atoms that only the grammar without the `u` flag accepts.
fn lenient_atom() -> impl Strategy<Value = String> {
    let atoms = vec![
        r"\-", r"\_", "]", "{", "}", "a{", "a{,2}", r"[\w-a]", r"[a-\d]", r"\c", r"[\c1]", r"\141", r"\8", r"\a",
        r"\x6", r"\u6", "(?=a)*", "(?!b)?", r"\1", r"\2", r"[\1a]", "[[a]",
    ];
    prop_oneof![1 => prop::sample::select(atoms).prop_map(str::to_owned), 2 => atom()]
}

fn quantifier() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{0}"])
}

fn pattern(
    atom: impl Strategy<Value = String> + 'static,
    groups: &'static [&'static str],
) -> impl Strategy<Value = String> {
    atom.prop_recursive(4, 12, 3, move |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
            3 => (prop::sample::select(groups), inner.clone(), quantifier())
                .prop_map(|(open, body, quantifier)| format!("{open}{body}){quantifier}")),
            2 => (prop::sample::select(groups), inner).prop_map(|(open, body)| format!("{open}{body})")),
        ]
    })
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[ab1é😀\n_A-]{0,8}", 4)
}

fn repeats_a_boundary(pattern: &str) -> bool {
    pattern.match_indices(r"\b").any(|(at, boundary)| pattern[at + boundary.len()..].starts_with(['*', '+', '?', '{']))
}

proptest! {
    #![proptest_config(crate::properties::config(1_000))]

    #[test]
    fn plain_patterns(pattern in pattern(atom(), &["(", "(?:"]), texts in texts()) {
        agree(&pattern, &texts)?;
    }

    #[test]
    fn look_around(pattern in pattern(atom(), &["(", "(?:", "(?=", "(?!", "(?<=", "(?<!"]), texts in texts()) {
        agree(&pattern, &texts)?;
    }

    #[test]
    fn back_references(
        pattern in pattern(
            prop_oneof![3 => atom(), 1 => Just(r"\1".to_owned()), 1 => Just(r"\2".to_owned())],
            &["(", "(?:", "(", "(?=", "(?<="],
        ),
        texts in texts(),
    ) {
        agree(&pattern, &texts)?;
    }

    #[test]
    fn lenient_grammar(pattern in pattern(lenient_atom(), &["(", "(?:", "(?=", "(?!"]), texts in texts()) {
        agree(&pattern, &texts)?;
    }

    #[test]
    fn soup(pattern in r"[ab1,:=!<>kcux^$|?*+.{}()\[\]\\-]{0,10}", texts in texts()) {
        // `regress` repeats a word boundary; the grammar, and V8, say that there is nothing to repeat.
        prop_assume!(!repeats_a_boundary(&pattern));
        agree(&pattern, &texts)?;
    }
}
