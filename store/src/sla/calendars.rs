//! Calendars: whose working time a promise is reckoned in. A change makes a new version; what was promised before keeps
//! the old one.

use std::collections::HashMap;

use domain::{
    calendar::{Calendar, Draft},
    id::{CalendarId, CalendarVersionId, PolicyId, UserId},
    invalid::{self, Code, Invalid},
    permit::{Act, Actor, may},
    sla::Policy,
    ticket::view::PersonRef,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::book;
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{calendar_versions, calendars, policy_versions},
    people, zone,
};

/// A calendar in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: CalendarId,
    /// Its name.
    pub name: String,
    /// What it says now.
    pub calendar: Calendar,
    /// Whether it is offered no more.
    pub archived: bool,
    /// The policies in force that reckon with it, and their names.
    pub used_by: Vec<(PolicyId, String)>,
}

/// A calendar with its past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The calendar as it is now.
    pub line: Line,
    /// The state that a change is based on.
    pub version: i64,
    /// Its versions, the last one first.
    pub versions: Vec<Version>,
}

/// A calendar as it stood for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: CalendarVersionId,
    /// Counted from 1.
    pub version: u32,
    /// From when on it holds.
    pub since: Timestamp,
    /// Who made it; nobody, for those that every instance has.
    pub by: Option<PersonRef>,
    /// What it says.
    pub calendar: Calendar,
}

/// All calendars by name, archived ones last.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<Line>> {
    allowed(actor)?;
    lines(&store.read).await
}

pub(super) async fn lines(conn: &impl ConnectionTrait) -> Result<Vec<Line>> {
    let rows = calendars::Entity::find().order_by_asc(calendars::Column::Name).all(conn).await?;
    let users = users(conn).await?;
    let last = newest(conn).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(&row, last.get(&row.id).ok_or(Error::Unreadable { what: "calendar" })?, &users)?);
    }
    lines.sort_by_key(|line| line.archived);
    Ok(lines)
}

/// A calendar with its versions.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a calendar.
pub async fn get(store: &Store, actor: &Actor, id: CalendarId) -> Result<View> {
    allowed(actor)?;
    let row = calendars::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let rows = calendar_versions::Entity::find()
        .filter(calendar_versions::Column::CalendarId.eq(id.get()))
        .order_by_desc(calendar_versions::Column::Version)
        .all(&store.read)
        .await?;
    let line = line(&row, rows.first().ok_or(Error::NotFound)?, &users(&store.read).await?)?;
    let people = people::refs(&store.read, rows.iter().filter_map(|row| row.created_by)).await?;
    let versions = rows.into_iter().map(|row| version(row, &people)).collect::<Result<_>>()?;
    Ok(View { line, version: row.version, versions })
}

/// Makes a calendar. It holds from now on, and for what was before it as well.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as of [`Draft::parse`], and `name` (`Required`,
/// `TooLong`, `AlreadyTaken`).
pub async fn create(store: &Store, actor: &Actor, name: &str, draft: Draft) -> Result<CalendarId> {
    allowed(actor)?;
    let (name, calendar) = parse(name, draft)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                free(&tx.conn, &name, None).await?;
                insert(tx, &name, &calendar).await
            })
        })
        .await
}

/// Changes a calendar; `version` is the state that the change is based on. What says something else than before becomes a
/// new version, which holds for what is promised from now on.
///
/// # Errors
/// As [`create`], and [`Error::NotFound`] without such a calendar, [`Error::Conflict`] when somebody else changed it since.
pub async fn change(store: &Store, actor: &Actor, id: CalendarId, version: i64, name: &str, draft: Draft) -> Result<()> {
    allowed(actor)?;
    let (name, calendar) = parse(name, draft)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                let row = calendars::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.version != version {
                    return Err(Error::Conflict { what: "calendar" });
                }
                free(&tx.conn, &name, Some(id)).await?;
                revise(tx, row, &name, &calendar).await?;
                Ok(())
            })
        })
        .await
}

/// Offers a calendar no more, or again. Clocks that reckon with it go on.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a calendar; [`Error::InUse`] while a policy in force reckons with it.
pub async fn set_archived(store: &Store, actor: &Actor, id: CalendarId, archived: bool) -> Result<()> {
    allowed(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                book::lock(tx).await?;
                let row = calendars::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.archived_at.is_some() == archived {
                    return Ok(());
                }
                if archived && users(&tx.conn).await?.contains_key(&id) {
                    return Err(Error::InUse { what: "policies" });
                }
                let version = row.version;
                let mut row = row.into_active_model();
                row.archived_at = Set(archived.then(|| tx.now.millis()));
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                let action = if archived { "calendar.archive" } else { "calendar.restore" };
                tx.audit(action, ("calendar", id), json!({}));
                Ok(())
            })
        })
        .await
}

fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageSla) { Ok(()) } else { Err(Error::NotFound) }
}

