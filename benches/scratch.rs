#![allow(
    missing_docs,
    rust_2018_idioms,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "scratch"
)]
use airbyte_db::json::Document;
use airbyte_db::{Memory, Options, Validator};
use std::hint::black_box;
use std::time::Instant;
fn best(mut f: impl FnMut()) -> f64 {
    (0..15)
        .map(|_| {
            let s = Instant::now();
            for _ in 0..3000 {
                f()
            }
            s.elapsed().as_nanos() as f64 / 3000.0
        })
        .fold(f64::INFINITY, f64::min)
}
fn main() {
    if let Ok(n) = std::env::var("HOT") {
        let c = r#"{"api_key":"some-api-key-value-1234","start_date":"2021-01-25T00:00:00Z","region":"eu-west-1","port":5432,"credentials":{"auth_type":"oauth","client_id":"abc","client_secret":"secret value"}}"#;
        let s = r#"{"type":"object","required":["api_key","start_date"],"properties":{"api_key":{"type":"string","airbyte_secret":true},"start_date":{"type":"string","format":"date-time","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"},"region":{"type":"string","enum":["us-east-1","us-west-1","eu-west-1"]},"port":{"type":"integer","minimum":1,"maximum":65535},"credentials":{"type":"object","oneOf":[{"required":["auth_type","token"],"properties":{"auth_type":{"const":"token"},"token":{"type":"string"}}},{"required":["auth_type","client_id","client_secret"],"properties":{"auth_type":{"const":"oauth"},"client_id":{"type":"string"},"client_secret":{"type":"string"}}}]}}}"#;
        let v = Validator::new(if n == "parse" { "{}" } else { s }).unwrap();
        let mut mem = Memory::default();
        let o = Options::default();
        let t = Instant::now();
        for _ in 0..4_000_000 {
            black_box(v.validate_reusing(black_box(c), &o, &mut mem).unwrap());
        }
        println!("{n}: {} ns for {} bytes", t.elapsed().as_nanos() / 4_000_000, c.len());
        let js = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .should_validate_formats(true)
            .build(&serde_json::from_str(s).unwrap())
            .unwrap();
        let t = Instant::now();
        for _ in 0..400_000 {
            black_box(js.is_valid(&serde_json::from_str(c).unwrap()));
        }
        println!("js {}", t.elapsed().as_nanos() / 400_000);
        let t = Instant::now();
        for _ in 0..400_000 {
            black_box(serde_json::from_str::<serde_json::Value>(c).unwrap());
        }
        println!("serde {}", t.elapsed().as_nanos() / 400_000);
        return;
    }
    let want: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let folder = std::path::PathBuf::from(std::env::var_os("AIRBYTE_DB_CORPUS").unwrap());
    let text = std::fs::read_to_string(folder.join("specs-2026.jsonl")).unwrap()
        + &std::fs::read_to_string(folder.join("specs-2023.jsonl")).unwrap();
    let conf = std::fs::read_to_string(folder.join("configs.jsonl")).unwrap();
    let rows: Vec<Document> = conf.split('\n').filter(|l| !l.is_empty()).map(|l| Document::parse(l).unwrap()).collect();
    for row in &rows {
        let g = |n: &str| row.root().get(n).unwrap().as_str().unwrap().into_owned();
        if !want.contains(&g("id")) {
            continue;
        }
        let c = row.root().get("config").unwrap().raw();
        for line in text.split('\n').filter(|l| !l.is_empty()) {
            let d = Document::parse(line).unwrap();
            let m = |n: &str| d.root().get(n).unwrap().as_str().unwrap().into_owned();
            if (m("docker_repository"), m("epoch")) != (g("definition"), g("epoch")) {
                continue;
            }
            let s = d.pointer("/spec/connectionSpecification").unwrap().raw().to_owned();
            let v = Validator::new(&s).unwrap();
            let mut mem = Memory::default();
            let o = Options::default();
            let mut sv: serde_json::Value = serde_json::from_str(&s).unwrap();
            sv.as_object_mut().unwrap().remove("$schema");
            let js = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft7)
                .should_validate_formats(true)
                .build(&sv)
                .unwrap();
            let empty = Validator::new("{}").unwrap();
            let a = best(|| {
                black_box(v.validate_reusing(c, &o, &mut mem).unwrap());
            });
            let p = best(|| {
                black_box(empty.validate_reusing(c, &o, &mut mem).unwrap());
            });
            let sp = best(|| {
                black_box(serde_json::from_str::<serde_json::Value>(c).unwrap());
            });
            let j = best(|| {
                black_box(js.is_valid(&serde_json::from_str(c).unwrap()));
            });
            let comp = best(|| {
                black_box(Validator::new(&s).unwrap());
            });
            let sparse = best(|| {
                black_box(Document::parse(&*s).unwrap());
            });
            println!(
                "{} len {} | ours {a:.0} parse {p:.0} | serde {sp:.0} js {j:.0} | ratio {:.2} | compile {comp:.0} ({} bytes, parse {sparse:.0})",
                g("id"),
                c.len(),
                j / a,
                s.len()
            );
        }
    }
}
