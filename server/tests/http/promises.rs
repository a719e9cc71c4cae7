//! The report on promises over HTTP: its page and its files say what `opsbeat report sla` says; and what is decided about clocks is
//! refused at its field.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::calendar::{Draft, Week};
use domain::locale::Locale;
use domain::sla::{By, Metric, PolicyDraft, Promise, RuleDraft};
use domain::ticket::Resolution;
use domain::time::Span;
use store::sla::report::{Question, attainment};
use store::sla::{breaches, calendars, policies};
use store::testing::{Company, each_database};
use store::{Store, tickets};

use crate::browser::{Browser, service};

/// A company whose working time is always, with one ticket in time, one late, and one late and excused.
async fn promising(store: &Store) -> Company {
    let company = Company::found(store).await;
    let admin = store.as_actor(company.admin).await;
    let day = || vec![["00:00".to_owned(), "24:00".to_owned()]];
    let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() };
    let always = Draft { zone: "UTC".to_owned(), week, ..Draft::default() };
    let calendar = calendars::create(store, &admin, "Always", always).await.unwrap();
    let targets = [(Metric::FirstResponse, "2h".to_owned()), (Metric::Resolution, "8h".to_owned())].into();
    let draft = PolicyDraft {
        name: "Standard".to_owned(),
        promise: Promise::Sla,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: BTreeMap::new(),
        steps: None,
        rules: vec![RuleDraft { targets, ..RuleDraft::default() }],
    };
    policies::create(store, &admin, &draft).await.unwrap();
    let ada = store.as_actor(company.ada).await;
    for (title, hours) in [("Quick", 1), ("Slow", 30), ("Excused", 9)] {
        let ticket = company.file(store, company.rita, company.laptop, title).await;
        store.clock().advance(Span::from_minutes(60 * hours + 7));
        let resolution = Resolution::parse("fulfilled", "It is on your desk.").unwrap();
        tickets::resolve(store, &ada, ticket, resolution, None).await.unwrap();
        if title == "Excused" {
            for line in breaches::of_ticket(store, &admin, ticket).await.unwrap() {
                breaches::excuse(store, &admin, line.id, "The supplier's fault").await.unwrap();
            }
        }
    }
    company
}

/// The figures of the page's table by key and metric.
fn cells(page: &str) -> BTreeMap<(String, String), Vec<String>> {
    let attribute =
        |row: &str, name: &str| row.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let text = |cell: &str| {
        let mut text = String::new();
        let mut inside = false;
        for letter in cell.chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        text.trim().to_owned()
    };
    let rows = page.split("<tr data-key").skip(1).map(|row| format!("data-key{}", row.split("</tr>").next().unwrap()));
    rows.map(|row| {
        let values = row
            .split("<td")
            .skip(1)
            .filter(|cell| cell.split_once('>').unwrap().0.contains("class=\"end\""))
            .map(|cell| text(cell.split_once('>').unwrap().1.split("</td>").next().unwrap()));
        ((attribute(&row, "data-key"), attribute(&row, "data-metric")), values.collect())
    })
    .collect()
}

#[tokio::test]
async fn the_page_and_its_files_say_what_the_command_says_cell_by_cell() {
    each_database(|store| async move {
        let company = promising(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        for &by in By::ALL {
            let question = Question { from: None, to: None, team: None, by, locale: Locale::En };
            let command = attainment(&store, None, &question).await.unwrap();
            assert_eq!(command.total.iter().map(|row| (row.met, row.breached, row.excused)).collect::<Vec<_>>(), [(1, 2, 1), (1, 2, 1)]);
            assert_eq!(admin.get(&format!("/reports/sla.csv?by={by}")).await.body, command.csv());
            assert_eq!(admin.get(&format!("/reports/sla.json?by={by}")).await.body, serde_json::to_string(&command).unwrap());
            let page = admin.get(&format!("/reports/sla?by={by}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let shown = cells(&page.body);
            let totals = if by == By::Metric { &[][..] } else { &command.total[..] };
            assert_eq!(shown.len(), command.rows.len() + totals.len(), "{by}");
            for row in command.rows.iter().chain(totals) {
                let percent = |share: Option<f64>| share.map_or("–".to_owned(), |share| format!("{:.1} %", share * 100.0));
                let hours = |hours: Option<f64>| hours.map_or("–".to_owned(), |hours| format!("{hours:.1}"));
                let expected = vec![
                    row.met.to_string(),
                    row.breached.to_string(),
                    row.excused.to_string(),
                    percent(row.attainment),
                    percent(row.attainment_excused),
                    hours(row.median_working_hours),
                    hours(row.median_wall_hours),
                ];
                assert_eq!(shown[&(row.key.clone(), row.metric.to_string())], expected, "{by} {}", row.key);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_number_leads_to_its_tickets() {
    each_database(|store| async move {
        let company = promising(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get("/reports/sla?by=team").await.body;
        let missed =
            page.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|to| to.contains("came=missed") && to.contains("key="));
        let list = admin.get(&missed.unwrap().replace("&amp;", "&")).await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(list.body.contains("Slow") && list.body.contains("Excused") && !list.body.contains("Quick"));
        assert_eq!(admin.get("/reports/sla?from=soon").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(admin.get("/reports/sla.csv?by=colour").await.status, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_decision_is_told_at_its_field() {
    each_database(|store| async move {
        let company = promising(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "Another").await.to_string();
        let breach = store.number("SELECT min(id) FROM breaches").await.to_string();
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        for (to, fields, wrong) in [
            ("/api/tickets/excuse", vec![("breach", breach.as_str()), ("reason", " ")], vec!["reason"]),
            ("/api/tickets/correct", vec![("ticket", &ticket), ("what", "moment"), ("at", "noon")], vec!["at", "event", "reason"]),
            ("/api/tickets/correct", vec![("ticket", &ticket), ("what", "paused")], vec!["from", "until", "reason"]),
            ("/api/tickets/merge", vec![("ticket", &ticket)], vec!["into", "agreed"]),
            ("/api/tickets/merge", vec![("ticket", &ticket), ("into", "INC-999999"), ("agreed", "true")], vec!["into"]),
            ("/api/tickets/merge", vec![("ticket", &ticket), ("into", &ticket), ("agreed", "true")], vec!["into"]),
        ] {
            let answer = admin.send_form(to, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{to} {fields:?}: {}", answer.body);
            let error = answer.error();
            for field in wrong {
                assert_eq!(error.of_field(field).len(), 1, "{to} {fields:?}: {field}");
            }
        }
    })
    .await;
}
