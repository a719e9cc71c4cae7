//! The tickets behind a report's numbers, the breaches of a month by day, and what will be late today.

use domain::{
    locale::Locale,
    sla::{By, Metric},
};
use store::{
    Error, Store,
    sla::{
        self, breaches,
        listed::{self, Came, Part},
        report::{self, Question},
    },
    testing::each_database,
    tickets,
};

use super::{House, at, hours, resolution};

fn question(by: By) -> Question {
    Question { from: None, to: None, team: None, by, locale: Locale::En }
}

/// One in time; one late and excused; one late. All were filed on Monday, answered on Monday in time, and those that are late
/// were solved on Tuesday.
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "it is the test")]
async fn house(store: &Store) -> House {
    let house = House::found(store).await;
    let ada = store.as_actor(house.is.ada).await;
    let [quick, excused, slow] = [house.file(store, "Quick").await, house.file(store, "Excused").await, house.file(store, "Slow").await];
    store.clock().advance(hours(1));
    for ticket in [excused, slow] {
        let message = tickets::Message { text: "On it.".to_owned(), ..tickets::Message::default() };
        tickets::reply(store, &ada, ticket, message, tickets::Then::Nothing).await.unwrap();
    }
    tickets::resolve(store, &ada, quick, resolution(), None).await.unwrap();
    store.clock().advance(hours(24));
    for ticket in [excused, slow] {
        tickets::resolve(store, &ada, ticket, resolution(), None).await.unwrap();
    }
    let late = breaches::of_ticket(store, &house.admin, excused).await.unwrap();
    breaches::excuse(store, &house.admin, late.first().expect("a breach").id, "The supplier's fault").await.unwrap();
    house
}

#[tokio::test]
async fn every_number_of_a_report_lists_as_many_clocks_as_it_says() {
    each_database(|store| async move {
        let house = house(&store).await;
        for &by in By::ALL {
            let question = question(by);
            let report = report::attainment(&store, Some(&house.admin), &question).await.unwrap();
            assert!(!report.rows.is_empty());
            for row in &report.rows {
                for (came, count) in [(Came::Met, row.met), (Came::Breached, row.breached), (Came::Excused, row.excused)] {
                    let part = Part { key: Some(row.key.clone()), metric: Some(row.metric), came: Some(came) };
                    let (lines, all) = listed::tickets(&store, &house.admin, &question, &part, 0).await.unwrap();
                    assert_eq!((lines.len() as u64, all as u64), (count, count), "{by} {} {came:?}", row.key);
                }
            }
        }
        let part = Part { came: Some(Came::Breached), ..Part::default() };
        let (beyond, all) = listed::tickets(&store, &house.admin, &question(By::Metric), &part, 7).await.unwrap();
        assert!(beyond.is_empty() && all > 0, "a page behind the last one is empty, and the number stays");
        let (lines, _) = listed::tickets(&store, &house.admin, &question(By::Metric), &part, 0).await.unwrap();
        let titles: Vec<&str> = lines.iter().filter_map(|line| line.ticket.as_ref()).map(|(_, title)| title.as_str()).collect();
        assert_eq!(titles, ["Slow", "Excused"], "the last one first");
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(listed::tickets(&store, &ada, &question(By::Metric), &part, 0).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_day_of_the_calendar_says_what_a_report_of_that_day_says() {
    each_database(|store| async move {
        let house = house(&store).await;
        let month = listed::month(&store, &house.admin, "2026-11", &question(By::Metric)).await.unwrap();
        assert_eq!((month.days.len(), month.days[0].1), (30, 6), "November 2026 begins on a Sunday");
        assert_eq!((month.around.0.to_string(), month.around.1.to_string()), ("2026-10-01".to_owned(), "2026-12-01".to_owned()));
        for (day, _, missed, excused) in &month.days {
            let of_day = Question { from: Some(*day), to: day.tomorrow().ok(), ..question(By::Metric) };
            let report = report::attainment(&store, Some(&house.admin), &of_day).await.unwrap();
            let sum = |of: fn(&domain::sla::Row) -> u64| report.total.iter().map(of).sum::<u64>();
            assert_eq!((*missed, *excused), (sum(|row| row.breached), sum(|row| row.excused)), "{day}");
        }
        // Their solutions were due on Monday at five.
        assert_eq!(month.days.iter().map(|(_, _, missed, _)| missed).sum::<u64>(), 2);
        assert_eq!(month.days.iter().find(|(_, _, missed, _)| *missed > 0).map(|day| day.0.to_string()), Some("2026-11-16".to_owned()));
        let odd = listed::month(&store, &house.admin, "soon", &question(By::Metric)).await.unwrap();
        assert_eq!(odd.first, month.first, "what is no month is the present one");
    })
    .await;
}

#[tokio::test]
async fn the_forecast_is_what_comes_true_if_nobody_does_anything() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let first = house.file(&store, "First").await;
        store.clock().advance(hours(4));
        house.file(&store, "Second").await;
        // At one o'clock: the first answer to the first is late since eleven. Until midnight the first has to be solved, and the second answered.
        sla::settle_due(&store, 100).await.unwrap();
        let forecast = listed::forecast(&store, &house.admin, &question(By::Metric)).await.unwrap();
        assert_eq!((forecast.so_far, forecast.count), (1, 2));
        let ahead: Vec<_> = forecast.ahead.iter().map(|line| (line.metric, line.at)).collect();
        assert_eq!(ahead, [(Metric::FirstResponse, at(6)), (Metric::Resolution, at(8))]);
        assert_eq!(forecast.ahead[1].ticket.as_ref().map(|(number, _)| number.id), Some(first));
        let elsewhere = Question { team: Some(house.is.network), ..question(By::Metric) };
        assert_eq!(listed::forecast(&store, &house.admin, &elsewhere).await.unwrap().count, 0);
        store.clock().advance(hours(10));
        sla::settle_due(&store, 100).await.unwrap();
        let evening = listed::forecast(&store, &house.admin, &question(By::Metric)).await.unwrap();
        assert_eq!((evening.so_far, evening.count), (3, 0));
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(listed::forecast(&store, &ada, &question(By::Metric)).await, Err(Error::NotFound)));
    })
    .await;
}
