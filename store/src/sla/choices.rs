//! What a policy may name, by its name: for whoever decides about promises, also where they manage nothing of it.

use std::collections::HashMap;

use domain::{
    id::{CalendarId, PolicyId, PolicyVersionId, ServiceId, TeamId, UserId},
    locale::Localised,
    people::TeamKind,
    permit::{Act, Actor, may},
    sla::{Facts, Policies, Policy, PolicyVersion, Promise},
    ticket::view::PersonRef,
};
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryOrder,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    Error, Result, Store, convert,
    entity::{calendars, clocks, policy_versions, services, teams, tickets},
    people,
};

/// Something that can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<I, N = String> {
    /// Which.
    pub id: I,
    /// What it is called.
    pub name: N,
    /// Whether it is out of use, and named only where it was before.
    pub archived: bool,
}

/// Everything that a policy may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The calendars.
    pub calendars: Vec<Named<CalendarId>>,
    /// The services.
    pub services: Vec<Named<ServiceId, Localised>>,
    /// The teams, with what they are for.
    pub teams: Vec<(Named<TeamId>, TeamKind)>,
}

/// Everything that a policy may name, by name.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn choices(store: &Store, actor: &Actor) -> Result<Choices> {
    allowed(actor)?;
    let rows = calendars::Entity::find().order_by_asc(calendars::Column::Name).all(&store.read).await?;
    let calendars =
        rows.into_iter().map(|row| Named { id: CalendarId(row.id), name: row.name, archived: row.archived_at.is_some() }).collect();
    let rows = services::Entity::find().order_by_asc(services::Column::NameEn).all(&store.read).await?;
    let service = |row: services::Model| Named {
        id: ServiceId(row.id),
        name: Localised::new(row.name_en, row.name_zh),
        archived: row.archived_at.is_some(),
    };
    let services = rows.into_iter().map(service).collect();
    let rows = teams::Entity::find().order_by_asc(teams::Column::Name).all(&store.read).await?;
    let team = |row: teams::Model| {
        let kind = convert::word::<TeamKind>("team kind", &row.kind)?;
        Ok((Named { id: TeamId(row.id), name: row.name, archived: row.archived_at.is_some() }, kind))
    };
    let teams = rows.into_iter().map(team).collect::<Result<_>>()?;
    Ok(Choices { calendars, services, teams })
}

/// These people by their names.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn people(store: &Store, actor: &Actor, ids: impl Iterator<Item = UserId> + Send) -> Result<Vec<PersonRef>> {
    allowed(actor)?;
    let found = people::refs(&store.read, ids.map(UserId::get)).await?;
    let mut people: Vec<PersonRef> = found.into_values().collect();
    people.sort_by_key(|person| person.id);
    Ok(people)
}

/// How many open tickets each policy promised something, by any of its versions.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn open_tickets(store: &Store, actor: &Actor) -> Result<HashMap<PolicyId, u64>> {
    allowed(actor)?;
    let mut counts = Query::select();
    counts
        .column((policy_versions::Entity, policy_versions::Column::PolicyId))
        .expr_as(Expr::col((clocks::Entity, clocks::Column::TicketId)).count_distinct(), "tickets")
        .from(clocks::Entity)
        .inner_join(
            policy_versions::Entity,
            Expr::col((policy_versions::Entity, policy_versions::Column::Id)).equals((clocks::Entity, clocks::Column::PolicyVersionId)),
        )
        .inner_join(tickets::Entity, Expr::col((tickets::Entity, tickets::Column::Id)).equals((clocks::Entity, clocks::Column::TicketId)))
        .cond_where(tickets::is_open())
        .group_by_col((policy_versions::Entity, policy_versions::Column::PolicyId));
    let mut by = HashMap::new();
    for row in store.read.query_all(&counts).await? {
        let (policy, tickets): (i64, i64) = (row.try_get("", "policy_id")?, row.try_get("", "tickets")?);
        by.insert(PolicyId(policy), u64::try_from(tickets).unwrap_or_default());
    }
    Ok(by)
}

/// The rule that would be found for a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Of which policy; `None` for the one that is being written.
    pub policy: Option<PolicyId>,
    /// The policy's name.
    pub name: String,
    /// The rule's place in it, from 1.
    pub rule: usize,
}

/// Which rule would be found for a ticket like this, if this policy held in the place of `id`, beside all others that make the same
/// kind of promise.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn would_match(store: &Store, actor: &Actor, id: Option<PolicyId>, policy: Policy, facts: &Facts) -> Result<Option<Match>> {
    allowed(actor)?;
    let now = store.now();
    let promise: Promise = policy.promise;
    let book = store.book().await?;
    // What is new is the youngest of all.
    let place = id.unwrap_or(PolicyId(i64::MAX));
    let version = PolicyVersion { id: PolicyVersionId(-1), policy: place, version: 0, since: now, until: None, content: policy };
    let policies: Policies = book.policies.supposing(version);
    Ok(policies.find(promise, facts, now).map(|found| Match {
        policy: Some(found.version.policy).filter(|found| *found != place),
        name: found.version.content.name.clone(),
        rule: found.place + 1,
    }))
}

fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageSla) { Ok(()) } else { Err(Error::NotFound) }
}
