//! Server functions of integrations and alert rules.

use domain::alert::rule::RuleDraft;
use domain::alert::trial::Trial;
use domain::alert::view::{IntegrationDetail, IntegrationRow, RuleRow};
use domain::id::{AlertRuleId, IntegrationId};
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Who sends alerts, and what they make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsView {
    pub integrations: Vec<IntegrationRow>,
    pub rules: Vec<RuleRow>,
}

/// An integration with what it can speak for, and where it sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationView {
    pub detail: IntegrationDetail,
    pub services: Vec<ServiceRef>,
    /// The address of this site, without a slash at its end.
    pub base_url: String,
    /// A token that was made a moment ago; it is shown once.
    pub token: Option<String>,
}

/// A rule as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// The rule as it holds; absent for a new one.
    pub row: Option<RuleRow>,
    /// What stands in the fields.
    pub draft: RuleDraft,
    pub services: Vec<ServiceRef>,
    pub integrations: Vec<String>,
    /// What came of trying it.
    pub trial: Option<Trial>,
}

/// Every integration and every rule.
#[server(prefix = "/api", endpoint = "admin/alerts", input = GetUrl)]
pub async fn alerts() -> Result<AlertsView, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let integrations = store::alerts::list(&visit.store, &actor).await.map_err(fail)?;
    Ok(AlertsView { integrations, rules: store::alerts::rules(&visit.store, &actor).await.map_err(fail)? })
}

/// What a new integration can speak for.
#[server(prefix = "/api", endpoint = "admin/new-integration", input = GetUrl)]
pub async fn new_integration() -> Result<Vec<ServiceRef>, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    store::alerts::list(&visit.store, &actor).await.map_err(fail)?;
    store::faults::declarable(&visit.store, &actor).await.map_err(fail)
}

/// One integration.
#[server(prefix = "/api", endpoint = "admin/integration", input = GetUrl)]
pub async fn integration(id: IntegrationId) -> Result<IntegrationView, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let detail = store::alerts::detail(&visit.store, &actor, id).await.map_err(fail)?;
    let mut services = store::faults::declarable(&visit.store, &actor).await.map_err(fail)?;
    services.extend(detail.row.service.clone().filter(|own| services.iter().all(|service| service.id != own.id)));
    let token = shown_once(&visit, id).await;
    Ok(IntegrationView { detail, services, base_url: visit.base_url.clone(), token })
}

/// The version that an integration has by now.
pub async fn newest_integration(id: IntegrationId) -> Result<i64, AppError> {
    Ok(integration(id).await?.detail.row.version)
}

/// Under which key the session carries a token to the next page, so that no address and no log ever holds it.
#[cfg(feature = "ssr")]
const TOKEN: &str = "integration_token";

/// For how long it waits there: the page comes at once, or not at all.
#[cfg(feature = "ssr")]
const TOKEN_WAITS: domain::time::Span = domain::time::Span::from_minutes(5);

#[cfg(feature = "ssr")]
async fn show_once(visit: &crate::visit::Visit, whose: IntegrationId, token: &str) -> Result<(), AppError> {
    visit.session.insert(TOKEN, (whose, visit.now, token)).await.map_err(|_| crate::visit::unavailable())?;
    // Now and not after the answer: a token that is not kept is never shown to anybody.
    visit.session.save().await.map_err(|_| crate::visit::unavailable())
}

#[cfg(feature = "ssr")]
async fn shown_once(visit: &crate::visit::Visit, whose: IntegrationId) -> Option<String> {
    let (made_for, at, token): (IntegrationId, domain::time::Timestamp, String) = visit.session.remove(TOKEN).await.ok().flatten()?;
    (made_for == whose && visit.now.since(at) <= TOKEN_WAITS).then_some(token)
}

#[cfg(feature = "ssr")]
async fn typed_integration(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
) -> Result<domain::alert::integration::IntegrationDraft, AppError> {
    let typed = crate::admin::typed::Fields::of_request();
    let owner = crate::person_field::meant(visit, actor, "owner", &typed.one("owner")).await?;
    Ok(domain::alert::integration::IntegrationDraft {
        name: typed.one("name"),
        kind: typed.one("kind"),
        service: typed.one("service").parse().ok(),
        owner,
        every: typed.one("every"),
        grace: typed.one("grace"),
    })
}

/// Makes an integration; its token is on the page that follows.
#[server(prefix = "/api", endpoint = "admin/create-integration")]
pub async fn create_integration() -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    // Whoever may not learns nothing of people by their names.
    store::alerts::list(&visit.store, &actor).await.map_err(fail)?;
    let draft = typed_integration(&visit, &actor).await?;
    let (id, token) = store::alerts::create(&visit.store, &actor, &draft).await.map_err(fail)?;
    show_once(&visit, id, &token).await?;
    redirect(&format!("/admin/alerts/{id}?token=new"));
    Ok(())
}

/// Changes an integration, as it stood in `version`.
#[server(prefix = "/api", endpoint = "admin/change-integration")]
pub async fn change_integration(id: IntegrationId, version: i64) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::alerts::list(&visit.store, &actor).await.map_err(fail)?;
    let draft = typed_integration(&visit, &actor).await?;
    store::alerts::change(&visit.store, &actor, id, version, &draft).await.map_err(fail)?;
    redirect(&format!("/admin/alerts/{id}?saved={}", visit.request_id));
    Ok(())
}

