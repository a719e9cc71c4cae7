//! The end-to-end tests: Playwright drives Chromium against the release binary.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

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

/// What is run, and over which database.
pub enum Run<'a> {
    /// Every flow, over SQLite.
    Everything,
    /// What Opsbeat is for, over databases of their own on this PostgreSQL server. `psql` makes them, and may be in that folder.
    OnPostgres { server: &'a str, programs: Option<&'a Path> },
}

/// The flows of [`Run::OnPostgres`].
const MAIN_FLOWS: [&str; 2] = ["main-job.spec", "portal.spec"];

pub fn run(driver: &Driver, binary: &Path, what: &Run) -> Result<Tally> {
    let Driver { folder, playwright, chromium } = driver;
    let mut node = Command::new("node");
    node.current_dir(folder).arg(playwright).arg("test").arg("--reporter=list,json");
    let results = match what {
        Run::Everything => {
            node.env("OPSBEAT_E2E_ALL", "1");
            folder.join("test-results/report.json")
        }
        Run::OnPostgres { server, programs } => {
            // Playwright empties its folder at the start: what the run before left there is still wanted.
            node.args(MAIN_FLOWS).arg("--output=test-results/postgres").env("OPSBEAT_E2E_DATABASE", server);
            let path = env::var_os("PATH").unwrap_or_default();
            node.env("PATH", env::join_paths(env::split_paths(&path).chain(programs.map(Path::to_owned)))?);
            folder.join("test-results/postgres/report.json")
        }
    };
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
