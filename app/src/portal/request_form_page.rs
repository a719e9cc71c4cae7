//! Filing a request: one page, the service's own questions and nothing else.

use std::collections::HashMap;

use domain::form::Form as Questions;
use domain::id::ServiceId;
use domain::ticket::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{Asking, DiscardRequestDraft, FileRequest, KeepFiles, KeepRequestDraft, service_form};
use super::disturbance::Disturbances;
use super::draft::DraftKeeper;
use super::question::FormQuestion;
use crate::error::AppError;
use crate::reader::{clock, locale};
use crate::ui::{ErrorSummary, Field, Files, Form, Load, LongText, Page, ServerFn, Submit, form_state, load};
use crate::words::words;

/// Under this name files come that belong to no question.
const FILES: &str = "files";

#[component]
pub fn RequestFormPage() -> impl IntoView {
    let params = use_params_map();
    let service = Memo::new(move |_| params.read().get("service").and_then(|id| id.parse::<ServiceId>().ok()));
    let asking = load(
        move || service.get(),
        |service| async move {
            match service {
                Some(service) => service_form(service).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! { <Load from=asking view=|asking| view! { <Filing asking /> }.into_any() /> }.into_any()
}

#[component]
fn Filing(asking: Asking) -> impl IntoView {
    let locale = locale();
    let name = asking.offer.service.name.get(locale).to_owned();
    let description = asking.offer.description.get(locale).to_owned();
    let (team, mail) = (asking.offer.team.name.clone(), asking.sends_mail);
    view! {
        <Page title=name.clone()>
            <div class="request-page stack" data-gap="l">
                <header class="stack" data-gap="s">
                    <nav class="breadcrumb" aria-label=words().common().services>
                        <ol>
                            <li><a href="/catalogue">{words().common().services}</a></li>
                            <li>{name.clone()}</li>
                        </ol>
                    </nav>
                    <h1>{name}</h1>
                    {(!description.is_empty()).then(|| view! { <p class="soft">{description}</p> })}
                </header>
                <div class="columns">
                    <div class="stack">
                        <Disturbances service=asking.offer.service.id />
                        <DraftNotice asking=asking.clone() />
                        <RequestForm asking />
                    </div>
                    <div class="aside">
                        <WhatHappensNext team mail />
                    </div>
                </div>
            </div>
        </Page>
    }
}

/// Says that a draft stands in the form, with the way to begin anew.
#[component]
fn DraftNotice(asking: Asking) -> impl IntoView {
    let w = words().portal();
    asking.draft.map(|draft| {
        view! {
            <Form to=DiscardRequestDraft::url() reload=true class="cluster small quiet">
                <input type="hidden" name="service" value=asking.offer.service.id.to_string() />
                <span>{(w.draft_restored)(&clock().relative(draft.at))}</span>
                <button class="button" data-kind="quiet" type="submit">{w.discard_draft}</button>
            </Form>
        }
    })
}

#[component]
fn RequestForm(asking: Asking) -> impl IntoView {
    let service = asking.offer.service.id;
    let at = asking.draft.as_ref().map(|draft| draft.at);
    let fields = asking.draft.as_ref().map(|draft| draft.fields.clone()).unwrap_or_default();
    let of = move |fields: Vec<(String, String)>| {
        vec![("service", service.to_string()), ("fields", serde_json::to_string(&fields).unwrap_or_default())]
    };
    view! {
        <Form to=FileRequest::url() files=true draft=fields class="form">
            <Fields asking />
            <div class="cluster" data-gap="l">
                <Submit label=words().portal().send_request size="l" />
                <DraftKeeper at to=KeepRequestDraft::url() of />
            </div>
        </Form>
    }
}

/// The fields of a request: the service's questions, and those that every request has.
#[component]
pub fn Fields(
    asking: Asking,
    /// A field that is asked before all others: its name, its label and itself.
    #[prop(optional)]
    first: Option<(&'static str, &'static str, AnyView)>,
) -> impl IntoView {
    let w = words().portal();
    let locale = locale();
    let (title, _) = title_words(asking.offer.kind);
    let (first_label, first) = first.map(|(name, label, field)| ((name.to_owned(), label.to_owned()), field)).unzip();
    let mut labels: Vec<(String, String)> = first_label.into_iter().collect();
    labels.push(("title".to_owned(), title.to_owned()));
    labels.extend(asking.offer.form.fields.iter().map(|field| (Questions::field_name(&field.key), field.label.get(locale).to_owned())));
    labels.extend([("description".to_owned(), w.description.to_owned()), (FILES.to_owned(), w.files.to_owned())]);

    let typed = RwSignal::new(answers(&form_state().all_typed()));
    let form = StoredValue::new(asking.offer.form.clone());
    let shown = Memo::new(move |_| form.with_value(|form| form.shown(&typed.read()).into_iter().map(str::to_owned).collect::<Vec<_>>()));
    let services = StoredValue::new(asking.services);
    let questions =
        asking.offer.form.fields.into_iter().map(|question| view! { <FormQuestion question form services shown /> }).collect_view();
    let on_change = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(form) = wasm_bindgen::JsCast::dyn_ref::<web_sys::Element>(&event_target::<web_sys::Element>(&event))
            .and_then(crate::ui::draft::form_around)
        {
            typed.set(answers(&crate::ui::draft::fields(&form)));
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, typed);
    };
    view! {
        <ErrorSummary labels />
        <input type="hidden" name="service" value=asking.offer.service.id.to_string() />
        <input type="hidden" name="submission_key" value=asking.submission_key />
        <div class="form" on:change=on_change>
            {first}
            <TitleField kind=asking.offer.kind />
            {questions}
            <MoreFields limit_mb=asking.file_limit_mb />
        </div>
    }
}

fn title_words(kind: Kind) -> (&'static str, &'static str) {
    let w = words().portal();
    match kind {
        Kind::ServiceRequest => (w.title_request, w.title_hint_request),
        Kind::Incident => (w.title_incident, w.title_hint_incident),
    }
}

/// What every request is asked first.
#[component]
pub fn TitleField(kind: Kind) -> impl IntoView {
    let (label, hint) = title_words(kind);
    view! { <Field name="title" label hint /> }
}

/// What every request may have besides.
#[component]
pub fn MoreFields(limit_mb: u64) -> impl IntoView {
    let w = words().portal();
    view! {
        <LongText name="description" label=w.description hint=w.description_hint optional=true rows=5 />
        <Files name=FILES label=w.files hint=(w.files_hint)(limit_mb) optional=true upload=KeepFiles::url() />
    }
}

/// What is typed into the form's questions, by their keys.
#[must_use]
pub fn answers(fields: &[(String, String)]) -> HashMap<String, Vec<String>> {
    let mut answers: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in fields {
        if let Some(key) = name.strip_prefix("answers.") {
            answers.entry(key.to_owned()).or_default().push(value.clone());
        }
    }
    answers
}

#[component]
fn WhatHappensNext(team: String, mail: bool) -> impl IntoView {
    let w = words().portal();
    let steps = [
        (w.next_number, w.next_number_more.to_owned()),
        (w.next_person, (w.next_person_of)(&team, mail)),
        (w.next_done, w.next_done_more.to_owned()),
    ];
    let steps = (1..)
        .zip(steps)
        .map(|(number, (name, more))| {
            view! {
                <li>
                    <span class="step-mark">{number}</span>
                    <span class="step-name">{name}</span>
                    <small>{more}</small>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="next">
            <h2 id="next">{w.next}</h2>
            <ol class="steps">{steps}</ol>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_what_the_questions_are_named_and_nothing_else() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed =
            answers(&[pair("title", "x"), pair("answers.more", "dock"), pair("answers.more", "bag"), pair("kept.answers.more", "{}")]);
        assert_eq!(typed, HashMap::from([("more".to_owned(), vec!["dock".to_owned(), "bag".to_owned()])]));
    }
}
