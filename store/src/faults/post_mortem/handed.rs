//! Actions that are worked on in a ticket.

use std::collections::{BTreeMap, HashMap};

use domain::{
    fault::{
        action::Action,
        number::Number,
        post_mortem::{ActionLine, ActionTicket, Content},
    },
    id::{FaultId, ServiceId, TicketId},
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
    ticket::{Closed, Number as TicketNumber, Resolved, Status},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Query};
use serde_json::json;

use super::{super::list::seen_by, Change, Kept, lists, today};
use crate::{
    Error, Result, Store, Tx,
    entity::{fault_actions, faults, tickets},
    tickets::{For, Known as Ticket, ToDo, stored, submit_to_do},
};

/// The most characters of a title that is made of an action.
const TITLE: usize = 120;

/// In which ticket an action is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handing {
    /// In a new one, by those who answer for this service.
    Make {
        /// The service.
        service: ServiceId,
    },
    /// In one that there is.
    Link {
        /// The ticket.
        ticket: TicketId,
    },
    /// In none after all. The ticket stays as it is.
    Unlink,
}

/// Says in which ticket an action is worked on. Its owner and whoever works on the fault do. A new ticket asks nothing of the service's form; it
/// is its owner's, if they answer for the service, and otherwise they watch it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not, and without such an action; [`Error::Conflict`] where it has a ticket already, or has none to be taken from
/// it; [`Error::Invalid`] at `service` (`UnknownReference` for one that the actor may ask nothing of) and `ticket` (`UnknownReference` for
/// what is none, or none whose internal side they may see).
pub async fn hand(store: &Store, actor: &Actor, id: FaultId, place: usize, handing: Handing) -> Result<()> {
    let settings = store.settings().await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::SeeFault(facts)).await?;
                let mut kept = Kept::find(&tx.conn, id).await?.ok_or(Error::NotFound)?;
                let works = may(actor, Act::WorkFault(&change.known.facts));
                let action = kept.post_mortem.action_mut(place).ok_or(Error::NotFound)?;
                if !(works || actor.is_agent() && action.owner == Some(actor.user)) {
                    return Err(Error::NotFound);
                }
                if action.ticket.is_some() != (handing == Handing::Unlink) {
                    return Err(Error::Conflict { what: "fault_action" });
                }
                let before = action.ticket;
                action.ticket = match handing {
                    Handing::Make { service } => {
                        let (title, description) = told(action, Number(id), place);
                        let (owner, matrix, rule) = (action.owner, settings.matrix.clone(), settings.closing);
                        let to_do = ToDo { service, title, description, owner, matrix, rule };
                        let made = submit_to_do(tx, actor, to_do).await.map_err(|error| unknown(error, "service"))?;
                        Some(made.id)
                    }
                    Handing::Link { ticket } => {
                        sees(tx, actor, ticket).await.map_err(|error| unknown(error, "ticket"))?;
                        Some(ticket)
                    }
                    Handing::Unlink => None,
                };
                let ticket = action.ticket.or(before);
                kept.write(tx).await?;
                let done = match handing {
                    Handing::Make { .. } => "fault_action.make_ticket",
                    Handing::Link { .. } => "fault_action.link_ticket",
                    Handing::Unlink => "fault_action.unlink_ticket",
                };
                change.finish(tx, done, json!({ "place": place, "ticket": ticket })).await
            })
        })
        .await
}

/// The title and the description of a ticket for an action: its first line, and all that was agreed on with the way back.
fn told(action: &Action, fault: Number, place: usize) -> (String, String) {
    let line = action.text.lines().next().unwrap_or_default().trim();
    let mut title: String = line.chars().take(TITLE).collect();
    if title.chars().count() < 3 {
        title = format!("{fault}: {title}");
    }
    let back = format!("[{fault}](/faults/{fault}/post-mortem#action-{})", place + 1);
    let parts = [action.text.as_str(), &action.criterion, &back];
    (title, parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n"))
}

async fn sees(tx: &Tx<'_>, actor: &Actor, ticket: TicketId) -> Result<()> {
    Ticket::seen(&tx.conn, actor, ticket, For::Reading).await?.permits(actor, |facts| Act::SeeNotes(facts))
}

/// What is none, and what may not be known, is told at the field where it was named.
fn unknown(error: Error, field: &str) -> Error {
    match error {
        Error::NotFound => Invalid::one(field, Code::UnknownReference).into(),
        error => error,
    }
}

/// The tickets of these actions that the actor sees, by the actions' places. The others are taken out of the text: that there is one
/// is not told either.
pub(super) async fn seen(conn: &impl ConnectionTrait, actor: &Actor, content: &mut Content) -> Result<BTreeMap<usize, ActionTicket>> {
    let ids: Vec<i64> = content.actions.iter().filter_map(|action| action.ticket).map(TicketId::get).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = tickets::Entity::find().filter(tickets::Column::Id.is_in(ids)).all(conn).await?;
    let reach = actor.reach();
    let rows = rows.into_iter().filter(|row| reach.covers_place(stored::place(row)));
    let known: HashMap<i64, tickets::Model> = rows.map(|row| (row.id, row)).collect();
    let mut found = BTreeMap::new();
    for (place, action) in content.actions.iter_mut().enumerate() {
        match action.ticket.and_then(|ticket| known.get(&ticket.get())) {
            Some(row) => drop(found.insert(place, shown(row)?)),
            None => action.ticket = None,
        }
    }
    Ok(found)
}

fn shown(row: &tickets::Model) -> Result<ActionTicket> {
    let status = stored::status(row)?;
    let resolved = match &status {
        Status::Resolved(resolved) | Status::Closed(Closed { resolved: Some(resolved), .. }) => Some(resolved),
        Status::Open(_) | Status::Closed(_) | Status::Cancelled(_) => None,
    };
    let resolution = resolved.and_then(|Resolved { resolution, .. }| resolution.as_ref()).map(|resolution| resolution.text.clone());
    Ok(ActionTicket {
        number: TicketNumber::new(stored::word(&row.kind)?, TicketId(row.id)),
        title: row.title.clone(),
        status: status.name(),
        resolution: resolution.unwrap_or_default(),
    })
}

/// The actions that are worked on in a ticket, of the faults that the actor sees. That they see the ticket's internal side, the caller has
/// made sure.
pub(crate) async fn of_ticket(store: &Store, actor: &Actor, ticket: TicketId) -> Result<Vec<ActionLine>> {
    let conn = &store.read;
    let mut seen = Query::select();
    seen.column(faults::Column::Id).from(faults::Entity).cond_where(seen_by(actor));
    let rows = fault_actions::Entity::find()
        .filter(fault_actions::Column::TicketId.eq(ticket.get()))
        .filter(fault_actions::Column::FaultId.in_subquery(seen))
        .order_by_asc(fault_actions::Column::FaultId)
        .order_by_asc(fault_actions::Column::Place)
        .all(conn)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    lists::lines(conn, &rows, today(store).await?).await
}
