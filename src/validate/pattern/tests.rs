//! One line for each case: a pattern, a text, and whether the one is found in the other.

use std::time::{Duration, Instant};

use super::{Outcome, Pattern};

const YES: Outcome = Outcome::Found;
const NO: Outcome = Outcome::NotFound;

#[track_caller]
fn check(cases: &[(&str, &str, Outcome)]) {
    for (pattern, text, expected) in cases {
        let compiled = Pattern::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(compiled.find_in(text), *expected, "{pattern} in {text:?}");
    }
}

#[track_caller]
fn check_errors(cases: &[(&str, &str)]) {
    for (pattern, expected) in cases {
        let error = Pattern::new(pattern).expect_err(pattern);
        assert_eq!(error.message(), *expected, "{pattern}");
    }
}

#[test]
fn dates_and_other_shapes_of_connectors() {
    const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";
    const URL: &str = r"^(?:origin:)?(http(s)?:\/\/)[\w.-]+(?:\.[\w\.-]+)+[\w\-\._~:\/?#[\]@!\$&'\(\)\*\+,;=.]+$";
    const HOST: &str = r"^(http(s)?:\/\/)?([^./?#]+\.)?([^./?#]+\.)?([^./?#]+\.(example\.com|local\.cloud))$";
    check(&[
        (TIME, "2026-01-31T00:00:00Z", YES),
        (TIME, "2026-01-31T00:00:00", NO),
        (TIME, "2026-01-31T00:00:00Z\n", NO),
        (TIME, "x2026-01-31T00:00:00Z", NO),
        (TIME, "২026-01-31T00:00:00Z", NO),
        ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "from 2026-01-31 on", YES),
        ("^$|^[0-9]{4}$", "", YES),
        ("^$|^[0-9]{4}$", "2026", YES),
        ("^$|^[0-9]{4}$", " ", NO),
        ("^[0-9]{1,8}$", "123456789", NO),
        (r"^([1-9][0-9]{3})\-(0?[1-9]|1[012])\-(0?[1-9]|[12][0-9]|3[01])$", "2026-1-31", YES),
        (r"^(?:(\d{4}\-(0[1-9]|1[012])\-(0[1-9]|[12][0-9]|3[01]))|)$", "", YES),
        (r"^[-]?\d{1,2}(\.\d+)?$", "-12.5", YES),
        ("^([A-Za-z0-9-_]+)$", "a-b_c", YES),
        (r"^data(\/[\w\d]+)+$", "data/a/b", YES),
        (r"^data(\/[\w\d]+)+$", "data/", NO),
        ("^(?!(cohort_|RESERVED_)).*$", "cohort_1", NO),
        ("^(?!(cohort_|RESERVED_)).*$", "my_cohort_1", YES),
        ("^(?!https://)", "https://a", NO),
        ("^(?!https://)", "http://a", YES),
        (r"^\w+=(?:[\w,:*]|%20)+(&(?!key)\w+=(?:[\w,:*]|%20)+)*$", "a=1&b=2", YES),
        (r"^\w+=(?:[\w,:*]|%20)+(&(?!key)\w+=(?:[\w,:*]|%20)+)*$", "a=1&key=2", NO),
        (URL, "https://www.example.com/a?b=[c]", YES),
        (URL, "https://example", NO),
        (HOST, "https://a.b.example.com", YES),
        (HOST, "https://a.b.c.d.example.com", NO),
    ]);
}

#[test]
fn plain_patterns_are_searched_for_anywhere() {
    check(&[
        ("", "", YES),
        ("", "a", YES),
        ("b", "abc", YES),
        ("b", "ac", NO),
        ("^b", "ab", NO),
        ("a$", "ab", NO),
        ("a$", "ba", YES),
        ("a$", "a\n", NO),
        ("^a|b$", "cb", YES),
        ("$^", "", YES),
        ("$^", "a", NO),
        ("a|^$", "", YES),
        ("a$b", "ab", NO),
        ("(?:a$|b)c?$", "a", YES),
        ("a.c", "a\nc", NO),
        ("a.c", "a\u{2028}c", NO),
        ("a.c", "a\u{85}c", YES),
        ("^.$", "😀", YES),
        ("^[^]$", "\n", YES),
        ("[]", "a", NO),
        ("a|[]", "a", YES),
        ("^(?:ab|cd)+$", "abcdab", YES),
        ("^(?:ab|cd)+$", "abcda", NO),
        ("^a{2,3}$", "a", NO),
        ("^a{2,3}$", "aaa", YES),
        ("^a{2,3}$", "aaaa", NO),
        ("^a{2,}?$", "aaaa", YES),
        ("^(?:a{0}b){2}$", "bb", YES),
        ("(?:aa|a)aab", "caaab", YES),
    ]);
}

