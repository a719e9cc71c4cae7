//! What those who work on a post-mortem say of it: at each paragraph, and at its section once the paragraph is gone.

use domain::fault::post_mortem::{Comment, Discussion, Paragraph, Section, Thread, section_of};
use leptos::prelude::*;

use super::discussion_api::{AnswerComment, CommentPostMortem, SettleComment};
use super::text::Prose;
use crate::faults::open::came_back;
use crate::faults::when::{Time, short};
use crate::ticket::Avatar;
use crate::ui::{ErrorSummary, Form, Icon, LongText, ServerFn, Submit};
use crate::words::words;

/// What is said of the text on this page; absent, or without paragraphs, where nothing can be said.
#[derive(Clone)]
pub(super) struct Discussing {
    pub(super) fault: String,
    pub(super) discussion: StoredValue<Discussion>,
}

/// The text in a place: as a whole, or where it is discussed, paragraph by paragraph with what is said of each.
#[component]
pub fn Said(place: String, html: String) -> impl IntoView {
    let of_place = |discussing: Discussing| {
        let paragraphs = discussing.discussion.with_value(|all| all.paragraphs.get(&place).cloned()).unwrap_or_default();
        Some((discussing, section_of(&place)?, paragraphs)).filter(|(_, _, paragraphs)| !paragraphs.is_empty())
    };
    match use_context::<Discussing>().and_then(of_place) {
        None => view! { <Prose html /> }.into_any(),
        Some((discussing, section, paragraphs)) => {
            let one = |paragraph| view! { <OneParagraph discussing=discussing.clone() section paragraph /> };
            paragraphs.into_iter().map(one).collect_view().into_any()
        }
    }
}

/// What was said in a section of words that have changed since then.
#[component]
pub fn Lost(section: Section) -> impl IntoView {
    let discussing = use_context::<Discussing>()?;
    let threads = discussing.discussion.with_value(|all| all.lost(section).into_iter().cloned().collect::<Vec<Thread>>());
    if threads.is_empty() {
        return None;
    }
    let rows = threads.into_iter().map(|thread| view! { <OneThread fault=discussing.fault.clone() thread lost=true /> }).collect_view();
    Some(view! { <div class="lost-threads no-print"><p class="small quiet">{words().review().lost}</p>{rows}</div> })
}

/// Whether anything was said in a section of words that are gone.
pub(super) fn has_lost(section: Section) -> bool {
    use_context::<Discussing>().is_some_and(|discussing| discussing.discussion.with_value(|all| !all.lost(section).is_empty()))
}

#[component]
fn OneParagraph(discussing: Discussing, section: Section, paragraph: Paragraph) -> impl IntoView {
    let w = words().review();
    let Paragraph { key, quote, html } = paragraph;
    let Discussing { fault, discussion } = discussing;
    let threads = discussion.with_value(|all| all.at(section, &key).cloned().collect::<Vec<_>>());
    let threads = threads.into_iter().map(|thread| view! { <OneThread fault=fault.clone() thread lost=false /> }).collect_view();
    let form = format!("comment-{section}-{key}");
    let is_open = came_back(CommentPostMortem::url(), &form);
    let about = (w.comment_on)(&short_quote(&quote));
    view! {
        <div class="paragraph">
            <div inner_html=html></div>
            <details class="remark no-print" open=is_open>
                <summary class="small">{w.comment}<span class="visually-hidden">" "{about}</span></summary>
                <Form to=CommentPostMortem::url() key=form class="stack" size="m">
                    <ErrorSummary labels=vec![("text".to_owned(), w.comment_text.to_owned())] />
                    <input type="hidden" name="fault" value=fault />
                    <input type="hidden" name="section" value=section.as_str() />
                    <input type="hidden" name="paragraph" value=key />
                    <input type="hidden" name="seen" value=quote />
                    <LongText name="text" label=w.comment_text hint=w.comment_hint rows=3 />
                    <div><Submit label=w.say kind="secondary" icon="send" /></div>
                </Form>
            </details>
            {threads}
        </div>
    }
}

/// Enough of a paragraph to know it by.
fn short_quote(quote: &str) -> String {
    match quote.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", quote.get(..end).unwrap_or_default().trim_end()),
        None => quote.to_owned(),
    }
}

#[component]
fn OneThread(fault: String, thread: Thread, lost: bool) -> impl IntoView {
    let w = words().review();
    let first = thread.comments.first().and_then(|comment| comment.by.as_ref()).map(|person| person.name.clone()).unwrap_or_default();
    let label = (w.thread_by)(&first);
    let said = thread.comments.into_iter().map(|comment| view! { <OneComment comment /> }).collect_view();
    let quoted = lost.then(|| view! { <p class="small quiet">{w.of_words}" "<q>{thread.quote}</q></p> });
    let id = thread.id.to_string();
    let key = format!("answer-{id}");
    let answers = came_back(AnswerComment::url(), &key);
    let fields = move |fault: String, id: String| {
        view! {
            <input type="hidden" name="fault" value=fault />
            <input type="hidden" name="thread" value=id />
        }
    };
    let (to_answer, to_settle) = (fields(fault.clone(), id.clone()), fields(fault, id.clone()));
    let answer = view! {
        <details open=answers>
            <summary class="button" data-kind="quiet" data-size="s">{w.answer}</summary>
            <Form to=AnswerComment::url() key=key class="stack" size="m">
                <ErrorSummary labels=vec![("text".to_owned(), w.answer_text.to_owned())] />
                {to_answer}
                <LongText name="text" label=w.answer_text rows=2 />
                <div><Submit label=w.answer kind="secondary" icon="reply" /></div>
            </Form>
        </details>
    };
    let (label_of_step, step, icon) =
        if thread.resolved.is_some() { (w.reopen, "reopen", "undo") } else { (w.resolve, "resolve", "check") };
    let settle = view! {
        <Form to=SettleComment::url() key=format!("settle-{id}")>
            <ErrorSummary />
            {to_settle}
            <input type="hidden" name="step" value=step />
            <Submit label=label_of_step kind="quiet" size="s" icon />
        </Form>
    };
    let anchor = format!("thread-{}", thread.id);
    let body = view! { {quoted} <ol class="thread-said">{said}</ol> <div class="cluster thread-steps">{answer} {settle}</div> };
    match thread.resolved {
        None => view! { <div class="thread no-print" role="group" id=anchor aria-label=label>{body}</div> }.into_any(),
        Some(resolved) => {
            let by = resolved.by.map(|person| person.name).unwrap_or_default();
            view! {
                <div class="thread no-print" role="group" id=anchor data-state="resolved" aria-label=label>
                    <details open=answers>
                        <summary class="small"><Icon name="check-circle" />{(w.resolved)(&by, &short(resolved.at))}</summary>
                        {body}
                    </details>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn OneComment(comment: Comment) -> impl IntoView {
    let who = comment.by.map(|person| {
        let name = person.name.clone();
        view! { <span class="person"><Avatar person size="s" /><b>{name}</b></span> }
    });
    view! {
        <li>
            <div class="cluster small" data-gap="s">{who} <span class="quiet"><Time at=comment.at /></span></div>
            <div class="prose" inner_html=comment.html></div>
        </li>
    }
}
