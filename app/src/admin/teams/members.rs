//! Who is in a team, and who leads it.

use domain::directory::{MemberRow, TeamDetail};
use domain::id::TeamId;
use domain::people::AccountState;
use leptos::prelude::*;

use super::api::{AddMember, RemoveMember, SetLead};
use crate::admin::parts::{IconButton, Section, StateChip};
use crate::person_field::PersonField;
use crate::ticket::avatar::Avatar;
use crate::ui::{Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The members, each with what can be done about them.
#[component]
pub fn Members(detail: TeamDetail, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().teams;
    let (team, may_manage) = (detail.team.id, detail.may_manage);
    view! {
        <Section title=w.members lead=w.members_lead>
            {detail.members.is_empty().then(|| view! { <p class="soft">{w.no_members}</p> })}
            <ul class="rows" data-framed="">
                {detail.members.into_iter().map(|member| view! { <Member team member may_manage on_change /> }).collect_view()}
            </ul>
            {may_manage
                .then(|| {
                    view! {
                        <Form to=AddMember::url() key="add" class="stack" on_done=on_change>
                            <input type="hidden" name="team" value=team.to_string() />
                            <PersonField name="person" label=w.add hint=w.add_hint />
                            <div><Submit label=words().admin().add kind="secondary" icon="plus" /></div>
                        </Form>
                    }
                })}
        </Section>
    }
}

#[component]
fn Member(team: TeamId, member: MemberRow, may_manage: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().teams;
    let name = member.person.name.clone();
    let user = member.person.id.to_string();
    let (toggle, remove) = (if member.lead { (w.make_member)(&name) } else { (w.make_lead)(&name) }, (w.remove)(&name));
    let of_remove = user.clone();
    view! {
        <li>
            <Avatar person=member.person.clone() size="s" />
            <div>
                <p class="row-name">
                    <a href=format!("/admin/people/{}", member.person.id)>{name}</a>
                    {member.lead.then(|| view! { " " <span class="chip" data-tone="info"><Icon name="star" />{w.lead_column}</span> })}
                    {(member.state != AccountState::Active).then(|| view! { " " <StateChip state=member.state /> })}
                </p>
            </div>
            {may_manage
                .then(|| {
                    view! {
                        <div class="cluster">
                            <Form to=SetLead::url() key=format!("lead-{user}") on_done=on_change>
                                <input type="hidden" name="team" value=team.to_string() />
                                <input type="hidden" name="user" value=user />
                                <input type="hidden" name="lead" value=(!member.lead).to_string() />
                                <IconButton icon="star" label=toggle />
                            </Form>
                            <details class="menu">
                                <summary class="button" data-kind="quiet" data-icon-only="">
                                    <Icon name="x" />
                                    <span class="visually-hidden">{remove.clone()}</span>
                                </summary>
                                <div class="menu-items" data-size="l">
                                    <Form to=RemoveMember::url() key=format!("remove-{of_remove}") on_done=on_change class="stack">
                                        <input type="hidden" name="team" value=team.to_string() />
                                        <input type="hidden" name="user" value=of_remove.clone() />
                                        <p class="soft">{w.remove_lead}</p>
                                        <div><Submit label=remove kind="danger" /></div>
                                    </Form>
                                </div>
                            </details>
                        </div>
                    }
                })}
        </li>
    }
}
