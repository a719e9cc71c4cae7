//! Where a reply or a note is written. Who will read it is seen by colour, icon and word; the draft is kept on the server.

use domain::invalid::Code;
use domain::ticket::view::Detail;
use leptos::prelude::*;

use super::act::{Answer, KeepDraft};
use super::attach::{Attach, Attached, AttachedFiles, came_back};
use super::mentions::{Mentions, Proposals};
use super::open::{Ticket, open};
use super::templates::Templates;
use crate::error::AppError;
use crate::reader::clock;
use crate::ui::{Form, Icon, ServerFn, form_state};
use crate::words::{errors, words};

/// The composer of the open ticket; nothing, for who may neither reply nor note.
#[component]
pub fn Composer() -> impl IntoView {
    let open = open();
    let allowed = open.part(|ticket| (ticket.allowed.reply, ticket.allowed.note));
    let sent = RwSignal::new(0_u32);
    let on_done = Callback::new(move |()| {
        sent.update(|times| *times += 1);
        open.done();
    });
    move || {
        let (reply, note) = allowed.get();
        (reply || note).then(|| {
            view! {
                <Form to=Answer::url() files=true class="composer" key="answer" on_done>
                    <Ticket speaks=true />
                    <Paper reply note sent />
                </Form>
            }
        })
    }
}

#[component]
fn Paper(reply: bool, note: bool, sent: RwSignal<u32>) -> impl IntoView {
    let open = open();
    let w = words().desk();
    let state = form_state();
    let draft = open.ticket.with_untracked(|ticket| ticket.draft.clone());
    let internal = state.typed("mode").map_or(draft.internal, |mode| mode == "internal") && note || !reply;
    let text = state.typed("text").unwrap_or(draft.text);
    let files: Attached = came_back();
    let wrong = Memo::new(move |_| state.error.with(|error| error.as_ref().map(|error| error.of_field("text")).unwrap_or_default()));
    let kept = RwSignal::new(None);
    let paper = NodeRef::<leptos::html::Textarea>::new();
    #[cfg(feature = "hydrate")]
    keep_draft(open.id(), paper, kept);
    let mentions = Mentions::of(paper);
    let drafted = RwSignal::new(!text.is_empty() && !state.came_back());
    // What was sent is neither a draft any more nor attached.
    Effect::new(move |before: Option<()>| {
        sent.track();
        if before.is_some() {
            files.set(Vec::new());
            drafted.set(false);
        }
    });
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
            <span class="composer-draft" role="status">
                {move || kept.get().map_or_else(
                    || if drafted.get() { w.your_draft.to_owned() } else { String::new() },
                    |at| (w.draft_kept)(&clock().time(at)),
                )}
            </span>
            <span class="small quiet composer-to truncate">
                <span class="for-public">{move || open.with(addressees)}</span>
                <span class="for-internal">{w.agents_only}</span>
            </span>
        </fieldset>
        <Proposals mentions />
        <label class="visually-hidden" for="text">{w.text}</label>
        <textarea
            id="text"
            name="text"
            node_ref=paper
            placeholder=w.write_here
            aria-autocomplete="list"
            aria-controls=move || mentions.controls()
            aria-activedescendant=move || mentions.active()
            aria-invalid=move || (!wrong.read().is_empty()).then_some("true")
            aria-describedby=move || (!wrong.read().is_empty()).then_some("text-error")
        >
            {text}
        </textarea>
        {move || {
            let said = refusal(state.error.get(), &wrong.get());
            // Beside this page, which keeps what was typed.
            let sign_in = (state.error.get() == Some(AppError::SignedOut)).then(|| {
                view! { " " <a href="/sign-in" target="_blank" rel="external noopener" data-sign-in="">{words().common().sign_in_beside}</a> }
            });
            said.map(|said| view! { <p class="field-error" id="text-error" role="alert"><Icon name="status-breached" /><span>{said}{sign_in}</span></p> })
        }}
        <AttachedFiles files />
        <div class="composer-foot">
            <span class="composer-start">
                <Attach files />
                <Templates paper />
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

/// What the paper says to a refusal. That the ticket changed meanwhile stands beside the timeline, with what changed.
fn refusal(error: Option<AppError>, of_text: &[Code]) -> Option<String> {
    let error = error.filter(|error| *error != AppError::Conflict)?;
    let codes = if of_text.is_empty() { error.of_field("files") } else { of_text.to_vec() };
    if codes.is_empty() {
        return Some(format!("{}. {}", errors::title(&error), errors::advice(&error)));
    }
    Some(codes.iter().map(errors::of_code).collect::<Vec<_>>().join(" "))
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
