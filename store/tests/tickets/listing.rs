use std::collections::BTreeSet;

use domain::{
    id::TicketId,
    priority::{Impact, Urgency},
    ticket::{
        Resolution, StatusName,
        view::{Order, QueueFilter, View},
    },
    time::Span,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use store::{
    Store,
    testing::{Company, each_database},
    tickets::{self, Which},
};

const LEVELS: [(Impact, Urgency); 4] =
    [(Impact::High, Urgency::High), (Impact::High, Urgency::Medium), (Impact::Medium, Urgency::Medium), (Impact::Low, Urgency::Low)];

async fn fill(store: &Store, company: &Company, count: usize) -> Vec<TicketId> {
    let ada = store.as_actor(company.ada).await;
    let mut ids = Vec::new();
    for n in 0..count {
        // Several of one moment: the id must tell them apart.
        if n % 3 == 0 {
            store.clock().advance(Span::from_minutes(1));
        }
        let id = company.file(store, company.rita, company.laptop, &format!("Laptop {n}")).await;
        let (impact, urgency) = LEVELS[n % LEVELS.len()];
        tickets::reprioritise(store, &ada, id, impact, urgency, None).await.unwrap();
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn each_order_lists_every_ticket_once_and_in_order() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ids = fill(&store, &company, 23).await;
        let ada = store.as_actor(company.ada).await;
        for &order in Order::ALL {
            let filter = QueueFilter { order: Some(order), ..QueueFilter::default() };
            let (mut rows, mut after) = (Vec::new(), None);
            loop {
                let page = tickets::queue(&store, &ada, &filter, after, 5).await.unwrap();
                assert!(page.rows.len() <= 5);
                rows.extend(page.rows);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let listed: BTreeSet<TicketId> = rows.iter().map(|row| row.id).collect();
            assert_eq!((listed.len(), rows.len()), (ids.len(), ids.len()), "{order}");
            let keys: Vec<(i64, i64, i64)> = rows
                .iter()
                .map(|row| match order {
                    Order::Priority => (i64::from(row.priority.rank() + i16::from(row.parked) * 10), row.created_at.millis(), row.id.get()),
                    Order::Oldest => (0, row.created_at.millis(), row.id.get()),
                    Order::Newest => (0, -row.created_at.millis(), -row.id.get()),
                    Order::Updated => (0, -row.updated_at.millis(), -row.id.get()),
                    // Nothing is promised here: all of them are due never.
                    Order::Due => (0, 0, row.id.get()),
                })
                .collect();
            assert!(keys.is_sorted(), "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat_while_tickets_come_go_and_change() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let mut runner = TestRunner::deterministic();
        for _ in 0..6 {
            let start = fill(&store, &company, 12).await;
            let order = Order::ALL[(0..Order::ALL.len()).new_tree(&mut runner).unwrap().current()];
            let filter = QueueFilter { order: Some(order), ..QueueFilter::default() };
            let open: Vec<TicketId> = all(&store, &ada, &filter).await;
            let mut touched: BTreeSet<TicketId> = BTreeSet::new();
            let (mut listed, mut after) = (Vec::new(), None);
            loop {
                let page = tickets::queue(&store, &ada, &filter, after, 4).await.unwrap();
                listed.extend(page.rows.iter().map(|row| row.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
                store.clock().advance(Span::from_minutes(1));
                let one = start[(0..start.len()).new_tree(&mut runner).unwrap().current()];
                touched.insert(one);
                match (0..4_u8).new_tree(&mut runner).unwrap().current() {
                    0 => drop(company.file(&store, company.rita, company.laptop, "One more").await),
                    1 => drop(tickets::resolve(&store, &ada, one, Resolution::parse("solved", "Done.").unwrap(), None).await),
                    2 => tickets::reprioritise(&store, &ada, one, Impact::High, Urgency::High, None).await.unwrap(),
                    _ => tickets::retitle(&store, &ada, one, &format!("Changed {}", store.now().millis()), None).await.unwrap(),
                }
            }
            // Whatever stayed where it was is listed exactly once; in orders that a change cannot move, so is what changed.
            for id in open.iter().filter(|id| !touched.contains(id)) {
                assert_eq!(listed.iter().filter(|listed| *listed == id).count(), 1, "{id} by {order}");
            }
            if matches!(order, Order::Newest | Order::Oldest) {
                assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len(), "{order}");
            }
        }
    })
    .await;
}

async fn all(store: &Store, actor: &domain::permit::Actor, filter: &QueueFilter) -> Vec<TicketId> {
    tickets::queue(store, actor, filter, None, tickets::PAGE_MAX).await.unwrap().rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_view_shows_what_it_says_and_to_whom_it_may() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, nina) = (store.as_actor(company.ada).await, store.as_actor(company.nina).await);
        let mine = company.file(&store, company.rita, company.laptop, "Mine").await;
        let free = company.file(&store, company.rita, company.laptop, "Free").await;
        let done = company.file(&store, company.rita, company.laptop, "Done").await;
        let other = company.file(&store, company.rita, company.trouble, "Network").await;
        tickets::start(&store, &ada, mine, None).await.unwrap();
        tickets::resolve(&store, &ada, done, Resolution::parse("solved", "Done.").unwrap(), None).await.unwrap();
        let of = async |who: &domain::permit::Actor, view| all(&store, who, &QueueFilter { view, ..QueueFilter::default() }).await;

        assert_eq!(of(&ada, View::Mine).await, [mine]);
        assert_eq!(of(&ada, View::Team).await, [mine, free]);
        assert_eq!(of(&ada, View::Unassigned).await, [free]);
        assert_eq!(of(&ada, View::Waiting).await, []);
        assert_eq!(of(&ada, View::AllOpen).await, [mine, free]);
        assert_eq!(of(&ada, View::RecentlyResolved).await, [done]);
        assert_eq!(of(&nina, View::AllOpen).await, [other]);
        let admin = store.as_actor(company.admin).await;
        assert_eq!(of(&admin, View::AllOpen).await, [mine, free, other]);
        assert_eq!(of(&admin, View::Team).await, [mine, free, other]);
        // The owner of both services is in no team.
        let owner = store.as_actor(company.owner).await;
        assert_eq!(of(&owner, View::AllOpen).await, [mine, free, other]);
        assert_eq!(of(&owner, View::Team).await, []);
        for who in [company.rita, company.stranger, company.gone] {
            for &view in View::ALL {
                assert_eq!(of(&store.as_actor(who).await, view).await, [], "{view} of {who}");
            }
        }
        // A filter narrows, and never opens what is not within reach.
        let network = QueueFilter { team: Some(company.network), view: View::AllOpen, ..QueueFilter::default() };
        assert_eq!(all(&store, &ada, &network).await, []);
        assert_eq!(all(&store, &admin, &network).await, [other]);
        let resolved = QueueFilter { status: Some(StatusName::Resolved), ..QueueFilter::default() };
        assert_eq!(all(&store, &ada, &resolved).await, [done]);
    })
    .await;
}

#[tokio::test]
async fn a_requesters_list_is_their_own() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita, ron) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await, store.as_actor(company.ron).await);
        let old = company.file(&store, company.rita, company.laptop, "Old one").await;
        tickets::resolve(&store, &ada, old, Resolution::parse("solved", "Done.").unwrap(), None).await.unwrap();
        store.clock().advance(Span::from_minutes(1));
        let new = company.file(&store, company.rita, company.laptop, "New one").await;
        company.file(&store, company.ron, company.laptop, "His one").await;
        let list = async |which| {
            let page = tickets::mine(&store, &rita, which, "", None, 10).await.unwrap();
            page.rows.iter().map(|row| row.number.id).collect::<Vec<_>>()
        };
        assert_eq!(list(Which::All).await, [new, old]);
        assert_eq!(list(Which::Open).await, [new]);
        assert_eq!(list(Which::Done).await, [old]);
        assert_eq!(list(Which::Waiting).await, []);
        let first = tickets::mine(&store, &rita, Which::All, "", None, 1).await.unwrap();
        let second = tickets::mine(&store, &rita, Which::All, "", first.next, 1).await.unwrap();
        assert_eq!((second.rows[0].number.id, second.next), (old, None));
        let latest = tickets::latest(&store, &rita, 5).await.unwrap();
        assert_eq!(latest.rows.iter().map(|row| row.number.id).collect::<Vec<_>>(), [new, old]);
        tickets::add_requester(&store, &ada, new, company.ron).await.unwrap();
        assert_eq!(tickets::mine(&store, &ron, Which::All, "", None, 10).await.unwrap().rows.len(), 2);
    })
    .await;
}
