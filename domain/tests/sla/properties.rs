//! What holds for any ticket, however odd its life.

use domain::{
    id::EventId,
    priority::Priority,
    sla::{
        Clock, Correction, Due, Fact, Happening, Kind, Light, Metric, Promise, Replay, Scope, Speaker, Standing, State, alarms, explain,
        replay,
    },
    time::{Span, Timestamp},
};
use proptest::prelude::*;

use super::company::*;

fn policies() -> domain::sla::Policies {
    let mut sla = workplace();
    let acts = vec![domain::sla::Act::Notify { whom: domain::sla::Whom::Assignee }];
    let steps = ["50%", "80%", "100%", "-1h"].map(|at| domain::sla::StepDraft { metric: None, at: at.to_owned(), acts: acts.clone() });
    sla.steps = Some(steps.to_vec());
    let ola = draft(Promise::Ola, vec![rule(Scope::default(), &[(Metric::Ola, "4h")])]);
    let contract = draft(Promise::Supplier, vec![rule(Scope::default(), &[(Metric::Supplier, "8h")])]);
    policies_of(&[sla, ola, contract])
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        4 => prop::sample::select(Standing::ALL).prop_map(stand),
        1 => Just(resolve()),
        2 => prop::sample::select(vec![Speaker::Agent, Speaker::Requester, Speaker::Nobody]).prop_map(reply),
        2 => prop::sample::select(Priority::ALL).prop_map(press),
        2 => prop::sample::select(vec![DESK, NETWORK, SUPPLIER]).prop_map(assign),
        1 => Just(Fact::Assigned { team: None, outside: false }),
        1 => Just(Fact::Rebased),
    ]
}

/// A month's life, to the second.
fn life() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((0..2_000_000_i64, fact()), 0..14).prop_map(|told| {
        let start = t("16 09:00");
        let opening = Happening { event: EventId(1), at: start, by: None, fact: file() };
        let rest = (2..).zip(told).map(|(event, (seconds, fact))| Happening {
            event: EventId(event),
            at: start.plus(Span::from_seconds(seconds)),
            by: None,
            fact,
        });
        std::iter::once(opening).chain(rest).collect()
    })
}

fn now() -> impl Strategy<Value = Timestamp> {
    (0..3_000_000_000_i64).prop_map(|millis| t("16 09:00").plus(Span::from_millis(millis)))
}

/// Standings that a ticket can leave again within a week, and those of them that do not count.
const STANDINGS: &[Standing] = &[
    Standing::Assigned,
    Standing::InProgress,
    Standing::WaitingForRequester,
    Standing::WaitingForSupplier,
    Standing::WaitingForDate,
    Standing::Resolved,
    Standing::Closed,
];
const AWAITED: [Standing; 4] = [Standing::WaitingForRequester, Standing::WaitingForDate, Standing::Resolved, Standing::Closed];

fn told(life: &[Happening], now: Timestamp) -> Replay {
    replay(life, &policies(), &calendars(), now)
}

