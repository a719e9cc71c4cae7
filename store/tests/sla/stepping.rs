//! What clocks do on their way.

use domain::{
    id::{TicketId, UserId},
    on_call::rota::RotaDraft,
    sla::{Act, StepDraft, Whom},
    ticket::{Resolution, ResolutionCode},
    time::Span,
};
use store::{
    Clock, Store, on_call, outbox,
    sla::{self, policies},
    testing::{Sandbox, each_database, postgres_server},
    tickets,
};

use super::{House, hours, promise, rule};

fn step(at: &str, acts: &[Act]) -> StepDraft {
    StepDraft { metric: Some(domain::sla::Metric::Resolution), at: at.to_owned(), acts: acts.to_vec() }
}

fn tell(whom: Whom) -> Act {
    Act::Notify { whom }
}

/// A company whose policy has these steps alone.
#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn house(store: &Store, steps: Vec<StepDraft>) -> House {
    let house = House::found(store).await;
    let draft = promise("Standard", house.calendar, vec![rule("2h", "8h")]);
    let draft = domain::sla::PolicyDraft { steps: Some(steps), ..draft };
    policies::change(store, &house.admin, house.policy, 1, &draft).await.unwrap();
    house
}

#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn rounds(store: &Store) -> u64 {
    sla::settle_due(store, 100).await.unwrap()
}

/// Who was mailed on this occasion, in order.
async fn mailed(store: &Store, occasion: &str) -> Vec<i64> {
    let sql = format!("SELECT CAST(recipient_id AS TEXT) FROM outbox WHERE event_kind = '{occasion}' ORDER BY recipient_id");
    store.texts(&sql).await.iter().filter_map(|id| id.parse().ok()).collect()
}

async fn warned(store: &Store, ticket: TicketId) -> i64 {
    store.number(&format!("SELECT count(*) FROM events WHERE ticket_id = {ticket} AND kind = 'warned'")).await
}

fn ids(people: &[UserId]) -> Vec<i64> {
    people.iter().map(|person| person.get()).collect()
}

