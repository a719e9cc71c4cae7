//! From what a reader may see and asks for to one query that an index answers.
//!
//! A reader's tickets are several ranges of an index: those of each team, of each service that they own, their own. Each
//! range is read on its own, in order and no further than a page, and the pages are merged. An `OR` over the same
//! ranges would read all of them and sort.

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    permit::{Actor, Reach},
    ticket::{
        LastWord, StatusName,
        view::{Cursor, Order, QueueFilter, View},
    },
    time::{Span, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, EntityName, ExprTrait,
    sea_query::{Expr, Order as Direction, Query, SelectStatement, UnionType},
};

use crate::{
    entity::{
        clocks,
        tickets::{self as ticket, Column},
    },
    search,
};

/// How far "soon" reaches, in real time.
const SOON: Span = Span::from_hours(1);

/// One range of tickets that the reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    All,
    Team(TeamId),
    Service(ServiceId),
    Assignee(UserId),
}

/// By what a list is sorted; each has an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Priority,
    Newest,
    Oldest,
    Updated,
    Resolved,
    Due,
}

/// A list: its ranges, what is left of them, and its order.
#[derive(Debug)]
pub(super) struct Plan {
    ranges: Vec<Range>,
    narrowed: Condition,
    /// What few tickets have, by words or by their clocks.
    found: Option<Expr>,
    pub(super) sort: Sort,
}

impl Plan {
    /// The list of a saved queue. A status that is not open replaces the view's condition that tickets be open: the
    /// closed tickets of a team are asked for by the same filter as its open ones.
    pub(super) fn of(backend: sea_orm::DbBackend, actor: &Actor, filter: &QueueFilter, order: Order, now: Timestamp) -> Self {
        let ended = filter.status.is_some_and(|status| !status.is_open());
        let mut narrowed = Condition::all();
        let lately = filter.view == View::RecentlyResolved;
        if lately {
            narrowed = narrowed.add(Column::ResolvedAt.is_not_null());
        } else if !ended {
            // The bare column, as in the condition of the partial indexes: a query that compares it does not get them.
            narrowed = narrowed.add(Expr::col((ticket::Entity, Column::Open)));
        }
        match filter.view {
            View::Unassigned => narrowed = narrowed.add(Column::AssigneeId.is_null()),
            View::Waiting if !ended => narrowed = narrowed.add(Column::Status.eq(StatusName::Waiting.as_str())),
            _ => {}
        }
        let searched = search::condition(backend, &filter.search, search::Depth::Internal);
        let soon = (filter.view == View::Breaching).then(|| late_within_an_hour(now));
        let found = match (searched, soon) {
            (Some(searched), Some(soon)) => Some(searched.and(soon)),
            (searched, soon) => searched.or(soon),
        };
        Self { ranges: ranges(actor, filter), narrowed: narrowed.add(asked_for(filter)), found, sort: sort(order, ended, lately) }
    }

    /// How many tickets the list has; nothing, when nothing is within reach. For lists of what was found: it is few.
    pub(super) fn count(&self) -> Option<SelectStatement> {
        let arm = self.arms().into_iter().next()?;
        Some(Query::select().expr(Expr::cust("count(*)")).from(ticket::Entity.table_ref()).cond_where(arm).take())
    }

    /// Every ticket of the reader's side of the desk, open or not, the one that changed last first.
    pub(super) fn anything(backend: sea_orm::DbBackend, actor: &Actor, words: &str) -> Self {
        Self {
            ranges: reach(actor),
            narrowed: Condition::all(),
            found: search::condition(backend, words, search::Depth::Internal),
            sort: Sort::Updated,
        }
    }

    /// The other tickets of a ticket's first requester, open or not, the newest first.
    pub(super) fn others(actor: &Actor, ticket: TicketId, requester: UserId) -> Self {
        let narrowed = Condition::all().add(Column::RequesterId.eq(requester.get())).add(Column::Id.ne(ticket.get()));
        Self { ranges: reach(actor), narrowed, found: None, sort: Sort::Newest }
    }

