//! Pages that are older than what they speak of: somebody was signed out, or the request went on.

use app::error::AppError;
use axum::Router;
use axum::http::StatusCode;
use store::testing::{Company, each_database};
use store::{Store, accounts, tickets};

use crate::browser::{Browser, service};

const PASSWORD: &str = "violet-harbour-crane-93";

/// Somebody who knows their password, and signed out in another tab.
async fn signed_out(store: &Store, service: &Router, company: &Company) -> Browser {
    let admin = store.as_actor(company.admin).await;
    let token = accounts::reset_link(store, &admin, company.rita).await.unwrap();
    accounts::choose_password(store, &token, PASSWORD).await.unwrap();
    let mut rita = Browser::of(service, store, company.rita).await;
    let gone = rita.send_form("/api/session/sign-out", &[]).await;
    assert!(gone.status.is_success(), "{gone:?}");
    rita
}

/// Signs in on the page that a refused form led to, and gives the page that comes then.
async fn sign_in_at(rita: &mut Browser, place: &str) -> String {
    assert!(place.starts_with("/sign-in?to="), "{place}");
    let page = rita.get(place).await.body;
    assert!(page.contains("What you typed comes back once you are signed in"), "{page}");
    let query = place.split_once('?').unwrap().1;
    let to = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "to").unwrap().1.into_owned();
    let fields = [("to", to.as_str()), ("email", "rita@example.com"), ("password", PASSWORD)];
    // A slip does not lose it.
    let slip = [("to", to.as_str()), ("email", "rita@example.com"), ("password", "wrong")];
    rita.submit(place, "/api/session/sign-in", &slip).await;
    let answer = rita.submit(place, "/api/session/sign-in", &fields).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::SEE_OTHER, Some(to.as_str())));
    rita.get(&to).await.body
}

#[tokio::test]
async fn what_somebody_sends_who_was_signed_out_is_there_again_after_signing_in() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let mut rita = signed_out(&store, &service, &company).await;
        let laptop = company.laptop.to_string();
        let fields = [("service", laptop.as_str()), ("title", "A dock for the dock"), ("description", "At gate four.")];
        let sent = rita.submit_parts(&format!("/catalogue/{laptop}"), "/api/tickets/submit", &fields).await;
        let page = sign_in_at(&mut rita, &sent.location.unwrap()).await;
        assert!(page.contains("value=\"A dock for the dock\"") && page.contains("At gate four."), "{page}");
        assert!(page.contains("You had been signed out, so this was not sent"));
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_somebody_who_was_signed_out_is_there_again_and_a_button_leads_back_alone() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let ticket = company.file(&store, company.rita, company.laptop, "A dock").await;
        let mut rita = signed_out(&store, &service, &company).await;
        let (number, place) = (ticket.to_string(), format!("/requests/SR-{ticket}"));
        let confirmed = rita.submit(&place, "/api/requests/confirm", &[("ticket", &number)]).await;
        assert_eq!(confirmed.location.unwrap(), format!("/sign-in?to=%2Frequests%2FSR%2D{ticket}"));
        let sent = rita.submit_parts(&place, "/api/requests/reply", &[("ticket", &number), ("text", "It hums now.")]).await;
        let page = sign_in_at(&mut rita, &sent.location.unwrap()).await;
        assert!(page.contains("It hums now."), "{page}");
    })
    .await;
}

#[tokio::test]
async fn withdrawing_twice_is_as_good_as_once_and_one_that_was_taken_up_shows_so() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut rita = Browser::of(&service(store.clone()), &store, company.rita).await;
        let (gone, begun) = (
            company.file(&store, company.rita, company.laptop, "Gone").await,
            company.file(&store, company.rita, company.laptop, "Begun").await,
        );
        let number = gone.to_string();
        for _ in 0..2 {
            let answer = rita.send_form("/api/requests/withdraw", &[("ticket", &number), ("reason", "found")]).await;
            assert!(answer.status.is_success(), "{answer:?}");
        }
        let ada = store.as_actor(company.ada).await;
        tickets::start(&store, &ada, begun, None).await.unwrap();
        let place = format!("/requests/SR-{begun}");
        let answer = rita.submit(&place, "/api/requests/withdraw", &[("ticket", &begun.to_string()), ("reason", "found")]).await;
        let told = rita.get(&answer.location.unwrap()).await.body;
        // The form is gone with its reason: the page shows who has taken it up.
        assert!(told.contains("In progress") && !told.contains("This page does not exist"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn an_administrator_reads_why_they_cannot_disable_themselves() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let id = company.admin.to_string();
        let answer = admin.send_form("/api/admin/allow-person", &[("id", &id), ("allowed", "false")]).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::CONFLICT, AppError::Oneself));
        let own = admin.get(&format!("/admin/people/{id}")).await.body;
        let rita = admin.get(&format!("/admin/people/{}", company.rita)).await.body;
        assert!(rita.contains("action=\"/api/admin/allow-person\"") && !own.contains("action=\"/api/admin/allow-person\""));
    })
    .await;
}
