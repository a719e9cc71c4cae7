//! The life of a ticket: what each status allows, and what never happens.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use domain::{
    id::UserId,
    ticket::{
        Circumstances, ClosingRule, IllegalMove, Move, Open, Resolution, ResolutionCode, Status, StatusName, WaitingOn, status::WaitFor,
    },
    time::{Span, Timestamp},
};
use proptest::prelude::*;

const RULE: ClosingRule = ClosingRule { close_after_days: 5, reopen_within_days: 7 };
const START: Timestamp = Timestamp::from_millis(1_763_370_000_000);

fn at(hours: i64, assigned: bool) -> Circumstances<'static> {
    Circumstances { now: START.plus(Span::from_hours(hours)), assigned, rule: &RULE }
}

fn resolve() -> Move {
    let resolution = Resolution { code: ResolutionCode::Solved, text: "New cable".to_owned() };
    Move::Resolve { by: UserId(7), resolution }
}

fn wait(on: WaitingOn, until: Option<i64>) -> Move {
    let until = until.map(|hours| START.plus(Span::from_hours(hours)));
    Move::Wait(WaitFor { on, until, reason: "Which model?".to_owned() })
}

fn cancel() -> Move {
    Move::Cancel { by: UserId(9), reason: String::new() }
}

/// Where moves lead that are all made at the start, with a person assigned.
#[track_caller]
fn after(moves: &[Move]) -> Status {
    moves.iter().fold(Status::NEW, |status, mv| status.apply(mv.clone(), &at(0, true)).unwrap())
}

#[track_caller]
fn refused(status: &Status, mv: Move, at: &Circumstances<'_>) -> IllegalMove {
    status.clone().apply(mv, at).unwrap_err()
}

#[test]
fn a_ticket_goes_the_usual_way() {
    assert_eq!(after(&[]).name(), StatusName::New);
    assert_eq!(after(&[Move::Assign]).name(), StatusName::Assigned);
    assert_eq!(after(&[Move::Assign, Move::Start]).name(), StatusName::InProgress);
    let resolved = after(&[Move::Assign, Move::Start, resolve()]);
    assert_eq!(resolved.name(), StatusName::Resolved);
    assert_eq!(resolved.apply(Move::Close, &at(1, true)).unwrap().name(), StatusName::Closed);
}

#[test]
fn taking_the_person_away_makes_it_new_again() {
    for moves in [vec![Move::Assign, Move::Unassign], vec![Move::Assign, Move::Start, Move::Unassign]] {
        assert_eq!(after(&moves).name(), StatusName::New);
    }
}

#[test]
fn nobody_works_on_what_nobody_answers_for() {
    assert_eq!(refused(&Status::NEW, Move::Start, &at(0, false)), IllegalMove::NobodyAssigned);
}

#[test]
fn the_requesters_reply_ends_a_wait_for_them_where_it_began() {
    let question = wait(WaitingOn::Requester, None);
    for (moves, assigned, back) in [
        (vec![Move::Assign, Move::Start, question.clone()], true, StatusName::InProgress),
        (vec![Move::Assign, question.clone()], true, StatusName::Assigned),
        (vec![question.clone()], false, StatusName::New),
        (vec![Move::Assign, Move::Start, question.clone(), Move::Unassign], false, StatusName::New),
        (vec![Move::Assign, Move::Start, question.clone(), question], true, StatusName::InProgress),
    ] {
        let status = after(&moves).apply(Move::RequesterReplied, &at(1, assigned)).unwrap();
        assert_eq!(status.name(), back, "{moves:?}");
    }
}

#[test]
fn a_reply_does_not_end_a_wait_for_somebody_else() {
    for on in [WaitingOn::Supplier, WaitingOn::Date] {
        let waiting = after(&[Move::Assign, Move::Start, wait(on, Some(24))]);
        assert_eq!(waiting.clone().apply(Move::RequesterReplied, &at(1, true)), Ok(waiting));
    }
}

