//! What the demo company promises: two calendars, a promise to those who ask, and one between the teams.

use std::collections::BTreeMap;

use domain::calendar::{Draft, Holiday, Week};
use domain::fault::goals::Goals;
use domain::id::CalendarId;
use domain::permit::Actor;
use domain::priority::Priority;
use domain::sla::{Metric, PolicyDraft, Promise, RuleDraft, Scope};
use domain::ticket::Kind;
use domain::time::Timestamp;
use jiff::civil::Date;
use store::Store;
use store::sla::{calendars, policies};

use super::DemoError;
use super::calendar::{Calendar, ZONE, holidays};

/// Makes them, in force from now on.
///
/// # Errors
/// What the verbs refuse.
pub async fn make(store: &Store, administrator: &Actor, calendar: &Calendar, until: Timestamp) -> Result<(), DemoError> {
    let years = calendar.local(store.now()).year()..=calendar.local(until).year().saturating_add(1);
    let closed = years.flat_map(holidays).map(|(date, name)| holiday(date, name)).collect();
    let office = calendars::create(store, administrator, "Office hours", office(closed)).await?;
    let always = calendars::create(store, administrator, "Round the clock", round_the_clock()).await?;
    policies::create(store, administrator, &to_requesters(office, always)).await?;
    policies::create(store, administrator, &between_teams(office)).await?;
    let version = store.versioned_settings().await?.0;
    store::faults::change_goals(store, administrator, version, goals(office)?).await?;
    Ok(())
}

/// What is aimed at in faults.
fn goals(office: CalendarId) -> Result<Goals, DemoError> {
    let aimed = |field: &str| match field {
        "critical.detect" => "5m",
        "critical.locate" | "major.detect" => "15m",
        "critical.restore" | "major.locate" => "30m",
        "major.restore" | "minor.detect" => "1h",
        "minor.locate" | "minor.restore" => "4h",
        _ => "",
    };
    Goals::typed(Some(office), |field| aimed(field).to_owned()).map_err(|_| DemoError::Script("the targets of faults are no lengths"))
}

fn holiday(date: Date, name: &str) -> Holiday {
    Holiday { date: date.to_string(), name: name.to_owned() }
}

fn office(holidays: Vec<Holiday>) -> Draft {
    let day = || vec![["07:30".to_owned(), "18:00".to_owned()]];
    let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), ..Week::default() };
    Draft { zone: ZONE.to_owned(), week, holidays, ..Draft::default() }
}

fn round_the_clock() -> Draft {
    let day = || vec![["00:00".to_owned(), "24:00".to_owned()]];
    let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() };
    Draft { zone: ZONE.to_owned(), week, ..Draft::default() }
}

/// What is urgent is looked after at night, too.
fn to_requesters(office: CalendarId, always: CalendarId) -> PolicyDraft {
    let incident = |priority, calendar, first, update, resolution| RuleDraft {
        scope: Scope { kind: Some(Kind::Incident), priority: Some(priority), ..Scope::default() },
        calendar,
        targets: targets(&[(Metric::FirstResponse, first), (Metric::Update, update), (Metric::Resolution, resolution)]),
    };
    let request = RuleDraft {
        scope: Scope { kind: Some(Kind::ServiceRequest), ..Scope::default() },
        calendar: None,
        targets: targets(&[(Metric::FirstResponse, "2d"), (Metric::Resolution, "8d")]),
    };
    let rules = vec![
        incident(Priority::Urgent, Some(always), "2h", "1d", "24h"),
        incident(Priority::High, None, "4h", "1d", "2d"),
        incident(Priority::Normal, None, "1d", "2d", "5d"),
        incident(Priority::Low, None, "2d", "2d", "8d"),
        request,
    ];
    PolicyDraft { day: "10h 30m".to_owned(), ..policy("Standard", Promise::Sla, office, rules) }
}

fn between_teams(office: CalendarId) -> PolicyDraft {
    let rule = RuleDraft { targets: targets(&[(Metric::Ola, "4d")]), ..RuleDraft::default() };
    PolicyDraft { day: "10h 30m".to_owned(), ..policy("Between teams", Promise::Ola, office, vec![rule]) }
}

fn targets(targets: &[(Metric, &str)]) -> BTreeMap<Metric, String> {
    targets.iter().map(|(metric, time)| (*metric, (*time).to_owned())).collect()
}

fn policy(name: &str, promise: Promise, calendar: CalendarId, rules: Vec<RuleDraft>) -> PolicyDraft {
    PolicyDraft {
        name: name.to_owned(),
        promise,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: BTreeMap::new(),
        steps: None,
        rules,
    }
}
