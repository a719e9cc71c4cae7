//! The page of one policy: what it promises by its rules, when its clocks pause, whom they warn, and what it said before.

use domain::id::PolicyId;
use domain::sla::{Mark, Metric, Origin, PolicyDraft, Promise};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ArchivePolicy, EditPolicy, NEW, PolicyEditor, Tried, load_policy};
use super::rules::Rules;
use super::sheet::marks;
use super::steps::Steps;
use super::tried::TryOut;
use super::versions::{Conflict, Versions};
use crate::admin::focus;
use crate::admin::parts::{ArchivedChip, AskFirst, Done, Head, Section};
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, Load, Page, Select, ServerFn, Submit, form_state, load};
use crate::words::words;

/// The page of a policy, also of one that is to be made.
#[component]
pub fn PolicyPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| match params.get("policy").as_deref() {
            Some("new") => NEW,
            id => PolicyId(id.and_then(|id| id.parse().ok()).filter(|id| *id > 0).unwrap_or(-1)),
        })
    });
    let query = use_query_map();
    let promise = Memo::new(move |_| query.with(|query| query.get("promise").and_then(|promise| promise.parse::<Promise>().ok())));
    let asked = Memo::new(move |_| query.with(|query| (query.get("saved"), query.get("meanwhile"), query.get("at"))));
    let shown = load(move || (id.get(), promise.get(), asked.get()), |(id, promise, _)| load_policy(id, promise));
    let focused = RwSignal::new(None::<String>);
    let on_step = Callback::new(move |()| {
        focus::remember(focused);
        shown.refetch();
    });
    view! {
        <Load
            from=shown
            view=move |editor| {
                focus::give_back(focused, &NEXT);
                // Built anew and not over what was there: of a field that somebody typed into, a browser keeps what they typed.
                view! { {move || view! { <Editor editor=editor.clone() on_step /> }} }.into_any()
            }
        />
    }
    .into_any()
}

/// Where one goes on after a button has added a row.
const NEXT: [(&str, &str); 2] =
    [("add-rules", ".rule-table tbody tr:last-child select"), ("add-steps", ".step-cards > li:last-child input.input")];

#[component]
fn Editor(editor: PolicyEditor, on_step: Callback<()>) -> impl IntoView {
    let w = &words().admin().policies;
    let (id, changed, archived, open) = (editor.id, editor.changed, editor.archived, editor.open);
    let promise = editor.sheet.draft.promise;
    let title = if id == NEW { (w.new)(promise).to_owned() } else { editor.name.clone() };
    let above = vec![("/admin/policies".to_owned(), w.title.to_owned())];
    let query = use_query_map().get_untracked();
    let saved = query.get("saved").is_some() && !changed;
    let restored = query.get("restored").and_then(|version| version.parse::<u32>().ok()).filter(|_| changed);
    let versions = editor.versions.clone();
    let choices = StoredValue::new(editor.choices.clone());
    view! {
        <Page title=title.clone()>
            <Head title above>
                <span class="chip" data-tone="info"><Icon name="target" />{(w.promise_of)(promise)}</span>
                {archived.then(|| view! { <ArchivedChip /> })}
                {changed.then(|| view! { <span class="chip" data-tone="warn"><Icon name="edit" />{words().admin().calendars.unsaved}</span> })}
            </Head>
            {saved.then(|| view! { <Done title=words().admin().saved lead=w.saved_lead /> })}
            {restored.map(|version| view! { <Done title=(words().admin().calendars.restored)(version) lead=words().admin().calendars.restored_lead /> })}
            {archived.then(|| view! { <p class="soft">{w.archived_lead}</p> })}
            {(id != NEW)
                .then(|| {
                    view! {
                        <p>
                            {(w.used_by)(open)}
                            {(open > 0).then(|| view! { " " <a href=format!("/admin/policies/{id}/rebase")>{words().admin().promises_file.rebase_offer}</a> })}
                        </p>
                    }
                })}
            <Form to=EditPolicy::url() class="form" size="m" on_done=on_step>
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="keep" tabindex="-1" aria-hidden="true">
                    {words().admin().calendars.keep}
                </button>
                <Fields editor choices />
            </Form>
            {(id != NEW).then(|| view! { <Versions id versions choices archived on_step /> })}
            {(id != NEW && !archived).then(|| view! { <Archive id on_step /> })}
        </Page>
    }
}

/// Everything that the form sends.
#[component]
fn Fields(editor: PolicyEditor, choices: StoredValue<super::api::Choices>) -> impl IntoView {
    let (w, c) = (&words().admin().policies, &words().admin().calendars);
    let PolicyEditor { id, mut sheet, doubts, changed, archived, meanwhile, tried, .. } = editor;
    let state = form_state();
    // A form that came back has what was typed, also where its draft could not be kept.
    if state.came_back() {
        sheet.take(&|name: &str| state.typed(name));
    }
    let (facts, draft) = (sheet.tried, sheet.draft);
    let promise = draft.promise;
    let here = match &tried {
        Some(Tried::Here(rule)) => Some(*rule),
        _ => None,
    };
    let save = if id == NEW { w.create } else { words().common().save };
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <input type="hidden" name="promise" value=promise.as_str() />
        <input type="hidden" name="based_on" value=sheet.based_on.to_string() />
        <input type="hidden" name="began_with" value=sheet.began_with.to_string() />
        <ErrorSummary labels=labels() />
        {meanwhile.map(|meanwhile| view! { <Conflict meanwhile choices /> })}
        <Beginning draft=draft.clone() choices />
        <section class="policy-rules stack" aria-labelledby="rules">
            <header>
                <h2 id="rules">{w.rules}</h2>
                <p class="soft">{w.rules_lead}</p>
            </header>
            <Rules promise rules=draft.rules.clone() doubts choices tried=here />
        </section>
        <section class="policy-rules stack" aria-labelledby="try">
            <header>
                <h2 id="try">{w.which}</h2>
                <p class="soft">{w.which_lead}</p>
            </header>
            <TryOut promise facts answer=tried choices />
        </section>
        <Clocks draft=draft.clone() />
        <section class="form-section" data-wide="">
            <header>
                <h2>{w.steps}</h2>
                <p>{w.steps_lead}</p>
            </header>
            <div class="form-fields"><Steps promise steps=draft.steps.unwrap_or_default() choices /></div>
        </section>
        <div class="form-foot">
            {(!archived)
                .then(|| {
                    view! {
                        <Submit label=save name="step" value="save" />
                        <Submit label=words().admin().promises_file.try_last_month kind="secondary" name="step" value="try" />
                        <Submit label=c.keep kind="secondary" name="step" value="keep" />
                    }
                })}
            {changed.then(|| view! { <Submit label=c.discard kind="quiet" name="step" value="discard" /> })}
            {(!archived).then(|| view! { <span class="small quiet">{c.holds_from_now}</span> })}
        </div>
    }
}

