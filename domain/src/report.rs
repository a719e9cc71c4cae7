//! How many tickets there were, and how long they took.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    csv,
    rating::Stars,
    statistics::{quantile_of_sorted, sorted},
    time::Timestamp,
    word::words,
};

mod axis;
mod insight;

pub use axis::Axis;
pub use insight::{Days, Insight, Part, Period, Point, Satisfaction, Step};

words! {
    /// What tickets of one row have in common.
    #[derive(Default)]
    pub enum By {
        /// The team that answers for them.
        #[default]
        Team = "team",
        /// How pressing they are.
        Priority = "priority",
        /// The service that they belong to.
        Service = "service",
    }
}

/// One ticket, as far as a report looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRow {
    /// What it is counted under: a team's or a service's name, a priority; empty where a ticket has none.
    pub key: String,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When it was resolved; absent while it is not.
    pub resolved_at: Option<Timestamp>,
    /// Whether it was reopened at least once.
    pub reopened: bool,
    /// Whether its requester was asked what they think of the answer.
    pub asked: bool,
    /// What they said.
    pub stars: Option<Stars>,
    /// The day on which it was filed, where the instance is.
    pub day: Date,
}

/// The figures of some tickets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What they have in common; `total` for all of them.
    pub key: String,
    /// How many there are.
    pub tickets: u64,
    /// How many of them are resolved.
    pub resolved: u64,
    /// How many of them were reopened at least once.
    pub reopened: u64,
    /// The median of filed -> resolved in wall hours, linearly interpolated; none without resolved ones.
    pub median_resolution_hours: Option<f64>,
    /// Nine of ten were resolved in no more than this many wall hours.
    pub p90_resolution_hours: Option<f64>,
}

/// A report on tickets: the same numbers on the page, as JSON and as CSV.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// By key, the one with the most tickets first.
    pub rows: Vec<Row>,
    /// All of them together.
    pub total: Row,
}

#[derive(Default)]
struct Tally {
    tickets: u64,
    reopened: u64,
    hours: Vec<f64>,
}

impl Tally {
    fn add(&mut self, ticket: &TicketRow) {
        self.tickets += 1;
        self.reopened += u64::from(ticket.reopened);
        self.hours.extend(ticket.resolved_at.map(|at| at.since(ticket.created_at).hours()));
    }

    fn row(&self, key: String) -> Row {
        let hours = sorted(&self.hours);
        Row {
            key,
            tickets: self.tickets,
            resolved: hours.len() as u64,
            reopened: self.reopened,
            median_resolution_hours: quantile_of_sorted(&hours, 0.5),
            p90_resolution_hours: quantile_of_sorted(&hours, 0.9),
        }
    }
}

impl Report {
    /// The key of the row of all tickets.
    pub const TOTAL: &str = "total";

    /// Counts the tickets by their keys.
    #[must_use]
    pub fn of(tickets: impl IntoIterator<Item = TicketRow>) -> Self {
        let mut total = Tally::default();
        let mut by_key: BTreeMap<String, Tally> = BTreeMap::new();
        for ticket in tickets {
            total.add(&ticket);
            match by_key.get_mut(&ticket.key) {
                Some(tally) => tally.add(&ticket),
                None => by_key.entry(ticket.key.clone()).or_default().add(&ticket),
            }
        }
        let mut rows: Vec<Row> = by_key.into_iter().map(|(key, tally)| tally.row(key)).collect();
        // A stable sort: keys with the same number stay in the alphabet's order.
        rows.sort_by_key(|row| std::cmp::Reverse(row.tickets));
        Self { rows, total: total.row(Self::TOTAL.to_owned()) }
    }

    /// As CSV (RFC 4180) with the names of the JSON as header; the total comes last. Names that a spreadsheet would run as a
    /// formula get an apostrophe in front.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from("key,tickets,resolved,reopened,median_resolution_hours,p90_resolution_hours\r\n");
        for row in self.rows.iter().chain([&self.total]) {
            let hours = |hours: Option<f64>| hours.map_or_else(String::new, |hours| hours.to_string());
            let Row { tickets, resolved, reopened, .. } = row;
            let (median, p90) = (hours(row.median_resolution_hours), hours(row.p90_resolution_hours));
            // Writing into a String cannot fail.
            let _ = write!(text, "{},{tickets},{resolved},{reopened},{median},{p90}\r\n", csv::cell(&row.key));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn ticket(key: &str, hours: Option<i64>, reopened: bool) -> TicketRow {
        let resolved_at = hours.map(|hours| Timestamp::EPOCH.plus(Span::from_hours(hours)));
        let day = Date::constant(1970, 1, 1);
        TicketRow { key: key.to_owned(), created_at: Timestamp::EPOCH, resolved_at, reopened, asked: false, stars: None, day }
    }

    #[test]
    fn a_report_has_exactly_the_documented_json() {
        let report = Report::of([ticket("high", Some(2), false), ticket("low", None, true), ticket("low", Some(4), false)]);
        assert_eq!(
            serde_json::to_string(&report).unwrap(),
            concat!(
                r#"{"rows":[{"key":"low","tickets":2,"resolved":1,"reopened":1,"median_resolution_hours":4.0,"p90_resolution_hours":4.0},"#,
                r#"{"key":"high","tickets":1,"resolved":1,"reopened":0,"median_resolution_hours":2.0,"p90_resolution_hours":2.0}],"#,
                r#""total":{"key":"total","tickets":3,"resolved":2,"reopened":1,"median_resolution_hours":3.0,"p90_resolution_hours":3.8}}"#
            )
        );
    }

    #[test]
    fn nothing_resolved_has_no_median_rather_than_zero() {
        let report = Report::of([ticket("a", None, false)]);
        assert_eq!(report.total.median_resolution_hours, None);
        assert!(report.csv().ends_with("a,1,0,0,,\r\ntotal,1,0,0,,\r\n"));
        assert_eq!(Report::of([]).total.tickets, 0);
    }

    #[test]
    fn a_key_cannot_break_the_csv() {
        let csv = Report::of([ticket("a, \"b\"\nc", Some(1), false)]).csv();
        assert!(csv.contains("\"a, \"\"b\"\"\nc\",1,1,0,1,1\r\n"));
        let csv = Report::of([ticket("=1+1", Some(1), false)]).csv();
        assert!(csv.contains("\r\n'=1+1,1,1,0,1,1\r\n"), "{csv}");
    }
}
