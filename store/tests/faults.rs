//! Faults: who declares, sees and works on them, what is kept of what was said, and what a list makes of it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it must")]

#[path = "faults/chat.rs"]
mod chat;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/goals.rs"]
mod goals;
#[path = "faults/impacts.rs"]
mod impacts;
#[path = "faults/post_mortems.rs"]
mod post_mortems;
#[path = "faults/report.rs"]
mod report;
#[path = "faults/reviews.rs"]
mod reviews;
#[path = "faults/updates.rs"]
mod updates;

use std::{panic::AssertUnwindSafe, sync::Arc};

use domain::{
    fault::{
        Severity,
        declaration::{Details, Role, State},
        derive::Finder,
        moment::{Kind, Question, Source, Value},
        parts::{Part, measure},
        view::{FaultFilter, FaultView},
    },
    id::{FaultId, TicketId, UserId},
    invalid::Code,
    permit::Actor,
    ticket::event::Side,
    time::{Span, Timestamp},
};
use futures::FutureExt;
use jiff::tz::TimeZone;
use store::{
    Error, Store, audit,
    faults::{self, Declaration, Saying},
    live::{Ear, Heard},
    testing::{Company, START, each_database},
};

/// Minutes after the test began; negative before it.
fn minute(n: i64) -> Timestamp {
    START.plus(Span::from_minutes(n))
}

fn saying(kind: Kind, at: Timestamp) -> Saying {
    Saying { kind, value: Value::Exact { at }, evidence: String::new(), why: String::new(), based_on: None }
}

/// A fault of the network that Nina, who answers for it, declared.
async fn declared(store: &Store, company: &Company) -> (Actor, FaultId) {
    let nina = store.as_actor(company.nina).await;
    let declaration = Declaration { title: "Nothing is reachable".into(), service: Some(company.trouble), ticket: None };
    let id = faults::declare(store, &nina, &declaration).await.unwrap();
    (nina, id)
}

async fn seen(store: &Store, actor: &Actor, id: FaultId) -> FaultView {
    faults::view(store, actor, id).await.unwrap()
}

fn code(error: Result<impl Sized, Error>, field: &str) -> Option<Code> {
    match error {
        Err(Error::Invalid(invalid)) => invalid.of(field).cloned(),
        _ => None,
    }
}

fn bounds(min: Option<Timestamp>, max: Option<Timestamp>) -> Option<Code> {
    let bound = |at: Option<Timestamp>| at.map(|at| i32::try_from(at.millis() / 60_000).map_or(0.0, f64::from) * 60_000.0);
    Some(Code::OutOfRange { min: bound(min), max: bound(max) })
}

#[tokio::test]
async fn whoever_knows_a_service_declares_its_fault_and_nothing_is_assumed_of_when_it_began() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let stranger = store.as_actor(company.stranger).await;
        let empty = faults::declare(&store, &stranger, &Declaration::default()).await;
        assert_eq!(code(empty, "service"), Some(Code::Required));
        let declaration = Declaration { title: "No network".into(), service: Some(company.trouble), ticket: None };
        let id = faults::declare(&store, &stranger, &declaration).await.unwrap();
        let fault = seen(&store, &stranger, id).await;
        assert_eq!((fault.number.to_string(), fault.state, fault.severity), ("FLT-1".to_owned(), State::Ongoing, Severity::Major));
        assert!(fault.moments.iter().next().is_none() && !fault.may_work);
        store.run_sql(&format!("UPDATE services SET archived_at = 1 WHERE id = {}", company.laptop)).await;
        let archived = Declaration { service: Some(company.laptop), ..declaration };
        assert_eq!(code(faults::declare(&store, &stranger, &archived).await, "service"), Some(Code::UnknownReference));
        let nothing = Declaration { service: Some(999.into()), ..archived };
        assert_eq!(code(faults::declare(&store, &stranger, &nothing).await, "service"), Some(Code::UnknownReference));
        assert_eq!(store.number("SELECT count(*) FROM faults").await, 1, "what was refused left nothing");
    })
    .await;
}

