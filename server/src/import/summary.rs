//! What an import says at its end.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use domain::servicenow::Summary;

use super::progress::{grouped, rate};

/// Groups that are named; the rest is added up.
const NAMED: usize = 10;

/// The closing summary, for people to read.
pub fn told(summary: &Summary, dry_run: bool, elapsed: Duration, refused: Option<&Path>) -> String {
    let tally = &summary.tally;
    let mut text = String::new();
    let mut line = |label: &str, value: String| {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "  {label:<12}{value}");
    };
    line(
        "events",
        format!("{} in {:.1} s, {} a second", grouped(tally.events), elapsed.as_secs_f64(), grouped(rate(tally.events, elapsed))),
    );
    let made = if dry_run { "would be new" } else { "new" };
    let known = if summary.known > 0 { format!(", {} there already", grouped(summary.known)) } else { String::new() };
    line("incidents", format!("{} ({} {made}{known})", grouped(tally.incidents), grouped(summary.new)));
    line("resolved", grouped(tally.resolved));
    line("reopened", format!("{}, {} times in all", grouped(tally.reopened), grouped(tally.reopenings)));
    line("priorities", ranked(&tally.priorities, usize::MAX));
    line("groups", ranked(&tally.groups, NAMED));
    line("states", ranked(&tally.states, usize::MAX));
    if !tally.unknown.is_empty() {
        line("unknown", format!("{} (kept in the history)", ranked(&tally.unknown, NAMED)));
    }
    if tally.stragglers > 0 {
        line("late rows", format!("{} (their state is an earlier one and was not believed)", grouped(tally.stragglers)));
    }
    if !dry_run {
        line("timeline", format!("{} entries written", grouped(summary.entries)));
    }
    let where_to = refused.map(|path| format!(", see {}", path.display())).unwrap_or_default();
    match tally.refused() {
        0 => line("rejected", "none".to_owned()),
        rows => line("rejected", format!("{}{where_to}: {}", grouped(rows), ranked(&tally.rejected, NAMED))),
    }
    let title = if dry_run { "Nothing was written: this is what the log holds." } else { "The log is imported." };
    format!("{title}\n{text}")
}

fn ranked(counts: &BTreeMap<String, u64>, named: usize) -> String {
    let mut ranked: Vec<(&str, u64)> = counts.iter().map(|(name, &count)| (name.as_str(), count)).collect();
    ranked.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let named_parts =
        ranked.iter().take(named).map(|(name, count)| format!("{} {}", if name.is_empty() { "(none)" } else { name }, grouped(*count)));
    let mut parts: Vec<String> = named_parts.collect();
    let rest = ranked.get(named..).unwrap_or_default();
    if !rest.is_empty() {
        parts.push(format!("{} more {}", rest.len(), grouped(rest.iter().map(|(_, count)| count).sum())));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_come_first_and_the_rest_is_added_up() {
        let counts = BTreeMap::from([("a".into(), 2), (String::new(), 2_157), ("c".into(), 5), ("d".into(), 1)]);
        assert_eq!(ranked(&counts, 2), "(none) 2,157, c 5, 2 more 3");
        assert_eq!(ranked(&counts, 9), "(none) 2,157, c 5, a 2, d 1");
    }

    #[test]
    fn what_was_refused_is_never_left_unsaid() {
        let mut summary = Summary { new: 3, known: 1, ..Summary::default() };
        summary.tally.events = 8;
        summary.tally.incidents = 4;
        summary.tally.rejected.insert("width".into(), 2);
        let text = told(&summary, false, Duration::from_secs(2), Some(Path::new("log.csv.rejected.csv")));
        assert!(text.contains("events      8 in 2.0 s, 4 a second"));
        assert!(text.contains("incidents   4 (3 new, 1 there already)"));
        assert!(text.contains("rejected    2, see log.csv.rejected.csv: width 2"));
    }
}
