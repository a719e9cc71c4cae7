//! A database that is gone is told, and used again when it is back.

use std::fs;
use std::path::PathBuf;

use app::error::AppError;
use axum::http::StatusCode;
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
    let sandbox = Sandbox::sqlite().await;
    let store = sandbox.store.clone();
    let company = Company::found(&store).await;
    let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
    let service = service(store.clone());
    let mut rita = Browser::of(&service, &store, company.rita).await;
    let page = format!("/requests/SR-{ticket}");
    assert_eq!(rita.get(&page).await.status, StatusCode::OK);
    let before = rows(&store).await;

    let file = PathBuf::from(sandbox.url.trim_start_matches("sqlite://"));
    let away = file.with_extension("away");
    fs::rename(&file, &away).unwrap();
    for path in [page.as_str(), "/", "/requests"] {
        let answer = rita.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.body.contains("<h1") && answer.body.contains("class=\"problem\""), "our own page: {}", answer.body);
    }
    assert_eq!(rita.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(rita.get("/healthz").await.status, StatusCode::OK, "the process itself is well");

    let number = ticket.to_string();
    let refused = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", REPLY)]).await;
    assert_eq!((refused.status, refused.error()), (StatusCode::SERVICE_UNAVAILABLE, AppError::Unavailable));
    let fields = [("ticket", number.as_str()), ("reason", "not needed")];
    let refused = rita.submit(&page, "/api/requests/withdraw", &fields).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.body.contains("class=\"problem\""), "a form without scripts gets the page, too");
    let mut visitor = Browser::new(&service);
    let sign_in = visitor.send_form("/api/session/sign-in", &[("email", "rita@example.com"), ("password", "whatever it is")]).await;
    assert_eq!(sign_in.error(), AppError::Unavailable, "nobody is told that their password is wrong");

    fs::rename(&away, &file).unwrap();
    assert_eq!(rows(&store).await, before, "nothing was written by halves");
    let answer = rita.get(&page).await;
    assert_eq!((answer.status, answer.location), (StatusCode::OK, None), "and nobody was signed out");
    let taken = rita.send_parts("/api/requests/reply", &[("ticket", &number), ("text", REPLY)]).await;
    assert_eq!(taken.status, StatusCode::OK, "{taken:?}");
    assert!(rita.get(&page).await.body.contains(REPLY));
    assert!(store::audit::verify(&store).await.unwrap().is_ok());
    sandbox.end().await;
}
