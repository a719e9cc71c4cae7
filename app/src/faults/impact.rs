//! The whiles in which a fault hurt.

use domain::fault::declaration::State;
use domain::fault::view::Impact;
use leptos::prelude::*;

use super::api::{StartImpact, StopImpact};
use super::open::{Which, came_back, open};
use super::when::{TimedField, Zone, short};
use crate::ui::{ErrorSummary, Form, ServerFn, Submit};
use crate::words::words;

/// The intervals, and the forms that add to them and end one.
#[component]
pub fn Impacts() -> impl IntoView {
    let w = words().faults();
    let impacts = open().part(|fault| (fault.impacts.clone(), fault.may_work, fault.state));
    let rows = move || {
        let (impacts, may_work, state) = impacts.get();
        let none = impacts.is_empty().then(|| view! { <p class="soft">{w.no_impact}</p> });
        let open_still = state != State::Ongoing && impacts.iter().any(|impact| impact.interval.until.is_none());
        view! {
            {none}
            {open_still.then(|| view! { <p class="small">{w.still_hurts}</p> })}
            <ul class="rows">{impacts.into_iter().map(|impact| view! { <Row impact may_work /> }).collect_view()}</ul>
        }
    };
    let zone = open().peek(|shown| shown.zone.clone());
    let add = open().peek(|shown| shown.fault.may_work).then(|| {
        view! {
            <details open=came_back(StartImpact::url(), "impact")>
                <summary class="small">{w.start_impact}</summary>
                <Form to=StartImpact::url() key="impact" class="stack" size="m" on_done=open().on_done()>
                    <Which />
                    <ErrorSummary />
                    <TimedField name="from" label=w.from id="impact-from" />
                    <TimedField name="until" label=w.until hint=w.until_hint id="impact-until" />
                    <Zone value=zone />
                    <div><Submit label=w.add kind="plain" /></div>
                </Form>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="impact">
            <h2 id="impact">{w.impact}</h2>
            {rows}
            {add}
        </section>
    }
}

#[component]
fn Row(impact: Impact, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let until = impact.interval.until.map_or_else(|| w.goes_on.to_owned(), short);
    let stop = (may_work && impact.interval.until.is_none()).then(|| {
        view! {
            <Form to=StopImpact::url() key=format!("stop-{}", impact.id) on_done=open().on_done()>
                <Which />
                <input type="hidden" name="impact" value=impact.id.to_string() />
                <Submit label=w.stop_impact kind="plain" />
            </Form>
        }
    });
    view! { <li><span class="row-name">{format!("{} – {until}", short(impact.interval.from))}</span>{stop}</li> }
}
