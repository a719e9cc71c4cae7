//! Who asks for a ticket, and who follows it.

use domain::{
    id::{TicketId, UserId},
    invalid::{Code, Invalid},
    people::AccountState,
    permit::{Act, Actor, TicketFacts},
    ticket::What,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{
    change::Change,
    facts::{REQUESTER, WATCHER},
};
use crate::{
    Result, Store,
    entity::{ticket_people, users},
};

/// The most people of one role on one ticket.
pub(super) const MOST: usize = 50;

/// One more person asks for the ticket: they see it and may reply.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not edit it; [`crate::Error::Invalid`] for `person`.
pub async fn add_requester(store: &Store, actor: &Actor, id: TicketId, person: UserId) -> Result<()> {
    let what = What::RequesterAdded { person };
    change(store, actor, id, person, REQUESTER, Some(what), |facts| Act::Edit(facts)).await
}

/// A person does not ask for the ticket any more. The first requester always does.
///
/// # Errors
/// As [`add_requester`].
pub async fn remove_requester(store: &Store, actor: &Actor, id: TicketId, person: UserId) -> Result<()> {
    change(store, actor, id, person, REQUESTER, None, |facts| Act::Edit(facts)).await
}

/// One more person follows the ticket: they see its public side and get its mails.
///
/// # Errors
/// As [`add_requester`].
pub async fn add_watcher(store: &Store, actor: &Actor, id: TicketId, person: UserId) -> Result<()> {
    let what = What::WatcherAdded { person };
    change(store, actor, id, person, WATCHER, Some(what), |facts| Act::Edit(facts)).await
}

/// A person does not follow the ticket any more.
///
/// # Errors
/// As [`add_requester`].
pub async fn remove_watcher(store: &Store, actor: &Actor, id: TicketId, person: UserId) -> Result<()> {
    change(store, actor, id, person, WATCHER, None, |facts| Act::Edit(facts)).await
}

/// The actor follows the ticket.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see it.
pub async fn follow(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    let what = What::WatcherAdded { person: actor.user };
    change(store, actor, id, actor.user, WATCHER, Some(what), |facts| Act::SeeTicket(facts)).await
}

/// The actor does not follow the ticket any more.
///
/// # Errors
/// As [`follow`].
pub async fn unfollow(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    change(store, actor, id, actor.user, WATCHER, None, |facts| Act::SeeTicket(facts)).await
}

/// Adds the person in a role, when `added` tells of it, or takes them out of it.
async fn change(
    store: &Store,
    actor: &Actor,
    id: TicketId,
    person: UserId,
    role: &'static str,
    added: Option<What>,
    act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f> + Sync,
) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, &act).await?;
                let facts = change.facts();
                let there = if role == REQUESTER { &facts.requesters } else { &facts.watchers };
                let is_there = there.contains(&person);
                match &added {
                    Some(_) if is_there => {}
                    Some(what) => {
                        check(&tx.conn, person, there.len()).await?;
                        add(&tx.conn, id, person, role).await?;
                        change.tell(what.clone());
                    }
                    None if !is_there => {}
                    None if role == REQUESTER && person == facts.first_requester => {
                        return Err(Invalid::one("person", Code::Required).into());
                    }
                    None => {
                        remove(&tx.conn, id, person, role).await?;
                        change.tell(if role == REQUESTER { What::RequesterRemoved { person } } else { What::WatcherRemoved { person } });
                    }
                }
                let action = match (role, added.is_some()) {
                    (REQUESTER, true) => "ticket.add_requester",
                    (REQUESTER, false) => "ticket.remove_requester",
                    (_, true) => "ticket.add_watcher",
                    (_, false) => "ticket.remove_watcher",
                };
                change.finish(tx, action).await
            })
        })
        .await
}

/// Writes the row of a person in a role.
pub(super) async fn add(conn: &impl ConnectionTrait, id: TicketId, person: UserId, role: &str) -> Result<()> {
    let row = ticket_people::ActiveModel { ticket_id: Set(id.get()), user_id: Set(person.get()), role: Set(role.to_owned()) };
    let once = OnConflict::columns([ticket_people::Column::TicketId, ticket_people::Column::UserId, ticket_people::Column::Role])
        .do_nothing()
        .to_owned();
    ticket_people::Entity::insert(row).on_conflict(once).exec_without_returning(conn).await?;
    Ok(())
}

async fn remove(conn: &impl ConnectionTrait, id: TicketId, person: UserId, role: &str) -> Result<()> {
    ticket_people::Entity::delete_by_id((id.get(), person.get(), role.to_owned())).exec(conn).await?;
    Ok(())
}

async fn check(conn: &impl ConnectionTrait, person: UserId, already: usize) -> Result<()> {
    if already >= MOST {
        return Err(Invalid::one("person", Code::TooMany { max: MOST }).into());
    }
    let found = users::Entity::find_by_id(person.get()).filter(users::Column::State.ne(AccountState::Disabled.as_str())).one(conn).await?;
    if found.is_some() { Ok(()) } else { Err(Invalid::one("person", Code::UnknownReference).into()) }
}
