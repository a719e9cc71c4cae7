//! What the company is told of a fault, who reads it, and how tickets hear of it.

use domain::{
    fault::update::{Draft, Stage},
    people::MailOccasion,
    ticket::What,
};
use store::{outbox, tickets};

use super::*;

fn draft(stage: Stage, text: &str) -> Draft {
    Draft { stage, headline: "The network is slow".into(), text: text.into(), next_in: Some(30) }
}

async fn last_update(store: &Store, actor: &Actor, id: FaultId) -> i64 {
    seen(store, actor, id).await.updates.last().map_or(0, |update| update.id)
}

async fn publish(store: &Store, actor: &Actor, id: FaultId, stage: Stage, text: &str) {
    let after = last_update(store, actor, id).await;
    faults::publish(store, actor, id, after, &draft(stage, text)).await.unwrap();
}

/// What a ticket was told of faults, by its requester's timeline.
async fn told(store: &Store, requester: UserId, ticket: TicketId) -> Vec<String> {
    let actor = store.as_actor(requester).await;
    let request = tickets::request(store, &actor, ticket).await.unwrap();
    let text = |what: domain::ticket::What| match what {
        What::Informed { fault, text, .. } => Some(format!("{fault} {text}")),
        _ => None,
    };
    request.timeline.into_iter().filter_map(|entry| text(entry.event.what)).collect()
}

#[tokio::test]
async fn the_company_is_told_by_those_who_work_on_the_fault_until_it_is_over() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let ron = store.as_actor(company.ron).await;
        assert!(faults::disturbances(&store, &ron).await.unwrap().is_empty());
        let quiet = faults::board(&store, &ron).await.unwrap();
        assert!(quiet.current.is_empty() && quiet.services.iter().all(|(_, worst)| worst.is_none()));

        for other in [company.ada, company.rita] {
            let other = store.as_actor(other).await;
            let refused = faults::publish(&store, &other, id, 0, &draft(Stage::Investigating, "Hm")).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        assert_eq!(code(faults::publish(&store, &nina, id, 0, &draft(Stage::Investigating, " ")).await, "text"), Some(Code::Required));
        publish(&store, &nina, id, Stage::Investigating, "We **look** into it.").await;
        let late = faults::publish(&store, &nina, id, 0, &draft(Stage::Identified, "Twice")).await;
        assert!(matches!(late, Err(Error::Conflict { .. })), "a second press, or another one's word meanwhile: {late:?}");

        let [one] = <[_; 1]>::try_from(faults::disturbances(&store, &ron).await.unwrap()).unwrap();
        assert_eq!((one.headline.as_str(), one.severity, one.services.len()), ("The network is slow", Severity::Major, 1));
        assert!(one.told[0].html.contains("<strong>look</strong>") && one.told[0].next_by == Some(minute(30)));
        let board = faults::board(&store, &ron).await.unwrap();
        let hit = board.services.iter().find(|(service, _)| service.id == company.trouble).unwrap();
        assert_eq!((hit.1, board.current.len(), board.past.len()), (Some(Severity::Major), 1, 0));

        publish(&store, &nina, id, Stage::Resolved, "It is over.").await;
        assert!(faults::disturbances(&store, &ron).await.unwrap().is_empty());
        let board = faults::board(&store, &ron).await.unwrap();
        assert_eq!((board.current.len(), board.past.len(), board.past[0].told.len()), (0, 1, 2));
        assert_eq!(board.past[0].told[0].next_by, None, "what is over promises nothing more");
    })
    .await;
}

#[tokio::test]
async fn of_a_drill_and_of_a_service_that_one_does_not_know_of_nobody_hears() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        publish(&store, &nina, id, Stage::Investigating, "We look into it.").await;
        store.run_sql(&format!("UPDATE services SET visibility = 'teams' WHERE id = {}", company.trouble)).await;
        store.run_sql(&format!("INSERT INTO service_audience (service_id, team_id) VALUES ({}, {})", company.trouble, company.sales)).await;
        let knows = async |person| !faults::disturbances(&store, &store.as_actor(person).await).await.unwrap().is_empty();
        assert!(knows(company.ron).await && !knows(company.stranger).await);
        let board = faults::board(&store, &store.as_actor(company.stranger).await).await.unwrap();
        assert!(board.current.is_empty() && board.services.iter().all(|(service, _)| service.id != company.trouble));

        let details = |drill| Details { title: "Practice".into(), severity: Severity::Major, services: vec![company.trouble], drill };
        let version = seen(&store, &nina, id).await.version;
        faults::change(&store, &nina, id, version, &details(true)).await.unwrap();
        assert!(!knows(company.ron).await, "it turned out to be a drill");
        let after = last_update(&store, &nina, id).await;
        let refused = faults::publish(&store, &nina, id, after, &draft(Stage::Identified, "More")).await;
        assert_eq!(code(refused, "headline"), Some(Code::UnknownChoice));
    })
    .await;
}

