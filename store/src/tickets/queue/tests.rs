use domain::{
    id::TicketId,
    ticket::view::{Order, View},
};
use sea_orm::{DbBackend, Statement, StatementBuilder};

use super::*;
use crate::testing::{Company, Sandbox};

async fn explain(store: &Store, actor: &Actor, filter: &QueueFilter) -> String {
    let after = Cursor { rank: 3, at: Timestamp::from_millis(1), id: TicketId(1001) };
    let order = filter.order.unwrap_or(Order::usual(filter, true));
    let plan = Plan::of(DbBackend::Sqlite, actor, filter, order, Timestamp::EPOCH);
    let select = with_names(plan.page(Some(after), 50).unwrap(), plan.sort, 50);
    let statement = StatementBuilder::build(&select, &DbBackend::Sqlite);
    let explained = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
    let steps = store.read.query_all_raw(explained).await.unwrap();
    steps.iter().map(|step| step.try_get::<String>("", "detail").unwrap() + "\n").collect()
}

#[tokio::test]
async fn every_queue_is_read_from_an_index_that_serves_its_filter_and_order() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    let company = Company::found(store).await;
    let agent = store.as_actor(company.ada).await;
    let admin = store.as_actor(company.admin).await;
    let owner = store.as_actor(company.owner).await;
    for (actor, view, order, index) in [
        (&agent, View::Team, Order::Priority, "tickets_team_queue"),
        (&agent, View::Unassigned, Order::Priority, "tickets_team_queue"),
        (&agent, View::Team, Order::Newest, "tickets_team_newest"),
        (&agent, View::Team, Order::Oldest, "tickets_team_newest"),
        (&agent, View::Team, Order::Updated, "tickets_team_updated"),
        (&agent, View::Team, Order::Due, "tickets_team_due"),
        (&agent, View::Unassigned, Order::Due, "tickets_team_due"),
        (&agent, View::Mine, Order::Due, "tickets_own_due"),
        (&owner, View::AllOpen, Order::Due, "tickets_service_due"),
        (&admin, View::AllOpen, Order::Due, "tickets_due"),
        (&agent, View::Breaching, Order::Due, "clocks_deadline"),
        (&admin, View::Breaching, Order::Due, "clocks_deadline"),
        (&agent, View::Mine, Order::Priority, "tickets_own_queue"),
        (&agent, View::Mine, Order::Newest, "tickets_own_newest"),
        (&agent, View::Mine, Order::Oldest, "tickets_own_newest"),
        (&agent, View::Mine, Order::Updated, "tickets_own_updated"),
        (&agent, View::RecentlyResolved, Order::Priority, "tickets_resolved"),
        (&owner, View::AllOpen, Order::Priority, "tickets_service_queue"),
        (&owner, View::AllOpen, Order::Oldest, "tickets_service_newest"),
        (&owner, View::AllOpen, Order::Updated, "tickets_service_updated"),
        (&admin, View::AllOpen, Order::Priority, "tickets_queue"),
        (&admin, View::AllOpen, Order::Updated, "tickets_updated"),
        (&admin, View::RecentlyResolved, Order::Priority, "tickets_resolved_anywhere"),
    ] {
        let plan = explain(store, actor, &QueueFilter { view, order: Some(order), ..QueueFilter::default() }).await;
        assert!(plan.contains(&format!("INDEX {index} ")), "{view} by {order}:\n{plan}");
        // Each range is read in the order that is asked for, and only the merged page is sorted, once. What is due within the hour is
        // found by its clocks: that is little, and sorted where it is found.
        let sorts = if view == View::Breaching { 2 } else { 1 };
        assert!(plan.matches("USE TEMP B-TREE FOR ORDER BY").count() <= sorts, "{view} by {order}:\n{plan}");
        assert!(!plan.contains("SCAN users") && !plan.contains("SCAN services"), "{view} by {order}:\n{plan}");
    }
    let unanswered = QueueFilter { unanswered: true, order: Some(Order::Priority), ..QueueFilter::default() };
    let plan = explain(store, &agent, &unanswered).await;
    assert!(plan.contains("INDEX tickets_team_queue "), "{plan}");
    sandbox.end().await;
}
