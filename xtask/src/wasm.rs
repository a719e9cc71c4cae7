//! The part of the application that runs in the browser: compile `app`, bind it to JavaScript, make it small.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{Profile, Workspace};
use crate::{assets, command, tools};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// What wasm-bindgen makes of the crate `app`.
pub struct Bundle {
    /// The module that loads the wasm; names it `app_bg.wasm`.
    pub script: String,
    pub module: Vec<u8>,
    /// Scripts that crates bring along, by their path below `snippets/`.
    pub snippets: BTreeMap<String, Vec<u8>>,
}

/// Compiles the crate `app` for the browser. The slow steps after cargo are skipped when their input is the same as last time.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<Bundle> {
    ensure_target()?;
    let compiled = compile(workspace, profile)?;
    let optimiser = match profile {
        Profile::Dev => None,
        Profile::Release => tools::wasm_opt(workspace),
    };
    let folder = workspace.target.join("opsbeat-assets/bindgen").join(profile.folder());
    let stamp = stamp(&fs::read(&compiled)?, optimiser.is_some());
    if fs::read_to_string(folder.join("stamp")).ok().as_ref() != Some(&stamp) {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        bind(&compiled, &folder, profile)?;
        if let Some(optimiser) = optimiser {
            shrink(&optimiser, &folder.join("app_bg.wasm"))?;
        }
        fs::write(folder.join("stamp"), stamp)?;
    }
    read(&folder)
}

/// Adds rustup's target when the toolchain does not have it yet.
pub fn ensure_target() -> Result<()> {
    let libraries = command::output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(&libraries).exists() {
        return Ok(());
    }
    eprintln!("The Rust target {TARGET} is missing: adding it.");
    command::run(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("the browser's part needs the Rust target {TARGET}. Check the network and type `rustup target add {TARGET}`, or install Rust from rustup.rs")
    })
}

fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let (name, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Release => ("wasm-release", "wasm-release"),
    };
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--package", "app", "--lib", "--no-default-features", "--features", "hydrate"]);
    command::run(cargo.args(["--target", TARGET, "--profile", name]))?;
    Ok(workspace.target.join(TARGET).join(folder).join("app.wasm"))
}

/// Stands for the input and for the way it is worked on, which is this file.
fn stamp(input: &[u8], optimised: bool) -> String {
    let digest = Sha256::new().chain_update(input).chain_update(include_str!("wasm.rs")).finalize();
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digits} {}", if optimised { "optimised" } else { "as compiled" })
}

fn bind(input: &Path, folder: &Path, profile: Profile) -> Result<()> {
    let release = profile == Profile::Release;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("app").typescript(false).remove_name_section(release).remove_producers_section(release);
    bindgen.web(true)?.generate(folder).context("wasm-bindgen failed on the crate `app`")
}

/// A module that stays large is still right, so a failure here is told and forgiven.
fn shrink(optimiser: &Path, module: &Path) -> Result<()> {
    let smaller = module.with_extension("opt");
    let before = fs::metadata(module)?.len();
    match command::run(Command::new("node").arg(optimiser).arg("-Oz").arg(module).arg("-o").arg(&smaller)) {
        Ok(()) => {
            fs::rename(&smaller, module)?;
            eprintln!("wasm-opt: {} kB -> {} kB", before / 1000, fs::metadata(module)?.len() / 1000);
        }
        Err(error) => eprintln!("warning: the wasm is served as compiled, because {error:#}"),
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Bundle> {
    let mut snippets = BTreeMap::new();
    if folder.join("snippets").exists() {
        assets::collect(&folder.join("snippets"), "", &mut snippets)?;
    }
    Ok(Bundle { script: fs::read_to_string(folder.join("app.js"))?, module: fs::read(folder.join("app_bg.wasm"))?, snippets })
}
