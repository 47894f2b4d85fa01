//! What each format takes, and what each hint makes of a text: one line a case.

use super::date::Date;
use super::{DateForm, Format, suggest};

const FORMS: [DateForm; 9] = [
    DateForm::Date,
    DateForm::DateTime,
    DateForm::DateTimeMilliseconds,
    DateForm::DateTimeMicroseconds,
    DateForm::DateTimeLocal,
    DateForm::DateTimeBlank,
    DateForm::DateTimeCompact,
    DateForm::Month,
    DateForm::Year,
];

#[track_caller]
fn check(name: &str, good: &[&str], bad: &[&str]) {
    let format = Format::named(name).unwrap();
    for text in good {
        assert!(format.accepts(text), "{name} should accept {text:?}");
    }
    for text in bad {
        assert!(!format.accepts(text), "{name} should refuse {text:?}");
    }
    assert!(!format.accepts(""), "{name} should refuse the empty text");
    assert!(format.description().is_ascii());
}

#[test]
fn names_round_trip_and_annotations_have_no_format() {
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
    }
    assert_eq!(Format::named("ip-address"), Some(Format::Ipv4));
    for name in ["regex", "uri-reference", "iri", "idn-email", "json-pointer", "duration", "password", "Date", ""] {
        assert_eq!(Format::named(name), None, "{name}");
    }
}

#[test]
fn every_description_ends_in_an_accepted_example() {
    for format in Format::ALL {
        let description = format.description();
        if let Some((_, example)) = description.split_once("such as ") {
            let example = example.split_once(" or ").map_or(example, |(first, _)| first);
            assert!(format.accepts(example), "{description}");
        }
    }
}

#[test]
fn date() {
    let good = ["2022-07-28", "0000-02-29", "2000-02-29", "2024-02-29", "9999-12-31"];
    let bad = [
        "1900-02-29",
        "2022-04-31",
        "2022-00-10",
        "2022-10-00",
        "2022-13-01",
        "+2022-07-28",
        "-2022-07-28",
        "+12022-07-28",
        "22-07-28",
        "2022-7-28",
        "2022/07/28",
        "20220728",
        "2022-W30-4",
        "2022-209",
        " 2022-07-28",
        "2022-07-28 ",
        "2022-07-28\n",
        "2022-07-28T00:00:00Z",
        "２０２２-07-28",
        "2022-07-2８",
        "28-07-2022",
    ];
    check("date", &good, &bad);
}

#[test]
fn date_time() {
    let good = [
        "2022-07-28T20:00:00Z",
        "2022-07-28t20:00:00z",
        "2022-07-28 20:00:00Z",
        "2022-07-28T20:00:00.1+05:30",
        "2022-07-28T20:00:00.1234567890123-23:59",
        "2022-07-28T23:59:59-00:00",
        "0000-01-01T00:00:00Z",
        // The last second of a UTC day, wherever it is written.
        "2016-12-31T23:59:60Z",
        "2017-01-01T05:29:60.5+05:30",
        "2016-12-31T18:59:60-05:00",
    ];
    let bad = [
        "2022-07-28",
        "2022-07-28T20:00:00",
        "2022-07-28T20:00Z",
        "2022-07-28T20Z",
        "2022-07-28T20:00:00+0530",
        "2022-07-28T20:00:00+05",
        "2022-07-28T20:00:00+24:00",
        "2022-07-28T20:00:00+05:60",
        "2022-07-28T20:00:00.Z",
        "2022-07-28T20:00:00,1Z",
        "2022-07-28T24:00:00Z",
        "2022-07-28T20:60:00Z",
        "2022-07-28T20:00:61Z",
        "2022-07-28T20:00:60Z",
        "2016-12-31T23:59:60+05:30",
        "2022-02-30T20:00:00Z",
        "2022-07-28_20:00:00Z",
        "2022-07-28T20:00:00ZZ",
        "2022-07-28T20:00:00Z\n",
        " 2022-07-28T20:00:00Z",
        "2022-07-28T20:00:00 Z",
        "20220728T200000Z",
        "+2022-07-28T20:00:00Z",
        "2022-07-28T20:00:00é",
        "2022-07-28é20:00:00Z",
    ];
    check("date-time", &good, &bad);
}

