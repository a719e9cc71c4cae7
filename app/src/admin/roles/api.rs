//! Server functions of roles.

use domain::directory::{RoleDetail, RoleRow};
use domain::id::{RoleId, UserId};
use domain::permit::Permission;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// Every role.
#[server(prefix = "/api", endpoint = "admin/roles", input = GetUrl)]
pub async fn roles() -> Result<Vec<RoleRow>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::roles::list(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// One role, and the teams that it can be given for.
#[server(prefix = "/api", endpoint = "admin/role", input = GetUrl)]
pub async fn role(id: RoleId) -> Result<(RoleDetail, Vec<TeamRef>), AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let detail = store::roles::detail(&visit.store, &actor, id).await.map_err(fail)?;
    let teams = crate::admin::services::api::teams_in_use(&visit, &actor).await?;
    Ok((detail, teams))
}

/// Makes a role.
#[server(prefix = "/api", endpoint = "admin/create-role")]
pub async fn create_role(name: String, #[server(default)] permissions: Vec<Permission>) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let id = store::roles::create(&visit.store, &actor, &name, permissions.into_iter().collect()).await.map_err(fail)?;
    redirect(&format!("/admin/roles/{id}"));
    Ok(())
}

/// Changes a role's name and what it allows.
#[server(prefix = "/api", endpoint = "admin/change-role")]
pub async fn change_role(id: RoleId, name: String, #[server(default)] permissions: Vec<Permission>) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::roles::change(&visit.store, &actor, id, &name, permissions.into_iter().collect()).await.map_err(fail)?;
    redirect(&format!("/admin/roles/{id}?saved={}", visit.request_id));
    Ok(())
}

/// Removes a role from everybody, and for ever.
#[server(prefix = "/api", endpoint = "admin/delete-role")]
pub async fn delete_role(id: RoleId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::roles::delete(&visit.store, &actor, id).await.map_err(fail)?;
    redirect("/admin/roles");
    Ok(())
}

/// Gives a role, everywhere or for one team: to an id from a list, or to the name that was typed.
#[server(prefix = "/api", endpoint = "admin/grant-role")]
pub async fn grant_role(
    role: String,
    #[server(default)] user: String,
    #[server(default)] person: String,
    #[server(default)] team: String,
) -> Result<(), AppError> {
    use crate::person_field::meant;
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = crate::visit::signed_in()?;
    let role: RoleId = role.parse().map_err(|_| Invalid::one("role", Code::Required))?;
    let user = match user.parse::<UserId>() {
        Ok(user) => user,
        Err(_) => meant(&visit, &actor, "person", &person).await?.ok_or_else(|| Invalid::one("person", Code::Required))?,
    };
    store::roles::grant(&visit.store, &actor, role, user, scope(&team)?).await.map_err(crate::visit::fail)
}

/// For which team; everywhere, when none is named. What cannot be read is never taken for everywhere.
#[cfg(feature = "ssr")]
fn scope(team: &str) -> Result<Option<domain::id::TeamId>, AppError> {
    use domain::invalid::{Code, Invalid};
    match team.trim() {
        "" => Ok(None),
        team => Ok(Some(team.parse().map_err(|_| Invalid::one("team", Code::UnknownReference))?)),
    }
}

/// Takes a role back.
#[server(prefix = "/api", endpoint = "admin/revoke-role")]
pub async fn revoke_role(role: RoleId, user: UserId, #[server(default)] team: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::roles::revoke(&visit.store, &actor, role, user, scope(&team)?).await.map_err(crate::visit::fail)
}