/// Gives an integration another token, which is on the page that follows.
#[server(prefix = "/api", endpoint = "admin/replace-token")]
pub async fn replace_token(id: IntegrationId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let token = store::alerts::replace_token(&visit.store, &actor, id).await.map_err(fail)?;
    show_once(&visit, id, &token).await?;
    redirect(&format!("/admin/alerts/{id}?token={}", visit.request_id));
    Ok(())
}

/// Listens to an integration, or does not any more.
#[server(prefix = "/api", endpoint = "admin/switch-integration")]
pub async fn switch_integration(id: IntegrationId, on: bool) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::alerts::switch(&visit.store, &actor, id, on).await.map_err(fail)?;
    redirect(&format!("/admin/alerts/{id}?saved={}", visit.request_id));
    Ok(())
}

/// Under which name a rule is kept that somebody tries.
#[cfg(feature = "ssr")]
fn draft_key(id: AlertRuleId) -> String {
    format!("alert-rule:{id}")
}

/// One rule, or a new one for 0; with what came of trying it where `tried` says that somebody did.
#[server(prefix = "/api", endpoint = "admin/alert-rule", input = GetUrl)]
pub async fn alert_rule(id: AlertRuleId, #[server(default)] tried: String) -> Result<RuleView, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let store = &visit.store;
    let rules = store::alerts::rules(store, &actor).await.map_err(fail)?;
    let row = rules.into_iter().find(|row| row.id() == id);
    if row.is_none() && id.get() != 0 {
        return Err(AppError::NotFound);
    }
    let kept = if tried.is_empty() { None } else { store::drafts::load(store, &actor, &draft_key(id)).await.map_err(fail)? };
    let kept: Option<RuleDraft> = kept.and_then(|body| serde_json::from_str(&body).ok());
    let trial = match &kept {
        // What cannot be tried any more is not: a service of it may be gone.
        Some(draft) => store::alerts::trial(store, &actor, row.as_ref().map(RuleRow::id), draft).await.ok(),
        None => None,
    };
    let fresh = || RuleDraft { makes: "fault".into(), severity: "major".into(), ..RuleDraft::default() };
    let draft = kept.or_else(|| row.as_ref().map(|row| RuleDraft::of(&row.rule))).unwrap_or_else(fresh);
    let mut services = store::faults::declarable(store, &actor).await.map_err(fail)?;
    let own = row.iter().flat_map(|row| row.services.clone());
    for service in own {
        if services.iter().all(|other| other.id != service.id) {
            services.push(service);
        }
    }
    let integrations = store::alerts::list(store, &actor).await.map_err(fail)?;
    let integrations = integrations.into_iter().map(|row| row.name).collect();
    Ok(RuleView { row, draft, services, integrations, trial })
}

/// The version that a rule has by now.
pub async fn newest_rule(id: AlertRuleId) -> Result<i64, AppError> {
    Ok(alert_rule(id, String::new()).await?.row.map_or(0, |row| row.version))
}

#[cfg(feature = "ssr")]
fn typed_rule() -> RuleDraft {
    use domain::alert::rule::{CONDITIONS_MAX, ConditionDraft};
    let typed = crate::admin::typed::Fields::of_request();
    let condition = |place: usize| ConditionDraft {
        field: typed.one(&format!("field.{place}")),
        test: typed.one(&format!("test.{place}")),
        value: typed.one(&format!("value.{place}")),
    };
    RuleDraft {
        name: typed.one("name"),
        conditions: (0..CONDITIONS_MAX).map(condition).collect(),
        makes: typed.one("makes"),
        severity: typed.one("severity"),
        services: typed.all("services[]").iter().filter_map(|service| service.parse().ok()).collect(),
        group_by: typed.one("group_by"),
    }
}

/// Saves a rule, or tries it on what is kept: `step` says which.
#[server(prefix = "/api", endpoint = "admin/save-alert-rule")]
pub async fn save_alert_rule(id: AlertRuleId, #[server(default)] version: i64, #[server(default)] step: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let store = &visit.store;
    let draft = typed_rule();
    let is_new = id.get() == 0;
    if step == "try" {
        store::alerts::trial(store, &actor, (!is_new).then_some(id), &draft).await.map_err(fail)?;
        let body = serde_json::to_string(&draft).map_err(|_| AppError::Malformed)?;
        store::drafts::keep(store, &actor, &draft_key(id), &body).await.map_err(fail)?;
        let place = if is_new { "new".to_owned() } else { id.to_string() };
        redirect(&format!("/admin/alerts/rules/{place}?tried={}", visit.request_id));
        return Ok(());
    }
    if is_new {
        store::alerts::create_rule(store, &actor, &draft).await.map_err(fail)?;
    } else {
        store::alerts::change_rule(store, &actor, id, version, &draft).await.map_err(fail)?;
    }
    store::drafts::forget(store, &actor, &draft_key(id)).await.map_err(fail)?;
    redirect(&format!("/admin/alerts?saved={}", visit.request_id));
    Ok(())
}

/// Deletes a rule.
#[server(prefix = "/api", endpoint = "admin/delete-alert-rule")]
pub async fn delete_alert_rule(id: AlertRuleId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::alerts::delete_rule(&visit.store, &actor, id).await.map_err(fail)?;
    redirect(&format!("/admin/alerts?saved={}", visit.request_id));
    Ok(())
}

/// Puts a rule one place up or down.
#[server(prefix = "/api", endpoint = "admin/move-alert-rule")]
pub async fn move_alert_rule(id: AlertRuleId, up: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::alerts::move_rule(&visit.store, &actor, id, up).await.map_err(crate::visit::fail)
}
