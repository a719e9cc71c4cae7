//! The pictures in the README: chosen from those that the browser tests took last.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// What the README shows, as `end2end/screenshots/js/<name>.png`.
const SHOWN: [&str; 7] = [
    "admin-form-editor-1440x900-light",
    "portal-form-390x844-light",
    "portal-home-1440x900-light",
    "portal-request-done-390x844-dark",
    "queue-1440x900-light",
    "report-tickets-1440x900-light",
    "ticket-1440x900-light",
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
