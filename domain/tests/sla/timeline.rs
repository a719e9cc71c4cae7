//! From a ticket's timeline to what its clocks need to know.

use domain::{
    id::{EventId, ServiceId, UserId},
    priority::Priority,
    sla::{Correction, Fact, Happening, Metric, Speaker, Standing, Ticket, happenings},
    ticket::{
        Event, Kind, StatusName, Visibility, WaitingOn, What,
        event::{Holder, Side, Source},
    },
};

use super::company::*;

const HANA: UserId = UserId(1);
const JONAS: UserId = UserId(2);

fn event(id: i64, time: &str, actor: Option<UserId>, what: What) -> Event {
    Event { id: EventId(id), at: t(time), actor, visibility: Visibility::Public, what }
}

fn ticket(requesters: &[UserId]) -> Ticket<'_> {
    Ticket {
        created_at: t("16 09:00"),
        kind: Kind::Incident,
        service: Some(ServiceId(2)),
        priority: Priority::Urgent,
        team: Some(NETWORK),
        status: StatusName::Resolved,
        waiting_on: None,
        requesters,
        requester_team: None,
    }
}

fn moved(from: StatusName, to: StatusName, waiting_on: Option<WaitingOn>) -> What {
    What::StatusChanged { from, to, reason: String::new(), waiting_on, until: None }
}

fn said(by: Side) -> What {
    What::Replied { by, text: "…".to_owned() }
}

fn told(timeline: &[Event]) -> Vec<Happening> {
    happenings(&ticket(&[HANA]), timeline, |team| team == SUPPLIER)
}

#[test]
fn what_the_ticket_was_at_first_is_found_by_taking_back_its_changes() {
    let hand = |team| Holder { team: Some(team), person: Some(JONAS) };
    let timeline = [
        event(10, "16 09:00", Some(HANA), What::Submitted { source: Source::Portal }),
        event(11, "16 10:00", Some(JONAS), What::PriorityChanged { from: Priority::Low, to: Priority::Urgent, by: None }),
        event(12, "16 10:00", Some(JONAS), What::ServiceChanged { from: ServiceId(1), to: ServiceId(2) }),
        event(13, "16 10:00", Some(JONAS), What::Assigned { from: hand(DESK), to: hand(SUPPLIER), reason: String::new() }),
        event(14, "16 11:00", Some(JONAS), What::Assigned { from: hand(SUPPLIER), to: hand(NETWORK), reason: String::new() }),
        event(15, "16 11:00", Some(JONAS), moved(StatusName::New, StatusName::Waiting, Some(WaitingOn::Supplier))),
    ];
    let told = told(&timeline);
    let Fact::Opened(first) = told[0].fact else { panic!("{:?}", told[0]) };
    assert_eq!((told[0].event, told[0].by), (EventId(10), Some(HANA)));
    assert_eq!((first.priority, first.service, first.team, first.standing), (Priority::Low, Some(ServiceId(1)), Some(DESK), Standing::New));
    let facts: Vec<_> = told[1..].iter().map(|one| one.fact.clone()).collect();
    assert_eq!(
        facts,
        [
            press(Priority::Urgent),
            Fact::ServiceChanged { service: Some(ServiceId(2)) },
            assign(SUPPLIER),
            assign(NETWORK),
            stand(Standing::WaitingForSupplier),
        ]
    );
}

#[test]
fn a_ticket_without_changes_is_what_it_was() {
    let Fact::Opened(first) = told(&[])[0].fact else { panic!("no opening") };
    assert_eq!((first.priority, first.team, first.standing), (Priority::Urgent, Some(NETWORK), Standing::Resolved));
}

#[test]
fn whoever_asks_for_a_ticket_does_not_answer_it_and_neither_does_a_program() {
    let speaker = |actor, what| match told(&[event(1, "16 10:00", actor, what)])[1].fact {
        Fact::Replied { speaker } | Fact::Resolved { speaker } => speaker,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(speaker(Some(JONAS), said(Side::Agent)), Speaker::Agent);
    assert_eq!(speaker(Some(HANA), said(Side::Agent)), Speaker::Nobody);
    assert_eq!(speaker(None, said(Side::Agent)), Speaker::Nobody);
    assert_eq!(speaker(Some(HANA), said(Side::Requester)), Speaker::Requester);
    let resolved = || What::Resolved { from: StatusName::InProgress, code: None, text: String::new() };
    assert_eq!(speaker(Some(HANA), resolved()), Speaker::Nobody);
    assert_eq!(speaker(None, resolved()), Speaker::Agent);
}

#[test]
fn what_clocks_do_not_care_about_is_left_out() {
    let same_team = Holder { team: Some(DESK), person: None };
    let timeline = [
        event(1, "16 10:00", Some(JONAS), What::Noted { text: "…".to_owned() }),
        event(
            2,
            "16 10:00",
            Some(JONAS),
            What::Assigned { from: same_team, to: Holder { person: Some(JONAS), ..same_team }, reason: String::new() },
        ),
        event(3, "16 10:00", Some(JONAS), What::Unknown),
    ];
    assert_eq!(told(&timeline).len(), 1);
}

#[test]
fn who_joins_those_who_ask_had_answered_before() {
    let timeline = [
        event(10, "16 09:00", Some(HANA), What::Submitted { source: Source::Portal }),
        event(11, "16 10:00", Some(JONAS), said(Side::Agent)),
        event(12, "16 11:00", Some(HANA), What::RequesterAdded { person: JONAS }),
        event(13, "16 12:00", Some(JONAS), said(Side::Agent)),
    ];
    let told = happenings(&ticket(&[HANA, JONAS]), &timeline, |_| false);
    let speakers: Vec<_> =
        told.iter().filter_map(|one| if let Fact::Replied { speaker } = one.fact { Some(speaker) } else { None }).collect();
    assert_eq!(speakers, [Speaker::Agent, Speaker::Nobody]);
}

#[test]
fn what_people_decide_about_clocks_is_a_fact() {
    let correction = Correction::Paused { metric: None, from: t("16 10:00"), until: t("16 11:00") };
    let reason = || "Why".to_owned();
    let timeline = [
        event(10, "16 09:00", Some(HANA), What::Submitted { source: Source::Portal }),
        event(11, "16 12:00", Some(JONAS), What::Corrected { correction, reason: reason() }),
        event(12, "16 12:00", Some(JONAS), What::Excused { metric: Metric::Resolution, cycle: 2, reason: reason() }),
        event(13, "16 12:00", Some(JONAS), What::Rebased { reason: reason() }),
        event(14, "16 13:00", Some(JONAS), What::Merged { into: "INC-1042".parse().unwrap() }),
        event(15, "16 13:00", Some(JONAS), What::Absorbed { other: "INC-1043".parse().unwrap() }),
    ];
    let facts: Vec<Fact> = told(&timeline).into_iter().skip(1).map(|one| one.fact).collect();
    let excused = Fact::Excused { metric: Metric::Resolution, cycle: 2 };
    assert_eq!(facts, [Fact::Corrected { correction }, excused, Fact::Rebased, Fact::Merged]);
}