#[test]
fn loops_over_the_empty_text_end() {
    check(&[
        ("^(a*)*$", "aaa", YES),
        ("^(a*)*$", "aab", NO),
        ("^(?:)*b", "b", YES),
        ("^(a?){3}$", "", YES),
        ("^(a?){3}$", "aaaa", NO),
        ("^(?:a*?)+?b$", "aab", YES),
        ("^(?:|a)+$", "aa", YES),
        ("(?:){4294967295}a", "a", YES),
        ("^(?:()|a)+$", "aa", YES),
        (r"^(?:a?)*?\1()$", "a", YES),
        // The round that would set the group stays in place, so the group stays empty.
        (r"^(?:(?=(a)))*\1b", "ab", NO),
        (r"^(?:(?=(a)))?\1b", "b", YES),
        (r"^(?:(?=(a)))+a\1$", "aa", YES),
    ]);
}

#[test]
fn classes() {
    check(&[
        (r"^[\w.-]+$", "a-b.c", YES),
        (r"^[\w-a]+$", "-", YES),
        (r"^[a-\d]+$", "a-5", YES),
        (r"^[^\w]$", "é", YES),
        (r"^[\W]$", "é", YES),
        (r"^[^\W]$", "é", NO),
        (r"^[\D5]+$", "a5", YES),
        (r"^[\d\D]$", "\n", YES),
        (r"^[[a]$", "[", YES),
        (r"^[a-c-e]+$", "c-e", YES),
        (r"^[-a]+$", "-a", YES),
        (r"^[a-]+$", "-a", YES),
        (r"^[\b]$", "\u{8}", YES),
        (r"^[\]\\]+$", r"\]", YES),
        (r"^[^a]$", "😀", YES),
        ("^[😀-😂]$", "😁", YES),
        (r"^[\u{1F600}-\u{1F602}]$", "😁", YES),
        (r"^[\uD83D\uDE00-\uD83D\uDE02]$", "😁", YES),
        (r"\d", "৪", NO),
        (r"\w", "é", NO),
        (r"^\s+$", "\t\u{B} \u{A0}\u{FEFF}\u{2028}\u{3000}", YES),
        (r"\s", "\u{85}\u{180E}\u{200B}", NO),
        (r"^\S$", "\u{85}", YES),
    ]);
}

