//! The ticket report: the same figures everywhere, and a question that cannot be read.

use std::process::Command;

use axum::http::StatusCode;
use serde_json::Value;
use store::testing::{Company, Sandbox, each_database, postgres_server};

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
            assert!(page.body.contains("Choose a day or a time after the first one."));
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

/// The rows of the page's table of figures, the one of all tickets last: what stands in each cell.
fn figures(page: &str) -> Vec<Vec<String>> {
    let table = page.split_once("</tfoot>").unwrap().0.rsplit_once("<table").unwrap().1;
    let text = |cell: &str| -> String { cell.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect() };
    let cells = |row: &str| row.split("</t").filter_map(|cell| Some(text(&cell[cell.find("<t")?..]))).collect();
    table.split("<tr>").skip(2).map(cells).collect()
}

/// A row of the command's answer as the page writes it.
fn shown(row: &Value) -> Vec<String> {
    let count = |name: &str| row[name].as_u64().unwrap().to_string();
    let hours = |name: &str| row[name].as_f64().map_or("–".to_owned(), |hours| format!("{hours:.1}"));
    let counts = ["tickets", "resolved", "reopened"].map(count);
    let key = row["key"].as_str().unwrap();
    [
        [if key == "total" { "All" } else { key }.to_owned()].as_slice(),
        &counts,
        &["median_resolution_hours", "p90_resolution_hours"].map(hours),
    ]
    .concat()
}

async fn compare(sandbox: &Sandbox) {
    let store = &sandbox.store;
    let company = Company::found(store).await;
    for (ticket, minutes) in [7, 95, 61, 1_234, 0, 333, 40, 0, 2_000].into_iter().enumerate() {
        let service = if ticket % 3 == 0 { company.trouble } else { company.laptop };
        let id = company.file(store, company.rita, service, "Something").await;
        let priority = ticket / 2 % 3 + 1;
        let resolved = if minutes == 0 { "NULL".to_owned() } else { format!("created_at + {}", minutes * 60_000) };
        let reopened = i64::from(ticket % 4 == 1);
        let row = format!("priority = {priority}, resolved_at = {resolved}, reopen_count = {reopened}");
        store.run_sql(&format!("UPDATE tickets SET {row} WHERE id = {id}")).await;
    }
    let mut admin = Browser::of(&service(store.clone()), store, company.admin).await;
    for by in ["team", "priority", "service"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_opsbeat"));
        let said = command.args(["report", "tickets", "--by", by, "--database", &sandbox.url]).output().unwrap();
        let report: Value = serde_json::from_slice(&said.stdout).unwrap_or_else(|_| panic!("{said:?}"));
        let rows: Vec<Vec<String>> = report["rows"].as_array().unwrap().iter().chain([&report["total"]]).map(shown).collect();
        assert!(rows.len() > 2, "{report}");
        let page = admin.get(&format!("/reports/tickets?by={by}")).await.body;
        let mut figures = figures(&page);
        for (row, expected) in figures.iter_mut().zip(&rows) {
            if by == "priority" && row[0] != "All" {
                // There the page has words of its own.
                row[0] = row[0].to_lowercase();
            }
            row.truncate(expected.len());
        }
        assert_eq!(figures, rows, "by {by}");
        let file: Value = serde_json::from_str(&admin.get(&format!("/reports/tickets.json?by={by}")).await.body).unwrap();
        assert_eq!(file, report, "by {by}");
    }
}

#[tokio::test]
async fn the_page_the_file_and_the_command_have_the_same_figures_cell_by_cell() {
    let sqlite = Sandbox::sqlite().await;
    compare(&sqlite).await;
    sqlite.end().await;
    if let Some(server) = postgres_server() {
        let postgres = Sandbox::postgres(&server).await;
        compare(&postgres).await;
        postgres.end().await;
    }
}
