//! Inviting somebody, or everybody on a list.

use leptos::prelude::*;

use super::api::{Invite, InviteAll, Offered, invitation};
use crate::admin::parts::Head;
use crate::reader::Returned;
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, Load, LongText, Page, Select, ServerFn, Submit, load};
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
    let several = use_context::<Returned>().is_some_and(|returned| returned.at(InviteAll::url()).is_some());
    let sends_mail = offered.sends_mail;
    let offered_all = offered.clone();
    view! {
        <Page title=w.invite>
            <Head title=w.invite lead=w.invite_lead above />
            <Form to=Invite::url() class="form">
                <ErrorSummary labels=labels(&[("name", w.name), ("email", w.email)]) />
                <Field name="name" label=w.name />
                <Field name="email" label=w.email kind="email" />
                <Equipment offered />
                <div><Submit label=w.send icon="mail" /></div>
            </Form>
            <details class="stack" open=several>
                <summary class="button"><Icon name="people" />{w.several}</summary>
                <Form to=InviteAll::url() key="several" class="form">
                    <ErrorSummary labels=labels(&[("people", w.people)]) />
                    <p class="soft">{if sends_mail { w.several_lead } else { w.several_without_mail }}</p>
                    <LongText name="people" label=w.people hint=w.people_hint rows=8 />
                    <Equipment offered=offered_all />
                    <div><Submit label=w.send_all icon="mail" /></div>
                </Form>
            </details>
        </Page>
    }
}

fn labels(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let w = &words().admin().people;
    let given = [("team", w.team), ("role", w.role)];
    fields.iter().chain(&given).map(|(name, label)| ((*name).to_owned(), (*label).to_owned())).collect()
}

/// What they are given from the first day.
#[component]
fn Equipment(offered: Offered) -> impl IntoView {
    let w = &words().admin().people;
    let mut teams = vec![Choice::new("", w.no_team)];
    teams.extend(offered.teams.iter().map(|row| Choice::new(row.team.id.to_string(), &row.team.name)));
    let mut roles = vec![Choice::new("", w.no_role)];
    roles.extend(offered.roles.iter().map(|role| Choice::new(role.id.to_string(), (words().admin().roles.builtin_name)(&role.name))));
    let may_give_roles = !offered.roles.is_empty();
    view! {
        <Select name="team" label=w.team options=teams />
        {may_give_roles.then(|| view! { <Select name="role" label=w.role options=roles /> })}
    }
}
