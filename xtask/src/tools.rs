//! What a fresh machine lacks: found, installed where that is polite, otherwise named exactly.
//! It must not know which test needs what.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::line::{Failure, Line, root};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Rust's standard library for wasm32, added through rustup when missing.
pub(crate) fn wasm_target() -> Result<(), Failure> {
    let print = ["--print", "target-libdir", "--target", WASM_TARGET];
    let libdir = Line::new("rustc", &print).read()?;
    if Path::new(libdir.trim()).is_dir() {
        return Ok(());
    }
    println!("xtask: adding Rust's {WASM_TARGET} target");
    Line::new("rustup", &["target", "add", WASM_TARGET]).run()
}

/// rustfmt and clippy, added through rustup when missing.
pub(crate) fn rust_components() -> Result<(), Failure> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !Line::cargo(&[subcommand, "--version"]).output()?.success {
            println!("xtask: adding Rust's {component}");
            Line::new("rustup", &["component", "add", component]).run()?;
        }
    }
    Ok(())
}

/// The npm packages of `pkg/package-lock.json`, exactly as locked.
pub(crate) fn npm_packages() -> Result<(), Failure> {
    npm_packages_of("pkg")
}

/// The same for another folder.
pub(crate) fn npm_packages_of(folder: &str) -> Result<(), Failure> {
    node()?;
    let pkg = root().join(folder);
    let lock = fs::read(pkg.join("package-lock.json"))
        .map_err(|error| Failure::new(format!("{folder}/package-lock.json: {error}")))?;
    // A copy of the lock file that was installed last says whether there is anything to do.
    let installed = pkg.join("node_modules/.installed-by-xtask.json");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    println!("xtask: installing the npm packages of {folder}/package-lock.json");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Line::new(npm, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).dir(pkg).run()?;
    fs::write(&installed, lock).map_err(|error| Failure::new(format!("{}: {error}", installed.display())))
}

fn node() -> Result<(), Failure> {
    let needed = "Node 20 or newer is needed (https://nodejs.org)";
    let Ok(version) = Line::new("node", &["--version"]).read() else {
        return Err(Failure::new(format!("`node` was not found; {needed}")));
    };
    let version = version.trim();
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    match major {
        Some(20..=u32::MAX) => Ok(()),
        _ => Err(Failure::new(format!("this Node is {version}; {needed}"))),
    }
}

/// The C compiler that makes WebAssembly of SQLite: the one found, or on Debian as root a new one.
pub(crate) fn clang() -> Result<(), Failure> {
    if Line::new("clang", &["--version"]).read().is_ok() {
        return Ok(());
    }
    if is_debian() && is_root() {
        return install("clang");
    }
    let needed = "clang was not found, which makes WebAssembly of SQLite; install it (Debian: `apt-get install clang`)";
    Err(Failure::new(needed))
}

/// The Chromium to test in: the one named, the one found, or on Debian as root a new one.
pub(crate) fn chromium() -> Result<PathBuf, Failure> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        if named.is_file() {
            return Ok(named);
        }
        return Err(Failure::new(format!("CHROMIUM names no file: {}", named.display())));
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    if is_debian() && is_root() {
        install("chromium")?;
    }
    find_chromium().ok_or_else(|| {
        Failure::new(
            "no Chromium or Chrome was found for the browser tests.\n\
             Install one (Debian: `apt-get install chromium`; elsewhere Chromium's or Chrome's own installer),\n\
             or name it: CHROMIUM=/path/to/chrome cargo xtask test\n\
             or leave the browser tests out: AIRBYTE_DB_NO_BROWSER=1 cargo xtask test",
        )
    })
}

fn find_chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let elsewhere = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    let elsewhere = elsewhere.iter().map(PathBuf::from).find(|path| path.is_file());
    names.iter().find_map(|name| in_path(name)).or(elsewhere)
}

/// Where `name` lies in `PATH`.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(&name)).find(|file| file.is_file())
}

/// Installs a package of Debian's.
pub(crate) fn install(package: &str) -> Result<(), Failure> {
    println!("xtask: installing Debian's package `{package}`");
    let install = ["install", "--yes", "--no-install-recommends", package];
    apt_get(&install).or_else(|_| apt_get(&["update"]).and_then(|()| apt_get(&install)))
}

pub(crate) fn apt_get(args: &[&str]) -> Result<(), Failure> {
    Line::new("apt-get", &["-q"]).args(args).env("DEBIAN_FRONTEND", "noninteractive").run()
}

pub(crate) fn is_debian() -> bool {
    // Debian itself: Ubuntu's package of the same name is a snap, which does not run everywhere.
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

pub(crate) fn is_root() -> bool {
    Line::new("id", &["-u"]).read().is_ok_and(|id| id.trim() == "0")
}
