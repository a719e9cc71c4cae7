//! The paper for an answer to those who look after a request.

use domain::id::{TicketId, UserId};
use domain::ticket::WaitingOn;
use domain::ticket::view::RequestView;
use domain::time::Timestamp;
use leptos::prelude::*;

use super::api::{KeepFiles, KeepReplyDraft, ReplyToRequest};
use super::draft::DraftKeeper;
use super::request_page::waiting_on;
use crate::reader::clock;
use crate::ui::{ErrorSummary, Files, Form, LongText, ServerFn, Submit};
use crate::words::words;

/// What the paper for an answer depends on: whether one may reply, whether it is open, whether one is asked, by whom, and until when it
/// can be opened again.
type Paper = (bool, bool, bool, Option<UserId>, Option<Timestamp>);

/// The paper for an answer. It stays as it is while something stands on it.
#[component]
pub fn Answered(shown: RwSignal<RequestView>, draft: String, on_done: Callback<()>) -> impl IntoView {
    let shape = Memo::new(move |before: Option<&Paper>| {
        let now = shown.with(|request| {
            let asked = waiting_on(&request.status) == Some(WaitingOn::Requester);
            (request.allowed.reply, request.status.is_open(), asked, request.assignee.as_ref().map(|agent| agent.id), request.reopens_until)
        });
        before.filter(|_| is_writing()).copied().unwrap_or(now)
    });
    move || {
        drop(shape.read());
        view! { <Reply request=shown.get_untracked() draft=draft.clone() on_done /> }
    }
}

/// Whether something stands on the paper for an answer.
fn is_writing() -> bool {
    #[cfg(feature = "hydrate")]
    return super::live::is_writing();
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Writing to who answers. On a request that is done it is also the way to open it again.
#[component]
fn Reply(request: RequestView, draft: String, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let clock = clock();
    let ended = !request.status.is_open();
    let until = request.reopens_until.filter(|until| *until > clock.now);
    if !request.allowed.reply || ended && until.is_none() {
        return ().into_any();
    }
    let asked = waiting_on(&request.status) == Some(WaitingOn::Requester);
    let agent = request.assignee.as_ref().map(|agent| agent.name.as_str());
    let (label, send) = match agent {
        _ if ended => (w.open_again_label.to_owned(), w.open_again),
        _ if asked => (w.your_reply.to_owned(), w.send_reply),
        Some(agent) => ((w.reply_to)(agent), w.send),
        None => (w.add_something.to_owned(), w.send),
    };
    let hint = until
        .filter(|_| ended)
        .map(|until| format!("{} {}", w.not_helped, (w.not_helped_hint)(&clock.relative(until))))
        .unwrap_or_default();
    let labels = vec![("text".to_owned(), label.clone()), ("files".to_owned(), w.files.to_owned())];
    let name = label.clone();
    let ticket = request.number.id;
    let drafted = if draft.is_empty() { Vec::new() } else { vec![("text".to_owned(), draft)] };
    view! {
        <section id="answer" aria-label=name>
            <Form to=ReplyToRequest::url() files=true draft=drafted on_done class="form card">
                <ErrorSummary labels />
                <input type="hidden" name="ticket" value=ticket.to_string() />
                <LongText name="text" label hint />
                <Files name="files" label=w.files optional=true upload=KeepFiles::url() />
                <div class="cluster" data-gap="l">
                    <Submit label=send icon="send" />
                    <ReplyDraft ticket />
                </div>
            </Form>
        </section>
    }
    .into_any()
}

#[component]
fn ReplyDraft(ticket: TicketId) -> impl IntoView {
    let of = move |fields: Vec<(String, String)>| {
        let text = fields.into_iter().find(|(name, _)| name == "text").map(|(_, text)| text).unwrap_or_default();
        vec![("ticket", ticket.to_string()), ("text", text)]
    };
    view! { <DraftKeeper to=KeepReplyDraft::url() of /> }
}
