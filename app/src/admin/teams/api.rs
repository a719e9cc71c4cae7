//! Server functions of teams.

use domain::directory::{TeamDetail, TeamRow};
use domain::id::{TeamId, UserId};
use domain::people::TeamKind;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The teams, and whether the reader may make another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamList {
    pub rows: Vec<TeamRow>,
    pub archived: bool,
    pub may_create: bool,
}

/// Every team; `archived` adds those that are in use no more.
#[server(prefix = "/api", endpoint = "admin/teams", input = GetUrl)]
pub async fn teams(archived: bool) -> Result<TeamList, AppError> {
    use domain::permit::{Act, may};
    let (visit, actor) = crate::visit::signed_in()?;
    let mut rows = store::teams::list(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    rows.retain(|row| archived || !row.archived);
    if rows.is_empty() && !may(&actor, Act::CreateTeam) {
        return Err(AppError::NotFound);
    }
    Ok(TeamList { rows, archived, may_create: may(&actor, Act::CreateTeam) })
}

/// Nothing but whether the reader may make a team.
#[server(prefix = "/api", endpoint = "admin/new-team", input = GetUrl)]
pub async fn new_team() -> Result<(), AppError> {
    use domain::permit::{Act, may};
    let (_, actor) = crate::visit::signed_in()?;
    if may(&actor, Act::CreateTeam) { Ok(()) } else { Err(AppError::NotFound) }
}

/// One team.
#[server(prefix = "/api", endpoint = "admin/team", input = GetUrl)]
pub async fn team(id: TeamId) -> Result<TeamDetail, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::teams::detail(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// Makes a team.
#[server(prefix = "/api", endpoint = "admin/create-team")]
pub async fn create_team(name: String, kind: TeamKind, #[server(default)] description: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = store::teams::TeamDraft { name, description };
    let id = store::teams::create(&visit.store, &actor, kind, &draft).await.map_err(fail)?;
    redirect(&format!("/admin/teams/{id}"));
    Ok(())
}

/// The version that a team has by now.
pub async fn newest(id: TeamId) -> Result<i64, AppError> {
    Ok(team(id).await?.version)
}

/// Changes a team's name and description, as it stood in `version`.
#[server(prefix = "/api", endpoint = "admin/change-team")]
pub async fn change_team(id: TeamId, version: i64, name: String, #[server(default)] description: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = store::teams::TeamDraft { name, description };
    store::teams::change(&visit.store, &actor, id, version, &draft).await.map_err(fail)?;
    redirect(&format!("/admin/teams/{id}?saved={}", visit.request_id));
    Ok(())
}

/// Adds somebody: by id from a list, or by the name that was typed.
#[server(prefix = "/api", endpoint = "admin/add-member")]
pub async fn add_member(team: TeamId, #[server(default)] user: String, #[server(default)] person: String) -> Result<(), AppError> {
    use crate::person_field::meant;
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = crate::visit::signed_in()?;
    let user = match user.parse::<UserId>() {
        Ok(user) => user,
        Err(_) => meant(&visit, &actor, "person", &person).await?.ok_or_else(|| Invalid::one("person", Code::Required))?,
    };
    store::teams::set_member(&visit.store, &actor, team, user, false).await.map_err(crate::visit::fail)
}

/// Takes somebody out of a team.
#[server(prefix = "/api", endpoint = "admin/remove-member")]
pub async fn remove_member(team: TeamId, user: UserId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::teams::remove_member(&visit.store, &actor, team, user).await.map_err(crate::visit::fail)
}

/// Makes somebody a lead, or a plain member again.
#[server(prefix = "/api", endpoint = "admin/set-lead")]
pub async fn set_lead(team: TeamId, user: UserId, lead: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::teams::set_member(&visit.store, &actor, team, user, lead).await.map_err(crate::visit::fail)
}

/// Takes a team out of use, or back into it.
#[server(prefix = "/api", endpoint = "admin/archive-team")]
pub async fn archive_team(id: TeamId, archived: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let done = if archived {
        store::teams::archive(&visit.store, &actor, id).await
    } else {
        store::teams::restore(&visit.store, &actor, id).await
    };
    done.map_err(crate::visit::fail)
}
