//! Counting what became of clocks, and the dry run.

use domain::{
    id::{PolicyVersionId, TicketId},
    sla::{Attainment, Fact, Metric, Outcome, Replay, Verdict, attainment, attainment_by, compare, worst_cycles},
    time::{Span, Timestamp},
};

use super::company::*;

fn outcome(ticket: i64, metric: Metric, cycle: u32, verdict: Verdict) -> Outcome {
    Outcome {
        ticket: TicketId(ticket),
        metric,
        cycle,
        policy: PolicyVersionId(1),
        team: None,
        verdict,
        excused: false,
        start: Timestamp::EPOCH,
        ended: None,
        elapsed: Span::from_hours(i64::from(cycle) + if verdict == Verdict::Breached { 10 + ticket } else { 0 }),
        target: Span::from_hours(10),
    }
}

fn outcomes(ticket: i64, replay: &Replay) -> Vec<Outcome> {
    replay.clocks.iter().map(|clock| Outcome::of(TicketId(ticket), clock)).collect()
}

#[test]
fn attainment_counts_what_has_a_verdict_and_shows_excuses_both_ways() {
    let mut list = vec![
        outcome(1, Metric::Resolution, 1, Verdict::Met),
        outcome(2, Metric::Resolution, 1, Verdict::Breached),
        outcome(3, Metric::Resolution, 1, Verdict::Breached),
        outcome(4, Metric::Resolution, 1, Verdict::Running),
        outcome(5, Metric::Resolution, 1, Verdict::Cancelled),
        outcome(6, Metric::Resolution, 1, Verdict::Met),
    ];
    list[1].excused = true;
    let all = attainment(&list);
    assert_eq!(all, Attainment { met: 2, breached: 2, excused: 1 });
    assert_eq!((all.share(), all.share_excused()), (Some(0.5), Some(0.75)));
    assert_eq!(attainment(&list[3..5]).share(), None);
    let by = attainment_by(&list, |one| (one.ticket.get() < 4).then_some(one.ticket.get() % 2));
    assert_eq!(by.into_iter().map(|(key, one)| (key, one.met, one.breached)).collect::<Vec<_>>(), [(0, 0, 1), (1, 1, 1)]);
}

#[test]
fn the_worst_cycle_of_a_resolution_counts_and_each_update_for_itself() {
    let list = [
        outcome(1, Metric::Resolution, 1, Verdict::Breached),
        outcome(1, Metric::Resolution, 2, Verdict::Met),
        outcome(2, Metric::Resolution, 1, Verdict::Met),
        outcome(2, Metric::Resolution, 2, Verdict::Met),
        outcome(1, Metric::Update, 1, Verdict::Met),
        outcome(1, Metric::Update, 2, Verdict::Breached),
    ];
    let seen: Vec<_> = worst_cycles(&list).iter().map(|one| (one.ticket.get(), one.metric, one.cycle, one.verdict)).collect();
    assert_eq!(
        seen,
        [
            (1, Metric::Update, 1, Verdict::Met),
            (1, Metric::Update, 2, Verdict::Breached),
            (1, Metric::Resolution, 1, Verdict::Breached),
            (2, Metric::Resolution, 2, Verdict::Met),
        ]
    );
}

#[test]
fn a_breach_that_is_excused_in_one_cycle_does_not_hide_another() {
    let mut list = [outcome(1, Metric::Resolution, 1, Verdict::Breached), outcome(1, Metric::Resolution, 2, Verdict::Breached)];
    list[0].excused = true;
    assert_eq!(worst_cycles(&list)[0].cycle, 2);
}

#[test]
fn a_clock_is_judged_by_its_breach_and_not_by_its_present_deadline() {
    let told = story(vec![("16 09:00", file()), ("16 12:00", resolve())]);
    let verdicts: Vec<_> = outcomes(1, &clocks(&told, "16 13:00")).iter().map(|one| (one.metric, one.verdict, one.late_by())).collect();
    assert_eq!(verdicts, [(Metric::FirstResponse, Verdict::Breached, hours(1)), (Metric::Resolution, Verdict::Met, Span::ZERO)]);
    let merged = story(vec![("16 09:00", file()), ("16 10:00", Fact::Merged)]);
    assert!(outcomes(1, &clocks(&merged, "20 13:00")).iter().all(|one| one.verdict == Verdict::Cancelled));
}

#[test]
fn a_dry_run_shows_both_attainments_the_changed_verdicts_and_the_worst_cases() {
    let before: Vec<_> = (1..=4).map(|ticket| outcome(ticket, Metric::Resolution, 1, Verdict::Met)).collect();
    let mut after = before.clone();
    for ticket in [1, 2, 3] {
        after[ticket - 1] = outcome(ticket as i64, Metric::Resolution, 1, Verdict::Breached);
    }
    after[3].metric = Metric::Update;
    let comparison = compare(&before, &after, 2);
    let (was, would) = comparison.attainment[&Metric::Resolution];
    assert_eq!((was.met, was.breached, would.met, would.breached), (4, 0, 0, 3));
    // Three verdicts, a resolution that is gone, and an update that is new; the list is cut, the count is not.
    assert_eq!((comparison.changed, comparison.changes.len()), (5, 2));
    assert_eq!(comparison.worst.iter().map(|one| one.ticket.get()).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(compare(&before, &before, 9).changed, 0);
}
