//! What a dry run came to, for people to read in a terminal.

use std::fmt::Write;

use domain::id::TicketId;
use domain::sla::{Attainment, Change, Metric, Outcome};
use store::sla::trial::Trial;

/// Changes and worst cases that are named.
pub const NAMED: usize = 20;

/// The comparison.
pub fn told(trial: &Trial) -> String {
    let mut text = format!("Nothing was written: {} tickets were replayed as they were and as they would have been.\n", trial.tickets);
    let comparison = &trial.comparison;
    for (metric, (was, would)) in &comparison.attainment {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "  {:<16}{} -> {}", metric.as_str(), share(was), share(would));
    }
    let _ = writeln!(text, "{} clocks would have another verdict.", comparison.changed);
    for change in &comparison.changes {
        let Change { ticket, metric, cycle, before, after } = change;
        let clock = clock(trial, *ticket, *metric, *cycle);
        let _ = writeln!(text, "  {clock}: {} -> {}", verdict(before.as_ref()), verdict(after.as_ref()));
    }
    if comparison.changed > comparison.changes.len() {
        let _ = writeln!(text, "  and {} more", comparison.changed - comparison.changes.len());
    }
    if !comparison.worst.is_empty() {
        text.push_str("The latest ones would be:\n");
    }
    for outcome in &comparison.worst {
        let late = outcome.late_by().hours();
        let clock = clock(trial, outcome.ticket, outcome.metric, outcome.cycle);
        let _ = writeln!(text, "  {clock}: {late:.1} working hours late");
    }
    text
}

/// A clock by its ticket's number, and by its cycle where it is not the first one.
fn clock(trial: &Trial, ticket: TicketId, metric: Metric, cycle: u32) -> String {
    let number = trial.named.get(&ticket).map_or_else(|| format!("#{ticket}"), |named| named.number.to_string());
    if cycle > 1 { format!("{number} {metric}, cycle {cycle}") } else { format!("{number} {metric}") }
}

fn share(attainment: &Attainment) -> String {
    let share = attainment.share().map_or_else(|| "-".to_owned(), |share| format!("{:.1}%", share * 100.0));
    format!("{share} ({} met, {} breached)", attainment.met, attainment.breached)
}

fn verdict(outcome: Option<&Outcome>) -> &'static str {
    outcome.map_or("none", |outcome| outcome.verdict.as_str())
}
