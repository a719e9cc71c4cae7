//! What happens on the desk while somebody looks at it. Without a script a page is as old as its loading; with one it hears what
//! others do, and reads anew what changed. It hears only while it is seen: browsers have few connections for each site.

use domain::id::{FaultId, TicketId};
use domain::ticket::view::{Present, QueuePage};
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub use browser::{follow, keep_focus, listen, tell_of_writing};

/// What the page hears.
#[derive(Clone, Copy)]
pub struct Live {
    /// The ticket that is open.
    pub on: RwSignal<Option<TicketId>>,
    /// Who else is on it.
    pub there: RwSignal<Vec<Present>>,
    /// The ticket that went where the reader does not see it.
    pub gone: RwSignal<Option<TicketId>>,
    /// What came into the list a moment ago, for those who hear the page.
    pub told: RwSignal<String>,
    /// The latest version of the open ticket that was told of, and how often one was.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a script hears"))]
    heard: RwSignal<(u32, i64)>,
    /// How often a fault was told to have changed, and the one that was last; none, when any may have.
    pub faults: RwSignal<(u32, Option<FaultId>)>,
    /// How often a list was drawn.
    pub redrawn: RwSignal<u32>,
    /// The tickets that the list had.
    listed: StoredValue<Option<(String, Vec<TicketId>)>>,
}

