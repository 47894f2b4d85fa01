//! Hashes: those of the platform's own libraries (golden ones from the facts, vectors of the corpus, orders that a
//! JDK gave), and what must hold of every document.

#[cfg(feature = "cli")]
mod command;
mod oracle;
mod properties;

use crate::support::{corpus, json_lines, text};
use airbyte_db::hash::jackson::{self, KeyOrder};
use airbyte_db::hash::{self, Algorithm, HashForm, HashValue, Origin, Reading, murmur3};
use airbyte_db::json::{Document, Value as Node};
use serde_json::Value;

fn rewritten(text: &str, keys: KeyOrder) -> String {
    jackson::rewrite(text, keys).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The same through the tree, whatever the order.
fn through_tree(text: &str, keys: KeyOrder) -> String {
    let mut written = String::new();
    jackson::write(Document::parse(text).unwrap().root(), keys, &mut written).unwrap();
    written
}

fn hash_of(text: &str, reading: Reading, form: HashForm) -> String {
    hash::of_text(text, reading, form).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
}

/// Text, murmur3 as stored in 2023, MD5 where the facts have it (`facts/databases.md`, 2.1).
const OF_BYTES: &[(&[u8], &str, &str)] = &[
    (b"", "00000000", "d41d8cd98f00b204e9800998ecf8427e"),
    (b"a", "b269253c", "0cc175b9c0f1b6a831c399e269772661"),
    (b"ab", "5fd7bf9b", "187ef4436122d1cc2f40dc2b92f0eba0"),
    (b"abc", "fa93ddb3", "900150983cd24fb0d6963f7d28e17f72"),
    (b"abcd", "6a67ed43", "e2fc714c4727ee9395f324cd2e7f331f"),
    (b"abcde", "f69a9be8", "ab56b4d92b40713acc5af89985d4b786"),
    (b"abcdef", "85c08161", ""),
    (b"abcdefg", "069b3c88", ""),
    (b"abcdefgh", "c4ccdd49", ""),
    (b"abcdefghi", "f0061442", ""),
    (b"abcdefghijklmno", "d2f7099d", ""),
    (b"abcdefghijklmnop", "ed9162e7", ""),
    (b"abcdefghijklmnopq", "4a5e65b6", ""),
    (b"abcdefghijklmnopqrstuvwxyz0123456789", "162c4c5b", ""),
    (b"hello", "47fa8b24", "5d41402abc4b2a76b9719d911017c592"),
    (b"Hello, world!", "433e36c0", "6cd3556deb0da54bca060b4c39479839"),
    (b"The quick brown fox jumps over the lazy dog", "23f74f2e", "9e107d9d372bb6826bd81d3542a419d6"),
    ("é".as_bytes(), "87071110", "66ddcd97cfdeabb2f6fb8a999b4bc76f"),
    ("😀".as_bytes(), "fa2eb4be", "2a02eac39d716a70ecf37579185927b6"),
    (&[0xff; 4], "503b2976", ""),
    (&[0; 4], "def96223", ""),
    (&[0x80], "1d9eeb0f", ""),
];

#[test]
fn bytes_have_the_golden_hashes() {
    for (bytes, murmur3, md5) in OF_BYTES {
        assert_eq!(hash::of_bytes(bytes, HashForm::Murmur3).to_string(), *murmur3, "{bytes:?}");
        if !md5.is_empty() {
            assert_eq!(hash::of_bytes(bytes, HashForm::Md5).to_string(), *md5, "{bytes:?}");
        }
    }
}

const SECRET: &str = r#"{"host":"localhost","port":5432,"password":{"_secret":"airbyte_workspace_11111111-2222-3333-4444-555555555555_secret_00000000-0000-0000-0000-000000000001_v1"}}"#;
const USERS: &str = r#"{"streams":[{"name":"users","json_schema":{"type":"object","properties":{"id":{"type":"integer"}}},"supported_sync_modes":["full_refresh","incremental"],"default_cursor_field":[],"source_defined_primary_key":[["id"]],"namespace":"public"}]}"#;
const FULL_REFRESH: &str = r#"{"streams":[{"name":"users","json_schema":{"type":"object","properties":{"id":{"type":"integer"}}},"supported_sync_modes":["full_refresh"],"default_cursor_field":[],"source_defined_primary_key":[]}]}"#;
const PROPERTIES_FIRST: &str = r#"{"streams":[{"name":"users","json_schema":{"properties":{"id":{"type":"integer"}},"type":"object"},"supported_sync_modes":["full_refresh"],"default_cursor_field":[],"source_defined_primary_key":[]}]}"#;
/// What Postgres and Jackson make of the numbers in the first text is the second one.
const NUMBERS: &str = r#"{"n":[1.10,1e3,1E-7,100000000.0,-0,-0.0,0.0,1e21,12345678901234567890]}"#;
const NUMBERS_READ_BACK: &str =
    r#"{"n":[1.1,1000,1.0E-7,1.0E8,0,0.0,0.0,1000000000000000000000,12345678901234567890]}"#;

/// The same of JSON documents, each as Jackson writes it.
const OF_DOCUMENTS: &[(&str, &str, &str)] = &[
    ("{}", "c82e088a", "99914b932bd37a50b983c5e7c90ae93b"),
    (r#"{"streams":[]}"#, "8eaec2ee", "39971103a7c679bdeec8f5c1999c0f61"),
    (r#"{"b":1,"a":2}"#, "1a1ed9cb", "4d6cdf2743e326e6233749adcc15d0d2"),
    (r#"{"api_key":"k"}"#, "0bb975c1", "b7f3f1dd7147ee9c38784d278804968f"),
    (SECRET, "d0d4a290", "2bab1c11204d25a0a725b4391c959cfc"),
    (USERS, "c898f06d", ""),
    (FULL_REFRESH, "dfb30f6d", ""),
    (PROPERTIES_FIRST, "88e9738f", ""),
    (NUMBERS_READ_BACK, "55c3e63a", "20341ec8a8013c65eefbcdfa1d25ccd2"),
];

#[test]
fn documents_have_the_golden_hashes() {
    for (document, murmur3, md5) in OF_DOCUMENTS {
        assert_eq!(rewritten(document, KeyOrder::AsWritten), *document);
        assert_eq!(hash_of(document, Reading::Configuration, HashForm::Murmur3), *murmur3, "{document}");
        if !md5.is_empty() {
            assert_eq!(hash_of(document, Reading::Configuration, HashForm::Md5), *md5, "{document}");
        }
    }
    assert_eq!(rewritten(NUMBERS, KeyOrder::Jsonb), NUMBERS_READ_BACK);
    for catalog in [USERS, FULL_REFRESH, PROPERTIES_FIRST] {
        let as_catalog = hash_of(catalog, Reading::Catalog, HashForm::Murmur3);
        assert_eq!(as_catalog, hash_of(catalog, Reading::Configuration, HashForm::Murmur3));
    }
}

/// A number, as Jackson writes it, and as it does after Postgres.
const NUMBER_TEXTS: &[(&str, &str, &str)] = &[
    ("0", "0", "0"),
    ("-0", "0", "0"),
    ("-0.0", "-0.0", "0.0"),
    ("0e5", "0.0", "0"),
    ("-0e-5", "-0.0", "0.0"),
    ("1e3", "1000.0", "1000"),
    ("1E+2", "100.0", "100"),
    ("1.5e1", "15.0", "15"),
    ("1.50e1", "15.0", "15.0"),
    ("-12.5e-1", "-1.25", "-1.25"),
    ("100e-2", "1.0", "1.0"),
    ("0.5e1", "5.0", "5"),
    ("0.05e5", "5000.0", "5000"),
    ("-0.05e5", "-5000.0", "-5000"),
    ("0.001", "0.001", "0.001"),
    ("0.0009999", "9.999E-4", "9.999E-4"),
    ("9999999.0", "9999999.0", "9999999.0"),
    ("9999999.9", "9999999.9", "9999999.9"),
    ("10000000.0", "1.0E7", "1.0E7"),
    ("123456789012345.6", "1.234567890123456E14", "1.234567890123456E14"),
    ("1000000000000000.0", "1.0E15", "1.0E15"),
    ("0.1000000000000000055511151231257827", "0.1", "0.1"),
    ("9007199254740993.0", "9.007199254740992E15", "9.007199254740992E15"),
    ("1e23", "1.0E23", "100000000000000000000000"),
    ("2e23", "2.0E23", "200000000000000000000000"),
    ("2.98023223876953125e-8", "2.9802322387695312E-8", "2.9802322387695312E-8"),
    ("5.6843418860808015e-14", "5.684341886080802E-14", "5.684341886080802E-14"),
    ("1.7976931348623157e308", "1.7976931348623157E308", ""),
    ("1.7976931348623159e308", "\"Infinity\"", ""),
    ("-1e309", "\"-Infinity\"", ""),
    ("1e99999999999999999999", "\"Infinity\"", ""),
    ("1e-99999999999999999999", "0.0", ""),
    ("-1e-400", "-0.0", "-0.0"),
    ("4.9e-324", "4.9E-324", "4.9E-324"),
    ("2e-324", "0.0", "0.0"),
    ("3e-324", "4.9E-324", "4.9E-324"),
    ("1e-323", "9.9E-324", "9.9E-324"),
    ("1.5e-323", "1.5E-323", "1.5E-323"),
    ("2e-323", "2.0E-323", "2.0E-323"),
    ("5e-323", "4.9E-323", "4.9E-323"),
    ("1e-322", "9.9E-323", "9.9E-323"),
    ("2.2250738585072014e-308", "2.2250738585072014E-308", "2.2250738585072014E-308"),
    ("2.225073858507201e-308", "2.225073858507201E-308", "2.225073858507201E-308"),
    ("123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890"),
];

#[test]
fn numbers_are_written_as_java_and_postgres_do() {
    for (number, expected, stored) in NUMBER_TEXTS {
        let text = format!("[{number}]");
        assert_eq!(rewritten(&text, KeyOrder::AsWritten), format!("[{expected}]"), "{number}");
        assert_eq!(through_tree(&text, KeyOrder::AsWritten), format!("[{expected}]"), "{number}");
        if !stored.is_empty() {
            assert_eq!(rewritten(&text, KeyOrder::Jsonb), format!("[{stored}]"), "{number}");
        }
    }
    let many_zeros = format!("1{}", "0".repeat(308));
    assert_eq!(rewritten("1e308", KeyOrder::Jsonb), many_zeros);
}

/// Java prints at least two digits, and those nearest to the double. (Exact rounding to two digits is the oracle.)
#[test]
fn the_smallest_doubles_have_the_nearest_two_digits() {
    for bits in 1..3000_u64 {
        let double = f64::from_bits(bits);
        let text = format!("{double:e}");
        assert_eq!(rewritten(&text, KeyOrder::AsWritten), oracle::written_number(&text), "{bits}");
    }
}

/// At every power of two and ten: the doubles there and their neighbours, with digits enough to be exact or too many.
#[test]
fn doubles_of_every_magnitude_are_exact() {
    let powers_of_two = (0..2046_u64).map(|power| f64::from_bits(power << 52));
    let powers_of_ten = (-323..309).map(|power| format!("1e{power}").parse::<f64>().unwrap());
    for double in powers_of_two.chain(powers_of_ten) {
        for bits in double.to_bits().saturating_sub(2)..double.to_bits() + 3 {
            let double = f64::from_bits(bits);
            // The half way to the next one up, exactly, and just beyond: ties go to the even double.
            let half_way = half_way(double);
            let beyond = half_way.as_ref().map(|text| format!("{text}0000000000000000000000000000001"));
            let texts = [format!("{double:e}"), format!("{double:.16e}"), format!("{double:.800e}")];
            for text in texts.into_iter().chain(half_way).chain(beyond) {
                assert_eq!(rewritten(&text, KeyOrder::AsWritten), oracle::written_number(&text), "{text}");
            }
        }
    }
}

/// The number between a double and the next: their exact decimals, one digit more. None where that would be too long.
fn half_way(double: f64) -> Option<String> {
    let next = f64::from_bits(double.to_bits() + 1);
    if !next.is_finite() || double < 1e-290 {
        return None;
    }
    // Exact: half of the gap is a power of two, and so is what a large or small factor makes of it.
    let gap = next - double;
    let exact = format!("{double:.1100}");
    let half = format!("{:.1100}", gap / 2.0);
    Some(add(&exact, &half))
}

/// The sum of two positive decimals with the same number of digits after the point.
fn add(left: &str, right: &str) -> String {
    let width = left.len().max(right.len());
    let (left, right) = (format!("{left:0>width$}"), format!("{right:0>width$}"));
    let (mut sum, mut carry) = (Vec::new(), 0);
    for (left, right) in left.bytes().rev().zip(right.bytes().rev()) {
        if left == b'.' {
            sum.push('.');
            continue;
        }
        let digit = left - b'0' + right - b'0' + carry;
        carry = digit / 10;
        sum.push(char::from(b'0' + digit % 10));
    }
    let text: String = sum.into_iter().rev().collect();
    let text = if carry > 0 { format!("1{text}") } else { text };
    let trimmed = text.trim_start_matches('0');
    if trimmed.starts_with('.') { format!("0{trimmed}") } else { trimmed.to_owned() }
}

#[test]
fn what_postgres_does_not_store_is_an_error() {
    let number = |text: &str| jackson::rewrite::<String>(text, KeyOrder::Jsonb);
    assert!(number("1e131071").is_ok() && number("1e-16383").is_ok() && number("0e-16383").is_ok());
    for text in
        ["1e131072", "1e-16384", "0e-16384", "1e99999999999", "0e99999999999", r#"["\u0000"]"#, r#"{"\ud800":1}"#]
    {
        assert_eq!(number(text).unwrap_err().code(), "hash", "{text}");
    }
    let error = number("{\n \"a\": \"secret\\u0000\"}").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column 7: Postgres does not store the character U+0000");
}

/// A string's inside, as Jackson writes it.
const STRINGS: &[(&str, &str)] = &[
    ("plain", "plain"),
    (r"a\/b", "a/b"),
    (r#"\"\\"#, r#"\"\\"#),
    (r"\b\f\n\r\t", r"\b\f\n\r\t"),
    (r"\u0008\u000c\u000a\u000d\u0009", r"\b\f\n\r\t"),
    (r"\u0000\u000b\u001F", r"\u0000\u000B\u001F"),
    (r"\u0022\u005c\u002F", r#"\"\\/"#),
    (r"\u007f\u0080\u2028\u2029\ufeff\uffff", "\u{7f}\u{80}\u{2028}\u{2029}\u{feff}\u{ffff}"),
    ("\u{7f}\u{2028}é😀", "\u{7f}\u{2028}é😀"),
    (r"\u00e9\ud83d\ude00", "é😀"),
    (r"\ud83d", "?"),
    (r"a\ud83db", "a?b"),
    (r"\ude00\ud83d", "??"),
    (r"\ud83d\ud83d\ude00", "?😀"),
    (r"\ud83d\u0041", "?A"),
    (r"\ud83d\n", r"?\n"),
    (r"\ud83d😀", "?😀"),
    (r"\udbff\udfff\uD800\uDC00", "\u{10ffff}\u{10000}"),
];

#[test]
fn strings_are_escaped_as_jackson_does() {
    for (inner, expected) in STRINGS {
        let text = format!(r#" {{ "{inner}" : [ "{inner}" ] }} "#);
        let expected = format!(r#"{{"{expected}":["{expected}"]}}"#);
        for keys in [KeyOrder::AsWritten, KeyOrder::Sorted] {
            assert_eq!(rewritten(&text, keys), expected, "{inner}");
            assert_eq!(through_tree(&text, keys), expected, "{inner}");
        }
    }
}

/// A document, as written, sorted, and in Postgres' order.
const ORDERS: &[(&str, &str, &str, &str)] = &[
    (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#, r#"{"a":3,"b":2}"#, r#"{"a":3,"b":2}"#),
    (
        r#"{"b":1,"a":{"d":1,"c":[{"f":1,"e":1}]}}"#,
        r#"{"b":1,"a":{"d":1,"c":[{"f":1,"e":1}]}}"#,
        r#"{"a":{"c":[{"e":1,"f":1}],"d":1},"b":1}"#,
        r#"{"a":{"c":[{"e":1,"f":1}],"d":1},"b":1}"#,
    ),
    (
        r#"{"username":1,"port":2,"host":3,"é":4,"db":5,"ab":6,"a":7,"Z":8}"#,
        r#"{"username":1,"port":2,"host":3,"é":4,"db":5,"ab":6,"a":7,"Z":8}"#,
        r#"{"Z":8,"a":7,"ab":6,"db":5,"host":3,"port":2,"username":1,"é":4}"#,
        r#"{"Z":8,"a":7,"ab":6,"db":5,"é":4,"host":3,"port":2,"username":1}"#,
    ),
    (
        r#"{"\uffff":1,"😀":2,"\ue000":3,"\n":4,"\u0022":5}"#,
        "{\"\u{ffff}\":1,\"😀\":2,\"\u{e000}\":3,\"\\n\":4,\"\\\"\":5}",
        "{\"\\n\":4,\"\\\"\":5,\"😀\":2,\"\u{e000}\":3,\"\u{ffff}\":1}",
        "{\"\\n\":4,\"\\\"\":5,\"\u{e000}\":3,\"\u{ffff}\":1,\"😀\":2}",
    ),
    (r#"{"x":{"k":1,"\u006b":2}}"#, r#"{"x":{"k":2}}"#, r#"{"x":{"k":2}}"#, r#"{"x":{"k":2}}"#),
];

#[test]
fn members_come_in_the_order_asked_for() {
    for (document, as_written, sorted, jsonb) in ORDERS {
        for (keys, expected) in
            [(KeyOrder::AsWritten, as_written), (KeyOrder::Sorted, sorted), (KeyOrder::Jsonb, jsonb)]
        {
            assert_eq!(rewritten(document, keys), *expected, "{keys:?}");
        }
    }
    // Half surrogate pairs: different names, though both are written as "?".
    let lone = r#"{"\udc00":1,"\ud800":2,"\ud83d\ude00":3,"\ud800":4}"#;
    assert_eq!(rewritten(lone, KeyOrder::AsWritten), r#"{"?":1,"?":4,"😀":3}"#);
    assert_eq!(rewritten(lone, KeyOrder::Sorted), r#"{"?":4,"😀":3,"?":1}"#);
    for scalar in ["1", "[]", "\"a\"", "null"] {
        let error = jackson::rewrite::<String>(scalar, KeyOrder::Sorted).unwrap_err();
        assert_eq!(error.message(), "only an object has a form with sorted keys");
    }
}

#[test]
fn large_objects_and_deep_documents_are_exact() {
    let members: Vec<String> = (0..3000).map(|number| format!("\"k{}\":{number}", number % 2900)).collect();
    let expected: Vec<String> = (0..2900)
        .map(|number| format!("\"k{number}\":{}", if number < 100 { number + 2900 } else { number }))
        .collect();
    let text = format!("{{{}}}", members.join(" , "));
    assert_eq!(rewritten(&text, KeyOrder::AsWritten), format!("{{{}}}", expected.join(",")));

    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| {
            format!("{}{}{}", open.repeat(depth), if close == "}" { "1" } else { "" }, close.repeat(depth))
        };
        assert_eq!(rewritten(&nested(1000), KeyOrder::AsWritten), nested(1000));
        assert_eq!(rewritten(&nested(1000), KeyOrder::Jsonb), nested(1000));
        for keys in [KeyOrder::AsWritten, KeyOrder::Jsonb] {
            assert_eq!(jackson::rewrite::<String>(&nested(1001), keys).unwrap_err().code(), "too_deep");
            assert_eq!(jackson::rewrite::<String>(&open.repeat(1_000_000), keys).unwrap_err().code(), "too_deep");
        }
    }
}

#[test]
fn what_is_no_json_is_told_as_the_parser_does() {
    for text in [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "-",
        "1.",
        "1e",
        "nul",
        "\"",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "{} {}",
        "{\"a\" 1}",
        "[1 2]",
        "{a:1}",
        "]",
        "[}",
        "{]",
        "[\"a\"",
        "{\"a\":1",
        "{\"a\"}",
        "+1",
        ".5",
        "--1",
    ] {
        let expected = Document::parse(text).unwrap_err().to_string();
        for form in HashForm::ALL {
            for reading in [Reading::Configuration, Reading::Catalog] {
                assert_eq!(hash::of_text(text, reading, form).unwrap_err().to_string(), expected, "{text}");
            }
        }
    }
    // As the parser reads it.
    assert_eq!(rewritten("\u{feff}{}", KeyOrder::AsWritten), "{}");
}

/// A catalog as it comes, and as the platform's class prints it.
const CATALOGS: &[(&str, &str)] = &[
    ("{}", r#"{"streams":[]}"#),
    ("null", "null"),
    (r#"{"streams":null}"#, "{}"),
    (r#"{"streams":[null]}"#, r#"{"streams":[null]}"#),
    (
        r#"{"streams":[{"name":5.10,"namespace":true}]}"#,
        r#"{"streams":[{"name":"5.10","supported_sync_modes":[],"default_cursor_field":[],"source_defined_primary_key":[],"namespace":"true"}]}"#,
    ),
    (
        r#"{"streams":[{"source_defined_cursor":"True","default_cursor_field":[null,1],"source_defined_primary_key":[null,[null]],"supported_sync_modes":[null]}]}"#,
        r#"{"streams":[{"supported_sync_modes":[null],"source_defined_cursor":true,"default_cursor_field":[null,"1"],"source_defined_primary_key":[null,[null]]}]}"#,
    ),
    (
        r#"{"streams":[{"source_defined_cursor":0}],"x":null}"#,
        r#"{"streams":[{"supported_sync_modes":[],"source_defined_cursor":false,"default_cursor_field":[],"source_defined_primary_key":[]}],"x":null}"#,
    ),
    (r#"{"streams":[{"name":"a","n\u0061me":"b"}],"streams":[]}"#, r#"{"streams":[]}"#),
    (r#"{"c":1,"b":{"z":1,"y":1e2},"a":2,"b":{"z":2}}"#, r#"{"streams":[],"a":2,"b":{"z":2},"c":1}"#),
];

#[test]
fn catalogs_go_through_the_class_of_the_platform() {
    for (catalog, expected) in CATALOGS {
        assert_eq!(hash::text_of(catalog, Reading::Catalog, HashForm::Murmur3).unwrap(), *expected, "{catalog}");
    }
    let catalog = r#"{"streams":[{"json_schema":{"bb":1,"c":1e2},"name":"a","Name":1}]}"#;
    let expected = r#"{"streams":[{"name":"a","json_schema":{"c":100,"bb":1},"supported_sync_modes":[],"default_cursor_field":[],"source_defined_primary_key":[],"Name":1}]}"#;
    assert_eq!(hash::text_of(catalog, Reading::Catalog, HashForm::Murmur3Jsonb).unwrap(), expected);
    let expected = r#"{"streams":[{"Name":1,"default_cursor_field":[],"json_schema":{"bb":1,"c":100.0},"name":"a","source_defined_primary_key":[],"supported_sync_modes":[]}]}"#;
    assert_eq!(hash::text_of(catalog, Reading::Catalog, HashForm::Murmur3Sorted).unwrap(), expected);
}

#[test]
fn what_the_class_of_the_platform_refuses_is_an_error_with_its_place() {
    let cases = [
        ("[]", "line 1, column 1: no catalog to the platform: the document has to be an object"),
        ("{\"streams\": {}}", "line 1, column 13: no catalog to the platform: /streams has to be a list"),
        ("{\"streams\": [[]]}", "line 1, column 14: no catalog to the platform: /streams/0 has to be an object"),
        (
            "{\"streams\": [\n{\"default_cursor_field\": \"hush\"}]}",
            "line 2, column 26: no catalog to the platform: /streams/0/default_cursor_field has to be a list",
        ),
    ];
    for (catalog, expected) in cases {
        assert_eq!(hash::of_text(catalog, Reading::Catalog, HashForm::Murmur3).unwrap_err().to_string(), expected);
    }
    for member in [
        r#""name":{}"#,
        r#""name":[]"#,
        r#""supported_sync_modes":["hush"]"#,
        r#""supported_sync_modes":"full_refresh""#,
        r#""source_defined_cursor":"yes""#,
        r#""source_defined_cursor":1.0"#,
        r#""source_defined_primary_key":["id"]"#,
        r#""default_cursor_field":[["id"]]"#,
    ] {
        let catalog = format!(r#"{{"streams":[{{{member}}}]}}"#);
        let error = hash::of_text(&catalog, Reading::Catalog, HashForm::Murmur3).expect_err(&catalog);
        assert_eq!(error.code(), "hash");
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}

/// `java_hash_map.jsonl` was printed by JDK 17: keys put into a `HashMap` one after the other, and its `keySet()`.
/// Names without and with collisions, half surrogate pairs among them; tables that grow; lists that become trees.
#[test]
fn unknown_members_of_a_catalog_come_in_the_order_of_a_hash_map() {
    let fixture = include_str!("../fixtures/hashes/java_hash_map.jsonl");
    for line in fixture.lines() {
        check_hash_map(line);
    }
}

fn check_hash_map(line: &str) {
    let document = Document::parse(line).unwrap();
    let raw = |member: &str| document.root().get(member).unwrap().items().map(Node::raw).collect::<Vec<_>>();
    let members: Vec<String> = raw("keys").iter().map(|name| format!("{name}:0")).collect();
    let text = hash::text_of(&format!("{{{}}}", members.join(",")), Reading::Catalog, HashForm::Murmur3).unwrap();
    let names: Vec<String> =
        raw("order").iter().map(|name| rewritten(&format!("{{{name}:0}}"), KeyOrder::AsWritten)).collect();
    let expected: Vec<&str> = names.iter().map(|name| name.trim_start_matches('{').trim_end_matches('}')).collect();
    assert_eq!(text, format!("{{\"streams\":[],{}}}", expected.join(",")));
}

#[test]
fn a_hash_knows_its_form_by_its_shape() {
    let murmur3: HashValue = "1a1ed9cb".parse().unwrap();
    assert_eq!((murmur3, murmur3.algorithm()), (HashValue::Murmur3([0x1a, 0x1e, 0xd9, 0xcb]), Algorithm::Murmur3));
    let md5: HashValue = "4d6cdf2743e326e6233749adcc15d0d2".parse().unwrap();
    assert_eq!(md5.algorithm(), Algorithm::Md5);
    assert_eq!(serde_json::to_string(&[murmur3, md5]).unwrap(), r#"["1a1ed9cb","4d6cdf2743e326e6233749adcc15d0d2"]"#);
    assert_eq!(serde_json::from_str::<HashValue>("\"1a1ed9cb\"").unwrap(), murmur3);
    for text in
        ["", "1A1ED9CB", "1a1ed9c", "1a1ed9cbb", "1a1ed9cg", "+a1ed9cb", "ééée", "4d6cdf2743e326e6233749adcc15d0d"]
    {
        let error = text.parse::<HashValue>().unwrap_err();
        assert_eq!(error.message(), "a hash has lower-case hexadecimal digits: 8 digits for murmur3, 32 for MD5");
        assert!(serde_json::from_value::<HashValue>(text.into()).is_err());
    }
    for form in HashForm::ALL {
        assert_eq!(form.to_string().parse::<HashForm>().unwrap(), form);
    }
    for reading in Reading::ALL {
        assert_eq!(reading.to_string().parse::<Reading>().unwrap(), reading);
    }
    let error = "sha1".parse::<HashForm>().unwrap_err().message();
    assert!(error.contains("murmur3-sorted-big-endian"), "{error}");
}

#[test]
fn a_stored_hash_finds_its_form() {
    let text =
        "{\"streams\": [{\"namespace\": \"é\", \"json_schema\": {\"b\": 1e2, \"aa\": 2}, \"a\": 1, \"name\": \"x\"}]}";
    for reading in Reading::ALL {
        for form in HashForm::ALL {
            let Ok(stored) = hash::of_text(text, reading, form) else { continue };
            let found = stored.belongs_to(text).unwrap().expect("a form");
            assert_eq!(hash::of_text(text, found.reading, found.form).unwrap(), stored);
            if reading != Reading::Bytes {
                assert_eq!(found, Origin { reading, form });
            }
            assert_eq!(stored.belongs_to("{}").unwrap(), None);
            assert_eq!(
                stored.belongs_to_as(text, &[reading], &[form]).unwrap(),
                Some(found).filter(|_| reading != Reading::Bytes).or(Some(Origin { reading, form }))
            );
        }
    }
    let of_text = hash::of_bytes(b"no JSON", HashForm::Md5);
    assert_eq!(of_text.belongs_to("no JSON").unwrap_err().code(), "json_syntax");
    assert!(of_text.belongs_to_as("no JSON", &[Reading::Bytes], &HashForm::ALL).unwrap().is_some());
}

#[test]
fn every_vector_of_the_corpus_is_exact() {
    let Some(folder) = corpus("the hashes of the platform's own libraries") else { return };
    let mut wrong = Vec::new();
    let rows = json_lines(&folder.join("hashes.jsonl"));
    for row in &rows {
        wrong.extend(wrong_in(row).map(|what| format!("{}: {what}", row["id"])));
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// What is not as a row of `hashes.jsonl` says.
fn wrong_in(row: &Value) -> Option<String> {
    let json = text(row, "json");
    let reading = if row["class"] == "airbyte_catalog" { Reading::Catalog } else { Reading::Configuration };
    let told = |form| hash::of_text(json, reading, form).map(|hash| hash.to_string());
    if row["error"].is_string() || row["strict_json"] == false {
        let accepted = HashForm::ALL.into_iter().find(|form| told(*form).is_ok())?;
        return Some(format!("{accepted} is not refused"));
    }
    let canonical = match &row["canonical_serialized"] {
        Value::String(same) if same == "=" => Some(text(row, "serialized")),
        canonical => canonical.as_str(),
    };
    let expected = [
        (HashForm::Murmur3, row["hash"].as_str(), Some(text(row, "serialized"))),
        (HashForm::Md5, row["md5"].as_str(), Some(text(row, "serialized"))),
        (HashForm::Murmur3SortedBigEndian, row["canonical_hash"].as_str(), canonical),
    ];
    for (form, hash, serialized) in expected {
        let written = hash::text_of(json, reading, form);
        if written.as_deref().ok() != serialized {
            return Some(format!("{form}: {written:?} instead of {serialized:?}"));
        }
        if told(form).as_deref().ok() != hash {
            return Some(format!("{form}: {:?} instead of {hash:?}", told(form)));
        }
        let Some(stored) = hash else { continue };
        let belongs = stored.parse::<HashValue>().unwrap().belongs_to(json).unwrap();
        if belongs.is_none() {
            return Some(format!("{form}: {stored} does not find its document"));
        }
    }
    let number = u32::from_le_bytes(match told(HashForm::Murmur3).unwrap().parse().unwrap() {
        HashValue::Murmur3(bytes) => bytes,
        HashValue::Md5(_) => return Some("no murmur3".to_owned()),
    });
    (row["h32_u32"] != number || row["h32_i32"] != number.cast_signed()).then(|| "the number".to_owned())
}

#[test]
fn every_murmur3_vector_of_the_corpus_is_exact() {
    let Some(folder) = corpus("murmur3 of bytes") else { return };
    for row in json_lines(&folder.join("murmur3.jsonl")) {
        let hex = text(&row, "hex");
        let bytes: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        assert_eq!(row["h32_u32"], murmur3::hash(&bytes, 0));
        assert_eq!(text(&row, "hashcode_string"), hash::of_bytes(&bytes, HashForm::Murmur3).to_string());
        assert_eq!(text(&row, "h32_hex_be"), hash::of_bytes(&bytes, HashForm::Murmur3SortedBigEndian).to_string());
    }
}
