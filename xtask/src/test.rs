//! Every check and every test, in order, each with its time.

mod browser;
mod report;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::postgres::Cluster;
use crate::weight::Weight;
use crate::workspace::{Profile, Workspace};
use crate::{command, compile, dependencies, tidy, tools, wasm};

use browser::Run;
pub use report::Tally;

/// Where the tests find a PostgreSQL that they may make databases in. Set by hand, no cluster is started.
const POSTGRES: &str = "OPSBEAT_TEST_POSTGRES";
/// Names the log whose answers are known; without it, the tests that begin with [`OF_REAL_LOG`] do nothing.
const REAL_LOG: &str = "OPSBEAT_INCIDENT_LOG";
const OF_REAL_LOG: &str = "the_real_log_";
/// Tests that begin so do nothing without an Alertmanager on the path.
const OF_ALERTMANAGER: &str = "a_real_alertmanager_";

struct Step {
    name: &'static str,
    does: &'static str,
    /// What it comes to; the names of tests that did nothing for want of something are put on the list.
    perform: fn(&Workspace, &mut Vec<String>) -> Result<Tally>,
}

/// The quick ones first, so that nobody waits for a build to hear that a program is missing. Steps that share what cargo compiles stand together.
const STEPS: [Step; 10] = [
    Step { name: "tools", does: "the programs that the tests need are here", perform: |workspace, _| once(needed(workspace)) },
    Step { name: "format", does: "rustfmt would change nothing", perform: |workspace, _| once(format(workspace)) },
    Step { name: "tidy", does: "the rules of the house hold", perform: |workspace, _| once(tidy::check(workspace)) },
    Step { name: "dependencies", does: "no crate knows what it must not", perform: |workspace, _| once(dependencies::check(workspace)) },
    Step { name: "clippy", does: "no lint fires in the workspace", perform: |workspace, _| once(clippy(workspace)) },
    Step { name: "clippy-browser", does: "no lint fires in the browser's build", perform: |workspace, _| once(clippy_browser(workspace)) },
    Step { name: "test", does: "the crates' tests, on SQLite and PostgreSQL", perform: cargo_test },
    Step { name: "build", does: "the release binary, and what a browser loads of it", perform: |workspace, _| once(build(workspace)) },
    Step { name: "end2end", does: "the binary, used in a browser", perform: |workspace, _| end_to_end(workspace) },
    Step {
        name: "end2end-postgres",
        does: "the main job and the portal in a browser, over PostgreSQL",
        perform: |workspace, _| end_to_end_on_postgres(workspace),
    },
];

/// What `--only` accepts.
pub fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs the steps (all, or those named) whatever the ones before said. The last line is `N passed, N failed`.
pub fn run(workspace: &Workspace, only: &[String]) -> Result<ExitCode> {
    let chosen = STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name));
    let mut lines = Vec::new();
    let mut idle = Vec::new();
    let mut total = Tally::default();
    for step in chosen {
        println!("\n== {}: {}", step.name, step.does);
        let started = now();
        let tally = (step.perform)(workspace, &mut idle).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Tally { passed: 0, failed: 1 }
        });
        let line = format!("{:<15} {:>5} passed {:>4} failed {:>9}", step.name, tally.passed, tally.failed, time(started.elapsed()));
        println!("   {line}");
        lines.push(line);
        total += tally;
    }
    let (of_alertmanager, of_log): (Vec<String>, Vec<String>) = idle.into_iter().partition(|name| name.contains(OF_ALERTMANAGER));
    if !of_log.is_empty() {
        lines.push(format!("did nothing: {}; give them the log by {REAL_LOG}=FILE (which one: CONTRIBUTING.md)", of_log.join(", ")));
    }
    if !of_alertmanager.is_empty() {
        lines.push(format!("did nothing: {}; install prometheus-alertmanager", of_alertmanager.join(", ")));
    }
    println!("\n{}\n\n{} passed, {} failed", lines.join("\n"), total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A check that is no runner of tests counts as one.
fn once(outcome: Result<()>) -> Result<Tally> {
    outcome.map(|()| Tally { passed: 1, failed: 0 })
}

fn needed(workspace: &Workspace) -> Result<()> {
    let postgres = std::env::var_os(POSTGRES).map_or_else(|| tools::postgres().map(drop), |_| Ok(()));
    let browser = browser::ready(workspace).map(drop);
    let missing: Vec<String> =
        [postgres, tools::alertmanager(), browser].into_iter().filter_map(Result::err).map(|error| format!("{error:#}")).collect();
    if missing.is_empty() { Ok(()) } else { bail!(missing.join("\nerror: ")) }
}

fn format(workspace: &Workspace) -> Result<()> {
    command::run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace) -> Result<()> {
    command::run(workspace.cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn clippy_browser(workspace: &Workspace) -> Result<()> {
    wasm::ensure_target()?;
    let mut cargo = workspace.cargo();
    cargo.args(["clippy", "--package", "app", "--lib", "--no-default-features", "--features", "hydrate", "--target", wasm::TARGET]);
    command::run(cargo.args(["--", "--deny", "warnings"]))
}

fn cargo_test(workspace: &Workspace, idle: &mut Vec<String>) -> Result<Tally> {
    let has_log = std::env::var_os(REAL_LOG).is_some();
    let has_alertmanager = tools::has_alertmanager();
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    // Held until the tests are over.
    let _cluster = if std::env::var_os(POSTGRES).is_some() {
        None
    } else {
        let cluster = Cluster::start()?;
        cargo.env(POSTGRES, cluster.url());
        Some(cluster)
    };
    let mut tally = Tally::default();
    let known = idle.len();
    let succeeded = report::watch(&mut cargo, |line| {
        tally += report::of_cargo(line);
        let did_nothing = |name: &&str| !has_log && name.contains(OF_REAL_LOG) || !has_alertmanager && name.contains(OF_ALERTMANAGER);
        idle.extend(report::passed(line).filter(did_nothing).map(str::to_owned));
    })?;
    // What did nothing has shown nothing.
    tally.passed = tally.passed.saturating_sub(u64::try_from(idle.len() - known)?);
    if !succeeded && tally.failed == 0 {
        // It did not compile, or a test ended the process.
        tally.failed = 1;
    }
    Ok(tally)
}

fn build(workspace: &Workspace) -> Result<()> {
    compile::build(workspace, Profile::Release)?;
    Weight::of(workspace)?.check()
}

fn end_to_end(workspace: &Workspace) -> Result<Tally> {
    let driver = browser::ready(workspace)?;
    browser::run(&driver, &built(workspace)?, &Run::Everything)
}

fn end_to_end_on_postgres(workspace: &Workspace) -> Result<Tally> {
    let driver = browser::ready(workspace)?;
    let binary = built(workspace)?;
    if let Ok(server) = std::env::var(POSTGRES) {
        return browser::run(&driver, &binary, &Run::OnPostgres { server: &server, programs: None });
    }
    let cluster = Cluster::start()?;
    browser::run(&driver, &binary, &Run::OnPostgres { server: &cluster.url(), programs: Some(&tools::postgres()?) })
}

/// The release binary; nothing to do when a step before has built it.
fn built(workspace: &Workspace) -> Result<PathBuf> {
    let binary = compile::build(workspace, Profile::Release)?;
    if !command::succeeds(Command::new(&binary).arg("--version")) {
        bail!("{} does not start", binary.display());
    }
    Ok(binary)
}

#[expect(clippy::disallowed_methods, reason = "the time that a step takes is shown, and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{} min {:02} s", elapsed.as_secs() / 60, elapsed.as_secs() % 60) }
}
