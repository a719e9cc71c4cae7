use domain::{
    id::{TicketId, UserId},
    ticket::{
        Resolution, WaitingOn,
        status::WaitFor,
        view::{QueueFilter, View},
    },
    time::Span,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use store::{
    Store, counters,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then},
};

async fn step(store: &Store, company: &Company, kind: u8, id: TicketId) {
    let (ada, admin) = (store.as_actor(company.ada).await, store.as_actor(company.admin).await);
    let rita = store.as_actor(company.rita).await;
    // Many of these are refused, and a refused verb must leave no trace.
    let _ = match kind {
        0 => tickets::take(store, &ada, id, None).await,
        1 => tickets::assign(store, &admin, id, None, None).await,
        2 => tickets::start(store, &ada, id, None).await,
        3 => {
            let on = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
            tickets::wait(store, &admin, id, on, None).await
        }
        4 => tickets::resume(store, &admin, id, None).await,
        5 => tickets::resolve(store, &admin, id, Resolution::parse("solved", "Done.").unwrap(), None).await,
        6 => tickets::reopen(store, &rita, id, "", None).await,
        7 => tickets::cancel(store, &admin, id, "Not needed.", None).await,
        8 => tickets::close(store, &rita, id).await,
        9 => {
            let says = Message { text: format!("At {}", store.now().millis()), ..Message::default() };
            tickets::reply(store, &rita, id, says, Then::Nothing).await
        }
        10 => {
            let to = HandOver { team: company.network, person: Some(company.nina), reason: "It is theirs.".into() };
            tickets::hand_over(store, &admin, id, to, None).await
        }
        _ => tickets::move_to_service(store, &admin, id, company.laptop, None).await,
    };
}

#[tokio::test]
async fn counters_equal_a_recount_after_any_verbs() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let mut runner = TestRunner::deterministic();
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(company.file(&store, company.rita, company.laptop, &format!("Laptop {n}")).await);
        }
        let steps = proptest::collection::vec((0_u8..12, 0_usize..5), 40);
        for round in 0..4 {
            for (kind, which) in steps.new_tree(&mut runner).unwrap().current() {
                store.clock().advance(Span::from_minutes(1));
                step(&store, &company, kind, ids[which]).await;
            }
            let kept = store.texts("SELECT scope || ' ' || name || ' ' || value FROM counters WHERE value <> 0 ORDER BY scope, name").await;
            assert_eq!(counters::recompute(&store).await.unwrap(), 0, "round {round}: {kept:?}");
            numbers_are_what_the_queues_hold(&store, &company).await;
        }
        // A wrong counter is found and put right.
        store.run_sql("UPDATE counters SET value = value + 7 WHERE scope = 'all' AND name = 'open'").await;
        assert_eq!(counters::recompute(&store).await.unwrap(), 1);
        assert_eq!(counters::recompute(&store).await.unwrap(), 0);
    })
    .await;
}

async fn numbers_are_what_the_queues_hold(store: &Store, company: &Company) {
    for who in [company.ada, company.nina, company.admin, company.rita] {
        let actor = store.as_actor(who).await;
        let numbers = counters::navigation(store, &actor).await.unwrap();
        let count = async |view| {
            let filter = QueueFilter { view, ..QueueFilter::default() };
            i64::try_from(tickets::queue(store, &actor, &filter, None, 200).await.unwrap().rows.len()).unwrap()
        };
        assert_eq!(numbers.mine, count(View::Mine).await, "{who}");
        assert_eq!(numbers.team, count(View::Team).await, "{who}");
        assert_eq!(numbers.unassigned, count(View::Unassigned).await, "{who}");
        assert_eq!(numbers.waiting, count(View::Waiting).await, "{who}");
        if let Some(all_open) = numbers.all_open {
            assert_eq!(all_open, count(View::AllOpen).await, "{who}");
        }
        assert_eq!(numbers.all_open.is_some(), who == company.admin);
    }
}

#[tokio::test]
async fn two_at_once_are_counted_twice() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let file = |who: UserId| company.file(&store, who, company.laptop, "New laptop");
        tokio::join!(file(company.rita), file(company.ron), file(company.ada), file(company.ben));
        let ada = store.as_actor(company.ada).await;
        assert_eq!(counters::navigation(&store, &ada).await.unwrap().unassigned, 4);
        assert_eq!(counters::recompute(&store).await.unwrap(), 0);
    })
    .await;
}
