//! The versions of a service's form. A version never changes, so that an old ticket shows what
//! its requester was asked.

use std::collections::HashMap;

use domain::{
    catalogue::FormVersion,
    form::Form,
    id::{FormId, ServiceId},
    permit::Actor,
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::change::{allowed, locked};
use crate::{
    Error, Result, Store, convert,
    entity::{forms, services},
    people,
};

/// Publishes the next version of a service's form; `based_on` is the version that was edited, 0
/// for the first one. A form that is the same as the one in force makes no version.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a service; [`Error::Conflict`] when
/// somebody else published one since; [`Error::Invalid`] as [`Form::check`] spells its fields.
pub async fn publish_form(store: &Store, actor: &Actor, service: ServiceId, based_on: i64, form: &Form) -> Result<FormId> {
    allowed(store, actor, service).await?;
    form.check()?;
    let fields = convert::to_json("form", form)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (row, _) = locked(tx, actor, service).await?;
                let last = last(&tx.conn, service).await?;
                if last.as_ref().map_or(0, |last| last.version) != based_on {
                    return Err(Error::Conflict { what: "form" });
                }
                if let Some(same) = last.filter(|last| last.fields == fields && row.form_id == Some(last.id)) {
                    return Ok(FormId(same.id));
                }
                let version = based_on + 1;
                let form = forms::ActiveModel {
                    service_id: Set(service.get()),
                    version: Set(version),
                    fields: Set(fields.clone()),
                    created_by: Set(Some(actor.user.get())),
                    created_at: Set(tx.now.millis()),
                    ..Default::default()
                };
                let id = forms::Entity::insert(form).exec(&tx.conn).await?.last_insert_id;
                let mut row = row.into_active_model();
                row.form_id = Set(Some(id));
                row.updated_at = Set(tx.now.millis());
                row.update(&tx.conn).await?;
                tx.audit("service.publish_form", ("service", service), json!({ "form": id, "version": version }));
                Ok(FormId(id))
            })
        })
        .await
}

/// The versions of a service's form, the last one first.
///
/// # Errors
/// [`Error::NotFound`] without such a service, or none that the actor may change.
pub async fn form_versions(store: &Store, actor: &Actor, service: ServiceId) -> Result<Vec<FormVersion>> {
    allowed(store, actor, service).await?;
    let conn = &store.read;
    let row = services::Entity::find_by_id(service.get()).one(conn).await?.ok_or(Error::NotFound)?;
    let rows =
        forms::Entity::find().filter(forms::Column::ServiceId.eq(service.get())).order_by_desc(forms::Column::Version).all(conn).await?;
    let people = people::refs(conn, rows.iter().filter_map(|row| row.created_by)).await?;
    rows.into_iter()
        .map(|version| {
            let form: Form = convert::json("form", &version.fields)?;
            Ok(FormVersion {
                id: FormId(version.id),
                version: version.version,
                by: version.created_by.and_then(|id| people.get(&id).cloned()),
                at: Timestamp::from_millis(version.created_at),
                fields: form.fields.len(),
                in_force: row.form_id == Some(version.id),
            })
        })
        .collect()
}

/// A version of a service's form, for those who change the service.
///
/// # Errors
/// [`Error::NotFound`] without such a version, or none of a service that the actor may change.
pub async fn form_of(store: &Store, actor: &Actor, form: FormId) -> Result<Form> {
    let row = forms::Entity::find_by_id(form.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    allowed(store, actor, ServiceId(row.service_id)).await?;
    convert::json("form", &row.fields)
}

/// A version, for whoever may see what it belongs to.
pub(crate) async fn load(conn: &impl ConnectionTrait, form: FormId) -> Result<Form> {
    let row = forms::Entity::find_by_id(form.get()).one(conn).await?.ok_or(Error::NotFound)?;
    convert::json("form", &row.fields)
}

/// What the forms of these services that are in force ask, by form.
pub(super) async fn wordings(conn: &impl ConnectionTrait, of: &[services::Model]) -> Result<HashMap<i64, String>> {
    let mut wordings = HashMap::new();
    let in_force: Vec<i64> = of.iter().filter_map(|row| row.form_id).collect();
    // A statement takes so many values and no more.
    for some in in_force.chunks(500) {
        let rows: Vec<(i64, String)> = forms::Entity::find()
            .filter(forms::Column::Id.is_in(some.iter().copied()))
            .select_only()
            .columns([forms::Column::Id, forms::Column::Fields])
            .into_tuple()
            .all(conn)
            .await?;
        for (id, fields) in rows {
            wordings.insert(id, convert::json::<Form>("form", &fields)?.wording());
        }
    }
    Ok(wordings)
}

pub(super) async fn version_in_force(conn: &impl ConnectionTrait, service: &services::Model) -> Result<i64> {
    let Some(id) = service.form_id else { return Ok(0) };
    Ok(forms::Entity::find_by_id(id).one(conn).await?.map_or(0, |row| row.version))
}

async fn last(conn: &impl ConnectionTrait, service: ServiceId) -> Result<Option<forms::Model>> {
    let rows = forms::Entity::find().filter(forms::Column::ServiceId.eq(service.get())).order_by_desc(forms::Column::Version);
    Ok(rows.one(conn).await?)
}
