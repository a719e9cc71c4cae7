//! The binary `opsbeat`, with what it serves.

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::{Profile, Workspace};
use crate::{assets, command};

/// Builds the assets, then the server around them. Returns the path of the binary.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    eprintln!("1 of 2: what browsers run, which cargo compiles for WebAssembly.");
    let assets = assets::build(workspace, profile)?;
    eprintln!("2 of 2: the server, with all of that inside.");
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
