//! A database that is gone is told, and used again when it is back.

use std::fs;
use std::path::PathBuf;

use app::error::AppError;
use axum::http::StatusCode;
use domain::time::Span;
use store::testing::{Company, Sandbox};

use crate::browser::{Browser, service};

const REPLY: &str = "Could it have a second screen, please?";

/// Everything that filing or replying would leave behind.
async fn rows(store: &store::Store) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["tickets", "events", "outbox", "audit", "drafts"] {
        counts.push(store.number(&format!("SELECT count(*) FROM {table}")).await);
    }
    counts
}

#[tokio::test]
async fn a_page_says_that_the_database_is_away_and_works_again_when_it_is_back() {
    for sandbox in Sandbox::each().await {
        away_and_back(sandbox).await;
    }
}

async fn away_and_back(sandbox: Sandbox) {
    let store = sandbox.store.clone();
    let company = Company::found(&store).await;
    let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
    let service = service(store.clone());
    let mut rita = Browser::of(&service, &store, company.rita).await;
    let page = format!("/requests/SR-{ticket}");
    assert_eq!(rita.get(&page).await.status, StatusCode::OK);
    let before = rows(&store).await;

    sandbox.take_away().await;
    for path in [page.as_str(), "/", "/requests"] {
        let answer = rita.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.body.contains("<h1") && answer.body.contains("class=\"problem\""), "our own page: {}", answer.body);
        let id = answer.headers["x-request-id"].to_str().unwrap();
        assert!(answer.body.contains(&format!("<code>{id}")), "the page names what to ask for: {}", answer.body);
    }
    assert_eq!(rita.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(rita.get("/healthz").await.status, StatusCode::OK, "the process itself is well");

    let number = ticket.to_string();
    let refused = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", REPLY)]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(refused.error(), AppError::Unavailable { .. }));
    let fields = [("ticket", number.as_str()), ("reason", "not needed")];
    let refused = rita.submit(&page, "/api/requests/withdraw", &fields).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.body.contains("class=\"problem\""), "a form without scripts gets the page, too");
    let mut visitor = Browser::new(&service);
    let sign_in = visitor.send_form("/api/session/sign-in", &[("email", "rita@example.com"), ("password", "whatever it is")]).await;
    assert!(matches!(sign_in.error(), AppError::Unavailable { .. }), "nobody is told that their password is wrong");

    sandbox.bring_back().await;
    assert_eq!(rows(&store).await, before, "nothing was written by halves");
    let answer = rita.get(&page).await;
    assert_eq!((answer.status, answer.location), (StatusCode::OK, None), "and nobody was signed out");
    let taken = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", REPLY)]).await;
    assert_eq!(taken.status, StatusCode::OK, "{taken:?}");
    assert!(rita.get(&page).await.body.contains(REPLY));
    assert!(store::audit::verify(&store, None).await.unwrap().is_ok());
    sandbox.end().await;
}

/// A text that needs room of its own.
fn long(n: usize) -> String {
    format!("Reply {n}: {}", "all of it ".repeat(1_900))
}

#[tokio::test]
async fn a_full_disk_refuses_what_it_cannot_keep_and_loses_nothing() {
    let sandbox = Sandbox::sqlite().await;
    let store = sandbox.store.clone();
    let company = Company::found(&store).await;
    let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
    let service = service(store.clone());
    let mut rita = Browser::of(&service, &store, company.rita).await;
    let (page, number) = (format!("/requests/SR-{ticket}"), ticket.to_string());

    // The database may grow by a few replies and no more: what SQLite says of a disk without room.
    let pages = store.number("SELECT page_count FROM pragma_page_count()").await;
    store.run_sql(&format!("PRAGMA max_page_count = {}", pages + 60)).await;
    let mut acknowledged = 0;
    let refused = loop {
        let reply = long(acknowledged);
        let answer = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", &reply)]).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        acknowledged += 1;
        assert!(acknowledged < 100, "there was room for all of it");
    };
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(refused.error(), AppError::NotKept { .. }));
    assert!(acknowledged > 2, "only {acknowledged} were acknowledged: the disk was full from the beginning");
    let before = rows(&store).await;
    let plain = rita.submit_parts(&page, "/api/requests/reply", &[("ticket", &number), ("text", &long(99))]).await;
    assert_eq!(plain.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(plain.body.contains("class=\"problem\"") && plain.body.contains("The server has no room for this right now"));

    // Whoever reads is not turned away, although nobody can write down that they were here, and one day later either.
    for hours in [0, 1, 30] {
        store.clock().advance(Span::from_hours(hours));
        let read = rita.get(&page).await;
        assert_eq!((read.status, read.location), (StatusCode::OK, None));
        assert!(read.body.contains("all of it all of it"));
    }
    // A form that is refused for another reason would have to wait in the session, which takes nothing new.
    let nothing = format!("{}{}", " ".repeat(10), "x".repeat(30_000));
    let sent_back = rita.submit(&page, "/api/requests/withdraw", &[("ticket", &number), ("reason", &nothing)]).await;
    assert_eq!(sent_back.status, StatusCode::SERVICE_UNAVAILABLE, "{:?}", sent_back.location);
    assert!(sent_back.body.contains("class=\"problem\""));
    assert_eq!(rows(&store).await, before, "nothing was written by halves");

    store.run_sql("PRAGMA max_page_count = 1073741823").await;
    let answer = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", &long(acknowledged))]).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let read = rita.get(&page).await.body;
    for n in 0..=acknowledged {
        assert!(read.contains(&format!("Reply {n}:")), "reply {n} was acknowledged");
    }
    assert!(store::audit::verify(&store, None).await.unwrap().is_ok());
    sandbox.end().await;
}

#[tokio::test]
async fn a_folder_that_takes_no_files_refuses_them_and_keeps_the_rest() {
    let sandbox = Sandbox::sqlite().await;
    let store = sandbox.store.clone();
    let company = Company::found(&store).await;
    let service = service(store.clone());
    let mut rita = Browser::of(&service, &store, company.rita).await;
    let files = PathBuf::from(sandbox.url.trim_start_matches("sqlite://")).with_file_name("files");
    fs::remove_dir_all(&files).unwrap();
    fs::write(&files, "no folder").unwrap();
    let laptop = company.laptop.to_string();
    let fields = [("service", laptop.as_str()), ("title", "New laptop")];
    let refused = rita.send_files("/api/tickets/submit", &fields, &[("files", "plan.txt", "a plan")]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(refused.error(), AppError::NotKept { .. }));
    for table in ["tickets", "attachments"] {
        assert_eq!(store.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    fs::remove_file(&files).unwrap();
    fs::create_dir(&files).unwrap();
    let filed = rita.send_files("/api/tickets/submit", &fields, &[("files", "plan.txt", "a plan")]).await;
    assert_eq!(filed.status, StatusCode::OK, "{filed:?}");
    assert_eq!(store.number("SELECT count(*) FROM attachments WHERE ticket_id IS NOT NULL").await, 1);
    sandbox.end().await;
}
