//! Where a post-mortem stands, what comes next, and what it lacks.

use domain::fault::post_mortem::{Missing, Shown, State, StateName, Written};
use domain::ticket::view::PersonRef;
use leptos::prelude::*;

use super::api::StepPostMortem;
use super::kinds;
use super::page::address;
use crate::faults::open::came_back;
use crate::faults::when::short;
use crate::ui::{Choice, ErrorSummary, Form, Icon, LongText, Select, ServerFn, Submit};
use crate::words::words;

/// Where it stands.
#[component]
pub fn StateChip(state: StateName) -> impl IntoView {
    let (tone, icon) = match state {
        StateName::Draft => ("mute", "edit"),
        StateName::InReview => ("info", "eye"),
        StateName::ChangesRequested => ("warn", "reply"),
        StateName::Approved => ("ok", "check"),
        StateName::Published => ("ok", "check-circle"),
        StateName::Addendum => ("info", "plus"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().post_mortem().state)(state)}</span> }
}

/// How far it is on its way.
#[component]
pub fn Way(state: StateName) -> impl IntoView {
    let w = words().post_mortem();
    let stations = [StateName::Draft, StateName::InReview, StateName::Approved, StateName::Published];
    // What goes back to its authors is at the first station again.
    let (here, tone) = match state {
        StateName::Draft | StateName::Addendum => (0, None),
        StateName::ChangesRequested => (0, Some("warn")),
        StateName::InReview => (1, Some("hold")),
        StateName::Approved => (2, None),
        StateName::Published => (3, Some("ok")),
    };
    let station = move |(at, station): (usize, StateName)| {
        let name = (w.state)(if at == here { state } else { station });
        let done = (at < here || at == here && state == StateName::Published).then_some("");
        let now = (at == here).then_some("step");
        view! { <li data-done=done aria-current=now data-tone=tone.filter(|_| at == here)>{name}</li> }
    };
    view! { <ol class="track track-wide no-print" aria-label=w.post_mortem>{stations.into_iter().enumerate().map(station).collect_view()}</ol> }
}

/// What led to where it stands, and the steps from there.
#[component]
pub fn Next(fault: Shown, written: Written, reviewers: Vec<PersonRef>) -> impl IntoView {
    let w = words().post_mortem();
    let name = |id| fault.person(id).map(|person| person.name.clone()).unwrap_or_default();
    let told = match &written.state {
        State::Draft => None,
        State::InReview { reviewer, since } => Some(((w.review_by)(&name(*reviewer), &short(*since)), None)),
        State::ChangesRequested { by, what, .. } => Some(((w.changes_wanted)(&name(*by)), Some(what.clone()))),
        State::Approved { by, .. } => Some(((w.approved_by)(&name(*by)), None)),
        State::Published { at, .. } => Some(((w.published_on)(&short(*at)), None)),
        State::Addendum { why, .. } => Some((w.addendum_because.to_owned(), Some(why.clone()))),
    };
    let told =
        told.map(|(said, quoted)| view! { <p>{said}</p> {quoted.map(|quoted| view! { <div class="prose"><blockquote>{quoted}</blockquote></div> })} });
    let (state, number) = (written.state.name(), fault.number);
    let (writes, reviews) = (fault.may_write, fault.reviews);
    let edits = writes && state.is_editable();
    let lacks = written.missing.iter().any(Missing::forbids_publishing);
    let public = (!written.revisions.is_empty()).then(
        || view! { <a class="button" data-kind="quiet" href=super::page::public_address(number)><Icon name="external" />{w.read}</a> },
    );
    view! {
        <section class="card stack" aria-labelledby="next">
            <h2 id="next">{w.next}</h2>
            {told}
            {edits.then(|| view! { <div><a class="button" data-kind="primary" href=format!("{}/edit", address(number))><Icon name="edit" />{w.edit}</a></div> })}
            {edits.then(|| view! { <Ask fault=number.0.to_string() reviewers=reviewers.clone() again=false /> })}
            {(state == StateName::InReview && reviews).then(|| view! { <Press fault=number.0.to_string() step="approve" label=w.approve icon="check" primary=true /> })}
            {(reviews && matches!(state, StateName::InReview | StateName::Approved))
                .then(|| view! { <Reasoned fault=number.0.to_string() step="request_changes" label=w.request_changes asks=w.what_changes /> })}
            {(state == StateName::InReview).then(|| view! { <Ask fault=number.0.to_string() reviewers=reviewers.clone() again=true /> })}
            {(state == StateName::InReview && writes && !reviews).then(|| view! { <p class="small soft">{w.wait_for_reviewer}</p> })}
            {(state == StateName::Approved && writes)
                .then(|| match lacks {
                    true => view! { <p class="small soft">{w.still_needed}</p> }.into_any(),
                    false => {
                        view! {
                            <p class="small soft">{w.publish_lead}</p>
                            <Press fault=number.0.to_string() step="publish" label=w.publish icon="megaphone" primary=true />
                        }
                        .into_any()
                    }
                })}
            {(state == StateName::Published && writes)
                .then(|| view! { <Reasoned fault=number.0.to_string() step="reopen" label=w.reopen asks=w.why_reopen /> })}
            {public}
        </section>
    }
}

fn labels() -> Vec<(String, String)> {
    let w = words().post_mortem();
    [("reviewer", w.reviewer), ("why", w.why_reopen), ("incomplete", w.incomplete)]
        .map(|(name, label)| (name.to_owned(), label.to_owned()))
        .to_vec()
}