#[tokio::test]
async fn agents_see_every_fault_and_those_who_answer_for_its_services_work_on_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (_, id) = declared(&store, &company).await;
        for (person, sees, works) in [
            (company.nina, true, true),
            (company.owner, true, true),
            (company.admin, true, true),
            (company.ada, true, false),
            (company.rita, false, false),
            (company.stranger, false, false),
            (company.gone, false, false),
        ] {
            let actor = store.as_actor(person).await;
            assert_eq!(faults::view(&store, &actor, id).await.is_ok(), sees, "{person} sees");
            let set = faults::set(&store, &actor, id, &Saying { based_on: Some(0), ..saying(Kind::Verified, minute(-1)) }).await;
            // Who may work on it is told that somebody else was quicker, because nothing is named so; the others that there is no fault.
            assert_eq!(matches!(set, Err(Error::Conflict { .. })), works, "{person} works");
            assert_eq!(matches!(set, Err(Error::NotFound)), !works, "{person} does not");
            let listed = faults::list(&store, &actor, &FaultFilter::default(), None).await;
            assert_eq!(listed.is_ok_and(|page| page.rows.len() == 1), sees, "{person} lists");
        }
    })
    .await;
}

#[tokio::test]
async fn a_supplier_sees_the_faults_in_which_it_has_a_part_and_no_other() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        store.run_sql(&format!("UPDATE teams SET kind = 'supplier' WHERE id = {}", company.workplace)).await;
        let (nina, network) = declared(&store, &company).await;
        let admin = store.as_actor(company.admin).await;
        let own = Declaration { title: "No laptops".into(), service: Some(company.laptop), ticket: None };
        let own = faults::declare(&store, &admin, &own).await.unwrap();
        let ada = store.as_actor(company.ada).await;
        let ids = async || {
            let page = faults::list(&store, &ada, &FaultFilter::default(), None).await.unwrap();
            page.rows.into_iter().map(|row| row.number.0).collect::<Vec<_>>()
        };
        assert_eq!(ids().await, [own]);
        assert!(matches!(faults::view(&store, &ada, network).await, Err(Error::NotFound)));
        let unknown = faults::hand(&store, &nina, network, Role::Scribe, None, Some(company.ada)).await;
        assert_eq!(code(unknown, "person"), Some(Code::UnknownPerson));
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_a_moment_stays_and_the_last_word_holds() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        faults::set(&store, &nina, id, &saying(Kind::Occurred, minute(-40))).await.unwrap();
        let last = |fault: &FaultView| fault.last.iter().find(|last| last.kind == Kind::Occurred).map(|last| last.id);
        let first = last(&seen(&store, &nina, id).await);
        let without = Saying { based_on: first, ..saying(Kind::Occurred, minute(-50)) };
        assert_eq!(code(faults::set(&store, &nina, id, &without).await, "why"), Some(Code::Required));
        let estimated = Saying { value: Value::Estimated { at: minute(-50) }, why: "The graph says so.".into(), ..without };
        faults::set(&store, &nina, id, &estimated).await.unwrap();
        // Somebody who still sees the first word is told.
        assert!(matches!(faults::set(&store, &nina, id, &estimated).await, Err(Error::Conflict { .. })));
        let fault = seen(&store, &nina, id).await;
        let moment = fault.moments.get(Kind::Occurred).unwrap();
        assert_eq!(moment.reading().value, Value::Estimated { at: minute(-50) });
        assert_eq!(moment.history().count(), 2);
        assert_eq!(moment.history().last().unwrap().why, "The graph says so.");
        // Saying the same once more changes nothing.
        let again = Saying { based_on: last(&fault), ..estimated };
        faults::set(&store, &nina, id, &again).await.unwrap();
        assert_eq!(seen(&store, &nina, id).await.changes, fault.changes);
        assert_eq!(store.number("SELECT count(*) FROM fault_moments").await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_breaks_a_hard_rule_is_refused_with_its_bounds_and_leaves_nothing() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let set = async |kind, at| faults::set(&store, &nina, id, &saying(kind, at)).await;
        set(Kind::Occurred, minute(-40)).await.unwrap();
        assert_eq!(code(set(Kind::Detected, minute(-41)).await, "at"), bounds(Some(minute(-40)), None));
        assert_eq!(code(set(Kind::Restored, minute(1)).await, "at"), bounds(None, Some(START)));
        let (other_nina, other) = declared(&store, &company).await;
        faults::set(&store, &other_nina, other, &saying(Kind::Detected, minute(-30))).await.unwrap();
        let late = faults::set(&store, &other_nina, other, &saying(Kind::Occurred, minute(-20))).await;
        assert_eq!(code(late, "at"), bounds(None, Some(minute(-30))));
        let script = Saying { evidence: "javascript:alert(1)".into(), ..saying(Kind::Located, minute(-1)) };
        assert_eq!(code(faults::set(&store, &nina, id, &script).await, "evidence"), Some(Code::BadCharacters));
        assert_eq!(store.number("SELECT count(*) FROM fault_moments").await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_nobody_expects_is_asked_about_until_somebody_answers_for_these_very_times() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        for (kind, at) in [(Kind::Occurred, -40), (Kind::Detected, -30), (Kind::Restored, -20), (Kind::Located, -10)] {
            faults::set(&store, &nina, id, &saying(kind, minute(at))).await.unwrap();
        }
        let fault = seen(&store, &nina, id).await;
        assert_eq!(fault.questions, [Question::RestoredBeforeLocated]);
        let points = fault.moments.points();
        let whole = measure(Part::LocateAndRestore, points, None).length().unwrap();
        assert_eq!(whole.wall, Span::from_minutes(10));
        let question = Question::RestoredBeforeLocated;
        assert_eq!(code(faults::answer(&store, &nina, id, question, " ").await, "reason"), Some(Code::Required));
        let other = faults::answer(&store, &nina, id, Question::RestoredBeforeDetected, "No.").await;
        assert_eq!(code(other, "reason"), Some(Code::UnknownChoice));
        faults::answer(&store, &nina, id, question, "Rolled back first, looked later.").await.unwrap();
        let fault = seen(&store, &nina, id).await;
        assert!(fault.questions.is_empty());
        assert_eq!(fault.moments.answer_to(question).unwrap().reason, "Rolled back first, looked later.");
        let last = fault.last.iter().find(|last| last.kind == Kind::Located).map(|last| last.id);
        let moved = Saying { based_on: last, why: "Later still.".into(), ..saying(Kind::Located, minute(-5)) };
        faults::set(&store, &nina, id, &moved).await.unwrap();
        assert_eq!(seen(&store, &nina, id).await.questions, [question], "another value asks anew");
    })
    .await;
}

