//! Services and teams of which nothing is heard.

use domain::survey::report::{Silent, Why};
use leptos::prelude::*;

use crate::report::figures::grouped;
use crate::words::words;

/// What has no figure, and why.
#[component]
pub fn SilentOnes(silent: Vec<Silent>) -> impl IntoView {
    let w = words().survey();
    if silent.is_empty() {
        return ().into_any();
    }
    let rows = silent.into_iter().map(|row| {
        let tone = match row.why {
            Why::Unanswered => "warn",
            Why::NeverAsked => "info",
            Why::NoData => "mute",
        };
        view! {
            <tr data-why=row.why.as_str()>
                <th scope="row">{row.name}</th>
                <td data-label=w.why_column><span class="chip" data-tone=tone>{(w.why)(row.why)}</span></td>
                <td class="end" data-label=w.resolved>{grouped(row.resolved)}</td>
                <td class="end" data-label=w.sent>{grouped(row.sent)}</td>
            </tr>
        }
    });
    view! {
        <section class="stack" aria-labelledby="silent">
            <h2 id="silent">{w.silent}</h2>
            <p class="soft">{w.silent_lead}</p>
            <div class="table-wrap">
                <table class="table" data-stack="">
                    <caption class="visually-hidden">{w.silent}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{w.name}</th>
                            <th scope="col">{w.why_column}</th>
                            <th scope="col" class="end">{w.resolved}</th>
                            <th scope="col" class="end">{w.sent}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
