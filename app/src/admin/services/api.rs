//! Server functions of services and categories.

use domain::catalogue::{CategoryRow, ServiceDetail, ServiceRow};
use domain::id::{CategoryId, ServiceId};
use domain::locale::Localised;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The services that the reader may change, by category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceList {
    /// The catalogue's groups in their order, the nameless one last.
    pub groups: Vec<(Localised, Vec<ServiceRow>)>,
    pub archived: bool,
    pub may_change_categories: bool,
}

/// A service with everything that its form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceEdit {
    /// Absent for one that is to be made.
    pub service: Option<ServiceDetail>,
    pub categories: Vec<CategoryRow>,
    /// The teams that the reader may make it for.
    pub teams: Vec<TeamRef>,
    /// Every team, as those that it may be offered to.
    pub audience: Vec<TeamRef>,
}

/// What a draft has of what it takes to offer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    pub has_form: bool,
    pub has_owner: bool,
}

impl Needs {
    /// Of this service; nothing, when it is offered or archived.
    #[must_use]
    pub fn of(service: &ServiceDetail) -> Option<Self> {
        let is_draft = service.offered_at.is_none() && service.archived_at.is_none();
        is_draft.then(|| Self { has_form: service.form_version > 0, has_owner: service.owner.is_some() })
    }
}

/// The services that the reader may change.
#[server(prefix = "/api", endpoint = "admin/services", input = GetUrl)]
pub async fn list_services(archived: bool) -> Result<ServiceList, AppError> {
    use crate::visit::{fail, signed_in};
    use domain::permit::{Act, may};
    let (visit, actor) = signed_in()?;
    let rows = store::services::list(&visit.store, &actor).await.map_err(fail)?;
    let teams = store::teams::list(&visit.store, &actor).await.map_err(fail)?;
    if rows.is_empty()
        && !teams.iter().any(|row| may(&actor, Act::CreateService { team: row.team.id }))
        && !may(&actor, Act::ManageCategories)
    {
        return Err(AppError::NotFound);
    }
    let rows: Vec<ServiceRow> = rows.into_iter().filter(|row| archived || !row.archived).collect();
    let categories = store::services::list_categories(&visit.store, &actor).await.map_err(fail)?;
    let of = |id: Option<CategoryId>| rows.iter().filter(|row| row.category == id).cloned().collect::<Vec<_>>();
    let mut groups: Vec<_> = categories.into_iter().map(|category| (category.name, of(Some(category.id)))).collect();
    groups.push((Localised::default(), of(None)));
    Ok(ServiceList { groups, archived, may_change_categories: may(&actor, Act::ManageCategories) })
}

/// What is needed to make a service.
#[server(prefix = "/api", endpoint = "admin/new-service", input = GetUrl)]
pub async fn new_service() -> Result<ServiceEdit, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    offered(&visit, &actor, None).await
}

/// One service to change.
#[server(prefix = "/api", endpoint = "admin/service", input = GetUrl)]
pub async fn service(id: ServiceId) -> Result<ServiceEdit, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let detail = store::services::detail(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    offered(&visit, &actor, Some(detail)).await
}

#[cfg(feature = "ssr")]
async fn offered(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    service: Option<ServiceDetail>,
) -> Result<ServiceEdit, AppError> {
    use crate::visit::fail;
    use domain::permit::{Act, may};
    let categories = store::services::list_categories(&visit.store, actor).await.map_err(fail)?;
    let audience = teams_in_use(visit, actor).await?;
    let makes = |team: &&TeamRef| may(actor, Act::CreateService { team: team.id });
    let mut teams: Vec<TeamRef> = audience.iter().filter(makes).cloned().collect();
    if let Some(service) = &service
        && !teams.contains(&service.team)
    {
        teams.push(service.team.clone());
    }
    if teams.is_empty() && service.is_none() && !may(actor, Act::ManageCategories) {
        return Err(AppError::NotFound);
    }
    Ok(ServiceEdit { service, categories, teams, audience })
}

/// The teams that can be chosen.
#[cfg(feature = "ssr")]
pub(in crate::admin) async fn teams_in_use(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<Vec<TeamRef>, AppError> {
    let rows = store::teams::list(&visit.store, actor).await.map_err(crate::visit::fail)?;
    Ok(rows.into_iter().filter(|row| !row.archived).map(|row| row.team).collect())
}

/// Makes a service; its fields are read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/create-service")]
pub async fn create_service() -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = typed_draft(&visit, &actor).await?;
    let id = store::services::create(&visit.store, &actor, draft).await.map_err(fail)?;
    redirect(&format!("/admin/services/{id}/form"));
    Ok(())
}

/// The version that a service has by now.
pub async fn newest(id: ServiceId) -> Result<i64, AppError> {
    service(id).await?.service.map(|service| service.version).ok_or(AppError::NotFound)
}

