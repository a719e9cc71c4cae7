//! Bars made by the server: the number of tickets, and how long they took.

use domain::report::{Axis, Row};
use leptos::prelude::*;

use super::figures::grouped;
use super::page::lasted;
use crate::words::words;

/// More bars than these say nothing that the table does not say better.
const BARS_MAX: usize = 20;

/// A bar of a chart.
struct Bar {
    label: String,
    value: f64,
    mark: Option<f64>,
    said: String,
    n: String,
}

/// How many tickets each row has.
#[component]
pub fn TicketBars(rows: Vec<(String, Row)>) -> impl IntoView {
    let w = words().report();
    let more = rows.len().saturating_sub(BARS_MAX);
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let bars = rows.into_iter().take(BARS_MAX).map(|(label, row)| Bar {
        label,
        value: row.tickets as f64,
        mark: None,
        said: grouped(row.tickets),
        n: String::new(),
    });
    view! { <Chart id="tickets" title=w.chart_tickets note="" bars=bars.collect() more /> }
}

/// The median of each row as a bar, its p90 as a mark.
#[component]
pub fn HourBars(rows: Vec<(String, Row)>) -> impl IntoView {
    let w = words().report();
    let more = rows.len().saturating_sub(BARS_MAX);
    let bars = rows.into_iter().take(BARS_MAX).map(|(label, row)| Bar {
        label,
        value: row.median_resolution_hours.unwrap_or(0.0),
        mark: row.p90_resolution_hours,
        said: row.median_resolution_hours.map_or(w.none.to_owned(), lasted),
        n: (w.n)(&grouped(row.resolved)),
    });
    view! { <Chart id="hours" title=w.chart_hours note=w.chart_hours_note bars=bars.collect() more /> }
}

#[component]
fn Chart(id: &'static str, title: &'static str, note: &'static str, bars: Vec<Bar>, more: usize) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.value.max(bar.mark.unwrap_or(0.0))).fold(0.0, f64::max);
    let axis = Axis::up_to(most, 1.0);
    view! {
        <section class="card" aria-labelledby=id>
            <header>
                <h2 id=id>{title}</h2>
                <span class="small quiet">{note}</span>
            </header>
            <figure class="chart">
                <ul class="bars">
                    {bars
                        .into_iter()
                        .map(|bar| {
                            // A mark at the very end would be cut off.
                            let mark = bar.mark.map(|mark| format!("{:.1}%", (axis.share(mark) * 100.0).min(99.5)));
                            view! {
                                <li>
                                    <span>{bar.label}</span>
                                    <svg aria-hidden="true">
                                        <rect width="100%"></rect>
                                        {lines(axis)}
                                        <rect class="bar" width=at(axis, bar.value)></rect>
                                        {mark.map(|mark| view! { <rect class="mark" x=mark></rect> })}
                                    </svg>
                                    <span class="bars-value">{bar.said} " " <small>{bar.n}</small></span>
                                </li>
                            }
                        })
                        .collect_view()}
                    <BarsAxis axis read />
                </ul>
                {(more > 0).then(|| view! { <figcaption>{(words().report().rest)(more)}</figcaption> })}
            </figure>
        </section>
    }
}

/// The axis below bars, with the numbers at its marks.
#[component]
pub fn BarsAxis(axis: Axis, read: fn(f64) -> String) -> impl IntoView {
    let mark = move |mark: f64| view! { <text x=at(axis, mark) y="12" text-anchor=anchor(axis, mark)>{read(mark)}</text> };
    view! {
        <li class="bars-axis" aria-hidden="true">
            <svg>{axis.marks().map(mark).collect_view()}</svg>
        </li>
    }
}

fn at(axis: Axis, value: f64) -> String {
    format!("{:.1}%", axis.share(value) * 100.0)
}

/// The marks of the axis, behind the bar.
pub fn lines(axis: Axis) -> impl IntoView + use<> {
    let inner = axis.marks().filter(move |mark| *mark > 0.0 && *mark < axis.top);
    inner
        .map(|mark| {
            let x = at(axis, mark);
            view! { <line class="axis" x1=x.clone() x2=x y1="0" y2="100%"></line> }
        })
        .collect_view()
}

/// The words at the ends of an axis stay within it.
fn anchor(axis: Axis, mark: f64) -> &'static str {
    if mark <= 0.0 {
        "start"
    } else if mark >= axis.top {
        "end"
    } else {
        "middle"
    }
}

/// The number at a mark. Marks of counts and of hours are whole.
pub(super) fn read(mark: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "marks are whole, not negative and far below 2^52")]
    grouped(mark.round() as u64)
}
