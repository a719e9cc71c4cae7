//! The whiles in which a fault hurt.

use domain::fault::declaration::State;
use domain::fault::impact::Interval;
use domain::fault::view::{Impact, Withdrawn};
use leptos::prelude::*;

use super::api::{MendImpact, StartImpact, StopImpact};
use super::open::{Which, came_back, open};
use super::when::{TimedField, Zone, local, short};
use crate::ui::{ErrorSummary, Form, Icon, LongText, ServerFn, Submit};
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
            <TakenBack />
            {add}
        </section>
    }
}

#[component]
fn Row(impact: Impact, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let stop = (may_work && impact.interval.until.is_none()).then(|| {
        view! {
            <Form to=StopImpact::url() key=format!("stop-{}", impact.id) on_done=open().on_done()>
                <Which />
                <input type="hidden" name="impact" value=impact.id.to_string() />
                <Submit label=w.stop_impact kind="plain" />
            </Form>
        }
    });
    view! {
        <li>
            <div class="stack" data-gap="s">
                <span class="row-name">{told(impact.interval)}</span>
                {may_work.then(|| view! { <Mend impact /> })}
            </div>
            {stop}
        </li>
    }
}

/// `10:42 – 11:05`.
fn told(interval: Interval) -> String {
    let until = interval.until.map_or_else(|| words().faults().goes_on.to_owned(), short);
    format!("{} – {until}", short(interval.from))
}

/// Saying that it was otherwise, or that it was not.
#[component]
fn Mend(impact: Impact) -> impl IntoView {
    let w = words().faults();
    let zone = open().peek(|shown| shown.zone.clone());
    let (id, Interval { from, until }) = (impact.id, impact.interval);
    let key = format!("mend-{id}");
    let is_open = came_back(MendImpact::url(), &key);
    view! {
        <details class="small" open=is_open>
            <summary>{w.mend}<span class="visually-hidden">{format!(" ({})", told(impact.interval))}</span></summary>
            <Form to=MendImpact::url() key=key class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="impact" value=id.to_string() />
                <input type="hidden" name="was_from" value=from.millis().to_string() />
                <input type="hidden" name="was_until" value=until.map(|until| until.millis().to_string()).unwrap_or_default() />
                <TimedField name="from" label=w.from value=local(from) id=format!("mend-from-{id}") />
                <TimedField name="until" label=w.until hint=w.until_hint value=until.map(local).unwrap_or_default() id=format!("mend-until-{id}") />
                <Zone value=zone />
                <LongText name="why" label=w.why rows=2 />
                <div class="cluster">
                    <Submit label=words().common().save kind="plain" />
                    <button class="button" type="submit" name="none" value="1"><Icon name="trash" />{w.never_hurt}</button>
                </div>
            </Form>
        </details>
    }
}

/// What was taken back, and why.
#[component]
fn TakenBack() -> impl IntoView {
    let w = words().faults();
    let withdrawn = open().part(|fault| fault.withdrawn.clone());
    let row = move |one: Withdrawn| {
        let who = one.by.map(|person| person.name).unwrap_or_default();
        view! {
            <li>
                <s>{told(one.interval)}</s>{words().common().comma}{(w.said_by)(&who, &short(one.at))}
                <br /><q>{one.why}</q>
            </li>
        }
    };
    move || {
        let withdrawn = withdrawn.get();
        (!withdrawn.is_empty()).then(|| {
            view! {
                <details class="small">
                    <summary>{(w.before)(withdrawn.len())}</summary>
                    <ul class="list-plain stack" data-gap="s">{withdrawn.into_iter().map(row).collect_view()}</ul>
                </details>
            }
        })
    }
}
