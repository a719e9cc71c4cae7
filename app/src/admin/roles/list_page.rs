//! The list of roles.

use domain::directory::RoleRow;
use leptos::prelude::*;

use super::api::roles;
use crate::admin::parts::Head;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with every role.
#[component]
pub fn RolesPage() -> impl IntoView {
    let shown = load(|| (), |()| roles());
    view! { <Load from=shown view=|rows| view! { <List rows /> }.into_any() /> }.into_any()
}

#[component]
fn List(rows: Vec<RoleRow>) -> impl IntoView {
    let w = &words().admin().roles;
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions"><a class="button" data-kind="primary" href="/admin/roles/new"><Icon name="plus" />{w.new}</a></div>
            </Head>
            <ul class="rows" data-framed="">{rows.into_iter().map(|role| view! { <Row role /> }).collect_view()}</ul>
        </Page>
    }
}

#[component]
fn Row(role: RoleRow) -> impl IntoView {
    let w = &words().admin().roles;
    let name = (w.builtin_name)(&role.name);
    let allowed = role.permissions.iter().map(w.permission).collect::<Vec<_>>().join(words().common().between);
    view! {
        <li>
            <Icon name="role" />
            <div>
                <p class="row-name">
                    <a class="row-link" href=format!("/admin/roles/{}", role.id)>{name}</a>
                    {role.builtin.then(|| view! { " " <span class="chip" data-tone="mute"><Icon name="lock" />{w.builtin}</span> })}
                </p>
                <p class="row-note">{allowed}</p>
            </div>
            <span class="small quiet nowrap">{(w.held)(role.grants)}</span>
        </li>
    }
}
