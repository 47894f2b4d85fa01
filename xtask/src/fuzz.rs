//! Runs the fuzz targets of `fuzz/`, a package of its own that needs nightly Rust and cargo-fuzz.
//! It installs neither: it says what to install.

use crate::line::{Failure, Line, root};

/// Runs every fuzz target for that many seconds.
pub(crate) fn run(seconds: u32) -> Result<(), Failure> {
    if !root().join("fuzz/Cargo.toml").is_file() {
        return Err(Failure::new("there are no fuzz targets yet (no fuzz/Cargo.toml)"));
    }
    let toolchains = Line::new("rustup", &["toolchain", "list"]).read()?;
    if !toolchains.lines().any(|line| line.starts_with("nightly")) {
        return Err(Failure::new(
            "cargo-fuzz needs nightly Rust. Install it with\n  \
             rustup toolchain install nightly --profile minimal",
        ));
    }
    // Through rustup, because the cargo that runs us belongs to the pinned toolchain.
    let fuzz = |args: &[&str]| Line::new("rustup", &["run", "nightly", "cargo", "fuzz"]).args(args).dir(root());
    if !fuzz(&["--version"]).output()?.success {
        return Err(Failure::new("cargo-fuzz was not found. Install it with\n  cargo install cargo-fuzz --locked"));
    }
    let time = format!("-max_total_time={seconds}");
    for target in fuzz(&["list"]).read()?.lines() {
        println!("xtask: fuzzing `{target}` for {seconds} seconds");
        // What is found stays in a folder of its own; the seeds are ours and stay as they are.
        let found = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(root().join(&found)).map_err(|error| Failure::new(format!("{found}: {error}")))?;
        let bounds = ["-dict=fuzz/keywords.dict", "-timeout=10", "-rss_limit_mb=4096"];
        fuzz(&["run", target, &found, "fuzz/seeds", "--", &time]).args(&bounds).run()?;
    }
    Ok(())
}
