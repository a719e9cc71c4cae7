//! A company with two calendars and a few promises, and tickets in short sentences.

use domain::{
    calendar::{Calendar, DatedHours, Draft, Holiday, Timetable, Week, typed_hours},
    id::{CalendarId, CalendarVersionId, EventId, PolicyId, PolicyVersionId, ServiceId, TeamId},
    priority::Priority,
    sla::{
        Calendars, Clock, Fact, Happening, Metric, Opened, Policies, Policy, PolicyDraft, PolicyVersion, Promise, Replay, RuleDraft, Scope,
        Speaker, Standing, replay,
    },
    ticket::Kind,
    time::{Span, Timestamp},
};
use jiff::tz::TimeZone;

pub const DESK: TeamId = TeamId(1);
pub const NETWORK: TeamId = TeamId(2);
pub const SUPPLIER: TeamId = TeamId(3);
pub const OFFICE: CalendarId = CalendarId(1);
pub const ALWAYS: CalendarId = CalendarId(2);

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A time of November 2026 in UTC: `t("16 09:00")` is a Monday morning.
#[track_caller]
pub fn t(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    at(&format!("2026-11-{day}T{time}{seconds}Z"))
}

/// Monday to Friday, 09:00 to 12:00 and 13:00 to 17:00 or these other hours, in UTC.
pub fn office_of(line: &str) -> Calendar {
    let day = typed_hours(line);
    let week = Week { mon: day.clone(), tue: day.clone(), wed: day.clone(), thu: day.clone(), fri: day, ..Week::default() };
    let holiday = |date: &str, name: &str| Holiday { date: date.to_owned(), name: name.to_owned() };
    let holidays = vec![holiday("2026-11-18", "Day of Prayer"), holiday("2027-01-01", "New Year")];
    let overrides = vec![DatedHours { date: "2026-12-31".to_owned(), name: "Stocktaking".to_owned(), hours: typed_hours("09:00-12:00") }];
    Draft { zone: "UTC".to_owned(), week, holidays, overrides }.parse(|name| TimeZone::get(name).ok()).unwrap()
}

pub fn calendars_of(office: Calendar) -> Calendars {
    let version = |id: i64, calendar, content| domain::sla::CalendarVersion {
        id: CalendarVersionId(id),
        calendar,
        version: 1,
        since: Timestamp::EPOCH,
        timetable: Timetable::new(content, TimeZone::UTC),
    };
    Calendars::new([version(1, OFFICE, office), version(2, ALWAYS, Calendar::always())])
}

/// 09:00 to 17:00, without a break.
pub fn calendars() -> Calendars {
    calendars_of(office_of("09:00-17:00"))
}

pub fn rule(scope: Scope, targets: &[(Metric, &str)]) -> RuleDraft {
    RuleDraft { scope, calendar: None, targets: targets.iter().map(|(metric, target)| (*metric, (*target).to_owned())).collect() }
}

pub fn draft(promise: Promise, rules: Vec<RuleDraft>) -> PolicyDraft {
    PolicyDraft {
        name: promise.to_string(),
        promise,
        calendar: OFFICE,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: [].into(),
        steps: Some(Vec::new()),
        rules,
    }
}

/// First response 2 h, update 4 h, resolution 16 h; urgent ones 1 h, none, 4 h.
pub fn workplace() -> PolicyDraft {
    let usual = rule(Scope::default(), &[(Metric::FirstResponse, "2h"), (Metric::Update, "4h"), (Metric::Resolution, "2d")]);
    let urgent = Scope { priority: Some(Priority::Urgent), ..Scope::default() };
    let urgent = rule(urgent, &[(Metric::FirstResponse, "1h"), (Metric::Resolution, "4h")]);
    draft(Promise::Sla, vec![usual, urgent])
}

pub fn version(id: i64, since: Timestamp, content: Policy) -> PolicyVersion {
    PolicyVersion { id: PolicyVersionId(id), policy: PolicyId(id), version: 1, since, until: None, content }
}

pub fn policies_of(drafts: &[PolicyDraft]) -> Policies {
    let contents = (1..).zip(drafts).map(|(id, draft)| version(id, Timestamp::EPOCH, draft.parse(&[]).unwrap()));
    Policies::new(contents.collect())
}

pub fn policies() -> Policies {
    policies_of(&[workplace()])
}

pub const fn opened() -> Opened {
    Opened {
        service: Some(ServiceId(1)),
        kind: Kind::Incident,
        priority: Priority::Normal,
        requester_team: None,
        team: Some(DESK),
        outside: false,
        standing: Standing::New,
    }
}

/// What happened, numbered in the order in which it is told.
pub fn story(told: Vec<(&str, Fact)>) -> Vec<Happening> {
    (1..).zip(told).map(|(event, (time, fact))| Happening { event: EventId(event), at: t(time), by: None, fact }).collect()
}

pub fn file() -> Fact {
    Fact::Opened(opened())
}

pub const fn stand(standing: Standing) -> Fact {
    Fact::Stood { standing }
}

pub const fn work() -> Fact {
    stand(Standing::InProgress)
}

pub const fn ask_back() -> Fact {
    stand(Standing::WaitingForRequester)
}

pub const fn resolve() -> Fact {
    Fact::Resolved { speaker: Speaker::Agent }
}

pub const fn reply(speaker: Speaker) -> Fact {
    Fact::Replied { speaker }
}

pub const fn press(priority: Priority) -> Fact {
    Fact::Prioritised { priority }
}

pub const fn assign(team: TeamId) -> Fact {
    Fact::Assigned { team: Some(team), outside: team.0 == SUPPLIER.0 }
}

/// The clocks at a time of November 2026.
pub fn clocks(told: &[Happening], now: &str) -> Replay {
    replay(told, &policies(), &calendars(), t(now))
}

#[track_caller]
pub fn clock(replay: &Replay, metric: Metric, cycle: u32) -> &Clock {
    replay.clocks.iter().find(|clock| (clock.metric, clock.cycle) == (metric, cycle)).unwrap()
}

/// The resolution's clock at a time of November 2026.
pub fn resolution(told: &[Happening], now: &str) -> Clock {
    clock(&clocks(told, now), Metric::Resolution, 1).clone()
}

pub const fn hours(n: i64) -> Span {
    Span::from_hours(n)
}

/// `Some` time of November 2026.
#[expect(clippy::unnecessary_wraps, reason = "it is compared with deadlines, which may be missing")]
pub fn due(text: &str) -> Option<Timestamp> {
    Some(t(text))
}
