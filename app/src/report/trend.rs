//! How it went week by week or month by month: columns of tickets, stars over them, and the same as a table.

use domain::report::{Point, Step};
use leptos::prelude::*;

use super::api::Asked;
use super::figures::grouped;
use super::page::{FigureRow, mean};
use crate::admin::parts::address;
use crate::reader::reader;
use crate::words::words;

/// Widths are shares of what there is, so that words keep their size; heights are pixels.
const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 120.0;
/// Room for the days under the columns.
const FOOT: f64 = 22.0;
/// As many days are written under the columns at most.
const DAYS: usize = 8;

/// The trend as a chart with its table.
#[component]
pub fn Trend(step: Step, points: Vec<Point>, asked: Asked) -> impl IntoView {
    let w = words().report();
    let count = points.len();
    let most = points.iter().map(|point| point.row.tickets).max().unwrap_or_default().max(1);
    let every = count.div_ceil(DAYS);
    let columns = points.iter().enumerate().map(|(at, point)| column(at, count, most, every, point, step, &asked)).collect_view();
    let rows =
        points.iter().map(|point| view! { <FigureRow label=named(step, &point.row.key) row=point.row.clone() said=point.satisfaction /> });
    let rows = rows.collect_view();
    let title = (w.trend)(step);
    view! {
        <section class="card" aria-labelledby="trend">
            <header>
                <h2 id="trend">{title}</h2>
                <span class="small quiet">{w.trend_note}</span>
            </header>
            <figure class="chart">
                <svg height=(HEIGHT + FOOT).to_string() role="group" aria-labelledby="trend">
                    <line class="axis axis-zero" x1="0" x2="100%" y1=HEIGHT.to_string() y2=HEIGHT.to_string()></line>
                    {columns}
                </svg>
            </figure>
            <details class="as-table">
                <summary>{w.trend_table}</summary>
                <div class="table-wrap" tabindex="0" role="region" aria-label=title>
                    <table class="table" data-stack="" data-density="compact">
                        <caption class="visually-hidden">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{(w.step)(step)}</th>
                                <th scope="col" class="end">{w.tickets}</th>
                                <th scope="col" class="end">{w.resolved}</th>
                                <th scope="col" class="end">{w.reopened}</th>
                                <th scope="col" class="end">{w.median_h}</th>
                                <th scope="col" class="end">{w.p90_h}</th>
                                <th scope="col" class="end">{w.satisfaction}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

/// One column, which leads to the report of its days.
fn column(at: usize, count: usize, most: u64, every: usize, point: &Point, step: Step, asked: &Asked) -> impl IntoView + use<> {
    let w = words().report();
    #[expect(clippy::cast_precision_loss, reason = "points and tickets are few")]
    let (slot, left, share) = (WIDTH / count as f64, WIDTH / count as f64 * at as f64, point.row.tickets as f64 / most as f64);
    let (width, tall) = (slot * 0.7, share * (HEIGHT - 16.0));
    let (middle, top) = (left + slot / 2.0, HEIGHT - tall);
    let name = named(step, &point.row.key);
    let said = (w.trend_point)(&name, &grouped(point.row.tickets), &mean(point.satisfaction, w.none_said));
    let to =
        address("/reports/tickets", &[("from", &point.row.key), ("to", &point.to), ("by", asked.rows().as_str()), ("team", &asked.team)]);
    let shown = said.clone();
    let (number, percent) = (|value: f64| format!("{value:.1}"), |value: f64| format!("{value:.2}%"));
    // A phone has room for every other day.
    let class = if (at / every).is_multiple_of(2) { "" } else { "wide-only" };
    view! {
        <a href=to aria-label=said>
            <title>{shown}</title>
            <rect class="hit" x=percent(left) y="0" width=percent(slot) height=number(HEIGHT)></rect>
            <rect class="column" x=percent(left + (slot - width) / 2.0) y=number(top) width=percent(width) height=number(tall)></rect>
            <text class="column-value" x=percent(middle) y=number(top - 4.0)>{grouped(point.row.tickets)}</text>
        </a>
        {at.is_multiple_of(every)
            .then(|| view! { <text class=class x=percent(middle) y=number(HEIGHT + 16.0) text-anchor="middle" aria-hidden="true">{name}</text> })}
    }
}

/// A week by its Monday, a month by its name.
fn named(step: Step, day: &str) -> String {
    let clock = reader().clock;
    match step {
        Step::Week => clock.morning_of(day).map_or_else(|| day.to_owned(), |at| clock.date(at)),
        Step::Month => {
            let mut parts = day.split('-').filter_map(|part| part.parse::<u16>().ok());
            let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            (words().report().month)(year, month)
        }
    }
}
