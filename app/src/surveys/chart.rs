//! How each figure went month by month, drawn by the server; the table of the same stands below it.

use domain::survey::Kind;
use domain::survey::report::Line;
use leptos::prelude::*;

use super::report_page::{behind, figure};
use crate::report::api::Asked;
use crate::report::figures::grouped;
use crate::report::trend::month;
use crate::words::words;

/// The last months are drawn, more of them the table by month tells.
const MONTHS_MAX: usize = 13;

/// For each kind its months as bars: what is measured otherwise has an axis of its own.
#[component]
pub fn Months(months: Vec<Line>, asked: Asked) -> impl IntoView {
    let w = words().survey();
    let asked = Asked { by: "month".to_owned(), ..asked };
    let of = |kind: Kind| months.iter().filter(|line| line.kind == kind).cloned().collect::<Vec<_>>();
    let kinds: Vec<(Kind, Vec<Line>)> = Kind::ALL.iter().map(|&kind| (kind, of(kind))).filter(|(_, lines)| lines.len() > 1).collect();
    if kinds.is_empty() {
        return ().into_any();
    }
    let charts = kinds.into_iter().map(|(kind, lines)| {
        let skipped = lines.len().saturating_sub(MONTHS_MAX);
        let bars = lines.into_iter().skip(skipped).map(|line| view! { <Bar line asked=asked.clone() /> }).collect_view();
        view! {
            <h3>{(w.method)(kind)}</h3>
            <figure class="chart"><ul class="bars">{bars}</ul></figure>
        }
    });
    view! {
        <section class="card" aria-labelledby="months">
            <header>
                <h2 id="months">{w.months}</h2>
                <span class="small quiet">{w.months_note}</span>
            </header>
            {charts.collect_view()}
        </section>
    }
    .into_any()
}

#[component]
fn Bar(line: Line, asked: Asked) -> impl IntoView {
    let w = words().survey();
    let to = behind(&asked, Some(&line.key), &[("kind", line.kind.as_str())]);
    let (from, length) = line.value.map_or((0.0, 0.0), |value| stretch(line.kind, value));
    let few = if line.few && line.n > 0 { w.few } else { "" };
    view! {
        <li>
            <span><a href=to>{month(&format!("{}-01", line.key))}</a></span>
            <svg aria-hidden="true">
                <rect width="100%"></rect>
                <rect class="bar" x=format!("{from:.1}%") width=format!("{length:.1}%")></rect>
            </svg>
            <span class="bars-value">
                {figure(line.kind, line.value)} " " <small>{(w.n)(&grouped(line.n))} " " {few}</small>
            </span>
        </li>
    }
}

/// Where a bar begins and how long it is, in percent: CSAT from 0 to 100 %, NPS to either side of the middle, CES from 1 to 7.
fn stretch(kind: Kind, value: f64) -> (f64, f64) {
    match kind {
        Kind::Stars => (0.0, value * 100.0),
        Kind::Nps => (50.0 + value.min(0.0) / 2.0, value.abs() / 2.0),
        Kind::Ces => (0.0, (value - 1.0) / 6.0 * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_of_promoters_grows_to_the_right_and_one_of_detractors_to_the_left() {
        assert_eq!(stretch(Kind::Nps, 50.0), (50.0, 25.0));
        assert_eq!(stretch(Kind::Nps, -100.0), (0.0, 50.0));
        assert_eq!(stretch(Kind::Stars, 0.5), (0.0, 50.0));
        assert_eq!(stretch(Kind::Ces, 7.0), (0.0, 100.0));
    }
}
