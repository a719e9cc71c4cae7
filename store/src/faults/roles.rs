//! Who does what in a fault: one person each.

use domain::{
    fault::declaration::Role,
    id::{FaultId, UserId},
    invalid::{Code, Invalid},
    people::AccountState,
    permit::{Act, Actor, may},
    ticket::view::PersonRef,
};
use serde_json::json;

use super::{change::Change, facts::Known};
use crate::{Error, Result, Store, actor, entity::faults, people, tickets};

/// Gives a role to somebody, or takes it from everybody; `was` is who had it, as the person saw it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when somebody else has the role by now; [`Error::Invalid`] at `person`:
/// `UnknownPerson` for who could not see the fault.
pub async fn hand(store: &Store, actor: &Actor, id: FaultId, role: Role, was: Option<UserId>, to: Option<UserId>) -> Result<()> {
    let known = Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    if let Some(person) = to {
        let found = actor::load(store, person).await.ok();
        let fits = |person: &Actor| person.state == AccountState::Active && person.is_agent() && may(person, Act::SeeFault(&known.facts));
        if !found.is_some_and(|person| fits(&person)) {
            return Err(Invalid::one("person", Code::UnknownPerson).into());
        }
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let place = place(change.row(), role);
                if place.map(UserId) != was {
                    return Err(Error::Conflict { what: "fault" });
                }
                if was == to {
                    return Ok(());
                }
                *place = to.map(UserId::get);
                change.finish(tx, "fault.hand_role", json!({ "role": role, "from": { "person": was }, "to": { "person": to } })).await
            })
        })
        .await
}

fn place(row: &mut faults::Model, role: Role) -> &mut Option<i64> {
    match role {
        Role::Commander => &mut row.commander_id,
        Role::Scribe => &mut row.scribe_id,
        Role::Liaison => &mut row.liaison_id,
    }
}

/// Who may be given a role, by name: the members of the teams of the services that the fault hits, and the reader.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault.
pub async fn candidates(store: &Store, actor: &Actor, id: FaultId) -> Result<Vec<PersonRef>> {
    let known = Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let mut members = vec![actor.user.get()];
    for team in known.facts.teams {
        members.extend(tickets::members(&store.read, Some(team)).await?.into_iter().map(UserId::get));
    }
    let mut people: Vec<PersonRef> = people::refs(&store.read, members).await?.into_values().collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}
