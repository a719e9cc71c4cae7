//! What starts, pauses, stops and cancels each clock.

use domain::{
    priority::Priority,
    sla::{Cancellation, Fact, Metric, Opened, Promise, Scope, Speaker, Standing, State, replay},
    time::Span,
};

use super::company::*;

#[test]
fn a_first_response_is_a_public_reply_of_an_agent_and_nothing_else() {
    let told = story(vec![("16 09:00", file()), ("16 09:10", reply(Speaker::Nobody)), ("16 09:20", reply(Speaker::Requester))]);
    let first = |told: &[_]| clock(&clocks(told, "16 10:00"), Metric::FirstResponse, 1).state;
    assert_eq!(first(&told), State::Running);
    let answered = story(vec![("16 09:00", file()), ("16 09:30", reply(Speaker::Agent)), ("16 09:40", reply(Speaker::Agent))]);
    assert!(matches!(first(&answered), State::Stopped { at, .. } if at == t("16 09:30")));
}

#[test]
fn what_is_said_when_resolving_is_a_first_response() {
    let told = story(vec![("16 09:00", file()), ("16 09:30", resolve())]);
    let clocks = clocks(&told, "16 10:00");
    assert!(matches!(clock(&clocks, Metric::FirstResponse, 1).state, State::Stopped { .. }));
}

#[test]
fn a_second_message_does_not_restart_the_update_clock() {
    let told = story(vec![
        ("16 09:00", file()),
        ("16 09:10", reply(Speaker::Agent)),
        ("16 10:00", reply(Speaker::Requester)),
        ("16 11:00", reply(Speaker::Requester)),
        ("16 12:00", reply(Speaker::Agent)),
        ("16 13:00", reply(Speaker::Requester)),
    ]);
    let clocks = clocks(&told, "16 13:30");
    let first = clock(&clocks, Metric::Update, 1);
    assert_eq!((first.start, first.elapsed), (t("16 10:00"), hours(2)));
    assert_eq!(clock(&clocks, Metric::Update, 2).start, t("16 13:00"));
}

#[test]
fn the_update_clock_is_cancelled_when_a_new_rule_has_no_such_target() {
    let mut told = vec![
        ("16 09:00", file()),
        ("16 09:10", reply(Speaker::Agent)),
        ("16 10:00", reply(Speaker::Requester)),
        ("16 11:00", press(Priority::Urgent)),
    ];
    let update = |told: &[_]| clock(&clocks(&story(told.to_vec()), "17 09:00"), Metric::Update, 1).clone();
    let cancelled = update(&told);
    assert!(matches!(cancelled.state, State::Cancelled { at, why: Cancellation::NoTarget, .. } if at == t("16 11:00")));
    assert_eq!((cancelled.breach, cancelled.next_at), (None, None));
    // The requester still waits since 10:00, should the target come back.
    told.push(("16 12:00", press(Priority::Low)));
    assert_eq!((update(&told).start, update(&told).deadline.at()), (t("16 10:00"), due("16 14:00")));
}

#[test]
fn exactly_at_the_deadline_is_in_time_and_a_millisecond_later_is_not() {
    let mut told = story(vec![("16 09:00", file()), ("17 17:00", resolve())]);
    let in_time = resolution(&told, "20 09:00");
    assert_eq!((in_time.breach, in_time.deadline.at()), (None, due("17 17:00")));
    told[1].at = told[1].at.plus(Span::from_millis(1));
    let late = resolution(&told, "20 09:00").breach.unwrap();
    assert_eq!((late.at, late.deadline), (t("17 17:00"), t("17 17:00")));
    assert_eq!(resolution(&told[..1], "17 17:00").breach, None);
    assert_eq!(resolution(&told[..1], "17 17:00").next_at, due("17 17:00").map(|at| at.plus(Span::from_millis(1))));
}

#[test]
fn a_ticket_may_begin_by_waiting() {
    let waiting = Fact::Opened(Opened { standing: Standing::WaitingForDate, ..opened() });
    let told = story(vec![("16 09:00", waiting), ("17 09:00", work())]);
    let paused = clocks(&told, "16 12:00");
    for metric in [Metric::FirstResponse, Metric::Resolution] {
        assert!(matches!(clock(&paused, metric, 1).state, State::Paused { .. }), "{metric}");
        assert_eq!(clock(&paused, metric, 1).deadline.at(), None);
    }
    assert_eq!(resolution(&told, "17 10:00").elapsed, hours(1));
}