#[tokio::test]
async fn a_quick_line_sets_a_moment_and_a_note_is_for_everybody_who_sees_the_fault() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let say = async |actor: &Actor, line: &str| faults::say(&store, actor, id, line, &berlin).await;
        // It is 10:00 in Berlin.
        say(&nina, "/occurred 9:40").await.unwrap();
        say(&nina, "/restored 9:58 pods rolled back").await.unwrap();
        let ada = store.as_actor(company.ada).await;
        say(&ada, "Our people notice it as well.").await.unwrap();
        assert!(matches!(say(&ada, "/closed").await, Err(Error::NotFound)));
        assert_eq!(code(say(&nina, "/nonsense").await, "line"), Some(Code::UnknownChoice));
        assert_eq!(code(say(&nina, "/located 25:99").await, "line"), Some(Code::NotADate));
        assert_eq!(code(say(&nina, "/located 9:30").await, "line"), bounds(Some(minute(-20)), None));
        assert_eq!(code(say(&nina, "/restored 9:59").await, "line"), Some(Code::Required), "why is it another time?");
        let fault = seen(&store, &nina, id).await;
        assert_eq!(fault.moments.at(Kind::Restored), Some(minute(-2)));
        assert_eq!(fault.state, State::Restored);
        let texts: Vec<_> = fault.timeline.iter().map(|line| (line.at, line.html.trim(), line.author.as_deref())).collect();
        assert_eq!(
            texts,
            [(minute(-2), "<p>pods rolled back</p>", Some("Nina Net")), (START, "<p>Our people notice it as well.</p>", Some("Ada Agent")),]
        );
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_is_put_to_another_time_keeps_the_one_that_it_had() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        faults::say(&store, &nina, id, "First", &TimeZone::UTC).await.unwrap();
        faults::say(&store, &nina, id, "Second", &TimeZone::UTC).await.unwrap();
        let second = seen(&store, &nina, id).await.timeline[1].arrival;
        assert_eq!(code(faults::retime(&store, &nina, id, second, START, minute(1)).await, "at"), bounds(None, Some(START)));
        faults::retime(&store, &nina, id, second, START, minute(-10)).await.unwrap();
        let fault = seen(&store, &nina, id).await;
        assert_eq!((fault.timeline[0].arrival, fault.timeline[0].at), (second, minute(-10)));
        assert_eq!(fault.timeline[0].earlier.iter().map(|earlier| earlier.from).collect::<Vec<_>>(), [START]);
        assert!(matches!(faults::retime(&store, &nina, id, second, START, minute(-20)).await, Err(Error::Conflict { .. })));
        let (_, other) = declared(&store, &company).await;
        assert!(matches!(faults::retime(&store, &nina, other, second, minute(-10), START).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_role_is_held_by_one_person_and_two_who_take_it_at_once_do_not_both_have_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let admin = store.as_actor(company.admin).await;
        faults::hand(&store, &nina, id, Role::Commander, None, Some(company.nina)).await.unwrap();
        let late = faults::hand(&store, &admin, id, Role::Commander, None, Some(company.admin)).await;
        assert!(matches!(late, Err(Error::Conflict { .. })));
        for person in [company.rita, company.gone, UserId(999)] {
            let refused = faults::hand(&store, &nina, id, Role::Scribe, None, Some(person)).await;
            assert_eq!(code(refused, "person"), Some(Code::UnknownPerson), "{person}");
        }
        // Who has a role works on the fault, whatever their team.
        faults::hand(&store, &nina, id, Role::Commander, Some(company.nina), Some(company.ada)).await.unwrap();
        let ada = store.as_actor(company.ada).await;
        assert!(seen(&store, &ada, id).await.may_work);
        faults::hand(&store, &ada, id, Role::Commander, Some(company.ada), None).await.unwrap();
        assert!(!seen(&store, &ada, id).await.may_work);
        let names: Vec<_> = faults::candidates(&store, &nina, id).await.unwrap().into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Nina Net"]);
    })
    .await;
}

