//! One's own requests.

use std::future::Future;
use std::pin::Pin;

use domain::id::TicketId;
use domain::ticket::view::{RequestPage, RequestView};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Which requests a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    #[default]
    Open,
    Waiting,
    Done,
    All,
    Team,
}

impl Show {
    /// In the order of the tabs.
    pub const ALL: [Self; 5] = [Self::Open, Self::Waiting, Self::Done, Self::All, Self::Team];

    /// As it stands in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::All => "all",
            Self::Team => "team",
        }
    }

    /// The list that an address names; the first one for anything else.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.as_str() == name).unwrap_or_default()
    }
}

/// A request with what the reader was writing on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneRequest {
    pub request: RequestView,
    pub draft: String,
}

/// Reads a list once more.
pub type Again = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<RequestPage, AppError>>>>>;

/// A page of the reader's requests that hold all the words; `after` is where the page before ended.
#[server(prefix = "/api", endpoint = "requests/list", input = GetUrl)]
pub async fn my_requests(show: Show, #[server(default)] words: String, after: Option<String>) -> Result<RequestPage, AppError> {
    use store::tickets::{Which, colleagues, mine};
    const PAGE: u64 = 25;
    let (visit, actor) = crate::visit::signed_in()?;
    let after = after.as_deref().and_then(|cursor| cursor.parse().ok());
    let which = match show {
        Show::Open => Which::Open,
        Show::Waiting => Which::Waiting,
        Show::Done => Which::Done,
        Show::All | Show::Team => Which::All,
    };
    let page = match show {
        Show::Team => colleagues(&visit.store, &actor, which, &words, after, PAGE).await,
        _ => mine(&visit.store, &actor, which, &words, after, PAGE).await,
    };
    with_promises(&visit, page.map_err(crate::visit::fail)?).await
}

/// What the first page shows: what waits for the reader, then what is open, then what is done and not judged.
#[server(prefix = "/api", endpoint = "requests/lately", input = GetUrl)]
pub async fn latest_requests() -> Result<RequestPage, AppError> {
    const ROWS: u64 = 8;
    let (visit, actor) = crate::visit::signed_in()?;
    let page = store::tickets::latest(&visit.store, &actor, ROWS).await.map_err(crate::visit::fail)?;
    with_promises(&visit, page).await
}

#[cfg(feature = "ssr")]
async fn with_promises(visit: &crate::visit::Visit, mut page: RequestPage) -> Result<RequestPage, AppError> {
    let mut promised = store::sla::promised_in_list(&visit.store, &page.rows).await.map_err(crate::visit::fail)?;
    for row in &mut page.rows {
        let promised = promised.remove(&row.number.id).unwrap_or_default();
        row.promised = crate::sla::promised::in_short(&promised, &visit.reader.clock);
    }
    Ok(page)
}

/// One request, if the reader may see it.
#[server(prefix = "/api", endpoint = "requests/one", input = GetUrl)]
pub async fn request(id: TicketId) -> Result<OneRequest, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let mut request = store::tickets::request(&visit.store, &actor, id).await.map_err(fail)?;
    let promised = store::sla::promised(&visit.store, &actor, id).await.map_err(fail)?;
    request.promised = crate::sla::promised::sentences(&promised, &visit.reader.clock);
    let draft = store::drafts::load(&visit.store, &actor, &store::tickets::draft_key(id)).await.map_err(fail)?;
    Ok(OneRequest { request, draft: draft.unwrap_or_default() })
}

/// Writes to who answers; opens a resolved request again.
#[server(prefix = "/api", endpoint = "requests/reply", input = MultipartFormData)]
pub async fn reply_to_request(data: MultipartData) -> Result<(), AppError> {
    use crate::portal::received::Received;
    let (visit, actor, data) = Received::signed_in(data).await?;
    let received = Received::read(&visit, &actor, data).await?;
    let ticket = received.one("ticket").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let text = received.one("text").unwrap_or_default().to_owned();
    received.check(domain::ticket::draft::message(&text).map(drop))?;
    let message = store::tickets::Message { text, files: received.loose_files(), seen: None };
    store::tickets::reply(&visit.store, &actor, ticket, message, store::tickets::Then::Nothing).await.map_err(crate::visit::fail)
}

/// Keeps an answer that is being written.
#[server(prefix = "/api", endpoint = "requests/draft")]
pub async fn keep_reply_draft(ticket: TicketId, text: String) -> Result<Timestamp, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::drafts::keep(&visit.store, &actor, &store::tickets::draft_key(ticket), &text).await.map_err(crate::visit::fail)?;
    Ok(visit.now)
}

/// Withdraws a request that nobody has taken up yet.
#[server(prefix = "/api", endpoint = "requests/withdraw")]
pub async fn withdraw_request(ticket: TicketId, reason: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    match store::tickets::cancel(&visit.store, &actor, ticket, &reason, None).await {
        Err(store::Error::NotFound) => withdrawn_before(&visit, &actor, ticket).await,
        done => done.map_err(crate::visit::fail),
    }
}

/// What is told to somebody who withdraws their own request from a page that is older than the request's state: nothing where it is
/// withdrawn already, which is what they want.
#[cfg(feature = "ssr")]
async fn withdrawn_before(visit: &crate::visit::Visit, actor: &domain::permit::Actor, ticket: TicketId) -> Result<(), AppError> {
    let request = store::tickets::request(&visit.store, actor, ticket).await.map_err(crate::visit::fail)?;
    let own = request.requesters.iter().any(|requester| requester.id == actor.user);
    let withdrawn = request.status.name() == domain::ticket::StatusName::Cancelled;
    if own && withdrawn { Ok(()) } else { Err(AppError::NotFound) }
}

/// Says that the answer helped: the request is closed.
#[server(prefix = "/api", endpoint = "requests/confirm")]
pub async fn confirm_request(ticket: TicketId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::close(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)
}
