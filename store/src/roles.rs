//! Roles: named sets of permissions, held everywhere or for one team.

use domain::{
    directory::{HolderRow, RoleDetail, RoleRow},
    id::{RoleId, TeamId, UserId},
    invalid::{self, Code, Invalid},
    people::AccountState,
    permit::{Act, Actor, Permission, PermissionSet, may},
    ticket::view::TeamRef,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::json;

use crate::{
    Error, Result, Store, Tx,
    entity::{role_grants, roles, teams, users},
    error, people,
};

/// The name of the built-in role that may everything.
pub const ADMINISTRATOR: &str = "Administrator";

/// All roles, by name.
///
/// # Errors
/// [`Error::NotFound`] without the permission to manage roles.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<RoleRow>> {
    allowed(actor)?;
    let conn = &store.read;
    let grants: Vec<(i64, i64)> = role_grants::Entity::find()
        .select_only()
        .column(role_grants::Column::RoleId)
        .column_as(role_grants::Column::Id.count(), "grants")
        .group_by(role_grants::Column::RoleId)
        .into_tuple()
        .all(conn)
        .await?;
    let rows = roles::Entity::find().order_by_asc(roles::Column::Name).all(conn).await?;
    let count = |id| grants.iter().find(|(role, _)| *role == id).map_or(0, |(_, count)| count.unsigned_abs());
    Ok(rows
        .into_iter()
        .map(|row| {
            let grants = count(row.id);
            view(row, grants)
        })
        .collect())
}

/// A role and who holds it.
///
/// # Errors
/// [`Error::NotFound`] without the permission to manage roles, or without such a role.
pub async fn detail(store: &Store, actor: &Actor, role: RoleId) -> Result<RoleDetail> {
    allowed(actor)?;
    let conn = &store.read;
    let row = find(conn, role).await?;
    let grants = role_grants::Entity::find().filter(role_grants::Column::RoleId.eq(role.get())).all(conn).await?;
    let people = people::refs(conn, grants.iter().map(|grant| grant.user_id)).await?;
    let named: Vec<(i64, String)> = teams::Entity::find()
        .select_only()
        .columns([teams::Column::Id, teams::Column::Name])
        .filter(teams::Column::Id.is_in(grants.iter().filter_map(|grant| grant.team_id)))
        .into_tuple()
        .all(conn)
        .await?;
    let team = |id: i64| named.iter().find(|(team, _)| *team == id).map(|(_, name)| TeamRef { id: TeamId(id), name: name.clone() });
    let mut holders: Vec<HolderRow> = grants
        .iter()
        .filter_map(|grant| Some(HolderRow { person: people.get(&grant.user_id)?.clone(), team: grant.team_id.and_then(team) }))
        .collect();
    holders.sort_by(|a, b| (&a.person.name, a.person.id).cmp(&(&b.person.name, b.person.id)));
    Ok(RoleDetail { role: view(row, grants.len() as u64), holders })
}

/// Creates a role.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `name`, `permissions`.
pub async fn create(store: &Store, actor: &Actor, name: &str, permissions: PermissionSet) -> Result<RoleId> {
    allowed(actor)?;
    let name = check(name, permissions)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = roles::ActiveModel {
                    name: Set(name.clone()),
                    permissions: Set(permissions.bits().cast_signed()),
                    builtin: Set(false),
                    ..Default::default()
                };
                let inserted = roles::Entity::insert(row).exec(&tx.conn).await;
                let role = RoleId(inserted.map_err(name_taken)?.last_insert_id);
                tx.audit("role.create", ("role", role), json!({ "name": name, "permissions": words(permissions) }));
                Ok(role)
            })
        })
        .await
}

/// Changes a role that did not come with the program.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a role; [`Error::Invalid`] by field:
/// `name`, `permissions`; [`Error::LastAdministrator`].
pub async fn change(store: &Store, actor: &Actor, role: RoleId, name: &str, permissions: PermissionSet) -> Result<()> {
    allowed(actor)?;
    let name = check(name, permissions)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = own(&tx.conn, role).await?;
                let from = json!({ "name": row.name, "permissions": words(set(&row)) });
                let mut row = row.into_active_model();
                row.name = Set(name.clone());
                row.permissions = Set(permissions.bits().cast_signed());
                row.update(&tx.conn).await.map_err(name_taken)?;
                keep_an_administrator(&tx.conn).await?;
                let to = json!({ "name": name, "permissions": words(permissions) });
                tx.audit("role.change", ("role", role), json!({ "from": from, "to": to }));
                Ok(())
            })
        })
        .await
}

/// Deletes a role that nobody holds and that did not come with the program.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a role; [`Error::InUse`] while it is held.
pub async fn delete(store: &Store, actor: &Actor, role: RoleId) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = own(&tx.conn, role).await?;
                let held = role_grants::Entity::find().filter(role_grants::Column::RoleId.eq(role.get()));
                if held.count(&tx.conn).await? > 0 {
                    return Err(Error::InUse { what: "grants" });
                }
                tx.audit("role.delete", ("role", role), json!({ "name": row.name, "permissions": words(set(&row)) }));
                roles::Entity::delete_by_id(role.get()).exec(&tx.conn).await?;
                Ok(())
            })
        })
        .await
}

/// Gives somebody a role, everywhere or for one team; giving it twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a role; [`Error::Invalid`] by field:
/// `user`, `team`, as for a role of which nothing is left within one team.
pub async fn grant(store: &Store, actor: &Actor, role: RoleId, user: UserId, team: Option<TeamId>) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = find(&tx.conn, role).await?;
                give(tx, &row, user, team).await
            })
        })
        .await
}

