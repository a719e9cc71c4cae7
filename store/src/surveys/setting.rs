//! What a service asks, and when.

use domain::{
    id::ServiceId,
    permit::{Act, Actor, may},
    survey::{Every, Setting},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use serde_json::json;

use crate::{Error, Result, Store, convert, entity::service_surveys, services};

/// What a service asks.
///
/// # Errors
/// [`Error::NotFound`] without such a service, or none that the actor may change.
pub async fn setting(store: &Store, actor: &Actor, service: ServiceId) -> Result<Setting> {
    permitted(&store.read, actor, service).await?;
    of_service(&store.read, Some(service.get())).await
}

/// Sets what a service asks from now on. What was asked before stays as it was.
///
/// # Errors
/// [`Error::NotFound`] without such a service, or none that the actor may change.
pub async fn set(store: &Store, actor: &Actor, service: ServiceId, setting: Setting) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async move {
                permitted(&tx.conn, actor, service).await?;
                if of_service(&tx.conn, Some(service.get())).await? == setting {
                    return Ok(());
                }
                let row = service_surveys::ActiveModel {
                    service_id: Set(service.get()),
                    kind: Set(setting.kind.map(|kind| kind.as_str().to_owned())),
                    asked_at: Set(setting.at.as_str().to_owned()),
                    every_days: Set(setting.every.get().into()),
                };
                let replace = OnConflict::column(service_surveys::Column::ServiceId)
                    .update_columns([service_surveys::Column::Kind, service_surveys::Column::AskedAt, service_surveys::Column::EveryDays])
                    .to_owned();
                service_surveys::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx.conn).await?;
                let data = json!({ "kind": setting.kind, "at": setting.at, "every_days": setting.every.get() });
                tx.audit("service.set_survey", ("service", service), data);
                Ok(())
            })
        })
        .await
}

async fn permitted(conn: &impl ConnectionTrait, actor: &Actor, service: ServiceId) -> Result<()> {
    let (_, facts) = services::facts(conn, service).await?;
    if may(actor, Act::ManageService(&facts)) { Ok(()) } else { Err(Error::NotFound) }
}

/// What a ticket's service asks; a ticket without one is asked about as by default.
pub(crate) async fn of_service(conn: &impl ConnectionTrait, service: Option<i64>) -> Result<Setting> {
    let Some(service) = service else { return Ok(Setting::default()) };
    service_surveys::Entity::find_by_id(service).one(conn).await?.map_or(Ok(Setting::default()), |row| of_row(&row))
}

pub(crate) fn of_row(row: &service_surveys::Model) -> Result<Setting> {
    let every = u16::try_from(row.every_days).ok().and_then(|days| Every::days(days).ok());
    Ok(Setting {
        kind: row.kind.as_deref().map(|kind| convert::word("survey", kind)).transpose()?,
        at: convert::word("survey", &row.asked_at)?,
        every: every.ok_or(Error::Unreadable { what: "survey" })?,
    })
}
