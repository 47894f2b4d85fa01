use super::*;

fn parse(text: &str) -> Document<'_> {
    Document::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let error = Document::parse(text).expect_err(text);
    assert_eq!(error.to_string(), expected, "{text}");
}

#[test]
fn values_are_read_as_they_are_written() {
    let document = parse(r#" {"a": [1, -2.50, 3e2], "b": {"c": null, "d": true}, "e": "x"} "#);
    let root = document.root();
    assert_eq!(root.len(), 3);
    let raw: Vec<&str> = root.get("a").unwrap().items().map(Value::raw).collect();
    assert_eq!(raw, ["1", "-2.50", "3e2"]);
    assert_eq!(root.pointer("/b/d").unwrap().as_bool(), Some(true));
    assert!(root.pointer("/b/c").unwrap().is_null());
    assert_eq!(root.get("e").unwrap().as_str().unwrap(), "x");
    assert!(root.get("missing").is_none());
    let names: Vec<_> = root.members().map(|member| member.name().into_owned()).collect();
    assert_eq!(names, ["a", "b", "e"]);
}

#[test]
fn escapes_are_decoded() {
    let document = parse(r#"["\"\\\/\b\f\n\r\t", "\u00e9\ud83d\ude00", "\ud800x", "plain é"]"#);
    let texts: Vec<String> = document.root().items().map(|item| item.as_str().unwrap().into_owned()).collect();
    assert_eq!(texts, ["\"\\/\u{8}\u{c}\n\r\t", "é😀", "\u{fffd}x", "plain é"]);
    let names = parse(r#"{"\u0061b": 1}"#);
    assert_eq!(names.root().get("ab").unwrap().raw(), "1");
}

#[test]
fn of_repeated_names_the_last_value_stands_in_the_first_place() {
    let document = parse(r#"{"a": 1, "b": [2], "\u0061": {"x": 3}, "c": 4, "a": 5}"#);
    let root = document.root();
    assert_eq!(root.len(), 3);
    let members: Vec<_> = root.members().map(|member| (member.name().into_owned(), member.value().raw())).collect();
    assert_eq!(members, [("a".into(), "5"), ("b".into(), "[2]"), ("c".into(), "4")]);

    let many: Vec<String> = (0..100).map(|number| format!("\"k{}\": {number}", number % 60)).collect();
    let text = format!("{{{}, \"last\": 1}}", many.join(", "));
    let document = parse(&text);
    assert_eq!(document.root().len(), 61);
    assert_eq!(document.root().get("k39").unwrap().raw(), "99");
    assert_eq!(document.root().get("k40").unwrap().raw(), "40");
}

#[test]
fn names_that_differ_in_lone_surrogates_are_different_names() {
    let document =
        parse(r#"{"\ud800": 1, "\ud801": 2, "\ufffd": 3, "�": 4, "\udc00\ufffd": 5, "\ufffd\udc00": 6, "\ud800": 7}"#);
    let values: Vec<_> = document.root().members().map(|member| member.value().raw()).collect();
    assert_eq!(values, ["7", "2", "4", "5", "6"]);
}

#[test]
fn code_units_are_those_of_a_java_string() {
    let units: Vec<u16> = code_units(r#"a\"\/\n\u00E9\ud83d\ude00😀\udc00é"#).collect();
    let expected = [0x61, 0x22, 0x2f, 0x0a, 0xe9, 0xd83d, 0xde00, 0xd83d, 0xde00, 0xdc00, 0xe9];
    assert_eq!(units, expected);
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    refused("", "line 1, column 1: the text is empty; an empty configuration is written {}");
    refused("{\"a\": 1,}", "line 1, column 9: expected a member's name; is the comma before this brace one too many?");
    refused(
        "{\n  \"a\": 01}",
        "line 2, column 9: a number may not start with a zero; text needs double quotes around it",
    );
    refused("[1 2]", "line 1, column 4: expected a comma or ] after an item");
    refused("{\"a\" 1}", "line 1, column 6: expected a colon after a member's name");
    refused("{\"a\": 'x'}", "line 1, column 7: expected a JSON value; text needs double quotes, not single ones");
    refused("[1", "line 1, column 3: the document ends here; a closing bracket is missing");
    refused("\"abc", "line 1, column 5: the document ends inside a text; a closing quote is missing");
    refused("\"a\\qb\"", "line 1, column 3: a backslash in a text must be doubled, or start an escape such as \\n");
    refused("{} x", "line 1, column 4: expected the end of the document; there is more text after the value");
    for text in ["nul", "-", "1.", "1e", "+1", "NaN", "[,]", "{1:2}", "\"\t\"", "\"\\u12\"", "tru\u{e9}", "]"] {
        assert_eq!(Document::parse(text).expect_err(text).code(), "json_syntax", "{text}");
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Document::parse(nested(512)).is_ok());
    assert_eq!(Document::parse(nested(513)).unwrap_err().code(), "too_deep");
    assert_eq!(Document::parse("[".repeat(1_000_000)).unwrap_err().code(), "too_deep");
    let limits = Limits { bytes: 3, ..Limits::default() };
    assert_eq!(Document::parse_within("1234", limits).unwrap_err().code(), "too_large");
}

#[test]
fn numbers_compare_by_value_whatever_their_size() {
    let equal = [("1", "1.0"), ("1", "10e-1"), ("0", "-0.0"), ("1e400", "10e399"), ("100", "1e2"), ("0.5", "5e-1")];
    for (left, right) in equal {
        assert!(parse(left).root() == parse(right).root(), "{left} = {right}");
        assert_eq!(parse(left).root().hash_by_value(), parse(right).root().hash_by_value(), "{left} {right}");
    }
    let ascending = ["-1e400", "-2", "-1.5", "0", "1e-400", "0.1", "0.11", "1", "9223372036854775808", "1e19", "1e400"];
    for pair in ascending.windows(2) {
        let (left, right) = (parse(pair[0]), parse(pair[1]));
        assert!(left.root().as_number() < right.root().as_number(), "{} < {}", pair[0], pair[1]);
        assert!(left.root() != right.root());
    }
    for (text, integer) in
        [("1", true), ("1.0", true), ("1.5", false), ("1e3", true), ("15e-1", false), ("150e-1", true)]
    {
        assert_eq!(parse(text).root().as_number().unwrap().is_integer(), integer, "{text}");
    }
    let multiples = [
        ("10", "2", true),
        ("7", "2", false),
        ("4.5", "1.5", true),
        ("0.0075", "0.0001", true),
        ("0.00751", "0.0001", false),
        ("0", "3", true),
        ("3", "0", false),
        ("1e308", "0.123456789", false),
        ("12391239123", "1e-8", true),
        ("-6", "3", true),
        ("1e22", "7", false),
        ("35", "1e1", false),
    ];
    for (value, divisor, expected) in multiples {
        let (value_document, divisor_document) = (parse(value), parse(divisor));
        let value_number = value_document.root().as_number().unwrap();
        assert_eq!(
            value_number.is_multiple_of(divisor_document.root().as_number().unwrap()),
            expected,
            "{value} % {divisor}"
        );
    }
}

#[test]
fn counts_are_whole_and_not_negative() {
    let counts = [
        ("2", Some(2)),
        ("2.0", Some(2)),
        ("20e-1", Some(2)),
        ("3e2", Some(300)),
        ("0", Some(0)),
        ("-0", Some(0)),
        ("-1", None),
        ("1.5", None),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551616", Some(u64::MAX)),
        ("1e999999999", Some(u64::MAX)),
    ];
    for (text, expected) in counts {
        assert_eq!(parse(text).root().as_number().unwrap().as_count(), expected, "{text}");
    }
}

#[test]
fn objects_are_equal_in_any_order() {
    assert!(parse(r#"{"a": 1, "b": [2.0]}"#).root() == parse(r#"{"b": [2], "a": 1}"#).root());
    assert!(parse(r#"{"a": 1}"#).root() != parse(r#"{"a": 1, "b": 2}"#).root());
    assert!(parse("[1, 2]").root() != parse("[2, 1]").root());
    let object = |order: &mut dyn Iterator<Item = usize>| {
        let members: Vec<String> = order.map(|number| format!("\"{number}\": {number}")).collect();
        format!("{{{}}}", members.join(","))
    };
    let (up, down) = (object(&mut (0..100)), object(&mut (0..100).rev()));
    assert!(parse(&up).root() == parse(&down).root());
    assert_eq!(parse(&up).root().hash_by_value(), parse(&down).root().hash_by_value());
}

#[test]
fn pointers_lead_there_and_back() {
    let document = parse(r#"{"a/b": {"~": [0, {"": 7}]}}"#);
    let value = document.pointer("/a~1b/~0/1/").unwrap();
    assert_eq!(value.raw(), "7");
    assert_eq!(value.path(), "/a~1b/~0/1/");
    assert_eq!(document.root().path(), "");
    for pointer in ["a", "/x", "/a~1b/~0/01", "/a~1b/~0/2", "/a~1b/~0/-"] {
        assert!(document.pointer(pointer).is_none(), "{pointer}");
    }
}
