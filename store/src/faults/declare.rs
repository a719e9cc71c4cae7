//! Saying that there is a fault.

use domain::{
    fault::{
        Severity,
        declaration::{Details, State},
    },
    id::{FaultId, IntegrationId, ServiceId, TicketId, UserId},
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
    ticket::view::ServiceRef,
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::{facts, tickets};
use crate::{
    Error, Result, Store, Tx,
    entity::{fault_services, faults, services},
    live::Word,
    on_call,
    people::service_ref,
    services as catalogue,
};

/// What somebody says who has no time: what is wrong, and with which service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// What is wrong, in one line.
    pub title: String,
    /// What it hits.
    pub service: Option<ServiceId>,
    /// The ticket that tells of it, if one does.
    pub ticket: Option<TicketId>,
}

/// The services that the actor may declare a fault of, in their order.
///
/// # Errors
/// Those of the database.
pub async fn declarable(store: &Store, actor: &Actor) -> Result<Vec<ServiceRef>> {
    let conn = &store.read;
    let rows = services::Entity::find()
        .filter(services::Column::ArchivedAt.is_null())
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    let facts = catalogue::facts_of_all(conn, rows.iter().map(|row| ServiceId(row.id))).await?;
    let may_declare = |row: &&services::Model| {
        let facts = facts.iter().find(|facts| facts.id.get() == row.id);
        facts.is_some_and(|facts| may(actor, Act::DeclareFault(facts)))
    };
    Ok(rows.iter().filter(may_declare).map(service_ref).collect())
}

/// Says that there is a fault. Nothing is assumed of its moments: when it began is not when it was declared. A major one it is until
/// somebody says otherwise.
///
/// # Errors
/// [`Error::Invalid`] at `title` as [`Details::parse`], at `service` (`Required`; `UnknownReference` for what is none, or none that the
/// actor may know of); [`Error::NotFound`] for a ticket whose internal side they may not see.
pub async fn declare(store: &Store, actor: &Actor, declaration: &Declaration) -> Result<FaultId> {
    let hit = Details {
        title: declaration.title.clone(),
        severity: Severity::Major,
        services: declaration.service.into_iter().collect(),
        drill: false,
    };
    let details = hit.parse().map_err(|mut invalid| {
        for wrong in &mut invalid.fields {
            if wrong.field == "services" {
                "service".clone_into(&mut wrong.field);
            }
        }
        invalid
    })?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                for service in &details.services {
                    let known = catalogue::facts(&tx.conn, *service).await.ok();
                    if !known.is_some_and(|(_, facts)| may(actor, Act::DeclareFault(&facts))) {
                        return Err(Invalid::one("service", Code::UnknownReference).into());
                    }
                }
                let id = insert(tx, actor.user, &details).await?;
                if let Some(ticket) = declaration.ticket {
                    tickets::insert(tx, actor, id, ticket).await?;
                }
                let row = faults::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                let facts = vec![facts::facts(&tx.conn, &row, &details.services).await?];
                tx.news.push(Word::Fault { fault: id, facts });
                let data = json!({ "title": details.title, "services": details.services, "ticket": declaration.ticket });
                tx.audit("fault.declare", ("fault", id), data);
                Ok(id)
            })
        })
        .await
}

/// Declares what an alert tells of, in the name of who answers for the integration. What the fault hits is known to be in use.
///
/// # Errors
/// The database's, and as [`Details::parse`].
pub(crate) async fn declare_by_alert(tx: &mut Tx<'_>, owner: UserId, details: &Details, integration: IntegrationId) -> Result<FaultId> {
    let details = details.parse()?;
    let id = insert(tx, owner, &details).await?;
    let data = json!({ "title": details.title, "services": details.services, "integration": integration });
    tx.audit("fault.declare", ("fault", id), data);
    Ok(id)
}

async fn insert(tx: &Tx<'_>, by: UserId, details: &Details) -> Result<FaultId> {
    let row = faults::ActiveModel {
        id: NotSet,
        title: Set(details.title.clone()),
        severity: Set(details.severity.as_str().to_owned()),
        drill: Set(details.drill),
        state: Set(State::Ongoing.as_str().to_owned()),
        open: Set(true),
        began_at: Set(tx.now.millis()),
        finder: Set(None),
        declared_by: Set(by.get()),
        declared_at: Set(tx.now.millis()),
        commander_id: Set(None),
        scribe_id: Set(None),
        liaison_id: Set(None),
        version: Set(1),
        changes: Set(1),
    };
    let id = FaultId(faults::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
    hits(tx, id, &details.services).await?;
    if !details.drill {
        on_call::begin(tx, id, details.severity, &details.services).await?;
    }
    Ok(id)
}

/// Writes what a fault hits, instead of what it hit before.
pub(super) async fn hits(tx: &Tx<'_>, id: FaultId, services: &[ServiceId]) -> Result<()> {
    fault_services::Entity::delete_many().filter(fault_services::Column::FaultId.eq(id.get())).exec(&tx.conn).await?;
    let rows = services.iter().map(|service| fault_services::ActiveModel { fault_id: Set(id.get()), service_id: Set(service.get()) });
    fault_services::Entity::insert_many(rows).exec_without_returning(&tx.conn).await?;
    Ok(())
}
