//! Declaring a fault: two fields.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Beginning, DeclareFault, new_fault};
use crate::admin::parts::Head;
use crate::reader::reader;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page; with `?ticket=INC-1042` it begins with what the ticket says.
#[component]
pub fn NewFaultPage() -> impl IntoView {
    let w = words().faults();
    let query = use_query_map();
    let ticket = Memo::new(move |_| query.with(|query| query.get("ticket").unwrap_or_default()));
    let shown = load(move || ticket.get(), new_fault);
    let above = || vec![("/faults".to_owned(), words().faults().faults.to_owned())];
    view! {
        <Page title=w.declare>
            <main id="main" class="main">
                <div class="page">
                    <Head title=w.declare lead=w.declare_lead.to_owned() above=above() />
                    <Load from=shown view=|shown| view! { <Fields shown /> }.into_any() />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Fields(shown: Beginning) -> impl IntoView {
    let w = words().faults();
    let locale = reader().locale;
    let (number, title, service) = match shown.ticket {
        Some((number, title, service)) => (Some(number), title, service.to_string()),
        None => (None, String::new(), String::new()),
    };
    let choose = Choice::new("", words().desk().choose);
    let of_service = |service: domain::ticket::view::ServiceRef| Choice::new(service.id.to_string(), service.name.get(locale));
    let options = std::iter::once(choose).chain(shown.services.into_iter().map(of_service)).collect();
    let labels = [("title", w.what), ("service", w.which_service)].map(|(name, label)| (name.to_owned(), label.to_owned()));
    view! {
        <Form to=DeclareFault::url() class="form card" size="m">
            <div class="stack">
                <ErrorSummary labels=labels.to_vec() />
                {number.map(|number| view! {
                    <p class="soft">{(w.from_ticket)(&number.to_string())}</p>
                    <input type="hidden" name="ticket" value=number.id.to_string() />
                })}
                <Field name="title" label=w.what hint=w.what_hint value=title />
                <Select name="service" label=w.which_service options value=service />
                <div><Submit label=w.declare icon="megaphone" /></div>
            </div>
        </Form>
    }
}
