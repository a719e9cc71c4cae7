//! The tickets behind a report's numbers, the breaches of a month by day, and what will be late today if nobody does anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    permit::{Act, Actor, Place, Reach, may},
    sla::{Due, Measured, Metric, Verdict, counted_once},
    ticket::{Kind, Number, view::PromiseLine},
    time::{Span, Timestamp},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    due::of_tickets,
    report::{Question, measured},
};
use crate::{
    Error, Result, Store,
    entity::{clocks, tickets},
    report::midnight,
    tickets::stored,
    zone,
};

/// The most lines of one list.
pub const MOST: usize = 500;

/// Which of a report's clocks are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Of the row with this key; of all rows, if absent.
    pub key: Option<String>,
    /// Of this metric.
    pub metric: Option<Metric>,
    /// What became of them.
    pub came: Option<Came>,
}

/// What became of a clock, as a report counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It stopped in time.
    Met,
    /// It ran past its target.
    Breached,
    /// It did, and is not held against anybody.
    Excused,
}

/// The clocks behind a number, with their tickets: the last verdict first, [`MOST`] of them a page, of which the
/// first is 0; and how many there are.
///
/// Of what the actor may not see, it says no more than that it is counted.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn tickets(store: &Store, actor: &Actor, question: &Question, part: &Part, page: usize) -> Result<(Vec<PromiseLine>, usize)> {
    if !may(actor, Act::SeeReports { team: question.team }) {
        return Err(Error::NotFound);
    }
    let mut found = counted_once(measured(store, question).await?);
    found.retain(|one| part.holds(one));
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.outcome.ticket, one.outcome.metric, one.outcome.cycle)));
    let all = found.len();
    let found: Vec<Measured> = found.into_iter().skip(page.saturating_mul(MOST)).take(MOST).collect();
    let known = Known::read(store, actor, found.iter().map(|one| one.outcome.ticket)).await?;
    let open = found.iter().filter(|one| one.outcome.ended.is_none()).map(|one| one.outcome.ticket);
    let running = Running::read(store, open.collect()).await?;
    let line = |one: Measured| PromiseLine {
        ticket: known.named(one.outcome.ticket),
        metric: one.outcome.metric,
        cycle: one.outcome.cycle,
        missed: one.outcome.verdict == Verdict::Breached,
        excused: one.outcome.excused,
        open: one.outcome.ended.is_none(),
        at: one.at,
        target: one.outcome.target,
        elapsed: match one.outcome.ended {
            Some(_) => Some(one.outcome.elapsed),
            None => running.elapsed(one.outcome.ticket, one.outcome.metric, one.outcome.cycle),
        },
    };
    Ok((found.into_iter().map(line).collect(), all))
}

impl Part {
    fn holds(&self, one: &Measured) -> bool {
        let breached = one.outcome.verdict == Verdict::Breached;
        self.key.as_ref().is_none_or(|key| *key == one.key)
            && self.metric.is_none_or(|metric| metric == one.outcome.metric)
            && match self.came {
                None => true,
                Some(Came::Met) => !breached,
                Some(Came::Breached) => breached,
                Some(Came::Excused) => breached && one.outcome.excused,
            }
    }
}

/// How many promises were missed on each day of a period, and how many of those are excused: the numbers that a report of that
/// day alone has.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn breaches_by_day(store: &Store, actor: &Actor, question: &Question) -> Result<BTreeMap<Date, (u64, u64)>> {
    if !may(actor, Act::SeeReports { team: question.team }) {
        return Err(Error::NotFound);
    }
    let zone = zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC);
    let mut days: BTreeMap<Date, Vec<Measured>> = BTreeMap::new();
    for one in measured(store, question).await? {
        let day = one.at.to_jiff().to_zoned(zone.clone()).date();
        days.entry(day).or_default().push(one);
    }
    let counted = days.into_iter().map(|(day, measured)| {
        let missed: Vec<Measured> = counted_once(measured).into_iter().filter(|one| one.outcome.verdict == Verdict::Breached).collect();
        (day, (missed.len() as u64, missed.iter().filter(|one| one.outcome.excused).count() as u64))
    });
    Ok(counted.filter(|(_, (missed, _))| *missed > 0).collect())
}

/// A month, and what was missed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// The first day of the month before, and of the one after.
    pub around: (Date, Date),
    /// Each of its days with its weekday, of which Monday is 0, and how many promises were missed, and of those are excused.
    pub days: Vec<(Date, i8, u64, u64)>,
}

/// The missed promises of a month, `2026-11`, by day; of the present one, when it is none. Of a question, the team alone counts.
///
/// # Errors
/// As [`breaches_by_day`].
pub async fn month(store: &Store, actor: &Actor, typed: &str, question: &Question) -> Result<Month> {
    let today = crate::report::today(store).await?;
    let first: Date = format!("{}-01", typed.trim()).parse().unwrap_or(today).first_of_month();
    let (before, after) = (first.saturating_sub(1.month()), first.saturating_add(1.month()));
    let of_month = Question { from: Some(first), to: Some(after), ..*question };
    let missed = breaches_by_day(store, actor, &of_month).await?;
    let days = first.series(1.day()).take_while(|day| *day < after).map(|day| {
        let (missed, excused) = missed.get(&day).copied().unwrap_or_default();
        (day, day.weekday().to_monday_zero_offset(), missed, excused)
    });
    Ok(Month { first, around: (before, after), days: days.collect() })
}

