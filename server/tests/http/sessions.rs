//! How long somebody stays signed in.

use axum::http::header;
use domain::time::Span;
use store::accounts;
use store::testing::{Company, each_database};

use crate::browser::{Answer, Browser, service};

fn renewed(answer: &Answer) -> Option<&str> {
    let cookies = answer.headers.get_all(header::SET_COOKIE).into_iter().map(|cookie| cookie.to_str().unwrap());
    cookies.into_iter().find(|cookie| cookie.starts_with("opsbeat="))
}

#[tokio::test]
async fn whoever_comes_daily_gets_the_cookie_anew_once_a_day_and_stays() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut rita = Browser::of(&service(store.clone()), &store, company.rita).await;
        for _ in 0..20 {
            let first = rita.get("/requests").await;
            assert_eq!(first.location, None, "still signed in");
            let cookie = renewed(&first).expect("the first page of a day renews the cookie");
            assert!(cookie.contains("Max-Age=1209600") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            assert_eq!(renewed(&rita.get("/requests").await), None, "the second one does not");
            store.clock().advance(Span::from_days(1));
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_stays_away_for_two_weeks_signs_in_again() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut rita = Browser::of(&service(store.clone()), &store, company.rita).await;
        assert_eq!(rita.get("/requests").await.location, None);
        store.clock().advance(Span::from_days(14));
        assert_eq!(rita.get("/requests").await.location.as_deref(), Some("/sign-in?to=%2Frequests"));
    })
    .await;
}

#[tokio::test]
async fn a_session_from_before_signing_in_is_worth_nothing_after() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let token = accounts::reset_link(&store, &admin, company.rita).await.unwrap();
        accounts::choose_password(&store, &token, "violet-harbour-crane-93").await.unwrap();
        let mut rita = Browser::new(&service(store.clone()));
        // A refused form is what a visitor has a session for.
        rita.submit("/sign-in", "/api/session/sign-in", &[("email", "rita@example.com"), ("password", "wrong")]).await;
        let mut planted = rita.clone();
        rita.sign_in("rita@example.com", "violet-harbour-crane-93").await;
        assert_ne!(rita.cookie, planted.cookie);
        assert_eq!(rita.get("/requests").await.location, None);
        assert_eq!(planted.get("/requests").await.location.as_deref(), Some("/sign-in?to=%2Frequests"));
    })
    .await;
}

#[tokio::test]
async fn a_visitor_without_an_account_gets_no_session() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store.clone()));
        assert_eq!(renewed(&browser.get("/sign-in").await), None);
        assert_eq!(store.number("SELECT count(*) FROM sessions").await, 0);
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut rita = Browser::of(&service(store.clone()), &store, company.rita).await;
        let before = rita.clone();
        let answer = rita.submit("/requests", "/api/session/sign-out", &[]).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in"));
        for mut browser in [rita, before] {
            assert_eq!(browser.get("/requests").await.location.as_deref(), Some("/sign-in?to=%2Frequests"));
        }
    })
    .await;
}
