//! How it went week by week or month by month: columns of tickets, stars over them, and the same as a table.

use domain::report::{Axis, Point, Step};
use leptos::prelude::*;

use super::api::Asked;
use super::chart::read;
use super::figures::grouped;
use super::page::{FigureRow, mean};
use crate::admin::parts::address;
use crate::reader::clock;
use crate::words::words;

/// Widths are shares of what there is, so that words keep their size; heights are pixels.
const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 148.0;
/// Room above the highest mark for the number of a column.
const HEAD: f64 = 16.0;
/// Room for the days under the columns.
const FOOT: f64 = 22.0;
/// As many days are written under the columns at most.
const DAYS: usize = 8;

/// The trend as a chart with its table.
#[component]
pub fn Trend(step: Step, points: Vec<Point>, asked: Asked) -> impl IntoView {
    let w = words().report();
    let count = points.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let most = points.iter().map(|point| point.row.tickets).max().unwrap_or_default() as f64;
    let plot = Plot { axis: Axis::up_to(most, 1.0), count, every: count.div_ceil(DAYS) };
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
                <div class="chart-plot">
                    <svg height=(HEIGHT + FOOT).to_string() aria-hidden="true">{plot.numbers()}</svg>
                    <svg height=(HEIGHT + FOOT).to_string() role="group" aria-labelledby="trend">
                        {hatch()} {plot.lines()} {columns} {plot.usual(&points)}
                    </svg>
                </div>
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

/// How the chart is laid out.
#[derive(Clone, Copy)]
struct Plot {
    axis: Axis,
    /// How many columns there are.
    count: usize,
    /// Each so-manieth of them has its day written under it.
    every: usize,
}

impl Plot {
    /// The height of a value, from above.
    fn top(self, value: f64) -> f64 {
        HEIGHT - self.axis.share(value) * (HEIGHT - HEAD)
    }

    #[expect(clippy::cast_precision_loss, reason = "points are few")]
    fn slot(self) -> f64 {
        WIDTH / self.count as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "points are few")]
    fn left(self, at: usize) -> f64 {
        self.slot() * at as f64
    }

    /// The numbers of the axis, in a picture of their own beside the columns.
    fn numbers(self) -> impl IntoView + use<> {
        let number = move |mark: f64| view! { <text x="85%" y=pixels(self.top(mark) + 4.0) text-anchor="end">{read(mark)}</text> };
        self.axis.marks().map(number).collect_view()
    }

    fn lines(self) -> impl IntoView + use<> {
        let line = move |mark: f64| {
            let (class, y) = (if mark > 0.0 { "axis" } else { "axis axis-zero" }, pixels(self.top(mark)));
            view! { <line class=class x1="0" x2="100%" y1=y.clone() y2=y></line> }
        };
        self.axis.marks().map(line).collect_view()
    }

    /// The moving median, from the middle of a column to the middle of the next one that has one.
    fn usual(self, points: &[Point]) -> impl IntoView + use<> {
        let middle = self.slot() / 2.0;
        let known: Vec<(f64, f64)> =
            points.iter().enumerate().filter_map(|(at, point)| Some((self.left(at) + middle, self.top(point.usual?)))).collect();
        known
            .windows(2)
            .map(|pair| {
                let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                view! { <line class="line usual" x1=percent(x1) x2=percent(x2) y1=pixels(y1) y2=pixels(y2)></line> }
            })
            .collect_view()
    }
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

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

/// One column, which leads to the report of its days.
fn column(plot: Plot, at: usize, point: &Point, step: Step, asked: &Asked) -> impl IntoView + use<> {
    let w = words().report();
    let (slot, left) = (plot.slot(), plot.left(at));
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let top = plot.top(point.row.tickets as f64);
    let (width, middle) = (slot * 0.7, left + slot / 2.0);
    let name = named(step, &point.row.key);
    let mut said = (w.trend_point)(&name, &grouped(point.row.tickets), &mean(point.satisfaction, w.none_said));
    if let Some(part) = point.part {
        said = (w.in_part)(&said, (w.part)(part));
    }
    let to =
        address("/reports/tickets", &[("from", &point.row.key), ("to", &point.to), ("by", asked.rows().as_str()), ("team", &asked.team)]);
    let shown = said.clone();
    // A phone has room for every other day.
    let class = if (at / plot.every).is_multiple_of(2) { "" } else { "wide-only" };
    let bar = move || (percent(left + (slot - width) / 2.0), pixels(top), percent(width), pixels(HEIGHT - top));
    let ((x, y, wide, tall), part) = (bar(), point.part.map(|_| ""));
    let hatched = part.map(|_| {
        let (x, y, wide, tall) = bar();
        view! { <rect x=x y=y width=wide height=tall fill="url(#hatch)" pointer-events="none"></rect> }
    });
    view! {
        <a href=to aria-label=said>
            <title>{shown}</title>
            <rect class="hit" x=percent(left) y="0" width=percent(slot) height=pixels(HEIGHT)></rect>
            <rect class="column" data-part=part x=x y=y width=wide height=tall></rect>
            {hatched}
            <text class="column-value" x=percent(middle) y=pixels(top - 4.0)>{grouped(point.row.tickets)}</text>
        </a>
        {at.is_multiple_of(plot.every)
            .then(|| view! { <text class=class x=percent(middle) y=pixels(HEIGHT + 16.0) text-anchor="middle" aria-hidden="true">{name}</text> })}
    }
}

/// A week by its Monday, a month by its name.
fn named(step: Step, day: &str) -> String {
    let clock = clock();
    match step {
        Step::Week => clock.date_of(day),
        Step::Month => {
            let mut parts = day.split('-').filter_map(|part| part.parse::<u16>().ok());
            let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            (words().report().month)(year, month)
        }
    }
}