/// A step that needs nothing more.
#[component]
fn Press(fault: String, step: &'static str, label: &'static str, icon: &'static str, primary: bool) -> impl IntoView {
    view! {
        <Form to=StepPostMortem::url() key=step>
            <ErrorSummary labels=labels() />
            <input type="hidden" name="fault" value=fault />
            <input type="hidden" name="step" value=step />
            <Submit label icon kind=if primary { "primary" } else { "secondary" } />
        </Form>
    }
}

/// A step with its reason.
#[component]
fn Reasoned(fault: String, step: &'static str, label: &'static str, asks: &'static str) -> impl IntoView {
    view! {
        <details open=came_back(StepPostMortem::url(), step)>
            <summary class="button">{label}</summary>
            <Form to=StepPostMortem::url() key=step class="stack" size="m">
                <ErrorSummary labels=vec![("why".to_owned(), asks.to_owned())] />
                <input type="hidden" name="fault" value=fault />
                <input type="hidden" name="step" value=step />
                <LongText name="why" label=asks rows=3 />
                <div><Submit label kind="secondary" /></div>
            </Form>
        </details>
    }
}

/// Whom to ask for the review.
#[component]
fn Ask(fault: String, reviewers: Vec<PersonRef>, again: bool) -> impl IntoView {
    let w = words().post_mortem();
    let mut options = vec![Choice::new("", "–")];
    options.extend(reviewers.into_iter().map(|person| Choice::new(person.id.to_string(), person.name)));
    let label = if again { w.hand_over } else { w.submit };
    view! {
        <Form to=StepPostMortem::url() key="submit" class="stack" size="m">
            <ErrorSummary labels=labels() />
            <input type="hidden" name="fault" value=fault />
            <input type="hidden" name="step" value="submit" />
            <Select name="reviewer" label=w.reviewer hint=w.reviewer_hint options />
            <div><Submit label kind="secondary" icon="send" /></div>
        </Form>
    }
}

/// What it lacks, each with the way to where it is written.
#[component]
pub fn Checklist(fault: Shown, written: Written) -> impl IntoView {
    let w = words().post_mortem();
    let edits = fault.may_write && written.state.name().is_editable();
    let to = address(fault.number);
    let line = |missing: &Missing| {
        let (said, anchor) = lacking(missing);
        let place = match missing {
            Missing::Moment { .. } | Missing::Answer { .. } => format!("/faults/{}", fault.number),
            _ => format!("{to}/edit#{anchor}"),
        };
        let needed = missing.forbids_publishing().then(|| view! { " " <span class="chip" data-tone="warn">{w.needed}</span> });
        let said = match edits || !anchor.starts_with("f-") {
            true => view! { <a href=place>{said}</a> }.into_any(),
            false => view! { <span>{said}</span> }.into_any(),
        };
        view! { <li><Icon name="alert" /><span>{said} {needed}</span></li> }
    };
    let lines = written.missing.iter().map(line).collect_view();
    let waits = written.discussion.as_ref().and_then(|all| {
        let first = all.threads.iter().find(|thread| thread.resolved.is_none())?;
        let r = words().review();
        let said = (r.open_comments)(all.open());
        Some(view! { <li><Icon name="chat" /><span><a href=format!("#thread-{}", first.id)>{said}</a> " " <span class="soft">{r.open_comments_note}</span></span></li> })
    });
    view! {
        <section class="card stack" data-gap="s" aria-labelledby="checklist">
            <h2 id="checklist">{w.checklist}</h2>
            {if written.missing.is_empty() && waits.is_none() {
                view! { <p class="soft">{w.checklist_done}</p> }.into_any()
            } else {
                view! { <ul class="checks">{waits} {lines}</ul> }.into_any()
            }}
        </section>
    }
}

/// What is missing in words, and the field where it is written.
fn lacking(missing: &Missing) -> (String, String) {
    let w = words().post_mortem();
    let plain = |said: &str, field: &str| (said.to_owned(), format!("f-{field}"));
    match missing {
        Missing::Moment { kind } => ((w.lacks_moment)(&(w.moment)(*kind).to_lowercase()), "moments".to_owned()),
        Missing::Answer { .. } => (w.lacks_answer.to_owned(), "moments".to_owned()),
        Missing::Summary => plain(w.lacks_summary, "summary"),
        Missing::Impact => plain(w.lacks_impact, "users"),
        Missing::WhyThisLong { part } => ((w.lacks_why)(&kinds::part(*part)), format!("f-why-{part}")),
        Missing::Cause => plain(w.lacks_cause, "causes-0-category"),
        Missing::WentWell => plain(w.lacks_well, "went_well"),
        Missing::WentWrong => plain(w.lacks_wrong, "went_wrong"),
        Missing::Lucky => plain(w.lacks_lucky, "lucky"),
        Missing::ActionOf { kind } => ((w.lacks_action)((w.kind)(*kind)), format!("f-not_applicable-{kind}")),
        Missing::PreventOrWaiver => plain(w.lacks_prevent, "waiver"),
        Missing::ActionIncomplete { place, fields } => {
            let fields: Vec<&str> = fields.iter().map(|field| (w.lacking)(field)).collect();
            ((w.lacks_in_action)(place + 1, &fields.join(words().common().comma)), format!("f-actions-{place}-text"))
        }
    }
}
