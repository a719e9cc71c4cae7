use super::*;
use crate::servicenow::{
    Change,
    fixture::{at, history, line},
};

/// The history as a reader would tell it.
fn told(history: &History) -> Vec<String> {
    history.entries.iter().map(|entry| format!("{} {}", entry.at, told_change(&entry.change))).collect()
}

fn told_change(change: &Change) -> String {
    let held = |held: &Held| {
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".into());
        format!("{}/{}", name(&held.group), name(&held.person))
    };
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    match change {
        Change::Submitted => "submitted".into(),
        Change::Status { from, to, reason, .. } => format!("{from} > {to} {reason}").trim_end().into(),
        Change::Resolved { from } => format!("{from} > resolved"),
        Change::Assigned { from, to } => format!("{} > {}", held(from), held(to)),
        Change::Priority { from, to, .. } => format!("priority {from} > {to}"),
        Change::Category { from, to } => format!("category {} > {}", or_dash(from), or_dash(to)),
        Change::Field { field, from, to } => format!("{field} {} > {}", or_dash(from), or_dash(to)),
    }
}

#[test]
fn a_life_from_opening_to_closing_is_told_in_order() {
    let life = history(&[
        line("New", 0, "4/3/2016 08:05"),
        line("Active", 1, "4/3/2016 09:00").with("assigned_to", "Resolver 2"),
        line("Awaiting Vendor", 2, "4/3/2016 10:00").with("assigned_to", "Resolver 2"),
        line("Active", 3, "4/3/2016 11:00").with("assigned_to", "Resolver 2"),
        line("Resolved", 4, "4/3/2016 12:00").with("assigned_to", "Resolver 2").filled_back("4/3/2016 12:00", "?"),
        line("Closed", 5, "9/3/2016 12:00").with("assigned_to", "Resolver 2").filled_back("4/3/2016 12:00", "9/3/2016 12:00"),
    ]);
    assert_eq!(
        told(&life),
        [
            "2016-03-04T08:00:00Z submitted",
            "2016-03-04T08:05:00Z -/- > Group 1/-",
            "2016-03-04T09:00:00Z Group 1/- > Group 1/Resolver 2",
            "2016-03-04T09:00:00Z assigned > in_progress",
            "2016-03-04T10:00:00Z in_progress > waiting Awaiting Vendor",
            "2016-03-04T11:00:00Z waiting > in_progress",
            "2016-03-04T12:00:00Z in_progress > resolved",
            "2016-03-09T12:00:00Z resolved > closed",
        ]
    );
    assert_eq!(life.status, StatusName::Closed);
    assert_eq!(life.opened_at, at("2016-03-04 08:00"));
    assert_eq!(life.resolved_at, Some(at("2016-03-04 12:00")));
    assert_eq!(life.closed_at, Some(at("2016-03-09 12:00")));
    assert_eq!(life.resolved_by.as_deref(), Some("Resolved by 4"));
    assert_eq!(life.entries[6].actor.as_deref(), Some("Resolved by 4"));
    assert_eq!(life.entries[7].actor.as_deref(), Some("Updated by 9"));
}

#[test]
fn rows_count_by_time_where_the_update_counter_runs_backwards() {
    let life = history(&[
        line("New", 2, "4/3/2016 07:27").with("assignment_group", "Group 72"),
        line("New", 1, "4/3/2016 09:59").with("assignment_group", "Group 73").with("reassignment_count", "1"),
        line("Active", 2, "4/3/2016 14:13").with("assignment_group", "Group 73").with("reassignment_count", "1"),
    ]);
    assert_eq!(
        told(&life)[1..],
        ["2016-03-04T07:27:00Z -/- > Group 72/-", "2016-03-04T09:59:00Z Group 72/- > Group 73/-", "2016-03-04T14:13:00Z new > in_progress",]
    );
    assert_eq!(life.reassign_count, 1);
}

#[test]
fn updates_of_one_minute_count_by_the_update_counter_wherever_they_stand() {
    let life = history(&[line("Resolved", 2, "4/3/2016 09:00"), line("New", 0, "4/3/2016 08:30"), line("Active", 1, "4/3/2016 09:00")]);
    assert_eq!(told(&life)[2..], ["2016-03-04T09:00:00Z new > in_progress", "2016-03-04T09:00:00Z in_progress > resolved"]);
}

#[test]
fn a_late_row_does_not_take_back_an_answer() {
    let life = history(&[
        line("New", 1, "4/3/2016 11:10").filled_back("4/3/2016 11:03", "9/3/2016 12:00"),
        line("New", 1, "4/3/2016 09:52").filled_back("4/3/2016 11:03", "9/3/2016 12:00"),
        line("Resolved", 2, "4/3/2016 11:03").filled_back("4/3/2016 11:03", "9/3/2016 12:00"),
        line("Closed", 3, "9/3/2016 12:00").filled_back("4/3/2016 11:03", "9/3/2016 12:00"),
    ]);
    assert_eq!(told(&life)[2..], ["2016-03-04T11:03:00Z new > resolved", "2016-03-09T12:00:00Z resolved > closed"]);
    assert_eq!((life.stragglers, life.reopen_count), (1, 0));
}

#[test]
fn what_is_filled_back_is_not_known_before_it_happened() {
    let open = history(&[
        line("New", 0, "4/3/2016 08:05").filled_back("4/3/2016 12:00", "9/3/2016 12:00"),
        line("Active", 1, "4/3/2016 09:00").filled_back("4/3/2016 12:00", "9/3/2016 12:00"),
    ]);
    assert_eq!(open.status, StatusName::InProgress);
    assert_eq!((open.resolved_at, open.closed_at, open.resolved_by), (None, None, None));

    let resolved = history(&[line("Resolved", 1, "4/3/2016 12:00").filled_back("4/3/2016 12:00", "9/3/2016 12:00")]);
    assert_eq!(resolved.resolved_at, Some(at("2016-03-04 12:00")));
    assert_eq!(resolved.closed_at, None, "the log ends before it is closed");
}