fn find<'a>(replay: &'a Replay, clock: &Clock) -> Option<&'a Clock> {
    replay.clocks.iter().find(|other| (other.metric, other.cycle) == (clock.metric, clock.cycle))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_what_happened_comes_from_its_times_alone(life in life(), now in now(), seed in any::<u64>()) {
        let mut shuffled = life.clone();
        shuffled.sort_by_key(|one| (one.event.get() as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(told(&life, now), told(&shuffled, now));
        prop_assert_eq!(told(&life, now), told(&life, now));
    }

    #[test]
    fn time_that_passes_takes_nothing_back(life in life(), now in now(), later in 0..500_000_000_i64) {
        // Nothing more happens: the same clocks, and what had passed or was late stays so.
        let life: Vec<_> = life.into_iter().filter(|one| one.at <= now).collect();
        let (before, after) = (told(&life, now), told(&life, now.plus(Span::from_millis(later))));
        prop_assert_eq!(before.clocks.len(), after.clocks.len());
        for clock in &before.clocks {
            let then = find(&after, clock).unwrap();
            prop_assert!(clock.elapsed <= then.elapsed);
            prop_assert_eq!(clock.deadline, then.deadline);
            prop_assert!(clock.breach.is_none() || clock.breach == then.breach);
            if matches!(clock.state, State::Paused { .. }) || clock.state.ended().is_some() {
                prop_assert_eq!(clock.elapsed, then.elapsed, "a pause freezes, and so does an end");
            }
        }
    }

    #[test]
    fn what_a_chip_shows_is_what_the_clock_says_now_and_while_somebody_looks(life in life(), now in now(), later in 0..80_000_000_i64) {
        let life: Vec<_> = life.into_iter().filter(|one| one.at <= now).collect();
        let later = now.plus(Span::from_millis(later));
        let (before, after) = (told(&life, now), told(&life, later));
        let (policies, calendars) = (policies(), calendars());
        for clock in &before.clocks {
            let policy = &policies.get(clock.terms.policy).unwrap().content;
            let due = Due::of(clock, policy, &calendars.get(clock.terms.calendar).unwrap().timetable, now);
            prop_assert_eq!(due.left, clock.remaining());
            prop_assert_eq!(due.light_at(now) == Light::Breached, clock.breach.is_some());
            let then = find(&after, clock).unwrap();
            prop_assert_eq!(due.left_at(later), then.remaining());
            prop_assert_eq!(due.light_at(later) == Light::Breached, then.breach.is_some());
        }
    }

    #[test]
    fn a_breach_lies_after_its_deadline_and_is_never_taken_back(life in life(), now in now(), later in 0..500_000_000_i64) {
        let (before, after) = (told(&life, now), told(&life, now.plus(Span::from_millis(later))));
        for clock in &before.clocks {
            if let Some(breach) = clock.breach {
                prop_assert!(breach.at >= breach.deadline && breach.at <= now);
                prop_assert!(breach.at >= clock.start);
                prop_assert_eq!(find(&after, clock).and_then(|then| then.breach), Some(breach));
            } else if let Some(due) = clock.deadline.at() {
                prop_assert!(clock.state.ended().unwrap_or(now) <= due);
            }
        }
    }

    #[test]
    fn the_counted_stretches_add_up_to_what_has_passed_and_leave_no_gap(life in life(), now in now()) {
        let (policies, calendars) = (policies(), calendars());
        for clock in replay(&life, &policies, &calendars, now).clocks {
            let explanation = explain(&clock, &policies, &calendars, now).unwrap();
            let sum = |list: &[domain::sla::Stretch], counted: bool| -> i64 {
                list.iter().filter(|one| !counted || one.kind == Kind::Counted).map(|one| one.length().millis()).sum()
            };
            prop_assert_eq!(sum(&explanation.stretches, true), clock.elapsed.millis());
            prop_assert_eq!(explanation.stretches.last().map_or(0, |last| last.total.millis()), clock.elapsed.millis());
            let until = clock.state.ended().unwrap_or(now);
            prop_assert_eq!(sum(&explanation.stretches, false), until.since(clock.start).millis().max(0));
            prop_assert!(explanation.stretches.windows(2).all(|pair| pair[0].until == pair[1].from));
            if let Some(last) = explanation.ahead.last() {
                prop_assert_eq!(last.total, clock.terms.target);
                prop_assert_eq!(Some(last.until), clock.deadline.at());
            }
        }
    }

    #[test]
    fn whoever_looks_only_when_told_to_misses_no_step_and_no_breach(life in life(), now in now()) {
        let (policies, calendars) = (policies(), calendars());
        let life: Vec<_> = life.into_iter().filter(|one| one.at <= now).collect();
        let replay = |at| replay(&life, &policies, &calendars, at);
        let Some(next) = replay(now).next_at() else { return Ok(()) };
        prop_assert!(next > now);
        let steps = |at| replay(at).clocks.iter().map(|clock| alarms(clock, &policies, &calendars, at).len()).sum::<usize>();
        let late = |at| replay(at).clocks.iter().filter(|clock| clock.breach.is_some()).count();
        let just_before = next.minus(Span::from_millis(1));
        prop_assert_eq!((steps(now), late(now)), (steps(just_before), late(just_before)));
        prop_assert_ne!((steps(now), late(now)), (steps(next), late(next)));
    }

    #[test]
    fn a_resolution_counts_each_open_minute_in_which_nobody_else_was_awaited(
        told in prop::collection::vec((1..9_000_i64, prop::sample::select(STANDINGS)), 0..10),
        minutes in 0..9_000_i64,
    ) {
        let start = t("16 09:00");
        let after = |minutes| start.plus(Span::from_minutes(minutes));
        let mut life = story(vec![("16 09:00", file())]);
        life.extend((2..).zip(&told).map(|(event, (minute, standing))| Happening {
            event: EventId(event),
            at: after(*minute),
            by: None,
            fact: stand(*standing),
        }));
        // Counted minute by minute, without any of the engine's shortcuts.
        let mut counted = 0;
        for minute in 0..minutes {
            let last = life.iter().filter(|one| one.at <= after(minute)).max_by_key(|one| (one.at, one.event));
            let standing = match last.map(|one| &one.fact) {
                Some(Fact::Stood { standing }) => *standing,
                _ => Standing::New,
            };
            let of_day = (minute + 9 * 60) % (24 * 60);
            let open = (9 * 60..17 * 60).contains(&of_day) && ![2, 5, 6].contains(&((minute + 9 * 60) / (24 * 60)));
            counted += i64::from(open && !AWAITED.contains(&standing));
        }
        let replay = replay(&life, &policies(), &calendars(), after(minutes));
        prop_assert_eq!(clock(&replay, Metric::Resolution, 1).elapsed, Span::from_minutes(counted));
    }

    #[test]
    fn a_correction_that_changes_nothing_changes_nothing(life in life(), now in now()) {
        let mut corrected = life.clone();
        let same = Correction::Moment { event: EventId(1), at: life[0].at };
        corrected.push(Happening { event: EventId(99), at: t("16 09:00"), by: None, fact: Fact::Corrected { correction: same } });
        let (plain, corrected) = (told(&life, now), told(&corrected, now));
        prop_assert_eq!(plain.clocks, corrected.clocks);
        prop_assert_eq!(corrected.overruled, vec![]);
    }
}
