//! The pictures in the README: chosen from those that the browser tests took last.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// What the README shows, as `end2end/screenshots/js/<name>.png`.
const SHOWN: [&str; 9] = [
    "portal-request-done-390x844-dark",
    "readme-form-1440x900-light",
    "readme-form-editor-1440x900-light",
    "readme-portal-1440x900-light",
    "readme-portal-390x844-light",
    "readme-promises-1440x900-light",
    "readme-queue-1440x900-light",
    "readme-report-1440x900-light",
    "readme-ticket-1440x900-light",
];

/// Copies them to `docs/screens/`.
pub fn take(workspace: &Workspace) -> Result<()> {
    let (from, to) = (workspace.root.join("end2end/screenshots/js"), workspace.root.join("docs/screens"));
    fs::create_dir_all(&to)?;
    for name in SHOWN {
        let file = format!("{name}.png");
        fs::copy(from.join(&file), to.join(&file))
            .with_context(|| format!("there is no picture {file} yet: `cargo xtask test --only end2end` takes it"))?;
    }
    Ok(())
}