#[test]
fn a_wait_for_a_date_ends_on_it_and_not_before() {
    let waiting = after(&[Move::Assign, wait(WaitingOn::Date, Some(24))]);
    let until = START.plus(Span::from_hours(24));
    assert_eq!(refused(&waiting, Move::DateCame, &at(23, true)), IllegalMove::TooEarly { until });
    assert_eq!(waiting.apply(Move::DateCame, &at(24, true)).unwrap().name(), StatusName::Assigned);
    assert_eq!(refused(&Status::NEW, wait(WaitingOn::Date, None), &at(0, true)), IllegalMove::NeedsADate);
    assert_eq!(refused(&Status::NEW, wait(WaitingOn::Supplier, Some(0)), &at(0, true)), IllegalMove::NeedsADate);
    let endless = after(&[wait(WaitingOn::Supplier, None)]);
    assert_eq!(refused(&endless, Move::DateCame, &at(24, true)), IllegalMove::NotFrom { from: StatusName::Waiting });
}

#[test]
fn a_resolved_ticket_closes_by_itself_after_five_days() {
    let resolved = after(&[resolve()]);
    let due = START.plus(Span::from_days(5));
    assert_eq!(resolved.closes_at(&RULE), Some(due));
    assert_eq!(refused(&resolved, Move::CloseByItself, &at(119, true)), IllegalMove::TooEarly { until: due });
    let closed = resolved.apply(Move::CloseByItself, &at(120, true)).unwrap();
    assert_eq!((closed.name(), closed.closes_at(&RULE)), (StatusName::Closed, None));
}

#[test]
fn a_reply_reopens_within_seven_days_of_resolving_also_when_it_closed_meanwhile() {
    let resolved = after(&[resolve()]);
    let closed = resolved.clone().apply(Move::CloseByItself, &at(120, true)).unwrap();
    let ended = START.plus(Span::from_days(7));
    for status in [resolved, closed] {
        assert_eq!(status.reopens_until(&RULE), Some(ended));
        for mv in [Move::RequesterReplied, Move::Reopen] {
            assert_eq!(status.clone().apply(mv.clone(), &at(168, true)), Ok(Status::Open(Open::InProgress)));
            assert_eq!(status.clone().apply(mv.clone(), &at(168, false)), Ok(Status::NEW));
            assert_eq!(refused(&status, mv, &at(169, true)), IllegalMove::TooLateToReopen { ended });
        }
    }
}

#[test]
fn whatever_is_not_over_can_become_part_of_another_ticket() {
    for moves in [vec![], vec![Move::Assign, Move::Start], vec![resolve()]] {
        assert_eq!(after(&moves).apply(Move::Merge, &at(1, true)).unwrap().name(), StatusName::Closed, "{moves:?}");
    }
    for moves in [vec![resolve(), Move::Close], vec![cancel()]] {
        let over = after(&moves);
        assert_eq!(refused(&over, Move::Merge, &at(1, true)), IllegalMove::NotFrom { from: over.name() });
    }
}

#[test]
fn what_is_over_stays_over() {
    let closed = after(&[resolve(), Move::Close]);
    for mv in [Move::Assign, Move::Start, Move::Resume, resolve(), cancel(), Move::Close, Move::CloseByItself] {
        assert_eq!(refused(&closed, mv, &at(0, true)), IllegalMove::NotFrom { from: StatusName::Closed });
    }
    let cancelled = after(&[cancel()]);
    for mv in [Move::RequesterReplied, Move::Reopen, Move::Assign, Move::Start, resolve(), cancel()] {
        assert_eq!(refused(&cancelled, mv, &at(0, true)), IllegalMove::NotFrom { from: StatusName::Cancelled });
    }
}

#[test]
fn an_answer_cannot_be_given_twice_nor_withdrawn() {
    let resolved = after(&[resolve()]);
    for mv in [resolve(), cancel(), Move::Start, wait(WaitingOn::Requester, None)] {
        assert_eq!(refused(&resolved, mv, &at(0, true)), IllegalMove::NotFrom { from: StatusName::Resolved });
    }
}

