//! Promises that were not kept: on record for ever, and sometimes not held against anybody.

use std::collections::HashMap;

use domain::{
    id::{BreachId, TeamId, TicketId},
    permit::{Act, Actor},
    sla::{Metric, Promise},
    ticket::{Reason, What, view::PersonRef},
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Error, Result, Store,
    entity::{breaches, events},
    people,
    tickets::{Change, For, Known, stored},
};

/// A breach on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: BreachId,
    /// What was not in time.
    pub metric: Metric,
    /// Which of the ticket's clocks for it.
    pub cycle: u32,
    /// The team or supplier whose stay it was, if it was one.
    pub team: Option<TeamId>,
    /// The working time that had been promised.
    pub target: Span,
    /// The deadline that passed.
    pub deadline: Timestamp,
    /// Since when it was late.
    pub at: Timestamp,
    /// Why it is not held against anybody, if it is not.
    pub excuse: Option<Excuse>,
    /// Whether a correction showed later that there was none.
    pub overruled: bool,
}

/// Why a breach is not held against anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// When it was excused.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// In their words.
    pub reason: String,
}

/// The breaches of a ticket, the first one first. What teams and suppliers missed, and every reason, is for those who answer.
///
/// # Errors
/// [`Error::NotFound`] without such a ticket, or none that the actor may see.
pub async fn of_ticket(store: &Store, actor: &Actor, ticket: TicketId) -> Result<Vec<Line>> {
    let known = Known::seen(&store.read, actor, ticket, For::Reading).await?;
    let inside = known.permits(actor, |facts| Act::SeeNotes(facts)).is_ok();
    lines(store, ticket, inside).await
}

/// The same for the machine's own commands, which nobody is signed in for.
pub(super) async fn all(store: &Store, ticket: TicketId) -> Result<Vec<Line>> {
    lines(store, ticket, true).await
}

/// What stands on record; without what is for those who answer, unless it is told `inside`.
async fn lines(store: &Store, ticket: TicketId, inside: bool) -> Result<Vec<Line>> {
    let rows = breaches::Entity::find()
        .filter(breaches::Column::TicketId.eq(ticket.get()))
        .order_by_asc(breaches::Column::At)
        .order_by_asc(breaches::Column::Id)
        .all(&store.read)
        .await?;
    let excusing = rows.iter().filter_map(|row| row.excused_by);
    let told: HashMap<i64, events::Model> = events::Entity::find()
        .filter(events::Column::Id.is_in(excusing))
        .all(&store.read)
        .await?
        .into_iter()
        .map(|event| (event.id, event))
        .collect();
    let people = people::refs(&store.read, told.values().filter_map(|event| event.actor_id)).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let metric: Metric = stored::word(&row.metric)?;
        if !inside && metric.promise() != Promise::Sla {
            continue;
        }
        let event = row.excused_by.and_then(|event| told.get(&event)).map(|event| stored::event(event.clone())).transpose()?;
        let excuse = event.and_then(|event| match event.what {
            What::Excused { reason, .. } => Some(Excuse {
                at: event.at,
                by: event.actor.and_then(|by| people.get(&by.get()).cloned()).filter(|_| inside),
                reason: if inside { reason } else { String::new() },
            }),
            _ => None,
        });
        lines.push(Line {
            id: BreachId(row.id),
            metric,
            cycle: u32::try_from(row.cycle).map_err(|_| Error::Unreadable { what: "breach" })?,
            team: row.team_id.map(TeamId),
            target: Span::from_millis(row.target),
            deadline: Timestamp::from_millis(row.deadline),
            at: Timestamp::from_millis(row.at),
            excuse,
            overruled: row.overruled,
        });
    }
    Ok(lines)
}

/// Holds a breach against nobody, because of this. It stays a breach, and reports show both figures; of several excuses the last
/// one counts.
///
/// # Errors
/// [`Error::NotFound`] without such a breach, or for whom may not judge the ticket's clocks; [`Error::Invalid`] for `reason`.
pub async fn excuse(store: &Store, actor: &Actor, id: BreachId, reason: &str) -> Result<()> {
    let breach = breaches::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let ticket = TicketId(breach.ticket_id);
    Known::seen(&store.read, actor, ticket, For::Reading).await?.permits(actor, |facts| Act::JudgeClocks(facts))?;
    let reason = Reason::Required.read(reason)?;
    let metric: Metric = stored::word(&breach.metric)?;
    let cycle = u32::try_from(breach.cycle).map_err(|_| Error::Unreadable { what: "breach" })?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, ticket, |facts| Act::JudgeClocks(facts)).await?;
                change.tell(What::Excused { metric, cycle, reason: reason.clone() });
                change.finish(tx, "ticket.excuse").await
            })
        })
        .await
}