#[tokio::test]
async fn the_first_linked_ticket_proposes_when_the_fault_was_detected_and_by_whom() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let first = company.file(&store, company.rita, company.trouble, "I cannot reach anything").await;
        let foreign = company.file(&store, company.ron, company.laptop, "A laptop").await;
        store.clock().advance(Span::from_minutes(5));
        let nina = store.as_actor(company.nina).await;
        let declaration = Declaration { title: "No network".into(), service: Some(company.trouble), ticket: Some(first) };
        let id = faults::declare(&store, &nina, &declaration).await.unwrap();
        for ticket in [foreign, TicketId(999)] {
            let refused = faults::link(&store, &nina, id, ticket).await;
            assert_eq!(code(refused, "ticket"), Some(Code::UnknownReference), "{ticket}");
        }
        let fault = seen(&store, &nina, id).await;
        assert_eq!(fault.tickets.iter().map(|linked| linked.ticket.number.id).collect::<Vec<_>>(), [first]);
        assert!(fault.moments.get(Kind::Detected).is_none(), "a proposal is no reading");
        let proposal = fault.proposals.first().unwrap();
        assert_eq!((proposal.kind, proposal.at, proposal.finder), (Kind::Detected, START, Some(Finder::User)));
        let outdated = faults::confirm(&store, &nina, id, Kind::Detected, minute(1), "").await;
        assert!(matches!(outdated, Err(Error::Conflict { .. })));
        faults::confirm(&store, &nina, id, Kind::Detected, START, "").await.unwrap();
        let fault = seen(&store, &nina, id).await;
        let reading = fault.moments.get(Kind::Detected).unwrap().reading();
        assert_eq!((reading.source, reading.evidence.as_str()), (Source::Ticket, format!("/desk/INC-{first}").as_str()));
        assert_eq!((fault.finder, fault.proposals.len()), (Some(Finder::User), 0));
        let listed = store::tickets::open(&store, &nina, first).await.unwrap().faults;
        assert_eq!(listed.into_iter().map(|(number, _)| number.0).collect::<Vec<_>>(), [id]);
        // Who does not see the ticket reads its number alone.
        let ada = store.as_actor(company.ada).await;
        assert_eq!(seen(&store, &ada, id).await.tickets[0].ticket.title, None);
        faults::unlink(&store, &nina, id, first).await.unwrap();
        assert!(matches!(faults::unlink(&store, &nina, id, first).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn details_that_somebody_else_changed_meanwhile_are_not_overwritten() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let before = seen(&store, &nina, id).await.version;
        let details =
            Details { title: "A drill".into(), severity: Severity::Low, services: vec![company.laptop, company.trouble], drill: true };
        // Something else that happens is no reason to lose them.
        faults::say(&store, &nina, id, "Looking at it", &TimeZone::UTC).await.unwrap();
        faults::change(&store, &nina, id, before, &details).await.unwrap();
        assert!(matches!(faults::change(&store, &nina, id, before, &details).await, Err(Error::Conflict { .. })));
        let fault = seen(&store, &nina, id).await;
        assert_eq!((fault.title.as_str(), fault.severity, fault.drill, fault.services.len()), ("A drill", Severity::Low, true, 2));
        // Now the workplace team answers for it, too.
        let ada = store.as_actor(company.ada).await;
        assert!(seen(&store, &ada, id).await.may_work);
    })
    .await;
}

