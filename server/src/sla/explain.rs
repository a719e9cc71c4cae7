//! A ticket's clocks, for people to read in a terminal.

use std::fmt::Write;

use domain::calendar::Deadline;
use domain::sla::{Clock, Kind, State, Stretch, Why};
use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use store::sla::clocks::{Told, View};

/// Everything about them.
pub fn told(view: &View, zone: &TimeZone) -> String {
    if view.clocks.is_empty() {
        return "No policy promises anything to this ticket.\n".to_owned();
    }
    let mut text = String::new();
    for told in &view.clocks {
        clock(&mut text, told, zone);
    }
    for revision in &view.revisions {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "Before the correction of {} this was believed:", at(revision.at, zone));
        for clock in &revision.clocks {
            let _ = writeln!(text, "  {} {}: {}", clock.metric, clock.cycle, stands(clock, zone));
        }
    }
    text
}

fn clock(text: &mut String, told: &Told, zone: &TimeZone) {
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
