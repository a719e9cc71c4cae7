//! The table of mails.

use leptos::prelude::*;

use super::api::{MailRow, RetryMail};
use crate::admin::parts::IconButton;
use crate::reader::reader;
use crate::ui::{Ago, Form, Icon, ServerFn};
use crate::words::words;

/// The mails of a page.
#[component]
pub fn MailList(rows: Vec<MailRow>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin.outbox;
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
                        <th scope="col"><span class="visually-hidden">{words().admin.actions}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row on_change /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: MailRow, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin.outbox;
    let id = row.id.to_string();
    let subject = match row.ticket {
        Some(ticket) => format!("{ticket}: {}", (w.occasion)(row.occasion)),
        None => (w.occasion)(row.occasion).to_owned(),
    };
    let to = row.to.as_ref().map_or(w.nobody.to_owned(), |person| person.name.clone());
    let readable = row.to.is_some();
    let retry = format!("{}: {subject}", w.retry);
    let may_retry = row.state != "sending";
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
            <td class="row-actions">
                {may_retry
                    .then(|| {
                        view! {
                            <Form to=RetryMail::url() key=format!("retry-{id}") on_done=on_change>
                                <input type="hidden" name="id" value=id.clone() />
                                <IconButton icon="send" label=retry />
                            </Form>
                        }
                    })}
            </td>
        </tr>
    }
}

/// Where a mail stands, with the reason or the next try.
#[component]
fn State(row: MailRow) -> impl IntoView {
    let w = &words().admin.outbox;
    let (tone, icon) = match row.state.as_str() {
        "queued" => ("info", "clock"),
        "sending" => ("info", "send"),
        "sent" => ("ok", "check"),
        "failed" => ("bad", "alert"),
        "suppressed" => ("warn", "alert"),
        _ => ("mute", "pause"),
    };
    let next = (row.state == "queued" && row.attempts > 0).then(|| (w.next_try)(&reader().clock.relative(row.due_at)));
    let error = row.last_error.filter(|_| row.state != "sent");
    view! {
        <span class="chip" data-tone=tone><Icon name=icon />{(w.state)(&row.state)}</span>
        <small>
            {next}
            {(row.attempts > 1).then(|| format!(" {}", (w.tries)(row.attempts)))}
            {error.map(|error| format!(" {error}"))}
        </small>
    }
}
