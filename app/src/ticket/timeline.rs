//! The conversation: what was written, what was changed, day by day.

use domain::ticket::event::{Side, What};
use domain::ticket::view::{AnswerView, AttachmentRef, PersonRef, TimelineEntry};
use domain::time::Timestamp;
use leptos::prelude::*;

use super::event_line::{EventLine, has_line};
use super::told_line::head;
use super::{AnswerList, Attachments, Avatar, RatingSaid};
use crate::reader::clock;
use crate::ui::Icon;
use crate::words::words;

/// What the requester wrote first: it opens the conversation.
#[derive(Clone, Debug)]
pub struct Opening {
    pub by: Option<PersonRef>,
    pub at: Timestamp,
    /// Rendered and sanitised.
    pub html: String,
    pub answers: Vec<AnswerView>,
    pub files: Vec<AttachmentRef>,
}

/// The whole conversation; `opening` is left out where a filter hides it.
#[component]
pub fn Timeline(
    #[prop(optional_no_strip)] opening: Option<Opening>,
    entries: Vec<TimelineEntry>,
    /// Speaks to the reader as to who asked.
    #[prop(optional)]
    to_requester: bool,
) -> impl IntoView {
    let clock = clock();
    let mut last = None;
    let mut day = move |at: Timestamp| {
        let is_new = last.is_none_or(|last| !clock.same_day(last, at));
        last = Some(at);
        is_new.then(|| view! { <li class="timeline-day">{clock.day_heading(at)}</li> })
    };
    let opening = opening.map(|opening| view! { {day(opening.at)} <OpeningCard opening to_requester /> });
    let entries = entries
        .into_iter()
        .filter(|entry| has_line(&entry.event.what))
        .map(|entry| view! { {day(entry.event.at)} <Entry entry to_requester /> })
        .collect_view();
    view! { <ol class="timeline">{opening} {entries}</ol> }
}

/// What somebody wrote, as a card; what somebody did, as a line.
#[component]
pub fn Entry(entry: TimelineEntry, #[prop(optional)] to_requester: bool) -> impl IntoView {
    let w = words().ticket();
    let is_empty = entry.html.is_empty() && entry.attachments.is_empty();
    let actor = entry.event.actor;
    let (kind, icon, said) = match &entry.event.what {
        What::Replied { by: Side::Requester, .. } if to_requester => ("requester", "user", head(Side::Requester, actor).to_owned()),
        What::Replied { by: Side::Agent, .. } if to_requester => ("public", "reply", head(Side::Agent, actor).to_owned()),
        What::Replied { by: Side::Requester, .. } => ("requester", "user", w.requester.to_owned()),
        What::Replied { by: Side::Agent, .. } => ("public", "reply", w.public_reply.to_owned()),
        What::Noted { .. } => ("internal", "lock", w.internal_note.to_owned()),
        What::Resolved { code, .. } if !is_empty || code.is_some() => {
            let said = code.map_or_else(|| w.resolved.to_owned(), |code| (w.resolved_as)((w.resolution)(code)));
            ("resolution", "check-circle", said)
        }
        What::Informed { headline, .. } => ("public", "megaphone", (w.informed)(headline)),
        What::Rated { .. } => ("rating", "star", w.rating.to_owned()),
        What::FollowUpClosed { outcome, contacted, .. } => ("internal", "check-circle", (w.followed_up)((w.outcome)(*outcome), *contacted)),
        _ => return view! { <EventLine entry to_requester /> }.into_any(),
    };
    let html = entry.html;
    let body = match entry.event.what {
        What::Rated { answer, comment } => view! { <RatingSaid answer comment before=entry.before /> }.into_any(),
        _ => (!html.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> }).into_any(),
    };
    view! {
        <Card kind icon said by=entry.actor at=entry.event.at>
            {body}
            <Attachments files=entry.attachments />
        </Card>
    }
    .into_any()
}

#[component]
fn OpeningCard(opening: Opening, to_requester: bool) -> impl IntoView {
    let Opening { by, at, html, answers, files } = opening;
    let said = if to_requester { head(Side::Requester, by.as_ref().map(|by| by.id)) } else { words().ticket().requester };
    view! {
        <Card kind="requester" icon="user" said=said.to_owned() by at>
            {(!html.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> })}
            {(!answers.is_empty()).then(|| view! { <AnswerList answers /> })}
            <Attachments files />
        </Card>
    }
}

#[component]
fn Card(
    kind: &'static str,
    icon: &'static str,
    said: String,
    #[prop(optional_no_strip)] by: Option<PersonRef>,
    at: Timestamp,
    children: Children,
) -> impl IntoView {
    let clock = clock();
    let name = by.as_ref().map_or_else(|| words().ticket().by_itself.to_owned(), |person| person.name.clone());
    view! {
        <li class="entry" data-kind=kind>
            {match by {
                Some(person) => view! { <Avatar person /> }.into_any(),
                None => view! { <span class="avatar" aria-hidden="true"><Icon name="mark" /></span> }.into_any(),
            }}
            <article class="entry-card">
                <header class="entry-head">
                    <strong>{name}</strong>
                    <span class="entry-kind"><Icon name=icon />{said}</span>
                    <time datetime=clock.iso(at) title=clock.full(at)>{clock.time(at)}</time>
                </header>
                {children()}
            </article>
        </li>
    }
}
