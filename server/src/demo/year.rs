//! A year of tickets: when each is filed, by whom, about what; then their lives, cut off at the present.

use std::collections::HashMap;

use domain::people::TeamKind;
use domain::ticket::{Draft, Kind};
use domain::time::{Span, Timestamp};
use store::tickets::past::{Deed, Past};

use super::calendar::{Calendar, hour_of};
use super::catalogue::{SERVICES, ServicePlan};
use super::company::{Company, Member};
use super::dice::Dice;
use super::life::{Telling, agent_of};
use super::slots::Slots;
use super::stories::{self, Story};
use super::{DemoError, Plan};

/// Of all tickets, those that come of the release beyond what comes anyway.
const OF_THE_RELEASE: f64 = 0.03;
/// Filed by an agent for somebody on the phone.
const BY_PHONE: f64 = 0.07;

/// A ticket's past, with the places where files belong.
#[derive(Debug)]
pub struct Told {
    pub past: Past,
    /// The form's fields that want a file.
    pub file_fields: Vec<&'static str>,
}

/// All tickets of the year, in the order in which they were filed.
///
/// # Errors
/// A script that does not fit together.
pub fn tell(plan: &Plan, company: &Company, calendar: &Calendar) -> Result<Vec<Told>, DemoError> {
    let mut told = Vec::new();
    for (place, filing) in filings(plan, calendar).into_iter().enumerate() {
        let mut dice = Dice::for_thing(plan.seed, place as u64 + 1_000);
        let requester = requester(company, calendar, filing.at, &mut dice);
        let (service, story) = subject(requester, filing.release, &mut dice)?;
        told.extend(ticket(plan, company, calendar, place, filing.at, requester, (service, story), dice));
    }
    Ok(told)
}

#[derive(Clone, Copy, Debug)]
struct Filing {
    at: Timestamp,
    release: bool,
}

fn filings(plan: &Plan, calendar: &Calendar) -> Vec<Filing> {
    let from = hour_of(plan.until.minus(Span::from_days(365)));
    let hours = || (0..=365 * 24).map(|hour| from.plus(Span::from_hours(hour)));
    let usual: f64 = hours().map(|hour| calendar.weight(hour)).sum();
    let special: f64 = hours().map(|hour| calendar.after_release(hour)).sum();
    let tickets = f64::from(plan.tickets);
    let mut dice = Dice::for_thing(plan.seed, 1);
    let mut filings = Vec::new();
    for hour in hours() {
        let parts = [
            (calendar.weight(hour) / usual * tickets * (1.0 - OF_THE_RELEASE), false),
            (calendar.after_release(hour) / special.max(f64::MIN_POSITIVE) * tickets * OF_THE_RELEASE, true),
        ];
        for (expected, release) in parts {
            for _ in 0..dice.arrivals(expected) {
                let at = hour.plus(Span::from_millis(dice.number(0, 3_599_999)));
                filings.push(Filing { at, release });
            }
        }
    }
    filings.retain(|filing| filing.at < plan.until);
    filings.sort_by_key(|filing| filing.at);
    filings
}

/// Who is at work and may file something now.
fn requester<'a>(company: &'a Company, calendar: &Calendar, at: Timestamp, dice: &mut Dice) -> &'a Member {
    let hour = calendar.local(at).hour();
    let weights: Vec<f64> = company
        .people
        .iter()
        .map(|member| {
            let awake = match (member.team.kind, member.team.name) {
                (TeamKind::Supplier, _) => 0.0,
                (TeamKind::Service, _) => 0.1 * f64::from(u8::from((7..19).contains(&hour))),
                (_, "Shanghai Office") => f64::from(u8::from((2..12).contains(&hour))),
                (_, name) if name.starts_with("Warehouse") => 1.2,
                (_, "Customer Care") => f64::from(u8::from((6..23).contains(&hour))),
                _ => {
                    if (7..19).contains(&hour) {
                        1.0
                    } else {
                        0.05
                    }
                }
            };
            member.plan.weight * awake
        })
        .collect();
    &company.people[dice.weighted(&weights)]
}

/// What somebody asks for: what their team has to do with, in their language.
fn subject(requester: &Member, release: bool, dice: &mut Dice) -> Result<(&'static ServicePlan, &'static Story), DemoError> {
    let chinese = requester.plan.chinese && dice.chance(0.85);
    let fits = |service: &ServicePlan, chinese: bool| {
        stories::all().any(|story| story.service == service.key && story.release == release && story.chinese == chinese)
    };
    let weight = |service: &ServicePlan| {
        let told = fits(service, false) || fits(service, true);
        let tongue = if chinese && !fits(service, true) { 0.15 } else { 1.0 };
        if told { service.weight * nearness(requester, service) * tongue } else { 0.0 }
    };
    let mut weights: Vec<f64> = SERVICES.iter().map(weight).collect();
    if weights.iter().all(|&weight| weight <= 0.0) {
        // After the release even those tell of it who have little to do with the shop.
        weights = SERVICES.iter().map(|service| f64::from(u8::from(fits(service, false) && service.audience.is_empty()))).collect();
    }
    let service = &SERVICES[dice.weighted(&weights)];
    let chinese = chinese && fits(service, true) || !fits(service, false);
    let told: Vec<&Story> =
        stories::all().filter(|story| story.service == service.key && story.release == release && story.chinese == chinese).collect();
    if told.is_empty() { Err(DemoError::Script("a service without a story")) } else { Ok((service, dice.pick::<&Story>(&told))) }
}

