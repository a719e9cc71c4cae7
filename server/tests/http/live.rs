//! What an open page hears, as it goes over the wire.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode, header};
use domain::id::UserId;
use domain::time::Span;
use futures::{FutureExt, StreamExt};
use server::live::Streams;
use store::Store;
use store::testing::{Company, each_database};
use store::tickets;
use tower::ServiceExt;

use crate::browser::{Browser, service_with};

/// A page that listens.
struct Page {
    said: BodyDataStream,
    heard: String,
}

impl Page {
    async fn open(service: &Router, store: &Store, who: UserId, address: &str) -> Self {
        let browser = Browser::of(service, store, who).await;
        let request = browser.request(Method::GET, address, "text/event-stream").header(header::ACCEPT_ENCODING, "gzip, br");
        let response = service.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        // Collected into packets that pay off, events would come late or never.
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self { said: response.into_body().into_data_stream(), heard: String::new() }
    }

    /// The next event, as `name data`; nothing, when the stream ends.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
                let said = format!("{} {}", field("event:"), field("data:"));
                self.heard = rest.to_owned();
                return Some(said);
            }
            let more =
                tokio::time::timeout(Duration::from_secs(30), self.said.next()).await.unwrap_or_else(|_| panic!("nothing was said"))?;
            self.heard.push_str(std::str::from_utf8(&more.unwrap()).unwrap());
        }
    }
}

#[tokio::test]
async fn a_page_hears_of_what_it_may_see_and_of_nothing_else() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let service = service_with(store.clone(), Streams::default());
        let (mut ada, mut nina) =
            (Page::open(&service, &store, company.ada, "/live").await, Page::open(&service, &store, company.nina, "/live").await);
        assert_eq!(ada.next().await.as_deref(), Some("hello 0"));
        assert_eq!(nina.next().await.as_deref(), Some("hello 0"));
        let laptop = company.file(&store, company.rita, company.laptop, "Cobalt laptop").await;
        let trouble = company.file(&store, company.rita, company.trouble, "No network").await;
        assert_eq!(ada.next().await, Some(format!("changed {laptop} submitted")));
        assert_eq!(nina.next().await, Some(format!("changed {trouble} submitted")));
        assert!(!ada.heard.contains("Cobalt"), "what it says is never sent");

        let version = store.number(&format!("SELECT version FROM tickets WHERE id = {laptop}")).await;
        let mut ben = Page::open(&service, &store, company.ben, &format!("/live?ticket={laptop}")).await;
        assert_eq!(ben.next().await, Some(format!("hello {version}")));
        let mut lea = Page::open(&service, &store, company.lead, &format!("/live?ticket={laptop}")).await;
        assert_eq!(lea.next().await, Some(format!("hello {version}")));
        let there = ben.next().await.unwrap();
        assert!(there.starts_with("present [{") && there.contains("Lea Lead") && !there.contains("Ben Agent"), "{there}");
        assert!(lea.next().await.unwrap().contains("Ben Agent"), "who was there before is told at once");
        // Whoever closes the page is gone.
        drop(lea);
        assert_eq!(ben.next().await.as_deref(), Some("present []"));
    })
    .await;
}

#[tokio::test]
async fn who_asks_hears_of_answers_and_never_that_a_note_was_written() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let service = service_with(store.clone(), Streams::default());
        let ada = store.as_actor(company.ada).await;
        let laptop = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let version = store.number("SELECT version FROM tickets").await;
        let note = || tickets::Message { text: "Cobalt is sold out.".into(), ..Default::default() };
        tickets::note(&store, &ada, laptop, note()).await.unwrap();
        let page = format!("/live?side=requester&ticket={laptop}");
        let mut rita = Page::open(&service, &store, company.rita, &page).await;
        let mut list = Page::open(&service, &store, company.rita, "/live?side=requester").await;
        assert_eq!(rita.next().await, Some(format!("hello {version}")), "the note is no version of hers");
        assert_eq!(list.next().await.as_deref(), Some("hello 0"));
        tickets::note(&store, &ada, laptop, note()).await.unwrap();
        tickets::take(&store, &ada, laptop, None).await.unwrap();
        tickets::note(&store, &ada, laptop, note()).await.unwrap();
        let reply = tickets::Message { text: "It is ordered.".into(), ..Default::default() };
        tickets::reply(&store, &ada, laptop, reply, tickets::Then::Nothing).await.unwrap();
        for stream in [&mut rita, &mut list] {
            assert_eq!(stream.next().await, Some(format!("changed {laptop} status_changed")));
            assert_eq!(stream.next().await, Some(format!("changed {laptop} replied")));
            assert!(stream.heard.is_empty(), "{}", stream.heard);
        }
        // Nor does the list tell by its times that something happened.
        let mut browser = Browser::of(&service, &store, company.rita).await;
        let before = browser.read("/api/requests/list?show=open").await.body;
        store.clock().advance(Span::from_minutes(5));
        tickets::note(&store, &ada, laptop, note()).await.unwrap();
        assert_eq!(browser.read("/api/requests/list?show=open").await.body, before);
        assert!(rita.said.next().now_or_never().is_none(), "nothing more was said");
    })
    .await;
}

