//! JSON text → hash, side by side in one run: this crate, and what one would write with `serde_json`; beside them
//! the `murmur3` crate and our bare murmur3 over the final bytes, which is the ceiling.
//!
//! Over the real catalogs of the corpus where `AIRBYTE_DB_CORPUS` names it, over our own examples otherwise. What
//! counts are the ratios: all are measured in turn for each document, so that a busy machine slows all alike.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops at what is wrong")]
#![allow(clippy::cast_precision_loss, reason = "times are small")]

use airbyte_db::hash::{self, HashForm, Reading, murmur3};
use airbyte_db::json::Document;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 9;

fn main() {
    let (what, documents) = documents();
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("{} {what}, {} bytes each on average", documents.len(), bytes / documents.len());
    println!();
    let compact: Vec<String> = documents.iter().map(|text| final_text(text, HashForm::Murmur3)).collect();
    let indented: Vec<String> = documents.iter().map(|text| indented(text)).collect();
    print_table("indented text → murmur3, keys as written", &indented, HashForm::Murmur3, with_serde_json::<Ordered>);
    print_table("compact text → murmur3, keys as written", &compact, HashForm::Murmur3, with_serde_json::<Ordered>);
    print_table("compact text → murmur3, keys sorted", &compact, HashForm::Murmur3Sorted, with_serde_json::<Sorted>);
    let catalogs: Vec<String> = compact.into_iter().filter(|text| is_catalog(text)).collect();
    if !catalogs.is_empty() {
        println!("{} documents are catalogs to the platform's class", catalogs.len());
        println!("text → murmur3 of the catalog: {:.0} ns (median)", median(catalogs.iter().map(|text| catalog(text))));
    }
}

fn documents() -> (&'static str, Vec<String>) {
    let Some(folder) = std::env::var_os("AIRBYTE_DB_CORPUS").map(std::path::PathBuf::from) else {
        println!("AIRBYTE_DB_CORPUS is not set: our own examples stand in for real catalogs");
        let examples = [include_str!("../examples/orders/spec.json"), include_str!("../examples/orders/config.json")];
        return ("documents", examples.map(str::to_owned).to_vec());
    };
    let text = std::fs::read_to_string(folder.join("catalogs.jsonl")).unwrap();
    let document = |line: &str| Document::parse(line).unwrap().root().get("document").unwrap().raw().to_owned();
    ("real catalogs", text.split('\n').filter(|line| !line.is_empty()).map(document).collect())
}

fn final_text(text: &str, form: HashForm) -> String {
    hash::text_of(text, Reading::Configuration, form).unwrap()
}

fn indented(text: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<Ordered>(text).unwrap()).unwrap()
}

/// A tree that keeps the order of members, as `serde_json` has with its feature `preserve_order`. (Turned on here it
/// would be turned on in the library too.)
type Ordered = Tree<IndexMap<String, serde_json::Value>>;
type Sorted = Tree<BTreeMap<String, serde_json::Value>>;

#[derive(Deserialize, Serialize)]
struct Tree<Map>(Map);

fn with_serde_json<T: serde::de::DeserializeOwned + Serialize>(text: &str) -> u32 {
    let tree: T = serde_json::from_str(text).unwrap();
    murmur3::hash(serde_json::to_string(&tree).unwrap().as_bytes(), 0)
}

fn is_catalog(text: &str) -> bool {
    text.contains("\"streams\"") && hash::of_text(text, Reading::Catalog, HashForm::Murmur3).is_ok()
}

fn catalog(text: &str) -> f64 {
    time(|| _ = black_box(hash::of_text(text, Reading::Catalog, HashForm::Murmur3).unwrap()))
}

/// The best of several rounds, in nanoseconds a call.
fn time(mut call: impl FnMut()) -> f64 {
    let started = Instant::now();
    call();
    let calls = (200_000 / started.elapsed().as_nanos().max(1)).clamp(1, 1000);
    let round = |call: &mut dyn FnMut()| {
        let started = Instant::now();
        (0..calls).for_each(|_| call());
        started.elapsed().as_nanos() as f64 / calls as f64
    };
    (0..ROUNDS).map(|_| round(&mut call)).fold(f64::INFINITY, f64::min)
}

fn median(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

const NAMES: [&str; 4] = ["airbyte-db", "serde_json", "murmur3 crate, final bytes", "bare hash, final bytes"];

fn print_table(title: &str, documents: &[String], form: HashForm, theirs: fn(&str) -> u32) {
    let measure = |text: &String| {
        let last = final_text(text, form);
        [
            time(|| _ = black_box(hash::of_text(text, Reading::Configuration, form).unwrap())),
            time(|| _ = black_box(theirs(text))),
            time(|| _ = black_box(::murmur3::murmur3_32(&mut last.as_bytes(), 0).unwrap())),
            time(|| _ = black_box(murmur3::hash(last.as_bytes(), 0))),
        ]
    };
    let rows: Vec<[f64; 4]> = documents.iter().map(measure).collect();
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("{title}");
    println!("| | median (ns) | all (MB/s) | times ours (median of ratios) | slowest ratio |");
    println!("|---|---|---|---|---|");
    for (number, name) in NAMES.iter().enumerate() {
        let column = || rows.iter().map(|row| row[number]);
        let ratios = || rows.iter().map(|row| row[number] / row[0]);
        println!(
            "| {name} | {:.0} | {:.0} | {:.2} | {:.2} |",
            median(column()),
            bytes as f64 * 1e3 / column().sum::<f64>(),
            median(ratios()),
            ratios().fold(f64::INFINITY, f64::min),
        );
    }
    println!();
}
