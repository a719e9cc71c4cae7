//! The conversation: which entries are shown, and the entries.

use domain::ticket::event::What;
use domain::ticket::view::{Detail, TimelineEntry};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::open::open;
use super::query::{DeskQuery, Show};
use crate::ticket::{Opening, Timeline};
use crate::words::words;

impl Show {
    /// Whether an entry is shown.
    fn holds(self, entry: &TimelineEntry) -> bool {
        let of = match entry.event.what {
            What::Replied { .. } | What::Resolved { .. } | What::Rated { .. } => Self::Replies,
            What::Noted { .. } | What::FollowUpClosed { .. } => Self::Notes,
            _ => Self::Changes,
        };
        self == Self::All || self == of
    }

    /// Whether what the requester wrote first is shown.
    const fn holds_opening(self) -> bool {
        matches!(self, Self::All | Self::Replies)
    }

    fn count(self, ticket: &Detail) -> usize {
        let entries = ticket.timeline.iter().filter(|entry| crate::ticket::event_line::has_line(&entry.event.what));
        entries.filter(|entry| self.holds(entry)).count() + usize::from(self.holds_opening())
    }

    fn word(self) -> &'static str {
        let w = words().desk();
        match self {
            Self::All => w.all,
            Self::Replies => w.replies,
            Self::Notes => w.notes,
            Self::Changes => w.changes,
        }
    }
}

/// The filters of the timeline, as links.
#[component]
pub fn TimelineTabs() -> impl IntoView {
    let open = open();
    let query = use_query_map();
    let tab = move |show: Show| {
        let count = open.part(move |ticket| show.count(ticket));
        let number = open.peek(|ticket| ticket.number);
        let to = move || query.with(|query| DeskQuery { show, ..DeskQuery::read(query) }.address(&format!("/desk/{number}")));
        let is_here = move || (query.with(|query| DeskQuery::read(query).show) == show).then_some("page");
        view! {
            <li><a href=to aria-current=is_here>{show.word()} " " <span class="count">{move || count.get()}</span></a></li>
        }
    };
    view! {
        <nav class="tabs" aria-label=words().desk().show_in_timeline>
            <ul>{Show::ALL.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}

/// The entries, the newest at the end, where the pane opens.
#[component]
pub fn Conversation() -> impl IntoView {
    let open = open();
    let query = use_query_map();
    let show = Memo::new(move |_| query.with(|query| DeskQuery::read(query).show));
    let label = move || (words().desk().timeline_of)(&open.with(|ticket| ticket.number.to_string()));
    view! {
        <div class="pane-body pane-newest" tabindex="0" role="region" aria-label=label>
            {move || {
                let show = show.get();
                open.with(|ticket| {
                    let entries: Vec<TimelineEntry> = ticket.timeline.iter().filter(|entry| show.holds(entry)).cloned().collect();
                    let opening = show.holds_opening().then(|| opening(ticket));
                    if entries.is_empty() && opening.is_none() {
                        return view! { <p class="empty soft">{words().desk().timeline_empty}</p> }.into_any();
                    }
                    view! { <Timeline opening entries /> }.into_any()
                })
            }}
        </div>
    }
}

fn opening(ticket: &Detail) -> Opening {
    Opening {
        by: ticket.requesters.first().cloned(),
        at: ticket.created_at,
        html: ticket.description_html.clone(),
        answers: ticket.answers.clone(),
        files: ticket.attachments.clone(),
    }
}
