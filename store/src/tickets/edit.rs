//! Correcting what a ticket says about itself.

use domain::{
    id::{ServiceId, TicketId},
    invalid::{self, Code, Invalid},
    permit::{Act, Actor, ServiceFacts, may},
    priority::{Impact, Urgency},
    ticket::{Kind, What, draft},
};
use sea_orm::ConnectionTrait;

use super::{assign, change::Change, hands, stored};
use crate::{Error, Result, Store, services};

/// Rewords the title.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not; [`crate::Error::Invalid`] for `title`;
/// [`crate::Error::Conflict`] when somebody else reworded the version that was seen.
pub async fn retitle(store: &Store, actor: &Actor, id: TicketId, title: &str, seen: Option<i64>) -> Result<()> {
    let title = invalid::line(title, *draft::TITLE.start(), *draft::TITLE.end()).map_err(|code| Invalid::one("title", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Edit(facts)).await?;
                change.overtakes(tx, seen, &["title_changed"]).await?;
                let from = std::mem::replace(&mut change.row.title, title.clone());
                if from != title {
                    change.tell(What::TitleChanged { from, to: title.clone() });
                }
                change.finish(tx, "ticket.retitle").await
            })
        })
        .await
}

/// Makes a request of an incident, or the other way round. The number keeps its digits.
///
/// # Errors
/// As [`retitle`], but for the title.
pub async fn change_kind(store: &Store, actor: &Actor, id: TicketId, kind: Kind, seen: Option<i64>) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Edit(facts)).await?;
                change.overtakes(tx, seen, &["kind_changed"]).await?;
                let from: Kind = stored::word(&change.row.kind)?;
                if from != kind {
                    change.row.kind = kind.as_str().to_owned();
                    change.tell(What::KindChanged { from, to: kind });
                }
                change.finish(tx, "ticket.change_kind").await
            })
        })
        .await
}

/// Judges anew how much it hurts and how soon it must end; the priority follows by the matrix.
///
/// # Errors
/// As [`retitle`], but for the title.
pub async fn reprioritise(store: &Store, actor: &Actor, id: TicketId, impact: Impact, urgency: Urgency, seen: Option<i64>) -> Result<()> {
    let to = store.settings().await?.matrix.priority(impact, urgency);
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Edit(facts)).await?;
                change.overtakes(tx, seen, &["priority_changed"]).await?;
                let from = stored::priority(change.row.priority)?;
                let before: (Impact, Urgency) = (stored::word(&change.row.impact)?, stored::word(&change.row.urgency)?);
                if before != (impact, urgency) || from != to {
                    change.row.impact = impact.as_str().to_owned();
                    change.row.urgency = urgency.as_str().to_owned();
                    change.row.priority = to.rank();
                    change.tell(What::PriorityChanged { from, to, by: Some((impact, urgency)) });
                }
                change.finish(tx, "ticket.reprioritise").await
            })
        })
        .await
}

/// Moves the ticket to another service and, where another team serves it, to that team.
///
/// # Errors
/// As [`retitle`]; [`crate::Error::NotFound`] also when the actor sees no such service, [`crate::Error::Invalid`] for `service`
/// when it is archived.
pub async fn move_to_service(store: &Store, actor: &Actor, id: TicketId, service: ServiceId, seen: Option<i64>) -> Result<()> {
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Edit(facts)).await?;
                change.overtakes(tx, seen, &["service_changed"]).await?;
                let to = offered(&tx.conn, actor, service).await?;
                if let Some(from) = change.row.service_id.replace(service.get()).filter(|&from| from != service.get()) {
                    change.tell(What::ServiceChanged { from: ServiceId(from), to: service });
                    if change.facts().team != Some(to.team) {
                        if crate::teams::in_use(tx, to.team).await?.is_none() {
                            return Err(Invalid::one("service", Code::UnknownReference).into());
                        }
                        change.row.team_id = Some(to.team.get());
                        let team = hands::members(&tx.conn, Some(to.team)).await?;
                        assign::give(&mut change, None, team, "", &rule)?;
                    }
                }
                change.finish(tx, "ticket.move_to_service").await
            })
        })
        .await
}

/// A service that tickets can be moved to: one that the actor sees and that is offered. One that is hidden from them is
/// answered like one that there is not.
async fn offered(conn: &impl ConnectionTrait, actor: &Actor, id: ServiceId) -> Result<ServiceFacts> {
    let (_, facts) = services::facts(conn, id).await?;
    if !may(actor, Act::SeeService(&facts)) {
        return Err(Error::NotFound);
    }
    if facts.is_open() { Ok(facts) } else { Err(Invalid::one("service", Code::UnknownReference).into()) }
}
