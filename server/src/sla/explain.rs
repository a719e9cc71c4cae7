//! A ticket's clocks, for people to read in a terminal.

use std::fmt::Write;

use domain::calendar::Deadline;
use domain::locale::Locale;
use domain::sla::{Clock, Kind, Scope, State, Stretch, Why};
use domain::ticket::view::{Names, PersonRef, Why as SaidWhy};
use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use store::sla::clocks::{Told, View};

/// Everything about them.
pub fn told(view: &View, why: &SaidWhy, zone: &TimeZone) -> String {
    if view.clocks.is_empty() {
        return "No policy promises anything to this ticket.\n".to_owned();
    }
    let mut text = String::new();
    for told in &view.clocks {
        clock(&mut text, told, why, zone);
    }
    for (revision, said) in view.revisions.iter().zip(&why.believed) {
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "Before the correction of {} by {} (“{}”) this was believed:",
            at(revision.at, zone),
            name(said.by.as_ref()),
            said.reason
        );
        for clock in &revision.clocks {
            let _ = writeln!(text, "  {} {}: {}", clock.metric, clock.cycle, stands(clock, zone));
        }
    }
    text
}

fn clock(text: &mut String, told: &Told, why: &SaidWhy, zone: &TimeZone) {
    let Told { clock, explanation } = told;
    let _ = writeln!(text, "{}, cycle {}: {}", clock.metric, clock.cycle, stands(clock, zone));
    let _ = writeln!(
        text,
        "  promised {} of working time by “{}” version {}, rule {}; calendar version {} in {}",
        length(clock.terms.target),
        explanation.policy_name,
        explanation.policy.1,
        clock.terms.rule,
        explanation.calendar.1,
        explanation.zone,
    );
    let named = (clock.metric, clock.cycle);
    if let Some(said) = why.clocks.iter().find(|said| (said.due.metric, said.due.cycle) == named) {
        let _ = writeln!(text, "  the rule is for {}", conditions(&said.scope, &why.names));
        if let Some((when, by, reason)) = said.breach.as_ref().and_then(|breach| breach.excuse.as_ref()) {
            let _ = writeln!(text, "  excused by {} on {}: “{reason}”", name(by.as_ref()), at(*when, zone));
        }
        for breach in &said.overruled {
            let _ =
                writeln!(text, "  a breach of the deadline of {} stays on record, overruled by a correction", at(breach.deadline, zone));
        }
    }
    for stretch in &explanation.stretches {
        line(text, stretch, zone);
    }
    if !explanation.ahead.is_empty() {
        let _ = writeln!(text, "  and then, if nothing changes:");
        for stretch in &explanation.ahead {
            line(text, stretch, zone);
        }
    }
    text.push('\n');
}

/// What a rule asks of a ticket.
fn conditions(scope: &Scope, names: &Names) -> String {
    let team = |id| names.team(id).map_or_else(String::new, |team| format!("“{}”", team.name));
    let service = scope.service.and_then(|id| names.service(id)).map(|service| format!("service “{}”", service.name.get(Locale::En)));
    let all = [
        service,
        scope.kind.map(|kind| format!("kind {}", kind.as_str().replace('_', " "))),
        scope.priority.map(|priority| format!("priority {priority}")),
        scope.requester_team.map(|id| format!("requesters of {}", team(id))),
        scope.team.map(|id| format!("tickets with {}", team(id))),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "every ticket".to_owned() } else { all.join(", ") }
}

fn name(person: Option<&PersonRef>) -> &str {
    person.map_or("somebody", |person| person.name.as_str())
}

fn line(text: &mut String, stretch: &Stretch, zone: &TimeZone) {
    let what = match &stretch.kind {
        Kind::Counted => "counted".to_owned(),
        Kind::Closed => "outside working hours".to_owned(),
        Kind::Holiday(name) if name.is_empty() => "a closed date".to_owned(),
        Kind::Holiday(name) => format!("closed: {name}"),
        Kind::Paused => {
            stretch.pause.map_or_else(|| "paused".to_owned(), |pause| format!("paused: {} (event {})", because(pause.why), pause.by))
        }
    };
    let (from, until) = (at(stretch.from, zone), at(stretch.until, zone));
    let _ = writeln!(text, "  {from} – {until}  {:>14}  {:>14}  {what}", length(stretch.length()), length(stretch.total));
}

/// Why a while does not count.
fn because(why: Why) -> String {
    match why {
        Why::Standing(standing) => standing.as_str().replace('_', " "),
        Why::Answered => "the ticket had been answered".to_owned(),
        Why::Corrected => "corrected afterwards".to_owned(),
    }
}

fn stands(clock: &Clock, zone: &TimeZone) -> String {
    let due = match clock.deadline {
        Deadline::At(due) => format!("due {}", at(due, zone)),
        Deadline::Paused => "the deadline is not known while it is paused".to_owned(),
        Deadline::Never => "the calendar has not enough working time".to_owned(),
    };
    let state = match clock.state {
        State::Running => "runs".to_owned(),
        State::Paused { since, .. } => format!("paused since {}", at(since, zone)),
        State::Stopped { at: when, .. } => format!("stopped {}", at(when, zone)),
        State::Cancelled { at: when, why, .. } => format!("cancelled {} ({why})", at(when, zone)),
    };
    let late = clock.breach.map_or_else(String::new, |breach| format!(", late since {}", at(breach.at, zone)));
    format!("{state}, {due}{late}, {} have passed", length(clock.elapsed))
}

fn at(at: Timestamp, zone: &TimeZone) -> String {
    at.to_jiff().to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M:%S").to_string()
}

fn length(span: Span) -> String {
    let seconds = span.millis() / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours} h {minutes:02} m {seconds:02} s")
}
