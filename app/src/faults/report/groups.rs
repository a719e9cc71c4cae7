//! The tables of the report: each part of all faults, and the parts by whatever faults have in common. Each number leads to its faults.

use domain::fault::parts::Part;
use domain::fault::report::{By, Figures, Group, Of, PartRow};
use leptos::prelude::*;

use super::api::Asked;
use super::chart::lasted;
use super::page::{Number, Share, behind, label};
use crate::faults::ends;
use crate::report::figures::grouped;
use crate::words::words;

/// `Detect: occurred → detected`.
#[must_use]
pub fn named(part: Part) -> String {
    [(words().faults().part)(part), &ends(part)].join(words().common().colon)
}

/// Each part of all faults.
#[component]
pub fn Parts(figures: Figures, asked: Asked) -> impl IntoView {
    let w = words().fault_report();
    let line = |row: PartRow| {
        let name = named(row.part);
        let number = |count: u64, of: Of, what: &str| {
            let to = behind(&asked, None, Some(row.part), of);
            view! { <Number count to said=(w.open)(&[name.as_str(), what].join(words().common().comma), &grouped(count)) /> }
        };
        let (n, left_out) = (number(row.n, Of::Known, w.n), number(row.left_out, Of::LeftOut, w.left_out));
        view! {
            <tr data-part=row.part.as_str()>
                <th scope="row">{name.clone()}</th>
                <td class="end" data-label=w.n>{n}</td>
                <td class="end" data-label=w.left_out>{left_out}</td>
                <td class="end" data-label=w.median>{lasted(row.median_seconds)}</td>
                <td class="end" data-label=w.p90>{lasted(row.p90_seconds)}</td>
                <td class="end" data-label=w.mean>{lasted(row.mean_seconds)}</td>
            </tr>
        }
    };
    let rows: Vec<PartRow> = figures.parts.into_iter().chain(figures.combined).collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.parts_table>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.parts_table}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.part}</th>
                        <th scope="col" class="end">{w.n}</th>
                        <th scope="col" class="end">{w.left_out}</th>
                        <th scope="col" class="end">{w.median}</th>
                        <th scope="col" class="end">{w.p90}</th>
                        <th scope="col" class="end">{w.mean}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The same by what faults have in common.
#[component]
pub fn Groups(groups: Vec<Group>, total: Figures, asked: Asked) -> impl IntoView {
    let w = words().fault_report();
    let by = asked.by();
    let title = (w.groups)((w.by)(by));
    let heads = Part::FOUR.map(|part| view! { <th scope="col" class="end">{(words().faults().part)(part)}<br /><small class="quiet">{(w.median_of)(&ends(part))}</small></th> });
    let rows = groups
        .into_iter()
        .map(|group| view! { <Row name=label(&group.key, by) key=Some(group.key) figures=group.figures asked=asked.clone() by /> });
    let rows = rows.collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{title.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{(w.by)(by)}</th>
                        <th scope="col" class="end">{w.faults}</th>
                        {heads.into_iter().collect_view()}
                        <th scope="col" class="end">{w.monitoring}</th>
                        <th scope="col" class="end">{w.repeats}</th>
                        <th scope="col" class="end">{w.completion}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot><Row name=w.all_faults.to_owned() key=None figures=total asked by /></tfoot>
            </table>
        </div>
    }
}

#[component]
fn Row(name: String, key: Option<String>, figures: Figures, asked: Asked, by: By) -> impl IntoView {
    let w = words().fault_report();
    let number = |count: u64, part: Option<Part>, of: Of, what: &str| {
        let to = behind(&asked, key.as_deref().map(|key| (by, key)), part, of);
        view! { <Number count to said=(w.open)(&[name.as_str(), what].join(words().common().comma), &grouped(count)) /> }
    };
    let parts = figures.parts.iter().map(|row| {
        let n = number(row.n, Some(row.part), Of::Known, &named(row.part));
        view! { <td class="end" data-label=(words().faults().part)(row.part)><span>{lasted(row.median_seconds)} " (" {n} ")"</span></td> }
    });
    let parts = parts.collect_view();
    let faults = number(figures.n, None, Of::All, w.faults);
    let share = |of: Option<f64>, count: u64, which: Of, what: &str| {
        let to = behind(&asked, key.as_deref().map(|key| (by, key)), None, which);
        view! { <Share of count to said=[name.as_str(), what].join(words().common().comma) /> }
    };
    let monitoring = share(figures.monitoring_share, figures.found_by_monitoring, Of::Monitoring, w.monitoring);
    let completion = share(figures.completion, figures.actions.due, Of::Due, w.completion);
    let repeats = number(figures.repeats, None, Of::Repeats, w.repeats);
    view! {
        <tr data-key=key.clone().unwrap_or_default()>
            <th scope="row">{name.clone()}</th>
            <td class="end" data-label=w.faults>{faults}</td>
            {parts}
            <td class="end" data-label=w.monitoring>{monitoring}</td>
            <td class="end" data-label=w.repeats>{repeats}</td>
            <td class="end" data-label=w.completion>{completion}</td>
        </tr>
    }
}
