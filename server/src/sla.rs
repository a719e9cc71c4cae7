//! `opsbeat sla`: calendars and policies in a file, a dry run over the past, and why a deadline is where it is.

mod explain;
pub mod policy_file;
mod trial;

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::invalid::Code;
use domain::locale::Locale;
use domain::ticket::Number;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Store;
use store::sla::transfer::{self, How, Taken};
use store::sla::{self, clocks, document};

use crate::config::Config;
use crate::serve::open_existing;
use policy_file::PolicyFile;

/// What can be done with service levels.
#[derive(Debug, Subcommand)]
pub enum Sla {
    /// Tell why a ticket's deadlines are where they are: every while that counted, and every one that did not
    Explain {
        /// The ticket's number, such as INC-1042
        ticket: String,
    },
    /// Write all calendars and policies in use as TOML
    Export {
        /// Where to [default: the standard output]
        file: Option<PathBuf>,
    },
    /// Make and change calendars and policies as a TOML file says; what it does not name stays as it is
    ///
    /// All of the file is taken, or nothing. What is wrong is told with its line.
    Import(FromFile),
    /// Replay a past period under the calendars and policies of a file, and tell what would have been different; nothing is written
    Try(Trial),
}

/// A file of calendars and policies, and from when on it holds.
#[derive(Debug, Args)]
pub struct FromFile {
    /// The file
    file: PathBuf,
    /// The first day on which new policies hold, such as 2026-01-01: tickets filed since then get their clocks [default: from now on]
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Say what would be made and changed, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// A dry run.
#[derive(Debug, Args)]
pub struct Trial {
    /// The file
    file: PathBuf,
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read or is wrong; a database that cannot be used.
pub async fn run(config: &Config, command: Sla) -> Result<(), Box<dyn Error>> {
    let store = open_existing(config).await?;
    let done = match command {
        Sla::Explain { ticket } => explain(&store, &ticket).await,
        Sla::Export { file } => export(&store, file.as_deref()).await,
        Sla::Import(from) => import(&store, from).await,
        Sla::Try(args) => try_out(&store, args).await,
    };
    store.close().await;
    done
}

async fn explain(store: &Store, ticket: &str) -> Result<(), Box<dyn Error>> {
    let id = Number::parse_id(ticket).ok_or_else(|| format!("{ticket} is no ticket's number: it is one such as INC-1042"))?;
    let view = match clocks::explained(store, id).await {
        Err(store::Error::NotFound) => return Err(format!("there is no ticket {ticket}").into()),
        view => view?,
    };
    let why = sla::why::explained(store, id).await?;
    print!("{}", explain::told(&view, &why, &zone(store).await?));
    Ok(())
}

async fn export(store: &Store, file: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let text = document::written(&transfer::export(store, None).await?)?;
    match file {
        Some(path) => std::fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()).into()),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}

async fn import(store: &Store, from: FromFile) -> Result<(), Box<dyn Error>> {
    let file = PolicyFile::read(&from.file)?;
    let since = match from.since {
        Some(day) => Some(Timestamp::from(day.to_zoned(zone(store).await?)?.timestamp())),
        None => None,
    };
    let taken = file.take(store, How { since, rehearse: from.dry_run }).await?;
    print!("{}", told(&taken, from.dry_run));
    if since.is_some() && !from.dry_run {
        println!("{} tickets were looked at for clocks of their own.", sla::recompute(store).await?);
    }
    Ok(())
}

async fn try_out(store: &Store, args: Trial) -> Result<(), Box<dyn Error>> {
    let file = PolicyFile::read(&args.file)?;
    let period = sla::trial::Period { from: args.from, to: args.to };
    let trial = sla::trial::run(store, None, &file.document.content, period, trial::NAMED).await.map_err(|error| file.told(error))?;
    print!("{}", trial::told(&trial));
    Ok(())
}

/// The zone in which times are told.
async fn zone(store: &Store) -> Result<TimeZone, store::Error> {
    Ok(store::zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC))
}

/// What a file came to, for people to read.
#[must_use]
pub fn told(taken: &Taken, rehearsed: bool) -> String {
    let mut text = String::new();
    let (made, changed) = if rehearsed { ("would be made", "would be changed") } else { ("made", "changed") };
    for (what, names, did) in [
        ("Calendars", &taken.calendars_made, made),
        ("Calendars", &taken.calendars_changed, changed),
        ("Policies", &taken.policies_made, made),
        ("Policies", &taken.policies_changed, changed),
    ] {
        if !names.is_empty() {
            text.push_str(&format!("{what} that {}{did}: {}\n", if rehearsed { "" } else { "were " }, names.join(", ")));
        }
    }
    if text.is_empty() {
        text.push_str("Everything in the file is as it was.\n");
    }
    let metric = app::words::words_in(Locale::En).sla().metric;
    for (_, policy, doubt) in &taken.doubts {
        let what = metric(doubt.metric);
        text.push_str(&format!(
            "Warning: “{policy}”, rule {}: the target of “{what}” is longer than that of the resolution.\n",
            doubt.rule + 1
        ));
    }
    text
}

/// What is wrong with a field, in a sentence.
fn sentence(code: &Code) -> String {
    match code {
        // In a file there is no list to choose from.
        Code::UnknownReference => "Nothing here has this name.".to_owned(),
        Code::UnknownPerson => {
            "Nobody here has this mail address, and it is none of assignee, lead, team, on_call and service_owner.".to_owned()
        }
        Code::OutOfRange { min: None, max: None } => "A length is more than nothing, and at most 10,000 days.".to_owned(),
        code => app::words::errors::of_code_in(code, Locale::En),
    }
}
