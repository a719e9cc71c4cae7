//! Whom and what the source's names are here. What is not known yet is made: teams, people as
//! placeholders, services.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    people::{AccountState, TeamKind},
    priority::{Impact, Urgency},
    servicenow::{Change, History},
    ticket::Kind,
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, EntityName, QueryResult,
    sea_query::{Expr, ExprTrait, InsertStatement, IntoIden, OnConflict, Query},
};

use super::external_ref;
use crate::{
    Error, Result,
    entity::{categories, forms, memberships, services, teams, users},
    transact::Tx,
};

/// Names that are remembered; a log with more people than this is looked up again.
const REMEMBERED: usize = 200_000;
/// Names in one statement.
const AT_ONCE: usize = 2_000;
/// The most characters of a name, as everywhere.
const NAME_MAX: usize = 120;

/// Who asks when the log does not say it.
const NOBODY: &str = "?";
const NOBODY_NAME: &str = "Unknown caller";
/// The team of a service that no group ever worked for.
const IMPORTED_TEAM: &str = "Imported";
const CATEGORY: (&str, &str) = ("Imported", "导入");
const UNCATEGORISED: (&str, &str) = ("Uncategorised", "未分类");
const ICON: &str = "inbox";

/// Ids by the source's names.
#[derive(Debug, Default)]
pub(super) struct Names {
    people: HashMap<String, i64>,
    teams: HashMap<String, i64>,
    services: HashMap<String, i64>,
    members: HashSet<(i64, i64)>,
}

impl Names {
    /// Takes over what a committed batch has found.
    pub(super) fn absorb(&mut self, found: Self) {
        if self.people.len() > REMEMBERED {
            self.people.clear();
        }
        self.people.extend(found.people);
        self.teams.extend(found.teams);
        self.services.extend(found.services);
        self.members.extend(found.members);
    }
}

/// What is known from before, and what this batch has found.
pub(super) struct Book<'a> {
    known: &'a Names,
    pub(super) found: Names,
}

impl<'a> Book<'a> {
    /// Finds or makes everybody and everything that these incidents name.
    pub(super) async fn open(tx: &Tx<'_>, known: &'a Names, histories: &[&History]) -> Result<Self> {
        let mut book = Self { known, found: Names::default() };
        book.find_people(tx, &people(histories)).await?;
        book.find_teams(tx, &teams(histories)).await?;
        book.find_services(tx, &services(histories)).await?;
        book.join(&tx.conn, histories).await?;
        Ok(book)
    }

    pub(super) fn person(&self, name: Option<&str>) -> Result<Option<i64>> {
        name.map(|name| look_up(&self.known.people, &self.found.people, name)).transpose()
    }

    pub(super) fn requester(&self, name: Option<&str>) -> Result<i64> {
        look_up(&self.known.people, &self.found.people, name.unwrap_or(NOBODY))
    }

    pub(super) fn team(&self, name: Option<&str>) -> Result<Option<i64>> {
        name.map(|name| look_up(&self.known.teams, &self.found.teams, name)).transpose()
    }

    pub(super) fn service(&self, category: Option<&str>) -> Result<i64> {
        look_up(&self.known.services, &self.found.services, category.unwrap_or(NOBODY))
    }

    async fn find_people(&mut self, tx: &Tx<'_>, names: &BTreeSet<&str>) -> Result<()> {
        let now = tx.now.millis();
        let missing: Vec<&str> = names.iter().copied().filter(|&name| !self.known.people.contains_key(name)).collect();
        for names in missing.chunks(AT_ONCE) {
            let found = &mut self.found.people;
            find(&tx.conn, users::Entity, names, found).await?;
            let new: Vec<&str> = names.iter().copied().filter(|&name| !found.contains_key(name)).collect();
            if new.is_empty() {
                continue;
            }
            let mut insert = insert_into(
                users::Entity,
                [
                    users::Column::Folded,
                    users::Column::Name,
                    users::Column::State,
                    users::Column::ExternalRef,
                    users::Column::CreatedAt,
                    users::Column::UpdatedAt,
                ],
            );
            for &name in &new {
                let shown = if name == NOBODY { NOBODY_NAME.to_owned() } else { shown(name) };
                let state = AccountState::Placeholder.as_str();
                let folded = users::folded(&shown, None);
                insert.values_panic([folded.into(), shown.into(), state.into(), external_ref(name).into(), now.into(), now.into()]);
            }
            tx.conn.execute(&insert).await?;
            find(&tx.conn, users::Entity, &new, found).await?;
        }
        Ok(())
    }

    /// A team that somebody has named like the source's group is taken to be that group.
    async fn find_teams(&mut self, tx: &Tx<'_>, names: &BTreeSet<&str>) -> Result<()> {
        let missing: Vec<&str> = names.iter().copied().filter(|&name| !self.known.teams.contains_key(name)).collect();
        for names in missing.chunks(AT_ONCE) {
            let found = &mut self.found.teams;
            find(&tx.conn, teams::Entity, names, found).await?;
            find_named(&tx.conn, names, found).await?;
            let new: Vec<&str> = names.iter().copied().filter(|&name| !found.contains_key(name)).collect();
            if !new.is_empty() {
                insert_teams(tx, &new).await?;
                find(&tx.conn, teams::Entity, &new, found).await?;
                find_named(&tx.conn, &new, found).await?;
            }
        }
        Ok(())
    }

