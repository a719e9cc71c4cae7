//! What an integration sent: alerts, and what was not understood.

use domain::alert::State;
use domain::alert::view::{AlertRow, RefusedRow};
use leptos::prelude::*;

use crate::ui::{Ago, Icon, When};
use crate::words::words;

/// How far an alert is.
#[component]
pub fn AlertState(state: State) -> impl IntoView {
    let (tone, icon) = match state {
        State::Open => ("bad", "alert"),
        State::Acknowledged => ("info", "user"),
        State::Resolved => ("ok", "check"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().admin().alerts.states)(state)}</span> }
}

/// The alerts that were heard of last.
#[component]
pub fn Recent(rows: Vec<AlertRow>) -> impl IntoView {
    let w = &words().admin().alerts;
    let table = if rows.is_empty() { view! { <p class="soft">{w.no_alert}</p> }.into_any() } else { view! { <Table rows /> }.into_any() };
    view! {
        <section class="stack" aria-labelledby="recent">
            <h2 id="recent">{w.recent}</h2>
            {table}
        </section>
    }
}

#[component]
fn Table(rows: Vec<AlertRow>) -> impl IntoView {
    let w = &words().admin().alerts;
    let row = |row: AlertRow| {
        let fault = row.fault.map(|number| (format!("/faults/{number}"), number.to_string()));
        let ticket = row.ticket.map(|number| (format!("/desk/{number}"), number.to_string()));
        let became = match fault.or(ticket) {
            Some((to, number)) => view! { <a href=to>{number}</a> }.into_any(),
            None => view! { <span class="soft">{(w.becomes)(row.became)}</span> }.into_any(),
        };
        let labels: Vec<String> = row.labels.iter().take(4).map(|(name, value)| format!("{name}={value}")).collect();
        view! {
            <tr>
                <th scope="row">{row.summary}<small>{labels.join(" ")}</small></th>
                <td data-label=w.state><AlertState state=row.state /></td>
                <td data-label=w.began><Ago at=row.starts_at /></td>
                <td data-label=w.heard><Ago at=row.heard_at /><small>{(w.times)(row.times)}</small></td>
                <td data-label=w.became>{became}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.recent}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.summary}</th>
                        <th scope="col">{w.state}</th>
                        <th scope="col">{w.began}</th>
                        <th scope="col">{w.heard}</th>
                        <th scope="col">{w.became}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The payloads that were not understood.
#[component]
pub fn Refused(rows: Vec<RefusedRow>) -> impl IntoView {
    let w = &words().admin().alerts;
    let none = rows.is_empty().then(|| view! { <p class="soft">{w.no_refused}</p> });
    let row = |row: RefusedRow| {
        view! {
            <li>
                <div>
                    <p class="row-name"><code>{(w.at_place)(&row.place)}</code>" "{(w.whys)(row.why)}</p>
                    <p class="row-note"><When at=row.at />" · "{(w.bytes)(row.size)}</p>
                    <div class="prose"><pre tabindex="0"><code>{row.body}</code></pre></div>
                </div>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="refused">
            <h2 id="refused">{w.refused}</h2>
            <p class="soft">{w.refused_lead}</p>
            {none}
            <ul class="rows">{rows.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}
