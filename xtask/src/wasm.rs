//! The part of the application that runs in the browser: compile `app`, split it, bind it to JavaScript, make it small.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{Profile, Workspace};
use crate::{assets, command, tools};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// The folder of what is served, and the list of its parts, below where they are made.
const FILES: &str = "files";
const PARTS: &str = "parts.json";

/// What the browser needs of the crate `app`.
pub struct Bundle {
    /// Scripts and modules by their path. They name each other by relative paths; `app.js` loads `app_bg.wasm`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The modules that each part of the application needs beyond the first one, by the part's name.
    pub parts: BTreeMap<String, Vec<String>>,
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
        let first = split(&compiled, &folder)?;
        bind(&first, &folder.join(FILES), profile)?;
        if let Some(optimiser) = optimiser {
            shrink(&optimiser, &folder.join(FILES))?;
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

/// Cuts the module where `app::lazy` says: what only a part reaches goes into a module of its own. Returns the path of the first
/// one, which is what wasm-bindgen gets to see.
fn split(compiled: &Path, folder: &Path) -> Result<PathBuf> {
    let input = fs::read(compiled)?;
    let (first, files) = (folder.join("app.wasm"), folder.join(FILES));
    fs::create_dir_all(&files)?;
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &files;
    options.main_out_path = &first;
    options.main_module = "./app.js";
    options.link_name = "./parts.js";
    // Its error speaks of eyre, which is not ours.
    let made = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("the wasm could not be split: {error:#}"))?;
    let parts: BTreeMap<_, _> = made.prefetch_map.into_iter().collect();
    fs::write(folder.join(PARTS), serde_json::to_vec(&parts)?)?;
    Ok(first)
}

fn bind(input: &Path, folder: &Path, profile: Profile) -> Result<()> {
    let release = profile == Profile::Release;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("app").typescript(false).remove_name_section(release).remove_producers_section(release);
    // The other modules import from this one by names that must stay.
    bindgen.keep_lld_exports(true).demangle(false);
    bindgen.web(true)?.generate(folder).context("wasm-bindgen failed on the crate `app`")
}

fn shrink(optimiser: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            shrink_module(optimiser, &path)?;
        }
    }
    Ok(())
}

/// Ends well when the file is a whole module.
const IS_MODULE: &str = "process.exit(WebAssembly.validate(require('fs').readFileSync(process.argv[1])) ? 0 : 1)";

/// A module that stays large is still right, so a failure here is told and forgiven.
fn shrink_module(optimiser: &Path, module: &Path) -> Result<()> {
    let smaller = module.with_extension("opt");
    let before = fs::metadata(module)?.len();
    // It warns of sections that it does not know, which are dropped anyway. On a full disk it ends well and leaves half a module.
    let made = command::quietly(Command::new("node").arg(optimiser).arg("-Oz").arg(module).arg("-o").arg(&smaller));
    match made.and_then(|()| command::quietly(Command::new("node").args(["-e", IS_MODULE]).arg(&smaller))) {
        Ok(()) => {
            fs::rename(&smaller, module)?;
            let name = module.file_name().unwrap_or_default().display();
            eprintln!("wasm-opt: {name} {} kB -> {} kB", before / 1000, fs::metadata(module)?.len() / 1000);
        }
        Err(error) => eprintln!("warning: the wasm is served as compiled, because {error:#}"),
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Bundle> {
    let mut files = BTreeMap::new();
    assets::collect(&folder.join(FILES), "", &mut files)?;
    let parts: BTreeMap<String, Vec<String>> = serde_json::from_slice(&fs::read(folder.join(PARTS))?)?;
    let parts = parts.into_iter().map(|(part, modules)| (part, modules.iter().map(|module| format!("{module}.wasm")).collect())).collect();
    Ok(Bundle { files, parts })
}
