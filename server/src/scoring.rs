//! `opsbeat scoring compute`: what mutual scores in any spreadsheet come to. No database is opened.

mod answer;
mod sheet;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use self::answer::Answer;
use self::sheet::Sheet;

/// What can be done with mutual scores.
#[derive(Debug, Subcommand)]
pub enum Scoring {
    /// Compute what teams' scores of each other in a CSV file come to: raw, adjusted for harsh and lenient raters, and what stands out
    ///
    /// The file has the columns rater, rater_team, target_team and score in any order; others are ignored. They are separated by commas,
    /// semicolons or tabs, whichever the first line shows. A score is a number from 1 to 10. A rater's later score for a team replaces
    /// the earlier one. Rows without one of the four, with another score or of the rater's own team are refused and listed. A team is
    /// marked as published from 3 raters on. Nothing is rounded; no database is opened.
    Compute(Compute),
}

/// Which file, and how its results are told.
#[derive(Debug, Args)]
pub struct Compute {
    /// The file, as UTF-8
    file: PathBuf,
    /// In which form: json has everything, csv the teams alone, table everything for people, rounded
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
    Csv,
    Table,
}

/// Why a file gives no results.
#[derive(Debug, thiserror::Error)]
pub enum ScoringError {
    /// It cannot be read.
    #[error("{} cannot be read", .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Spreadsheets save in many encodings.
    #[error("the file is not UTF-8: save it as \"CSV UTF-8\"")]
    NotUtf8,
    /// There is not even a header.
    #[error("the file is empty")]
    Empty,
    /// Nothing can be computed without them.
    #[error("the file has no column {}: its first line names them", .names.join(", "))]
    MissingColumns {
        /// Their names.
        names: Vec<&'static str>,
    },
    /// It is no table.
    #[error("the CSV cannot be read")]
    Csv(#[from] csv::Error),
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read or is no table of scores. Rows that are refused are no error: the answer lists them.
pub fn run(command: Scoring) -> Result<(), Box<dyn Error>> {
    let Scoring::Compute(Compute { file, format }) = command;
    let bytes = fs::read(&file).map_err(|source| ScoringError::File { path: file, source })?;
    let sheet = Sheet::read(&bytes)?;
    let answer = Answer::of(&sheet);
    let text = match format {
        Format::Json => serde_json::to_string(&answer)? + "\n",
        Format::Csv => {
            // The table has no place for them, and nobody should miss them.
            sheet.refused.iter().for_each(|refused| eprintln!("line {}: {}", refused.line, refused.sentence()));
            answer.csv()
        }
        Format::Table => answer.table(),
    };
    Ok(io::stdout().write_all(text.as_bytes())?)
}
