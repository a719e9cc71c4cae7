//! The table of mails.

use leptos::prelude::*;

use super::api::{CancelMail, HeldFor, HoldMail, MailRow, ReleaseMail, RetryMail};
use crate::admin::parts::IconButton;
use crate::reader::clock;
use crate::ui::{Ago, Form, Icon, ServerFn};
use crate::words::words;

/// The mails of a page.
#[component]
pub fn MailList(rows: Vec<MailRow>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().outbox;
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.to}</th>
                        <th scope="col">{w.subject}</th>
                        <th scope="col">{w.written}</th>
                        <th scope="col">{w.state_label}</th>
                        <th scope="col"><span class="visually-hidden">{words().admin().actions}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row on_change /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: MailRow, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().outbox;
    let id = row.id.to_string();
    let subject = match row.ticket {
        Some(ticket) => format!("{ticket}: {}", (w.occasion)(row.occasion)),
        None => (w.occasion)(row.occasion).to_owned(),
    };
    let to = row.to.as_ref().map_or(w.nobody.to_owned(), |person| person.name.clone());
    let readable = row.to.is_some();
    let about = subject.clone();
    let state = row.state.clone();
    view! {
        <tr>
            <th scope="row">{to} <small>{row.email.clone()}</small></th>
            <td>
                {if readable {
                    view! { <a class="row-link" href=format!("/admin/outbox/{id}")>{subject}</a> }.into_any()
                } else {
                    subject.into_any()
                }}
            </td>
            <td data-label=w.written><Ago at=row.created_at /></td>
            <td data-label=w.state_label><State row=row.clone() /></td>
            <td class="row-actions"><Steps id state about on_change /></td>
        </tr>
    }
}

/// What can be done with a mail as it stands: which function, its icon and its words.
#[must_use]
pub fn steps(state: &str) -> Vec<(&'static str, &'static str, &'static str)> {
    let w = &words().admin().outbox;
    let hold = (HoldMail::url(), "pause", w.hold);
    let release = (ReleaseMail::url(), "play", w.release);
    let retry = (RetryMail::url(), "send", w.retry);
    let cancel = (CancelMail::url(), "x", w.cancel);
    match state {
        "queued" => vec![hold, retry, cancel],
        "held" => vec![release, cancel],
        "failed" | "suppressed" => vec![retry, cancel],
        // What is being sent ends in another state by itself.
        "sending" => Vec::new(),
        _ => vec![retry],
    }
}

#[component]
fn Steps(id: String, state: String, about: String, on_change: Callback<()>) -> impl IntoView {
    steps(&state)
        .into_iter()
        .map(|(to, icon, label)| {
            let (id, key, label) = (id.clone(), format!("{icon}-{id}"), format!("{label}: {about}"));
            view! {
                <Form to=to key on_done=on_change>
                    <input type="hidden" name="id" value=id />
                    <IconButton icon label />
                </Form>
            }
        })
        .collect_view()
}

/// Where a mail stands, with the reason or the next try.
#[component]
fn State(row: MailRow) -> impl IntoView {
    let w = &words().admin().outbox;
    let (tone, icon) = match row.state.as_str() {
        "queued" => ("info", "clock"),
        "sending" => ("info", "send"),
        "sent" => ("ok", "check"),
        "failed" => ("bad", "alert"),
        "suppressed" => ("warn", "alert"),
        "cancelled" => ("mute", "status-cancelled"),
        _ => ("mute", "pause"),
    };
    let next = (row.state == "queued" && row.attempts > 0).then(|| (w.next_try)(&clock().relative(row.due_at)));
    let error = row.last_error.filter(|_| row.state != "sent");
    view! {
        <span class="chip" data-tone=tone><Icon name=icon />{(w.state)(&row.state)}</span>
        <small>
            {row.held_for.map(held_for)}
            {next}
            {(row.attempts > 1).then(|| format!(" {}", (w.tries)(row.attempts)))}
            {error.map(|error| format!(" {error}"))}
        </small>
    }
}

fn held_for(reason: HeldFor) -> &'static str {
    let w = &words().admin().outbox;
    match reason {
        HeldFor::NoServer => w.held_no_server,
        HeldFor::Administrator => w.held_administrator,
        HeldFor::Flood => w.held_flood,
    }
}
