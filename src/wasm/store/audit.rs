//! An audit, step by step.

use super::{moment, with};
use crate::audit::report::{self, Summary};
use crate::audit::{Against, Audit, Baseline, Event, Found, Options};
use crate::blobs::Registry;
use crate::report::Styles;
use crate::store::Reader;
use crate::wasm::{Answer, Thrown, usage};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::mem;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static RUNNING: RefCell<Option<Running>> = RefCell::default();
}

/// An audit that goes on, and what it has found.
struct Running {
    work: Work,
    /// How many rows there are to look at.
    of: u64,
    told: Told,
}

enum Work {
    Rows(Box<Audit>),
    Upgrades(Against, Box<Registry>),
}

/// What is kept of what was found.
struct Told {
    summary: Summary,
    baseline: Option<Baseline>,
    /// What is accepted from now on, where it is asked for.
    written: Option<Baseline>,
    /// The first findings, each as JSON.
    kept: Vec<String>,
    most: usize,
    /// Those that nobody was told of yet, where somebody wants to hear of each.
    fresh: Option<Vec<String>>,
}

/// Begins one; a registry and a baseline may be empty.
#[wasm_bindgen]
pub fn audit_begin(asked: usize, registry: usize, baseline: usize) -> i32 {
    with([asked, registry, baseline], |store, [asked, registry, baseline]| {
        let asked: Value = serde_json::from_str(asked).unwrap_or_default();
        let as_of = moment(store, asked["asOf"].as_str().unwrap_or_default())?;
        let mut options = Options::as_of(as_of);
        (options.only, options.except) = (names(&asked["only"])?, names(&asked["except"])?);
        let count = |name: &str| asked[name].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
        let told = Told {
            summary: Summary::new("store", as_of.to_string(), count("mostOfGroup")),
            baseline: (!baseline.is_empty()).then(|| Baseline::read(baseline)).transpose()?,
            written: (asked["newBaseline"] == true).then(Baseline::default),
            kept: Vec::new(),
            most: count("limit"),
            fresh: (asked["told"] == true).then(Vec::new),
        };
        let (work, of) = if registry.is_empty() {
            (Work::Rows(Box::new(Audit::new(&options))), rows(&store.read(), &options)?)
        } else {
            (Work::Upgrades(Against::new(&options), Box::new(Registry::read(registry)?)), 0)
        };
        RUNNING.set(Some(Running { work, of, told }));
        Ok(Answer::Nothing)
    })
}

fn names(tables: &Value) -> Result<Vec<&'static str>, Thrown> {
    let names = tables.as_array().into_iter().flatten();
    names.map(|name| super::table(name.as_str().unwrap_or_default()).map(|table| table.name)).collect()
}

/// How many rows there are in the tables that are looked at.
fn rows(reader: &Reader<'_>, options: &Options) -> Result<u64, Thrown> {
    let counts = reader.status(false)?.rows;
    Ok(counts.into_iter().filter(|(table, _)| options.wants(table)).map(|(_, rows)| rows).sum())
}

/// Looks at the next rows: what it looked at, how far it is, and whether there is more.
#[wasm_bindgen]
pub fn audit_step() -> i32 {
    with([], |store, []| {
        RUNNING.with_borrow_mut(|running| {
            let Running { work, of, told } = running.as_mut().ok_or_else(|| usage("no audit is going on"))?;
            let mut tell = |event| {
                told.hear(event);
                Ok(())
            };
            let reader = store.read();
            let (stage, more) = match work {
                Work::Rows(audit) => (audit.stage(), audit.step(&reader, &mut tell)?),
                Work::Upgrades(against, registry) => ("upgrades", against.step(&reader, registry, &mut tell)?),
            };
            let step = json!({"stage": stage, "done": told.summary.row_count(), "of": of, "more": more});
            Ok(Answer::Text(step.to_string()))
        })
    })
}

impl Told {
    fn hear(&mut self, event: Event) {
        match event {
            Event::Judged(table, count) => self.summary.judged(table, count),
            Event::Found(found) => self.found(*found),
        }
    }

    fn found(&mut self, found: Found) {
        if let Some(written) = &mut self.written {
            written.add(&found);
        }
        if self.baseline.as_mut().is_some_and(|baseline| baseline.accepts(&found)) {
            self.summary.accepted += 1;
            return;
        }
        let is_kept = self.kept.len() < self.most;
        if is_kept || self.fresh.is_some() {
            let text = found.to_json();
            if let Some(fresh) = &mut self.fresh {
                fresh.push(text.clone());
            }
            if is_kept {
                self.kept.push(text);
            }
        }
        self.summary.add(found);
    }

    /// All that is known at the end, as a JSON object.
    fn report(&mut self, formats: &str) -> String {
        self.summary.mended = self.baseline.as_ref().map_or(0, Baseline::left) as u64;
        let summary = &self.summary;
        let groups: Vec<String> = summary
            .ordered()
            .into_iter()
            .map(|(code, table, group)| {
                let first: Vec<String> = group.first.iter().map(Found::to_json).collect();
                format!(
                    r#"{{"code":"{}","table":"{table}","count":{},"errors":{},"first":[{}]}}"#,
                    code.as_str(),
                    group.count,
                    group.errors,
                    first.join(",")
                )
            })
            .collect();
        let mut texts = serde_json::Map::new();
        for format in formats.lines() {
            let text = match format {
                "human" => report::human(summary, Styles::default()),
                "html" => report::html(summary),
                _ => [self.kept.join("\n"), summary.to_json(), String::new()].join("\n").trim_start().to_owned(),
            };
            texts.insert(format.to_owned(), text.into());
        }
        let baseline = self.written.as_ref().map(|written| format!(r#","baseline":{}"#, json!(written.to_text())));
        format!(
            r#"{{"asOf":"{}","rows":{},"count":{},"errors":{},"accepted":{},"mended":{},"groups":[{}],"findings":[{}],"more":{},"texts":{}{}}}"#,
            summary.as_of,
            summary.row_count(),
            summary.count(),
            summary.errors(),
            summary.accepted,
            summary.mended,
            groups.join(","),
            self.kept.join(","),
            summary.count() > self.kept.len() as u64,
            Value::Object(texts),
            baseline.unwrap_or_default()
        )
    }
}

/// What was found since the last time, where somebody wants to hear of each.
#[wasm_bindgen]
pub fn audit_findings() -> i32 {
    with([], |_, []| {
        RUNNING.with_borrow_mut(|running| {
            let fresh = running.as_mut().and_then(|running| running.told.fresh.as_mut()).map(mem::take);
            let fresh = fresh.filter(|fresh| !fresh.is_empty());
            Ok(fresh.map_or(Answer::Nothing, |fresh| Answer::Text(format!("[{}]", fresh.join(",")))))
        })
    })
}

/// The report, with the texts that are named, one a line.
#[wasm_bindgen]
pub fn audit_report(formats: usize) -> i32 {
    with([formats], |_, [formats]| {
        RUNNING.with_borrow_mut(|running| {
            let running = running.as_mut().ok_or_else(|| usage("no audit is going on"))?;
            Ok(Answer::Text(running.told.report(formats)))
        })
    })
}

/// Forgets one that goes on.
#[wasm_bindgen]
pub fn audit_stop() {
    stop();
}

pub(super) fn stop() {
    RUNNING.take();
}
