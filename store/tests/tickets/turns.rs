use domain::ticket::{
    Resolution, StatusName, WaitingOn,
    status::WaitFor,
    view::{QueueFilter, QueueRow, View},
};
use store::{
    Store,
    testing::{Company, each_database},
    tickets::{self, Message, Then},
};

fn words(text: &str) -> Message {
    Message { text: text.into(), ..Message::default() }
}

async fn listed(store: &Store, company: &Company, filter: QueueFilter) -> Vec<QueueRow> {
    let ada = store.as_actor(company.ada).await;
    tickets::queue(store, &ada, &filter, None, tickets::PAGE_MAX).await.unwrap().rows
}

async fn titles(store: &Store, company: &Company, filter: QueueFilter) -> Vec<String> {
    listed(store, company, filter).await.into_iter().map(|row| row.title).collect()
}

#[tokio::test]
async fn what_waits_for_others_stands_behind_until_its_requester_answers() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let first = company.file(&store, company.rita, company.laptop, "First").await;
        company.file(&store, company.rita, company.laptop, "Second").await;
        tickets::reply(&store, &ada, first, words("Which one?"), Then::WaitForRequester).await.unwrap();
        assert_eq!(titles(&store, &company, QueueFilter::default()).await, ["Second", "First"]);

        tickets::reply(&store, &rita, first, words("The old one."), Then::Nothing).await.unwrap();
        let rows = listed(&store, &company, QueueFilter::default()).await;
        assert_eq!((rows[0].title.as_str(), rows[0].new_answer, rows[0].parked), ("First", true, false));
        assert!(!rows[1].new_answer, "what was just filed is new already");

        // A supplier is waited for: the requester's word comes forward all the same.
        let supplier = WaitFor { on: WaitingOn::Supplier, until: None, reason: String::new() };
        tickets::wait(&store, &ada, first, supplier, None).await.unwrap();
        assert_eq!(titles(&store, &company, QueueFilter::default()).await, ["Second", "First"]);
        tickets::reply(&store, &rita, first, words("It is urgent."), Then::Nothing).await.unwrap();
        let rows = listed(&store, &company, QueueFilter { view: View::Waiting, ..QueueFilter::default() }).await;
        assert_eq!((rows[0].status, rows[0].new_answer, rows[0].parked), (StatusName::Waiting, true, false));
    })
    .await;
}

#[tokio::test]
async fn what_needs_an_answer_is_what_nobody_wrote_to_since_its_requester_did() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let needed = QueueFilter { unanswered: true, ..QueueFilter::default() };
        let ticket = company.file(&store, company.rita, company.laptop, "Laptop").await;
        assert_eq!(titles(&store, &company, needed.clone()).await, ["Laptop"]);
        tickets::note(&store, &ada, ticket, words("Between us.")).await.unwrap();
        assert_eq!(titles(&store, &company, needed.clone()).await, ["Laptop"], "a note answers nobody");
        tickets::reply(&store, &ada, ticket, words("On its way."), Then::Nothing).await.unwrap();
        assert!(titles(&store, &company, needed.clone()).await.is_empty());
        tickets::resolve(&store, &ada, ticket, Resolution::parse("solved", "Done.").unwrap(), None).await.unwrap();
        tickets::reopen(&store, &rita, ticket, "It is not.", None).await.unwrap();
        assert_eq!(titles(&store, &company, needed).await, ["Laptop"]);
    })
    .await;
}

#[tokio::test]
async fn the_turns_of_older_tickets_are_read_from_their_timelines() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let mut ids = Vec::new();
        for n in 0..7 {
            ids.push(company.file(&store, company.rita, company.laptop, &format!("Laptop {n}")).await);
        }
        for &id in &ids[1..] {
            tickets::reply(&store, &ada, id, words("Which one?"), Then::WaitForRequester).await.unwrap();
        }
        for &id in &ids[2..] {
            tickets::reply(&store, &rita, id, words(r#"The "from":"resolved" one."#), Then::Nothing).await.unwrap();
        }
        let date = WaitFor { on: WaitingOn::Supplier, until: None, reason: r#""by":"requester""#.into() };
        tickets::wait(&store, &ada, ids[3], date.clone(), None).await.unwrap();
        tickets::wait(&store, &ada, ids[4], date, None).await.unwrap();
        tickets::reply(&store, &rita, ids[4], words("And?"), Then::Nothing).await.unwrap();
        for &id in &ids[5..] {
            tickets::resolve(&store, &ada, id, Resolution::parse("solved", "Done.").unwrap(), None).await.unwrap();
        }
        tickets::reopen(&store, &rita, ids[6], "", None).await.unwrap();

        let told =
            "SELECT CAST(id AS TEXT) || ' ' || last_word || ' ' || CASE WHEN parked THEN 'parked' ELSE '' END FROM tickets ORDER BY id";
        let kept = store.texts(told).await;
        let distinct: std::collections::BTreeSet<&str> = kept.iter().filter_map(|row| row.split_once(' ')).map(|(_, turn)| turn).collect();
        assert_eq!(distinct.len(), 5, "{kept:?}");
        store.run_sql("UPDATE tickets SET last_word = 'filed', parked = (last_word = 'filed')").await;
        store.run_sql(migrations::TURNS).await;
        assert_eq!(store.texts(told).await, kept);
    })
    .await;
}
