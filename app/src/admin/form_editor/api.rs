//! Server functions of the form editor. The draft is kept on the server under its author, so that nothing is lost between steps.

use domain::catalogue::FormVersion;
use domain::form::Form;
use domain::id::ServiceId;
use domain::locale::Localised;
use domain::ticket::Kind;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use crate::admin::services::api::Needs;
use crate::error::AppError;

/// The service around a form, as requesters see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    pub service: ServiceRef,
    pub description: Localised,
    pub kind: Kind,
}

/// What the editor shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormEditor {
    pub about: About,
    /// What a draft still needs; absent for a service that is offered.
    pub needs: Option<Needs>,
    pub draft: Draft,
    /// Whether the draft is more than the version in force.
    pub changed: bool,
    /// The newest first.
    pub versions: Vec<FormVersion>,
    /// The number that publishing would give.
    pub next: i64,
    /// What a field that asks for a service offers.
    pub services: Vec<ServiceRef>,
}

/// A version as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OldForm {
    pub about: About,
    pub version: FormVersion,
    pub form: Form,
    pub services: Vec<ServiceRef>,
}

/// The editor of a service's form.
#[server(prefix = "/api", endpoint = "admin/form", input = GetUrl)]
pub async fn load_form(service: ServiceId) -> Result<FormEditor, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let (detail, services) = with_services(&visit, &actor, service).await?;
    let needs = Needs::of(&detail);
    let versions = store::services::form_versions(&visit.store, &actor, service).await.map_err(fail)?;
    let published = in_force(&visit, &actor, &versions).await?;
    let kept = store::drafts::load(&visit.store, &actor, &draft_key(service)).await.map_err(fail)?;
    let kept: Option<Draft> = kept.and_then(|body| serde_json::from_str(&body).ok());
    let draft = kept.unwrap_or_else(|| Draft { form: published.clone(), open: None });
    let next = versions.iter().map(|version| version.version).max().unwrap_or(0) + 1;
    let changed = draft.form != published;
    Ok(FormEditor { about: about(detail), needs, draft, changed, versions, next, services })
}

/// One version of a service's form.
#[server(prefix = "/api", endpoint = "admin/form-version", input = GetUrl)]
pub async fn load_form_version(service: ServiceId, version: i64) -> Result<OldForm, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let (detail, services) = with_services(&visit, &actor, service).await?;
    let versions = store::services::form_versions(&visit.store, &actor, service).await.map_err(fail)?;
    let version = versions.into_iter().find(|found| found.version == version).ok_or(AppError::NotFound)?;
    let form = store::services::form_of(&visit.store, &actor, version.id).await.map_err(fail)?;
    Ok(OldForm { about: about(detail), version, form, services })
}

/// Takes a step: `step` is the button's value, `based_on` the last version that the reader saw, the fields of the open question are read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/edit-form")]
pub async fn edit_form(service: ServiceId, based_on: i64, step: String, #[server(default)] new_type: String) -> Result<(), AppError> {
    use super::draft::Step;
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let step = Step::parse(&step).ok_or(AppError::Malformed)?;
    let key = draft_key(service);
    if step == Step::Discard {
        store::drafts::forget(&visit.store, &actor, &key).await.map_err(fail)?;
        return Ok(());
    }
    let mut draft = load_form(service).await?.draft;
    let fields = Fields::of_request();
    match draft.take(&|name: &str| fields.get(name)) {
        // What goes away need not be right.
        Err(wrong) if !is_about(&wrong, &draft, &step) => return Err(wrong.into()),
        _ => {}
    }
    draft.step(&step, &new_type);
    if step == Step::Publish {
        open_first_wrong(&mut draft);
    }
    let body = serde_json::to_string(&draft).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, &actor, &key, &body).await.map_err(fail)?;
    if step == Step::Publish {
        store::services::publish_form(&visit.store, &actor, service, based_on, &draft.form).await.map_err(fail)?;
        store::drafts::forget(&visit.store, &actor, &key).await.map_err(fail)?;
        redirect(&format!("/admin/services/{service}/form?published={}", based_on + 1));
    }
    Ok(())
}

/// Under which name somebody's draft of a service's form is kept.
#[cfg(feature = "ssr")]
fn draft_key(service: ServiceId) -> String {
    format!("form:{service}")
}

/// Whether all that is wrong belongs to the question that this step removes.
#[cfg(feature = "ssr")]
fn is_about(wrong: &domain::invalid::Invalid, draft: &Draft, step: &super::draft::Step) -> bool {
    let super::draft::Step::Remove(key) = step else { return false };
    let Some(index) = draft.place(key) else { return false };
    wrong.fields.iter().all(|error| error.field.starts_with(&super::draft::input(index, "")))
}

/// Without JavaScript only the open question shows its inputs, so the first that will be refused is opened.
#[cfg(feature = "ssr")]
fn open_first_wrong(draft: &mut Draft) {
    if let Err(invalid) = draft.form.check() {
        let wrong: Vec<usize> = invalid.fields.iter().filter_map(|error| error.field.split('.').nth(1)?.parse().ok()).collect();
        if !draft.open.is_some_and(|open| wrong.contains(&open)) {
            draft.open = wrong.first().copied();
        }
    }
}

#[cfg(feature = "ssr")]
async fn with_services(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    service: ServiceId,
) -> Result<(domain::catalogue::ServiceDetail, Vec<ServiceRef>), AppError> {
    let detail = store::services::detail(&visit.store, actor, service).await.map_err(crate::visit::fail)?;
    let groups = store::services::catalogue(&visit.store, actor).await.map_err(crate::visit::fail)?;
    let services = groups.into_iter().flat_map(|group| group.offers).map(|offer| offer.service).collect();
    Ok((detail, services))
}

#[cfg(feature = "ssr")]
fn about(detail: domain::catalogue::ServiceDetail) -> About {
    let draft = detail.draft;
    About { service: ServiceRef { id: detail.id, name: draft.name, icon: draft.icon }, description: draft.description, kind: draft.kind }
}

#[cfg(feature = "ssr")]
async fn in_force(visit: &crate::visit::Visit, actor: &domain::permit::Actor, versions: &[FormVersion]) -> Result<Form, AppError> {
    let Some(version) = versions.iter().find(|version| version.in_force) else { return Ok(Form::default()) };
    store::services::form_of(&visit.store, actor, version.id).await.map_err(crate::visit::fail)
}
