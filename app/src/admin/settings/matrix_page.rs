//! The priority matrix.

use domain::priority::{Impact, Matrix, Priority, Urgency};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ChangeMatrix, load_settings, newest};
use crate::admin::parts::{Head, SavedBanner};
use crate::admin::version::Version;
use crate::ticket::chip::priority_icon;
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, form_state, load};
use crate::words::words;

/// The name of a cell's input.
#[must_use]
pub fn cell_name(impact: Impact, urgency: Urgency) -> String {
    format!("{impact}.{urgency}")
}

/// The page of the matrix.
#[component]
pub fn MatrixPage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || saved.get(), |_| load_settings());
    view! { <Load from=shown view=|view| view! { <EditMatrix matrix=view.settings.matrix version=view.version /> }.into_any() /> }
        .into_any()
}

#[component]
fn EditMatrix(matrix: Matrix, version: i64) -> impl IntoView {
    let w = &words().admin().settings;
    let now = RwSignal::new(matrix.clone());
    let stored = matrix.clone();
    let changed = Memo::new(move |_| now.with(|now| cells().filter(|&(i, u)| now.priority(i, u) != stored.priority(i, u)).count()));
    view! {
        <Page title=w.matrix>
            <Head title=w.matrix lead=w.matrix_lead />
            <SavedBanner title=w.saved lead=w.saved_lead />
            <Form to=ChangeMatrix::url() class="stack">
                <ErrorSummary />
                <Version version now="/admin/matrix" fresh=newest />
                <Table matrix now />
                <div class="form-foot">
                    <Submit label=w.save_matrix />
                    <span class="small quiet" role="status">{move || (w.changed)(changed.get())}</span>
                </div>
            </Form>
        </Page>
    }
}

fn cells() -> impl Iterator<Item = (Impact, Urgency)> {
    Impact::ALL.iter().flat_map(|&impact| Urgency::ALL.iter().map(move |&urgency| (impact, urgency)))
}

#[component]
fn Table(matrix: Matrix, now: RwSignal<Matrix>) -> impl IntoView {
    let w = &words().admin().settings;
    let t = words().ticket();
    view! {
        <table class="matrix">
            <caption class="visually-hidden">{w.matrix_caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{w.impact}</th>
                    {Urgency::ALL.iter().map(|&urgency| view! { <th scope="col">{(t.urgency)(urgency)}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>
                {Impact::ALL
                    .iter()
                    .map(|&impact| {
                        view! {
                            <tr>
                                <th scope="row">{(t.impact)(impact)}</th>
                                {Urgency::ALL
                                    .iter()
                                    .map(|&urgency| view! { <Cell impact urgency stored=matrix.priority(impact, urgency) now /> })
                                    .collect_view()}
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Cell(impact: Impact, urgency: Urgency, stored: Priority, now: RwSignal<Matrix>) -> impl IntoView {
    let t = words().ticket();
    let name = cell_name(impact, urgency);
    let first = form_state().typed(&name).and_then(|typed| typed.parse().ok()).unwrap_or(stored);
    let label = format!("{}, {}", (t.impact)(impact), (t.urgency)(urgency));
    let chosen = move || now.with(|now| now.priority(impact, urgency));
    let choose = move |event: leptos::ev::Event| {
        if let Ok(priority) = event_target_value(&event).parse::<Priority>() {
            now.update(|now| *now = now.clone().with(impact, urgency, priority));
        }
    };
    view! {
        <td data-label=(t.urgency)(urgency)>
            <span class="matrix-cell" data-priority=move || chosen().as_str() data-changed=move || (chosen() != stored).then_some("")>
                {move || view! { <Icon name=priority_icon(chosen()) /> }}
                <select class="input" name=name aria-label=label on:change=choose>
                    {Priority::ALL
                        .iter()
                        .map(|&priority| view! { <option value=priority.as_str() selected={priority == first}>{(t.priority)(priority)}</option> })
                        .collect_view()}
                </select>
            </span>
        </td>
    }
}