#[test]
fn days_count_both_ways() {
    assert_eq!(Date::new(1970, 1, 1).map(Date::since_epoch), Some(0));
    assert_eq!(Date::new(2000, 3, 1).map(Date::since_epoch), Some(11_017));
    let (first, last) = (-719_528, 2_932_896);
    for days in (first..=last).step_by(13).chain([last]) {
        assert_eq!(Date::from_epoch(days).map(Date::since_epoch), Some(days));
    }
    for days in [first - 1, last + 1, i64::MIN, i64::MAX] {
        assert_eq!(Date::from_epoch(days), None);
    }
}

#[test]
fn time() {
    let good = ["20:30:00", "20:30:00.25", "25:61:99"];
    let bad = ["20:30", "20:30:00Z", "20:30:00+01:00", "20:30:00.", "8:30:00", "20:30:00 ", "20-30-00"];
    check("time", &good, &bad);
}

#[test]
fn email() {
    let long = format!("{}@example.com", "a".repeat(64));
    let longer = format!("{}@example.com", "a".repeat(65));
    let good = [
        "name@example.com",
        "first.last+tag@mail.example.co",
        "o'neil_{x}~@example.org",
        "\"two words\"@example.com",
        "\"a\\\"b@c\"@example.com",
        "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]",
        "a@bücher.example",
        "a@例え.テスト",
        "a@example.xn--p1ai",
        "jürgen@example.com",
        " name@example.com ",
        &long,
    ];
    let bad = [
        "name",
        "@example.com",
        "name@",
        "a@b",
        "a@localhost",
        "a@1.2.3.4",
        "a@example.c",
        "a@example.c0m",
        "a@example..com",
        "a@-example.com",
        "a@example-.com",
        "a@example.com.",
        "a b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a.@example.com",
        "a@b@example.com",
        "a@[192.0.2.256]",
        "a@[2001:db8::1]",
        "a@ex_ample.com",
        "\"open@example.com",
        "\"a\"b\"@example.com",
        "\"\\\"@example.com",
        "a@exa mple.com",
        "a@\u{a0}.com",
        &longer,
    ];
    check("email", &good, &bad);
}

#[test]
fn hostname() {
    let label = "a".repeat(63);
    let widest = [&label[..], &label, &label, &label[..61]].join(".");
    let wider = format!("{widest}a");
    let long = format!("{label}a.example");
    let good = ["localhost", "db-1.example.com", "1.2.3.4", "3com", "xn--bcher-kva.example", "A.B", &label, &widest];
    let bad = [
        "-a.example",
        "a-.example",
        "a..b",
        ".a",
        "example.com.",
        "a_b",
        "a b",
        "bücher.example",
        "host:80",
        &long,
        &wider,
    ];
    check("hostname", &good, &bad);
}

#[test]
fn ip() {
    let good = ["0.0.0.0", "192.0.2.1", "255.255.255.255"];
    let bad = ["192.0.2", "192.0.2.1.5", "192.0.2.256", "192.0.2.01", "192.0.2.1/8", " 192.0.2.1", "0xc0.0.2.1"];
    check("ipv4", &good, &bad);
    check("ip-address", &good, &bad);
    let good = [
        "::",
        "::1",
        "1::",
        "2001:DB8::a",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33",
    ];
    let bad = [
        ":",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        ":::",
        "12345::",
        "::g",
        "fe80::1%eth0",
        "[::1]",
        "::1/64",
        " ::1",
        "::192.0.2.256",
        "192.0.2.1",
        "1:2:3:4:5:6:7:",
    ];
    check("ipv6", &good, &bad);
}

#[test]
fn uri() {
    let good = [
        "https://example.com",
        "https://example.com/a/b;c=1?d=e&f#g?h",
        "http:/example",
        "x:",
        "urn:isbn:0451450523",
        "mailto:a@example.com",
        "http://u:p@example.com:8080/",
        "http://example.com:/",
        "http://[2001:db8::1]:80/x",
        "http://[v7.a:b]/",
        "file:///tmp/a",
        "http://%65xample.com/%7e",
        "http://999.1.1.1/",
        "a+b-c.1://x",
        "http://example.com/a//b:c@d",
        "jdbc:postgresql://db:5432/x",
        "http://",
    ];
    let bad = [
        "example.com/path",
        "//example.com",
        "/path",
        "#x",
        "1a:b",
        "a_b:c",
        ":b",
        "http://a b",
        "http://a/<b>",
        "http://a/\"",
        "http://a/{b}",
        "http://a/b|c",
        "http://a/b\\c",
        "http://a/b^c",
        "http://a/`",
        "http://a/ü",
        "http://a/%",
        "http://a/%4",
        "http://a/%4g",
        "http://a/[b]",
        "http://a?[b]",
        "http://a#b#c",
        "http://a:b/",
        "http://[::1",
        "http://[::1]x/",
        "http://[1.2.3.4]/",
        "http://a@b@c/",
        "http://[::1%25eth0]/",
        "http://x[::1]/",
        "http://[v.a]/",
        "http://a\n",
        " http://a",
    ];
    check("uri", &good, &bad);
}