#[tokio::test]
async fn a_list_has_those_that_go_on_first_then_the_latest_and_as_many_queries_for_fifty_as_for_one() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let mut ids = Vec::new();
        for n in 0..52_i64 {
            let (nina, id) = declared(&store, &company).await;
            faults::set(&store, &nina, id, &saying(Kind::Occurred, minute(-1_000 + n))).await.unwrap();
            if n % 2 == 0 {
                faults::set(&store, &nina, id, &saying(Kind::Restored, minute(-500 + n))).await.unwrap();
            }
            ids.push(id);
        }
        let nina = store.as_actor(company.nina).await;
        let filter = FaultFilter::default();
        let (counted, queries) = store.counted();
        let first = faults::list(&counted, &nina, &filter, None).await.unwrap();
        assert!(queries.load(std::sync::atomic::Ordering::SeqCst) <= 6);
        let second = faults::list(&store, &nina, &filter, first.next.as_deref()).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 2, None));
        let listed: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.number.0).collect();
        let odd = ids.iter().skip(1).step_by(2).rev();
        let expected: Vec<_> = odd.chain(ids.iter().step_by(2).rev()).copied().collect();
        assert_eq!(listed, expected);
        let open = faults::list(&store, &nina, &FaultFilter { open: true, ..filter.clone() }, None).await.unwrap();
        assert_eq!((open.rows.len(), open.next), (26, None));
        let other = FaultFilter { service: Some(company.laptop), ..filter.clone() };
        assert!(faults::list(&store, &nina, &other, None).await.unwrap().rows.is_empty());
        let critical = FaultFilter { severity: Some(Severity::Critical), ..filter };
        assert!(faults::list(&store, &nina, &critical, None).await.unwrap().rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_said_cannot_be_taken_back_in_the_database_and_every_change_is_on_record() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        faults::set(&store, &nina, id, &saying(Kind::Occurred, minute(-40))).await.unwrap();
        faults::say(&store, &nina, id, "A note", &TimeZone::UTC).await.unwrap();
        assert_eq!(
            store.texts("SELECT action FROM audit WHERE object_kind = 'fault' ORDER BY id").await,
            ["fault.declare", "fault.set_moment", "fault.say"]
        );
        let admin = store.as_actor(company.admin).await;
        assert!(audit::verify(&store, Some(&admin)).await.unwrap().is_ok());
        for statement in ["UPDATE fault_moments SET at = 0", "DELETE FROM fault_moments"] {
            let tried = AssertUnwindSafe(store.run_sql(statement)).catch_unwind().await;
            assert!(tried.is_err(), "{statement}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_sees_a_fault_hears_of_its_changes_and_nobody_else_does() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        store.run_sql(&format!("UPDATE teams SET kind = 'supplier' WHERE id = {}", company.workplace)).await;
        let open = async |person| Ear::open(&store, Arc::new(store.as_actor(person).await), Side::Agent, None).await.unwrap().0;
        let (mut owner, mut supplier) = (open(company.owner).await, open(company.ada).await);
        let (nina, id) = declared(&store, &company).await;
        faults::say(&store, &nina, id, "A note", &TimeZone::UTC).await.unwrap();
        for _ in 0..2 {
            assert_eq!(owner.hear().await, Heard::Fault(id));
        }
        assert_eq!(supplier.hear().now_or_never(), None);
    })
    .await;
}
