//! Server functions of the mail outbox.

use domain::id::OutboxId;
use domain::people::MailOccasion;
use domain::ticket::Number;
use domain::ticket::view::PersonRef;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The states of a mail, as the filter offers them.
pub const STATES: [&str; 7] = ["queued", "sending", "sent", "failed", "suppressed", "held", "cancelled"];

/// A page of mails, the last written first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mails {
    pub rows: Vec<MailRow>,
    pub next: Option<OutboxId>,
    /// Whether a mail server is configured.
    pub leaves: bool,
    /// How many mails a flood holds back, on whatever page.
    pub flooded: u64,
    /// How many mails may leave in an hour.
    pub mails_per_hour: u32,
}

/// One mail in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: OutboxId,
    pub state: String,
    /// `no_server`, `administrator` or `flood`, while it is held.
    pub held_for: Option<HeldFor>,
    pub occasion: MailOccasion,
    pub to: Option<PersonRef>,
    pub email: Option<String>,
    pub ticket: Option<Number>,
    pub attempts: i64,
    pub due_at: Timestamp,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

/// Why a mail is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldFor {
    NoServer,
    Administrator,
    Flood,
}

#[cfg(feature = "ssr")]
impl From<store::outbox::HeldFor> for HeldFor {
    fn from(reason: store::outbox::HeldFor) -> Self {
        match reason {
            store::outbox::HeldFor::NoServer => Self::NoServer,
            store::outbox::HeldFor::Administrator => Self::Administrator,
            store::outbox::HeldFor::Flood => Self::Flood,
        }
    }
}

/// One mail as it would be sent now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    pub id: OutboxId,
    pub state: String,
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
        held_for: line.held_for.map(HeldFor::from),
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
    let mails_per_hour = visit.store.settings().await.map_err(crate::visit::fail)?.limits.mails_per_hour;
    Ok(Mails { rows: rows.collect(), next: list.next, leaves: visit.sends_mail, flooded: list.flooded, mails_per_hour })
}

/// One mail; its HTML is a document of its own, at `/admin/outbox/<id>/html`.
#[server(prefix = "/api", endpoint = "admin/mail", input = GetUrl)]
pub async fn mail(id: OutboxId) -> Result<MailView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (state, mail) = store::outbox::preview(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    let letter = crate::mail::letter(&visit.store, &mail, &visit.base_url).await.map_err(crate::visit::fail)?;
    Ok(MailView {
        id,
        state: state.as_str().to_owned(),
        to: mail.to.name,
        email: mail.to.email,
        subject: letter.subject,
        text: letter.text,
    })
}

/// Sends a mail (again), beginning now.
#[server(prefix = "/api", endpoint = "admin/retry-mail")]
pub async fn retry_mail(id: OutboxId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::outbox::retry(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// Keeps a mail that waits from leaving.
#[server(prefix = "/api", endpoint = "admin/hold-mail")]
pub async fn hold_mail(id: OutboxId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::outbox::put_aside(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// Lets a mail go that is held.
#[server(prefix = "/api", endpoint = "admin/release-mail")]
pub async fn release_mail(id: OutboxId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::outbox::let_go(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// Calls a mail off that has not left.
#[server(prefix = "/api", endpoint = "admin/cancel-mail")]
pub async fn cancel_mail(id: OutboxId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::outbox::call_off(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// Decides about everything that a flood holds back: `release` or `cancel`.
#[server(prefix = "/api", endpoint = "admin/end-flood")]
pub async fn end_flood(by: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let done = match by.as_str() {
        "release" => store::outbox::let_flood_go(&visit.store, &actor).await,
        "cancel" => store::outbox::call_flood_off(&visit.store, &actor).await,
        _ => return Err(AppError::Malformed),
    };
    done.map(drop).map_err(crate::visit::fail)
}
