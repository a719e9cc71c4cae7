//! Calendars and policies as one TOML file: what it would change, what is wrong with it by line, and what it would have made of the past.

use std::sync::Arc;

use domain::invalid::Code;
use domain::sla::Doubt;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Checked, FILE, FROM, LookAtPromises, Outcome, PromisesView, TEXT, TO, TrialView, load_promises};
use super::comparison::Compared;
use crate::admin::parts::{Done, Head};
use crate::report::figures::grouped;
use crate::ui::files::OneFile;
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, LongText, Page, ServerFn, Submit, load};
use crate::words::{errors, words};

/// The page of the file.
#[component]
pub fn PromisesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| (query.get("from").unwrap_or_default(), query.get("to").unwrap_or_default(), query.get("at")))
    });
    let shown = load(move || asked.get(), |(from, to, _)| load_promises(from, to));
    view! { <Load from=shown view=|view| view! { <Promises view /> }.into_any() /> }.into_any()
}

#[component]
fn Promises(view: PromisesView) -> impl IntoView {
    let w = &words().admin().promises_file;
    let PromisesView { text, checked, from, to, trial } = view;
    let taken = use_query_map().get_untracked().get("taken").is_some();
    let (has, can) = (!text.is_empty(), matches!(checked, Some(Checked::Would(_))));
    let labels =
        [(TEXT, w.text), (FILE, w.file), (FROM, w.from), (TO, w.to)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" href="/admin/promises.toml" rel="external" download=""><Icon name="download" />{w.export}</a>
                </div>
            </Head>
            {taken.then(|| view! { <Done title=w.taken lead=w.taken_lead /> })}
            {checked.map(|checked| view! { <Check checked /> })}
            {trial.map(|trial| view! { <Trial trial from=from.clone() to=to.clone() /> })}
            <Form to=LookAtPromises::url() files=true class="form card" size="m">
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="look" tabindex="-1" aria-hidden="true">{w.look}</button>
                <ErrorSummary labels />
                <div class="stack" data-gap="l">
                    <OneFile name=FILE label=w.file hint=w.file_hint accept=".toml,application/toml,text/plain" />
                    <div class="toml"><LongText name=TEXT label=w.text hint=w.text_hint value=text rows=16 /></div>
                    <div class="cluster">
                        <Submit label=w.look icon="eye" kind=if can { "secondary" } else { "primary" } name="step" value="look" />
                        {can.then(|| view! { <Submit label=w.take icon="check" name="step" value="take" /> })}
                        <Submit label=w.present kind="quiet" name="step" value="present" />
                        {has.then(|| view! { <Submit label=w.forget kind="quiet" name="step" value="forget" /> })}
                    </div>
                    <section class="stack" aria-labelledby="try">
                        <h2 id="try">{w.try_title}</h2>
                        <p class="soft">{w.try_lead}</p>
                        <div class="form-pair">
                            <Field name=FROM label=w.from value=from placeholder="2026-01-01" optional=true />
                            <Field name=TO label=w.to value=to placeholder="2026-02-01" optional=true />
                        </div>
                        <div><Submit label=w.try_it kind="secondary" icon="history" name="step" value="try" /></div>
                    </section>
                </div>
            </Form>
        </Page>
    }
}

/// What was found out about the file.
#[component]
fn Check(checked: Checked) -> impl IntoView {
    let w = &words().admin().promises_file;
    match checked {
        Checked::Unreadable(line, message) => view! { <Faults faults=vec![(Some(line), String::new(), message)] /> }.into_any(),
        Checked::Wrong(wrong) => {
            let faults = wrong.into_iter().map(|(line, field, code)| (line, field, in_a_file(&code))).collect();
            view! { <Faults faults /> }.into_any()
        }
        Checked::Would(outcome) => {
            let Outcome { calendars_made, calendars_changed, policies_made, policies_changed, unchanged, doubts } = outcome;
            let parts = [
                (w.calendars_made, calendars_made),
                (w.calendars_changed, calendars_changed),
                (w.policies_made, policies_made),
                (w.policies_changed, policies_changed),
            ];
            let lines: Vec<String> = parts
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(what, names)| format!("{what} {}", names.join(words().common().between)))
                .collect();
            let none = lines.is_empty();
            view! {
                <section class="banner" data-tone="info" role="status">
                    <Icon name="info" />
                    <div class="banner-body">
                        <p class="banner-title">{if none { w.nothing_new } else { w.would }}</p>
                        <ul class="list-plain">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                        {(unchanged > 0 && !none).then(|| view! { <p class="banner-meta">{(w.unchanged)(unchanged)}</p> })}
                    </div>
                </section>
                {(!doubts.is_empty()).then(|| view! { <Doubts doubts /> })}
            }
            .into_any()
        }
    }
}

