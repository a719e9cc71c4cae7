//! `cargo bench -p domain`: how many deadlines a second one core reckons, over all calendars of the vectors in turn.
//!
//! A measurement is no test: machines are noisy, and nothing here fails. The
//! figure that is wanted is 300,000 deadlines a second.

#![expect(clippy::unwrap_used, reason = "what a measurement prepares must work")]

use std::{
    collections::{BTreeMap, HashMap},
    hint::black_box,
    time::{Duration, Instant},
};

use domain::{
    calendar::{Calendar, DatedHours, Draft, Holiday, Pause, Timetable, Week, deadline},
    id::{CalendarId, CalendarVersionId, EventId, PolicyId, PolicyVersionId, TeamId},
    priority::Priority,
    sla::{
        CalendarVersion, Calendars, Fact, Happening, Metric, Opened, Policies, PolicyDraft, PolicyVersion, Promise, RuleDraft, Scope,
        Speaker, Standing, replay,
    },
    ticket::Kind,
    time::{Span, Timestamp},
};
use jiff::tz::TimeZone;
use serde::Deserialize;

const VECTORS: &str = include_str!("../tests/vectors/working_time.jsonl");
/// How often all cases are reckoned.
const ROUNDS: usize = 500;
const TICKETS: i64 = 25_000;

#[derive(Deserialize)]
struct Case {
    tz: String,
    week: Week,
    holidays: Vec<String>,
    overrides: BTreeMap<String, Vec<[String; 2]>>,
    pauses: Vec<(String, String)>,
    start: String,
    seconds: Option<i64>,
}

struct Question {
    timetable: usize,
    pauses: Vec<Pause>,
    start: Timestamp,
    target: Span,
}

fn main() {
    let (calendars, questions) = prepare();
    let compile = || calendars.iter().map(timetable).collect::<Vec<_>>();
    let timetables = compile();
    let ask = |timetables: &[Timetable], rounds: usize| {
        let begun = now();
        for question in std::iter::repeat_n(&questions, rounds).flatten() {
            let Question { timetable, pauses, start, target } = question;
            black_box(deadline(&timetables[*timetable], pauses, *start, black_box(*target)));
        }
        begun.elapsed()
    };
    println!("{} calendars, {} questions, {} of them with pauses", calendars.len(), questions.len(), paused(&questions));
    // Each calendar's years are compiled when they are first asked for.
    tell("deadlines, each calendar for the first time", questions.len(), ask(&timetables, 1));
    tell("deadlines", questions.len() * ROUNDS, ask(&timetables, ROUNDS));
    replays();
}

fn tell(what: &str, count: usize, took: Duration) {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a figure for people")]
    let per_second = (count as f64 / took.as_secs_f64()) as u64;
    println!("{what}: {count} in {took:.1?}, {per_second} a second");
}

fn paused(questions: &[Question]) -> usize {
    questions.iter().filter(|question| !question.pauses.is_empty()).count()
}

/// The calendars of the vectors, each once, and their questions for deadlines.
fn prepare() -> (Vec<Calendar>, Vec<Question>) {
    let (mut calendars, mut known, mut questions) = (Vec::new(), HashMap::new(), Vec::new());
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    for line in VECTORS.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let Some(seconds) = case.seconds else { continue };
        let draft = draft(&case);
        let timetable = *known.entry(format!("{draft:?}")).or_insert_with(|| {
            calendars.push(Calendar::try_from(draft).unwrap());
            calendars.len() - 1
        });
        let pauses = case.pauses.iter().map(|(from, until)| Pause { from: time(from), until: Some(time(until)) }).collect();
        questions.push(Question { timetable, pauses, start: time(&case.start), target: Span::from_seconds(seconds) });
    }
    (calendars, questions)
}

fn draft(case: &Case) -> Draft {
    let holiday = |date: &String| Holiday { date: date.clone(), name: "Holiday".to_owned() };
    let own = |(date, hours): (&String, &Vec<[String; 2]>)| DatedHours { date: date.clone(), name: String::new(), hours: hours.clone() };
    Draft {
        zone: case.tz.clone(),
        week: case.week.clone(),
        holidays: case.holidays.iter().map(holiday).collect(),
        overrides: case.overrides.iter().map(own).collect(),
    }
}

fn timetable(calendar: &Calendar) -> Timetable {
    Timetable::new(calendar.clone(), TimeZone::get(calendar.zone()).unwrap())
}

/// Whole tickets, as a dry run over a past period replays them.
fn replays() {
    let week = Week { mon: hours(), tue: hours(), wed: hours(), thu: hours(), fri: hours(), ..Week::default() };
    let office = Calendar::try_from(Draft { zone: "Europe/Berlin".to_owned(), week, ..Draft::default() }).unwrap();
    let since = Timestamp::EPOCH;
    let office = CalendarVersion { id: CalendarVersionId(1), calendar: CalendarId(1), version: 1, since, timetable: timetable(&office) };
    let targets = [(Metric::FirstResponse, "2h"), (Metric::Update, "4h"), (Metric::Resolution, "2d")];
    let rule = |priority| RuleDraft {
        scope: Scope { priority, ..Scope::default() },
        calendar: None,
        targets: targets.map(|(metric, target)| (metric, target.to_owned())).into(),
    };
    let rules = Priority::ALL.iter().map(|one| rule(Some(*one))).chain([rule(None)]).collect();
    let draft = PolicyDraft {
        name: "Workplace".to_owned(),
        promise: Promise::Sla,
        calendar: CalendarId(1),
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: BTreeMap::new(),
        steps: Some(Vec::new()),
        rules,
    };
    let content = draft.parse(&[]).unwrap();
    let policy = PolicyVersion { id: PolicyVersionId(1), policy: PolicyId(1), version: 1, since, until: None, content };
    let (policies, calendars) = (Policies::new(vec![policy]), Calendars::new([office]));
    let tickets: Vec<Vec<Happening>> = (0..TICKETS).map(ticket).collect();
    let begun = now();
    for ticket in &tickets {
        black_box(replay(ticket, &policies, &calendars, Timestamp::from_millis(1_800_000_000_000)));
    }
    tell("tickets of 10 events replayed", tickets.len(), begun.elapsed());
}

fn hours() -> Vec<[String; 2]> {
    vec![["09:00".to_owned(), "12:00".to_owned()], ["13:00".to_owned(), "17:00".to_owned()]]
}

fn ticket(number: i64) -> Vec<Happening> {
    let start = Timestamp::from_millis(1_760_000_000_000).plus(Span::from_minutes(number * 20));
    let stand = |standing| Fact::Stood { standing };
    let reply = |speaker| Fact::Replied { speaker };
    let opened = Opened {
        service: None,
        kind: Kind::Incident,
        priority: Priority::Normal,
        requester_team: None,
        team: Some(TeamId(1)),
        outside: false,
        standing: Standing::New,
    };
    let facts = [
        Fact::Opened(opened),
        stand(Standing::InProgress),
        Fact::Prioritised { priority: Priority::High },
        reply(Speaker::Agent),
        stand(Standing::WaitingForRequester),
        reply(Speaker::Requester),
        stand(Standing::InProgress),
        Fact::Assigned { team: Some(TeamId(2)), outside: false },
        reply(Speaker::Agent),
        Fact::Resolved { speaker: Speaker::Agent },
    ];
    (1..)
        .zip(facts)
        .map(|(event, fact)| Happening { event: EventId(event), at: start.plus(Span::from_hours(event * 5)), by: None, fact })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "the measurement is what this program is for")]
fn now() -> Instant {
    Instant::now()
}