#[test]
fn uuid() {
    let good = ["123e4567-e89b-12d3-a456-426614174000", "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF"];
    let bad = [
        "123e4567e89b12d3a456426614174000",
        "{123e4567-e89b-12d3-a456-426614174000}",
        "123e4567-e89b-12d3-a456-42661417400",
        "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567-e89b-12d3-a4564-26614174000",
        "123e4567-e89b-12d3-a456-42661417400é",
    ];
    check("uuid", &good, &bad);
}

#[test]
fn formats_of_draft_3() {
    check("alpha", &["abcXYZ"], &["abc1", "a b", "é"]);
    check("alphanumeric", &["abc1"], &["a-b", "１"]);
    check("utc-millisec", &["0", "1611532800000", "12.5"], &["-1", "1.", ".5", "1e3", "1.2.3"]);
    check(
        "phone",
        &["+4930123456", "+49 30 123 456"],
        &["4930123456", "+123456", "+49  30 123456", "+49 30 123456 ", "+ 4930123456", "+1234567890123456"],
    );
    check(
        "color",
        &["red", "#fff", "00ff00", "rgb(0, 128,255)", "rgb(0%,50%,100%)"],
        &["reddish", "aqua black", " ", "#ff", "#fffffff", "#ggg", "rgb(0,0,256)", "rgb(1,2)", "rgb(1,2%,3)"],
    );
    check("style", &["color: red", " color:red;"], &["color", ": red", "color:", "a: b; c: d"]);
}

#[test]
fn a_form_accepts_its_example_and_no_other_forms() {
    for form in FORMS {
        for other in FORMS {
            assert_eq!(form.accepts(other.example()), form == other, "{form:?} {other:?}");
        }
        assert!(!form.accepts(form.shape()) && !form.accepts(""), "{form:?}");
    }
    assert!(!DateForm::Month.accepts("2021-13") && !DateForm::Date.accepts("2021-02-29"));
    assert!(!DateForm::DateTimeBlank.accepts("2021-01-01 24:00:00"));
}

#[test]
fn forms_of_formats_satisfy_them() {
    for format in Format::ALL {
        if let Some(form) = DateForm::of_format(format) {
            assert!(format.accepts(form.example()));
        }
    }
    assert_eq!(DateForm::of_format(Format::Time), None);
}

