//! Tells `src/assets.rs` where the files are that browsers load: embedded in release, read from there in development.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::var_os("OPSBEAT_ASSETS").map_or_else(built_by_xtask, PathBuf::from);
    // An empty folder will do for `cargo check`, and cargo can watch it only when it exists.
    fs::create_dir_all(&folder)?;
    println!("cargo:rerun-if-env-changed=OPSBEAT_ASSETS");
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rustc-env=OPSBEAT_ASSETS_DIR={}", folder.display());
    Ok(())
}

/// Where `cargo xtask build` leaves them: `<target>/opsbeat-assets/<profile>`, seen from `<target>/<profile>/build/<crate>/out`.
fn built_by_xtask() -> PathBuf {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let profile = out.ancestors().find(|folder| folder.ends_with("build")).and_then(Path::parent);
    match profile.and_then(|profile| Some((profile.parent()?, profile.file_name()?))) {
        Some((target, name)) => target.join("opsbeat-assets").join(name),
        None => out.join("assets"),
    }
}
