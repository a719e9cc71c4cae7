//! What others do is heard at once by those who may know of it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it must")]

use std::{sync::Arc, time::Duration};

use domain::{
    id::{TicketId, UserId},
    rating::Rating,
    survey::{Answer, Kind},
    ticket::{Resolution, ResolutionCode, event::Side},
    time::Span,
};
use futures::FutureExt;
use store::{
    Clock, Error, Store,
    live::{self, Ear, Heard},
    ratings,
    testing::{Company, START, Sandbox, each_database, postgres_server},
    tickets::{self, HandOver, Message, Then},
};
use tokio::sync::oneshot;

async fn ear(store: &Store, who: UserId, ticket: Option<TicketId>) -> Ear {
    Ear::open(store, Arc::new(store.as_actor(who).await), Side::Agent, ticket).await.unwrap().0
}

/// The ear of a page of requests: of one, or of none.
async fn asking(store: &Store, who: UserId, ticket: Option<TicketId>) -> Ear {
    Ear::open(store, Arc::new(store.as_actor(who).await), Side::Requester, ticket).await.unwrap().0
}

/// What comes next; a test that waits for nothing fails.
async fn next(ear: &mut Ear) -> Heard {
    tokio::time::timeout(Duration::from_secs(30), ear.hear()).await.expect("nothing was heard")
}

fn changed(ticket: TicketId, kind: &str) -> Heard {
    Heard::Changed { ticket, kind: kind.to_owned(), gone: false }
}

/// Who is there and whether they write, when that comes next.
async fn there(ear: &mut Ear) -> Vec<(String, bool)> {
    match next(ear).await {
        Heard::Present(there) => there.into_iter().map(|present| (present.person.name, present.writing)).collect(),
        other => panic!("{other:?} was heard"),
    }
}

#[tokio::test]
async fn a_change_is_heard_by_those_whom_it_concerns_and_by_nobody_else() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let (mut ben, mut nina) = (ear(&store, company.ben, None).await, ear(&store, company.nina, None).await);
        let laptop = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::take(&store, &ada, laptop, None).await.unwrap();
        let trouble = company.file(&store, company.rita, company.trouble, "No network").await;
        assert_eq!(next(&mut ben).await, changed(laptop, "submitted"));
        assert_eq!(next(&mut ben).await, changed(laptop, "status_changed"));
        assert_eq!(next(&mut nina).await, changed(trouble, "submitted"), "Nina hears nothing of the other team's ticket");

        // Who loses a ticket hears that it is gone, and who gets it that it is there.
        let to = HandOver { team: company.network, person: None, reason: "It is theirs.".into() };
        tickets::hand_over(&store, &ada, laptop, to, None).await.unwrap();
        let (lost, got) = (next(&mut ben).await, next(&mut nina).await);
        assert!(matches!(lost, Heard::Changed { ticket, gone: true, .. } if ticket == laptop), "{lost:?}");
        assert!(matches!(got, Heard::Changed { ticket, gone: false, .. } if ticket == laptop), "{got:?}");
        assert!(!tickets::is_in_sight(&store, &store.as_actor(company.ben).await, laptop).await.unwrap());
        assert!(tickets::is_in_sight(&store, &store.as_actor(company.nina).await, laptop).await.unwrap());
    })
    .await;
}

fn gone(ticket: TicketId, kind: &str) -> Heard {
    Heard::Changed { ticket, kind: kind.to_owned(), gone: true }
}

#[tokio::test]
async fn who_asks_hears_what_is_said_to_them_and_nothing_of_what_is_said_about_them() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let laptop = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (mut list, mut page) = (asking(&store, company.rita, None).await, asking(&store, company.rita, Some(laptop)).await);
        let write = |text: &str| Message { text: text.into(), ..Message::default() };
        tickets::note(&store, &ada, laptop, write("Is she still with us?")).await.unwrap();
        tickets::add_watcher(&store, &ada, laptop, company.ben).await.unwrap();
        tickets::reply(&store, &ada, laptop, write("It is ordered."), Then::Nothing).await.unwrap();
        for ear in [&mut list, &mut page] {
            assert_eq!(next(ear).await, changed(laptop, "replied"), "the note and the watcher were none of hers");
        }
        let rating = Rating { answer: Answer::try_from((Kind::Stars, 1)).unwrap(), comment: String::new() };
        let how = Resolution { code: ResolutionCode::Fulfilled, text: "It is on your desk.".into() };
        tickets::resolve(&store, &ada, laptop, how, None).await.unwrap();
        ratings::rate(&store, &store.as_actor(company.rita).await, laptop, rating).await.unwrap();
        for ear in [&mut list, &mut page] {
            assert_eq!(next(ear).await, changed(laptop, "resolved"));
            assert_eq!(next(ear).await, changed(laptop, "rated"), "that a lead follows it since then is not told");
        }
    })
    .await;
}

