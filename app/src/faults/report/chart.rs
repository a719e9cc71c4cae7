//! How long parts took, as bars that the server draws: the median as the bar, p90 as a mark.

use domain::fault::report::PartRow;
use domain::report::Axis;
use domain::time::Span;
use leptos::prelude::*;

use crate::reader::reader;
use crate::report::chart::{BarsAxis, lines};
use crate::report::figures::grouped;
use crate::words::words;

/// More bars than these say nothing that the table does not say better.
const BARS_MAX: usize = 15;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;

/// Seconds as people read them; a dash for what is not known.
#[must_use]
pub fn lasted(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| reader().clock.duration(span(seconds)))
}

#[expect(clippy::cast_possible_truncation, reason = "a fault of 2^53 ms would last 285,000 years")]
fn span(seconds: f64) -> Span {
    Span::from_millis((seconds * 1_000.0).round() as i64)
}

/// A bar for each row: what it is called, where it leads, and its figures.
#[component]
pub fn Lengths(id: &'static str, title: String, note: &'static str, bars: Vec<(String, String, PartRow)>) -> impl IntoView {
    let w = words().fault_report();
    let more = bars.len().saturating_sub(BARS_MAX);
    let most = bars.iter().map(|(_, _, row)| row.p90_seconds.or(row.median_seconds).unwrap_or_default()).fold(0.0, f64::max);
    // The marks stand at whole minutes, hours or days.
    let (unit, read): (f64, fn(f64) -> String) = match most {
        most if most <= 3.0 * HOUR => (MINUTE, |mark| lasted(Some(mark * MINUTE))),
        most if most <= 4.0 * DAY => (HOUR, |mark| lasted(Some(mark * HOUR))),
        _ => (DAY, |mark| lasted(Some(mark * DAY))),
    };
    let axis = Axis::up_to(most / unit, 1.0);
    let width = move |seconds: f64| format!("{:.1}%", axis.share(seconds / unit) * 100.0);
    let bars = bars
        .into_iter()
        .take(BARS_MAX)
        .map(|(name, to, row)| {
            // A mark at the very end would be cut off.
            let mark = row.p90_seconds.map(|p90| format!("{:.1}%", (axis.share(p90 / unit) * 100.0).min(99.5)));
            view! {
                <li>
                    <span><a href=to>{name}</a></span>
                    <svg aria-hidden="true">
                        <rect width="100%"></rect>
                        {lines(axis)}
                        <rect class="bar" width=width(row.median_seconds.unwrap_or_default())></rect>
                        {mark.map(|mark| view! { <rect class="mark" x=mark></rect> })}
                    </svg>
                    <span class="bars-value">
                        {lasted(row.median_seconds)} " " <small>{(w.n_and_left_out)(&grouped(row.n), &grouped(row.left_out))}</small>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby=id>
            <header>
                <h2 id=id>{title}</h2>
                <span class="small quiet">{note}</span>
            </header>
            <figure class="chart">
                <ul class="bars">{bars} <BarsAxis axis read /></ul>
                {(more > 0).then(|| view! { <figcaption>{(words().report().rest)(more)}</figcaption> })}
            </figure>
        </section>
    }
}
