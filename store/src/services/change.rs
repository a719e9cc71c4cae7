//! Creating, changing and archiving services.

use std::collections::HashMap;

use domain::{
    catalogue::ServiceDraft,
    id::{ServiceId, TeamId, UserId},
    invalid::{Code, Invalid},
    people::{AccountState, TeamKind},
    permit::{Act, Actor, ServiceFacts, may},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::query::{AUDIENCE, EVERYBODY, draft_of, facts, facts_of_all};
use crate::{
    Error, Result, Store, Tx,
    entity::{categories, service_audience, services, users},
};

/// Creates a service at the end of its team's list, as a draft: see [`put_on_offer`].
///
/// # Errors
/// [`Error::NotFound`] without the permission for its team; [`Error::Invalid`] by field, those of
/// [`ServiceDraft::parse`] and `team`, `owner`, `category`, `audience`.
pub async fn create(store: &Store, actor: &Actor, draft: ServiceDraft) -> Result<ServiceId> {
    if !may(actor, Act::CreateService { team: draft.team }) {
        return Err(Error::NotFound);
    }
    let draft = draft.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                references(tx, &draft, None).await?;
                let last: Option<Option<i64>> = services::Entity::find()
                    .select_only()
                    .column_as(services::Column::Position.max(), "last")
                    .into_tuple()
                    .one(&tx.conn)
                    .await?;
                let mut row = services::ActiveModel {
                    position: Set(last.flatten().map_or(0, |last| last + 1)),
                    created_at: Set(tx.now.millis()),
                    updated_at: Set(tx.now.millis()),
                    version: Set(1),
                    ..Default::default()
                };
                fill(&mut row, &draft);
                let service = ServiceId(services::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
                set_audience(tx, service, &draft.audience).await?;
                tx.audit("service.create", ("service", service), json!(draft));
                Ok(service)
            })
        })
        .await
}

/// Changes a service; `version` is the state that the change is based on.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a service; [`Error::Conflict`] when
/// somebody else changed it since; [`Error::Invalid`] as for [`create`], also when the service
/// is moved to a team for which the actor may not create one.
pub async fn change(store: &Store, actor: &Actor, service: ServiceId, version: i64, draft: ServiceDraft) -> Result<()> {
    allowed(store, actor, service).await?;
    let draft = draft.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (row, is) = locked(tx, actor, service).await?;
                if row.version != version {
                    return Err(Error::Conflict { what: "service" });
                }
                if draft.team.get() != row.team_id && !may(actor, Act::CreateService { team: draft.team }) {
                    return Err(Invalid::one("team", Code::UnknownReference).into());
                }
                let from = draft_of(&row, is.visible_to.unwrap_or_default())?;
                references(tx, &draft, Some(&from)).await?;
                let mut row = row.into_active_model();
                fill(&mut row, &draft);
                row.updated_at = Set(tx.now.millis());
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                set_audience(tx, service, &draft.audience).await?;
                tx.audit("service.change", ("service", service), json!({ "from": from, "to": draft }));
                Ok(())
            })
        })
        .await
}

/// Offers a draft to those whom it is for, from now on; one that is offered already stays so.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a service; [`Error::Invalid`] with `form` while no form is published, and with
/// `team` when its team is archived.
pub async fn put_on_offer(store: &Store, actor: &Actor, service: ServiceId) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (row, _) = locked(tx, actor, service).await?;
                if row.offered_at.is_some() {
                    return Ok(());
                }
                let mut missing = Invalid::default();
                if row.form_id.is_none() {
                    missing.add("form", Code::Required);
                }
                if crate::teams::in_use(tx, TeamId(row.team_id)).await?.is_none() {
                    missing.add("team", Code::UnknownReference);
                }
                missing.or(())?;
                let version = row.version;
                let mut row = row.into_active_model();
                row.offered_at = Set(Some(tx.now.millis()));
                row.updated_at = Set(tx.now.millis());
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("service.offer", ("service", service), json!({}));
                Ok(())
            })
        })
        .await
}

/// Offers a service no more. Its tickets go on.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a service.
pub async fn archive(store: &Store, actor: &Actor, service: ServiceId) -> Result<()> {
    set_archived(store, actor, service, true).await
}

/// Offers an archived service again.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a service; [`Error::Invalid`] with `team` when its team is archived.
pub async fn restore(store: &Store, actor: &Actor, service: ServiceId) -> Result<()> {
    set_archived(store, actor, service, false).await
}

async fn set_archived(store: &Store, actor: &Actor, service: ServiceId, archived: bool) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (row, _) = locked(tx, actor, service).await?;
                if row.archived_at.is_some() == archived {
                    return Ok(());
                }
                if !archived && crate::teams::in_use(tx, TeamId(row.team_id)).await?.is_none() {
                    return Err(Invalid::one("team", Code::UnknownReference).into());
                }
                let version = row.version;
                let mut row = row.into_active_model();
                row.archived_at = Set(archived.then(|| tx.now.millis()));
                row.updated_at = Set(tx.now.millis());
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                let action = if archived { "service.archive" } else { "service.restore" };
                tx.audit(action, ("service", service), json!({}));
                Ok(())
            })
        })
        .await
}

