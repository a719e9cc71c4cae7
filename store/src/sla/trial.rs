//! A dry run: what other calendars and policies would have made of the tickets of a past period. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{CalendarId, CalendarVersionId, PolicyId, PolicyVersionId, TicketId},
    invalid::Invalid,
    permit::{Act, Actor, may},
    sla::{self, CalendarVersion, Calendars, Comparison, Outcome, Policies, Policy, PolicyVersion},
    ticket::view::TicketRef,
    time::Timestamp,
};
use jiff::{civil::Date, tz::TimeZone};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    book,
    file::File,
    named::Named,
    settle::Lives,
    transfer::{parsed, put_under},
};
use crate::{Error, Result, Store, entity::tickets, report::midnight, tickets::named::named, zone};

/// Tickets in memory at once.
const AT_ONCE: u64 = 1_000;

/// Which tickets: those that were filed in the period, from the beginning of its first day to the beginning of its end, in the
/// instance's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day; from the beginning, if absent.
    pub from: Option<Date>,
    /// The day after the last one; up to now, if absent.
    pub to: Option<Date>,
}

/// What the file would have made of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// How many tickets were looked at.
    pub tickets: u64,
    /// As it was, and as it would have been; at most the asked number of changes and worst cases.
    pub comparison: Comparison,
    /// What those tickets are called.
    pub named: BTreeMap<TicketId, TicketRef>,
}

/// Replays the tickets of a period twice: as it was, and as if the calendars and policies of the file had held all along, in the
/// place of those of the same name.
///
/// Without an actor it is somebody at the command line.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as [`super::transfer::import`].
pub async fn run(store: &Store, actor: Option<&Actor>, file: &File, period: Period, limit: usize) -> Result<Trial> {
    if actor.is_some_and(|actor| !may(actor, Act::ManageSla)) {
        return Err(Error::NotFound);
    }
    let book = store.book().await?;
    let supposed = suppose(store, &book.policies, &book.calendars, file).await?;
    let (before, now) = ((&book.policies, &book.calendars), store.now());
    let (from, to) = bounds(store, period).await?;
    let (mut was, mut would, mut seen, mut behind) = (Vec::new(), Vec::new(), 0, 0);
    loop {
        let rows = tickets::Entity::find()
            .filter(tickets::Column::Id.gt(behind))
            .filter(tickets::Column::CreatedAt.gte(from.millis()))
            .filter(tickets::Column::CreatedAt.lt(to.millis()))
            .order_by_asc(tickets::Column::Id)
            .limit(AT_ONCE)
            .all(&store.read)
            .await?;
        let Some(last) = rows.last() else { break };
        behind = last.id;
        seen += rows.len() as u64;
        let lives = Lives::read(&store.read, &rows).await?;
        for row in &rows {
            let happenings = lives.happenings(row)?;
            let outcomes = |(policies, calendars): (&Policies, &Calendars)| {
                let replay = sla::replay(&happenings, policies, calendars, now);
                replay.clocks.iter().map(|clock| Outcome::of(TicketId(row.id), clock)).collect::<Vec<_>>()
            };
            was.extend(outcomes(before));
            would.extend(outcomes((&supposed.0, &supposed.1)));
        }
    }
    let comparison = sla::compare(&was, &would, limit);
    let named = named(&store.read, actor, &comparison.tickets().collect()).await?;
    Ok(Trial { tickets: seen, comparison, named })
}

/// The book as the file would have it. What is new in it gets numbers that no row has.
async fn suppose(store: &Store, policies: &Policies, calendars: &Calendars, file: &File) -> Result<(Policies, Calendars)> {
    let always = Timestamp::from_millis(i64::MIN);
    let mut known = Named::read(&store.read).await?;
    let (mut policies, mut calendars) = (policies.clone(), calendars.clone());
    for (place, (name, content)) in (1..).zip(parsed(file)?) {
        let calendar = *known.calendars.entry(name).or_insert(CalendarId(-place));
        let timetable = book::timetable(content)?;
        calendars = calendars.supposing(CalendarVersion { id: CalendarVersionId(-place), calendar, version: 0, since: always, timetable });
    }
    let replaced: BTreeSet<PolicyId> = file.policies.iter().filter_map(|entry| known.policies.get(entry.name.trim())).copied().collect();
    let mut others = book::others_in_force(&store.read, |id| !replaced.contains(&id)).await?;
    let mut invalid = Invalid::default();
    for (place, entry) in (1..).zip(&file.policies) {
        let mut wrong = Invalid::default();
        let draft = known.draft(entry, &mut wrong);
        let parsed: std::result::Result<Policy, Invalid> = draft.parse(&others.iter().collect::<Vec<_>>());
        match parsed {
            Ok(content) if wrong.fields.is_empty() => {
                others.push(content.clone());
                let policy = known.policies.get(entry.name.trim()).copied().unwrap_or(PolicyId(-place));
                let version = PolicyVersion { id: PolicyVersionId(-place), policy, version: 0, since: always, until: None, content };
                policies = policies.supposing(version);
            }
            Ok(_) => put_under(&mut invalid, &format!("policy.{}", place - 1), wrong),
            Err(more) => {
                wrong.extend(more);
                put_under(&mut invalid, &format!("policy.{}", place - 1), wrong);
            }
        }
    }
    Ok(invalid.or((policies, calendars))?)
}

async fn bounds(store: &Store, period: Period) -> Result<(Timestamp, Timestamp)> {
    let zone = zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC);
    let at = |day: Option<Date>, open: i64| day.map_or(Timestamp::from_millis(open), |day| midnight(day, &zone));
    Ok((at(period.from, i64::MIN), at(period.to, i64::MAX)))
}
