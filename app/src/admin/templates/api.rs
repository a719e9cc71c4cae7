//! Server functions of reply templates.

use domain::id::TemplateId;
use domain::reply_template::TemplateRow;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// For whom the reader may keep templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes {
    pub everybody: bool,
    pub teams: Vec<TeamRef>,
}

/// The templates that the reader keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateList {
    pub rows: Vec<TemplateRow>,
    pub scopes: Scopes,
}

#[cfg(feature = "ssr")]
impl From<store::templates::Scopes> for Scopes {
    fn from(scopes: store::templates::Scopes) -> Self {
        Self { everybody: scopes.everybody, teams: scopes.teams }
    }
}

/// Every template that the reader keeps.
#[server(prefix = "/api", endpoint = "admin/templates", input = GetUrl)]
pub async fn templates() -> Result<TemplateList, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (rows, scopes) = store::templates::list(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(TemplateList { rows, scopes: scopes.into() })
}

/// One template.
#[server(prefix = "/api", endpoint = "admin/template", input = GetUrl)]
pub async fn template(id: TemplateId) -> Result<(TemplateRow, Scopes), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (row, scopes) = store::templates::detail(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    Ok((row, scopes.into()))
}

/// Makes a template; an empty `team` means everybody.
#[server(prefix = "/api", endpoint = "admin/create-template")]
pub async fn create_template(#[server(default)] team: String, name: String, #[server(default)] text: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::templates::create(&visit.store, &actor, &draft(&team, name, text)?).await.map_err(fail)?;
    redirect(&format!("/admin/templates?saved={}", visit.request_id));
    Ok(())
}

/// The version that a template has by now.
pub async fn newest(id: TemplateId) -> Result<i64, AppError> {
    Ok(template(id).await?.0.version)
}

/// Changes a template, as it stood in `version`.
#[server(prefix = "/api", endpoint = "admin/change-template")]
pub async fn change_template(
    id: TemplateId,
    version: i64,
    #[server(default)] team: String,
    name: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::templates::change(&visit.store, &actor, id, version, &draft(&team, name, text)?).await.map_err(fail)?;
    redirect(&format!("/admin/templates?saved={}", visit.request_id));
    Ok(())
}

/// Deletes a template.
#[server(prefix = "/api", endpoint = "admin/delete-template")]
pub async fn delete_template(id: TemplateId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::templates::delete(&visit.store, &actor, id).await.map_err(fail)?;
    redirect(&format!("/admin/templates?saved={}", visit.request_id));
    Ok(())
}

#[cfg(feature = "ssr")]
fn draft(team: &str, name: String, text: String) -> Result<domain::reply_template::TemplateDraft, AppError> {
    use domain::id::TeamId;
    use domain::invalid::{Code, Invalid};
    let team = match team.trim() {
        "" => None,
        id => Some(id.parse::<TeamId>().map_err(|_| Invalid::one("team", Code::UnknownReference))?),
    };
    Ok(domain::reply_template::TemplateDraft { team, name, text })
}
