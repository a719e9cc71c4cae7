//! Go to anything: queues and places, pages of the administration as far as they open for the reader, tickets that were opened
//! lately, and whatever the server finds. It needs a script; without one the rail has the same places and a link to the search page.

use domain::permit::Permission;
use domain::ticket::Number;
use leptos::prelude::*;

use super::frame::{view_address, view_icon, views};
use crate::reader::me;
use crate::ui::Icon;
use crate::words::words;

/// One thing to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    group: Group,
    icon: String,
    said: String,
    hint: String,
    to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Places,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a script remembers what was opened"))]
    Recent,
    Tickets,
    Everything,
}

impl Entry {
    fn new(group: Group, icon: &str, said: impl Into<String>, to: impl Into<String>) -> Self {
        Self { group, icon: icon.to_owned(), said: said.into(), hint: String::new(), to: to.into() }
    }

    #[cfg(feature = "hydrate")]
    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// The places whose names hold what is typed.
fn places(typed: &str) -> Vec<Entry> {
    let (w, c) = (words().desk(), words().common());
    let views = views().map(|view| Entry::new(Group::Places, view_icon(view), (w.view)(view), view_address(view)));
    let others = [
        Entry::new(Group::Places, "plus", w.new_ticket, "/desk/new"),
        Entry::new(Group::Places, "home", w.portal, "/"),
        Entry::new(Group::Places, "user", c.account, "/account"),
    ];
    let may = me().map(|me| me.may).unwrap_or_default();
    let report = may.has(Permission::SeeReports).then(|| Entry::new(Group::Places, "chart", w.report, "/reports/tickets"));
    let faults = may.has(Permission::SeeReports).then(|| Entry::new(Group::Places, "bolt", w.fault_report, "/reports/faults"));
    let administration = crate::admin::frame::places(may).into_iter().flat_map(|(_, places)| places);
    let administration = administration.map(|place| Entry::new(Group::Places, place.icon, place.title, place.to));
    let wanted = typed.to_lowercase();
    views
        .chain(others)
        .chain(report)
        .chain(faults)
        .chain(administration)
        .filter(|entry| entry.said.to_lowercase().contains(&wanted))
        .collect()
}

/// A number leads straight to its ticket; any words can be searched for.
fn directly(typed: &str) -> Vec<Entry> {
    let w = words().desk();
    let mut entries = Vec::new();
    if let Some(id) = Number::parse_id(typed) {
        entries.push(Entry::new(Group::Tickets, "arrow-right", (w.page_number)(&id.to_string()), format!("/desk/{id}")));
    }
    if !typed.is_empty() {
        let query: leptos_router::params::ParamsMap = [("q".to_owned(), typed.to_owned())].into_iter().collect();
        entries.push(Entry::new(Group::Everything, "search", (w.palette_all)(typed), format!("/search{}", query.to_query_string())));
    }
    entries
}

/// The palette. It stands in every page of the desk, closed.
#[component]
pub fn Palette() -> impl IntoView {
    let w = words().desk();
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let found = RwSignal::new(Vec::<Entry>::new());
    let recent = RwSignal::new(Vec::<Entry>::new());
    let entries = Memo::new(move |_| {
        let typed = typed.get();
        let wanted = typed.trim().to_lowercase();
        let mut entries = directly(typed.trim());
        let everything = entries.iter().position(|entry| entry.group == Group::Everything).map(|at| entries.remove(at));
        entries.extend(found.get());
        entries.extend(places(typed.trim()));
        entries.extend(recent.get().into_iter().filter(|entry| entry.said.to_lowercase().contains(&wanted)));
        entries.extend(everything);
        entries
    });
    #[cfg(feature = "hydrate")]
    live::run(typed, found, chosen, entries);
    // Once it is closed nothing of it is left over, however soon it is opened again.
    let begin_anew = move |_: leptos::ev::Event| {
        typed.set(String::new());
        chosen.set(0);
        found.set(Vec::new());
        #[cfg(feature = "hydrate")]
        recent.set(live::recent());
    };
    let groups = move || {
        let chosen = chosen.get();
        let entries = entries.get();
        if entries.is_empty() {
            return view! { <p class="palette-group">{w.palette_nothing}</p> }.into_any();
        }
        let mut groups: Vec<(Group, Vec<(usize, Entry)>)> = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            match groups.last_mut() {
                Some((group, entries)) if *group == entry.group => entries.push((index, entry)),
                _ => groups.push((entry.group, vec![(index, entry)])),
            }
        }
        groups.into_iter().map(|(group, entries)| view! { <Entries group entries chosen /> }).collect_view().into_any()
    };
    view! {
        <div class="dialog palette" id="palette" popover="auto" role="dialog" aria-label=w.palette on:beforetoggle=begin_anew>
            <div class="palette-input">
                <Icon name="search" />
                <input
                    id="palette-input"
                    role="combobox"
                    aria-label=w.palette
                    aria-expanded="true"
                    aria-controls="palette-found"
                    aria-activedescendant=move || format!("palette-{}", chosen.get())
                    autocomplete="off"
                    autofocus=true
                    placeholder=w.palette_hint
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        chosen.set(0);
                        typed.set(event_target_value(&event));
                    }
                />
                <kbd aria-hidden="true">"esc"</kbd>
            </div>
            <div role="listbox" id="palette-found" aria-label=w.palette_found>{groups}</div>
        </div>
    }
}

