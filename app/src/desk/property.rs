//! The third pane: what the ticket says about itself, each edited where it stands.

use domain::priority::{Impact, Urgency};
use domain::ticket::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::act::{Assign, EditTicket};
use super::api::Choosable;
use super::open::{open, tell_time_as_of};
use super::people::People;
use super::property_form::PropertyForm;
use super::query::DeskQuery;
use crate::reader::locale;
use crate::sla::clocks::Clocks;
use crate::ticket::chip::priority_icon;
use crate::ticket::{AnswerList, PriorityMark, RatingSaid};
use crate::ui::{Ago, Choice, Data, Icon, ServerFn, built_once};
use crate::words::words;

/// The pane.
#[component]
pub fn Properties(choices: Data<Choosable>) -> impl IntoView {
    let open = open();
    let w = words().desk();
    let query = use_query_map();
    let number = open.peek(|ticket| ticket.number);
    let hidden = move || query.with(|query| DeskQuery { hide_details: true, ..DeskQuery::read(query) }.address(&format!("/desk/{number}")));
    let label = move || (w.details_of)(&open.with(|ticket| ticket.number.to_string()));
    view! {
        <section class="pane pane-props" id="details" aria-labelledby="details-title">
            <header class="pane-head">
                <div class="split">
                    <h2 class="pane-title" id="details-title">{w.details}</h2>
                    <a class="button desk-switch" data-kind="quiet" href="#ticket-title" rel="external">
                        <Icon name="chevron-left" />
                        {w.conversation}
                    </a>
                    <a class="button desk-hide" data-kind="quiet" data-icon-only="" href=hidden data-key="d">
                        <Icon name="sidebar" />
                        <span class="visually-hidden">{w.hide_details}</span>
                    </a>
                </div>
            </header>
            <div class="pane-body" tabindex="0" role="region" aria-label=label>
                <Duties choices />
                <Clocks />
                <Faults />
                <Actions />
                <People />
                <Form />
                <Rating />
                <Dates />
                <Earlier />
            </div>
        </section>
    }
}

/// Who answers for it, how pressing it is, what it is about.
#[component]
fn Duties(choices: Data<Choosable>) -> impl IntoView {
    let open = open();
    let (w, t) = (words().desk(), words().ticket());
    let locale = locale();
    let value = move |read: fn(&domain::ticket::view::Detail) -> String| Signal::derive(move || open.with(read));
    let options = |options: Vec<Choice>| Signal::stored(options);
    let people = Signal::derive(move || {
        let nobody = Choice::new("", t.nobody);
        let people = open.ticket.with(|ticket| {
            let mut people = ticket.assignable.clone();
            // Whoever has it stands in the list, also after leaving the team.
            if let Some(person) = ticket.detail.assignee.clone().filter(|person| people.iter().all(|other| other.id != person.id)) {
                people.push(person);
            }
            people
        });
        std::iter::once(nobody).chain(people.into_iter().map(|person| Choice::new(person.id.to_string(), person.name))).collect::<Vec<_>>()
    });
    let services = Signal::derive(move || {
        let known = choices.get().and_then(Result::ok).unwrap_or_default().services;
        let own = open.with(|ticket| ticket.service.clone());
        let missing = known.iter().all(|service| service.id != own.id).then_some(own);
        let name = |service: domain::ticket::view::ServiceRef| Choice::new(service.id.to_string(), service.name.get(locale));
        missing.into_iter().chain(known).map(name).collect::<Vec<_>>()
    });
    let (impact, urgency) = (value(|t| t.impact.to_string()), value(|t| t.urgency.to_string()));
    let may_assign = open.part(|ticket| ticket.allowed.assign);
    let may_edit = open.part(|ticket| ticket.allowed.edit);
    let icon = |name: &'static str| Signal::stored(name.to_owned());
    view! {
        <section class="props" aria-labelledby="props-ticket">
            <h3 id="props-ticket">{w.ticket}</h3>
            <dl>
                <PropertyForm
                    name="person" label=w.assignee to=Assign::url() options=people icon=icon("user") key="a" may=may_assign
                    value=value(|t| t.assignee.as_ref().map(|person| person.id.to_string()).unwrap_or_default())
                />
                <div>
                    <dt><span>{w.team}</span></dt>
                    <dd>
                        <span class="inline-value">
                            <Icon name="users" />
                            {move || open.with(|ticket| ticket.team.as_ref().map_or(t.no_team.to_owned(), |team| team.name.clone()))}
                        </span>
                    </dd>
                </div>
                <div>
                    <dt><span>{w.priority}</span></dt>
                    <dd><span class="inline-value">{move || view! { <PriorityMark priority=open.with(|ticket| ticket.priority) /> }}</span></dd>
                </div>
                <PropertyForm
                    name="impact" label=w.impact to=EditTicket::url() value=impact may=may_edit along=("urgency", urgency)
                    options=options(Impact::ALL.iter().map(|&impact| Choice::new(impact.as_str(), (t.impact)(impact))).collect())
                    icon=icon("users")
                />
                <PropertyForm
                    name="urgency" label=w.urgency to=EditTicket::url() value=urgency may=may_edit along=("impact", impact)
                    options=options(Urgency::ALL.iter().map(|&urgency| Choice::new(urgency.as_str(), (t.urgency)(urgency))).collect())
                    icon=Signal::derive(move || open.with(|ticket| priority_icon(ticket.priority)))
                />
                <Suspense>
                    {move || Suspend::new(async move {
                        drop(choices.await);
                        built_once().await;
                        view! {
                            <PropertyForm
                                name="service" label=w.service to=EditTicket::url() options=services may=may_edit
                                value=value(|t| t.service.id.to_string()) icon=Signal::derive(move || open.with(|t| t.service.icon.clone()))
                            />
                        }
                    })}
                </Suspense>
                <PropertyForm
                    name="kind" label=w.kind to=EditTicket::url() value=value(|t| t.number.kind.to_string()) may=may_edit
                    options=options(Kind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), (t.kind)(kind))).collect())
                    icon=Signal::derive(move || open.with(|t| kind_icon(t.number.kind).to_owned()))
                />
            </dl>
        </section>
    }
}

