//! How many promises were kept, by whatever they have in common.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};

use super::{Attainment, Metric, Outcome, worst_cycles};
use crate::{
    csv,
    statistics::{quantile_of_sorted, sorted},
    time::Timestamp,
    word::words,
};

words! {
    /// What the clocks of one row have in common, beside their metric.
    #[derive(Default)]
    pub enum By {
        /// Nothing else.
        #[default]
        Metric = "metric",
        /// The policy that promised.
        Policy = "policy",
        /// The ticket's service.
        Service = "service",
        /// The team whose stay it was, or that answers for the ticket.
        Team = "team",
        /// The ticket's priority.
        Priority = "priority",
        /// The week in which it was kept or missed, as ISO 8601 counts: `2026-W47`.
        Week = "week",
        /// The month, `2026-11`.
        Month = "month",
    }
}

/// A clock with a verdict, and what it is counted under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// A policy's, service's or team's name, a priority, a week or a month; empty where a clock has none.
    pub key: String,
    /// When it was known whether the promise was kept.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
}

/// The figures of some clocks of one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What they have in common; the metric's own word when that is all.
    pub key: String,
    /// What they measured.
    pub metric: Metric,
    /// Stopped in time.
    pub met: u64,
    /// Ran past their targets, the excused ones included.
    pub breached: u64,
    /// Of those, the excused ones.
    pub excused: u64,
    /// met / (met + breached), 0..=1.
    pub attainment: Option<f64>,
    /// The same, the excused ones counted as met.
    pub attainment_excused: Option<f64>,
    /// The median of the working time that had passed when they ended, in hours, linearly interpolated.
    pub median_working_hours: Option<f64>,
    /// The median of the real time from their beginning to their end, in hours.
    pub median_wall_hours: Option<f64>,
}

/// A report on promises: the same numbers on the page, as JSON and as CSV.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// By key and metric; weeks and months in their order, everything else with the most clocks first.
    pub rows: Vec<Row>,
    /// All of them together, by metric.
    pub total: Vec<Row>,
}

/// The clocks that a report counts: of all cycles of a ticket's resolution the worst alone.
#[must_use]
pub fn counted_once(measured: Vec<Measured>) -> Vec<Measured> {
    let name = |outcome: &Outcome| (outcome.ticket, outcome.metric, outcome.cycle);
    let outcomes: Vec<Outcome> = measured.iter().map(|one| one.outcome).collect();
    let mut known: BTreeMap<_, Measured> = measured.into_iter().map(|one| (name(&one.outcome), one)).collect();
    worst_cycles(&outcomes).iter().filter_map(|outcome| known.remove(&name(outcome))).collect()
}

#[derive(Default)]
struct Tally {
    attainment: Attainment,
    working: Vec<f64>,
    wall: Vec<f64>,
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        self.attainment.count(outcome);
        if let Some(ended) = outcome.ended {
            self.working.push(outcome.elapsed.hours());
            self.wall.push(ended.since(outcome.start).hours());
        }
    }

    fn row(&self, key: String, metric: Metric) -> Row {
        let Attainment { met, breached, excused } = self.attainment;
        Row {
            key,
            metric,
            met,
            breached,
            excused,
            attainment: self.attainment.share(),
            attainment_excused: self.attainment.share_excused(),
            median_working_hours: quantile_of_sorted(&sorted(&self.working), 0.5),
            median_wall_hours: quantile_of_sorted(&sorted(&self.wall), 0.5),
        }
    }
}

impl Report {
    /// The key of the rows of all clocks.
    pub const TOTAL: &str = "total";

    /// Counts the clocks by their keys and metrics. Of all cycles of a ticket's resolution the worst counts, once.
    #[must_use]
    pub fn of(measured: Vec<Measured>, by: By) -> Self {
        let (mut rows, mut total) = (BTreeMap::<(String, Metric), Tally>::new(), BTreeMap::<Metric, Tally>::new());
        for Measured { key, outcome, .. } in counted_once(measured) {
            total.entry(outcome.metric).or_default().add(&outcome);
            rows.entry((key, outcome.metric)).or_default().add(&outcome);
        }
        let mut rows: Vec<Row> = rows.into_iter().map(|((key, metric), tally)| tally.row(key, metric)).collect();
        if !matches!(by, By::Week | By::Month | By::Metric) {
            rows.sort_by_key(|row| (Reverse(row.met + row.breached), row.key.clone(), row.metric));
        }
        let total = total.into_iter().map(|(metric, tally)| tally.row(Self::TOTAL.to_owned(), metric)).collect();
        Self { rows, total }
    }

    /// As CSV (RFC 4180) with the names of the JSON as header; the totals come last. Names that a spreadsheet would run as a
    /// formula get an apostrophe in front.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text =
            String::from("key,metric,met,breached,excused,attainment,attainment_excused,median_working_hours,median_wall_hours\r\n");
        for row in self.rows.iter().chain(&self.total) {
            let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
            let Row { metric, met, breached, excused, .. } = row;
            let shares = [row.attainment, row.attainment_excused, row.median_working_hours, row.median_wall_hours].map(number).join(",");
            // Writing into a String cannot fail.
            let _ = write!(text, "{},{metric},{met},{breached},{excused},{shares}\r\n", csv::cell(&row.key));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{PolicyVersionId, TicketId},
        sla::Verdict,
        time::Span,
    };

    fn clock(key: &str, ticket: i64, cycle: u32, verdict: Verdict, hours: i64) -> Measured {
        let start = Timestamp::EPOCH;
        let outcome = Outcome {
            ticket: TicketId(ticket),
            metric: Metric::Resolution,
            cycle,
            policy: PolicyVersionId(1),
            team: None,
            verdict,
            excused: false,
            start,
            ended: Some(start.plus(Span::from_hours(3 * hours))),
            elapsed: Span::from_hours(hours),
            target: Span::from_hours(8),
        };
        Measured { key: key.to_owned(), at: start, outcome }
    }

    #[test]
    fn working_and_wall_hours_are_told_apart() {
        let report = Report::of(vec![clock("Net", 1, 1, Verdict::Met, 2), clock("Net", 2, 1, Verdict::Breached, 10)], By::Team);
        let row = &report.rows[0];
        assert_eq!((row.met, row.breached, row.attainment), (1, 1, Some(0.5)));
        assert_eq!((row.median_working_hours, row.median_wall_hours), (Some(6.0), Some(18.0)));
        assert_eq!(report.total[0].key, Report::TOTAL);
    }

    #[test]
    fn of_all_cycles_of_a_ticket_the_worst_counts_once() {
        let report = Report::of(vec![clock("Net", 1, 1, Verdict::Breached, 10), clock("Net", 1, 2, Verdict::Met, 2)], By::Team);
        assert_eq!((report.rows[0].met, report.rows[0].breached), (0, 1));
    }

    #[test]
    fn a_name_is_no_formula_in_a_table() {
        let report = Report::of(vec![clock("=1+1", 1, 1, Verdict::Met, 2)], By::Team);
        assert_eq!(report.csv().lines().nth(1), Some("'=1+1,resolution,1,0,0,1,1,2,6"));
    }
}
