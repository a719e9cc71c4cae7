//! Server functions of service levels for those who answer.

use domain::id::{BreachId, TicketId};
use domain::sla::Shift;
use domain::ticket::view::Why;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Why a ticket's deadlines are where they are, and when that was reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyShown {
    pub why: Why,
    pub now: Timestamp,
    /// A correction that is thought of, and what it would change.
    pub preview: Option<Preview>,
}

/// A correction as it was typed; times are the reader's, `2026-11-16T14:05`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thought {
    /// `moment`, `paused` or `counted`; empty where none is thought of.
    pub what: String,
    pub event: String,
    pub at: String,
    pub from: String,
    pub until: String,
}

/// What a correction would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub typed: Thought,
    pub shifts: Vec<Shift>,
}

/// Explains a ticket's clocks, and what a correction would make of them for whoever may make it.
#[server(prefix = "/api", endpoint = "desk/why", input = GetUrl)]
pub async fn desk_why(
    ticket: TicketId,
    #[server(default)] what: String,
    #[server(default)] event: String,
    #[server(default)] at: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
) -> Result<WhyShown, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let why = store::sla::why::why(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)?;
    let typed = Thought { what, event, at, from, until };
    let correction = super::correction::Typed::of(&typed).read(&visit.reader.clock).ok().filter(|_| why.may_judge);
    let preview = match correction {
        // What cannot be a correction any more, in an address that was kept, is none.
        Some(correction) => store::sla::preview_correction(&visit.store, &actor, ticket, correction).await.ok(),
        None => None,
    };
    Ok(WhyShown { why, now: visit.now, preview: preview.map(|shifts| Preview { typed, shifts }) })
}

/// Holds a breach against nobody.
#[server(prefix = "/api", endpoint = "tickets/excuse")]
pub async fn excuse_breach(breach: BreachId, #[server(default)] reason: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::sla::breaches::excuse(&visit.store, &actor, breach, &reason).await.map_err(crate::visit::fail)?;
    super::correction::back(&visit, &[("done", "excused")]);
    Ok(())
}

/// Puts right what the clocks of a ticket are reckoned from. With the step `preview` it is only looked whether that can be, and the page
/// that the form stands on (`here`) shows what it would change.
#[server(prefix = "/api", endpoint = "tickets/correct")]
pub async fn correct_clocks(
    ticket: TicketId,
    #[server(default)] what: String,
    #[server(default)] event: String,
    #[server(default)] at: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let clock = &visit.reader.clock;
    let typed = super::correction::Typed { what: &what, event: &event, at: &at, from: &from, until: &until };
    if crate::admin::typed::Fields::of_request().one("step") == "preview" {
        store::sla::may_correct(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)?;
        store::sla::preview_correction(&visit.store, &actor, ticket, typed.read(clock)?).await.map_err(crate::visit::fail)?;
        super::correction::back(&visit, &[("what", &what), ("event", &event), ("at", &at), ("from", &from), ("until", &until)]);
        return Ok(());
    }
    // What cannot be read is told together with what the reason lacks, but to nobody who may not correct anything.
    let correction = typed.read(clock);
    let done = match &correction {
        Ok(correction) => store::sla::correct(&visit.store, &actor, ticket, *correction, &reason).await,
        Err(_) => store::sla::may_correct(&visit.store, &actor, ticket).await,
    };
    done.map_err(crate::visit::fail)?;
    let mut invalid = correction.err().unwrap_or_default();
    if !invalid.is_empty() && reason.trim().is_empty() {
        invalid.add("reason", domain::invalid::Code::Required);
    }
    invalid.or(())?;
    super::correction::back(&visit, &[("done", "corrected")]);
    Ok(())
}

/// Makes a ticket part of another one.
#[server(prefix = "/api", endpoint = "tickets/merge")]
pub async fn merge_ticket(ticket: TicketId, #[server(default)] into: String, #[server(default)] agreed: String) -> Result<(), AppError> {
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::may_merge(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)?;
    let mut invalid = Invalid::default();
    let other = match into.trim() {
        "" => invalid.take("into", Err(Code::Required)),
        typed => invalid.take("into", domain::ticket::Number::parse_id(typed).ok_or(Code::UnknownReference)),
    };
    if agreed.is_empty() {
        invalid.add("agreed", Code::Required);
    }
    let Some(other) = other.filter(|_| invalid.is_empty()) else { return Err(invalid.into()) };
    store::tickets::merge(&visit.store, &actor, ticket, other).await.map_err(crate::visit::fail)
}