#[tokio::test]
async fn each_step_happens_once_and_is_told_to_whom_it_names() {
    each_database(|store| async move {
        let steps = vec![
            step("50%", &[tell(Whom::Assignee)]),
            step("-2h", &[tell(Whom::Team)]),
            step("100%", &[tell(Whom::ServiceOwner), tell(Whom::OnCall)]),
        ];
        let house = house(&store, steps).await;
        let ticket = house.file(&store, "Slow").await;
        let ada = store.as_actor(house.is.ada).await;
        tickets::take(&store, &ada, ticket, None).await.unwrap();
        store.clock().advance(hours(4));
        rounds(&store).await;
        rounds(&store).await;
        sla::recompute(&store).await.unwrap();
        assert_eq!(mailed(&store, "deadline_near").await, ids(&[house.is.ada]));
        store.clock().advance(hours(2));
        rounds(&store).await;
        assert_eq!(mailed(&store, "deadline_near").await, ids(&[house.is.lead, house.is.ada, house.is.ada, house.is.ben]));
        store.clock().advance(Span::from_millis(hours(2).millis() + 1));
        rounds(&store).await;
        // The team has no rota: the lead is told in their place.
        assert_eq!(mailed(&store, "deadline_missed").await, ids(&[house.is.lead, house.is.owner]));
        assert_eq!(warned(&store, ticket).await, 3);
        assert_eq!(store.number("SELECT count(*) FROM clock_steps").await, 3);
        assert_eq!(rounds(&store).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_on_call_in_the_team_is_told_instead_of_the_leads() {
    each_database(|store| async move {
        let house = house(&store, vec![step("100%", &[tell(Whom::OnCall)])]).await;
        let rota = RotaDraft {
            name: "First line".into(),
            zone: "UTC".into(),
            people: vec![house.is.ben.to_string(), house.is.ada.to_string()],
            days: "7".into(),
            hand_over: "mon".into(),
            time: "09:00".into(),
            from: "2026-11-16".into(),
        };
        on_call::create(&store, &house.admin, house.is.workplace, &rota).await.unwrap();
        house.file(&store, "Slow").await;
        store.clock().advance(hours(9));
        rounds(&store).await;
        assert_eq!(mailed(&store, "deadline_missed").await, ids(&[house.is.ben]));
    })
    .await;
}

#[tokio::test]
async fn what_was_due_during_a_downtime_happens_late() {
    each_database(|store| async move {
        let house = house(&store, vec![step("50%", &[tell(Whom::Lead)]), step("80%", &[tell(Whom::Lead)])]).await;
        let ticket = house.file(&store, "Forgotten").await;
        store.clock().advance(hours(100));
        rounds(&store).await;
        assert_eq!(warned(&store, ticket).await, 2);
        assert_eq!(store.number("SELECT count(*) FROM clock_steps WHERE done_at > due_at").await, 2);
        assert_eq!(mailed(&store, "deadline_missed").await.len(), 2, "the deadline has passed by now");
    })
    .await;
}

#[tokio::test]
async fn who_does_not_want_the_mail_does_not_get_it() {
    each_database(|store| async move {
        let house = house(&store, vec![step("50%", &[tell(Whom::Team)])]).await;
        store.run_sql(&format!("UPDATE users SET mail_preferences = '{{\"off\":[\"deadline_near\"]}}' WHERE id = {}", house.is.ben)).await;
        house.file(&store, "Slow").await;
        store.clock().advance(hours(4));
        rounds(&store).await;
        assert_eq!(mailed(&store, "deadline_near").await, ids(&[house.is.lead, house.is.ada]));
    })
    .await;
}

#[tokio::test]
async fn who_does_not_see_the_ticket_is_not_told_of_it() {
    each_database(|store| async move {
        let founded = House::found(&store).await;
        let acts = [tell(Whom::Person(founded.is.stranger)), tell(Whom::Person(founded.is.admin))];
        let draft = promise("Standard", founded.calendar, vec![rule("2h", "8h")]);
        let draft = domain::sla::PolicyDraft { steps: Some(vec![step("50%", &acts)]), ..draft };
        policies::change(&store, &founded.admin, founded.policy, 1, &draft).await.unwrap();
        founded.file(&store, "Slow").await;
        store.clock().advance(hours(4));
        rounds(&store).await;
        assert_eq!(mailed(&store, "deadline_near").await, ids(&[founded.is.admin]));
        let told = store.texts("SELECT data FROM events WHERE kind = 'warned'").await.concat();
        assert!(told.contains(&format!("\"told\":[{}]", founded.is.admin)), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_letter_says_what_runs_out_and_when() {
    each_database(|store| async move {
        let house = house(&store, vec![step("50%", &[tell(Whom::ServiceOwner)])]).await;
        house.file(&store, "Slow").await;
        store.clock().advance(hours(4));
        rounds(&store).await;
        let mails = outbox::claim(&store, 50).await.unwrap();
        let letter = mails.iter().find(|mail| mail.occasion == domain::people::MailOccasion::DeadlineNear).expect("a letter");
        let news = letter.news.as_ref().expect("news");
        assert!(news.to_agent);
        let domain::ticket::What::Warned { metric, deadline, .. } = &news.event.what else { panic!("{news:?}") };
        assert_eq!((*metric, *deadline), (domain::sla::Metric::Resolution, Some(super::at(8))));
    })
    .await;
}

#[tokio::test]
async fn an_escalation_hands_the_ticket_on_by_nobody() {
    each_database(|store| async move {
        let founded = House::found(&store).await;
        let acts = [Act::Reassign { team: founded.is.network, person: None }];
        let draft = promise("Standard", founded.calendar, vec![rule("2h", "8h")]);
        let draft = domain::sla::PolicyDraft { steps: Some(vec![step("50%", &acts)]), ..draft };
        policies::change(&store, &founded.admin, founded.policy, 1, &draft).await.unwrap();
        let ticket = founded.file(&store, "Slow").await;
        let done = founded.file(&store, "Done").await;
        let ada = store.as_actor(founded.is.ada).await;
        store.clock().advance(hours(1));
        let resolution = Resolution { code: ResolutionCode::Solved, text: "It was the cable.".to_owned() };
        tickets::resolve(&store, &ada, done, resolution, None).await.unwrap();
        store.clock().advance(hours(4));
        rounds(&store).await;
        let team = |ticket| format!("SELECT team_id FROM tickets WHERE id = {ticket}");
        assert_eq!(store.number(&team(ticket)).await, founded.is.network.get());
        assert_eq!(store.number(&team(done)).await, founded.is.workplace.get());
        let by = format!("SELECT count(*) FROM events WHERE ticket_id = {ticket} AND kind = 'assigned' AND actor_id IS NULL");
        assert_eq!(store.number(&by).await, 1);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.escalate'").await, 1);
        assert_eq!(store::counters::recompute(&store).await.unwrap(), 0, "every counter was right");
        assert_eq!(rounds(&store).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_lay_in_the_past_when_the_promise_was_made_calls_nobody() {
    each_database(|store| async move {
        let house = house(&store, vec![step("50%", &[tell(Whom::Lead)]), step("100%", &[tell(Whom::Lead)])]).await;
        let ticket = house.file(&store, "Old").await;
        store.clock().advance(hours(3));
        // An hour instead of eight: both steps lie in the past of the ticket that gets it.
        let draft = promise("Standard", house.calendar, vec![rule("1h", "1h")]);
        let steps = Some(vec![step("50%", &[tell(Whom::Lead)]), step("100%", &[tell(Whom::Lead)])]);
        let draft = domain::sla::PolicyDraft { steps, ..draft };
        policies::change(&store, &house.admin, house.policy, 2, &draft).await.unwrap();
        store.clock().advance(Span::from_millis(1));
        sla::rebase::rebase(&store, &house.admin, &sla::rebase::Which::default(), "New contract").await.unwrap();
        rounds(&store).await;
        assert_eq!(warned(&store, ticket).await, 0);
        assert_eq!(store.number("SELECT count(*) FROM breaches WHERE metric = 'resolution'").await, 1, "it is late all the same");
        // Also a policy that holds from before it was made.
        store.run_sql(&format!("UPDATE tickets SET steps_from = {} WHERE id = {ticket}", i64::MAX)).await;
        store.clock().advance(hours(300));
        rounds(&store).await;
        assert_eq!(warned(&store, ticket).await, 0);
    })
    .await;
}

#[tokio::test]
async fn two_processes_do_each_step_once() {
    let Some(server) = postgres_server() else { return };
    let sandbox = Sandbox::postgres(&server).await;
    let store = sandbox.store.clone();
    let house = house(&store, vec![step("50%", &[tell(Whom::Lead)])]).await;
    let mut filed = Vec::new();
    for number in 0..8 {
        filed.push(house.file(&store, &format!("Number {number}")).await);
    }
    store.clock().advance(hours(5));
    let files = std::env::temp_dir().join(format!("opsbeat_stepping_{}", std::process::id()));
    let other = Store::open(&sandbox.url, &files, Clock::fixed(store.now())).await.unwrap();
    let running: Vec<_> = [&store, &other, &store, &other]
        .map(|one| {
            let one = one.clone();
            tokio::spawn(async move { sla::settle_due(&one, 100).await.unwrap() })
        })
        .into();
    for round in running {
        round.await.unwrap();
    }
    for ticket in filed {
        assert_eq!(warned(&store, ticket).await, 1);
    }
    assert_eq!(mailed(&store, "deadline_near").await.len(), 8);
    other.close().await;
    sandbox.end().await;
    std::fs::remove_dir_all(files).unwrap();
}

#[tokio::test]
async fn a_ticket_that_cannot_be_settled_does_not_stop_the_others() {
    each_database(|store| async move {
        let house = house(&store, vec![step("50%", &[tell(Whom::Lead)])]).await;
        let broken = house.file(&store, "Broken").await;
        let whole = house.file(&store, "Whole").await;
        store.run_sql(&format!("UPDATE tickets SET kind = 'nonsense' WHERE id = {broken}")).await;
        store.clock().advance(hours(5));
        assert_eq!(sla::settle_due(&store, 1).await.unwrap(), 1);
        assert_eq!(warned(&store, whole).await, 1);
        assert_eq!(warned(&store, broken).await, 0);
    })
    .await;
}
