//! One role: what it allows, and who holds it.

use domain::directory::{HolderRow, RoleDetail, RoleRow};
use domain::id::RoleId;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ChangeRole, DeleteRole, GrantRole, RevokeRole, role};
use super::fields::RoleFields;
use crate::admin::parts::{AskFirst, Head, IconButton, SavedBanner, Section};
use crate::person_field::PersonField;
use crate::ticket::avatar::Avatar;
use crate::ui::{Choice, ErrorSummary, Form, Icon, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page of one role.
#[component]
pub fn RolePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| RoleId(params.with(|params| params.get("role").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || (id.get(), saved.get()), |(id, _)| role(id));
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |(detail, teams)| view! { <Role detail teams on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Role(detail: RoleDetail, teams: Vec<TeamRef>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().roles;
    let role = detail.role;
    let name = (w.builtin_name)(&role.name);
    let above = vec![("/admin/roles".to_owned(), w.title.to_owned())];
    let (builtin, id) = (role.builtin, role.id);
    view! {
        <Page title=name.clone()>
            <Head title=name above>
                {builtin.then(|| view! { <span class="chip" data-tone="mute"><Icon name="lock" />{w.builtin}</span> })}
            </Head>
            <SavedBanner title=words().admin().saved lead="" />
            <div class="form" data-size="m">
                <Permissions role />
                <Holders id holders=detail.holders teams on_change />
            </div>
            {(!builtin)
                .then(|| {
                    view! {
                        <section class="danger-zone" aria-labelledby="delete">
                            <h2 id="delete">{w.delete}</h2>
                            <AskFirst label=w.delete icon="trash" lead=w.delete_lead to=DeleteRole::url()>
                                <Form to=DeleteRole::url() class="stack">
                                    <ErrorSummary />
                                    <input type="hidden" name="id" value=id.to_string() />
                                    <div><Submit label=words().admin().sure kind="danger" icon="trash" /></div>
                                </Form>
                            </AskFirst>
                        </section>
                    }
                })}
        </Page>
    }
}

#[component]
fn Permissions(role: RoleRow) -> impl IntoView {
    let w = &words().admin().roles;
    let fixed = role.builtin;
    view! {
        <Section title=w.permissions lead=if fixed { w.builtin_lead } else { w.permissions_lead }>
            <Form to=ChangeRole::url() class="stack">
                <ErrorSummary labels=vec![("name".to_owned(), w.name.to_owned())] />
                <input type="hidden" name="id" value=role.id.to_string() />
                <RoleFields name=role.name permissions=role.permissions fixed />
                {(!fixed).then(|| view! { <div><Submit label=words().common().save /></div> })}
            </Form>
        </Section>
    }
}

#[component]
fn Holders(id: RoleId, holders: Vec<HolderRow>, teams: Vec<TeamRef>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().roles;
    let mut places = vec![Choice::new("", w.everywhere)];
    places.extend(teams.into_iter().map(|team| Choice::new(team.id.to_string(), team.name)));
    view! {
        <Section title=w.holders lead=w.holders_lead>
            {holders.is_empty().then(|| view! { <p class="soft">{w.no_holders}</p> })}
            <ul class="rows" data-framed="">{holders.into_iter().map(|holder| view! { <Holder id holder on_change /> }).collect_view()}</ul>
            <Form to=GrantRole::url() key="grant" class="stack" on_done=on_change>
                <input type="hidden" name="role" value=id.to_string() />
                <PersonField name="person" label=w.give_to hint=w.give_hint />
                <Select name="team" label=w.where_ options=places />
                <div><Submit label=w.give kind="secondary" icon="plus" /></div>
            </Form>
        </Section>
    }
}

#[component]
fn Holder(id: RoleId, holder: HolderRow, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().roles;
    let name = holder.person.name.clone();
    let team = holder.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let place = holder.team.map_or(w.everywhere.to_owned(), |team| team.name);
    let take_back = (w.take_back)(&name);
    let user = holder.person.id;
    view! {
        <li>
            <Avatar person=holder.person size="s" />
            <div>
                <p class="row-name"><a href=format!("/admin/people/{user}")>{name}</a></p>
                <p class="row-note">{place}</p>
            </div>
            <Form to=RevokeRole::url() key=format!("revoke-{user}-{team}") on_done=on_change>
                <ErrorSummary />
                <input type="hidden" name="role" value=id.to_string() />
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="team" value=team />
                <IconButton icon="x" label=take_back />
            </Form>
        </li>
    }
}