#[test]
fn a_closed_incident_whose_resolution_has_no_time_is_not_given_one() {
    let life = history(&[line("Resolved", 1, "4/3/2016 12:00"), line("Closed", 2, "9/3/2016 12:00")]);
    assert_eq!(life.resolved_at, None);
    assert_eq!(life.closed_at, Some(at("2016-03-09 12:00")));
    assert!(told(&life).contains(&"2016-03-04T12:00:00Z new > resolved".to_owned()), "the move is told all the same");
}

#[test]
fn a_reopened_incident_is_open_again_and_counts() {
    let life = history(&[
        line("Resolved", 1, "4/3/2016 12:00").filled_back("4/3/2016 12:00", "?"),
        line("Active", 2, "5/3/2016 08:00").with("reopen_count", "1").filled_back("4/3/2016 12:00", "?"),
        line("Resolved", 3, "6/3/2016 12:00").with("reopen_count", "1").filled_back("6/3/2016 12:00", "?"),
        line("Awaiting User Info", 4, "6/3/2016 13:00").with("reopen_count", "2").filled_back("6/3/2016 12:00", "?"),
    ]);
    assert_eq!(
        told(&life)[2..],
        [
            "2016-03-04T12:00:00Z new > resolved",
            "2016-03-05T08:00:00Z resolved > in_progress",
            "2016-03-06T12:00:00Z in_progress > resolved",
            "2016-03-06T13:00:00Z resolved > waiting Awaiting User Info",
        ]
    );
    assert_eq!(life.reopen_count, 2);
    assert_eq!(life.waiting_on, Some(WaitingOn::Requester));
    assert_eq!(life.status_since, at("2016-03-06 13:00"));
    assert_eq!(life.resolved_at, None);
}

#[test]
fn an_unknown_state_changes_nothing_but_stays_readable() {
    let life = history(&[
        line("Active", 0, "4/3/2016 08:05"),
        line("-100", 1, "4/3/2016 09:00").with("assignment_group", "Group 2"),
        line("-100", 2, "4/3/2016 09:30").with("assignment_group", "Group 2"),
        line("Active", 3, "4/3/2016 10:00").with("assignment_group", "Group 2"),
    ]);
    assert_eq!(told(&life)[3..], ["2016-03-04T09:00:00Z Group 1/- > Group 2/-", "2016-03-04T09:00:00Z incident_state - > -100"]);
    assert_eq!(life.status, StatusName::InProgress);
    assert_eq!(life.rows, 4);
}

#[test]
fn an_incident_that_waits_goes_on_waiting_for_the_same_behind_an_unknown_state() {
    let life = history(&[line("Awaiting Vendor", 0, "4/3/2016 08:05"), line("-100", 1, "4/3/2016 09:00")]);
    assert_eq!((life.status, life.waiting_on), (StatusName::Waiting, Some(WaitingOn::Supplier)));
    assert_eq!(life.status_reason, "Awaiting Vendor");
}

#[test]
fn an_update_before_the_opening_does_not_come_before_the_filing() {
    let life = history(&[line("New", 0, "4/3/2016 07:27").with("opened_at", "4/3/2016 09:41")]);
    assert_eq!(life.opened_at, at("2016-03-04 09:41"));
    assert_eq!(told(&life)[0], "2016-03-04T07:27:00Z submitted");
}

#[test]
fn priority_category_and_columns_without_a_meaning_are_part_of_the_history() {
    let life = history(&[
        line("New", 0, "4/3/2016 08:05").with("vendor", "Vendor 1"),
        line("New", 1, "4/3/2016 09:00")
            .with("impact", "1 - High")
            .with("urgency", "1 - High")
            .with("priority", "1 - Critical")
            .with("category", "Category 2")
            .with("rfc", "CHG0000132"),
    ]);
    assert_eq!(
        told(&life)[2..],
        [
            "2016-03-04T09:00:00Z priority normal > urgent",
            "2016-03-04T09:00:00Z category Category 1 > Category 2",
            "2016-03-04T09:00:00Z rfc - > CHG0000132",
            "2016-03-04T09:00:00Z vendor Vendor 1 > -",
        ]
    );
    assert_eq!(life.priority, Priority::Urgent);
    assert_eq!(life.kept.get("rfc").map(String::as_str), Some("CHG0000132"));
    assert!(!life.kept.contains_key("vendor"), "missing at the end");
}

#[test]
fn an_incident_without_words_is_called_by_what_it_is_about() {
    let named = |subcategory, symptom| {
        let row = line("New", 0, "4/3/2016 08:05").with("subcategory", subcategory).with("u_symptom", symptom);
        history(&[row]).title
    };
    assert_eq!(named("Subcategory 170", "Symptom 72"), "Subcategory 170: Symptom 72");
    assert_eq!(named("Subcategory 170", "?"), "Subcategory 170");
    assert_eq!(named("?", "?"), "Category 1");
    let nothing = line("New", 0, "4/3/2016 08:05").with("category", "?");
    assert_eq!(history(&[nothing]).title, "INC0000007");
}

#[test]
fn no_rows_are_no_incident() {
    assert_eq!(History::of(&crate::servicenow::fixture::columns(), Vec::new()), Err(NoRows));
}