/// The icon of a kind.
#[must_use]
pub const fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "kind-incident",
        Kind::ServiceRequest => "kind-request",
    }
}

/// What the form was answered with.
#[component]
fn Form() -> impl IntoView {
    let answers = open().part(|ticket| ticket.answers.clone());
    move || {
        let answers = answers.get();
        (!answers.is_empty()).then(|| {
            view! {
                <section class="props" aria-labelledby="props-form">
                    <h3 id="props-form">{words().ticket().answers}</h3>
                    <AnswerList answers />
                </section>
            }
        })
    }
}

#[component]
fn Rating() -> impl IntoView {
    let rating = open().part(|ticket| ticket.rating.clone());
    move || {
        rating.get().map(|rating| {
            view! {
                <section class="props" aria-labelledby="props-rating">
                    <h3 id="props-rating">{words().desk().rating}</h3>
                    <RatingSaid answer=rating.answer comment=rating.comment guess=rating.guess />
                </section>
            }
        })
    }
}

#[component]
fn Dates() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let facts = open.part(|ticket| (ticket.created_at, ticket.updated_at, ticket.reopen_count, ticket.reassign_count));
    move || {
        let (filed, changed, reopened, hands) = facts.get();
        tell_time_as_of(open.ticket.with_untracked(|ticket| ticket.now));
        view! {
            <section class="props">
                <dl>
                    <div><dt>{w.filed}</dt><dd><span class="inline-value"><Ago at=filed /></span></dd></div>
                    <div><dt>{w.changed}</dt><dd><span class="inline-value"><Ago at=changed /></span></dd></div>
                    {(reopened > 0).then(|| view! { <div><dt>{w.reopened}</dt><dd><span class="inline-value">{(w.times)(reopened)}</span></dd></div> })}
                    {(hands > 0).then(|| view! { <div><dt>{w.hands}</dt><dd><span class="inline-value">{(w.times)(hands)}</span></dd></div> })}
                </dl>
            </section>
        }
    }
}

/// The actions that are worked on in it: what was agreed on after which fault, and by which day.
#[component]
fn Actions() -> impl IntoView {
    let w = words().desk();
    let open = open();
    let actions = Memo::new(move |_| open.ticket.with(|ticket| ticket.actions.clone()));
    let line = move |line: domain::fault::post_mortem::ActionLine| {
        let due = line.due.map(|due| {
            let by = (w.action_by)(&crate::reader::clock().date_of(&due.to_string()));
            let (tone, icon) = if line.overdue { ("bad", "status-breached") } else { ("mute", "calendar") };
            let late = line.overdue.then_some(w.action_overdue);
            view! { <span class="chip" data-tone=tone><Icon name=icon />{by} {late.map(|late| format!(" · {late}"))}</span> }
        });
        let to = format!("/faults/{}/post-mortem#action-{}", line.fault, line.place + 1);
        view! { <li><Icon name="target" /><span><a href=to>{format!("{} {}", line.fault, line.text)}</a> " " {due}</span></li> }
    };
    move || {
        let actions = actions.get();
        (!actions.is_empty()).then(|| {
            view! {
                <section class="props" aria-labelledby="props-actions">
                    <h3 id="props-actions">{w.fault_actions}</h3>
                    <ul class="props-list">{actions.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// The faults that it tells of.
#[component]
fn Faults() -> impl IntoView {
    let open = open();
    let faults = Memo::new(move |_| open.ticket.with(|ticket| ticket.faults.clone()));
    let line = |(number, title): (domain::fault::number::Number, String)| {
        view! { <li><Icon name="bolt" /><a href=format!("/faults/{number}")>{format!("{number} {title}")}</a></li> }
    };
    move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| {
            view! {
                <section class="props" aria-labelledby="props-faults">
                    <h3 id="props-faults">{words().desk().faults}</h3>
                    <ul class="props-list">{faults.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// Other tickets of the same person: perhaps it was solved before.
#[component]
fn Earlier() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let earlier = Memo::new(move |_| open.ticket.with(|ticket| ticket.earlier.clone()));
    move || {
        let earlier = earlier.get();
        let list = earlier
            .iter()
            .map(|row| {
                let icon = crate::ticket::chip::icon(row.status, row.waiting_on);
                let said = crate::ticket::chip::status_word(row.status, row.waiting_on);
                view! {
                    <li>
                        <Icon name=icon />
                        <a href=format!("/desk/{}", row.number())>{row.title.clone()}</a>
                        <span class="visually-hidden">{said}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="props" aria-labelledby="props-earlier">
                <h3 id="props-earlier">{w.earlier_tickets}</h3>
                {if earlier.is_empty() {
                    view! { <p class="small soft">{w.first_one}</p> }.into_any()
                } else {
                    view! { <ul class="props-list">{list}</ul> }.into_any()
                }}
            </section>
        }
    }
}
