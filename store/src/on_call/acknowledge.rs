//! "I have it": on the fault's page, or by the signed link of a call, which needs no sign-in.

use domain::{
    fault::number::Number,
    id::FaultId,
    on_call::view::{Asked, Standing as Stands},
    people::AccountState,
    permit::{Act, Actor},
    time::Timestamp,
};
use sea_orm::EntityTrait;
use serde_json::json;

use super::link::{Link, services_of};
use crate::{
    Error, Result, Store, Tx, actor, alerts, convert,
    entity::users,
    faults::{self, Acknowledging, Standing},
    tickets::names::Wanted,
};

/// Says that the actor has a fault, with all its alerts that nobody has. Nothing changes where somebody has it or where it is over.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault; the database's.
pub async fn have(store: &Store, actor: &Actor, id: FaultId) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let fault = Acknowledging::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                take(tx, actor, id, fault, "page").await
            })
        })
        .await
}

/// The same by the link of a call, in the name of whom it was sent to: whoever holds it is who that is.
///
/// # Errors
/// [`Error::DeadLink`] when the link was changed or is too old, and when the account is not in use any more.
pub async fn have_by_link(store: &Store, token: &str) -> Result<()> {
    let link = Link::verify(&store.signing_key().await?, token, store.now())?;
    let actor = holder(store, link).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let fault = Acknowledging::begin_called(tx, link.fault).await?;
                take(tx, &actor, link.fault, fault, "link").await
            })
        })
        .await
}

async fn take(tx: &mut Tx<'_>, actor: &Actor, id: FaultId, mut fault: Acknowledging, by: &str) -> Result<()> {
    if !fault.waits() {
        return Ok(());
    }
    alerts::take(tx, id, actor.user).await?;
    faults::acknowledged(tx, actor, &mut fault).await?;
    fault.finish(tx, "fault.acknowledge", json!({ "by": by })).await
}

/// The fault that a link is about. Looking changes nothing: programs that check mails follow links, too.
///
/// # Errors
/// As [`have_by_link`].
pub async fn asked(store: &Store, token: &str) -> Result<Asked> {
    let link = Link::verify(&store.signing_key().await?, token, store.now())?;
    let holder = holder(store, link).await?;
    let conn = &store.read;
    let found = Standing::find(conn, link.fault, false).await;
    let found = found.map_err(|error| if matches!(error, Error::NotFound) { Error::DeadLink } else { error })?;
    let standing = match &found.had {
        Some((by, at)) => {
            let mut wanted = Wanted::default();
            wanted.person(*by);
            let names = wanted.find(conn).await?;
            Stands::Had { by: by.and_then(|by| names.person(by)).cloned(), at: *at, is_own: *by == Some(link.person) }
        }
        None if found.row.open => Stands::Waits,
        None => Stands::Over,
    };
    Ok(Asked {
        number: Number(link.fault),
        title: found.row.title.clone(),
        severity: convert::word("fault", &found.row.severity)?,
        services: services_of(conn, found.known.services.iter().map(|service| service.get())).await?,
        declared_at: Timestamp::from_millis(found.row.declared_at),
        name: holder.name,
        standing,
    })
}

/// Who was called, as long as the account is in use.
async fn holder(store: &Store, link: Link) -> Result<Actor> {
    let is_there = users::Entity::find_by_id(link.person.get()).one(&store.read).await?.is_some();
    if !is_there {
        return Err(Error::DeadLink);
    }
    let holder = actor::load(store, link.person).await?;
    if holder.state == AccountState::Active { Ok(holder) } else { Err(Error::DeadLink) }
}