/// How much a team has to do with a service; nothing, if it is not offered to it.
fn nearness(requester: &Member, service: &ServicePlan) -> f64 {
    let team = requester.team.name;
    if !service.audience.is_empty() && !service.audience.contains(&team) && service.team != team {
        return 0.0;
    }
    let warehouse = team.starts_with("Warehouse");
    match (service.key, team) {
        ("warehouse", _) => {
            if warehouse {
                4.5
            } else {
                0.0
            }
        }
        ("orders", _) if warehouse => 1.4,
        ("payments" | "shop", "Customer Care") => 3.5,
        ("orders", "Customer Care") | ("prices", "Sales") => 3.0,
        ("invoices", "Finance") => 4.0,
        ("records" | "reports", "Finance" | "Sales") => 2.2,
        ("shop", "Sales") => 1.8,
        ("payments" | "shop", _) => 0.15,
        ("records" | "reports", _) if warehouse => 0.4,
        ("vpn" | "rooms", _) if warehouse => 0.15,
        ("vpn", "Shanghai Office") => 2.0,
        ("starter" | "leaver", _) => {
            if requester.leads {
                4.0
            } else {
                0.5
            }
        }
        _ => 1.0,
    }
}

#[expect(clippy::too_many_arguments, reason = "all that a ticket is made of, in one place")]
fn ticket(
    plan: &Plan,
    company: &Company,
    calendar: &Calendar,
    place: usize,
    at: Timestamp,
    requester: &Member,
    (service, story): (&'static ServicePlan, &'static Story),
    mut dice: Dice,
) -> Option<Told> {
    let mut slots = Slots::default();
    let mut phone = Dice::for_thing(plan.seed ^ 0xca11, place as u64);
    let colleagues: Vec<&Member> =
        company.people.iter().filter(|member| member.id != requester.id && member.team.kind == TeamKind::Business).collect();
    slots.set("colleague", dice.pick(&colleagues).plan.name);
    let (answers, file_fields) = answered(story, company, calendar, at, &colleagues, &mut slots, &mut dice)?;
    let draft = Draft { title: slots.fill(story.title, &mut dice), description: slots.fill(story.text, &mut dice), answers };
    let telling = Telling::begin(company, calendar, (service, story), requester, at, dice, slots)?;
    let mut steps = telling.tell();
    steps.retain(|step| step.at <= plan.until);
    // Who withdraws a request a minute later has not asked on the phone.
    let is_withdrawn = matches!(steps.first().map(|step| &step.deed), Some(Deed::Cancel(_)));
    let by_phone = service.kind == Kind::Incident && !is_withdrawn && phone.chance(BY_PHONE);
    let clerk = agent_of(company, service.team, requester, &mut phone)?;
    let by = if by_phone { clerk.id } else { requester.id };
    let past = Past {
        key: format!("demo:{}:{place}", plan.seed),
        service: *company.services.get(service.key)?,
        draft,
        files: Vec::new(),
        requester: requester.id,
        by,
        at,
        steps,
    };
    Some(Told { past, file_fields })
}

/// What is typed into the questions of the form, and the keys of those that ask for a file.
type Answered = (HashMap<String, Vec<String>>, Vec<&'static str>);

fn answered(
    story: &Story,
    company: &Company,
    calendar: &Calendar,
    at: Timestamp,
    colleagues: &[&Member],
    slots: &mut Slots,
    dice: &mut Dice,
) -> Option<Answered> {
    let mut file_fields = Vec::new();
    let mut answers: HashMap<String, Vec<String>> = HashMap::new();
    for &(field, answer) in story.answers {
        let answer = match answer {
            "@file" => {
                file_fields.push(field);
                continue;
            }
            "@person" => dice.pick(colleagues).id.to_string(),
            "@service" => company.services.get(dice.pick(&["reports", "records", "shop"]))?.to_string(),
            _ => match answer.strip_prefix("@+").and_then(|days| days.parse().ok()) {
                Some(days) => calendar.date_ahead(at, days),
                None => slots.fill(answer, dice),
            },
        };
        answers.entry(field.to_owned()).or_default().push(answer);
    }
    Some((answers, file_fields))
}