#[tokio::test]
async fn who_asks_is_told_by_the_last_public_event_what_they_have_missed() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, Arc::new(store.as_actor(company.rita).await));
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let version = async || Ear::open(&store, Arc::clone(&rita), Side::Requester, Some(id)).await.unwrap().1.unwrap();
        let first = version().await;
        let note = Message { text: "Is she still with us?".into(), ..Message::default() };
        tickets::note(&store, &ada, id, note).await.unwrap();
        assert_eq!(version().await, first);
        tickets::retitle(&store, &ada, id, "Newer laptop", None).await.unwrap();
        let page = tickets::request(&store, &rita, id).await.unwrap();
        assert_eq!(Some(version().await), page.timeline.iter().map(|entry| entry.event.id.get()).max());
        assert!(version().await > first);
    })
    .await;
}

#[tokio::test]
async fn only_who_stands_around_a_request_hears_of_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        for who in [company.ron, company.stranger, company.nina, company.gone] {
            let refused = Ear::open(&store, Arc::new(store.as_actor(who).await), Side::Requester, Some(id)).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{who}");
        }
        let mut others = [asking(&store, company.ron, None).await, asking(&store, company.ada, None).await];
        let mut page = asking(&store, company.ada, Some(id)).await;
        tickets::retitle(&store, &admin, id, "Newer laptop", None).await.unwrap();
        assert_eq!(next(&mut page).await, changed(id, "title_changed"), "who answers for it may have its public side open");
        tickets::add_requester(&store, &admin, id, company.ron).await.unwrap();
        assert_eq!(next(&mut others[0]).await, changed(id, "requester_added"), "from now on he asks for it, too");
        tickets::remove_requester(&store, &admin, id, company.ron).await.unwrap();
        assert_eq!(next(&mut others[0]).await, gone(id, "requester_removed"));
        tickets::retitle(&store, &admin, id, "Newest laptop", None).await.unwrap();
        for (ear, who) in others.iter_mut().zip([company.ron, company.ada]) {
            let own = company.file(&store, who, company.laptop, "Their own").await;
            assert_eq!(next(ear).await, changed(own, "submitted"), "nothing of what is not theirs came before");
        }
        page.beat().await.unwrap();
        store.run_sql(&format!("DELETE FROM memberships WHERE user_id = {}", company.ada)).await;
        assert!(matches!(page.beat().await, Err(Error::NotFound)), "she does not answer for it any more");
    })
    .await;
}

#[tokio::test]
async fn colleagues_hear_of_each_other_where_the_service_is_open_to_the_team() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let open = company.file(&store, company.rita, company.trouble, "No network").await;
        let mut ron = asking(&store, company.ron, None).await;
        let closed = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let admin = store.as_actor(company.admin).await;
        tickets::retitle(&store, &admin, closed, "Newer laptop", None).await.unwrap();
        tickets::retitle(&store, &admin, open, "No network at all", None).await.unwrap();
        assert_eq!(next(&mut ron).await, changed(open, "title_changed"));
        // A service that is not open to the team takes it out of their sight.
        tickets::move_to_service(&store, &admin, open, company.laptop, None).await.unwrap();
        let heard = next(&mut ron).await;
        assert!(matches!(heard, Heard::Changed { ticket, gone: true, .. } if ticket == open), "{heard:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_that_a_requester_reads() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let _hers = asking(&store, company.rita, Some(id)).await;
        let mut ada = ear(&store, company.ada, Some(id)).await;
        ada.beat().await.unwrap();
        let _ben = ear(&store, company.ben, Some(id)).await;
        assert_eq!(there(&mut ada).await, [("Ben Agent".to_owned(), false)], "and not of her");
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_is_no_news() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let mut ben = ear(&store, company.ben, None).await;
        assert!(tickets::take(&store, &rita, id, None).await.is_err());
        assert!(tickets::retitle(&store, &ada, id, "", None).await.is_err());
        tickets::retitle(&store, &ada, id, "Newer laptop", None).await.unwrap();
        assert_eq!(next(&mut ben).await, changed(id, "title_changed"));
    })
    .await;
}

