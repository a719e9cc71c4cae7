//! The commands of `opsbeat`.

use std::process::ExitCode;

use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, DEFAULTS, Flags};
use crate::{care, demo, faults, import, report, scoring, serve, settings, sla, surveys, telemetry};

/// IT service management that beats in time with the business.
#[derive(Parser)]
#[command(
    name = "opsbeat",
    version,
    about = "IT service management that beats in time with the business",
    after_help = "Without a command, opsbeat serves. `opsbeat settings` says what every setting means."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the application (the default)
    Serve,
    /// Bring the database to this version's shape, and stop
    Migrate,
    /// Fill an empty database with a demo company: people, services and a year of tickets
    Demo(demo::Demo),
    /// Bring another system's log in
    #[command(subcommand)]
    Import(import::Import),
    /// Print what another instance, or this one, can import again
    #[command(subcommand)]
    Export(faults::Export),
    /// Prove that the audit log is whole
    #[command(subcommand)]
    Audit(care::Audit),
    /// Help out an account from the machine itself
    #[command(subcommand)]
    Admin(care::Admin),
    /// Rebuild what is derived from other rows
    #[command(subcommand)]
    Recompute(care::Recompute),
    /// Say what every setting means, and where it can be set
    Settings,
    /// Handle calendars and policies, and tell why a deadline is where it is
    #[command(subcommand)]
    Sla(sla::Sla),
    /// Print figures for other programs
    #[command(subcommand)]
    Report(report::Report),
    /// Compute what teams' scores of each other come to
    #[command(subcommand)]
    Scoring(scoring::Scoring),
}

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::from_arg_matches(&command().get_matches()) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("opsbeat: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// The commands as they are parsed: every setting says its default, once, and not again at each command.
fn command() -> clap::Command {
    let defaults = serde_json::to_value(DEFAULTS).unwrap_or_default();
    let command = Cli::command().mut_args(|setting| match defaults.get(setting.get_id().as_str()) {
        Some(default) => said_with(setting, default.as_str().map_or_else(|| default.to_string(), str::to_owned).as_str()),
        None => setting,
    });
    // They are taken behind a command as well as before it: there they are known and not shown.
    let hidden: Vec<Arg> = command.get_arguments().filter(|arg| arg.is_global_set()).map(|arg| arg.clone().hide(true)).collect();
    command.mut_subcommands(|command| without_settings(command, &hidden))
}

fn said_with(setting: Arg, default: &str) -> Arg {
    let help = setting.get_help().map(ToString::to_string).unwrap_or_default();
    let default = if default.is_empty() { "none" } else { default };
    setting.help(format!("{help} [default: {default}]"))
}

fn without_settings(command: clap::Command, hidden: &[Arg]) -> clap::Command {
    let command = command.args(hidden).after_help("Settings such as --database can be given here, too: opsbeat --help lists them.");
    command.mut_subcommands(|command| without_settings(command, hidden))
}

fn start(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    let command = match cli.command.unwrap_or(Command::Serve) {
        // Also for whoever comes here because a setting cannot be used.
        Command::Settings => return Ok(settings::print()?),
        // A sheet of scores needs no settings.
        Command::Scoring(what) => return scoring::run(what),
        command => command,
    };
    let config = Config::load(&cli.flags)?;
    telemetry::start(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(config).await,
            Command::Migrate => serve::open(&config).await.map(drop),
            Command::Demo(demo) => demo::run(&config, demo).await,
            Command::Import(what) => import::run(&config, what).await,
            Command::Export(what) => faults::out(&config, what).await,
            Command::Audit(care::Audit::Verify) => care::verify_audit(&config).await,
            Command::Admin(care::Admin::ResetLink { email }) => care::reset_link(&config, &email).await,
            Command::Recompute(care::Recompute::Counters) => care::recompute_counters(&config).await,
            Command::Recompute(care::Recompute::Sla) => care::recompute_sla(&config).await,
            Command::Recompute(care::Recompute::Sentiment) => surveys::reguess(&config).await,
            Command::Sla(what) => sla::run(&config, what).await,
            Command::Report(what) => report::run(&config, what).await,
            Command::Scoring(what) => scoring::run(what),
            Command::Settings => Ok(settings::print()?),
        }
    })
}