#[tokio::test]
async fn a_stopping_server_ends_its_streams() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let streams = Streams::default();
        let service = service_with(store.clone(), streams.clone());
        let mut ada = Page::open(&service, &store, company.ada, "/live").await;
        assert_eq!(ada.next().await.as_deref(), Some("hello 0"));
        streams.end();
        assert_eq!(ada.next().await, None);
        let mut late = Page::open(&service, &store, company.ada, "/live").await;
        assert_eq!(late.next().await.as_deref(), Some("hello 0"));
        assert_eq!(late.next().await, None);
    })
    .await;
}

#[tokio::test]
async fn nobody_opens_streams_without_end() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let service = service_with(store.clone(), Streams::default());
        let browser = Browser::of(&service, &store, company.ada).await;
        let mut open = Vec::new();
        let refused = loop {
            let request = browser.request(Method::GET, "/live", "text/event-stream").body(Body::empty()).unwrap();
            let response = service.clone().oneshot(request).await.unwrap();
            if response.status() != StatusCode::OK {
                break response.status();
            }
            open.push(response);
            assert!(open.len() < 100, "there is no end");
        };
        assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
        Page::open(&service, &store, company.ben, "/live").await;
        open.pop();
        Page::open(&service, &store, company.ada, "/live").await;
    })
    .await;
}

#[tokio::test]
async fn without_scripts_a_reply_that_was_overtaken_stands_in_the_form_again_beside_what_happened() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let service = service_with(store.clone(), Streams::default());
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let seen = tickets::detail(&store, &ada, id).await.unwrap().version.to_string();
        tickets::take(&store, &ben, id, None).await.unwrap();
        let news = tickets::Message { text: "It arrives on Monday.".into(), ..Default::default() };
        tickets::reply(&store, &ben, id, news, tickets::Then::Nothing).await.unwrap();

        let mut browser = Browser::of(&service, &store, company.ada).await;
        let page = format!("/desk/SR-{id}");
        let ticket = id.to_string();
        let fields =
            [("ticket", ticket.as_str()), ("version", &seen), ("form_key", "answer"), ("mode", "public"), ("text", "I will order it.")];
        let refused = browser.submit_parts(&page, "/api/tickets/answer", &fields).await;
        let back = refused.location.unwrap();
        assert!(back.starts_with(&format!("{page}?again=")), "{back}");
        let shown = browser.get(&back).await.body;
        assert!(shown.contains("Ben Agent changed who has it and replied while you were at it"), "who did what");
        assert!(shown.contains(">I will order it.</textarea>"), "the text stands there again");
        let version = tickets::detail(&store, &ada, id).await.unwrap().version.to_string();
        assert!(shown.contains(&format!("name=\"version\" value=\"{version}\"")), "from now on it has been seen");

        let again =
            [("ticket", ticket.as_str()), ("version", &version), ("form_key", "answer"), ("mode", "public"), ("text", "I will order it.")];
        let sent = browser.submit_parts(&page, "/api/tickets/answer", &again).await;
        assert_eq!(sent.location.as_deref(), Some(page.as_str()));
        assert_eq!(store.number("SELECT reply_count FROM tickets").await, 2);
    })
    .await;
}