impl Live {
    #[must_use]
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(None),
            there: RwSignal::new(Vec::new()),
            gone: RwSignal::new(None),
            told: RwSignal::new(String::new()),
            heard: RwSignal::new((0, 0)),
            faults: RwSignal::new((0, None)),
            redrawn: RwSignal::new(0),
            listed: StoredValue::new(None),
        }
    }

    /// A fault changed, or any may have.
    pub fn tell_fault(self, fault: Option<FaultId>) {
        self.faults.try_update(|(times, last)| (*times, *last) = (*times + 1, fault));
    }

    /// Notes the tickets of a list at this address, and tells of those that it had not before.
    pub fn note(self, address: &str, page: &QueuePage) {
        let now: Vec<TicketId> = page.rows.iter().map(|row| row.id).collect();
        let before = self.listed.try_update_value(|listed| listed.replace((address.to_owned(), now.clone()))).flatten();
        self.redrawn.update(|times| *times += 1);
        let Some((_, before)) = before.filter(|(listed, _)| listed == address) else { return };
        let new = now.iter().filter(|id| !before.contains(id)).count();
        if new > 0 {
            self.told.set((crate::words::words().live().new_in_list)(new));
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::id::TicketId;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, HtmlTextAreaElement};

    use super::Live;
    use crate::desk::act::writing;
    use crate::desk::api::{Opened, desk_ticket};
    use crate::desk::news::{news, told};
    use crate::desk::open::{Changed, Open};
    use crate::error::AppError;
    use crate::live::{Said, soon};

    /// Somebody who types says so as often.
    const WRITING: Duration = Duration::from_secs(8);

    /// Listens while the desk is there.
    pub fn listen(live: Live, changed: Changed) {
        let lists = soon(move || changed.tell());
        let look = move |version: i64| {
            live.heard.try_update(|(times, heard)| (*times, *heard) = (*times + 1, version));
        };
        let address = move || live.on.get().map_or_else(|| "/live".to_owned(), |ticket| format!("/live?ticket={ticket}"));
        crate::live::listen(address, move |said| {
            let Some(on) = live.on.try_get_untracked() else { return };
            if !matches!(said, Said::Hello { missed: false, .. } | Said::Present(_) | Said::Fault(_)) {
                lists();
            }
            match &said {
                Said::Fault(fault) => live.tell_fault(*fault),
                // What changed between the making of the page and the opening of its stream, nobody tells.
                Said::Lost | Said::Hello { .. } => live.tell_fault(None),
                _ => {}
            }
            match said {
                Said::Hello { version, .. } => look(version),
                Said::Changed(ticket) if on.is_some() && ticket == on => look(i64::MAX),
                // What the reader may not see any more is not asked for, and the next stream is none of its.
                Said::Gone(ticket) if on.is_some() && ticket == on => {
                    live.gone.try_set(ticket);
                    live.on.try_set(None);
                    live.there.try_set(Vec::new());
                }
                Said::Lost => look(i64::MAX),
                Said::Present(there) => drop(live.there.try_set(serde_json::from_str(&there).unwrap_or_default())),
                Said::Changed(_) | Said::Gone(_) | Said::Fault(_) => {}
            }
        });
    }

    /// Keeps an open ticket up to date: at once, unless the reader is in the middle of something.
    pub fn follow(live: Live, open: Open) {
        let id = open.id();
        live.there.set(Vec::new());
        live.on.set(Some(id));
        live.gone.set(None);
        let version = move || open.peek(|ticket| ticket.version);
        Effect::new(move |before: Option<u32>| {
            let (times, heard) = live.heard.get();
            if before.is_some_and(|before| before != times) && heard > version() {
                spawn_local(async move {
                    match desk_ticket(id).await {
                        Ok(fresh) => arrive(open, fresh),
                        Err(AppError::NotFound) => drop(live.gone.try_set(Some(id))),
                        Err(_) => {}
                    }
                });
            }
            times
        });
        on_cleanup(move || {
            if live.on.try_get_untracked().flatten() == Some(id) {
                live.on.set(None);
                live.there.set(Vec::new());
            }
        });
    }

    fn arrive(open: Open, fresh: Opened) {
        let Some(seen) = open.ticket.try_with_untracked(|ticket| ticket.detail.version) else { return };
        if fresh.detail.version <= seen {
            return;
        }
        let news = news(&fresh.detail, seen);
        if news.is_empty() || !is_busy() {
            open.told.set(told(&news));
            open.later.set(None);
            open.ticket.set(fresh);
        } else {
            open.later.set(Some(fresh));
        }
    }

    /// Whether something is typed or a dialog is open on the ticket.
    fn is_busy() -> bool {
        let all = |wanted: &str| document().query_selector_all(wanted).ok();
        let written = all(".pane-talk textarea").is_some_and(|papers| {
            let text = |at| papers.get(at).and_then(|paper| paper.dyn_into::<HtmlTextAreaElement>().ok()).map(|paper| paper.value());
            (0..papers.length()).filter_map(text).any(|text| !text.trim().is_empty())
        });
        written || all(".pane-talk .dialog:popover-open").is_some_and(|dialogs| dialogs.length() > 0)
    }

    /// Says now and then that the reader is writing.
    pub fn tell_of_writing(ticket: TicketId, said: StoredValue<bool>) {
        if said.try_get_value() != Some(false) {
            return;
        }
        said.set_value(true);
        let forget = move || {
            said.try_set_value(false);
        };
        set_timeout(forget, WRITING);
        spawn_local(async move { drop(writing(ticket).await) });
    }

    /// The rows of a list are drawn anew in their places: whoever stood on a ticket stands on it again, wherever it is now.
    pub fn keep_focus() {
        let stood = StoredValue::new(None::<String>);
        let to = |target: Option<web_sys::EventTarget>| {
            target.and_then(|target| target.dyn_into::<HtmlElement>().ok()).and_then(|link| link.get_attribute("href"))
        };
        let focused = window_event_listener(leptos::ev::focusin, move |event| stood.set_value(to(event.target())));
        on_cleanup(move || focused.remove());
        let live = use_context::<Live>();
        Effect::new(move |_| {
            let Some(live) = live else { return };
            live.redrawn.track();
            request_animation_frame(move || {
                let here = document().active_element().filter(|element| element.class_list().contains("queue-subject"));
                let (Some(here), Some(stood)) = (here, stood.try_get_value().flatten()) else { return };
                if here.get_attribute("href").as_ref() == Some(&stood) {
                    return;
                }
                let row = document().query_selector(&format!(".queue-subject[href=\"{stood}\"]")).ok().flatten();
                if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
                    drop(row.focus());
                }
            });
        });
    }
}
