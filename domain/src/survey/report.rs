//! The report on satisfaction: CSAT, NPS and CES, each by its own method, with what they are made of.
//!
//! A survey belongs to the day on which it was asked, and its answer goes with it, so that a response rate never has more answers than
//! surveys.

use std::{collections::BTreeMap, fmt::Write as _, iter::repeat_n, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Answer, Kind, Rate, Sentiment, figure};
use crate::{
    csv,
    invalid::{Code, Invalid},
    locale::{Locale, Localised},
    ticket::Number,
    time::Timestamp,
    word::words,
};

/// Figures of fewer answers than these are marked: one answer more or less would change them much.
pub const FEW: u64 = 5;

words! {
    /// What the surveys of one row have in common.
    #[derive(Default)]
    pub enum By {
        /// The service that was judged.
        #[default]
        Service = "service",
        /// The team that answers for the ticket.
        Team = "team",
        /// The month in which it was asked.
        Month = "month",
    }
}

words! {
    /// Why of a service or a team there is no figure.
    pub enum Why {
        /// People were asked, and nobody answered.
        Unanswered = "unanswered",
        /// Tickets were resolved, and nobody was asked.
        NeverAsked = "never_asked",
        /// Nothing was resolved.
        NoData = "no_data",
    }
}

/// One survey behind a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Behind {
    /// The ticket that it was about; none of most that came from another system.
    pub ticket: Option<Number>,
    /// What another system calls the ticket; may be empty.
    pub reference: String,
    /// The service.
    pub service: Localised,
    /// The team.
    pub team: String,
    /// What was asked.
    pub kind: Kind,
    /// What was answered, if it was.
    pub answer: Option<Answer>,
    /// In the words of who did; may be empty.
    pub comment: String,
    /// How that seems to be meant.
    pub guess: Option<Sentiment>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it was answered, or changed last.
    pub answered_at: Option<Timestamp>,
    /// Whether it came from another system.
    pub past: bool,
}

/// Which of the surveys behind a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Of this key of the rows; of all, if absent.
    pub key: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// With this answer.
    pub given: Option<u8>,
    /// Those that were answered, or those that were not.
    pub answered: Option<bool>,
    /// Whose comments seem to be meant like this.
    pub guess: Option<Sentiment>,
}

impl Part {
    /// Reads what an address asks for; what is empty does not narrow. A key may be nothing, which is not the same as none.
    ///
    /// # Errors
    /// `UnknownChoice` by field: `kind`, `given`, `answered`, `guess`.
    pub fn read(key: Option<String>, kind: &str, given: &str, answered: &str, guess: &str) -> Result<Self, Invalid> {
        fn some<T: FromStr>(invalid: &mut Invalid, field: &str, typed: &str) -> Option<T> {
            if typed.is_empty() { None } else { invalid.take(field, typed.parse().map_err(|_| Code::UnknownChoice)) }
        }
        let mut invalid = Invalid::default();
        let answered = match answered {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                invalid.add("answered", Code::UnknownChoice);
                None
            }
        };
        let part = Self {
            key,
            kind: some(&mut invalid, "kind", kind),
            given: some(&mut invalid, "given", given),
            answered,
            guess: some(&mut invalid, "guess", guess),
        };
        invalid.or(part)
    }
}

/// Surveys as CSV (RFC 4180); times in UTC.
#[must_use]
pub fn csv_of(rows: &[Behind], locale: Locale) -> String {
    let mut text = String::from("asked_at,answered_at,service,team,ticket,kind,value,comment,guess,imported\n");
    for row in rows {
        let ticket = row.ticket.map_or_else(|| row.reference.clone(), |ticket| ticket.to_string());
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{}",
            row.asked_at,
            row.answered_at.map(|at| at.to_string()).unwrap_or_default(),
            csv::cell(row.service.get(locale)),
            csv::cell(&row.team),
            csv::cell(&ticket),
            row.kind,
            row.answer.map(|answer| answer.given().to_string()).unwrap_or_default(),
            csv::cell(&row.comment),
            row.guess.map(Sentiment::as_str).unwrap_or_default(),
            row.past,
        );
    }
    text
}

/// Surveys that are alike, counted by the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What they have in common: the id of a service or a team, a month such as `2026-01`; empty where there is none.
    pub key: String,
    /// What was asked.
    pub kind: Kind,
    /// What was answered; nothing, where nobody did.
    pub given: Option<u8>,
    /// Whether somebody was asked; a few answer of their own accord.
    pub asked: bool,
    /// How many there are.
    pub count: u64,
}

