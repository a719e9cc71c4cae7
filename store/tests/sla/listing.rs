//! What lists and pages show of clocks: the next one of each ticket, their order, and what will be late soon.

use std::sync::atomic::Ordering;

use domain::{
    sla::{Act, Light, Metric, Run, Whom},
    ticket::{
        WaitingOn,
        status::WaitFor,
        view::{Cursor, Order, QueueFilter, QueuePage, View},
    },
    time::Span,
};
use store::{
    Store, counters,
    sla::{clocks, policies},
    testing::{Company, each_database},
    tickets::{self, Message, Then},
};

use super::{House, at, hours, promise, rule};

#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn queue(store: &Store, house: &House, view: View) -> QueuePage {
    let filter = QueueFilter { view, ..QueueFilter::default() };
    let ada = store.as_actor(house.is.ada).await;
    tickets::queue(store, &ada, &filter, None, 50).await.unwrap()
}

fn titles(page: &QueuePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.title.as_str()).collect()
}

#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn answer(store: &Store, house: &House, ticket: domain::id::TicketId) {
    let ada = store.as_actor(house.is.ada).await;
    let message = Message { text: "We look into it.".to_owned(), ..Message::default() };
    tickets::reply(store, &ada, ticket, message, Then::Nothing).await.unwrap();
}

#[tokio::test]
async fn where_anything_is_promised_a_queue_begins_with_what_is_due_next() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let answered = house.file(&store, "Answered").await;
        store.clock().advance(hours(1));
        let new = house.file(&store, "New").await;
        answer(&store, &house, answered).await;
        let waiting = house.file(&store, "Waiting").await;
        let ada = store.as_actor(house.is.ada).await;
        answer(&store, &house, waiting).await;
        let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
        tickets::take(&store, &ada, waiting, None).await.unwrap();
        tickets::wait(&store, &ada, waiting, wait, None).await.unwrap();
        let page = queue(&store, &house, View::Team).await;
        assert_eq!(page.order, Order::Due);
        assert_eq!(titles(&page), ["New", "Answered", "Waiting"]);
        let due: Vec<_> = page.rows.iter().map(|row| row.due.clone().expect("a clock")).collect();
        assert_eq!((due[0].metric, due[0].deadline, due[0].left), (Metric::FirstResponse, Some(at(3)), hours(2)));
        assert_eq!((due[1].metric, due[1].deadline, due[1].left), (Metric::Resolution, Some(at(8)), hours(7)));
        assert_eq!((due[2].run, due[2].deadline, due[2].left), (Run::Paused, None, hours(8)));
        store.clock().advance(Span::from_minutes(121));
        let page = queue(&store, &house, View::Team).await;
        assert_eq!(page.rows[0].id, new);
        let late = page.rows[0].due.clone().expect("a clock");
        assert_eq!((late.light_at(store.now()), late.left), (Light::Breached, Span::from_minutes(-1)));
        assert_eq!(queue(&store, &house, View::Waiting).await.order, Order::Priority);
        let end = Cursor { rank: 0, at: at(3), id: new };
        let rest = tickets::queue(&store, &ada, &QueueFilter::default(), Some(end), 50).await.unwrap();
        assert_eq!(titles(&rest), ["Answered", "Waiting"], "a page goes on where the one before ended");
    })
    .await;
}

#[tokio::test]
async fn where_nothing_is_promised_a_queue_is_by_priority_as_ever() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        let ada = store.as_actor(company.ada).await;
        let page = tickets::queue(&store, &ada, &QueueFilter::default(), None, 50).await.unwrap();
        assert_eq!((page.order, page.rows[0].due.is_none()), (Order::Priority, true));
        assert_eq!(counters::navigation(&store, &ada).await.unwrap().breaching, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_late_within_an_hour_is_a_queue_with_its_number_for_whom_it_may_be_shown_to() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let early = house.file(&store, "Early").await;
        answer(&store, &house, early).await;
        store.clock().advance(hours(5));
        let soon = house.file(&store, "Soon").await;
        let number = async |user| counters::navigation(&store, &store.as_actor(user).await).await.unwrap().breaching;
        assert_eq!(titles(&queue(&store, &house, View::Breaching).await), Vec::<&str>::new());
        store.clock().advance(hours(1));
        // The first answer is due at four o'clock, which is exactly in an hour: that is soon.
        assert_eq!(titles(&queue(&store, &house, View::Breaching).await), ["Soon"]);
        assert_eq!((number(house.is.ada).await, number(house.is.nina).await, number(house.is.admin).await), (Some(1), Some(0), Some(1)));
        store.clock().advance(Span::from_minutes(61));
        // That one is late now, and both are due to be solved at five.
        let page = queue(&store, &house, View::Breaching).await;
        assert_eq!(titles(&page), ["Early"]);
        assert_eq!(page.rows[0].due.as_ref().map(|due| (due.metric, due.breached)), Some((Metric::Resolution, false)));
        assert_eq!(number(house.is.ada).await, Some(1));
        assert_eq!(queue(&store, &house, View::Team).await.rows[0].id, soon, "what is late comes first among all");
    })
    .await;
}

