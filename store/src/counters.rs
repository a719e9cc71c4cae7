//! The numbers beside the queues in the navigation: kept with each change, never counted while a page is made.

use std::collections::BTreeMap;

use domain::{
    id::{TeamId, UserId},
    permit::{Actor, Reach},
    ticket::StatusName,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};

use crate::{
    Result, Store,
    entity::{counters as counter, tickets as ticket},
    tickets::{self, stored},
};

const EVERYWHERE: &str = "all";

/// How many tickets each of the reader's queues holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Navigation {
    /// Open tickets that the reader answers for.
    pub mine: i64,
    /// Open tickets of the reader's teams.
    pub team: i64,
    /// Those of them that no person answers for.
    pub unassigned: i64,
    /// Those of them that wait.
    pub waiting: i64,
    /// Every open ticket; only for who sees every ticket, as no other reach has a number of its own.
    pub all_open: Option<i64>,
    /// Those within reach with a clock that will be late within an hour; where nothing is promised, there is no such number.
    pub breaching: Option<i64>,
    /// The open tickets of each of the reader's teams.
    pub teams: Vec<(TeamId, i64)>,
}

/// What decides in which counters a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) status: StatusName,
    pub(crate) team: Option<TeamId>,
    pub(crate) assignee: Option<UserId>,
}

/// A counter's key; the order is the one in which rows are locked.
type Key = (String, &'static str);
type Counts = BTreeMap<Key, i64>;

/// The numbers of the actor's navigation. What time alone changes cannot be kept; it is one short read of an index.
///
/// # Errors
/// The database's.
pub async fn navigation(store: &Store, actor: &Actor) -> Result<Navigation> {
    let reach = actor.reach();
    if reach == Reach::Nothing {
        return Ok(Navigation::default());
    }
    let sees_all = reach == Reach::Everything;
    let desk = tickets::desk(actor);
    let scopes = desk.iter().map(|&team| of_team(team)).chain([of_person(actor.user), EVERYWHERE.to_owned()]);
    let rows = counter::Entity::find().filter(counter::Column::Scope.is_in(scopes)).all(&store.read).await?;
    let value = |scope: &str, name: &str| rows.iter().find(|row| row.scope == scope && row.name == name).map_or(0, |row| row.value);
    // Somebody who sees everything and is in no team has every team's queue, as the queue itself does.
    let own: Vec<String> =
        if sees_all && desk.is_empty() { vec![EVERYWHERE.to_owned()] } else { desk.iter().map(|&team| of_team(team)).collect() };
    let sum = |name: &str| own.iter().map(|scope| value(scope, name)).sum();
    Ok(Navigation {
        mine: value(&of_person(actor.user), "open"),
        team: sum("open"),
        unassigned: sum("unassigned"),
        waiting: sum("waiting"),
        all_open: sees_all.then(|| value(EVERYWHERE, "open")),
        breaching: tickets::breaching(store, actor).await?,
        teams: desk.iter().map(|&team| (team, value(&of_team(team), "open"))).collect(),
    })
}

/// Moves a ticket from the counters that it stood in to those that it stands in.
pub(crate) async fn shift(conn: &impl ConnectionTrait, before: Option<Standing>, after: Option<Standing>) -> Result<()> {
    let mut changes = Counts::new();
    for (standing, by) in [(before, -1), (after, 1)] {
        for key in standing.map(keys).unwrap_or_default() {
            *changes.entry(key).or_default() += by;
        }
    }
    changes.retain(|_, by| *by != 0);
    add(conn, &changes).await
}

/// Counts everything anew, and says how many counters had been wrong.
///
/// # Errors
/// The database's.
pub async fn recompute(store: &Store) -> Result<u64> {
    store
        .transact(None, |tx| {
            Box::pin(async move {
                one_snapshot(&tx.conn).await?;
                let counted = count(&tx.conn).await?;
                let kept: Counts = counter::Entity::find()
                    .all(&tx.conn)
                    .await?
                    .into_iter()
                    .filter_map(|row| Some(((row.scope, known(&row.name)?), row.value)))
                    .filter(|(_, value)| *value != 0)
                    .collect();
                let mut corrections = counted;
                for (key, value) in kept {
                    *corrections.entry(key).or_default() -= value;
                }
                corrections.retain(|_, by| *by != 0);
                add(&tx.conn, &corrections).await?;
                Ok(corrections.len() as u64)
            })
        })
        .await
}

/// Has PostgreSQL read tickets and counters as of one moment, and begin anew if somebody changed a counter since; SQLite lets nobody
/// write meanwhile.
async fn one_snapshot(conn: &impl ConnectionTrait) -> Result<()> {
    if conn.get_database_backend() == DbBackend::Postgres {
        conn.execute_unprepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
    }
    Ok(())
}

async fn count(conn: &impl ConnectionTrait) -> Result<Counts> {
    let mut select = Query::select();
    select
        .columns([ticket::Column::Status, ticket::Column::TeamId, ticket::Column::AssigneeId])
        .expr_as(Expr::cust("count(*)"), "tickets")
        .from(ticket::Entity)
        .and_where(Expr::col(ticket::Column::Open))
        .group_by_columns([ticket::Column::Status, ticket::Column::TeamId, ticket::Column::AssigneeId]);
    let mut counts = Counts::new();
    for row in conn.query_all(&select).await? {
        let standing = Standing {
            status: stored::word(&row.try_get::<String>("", "status")?)?,
            team: row.try_get::<Option<i64>>("", "team_id")?.map(TeamId),
            assignee: row.try_get::<Option<i64>>("", "assignee_id")?.map(UserId),
        };
        let tickets: i64 = row.try_get("", "tickets")?;
        for key in keys(standing) {
            *counts.entry(key).or_default() += tickets;
        }
    }
    Ok(counts)
}

/// One row after the other and in the order of the keys, so that two processes never wait for each other in a circle.
async fn add(conn: &impl ConnectionTrait, changes: &Counts) -> Result<()> {
    for ((scope, name), by) in changes {
        let mut upsert = Query::insert();
        upsert
            .into_table(counter::Entity)
            .columns([counter::Column::Scope, counter::Column::Name, counter::Column::Value])
            .values_panic([Expr::val(scope.as_str()), Expr::val(*name), Expr::val(*by)])
            .on_conflict(
                OnConflict::columns([counter::Column::Scope, counter::Column::Name])
                    .value(counter::Column::Value, Expr::col((counter::Entity, counter::Column::Value)).add(Expr::val(*by)))
                    .to_owned(),
            );
        conn.execute(&upsert).await?;
    }
    Ok(())
}

fn keys(standing: Standing) -> Vec<Key> {
    if !standing.status.is_open() {
        return Vec::new();
    }
    let mut names = vec!["open"];
    if standing.assignee.is_none() {
        names.push("unassigned");
    }
    if standing.status == StatusName::Waiting {
        names.push("waiting");
    }
    let scopes = [Some(EVERYWHERE.to_owned()), standing.team.map(of_team)];
    let shared = scopes.into_iter().flatten().flat_map(|scope| names.iter().map(move |&name| (scope.clone(), name)));
    shared.chain(standing.assignee.map(|person| (of_person(person), "open"))).collect()
}

fn known(name: &str) -> Option<&'static str> {
    ["open", "unassigned", "waiting"].into_iter().find(|&known| known == name)
}

fn of_team(team: TeamId) -> String {
    format!("team:{team}")
}

fn of_person(person: UserId) -> String {
    format!("user:{person}")
}
