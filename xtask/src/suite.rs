//! The official JSON Schema test suite: where copies of it lie on this machine.
//! It must not know how the tests read it; they get one copy at a time, in `JSON_SCHEMA_TEST_SUITE`.
//!
//! Two copies are used. One travels inside the crate `jsonschema-valid` (under the suite's own
//! licence), pinned by `xtask/suite/Cargo.lock`, so every machine tests the same files without any
//! right or package manager of its own. The other is Debian's package `json-schema-test-suite`,
//! older and smaller, used as well wherever it is installed or apt-get can bring it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::line::{Failure, Line};
use crate::package;
use crate::tools;

const PACKAGE: &str = "json-schema-test-suite";

/// The copies of the suite, each with `tests/draft7` and `remotes` inside; the first is always there.
pub(crate) fn copies() -> Result<Vec<PathBuf>, Failure> {
    if let Some(given) = env::var_os("JSON_SCHEMA_TEST_SUITE").filter(|value| !value.is_empty()) {
        let given = PathBuf::from(given);
        if is_suite(&given) {
            return Ok(vec![given]);
        }
        let given = given.display();
        return Err(Failure::new(format!("JSON_SCHEMA_TEST_SUITE: {given} has no tests/draft7 and remotes inside")));
    }
    Ok(std::iter::once(from_crate()?).chain(from_debian()).collect())
}

fn is_suite(path: &Path) -> bool {
    path.join("tests/draft7").is_dir() && path.join("remotes").is_dir()
}

fn from_crate() -> Result<PathBuf, Failure> {
    let host = Line::new("rustc", &["-vV"]).read()?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let metadata = ["metadata", "--format-version=1", "--locked", "--filter-platform", host];
    // `cargo metadata` needs every manifest, so it fetches the crates that are not here yet.
    let line = Line::cargo(&metadata).args(&["--manifest-path", "xtask/suite/Cargo.toml"]);
    let metadata: Value = serde_json::from_str(&line.read()?)
        .map_err(|error| line.failed(&format!("wrote something unreadable: {error}")))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == "jsonschema-valid")
        .find_map(|package| package["manifest_path"].as_str());
    manifest
        .and_then(|manifest| Path::new(manifest).parent())
        .map(|folder| folder.join("JSON-Schema-Test-Suite"))
        .filter(|suite| is_suite(suite))
        .ok_or_else(|| line.failed("did not lead to the JSON Schema test suite"))
}

fn from_debian() -> Option<PathBuf> {
    let installed = Path::new("/usr/share").join(PACKAGE);
    if is_suite(&installed) {
        return Some(installed);
    }
    // Unpacked beside the build instead of installed: that needs no root, and the package's
    // dependencies (a Python web server) are of no use here.
    let unpacked = package::target_directory().ok()?.join("debian");
    let suite = unpacked.join("usr/share").join(PACKAGE);
    if is_suite(&suite) {
        return Some(suite);
    }
    tools::in_path("apt-get")?;
    let dpkg = tools::in_path("dpkg-deb")?;
    println!("xtask: fetching Debian's package `{PACKAGE}`");
    fs::create_dir_all(&unpacked).ok()?;
    let download = Line::new("apt-get", &["-q", "download", PACKAGE]).dir(unpacked.clone());
    let updated = || tools::is_root() && tools::apt_get(&["update"]).is_ok() && download.run().is_ok();
    if download.run().is_err() && !updated() {
        println!("xtask: it cannot be had here; the pinned copy alone is tested");
        return None;
    }
    let files = fs::read_dir(&unpacked).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let archive = files.into_iter().find(|path| path.extension().is_some_and(|e| e == "deb"))?;
    let words = ["-x", archive.to_str()?, unpacked.to_str()?];
    Line::new(dpkg.to_str()?, &words).run().ok()?;
    Some(suite).filter(|suite| is_suite(suite))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::root;

    #[test]
    fn the_suite_is_named_by_a_pinned_crate() {
        let lock = fs::read_to_string(root().join("xtask/suite/Cargo.lock")).unwrap();
        assert!(lock.contains("name = \"jsonschema-valid\"\nversion = \"0.5.2\""));
    }
}
