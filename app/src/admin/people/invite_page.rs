//! Inviting somebody.

use leptos::prelude::*;

use super::api::{Invite, Offered, invitation};
use crate::admin::parts::Head;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page with the invitation's form.
#[component]
pub fn InvitePage() -> impl IntoView {
    let shown = load(|| (), |()| invitation());
    view! { <Load from=shown view=|offered| view! { <Invitation offered /> }.into_any() /> }.into_any()
}

#[component]
fn Invitation(offered: Offered) -> impl IntoView {
    let w = &words().admin().people;
    let above = vec![("/admin/people".to_owned(), w.title.to_owned())];
    let labels = [("name", w.name), ("email", w.email), ("team", w.team), ("role", w.role)]
        .map(|(name, label)| (name.to_owned(), label.to_owned()))
        .to_vec();
    let mut teams = vec![Choice::new("", w.no_team)];
    teams.extend(offered.teams.iter().map(|row| Choice::new(row.team.id.to_string(), &row.team.name)));
    let mut roles = vec![Choice::new("", w.no_role)];
    roles.extend(offered.roles.iter().map(|role| Choice::new(role.id.to_string(), (words().admin().roles.builtin_name)(&role.name))));
    let may_give_roles = !offered.roles.is_empty();
    view! {
        <Page title=w.invite>
            <Head title=w.invite lead=w.invite_lead above />
            <Form to=Invite::url() class="form">
                <ErrorSummary labels />
                <Field name="name" label=w.name />
                <Field name="email" label=w.email kind="email" />
                <Select name="team" label=w.team options=teams />
                {may_give_roles.then(|| view! { <Select name="role" label=w.role options=roles /> })}
                <div><Submit label=w.send icon="mail" /></div>
            </Form>
        </Page>
    }
}