#[test]
fn escapes() {
    check(&[
        (r"^\t\n\v\f\r$", "\t\n\u{B}\u{C}\r", YES),
        (r"^\cJ\cj$", "\n\n", YES),
        (r"^\x41\u0042\u{43}$", "ABC", YES),
        (r"^\uD83D\uDE00$", "😀", YES),
        (r"^\u{1F600}+$", "😀😀", YES),
        (r"^\uD83D", "😀", NO),
        (r"^\0$", "\0", YES),
        (r"^\/\.\*\[\]\{\}\^\$\|\(\)\?\+\\$", r"/.*[]{}^$|()?+\", YES),
        // Only without the `u` flag.
        (r"^\-\_\@\é$", "-_@é", YES),
        (r"^\A\Z$", "AZ", YES),
        (r"^a]b{c}d{,2}e{x$", "a]b{c}d{,2}e{x", YES),
        (r"^\c$", r"\c", YES),
        (r"^\c1$", r"\c1", YES),
        (r"^[\c1]$", "\u{11}", YES),
        (r"^[\c]+$", r"\c", YES),
        (r"^\101\60\0000$", "A0\u{0}0", YES),
        (r"^\377\400$", "\u{FF}\u{20}0", YES),
        (r"^\8\18$", "8\u{1}8", YES),
        (r"^[\101\8]+$", "A8", YES),
        (r"^\x4$", "x4", YES),
        (r"^\u{3}\-$", "uuu-", YES),
        (r"^\u12\-$", "u12-", YES),
        (r"^\k<a>$", "k<a>", YES),
        (r"^\p{L}\-$", "p{L}-", YES),
        (r"^(?=a)*b", "b", YES),
    ]);
}

#[test]
fn properties() {
    const FRENCH: &str = "Les hivers de mon enfance étaient des saisons longues, longues. Nous vivions en trois \
                          lieux: l'école, l'église et la patinoire; mais la vraie vie était sur la patinoire.";
    check(&[
        (r"\p{Letter}cole", FRENCH, YES),
        (r"\wcole", FRENCH, NO),
        ("[a-z]cole", FRENCH, NO),
        (r"^\p{digit}+$", "42", YES),
        (r"^\p{digit}+$", "-%#", NO),
        (r"^\p{digit}+$", "৪২", YES),
        (r"^\p{Nd}$", "²", NO),
        (r"^\p{N}$", "²", YES),
        (r"^\p{gc=Lu}\p{General_Category=Ll}+$", "École", YES),
        (r"^[^\p{Lu}]+$", "École", NO),
        (r"^[\P{L}\d]+$", "1-2", YES),
        (r"^[\p{L}\p{Nd}_]+$", "été_৪", YES),
        (r"^[\p{L}\p{Nd}\p{Zs}\p{Cc}_]+$", "été ৪\u{7}", YES),
        (r"^\p{L}$", "Ⅷ", NO),
        (r"^\p{L}$", "Ⓐ", NO),
        (r"^\p{Alphabetic}$", "Ⓐ", YES),
        (r"^\p{Ll}$", "º", NO),
        (r"^\p{ASCII}+$", "é", NO),
        (r"^\p{Any}$", "\n", YES),
        (r"^\p{AHex}+$", "fF0g", NO),
        (r"^\p{White_Space}$", "\u{85}", YES),
        (r"^\p{Z}$", "\u{85}", NO),
        (r"^\p{Zs}$", "\u{2028}", NO),
        (r"^\p{Co}$", "\u{E000}", YES),
    ]);
    let message = "the Unicode property \"Script=Greek\" at character 2 is not known or not supported";
    check_errors(&[(r"a\p{Script=Greek}", message)]);
    for name in ["letter", "Digit", "IsLetter", "gc=", "gc=Alphabetic", ""] {
        Pattern::new(&format!("\\p{{{name}}}")).expect_err(name);
    }
}

#[test]
fn look_around_and_boundaries() {
    check(&[
        (r"\bcat\b", "a cat.", YES),
        (r"\bcat\b", "concat", NO),
        (r"\Bcat", "concat", YES),
        (r"\b", "é", NO),
        (r"^\B$", "", YES),
        ("a(?=b)", "ac ab", YES),
        ("a(?=b)c", "abc", NO),
        ("a(?!b)", "ab", NO),
        ("a(?!b)", "abac", YES),
        ("(?<=a)b", "ab", YES),
        ("(?<=a)b", "b", NO),
        ("(?<!a)b", "ab", NO),
        ("(?<!a)b", "b", YES),
        ("(?<=^a*)b", "aab", YES),
        ("(?<=^a*)b", "caab", NO),
        ("(?<=a(?=b))b", "ab", YES),
        ("(?=.*[A-Z])(?=.*[0-9])^.{4,}$", "abC4", YES),
        ("(?=.*[A-Z])(?=.*[0-9])^.{4,}$", "abc4", NO),
        ("^(?!.*(?:foo|(?<!x)bar)).+$", "a xbar", YES),
        ("^(?!.*(?:foo|(?<!x)bar)).+$", "a bar", NO),
        ("(?!$)a|^(?!)", "a", YES),
        ("^(?:(?=a)a|b)*$", "abab", YES),
        ("^(?:(?!ab)[^])*$", "aab", NO),
        ("^(?:(?=(?:ab)+$)..){3}$", "ababab", YES),
        ("(?:(?=a)){0}b", "b", YES),
        ("(?<=😀)é(?=😀)", "😀é😀", YES),
        ("(?<=é$)", "é", YES),
    ]);
}

#[test]
fn back_references() {
    check(&[
        (r"^(a+)-\1$", "aa-aa", YES),
        (r"^(a+)-\1$", "aa-a", NO),
        (r"(.)\1", "abccd", YES),
        (r"(?<twice>.)\k<twice>", "abcd", NO),
        (r"\k<a>(?<a>x)", "x", YES),
        (r"(?:(?<a>x)|(?<a>y))\k<a>$", "yy", YES),
        (r"(?:(?<a>x)|(?<a>y))\k<a>$", "xy", NO),
        (r"(?<\u0061é>x)\k<aé>", "xx", YES),
        (r"^\1(a)$", "a", YES),
        (r"^(a\1)$", "a", YES),
        (r"^(?:(a)|b)*\1$", "ab", YES),
        (r"^(?:(a)|b)*\1$", "aba", NO),
        (r"^(?:(a)|(b)){2}\1c\2$", "abcb", YES),
        (r"^(?:(a)|(b)){2}\1c\2$", "abacb", NO),
        (r"(?=(a+))a*b\1", "baaabac", YES),
        (r"^(?=(a+))\1b", "aab", YES),
        (r"^(?=(a+))a\1b", "aab", NO),
        (r"^(?!(a)b)\1c", "c", YES),
        (r"(?<=\1(a))b", "aab", YES),
        (r"(?<=(a)\1)b", "aab", YES),
        (r"(?<=^\1(a+))b", "aab", YES),
        (r"(?<=^\1(a+))b", "aaab", NO),
        (r"(?<=(\d+)(\d+))x\1$", "1053x1", YES),
        (r"(?<=(\d+)(\d+))x\1$", "1053x105", NO),
        (r"^(?<=(😀)\1|^)x\1", "x", YES),
        (r"^(a?)*\1b$", "aab", YES),
        (r"^(?:(a)|b)*?c\1$", "abc", YES),
        (r"^(a{2,3}?)\1{2}$", "aaaaaa", YES),
    ]);
}

#[test]
fn faults_are_named() {
    check_errors(&[
        ("ab(c", "the group opened at character 3 is not closed"),
        ("a)", "the closing parenthesis at character 2 has no opening one"),
        ("[a", "the class opened at character 1 is not closed"),
        ("[b-a]", "the range at character 2 ends before it starts"),
        ("*a", "there is nothing to repeat for the quantifier at character 1"),
        ("a**", "there is nothing to repeat for the quantifier at character 3"),
        ("^+", "there is nothing to repeat for the quantifier at character 2"),
        ("{1}", "there is nothing to repeat for the quantifier at character 1"),
        ("(?<=a)?", "there is nothing to repeat for the quantifier at character 7"),
        ("a{2,1}", "the quantifier at character 2 asks for more at least than at most"),
        ("a++", "the quantifier at character 3 is possessive, which ECMA-262 does not have"),
        ("a{2}+", "the quantifier at character 5 is possessive, which ECMA-262 does not have"),
        ("a\\", "nothing follows the backslash at character 2"),
        ("(?i)a", "the group at character 1 sets flags, as `(?i)` does, which is not supported"),
        ("(?-i:a)", "the group at character 1 sets flags, as `(?i)` does, which is not supported"),
        ("(?>a)", "the group at character 1 is atomic, which ECMA-262 does not have"),
        ("(?#a)", "the group at character 1 is a comment, which ECMA-262 does not have"),
        ("(?P<a>b)", "the group at character 1 is Python's `(?P`; ECMA-262 writes `(?<name>..)` and `\\k<name>`"),
        ("(?", "the group at character 1 has a `?` that is followed by none of `:`, `=`, `!` and `<`"),
        ("(?<a>b)(?<a>c)", "the group at character 8 has a name that is taken"),
        ("(?<1>b)", "the name of the group at character 1 is not valid"),
        ("(?<a>b)\\k<c>", "no group has the name \"c\""),
        ("(?<a>b)\\k", "the `\\k` at character 8 needs the name of a group"),
    ]);
    let error = Pattern::new("ab(c").expect_err("an open group");
    assert_eq!((error.position(), error.to_string()), (2, error.message().to_owned()));
}

#[test]
fn sizes_are_limited() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    check(&[(&nested(200), "a", YES), (&format!("^{}$", "(?:".repeat(200) + &")+".repeat(200)), "", YES)]);
    check_errors(&[(&nested(201), "the group at character 201 is inside 200 others")]);
    let too_large = "the pattern is too large: written out, its repetitions take more than 20000 steps";
    check_errors(&[
        ("(?:a{1000}){1000}", too_large),
        ("a{4294967295}", too_large),
        ("a{0,99999999999999999999}", too_large),
        (&"a".repeat(65_537), "the pattern is longer than 65536 characters"),
    ]);
    for open in ["(", "(?:", "(?=", "[", "(?<a", "\\", "{", "(a|", "[a-"] {
        Pattern::new(&open.repeat(60_000 / open.len())).map(drop).unwrap_or_default();
    }
    let long: String = ('\u{4E00}'..'\u{8E00}').collect();
    check(&[(&long, &long, YES), (&long, &long[3..], NO)]);
    check(&[(&format!("^[{long}]+$"), &long, YES), (&format!("^[^{long}]"), &long, NO)]);
    check(&[(&format!("({long}|b)\\1"), "abbc", YES)]);
}

#[test]
fn no_pattern_takes_long() {
    let start = Instant::now();
    let many = "a".repeat(50_000) + "!";
    check(&[
        ("(a+)+$", &many, NO),
        ("^(a+)+$", &many, NO),
        ("(?=(a+)+$)", &many, NO),
        ("(?<=^(a|a)*)b", &many, NO),
        ("^(a|aa)+$", &many, NO),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", &many, NO),
        (r"(?:\b|a*)*\b\B", &many, NO),
        // The states of the automaton would be too many, so the program is followed.
        ("a[^b]{20}$", &many, YES),
        ("a[^b]{20}!!$", &many, NO),
        (r"(a+)+\1$", &many, Outcome::TooComplex),
        (r"^(?:(a)|a)*b\1", &many[..40], Outcome::TooComplex),
    ]);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_pattern_is_shared_and_printed_by_its_source() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let pattern = Pattern::new("^a$").expect("a valid pattern");
    is_shared(&pattern);
    assert_eq!(format!("{pattern:?}"), "Pattern(\"^a$\")");
    assert_eq!(pattern.source(), "^a$");
}
