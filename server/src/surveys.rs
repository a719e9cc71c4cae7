//! `opsbeat import surveys` and `opsbeat report satisfaction`; the words by which it is guessed how comments are meant.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use app::words::words_in;
use clap::{Args, ValueEnum};
use domain::locale::Locale;
use domain::survey::Lexicon;
use domain::survey::import::Brought;
use domain::survey::report::By;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Store;
use store::surveys::import::{Incoming, import as bring};
use store::surveys::report::{Question, count};

use crate::config::Config;
use crate::import::look;
use crate::serve;

/// A file of surveys.
#[derive(Debug, Args)]
pub struct SurveyFile {
    /// The file: CSV with the columns service, asked_at, answered_at, kind and value; comment, ticket and respondent may follow
    file: PathBuf,
    /// The zone of times that name no offset, such as Europe/Lisbon or UTC
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    timezone: TimeZone,
    /// Say what the file comes to, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Which surveys, and how they are counted.
#[derive(Debug, Args)]
pub struct Counted {
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// What the rows are: service, team or month
    #[arg(long, default_value = "service", value_parser = by)]
    by: By,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
    Csv,
}

fn by(word: &str) -> Result<By, String> {
    let words: Vec<&str> = By::ALL.iter().map(|by| by.as_str()).collect();
    word.parse().map_err(|_| format!("it is one of {}", words.join(", ")))
}

fn zone(name: &str) -> Result<TimeZone, String> {
    store::zone::find(name).ok_or_else(|| "no such zone; it is an IANA name such as Europe/Lisbon, Asia/Shanghai or UTC".to_owned())
}

/// Brings the surveys of a file in.
///
/// # Errors
/// A file that cannot be read or holds no surveys; a database that cannot be written, or that is not there to look at.
pub async fn import(config: &Config, asked: &SurveyFile) -> Result<(), Box<dyn Error>> {
    let path = asked.file.display();
    let bytes = fs::read(&asked.file).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not in UTF-8"))?;
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy();
    let incoming = Incoming { name: &name, text: &text, zone: &asked.timezone, dry_run: asked.dry_run };
    let store = if asked.dry_run {
        look(config).await?.ok_or("there is no database yet, and so no service that was asked about")?
    } else {
        serve::open(config).await?
    };
    let brought = bring(&store, None, &incoming).await;
    store.close().await;
    let brought = brought?;
    if let Some((why, columns)) = brought.not_a_file {
        let told = (words_in(Locale::En).survey().not_a_file)(why);
        return Err(format!("{path}: {told} {}", columns.join(", ")).trim().to_owned().into());
    }
    print(&told(&brought, asked.dry_run))
}

/// What a file came to, with every row that was not taken.
fn told(brought: &Brought, dry_run: bool) -> String {
    let w = words_in(Locale::En).survey();
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{}", if dry_run { "Nothing was written: this is what the file holds." } else { "The surveys are imported." });
    let _ = writeln!(text, "  new       {} ({} answered)", brought.new, brought.answered);
    let _ = writeln!(text, "  here      {}", brought.known);
    let _ = writeln!(text, "  rejected  {}", brought.rejected.len());
    for row in &brought.rejected {
        let cell = if row.cell.is_empty() { String::new() } else { format!(": {}", row.cell) };
        let _ = writeln!(text, "line {}: {}{cell}", row.line, (w.refusal)(row.why));
    }
    text
}

/// Prints the figures of the report page.
///
/// # Errors
/// A database that cannot be reached.
pub async fn report(config: &Config, asked: Counted) -> Result<(), Box<dyn Error>> {
    let Counted { from, to, by, format } = asked;
    let store = serve::open_existing(config).await?;
    let report = count(&store, None, &Question { from, to, team: None, by, locale: Locale::En }).await;
    store.close().await;
    let report = report?;
    print(&match format {
        Format::Json => serde_json::to_string(&report)? + "\n",
        Format::Csv => report.csv(),
    })
}

/// Guesses anew how every comment is meant.
///
/// # Errors
/// A database that cannot be written.
pub async fn reguess(config: &Config) -> Result<(), Box<dyn Error>> {
    let store = serve::open_existing(config).await?;
    match store::surveys::reguess(&store).await? {
        1 => println!("One comment is told otherwise now."),
        changed => println!("{changed} comments are told otherwise now."),
    }
    Ok(())
}

/// The store with the words that the settings name.
///
/// # Errors
/// A file that cannot be read, or a line of it that says nothing.
pub fn with_lexicon(store: Store, config: &Config) -> Result<Store, Box<dyn Error>> {
    if config.lexicon.as_os_str().is_empty() {
        return Ok(store);
    }
    let path = config.lexicon.display();
    let text = fs::read_to_string(&config.lexicon).map_err(|error| format!("the lexicon {path} cannot be read: {error}"))?;
    let lexicon = Lexicon::read(&text).map_err(|error| format!("the lexicon {path} cannot be used: {error}"))?;
    Ok(store.with_lexicon(lexicon))
}

fn print(text: &str) -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