fn parse(name: &str, draft: Draft) -> Result<(String, Calendar)> {
    let mut invalid = Invalid::default();
    let name = invalid.take("name", invalid::line(name, 1, 120));
    match (name, draft.parse(zone::find)) {
        (Some(name), Ok(calendar)) => Ok((name, calendar)),
        (_, Err(wrong)) => {
            invalid.extend(wrong);
            Err(invalid.into())
        }
        (None, Ok(_)) => Err(invalid.into()),
    }
}

/// Writes a new calendar.
pub(super) async fn insert(tx: &mut Tx<'_>, name: &str, calendar: &Calendar) -> Result<CalendarId> {
    let row =
        calendars::ActiveModel { name: Set(name.to_owned()), created_at: Set(tx.now.millis()), version: Set(1), ..Default::default() };
    let id = CalendarId(calendars::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
    insert_version(tx, id, 1, calendar).await?;
    tx.audit("calendar.create", ("calendar", id), json!({ "name": name, "calendar": calendar }));
    Ok(id)
}

/// Writes what is different about a calendar; `false`, when nothing is.
pub(super) async fn revise(tx: &mut Tx<'_>, row: calendars::Model, name: &str, calendar: &Calendar) -> Result<bool> {
    let (id, version) = (CalendarId(row.id), row.version);
    let last = last(&tx.conn, id).await?;
    let before: Calendar = convert::json("calendar", &last.content)?;
    if before == *calendar && row.name == name {
        return Ok(false);
    }
    let from = json!({ "name": row.name, "calendar": before });
    if before != *calendar {
        insert_version(tx, id, last.version + 1, calendar).await?;
    }
    let mut row = row.into_active_model();
    row.name = Set(name.to_owned());
    row.version = Set(version + 1);
    row.update(&tx.conn).await?;
    tx.audit("calendar.change", ("calendar", id), json!({ "from": from, "to": { "name": name, "calendar": calendar } }));
    Ok(true)
}

async fn insert_version(tx: &Tx<'_>, id: CalendarId, version: i64, calendar: &Calendar) -> Result<()> {
    let row = calendar_versions::ActiveModel {
        calendar_id: Set(id.get()),
        version: Set(version),
        since: Set(tx.now.millis()),
        created_by: Set(tx.actor.map(UserId::get)),
        created_at: Set(tx.now.millis()),
        content: Set(convert::to_json("calendar", calendar)?),
        ..Default::default()
    };
    calendar_versions::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    book::publish(tx).await
}

async fn free(conn: &impl ConnectionTrait, name: &str, but: Option<CalendarId>) -> Result<()> {
    let taken = calendars::Entity::find().filter(calendars::Column::Name.eq(name)).one(conn).await?;
    if taken.is_some_and(|row| Some(CalendarId(row.id)) != but) {
        return Err(Invalid::one("name", Code::AlreadyTaken).into());
    }
    Ok(())
}

async fn last(conn: &impl ConnectionTrait, id: CalendarId) -> Result<calendar_versions::Model> {
    let versions = calendar_versions::Entity::find().filter(calendar_versions::Column::CalendarId.eq(id.get()));
    versions.order_by_desc(calendar_versions::Column::Version).one(conn).await?.ok_or(Error::NotFound)
}

/// The newest version of each calendar.
async fn newest(conn: &impl ConnectionTrait) -> Result<HashMap<i64, calendar_versions::Model>> {
    let ids = Query::select()
        .expr(Expr::col(calendar_versions::Column::Id).max())
        .from(calendar_versions::Entity)
        .group_by_col(calendar_versions::Column::CalendarId)
        .to_owned();
    let rows = calendar_versions::Entity::find().filter(calendar_versions::Column::Id.in_subquery(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.calendar_id, row)).collect())
}

/// The policies in force, by the calendars that they reckon with.
type Users = HashMap<CalendarId, Vec<(PolicyId, String)>>;

async fn users(conn: &impl ConnectionTrait) -> Result<Users> {
    let rows = policy_versions::Entity::find().filter(policy_versions::Column::Until.is_null()).all(conn).await?;
    let mut users = Users::new();
    for row in rows {
        let policy: Policy = convert::json("policy", &row.content)?;
        let mut calendars: Vec<CalendarId> = policy.rules.iter().map(|rule| policy.calendar_of(rule)).collect();
        calendars.sort_unstable();
        calendars.dedup();
        for calendar in calendars {
            users.entry(calendar).or_default().push((PolicyId(row.policy_id), policy.name.clone()));
        }
    }
    Ok(users)
}

fn line(row: &calendars::Model, last: &calendar_versions::Model, users: &Users) -> Result<Line> {
    let id = CalendarId(row.id);
    Ok(Line {
        id,
        name: row.name.clone(),
        calendar: convert::json("calendar", &last.content)?,
        archived: row.archived_at.is_some(),
        used_by: users.get(&id).cloned().unwrap_or_default(),
    })
}

fn version(row: calendar_versions::Model, people: &HashMap<i64, PersonRef>) -> Result<Version> {
    Ok(Version {
        id: CalendarVersionId(row.id),
        version: book::number(row.version)?,
        since: Timestamp::from_millis(row.since),
        by: row.created_by.and_then(|id| people.get(&id).cloned()),
        calendar: convert::json("calendar", &row.content)?,
    })
}
