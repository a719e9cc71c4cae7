//! Moves that a ticket does not make from where it stands: refused with a sentence that says why, in the reader's language.

use app::error::AppError;
use axum::http::StatusCode;
use domain::id::TicketId;
use domain::ticket::Resolution;
use domain::time::Span;
use store::testing::{Company, each_database};
use store::{Store, tickets};

use crate::browser::{Browser, service};

/// What an agent is told who sends this form: by a script and without one.
async fn told(store: &Store, company: &Company, ticket: TicketId, door: &str, fields: &[(&str, &str)]) -> String {
    let mut ada = Browser::of(&service(store.clone()), store, company.ada).await;
    let ticket = ticket.to_string();
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("ticket", ticket.as_str())]).collect();
    let refused = ada.send_form(door, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{refused:?}");
    assert!(matches!(refused.error(), AppError::IllegalMove { .. }), "{refused:?}");
    let sent_back = ada.submit(&format!("/desk/SR-{ticket}"), door, &fields).await;
    assert_eq!(sent_back.status, StatusCode::SEE_OTHER, "{sent_back:?}");
    ada.get(&sent_back.location.unwrap()).await.body
}

#[tokio::test]
async fn a_move_that_does_not_exist_from_here_says_that_the_ticket_has_moved_on() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let page = told(&store, &company, ticket, "/api/tickets/go-on", &[]).await;
        assert!(page.contains("The ticket has moved on."), "{page}");
        store.run_sql(&format!("UPDATE users SET locale = 'zh-CN' WHERE id = {}", company.ada)).await;
        let page = told(&store, &company, ticket, "/api/tickets/go-on", &[]).await;
        assert!(page.contains("工单状态已变化"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_is_part_of_another_ticket_names_it() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let one = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let other = company.file(&store, company.rita, company.laptop, "New laptop, please").await;
        tickets::merge(&store, &ada, other, one).await.unwrap();
        let page = told(&store, &company, other, "/api/tickets/reopen", &[("form_key", "reopen"), ("reason", "It is another one")]).await;
        assert!(page.contains(&format!("It is part of ticket #{one} now.")), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_ended_too_long_ago_says_until_when_it_could_be_reopened() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::take(&store, &ada, ticket, None).await.unwrap();
        tickets::resolve(&store, &ada, ticket, Resolution::parse("solved", "Replaced.").unwrap(), None).await.unwrap();
        store.clock().advance(Span::from_days(30));
        let page = told(&store, &company, ticket, "/api/tickets/reopen", &[("form_key", "reopen"), ("reason", "Broken again")]).await;
        assert!(page.contains("It could be reopened until") && page.contains("Make a new request"), "{page}");
    })
    .await;
}
