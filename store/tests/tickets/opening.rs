use std::sync::atomic::Ordering;

use domain::{
    id::{TicketId, UserId},
    priority::{Impact, Urgency},
};
use store::{
    Store,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then},
};

/// The most statements that the agent's page of one ticket may ask: the ticket, its people, its events, its files, their names, who
/// is called (three times), who can have it, what else its requester asked for, what the reader was writing,
/// the reply templates, its clocks, the faults that it belongs to, and their actions that are worked on in it.
const MOST: u32 = 15;

async fn say(store: &Store, who: UserId, id: TicketId, text: &str) {
    let message = Message { text: text.to_owned(), ..Message::default() };
    tickets::reply(store, &store.as_actor(who).await, id, message, Then::Nothing).await.unwrap();
}

/// How many statements the two pages of the ticket ask.
async fn asked(store: &Store, company: &Company, id: TicketId) -> (u32, u32) {
    let (admin, rita) = (store.as_actor(company.admin).await, store.as_actor(company.rita).await);
    let (store, count) = store.counted();
    tickets::open(&store, &admin, id).await.unwrap();
    let desk = count.swap(0, Ordering::SeqCst);
    tickets::request(&store, &rita, id).await.unwrap();
    (desk, count.swap(0, Ordering::SeqCst))
}

#[tokio::test]
async fn a_long_conversation_of_many_asks_the_database_no_more_than_a_short_one() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let short = company.file(&store, company.rita, company.laptop, "New laptop").await;
        say(&store, company.rita, short, "@Ada Agent, can you look?").await;
        let long = company.file(&store, company.rita, company.laptop, "Old laptop").await;
        let admin = store.as_actor(company.admin).await;
        for (person, team) in [(company.nina, company.network), (company.ada, company.workplace), (company.ben, company.workplace)] {
            let to = HandOver { team, person: Some(person), reason: "It is theirs.".to_owned() };
            tickets::hand_over(&store, &admin, long, to, None).await.unwrap();
        }
        tickets::add_watcher(&store, &admin, long, company.owner).await.unwrap();
        tickets::add_requester(&store, &admin, long, company.ron).await.unwrap();
        tickets::move_to_service(&store, &admin, long, company.trouble, None).await.unwrap();
        tickets::reprioritise(&store, &admin, long, Impact::High, Urgency::High, None).await.unwrap();
        for n in 0..12 {
            say(&store, company.rita, long, &format!("{n}: @Ada Agent @Ben Agent @Nina Net @Lea Lead @Olga Owner @Adam Admin?")).await;
            say(&store, company.admin, long, &format!("{n}: not yet, @Lea Lead.")).await;
        }
        let (few, many) = (asked(&store, &company, short).await, asked(&store, &company, long).await);
        assert!(few.0 <= MOST, "{few:?}");
        // The service of the long one is open to the requesters' teams, which are asked for.
        assert!(many.0 <= few.0 + 1 && many.1 <= few.1 + 1, "{few:?} and {many:?}");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_opened_with_what_its_reader_may_decide_and_was_writing() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let other = company.file(&store, company.rita, company.laptop, "Old laptop").await;
        let ada = store.as_actor(company.ada).await;
        let opened = tickets::open(&store, &ada, id).await.unwrap();
        assert_eq!(opened.detail, tickets::detail(&store, &ada, id).await.unwrap());
        assert_eq!(opened.draft, tickets::Draft::default());
        let names: Vec<&str> = opened.assignable.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ada Agent", "Ben Agent", "Lea Lead"]);
        assert_eq!(opened.earlier.iter().map(|row| row.id).collect::<Vec<_>>(), [other]);
        store::drafts::keep(&store, &ada, &tickets::draft_key(id), "Dear Rita").await.unwrap();
        let draft = tickets::open(&store, &ada, id).await.unwrap().draft;
        assert_eq!((draft.text.as_str(), draft.internal), ("Dear Rita", false));
        store::drafts::keep(&store, &ada, &tickets::note_key(id), "Among us").await.unwrap();
        let draft = tickets::open(&store, &ada, id).await.unwrap().draft;
        assert_eq!((draft.text.as_str(), draft.internal), ("Among us", true));
    })
    .await;
}
