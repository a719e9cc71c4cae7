//! The share of kept promises over weeks or months: a line for each measure, and with what is excused a second one.

use domain::report::Axis;
use domain::sla::{Metric, Row};
use leptos::prelude::*;

use super::page::{behind, label, share};
use crate::report::api::Asked;
use crate::report::figures::grouped;
use crate::report::plot::{self, Frame, Plot, percent, pixels};
use crate::words::words;

/// One measure: a point for each week or month that has any, each leading to what was missed then.
#[component]
pub fn Line(metric: Metric, rows: Vec<Row>, asked: Asked) -> impl IntoView {
    let w = words().sla();
    let by = asked.promises_by();
    let plot = Plot::new(Axis::up_to(100.0, 1.0), rows.len());
    let height = |share: f64| plot.top(share * 100.0);
    let line = |class: &'static str, of: fn(&Row) -> Option<f64>| {
        let known = rows.iter().enumerate().filter_map(|(at, row)| Some((plot.middle(at), height(of(row)?))));
        let known: Vec<(f64, f64)> = known.collect();
        known.windows(2).map(|pair| plot::line(class, pair[0], pair[1])).collect_view()
    };
    let excuses = rows.iter().any(|row| row.excused > 0);
    let excused = excuses.then(|| line("line line-excused", |row| row.attainment_excused));
    let kept = line("line", |row| row.attainment);
    let points = rows.iter().enumerate().filter_map(|(at, row)| {
        let (x, top) = (percent(plot.middle(at)), height(row.attainment?));
        let name = label(row, by);
        let to = behind(&asked, Some(&row.key), metric, "missed");
        let value = share(row.attainment);
        let of = (w.kept_of)(&grouped(row.met), &grouped(row.met + row.breached));
        let said = [name.as_str(), &value, &of].join(words().common().between);
        let shown = said.clone();
        Some(view! {
            <g>
                <a class="dot-at" href=to aria-label=said>
                    <title>{shown}</title>
                    <circle cx=x.clone() cy=pixels(top)></circle>
                    <circle cx=x.clone() cy=pixels(top)></circle>
                    <text x=x y=pixels(top)>{value}</text>
                </a>
                {plot.day(at, name)}
            </g>
        })
    });
    let points = points.collect_view();
    let id = format!("over-time-{metric}");
    view! {
        <h3 id=id.clone()>{(w.metric)(metric)}</h3>
        <figure class="chart">
            <Frame plot read=|mark| format!("{mark:.0} %") labelled=id>{excused} {kept} {points}</Frame>
            {excuses
                .then(|| {
                    view! {
                        <ul class="legend">
                            <li>
                                <svg aria-hidden="true"><line class="line" x1="0" x2="100%" y1="50%" y2="50%"></line></svg>
                                {w.attainment}
                            </li>
                            <li>
                                <svg aria-hidden="true"><line class="line line-excused" x1="0" x2="100%" y1="50%" y2="50%"></line></svg>
                                {w.attainment_excused}
                            </li>
                        </ul>
                    }
                })}
        </figure>
    }
}
