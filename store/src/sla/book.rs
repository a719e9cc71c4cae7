//! All versions of calendars and policies, compiled once and shared.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    calendar::{Calendar, Timetable},
    id::{CalendarId, CalendarVersionId, PolicyId, PolicyVersionId, TeamId},
    people::TeamKind,
    sla::{CalendarVersion, Calendars, Policies, Policy, PolicyVersion},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use tokio::sync::OnceCell;

use crate::{
    Error, Result, Store, Tx, convert,
    entity::{calendar_versions, policy_versions, sla_edition, teams},
    token, zone,
};

const ROW: i16 = 1;

/// Every version that a ticket may meet.
#[derive(Debug)]
pub(crate) struct Book {
    edition: String,
    pub(crate) policies: Policies,
    pub(crate) calendars: Calendars,
    /// When each version of a policy was made, which may be later than it holds from.
    made: HashMap<PolicyVersionId, Timestamp>,
    /// Whether there is any policy: without one no ticket has a clock.
    pub(crate) promises: bool,
}

/// The book as it was read last.
#[derive(Debug, Default)]
pub(crate) struct Shelf(RwLock<Option<Arc<Book>>>);

impl Shelf {
    /// The book in force, by one short row. Every edition has a name that no other one ever had, so that what a
    /// transaction saw which was then undone is never taken for what another one wrote.
    pub(crate) async fn book(&self, conn: &impl ConnectionTrait) -> Result<Arc<Book>> {
        let edition = edition(conn).await?;
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(book) = known
            && book.edition == edition
        {
            return Ok(book);
        }
        let book = Arc::new(Book::read(conn, edition).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&book));
        Ok(book)
    }
}

/// The book as one request found it: whatever it asks, it is told of the same versions.
pub(crate) type Glance = Arc<OnceCell<Arc<Book>>>;

impl Store {
    /// The same store for one request that changes nothing and is over soon: the parts of a page each need to know what is promised,
    /// and ask the database for that once.
    #[must_use]
    pub fn for_one_look(&self) -> Self {
        Self { glance: Some(Glance::default()), ..self.clone() }
    }

    /// The book in force.
    pub(crate) async fn book(&self) -> Result<Arc<Book>> {
        match &self.glance {
            Some(glance) => glance.get_or_try_init(|| self.shelf.book(&self.read)).await.cloned(),
            None => self.shelf.book(&self.read).await,
        }
    }
}

impl Book {
    /// When a version was made: nobody could be called by it before.
    pub(super) fn made_at(&self, version: PolicyVersionId) -> Timestamp {
        self.made.get(&version).copied().unwrap_or(Timestamp::EPOCH)
    }

    async fn read(conn: &impl ConnectionTrait, edition: String) -> Result<Self> {
        let rows = policy_versions::Entity::find().order_by_asc(policy_versions::Column::Id).all(conn).await?;
        let made = rows.iter().map(|row| (PolicyVersionId(row.id), Timestamp::from_millis(row.created_at))).collect();
        let policies = rows.into_iter().map(policy_version).collect::<Result<Vec<_>>>()?;
        let rows = calendar_versions::Entity::find().order_by_asc(calendar_versions::Column::Id).all(conn).await?;
        let calendars = rows.into_iter().map(calendar_version).collect::<Result<Vec<_>>>()?;
        Ok(Self { edition, made, promises: !policies.is_empty(), policies: Policies::new(policies), calendars: Calendars::new(calendars) })
    }
}

/// Whether anything is promised to anybody.
///
/// # Errors
/// The database's.
pub async fn promises(store: &Store) -> Result<bool> {
    Ok(store.book().await?.promises)
}

/// Says to every process that there is a version which it has not read. The last writer of a transaction; whoever
/// saves at the same time waits here, so two versions never tie unseen.
pub(super) async fn publish(tx: &Tx<'_>) -> Result<()> {
    let edition = sla_edition::ActiveModel { id: Set(ROW), edition: Set(token::fresh()?) };
    sla_edition::Entity::update(edition).exec(&tx.conn).await?;
    Ok(())
}

/// Waits until nobody else saves a version, until the transaction ends.
pub(super) async fn lock(tx: &Tx<'_>) -> Result<()> {
    sla_edition::Entity::find_by_id(ROW).lock_exclusive().one(&tx.conn).await?;
    Ok(())
}

async fn edition(conn: &impl ConnectionTrait) -> Result<String> {
    let row = sla_edition::Entity::find_by_id(ROW).one(conn).await?.ok_or(Error::Unreadable { what: "edition" })?;
    Ok(row.edition)
}

fn policy_version(row: policy_versions::Model) -> Result<PolicyVersion> {
    let content: Policy = convert::json("policy", &row.content)?;
    Ok(PolicyVersion {
        id: PolicyVersionId(row.id),
        policy: PolicyId(row.policy_id),
        version: number(row.version)?,
        since: Timestamp::from_millis(row.since),
        until: convert::time(row.until),
        content,
    })
}

fn calendar_version(row: calendar_versions::Model) -> Result<CalendarVersion> {
    let content: Calendar = convert::json("calendar", &row.content)?;
    Ok(CalendarVersion {
        id: CalendarVersionId(row.id),
        calendar: CalendarId(row.calendar_id),
        version: number(row.version)?,
        since: Timestamp::from_millis(row.since),
        timetable: timetable(content)?,
    })
}

/// A calendar in the history of its zone.
pub(super) fn timetable(calendar: Calendar) -> Result<Timetable> {
    let zone = zone::find(calendar.zone()).ok_or(Error::Unreadable { what: "time zone of a calendar" })?;
    Ok(Timetable::new(calendar, zone))
}

pub(super) fn number(version: i64) -> Result<u32> {
    u32::try_from(version).map_err(|_| Error::Unreadable { what: "version" })
}

/// Those of the policies in force that count, for looking for ties.
pub(super) async fn others_in_force(conn: &impl ConnectionTrait, counts: impl Fn(PolicyId) -> bool) -> Result<Vec<Policy>> {
    let rows = policy_versions::Entity::find().filter(policy_versions::Column::Until.is_null()).all(conn).await?;
    let rows = rows.into_iter().filter(|row| counts(PolicyId(row.policy_id)));
    rows.map(|row| convert::json("policy", &row.content)).collect()
}

/// The teams whose stays are a supplier's.
pub(super) async fn suppliers(conn: &impl ConnectionTrait) -> Result<BTreeSet<TeamId>> {
    let ids: Vec<i64> = teams::Entity::find()
        .filter(teams::Column::Kind.eq(TeamKind::Supplier.as_str()))
        .select_only()
        .column(teams::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(TeamId).collect())
}