    /// Categories with the group that the first of their incidents has; see [`super::settle`].
    async fn find_services(&mut self, tx: &Tx<'_>, wanted: &BTreeMap<&str, Option<&str>>) -> Result<()> {
        let missing: Vec<&str> = wanted.keys().copied().filter(|&name| !self.known.services.contains_key(name)).collect();
        find(&tx.conn, services::Entity, &missing, &mut self.found.services).await?;
        let new: Vec<&str> = missing.into_iter().filter(|&name| !self.found.services.contains_key(name)).collect();
        if new.is_empty() {
            return Ok(());
        }
        if new.iter().any(|name| wanted[name].is_none()) {
            self.find_teams(tx, &BTreeSet::from([IMPORTED_TEAM])).await?;
        }
        let category = category(&tx.conn).await?;
        for name in new {
            let team = look_up(&self.known.teams, &self.found.teams, wanted[name].unwrap_or(IMPORTED_TEAM))?;
            let id = insert_service(tx, name, category, team).await?;
            self.found.services.insert(name.to_owned(), id);
        }
        Ok(())
    }

    /// Who had an incident of a group is a member of it: else a desk has work and nobody at it.
    async fn join(&mut self, conn: &DatabaseTransaction, histories: &[&History]) -> Result<()> {
        let mut pairs = BTreeSet::new();
        for entry in histories.iter().flat_map(|history| &history.entries) {
            if let Change::Assigned { to, .. } = &entry.change
                && let (Some(group), Some(person)) = (&to.group, &to.person)
                && let (Some(team), Some(person)) = (self.team(Some(group))?, self.person(Some(person))?)
                && !self.known.members.contains(&(team, person))
            {
                pairs.insert((team, person));
            }
        }
        let all: Vec<(i64, i64)> = pairs.into_iter().collect();
        for pairs in all.chunks(AT_ONCE) {
            let mut insert =
                insert_into(memberships::Entity, [memberships::Column::TeamId, memberships::Column::UserId, memberships::Column::Lead]);
            for &(team, person) in pairs {
                insert.values_panic([team.into(), person.into(), false.into()]);
            }
            conn.execute(&insert).await?;
        }
        self.found.members.extend(all);
        Ok(())
    }
}

/// What who asks is called here.
pub(super) fn requester(history: &History) -> String {
    history.caller.as_deref().map_or_else(|| NOBODY_NAME.to_owned(), shown)
}

fn people<'h>(histories: &[&'h History]) -> BTreeSet<&'h str> {
    let mut names = BTreeSet::new();
    for history in histories {
        names.insert(history.caller.as_deref().unwrap_or(NOBODY));
        names.extend(history.held.person.as_deref());
        names.extend(history.resolved_by.as_deref());
        for entry in &history.entries {
            names.extend(entry.actor.as_deref());
            if let Change::Assigned { from, to } = &entry.change {
                names.extend([from, to].into_iter().filter_map(|held| held.person.as_deref()));
            }
        }
    }
    names
}

fn teams<'h>(histories: &[&'h History]) -> BTreeSet<&'h str> {
    let entries = histories.iter().flat_map(|history| &history.entries);
    let past = entries.filter_map(|entry| match &entry.change {
        Change::Assigned { from, to } => Some([from.group.as_deref(), to.group.as_deref()]),
        _ => None,
    });
    let last = histories.iter().map(|history| history.held.group.as_deref());
    past.flatten().chain(last).flatten().collect()
}

fn services<'h>(histories: &[&'h History]) -> BTreeMap<&'h str, Option<&'h str>> {
    let mut wanted: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for history in histories {
        let group = history.held.group.as_deref();
        let team = wanted.entry(history.category.as_deref().unwrap_or(NOBODY)).or_default();
        *team = team.or(group);
        for entry in &history.entries {
            if let Change::Category { from, to } = &entry.change {
                for category in [from, to] {
                    wanted.entry(category.as_deref().unwrap_or(NOBODY)).or_default();
                }
            }
        }
    }
    wanted
}

fn look_up(known: &HashMap<String, i64>, found: &HashMap<String, i64>, name: &str) -> Result<i64> {
    known.get(name).or_else(|| found.get(name)).copied().ok_or(Error::Unreadable { what: "name" })
}

fn shown(name: &str) -> String {
    name.chars().take(NAME_MAX).collect()
}

/// An insert that leaves rows alone that somebody else has made in the meantime.
fn insert_into<C: IntoIden, const N: usize>(table: impl EntityName, columns: [C; N]) -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table(table.table_ref()).columns(columns).on_conflict(OnConflict::new().do_nothing().to_owned());
    insert
}