fn labels() -> Vec<(String, String)> {
    let w = &words().admin().policies;
    [
        ("name", w.name),
        ("calendar", w.calendar),
        ("day", w.day),
        ("reopen_new_cycle_after_days", w.new_cycle),
        ("rules", w.rules),
        ("steps", w.steps),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .to_vec()
}

#[component]
fn Beginning(draft: PolicyDraft, choices: StoredValue<super::api::Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let chosen = draft.calendar.get();
    let calendars = choices.with_value(|choices| {
        let offered = choices.calendars.iter().filter(|calendar| !calendar.archived || calendar.id == chosen);
        offered.map(|calendar| Choice::new(calendar.id.to_string(), &calendar.name)).collect()
    });
    view! {
        <Section title=w.what lead=(w.what_lead)(draft.promise)>
            <Field name="name" label=w.name hint=w.name_hint value=draft.name />
            <Select name="calendar" label=w.calendar hint=w.calendar_hint options=calendars value=chosen.to_string() />
            <Field name="day" label=w.day hint=w.day_hint value=draft.day width="xs" />
        </Section>
    }
}

/// When clocks start, pause and stop.
#[component]
fn Clocks(draft: PolicyDraft) -> impl IntoView {
    let w = &words().admin().policies;
    let promise = draft.promise;
    let origin = draft.origin.unwrap_or(if promise == Promise::Sla { Origin::Start } else { Origin::Assignment });
    let origins = Origin::ALL.iter().map(|origin| Choice::new(origin.as_str(), (w.origin_of)(*origin))).collect();
    let days = draft.reopen_new_cycle_after_days.map(|days| days.to_string()).unwrap_or_default();
    let marked = draft.clone();
    view! {
        <section class="form-section" data-wide="">
            <header>
                <h2>{w.clocks}</h2>
                <p>{w.clocks_lead}</p>
            </header>
            <div class="form-fields">
                {promise.metrics().iter().map(|metric| view! { <MetricMarks draft=marked.clone() metric=*metric /> }).collect_view()}
                <div class="form-pair">
                    {(promise == Promise::Sla).then(|| view! { <Select name="origin" label=w.origin options=origins value=origin.as_str() /> })}
                    <Field name="reopen_new_cycle_after_days" label=w.new_cycle hint=w.new_cycle_hint value=days width="xs" inputmode="numeric" unit=w.days />
                </div>
            </div>
        </section>
    }
}

#[component]
fn MetricMarks(draft: PolicyDraft, metric: Metric) -> impl IntoView {
    let w = &words().admin().policies;
    let marks = marks(&draft, metric);
    let pauses = [
        ("waiting_for_requester", w.for_requester, marks.waiting_for_requester),
        ("waiting_for_supplier", w.for_supplier, marks.waiting_for_supplier),
        ("waiting_for_date", w.for_date, marks.waiting_for_date),
    ];
    let met_by = match marks.resolved {
        Mark::Stop => "resolving",
        Mark::Run => "closing",
        Mark::Pause => "closing_paused",
    };
    let ways = [("resolving", w.by_resolving), ("closing", w.by_closing), ("closing_paused", w.by_closing_paused)];
    let ways = ways.map(|(value, words)| Choice::new(value, words)).to_vec();
    view! {
        <fieldset class="marks">
            <legend>{(w.metric)(metric)}</legend>
            <input type="hidden" name=format!("marks.{metric}.sent") value="1" />
            <p class="small soft">{w.pauses_while}</p>
            <div class="cluster" data-gap="l">
                {pauses
                    .into_iter()
                    .map(|(name, words, mark)| {
                        view! {
                            <label class="check">
                                <input type="checkbox" name=format!("marks.{metric}.{name}") value="true" checked={mark == Mark::Pause} />
                                <span>{words}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            {(metric == Metric::Resolution).then(|| view! { <Select name="marks.resolution.met_by" label=w.met_by options=ways value=met_by /> })}
        </fieldset>
    }
}

#[component]
fn Archive(id: PolicyId, on_step: Callback<()>) -> impl IntoView {
    let w = &words().admin().policies;
    let to = ArchivePolicy::url();
    view! {
        <section class="danger-zone" aria-labelledby="archive">
            <h2 id="archive">{w.archive}</h2>
            <AskFirst label=w.archive icon="archive" lead=w.archive_lead to>
                <Form to class="stack" on_done=on_step>
                    <ErrorSummary />
                    <input type="hidden" name="id" value=id.to_string() />
                    <div><Submit label=words().admin().sure kind="danger" icon="archive" /></div>
                </Form>
            </AskFirst>
        </section>
    }
}
