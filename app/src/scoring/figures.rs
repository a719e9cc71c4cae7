//! Scores as figures: raw beside adjusted, with how many ballots they are made of.

use domain::id::TeamId;
use domain::scoring::view::TeamScores;
use domain::scoring::{COUNTED_FROM, Figure, PUBLISHED_FROM};
use leptos::prelude::*;

use crate::words::words;

/// A score with two decimals; a dash where there is none.
#[must_use]
pub fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| format!("{score:.2}"))
}

/// Where a score from 1 to 10 stands on its scale.
fn share(score: f64) -> String {
    format!("{:.1}%", (score - 1.0) / 9.0 * 100.0)
}

/// A score as a bar, with a mark where it stood before the adjustment.
#[component]
pub fn Bar(value: f64, #[prop(optional_no_strip)] mark: Option<f64>) -> impl IntoView {
    let mark = mark.map(|mark| view! { <rect class="bar-raw" x=share(mark) /> });
    view! {
        <svg class="score-bar" aria-hidden="true"><rect width="100%" /><rect class="bar" width=share(value) />{mark}</svg>
    }
}

/// An adjusted score on its scale, with a mark where it stood before; the raw one, where the adjusted one is held back.
#[component]
pub fn Scaled(raw: f64, #[prop(optional_no_strip)] adjusted: Option<f64>) -> impl IntoView {
    let told = match adjusted {
        Some(adjusted) => view! { <span>{score(Some(adjusted))}</span> }.into_any(),
        None => view! { <small class="quiet">{words().scoring().withheld}</small> }.into_any(),
    };
    view! { <span class="score-scale">{told}<Bar value=adjusted.unwrap_or(raw) mark=Some(raw) /></span> }
}

/// What a team was given: both sides together, and each by itself.
#[component]
pub fn Sides(scores: TeamScores, everybody: [Option<Figure<TeamId>>; 2], weights: (u8, u8)) -> impl IntoView {
    let w = words().scoring();
    let figure = |figure: &Option<Figure<TeamId>>| figure.as_ref().map(|figure| (figure.n, figure.raw, figure.adjusted));
    let whole = scores.result.map(|result| (result.n, result.raw, result.adjusted));
    let [external, internal] = everybody.each_ref().map(figure);
    let rows = [
        ((w.both_sides)(weights.0, weights.1), whole, None),
        (w.external.to_owned(), figure(&scores.external), external),
        (w.internal.to_owned(), figure(&scores.internal), internal),
    ];
    let withheld = rows.iter().any(|(_, given, _)| matches!(given, Some((.., None))));
    let row = |(name, given, all): (String, Option<Given>, Option<Given>)| view! { <Row name given all /> };
    view! {
        <div class="table-wrap">
            <table class="table score-table" data-stack="">
                <thead>
                    <tr>
                        <th scope="col">{w.from_side}</th>
                        <th scope="col">{w.adjusted}</th>
                        <th scope="col">{w.raw}</th>
                        <th scope="col">{w.n}</th>
                        <th scope="col">{w.everybody}</th>
                    </tr>
                </thead>
                <tbody>{rows.map(row).into_iter().collect_view()}</tbody>
            </table>
        </div>
        {withheld.then(|| view! { <p class="small soft">{w.adjusted_withheld}</p> })}
    }
}

/// How many ballots, raw, adjusted.
type Given = (usize, f64, Option<f64>);

#[component]
fn Row(name: String, given: Option<Given>, all: Option<Given>) -> impl IntoView {
    let w = words().scoring();
    let Some((n, raw, adjusted)) = given else {
        return view! {
            <tr>
                <th scope="row">{name}</th>
                <td colspan="4">{w.insufficient} " " <small class="quiet">{(w.insufficient_because)(PUBLISHED_FROM)}</small></td>
            </tr>
        }
        .into_any();
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="score-cell" data-label=w.adjusted><Scaled raw adjusted /></td>
            <td data-label=w.raw>{score(Some(raw))}</td>
            <td data-label=w.n>{n}</td>
            <td data-label=w.everybody>{score(all.map(|(_, raw, adjusted)| adjusted.unwrap_or(raw)))}</td>
        </tr>
    }
    .into_any()
}

/// Whether a result counts towards a KPI.
#[component]
pub fn Counted(counted: bool) -> impl IntoView {
    let w = words().scoring();
    let (tone, said) = if counted { ("ok", w.counts.to_owned()) } else { ("mute", (w.counts_not)(COUNTED_FROM)) };
    view! { <span class="chip" data-tone=tone>{said}</span> }
}
