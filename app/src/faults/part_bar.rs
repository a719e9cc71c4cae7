//! The three-part bar of a fault, with what each part says below it.

use domain::fault::goals::Working;
use domain::fault::moment::{Kind, Moments, Precision};
use domain::fault::parts::{Measured, Part, Target, Targets};
use domain::time::Span;
use leptos::prelude::*;

use super::bar::{Segment, Tick, Told, segments, ticks, told};
use super::open::open;
use crate::reader::{Minutes, reader};
use crate::words::words;

/// Hundredths of the bar's width within which two labels would cover each other, on a phone as well.
const CLOSE: f64 = 7.0;

/// The key that a moment goes by among those who know the rule.
#[must_use]
pub const fn key_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Occurred => "T0",
        Kind::Detected => "T1",
        Kind::Located => "T2",
        Kind::Restored => "T3",
        Kind::Acknowledged | Kind::Mitigated | Kind::Verified | Kind::Closed => "",
    }
}

/// The colour of a part; where two are one, it is that of the first.
const fn tint(part: Part) -> &'static str {
    match part {
        Part::Detect => "detect",
        Part::Locate | Part::LocateAndRestore => "locate",
        Part::Restore => "restore",
        Part::Total => "total",
    }
}

/// What the bar depends on.
#[derive(Clone, PartialEq)]
pub struct Basis {
    pub moments: Moments,
    pub targets: Targets,
    pub working: Option<Working>,
}

/// The bar of the open fault.
#[component]
pub fn PartBar() -> impl IntoView {
    let basis =
        open().part(|fault| Basis { moments: fault.moments.clone(), targets: fault.targets.clone(), working: fault.working.clone() });
    view! { <Bar basis /> }
}

/// The bar and its list. What goes on is as long as it is this minute.
#[component]
pub fn Bar(basis: Memo<Basis>) -> impl IntoView {
    move || {
        Minutes::track();
        let now = reader().clock.now;
        basis.with(|Basis { moments, targets, working }| {
            let all = told(moments, targets, now);
            let pieces = segments(&all);
            let marks = ticks(&pieces, moments);
            let sentence = all.iter().map(said).collect::<Vec<_>>().join(words().common().comma);
            let estimated = move |kind: Kind, moments: &Moments| {
                moments.get(kind).is_some_and(|moment| moment.reading().value.precision() == Precision::Estimated)
            };
            let about = |part: Part| {
                let (from, to) = part.ends();
                estimated(from, moments) || estimated(to, moments)
            };
            let worked = |one: &Told| {
                let working = working.as_ref()?;
                let part = one.piece.part;
                let length = if one.timer.is_some() { working.so_far(part, now) } else { working.of(part).filter(|_| !is_open(one)) };
                Some((working.calendar.clone(), length?))
            };
            let items: Vec<_> =
                all.iter().map(|one| view! { <Item one=one.clone() about=about(one.piece.part) worked=worked(one) /> }).collect();
            view! {
                <div class="fault-bar">
                    <svg height="64" role="img" aria-label=format!("{}: {sentence}", words().faults().bar)>
                        <defs>
                            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                                <path class="hatch-line" d="M0 0V6" />
                            </pattern>
                            <pattern id="over" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                                <path class="over-line" d="M0 0V6" />
                            </pattern>
                        </defs>
                        {pieces.into_iter().map(drawn).collect_view()}
                        {marks.iter().map(|tick| line(tick, tick.kind.is_some_and(|kind| estimated(kind, moments)))).collect_view()}
                        {labels(&marks).into_iter().map(label).collect_view()}
                    </svg>
                    <ul class="parts">{items}</ul>
                </div>
            }
        })
    }
}

fn drawn(segment: Segment) -> impl IntoView {
    let state = match segment {
        Segment { known: false, .. } => "unknown",
        Segment { running: true, .. } => "running",
        _ => "known",
    };
    let (x, width) = (format!("{:.2}%", segment.at), format!("{:.2}%", segment.width));
    let hatched = (!segment.known).then(|| {
        view! { <rect x=x.clone() y="22" width=width.clone() height="28" rx="3" fill="url(#hatch)" /> }
    });
    view! {
        <rect class="part" data-part=tint(segment.part) data-state=state x=x.clone() y="22" width=width.clone() height="28" rx="3" />
        {hatched}
        // One part in both colours: it was restored before its cause was found.
        {(segment.part == Part::LocateAndRestore).then(|| view! {
            <rect class="part" data-part="restore" data-state=state x=x.clone() y="36" width=width.clone() height="14" rx="3" />
        })}
        {segment.over_from.map(|from| {
            let (x, width) = (format!("{from:.2}%"), format!("{:.2}%", segment.at + segment.width - from));
            view! {
                <rect x=x.clone() y="22" width=width height="28" fill="url(#over)" />
                <line class="target" x1=x.clone() x2=x y1="50" y2="58" />
            }
        })}
    }
}

