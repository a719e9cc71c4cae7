//! What the rules would have made.

use domain::alert::trial::{Trial, Would};
use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// The answer to trying a rule.
#[component]
pub fn Tried(trial: Trial) -> impl IntoView {
    let w = &words().admin().alerts;
    let row = |would: Would| {
        let name = would.rule.clone().unwrap_or_else(|| w.unmatched.to_owned());
        let makes = would.makes.map_or_else(|| (w.would)(domain::alert::rule::Makes::Nothing, 0), |makes| (w.would)(makes, would.made));
        view! {
            <tr aria-current=would.tried.then_some("true")>
                <th scope="row">
                    {name}
                    {would.tried.then(|| view! { " " <span class="chip" data-tone="info"><Icon name="target" />{w.this_rule}</span> })}
                    {would.shown.into_iter().take(5).map(|summary| view! { <small>{summary}</small> }).collect_view()}
                </th>
                <td data-label=w.decides>{would.alerts}</td>
                <td data-label=w.would_make>{makes}</td>
            </tr>
        }
    };
    let lead = if trial.looked_at == 0 { w.tried_nothing.to_owned() } else { (w.tried_lead)(trial.looked_at) };
    let table = (trial.looked_at > 0).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table" data-stack="">
                    <caption class="visually-hidden">{w.tried}</caption>
                    <thead>
                        <tr><th scope="col">{w.rules}</th><th scope="col">{w.decides}</th><th scope="col">{w.would_make}</th></tr>
                    </thead>
                    <tbody>{trial.rules.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="tried">
            <header><h2 id="tried">{w.tried}</h2></header>
            <p class="soft" role="status">{lead}</p>
            {table}
        </section>
    }
}
