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

/// Fills `data/demo.db` on the first run, and says on each whom one can sign in as. The file gets its name when it is complete, so
/// that an interrupted run starts again.
fn make_demo(workspace: &Workspace, binary: &Path) -> Result<()> {
    let data = workspace.root.join("data");
    let people = data.join("demo-people.txt");
    if data.join("demo.db").exists() {
        match fs::read_to_string(&people) {
            Ok(people) => println!("{people}"),
            Err(_) => {
                println!("The demo company is in data/demo.db. Remove the files data/demo.db* to have it made anew, with new passwords.")
            }
        }
        return Ok(());
    }
    for part in parts(&data)? {
        fs::remove_file(data.join(part))?;
    }
    eprintln!("Making the demo company in data/demo.db.");
    let table =
        command::output(Command::new(binary).current_dir(&workspace.root).args(["demo", "--database", "sqlite://data/demo-part.db"]))?;
    println!("{table}");
    // Nobody's real account: without its passwords the demo would be closed from the second start on.
    fs::write(&people, table)?;
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
