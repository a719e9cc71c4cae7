//! What charts over time are drawn on: an axis at the left, a place for each week or month, and their days below.

use domain::report::Axis;
use leptos::prelude::*;

/// Widths are shares of what there is, so that words keep their size; heights are pixels.
const WIDTH: f64 = 100.0;
/// How far the axis goes down.
pub const HEIGHT: f64 = 148.0;
/// Room above the highest mark for the number of a place.
const HEAD: f64 = 16.0;
/// Room for the days below.
const FOOT: f64 = 22.0;
/// As many days are written below at most.
const DAYS: usize = 8;

/// How the chart is laid out.
#[derive(Clone, Copy)]
pub struct Plot {
    axis: Axis,
    /// How many places there are.
    count: usize,
    /// Each so-manieth of them has its day written below.
    every: usize,
}

impl Plot {
    /// For this many places.
    #[must_use]
    pub fn new(axis: Axis, count: usize) -> Self {
        Self { axis, count, every: count.div_ceil(DAYS).max(1) }
    }

    /// The height of a value, from above.
    #[must_use]
    pub fn top(self, value: f64) -> f64 {
        HEIGHT - self.axis.share(value) * (HEIGHT - HEAD)
    }

    /// The width of a place.
    #[expect(clippy::cast_precision_loss, reason = "places are few")]
    #[must_use]
    pub fn slot(self) -> f64 {
        WIDTH / self.count as f64
    }

    /// Where a place begins.
    #[expect(clippy::cast_precision_loss, reason = "places are few")]
    #[must_use]
    pub fn left(self, at: usize) -> f64 {
        self.slot() * at as f64
    }

    /// The middle of a place.
    #[must_use]
    pub fn middle(self, at: usize) -> f64 {
        self.left(at) + self.slot() / 2.0
    }

    /// The day below a place, where there is room for it.
    pub fn day(self, at: usize, name: String) -> impl IntoView + use<> {
        // A phone has room for every other one.
        let class = if (at / self.every).is_multiple_of(2) { "" } else { "wide-only" };
        let (x, y) = (percent(self.middle(at)), pixels(HEIGHT + 16.0));
        at.is_multiple_of(self.every).then(|| view! { <text class=class x=x y=y text-anchor="middle" aria-hidden="true">{name}</text> })
    }

    fn numbers(self, read: fn(f64) -> String) -> impl IntoView + use<> {
        let number = move |mark: f64| view! { <text x="85%" y=pixels(self.top(mark) + 4.0) text-anchor="end">{read(mark)}</text> };
        self.axis.marks().map(number).collect_view()
    }

    fn lines(self) -> impl IntoView + use<> {
        let of = move |mark: f64| {
            let (class, y) = (if mark > 0.0 { "axis" } else { "axis axis-zero" }, pixels(self.top(mark)));
            view! { <line class=class x1="0" x2="100%" y1=y.clone() y2=y></line> }
        };
        self.axis.marks().map(of).collect_view()
    }
}

/// The axis with its numbers, in a picture of their own beside what is drawn.
#[component]
pub fn Frame(
    plot: Plot,
    /// How the numbers of the axis are written.
    read: fn(f64) -> String,
    /// The heading that names the chart.
    #[prop(into)]
    labelled: String,
    children: Children,
) -> impl IntoView {
    let height = (HEIGHT + FOOT).to_string();
    view! {
        <div class="chart-plot">
            <svg height=height.clone() aria-hidden="true">{plot.numbers(read)}</svg>
            <svg height=height role="group" aria-labelledby=labelled>{plot.lines()} {children()}</svg>
        </div>
    }
}

/// A line from one point to another.
pub fn line(class: &'static str, from: (f64, f64), to: (f64, f64)) -> impl IntoView + use<> {
    view! { <line class=class x1=percent(from.0) x2=percent(to.0) y1=pixels(from.1) y2=pixels(to.1)></line> }
}

/// A width.
#[must_use]
pub fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

/// A height.
#[must_use]
pub fn pixels(value: f64) -> String {
    format!("{value:.1}")
}
