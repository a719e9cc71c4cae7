//! What a post-mortem says, as a document: for the screen and for paper.

use domain::fault::action::Kind as ActionKind;
use domain::fault::impact::Extent;
use domain::fault::moment::Kind;
use domain::fault::parts::{Part, is_combined};
use domain::fault::post_mortem::{Again, Section, Shown, Written};
use leptos::prelude::*;

use super::actions::Actions;
use super::comments::{Lost, Said, has_lost};
use super::kinds;
use crate::faults::part_bar::{Bar, Basis};
use crate::faults::when::Time;
use crate::reader::clock;
use crate::report::figures::grouped;
use crate::ui::Icon;
use crate::words::words;

/// The document. With `acts`, what becomes of the actions can be said in it.
#[component]
pub fn Body(fault: Shown, written: Written, acts: bool) -> impl IntoView {
    let w = words().post_mortem();
    let (content, text) = (written.content.clone(), written.text.clone());
    let basis = Basis { moments: fault.moments.clone(), targets: fault.targets.clone(), working: fault.working.clone() };
    let hurt = fault.hurt.map(|hurt| clock().duration(hurt));
    let parts: &[Part] = if is_combined(fault.moments.points()) { &[Part::Detect, Part::LocateAndRestore] } else { &Part::THREE };
    let why = parts.iter().filter_map(|part| Some((*part, text.why_this_long.get(part)?.clone())));
    let why: Vec<_> = why
        .map(|(part, html)| {
            let place = format!("why.{part}");
            view! { <div><dt>{(w.why_part)(&kinds::part(part))}</dt><dd><Said place html /></dd></div> }
        })
        .collect();
    let why = (!why.is_empty()).then(|| view! { <dl class="why-long">{why}</dl> });
    let causes: Vec<_> = content
        .causes
        .iter()
        .zip(text.causes)
        .enumerate()
        .map(|(row, (cause, html))| {
            let place = format!("causes.{row}");
            view! { <li><span class="chip" data-tone="mute">{cause.category.clone()}</span><div><Said place html /></div></li> }
        })
        .collect();
    let causes = match causes.is_empty() {
        true => view! { <Prose html=String::new() /> }.into_any(),
        false => view! { <ul class="causes">{causes}</ul> }.into_any(),
    };
    let learnt = |id: &'static str, section: Section, title: &'static str, html: String| {
        let place = section.to_string();
        view! { <section aria-labelledby=id><h3 id=id>{title}</h3><Said place html /><Lost section /></section> }
    };
    let impact = (!text.impact.is_empty() || has_lost(Section::Impact)).then(|| {
        let (place, html) = (Section::Impact.to_string(), text.impact.clone());
        view! { <section aria-labelledby="impact"><h2 id="impact">{w.impact}</h2><Said place html /><Lost section=Section::Impact /></section> }
    });
    let moments = fault.clone();
    view! {
        <article class="prose report">
            <section aria-labelledby="summary"><h2 id="summary">{w.summary}</h2><Said place=Section::Summary.to_string() html=text.summary /><Lost section=Section::Summary /></section>
            {impact}
            <Impact extent=content.extent hurt />
            <section aria-labelledby="time">
                <h2 id="time">{w.where_time_went}</h2>
                <Bar basis=Memo::new(move |_| basis.clone()) />
                <Moments fault=moments />
                {why}
                <Lost section=Section::Why />
            </section>
            <section aria-labelledby="causes"><h2 id="causes">{w.causes}</h2>{causes}<Lost section=Section::Causes /></section>
            <div class="grid learned">
                {learnt("well", Section::WentWell, w.went_well, text.went_well)}
                {learnt("wrong", Section::WentWrong, w.went_wrong, text.went_wrong)}
                {learnt("lucky", Section::Lucky, w.lucky, text.lucky)}
            </div>
            <section aria-labelledby="actions"><h2 id="actions">{w.actions}</h2><Actions fault written acts /><Lost section=Section::Actions /></section>
            <p class="small quiet">{w.blameless}</p>
        </article>
    }
}

/// Text that the server rendered, or that there is none.
#[component]
pub fn Prose(html: String) -> impl IntoView {
    match html.is_empty() {
        true => view! { <p class="soft">{words().post_mortem().nothing_said}</p> }.into_any(),
        false => view! { <div inner_html=html></div> }.into_any(),
    }
}

#[component]
fn Impact(extent: Extent, hurt: Option<String>) -> impl IntoView {
    let w = words().post_mortem();
    let money = extent.money.map(|money| money.to_string());
    let facts = [
        (w.hurt, hurt),
        (w.users, extent.users.map(grouped)),
        (w.requests, extent.requests.map(grouped)),
        (w.minutes, extent.minutes.map(grouped)),
        (w.money, money),
    ];
    let known: Vec<_> = facts
        .into_iter()
        .filter_map(|(name, value)| Some(view! { <div><dt>{name}</dt><dd><span class="fact-value">{value?}</span></dd></div> }))
        .collect();
    (!known.is_empty()).then(|| view! { <dl class="facts" aria-label=w.impact>{known}</dl> })
}

/// The four moments, each with its time or that nobody knows it.
#[component]
fn Moments(fault: Shown) -> impl IntoView {
    let w = words().post_mortem();
    let f = words().faults();
    let row = |kind: Kind| {
        let at = match (fault.moments.get(kind), fault.moments.at(kind)) {
            (None, _) => view! { <span class="quiet">{f.not_yet}</span> }.into_any(),
            (Some(_), Some(at)) => view! { <Time at /> }.into_any(),
            (Some(_), None) => view! { <span class="quiet">{f.nobody_knows}</span> }.into_any(),
        };
        view! { <div><dt>{(w.moment)(kind)}</dt><dd>{at}</dd></div> }
    };
    view! { <dl class="four" aria-label=w.moments>{Kind::FOUR.into_iter().map(row).collect_view()}</dl> }
}

/// Earlier faults that came back.
#[component]
pub fn Repeats(again: Vec<Again>) -> impl IntoView {
    let w = words().post_mortem();
    let clock = clock();
    let line = |one: Again| {
        let done = if one.actions.all == 0 { w.again_none.to_owned() } else { (w.again_done)(one.actions.done, one.actions.all) };
        let said = (w.again_line)(&clock.duration(one.after), &one.categories.join(words().common().comma));
        let to = format!("/faults/{}", one.number);
        view! {
            <li>
                <a href=to>{format!("{} {}", one.number, one.title)}</a>
                {words().common().comma} {said} {words().common().full_stop} {done}
            </li>
        }
    };
    (!again.is_empty()).then(|| {
        view! {
            <section class="banner" data-tone="warn" aria-labelledby="again">
                <Icon name="undo" />
                <div class="banner-body">
                    <h2 class="banner-title" id="again">{w.again}</h2>
                    <ul class="list-plain">{again.into_iter().map(line).collect_view()}</ul>
                </div>
            </section>
        }
    })
}

/// Words of a kind and what it shortens, for a heading.
pub(super) fn heading(kind: ActionKind) -> String {
    let w = words().post_mortem();
    match kind.part() {
        Some(part) => format!("{} ({})", (w.kind)(kind), crate::faults::ends(part)),
        None => (w.kind)(kind).to_owned(),
    }
}