/// The figures of one kind of survey, of one service, team or month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What they have in common, as in [`Cell::key`]; `total` for all of them.
    pub key: String,
    /// What that is called.
    pub name: String,
    /// What was asked.
    pub kind: Kind,
    /// How many answered.
    pub n: u64,
    /// Stars: CSAT, 0..=1. NPS: -100..=100. CES: 1..=7. None without answers.
    pub value: Option<f64>,
    /// Whether there are fewer than [`FEW`] answers.
    pub few: bool,
    /// How many were asked.
    pub sent: u64,
    /// How many of those answered.
    pub answered: u64,
    /// answered / sent; none where nobody was asked.
    pub response_rate: Option<f64>,
    /// How many gave each answer, from the lowest to the highest.
    pub given: Vec<u64>,
    /// Its own past: answers and figure of the period before, of the same length, or of the month before; none where that is not known.
    pub before: Option<(u64, Option<f64>)>,
}

/// A service or a team without a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silent {
    /// Its id.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Why there is none.
    pub why: Why,
    /// How many tickets were resolved.
    pub resolved: u64,
    /// How many people were asked.
    pub sent: u64,
}

/// The report on satisfaction: the same numbers on the page, as JSON and as CSV.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// By name, and each kind that was asked; months in their order.
    pub rows: Vec<Line>,
    /// Month by month, each kind by itself.
    pub months: Vec<Line>,
    /// All of them together, each kind by itself: they are never mixed.
    pub total: Vec<Line>,
    /// What has no figure.
    pub silent: Vec<Silent>,
}

impl Line {
    /// The figures of these cells of one kind.
    #[must_use]
    pub fn of<'c>(key: &str, name: &str, kind: Kind, cells: impl IntoIterator<Item = &'c Cell>) -> Self {
        let lowest = *kind.answers().start();
        let mut given = vec![0_u64; kind.answers().count()];
        let (mut sent, mut answered) = (0_u64, 0_u64);
        for cell in cells.into_iter().filter(|cell| cell.kind == kind) {
            if cell.asked {
                sent += cell.count;
                answered += if cell.given.is_some() { cell.count } else { 0 };
            }
            if let Some(place) = cell.given.and_then(|value| given.get_mut(usize::from(value.checked_sub(lowest)?))) {
                *place += cell.count;
            }
        }
        let answers = given.iter().zip(kind.answers()).filter_map(|(&count, value)| {
            let answer = Answer::try_from((kind, value)).ok()?;
            Some(repeat_n(answer, usize::try_from(count).unwrap_or(usize::MAX)))
        });
        let figure = figure(kind, answers.flatten());
        let n = figure.map_or(0, |figure| figure.n);
        let whole = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let rate = Rate { answered: whole(answered), sent: whole(sent) };
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            kind,
            n,
            value: figure.map(|figure| figure.value),
            few: n < FEW,
            sent,
            answered,
            response_rate: rate.share(),
            given,
            before: None,
        }
    }
}

/// Figures by what they have in common; `name` calls a key by its name.
fn lines(cells: &[Cell], name: &dyn Fn(&str) -> String) -> Vec<Line> {
    let mut groups: BTreeMap<(&str, Kind), Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        groups.entry((&cell.key, cell.kind)).or_default().push(cell);
    }
    groups.into_iter().map(|((key, kind), cells)| Line::of(key, &name(key), kind, cells)).collect()
}

impl Report {
    /// The report: cells by the asked key, the same by month, and those of the period before.
    #[must_use]
    pub fn of(by: By, cells: &[Cell], months: &[Cell], before: Option<&[Cell]>, name: &dyn Fn(&str) -> String) -> Self {
        let mut by_month = lines(months, &|key| key.to_owned());
        let past: Vec<Line> = by_month.clone();
        for line in &mut by_month {
            // The last month before it in which this was asked.
            let earlier = past.iter().rfind(|other| other.kind == line.kind && other.key < line.key);
            line.before = earlier.map(|other| (other.n, other.value));
        }
        let mut rows = if by == By::Month { by_month.clone() } else { lines(cells, name) };
        let mut total: Vec<Line> = Kind::ALL.iter().map(|&kind| Line::of("total", "total", kind, cells)).collect();
        total.retain(|line| line.sent > 0 || line.n > 0);
        if let Some(before) = before {
            let known = lines(before, name);
            let was = |line: &Line| known.iter().find(|other| other.key == line.key && other.kind == line.kind);
            if by != By::Month {
                rows.iter_mut().for_each(|line| line.before = was(line).map(|other| (other.n, other.value)));
            }
            for line in &mut total {
                let other = Line::of("total", "total", line.kind, before);
                line.before = (other.sent > 0 || other.n > 0).then_some((other.n, other.value));
            }
        }
        if by != By::Month {
            rows.sort_by(|one, other| (&one.name, &one.key, one.kind).cmp(&(&other.name, &other.key, other.kind)));
        }
        Self { rows, months: by_month, total, silent: Vec::new() }
    }

