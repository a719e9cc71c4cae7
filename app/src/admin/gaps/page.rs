//! The page of the gaps in duties.

use domain::catalogue::{Gaps, ServiceGap, TicketGap};
use domain::ticket::Number;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_gaps;
use crate::admin::parts::{Head, Pager, address};
use crate::reader::{clock, locale};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// Every duty that nobody has.
#[component]
pub fn GapsPage() -> impl IntoView {
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let shown = load(move || after.get(), load_gaps);
    view! {
        <Load
            from=shown
            view=move |(gaps, next)| {
                let first = (!after.read_untracked().is_empty()).then(|| "/admin/gaps".to_owned());
                view! { <AllGaps gaps next first /> }.into_any()
            }
        />
    }
    .into_any()
}

#[component]
fn AllGaps(gaps: Gaps, next: Option<String>, first: Option<String>) -> impl IntoView {
    let w = &words().admin().gaps;
    let next = next.map(|next| address("/admin/gaps", &[("after", &next)]));
    let tickets = gaps.tickets_without_person;
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead />
            <Kind title=w.services_without_owner count=gaps.services_without_owner.len() as u64>
                {gaps.services_without_owner.into_iter().map(|gap| view! { <ServiceLine gap /> }).collect_view()}
            </Kind>
            <Kind title=w.owners_without_account count=gaps.services_with_absent_owner.len() as u64>
                {gaps.services_with_absent_owner.into_iter().map(|gap| view! { <ServiceLine gap /> }).collect_view()}
            </Kind>
            <Kind title=w.teams_without_lead count=gaps.teams_without_lead.len() as u64>
                {gaps.teams_without_lead.into_iter().map(|team| view! { <TeamLine team /> }).collect_view()}
            </Kind>
            <Kind title=w.tickets_without_person count=tickets>
                {gaps.tickets.into_iter().map(|gap| view! { <TicketLine gap /> }).collect_view()}
            </Kind>
            <Pager next first />
        </Page>
    }
}

/// One kind of gap: a list, or praise.
#[component]
fn Kind(title: &'static str, count: u64, children: Children) -> impl IntoView {
    let w = &words().admin().gaps;
    view! {
        <section class="stack" data-gap="s">
            <h2>{title} " " <span class="quiet">{count}</span></h2>
            {if count == 0 {
                view! { <p class="soft cluster"><Icon name="check-circle" />{w.none}</p> }.into_any()
            } else {
                view! { <ul class="rows" data-framed="">{children()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn ServiceLine(gap: ServiceGap) -> impl IntoView {
    let w = &words().admin().gaps;
    let name = gap.service.name.get(locale()).to_owned();
    let owner = gap.owner.map_or(w.never_had.to_owned(), |owner| owner.name);
    let note = (w.owner_in_team)(&owner, &gap.team.name);
    view! {
        <li>
            <Icon name=gap.service.icon />
            <div>
                <p class="row-name">{name.clone()}</p>
                <p class="row-note">{note}</p>
            </div>
            <a class="button" href=format!("/admin/services/{}", gap.service.id)>{w.name_owner}<span class="visually-hidden">{words().common().colon} {name}</span></a>
        </li>
    }
}

#[component]
fn TeamLine(team: TeamRef) -> impl IntoView {
    let w = &words().admin().gaps;
    view! {
        <li>
            <Icon name="team" />
            <div><p class="row-name">{team.name.clone()}</p></div>
            <a class="button" href=format!("/admin/teams/{}", team.id)>{w.open}<span class="visually-hidden">{words().common().colon} {team.name}</span></a>
        </li>
    }
}

#[component]
fn TicketLine(gap: TicketGap) -> impl IntoView {
    let w = &words().admin().gaps;
    let number = Number::new(gap.kind, gap.id).to_string();
    let team = gap.team.map_or(words().ticket().no_team.to_owned(), |team| team.name);
    let filed = (w.since)(&clock().relative(gap.created_at));
    view! {
        <li>
            <Icon name="status-new" />
            <div>
                <p class="row-name"><a class="row-link" href=format!("/desk/{number}")>{gap.title}</a></p>
                <p class="row-note">{(w.in_team)(&number, &team)} {words().common().comma} {filed}</p>
            </div>
            <a class="button" href=format!("/desk/{number}")>{w.assign}<span class="visually-hidden">{words().common().colon} {number.clone()}</span></a>
        </li>
    }
}