    /// The ids of one page, and of the first ticket of the next one; nothing, when nothing is within reach.
    pub(super) fn page(&self, after: Option<Cursor>, limit: u64) -> Option<SelectStatement> {
        let mut arms = self.arms().into_iter().map(|arm| self.sort.read(arm, after, limit + 1));
        let mut page = arms.next()?;
        let mut rest = arms.peekable();
        if rest.peek().is_some() {
            // Only a subquery can carry an order and a limit of its own on both databases.
            page = whole(page);
            page.unions(rest.map(|arm| (UnionType::All, whole(arm))));
        }
        Some(page)
    }

    fn arms(&self) -> Vec<Condition> {
        let ranges = self.ranges.iter().map(Range::condition);
        match &self.found {
            // What was found is few: it is looked at once and not for each range.
            Some(found) if !self.ranges.is_empty() => {
                let any = ranges.fold(Condition::any(), Condition::add);
                vec![self.narrowed.clone().add(any).add(found.clone())]
            }
            _ => ranges.map(|range| range.add(self.narrowed.clone())).collect(),
        }
    }
}

fn whole(arm: SelectStatement) -> SelectStatement {
    Query::select().column("id").from_subquery(arm, "arm").take()
}

impl Range {
    fn condition(&self) -> Condition {
        match *self {
            Self::All => Condition::all().add(Expr::cust("1 = 1")),
            Self::Team(team) => Condition::all().add(Column::TeamId.eq(team.get())),
            Self::Service(service) => Condition::all().add(Column::ServiceId.eq(service.get())),
            Self::Assignee(person) => Condition::all().add(Column::AssigneeId.eq(person.get())),
        }
    }
}

/// The ranges of a view. Somebody who sees everything and is in no team is shown every team's queue as their own.
fn ranges(actor: &Actor, filter: &QueueFilter) -> Vec<Range> {
    let within_reach = reach(actor);
    let of_teams = || {
        let teams: Vec<Range> = desk(actor).into_iter().map(Range::Team).collect();
        if teams.is_empty() && within_reach == [Range::All] { vec![Range::All] } else { teams }
    };
    let ranges = match filter.view {
        View::Mine if within_reach.is_empty() => Vec::new(),
        View::Mine => vec![Range::Assignee(actor.user)],
        View::Team | View::Unassigned | View::Waiting => of_teams(),
        View::AllOpen | View::Breaching | View::RecentlyResolved => within_reach.clone(),
    };
    // A team that is asked for and wholly visible is one range of its own.
    match filter.team.map(Range::Team) {
        Some(team) if filter.view != View::Mine && (within_reach == [Range::All] || ranges.contains(&team)) => vec![team],
        _ => ranges,
    }
}

fn reach(actor: &Actor) -> Vec<Range> {
    match actor.reach() {
        Reach::Everything => vec![Range::All],
        Reach::Nothing => Vec::new(),
        Reach::Within { teams, services, user, .. } => {
            teams.into_iter().map(Range::Team).chain(services.into_iter().map(Range::Service)).chain([Range::Assignee(user)]).collect()
        }
    }
}

/// The teams whose queues are the reader's own.
pub(crate) fn desk(actor: &Actor) -> Vec<TeamId> {
    match actor.reach() {
        Reach::Everything => actor.serves(),
        Reach::Within { teams, .. } => teams,
        Reach::Nothing => Vec::new(),
    }
}

/// Whether the queue of all that is open has more in it than the one of the actor's teams. A ticket of another team that came to them by
/// name is among their own.
#[must_use]
pub fn sees_beyond_teams(actor: &Actor) -> bool {
    match actor.reach() {
        // Without a team the queue of teams is everything already.
        Reach::Everything => !desk(actor).is_empty(),
        Reach::Nothing => false,
        Reach::Within { services, .. } => !services.is_empty(),
    }
}

