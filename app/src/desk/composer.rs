//! Where a reply or a note is written. Who will read it is seen by colour, icon and word; the draft is kept on the server.

use domain::ticket::view::Detail;
use leptos::prelude::*;

use super::act::{Answer, KeepDraft};
use super::open::{Ticket, open};
use crate::portal::api::KeepFiles;
use crate::reader::reader;
use crate::ui::{Files, Form, Icon, ServerFn, form_state};
use crate::words::{errors, words};

/// The composer of the open ticket; nothing, for who may neither reply nor note.
#[component]
pub fn Composer() -> impl IntoView {
    let open = open();
    let allowed = open.part(|ticket| (ticket.allowed.reply, ticket.allowed.note));
    let on_done = open.on_done();
    move || {
        let (reply, note) = allowed.get();
        (reply || note).then(|| {
            view! {
                <Form to=Answer::url() files=true class="composer" key="answer" on_done>
                    <Ticket speaks=true />
                    <Paper reply note />
                </Form>
            }
        })
    }
}

#[component]
fn Paper(reply: bool, note: bool) -> impl IntoView {
    let open = open();
    let w = words().desk();
    let state = form_state();
    let draft = open.ticket.with_untracked(|ticket| ticket.draft.clone());
    let internal = state.typed("mode").map_or(draft.internal, |mode| mode == "internal") && note || !reply;
    let text = state.typed("text").unwrap_or(draft.text);
    let wrong = Memo::new(move |_| state.error.with(|error| error.as_ref().map(|error| error.of_field("text")).unwrap_or_default()));
    let kept = RwSignal::new(None);
    let paper = NodeRef::<leptos::html::Textarea>::new();
    #[cfg(feature = "hydrate")]
    keep_draft(open.id(), paper, kept);
    let drafted = !text.is_empty() && !state.came_back();
    view! {
        <fieldset class="composer-mode">
            <legend class="visually-hidden">{w.who_reads}</legend>
            {reply.then(|| view! {
                <label>
                    <input type="radio" name="mode" value="public" checked=!internal data-key="r" />
                    <Icon name="reply" />
                    {w.public_reply}
                </label>
            })}
            {note.then(|| view! {
                <label>
                    <input type="radio" name="mode" value="internal" checked=internal data-key="n" />
                    <Icon name="lock" />
                    {w.internal_note}
                </label>
            })}
            <span class="small quiet composer-to">
                <span class="for-public">{move || open.with(addressees)}</span>
                <span class="for-internal">{w.agents_only}</span>
            </span>
        </fieldset>
        <label class="visually-hidden" for="text">{w.text}</label>
        <textarea
            id="text"
            name="text"
            node_ref=paper
            placeholder=w.write_here
            aria-invalid=move || (!wrong.read().is_empty()).then_some("true")
            aria-describedby=move || (!wrong.read().is_empty()).then_some("text-error")
        >
            {text}
        </textarea>
        {move || {
            let said = refusal(state.error.get(), &wrong.get());
            said.map(|said| view! { <p class="field-error" id="text-error" role="alert"><Icon name="status-breached" /><span>{said}</span></p> })
        }}
        <div class="composer-foot">
            <Attach />
            <span class="composer-draft" role="status">
                {move || kept.get().map_or_else(
                    || if drafted { w.your_draft.to_owned() } else { String::new() },
                    |at| (w.draft_kept)(&reader().clock.time(at)),
                )}
            </span>
            <button
                class="button no-script"
                data-kind="quiet"
                type="submit"
                formaction=KeepDraft::url()
                formenctype="application/x-www-form-urlencoded"
            >
                {w.keep_draft}
            </button>
            {reply.then(|| view! { <Then /> })}
            <button class="button" data-kind="primary" type="submit" data-send="" aria-disabled=move || state.pending.get().then_some("true")>
                <Icon name="send" />
                <span class="for-public">{w.send_reply}</span>
                <span class="for-internal">{w.add_note}</span>
            </button>
        </div>
    }
}

/// Files go by a small window, so that the paper keeps its room.
#[component]
fn Attach() -> impl IntoView {
    let w = words().desk();
    view! {
        <details class="menu" data-up="" data-start="">
            <summary class="button" data-kind="quiet" data-icon-only="">
                <Icon name="paperclip" />
                <span class="visually-hidden">{w.attach}</span>
            </summary>
            <div class="menu-items" data-size="l">
                <Files name="files" label=w.attach optional=true upload=KeepFiles::url() />
            </div>
        </details>
    }
}

/// What happens to the ticket with the reply; a note changes nothing.
#[component]
fn Then() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let chosen = form_state().typed("then").unwrap_or_default();
    let offers = open.part(|ticket| {
        let is_open = ticket.status.is_open();
        (ticket.status.name(), is_open && ticket.allowed.work, is_open && ticket.allowed.resolve)
    });
    move || {
        let (status, wait, resolve) = offers.get();
        view! {
            <span class="composer-status for-public">
                <label for="then">{w.then}</label>
                <select class="input" id="then" name="then">
                    <option value="">{(w.stay)(status)}</option>
                    {wait.then(|| view! { <option value="wait" selected=chosen == "wait">{w.then_wait}</option> })}
                    {resolve.then(|| view! { <option value="resolve" selected=chosen == "resolve">{w.then_resolve}</option> })}
                </select>
            </span>
        }
    }
}

fn addressees(ticket: &Detail) -> String {
    let first = ticket.requesters.first().map(|person| person.name.as_str()).unwrap_or_default();
    (words().desk().to)(first, ticket.requesters.len().saturating_sub(1) + ticket.watchers.len())
}

fn refusal(error: Option<crate::error::AppError>, of_text: &[domain::invalid::Code]) -> Option<String> {
    let error = error?;
    if of_text.is_empty() {
        return Some(format!("{}. {}", errors::title(&error), errors::advice(&error)));
    }
    Some(of_text.iter().map(errors::of_code).collect::<Vec<_>>().join(" "))
}

/// Keeps the text while one writes and when one leaves it, and tells those who look at the ticket that somebody writes.
#[cfg(feature = "hydrate")]
fn keep_draft(ticket: domain::id::TicketId, paper: NodeRef<leptos::html::Textarea>, kept: RwSignal<Option<domain::time::Timestamp>>) {
    use crate::ui::draft::{self, Draft};
    let (state, said) = (form_state(), StoredValue::new(false));
    let read = move |form: &web_sys::HtmlFormElement| {
        let fields = draft::fields(form);
        let field = |name| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let text = field("text");
        // On an empty paper it makes no difference who would read it.
        let mode = if text.is_empty() { String::new() } else { field("mode") };
        vec![("ticket", ticket.to_string()), ("text", text), ("mode", mode)]
    };
    Effect::new(move |_| {
        if let Some(form) = paper.get().and_then(|paper| paper.form()) {
            draft::keep(Draft { form, to: KeepDraft::url(), read: Box::new(read), kept }, state);
        }
    });
    let touched = window_event_listener(leptos::ev::input, move |event| {
        if event_target::<web_sys::Element>(&event).id() == "text" {
            super::live::tell_of_writing(ticket, said);
        }
    });
    on_cleanup(move || touched.remove());
}