#[test]
fn forms_of_patterns() {
    use DateForm::{
        Date, DateTime, DateTimeBlank, DateTimeCompact, DateTimeLocal, DateTimeMicroseconds, DateTimeMilliseconds,
        Month, Year,
    };
    let cases: &[(&str, Option<DateForm>)] = &[
        (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", Some(Date)),
        (r"\d{4}-\d{2}-\d{2}", Some(Date)),
        (r"^\d\d\d\d\-\d\d\-\d\d$", Some(Date)),
        (r"^(19|20)\d{2}-(0?[1-9]|1[0-2])-([0-2]?\d|3[01])$", Some(Date)),
        (r"^(?:(\d{4}-\d{2}-\d{2})|)$", Some(Date)),
        (r"^$|^\d{4}-\d{2}-\d{2}$", Some(Date)),
        (r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$", Some(Date)),
        (r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$", Some(Date)),
        (r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$", Some(DateTime)),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z|\d{4}-\d{2}-\d{2}$", Some(DateTime)),
        (r"^[0-9]{4}\-[0-9]{2}\-[0-9]{2}[T][0-9]{2}\:[0-9]{2}\:[0-9]{2}Z?$", Some(DateTime)),
        (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$", Some(DateTime)),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.\d{3}Z$", Some(DateTimeMilliseconds)),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+Z$", Some(DateTimeMilliseconds)),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$", Some(DateTimeMicroseconds)),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$", Some(DateTimeLocal)),
        (r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$", Some(DateTimeBlank)),
        (r"^\d{8}T\d{6}Z$", Some(DateTimeCompact)),
        (r"^\d{4}-\d{2}$", Some(Month)),
        (r"^\d{4}$", Some(Year)),
        (r"^[12]\d{3}$|^$", Some(Year)),
        // Which of the two is the day is not said.
        (r"^\d{2}-\d{2}-\d{4}$", None),
        (r"^(0[1-9]|1[012])/\d{2}/\d{4}$", None),
        // Numbers, codes and expressions that are no list of shapes.
        (r"^\d{1,8}$", None),
        (r"^\d+$", None),
        (r"^\d{8}$", None),
        (r"^[a-z0-9]+$", None),
        (r"^.*$", None),
        (r"^(?!x)\d{4}-\d{2}-\d{2}$", None),
        (r"^(?<y>\d{4})$", None),
        (r"^\w{4}$", None),
        (r"[0-9", None),
        (r"(\d{4}", None),
        (r"\d{4})", None),
        (r"\d{4", None),
        (r"\d{4,2}", None),
        (r"\d{99999999999999999999}", None),
        (r"((((\d{9}){9}){9}){9}){9}", None),
        (r"(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)", None),
        (r"\", None),
        (r"[]", None),
        (r"*", None),
        (r"", None),
        (r"é{2}", None),
    ];
    for (pattern, form) in cases {
        assert_eq!(DateForm::of_pattern(pattern), *form, "{pattern}");
    }
    assert_eq!(DateForm::of_pattern(&"(".repeat(100_000)), None);
    assert_eq!(DateForm::of_pattern(&"(a?|b?)".repeat(10_000)), None);
}

#[test]
fn suggestions() {
    use DateForm::{
        Date, DateTime, DateTimeBlank, DateTimeCompact, DateTimeLocal, DateTimeMicroseconds, DateTimeMilliseconds,
        Month, Year,
    };
    let cases: &[(DateForm, &str, &str)] = &[
        (Date, "2022/07/28", "2022-07-28"),
        (Date, "20220728", "2022-07-28"),
        (Date, "2022-7-8", "2022-07-08"),
        (Date, "2022.07.28", "2022-07-28"),
        (Date, " 2022-07-28\n", "2022-07-28"),
        (Date, "28.07.2022", "2022-07-28"),
        (Date, "8.7.2022", "2022-07-08"),
        (Date, "28/07/2022", "2022-07-28"),
        (Date, "07-28-2022", "2022-07-28"),
        (Date, "05/05/2022", "2022-05-05"),
        (Date, "July 28, 2022", "2022-07-28"),
        (Date, "28 Jul 2022", "2022-07-28"),
        (Date, "28-JUL-2022", "2022-07-28"),
        (Date, "8. July 2022", "2022-07-08"),
        (Date, "Sept. 1, 2022", "2022-09-01"),
        (Date, "2022-07-28T23:00:00-05:00", "2022-07-28"),
        (Date, "2022-07-28 10:20", "2022-07-28"),
        (Date, "1659045630", "2022-07-28"),
        (DateTime, "2022-07-28", "2022-07-28T00:00:00Z"),
        (DateTime, "2022/07/28", "2022-07-28T00:00:00Z"),
        (DateTime, "2022-07-28 10:20:30", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28T10:20:30", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28T10:20:30+0000", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28T10:20:30+0200", "2022-07-28T08:20:30Z"),
        (DateTime, "2022-12-31T22:00:00-05", "2023-01-01T03:00:00Z"),
        (DateTime, "2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
        (DateTime, "2022-07-28t10:20:30z", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28T10:20Z", "2022-07-28T10:20:00Z"),
        (DateTime, "2022-07-28T10:20:30.Z", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28T10:20:30,125Z", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28 10:20:30 UTC", "2022-07-28T10:20:30Z"),
        (DateTime, "2022-07-28-T10:20:30Z", "2022-07-28T10:20:30Z"),
        (DateTime, "20220728T102030Z", "2022-07-28T10:20:30Z"),
        (DateTime, "20220728T1020", "2022-07-28T10:20:00Z"),
        (DateTime, "July 28, 2022 10:20", "2022-07-28T10:20:00Z"),
        (DateTime, "1659003630", "2022-07-28T10:20:30Z"),
        (DateTimeMilliseconds, "1659003630125", "2022-07-28T10:20:30.125Z"),
        (DateTimeMilliseconds, "2022-07-28T10:20:30Z", "2022-07-28T10:20:30.000Z"),
        (DateTimeMilliseconds, "2022-07-28T10:20:30.123456Z", "2022-07-28T10:20:30.123Z"),
        (DateTimeMicroseconds, "2022-07-28T10:20:30.5Z", "2022-07-28T10:20:30.500000Z"),
        (DateTimeLocal, "2022-07-28T10:20:30Z", "2022-07-28T10:20:30"),
        (DateTimeBlank, "2022-07-28", "2022-07-28 00:00:00"),
        (DateTimeCompact, "2022-07-28T10:20:30Z", "20220728T102030Z"),
        (Month, "2022-07-28", "2022-07"),
        (Month, "2022/7", "2022-07"),
        (Month, "July 2022", "2022-07"),
        (Year, "2022-07-28", "2022"),
        (Year, " 2022 ", "2022"),
    ];
    for (target, text, expected) in cases {
        assert_eq!(suggest(*target, text).as_deref(), Some(*expected), "{target:?} {text:?}");
        assert!(target.accepts(expected));
        assert_eq!(suggest(*target, expected), None, "nothing to say about {expected:?}");
    }
}

#[test]
fn no_suggestion_without_one_sure_reading() {
    let cases: &[(DateForm, &str)] = &[
        (DateForm::Date, "01/02/2021"),
        (DateForm::Date, "01-02-2021"),
        (DateForm::Date, "2021-02-30"),
        (DateForm::Date, "2021-25-01"),
        (DateForm::Date, "13/13/2021"),
        (DateForm::Date, "1/2/21"),
        (DateForm::Date, "2021-W04-1"),
        (DateForm::Date, "2021-025"),
        (DateForm::Date, "2021-01"),
        (DateForm::Date, "2021"),
        (DateForm::Date, "-2021-01-25"),
        (DateForm::Date, "+12021-01-25"),
        (DateForm::Date, "2021-01/25"),
        (DateForm::Date, "2021-01-25!!"),
        (DateForm::Date, "2021-01-25-05:00"),
        (DateForm::Date, "2021-01-25T25:00:00Z"),
        (DateForm::Date, "2021-01-25 10:00 PM"),
        (DateForm::Date, "Febtober 3, 2021"),
        (DateForm::Date, "May"),
        (DateForm::Date, "yesterday"),
        (DateForm::Date, "9999999999"),
        (DateForm::Date, "12345"),
        (DateForm::Date, "２０２１-01-25"),
        (DateForm::Date, "20210125é"),
        (DateForm::Date, ""),
        (DateForm::DateTime, "2021-01-25T24:00:00Z"),
        (DateForm::DateTime, "2021-01-25T12:00:60Z"),
        (DateForm::DateTime, "2021-01-25 9"),
        (DateForm::DateTime, "2021-01-25T10:00:00 PST"),
        (DateForm::DateTime, "2021-01-25T10:00:00+24:00"),
        (DateForm::DateTime, "0000-01-01T00:00:00+01:00"),
        (DateForm::DateTime, "9999-12-31T23:59:59-01:00"),
        // Whose local time is wanted is not said.
        (DateForm::DateTimeLocal, "2021-01-25T10:00:00+02:00"),
    ];
    for (target, text) in cases {
        assert_eq!(suggest(*target, text), None, "{target:?} {text:?}");
    }
}

/// Every text that can be made by breaking a good one at one place: nothing panics, no suggestion is refused.
#[test]
fn broken_texts_are_survived() {
    let seeds = [
        "2022-07-28T10:20:30.125+02:00",
        "July 28, 2022 10:20",
        "28.07.2022",
        "1659003630125",
        "http://u@[::1]:80/%41?q#f",
        "\"a\\b\"@[IPv6:::1]",
        "rgb(1%, 2%, 3%)",
        "+49 30 123456",
        r"^(\d{4}|[0-9]{2,3})?-[T ]+(a|)$",
    ];
    for seed in seeds {
        for at in 0..=seed.len() {
            for piece in ["", "é", "0", "9", "-", ":", "[", "]", "(", "{", "\\", "%", " ", "\u{0}"] {
                for end in [at, (at + 1).min(seed.len())] {
                    survive(&[&seed[..at], piece, &seed[end..]].concat());
                }
            }
        }
    }
}

fn survive(text: &str) {
    for format in Format::ALL {
        format.accepts(text);
    }
    for form in FORMS {
        if let Some(suggestion) = suggest(form, text) {
            assert!(form.accepts(&suggestion), "{form:?} {text:?} {suggestion:?}");
        }
    }
    DateForm::of_pattern(text);
}
