//! Policies: who is promised what. A change makes a new version, in force from that moment; what was promised before stays.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{CalendarId, PolicyId, PolicyVersionId, ServiceId, TeamId, UserId},
    invalid::{Code, Invalid},
    people::{AccountState, TeamKind},
    permit::{Act, Actor, may},
    sla::{self, Policy, PolicyDraft, Promise, Whom},
    ticket::view::PersonRef,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::book;
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{calendars, policies, policy_versions, services, teams, users},
    people,
    tickets::stored,
};

/// A policy in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: PolicyId,
    /// What it says now, or said last.
    pub policy: Policy,
    /// Whether it promises nothing new any more.
    pub archived: bool,
}

/// A policy with its past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The policy as it is now.
    pub line: Line,
    /// The state that a change is based on.
    pub version: i64,
    /// Its versions, the last one first.
    pub versions: Vec<Version>,
}

/// A policy as it stood for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: PolicyVersionId,
    /// Counted from 1.
    pub version: u32,
    /// From when on it is in force.
    pub since: Timestamp,
    /// From when on it is not.
    pub until: Option<Timestamp>,
    /// Who made it.
    pub by: Option<PersonRef>,
    /// What it says.
    pub policy: Policy,
}

/// All policies by name, archived ones last.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<Line>> {
    allowed(actor)?;
    lines(&store.read).await
}

pub(super) async fn lines(conn: &impl ConnectionTrait) -> Result<Vec<Line>> {
    let rows = policies::Entity::find().order_by_asc(policies::Column::Name).all(conn).await?;
    let last = newest(conn).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(&row, last.get(&row.id).ok_or(Error::Unreadable { what: "policy" })?)?);
    }
    lines.sort_by_key(|line| line.archived);
    Ok(lines)
}

/// A policy with its versions.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a policy.
pub async fn get(store: &Store, actor: &Actor, id: PolicyId) -> Result<View> {
    allowed(actor)?;
    let row = policies::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let rows = policy_versions::Entity::find()
        .filter(policy_versions::Column::PolicyId.eq(id.get()))
        .order_by_desc(policy_versions::Column::Version)
        .all(&store.read)
        .await?;
    let line = line(&row, rows.first().ok_or(Error::NotFound)?)?;
    let people = people::refs(&store.read, rows.iter().filter_map(|row| row.created_by)).await?;
    let versions = rows.into_iter().map(|row| version(row, &people)).collect::<Result<_>>()?;
    Ok(View { line, version: row.version, versions })
}

/// Makes a policy, in force from now on.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as of [`PolicyDraft::parse`], where `rules.0` may tie with a
/// rule of another policy in force, `name` (`AlreadyTaken`), and `UnknownReference` at `calendar`, `rules.0.calendar`,
/// `rules.0.scope.service` and the other conditions, `steps.0.acts`.
pub async fn create(store: &Store, actor: &Actor, draft: &PolicyDraft) -> Result<PolicyId> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                let policy = checked(tx, draft, None, &BTreeSet::new()).await?;
                let since = tx.now;
                insert(tx, &policy, since).await
            })
        })
        .await
}

/// Changes a policy; `version` is the state that the change is based on. It is in force for what is promised from now on.
///
/// # Errors
/// As [`create`], and [`Error::NotFound`] without such a policy in use, [`Error::Conflict`] when somebody else changed it
/// since. The kind of promise of a policy cannot be changed: `promise` (`UnknownChoice`).
pub async fn change(store: &Store, actor: &Actor, id: PolicyId, version: i64, draft: &PolicyDraft) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                let row = policies::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.archived_at.is_some() {
                    return Err(Error::NotFound);
                }
                if row.version != version {
                    return Err(Error::Conflict { what: "policy" });
                }
                if stored::word::<Promise>(&row.promise)? != draft.promise {
                    return Err(Invalid::one("promise", Code::UnknownChoice).into());
                }
                let policy = checked(tx, draft, Some(id), &BTreeSet::new()).await?;
                revise(tx, row, &policy).await?;
                Ok(())
            })
        })
        .await
}