#[tokio::test]
async fn every_linked_ticket_hears_of_an_update_once_and_its_requester_gets_it_by_mail() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let mut filed = Vec::new();
        for n in 0..30 {
            let ticket = company.file(&store, company.rita, company.trouble, &format!("Slow {n}")).await;
            faults::link(&store, &nina, id, ticket).await.unwrap();
            filed.push(ticket);
        }
        let closed = filed[3];
        store.run_sql(&format!("UPDATE tickets SET status = 'closed' WHERE id = {closed}")).await;
        publish(&store, &nina, id, Stage::Investigating, "We look into it.").await;
        // The first of them at once, the others by the scheduler, which another process may have as well.
        assert_eq!(told(&store, company.rita, filed[0]).await, ["FLT-1 We look into it."]);
        assert!(told(&store, company.rita, filed[29]).await.is_empty());
        let (one, other) = tokio::join!(faults::tell_due(&store, 5), faults::tell_due(&store, 5));
        assert!(!one.unwrap() && !other.unwrap());
        for &ticket in &filed {
            let times = usize::from(ticket != closed);
            assert_eq!(told(&store, company.rita, ticket).await.len(), times, "{ticket}");
        }
        let mails = outbox::claim(&store, 100).await.unwrap();
        let informed: Vec<_> = mails.iter().filter(|mail| mail.occasion == MailOccasion::Informed).collect();
        // One mail for each of the 29; how many of them leave in a day is for the limits of the settings to say.
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE event_kind = 'informed'").await, 29);
        assert!(!informed.is_empty() && informed.iter().all(|mail| mail.to.id == company.rita && mail.by.as_deref() == Some("Nina Net")));

        // Who comes later hears what was told last; when it is over, nothing.
        let late = company.file(&store, company.ron, company.trouble, "Slow, too").await;
        faults::link(&store, &nina, id, late).await.unwrap();
        assert_eq!(told(&store, company.ron, late).await, ["FLT-1 We look into it."]);
        publish(&store, &nina, id, Stage::Resolved, "It is over.").await;
        faults::tell_due(&store, 5).await.unwrap();
        assert_eq!(told(&store, company.ron, late).await.len(), 2);
        let later = company.file(&store, company.ron, company.trouble, "Still slow").await;
        faults::link(&store, &nina, id, later).await.unwrap();
        assert!(told(&store, company.ron, later).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_update_that_was_taken_back_is_seen_by_those_alone_who_work_on_the_fault() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        publish(&store, &nina, id, Stage::Investigating, "We look into it.").await;
        publish(&store, &nina, id, Stage::Resolved, "Wrong window.").await;
        let wrong = last_update(&store, &nina, id).await;
        assert_eq!(code(faults::take_back(&store, &nina, id, wrong, " ").await, "why"), Some(Code::Required));
        let ada = store.as_actor(company.ada).await;
        assert!(matches!(faults::take_back(&store, &ada, id, wrong, "mine").await, Err(Error::NotFound)));
        let admin = store.as_actor(company.admin).await;
        let own = Declaration { title: "No laptops".into(), service: Some(company.laptop), ticket: None };
        let other = faults::declare(&store, &admin, &own).await.unwrap();
        assert!(matches!(faults::take_back(&store, &admin, other, wrong, "of another fault").await, Err(Error::NotFound)));
        faults::take_back(&store, &nina, id, wrong, "the wrong fault").await.unwrap();
        assert!(matches!(faults::take_back(&store, &nina, id, wrong, "again").await, Err(Error::Conflict { .. })));

        let ron = store.as_actor(company.ron).await;
        let [one] = <[_; 1]>::try_from(faults::disturbances(&store, &ron).await.unwrap()).unwrap();
        assert_eq!((one.told.len(), one.told[0].stage), (1, Stage::Investigating), "it goes on again");
        let taken = seen(&store, &nina, id).await.updates.pop().and_then(|update| update.taken).unwrap();
        assert_eq!((taken.why.as_str(), taken.by.map(|by| by.id)), ("the wrong fault", Some(company.nina)));
        let first = seen(&store, &nina, id).await.updates[0].id;
        faults::take_back(&store, &nina, id, first, "all of it").await.unwrap();
        assert!(faults::disturbances(&store, &ron).await.unwrap().is_empty());
        assert!(faults::board(&store, &ron).await.unwrap().past.is_empty());
    })
    .await;
}
