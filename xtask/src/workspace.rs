//! Where things are.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command;

/// The checkout and the folder that cargo builds into, which may be outside of it.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Workspace {
    /// Asks cargo, because the target folder can be set in four places.
    pub fn locate() -> Result<Self> {
        let metadata =
            command::output(Command::new(cargo_program()).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata did not print JSON")?;
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata names no {key}"));
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }

    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(cargo_program());
        cargo.current_dir(&self.root);
        cargo
    }

    /// What the browser loads, ready to be served or embedded.
    pub fn assets(&self, profile: Profile) -> PathBuf {
        self.target.join("opsbeat-assets").join(profile.folder())
    }
}

impl Profile {
    /// The name of cargo's folder for it.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// The cargo that runs us, so that a `cargo +toolchain xtask` stays with its toolchain.
fn cargo_program() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
