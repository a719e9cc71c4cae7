//! What the desk reads.

use domain::id::{TemplateId, TicketId};
use domain::reply_template::TemplateRef;
use domain::sla::Due;
use domain::ticket::view::{Detail, PersonRef, QueueFilter, QueuePage, QueueRow, ServiceRef, TeamRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// How many tickets a page of a queue has.
pub const PAGE: u64 = 50;

/// How many of them stand beside a ticket that somebody opens by its address: as many as a tall screen has room for.
pub const BESIDE: u64 = 25;

/// The numbers beside the queues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub mine: i64,
    pub team: i64,
    pub unassigned: i64,
    pub waiting: i64,
    /// Only for who sees every ticket.
    pub all_open: Option<i64>,
    /// Only where anything is promised.
    pub breaching: Option<i64>,
    /// The faults that go on, without drills; only for who answers for something.
    #[serde(default)]
    pub faults: Option<u64>,
}

/// A page of a list, and when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub page: QueuePage,
    pub now: Timestamp,
}

/// A team with the people in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPeople {
    pub team: TeamRef,
    pub people: Vec<PersonRef>,
}

/// What filters and hand-overs choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choosable {
    /// The teams that answer tickets, with their people.
    pub teams: Vec<TeamPeople>,
    pub services: Vec<ServiceRef>,
    /// Whether anything is promised, so that tickets are due.
    pub promises: bool,
}

/// What somebody was writing on a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub text: String,
    /// Meant as a note.
    pub internal: bool,
}

/// A ticket with all that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub detail: Detail,
    pub draft: Draft,
    /// Who can be made to answer for it; empty for who may not decide that.
    pub assignable: Vec<PersonRef>,
    /// Other tickets of its first requester, the last one first.
    pub earlier: Vec<QueueRow>,
    /// Texts that can be put into an answer.
    pub templates: Vec<TemplateRef>,
    /// Its clocks, by their starts.
    pub clocks: Vec<Due>,
    /// The faults that it belongs to, with their titles, the last one first.
    pub faults: Vec<(domain::fault::number::Number, String)>,
    /// The actions that are worked on in it, agreed on after faults.
    pub actions: Vec<domain::fault::post_mortem::ActionLine>,
    pub now: Timestamp,
}

/// The numbers of the navigation.
#[server(prefix = "/api", endpoint = "desk/counts", input = GetUrl)]
pub async fn desk_counts() -> Result<Counts, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let kept = store::counters::navigation(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    let store::counters::Navigation { mine, team, unassigned, waiting, all_open, breaching, .. } = kept;
    let faults = store::faults::ongoing(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(Counts { mine, team, unassigned, waiting, all_open, breaching, faults })
}

/// A page of a queue; `after` is where the page before ended, and `beside` says that it stands beside a ticket.
#[server(prefix = "/api", endpoint = "desk/queue", input = GetUrl)]
pub async fn desk_queue(filter: QueueFilter, after: Option<String>, #[server(default)] beside: bool) -> Result<Listed, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let after = after.as_deref().and_then(|cursor| cursor.parse().ok());
    let limit = if beside { BESIDE } else { PAGE };
    let page = store::tickets::queue(&visit.store, &actor, &filter, after, limit).await.map_err(crate::visit::fail)?;
    Ok(Listed { page, now: visit.now })
}

/// Tickets by words, open or not.
#[server(prefix = "/api", endpoint = "desk/search", input = GetUrl)]
pub async fn desk_search(words: String, after: Option<String>) -> Result<Listed, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let after = after.as_deref().and_then(|cursor| cursor.parse().ok());
    let page = store::tickets::find(&visit.store, &actor, &words, after, PAGE).await.map_err(crate::visit::fail)?;
    Ok(Listed { page, now: visit.now })
}

/// What filters and hand-overs choose from.
#[server(prefix = "/api", endpoint = "desk/choices", input = GetUrl)]
pub async fn desk_choices() -> Result<Choosable, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let teams = store::tickets::hands(&visit.store, &actor);
    let services = store::services::offered_refs(&visit.store, &actor);
    let promises = store::sla::promises(&visit.store);
    let (teams, services, promises) = tokio::try_join!(teams, services, promises).map_err(crate::visit::fail)?;
    Ok(Choosable { promises, teams: teams.into_iter().map(|(team, people)| TeamPeople { team, people }).collect(), services })
}

/// One ticket as those who answer see it.
#[server(prefix = "/api", endpoint = "desk/ticket", input = GetUrl)]
pub async fn desk_ticket(ticket: TicketId) -> Result<Opened, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let opened = store::tickets::open(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)?;
    let store::tickets::Opened { detail, draft, assignable, earlier, templates, clocks, faults, actions } = opened;
    let draft = Draft { text: draft.text, internal: draft.internal };
    Ok(Opened { detail, draft, assignable, earlier, templates, clocks, faults, actions, now: visit.now })
}

/// A reply template with this ticket's names in it.
#[server(prefix = "/api", endpoint = "desk/template", input = GetUrl)]
pub async fn desk_template(ticket: TicketId, template: TemplateId) -> Result<String, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::templates::filled(&visit.store, &actor, ticket, template).await.map_err(crate::visit::fail)
}

/// Whom an `@name` on this ticket reaches.
#[server(prefix = "/api", endpoint = "desk/callable", input = GetUrl)]
pub async fn desk_callable(ticket: TicketId) -> Result<Vec<PersonRef>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::callable(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)
}
