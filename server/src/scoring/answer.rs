//! What a sheet of scores comes to, for programs, for spreadsheets and for people.

use std::fmt::Write as _;

use domain::csv;
use domain::scoring::{Flag, FlagKind, PUBLISHED_FROM, Rater, Round, flags};
use domain::search_terms::is_unparted;
use serde::Serialize;

use super::sheet::{Refused, Sheet};

/// Everything that is computed: the JSON.
#[derive(Debug, Serialize)]
pub struct Answer {
    teams: Vec<Team>,
    raters: Vec<Rater<String>>,
    flags: Vec<Suspicion>,
    refused: Vec<Refused>,
}

#[derive(Debug, Serialize)]
struct Team {
    team: String,
    n: usize,
    raw: f64,
    adjusted: f64,
    published: bool,
}

#[derive(Debug, Serialize)]
struct Suspicion {
    kind: FlagKind,
    teams: [String; 2],
    detail: String,
}

impl Suspicion {
    fn of(flag: Flag<String>) -> Self {
        let mut detail = String::new();
        for side in &flag.sides {
            let between = if detail.is_empty() { "" } else { "; " };
            // Writing into a String cannot fail.
            let _ = write!(
                detail,
                "{between}{} gives {} {} (median of {}), all others {} (median of {})",
                side.from, side.to, side.given, side.n, side.others, side.others_n
            );
        }
        Self { kind: flag.kind, teams: flag.sides.map(|side| side.from), detail }
    }
}

impl Answer {
    /// Computes it.
    pub fn of(sheet: &Sheet) -> Self {
        let round = Round::of(sheet.ballots.iter().cloned());
        let teams = round.teams().into_iter().map(|(team, outcome)| Team {
            team,
            n: outcome.n,
            raw: outcome.raw,
            adjusted: outcome.adjusted,
            published: outcome.n >= PUBLISHED_FROM,
        });
        Self {
            teams: teams.collect(),
            raters: round.raters().to_vec(),
            flags: flags(&round).into_iter().map(Suspicion::of).collect(),
            refused: sheet.refused.clone(),
        }
    }

    /// The teams as CSV (RFC 4180), unrounded.
    pub fn csv(&self) -> String {
        let mut text = String::from("team,n,raw,adjusted,published\r\n");
        for Team { team, n, raw, adjusted, published } in &self.teams {
            let _ = write!(text, "{},{n},{raw},{adjusted},{published}\r\n", csv::cell(team));
        }
        text
    }

    /// Everything as tables, rounded to two decimals.
    pub fn table(&self) -> String {
        let yes = |yes| if yes { "yes" } else { "no" }.to_owned();
        let teams = self
            .teams
            .iter()
            .map(|team| vec![team.team.clone(), team.n.to_string(), rounded(team.raw), rounded(team.adjusted), yes(team.published)]);
        let raters = self.raters.iter().map(|rater| {
            let severity = rater.severity.map_or_else(|| "-".to_owned(), rounded);
            vec![rater.rater.clone(), rater.n.to_string(), severity, rounded(rater.adjustment)]
        });
        let flags = self.flags.iter().map(|flag| vec![flag.kind.to_string(), flag.detail.clone()]);
        let refused = self.refused.iter().map(|refused| vec![refused.line.to_string(), refused.sentence().to_owned()]);
        [
            table(&["Team", "n", "Raw", "Adjusted", "Published"], teams.collect()),
            table(&["Rater", "n", "Severity", "Adjustment"], raters.collect()),
            table(&["Flag", "Detail"], flags.collect()),
            table(&["Line", "Refused because"], refused.collect()),
        ]
        .into_iter()
        .filter(|table| !table.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
    }
}

fn rounded(number: f64) -> String {
    format!("{number:.2}")
}

/// Columns of one width each; nothing without rows.
fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut lines = vec![header.iter().map(|&name| name.to_owned()).collect()];
    lines.extend(rows);
    let widths: Vec<usize> = (0..header.len())
        .map(|column| lines.iter().filter_map(|line| line.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in lines {
        let padded = line.iter().zip(&widths).map(|(cell, most)| format!("{cell}{}", " ".repeat(most - width(cell))));
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// On how many columns of a terminal a text stands: characters that are written without spaces take two.
fn width(text: &str) -> usize {
    text.chars().map(|character| if is_unparted(character) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "rater,rater_team,target_team,score\n";

    fn answer(rows: &str) -> Answer {
        Answer::of(&Sheet::read(format!("{HEADER}{rows}").as_bytes()).unwrap())
    }

    #[test]
    fn the_json_is_exactly_the_documented_one() {
        let answer = answer("Ada,Sales,Net,8\nHal,Law,Net,5\nHal,Law,Law,10\n");
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            concat!(
                r#"{"teams":[{"team":"Net","n":2,"raw":6.5,"adjusted":6.5,"published":false}],"#,
                r#""raters":[{"rater":"Ada","n":1,"severity":3.0,"adjustment":0.0},{"rater":"Hal","n":1,"severity":-3.0,"adjustment":0.0}],"#,
                r#""flags":[],"refused":[{"line":4,"reason":"own_team"}]}"#
            )
        );
    }

    #[test]
    fn a_file_of_nothing_but_its_header_has_empty_lists() {
        let nothing = answer("");
        assert_eq!(serde_json::to_string(&nothing).unwrap(), r#"{"teams":[],"raters":[],"flags":[],"refused":[]}"#);
        assert_eq!((nothing.csv().as_str(), nothing.table().as_str()), ("team,n,raw,adjusted,published\r\n", ""));
    }

    #[test]
    fn a_table_is_aligned_also_in_chinese() {
        let answer = answer("Ada,Sales,网络组,8\nHal,Law,Desk,7.125\n");
        let expected = "Team    n  Raw   Adjusted  Published\nDesk    1  7.12  7.12      no\n网络组  1  8.00  8.00      no\n";
        assert!(answer.table().starts_with(expected), "{}", answer.table());
    }
}
