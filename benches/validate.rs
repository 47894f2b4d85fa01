//! Text → verdict, side by side in one run: this crate, `serde_json` + `jsonschema`, and `serde_json` + `boon`.
//!
//! Over the real specs of the corpus where `AIRBYTE_DB_CORPUS` names it, over our own examples otherwise. Each figure
//! is the median over the specs of the best of several rounds; what counts are the ratios, measured in turn so that a
//! busy machine slows all alike.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops at what is wrong")]
#![allow(clippy::cast_precision_loss, reason = "times are small")]

use airbyte_db::json::Document;
use airbyte_db::{Memory, Options, Validator};
use std::hint::black_box;
use std::time::Instant;

/// A spec and valid configurations for it.
struct Case {
    schema: String,
    configurations: Vec<String>,
}

const ROUNDS: usize = 7;
const MOST_SPECS: usize = 100;

fn main() {
    let cases = cases();
    let configurations: usize = cases.iter().map(|case| case.configurations.len()).sum();
    let bytes: usize = cases.iter().flat_map(|case| &case.configurations).map(String::len).sum();
    println!(
        "{} specs, {configurations} valid configurations, {} bytes each on average",
        cases.len(),
        bytes / configurations
    );
    println!();
    print_table("text → verdict, compiled once (ns)", &cases, warm);
    print_table("compile and first verdict (ns)", &cases, cold);
    print_allocations(&cases);
}

fn cases() -> Vec<Case> {
    let Some(folder) = std::env::var_os("AIRBYTE_DB_CORPUS").map(std::path::PathBuf::from) else {
        println!("AIRBYTE_DB_CORPUS is not set: our own examples stand in for real specs");
        return vec![Case {
            schema: Document::parse(include_str!("../examples/orders/spec.json"))
                .unwrap()
                .pointer("/connectionSpecification")
                .unwrap()
                .raw()
                .to_owned(),
            configurations: vec![include_str!("../examples/orders/config.json").to_owned()],
        }];
    };
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let configurations = read("configs.jsonl");
    let rows: Vec<Document<'_>> =
        configurations.split('\n').filter(|line| !line.is_empty()).map(|line| Document::parse(line).unwrap()).collect();
    let specs = ["specs-2023.jsonl", "specs-2026.jsonl"].map(read).join("");
    let mut cases = Vec::new();
    for line in specs.split('\n').filter(|line| !line.is_empty()) {
        let spec = Document::parse(line).unwrap();
        let member = |name: &str| spec.root().get(name).unwrap().as_str().unwrap().into_owned();
        let (repository, epoch) = (member("docker_repository"), member("epoch"));
        let is_ours = |row: &&Document<'_>| {
            let is = |name: &str, value: &str| row.root().get(name).unwrap().as_str().unwrap() == value;
            is("definition", &repository) && is("epoch", &epoch) && row.root().get("valid").unwrap().raw() == "true"
        };
        let schema = spec.pointer("/spec/connectionSpecification").unwrap().raw().to_owned();
        // Only what all three can compile, and what all three call valid, can be compared.
        let Some((theirs, boon)) = other_validators(&schema) else { continue };
        let configurations: Vec<String> = rows
            .iter()
            .filter(is_ours)
            .map(|row| row.root().get("config").unwrap().raw().to_owned())
            .filter(|text| theirs.is_valid(&serde_json::from_str(text).unwrap()))
            .filter(|text| boon.0.validate(&serde_json::from_str(text).unwrap(), boon.1).is_ok())
            .take(4)
            .collect();
        if !configurations.is_empty() {
            cases.push(Case { schema, configurations });
        }
    }
    // Evenly spread over both epochs.
    let step = cases.len().div_ceil(MOST_SPECS);
    cases.into_iter().step_by(step).collect()
}

type Boon = (boon::Schemas, boon::SchemaIndex);

fn other_validators(schema: &str) -> Option<(jsonschema::Validator, Boon)> {
    let mut schema: serde_json::Value = serde_json::from_str(schema).ok()?;
    schema.as_object_mut()?.remove("$schema");
    Some((theirs(&schema)?, boon(&schema)?))
}

fn theirs(schema: &serde_json::Value) -> Option<jsonschema::Validator> {
    jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(true).build(schema).ok()
}

fn boon(schema: &serde_json::Value) -> Option<Boon> {
    let mut compiler = boon::Compiler::new();
    compiler.set_default_draft(boon::Draft::V7);
    compiler.enable_format_assertions();
    compiler.add_resource("spec.json", schema.clone()).ok()?;
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("spec.json", &mut schemas).ok()?;
    Some((schemas, index))
}