#[test]
fn to_cancel_outweighs_to_stop_and_to_stop_outweighs_a_pause() {
    let withdrawn = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("16 11:00", stand(Standing::Cancelled))]);
    let ended = resolution(&withdrawn, "20 09:00");
    assert!(matches!(ended.state, State::Cancelled { why: Cancellation::Withdrawn, .. }));
    assert_eq!((ended.elapsed, ended.pauses[0].until), (hours(1), due("16 11:00")));
    let resolved = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("16 11:00", resolve())]);
    assert!(matches!(resolution(&resolved, "20 09:00").state, State::Stopped { at, .. } if at == t("16 11:00")));
}

#[test]
fn a_change_of_priority_is_reckoned_from_the_original_start_and_no_breach_is_dated_before_it() {
    let told = story(vec![("16 09:00", file()), ("17 09:00", press(Priority::Urgent))]);
    let clock = resolution(&told, "17 10:00");
    assert_eq!((clock.start, clock.terms.rule, clock.deadline.at()), (t("16 09:00"), 2, due("16 13:00")));
    let breach = clock.breach.unwrap();
    assert_eq!((breach.deadline, breach.at), (t("16 13:00"), t("17 09:00")));
}

#[test]
fn a_breach_stays_when_the_target_becomes_longer() {
    let mut told = vec![("16 09:00", Fact::Opened(Opened { priority: Priority::Urgent, ..opened() })), ("16 14:00", press(Priority::Low))];
    told.push(("16 15:00", resolve()));
    let clock = resolution(&story(told), "20 09:00");
    assert_eq!(clock.breach.map(|breach| (breach.at, breach.terms.rule)), Some((t("16 13:00"), 2)));
    assert_eq!(clock.deadline.at(), due("17 17:00"));
}

#[test]
fn what_stops_at_the_moment_of_a_change_is_judged_by_what_held_before() {
    let told = story(vec![("16 09:00", file()), ("17 09:00", press(Priority::Urgent)), ("17 09:00", resolve())]);
    let clock = resolution(&told, "17 10:00");
    assert_eq!((clock.breach, clock.terms.rule), (None, 1));
}

#[test]
fn reopening_resumes_the_clock_and_leaves_the_resolved_time_out() {
    let told = story(vec![("16 09:00", file()), ("16 11:00", resolve()), ("19 09:00", work())]);
    let clock = resolution(&told, "19 10:00");
    assert_eq!((clock.cycle, clock.elapsed, clock.state), (1, hours(3), State::Running));
    assert_eq!(clock.deadline.at(), due("20 15:00"));
}

#[test]
fn reopening_after_more_than_a_week_begins_a_second_cycle_and_keeps_the_first() {
    let at_the_limit = story(vec![("16 09:00", file()), ("16 11:00", resolve()), ("23 11:00", work())]);
    assert!(clocks(&at_the_limit, "23 12:00").clocks.iter().all(|clock| clock.cycle == 1));
    let told = story(vec![("16 09:00", file()), ("16 11:00", resolve()), ("23 11:00:01", work()), ("23 12:00", resolve())]);
    let replay = clocks(&told, "23 12:00");
    assert!(matches!(clock(&replay, Metric::Resolution, 1).state, State::Stopped { at, .. } if at == t("16 11:00")));
    let second = clock(&replay, Metric::Resolution, 2);
    assert_eq!((second.start, second.elapsed), (t("23 11:00:01"), Span::from_seconds(3_599)));
}

#[test]
fn a_clock_that_was_used_up_exactly_is_late_from_its_reopening_and_not_before() {
    let told = story(vec![("16 09:00", file()), ("17 17:00", resolve()), ("19 10:00", work())]);
    let breach = resolution(&told, "19 10:01").breach.unwrap();
    assert_eq!((breach.deadline, breach.at), (t("17 17:00"), t("19 10:00")));
}

#[test]
fn a_target_may_be_met_by_closing_alone() {
    let mut draft = workplace();
    let mut marks = domain::sla::Marks::usual(Metric::Resolution);
    marks.resolved = domain::sla::Mark::Run;
    draft.marks.insert(Metric::Resolution, marks);
    let told = story(vec![("16 09:00", file()), ("16 11:00", resolve()), ("17 11:00", stand(Standing::Closed))]);
    let replay = replay(&told, &policies_of(&[draft]), &calendars(), t("20 09:00"));
    assert_eq!(clock(&replay, Metric::Resolution, 1).elapsed, hours(10));
    assert_eq!(resolution(&told, "20 09:00").elapsed, hours(2));
}

