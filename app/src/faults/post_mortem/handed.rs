//! The ticket that an action is worked on in, and how it gets one.

use domain::fault::post_mortem::ActionTicket;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use super::api::HandAction;
use crate::faults::open::came_back;
use crate::reader::locale;
use crate::ticket::StatusChip;
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, Select, ServerFn, Submit};
use crate::words::words;

/// Which services a ticket can be filed for on this page.
#[derive(Clone)]
pub(super) struct Offered(pub(super) Vec<ServiceRef>);

/// Which ticket it is and where it stands; `asked`, where its being resolved asks whether the action is done.
#[component]
pub fn TicketLine(ticket: ActionTicket, asked: bool) -> impl IntoView {
    let w = words().review();
    let number = ticket.number.to_string();
    let answered = (asked && ticket.is_answered()).then(|| {
        let said = (!ticket.resolution.is_empty()).then(|| view! { <q>{ticket.resolution.clone()}</q> " " });
        view! { <p class="small">{(w.answered)(&number)} " " {said} <b>{w.is_it_done}</b></p> }
    });
    let to = format!("/desk/{number}");
    view! {
        <p class="small cluster" data-gap="s">
            <span class="quiet">{w.ticket}</span>
            <a href=to>{format!("{number} {}", ticket.title)}</a>
            <StatusChip status=ticket.status waiting_on=None />
        </p>
        {answered}
    }
}

/// How it gets a ticket, or is rid of it.
#[component]
pub fn Hand(fault: String, place: usize, #[prop(optional_no_strip)] ticket: Option<ActionTicket>) -> impl IntoView {
    let w = words().review();
    let about = |step: &'static str| {
        let fault = fault.clone();
        view! {
            <input type="hidden" name="fault" value=fault.clone() />
            <input type="hidden" name="place" value=place.to_string() />
            <input type="hidden" name="step" value=step />
        }
    };
    if let Some(ticket) = ticket {
        let (about, label) = (about("unlink"), (w.unlink_ticket)(&ticket.number.to_string()));
        return view! {
            <Form to=HandAction::url() key=format!("unlink-{place}")>
                <ErrorSummary />
                {about}
                <Submit label kind="quiet" icon="x" />
            </Form>
        }
        .into_any();
    }
    let (make, link) = (format!("make-{place}"), format!("link-{place}"));
    let is_open = came_back(HandAction::url(), &make) || came_back(HandAction::url(), &link);
    let offered = use_context::<Offered>().map(|offered| offered.0).unwrap_or_default();
    let locale = locale();
    let named = offered.into_iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale)));
    let options = std::iter::once(Choice::new("", "–")).chain(named).collect();
    let labels = vec![("service".to_owned(), w.service.to_owned()), ("ticket".to_owned(), w.ticket_number.to_owned())];
    let (about_new, about_known, same_labels) = (about("make"), about("link"), labels.clone());
    view! {
        <details open=is_open>
            <summary class="button" data-kind="quiet"><Icon name="link" />{w.ticket}</summary>
            <div class="stack">
                <p class="small soft">{w.ticket_lead}</p>
                <Form to=HandAction::url() key=make class="stack" size="m">
                    <ErrorSummary labels />
                    {about_new}
                    <Select name="service" label=w.service options />
                    <div><Submit label=w.make_ticket kind="secondary" icon="plus" /></div>
                </Form>
                <Form to=HandAction::url() key=link class="stack" size="m">
                    <ErrorSummary labels=same_labels />
                    {about_known}
                    <Field name="ticket" label=w.ticket_number hint=w.ticket_hint width="s" />
                    <div><Submit label=w.link_ticket kind="secondary" icon="link" /></div>
                </Form>
            </div>
        </details>
    }
    .into_any()
}