#[component]
fn Entries(group: Group, entries: Vec<(usize, Entry)>, chosen: usize) -> impl IntoView {
    let w = words().desk();
    let heading = match group {
        Group::Places => w.palette_places,
        Group::Recent => w.palette_recent,
        Group::Tickets => w.palette_tickets,
        Group::Everything => w.search,
    };
    let options = entries
        .into_iter()
        .map(|(index, entry)| {
            view! {
                <div
                    role="option"
                    id=format!("palette-{index}")
                    aria-selected=if index == chosen { "true" } else { "false" }
                    data-to=entry.to
                >
                    <Icon name=entry.icon />
                    <span class="truncate">{entry.said}</span>
                    <span class="palette-hint">{entry.hint}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <div role="group" aria-label=heading>
            <p class="palette-group" aria-hidden="true">{heading}</p>
            {options}
        </div>
    }
}

#[cfg(feature = "hydrate")]
pub use live::remember;

#[cfg(feature = "hydrate")]
mod live {
    use std::cell::RefCell;
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos_router::NavigateOptions;
    use leptos_router::hooks::use_navigate;
    use wasm_bindgen::JsCast;

    use super::{Entry, Group};
    use crate::desk::api::desk_search;

    const RECENT_KEPT: usize = 6;
    /// How long a pause in typing is.
    const PAUSE: Duration = Duration::from_millis(150);

    thread_local! {
        /// Numbers and titles of what was opened, the last one first. They are kept by the document alone, which ends with a sign-out:
        /// what the browser itself kept would wait in its tab for whoever comes next.
        static RECENT: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
    }

    /// Remembers an opened ticket for the palette.
    pub fn remember(number: &str, title: &str) {
        RECENT.with_borrow_mut(|opened| {
            opened.retain(|(other, _)| other != number);
            opened.insert(0, (number.to_owned(), title.to_owned()));
            opened.truncate(RECENT_KEPT);
        });
    }

    /// What was opened, for the palette.
    pub fn recent() -> Vec<Entry> {
        let opened = RECENT.with_borrow(Clone::clone).into_iter();
        opened.map(|(number, title)| Entry::new(Group::Recent, "history", title, format!("/desk/{number}")).hint(number)).collect()
    }

    pub fn run(typed: RwSignal<String>, found: RwSignal<Vec<Entry>>, chosen: RwSignal<usize>, entries: Memo<Vec<Entry>>) {
        let navigate = use_navigate();
        let go = move |to: &str| {
            close();
            navigate(to, NavigateOptions::default());
        };
        let keys = {
            let go = go.clone();
            window_event_listener(leptos::ev::keydown, move |event| {
                if !in_palette(event.target()) {
                    return;
                }
                let last = entries.with_untracked(Vec::len).saturating_sub(1);
                match event.key().as_str() {
                    "ArrowDown" => chosen.update(|at| *at = (*at + 1).min(last)),
                    "ArrowUp" => chosen.update(|at| *at = at.saturating_sub(1)),
                    "Enter" => {
                        if let Some(to) =
                            entries.with_untracked(|entries| entries.get(chosen.get_untracked()).map(|entry| entry.to.clone()))
                        {
                            go(&to);
                        }
                    }
                    _ => return,
                }
                event.prevent_default();
            })
        };
        let clicks = window_event_listener(leptos::ev::click, move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let option = element.and_then(|element| element.closest("#palette [data-to]").ok().flatten());
            if let Some(to) = option.and_then(|option| option.get_attribute("data-to")) {
                go(&to);
            }
        });
        on_cleanup(move || {
            keys.remove();
            clicks.remove();
        });
        look_up(typed, found);
    }

    /// Asks the server when typing pauses; an answer to older words is dropped.
    fn look_up(typed: RwSignal<String>, found: RwSignal<Vec<Entry>>) {
        Effect::new(move |_| {
            let words = typed.get().trim().to_owned();
            if words.chars().count() < 2 {
                found.set(Vec::new());
                return;
            }
            let ask = move || {
                spawn_local(async move {
                    let Ok(listed) = desk_search(words.clone(), None).await else { return };
                    if typed.try_get_untracked().is_none_or(|typed| typed.trim() != words) {
                        return;
                    }
                    let rows = listed.page.rows.into_iter().take(6).map(|row| {
                        let number = row.number();
                        let icon = crate::ticket::chip::icon(row.status, row.waiting_on);
                        Entry::new(Group::Tickets, icon, row.title, format!("/desk/{number}")).hint(number.to_string())
                    });
                    drop(found.try_set(rows.collect()));
                });
            };
            let timer = set_timeout_with_handle(ask, PAUSE).ok();
            on_cleanup(move || {
                if let Some(timer) = timer {
                    timer.clear();
                }
            });
        });
    }

    fn in_palette(target: Option<web_sys::EventTarget>) -> bool {
        target.and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| element.id() == "palette-input")
    }

    fn close() {
        let open = document().query_selector("#palette:popover-open").ok().flatten();
        let button = document().query_selector("[popovertarget=palette]").ok().flatten();
        if let (Some(_), Some(button)) = (open, button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok())) {
            button.click();
        }
    }
}
