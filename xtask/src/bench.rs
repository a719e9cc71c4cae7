//! Measures the application as it is released, and writes the figures down in `bench/BENCHMARKS.md`.

mod figures;
mod instance;
mod promises;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::weight::Weight;
use crate::workspace::{Profile, Workspace};
use crate::{command, compile, tools};
use figures::{Figures, Page};
use instance::Instance;

/// Good enough for a database that is thrown away afterwards.
pub const PASSWORD: &str = "copper-meadow-lantern-27";
const AGENT: &str = "amara@kestrel.example";
const REQUESTER: &str = "hana@kestrel.example";
const ROUNDS: &str = "200";
/// Starts that the start-up time is the median of.
const STARTS: usize = 5;

/// Builds, measures, writes.
pub fn run(workspace: &Workspace, log: Option<&Path>) -> Result<ExitCode> {
    let binary = compile::build(workspace, Profile::Release)?;
    tools::node()?;
    let folder = std::env::temp_dir().join(format!("opsbeat-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(workspace, &binary, &folder, log);
    // Nothing of a run is worth keeping, not of a failed one either.
    fs::remove_dir_all(&folder).with_context(|| format!("could not remove {}", folder.display()))?;
    let figures = measured?;
    let file = workspace.root.join("bench/BENCHMARKS.md");
    fs::write(&file, figures.to_markdown())?;
    println!("{}\nWritten to {}", figures.to_markdown(), file.display());
    Ok(if figures.missed().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(workspace: &Workspace, binary: &Path, folder: &Path, log: Option<&Path>) -> Result<Figures> {
    let demo = folder.join("demo");
    let demo_time = make_company(binary, &demo, 6_000)?;
    let (starts, demo_memory, demo_pages) = serve(workspace, binary, &demo)?;
    let log = log.map(|log| log.canonicalize().with_context(|| format!("there is no {}", log.display()))).transpose()?;
    let import = log.as_deref().map(|log| import(workspace, binary, &folder.join("log"), log)).transpose()?;
    let promises = log.map(|log| promises::measure(workspace, binary, &demo, &folder.join("promises"), &log)).transpose()?;
    Ok(Figures {
        date: command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?,
        machine: figures::machine()?,
        browser_code: Weight::of(workspace)?,
        start: starts,
        demo_time,
        demo_memory,
        demo_pages,
        import,
        promises: promises.unwrap_or_default(),
    })
}

/// A database with the demo company in this folder; how long it took.
fn make_company(binary: &Path, folder: &Path, tickets: u32) -> Result<Duration> {
    fs::create_dir_all(folder)?;
    let begun = now();
    let tickets = tickets.to_string();
    command::output(Instance::command(binary, folder).args(["demo", "--password", PASSWORD, "--tickets", &tickets]))?;
    Ok(begun.elapsed())
}

/// Starts several times, then loads the pages; gives the median start, the memory afterwards in kB, and the pages.
fn serve(workspace: &Workspace, binary: &Path, folder: &Path) -> Result<(Duration, u64, Vec<Page>)> {
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(Instance::start(binary, folder)?.took);
    }
    let instance = Instance::start(binary, folder)?;
    starts.push(instance.took);
    starts.sort();
    let pages = pages(workspace, &instance)?;
    Ok((starts[starts.len() / 2], instance.memory()?, pages))
}

fn pages(workspace: &Workspace, instance: &Instance) -> Result<Vec<Page>> {
    let script = workspace.root.join("bench/pages.mjs");
    let lines = command::output(Command::new("node").arg(script).args([&instance.url, AGENT, REQUESTER, PASSWORD, ROUNDS]))?;
    lines.lines().map(Page::parse).collect()
}

/// What bringing in a log costs, and what the pages cost with it.
pub struct Import {
    pub events: u64,
    pub took: Duration,
    /// The most memory that the import held at once, in kB.
    pub peak: u64,
    pub memory: u64,
    pub pages: Vec<Page>,
}

fn import(workspace: &Workspace, binary: &Path, folder: &Path, log: &Path) -> Result<Import> {
    make_company(binary, folder, 0)?;
    let begun = now();
    let mut import = Instance::command(binary, folder);
    let (summary, peak) = instance::weighed(import.args(["import", "servicenow"]).arg(log).args(["--timezone", "Europe/Rome"]))?;
    let took = begun.elapsed();
    let (_, memory, pages) = serve(workspace, binary, folder)?;
    Ok(Import { events: figures::events(&summary)?, took, peak, memory, pages })
}

#[expect(clippy::disallowed_methods, reason = "this is where time is measured")]
fn now() -> Instant {
    Instant::now()
}
