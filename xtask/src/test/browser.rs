//! The end-to-end tests: Playwright drives Chromium against the release binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Tally;
use super::report;
use crate::tools;
use crate::workspace::Workspace;

/// What the tests are driven by.
pub struct Driver {
    folder: PathBuf,
    playwright: PathBuf,
    /// `None` when it is Playwright's own.
    chromium: Option<PathBuf>,
}

/// Makes ready what drives the tests: Node's packages and a browser, installed when missing.
pub fn ready(workspace: &Workspace) -> Result<Driver> {
    let folder = workspace.root.join("end2end");
    tools::node_packages(&folder)?;
    let playwright = folder.join("node_modules/@playwright/test/cli.js");
    let chromium = tools::chromium(&playwright)?;
    Ok(Driver { folder, playwright, chromium })
}

pub fn run(driver: &Driver, binary: &Path) -> Result<Tally> {
    let Driver { folder, playwright, chromium } = driver;
    let results = folder.join("test-results/report.json");
    let mut node = Command::new("node");
    node.current_dir(folder).arg(playwright).arg("test").arg("--reporter=list,json");
    node.env("OPSBEAT_BIN", binary).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &results);
    if let Some(chromium) = chromium {
        node.env("OPSBEAT_CHROMIUM", chromium);
    }
    // An old report must not stand in for one that was not written.
    let _ = fs::remove_file(&results);
    let succeeded = report::watch(&mut node, |_| {})?;
    let written = fs::read_to_string(&results).context("Playwright stopped without a report")?;
    let mut tally = report::of_playwright(&written)?;
    if !succeeded && tally.failed == 0 || tally == Tally::default() {
        tally.failed += 1;
    }
    Ok(tally)
}