/// What is taken all the same, and perhaps not meant, each with its line.
#[component]
fn Doubts(doubts: Vec<(Option<usize>, String, Doubt)>) -> impl IntoView {
    let (w, p) = (&words().admin().promises_file, &words().admin().policies);
    let told = |(line, policy, doubt): (Option<usize>, String, Doubt)| {
        let place = format!("{}, {}", (p.rule_of)(&policy, doubt.rule + 1), (p.metric)(doubt.metric));
        let line = line.map(|line| format!("{} {line}: ", words().admin().calendars.line)).unwrap_or_default();
        view! { <li>{line} {place} {words().common().colon} {p.outlasts}</li> }
    };
    view! {
        <section class="banner" data-tone="warn" aria-labelledby="doubts">
            <Icon name="alert" />
            <div class="banner-body">
                <h2 class="banner-title" id="doubts">{w.doubts}</h2>
                <ul class="list-plain">{doubts.into_iter().map(told).collect_view()}</ul>
            </div>
        </section>
    }
}

/// In a file there is no list to choose from.
fn in_a_file(code: &Code) -> String {
    let w = &words().admin().promises_file;
    match code {
        Code::UnknownReference => w.unknown_name.to_owned(),
        Code::UnknownPerson => w.unknown_person.to_owned(),
        Code::OutOfRange { min: None, max: None } => words().admin().policies.length_range.to_owned(),
        code => errors::of_code(code),
    }
}

/// What is wrong, each with its line.
#[component]
fn Faults(faults: Vec<(Option<usize>, String, String)>) -> impl IntoView {
    let (w, c) = (&words().admin().promises_file, &words().admin().calendars);
    view! {
        <section class="stack" role="alert" aria-labelledby="faults">
            <h2 id="faults">{w.wrong}</h2>
            <div class="table-wrap">
                <table class="table" data-stack="">
                    <caption class="visually-hidden">{w.wrong}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="end">{c.line}</th>
                            <th scope="col">{w.place}</th>
                            <th scope="col">{c.why}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {faults
                            .into_iter()
                            .map(|(line, field, why)| {
                                view! {
                                    <tr>
                                        <td class="end" data-label=c.line>{line}</td>
                                        <td data-label=w.place><code class="wrap-anywhere">{field}</code></td>
                                        <td data-label=c.why>{why}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// What the file would have made of the period.
#[component]
fn Trial(trial: Result<TrialView, Vec<(String, Code)>>, from: String, to: String) -> impl IntoView {
    let w = &words().admin().promises_file;
    match trial {
        Err(wrong) => {
            let label = |field: &str| if field == FROM { w.from } else { w.to };
            let lines = wrong.into_iter().map(|(field, code)| format!("{}: {}", label(&field), errors::of_code(&code)));
            view! {
                <div class="banner" data-tone="warn" role="alert">
                    <Icon name="alert" />
                    <div class="banner-body"><p>{lines.collect::<Vec<_>>().join(" ")}</p></div>
                </div>
            }
            .into_any()
        }
        Ok(TrialView { tickets, comparison, named }) => view! {
            <section class="stack card" aria-labelledby="trial">
                <header><h2 id="trial">{(w.tried)(&from, &to)}</h2></header>
                <p class="soft">{(w.tried_lead)(&grouped(tickets))}</p>
                <Compared comparison named=Arc::new(named) />
            </section>
        }
        .into_any(),
    }
}
