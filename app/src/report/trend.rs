//! How it went week by week or month by month: columns of tickets, stars over them, and the same as a table.

use domain::report::{Axis, Point, Step};
use leptos::prelude::*;

use super::api::Asked;
use super::chart::read;
use super::figures::grouped;
use super::page::{FigureRow, mean};
use super::plot::{self, Frame, HEIGHT, Plot, percent, pixels};
use crate::admin::parts::address;
use crate::reader::clock;
use crate::words::words;

/// The trend as a chart with its table.
#[component]
pub fn Trend(step: Step, points: Vec<Point>, asked: Asked) -> impl IntoView {
    let w = words().report();
    let count = points.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let most = points.iter().map(|point| point.row.tickets).max().unwrap_or_default() as f64;
    let plot = Plot::new(Axis::up_to(most, 1.0), count);
    let columns = points.iter().enumerate().map(|(at, point)| column(plot, at, point, step, &asked)).collect_view();
    let rows = points.iter().map(|point| {
        view! { <FigureRow label=named(step, &point.row.key) row=point.row.clone() said=point.satisfaction part=point.part /> }
    });
    let rows = rows.collect_view();
    let legend = (points.iter().any(|point| point.usual.is_some()), points.iter().any(|point| point.part.is_some()));
    let title = (w.trend)(step);
    view! {
        <section class="card" aria-labelledby="trend">
            <header>
                <h2 id="trend">{title}</h2>
                <span class="small quiet">{w.trend_note}</span>
            </header>
            <figure class="chart">
                <Frame plot read labelled="trend">{hatch()} {columns} {usual(plot, &points)}</Frame>
                <Legend usual=legend.0 part=legend.1 />
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

/// The moving median, from the middle of a column to the middle of the next one that has one.
fn usual(plot: Plot, points: &[Point]) -> impl IntoView + use<> {
    let known: Vec<(f64, f64)> =
        points.iter().enumerate().filter_map(|(at, point)| Some((plot.middle(at), plot.top(point.usual?)))).collect();
    known.windows(2).map(|pair| plot::line("line usual", pair[0], pair[1])).collect_view()
}

/// Lines aslant, for what is not whole.
fn hatch() -> impl IntoView {
    view! {
        <defs>
            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="hatch" width="2.5" height="6"></rect>
            </pattern>
        </defs>
    }
}

/// What the line and the hatching mean, where there are any.
#[component]
fn Legend(usual: bool, part: bool) -> impl IntoView {
    let w = words().report();
    (usual || part).then(|| {
        view! {
            <ul class="legend">
                {usual
                    .then(|| {
                        view! {
                            <li>
                                <svg aria-hidden="true"><line class="line usual" x1="0" x2="100%" y1="50%" y2="50%"></line></svg>
                                {w.usual}
                            </li>
                        }
                    })}
                {part
                    .then(|| {
                        view! {
                            <li>
                                <svg aria-hidden="true">
                                    <rect class="column" data-part="" width="100%" height="100%"></rect>
                                    <rect width="100%" height="100%" fill="url(#hatch)"></rect>
                                </svg>
                                {w.part_note}
                            </li>
                        }
                    })}
            </ul>
        }
    })
}

/// One column, which leads to the report of its days.
fn column(plot: Plot, at: usize, point: &Point, step: Step, asked: &Asked) -> impl IntoView + use<> {
    let w = words().report();
    let (slot, left) = (plot.slot(), plot.left(at));
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let top = plot.top(point.row.tickets as f64);
    let (width, middle) = (slot * 0.7, plot.middle(at));
    let name = named(step, &point.row.key);
    let mut said = (w.trend_point)(&name, &grouped(point.row.tickets), &mean(point.satisfaction, w.none_said));
    if let Some(part) = point.part {
        said = (w.in_part)(&said, (w.part)(part));
    }
    let to =
        address("/reports/tickets", &[("from", &point.row.key), ("to", &point.to), ("by", asked.rows().as_str()), ("team", &asked.team)]);
    let shown = said.clone();
    let bar = move || (percent(left + (slot - width) / 2.0), pixels(top), percent(width), pixels(HEIGHT - top));
    let ((x, y, wide, tall), part) = (bar(), point.part.map(|_| ""));
    let hatched = part.map(|_| {
        let (x, y, wide, tall) = bar();
        view! { <rect x=x y=y width=wide height=tall fill="url(#hatch)" pointer-events="none"></rect> }
    });
    // Within a group: alone it would be taken for a link between words, which draws nothing.
    view! {
        <g>
            <a href=to aria-label=said>
                <title>{shown}</title>
                <rect class="hit" x=percent(left) y="0" width=percent(slot) height=pixels(HEIGHT)></rect>
                <rect class="column" data-part=part x=x y=y width=wide height=tall></rect>
                {hatched}
                <text class="column-value" x=percent(middle) y=pixels(top - 4.0)>{grouped(point.row.tickets)}</text>
            </a>
            {plot.day(at, name)}
        </g>
    }
}

/// A week by its Monday, a month by its name.
fn named(step: Step, day: &str) -> String {
    let clock = clock();
    match step {
        Step::Week => clock.date_of(day),
        Step::Month => month(day),
    }
}

/// A month by its name; `day` is one of its days, or the month as `2026-11`.
#[must_use]
pub fn month(day: &str) -> String {
    let mut parts = day.split('-').filter_map(|part| part.parse::<u16>().ok());
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    (words().report().month)(year, month)
}
