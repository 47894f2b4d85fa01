use super::{looks_like_json, to_json};
use crate::json::Document;

#[track_caller]
fn check(yaml: &str, expected: &str) {
    let json = to_json(yaml).unwrap_or_else(|error| panic!("{error}: {yaml}"));
    assert_eq!(json, expected, "{yaml}");
    assert!(Document::parse(json).is_ok(), "{yaml}");
}

#[track_caller]
fn check_error(yaml: &str, expected: &str) {
    let error = to_json(yaml).expect_err("it is refused");
    assert_eq!(error.to_string(), expected, "{yaml}");
}

#[test]
fn containers_keep_their_order() {
    check("b: 1\na: [x, {c: d}]\n", r#"{"b":1,"a":["x",{"c":"d"}]}"#);
    check("---\n- - 1\n  - 2\n-\n- []\n...\n", "[[1,2],null,[]]");
    check("\u{feff}# comment\n{}\n", "{}");
    check("a:\nb: ~\n", r#"{"a":null,"b":null}"#);
    check("lone", r#""lone""#);
    check("{a: 1, a: 2}", r#"{"a":1,"a":2}"#);
    check("? a\n: b\n? c\n", r#"{"a":"b","c":null}"#);
    check("[a: b]", r#"[{"a":"b"}]"#);
}

#[test]
fn plain_words_follow_the_core_schema() {
    let words = "[no, Yes, on, y, 2020-01-01, 12:30:45, 1.2.3, 1_000, 0b1, .inf, -.INF, .nan, '1', \"true\", nULL]";
    let texts = r#"["no","Yes","on","y","2020-01-01","12:30:45","1.2.3","1_000","0b1",".inf","-.INF",".nan","1","true","nULL"]"#;
    check(words, texts);
    check("[null, ~, Null, true, TRUE, False]", "[null,null,null,true,true,false]");
}

#[test]
fn numbers_keep_their_text_where_it_is_json() {
    check("[1, -0, 1.50, 1e3, 1E+30, 12345678901234567890123]", "[1,-0,1.50,1e3,1E+30,12345678901234567890123]");
    check("[+1, 007, -007, 00, .5, -.5, 1., +1.e5]", "[1,7,-7,0,0.5,-0.5,1.0,1.0e5]");
    check("[0x1F, 0o17, 0xffffffffffffffff]", "[31,15,18446744073709551615]");
    check(
        "[0x, 0o8, 0x+1, -0x1, ., +, 1e, e5, '+.', 1.5.]",
        r#"["0x","0o8","0x+1","-0x1",".","+","1e","e5","+.","1.5."]"#,
    );
    check(&format!("0x{}", "f".repeat(33)), &format!("\"0x{}\"", "f".repeat(33)));
}

#[test]
fn texts_of_every_style() {
    check("a: |\n  one\n  two\nb: >-\n  one\n  two\n", r#"{"a":"one\ntwo\n","b":"one two"}"#);
    check("a: 'it''s'\nb: \"\\u00e9\\t\\0\\\"\\\\\"\n", r#"{"a":"it's","b":"é\t\u0000\"\\"}"#);
    check("one\n two", r#""one two""#);
    check("a: # comment\n  x#y", r#"{"a":"x#y"}"#);
}

#[test]
fn names_become_texts() {
    check(
        "1: a\nnull: b\ntrue: c\n~: d\n1.50: e\n'q': f\n",
        r#"{"1":"a","null":"b","true":"c","~":"d","1.50":"e","q":"f"}"#,
    );
    check(": x", r#"{"":"x"}"#);
    check_error("? [a]\n: b", "line 1, column 3: a member's name may not be a list or a mapping; JSON has none");
    check_error("? {a: b}\n: b", "line 1, column 3: a member's name may not be a list or a mapping; JSON has none");
}

#[test]
fn tags_of_yaml_itself_are_read() {
    check("[!!str 1, !!int '1', !!float 1, !!bool 'true', !!null '', ! 1]", r#"["1",1,1,true,null,"1"]"#);
    check("!!map {a: !!seq []}", r#"{"a":[]}"#);
    check("!<tag:yaml.org,2002:str> 1", r#""1""#);
    check_error("!!int x", "line 1, column 1: the value is not of the type that its tag says");
    let other = "a tag that JSON has no type for; only YAML's own, such as !!str, are read";
    check_error("a: !include secret.yaml", &format!("line 1, column 4: {other}"));
    check_error("!!set {a: }", &format!("line 1, column 1: {other}"));
}

#[test]
fn aliases_are_expanded() {
    check("a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n", r#"{"a":{"b":[1]},"c":{"b":[1]},"d":[{"b":[1]},{"b":[1]}]}"#);
    check("a: &x 1\nb: &x 2\nc: *x\n", r#"{"a":1,"b":2,"c":2}"#);
    check("&k 1: &v a\nb: *k\n*v : c\n*k : d\n", r#"{"1":"a","b":1,"a":"c","1":"d"}"#);
    check("- &e\n- *e\n", "[null,null]");
    check_error("a: *x", "line 1, column 4: an alias names an anchor that does not stand before it");
    check_error("&x [*x]", "line 1, column 5: an alias stands inside the very value that it names");
    check_error(
        "- &x [a]\n- ? *x\n  : b",
        "line 2, column 5: a member's name may not be a list or a mapping; JSON has none",
    );
}

#[test]
fn merge_keys_are_expanded() {
    let base = "b: &b {x: 1, y: 2}\n";
    let merged = |rest: &str, expected: &str| {
        check(&format!("{base}{rest}"), &format!(r#"{{"b":{{"x":1,"y":2}},{expected}}}"#));
    };
    merged("c:\n  <<: *b\n  z: 3\n", r#""c":{"x":1,"y":2,"z":3}"#);
    // The mapping's own members count, before and after.
    merged("c:\n  x: 9\n  <<: *b\n", r#""c":{"x":9,"y":2}"#);
    merged("c:\n  <<: *b\n  x: 9\n", r#""c":{"x":1,"y":2,"x":9}"#);
    // Of several the first one that has a member.
    merged("c:\n  <<: [*b, {y: 8, w: 7}]\n", r#""c":{"x":1,"y":2,"w":7}"#);
    merged("c:\n  <<: *b\n  <<: {y: 8, w: 7}\n", r#""c":{"x":1,"y":2,"w":7}"#);
    // What is anchored inside outlives the merge.
    merged("c:\n  <<: &m {n: &n {o: 1}}\nd: *n\ne: *m\n", r#""c":{"n":{"o":1}},"d":{"o":1},"e":{"n":{"o":1}}"#);
    merged("c:\n  '<<': 1\n  <<: []\n", r#""c":{"<<":1}"#);
    let wrong = "line 1, column 5: the merge key << takes a mapping or a list of mappings";
    check_error("<<: 1", wrong);
    check_error("<<: [1]", &wrong.replace("column 5", "column 7"));
}

#[test]
fn what_grows_without_bound_is_refused() {
    let mut laughs = String::from("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for level in 1..30 {
        let below = format!("*a{},", level - 1).repeat(9);
        laughs = format!("{laughs}a{level}: &a{level} [{below}]\n");
    }
    check_error(&laughs, "line 7, column 26: aliases and merge keys expand to more than 16 MiB; no spec needs that");
    let merges = format!("b: &b {{{}}}\nc:\n{}", "a: 1, ".repeat(1000), "  <<: *b\n".repeat(100_000));
    assert!(to_json(&merges).unwrap_err().to_string().contains("expand to more than 16 MiB"));
}

#[test]
fn what_nests_too_deep_is_refused() {
    let deep = |levels: usize| "- ".repeat(levels) + "x";
    assert_eq!(to_json(&deep(512)).unwrap().len(), 2 * 512 + 3);
    let told = "the document nests deeper than 512 levels; nothing that deep is a configuration";
    check_error(&deep(513), &format!("line 1, column 1025: {told}"));
    let aliased = format!("- &a\n  {}\n- {}*a", deep(300), "- ".repeat(250));
    check_error(&aliased, &format!("line 3, column 503: {told}"));
    for bracket in ["[", "{", "{a: ", "- ", "? ", "a: [", "&a [", "!!seq ["] {
        assert!(to_json(&bracket.repeat(200_000)).is_err(), "{bracket}");
    }
}

#[test]
fn what_is_no_yaml_is_told_without_quoting_it() {
    check_error("", "line 1, column 1: the text is empty");
    check_error("# nothing\n", "line 1, column 1: the text is empty");
    check_error("a: 1\n---\nb: 2\n", "line 2, column 1: a second document starts here; expected only one");
    check_error(
        "a: b: hunter2",
        "line 1, column 5: a colon is not allowed here; put a text that holds one in quotes, or check the indentation",
    );
    check_error(
        "a: @hunter2",
        "line 1, column 4: a plain text may not start with this character; put the text in quotes",
    );
    check_error(
        "a: 1\n b: 2",
        "line 2, column 3: a colon is not allowed here; put a text that holds one in quotes, or check the indentation",
    );
    check_error("a: \"hunter2", "line 1, column 4: the document ends inside a text; a closing quote is missing");
    check_error("a:\n\t- b", "line 2, column 2: YAML is indented with blanks, not with tabs");
}

#[test]
fn json_is_told_by_its_first_character() {
    assert!(looks_like_json("\u{feff} \n{"));
    assert!(looks_like_json("[2020-01-01] starting"));
    assert!(!looks_like_json("a: {}"));
    assert!(!looks_like_json(""));
}
