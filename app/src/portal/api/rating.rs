//! Judging an answer: on the request's page, or by the link in a mail.

use domain::id::TicketId;
#[cfg(feature = "ssr")]
use domain::invalid::{Code, Invalid};
#[cfg(feature = "ssr")]
use domain::rating::Rating;
use domain::survey::Kind;
use domain::ticket::Number;
use domain::ticket::view::RatingView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What the page behind a rating link shows: no more of the ticket than the mail told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingCard {
    pub number: Number,
    pub title: String,
    /// Who is asked.
    pub requester: String,
    /// Who answered; empty when that is not known.
    pub agent: String,
    /// What they are asked.
    pub kind: Kind,
    pub rating: Option<RatingView>,
    /// Whether a rating, or a change of it, is still taken.
    pub open: bool,
    /// Whether the ticket is answered at all at present.
    pub resolved: bool,
}

/// What was answered; stars, where the form does not say what it asked.
#[cfg(feature = "ssr")]
fn typed(kind: &str, answer: &str, comment: &str) -> Result<Rating, Invalid> {
    let mut invalid = Invalid::default();
    let kind = match kind {
        "" => Some(Kind::Stars),
        kind => invalid.take("answer", kind.parse().map_err(|_| Code::UnknownChoice)),
    };
    kind.map_or(Err(invalid), |kind| Rating::parse(kind, answer, comment))
}

/// Judges the answer to one's own request.
#[server(prefix = "/api", endpoint = "requests/rate")]
pub async fn rate_request(
    ticket: TicketId,
    #[server(default)] kind: String,
    #[server(default)] answer: String,
    #[server(default)] comment: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let rating = typed(&kind, &answer, &comment)?;
    store::ratings::rate(&visit.store, &actor, ticket, rating).await.map_err(crate::visit::fail)
}

/// What a rating link leads to.
#[server(prefix = "/api", endpoint = "ratings/link", input = leptos::server_fn::codec::GetUrl)]
pub async fn rating_by_link(token: String) -> Result<RatingCard, AppError> {
    let visit = crate::visit::visit()?;
    let asked = store::ratings::asked(&visit.store, &token).await.map_err(crate::visit::fail)?;
    Ok(RatingCard {
        number: asked.number,
        title: asked.title,
        requester: asked.requester,
        agent: asked.agent.unwrap_or_default(),
        kind: asked.kind,
        rating: asked.rating,
        open: asked.open,
        resolved: asked.resolved,
    })
}

/// Judges by the link in a mail: whoever holds it is who it was sent to.
#[server(prefix = "/api", endpoint = "ratings/rate")]
pub async fn rate_by_link(
    token: String,
    #[server(default)] kind: String,
    #[server(default)] answer: String,
    #[server(default)] comment: String,
) -> Result<(), AppError> {
    let visit = crate::visit::visit()?;
    let rating = typed(&kind, &answer, &comment)?;
    store::ratings::rate_by_link(&visit.store, &token, rating).await.map_err(crate::visit::fail)?;
    crate::visit::redirect(&format!("/rate/{token}"));
    Ok(())
}