/// Promises nothing new by a policy. What it promised goes on.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a policy.
pub async fn archive(store: &Store, actor: &Actor, id: PolicyId) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                let row = policies::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.archived_at.is_some() {
                    return Ok(());
                }
                end(tx, id).await?;
                book::publish(tx).await?;
                let version = row.version;
                let mut row = row.into_active_model();
                row.archived_at = Set(Some(tx.now.millis()));
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("policy.archive", ("policy", id), json!({}));
                Ok(())
            })
        })
        .await
}

fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageSla) { Ok(()) } else { Err(Error::NotFound) }
}

/// Writes a new policy, in force since then.
pub(super) async fn insert(tx: &mut Tx<'_>, policy: &Policy, since: Timestamp) -> Result<PolicyId> {
    let row = policies::ActiveModel {
        name: Set(policy.name.clone()),
        promise: Set(policy.promise.as_str().to_owned()),
        created_at: Set(tx.now.millis()),
        version: Set(1),
        ..Default::default()
    };
    let id = PolicyId(policies::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
    insert_version(tx, id, 1, policy, since).await?;
    let mut data = json!(policy);
    if since != tx.now {
        data["since"] = json!(since);
    }
    tx.audit("policy.create", ("policy", id), data);
    Ok(id)
}

/// Writes a new version of a policy, in force from now on; `false`, when it says the same as before.
pub(super) async fn revise(tx: &mut Tx<'_>, row: policies::Model, policy: &Policy) -> Result<bool> {
    let (id, version) = (PolicyId(row.id), row.version);
    let last = last(&tx.conn, id).await?;
    let before: Policy = convert::json("policy", &last.content)?;
    if before == *policy {
        return Ok(false);
    }
    end(tx, id).await?;
    let since = tx.now;
    insert_version(tx, id, last.version + 1, policy, since).await?;
    let mut row = row.into_active_model();
    row.name = Set(policy.name.clone());
    row.version = Set(version + 1);
    row.update(&tx.conn).await?;
    tx.audit("policy.change", ("policy", id), json!({ "from": before, "to": policy }));
    Ok(true)
}

/// The policy, if it can be one beside the others in force and all that it names is there. Those that are `replaced` in the same
/// stroke are not looked at.
pub(super) async fn checked(tx: &Tx<'_>, draft: &PolicyDraft, id: Option<PolicyId>, replaced: &BTreeSet<PolicyId>) -> Result<Policy> {
    let others = book::others_in_force(&tx.conn, |other| Some(other) != id && !replaced.contains(&other)).await?;
    let mut invalid = Invalid::default();
    let parsed = draft.parse(&others.iter().collect::<Vec<_>>());
    let taken = policies::Entity::find().filter(policies::Column::Name.eq(draft.name.trim())).one(&tx.conn).await?;
    if taken.is_some_and(|row| Some(PolicyId(row.id)) != id) {
        invalid.add("name", Code::AlreadyTaken);
    }
    references(tx, draft, &mut invalid).await?;
    match parsed {
        Ok(policy) => Ok(invalid.or(policy)?),
        Err(wrong) => {
            invalid.extend(wrong);
            Err(invalid.into())
        }
    }
}

/// What a policy may name.
struct Named {
    calendars: BTreeSet<CalendarId>,
    services: BTreeSet<ServiceId>,
    business: BTreeSet<TeamId>,
    serving: BTreeSet<TeamId>,
    people: BTreeSet<UserId>,
}

impl Named {
    async fn read(conn: &impl ConnectionTrait) -> Result<Self> {
        let calendars = calendars::Entity::find().filter(calendars::Column::ArchivedAt.is_null());
        let calendars: Vec<i64> = calendars.select_only().column(calendars::Column::Id).into_tuple().all(conn).await?;
        let services: Vec<i64> = services::Entity::find().select_only().column(services::Column::Id).into_tuple().all(conn).await?;
        let kinds = teams::Entity::find().select_only().columns([teams::Column::Id, teams::Column::Kind]);
        let teams: Vec<(i64, String)> = kinds.into_tuple().all(conn).await?;
        let active = users::Entity::find().filter(users::Column::State.eq(AccountState::Active.as_str()));
        let people: Vec<i64> = active.select_only().column(users::Column::Id).into_tuple().all(conn).await?;
        let (business, serving): (Vec<_>, Vec<_>) = teams.into_iter().partition(|(_, kind)| kind == TeamKind::Business.as_str());
        Ok(Self {
            calendars: calendars.into_iter().map(CalendarId).collect(),
            services: services.into_iter().map(ServiceId).collect(),
            business: business.into_iter().map(|(id, _)| TeamId(id)).collect(),
            serving: serving.into_iter().map(|(id, _)| TeamId(id)).collect(),
            people: people.into_iter().map(UserId).collect(),
        })
    }

    fn acts(&self, act: &sla::Act) -> bool {
        match act {
            sla::Act::Notify { whom: Whom::Person(person) } => self.people.contains(person),
            sla::Act::Notify { .. } => true,
            sla::Act::Reassign { team, person } => self.serving.contains(team) && person.is_none_or(|person| self.people.contains(&person)),
        }
    }
}

async fn references(tx: &Tx<'_>, draft: &PolicyDraft, invalid: &mut Invalid) -> Result<()> {
    let named = Named::read(&tx.conn).await?;
    let mut check = |there: bool, field: String| {
        if !there {
            invalid.add(field, Code::UnknownReference);
        }
    };
    check(named.calendars.contains(&draft.calendar), "calendar".to_owned());
    for (number, rule) in draft.rules.iter().enumerate() {
        let scope = &rule.scope;
        check(rule.calendar.is_none_or(|id| named.calendars.contains(&id)), format!("rules.{number}.calendar"));
        check(scope.service.is_none_or(|id| named.services.contains(&id)), format!("rules.{number}.scope.service"));
        check(scope.requester_team.is_none_or(|id| named.business.contains(&id)), format!("rules.{number}.scope.requester_team"));
        check(scope.team.is_none_or(|id| named.serving.contains(&id)), format!("rules.{number}.scope.team"));
    }
    for (number, step) in draft.steps.iter().flatten().enumerate() {
        check(step.acts.iter().all(|act| named.acts(act)), format!("steps.{number}.acts"));
    }
    Ok(())
}

/// Ends the version in force, now.
async fn end(tx: &Tx<'_>, id: PolicyId) -> Result<()> {
    policy_versions::Entity::update_many()
        .col_expr(policy_versions::Column::Until, Expr::value(tx.now.millis()))
        .filter(policy_versions::Column::PolicyId.eq(id.get()))
        .filter(policy_versions::Column::Until.is_null())
        .exec(&tx.conn)
        .await?;
    Ok(())
}

async fn insert_version(tx: &Tx<'_>, id: PolicyId, version: i64, policy: &Policy, since: Timestamp) -> Result<()> {
    let row = policy_versions::ActiveModel {
        policy_id: Set(id.get()),
        version: Set(version),
        since: Set(since.millis()),
        created_by: Set(tx.actor.map(UserId::get)),
        created_at: Set(tx.now.millis()),
        content: Set(convert::to_json("policy", policy)?),
        ..Default::default()
    };
    policy_versions::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    book::publish(tx).await
}

async fn last(conn: &impl ConnectionTrait, id: PolicyId) -> Result<policy_versions::Model> {
    let versions = policy_versions::Entity::find().filter(policy_versions::Column::PolicyId.eq(id.get()));
    versions.order_by_desc(policy_versions::Column::Version).one(conn).await?.ok_or(Error::NotFound)
}

/// The newest version of each policy.
async fn newest(conn: &impl ConnectionTrait) -> Result<HashMap<i64, policy_versions::Model>> {
    let ids = Query::select()
        .expr(Expr::col(policy_versions::Column::Id).max())
        .from(policy_versions::Entity)
        .group_by_col(policy_versions::Column::PolicyId)
        .to_owned();
    let rows = policy_versions::Entity::find().filter(policy_versions::Column::Id.in_subquery(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.policy_id, row)).collect())
}

fn line(row: &policies::Model, last: &policy_versions::Model) -> Result<Line> {
    Ok(Line { id: PolicyId(row.id), policy: convert::json("policy", &last.content)?, archived: row.archived_at.is_some() })
}

fn version(row: policy_versions::Model, people: &HashMap<i64, PersonRef>) -> Result<Version> {
    Ok(Version {
        id: PolicyVersionId(row.id),
        version: book::number(row.version)?,
        since: Timestamp::from_millis(row.since),
        until: convert::time(row.until),
        by: row.created_by.and_then(|id| people.get(&id).cloned()),
        policy: convert::json("policy", &row.content)?,
    })
}