fn asked_for(filter: &QueueFilter) -> Condition {
    Condition::all()
        .add_option(filter.team.map(|team| Column::TeamId.eq(team.get())))
        .add_option(filter.service.map(|service| Column::ServiceId.eq(service.get())))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.as_str())))
        .add_option(filter.priority.map(|priority| Column::Priority.eq(priority.rank())))
        .add_option(filter.status.map(|status| Column::Status.eq(status.as_str())))
        .add_option(filter.assignee.map(|person| Column::AssigneeId.eq(person.get())))
        .add_option(filter.unanswered.then(|| Column::LastWord.ne(LastWord::Agent.as_str())))
}

/// Whose clock will be late within the next hour: from the beginning of an index over running clocks alone, which the databases take
/// only where its condition is written out.
fn late_within_an_hour(now: Timestamp) -> Expr {
    let deadline = Expr::col((clocks::Entity, clocks::Column::Deadline));
    let soon = Query::select()
        .column((clocks::Entity, clocks::Column::TicketId))
        .from(clocks::Entity)
        .and_where(Expr::cust("state = 'running'"))
        .and_where(deadline.clone().gte(now.millis()))
        .and_where(deadline.lte(now.plus(SOON).millis()))
        .take();
    Expr::col((ticket::Entity, Column::Id)).in_subquery(soon)
}

/// Tickets that nobody works on any more have no order of work: they are listed from the newest.
const fn sort(order: Order, ended: bool, lately: bool) -> Sort {
    match order {
        _ if lately => Sort::Resolved,
        Order::Priority | Order::Due if ended => Sort::Newest,
        Order::Due => Sort::Due,
        Order::Priority => Sort::Priority,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Updated => Sort::Updated,
    }
}

impl Sort {
    const fn keys(self) -> &'static [Column] {
        match self {
            Self::Priority => &[Column::Parked, Column::Priority, Column::CreatedAt, Column::Id],
            Self::Newest | Self::Oldest => &[Column::CreatedAt, Column::Id],
            Self::Updated => &[Column::UpdatedAt, Column::Id],
            Self::Resolved => &[Column::ResolvedAt, Column::Id],
            Self::Due => &[Column::DueAt, Column::Id],
        }
    }

    const fn direction(self) -> Direction {
        match self {
            Self::Priority | Self::Oldest | Self::Due => Direction::Asc,
            Self::Newest | Self::Updated | Self::Resolved => Direction::Desc,
        }
    }

    /// Sorts a statement over `tickets`.
    pub(super) fn order(self, select: &mut SelectStatement) {
        for &key in self.keys() {
            select.order_by((ticket::Entity, key), self.direction());
        }
    }

    /// At most `limit` ids of one range after the end of the page before.
    fn read(self, range: Condition, after: Option<Cursor>, limit: u64) -> SelectStatement {
        let mut select = Query::select();
        select.column((ticket::Entity, Column::Id)).from(ticket::Entity.table_ref()).cond_where(range).limit(limit);
        if let Some(after) = after {
            select.and_where(self.behind(after));
        }
        self.order(&mut select);
        select
    }

    /// Comparing rows as one value lets the index begin at the cursor.
    fn behind(self, after: Cursor) -> Expr {
        let keys = Expr::tuple(self.keys().iter().map(|&key| Expr::col((ticket::Entity, key))));
        let (at, id) = (Expr::val(after.at.millis()), Expr::val(after.id.get()));
        let end = match self {
            Self::Priority => {
                let parked = after.rank >= Cursor::PARKED;
                let rank = if parked { after.rank - Cursor::PARKED } else { after.rank };
                Expr::tuple([Expr::val(parked), Expr::val(rank), at, id])
            }
            _ => Expr::tuple([at, id]),
        };
        match self.direction() {
            Direction::Desc => keys.lt(end),
            _ => keys.gt(end),
        }
    }
}
