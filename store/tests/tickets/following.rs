use domain::{id::TicketId, people::MailOccasion};
use store::{
    Error, Store,
    testing::{Company, each_database},
    tickets::{self, Message, Then},
};

/// Mails about the ticket that are meant for this address and say that somebody replied.
async fn replies_to(store: &Store, ticket: TicketId, address: &str) -> i64 {
    let recipient = format!("(SELECT id FROM users WHERE email = '{address}')");
    store
        .number(&format!(
            "SELECT count(*) FROM outbox WHERE ticket_id = {ticket} AND event_kind = 'replied' AND recipient_id = {recipient}"
        ))
        .await
}

async fn answer(store: &Store, company: &Company, ticket: TicketId, text: &str) {
    let ada = store.as_actor(company.ada).await;
    let message = Message { text: text.to_owned(), ..Message::default() };
    tickets::reply(store, &ada, ticket, message, Then::Nothing).await.unwrap();
}

#[tokio::test]
async fn a_watcher_sees_and_hears_of_a_ticket_until_they_are_taken_off_it() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (ada, sam) = (store.as_actor(company.ada).await, store.as_actor(company.stranger).await);
        tickets::add_watcher(&store, &ada, ticket, sam.user).await.unwrap();
        answer(&store, &company, ticket, "Which size?").await;
        assert_eq!(replies_to(&store, ticket, "sam@example.com").await, 1);
        tickets::request(&store, &sam, ticket).await.unwrap();

        tickets::remove_watcher(&store, &ada, ticket, sam.user).await.unwrap();
        assert!(matches!(tickets::request(&store, &sam, ticket).await, Err(Error::NotFound)));
        answer(&store, &company, ticket, "It is ordered.").await;
        assert_eq!(replies_to(&store, ticket, "sam@example.com").await, 1, "and hears no more of it");
        assert_eq!(replies_to(&store, ticket, "rita@example.com").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_further_requester_who_is_also_a_watcher_stays_what_is_not_taken() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (ada, ron) = (store.as_actor(company.ada).await, store.as_actor(company.ron).await);
        tickets::add_requester(&store, &ada, ticket, ron.user).await.unwrap();
        tickets::add_watcher(&store, &ada, ticket, ron.user).await.unwrap();
        answer(&store, &company, ticket, "Which size?").await;
        assert_eq!(replies_to(&store, ticket, "ron@example.com").await, 1, "one mail, not one for each role");
        tickets::remove_watcher(&store, &ada, ticket, ron.user).await.unwrap();
        let message = Message { text: "A small one.".to_owned(), ..Message::default() };
        tickets::reply(&store, &ron, ticket, message, Then::Nothing).await.unwrap();
        tickets::remove_requester(&store, &ada, ticket, ron.user).await.unwrap();
        assert!(matches!(tickets::request(&store, &ron, ticket).await, Err(Error::NotFound)));
        let done = store.texts("SELECT action FROM audit WHERE action LIKE 'ticket.remove_%' ORDER BY id").await;
        assert_eq!(done, ["ticket.remove_watcher", "ticket.remove_requester"]);
    })
    .await;
}

#[tokio::test]
async fn a_watcher_reads_of_an_answer_where_they_read_the_ticket_and_it_is_not_theirs() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let ada = store.as_actor(company.ada).await;
        for watcher in [company.ben, company.stranger] {
            tickets::add_watcher(&store, &ada, ticket, watcher).await.unwrap();
        }
        let resolution = domain::ticket::Resolution::parse("fulfilled", "It is on your desk.").unwrap();
        tickets::resolve(&store, &ada, ticket, resolution, None).await.unwrap();
        let mails = store::outbox::claim(&store, 20).await.unwrap();
        let told = |who| {
            let mail = mails.iter().find(|mail| mail.to.id == who && mail.occasion == MailOccasion::Resolved).unwrap();
            let news = mail.news.as_ref().unwrap();
            (news.to_requester, news.to_agent, news.rating.is_some())
        };
        assert_eq!(told(company.rita), (true, false, true));
        assert_eq!(told(company.ben), (false, true, false), "Ben answers for the team, and reads it on the desk");
        assert_eq!(told(company.stranger), (false, false, false), "Sam reads it in the portal");
    })
    .await;
}

#[tokio::test]
async fn those_are_proposed_whom_an_at_reaches_and_nobody_else() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let ada = store.as_actor(company.ada).await;
        tickets::add_watcher(&store, &ada, ticket, company.stranger).await.unwrap();
        let proposed: Vec<String> = tickets::callable(&store, &ada, ticket).await.unwrap().into_iter().map(|person| person.name).collect();
        // Not oneself, not who left, and no watcher who reads no notes.
        assert_eq!(proposed, ["Adam Admin", "Ben Agent", "Lea Lead", "Olga Owner"]);
        // Of a supplier's member it reaches as many, and tells them of their own alone.
        store.run_sql(&format!("UPDATE teams SET kind = 'supplier' WHERE id = {}", company.workplace)).await;
        let ada = store.as_actor(company.ada).await;
        let proposed: Vec<String> = tickets::callable(&store, &ada, ticket).await.unwrap().into_iter().map(|person| person.name).collect();
        assert_eq!(proposed, ["Ben Agent", "Lea Lead"]);
        for outsider in [company.rita, company.nina, company.stranger] {
            let refused = tickets::callable(&store, &store.as_actor(outsider).await, ticket).await;
            assert!(matches!(refused, Err(Error::NotFound)));
        }
    })
    .await;
}
