//! What is decided about a clock: excusing its breach, and putting right what it is reckoned from.

use domain::ticket::view::{Why, WhyClock};
use leptos::prelude::*;

use super::api::{CorrectClocks, ExcuseBreach};
use super::told::{event_said, moment};
use super::why_page::Again;
use crate::reader::{self, Returned};
use crate::ui::{Choice, Choices, ErrorSummary, Field, Form, LongText, Select, ServerFn, Submit};
use crate::words::words;

/// The forms, for whom they are.
#[component]
pub fn Judging(
    clock: WhyClock,
    why: Why,
    /// The page's own address, to which every decision comes back.
    here: String,
) -> impl IntoView {
    let w = words().sla();
    why.may_judge.then(|| {
        view! {
            <section class="stack" aria-labelledby="judging">
                <h3 id="judging">{w.judging}</h3>
                {clock.breach.clone().map(|breach| view! { <Excuse breach=breach.id.to_string() again=breach.excuse.is_some() here=here.clone() /> })}
                <Moment why=why.clone() here=here.clone() />
                <Pause clock why here />
            </section>
        }
    })
}

/// Open where it came back with an error.
fn came_back(to: &'static str, key: &str) -> bool {
    let returned = use_context::<Returned>().and_then(|returned| returned.at(to));
    returned.is_some_and(|form| form.fields.iter().any(|(name, value)| name == "form_key" && value == key))
}

fn on_done() -> Option<Callback<()>> {
    use_context::<Again>().map(|again| Callback::new(move |()| again.tell()))
}

#[component]
fn Excuse(breach: String, again: bool, here: String) -> impl IntoView {
    let w = words().sla();
    view! {
        <details class="card" open=came_back(ExcuseBreach::url(), "excuse")>
            <summary>{if again { w.excuse_again } else { w.excuse }}</summary>
            <Form to=ExcuseBreach::url() key="excuse" class="stack" size="m" on_done=on_done().unwrap_or_else(|| Callback::new(|()| ()))>
                <input type="hidden" name="breach" value=breach />
                <input type="hidden" name="here" value=here />
                <p class="soft">{w.excuse_lead}</p>
                <ErrorSummary />
                <LongText name="reason" label=words().desk().why rows=2 />
                <div><Submit label=w.excuse /></div>
            </Form>
        </details>
    }
}

/// An event happened at another time.
#[component]
fn Moment(why: Why, here: String) -> impl IntoView {
    let w = words().sla();
    let option = |event: &domain::ticket::view::ClockEvent| {
        Choice::new(event.id.to_string(), format!("{}: {}", moment(event.at), event_said(event)))
    };
    let options = std::iter::once(Choice::new("", words().desk().choose)).chain(why.events.iter().map(option)).collect();
    view! {
        <details class="card" open=came_back(CorrectClocks::url(), "moment")>
            <summary>{w.correct_moment}</summary>
            <Form to=CorrectClocks::url() key="moment" class="stack" size="m" on_done=on_done().unwrap_or_else(|| Callback::new(|()| ()))>
                <input type="hidden" name="ticket" value=why.number.id.to_string() />
                <input type="hidden" name="here" value=here />
                <input type="hidden" name="what" value="moment" />
                <p class="soft">{w.correct_lead}</p>
                <ErrorSummary />
                <Select name="event" label=w.which_event options />
                <Field name="at" label=w.really_at hint=w.when_hint kind="datetime-local" width="s" />
                <div><Submit label=w.preview kind="secondary" icon="eye" name="step" value="preview" /></div>
            </Form>
        </details>
    }
}

/// A while should have been paused, or should not have been.
#[component]
fn Pause(clock: WhyClock, why: Why, here: String) -> impl IntoView {
    let w = words().sla();
    // Who corrects a pause most often means the last one.
    let last = clock.stretches.iter().rev().find_map(|stretch| stretch.pause);
    let local = |at: Option<domain::time::Timestamp>| {
        let text = at.map(|at| reader::clock().iso(at)).unwrap_or_default();
        text.get(..16).unwrap_or_default().to_owned()
    };
    let (from, until) = (local(last.map(|pause| pause.from)), local(last.and_then(|pause| pause.until)));
    let options = vec![Choice::new("paused", w.should_pause), Choice::new("counted", w.should_count)];
    view! {
        <details class="card" open=came_back(CorrectClocks::url(), "pause")>
            <summary>{w.correct_pause}</summary>
            <Form to=CorrectClocks::url() key="pause" class="stack" size="m" on_done=on_done().unwrap_or_else(|| Callback::new(|()| ()))>
                <input type="hidden" name="ticket" value=why.number.id.to_string() />
                <input type="hidden" name="here" value=here />
                <p class="soft">{w.correct_lead}</p>
                <ErrorSummary />
                <Choices name="what" label=w.this_while options value=vec!["paused".to_owned()] />
                <Field name="from" label=w.from hint=w.when_hint kind="datetime-local" width="s" value=from />
                <Field name="until" label=w.until kind="datetime-local" width="s" value=until />
                <div><Submit label=w.preview kind="secondary" icon="eye" name="step" value="preview" /></div>
            </Form>
        </details>
    }
}