/// The best of several rounds, in nanoseconds a call.
fn time(mut call: impl FnMut()) -> f64 {
    let started = Instant::now();
    call();
    let once = started.elapsed().as_nanos().max(1);
    let calls = (500_000 / once).clamp(1, 2_000) as u32;
    (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            (0..calls).for_each(|_| call());
            started.elapsed().as_nanos() as f64 / f64::from(calls)
        })
        .fold(f64::INFINITY, f64::min)
}

/// Ours, the `jsonschema` crate, `boon`: nanoseconds a configuration.
fn warm(case: &Case) -> [f64; 3] {
    let validator = Validator::new(&case.schema).unwrap();
    let (theirs, boon) = other_validators(&case.schema).expect("compiled before");
    let each = case.configurations.len() as f64;
    let options = Options::default();
    let mut memory = Memory::default();
    let parse = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let ours = || {
        for text in &case.configurations {
            black_box(validator.validate_reusing(text, &options, &mut memory).unwrap());
        }
    };
    let with_jsonschema = || {
        for text in &case.configurations {
            black_box(theirs.is_valid(&parse(text)));
        }
    };
    let with_boon = || {
        for text in &case.configurations {
            black_box(boon.0.validate(&parse(text), boon.1).is_ok());
        }
    };
    [time(ours) / each, time(with_jsonschema) / each, time(with_boon) / each]
}

fn cold(case: &Case) -> [f64; 3] {
    let configuration = &case.configurations[0];
    let parsed = |schema: &str| {
        let mut schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        schema.as_object_mut().unwrap().remove("$schema");
        schema
    };
    let parse = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap();
    [
        time(|| _ = black_box(Validator::new(&case.schema).unwrap().validate(configuration).unwrap())),
        time(|| _ = black_box(theirs(&parsed(&case.schema)).unwrap().is_valid(&parse(configuration)))),
        time(|| {
            let (schemas, index) = boon(&parsed(&case.schema)).unwrap();
            let valid = schemas.validate(&parse(configuration), index).is_ok();
            black_box(valid);
        }),
    ]
}

fn print_table(title: &str, cases: &[Case], measure: impl Fn(&Case) -> [f64; 3]) {
    let rows: Vec<[f64; 3]> = cases.iter().map(measure).collect();
    println!("{title}");
    println!("| | median | p95 | times ours (median of ratios) | slowest ratio |");
    println!("|---|---|---|---|---|");
    for (number, name) in ["airbyte-db", "serde_json + jsonschema", "serde_json + boon"].iter().enumerate() {
        let mut times: Vec<f64> = rows.iter().map(|row| row[number]).collect();
        let mut ratios: Vec<f64> = rows.iter().map(|row| row[number] / row[0]).collect();
        times.sort_by(f64::total_cmp);
        ratios.sort_by(f64::total_cmp);
        println!(
            "| {name} | {:.0} | {:.0} | {:.2} | {:.2} |",
            times[times.len() / 2],
            times[times.len() * 95 / 100],
            ratios[ratios.len() / 2],
            ratios[0],
        );
    }
    println!();
}

fn print_allocations(cases: &[Case]) {
    let bytes_of = |call: &mut dyn FnMut(&Case)| {
        let mut each: Vec<u64> = cases
            .iter()
            .map(|case| {
                // Once before, for what is built at first use.
                call(case);
                allocation_counter::measure(|| call(case)).bytes_total / case.configurations.len() as u64
            })
            .collect();
        each.sort_unstable();
        each[each.len() / 2]
    };
    let validators: Vec<Validator> = cases.iter().map(|case| Validator::new(&case.schema).unwrap()).collect();
    let of = |case: &Case| {
        let at = cases.iter().position(|other| std::ptr::eq(case, other)).unwrap();
        &validators[at]
    };
    let options = Options::default();
    let mut memory = Memory::default();
    let reusing = bytes_of(&mut |case| {
        case.configurations.iter().for_each(|text| _ = of(case).validate_reusing(text, &options, &mut memory));
    });
    let fresh = bytes_of(&mut |case| case.configurations.iter().for_each(|text| _ = of(case).validate(text)));
    let serde = bytes_of(&mut |case| {
        case.configurations.iter().for_each(|text| _ = serde_json::from_str::<serde_json::Value>(text));
    });
    println!("bytes allocated for a valid verdict (median)");
    println!("| airbyte-db, memory reused | airbyte-db | serde_json alone |");
    println!("|---|---|---|");
    println!("| {reusing} | {fresh} | {serde} |");
}
