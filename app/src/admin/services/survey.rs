//! What a service asks those whom it answered.

use domain::id::ServiceId;
use domain::locale::Localised;
use domain::survey::{Kind, Moment, Setting};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};

use crate::admin::parts::{Head, SavedBanner};
use crate::error::AppError;
use crate::reader::locale;
use crate::ui::{Choice, Choices, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// A service with what it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surveyed {
    pub id: ServiceId,
    pub name: Localised,
    pub setting: Setting,
}

/// What a service asks.
#[server(prefix = "/api", endpoint = "admin/service-survey", input = GetUrl)]
pub async fn service_survey(id: ServiceId) -> Result<Surveyed, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let setting = store::surveys::setting::setting(&visit.store, &actor, id).await.map_err(fail)?;
    let detail = store::services::detail(&visit.store, &actor, id).await.map_err(fail)?;
    Ok(Surveyed { id, name: detail.draft.name, setting })
}

/// Sets what a service asks from now on.
#[server(prefix = "/api", endpoint = "admin/set-service-survey")]
pub async fn set_service_survey(
    id: ServiceId,
    #[server(default)] kind: String,
    #[server(default)] at: String,
    #[server(default)] every: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let setting = Setting::parse(&kind, &at, &every)?;
    store::surveys::setting::set(&visit.store, &actor, id, setting).await.map_err(crate::visit::fail)?;
    crate::visit::redirect(&format!("/admin/services/{id}/survey?saved={}", visit.request_id));
    Ok(())
}

/// The page.
#[component]
pub fn ServiceSurveyPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| ServiceId(params.with(|params| params.get("service").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || (id.get(), saved.get()), |(id, _)| service_survey(id));
    view! { <Load from=shown view=|survey| view! { <Survey survey /> }.into_any() /> }.into_any()
}

#[component]
fn Survey(survey: Surveyed) -> impl IntoView {
    let w = words().survey();
    let s = &words().admin().services;
    let Surveyed { id, name, setting } = survey;
    let above = vec![("/admin/services".to_owned(), s.title.to_owned()), (format!("/admin/services/{id}"), name.get(locale()).to_owned())];
    let kinds = Kind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), (w.kind)(kind)));
    let kinds = kinds.chain([Choice::new(Setting::OFF, w.off)]).collect();
    let moments = Moment::ALL.iter().map(|&moment| Choice::new(moment.as_str(), (w.moment)(moment))).collect();
    let kind = setting.kind.map_or(Setting::OFF, Kind::as_str);
    let labels = [("kind", w.what_is_asked), ("at", w.when), ("every", w.every)];
    let labels = labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    view! {
        <Page title=w.survey>
            <Head title=w.survey lead=w.survey_lead above />
            <SavedBanner title=words().admin().saved lead=w.saved_lead />
            <Form to=SetServiceSurvey::url() class="form" size="m">
                <ErrorSummary labels />
                <input type="hidden" name="id" value=id.to_string() />
                <Choices name="kind" label=w.what_is_asked hint=w.what_is_asked_hint options=kinds value=vec![kind.to_owned()] />
                <Select name="at" label=w.when options=moments value=setting.at.as_str() />
                <Field
                    name="every"
                    label=w.every
                    hint=w.every_hint
                    value=setting.every.get().to_string()
                    inputmode="numeric"
                    width="s"
                    unit=w.days
                />
                <div class="form-foot">
                    <Submit label=words().common().save />
                    <a class="button" data-kind="quiet" href=format!("/admin/services/{id}")>{s.discard}</a>
                </div>
            </Form>
        </Page>
    }
}
