//! Beside the timeline: who was called to the fault, and saying that one has it.

use leptos::prelude::*;

use super::open::{Which, open};
use super::when::short;
use crate::on_call::api::HaveFault;
use crate::on_call::log::Log;
use crate::ui::{ErrorSummary, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The card; nothing for a fault that called nobody and that somebody has, or that is over.
#[component]
pub fn Called() -> impl IntoView {
    let w = words().on_call();
    let called = open().part(|fault| (fault.called.clone(), fault.may_work && fault.alerts.waiting == 0));
    move || {
        let (called, may) = called.get();
        let have = (may && called.waits).then(|| {
            view! {
                <Form to=HaveFault::url() key="have" class="stack" on_done=open().on_done()>
                    <Which />
                    <ErrorSummary />
                    <div><Submit label=w.have kind="secondary" icon="check" /></div>
                </Form>
            }
        });
        if called.rows.is_empty() && called.next_at.is_none() && have.is_none() {
            return ().into_any();
        }
        let next = called.next_at.map(|at| {
            view! { <p><span class="chip" data-tone="warn"><Icon name="bell" />{(w.next_call)(&short(at))}</span></p> }
        });
        let none = called.rows.is_empty().then(|| view! { <p class="small soft">{w.nobody_called}</p> });
        view! {
            <section class="card stack" aria-labelledby="called">
                <header><h2 id="called">{w.who_was_called}</h2></header>
                {next}
                {have}
                {none}
                <Log rows=called.rows of_fault=true />
            </section>
        }
        .into_any()
    }
}