fn line(tick: &Tick, estimated: bool) -> impl IntoView + use<> {
    let x = format!("{:.2}%", tick.at);
    let class = if tick.kind.is_some() { "tick" } else { "now-mark" };
    view! { <line class=class data-state=estimated.then_some("estimated") x1=x.clone() x2=x y1="17" y2="50" /> }
}

/// What stands above the edges; those that are too close to each other for two labels share one.
fn labels(ticks: &[Tick]) -> Vec<(f64, String)> {
    let mut labels: Vec<(f64, String)> = Vec::new();
    for tick in ticks {
        let text = tick.kind.map_or(words().faults().now, key_of);
        match labels.last_mut() {
            Some((at, label)) if tick.at - *at < CLOSE => {
                *at = tick.at;
                *label = format!("{label} {text}");
            }
            _ => labels.push((tick.at, text.to_owned())),
        }
    }
    labels
}

fn label((at, text): (f64, String)) -> impl IntoView {
    let anchor = match at {
        at if at < CLOSE => "start",
        at if at > 100.0 - CLOSE => "end",
        _ => "middle",
    };
    view! { <text x=format!("{at:.2}%") y="12" text-anchor=anchor>{text}</text> }
}

/// `occurred → detected`.
#[must_use]
pub fn ends(part: Part) -> String {
    let w = words().faults();
    let (from, to) = part.ends();
    format!("{} → {}", (w.moment)(from), (w.moment)(to)).to_lowercase()
}

fn value(one: &Told) -> String {
    let w = words().faults();
    let clock = reader().clock;
    match (&one.piece.measured, one.timer) {
        (Measured::Known { length }, _) => clock.duration(length.wall),
        (_, Some(timer)) => (w.running)(&clock.duration(timer.so_far.wall)),
        (Measured::Reversed, None) => w.reversed.to_owned(),
        (Measured::Unknown { .. }, None) if one.lost => w.cannot_be_told.to_owned(),
        (Measured::Unknown { .. } | Measured::Combined, None) => w.not_known.to_owned(),
    }
}

fn said(one: &Told) -> String {
    let w = words().faults();
    let over = one.overrun().map_or_else(String::new, |over| format!(" ({})", (w.over_by)(&reader().clock.duration(over))));
    format!("{} ({}) {}{over}", (w.part)(one.piece.part), ends(one.piece.part), value(one))
}

/// Whether its length is not known, or not yet.
fn is_open(one: &Told) -> bool {
    one.piece.measured.length().is_none()
}

#[component]
fn Item(one: Told, about: bool, worked: Option<(String, Span)>) -> impl IntoView {
    let w = words().faults();
    let part = one.piece.part;
    let text = value(&one);
    let known = one.piece.measured.length().is_some();
    let text = if about && known { (w.about)(&text) } else { text };
    let quiet = !known && one.timer.is_none();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between nothing and a hundred")]
    let share = one.piece.share.filter(|_| part != Part::Total).map(|share| (w.share)((share * 100.0).round() as u32));
    view! {
        <li data-part=tint(part) data-state=quiet.then_some("unknown")>
            <span class="part-name">{(w.part)(part)}" "<small>{ends(part)}</small></span>
            <span class=if quiet { "part-value quiet" } else { "part-value" }>{text}</span>
            {share.map(|share| view! { <span class="part-note">{share}</span> })}
            {one.piece.target.map(|target| view! { <Aim target over=one.overrun() /> })}
            {worked.map(|(calendar, length)| view! {
                <span class="part-note">{(w.worked)(&reader().clock.duration(length), &calendar)}</span>
            })}
        </li>
    }
}

/// How long it may be, and by how much it is longer.
#[component]
fn Aim(target: Target, over: Option<Span>) -> impl IntoView {
    let w = words().faults();
    let clock = reader().clock;
    let over = over.map(|over| view! { {words().common().comma}<span class="over">{(w.over_by)(&clock.duration(over))}</span> });
    view! { <span class="part-note">{(w.target)(&clock.duration(target.span))}{over}</span> }
}
