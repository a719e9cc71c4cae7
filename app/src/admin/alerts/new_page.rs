//! Making an integration.

use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use super::api::{CreateIntegration, new_integration};
use super::fields::IntegrationFields;
use crate::admin::parts::Head;
use crate::ui::{Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page with an empty integration.
#[component]
pub fn NewIntegrationPage() -> impl IntoView {
    let shown = load(|| (), |()| new_integration());
    view! { <Load from=shown view=|services| view! { <New services /> }.into_any() /> }.into_any()
}

#[component]
fn New(services: Vec<ServiceRef>) -> impl IntoView {
    let w = &words().admin().alerts;
    let above = vec![("/admin/alerts".to_owned(), w.title.to_owned())];
    view! {
        <Page title=w.new>
            <Head title=w.new above />
            <Form to=CreateIntegration::url() class="form card" size="m">
                <div class="stack">
                    <IntegrationFields services />
                    <div><Submit label=w.create /></div>
                </div>
            </Form>
        </Page>
    }
}
