//! What somebody may do: the teams that they are in and the roles that they hold.

use domain::directory::{GrantRow, MembershipRow, PersonDetail, TeamRow};
use domain::id::UserId;
use leptos::prelude::*;

use super::api::Offered;
use crate::admin::parts::{IconButton, Section, kind_icon};
use crate::admin::roles::api::{GrantRole, RevokeRole};
use crate::admin::teams::api::{AddMember, RemoveMember};
use crate::ui::{Choice, ErrorSummary, Form, Icon, Select, ServerFn, Submit};
use crate::words::words;

/// The teams that somebody is in.
#[component]
pub fn Memberships(detail: PersonDetail, teams: Vec<TeamRow>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let user = detail.person.id;
    let others = teams.into_iter().filter(|row| !detail.teams.iter().any(|membership| membership.team.id == row.team.id));
    let others: Vec<Choice> = others.map(|row| Choice::new(row.team.id.to_string(), row.team.name)).collect();
    view! {
        <Section title=w.member_of lead=w.member_of_lead>
            {detail.teams.is_empty().then(|| view! { <p class="soft">{w.no_teams}</p> })}
            <ul class="rows" data-framed="">
                {detail.teams.into_iter().map(|membership| view! { <MembershipLine user membership on_change /> }).collect_view()}
            </ul>
            {(!others.is_empty())
                .then(|| {
                    view! {
                        <Form to=AddMember::url() key="add-team" class="stack" on_done=on_change>
                            <ErrorSummary />
                            <input type="hidden" name="user" value=user.to_string() />
                            <Select name="team" label=w.add_to_team options=others />
                            <div><Submit label=words().admin().add kind="secondary" icon="plus" /></div>
                        </Form>
                    }
                })}
        </Section>
    }
}

#[component]
fn MembershipLine(user: UserId, membership: MembershipRow, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let team = membership.team;
    let remove = (w.remove_from)(&team.name);
    view! {
        <li>
            <Icon name=kind_icon(membership.kind) />
            <div>
                <p class="row-name"><a href=format!("/admin/teams/{}", team.id)>{team.name}</a></p>
                <p class="row-note">{(words().admin().team_kind)(membership.kind)} {membership.lead.then(|| format!(", {}", w.leads))}</p>
            </div>
            <Form to=RemoveMember::url() key=format!("leave-{}", team.id) on_done=on_change>
                <input type="hidden" name="team" value=team.id.to_string() />
                <input type="hidden" name="user" value=user.to_string() />
                <IconButton icon="x" label=remove />
            </Form>
        </li>
    }
}

/// The roles that somebody holds.
#[component]
pub fn Roles(detail: PersonDetail, offered: Offered, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let user = detail.person.id;
    let may_give = !offered.roles.is_empty();
    let chosen = std::iter::once(Choice::new("", words().admin().form.choose));
    let roles = offered.roles.iter().map(|role| Choice::new(role.id.to_string(), (words().admin().roles.builtin_name)(&role.name)));
    let roles = chosen.chain(roles).collect();
    let mut places = vec![Choice::new("", w.everywhere)];
    places.extend(offered.teams.iter().map(|row| Choice::new(row.team.id.to_string(), &row.team.name)));
    view! {
        <Section title=w.roles lead=w.roles_lead>
            {detail.grants.is_empty().then(|| view! { <p class="soft">{w.no_roles}</p> })}
            <ul class="rows" data-framed="">{detail.grants.into_iter().map(|grant| view! { <GrantLine user grant may_give on_change /> }).collect_view()}</ul>
            {may_give
                .then(|| {
                    view! {
                        <Form to=GrantRole::url() key="grant" class="stack" on_done=on_change>
                            <ErrorSummary />
                            <input type="hidden" name="user" value=user.to_string() />
                            <div class="form-pair">
                                <Select name="role" label=w.role options=roles />
                                <Select name="team" label=w.where_ options=places />
                            </div>
                            <div><Submit label=w.grant kind="secondary" icon="plus" /></div>
                        </Form>
                    }
                })}
        </Section>
    }
}

#[component]
fn GrantLine(user: UserId, grant: GrantRow, may_give: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let name = (words().admin().roles.builtin_name)(&grant.name);
    let team = grant.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let place = grant.team.map_or(w.everywhere.to_owned(), |team| team.name);
    let take_back = (w.take_back)(&name);
    view! {
        <li>
            <Icon name="role" />
            <div>
                <p class="row-name">{name}</p>
                <p class="row-note">{place}</p>
            </div>
            {may_give
                .then(|| {
                    view! {
                        <Form to=RevokeRole::url() key=format!("revoke-{}-{team}", grant.role) on_done=on_change>
                            <ErrorSummary />
                            <input type="hidden" name="role" value=grant.role.to_string() />
                            <input type="hidden" name="user" value=user.to_string() />
                            <input type="hidden" name="team" value=team />
                            <IconButton icon="x" label=take_back />
                        </Form>
                    }
                })}
        </li>
    }
}