    /// The figures as CSV (RFC 4180), one line for each row and kind and for all of each kind, then what has none.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from("key,name,kind,n,value,few,sent,answered,response_rate,n_before,value_before,answers,no_figure\n");
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        for line in self.rows.iter().chain(&self.total) {
            let given = line.given.iter().zip(line.kind.answers()).map(|(count, value)| format!("{value}:{count}"));
            let (n_before, before) = line.before.map_or((String::new(), None), |(n, value)| (n.to_string(), value));
            // Writing into a text cannot fail.
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{},{},{},{n_before},{},{},",
                csv::cell(&line.key),
                csv::cell(&line.name),
                line.kind,
                line.n,
                number(line.value),
                line.few,
                line.sent,
                line.answered,
                number(line.response_rate),
                number(before),
                given.collect::<Vec<_>>().join(" "),
            );
        }
        for silent in &self.silent {
            let (key, name) = (csv::cell(&silent.key), csv::cell(&silent.name));
            let _ = writeln!(text, "{key},{name},,0,,true,{},0,,,,,{}", silent.sent, silent.why);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(key: &str, kind: Kind, given: Option<u8>, count: u64) -> Cell {
        Cell { key: key.to_owned(), kind, given, asked: true, count }
    }

    #[test]
    fn kinds_are_never_mixed_and_each_has_its_n() {
        let cells = [
            cell("1", Kind::Stars, Some(5), 3),
            cell("1", Kind::Stars, Some(1), 1),
            cell("1", Kind::Stars, None, 4),
            cell("1", Kind::Nps, Some(10), 1),
            cell("2", Kind::Nps, Some(0), 1),
            Cell { asked: false, ..cell("2", Kind::Nps, Some(9), 1) },
        ];
        let report = Report::of(By::Service, &cells, &[], None, &|key| key.to_owned());
        let told: Vec<_> = report.rows.iter().map(|line| (line.key.as_str(), line.kind, line.n, line.value, line.few)).collect();
        assert_eq!(
            told,
            [("1", Kind::Stars, 4, Some(0.75), true), ("1", Kind::Nps, 1, Some(100.0), true), ("2", Kind::Nps, 2, Some(0.0), true)]
        );
        assert_eq!((report.rows[0].sent, report.rows[0].response_rate), (8, Some(0.5)));
        assert_eq!((report.rows[2].sent, report.rows[2].response_rate), (1, Some(1.0)), "who was not asked is in no rate");
        let total: Vec<_> = report.total.iter().map(|line| (line.kind, line.n)).collect();
        assert_eq!(total, [(Kind::Stars, 4), (Kind::Nps, 3)]);
        assert_eq!(report.rows[0].given, [1, 0, 0, 0, 3]);
    }

    #[test]
    fn a_figure_of_nothing_is_none_and_a_month_is_compared_with_its_own_past() {
        let months =
            [cell("2026-01", Kind::Ces, Some(4), 6), cell("2026-02", Kind::Ces, Some(6), 6), cell("2026-02", Kind::Stars, None, 2)];
        let report = Report::of(By::Month, &months, &months, None, &|key| key.to_owned());
        let told: Vec<_> = report.rows.iter().map(|line| (line.key.as_str(), line.kind, line.value, line.before, line.few)).collect();
        assert_eq!(
            told,
            [
                ("2026-01", Kind::Ces, Some(4.0), None, false),
                ("2026-02", Kind::Stars, None, None, true),
                ("2026-02", Kind::Ces, Some(6.0), Some((6, Some(4.0))), false)
            ]
        );
        let csv = report.csv();
        assert!(csv.contains("2026-02,2026-02,ces,6,6,false,6,6,1,6,4,1:0 2:0 3:0 4:0 5:0 6:6 7:0,\n"), "{csv}");
    }

    #[test]
    fn a_period_is_compared_with_the_one_before_it() {
        let (now, before) = ([cell("1", Kind::Nps, Some(10), 5)], [cell("1", Kind::Nps, Some(0), 2), cell("3", Kind::Ces, Some(1), 1)]);
        let report = Report::of(By::Team, &now, &[], Some(&before), &|key| format!("Team {key}"));
        assert_eq!((report.rows[0].name.as_str(), report.rows[0].before), ("Team 1", Some((2, Some(-100.0)))));
        assert_eq!(report.total[0].before, Some((2, Some(-100.0))));
        assert!(!report.rows[0].few);
    }
}
