//! What the company is told of the fault: written here, read on the page of the status and in every ticket that belongs to it.

use domain::fault::update::{Stage, Update, last};
use leptos::prelude::*;

use super::open::{Which, came_back, open};
use super::status_page::StageChip;
use super::updates_api::{PublishUpdate, TakeUpdateBack};
use super::when::{Time, short};
use crate::reader::{Minutes, reader};
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, LongText, Select, ServerFn, Submit};
use crate::words::words;

/// The minutes after which the next word can be promised.
const NEXT: [u32; 6] = [15, 30, 60, 120, 240, 480];

/// The card; not in a drill, of which nobody is told.
#[component]
pub fn Updates() -> impl IntoView {
    let w = words().faults();
    let updates = open().part(|fault| (fault.updates.clone(), fault.may_work));
    let writes = open().part(|fault| (fault.may_work && !fault.drill, fault.updates.last().map_or(0, |update| update.id)));
    let rows = move || {
        let (mut updates, may_work) = updates.get();
        let none = updates.is_empty().then(|| view! { <p class="soft">{w.no_update}</p> });
        updates.reverse();
        view! {
            {none}
            <ol class="updates">{updates.into_iter().map(|update| view! { <Row update may_work /> }).collect_view()}</ol>
        }
    };
    view! {
        <section class="card" aria-labelledby="updates">
            <header><h2 id="updates">{w.updates}</h2><p class="small quiet">{w.updates_note}</p></header>
            <Promised />
            {move || {
                let (may_write, after) = writes.get();
                may_write.then(|| view! { <Write after /> })
            }}
            {rows}
        </section>
    }
}

/// Until when the company was promised another word.
#[component]
fn Promised() -> impl IntoView {
    let w = words().faults();
    let next = open().part(|fault| last(&fault.updates).filter(|update| update.stage.goes_on()).and_then(|update| update.next_by));
    move || {
        Minutes::track();
        let by = next.get()?;
        let late = by <= reader().clock.now;
        let (tone, said) = if late { ("bad", (w.update_late)(&short(by))) } else { ("info", (words().status().next_by)(&short(by))) };
        Some(view! { <p><span class="chip" data-tone=tone><Icon name="clock" />{said}</span></p> })
    }
}

#[component]
fn Write(after: i64) -> impl IntoView {
    let w = words().faults();
    let (stage, headline) = open().peek(|shown| {
        let headline = last(&shown.fault.updates).map_or_else(|| shown.fault.title.clone(), |update| update.headline.clone());
        (Stage::proposed(&shown.fault.moments), headline)
    });
    let stages = Stage::ALL.iter().map(|&stage| Choice::new(stage.as_str(), (words().status().stage)(stage))).collect();
    let clock = reader().clock;
    let in_minutes = NEXT.iter().map(|&minutes| {
        let span = domain::time::Span::from_minutes(minutes.into());
        Choice::new(minutes.to_string(), (w.next_within)(&clock.duration(span)))
    });
    let next = std::iter::once(Choice::new("", w.next_not_promised)).chain(in_minutes).collect();
    view! {
        <details open=came_back(PublishUpdate::url(), "update")>
            <summary>{w.write_update}</summary>
            <Form to=PublishUpdate::url() key="update" class="form stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="after" value=after.to_string() />
                <Select name="stage" label=w.stage options=stages value=stage.as_str() />
                <Field name="headline" label=w.headline hint=w.headline_hint value=headline />
                <LongText name="text" label=w.update_text hint=w.update_text_hint />
                <Select name="next_in" label=w.next_update options=next value="30" />
                <div><Submit label=w.publish_update icon="megaphone" /></div>
            </Form>
        </details>
    }
}

#[component]
fn Row(update: Update, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let who = update.by.as_ref().map(|person| person.name.clone());
    let key = format!("take-back-{}", update.id);
    let take_back = (may_work && update.taken.is_none()).then(|| {
        view! {
            <details class="small" open=came_back(TakeUpdateBack::url(), &key)>
                <summary>{w.take_update_back}</summary>
                <Form to=TakeUpdateBack::url() key=key.clone() class="stack" size="m" on_done=open().on_done()>
                    <Which />
                    <ErrorSummary />
                    <input type="hidden" name="update" value=update.id.to_string() />
                    <Field name="why" label=w.why hint=w.take_update_back_hint />
                    <div><Submit label=w.take_update_back kind="plain" /></div>
                </Form>
            </details>
        }
    });
    let is_taken = update.taken.is_some();
    let taken = update.taken.map(|taken| {
        let who = taken.by.map(|person| person.name).unwrap_or_default();
        view! { <p class="small"><Icon name="x" />" "{(w.update_taken)(&who, &short(taken.at), &taken.why)}</p> }
    });
    view! {
        <li data-taken=is_taken.then_some("")>
            <div class="cluster"><StageChip stage=update.stage /><small class="soft">{who}" · "<Time at=update.at /></small></div>
            <strong>{update.headline}</strong>
            <div class="prose" inner_html=update.html></div>
            {taken}
            {take_back}
        </li>
    }
}