#[tokio::test]
async fn a_list_says_of_a_clock_what_its_explanation_says_through_pauses_and_closed_hours() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ticket = house.file(&store, "Docking station").await;
        let ada = store.as_actor(house.is.ada).await;
        answer(&store, &house, ticket).await;
        tickets::take(&store, &ada, ticket, None).await.unwrap();
        for (before, during) in [(1, 2), (4, 20), (1, 60), (30, 1)] {
            store.clock().advance(hours(before));
            let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
            tickets::wait(&store, &ada, ticket, wait, None).await.unwrap();
            for hours_on in [0, during] {
                store.clock().advance(hours(hours_on));
                same(&store, &house, ticket).await;
            }
            tickets::resume(&store, &ada, ticket, None).await.unwrap();
            store.clock().advance(Span::from_minutes(17));
            same(&store, &house, ticket).await;
        }
    })
    .await;
}

#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn same(store: &Store, house: &House, ticket: domain::id::TicketId) {
    let told = house.clock(store, ticket, Metric::Resolution).await;
    let row = queue(store, house, View::Team).await.rows.remove(0);
    let due = row.due.unwrap();
    assert_eq!((due.metric, due.left, due.deadline), (Metric::Resolution, told.clock.remaining(), told.clock.deadline.at()));
    let opened = tickets::open(store, &house.admin, ticket).await.unwrap();
    assert_eq!(opened.clocks.len(), clocks::of_ticket(store, &house.admin, ticket).await.unwrap().len());
}

#[tokio::test]
async fn what_was_late_before_it_was_paused_stands_among_what_is_late() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let late = house.file(&store, "Late and waiting").await;
        answer(&store, &house, late).await;
        store.clock().advance(hours(25));
        let ada = store.as_actor(house.is.ada).await;
        let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
        tickets::wait(&store, &ada, late, wait, None).await.unwrap();
        house.file(&store, "New").await;
        let page = queue(&store, &house, View::Team).await;
        assert_eq!(titles(&page), ["Late and waiting", "New"]);
        let due = page.rows[0].due.clone().expect("a clock");
        assert_eq!((due.run, due.deadline, due.light_at(store.now())), (Run::Paused, Some(at(8)), Light::Breached));
    })
    .await;
}

#[tokio::test]
async fn a_step_that_was_reached_is_seen_by_the_chip() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let mut draft = promise("Standard", house.calendar, vec![rule("2h", "8h")]);
        let step = |at: &str| domain::sla::StepDraft { metric: None, at: at.to_owned(), acts: vec![Act::Notify { whom: Whom::Assignee }] };
        draft.steps = Some(vec![step("80%"), step("100%")]);
        policies::change(&store, &house.admin, house.policy, 1, &draft).await.unwrap();
        store.clock().advance(Span::from_millis(1));
        house.file(&store, "Mouse").await;
        let light = async || {
            let due = queue(&store, &house, View::Team).await.rows.remove(0).due;
            due.map(|due| due.light_at(store.now()))
        };
        store.clock().advance(Span::from_minutes(95));
        assert_eq!(light().await, Some(Light::Fine));
        store.clock().advance(Span::from_minutes(1));
        assert_eq!(light().await, Some(Light::Warned));
        store.clock().advance(Span::from_minutes(25));
        assert_eq!(light().await, Some(Light::Breached));
    })
    .await;
}

#[tokio::test]
async fn clocks_cost_a_list_two_statements_however_long_it_is() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let count = async || {
            let ada = store.as_actor(house.is.ada).await;
            let (counted, count) = store.counted();
            tickets::queue(&counted, &ada, &QueueFilter::default(), None, 50).await.unwrap();
            count.load(Ordering::SeqCst)
        };
        house.file(&store, "The first").await;
        let few = count().await;
        for n in 0..20 {
            house.file(&store, &format!("Laptop {n}")).await;
        }
        assert_eq!((few, count().await), (3, 3), "which versions there are, the page, and its clocks");
    })
    .await;
}
