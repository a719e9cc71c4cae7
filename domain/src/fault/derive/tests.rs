use proptest::prelude::*;

use super::*;
use crate::{fault::moment::Rule, time::Span};

fn t(minutes: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Span::from_minutes(minutes))
}

fn alert(starts: i64, ends: Option<i64>, acknowledged: Option<i64>) -> Alert {
    Alert { starts_at: t(starts), ends_at: ends.map(t), acknowledged_at: acknowledged.map(t), evidence: format!("alert {starts}") }
}

fn ticket(filed: i64, by_staff: bool) -> Ticket {
    Ticket { filed_at: t(filed), by_staff, evidence: format!("ticket {filed}") }
}

fn found(proposals: &[Proposal], kind: Kind) -> Option<(Timestamp, &str, Option<Finder>)> {
    proposals.iter().find(|one| one.kind == kind).map(|one| (one.at, one.evidence.as_str(), one.finder))
}

#[test]
fn whoever_was_first_detected_it() {
    let detected = |alerts: &[Alert], tickets: &[Ticket]| {
        let all = propose(alerts, tickets, t(100));
        found(&all, Kind::Detected).map(|(at, evidence, finder)| (at, evidence.to_owned(), finder.unwrap()))
    };
    let alerts = [alert(9, None, None), alert(5, None, None)];
    assert_eq!(detected(&alerts, &[ticket(7, false)]), Some((t(5), "alert 5".to_owned(), Finder::Monitoring)));
    assert_eq!(detected(&alerts, &[ticket(4, false)]), Some((t(4), "ticket 4".to_owned(), Finder::User)));
    assert_eq!(detected(&[], &[ticket(4, true), ticket(6, false)]), Some((t(4), "ticket 4".to_owned(), Finder::Staff)));
    assert_eq!(detected(&alerts, &[ticket(5, false)]), Some((t(5), "alert 5".to_owned(), Finder::Monitoring)));
    assert_eq!(detected(&[], &[]), None);
}

#[test]
fn it_is_restored_when_the_last_alert_is_resolved_and_not_before() {
    let both = [alert(0, Some(30), Some(8)), alert(5, Some(20), Some(6))];
    let proposals = propose(&both, &[], t(100));
    assert_eq!(found(&proposals, Kind::Restored), Some((t(30), "alert 0", None)));
    assert_eq!(found(&proposals, Kind::Acknowledged), Some((t(6), "alert 5", None)));
    let one_open = [alert(0, Some(30), None), alert(5, None, None)];
    assert_eq!(found(&propose(&one_open, &[], t(100)), Kind::Restored), None);
}

#[test]
fn an_end_of_the_year_one_is_no_end() {
    let year_one: Timestamp = "0001-01-01T00:00:00Z".parse().unwrap();
    let open = Alert { ends_at: Some(year_one), ..alert(0, None, None) };
    assert_eq!(open.resolved_at(), None);
    assert_eq!(found(&propose(&[open], &[], t(100)), Kind::Restored), None);
}

#[test]
fn a_person_confirms_a_proposal_and_is_not_argued_with() {
    let mut moments = Moments::default();
    let proposals = propose(&[alert(5, None, None)], &[], t(100));
    confirm(&mut moments, &proposals[0], UserId(7), t(10), "").unwrap();
    let moment = moments.get(Kind::Detected).unwrap();
    assert_eq!((moment.reading().source, moment.history().last().unwrap().by), (Source::Alert, Some(UserId(7))));
    assert_eq!(moments.finder, Some(Finder::Monitoring));
    assert_eq!(open(proposals.clone(), &moments), []);
    // An earlier ticket is linked later.
    let earlier = propose(&[alert(5, None, None)], &[ticket(3, false)], t(100));
    assert_eq!(open(earlier.clone(), &moments), earlier);
    assert_eq!(confirm(&mut moments, &earlier[0], UserId(7), t(11), ""), Err(Refused::one(Kind::Detected, Rule::ReasonMissing)));
    assert_eq!(moments.finder, Some(Finder::Monitoring), "what is refused changes nothing");
    let said = Reading { value: Value::Exact { at: t(4) }, source: Source::Person, evidence: String::new() };
    moments.set(Kind::Detected, said, Some(UserId(7)), t(12), "I heard it at four.").unwrap();
    assert_eq!(open(earlier, &moments), []);
}

proptest! {
    #[test]
    fn proposals_never_name_the_beginning_and_never_the_future(
        alerts in prop::collection::vec((0..60_i64, prop::option::of(-5..90_i64), prop::option::of(0..90_i64)), 0..5),
        tickets in prop::collection::vec((0..60_i64, any::<bool>()), 0..5),
        now in 0..90_i64,
    ) {
        let alerts: Vec<_> = alerts.into_iter().map(|(starts, ends, acknowledged)| alert(starts, ends, acknowledged)).collect();
        let tickets: Vec<_> = tickets.into_iter().map(|(filed, staff)| ticket(filed, staff)).collect();
        for proposal in propose(&alerts, &tickets, t(now)) {
            prop_assert_ne!(proposal.kind, Kind::Occurred);
            prop_assert!(proposal.at <= t(now));
            let mut moments = Moments::default();
            prop_assert_eq!(confirm(&mut moments, &proposal, UserId(1), t(now), ""), Ok(()));
        }
    }
}