/// What will be late until the end of today, in the instance's time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Promises that were missed today already.
    pub so_far: u64,
    /// The running clocks whose deadlines lie between now and midnight, in their order: each of them is late today if nobody
    /// stops or pauses it. At most [`MOST`].
    pub ahead: Vec<PromiseLine>,
    /// How many those are.
    pub count: u64,
}

/// Forecasts today's breaches, from one range of an index over running clocks.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn forecast(store: &Store, actor: &Actor, question: &Question) -> Result<Forecast> {
    if !may(actor, Act::SeeReports { team: question.team }) {
        return Err(Error::NotFound);
    }
    let zone = zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC);
    let now = store.now();
    let today = now.to_jiff().to_zoned(zone.clone()).date();
    let tomorrow = today.saturating_add(1.day());
    let of_today = Question { from: Some(today), to: Some(tomorrow), ..*question };
    let so_far = breaches_by_day(store, actor, &of_today).await?.values().map(|(missed, _)| missed).sum();
    let rows = clocks::Entity::find()
        // Written out, as in the condition of the index.
        .filter(Expr::cust("state = 'running'"))
        .filter(clocks::Column::Deadline.gte(now.millis()))
        .filter(clocks::Column::Deadline.lt(midnight(tomorrow, &zone).millis()))
        .order_by_asc(clocks::Column::Deadline)
        .order_by_asc(clocks::Column::TicketId)
        .all(&store.read)
        .await?;
    let known = Known::read(store, actor, rows.iter().map(|row| TicketId(row.ticket_id))).await?;
    let team = |row: &clocks::Model| row.team_id.map(TeamId).or(known.team(TicketId(row.ticket_id)));
    let mut rows: Vec<clocks::Model> = rows.into_iter().filter(|row| question.team.is_none_or(|asked| team(row) == Some(asked))).collect();
    let count = rows.len() as u64;
    rows.truncate(MOST);
    let running = Running::read(store, rows.iter().map(|row| TicketId(row.ticket_id)).collect()).await?;
    let line = |row: clocks::Model| {
        let (ticket, metric) = (TicketId(row.ticket_id), stored::word(&row.metric)?);
        let cycle = u32::try_from(row.cycle).map_err(|_| Error::Unreadable { what: "clock" })?;
        Ok(PromiseLine {
            ticket: known.named(ticket),
            metric,
            cycle,
            missed: false,
            excused: false,
            open: true,
            at: row.deadline.map_or(now, Timestamp::from_millis),
            target: Span::from_millis(row.target),
            elapsed: running.elapsed(ticket, metric, cycle),
        })
    };
    let ahead = rows.into_iter().map(line).collect::<Result<_>>()?;
    Ok(Forecast { so_far, ahead, count })
}

/// The clocks of tickets that have not ended, as they stand now.
struct Running(HashMap<TicketId, Vec<Due>>);

impl Running {
    async fn read(store: &Store, tickets: BTreeSet<TicketId>) -> Result<Self> {
        let book = store.book().await?;
        Ok(Self(of_tickets(store, &book, tickets.into_iter(), true).await?))
    }

    /// The working time that a clock has counted so far.
    fn elapsed(&self, ticket: TicketId, metric: Metric, cycle: u32) -> Option<Span> {
        let due = self.0.get(&ticket)?.iter().find(|due| (due.metric, due.cycle) == (metric, cycle))?;
        Some(Span::from_millis(due.target.millis() - due.left.millis()))
    }
}

/// Tickets by their names, as far as the actor may see them.
struct Known {
    reach: Reach,
    rows: HashMap<i64, (Number, String, Place)>,
}

impl Known {
    async fn read(store: &Store, actor: &Actor, ids: impl Iterator<Item = TicketId>) -> Result<Self> {
        type Row = (i64, String, String, Option<i64>, Option<i64>, Option<i64>);
        let mut rows = HashMap::new();
        let ids: Vec<i64> = ids.map(TicketId::get).collect();
        for ids in ids.chunks(1_000) {
            let found: Vec<Row> = tickets::Entity::find()
                .filter(tickets::Column::Id.is_in(ids.iter().copied()))
                .select_only()
                .columns([
                    tickets::Column::Id,
                    tickets::Column::Kind,
                    tickets::Column::Title,
                    tickets::Column::TeamId,
                    tickets::Column::ServiceId,
                    tickets::Column::AssigneeId,
                ])
                .into_tuple()
                .all(&store.read)
                .await?;
            for (id, kind, title, team, service, assignee) in found {
                let number = Number::new(stored::word::<Kind>(&kind)?, TicketId(id));
                let place = Place { team: team.map(TeamId), service: service.map(ServiceId), assignee: assignee.map(UserId) };
                rows.insert(id, (number, title, place));
            }
        }
        Ok(Self { reach: actor.reach(), rows })
    }

    fn named(&self, ticket: TicketId) -> Option<(Number, String)> {
        let (number, title, place) = self.rows.get(&ticket.get())?;
        self.reach.covers_place(*place).then(|| (*number, title.clone()))
    }

    fn team(&self, ticket: TicketId) -> Option<TeamId> {
        self.rows.get(&ticket.get())?.2.team
    }
}
