//! The habits of this project as code: build it, run it, check it.
//!
//! Nothing here knows the other crates: what it learns about them it learns by running cargo, so that `cargo xtask` still works
//! when one of them does not compile.

mod assets;
mod bench;
mod command;
mod compile;
mod css;
mod dependencies;
mod postgres;
mod run;
mod screens;
mod test;
mod tidy;
mod tools;
mod wasm;
mod weight;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::{Profile, Workspace};

/// Build, run and check Opsbeat.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the binary `opsbeat` with everything that it serves
    ///
    /// The browser's part comes first (wasm, CSS, static files), then the server. A development build reads those files from
    /// disk; a release build carries them inside and may be copied to another machine alone.
    Build {
        /// Optimise, and embed the assets into the binary
        #[arg(long)]
        release: bool,
    },
    /// Build in release and serve on 127.0.0.1:3000, with the data in `data/`
    Run {
        /// Serve a demo company (teams, services, a year of tickets) from `data/demo.db`, made on the first run
        #[arg(long)]
        demo: bool,
        /// Passed on to `opsbeat serve`, for instance `-- --listen 127.0.0.1:4000`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Run every check and every test, and close with `N passed, N failed`
    ///
    /// A failure does not hide the ones behind it: the run goes on and ends with a failing exit code. What is missing (Node,
    /// Chromium, PostgreSQL) is installed with apt-get when that is possible, or else named with the command to type.
    Test {
        /// Only this step; may be given several times
        #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(test::step_names()))]
        only: Vec<String>,
    },
    /// Measure the release binary, and write the figures to `bench/BENCHMARKS.md`
    ///
    /// Ends with a failing exit code when a figure misses its target. Nothing else should run on the machine meanwhile.
    Bench {
        /// Measure the import of this ServiceNow log as well, and the pages with it
        #[arg(long, value_name = "FILE")]
        log: Option<PathBuf>,
    },
    /// Take the README's pictures from those that the browser tests took last
    Screens,
    /// Check the rules of the house that no compiler knows: file length, leftovers, links, paths
    Tidy,
}

fn main() -> ExitCode {
    let task = Cli::parse().task;
    match perform(task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::locate()?;
    match task {
        Task::Build { release } => {
            let binary = compile::build(&workspace, if release { Profile::Release } else { Profile::Dev })?;
            println!("{}", binary.display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Run { demo, args } => run::serve(&workspace, demo, &args),
        Task::Test { only } => test::run(&workspace, &only),
        Task::Bench { log } => bench::run(&workspace, log.as_deref()),
        Task::Screens => {
            screens::take(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Task::Tidy => {
            tidy::check(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
