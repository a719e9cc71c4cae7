//! Beside the timeline: the alerts that belong to the fault, and saying "I have it".

use domain::alert::State;
use domain::alert::view::AlertRow;
use leptos::prelude::*;

use super::api::AcknowledgeAlerts;
use super::open::{Which, open};
use super::when::{Time, short};
use crate::ui::{ErrorSummary, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The card; nothing for a fault without alerts.
#[component]
pub fn Alerts() -> impl IntoView {
    let w = words().faults();
    let alerts = open().part(|fault| (fault.alerts.clone(), fault.may_work));
    move || {
        let (alerts, may_work) = alerts.get();
        if alerts.all == 0 {
            return ().into_any();
        }
        let acknowledge = (may_work && alerts.waiting > 0).then(|| {
            view! {
                <Form to=AcknowledgeAlerts::url() class="stack" on_done=open().on_done()>
                    <Which />
                    <ErrorSummary />
                    <div><Submit label=w.acknowledge kind="secondary" icon="check" /></div>
                </Form>
            }
        });
        let rest = alerts.rest.map(|(from, to)| {
            let more = usize::try_from(alerts.all).unwrap_or(usize::MAX).saturating_sub(alerts.rows.len());
            view! { <p class="small soft">{(w.further_alerts)(more, &short(from), &short(to))}</p> }
        });
        view! {
            <section class="card stack" aria-labelledby="alerts">
                <header>
                    <h2 id="alerts">{w.alerts}</h2>
                    <p class="small quiet">{(w.alerts_open)(alerts.open, alerts.all)}</p>
                </header>
                {acknowledge}
                <ul class="rows">{alerts.rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</ul>
                {rest}
            </section>
        }
        .into_any()
    }
}

#[component]
fn Row(row: AlertRow) -> impl IntoView {
    let w = words().faults();
    let (tone, icon) = match row.state {
        State::Open => ("bad", "alert"),
        State::Acknowledged => ("info", "user"),
        State::Resolved => ("ok", "check"),
    };
    let summary =
        if row.link.is_empty() { row.summary.into_any() } else { view! { <a href=row.link rel="noopener">{row.summary}</a> }.into_any() };
    let ended = row.ends_at.map(|at| view! { " – "<Time at /> });
    view! {
        <li>
            <div>
                <span class="row-name">{summary}</span>
                <span class="row-note"><Time at=row.starts_at />{ended}</span>
            </div>
            <span class="chip" data-tone=tone><Icon name=icon />{(w.alert_states)(row.state)}</span>
        </li>
    }
}
