//! A clock's way as tables: its whiles, its steps, how its deadline moved, and what was believed before corrections.

use domain::calendar::Deadline;
use domain::sla::{At, Due, Kind, Moved, Shift, Stretch};
use domain::ticket::view::{self, BreachSaid, StepSaid, Why, WhyClock};
use domain::time::Span;
use leptos::prelude::*;

use super::chip::{icon, look, said};
use super::shifts::clock_said;
use super::told::{event_said, instant, moment, stretch_said};
use super::why_page::Mark;
use crate::reader::clock;
use crate::ui::Icon;
use crate::words::words;

/// Every while from the start on, with a running total; then what will follow if nothing changes.
#[component]
pub fn Stretches(clock: WhyClock, why: Why) -> impl IntoView {
    let w = words().sla();
    let ahead = clock.ahead.clone();
    let row = |stretch: &Stretch, ahead: bool| {
        let counted = stretch.kind == Kind::Counted;
        let kind = kind(stretch, ahead);
        view! {
            <tr data-row=(!counted).then_some("muted")>
                <th scope="row"><span class="span-kind" data-span-kind=kind><Mark good=counted />{stretch_said(stretch, &why, ahead)}</span></th>
                <td class="nowrap" data-label=w.from>{instant(stretch.from)}</td>
                <td class="nowrap" data-label=w.until>{instant(stretch.until)}</td>
                <td class="end" data-label=w.length>{(w.exact)(stretch.length())}</td>
                <td class="end" data-label=w.total>{(w.exact)(stretch.total)}</td>
            </tr>
        }
    };
    let gone = clock.stretches.iter().map(|stretch| row(stretch, false)).collect_view();
    let to_come = ahead.iter().map(|stretch| row(stretch, true)).collect_view();
    view! {
        <Strip clock=clock.clone() />
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.whiles>
            <table class="table" data-stack="" data-density="compact">
                <caption class="visually-hidden">{w.whiles}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.what}</th>
                        <th scope="col">{w.from}</th>
                        <th scope="col">{w.until}</th>
                        <th scope="col" class="end">{w.length}</th>
                        <th scope="col" class="end">{w.total}</th>
                    </tr>
                </thead>
                <tbody>{gone}</tbody>
                {(!ahead.is_empty()).then(|| view! {
                    <tbody>
                        <tr data-row="group"><th scope="rowgroup" colspan="5">{w.if_nothing_changes}</th></tr>
                        {to_come}
                    </tbody>
                })}
            </table>
        </div>
    }
}

const fn kind(stretch: &Stretch, ahead: bool) -> &'static str {
    match stretch.kind {
        Kind::Counted if ahead => "ahead",
        Kind::Counted => "counted",
        Kind::Paused => "paused",
        Kind::Closed | Kind::Holiday(_) => "closed",
    }
}

/// The same whiles on a strip of real time, for the eye alone: the table says all of it.
#[component]
fn Strip(clock: WhyClock) -> impl IntoView {
    let all: Vec<(Stretch, bool)> =
        clock.stretches.into_iter().map(|one| (one, false)).chain(clock.ahead.into_iter().map(|one| (one, true))).collect();
    let (Some(from), Some(until)) = (all.first().map(|(one, _)| one.from), all.last().map(|(one, _)| one.until)) else {
        return ().into_any();
    };
    #[expect(clippy::cast_precision_loss, reason = "a share of a strip needs no more digits than a screen has dots")]
    let share = move |span: Span| span.millis() as f64 * 100.0 / (until.since(from).millis().max(1)) as f64;
    let rects = all
        .iter()
        .map(|(one, ahead)| {
            let (x, width) = (format!("{:.2}%", share(one.from.since(from))), format!("{:.2}%", share(one.length())));
            view! { <rect class="span" data-span=kind(one, *ahead) x=x y="0" width=width height="16"></rect> }
        })
        .collect_view();
    view! { <div class="spans"><svg height="16" aria-hidden="true">{rects}</svg></div> }.into_any()
}