/// Gives the role as a part of a larger change, whose permission was decided there.
pub(crate) async fn give(tx: &mut Tx<'_>, row: &roles::Model, user: UserId, team: Option<TeamId>) -> Result<()> {
    let role = RoleId(row.id);
    holder_fits(tx, row, user, team).await?;
    if held(&tx.conn, role, user, team).await?.is_some() {
        return Ok(());
    }
    let grant = role_grants::ActiveModel {
        role_id: Set(role.get()),
        user_id: Set(user.get()),
        team_id: Set(team.map(TeamId::get)),
        ..Default::default()
    };
    role_grants::Entity::insert(grant).exec(&tx.conn).await?;
    tx.audit("role.grant", ("role", role), json!({ "user": user, "team": team }));
    Ok(())
}

/// Takes a role from somebody.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when they do not hold it there;
/// [`Error::LastAdministrator`].
pub async fn revoke(store: &Store, actor: &Actor, role: RoleId, user: UserId, team: Option<TeamId>) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let grant = held(&tx.conn, role, user, team).await?.ok_or(Error::NotFound)?;
                role_grants::Entity::delete_by_id(grant.id).exec(&tx.conn).await?;
                keep_an_administrator(&tx.conn).await?;
                tx.audit("role.revoke", ("role", role), json!({ "user": user, "team": team }));
                Ok(())
            })
        })
        .await
}

/// Refuses a change after which no active account could manage roles.
pub(crate) async fn keep_an_administrator(conn: &impl ConnectionTrait) -> Result<()> {
    // Whoever takes the last but one away at the same moment waits here, and is refused.
    let rows = roles::Entity::find().order_by_asc(roles::Column::Id).lock_exclusive().all(conn).await?;
    let able = rows.iter().filter(|row| set(row).has(Permission::ManageRoles)).map(|row| row.id);
    let holders: Vec<i64> = role_grants::Entity::find()
        .select_only()
        .column(role_grants::Column::UserId)
        .filter(role_grants::Column::TeamId.is_null())
        .filter(role_grants::Column::RoleId.is_in(able))
        .into_tuple()
        .all(conn)
        .await?;
    let active = users::Entity::find()
        .filter(users::Column::Id.is_in(holders))
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .count(conn)
        .await?;
    if active > 0 { Ok(()) } else { Err(Error::LastAdministrator) }
}

async fn holder_fits(tx: &Tx<'_>, role: &roles::Model, user: UserId, team: Option<TeamId>) -> Result<()> {
    let mut invalid = Invalid::default();
    let account = users::Entity::find_by_id(user.get()).one(&tx.conn).await?;
    let usable = |state: &str| [AccountState::Active, AccountState::Invited].iter().any(|fit| fit.as_str() == state);
    if !account.is_some_and(|account| usable(&account.state)) {
        invalid.add("user", Code::UnknownReference);
    }
    if let Some(team) = team {
        let known = teams::Entity::find_by_id(team.get()).one(&tx.conn).await?;
        if known.is_none_or(|team| team.archived_at.is_some()) {
            invalid.add("team", Code::UnknownReference);
        } else if !set(role).iter().any(Permission::fits_a_team) {
            invalid.add("team", Code::UnknownChoice);
        }
    }
    Ok(invalid.or(())?)
}

async fn held(conn: &impl ConnectionTrait, role: RoleId, user: UserId, team: Option<TeamId>) -> Result<Option<role_grants::Model>> {
    let query =
        role_grants::Entity::find().filter(role_grants::Column::RoleId.eq(role.get())).filter(role_grants::Column::UserId.eq(user.get()));
    let query = match team {
        Some(team) => query.filter(role_grants::Column::TeamId.eq(team.get())),
        None => query.filter(role_grants::Column::TeamId.is_null()),
    };
    Ok(query.one(conn).await?)
}

fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageRoles) { Ok(()) } else { Err(Error::NotFound) }
}

fn check(name: &str, permissions: PermissionSet) -> std::result::Result<String, Invalid> {
    let mut invalid = Invalid::default();
    let name = invalid.take("name", invalid::line(name, 1, 60)).unwrap_or_default();
    if permissions.is_empty() {
        invalid.add("permissions", Code::Required);
    }
    invalid.or(name)
}

fn name_taken(error: sea_orm::DbErr) -> Error {
    if error::is_taken(&error) { Invalid::one("name", Code::AlreadyTaken).into() } else { error.into() }
}

pub(crate) async fn find(conn: &impl ConnectionTrait, role: RoleId) -> Result<roles::Model> {
    roles::Entity::find_by_id(role.get()).one(conn).await?.ok_or(Error::NotFound)
}

async fn own(conn: &impl ConnectionTrait, role: RoleId) -> Result<roles::Model> {
    let row = roles::Entity::find_by_id(role.get()).lock_exclusive().one(conn).await?;
    row.filter(|row| !row.builtin).ok_or(Error::NotFound)
}

fn set(row: &roles::Model) -> PermissionSet {
    PermissionSet::from_bits(row.permissions.cast_unsigned())
}

fn words(permissions: PermissionSet) -> Vec<Permission> {
    permissions.iter().collect()
}

fn view(row: roles::Model, grants: u64) -> RoleRow {
    RoleRow { id: RoleId(row.id), permissions: set(&row), name: row.name, builtin: row.builtin, grants }
}
