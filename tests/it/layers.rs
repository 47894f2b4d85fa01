//! The shape of the code: who may use whom, and what stays in one place. It reads the sources as text.

use std::path::Path;

/// From the ground up: a module may use those of earlier lines and those of its own line.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["letters", "processors", "sorting"],
    &["json", "nearest", "yaml"],
    &["literal", "table"],
    &["blobs", "hash", "tables"],
    &["schema", "validate"],
    &["difference", "form", "lint", "oauth", "resources", "rules", "secrets"],
    &["intake", "report"],
    &["sample", "store"],
    &["audit", "transfer"],
    // The faces: the command (which sees the crate from outside) and JavaScript's.
    &["wasm", "command", "main"],
];

/// What only some files may say, and which these are.
const PLACES: &[(&[&str], &[&str], &str)] = &[
    (&["println!", "eprintln!", "print!", "eprint!", "process::exit"], &["main.rs", "command/"], "prints or exits"),
    (&["wasm_bindgen", "js_sys", "sqlite_wasm_vfs", "sqlite_wasm_rs"], &["wasm/"], "names wasm-bindgen or the browser"),
    (&["rusqlite"], &["store/"], "names rusqlite"),
    (
        &["std::fs", "std::env", "std::time", "SystemTime", "Instant", "rand::", "getrandom"],
        &["command/"],
        "reads a file, the environment, a clock or a random number",
    ),
    (&["unsafe {", "unsafe fn", "unsafe impl"], &[], "is unsafe"),
];

/// The lines of code of every source file, by its path below `src`, without comments, doc texts and tests.
fn sources() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of src") {
            let path = entry.expect("an entry of src").path();
            let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let is_code = |line: &&str| !line.trim_start().starts_with("//");
                found.push((name, code.lines().filter(is_code).map(str::to_owned).collect()));
            }
        }
    }
    found.sort();
    found
}

/// The module at the top that a file belongs to: `json` for `json/parse.rs`.
fn module_of(file: &str) -> &str {
    file.split('/').next().map_or(file, |first| first.trim_end_matches(".rs"))
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules that a file's code names after `crate::`, alone or in braces. Types that lib.rs gives out again count
/// as the layer they come from.
fn used(code: &[String]) -> Vec<String> {
    let text = code.join(" ");
    let mut names = Vec::new();
    for rest in text.split("crate::").skip(1) {
        let list = rest.strip_prefix('{').and_then(|rest| rest.split('}').next()).unwrap_or(rest);
        let items: Vec<&str> = if rest.starts_with('{') { list.split(',').collect() } else { vec![list] };
        for item in items {
            let end = |c: char| !c.is_alphanumeric() && c != '_';
            let name = item.trim().split(end).next().unwrap_or_default();
            names.push(match name {
                "Error" | "ErrorKind" | "Position" | "Result" | "StoreProblem" => "error".to_owned(),
                name if name.starts_with(char::is_uppercase) => "validate".to_owned(),
                name => name.to_owned(),
            });
        }
    }
    names
}

#[test]
fn nothing_is_used_from_above() {
    let mut upward = Vec::new();
    for (file, code) in sources().iter().filter(|(file, _)| file != "lib.rs") {
        let own = layer_of(module_of(file)).unwrap_or_else(|| panic!("{file} belongs to no layer: add it to LAYERS"));
        for name in used(code).iter().filter(|name| !name.is_empty()) {
            let other = layer_of(name).unwrap_or_else(|| panic!("{file}: `crate::{name}` belongs to no layer"));
            if other > own {
                upward.push(format!("{file} uses {name}"));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn what_belongs_in_one_place_stays_there() {
    let mut wrong = Vec::new();
    for (file, code) in &sources() {
        for (words, places, what) in PLACES {
            if places.iter().any(|place| file.starts_with(place)) {
                continue;
            }
            let has = |line: &&String| words.iter().any(|word| says(line, word));
            wrong.extend(code.iter().filter(has).map(|line| format!("{file} {what}: {}", line.trim())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a line has a word that does not go on to the left or right (`unsafe_code` is not `unsafe`).
fn says(line: &str, word: &str) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let after = &line[at + word.len()..];
        let ends = word.ends_with([':', '!']) || !goes_on(after.chars().next());
        ends && !goes_on(line[..at].chars().next_back())
    })
}