#[tokio::test]
async fn only_who_has_a_desk_listens_and_only_at_tickets_that_are_theirs() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        for (who, ticket) in
            [(company.rita, None), (company.rita, Some(id)), (company.stranger, None), (company.gone, None), (company.nina, Some(id))]
        {
            let refused = Ear::open(&store, Arc::new(store.as_actor(who).await), Side::Agent, ticket).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{who}");
        }
        for who in [company.rita, company.nina] {
            let actor = store.as_actor(who).await;
            assert!(matches!(live::writing(&store, &actor, id).await, Err(Error::NotFound)));
        }
        let mut ada = ear(&store, company.ada, Some(id)).await;
        let mut nina = ear(&store, company.nina, None).await;
        ada.beat().await.unwrap();
        store.run_sql(&format!("DELETE FROM memberships WHERE user_id IN ({}, {})", company.ada, company.nina)).await;
        assert!(matches!(ada.beat().await, Err(Error::NotFound)), "she is in no team any more");
        assert!(matches!(nina.beat().await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn who_looks_and_who_writes_is_known_to_the_others_on_the_ticket() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (company.ada, company.ben);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (mut hers, version) = Ear::open(&store, Arc::new(store.as_actor(ada).await), Side::Agent, Some(id)).await.unwrap();
        assert_eq!(version, Some(store.number("SELECT version FROM tickets").await));
        let mut his = ear(&store, ben, Some(id)).await;
        assert_eq!(there(&mut hers).await, [("Ben Agent".to_owned(), false)]);
        assert_eq!(there(&mut his).await, [("Ada Agent".to_owned(), false)]);
        let actor = store.as_actor(ben).await;
        live::writing(&store, &actor, id).await.unwrap();
        assert_eq!(there(&mut hers).await, [("Ben Agent".to_owned(), true)]);
        let message = Message { text: "It is ordered.".into(), ..Message::default() };
        tickets::reply(&store, &actor, id, message, Then::Nothing).await.unwrap();
        // Whoever sent something writes no more.
        assert_eq!(there(&mut hers).await, [("Ben Agent".to_owned(), false)]);
        assert_eq!(next(&mut hers).await, changed(id, "replied"));
        drop(his);
        assert!(there(&mut hers).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_lost_a_ticket_hears_no_more_who_is_there_and_counts_as_gone() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (mut ada, mut admin) = (ear(&store, company.ada, Some(id)).await, ear(&store, company.admin, Some(id)).await);
        assert_eq!(there(&mut ada).await, [("Adam Admin".to_owned(), false)]);
        assert_eq!(there(&mut admin).await, [("Ada Agent".to_owned(), false)]);
        let to = HandOver { team: company.network, person: None, reason: "It is theirs.".into() };
        tickets::hand_over(&store, &store.as_actor(company.ada).await, id, to, None).await.unwrap();
        assert!(matches!(next(&mut ada).await, Heard::Changed { gone: true, .. }));
        assert!(there(&mut admin).await.is_empty(), "Ada does not see it any more");
        assert!(matches!(next(&mut admin).await, Heard::Changed { gone: false, .. }));
        let _nina = ear(&store, company.nina, Some(id)).await;
        assert_eq!(there(&mut admin).await, [("Nina Net".to_owned(), false)]);
        assert!(ada.hear().now_or_never().is_none(), "she hears nothing of Nina");
    })
    .await;
}

#[tokio::test]
async fn who_goes_without_a_word_is_missed_at_the_next_beat() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let mut ada = ear(&store, company.ada, Some(id)).await;
        let ben = ear(&store, company.ben, Some(id)).await;
        assert_eq!(there(&mut ada).await, [("Ben Agent".to_owned(), false)]);
        store.clock().advance(Span::from_minutes(2));
        ada.beat().await.unwrap();
        assert!(there(&mut ada).await.is_empty());
        drop(ben);
    })
    .await;
}

#[tokio::test]
async fn processes_that_share_a_postgresql_hear_each_other() {
    let Some(server) = postgres_server() else { return };
    let sandbox = Sandbox::postgres(&server).await;
    let one = sandbox.store.clone();
    let folder = tempfile_beside(&sandbox.url);
    let other = Store::open(&sandbox.url, &folder, Clock::fixed(START)).await.unwrap();
    let company = Company::found(&one).await;
    let mut ben = ear(&other, company.ben, None).await;
    let mut lea = ear(&one, company.lead, None).await;
    let (stop_one, stop_other) = (oneshot::channel::<()>(), oneshot::channel::<()>());
    let relays = [(one.clone(), stop_one.1), (other.clone(), stop_other.1)].map(|(store, stop)| {
        tokio::spawn(async move {
            live::relay(&store, async {
                let _ = stop.await;
            })
            .await
        })
    });
    // Both are connected when they say that they may have missed something.
    assert_eq!(next(&mut ben).await, Heard::Lost);
    assert_eq!(next(&mut lea).await, Heard::Lost);
    let id = company.file(&one, company.rita, company.laptop, "New laptop").await;
    assert_eq!(next(&mut lea).await, changed(id, "submitted"));
    assert_eq!(next(&mut ben).await, changed(id, "submitted"));

    let mut hers = ear(&one, company.ada, Some(id)).await;
    let his = ear(&other, company.ben, Some(id)).await;
    assert_eq!(there(&mut hers).await, [("Ben Agent".to_owned(), false)]);
    drop(his);
    assert!(there(&mut hers).await.is_empty());

    drop((stop_one.0, stop_other.0));
    for relay in relays {
        relay.await.unwrap().unwrap();
    }
    other.close().await;
    let _ = std::fs::remove_dir_all(folder);
    sandbox.end().await;
}

/// A folder for the second process's files, of which there will be none.
fn tempfile_beside(url: &str) -> std::path::PathBuf {
    let name = url.rsplit('/').next().unwrap_or("opsbeat").split('?').next().unwrap_or("opsbeat").to_owned();
    std::env::temp_dir().join(format!("{name}-second"))
}