/// Whom the clock calls on its way, and when it did.
#[component]
pub fn Steps(steps: Vec<StepSaid>) -> impl IntoView {
    let w = words().sla();
    (!steps.is_empty()).then(|| {
        let rows = steps
            .into_iter()
            .map(|step| {
                let place = match step.place {
                    At::Percent(percent) => (w.at_percent)(percent),
                    At::Before(left) => (w.at_left)(left),
                };
                let out = match (step.done, step.due.is_some_and(|due| due > clock().now)) {
                    (Some(at), _) if !step.told.is_empty() => {
                        let told: Vec<&str> = step.told.iter().map(|person| person.name.as_str()).collect();
                        (w.told)(&moment(at), &told.join(words().common().comma))
                    }
                    (Some(at), _) => moment(at),
                    (None, true) => w.not_yet.to_owned(),
                    (None, false) => w.nobody_called.to_owned(),
                };
                view! {
                    <tr>
                        <th scope="row">{place}</th>
                        <td data-label=w.due_at>{step.due.map_or_else(|| "–".to_owned(), moment)}</td>
                        <td data-label=w.went_out>{out}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <h3>{w.steps}</h3>
            <div class="table-wrap" tabindex="0" role="region" aria-label=w.steps>
                <table class="table" data-stack="" data-density="compact">
                    <caption class="visually-hidden">{w.steps}</caption>
                    <thead><tr><th scope="col">{w.step}</th><th scope="col">{w.due_at}</th><th scope="col">{w.went_out}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
}

/// How the deadline moved, where it did.
#[component]
pub fn Moves(moves: Vec<Moved>, why: Why) -> impl IntoView {
    let w = words().sla();
    (moves.len() > 1).then(|| {
        let rows = moves
            .into_iter()
            .map(|moved| {
                let by = why.events.iter().find(|event| event.id == moved.by).map_or_else(|| w.was_corrected.to_owned(), event_said);
                let to = match moved.deadline {
                    Deadline::At(at) => instant(at),
                    Deadline::Paused => w.unknown_while_paused.to_owned(),
                    Deadline::Never => w.never.to_owned(),
                };
                view! {
                    <tr>
                        <th scope="row">{instant(moved.at)}</th>
                        <td data-label=w.what>{by}</td>
                        <td data-label=w.promised>{(w.worked)(moved.terms.target)}</td>
                        <td data-label=w.due_at>{to}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <h3>{w.moves}</h3>
            <div class="table-wrap" tabindex="0" role="region" aria-label=w.moves>
                <table class="table" data-stack="" data-density="compact">
                    <caption class="visually-hidden">{w.moves}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{w.since}</th>
                            <th scope="col">{w.what}</th>
                            <th scope="col">{w.promised}</th>
                            <th scope="col">{w.due_at}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
}

/// What was believed before each correction beside what is known now.
#[component]
pub fn Believed(
    /// What was believed of all clocks before each correction, and this clock as it was.
    believed: Vec<(view::Believed, Due)>,
    now: Due,
    overruled: Vec<BreachSaid>,
) -> impl IntoView {
    let w = words().sla();
    (!believed.is_empty()).then(|| {
        let row = |name: String, due: &Due| {
            let light = due.light_at(due.as_of);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td data-label=w.state><span class="sla" data-state=look(due, light)><Icon name=icon(due, light) />{said(due, due.as_of)}</span></td>
                    <td data-label=w.due_at>{due.deadline.map_or_else(|| "–".to_owned(), instant)}</td>
                </tr>
            }
        };
        let before = believed
            .iter()
            .map(|(view::Believed { at, by, reason, .. }, due)| {
                let by = by.as_ref().map_or_else(|| words().ticket().somebody.to_owned(), |by| by.name.clone());
                row((w.before_correction)(&moment(*at), &by, reason), due)
            })
            .collect_view();
        let changed = believed.iter().map(|(before, _)| {
            let at = moment(before.at);
            let clocks: Vec<String> = before.shifts.iter().filter_map(Shift::clock).map(|(metric, cycle)| clock_said(metric, cycle)).collect();
            let clocks = clocks.join(words().common().comma);
            let said = if clocks.is_empty() { (w.changed_none)(&at) } else { (w.changed_clocks)(&at, &clocks) };
            view! { <p class="small soft">{said}</p> }
        });
        let changed = changed.collect_view();
        let overruled = overruled.into_iter().map(|breach| view! { <p class="small soft">{(w.overruled)(&moment(breach.deadline))}</p> });
        view! {
            <h3>{w.corrections}</h3>
            <div class="table-wrap" tabindex="0" role="region" aria-label=w.corrections>
                <table class="table" data-stack="">
                    <caption class="visually-hidden">{w.corrections}</caption>
                    <thead><tr><th scope="col">{w.what}</th><th scope="col">{w.state}</th><th scope="col">{w.due_at}</th></tr></thead>
                    <tbody>{before} {row(w.as_known_now.to_owned(), &now)}</tbody>
                </table>
            </div>
            {changed}
            {overruled.collect_view()}
        }
    })
}
