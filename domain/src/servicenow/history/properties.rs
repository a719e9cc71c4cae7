//! What holds for the rows of any incident, however odd.

use proptest::prelude::*;

use super::*;
use crate::servicenow::{
    Change,
    fixture::{Line, columns, line, utc},
};

const STATES: [&str; 9] =
    ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Resolved", "Closed", "-100", "Cancelled"];

/// Rows of one incident; no two have both their time and their counter in common.
fn rows() -> impl Strategy<Value = Vec<Line>> {
    let row = (0..STATES.len(), 0..60_u32, 0..4_u32, 0..3_u32, 0..3_u32);
    prop::collection::vec(row, 1..12).prop_map(|rows| {
        let mut seen = std::collections::BTreeSet::new();
        rows.into_iter()
            .filter(|&(_, minute, mods, ..)| seen.insert((minute, mods)))
            .map(|(state, minute, mods, group, reopened)| {
                let name = |prefix: &str, n: u32| if n == 0 { "?".to_owned() } else { format!("{prefix} {n}") };
                line(STATES[state], mods, &format!("4/3/2016 09:{minute:02}"))
                    .with("assignment_group", &name("Group", group))
                    .with("assigned_to", &name("Resolver", minute % 3))
                    .with("reopen_count", &reopened.to_string())
                    .filled_back("4/3/2016 09:30", "4/3/2016 09:59")
            })
            .collect()
    })
}

fn told(lines: &[Line]) -> History {
    let rows = (2..).zip(lines).map(|(at, line)| Row::read(&columns(), at, &line.values(), &utc).unwrap());
    History::of(&columns(), rows.collect()).unwrap()
}

proptest! {
    #[test]
    fn the_order_of_the_lines_does_not_matter(lines in rows()) {
        let backward: Vec<Line> = lines.iter().rev().cloned().collect();
        prop_assert_eq!(told(&lines), told(&backward));
    }

    #[test]
    fn nothing_happens_before_the_filing_and_time_only_goes_on(lines in rows()) {
        let history = told(&lines);
        prop_assert_eq!(&history.entries[0].change, &Change::Submitted);
        prop_assert!(history.entries.is_sorted_by_key(|entry| entry.at));
        prop_assert!(history.entries.iter().all(|entry| entry.at <= history.updated_at));
        prop_assert_eq!(history.rows as usize, lines.len());
    }

    #[test]
    fn each_hand_takes_over_from_the_one_before_and_the_last_one_holds(lines in rows()) {
        let history = told(&lines);
        let mut held = Held::default();
        for entry in &history.entries {
            if let Change::Assigned { from, to } = &entry.change {
                prop_assert_eq!(&held, from);
                prop_assert_ne!(from, to);
                held.clone_from(to);
            }
        }
        prop_assert_eq!(held, history.held);
    }

    #[test]
    fn each_status_follows_from_the_one_before_and_the_last_one_stands(lines in rows()) {
        let history = told(&lines);
        let mut status = StatusName::New;
        // Between new and assigned, the person decides and no change of status is told.
        let same = |a: StatusName, b: StatusName| {
            let early = |status| matches!(status, StatusName::New | StatusName::Assigned);
            a == b || (early(a) && early(b))
        };
        for entry in &history.entries {
            match entry.change {
                Change::Status { from, to, .. } => {
                    prop_assert!(same(status, from), "{} is not {}", status, from);
                    status = to;
                }
                Change::Resolved { from } => {
                    prop_assert!(same(status, from), "{} is not {}", status, from);
                    status = StatusName::Resolved;
                }
                _ => {}
            }
        }
        prop_assert!(same(status, history.status), "{} is not {}", status, history.status);
    }

    #[test]
    fn what_is_open_has_no_end_and_what_is_closed_has_one(lines in rows()) {
        let History { status, resolved_at, closed_at, resolved_by, waiting_on, .. } = told(&lines);
        prop_assert_eq!(closed_at.is_some(), status == StatusName::Closed);
        prop_assert_eq!(resolved_at.is_some(), matches!(status, StatusName::Resolved | StatusName::Closed));
        prop_assert_eq!(resolved_by.is_some(), resolved_at.is_some());
        prop_assert_eq!(waiting_on.is_some(), status == StatusName::Waiting);
    }
}
