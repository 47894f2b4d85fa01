//! What must hold of every document, number and text.

use super::oracle::{written, written_number};
use super::{rewritten, through_tree};
use airbyte_db::hash::jackson::{self, KeyOrder, Sink};
use airbyte_db::hash::murmur3::{self, Murmur3};
use airbyte_db::hash::{self, HashForm, HashValue, Reading};
use airbyte_db::json::Document;
use proptest::prelude::*;
use proptest::sample::select;

/// JSON text with blanks, escapes, odd numbers and repeated names.
fn json_text() -> impl Strategy<Value = String> {
    let blank = || select(&["", "", " ", "\n\t", " \r\n  "][..]);
    let inner = || {
        let pieces = [
            "",
            "a",
            "b",
            "key",
            "é",
            "😀",
            "\u{2028}",
            r"\n",
            r"\u0041",
            r"\u0000",
            r"\u001f",
            r"\/",
            r"\\",
            r#"\""#,
            r"\ud83d\ude00",
            r"\ud800",
            r"\udc00",
            r"\ufffd",
            "\u{fffd}",
            "a longer piece of text",
            r"\u00e9",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..4).prop_map(|pieces| pieces.concat())
    };
    let number = prop_oneof![
        select(&["0", "-0", "-0.0", "1e3", "1E400", "-1e-7", "5e-324", "1.10", "12345678901234567890123", "0e0"][..])
            .prop_map(str::to_owned),
        any::<f64>()
            .prop_filter("JSON has no such number", |double| double.is_finite())
            .prop_map(|double| format!("{double:e}")),
        any::<i64>().prop_map(|number| number.to_string()),
        (any::<u32>(), any::<u32>(), -30..30)
            .prop_map(|(whole, fraction, exponent)| format!("{whole}.{fraction}e{exponent}")),
    ];
    let leaf = prop_oneof![
        select(&["null", "true", "false", "{}", "[ ]"][..]).prop_map(str::to_owned),
        number,
        inner().prop_map(|inner| format!("\"{inner}\"")),
    ];
    leaf.prop_recursive(5, 40, 6, move |value| {
        let item =
            (blank(), value.clone(), blank()).prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        let member = (blank(), inner(), blank(), item.clone())
            .prop_map(|(before, name, after, value)| format!("{before}\"{name}\"{after}:{value}"));
        prop_oneof![
            proptest::collection::vec(item, 1..5).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec(member, 1..6).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

#[derive(Default)]
struct Pieces(Vec<String>);

impl Sink for Pieces {
    fn put(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }
}

proptest! {
    #[test]
    fn the_streaming_form_is_the_tree_and_the_oracle(text in json_text()) {
        let streamed = rewritten(&text, KeyOrder::AsWritten);
        prop_assert_eq!(&streamed, &through_tree(&text, KeyOrder::AsWritten));
        prop_assert_eq!(&streamed, &written(Document::parse(&text).unwrap().root()));
        // What Jackson has written it writes again, unless half a surrogate pair has made two names the same.
        if !text.contains(r"\ud800") && !text.contains(r"\udc00") {
            prop_assert_eq!(&streamed, &rewritten(&streamed, KeyOrder::AsWritten));
        }
        let pieces: Pieces = jackson::rewrite(&text, KeyOrder::AsWritten).unwrap();
        prop_assert_eq!(pieces.0.concat(), streamed.clone());
        let hash: Murmur3 = jackson::rewrite(&text, KeyOrder::AsWritten).unwrap();
        prop_assert_eq!(hash.finish(), murmur3::hash(streamed.as_bytes(), 0));
    }

    #[test]
    fn what_was_arranged_stays_so(text in json_text()) {
        prop_assume!(!text.contains(r"\ud800") && !text.contains(r"\udc00"));
        for keys in [KeyOrder::Sorted, KeyOrder::Jsonb] {
            // Not every document has every form.
            let Ok(arranged) = jackson::rewrite::<String>(&text, keys) else { continue };
            prop_assert_eq!(&arranged, &rewritten(&arranged, KeyOrder::AsWritten));
            // (Postgres would make whole numbers of what Jackson writes as 1.0E7.)
            if keys == KeyOrder::Sorted {
                prop_assert_eq!(&arranged, &rewritten(&arranged, keys));
            }
        }
    }

    #[test]
    fn broken_text_is_refused_by_all_ways_alike(text in json_text(), cut in any::<prop::sample::Index>(), insert in select(&["", "\"", "{", "]", ",", ":", "\\", "0", "-", ".", "e", " ", "x"][..])) {
        let mut broken = text;
        let places: Vec<usize> = broken.char_indices().map(|(at, _)| at).collect();
        let at = if places.is_empty() { 0 } else { places[cut.index(places.len())] };
        if insert.is_empty() { broken.truncate(at) } else { broken.insert_str(at, insert) }
        let read = Document::parse(&*broken);
        let rewritten = jackson::rewrite::<String>(&broken, KeyOrder::AsWritten);
        prop_assert_eq!(read.as_ref().map_err(ToString::to_string).err(), rewritten.as_ref().map_err(ToString::to_string).err());
        if let (Ok(document), Ok(rewritten)) = (read, rewritten) {
            prop_assert_eq!(rewritten, written(document.root()));
        }
    }

    #[test]
    fn murmur3_is_that_of_the_crate_however_the_bytes_are_cut(bytes in proptest::collection::vec(any::<u8>(), 0..200), cuts in proptest::collection::vec(0..20_usize, 0..30), seed in any::<u32>()) {
        let expected = ::murmur3::murmur3_32(&mut &*bytes, seed).unwrap();
        prop_assert_eq!(murmur3::hash(&bytes, seed), expected);
        let (mut hash, mut rest) = (Murmur3::new(seed), &*bytes);
        for cut in cuts {
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            hash.update(piece);
            rest = after;
        }
        hash.update(rest);
        prop_assert_eq!(hash.finish(), expected);
    }

    #[test]
    fn md5_is_that_of_the_crate(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(hash::of_bytes(&bytes, HashForm::Md5), HashValue::Md5(md5::compute(&bytes).0));
        let text = format!("[\"{}\"]", "a".repeat(bytes.len()));
        let streamed = hash::of_text(&text.replace('[', " [ "), Reading::Configuration, HashForm::Md5).unwrap();
        prop_assert_eq!(streamed, HashValue::Md5(md5::compute(&text).0));
    }

    #[test]
    fn doubles_are_printed_as_the_oracle_does(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        prop_assume!(double.is_finite());
        for text in [format!("{double:e}"), format!("{double:.20e}"), format!("{double:.14e}"), format!("{double:.3e}")] {
            prop_assert_eq!(rewritten(&text, KeyOrder::AsWritten), written_number(&text));
        }
    }

    #[test]
    fn any_text_is_hashed_or_refused(text in "\\PC{0,40}|[\\[\\]{}\",:0-9eE.\\\\ u-]{0,40}") {
        for form in HashForm::ALL {
            for reading in Reading::ALL {
                _ = hash::of_text(&text, reading, form);
            }
        }
        let _ = text.parse::<HashValue>();
    }
}
