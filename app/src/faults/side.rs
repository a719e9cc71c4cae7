//! Beside the timeline: who does what, and which tickets belong to the fault.

use domain::fault::view::{Held, Linked};
use leptos::prelude::*;

use super::api::{HandRole, LinkTicket, UnlinkTicket};
use super::open::{Which, came_back, open};
use crate::ticket::PersonName;
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, Select, ServerFn, Submit};
use crate::words::words;

/// The three roles with who has them.
#[component]
pub fn Roles() -> impl IntoView {
    let w = words().faults();
    let roles = open().part(|fault| (fault.roles.clone(), fault.may_work));
    let rows = move || {
        let (roles, may_work) = roles.get();
        roles.into_iter().map(|held| view! { <RoleRow held may_work /> }).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="roles">
            <h2 id="roles">{w.roles}</h2>
            <dl class="roles">{rows}</dl>
        </section>
    }
}

#[component]
fn RoleRow(held: Held, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let role = held.role.as_str();
    let was = held.by.as_ref().map(|person| person.id.to_string()).unwrap_or_default();
    let hand = (may_work && held.by.is_some()).then(|| view! { <Hand role was=was.clone() label=(w.role)(held.role) /> });
    let take = (may_work && held.by.is_none()).then(|| {
        view! {
            <Form to=HandRole::url() key=format!("take-{role}") on_done=open().on_done()>
                <Which />
                <input type="hidden" name="role" value=role />
                <input type="hidden" name="was" value=was.clone() />
                <input type="hidden" name="person" value="me" />
                <Submit label=w.take kind="plain" />
            </Form>
        }
    });
    view! {
        <div>
            <dt>{(w.role)(held.role)}</dt>
            <dd>
                {match held.by {
                    Some(person) => view! { <PersonName person /> }.into_any(),
                    None => view! { <span class="soft">{w.nobody}</span> }.into_any(),
                }}
                {take}
                {hand}
            </dd>
        </div>
    }
}

#[component]
fn Hand(role: &'static str, was: String, label: &'static str) -> impl IntoView {
    let w = words().faults();
    let people = open().peek(|shown| shown.candidates.clone());
    let nobody = Choice::new("", w.nobody);
    let options = std::iter::once(nobody).chain(people.into_iter().map(|person| Choice::new(person.id.to_string(), person.name))).collect();
    let key = format!("hand-{role}");
    view! {
        <details open=came_back(HandRole::url(), &key)>
            <summary class="small">{w.hand}<span class="visually-hidden">{format!(" ({label})")}</span></summary>
            <Form to=HandRole::url() key=key.clone() class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="role" value=role />
                <input type="hidden" name="was" value=was.clone() />
                <Select name="person" label=w.person options value=was.clone() />
                <div><Submit label=w.hand kind="plain" /></div>
            </Form>
        </details>
    }
}

/// The tickets that belong to the fault.
#[component]
pub fn Tickets() -> impl IntoView {
    let w = words().faults();
    let tickets = open().part(|fault| (fault.tickets.clone(), fault.may_work));
    let rows = move || {
        let (tickets, may_work) = tickets.get();
        let none = tickets.is_empty().then(|| view! { <p class="soft">{w.no_ticket}</p> });
        view! {
            {none}
            <ul class="rows">{tickets.into_iter().map(|linked| view! { <TicketRow linked may_work /> }).collect_view()}</ul>
        }
    };
    let add = open().peek(|shown| shown.fault.may_work).then(|| {
        view! {
            <Form to=LinkTicket::url() class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <Field name="ticket" label=w.ticket hint=w.ticket_hint width="s" />
                <div><Submit label=w.link kind="plain" icon="link" /></div>
            </Form>
        }
    });
    view! {
        <section class="card" aria-labelledby="tickets">
            <h2 id="tickets">{w.linked_tickets}</h2>
            {rows}
            {add}
        </section>
    }
}

#[component]
fn TicketRow(linked: Linked, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let number = linked.ticket.number.to_string();
    let id = linked.ticket.number.id.to_string();
    let label = (w.unlink)(&number);
    let unlink = may_work.then(|| {
        view! {
            <Form to=UnlinkTicket::url() key=format!("unlink-{id}") on_done=open().on_done()>
                <Which />
                <input type="hidden" name="ticket" value=id.clone() />
                <button class="button" data-kind="quiet" data-icon-only="" type="submit" aria-label=label><Icon name="x" /></button>
            </Form>
        }
    });
    let title = match linked.ticket.title {
        Some(title) => {
            let to = format!("/desk/{number}");
            view! { <a href=to>{title}</a> }.into_any()
        }
        None => view! { <span class="soft">{w.not_yours}</span> }.into_any(),
    };
    view! {
        <li>
            <div><span class="row-name">{title}</span><span class="row-note">{number}</span></div>
            {unlink}
        </li>
    }
}
