//! The ticket report where its question cannot be read.

use std::process::Command;

use axum::http::StatusCode;
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

const WRONG: &str = "from=2026-02-30&to=soon&by=colour";

#[tokio::test]
async fn a_bound_that_is_no_day_is_told_at_its_field_and_still_stands_there() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get(&format!("/reports/tickets?{WRONG}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        for typed in ["value=\"2026-02-30\"", "value=\"soon\"", "value=\"colour\""] {
            assert!(page.body.contains(typed), "{typed}");
        }
        for field in ["from-error", "to-error", "by-error"] {
            assert!(page.body.contains(&format!("id=\"{field}\"")) && page.body.contains(&format!("aria-describedby=\"{field}\"")));
        }
        assert!(page.body.contains("Enter a date as year-month-day") && !page.body.contains("class=\"facts\""), "no figures of everything");
        assert_eq!(admin.get("/reports/tickets?from=2026-01-01&to=&by=priority").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_period_that_ends_before_it_begins_is_told_at_its_end() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        for (from, to) in [("2026-02-01", "2026-01-01"), ("2026-02-01", "2026-02-01")] {
            let page = admin.get(&format!("/reports/tickets?from={from}&to={to}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.body.contains("id=\"to-error\"") && !page.body.contains("id=\"from-error\""));
            assert!(page.body.contains("Choose a day after the first one."));
            assert_eq!(admin.get(&format!("/reports/tickets.csv?from={from}&to={to}")).await.status, StatusCode::BAD_REQUEST);
        }
    })
    .await;
}

#[tokio::test]
async fn a_team_that_answers_no_tickets_is_not_offered() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let actor = store::actor::load(&store, company.admin).await.unwrap();
        let rows = store::teams::list(&store, &actor).await.unwrap();
        let page = admin.get("/reports/tickets").await;
        for row in &rows {
            let offered = page.body.contains(&format!("<option value=\"{}\"", row.team.id));
            assert_eq!(offered, row.kind != domain::people::TeamKind::Business, "{}", row.team.name);
        }
        assert!(rows.iter().any(|row| row.kind == domain::people::TeamKind::Business));
    })
    .await;
}

#[tokio::test]
async fn the_files_of_a_question_that_cannot_be_read_are_a_reason() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let json = admin.get(&format!("/reports/tickets.json?{WRONG}")).await;
        assert_eq!(json.status, StatusCode::BAD_REQUEST);
        assert_eq!(["from", "to", "by"].map(|field| json.error().of_field(field).len()), [1, 1, 1]);
        let csv = admin.get(&format!("/reports/tickets.csv?{WRONG}")).await;
        assert_eq!(csv.status, StatusCode::BAD_REQUEST);
        assert!(csv.body.starts_with("from: Enter a date as year-month-day"), "{}", csv.body);
        assert_eq!(admin.get("/reports/tickets.csv?team=nobody").await.status, StatusCode::NOT_FOUND, "no team is not all teams");
    })
    .await;
}

#[test]
fn the_command_names_the_option_that_cannot_be_read() {
    for (option, typed) in [("--from", "2026-02-30"), ("--to", "soon"), ("--by", "colour")] {
        let done = Command::new(env!("CARGO_BIN_EXE_opsbeat")).args(["report", "tickets", option, typed]).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(option) && said.contains(typed), "{said}");
        assert!(done.stdout.is_empty());
    }
}
