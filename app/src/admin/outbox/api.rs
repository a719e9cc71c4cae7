//! Server functions of the mail outbox.

use domain::id::{OutboxId, TicketId};
use domain::people::MailOccasion;
use domain::ticket::view::PersonRef;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The states of a mail, as the filter offers them.
pub const STATES: [&str; 6] = ["queued", "sending", "sent", "failed", "suppressed", "held"];

/// A page of mails, the last written first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mails {
    pub rows: Vec<MailRow>,
    pub next: Option<OutboxId>,
    /// Whether a mail server is configured.
    pub leaves: bool,
}

/// One mail in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: OutboxId,
    pub state: String,
    pub occasion: MailOccasion,
    pub to: Option<PersonRef>,
    pub email: Option<String>,
    pub ticket: Option<TicketId>,
    pub attempts: i64,
    pub due_at: Timestamp,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

/// One mail as it would be sent now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    pub id: OutboxId,
    pub to: String,
    pub email: String,
    pub subject: String,
    pub text: String,
}

/// Mails in one state, or all of them.
#[server(prefix = "/api", endpoint = "admin/outbox", input = GetUrl)]
pub async fn load_mails(state: String, before: String) -> Result<Mails, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let list = store::outbox::list(&visit.store, &actor, state.parse().ok(), before.parse().ok()).await.map_err(crate::visit::fail)?;
    let rows = list.lines.into_iter().map(|line| MailRow {
        id: line.id,
        state: line.state.as_str().to_owned(),
        occasion: line.occasion,
        to: line.to,
        email: line.email,
        ticket: line.ticket,
        attempts: line.attempts,
        due_at: line.due_at,
        last_error: line.last_error,
        created_at: line.created_at,
        sent_at: line.sent_at,
    });
    Ok(Mails { rows: rows.collect(), next: list.next, leaves: visit.sends_mail })
}

/// One mail; its HTML is a document of its own, at `/admin/outbox/<id>/html`.
#[server(prefix = "/api", endpoint = "admin/mail", input = GetUrl)]
pub async fn mail(id: OutboxId) -> Result<MailView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let mail = store::outbox::preview(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    let letter = crate::mail::letter(&visit.store, &mail, &visit.base_url).await.map_err(crate::visit::fail)?;
    Ok(MailView { id, to: mail.to.name, email: mail.to.email, subject: letter.subject, text: letter.text })
}

/// Sends a mail (again), beginning now.
#[server(prefix = "/api", endpoint = "admin/retry-mail")]
pub async fn retry_mail(id: OutboxId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::outbox::retry(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}