/// Puts services into this order, in the catalogue and in lists; others stay where they are.
///
/// # Errors
/// [`Error::NotFound`] without the permission for one of them, or when there is none such.
pub async fn order(store: &Store, actor: &Actor, services: &[ServiceId]) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let ids = services.iter().map(|service| service.get());
                let moved = services::Entity::find().filter(services::Column::Id.is_in(ids)).order_by_asc(services::Column::Id);
                let rows = moved.lock_exclusive().all(&tx.conn).await?;
                if rows.len() != services.len() {
                    return Err(Error::NotFound);
                }
                for facts in facts_of_all(&tx.conn, services.iter().copied()).await? {
                    permitted(actor, &facts)?;
                }
                // They share out the places that they have already, so nothing else moves.
                let mut places: Vec<i64> = rows.iter().map(|row| row.position).collect();
                places.sort_unstable();
                let place: HashMap<i64, i64> = services.iter().map(|service| service.get()).zip(places).collect();
                for row in rows {
                    let Some(&place) = place.get(&row.id).filter(|place| **place != row.position) else { continue };
                    let mut row = row.into_active_model();
                    row.position = Set(place);
                    row.update(&tx.conn).await?;
                }
                tx.audit("service.order", ("service", "*"), json!({ "order": services }));
                Ok(())
            })
        })
        .await
}

/// Refuses early, before what was typed is looked at; [`locked`] decides.
pub(super) async fn allowed(store: &Store, actor: &Actor, service: ServiceId) -> Result<()> {
    permitted(actor, &facts(&store.read, service).await?.1)
}

fn permitted(actor: &Actor, facts: &ServiceFacts) -> Result<()> {
    if may(actor, Act::ManageService(facts)) { Ok(()) } else { Err(Error::NotFound) }
}

/// The service as nobody else changes it until the transaction ends, for whoever may change it as it is now: somebody may have moved
/// it to another team a moment ago.
pub(super) async fn locked(tx: &Tx<'_>, actor: &Actor, service: ServiceId) -> Result<(services::Model, ServiceFacts)> {
    let lock = services::Entity::find_by_id(service.get()).lock_exclusive();
    lock.one(&tx.conn).await?.ok_or(Error::NotFound)?;
    let found = facts(&tx.conn, service).await?;
    permitted(actor, &found.1)?;
    Ok(found)
}

fn fill(row: &mut services::ActiveModel, draft: &ServiceDraft) {
    row.name_en = Set(draft.name.en.clone());
    row.name_zh = Set(draft.name.zh.clone());
    row.description_en = Set(draft.description.en.clone());
    row.description_zh = Set(draft.description.zh.clone());
    row.icon = Set(draft.icon.clone());
    row.category_id = Set(draft.category.map(i64::from));
    row.team_id = Set(draft.team.get());
    row.owner_id = Set(draft.owner.map(UserId::get));
    row.kind = Set(draft.kind.as_str().to_owned());
    row.impact = Set(draft.impact.as_str().to_owned());
    row.urgency = Set(draft.urgency.as_str().to_owned());
    row.open_to_team = Set(draft.open_to_team);
    row.visibility = Set(if draft.audience.is_empty() { EVERYBODY } else { AUDIENCE }.to_owned());
}

async fn set_audience(tx: &Tx<'_>, service: ServiceId, audience: &[TeamId]) -> Result<()> {
    let old = service_audience::Entity::delete_many().filter(service_audience::Column::ServiceId.eq(service.get()));
    old.exec(&tx.conn).await?;
    if audience.is_empty() {
        return Ok(());
    }
    let rows = audience.iter().map(|team| service_audience::ActiveModel { service_id: Set(service.get()), team_id: Set(team.get()) });
    service_audience::Entity::insert_many(rows).exec_without_returning(&tx.conn).await?;
    Ok(())
}

/// Everything that the draft names is there and in use; what it named before may stay.
async fn references(tx: &Tx<'_>, draft: &ServiceDraft, from: Option<&ServiceDraft>) -> Result<()> {
    let mut invalid = Invalid::default();
    if crate::teams::in_use(tx, draft.team).await?.is_none_or(|team| team.kind == TeamKind::Business.as_str()) {
        invalid.add("team", Code::UnknownReference);
    }
    if let Some(owner) = draft.owner
        && from.and_then(|from| from.owner) != Some(owner)
    {
        let account = users::Entity::find_by_id(owner.get()).one(&tx.conn).await?;
        let usable = [AccountState::Active, AccountState::Invited].map(AccountState::as_str);
        if !account.is_some_and(|account| usable.contains(&account.state.as_str())) {
            invalid.add("owner", Code::UnknownReference);
        }
    }
    if let Some(category) = draft.category
        && categories::Entity::find_by_id(category.get()).one(&tx.conn).await?.is_none()
    {
        invalid.add("category", Code::UnknownReference);
    }
    let known = crate::teams::refs(&tx.conn, draft.audience.iter().map(|team| team.get())).await?;
    if known.len() != draft.audience.len() {
        invalid.add("audience", Code::UnknownReference);
    }
    Ok(invalid.or(())?)
}
