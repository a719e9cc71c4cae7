//! Changing a service.

use domain::id::ServiceId;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ArchiveService, ChangeService, Needs, ServiceEdit, newest, service};
use super::draft_card::{DraftCard, DraftChip};
use super::fields::{ServiceFields, labels};
use crate::admin::archive::{Archive, Said};
use crate::admin::parts::{ArchivedChip, Done, Head, SavedBanner};
use crate::admin::version::Version;
use crate::reader::locale;
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page of one service.
#[component]
pub fn ServicePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| ServiceId(params.with(|params| params.get("service").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let saved = Memo::new(move |_| query.with(|query| (query.get("saved"), query.get("offered"))));
    let shown = load(move || (id.get(), saved.get()), |(id, _)| service(id));
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |edit| view! { <Service edit on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Service(edit: ServiceEdit, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().services;
    let Some(service) = edit.service.clone() else { return ().into_any() };
    let name = service.draft.name.get(locale()).to_owned();
    let above = vec![("/admin/services".to_owned(), w.title.to_owned())];
    let archived = service.archived_at.is_some();
    let (id, needs) = (service.id, Needs::of(&service));
    let said = Said { archive: w.archive, archive_lead: w.archive_lead, restore: w.restore, archived_lead: w.archived_lead };
    let offered = use_query_map().get_untracked().get("offered").is_some();
    view! {
        <Page title=name.clone()>
            <Head title=name above>
                {archived.then(|| view! { <ArchivedChip /> })}
                {needs.map(|_| view! { <DraftChip /> })}
                <div class="page-actions">
                    <a class="button" href=format!("/admin/services/{}/form", service.id)><Icon name="edit" />{w.edit_form}</a>
                    <a class="button" href=format!("/admin/services/{}/survey", service.id)><Icon name="star" />{words().survey().survey}</a>
                </div>
            </Head>
            <SavedBanner title=words().admin().saved lead="" />
            {(offered && needs.is_none()).then(|| view! { <Done title=w.offered_now lead="" /> })}
            {needs.map(|needs| view! { <DraftCard service=id needs /> })}
            <Form to=ChangeService::url() class="form" size="m">
                <ErrorSummary labels=labels() />
                <input type="hidden" name="id" value=service.id.to_string() />
                <Version version=service.version now=format!("/admin/services/{id}") fresh=move || newest(id) />
                <ServiceFields edit />
                <div class="form-foot">
                    <Submit label=words().common().save />
                    <a class="button" data-kind="quiet" href="/admin/services">{w.discard}</a>
                </div>
            </Form>
            <Archive to=ArchiveService::url() id=id.to_string() archived said labels=labels() on_change />
        </Page>
    }
    .into_any()
}
