//! Making a service.

use leptos::prelude::*;

use super::api::{CreateService, ServiceEdit, new_service};
use super::fields::{ServiceFields, labels};
use crate::admin::parts::{Empty, Head};
use crate::ui::{ErrorSummary, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page with an empty service.
#[component]
pub fn NewServicePage() -> impl IntoView {
    let shown = load(|| (), |()| new_service());
    view! { <Load from=shown view=|edit| view! { <NewService edit /> }.into_any() /> }.into_any()
}

#[component]
fn NewService(edit: ServiceEdit) -> impl IntoView {
    let w = &words().admin().services;
    let above = vec![("/admin/services".to_owned(), w.title.to_owned())];
    if edit.teams.is_empty() {
        let step = ("/admin/teams/new".to_owned(), words().admin().teams.first.to_owned());
        return view! {
            <Page title=w.new>
                <Head title=w.new above />
                <Empty icon="team" title=w.need_team lead=w.need_team_lead step />
            </Page>
        }
        .into_any();
    }
    view! {
        <Page title=w.new>
            <Head title=w.new above />
            <Form to=CreateService::url() class="form" size="m">
                <ErrorSummary labels=labels() />
                <ServiceFields edit />
                <div class="form-foot">
                    <Submit label=w.create />
                    <a class="button" data-kind="quiet" href="/admin/services">{w.discard}</a>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}
