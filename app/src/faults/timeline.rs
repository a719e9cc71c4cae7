//! What happened, in order: entries, moments, tickets; and the line that adds to it.

use domain::alert::State as AlertState;
use domain::fault::moment::Kind;
use domain::fault::timeline::{Origin, Retimed};
use domain::fault::view::FaultView;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{RetimeEntry, SayLine};
use super::open::{Which, came_back, open};
use super::part_bar::key_of;
use super::when::{Time, TimedField, Zone, local, short};
use crate::ui::{ErrorSummary, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// What stands in the timeline.
#[derive(Clone, PartialEq)]
enum What {
    Declared,
    Moment { kind: Kind, evidence: String },
    Ticket { number: String, title: Option<String> },
    Alert { id: i64, summary: String, state: AlertState },
    Further { alerts: usize, until: Timestamp },
    Entry { arrival: i64, origin: Origin, html: String, earlier: Vec<Retimed> },
}

#[derive(Clone, PartialEq)]
struct Happened {
    at: Timestamp,
    who: String,
    what: What,
    may_work: bool,
}

/// By time; of one time in the order in which they are put together here, entries as they arrived.
fn happened(fault: &FaultView) -> Vec<Happened> {
    let may_work = fault.may_work;
    let name = |id| fault.people.iter().find(|person| Some(person.id) == id).map(|person| person.name.clone()).unwrap_or_default();
    let who = super::page::who_declared(fault);
    let mut all = vec![Happened { at: fault.declared_at, who, what: What::Declared, may_work }];
    for (kind, moment) in fault.moments.iter() {
        let Some(at) = moment.reading().value.at() else { continue };
        let who = name(moment.history().last().and_then(|change| change.by));
        all.push(Happened { at, who, what: What::Moment { kind, evidence: moment.reading().evidence.clone() }, may_work });
    }
    for linked in &fault.tickets {
        let what = What::Ticket { number: linked.ticket.number.to_string(), title: linked.ticket.title.clone() };
        all.push(Happened { at: linked.filed_at, who: String::new(), what, may_work });
    }
    for alert in &fault.alerts.rows {
        let mut add = |at: Option<Timestamp>, state| {
            let what = What::Alert { id: alert.id, summary: alert.summary.clone(), state };
            all.extend(at.map(|at| Happened { at, who: String::new(), what, may_work }));
        };
        add(Some(alert.starts_at), AlertState::Open);
        add(alert.acknowledged_at, AlertState::Acknowledged);
        add(alert.ends_at, AlertState::Resolved);
    }
    // A storm is one line, however many alerts it has.
    if let Some((from, until)) = fault.alerts.rest {
        let alerts = usize::try_from(fault.alerts.all).unwrap_or(usize::MAX).saturating_sub(fault.alerts.rows.len());
        all.push(Happened { at: from, who: String::new(), what: What::Further { alerts, until }, may_work });
    }
    for line in &fault.timeline {
        let what = What::Entry { arrival: line.arrival, origin: line.origin, html: line.html.clone(), earlier: line.earlier.clone() };
        all.push(Happened { at: line.at, who: line.author.clone().unwrap_or_default(), what, may_work });
    }
    all.sort_by_key(|one| one.at);
    all
}

/// What a row is told apart by: another one is drawn anew, the others stay with what is typed in them.
fn key(one: &Happened) -> String {
    let what = match &one.what {
        What::Declared => "declared".to_owned(),
        What::Moment { kind, evidence } => format!("{kind} {evidence}"),
        What::Ticket { number, .. } => number.clone(),
        What::Alert { id, state, .. } => format!("alert {id} {state}"),
        What::Further { alerts, until } => format!("further {alerts} {}", until.millis()),
        What::Entry { arrival, earlier, .. } => format!("{arrival} {}", earlier.len()),
    };
    format!("{} {what} {}", one.at.millis(), one.who)
}

/// The card.
#[component]
pub fn Timeline() -> impl IntoView {
    let w = words().faults();
    let rows = open().part(happened);
    let query = use_query_map();
    let oldest = Memo::new(move |_| query.with(|query| query.get_str("order") == Some("oldest")));
    let hint = if open().peek(|shown| shown.fault.may_work) { w.line_hint } else { w.line_note_hint };
    let paste = open().peek(|shown| shown.fault.may_work.then(|| format!("/faults/{}/chat", shown.fault.number)));
    view! {
        <section class="card" aria-labelledby="timeline">
            <header><h2 id="timeline">{w.timeline}</h2><Order oldest /></header>
            <Form to=SayLine::url() class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <TimedField name="line" label=w.line hint kind="text" id="line" class="input" missing=w.why_missing />
                <div class="cluster">
                    <Submit label=w.add icon="plus" />
                    {paste.map(|to| view! { <a class="button" data-kind="quiet" href=to><Icon name="copy" />{w.paste_chat}</a> })}
                </div>
            </Form>
            <ol class="log" aria-live="polite">
                <For each=move || in_order(rows.get(), oldest.get()) key=key let:one><Row one /></For>
            </ol>
        </section>
    }
}

/// While it happens, what is new stands beside the line in which it is written.
fn in_order(mut all: Vec<Happened>, oldest: bool) -> Vec<Happened> {
    if !oldest {
        all.reverse();
    }
    all
}

#[component]
fn Order(oldest: Memo<bool>) -> impl IntoView {
    let w = words().faults();
    let here = open().peek(|shown| format!("/faults/{}", shown.fault.number));
    let current = move |it: bool| move || (oldest.get() == it).then_some("true");
    view! {
        <nav class="switcher" aria-label=w.order>
            <a href=here.clone() aria-current=current(false)>{w.newest_first}</a>
            <a href=format!("{here}?order=oldest") aria-current=current(true)>{w.oldest_first}</a>
        </nav>
    }
}

#[component]
fn Row(one: Happened) -> impl IntoView {
    let w = words().faults();
    let (icon, tone) = match &one.what {
        What::Declared => ("megaphone", Some("bad")),
        What::Moment { kind: Kind::Restored | Kind::Verified | Kind::Closed, .. } => ("check", Some("ok")),
        What::Moment { .. } => ("target", Some("info")),
        What::Ticket { .. } => ("inbox", None),
        What::Alert { state: AlertState::Resolved, .. } => ("check", Some("ok")),
        What::Alert { .. } | What::Further { .. } => ("bell", None),
        What::Entry { origin: Origin::Chat, .. } => ("reply", None),
        What::Entry { .. } => ("edit", None),
    };
    let retime = match one.what {
        What::Entry { arrival, .. } if one.may_work => Some(view! { <Retime entry=arrival at=one.at /> }),
        _ => None,
    };
    let text = match one.what.clone() {
        What::Declared => view! { <p>{w.declared_line}</p> }.into_any(),
        What::Moment { kind, evidence } => view! {
            <p>
                <strong>{format!("{} {}", key_of(kind), (w.moment)(kind)).trim().to_owned()}</strong>
                {(!evidence.is_empty()).then(|| view! { " · "<a href=evidence rel="noopener">{w.evidence}</a> })}
            </p>
        }
        .into_any(),
        What::Ticket { number, title } => {
            let to = format!("/desk/{number}");
            let said = (w.ticket_linked)(&number);
            match title {
                Some(title) => view! { <p>{said}": "<a href=to>{title}</a></p> }.into_any(),
                None => view! { <p>{said}</p> }.into_any(),
            }
        }
        What::Alert { summary, state, .. } => view! { <p>{(w.alert_line)(state)}": "{summary}</p> }.into_any(),
        What::Further { alerts, until } => view! { <p>{(w.further_alerts)(alerts, &short(one.at), &short(until))}</p> }.into_any(),
        What::Entry { html, earlier, .. } => view! {
            <div class="prose" inner_html=html></div>
            {earlier.into_iter().map(|time| view! { <small>{(w.was)(&short(time.from))}</small> }).collect_view()}
        }
        .into_any(),
    };
    view! {
        <li>
            <Time at=one.at />
            <span class="log-mark" data-tone=tone><Icon name=icon /></span>
            <div class="log-text">{text}{(!one.who.is_empty()).then(|| view! { <small>{one.who}</small> })}{retime}</div>
        </li>
    }
}

#[component]
fn Retime(entry: i64, at: Timestamp) -> impl IntoView {
    let w = words().faults();
    let zone = open().peek(|shown| shown.zone.clone());
    let key = entry.to_string();
    let named = key.clone();
    let is_open = came_back(RetimeEntry::url(), &key);
    view! {
        <details class="small" open=is_open>
            <summary>{w.other_time}</summary>
            <Form to=RetimeEntry::url() key=key class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="entry" value=named />
                <input type="hidden" name="was" value=at.millis().to_string() />
                <TimedField name="at" label=w.at value=local(at) id=format!("entry-{entry}") />
                <Zone value=zone />
                <div><Submit label=words().common().save kind="plain" /></div>
            </Form>
        </details>
    }
}
