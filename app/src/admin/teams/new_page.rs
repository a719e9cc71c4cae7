//! Making a team.

use leptos::prelude::*;

use super::api::{CreateTeam, new_team};
use super::team_page::TeamFields;
use crate::admin::parts::Head;
use crate::ui::{ErrorSummary, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page with an empty team.
#[component]
pub fn NewTeamPage() -> impl IntoView {
    let shown = load(|| (), |()| new_team());
    view! { <Load from=shown view=|()| view! { <NewTeam /> }.into_any() /> }.into_any()
}

#[component]
fn NewTeam() -> impl IntoView {
    let w = &words().admin().teams;
    let above = vec![("/admin/teams".to_owned(), w.title.to_owned())];
    view! {
        <Page title=w.new>
            <Head title=w.new above />
            <Form to=CreateTeam::url() class="form card" size="m">
                <div class="stack">
                    <ErrorSummary labels=vec![("name".to_owned(), w.name.to_owned())] />
                    <TeamFields />
                    <div><Submit label=w.create /></div>
                </div>
            </Form>
        </Page>
    }
}