/// Changes a service, as it stood in `version`; its fields are read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/change-service")]
pub async fn change_service(id: ServiceId, version: i64) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = typed_draft(&visit, &actor).await?;
    store::services::change(&visit.store, &actor, id, version, draft).await.map_err(fail)?;
    redirect(&format!("/admin/services/{id}?saved={version}"));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn typed_draft(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<domain::catalogue::ServiceDraft, AppError> {
    use crate::admin::typed::Fields;
    use domain::catalogue::ServiceDraft;
    use domain::invalid::{Code, Invalid};
    let fields = Fields::of_request();
    let mut invalid = Invalid::default();
    let mut known = |field: &str, found: bool| {
        if !found {
            invalid.add(field, Code::UnknownChoice);
        }
    };
    let team = fields.one("team").parse().ok();
    let kind = fields.one("kind").parse().ok();
    let impact = fields.one("impact").parse().ok();
    let urgency = fields.one("urgency").parse().ok();
    known("team", team.is_some());
    known("kind", kind.is_some());
    known("impact", impact.is_some());
    known("urgency", urgency.is_some());
    let offered_to_some = fields.one("offered") == "teams";
    let audience: Vec<domain::id::TeamId> = fields.all("audience[]").iter().filter_map(|id| id.parse().ok()).collect();
    if offered_to_some && audience.is_empty() {
        invalid.add("audience[]", Code::Required);
    }
    let owner = typed_owner(visit, actor, &fields.one("owner"), &mut invalid).await?;
    let (Some(team), Some(kind), Some(impact), Some(urgency)) = (team, kind, impact, urgency) else { return Err(invalid.into()) };
    let draft = ServiceDraft {
        name: fields.localised("name"),
        description: fields.localised("description"),
        icon: fields.one("icon"),
        category: fields.one("category").parse().ok(),
        team,
        owner,
        kind,
        impact,
        urgency,
        open_to_team: fields.has("open_to_team"),
        audience: if offered_to_some { audience } else { Vec::new() },
    };
    if invalid.fields.is_empty() {
        return Ok(draft);
    }
    // Everything that is wrong is told at once.
    if let Err(more) = draft.parse() {
        invalid.fields.extend(more.fields);
    }
    Err(invalid.into())
}

/// Who is meant by the owner's name; nobody, and a word in `invalid`, where that is not clear.
#[cfg(feature = "ssr")]
async fn typed_owner(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    typed: &str,
    invalid: &mut domain::invalid::Invalid,
) -> Result<Option<domain::id::UserId>, AppError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    // Also who was invited and has not come yet.
    let among = store::people::Among::all_for(actor);
    let meant = store::people::meant(&visit.store, actor, typed, among).await.map_err(crate::visit::fail)?;
    if meant.is_none() {
        invalid.add("owner", domain::invalid::Code::UnknownPerson);
    }
    Ok(meant)
}

/// Offers a draft to those whom it is for.
#[server(prefix = "/api", endpoint = "admin/offer-service")]
pub async fn offer_service(id: ServiceId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::services::put_on_offer(&visit.store, &actor, id).await.map_err(fail)?;
    redirect(&format!("/admin/services/{id}?offered=1"));
    Ok(())
}

/// Takes a service out of the catalogue, or puts it back.
#[server(prefix = "/api", endpoint = "admin/archive-service")]
pub async fn archive_service(id: ServiceId, archived: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let done = if archived {
        store::services::archive(&visit.store, &actor, id).await
    } else {
        store::services::restore(&visit.store, &actor, id).await
    };
    done.map_err(crate::visit::fail)
}

/// The categories in their order.
#[server(prefix = "/api", endpoint = "admin/categories", input = GetUrl)]
pub async fn categories() -> Result<Vec<CategoryRow>, AppError> {
    use domain::permit::{Act, may};
    let (visit, actor) = crate::visit::signed_in()?;
    if !may(&actor, Act::ManageCategories) {
        return Err(AppError::NotFound);
    }
    store::services::list_categories(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// Makes a category, which comes last.
#[server(prefix = "/api", endpoint = "admin/create-category")]
pub async fn create_category(name_en: String, name_zh: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::services::create_category(&visit.store, &actor, &Localised::new(name_en, name_zh)).await.map_err(crate::visit::fail)?;
    Ok(())
}

/// Renames a category.
#[server(prefix = "/api", endpoint = "admin/change-category")]
pub async fn change_category(id: CategoryId, name_en: String, name_zh: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::services::change_category(&visit.store, &actor, id, &Localised::new(name_en, name_zh)).await.map_err(crate::visit::fail)
}

/// Puts a category one place further up.
#[server(prefix = "/api", endpoint = "admin/raise-category")]
pub async fn raise_category(id: CategoryId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let mut order: Vec<CategoryId> = categories().await?.into_iter().map(|row| row.id).collect();
    if let Some(place) = order.iter().position(|&other| other == id).filter(|&place| place > 0) {
        order.swap(place, place - 1);
    }
    store::services::order_categories(&visit.store, &actor, &order).await.map_err(crate::visit::fail)
}

/// Deletes a category that no service is in.
#[server(prefix = "/api", endpoint = "admin/delete-category")]
pub async fn delete_category(id: CategoryId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::services::delete_category(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}