#[test]
fn merging_cancels_the_clocks_and_leaves_a_breach_that_there_was() {
    let told = story(vec![("16 09:00", file()), ("16 12:00", Fact::Merged), ("16 13:00", work()), ("19 09:00", reply(Speaker::Agent))]);
    let replay = clocks(&told, "20 09:00");
    assert!(replay.clocks.iter().all(|clock| matches!(clock.state, State::Cancelled { why: Cancellation::Merged, .. })));
    assert_eq!(clock(&replay, Metric::FirstResponse, 1).breach.map(|breach| breach.at), due("16 11:00"));
    assert_eq!(clock(&replay, Metric::Resolution, 1).breach, None);
    assert_eq!((replay.next_at(), replay.due_at()), (None, None));
}

#[test]
fn each_stay_with_a_team_has_a_clock_and_handing_on_stops_it() {
    let ola = draft(Promise::Ola, vec![rule(Scope::default(), &[(Metric::Ola, "4h")]), desk_rule()]);
    let told = story(vec![
        ("16 09:00", file()),
        ("16 10:00", assign(NETWORK)),
        ("16 11:00", ask_back()),
        ("16 12:00", work()),
        ("16 13:00", assign(DESK)),
        ("16 14:00", resolve()),
        ("17 09:00", work()),
    ]);
    let replay = replay(&told, &policies_of(&[workplace(), ola]), &calendars(), t("17 10:00"));
    let stays: Vec<_> = replay.clocks.iter().filter(|clock| clock.metric == Metric::Ola).collect();
    let seen: Vec<_> = stays.iter().map(|clock| (clock.cycle, clock.team, clock.elapsed, clock.terms.target)).collect();
    assert_eq!(
        seen,
        [
            (1, Some(DESK), hours(1), hours(1)),
            (2, Some(NETWORK), hours(2), hours(4)),
            // Reopened, the ticket is still with the same team.
            (3, Some(DESK), hours(2), hours(1)),
        ]
    );
    assert!(stays[1].breach.is_none() && stays[2].breach.is_some() && stays[2].state == State::Running);
}

fn desk_rule() -> domain::sla::RuleDraft {
    rule(Scope { team: Some(DESK), ..Scope::default() }, &[(Metric::Ola, "1h")])
}

#[test]
fn a_supplier_has_a_clock_of_its_own_while_the_tickets_goes_on() {
    let contract = draft(Promise::Supplier, vec![rule(Scope::default(), &[(Metric::Supplier, "8h")])]);
    let policies = policies_of(&[workplace(), contract]);
    let told = story(vec![
        ("16 09:00", file()),
        ("16 10:00", stand(Standing::WaitingForSupplier)),
        ("16 12:00", work()),
        ("16 13:00", assign(SUPPLIER)),
        ("16 15:00", assign(DESK)),
    ]);
    let replay = replay(&told, &policies, &calendars(), t("16 16:00"));
    let suppliers: Vec<_> = replay
        .clocks
        .iter()
        .filter(|clock| clock.metric == Metric::Supplier)
        .map(|clock| (clock.team, clock.elapsed, clock.state.ended()))
        .collect();
    assert_eq!(suppliers, [(None, hours(2), due("16 12:00")), (Some(SUPPLIER), hours(2), due("16 15:00"))]);
    assert_eq!(clock(&replay, Metric::Resolution, 1).elapsed, hours(7));
}

#[test]
fn a_clock_from_assignment_begins_when_the_team_received_the_ticket() {
    let mut draft = workplace();
    draft.origin = Some(domain::sla::Origin::Assignment);
    let policies = policies_of(&[draft]);
    let told = story(vec![
        ("16 09:00", Fact::Opened(Opened { team: None, ..opened() })),
        ("16 11:00", assign(DESK)),
        ("16 12:00", press(Priority::High)),
        ("16 15:00", assign(NETWORK)),
    ]);
    let start = |now: &str| {
        let replay = replay(&told, &policies, &calendars(), t(now));
        replay.clocks.iter().find(|clock| clock.metric == Metric::Resolution).map(|clock| clock.start)
    };
    assert_eq!((start("16 10:00"), start("16 14:00"), start("16 16:00")), (None, due("16 11:00"), due("16 15:00")));
}

#[test]
fn what_has_no_opening_has_no_clocks() {
    assert_eq!(clocks(&story(vec![("16 09:00", work())]), "16 10:00").clocks, []);
    assert_eq!(clocks(&story(vec![("16 09:00", file())]), "15 10:00").clocks, []);
}
