//! The binary `opsbeat`, with what it serves.

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::{Profile, Workspace};
use crate::{assets, command};

/// Builds the assets, then the server around them. Returns the path of the binary.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let assets = assets::build(workspace, profile)?;
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--package", "server", "--bin", "opsbeat"]);
    if profile == Profile::Release {
        // A development build finds the folder by itself: were it named here, then a plain `cargo test` between two builds
        // would compile the server anew each time.
        cargo.arg("--release").env("OPSBEAT_ASSETS", assets);
    }
    command::run(&mut cargo)?;
    Ok(workspace.target.join(profile.folder()).join("opsbeat"))
}
