//! The groups of the catalogue.

use domain::{
    catalogue::{self, CategoryRow},
    id::CategoryId,
    invalid::Invalid,
    locale::Localised,
    permit::{Act, Actor, may},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use crate::{
    Error, Result, Store,
    entity::{categories, services},
};

/// All categories in their order: for whoever may change one service at least, so that they can
/// say where it stands.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub async fn list_categories(store: &Store, actor: &Actor) -> Result<Vec<CategoryRow>> {
    if !may(actor, Act::SeeCategories) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let counts: Vec<(Option<i64>, i64)> = services::Entity::find()
        .select_only()
        .column(services::Column::CategoryId)
        .column_as(services::Column::Id.count(), "services")
        .filter(services::Column::ArchivedAt.is_null())
        .group_by(services::Column::CategoryId)
        .into_tuple()
        .all(conn)
        .await?;
    let rows = categories::Entity::find().order_by_asc(categories::Column::Position).order_by_asc(categories::Column::Id).all(conn).await?;
    let count = |id| counts.iter().find(|(of, _)| *of == Some(id)).map_or(0, |(_, count)| count.unsigned_abs());
    let row = |row: categories::Model| CategoryRow {
        id: CategoryId(row.id),
        services: count(row.id),
        name: Localised::new(row.name_en, row.name_zh),
        position: row.position,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Creates a category at the end of the catalogue.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `name_en`, `name_zh`.
pub async fn create_category(store: &Store, actor: &Actor, name: &Localised) -> Result<CategoryId> {
    let name = allowed(actor, name)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let last: Option<Option<i64>> = categories::Entity::find()
                    .select_only()
                    .column_as(categories::Column::Position.max(), "last")
                    .into_tuple()
                    .one(&tx.conn)
                    .await?;
                let row = categories::ActiveModel {
                    name_en: Set(name.en.clone()),
                    name_zh: Set(name.zh.clone()),
                    position: Set(last.flatten().map_or(0, |last| last + 1)),
                    ..Default::default()
                };
                let category = CategoryId(categories::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
                tx.audit("category.create", ("category", category), json!(name));
                Ok(category)
            })
        })
        .await
}

/// Names a category anew.
///
/// # Errors
/// As [`create_category`]; [`Error::NotFound`] without such a category.
pub async fn change_category(store: &Store, actor: &Actor, category: CategoryId, name: &Localised) -> Result<()> {
    let name = allowed(actor, name)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = categories::Entity::find_by_id(category.get()).lock_exclusive().one(&tx.conn).await?;
                let row = row.ok_or(Error::NotFound)?;
                let from = Localised::new(row.name_en.as_str(), row.name_zh.as_str());
                let mut row = row.into_active_model();
                row.name_en = Set(name.en.clone());
                row.name_zh = Set(name.zh.clone());
                row.update(&tx.conn).await?;
                tx.audit("category.change", ("category", category), json!({ "from": from, "to": name }));
                Ok(())
            })
        })
        .await
}

/// Puts the categories into this order; those that are not named come after them.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when there is none such.
pub async fn order_categories(store: &Store, actor: &Actor, order: &[CategoryId]) -> Result<()> {
    if !may(actor, Act::ManageCategories) {
        return Err(Error::NotFound);
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let rows = categories::Entity::find()
                    .order_by_asc(categories::Column::Position)
                    .order_by_asc(categories::Column::Id)
                    .lock_exclusive()
                    .all(&tx.conn)
                    .await?;
                if order.iter().any(|category| rows.iter().all(|row| row.id != category.get())) {
                    return Err(Error::NotFound);
                }
                let unnamed = rows.iter().map(|row| CategoryId(row.id)).filter(|id| !order.contains(id));
                for (place, id) in (0_i64..).zip(order.iter().copied().chain(unnamed)) {
                    let Some(row) = rows.iter().find(|row| row.id == id.get()) else { continue };
                    let mut row = row.clone().into_active_model();
                    row.position = Set(place);
                    row.update(&tx.conn).await?;
                }
                tx.audit("category.order", ("category", "*"), json!({ "order": order }));
                Ok(())
            })
        })
        .await
}

/// Deletes a category that no service is in, archived ones included.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a category; [`Error::InUse`].
pub async fn delete_category(store: &Store, actor: &Actor, category: CategoryId) -> Result<()> {
    if !may(actor, Act::ManageCategories) {
        return Err(Error::NotFound);
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = categories::Entity::find_by_id(category.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                let inside = services::Entity::find().filter(services::Column::CategoryId.eq(category.get()));
                if inside.count(&tx.conn).await? > 0 {
                    return Err(Error::InUse { what: "services" });
                }
                categories::Entity::delete_by_id(category.get()).exec(&tx.conn).await?;
                let name = Localised::new(row.name_en, row.name_zh);
                tx.audit("category.delete", ("category", category), json!(name));
                Ok(())
            })
        })
        .await
}

fn allowed(actor: &Actor, name: &Localised) -> Result<Localised> {
    if !may(actor, Act::ManageCategories) {
        return Err(Error::NotFound);
    }
    let mut invalid = Invalid::default();
    let name = catalogue::name(name, &mut invalid);
    Ok(invalid.or(name)?)
}