/// Rows by their origin. The tables have the two columns that matter in common.
async fn find(conn: &DatabaseTransaction, table: impl EntityName, names: &[&str], found: &mut HashMap<String, i64>) -> Result<()> {
    let refs: BTreeMap<String, &str> = names.iter().map(|&name| (external_ref(name), name)).collect();
    let mut select = Query::select();
    select
        .columns([users::Column::Id, users::Column::ExternalRef])
        .from(table.table_ref())
        .and_where(Expr::col(users::Column::ExternalRef).is_in(refs.keys().cloned()));
    for row in conn.query_all(&select).await? {
        let (id, origin) = id_and(&row, "external_ref")?;
        if let Some(&name) = refs.get(&origin) {
            found.insert(name.to_owned(), id);
        }
    }
    Ok(())
}

async fn find_named(conn: &DatabaseTransaction, names: &[&str], found: &mut HashMap<String, i64>) -> Result<()> {
    let by_shown: BTreeMap<String, &str> =
        names.iter().filter(|&&name| !found.contains_key(name)).map(|&name| (shown(name), name)).collect();
    if by_shown.is_empty() {
        return Ok(());
    }
    let mut select = Query::select();
    select
        .columns([teams::Column::Id, teams::Column::Name])
        .from(teams::Entity)
        .and_where(Expr::col(teams::Column::Name).is_in(by_shown.keys().cloned()));
    for row in conn.query_all(&select).await? {
        let (id, shown) = id_and(&row, "name")?;
        if let Some(&name) = by_shown.get(&shown) {
            found.insert(name.to_owned(), id);
        }
    }
    Ok(())
}

fn id_and(row: &QueryResult, column: &str) -> Result<(i64, String)> {
    Ok((row.try_get("", "id")?, row.try_get("", column)?))
}

async fn insert_teams(tx: &Tx<'_>, names: &[&str]) -> Result<()> {
    let now = tx.now.millis();
    let mut insert =
        insert_into(teams::Entity, [teams::Column::Name, teams::Column::Kind, teams::Column::ExternalRef, teams::Column::CreatedAt]);
    for &name in names {
        let kind = TeamKind::Service.as_str();
        insert.values_panic([shown(name).into(), kind.into(), external_ref(name).into(), now.into()]);
    }
    tx.conn.execute(&insert).await?;
    Ok(())
}

/// The catalogue's category for imported services, made when it is first needed.
async fn category(conn: &DatabaseTransaction) -> Result<i64> {
    let mut select = Query::select();
    select
        .column(categories::Column::Id)
        .from(categories::Entity)
        .and_where(Expr::col(categories::Column::NameEn).eq(CATEGORY.0))
        .order_by(categories::Column::Id, sea_orm::Order::Asc)
        .limit(1);
    if let Some(row) = conn.query_one(&select).await? {
        return Ok(row.try_get("", "id")?);
    }
    let mut insert = Query::insert();
    insert
        .into_table(categories::Entity)
        .columns([categories::Column::NameEn, categories::Column::NameZh, categories::Column::Position])
        .values_panic([CATEGORY.0.into(), CATEGORY.1.into(), 1_000.into()]);
    inserted(conn, insert).await
}

/// A service with an empty form: title and description are asked for anyway. It is archived: its tickets are there, and requesters
/// are offered nothing that nobody has looked at.
async fn insert_service(tx: &Tx<'_>, name: &str, category: i64, team: i64) -> Result<i64> {
    let now = tx.now.millis();
    let named = shown(name);
    let (en, zh) = if name == NOBODY { UNCATEGORISED } else { (named.as_str(), named.as_str()) };
    let mut service = Query::insert();
    service
        .into_table(services::Entity)
        .columns([
            services::Column::NameEn,
            services::Column::NameZh,
            services::Column::Icon,
            services::Column::CategoryId,
            services::Column::TeamId,
            services::Column::Kind,
            services::Column::Impact,
            services::Column::Urgency,
            services::Column::ExternalRef,
            services::Column::OfferedAt,
            services::Column::ArchivedAt,
            services::Column::CreatedAt,
            services::Column::UpdatedAt,
        ])
        .values_panic([
            en.into(),
            zh.into(),
            ICON.into(),
            category.into(),
            team.into(),
            Kind::Incident.as_str().into(),
            Impact::Medium.as_str().into(),
            Urgency::Medium.as_str().into(),
            external_ref(name).into(),
            now.into(),
            now.into(),
            now.into(),
            now.into(),
        ]);
    let id = inserted(&tx.conn, service).await?;
    let mut form = Query::insert();
    form.into_table(forms::Entity)
        .columns([forms::Column::ServiceId, forms::Column::Version, forms::Column::Fields, forms::Column::CreatedAt])
        .values_panic([id.into(), 1.into(), "[]".into(), now.into()]);
    let form = inserted(&tx.conn, form).await?;
    let mut update = Query::update();
    update.table(services::Entity).value(services::Column::FormId, form).and_where(Expr::col(services::Column::Id).eq(id));
    tx.conn.execute(&update).await?;
    Ok(id)
}

async fn inserted(conn: &DatabaseTransaction, mut insert: InsertStatement) -> Result<i64> {
    insert.returning(Query::returning().column(users::Column::Id));
    let row = conn.query_one(&insert).await?.ok_or(Error::Unreadable { what: "id" })?;
    Ok(row.try_get("", "id")?)
}
