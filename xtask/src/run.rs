//! The application as a user would run it.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace::{Profile, Workspace};
use crate::{command, compile};

/// Builds in release and becomes the server, so that a signal reaches it directly.
pub fn serve(workspace: &Workspace, demo: bool, args: &[String]) -> Result<ExitCode> {
    let binary = compile::build(workspace, Profile::Release)?;
    fs::create_dir_all(workspace.root.join("data"))?;
    let mut server = Command::new(&binary);
    server.current_dir(&workspace.root).arg("serve");
    if demo {
        make_demo(workspace, &binary)?;
        server.args(["--database", "sqlite://data/demo.db"]);
    }
    Err(server.args(args).exec()).with_context(|| format!("could not start {}", binary.display()))
}

/// Fills `data/demo.db` on the first run. The file gets its name when it is complete, so that an interrupted run starts again.
fn make_demo(workspace: &Workspace, binary: &Path) -> Result<()> {
    let data = workspace.root.join("data");
    if data.join("demo.db").exists() {
        return Ok(());
    }
    for part in parts(&data)? {
        fs::remove_file(data.join(part))?;
    }
    eprintln!("Making the demo company in data/demo.db.");
    command::run(Command::new(binary).current_dir(&workspace.root).args(["demo", "--database", "sqlite://data/demo-part.db"]))?;
    let mut parts = parts(&data)?;
    // The database last: it is what the next run looks for. Its log (`-wal`) belongs to it.
    parts.sort_by_key(|name| name.ends_with(".db"));
    for part in parts {
        fs::rename(data.join(&part), data.join(part.replace("demo-part", "demo")))?;
    }
    Ok(())
}

fn parts(data: &Path) -> Result<Vec<String>> {
    let names = fs::read_dir(data)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    Ok(names.into_iter().filter(|name| name.starts_with("demo-part.db")).collect())
}