#[test]
fn a_move_reads_the_same_from_json() {
    let json = r#"{"move":"wait","on":"requester","until":null,"reason":"Which model?"}"#;
    assert_eq!(serde_json::from_str::<Move>(json).unwrap(), wait(WaitingOn::Requester, None));
    assert_eq!(serde_json::from_str::<Move>(r#"{"move":"start"}"#).unwrap(), Move::Start);
}

fn any_move() -> impl Strategy<Value = Move> {
    let on = prop_oneof![Just(WaitingOn::Requester), Just(WaitingOn::Supplier), Just(WaitingOn::Date)];
    prop_oneof![
        Just(Move::Assign),
        Just(Move::Unassign),
        Just(Move::Start),
        (on, proptest::option::of(-50_i64..400)).prop_map(|(on, until)| wait(on, until)),
        Just(Move::Resume),
        Just(Move::DateCame),
        Just(resolve()),
        Just(cancel()),
        Just(Move::Reopen),
        Just(Move::RequesterReplied),
        Just(Move::Close),
        Just(Move::CloseByItself),
    ]
}

/// What must hold of a status, given whether somebody answers for the ticket.
fn assert_legal(status: &Status, assigned: bool) {
    match status {
        Status::Open(Open::New) => assert!(!assigned, "new although somebody answers for it"),
        Status::Open(Open::Assigned | Open::InProgress) => assert!(assigned, "nobody answers for it"),
        Status::Open(Open::Waiting(waiting)) => {
            assert!(waiting.on != WaitingOn::Date || waiting.until.is_some());
            assert!(waiting.until.is_none_or(|until| until > waiting.since));
            assert!(assigned || !waiting.started);
        }
        Status::Resolved(resolved) => assert!(resolved.by.is_some() && resolved.resolution.is_some()),
        Status::Closed(closed) => assert!(closed.resolved.as_ref().is_some_and(|resolved| resolved.at <= closed.at)),
        Status::Cancelled(_) => {}
    }
}

proptest! {
    #[test]
    fn no_life_leads_to_an_illegal_state(moves in proptest::collection::vec((any_move(), 0_i64..100), 0..40)) {
        let (mut status, mut assigned, mut hours) = (Status::NEW, false, 0);
        for (mv, pause) in moves {
            hours += pause;
            let assigned_after = match mv {
                Move::Assign => true,
                Move::Unassign => false,
                _ => assigned,
            };
            // A refused move leaves everything as it was.
            if let Ok(next) = status.clone().apply(mv, &at(hours, assigned_after)) {
                (status, assigned) = (next, assigned_after);
            }
            assert_legal(&status, assigned);
            prop_assert_eq!(status.is_open(), status.name().is_open());
        }
    }

    #[test]
    fn only_a_withdrawn_or_long_closed_ticket_refuses_the_requesters_reply(
        moves in proptest::collection::vec(any_move(), 0..20),
        days in 0_i64..20,
    ) {
        let mut status = Status::NEW;
        for mv in moves {
            status = status.clone().apply(mv, &at(0, true)).unwrap_or(status);
        }
        let reply = status.clone().apply(Move::RequesterReplied, &at(days * 24, true));
        let refuses = match &status {
            Status::Open(_) => false,
            Status::Cancelled(_) => true,
            Status::Resolved(_) | Status::Closed(_) => days > 7,
        };
        prop_assert_eq!(reply.is_err(), refuses);
    }

    #[test]
    fn a_status_comes_back_from_json(moves in proptest::collection::vec(any_move(), 0..12)) {
        let mut status = Status::NEW;
        for mv in moves {
            status = status.clone().apply(mv, &at(0, true)).unwrap_or(status);
        }
        let json = serde_json::to_string(&status).unwrap();
        prop_assert_eq!(serde_json::from_str::<Status>(&json).unwrap(), status);
    }

    #[test]
    fn extreme_times_do_not_stop_the_program(mv in any_move(), now: i64, resolved: i64, days: u16) {
        let rule = ClosingRule { close_after_days: days, reopen_within_days: days };
        let then = Circumstances { now: Timestamp::from_millis(resolved), assigned: true, rule: &rule };
        let status = Status::NEW.apply(resolve(), &then).unwrap();
        let later = Circumstances { now: Timestamp::from_millis(now), assigned: true, rule: &rule };
        let _ = status.apply(mv, &later);
    }
}
