//! Making a role.

use domain::permit::PermissionSet;
use leptos::prelude::*;

use super::api::{CreateRole, roles};
use super::fields::RoleFields;
use crate::admin::parts::Head;
use crate::ui::{ErrorSummary, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page with an empty role.
#[component]
pub fn NewRolePage() -> impl IntoView {
    // Read for the permission alone: whoever may not see roles finds no page here either.
    let shown = load(|| (), |()| roles());
    view! { <Load from=shown view=|_| view! { <NewRole /> }.into_any() /> }.into_any()
}

#[component]
fn NewRole() -> impl IntoView {
    let w = &words().admin().roles;
    let above = vec![("/admin/roles".to_owned(), w.title.to_owned())];
    view! {
        <Page title=w.new>
            <Head title=w.new above />
            <Form to=CreateRole::url() class="form card" size="m">
                <div class="stack">
                    <ErrorSummary labels=vec![("name".to_owned(), w.name.to_owned())] />
                    <RoleFields name="" permissions=PermissionSet::NONE fixed=false />
                    <div><Submit label=w.create /></div>
                </div>
            </Form>
        </Page>
    }
}
