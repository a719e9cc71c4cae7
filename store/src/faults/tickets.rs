//! Tickets that belong to a fault.

use std::collections::{BTreeSet, HashMap};

use domain::{
    fault::{derive, number::Number, view::Linked},
    id::{FaultId, TeamId, TicketId},
    invalid::{Code, Invalid},
    permit::{Act, Actor},
    ticket::{Number as TicketNumber, view::TicketRef},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::{change::Change, facts::Known, updates};
use crate::{
    Error, Result, Store, Tx,
    entity::{fault_tickets, faults, memberships, services, tickets},
    tickets::{For, Known as Ticket, stored as ticket_stored},
};

/// The most tickets that one fault has.
const MOST: u64 = 2_000;

/// Says that a ticket belongs to the fault. What belongs to it already stays as it is.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault; [`Error::Invalid`] at `ticket`: `UnknownReference` for what is none, or none whose
/// internal side they may see, `TooMany`.
pub async fn link(store: &Store, actor: &Actor, id: FaultId, ticket: TicketId) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let linked = insert(tx, actor, id, ticket).await.map_err(|error| match error {
                    Error::NotFound => Invalid::one("ticket", Code::UnknownReference).into(),
                    error => error,
                })?;
                if !linked {
                    return Ok(());
                }
                updates::catch_up(tx, id, ticket).await?;
                change.finish(tx, "fault.link_ticket", json!({ "ticket": ticket })).await
            })
        })
        .await
}

/// Says that a ticket does not belong to the fault.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault, and for a ticket that does not belong to it.
pub async fn unlink(store: &Store, actor: &Actor, id: FaultId, ticket: TicketId) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let gone = fault_tickets::Entity::delete_by_id((id.get(), ticket.get())).exec(&tx.conn).await?;
                if gone.rows_affected == 0 {
                    return Err(Error::NotFound);
                }
                change.finish(tx, "fault.unlink_ticket", json!({ "ticket": ticket })).await
            })
        })
        .await
}

/// Whether it is new to the fault.
pub(super) async fn insert(tx: &Tx<'_>, actor: &Actor, id: FaultId, ticket: TicketId) -> Result<bool> {
    use sea_orm::PaginatorTrait;
    Ticket::seen(&tx.conn, actor, ticket, For::Reading).await?.permits(actor, |facts| Act::SeeNotes(facts))?;
    if fault_tickets::Entity::find_by_id((id.get(), ticket.get())).one(&tx.conn).await?.is_some() {
        return Ok(false);
    }
    let many = fault_tickets::Entity::find().filter(fault_tickets::Column::FaultId.eq(id.get())).count(&tx.conn).await?;
    if many >= MOST {
        return Err(Invalid::one("ticket", Code::TooMany { max: usize::try_from(MOST).unwrap_or(usize::MAX) }).into());
    }
    let row = fault_tickets::ActiveModel {
        fault_id: Set(id.get()),
        ticket_id: Set(ticket.get()),
        linked_by: Set(actor.user.get()),
        linked_at: Set(tx.now.millis()),
    };
    fault_tickets::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    Ok(true)
}

async fn rows(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<(fault_tickets::Model, tickets::Model)>> {
    let links = fault_tickets::Entity::find().filter(fault_tickets::Column::FaultId.eq(id.get())).all(conn).await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let found = tickets::Entity::find()
        .filter(tickets::Column::Id.is_in(links.iter().map(|link| link.ticket_id)))
        .order_by_asc(tickets::Column::CreatedAt)
        .order_by_asc(tickets::Column::Id)
        .all(conn)
        .await?;
    let mut links: HashMap<i64, fault_tickets::Model> = links.into_iter().map(|link| (link.ticket_id, link)).collect();
    Ok(found.into_iter().filter_map(|ticket| Some((links.remove(&ticket.id)?, ticket))).collect())
}

/// The tickets of a fault, the first one that was filed first: the numbers of all, and the titles of those that the reader sees.
pub(super) async fn linked(conn: &impl ConnectionTrait, reader: &Actor, id: FaultId) -> Result<Vec<Linked>> {
    let reach = reader.reach();
    let one = |(link, ticket): (fault_tickets::Model, tickets::Model)| {
        let number = TicketNumber::new(ticket_stored::word(&ticket.kind)?, TicketId(ticket.id));
        let seen = reach.covers_place(ticket_stored::place(&ticket));
        Ok(Linked {
            ticket: TicketRef { number, title: seen.then_some(ticket.title) },
            filed_at: Timestamp::from_millis(ticket.created_at),
            at: Timestamp::from_millis(link.linked_at),
        })
    };
    rows(conn, id).await?.into_iter().map(one).collect()
}

/// The same as the rule asks for them.
pub(super) async fn filed(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<derive::Ticket>> {
    let rows = rows(conn, id).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let of_services = services::Entity::find()
        .filter(services::Column::Id.is_in(rows.iter().filter_map(|(_, ticket)| ticket.service_id)))
        .all(conn)
        .await?;
    let answers: HashMap<i64, i64> = of_services.into_iter().map(|service| (service.id, service.team_id)).collect();
    let members: BTreeSet<(i64, i64)> = memberships::Entity::find()
        .filter(memberships::Column::UserId.is_in(rows.iter().map(|(_, ticket)| ticket.requester_id)))
        .all(conn)
        .await?
        .into_iter()
        .map(|row| (row.team_id, row.user_id))
        .collect();
    let one = |(_, ticket): (fault_tickets::Model, tickets::Model)| {
        let number = TicketNumber::new(ticket_stored::word(&ticket.kind)?, TicketId(ticket.id));
        let team = ticket.service_id.and_then(|service| answers.get(&service).copied()).or(ticket.team_id).map(TeamId);
        Ok(derive::Ticket {
            filed_at: Timestamp::from_millis(ticket.created_at),
            by_staff: team.is_some_and(|team| members.contains(&(team.get(), ticket.requester_id))),
            evidence: format!("/desk/{number}"),
        })
    };
    rows.into_iter().map(one).collect()
}

/// The faults that a ticket belongs to, with their titles, the last one first, as far as the actor sees the faults. That they see the
/// ticket's internal side, the caller has made sure.
pub(crate) async fn of_ticket(conn: &impl ConnectionTrait, actor: &Actor, ticket: TicketId) -> Result<Vec<(Number, String)>> {
    if !actor.sees_every_fault() {
        return Ok(Vec::new());
    }
    let links = fault_tickets::Entity::find().filter(fault_tickets::Column::TicketId.eq(ticket.get())).all(conn).await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let found = faults::Entity::find()
        .filter(faults::Column::Id.is_in(links.iter().map(|link| link.fault_id)))
        .order_by_desc(faults::Column::Id)
        .all(conn)
        .await?;
    Ok(found.into_iter().map(|row| (Number(FaultId(row.id)), row.title)).collect())
}
