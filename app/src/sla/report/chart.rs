//! The share of kept promises, drawn by the server: over time as lines, else as bars, where what excuses add is a mark.

use domain::report::Axis;
use domain::sla::{By, Metric, Row};
use leptos::prelude::*;

use super::line::Line;
use super::page::{behind, label, share};
use crate::report::api::Asked;
use crate::report::chart::{BarsAxis, lines};
use crate::report::figures::grouped;
use crate::words::words;

/// More bars of one measure than these say nothing that the table does not say better.
const BARS_MAX: usize = 12;

/// For each measure its rows, which lead to what was missed: what is compared stands together.
#[component]
pub fn Shares(rows: Vec<Row>, asked: Asked) -> impl IntoView {
    let w = words().sla();
    let by = asked.promises_by();
    let mut measures: Vec<(Metric, Vec<Row>)> = Vec::new();
    for row in rows {
        let metric = if by == By::Metric { Metric::FirstResponse } else { row.metric };
        match measures.iter_mut().find(|(other, _)| *other == metric) {
            Some((_, rows)) => rows.push(row),
            None => measures.push((metric, vec![row])),
        }
    }
    measures.sort_by_key(|(metric, _)| *metric);
    let over_time = matches!(by, By::Week | By::Month);
    let charts = measures
        .into_iter()
        .map(|(metric, rows)| {
            // One point is no line.
            if over_time && rows.len() > 1 {
                return view! { <Line metric rows asked=asked.clone() /> }.into_any();
            }
            let heading = (by != By::Metric).then(|| view! { <h3>{(w.metric)(metric)}</h3> });
            view! { {heading} <Measure rows asked=asked.clone() /> }.into_any()
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="attainment">
            <header>
                <h2 id="attainment">{w.chart}</h2>
                <span class="small quiet">{if over_time { w.line_note } else { w.chart_note }}</span>
            </header>
            {charts}
        </section>
    }
}

#[component]
fn Measure(rows: Vec<Row>, asked: Asked) -> impl IntoView {
    let w = words().sla();
    let by = asked.promises_by();
    // Shares of a hundred, whatever the largest of them is.
    let axis = Axis::up_to(100.0, 1.0);
    let more = rows.len().saturating_sub(BARS_MAX);
    let width = |share: Option<f64>| format!("{:.1}%", share.unwrap_or_default() * 100.0);
    let bars = rows
        .into_iter()
        .take(BARS_MAX)
        .map(|row| {
            let name = label(&row, by);
            let to = behind(&asked, Some(&row.key), row.metric, "missed");
            // What is excused goes on from what was kept, in another look.
            let excused = row.attainment.zip(row.attainment_excused).filter(|_| row.excused > 0);
            let excused = excused.map(|(kept, with)| (width(Some(kept)), width(Some(with - kept))));
            let n = (words().report().n)(&grouped(row.met + row.breached));
            view! {
                <li>
                    <span><a href=to>{name}</a></span>
                    <svg aria-hidden="true">
                        <rect width="100%"></rect>
                        {lines(axis)}
                        <rect class="bar" width=width(row.attainment)></rect>
                        {excused.map(|(from, length)| view! { <rect class="bar-excused" x=from width=length></rect> })}
                    </svg>
                    <span class="bars-value">
                        {share(row.attainment)} " "
                        <small>{n} {(row.excused > 0).then(|| (w.of_them_excused)(row.excused))}</small>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <figure class="chart">
            <ul class="bars">{bars} <BarsAxis axis read=|mark| format!("{mark:.0} %") /></ul>
            {(more > 0).then(|| view! { <figcaption>{(words().report().rest)(more)}</figcaption> })}
        </figure>
    }
}
