//! Texts that are sent often, into the paper: a menu with a search where scripts run, a list and a button where none does.

use domain::id::TicketId;
use domain::reply_template::TemplateRef;
use leptos::html::{Details, Textarea};
use leptos::prelude::*;

use super::act::InsertTemplate;
use super::open::open;
use crate::ui::{Icon, ServerFn};
use crate::words::words;

/// The templates of the open ticket; nothing, where there are none.
#[component]
pub fn Templates(paper: NodeRef<Textarea>) -> impl IntoView {
    let open = open();
    let offered = Memo::new(move |_| open.ticket.with(|ticket| ticket.templates.clone()));
    let ticket = open.id();
    move || {
        let offered = offered.get();
        (!offered.is_empty()).then(|| view! { <Menu ticket offered=offered.clone() paper /> <PlainList offered /> })
    }
}

/// A search over the names, and below it a button for each: the first one goes with Enter.
#[component]
fn Menu(ticket: TicketId, offered: Vec<TemplateRef>, paper: NodeRef<Textarea>) -> impl IntoView {
    let w = words().desk();
    let menu = NodeRef::<Details>::new();
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = typed.get().to_lowercase();
        offered.iter().filter(|template| template.name.to_lowercase().contains(wanted.trim())).cloned().collect::<Vec<_>>()
    });
    let choose = move |template| {
        #[cfg(feature = "hydrate")]
        live::insert(ticket, template, menu, paper);
        #[cfg(not(feature = "hydrate"))]
        let _: (TicketId, domain::id::TemplateId, NodeRef<Textarea>) = (ticket, template, paper);
    };
    let names = move || {
        let found = found.get();
        if found.is_empty() {
            return view! { <p class="menu-title" role="status">{w.no_template_found}</p> }.into_any();
        }
        let name =
            |template: TemplateRef| view! { <li><button type="button" on:click=move |_| choose(template.id)>{template.name}</button></li> };
        view! { <ul class="template-list">{found.into_iter().map(name).collect_view()}</ul> }.into_any()
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        #[cfg(feature = "hydrate")]
        if live::key(&event, menu, found.with_untracked(|found| found.first().map(|template| template.id)), choose) {
            event.prevent_default();
            event.stop_propagation();
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let opened = move |_| {
        #[cfg(feature = "hydrate")]
        live::begin(menu, typed);
    };
    view! {
        <details class="menu script-only" data-up="" data-start="" node_ref=menu on:toggle=opened on:keydown=keys>
            <summary class="button" data-kind="quiet" data-icon-only="" title=w.templates data-key="i">
                <Icon name="quote" />
                <span class="visually-hidden">{w.templates}</span>
            </summary>
            <div class="menu-items" data-size="l">
                <label class="visually-hidden" for="template-search">{w.template_search}</label>
                <input
                    class="input"
                    type="search"
                    id="template-search"
                    placeholder=w.template_search
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                {names}
            </div>
        </details>
    }
}

/// The same without a script: what was written so far comes back with the template behind it.
#[component]
fn PlainList(offered: Vec<TemplateRef>) -> impl IntoView {
    let w = words().desk();
    let options =
        offered.into_iter().map(|template| view! { <option value=template.id.to_string()>{template.name}</option> }).collect_view();
    view! {
        <span class="composer-status no-script">
            <label class="visually-hidden" for="template">{w.templates}</label>
            <select class="input" id="template" name="template">{options}</select>
            <button
                class="button"
                data-kind="quiet"
                type="submit"
                formaction=InsertTemplate::url()
                formenctype="application/x-www-form-urlencoded"
            >
                {w.template_insert}
            </button>
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod live {
    use domain::id::{TemplateId, TicketId};
    use leptos::ev::KeyboardEvent;
    use leptos::html::{Details, Textarea};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use web_sys::HtmlElement;

    use crate::desk::api::desk_template;
    use crate::desk::write_at::put;

    /// Asks for the text with the ticket's names in it, and puts it where the cursor is.
    pub fn insert(ticket: TicketId, template: TemplateId, menu: NodeRef<Details>, paper: NodeRef<Textarea>) {
        spawn_local(async move {
            // A template that is gone is offered no longer when the page is loaded anew; the paper stays as it is.
            let Ok(text) = desk_template(ticket, template).await else { return };
            shut(menu);
            if let Some(Some(paper)) = paper.try_get_untracked() {
                put(&paper, &text);
            }
        });
    }

    /// An opened menu begins with an empty search that has the keyboard.
    pub fn begin(menu: NodeRef<Details>, typed: RwSignal<String>) {
        let Some(menu) = menu.get_untracked().filter(|menu| menu.open()) else { return };
        typed.set(String::new());
        if let Some(search) = menu.query_selector("input").ok().flatten().and_then(|search| search.dyn_into::<HtmlElement>().ok()) {
            drop(search.focus());
        }
    }

    /// Whether the key did something: up and down go through the names, Enter in the search takes the first of them, Escape shuts.
    pub fn key(event: &KeyboardEvent, menu: NodeRef<Details>, first: Option<TemplateId>, choose: impl Fn(TemplateId)) -> bool {
        let Some(details) = menu.get_untracked().filter(|menu| menu.open()) else { return false };
        if event.is_composing() {
            return false;
        }
        let Ok(stops) = details.query_selector_all("input, li button") else { return false };
        let stops: Vec<HtmlElement> = (0..stops.length()).filter_map(|at| stops.item(at)?.dyn_into().ok()).collect();
        let here = document().active_element();
        let at = stops.iter().position(|stop| here.as_ref().is_some_and(|here| here.is_same_node(Some(stop))));
        let to = match (event.key().as_str(), at) {
            ("Escape", _) => {
                shut(menu);
                let summary = details.query_selector("summary").ok().flatten().and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
                return summary.is_some_and(|summary| summary.focus().is_ok());
            }
            ("Enter", Some(0)) => {
                if let Some(first) = first {
                    choose(first);
                }
                return true;
            }
            ("ArrowDown", Some(at)) => (at + 1).min(stops.len().saturating_sub(1)),
            ("ArrowUp", Some(at)) => at.saturating_sub(1),
            _ => return false,
        };
        stops.get(to).is_some_and(|stop| stop.focus().is_ok())
    }

    fn shut(menu: NodeRef<Details>) {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    }
}
