//! What happens on the desk while somebody looks at it. Without a script a page is as old as its loading; with one it hears what
//! others do, and reads anew what changed. It hears only while it is seen: browsers have few connections for each site.

use domain::id::TicketId;
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
            redrawn: RwSignal::new(0),
            listed: StoredValue::new(None),
        }
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
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{EventSource, HtmlElement, HtmlTextAreaElement, MessageEvent};

    use super::Live;
    use crate::desk::act::writing;
    use crate::desk::api::{Opened, desk_present, desk_ticket};
    use crate::desk::news::{news, told};
    use crate::desk::open::{Changed, Open};
    use crate::error::AppError;

    /// Lists are read anew so long after a change: of many at once they are read once.
    const PAUSE: Duration = Duration::from_secs(1);
    /// How long to wait before asking again a server that would not have us listen.
    const REFUSED: Duration = Duration::from_mins(1);
    /// Somebody who types says so as often.
    const WRITING: Duration = Duration::from_secs(8);

    /// An open stream, with what is called when it says something.
    struct Stream {
        source: EventSource,
        _called: [Closure<dyn FnMut(JsValue)>; 6],
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
        }
    }

    /// Listens while the desk is there and the page is seen.
    pub fn listen(live: Live, changed: Changed) {
        let seen = RwSignal::new(!document().hidden());
        let again = RwSignal::new(0_u32);
        // What happened while nobody listened is not known: the lists are read when somebody does again.
        let missed = StoredValue::new(false);
        let stream = StoredValue::new_local(None::<Stream>);
        let visibility = Closure::<dyn FnMut()>::new(move || {
            seen.try_set(!document().hidden());
        });
        drop(document().add_event_listener_with_callback("visibilitychange", visibility.as_ref().unchecked_ref()));
        visibility.forget();
        Effect::new(move |_| {
            again.track();
            stream.update_value(|stream| drop(stream.take()));
            if seen.get() {
                stream.set_value(open(live, live.on.get(), changed, missed, again));
            } else {
                missed.set_value(true);
            }
        });
        on_cleanup(move || {
            stream.try_update_value(Option::take);
        });
    }

    fn open(live: Live, on: Option<TicketId>, changed: Changed, missed: StoredValue<bool>, again: RwSignal<u32>) -> Option<Stream> {
        let address = on.map_or_else(|| "/live".to_owned(), |ticket| format!("/live?ticket={ticket}"));
        let source = EventSource::new(&address).ok()?;
        let waiting = StoredValue::new(false);
        let lists = move || {
            if waiting.try_get_value() == Some(false) {
                waiting.set_value(true);
                set_timeout(
                    move || {
                        waiting.try_set_value(false);
                        changed.tell();
                    },
                    PAUSE,
                );
            }
        };
        let look = move |version: i64| {
            live.heard.try_update(|(times, heard)| (*times, *heard) = (*times + 1, version));
        };
        let people = move || {
            let Some(ticket) = on else { return };
            spawn_local(async move {
                if let Ok(there) = desk_present(ticket).await {
                    drop(live.there.try_set(there));
                }
            });
        };
        let hello = Closure::<dyn FnMut(JsValue)>::new(move |event| {
            if missed.try_get_value() == Some(true) {
                missed.set_value(false);
                lists();
            }
            look(data(&event).parse().unwrap_or_default());
            people();
        });
        let change = Closure::<dyn FnMut(JsValue)>::new(move |event| {
            lists();
            if on.is_some() && ticket(&event) == on {
                look(i64::MAX);
                // Whoever sent something writes no more.
                people();
            }
        });
        // What the reader may not see any more is not asked for, and the next stream is none of its.
        let gone = Closure::<dyn FnMut(JsValue)>::new(move |event| {
            lists();
            let ticket = ticket(&event);
            if on.is_some() && ticket == on {
                live.gone.try_set(ticket);
                live.on.try_set(None);
                live.there.try_set(Vec::new());
            }
        });
        let present = Closure::<dyn FnMut(JsValue)>::new(move |_| people());
        let lost = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            lists();
            look(i64::MAX);
        });
        let listening = source.clone();
        let failed = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            missed.try_set_value(true);
            // A stream that ended is opened again by the browser; one that was refused is not.
            if listening.ready_state() == EventSource::CLOSED {
                let retry = move || {
                    again.try_update(|times| *times += 1);
                };
                set_timeout(retry, REFUSED);
            }
        });
        for (name, called) in
            [("hello", &hello), ("changed", &change), ("gone", &gone), ("present", &present), ("lost", &lost), ("error", &failed)]
        {
            drop(source.add_event_listener_with_callback(name, called.as_ref().unchecked_ref()));
        }
        Some(Stream { source, _called: [hello, change, gone, present, lost, failed] })
    }

    fn ticket(event: &JsValue) -> Option<TicketId> {
        data(event).split(' ').next().and_then(|id| id.parse().ok()).map(TicketId)
    }

    fn data(event: &JsValue) -> String {
        event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default()
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
