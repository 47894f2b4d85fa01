//! The page over the npm package: its packages, its build, its server for development, its tests.
//! It must not know how the npm package is built: whoever calls this has built it.

use std::env;

use crate::line::{Failure, Line, root};
use crate::tools;

const FOLDER: &str = "www";

/// Builds it into `www/dist`, after its types were checked.
pub(crate) fn build() -> Result<(), Failure> {
    tools::npm_packages_of(FOLDER)?;
    npm("build").run().map_err(|failure| failure.or_again("cargo xtask page build"))
}

/// Serves it for development until it is stopped; what is changed shows at once.
pub(crate) fn serve() -> Result<(), Failure> {
    tools::npm_packages_of(FOLDER)?;
    npm("dev").run()
}

/// Drives the built page in a browser.
pub(crate) fn drive() -> Result<(), Failure> {
    if env::var_os("AIRBYTE_DB_NO_BROWSER").is_some() {
        println!("xtask: without a browser, since AIRBYTE_DB_NO_BROWSER is set");
        return Ok(());
    }
    npm("test").env("CHROMIUM", &tools::chromium()?.to_string_lossy()).run()
}

fn npm(script: &str) -> Line {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Line::new(npm, &["run", script]).dir(root().join(FOLDER))
}
