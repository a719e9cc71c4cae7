//! Teams: who serves, who is served, and who leads.

use std::collections::HashMap;

use domain::{
    directory::{MemberRow, TeamDetail, TeamRow},
    id::{TeamId, UserId},
    invalid::{self, Code, Invalid},
    people::{AccountState, PersonName, TeamKind},
    permit::{Act, Actor, may},
    ticket::view::{PersonRef, TeamRef},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::json;

use crate::{
    Error, Result, Store, Tx, convert,
    entity::{memberships, services, teams, tickets, users},
    error, people,
    transact::Compared,
};

/// A team as it is typed.
#[derive(Clone, Debug)]
pub struct TeamDraft {
    /// Its name, up to 120 characters, which no other team has.
    pub name: String,
    /// What it does, in plain words; up to 2,000 characters, may be empty.
    pub description: String,
}

impl TeamDraft {
    fn check(&self) -> std::result::Result<(String, String), Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", PersonName::parse(&self.name).map(|name| name.to_string()));
        let description = invalid.take("description", invalid::text(&self.description, 0, 2_000));
        match (name, description) {
            (Some(name), Some(description)) => Ok((name, description)),
            _ => Err(invalid),
        }
    }
}

/// Creates a team. What kind it is stays as it is: the rights of its members follow from it.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `name`, `description`.
pub async fn create(store: &Store, actor: &Actor, kind: TeamKind, draft: &TeamDraft) -> Result<TeamId> {
    if !may(actor, Act::CreateTeam) {
        return Err(Error::NotFound);
    }
    let (name, description) = draft.check()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                free(tx, &name, None).await?;
                let row = teams::ActiveModel {
                    name: Set(name.clone()),
                    kind: Set(kind.as_str().to_owned()),
                    description: Set(description.clone()),
                    created_at: Set(tx.now.millis()),
                    version: Set(1),
                    ..Default::default()
                };
                let inserted = teams::Entity::insert(row).exec(&tx.conn).await;
                let team = TeamId(inserted.map_err(name_taken)?.last_insert_id);
                tx.audit("team.create", ("team", team), json!({ "name": name, "kind": kind }));
                Ok(team)
            })
        })
        .await
}

/// Changes a team's name and description; `version` is the state that the change is based on.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a team; [`Error::Conflict`] when somebody
/// else changed it since; [`Error::Invalid`] by field: `name`, `description`.
pub async fn change(store: &Store, actor: &Actor, team: TeamId, version: i64, draft: &TeamDraft) -> Result<()> {
    allowed(actor, team)?;
    let (name, description) = draft.check()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = find(&tx.conn, team).await?;
                if row.version != version {
                    return Err(Error::Conflict { what: "team" });
                }
                free(tx, &name, Some(team)).await?;
                let data = json!({ "from": { "name": row.name, "description": row.description },
                                   "to": { "name": name, "description": description } });
                let mut row = row.into_active_model();
                row.name = Set(name.clone());
                row.description = Set(description.clone());
                row.version = Set(version + 1);
                row.update(&tx.conn).await.map_err(name_taken)?;
                tx.audit("team.change", ("team", team), data);
                Ok(())
            })
        })
        .await
}

/// Takes a team out of use. Its members keep what they did and lose what it let them do.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a team; [`Error::InUse`] while services
/// belong to it or it has open tickets: nobody would see them any more.
pub async fn archive(store: &Store, actor: &Actor, team: TeamId) -> Result<()> {
    allowed(actor, team)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = find(&tx.conn, team).await?;
                if row.archived_at.is_some() {
                    return Ok(());
                }
                let served =
                    services::Entity::find().filter(services::Column::TeamId.eq(team.get())).filter(services::Column::ArchivedAt.is_null());
                if served.count(&tx.conn).await? > 0 {
                    return Err(Error::InUse { what: "services" });
                }
                let open = tickets::Entity::find().filter(tickets::Column::TeamId.eq(team.get())).filter(tickets::is_open());
                if open.count(&tx.conn).await? > 0 {
                    return Err(Error::InUse { what: "tickets" });
                }
                let version = row.version;
                let mut row = row.into_active_model();
                row.archived_at = Set(Some(tx.now.millis()));
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("team.archive", ("team", team), json!({}));
                Ok(())
            })
        })
        .await
}

/// The team, unless it is archived; nobody archives it until the transaction ends. Whoever gives a team something to answer for asks here.
pub(crate) async fn in_use(tx: &Tx<'_>, team: TeamId) -> Result<Option<teams::Model>> {
    let team = teams::Entity::find_by_id(team.get()).lock_shared().one(&tx.conn).await?;
    Ok(team.filter(|team| team.archived_at.is_none()))
}

/// Takes an archived team back into use.
///
/// # Errors
/// [`Error::NotFound`] without the permission everywhere or such a team.
pub async fn restore(store: &Store, actor: &Actor, team: TeamId) -> Result<()> {
    if !may(actor, Act::CreateTeam) {
        return Err(Error::NotFound);
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = find(&tx.conn, team).await?;
                if row.archived_at.is_none() {
                    return Ok(());
                }
                let version = row.version;
                let mut row = row.into_active_model();
                row.archived_at = Set(None);
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("team.restore", ("team", team), json!({}));
                Ok(())
            })
        })
        .await
}

/// Puts somebody into a team, or changes whether they lead it.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a team; [`Error::Invalid`] for `user`.
pub async fn set_member(store: &Store, actor: &Actor, team: TeamId, user: UserId, lead: bool) -> Result<()> {
    allowed(actor, team)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = find(&tx.conn, team).await?;
                if row.archived_at.is_some() {
                    return Err(Error::NotFound);
                }
                match membership(&tx.conn, team, user).await? {
                    Some(membership) if membership.lead == lead => return Ok(()),
                    Some(membership) => {
                        let mut membership = membership.into_active_model();
                        membership.lead = Set(lead);
                        membership.update(&tx.conn).await?;
                        tx.audit("team.set_lead", ("team", team), json!({ "user": user, "lead": lead }));
                    }
                    None => join(tx, team, user, lead).await?,
                }
                Ok(())
            })
        })
        .await
}

/// Puts somebody who is not there yet into a team.
pub(crate) async fn join(tx: &mut Tx<'_>, team: TeamId, user: UserId, lead: bool) -> Result<()> {
    let account = users::Entity::find_by_id(user.get()).one(&tx.conn).await?;
    if account.is_none_or(|account| account.state == AccountState::Disabled.as_str()) {
        return Err(Invalid::one("user", Code::UnknownReference).into());
    }
    let row = memberships::ActiveModel { team_id: Set(team.get()), user_id: Set(user.get()), lead: Set(lead) };
    memberships::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    tx.audit("team.add_member", ("team", team), json!({ "user": user, "lead": lead }));
    Ok(())
}

/// Takes somebody out of a team. The tickets that they answer for stay theirs.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when they are not in it.
pub async fn remove_member(store: &Store, actor: &Actor, team: TeamId, user: UserId) -> Result<()> {
    allowed(actor, team)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = membership(&tx.conn, team, user).await?.ok_or(Error::NotFound)?;
                tx.audit("team.remove_member", ("team", team), json!({ "user": user, "lead": row.lead }));
                memberships::Entity::delete_by_id((team.get(), user.get())).exec(&tx.conn).await?;
                Ok(())
            })
        })
        .await
}

/// All teams that the actor may know of, by name; archived ones at the end of the alphabet too.
///
/// # Errors
/// Those of the database.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<TeamRow>> {
    let conn = &store.read;
    let rows = teams::Entity::find().order_by_asc(teams::Column::Name).all(conn).await?;
    let members: Vec<(i64, i64)> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::TeamId)
        .column_as(memberships::Column::UserId.count(), "members")
        .group_by(memberships::Column::TeamId)
        .into_tuple()
        .all(conn)
        .await?;
    let members: HashMap<i64, i64> = members.into_iter().collect();
    let leads = memberships::Entity::find().filter(memberships::Column::Lead.eq(true)).all(conn).await?;
    let people = people::refs(conn, leads.iter().map(|lead| lead.user_id)).await?;
    rows.into_iter()
        .filter(|row| may(actor, Act::SeeTeam(TeamId(row.id))))
        .map(|row| {
            let led = leads.iter().filter(|lead| lead.team_id == row.id);
            let mut leads: Vec<PersonRef> = led.filter_map(|lead| people.get(&lead.user_id).cloned()).collect();
            leads.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            Ok(TeamRow {
                kind: convert::word("team kind", &row.kind)?,
                members: members.get(&row.id).map_or(0, |count| count.unsigned_abs()),
                leads,
                archived: row.archived_at.is_some(),
                team: team_ref(row),
            })
        })
        .collect()
}

/// Everything about one team.
///
/// # Errors
/// [`Error::NotFound`] without such a team, or none that the actor may know of.
pub async fn detail(store: &Store, actor: &Actor, team: TeamId) -> Result<TeamDetail> {
    if !may(actor, Act::SeeTeam(team)) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let row = teams::Entity::find_by_id(team.get()).one(conn).await?.ok_or(Error::NotFound)?;
    let services = crate::services::of_team(conn, actor, team).await?;
    Ok(TeamDetail {
        kind: convert::word("team kind", &row.kind)?,
        description: row.description.clone(),
        archived_at: convert::time(row.archived_at),
        version: row.version,
        members: members(conn, team).await?,
        services: services.iter().map(people::service_ref).collect(),
        overdue: crate::faults::post_mortem::overdue_of(store, actor, team).await?,
        may_manage: may(actor, Act::ManageTeam(team)),
        team: team_ref(row),
    })
}

async fn members(conn: &impl ConnectionTrait, team: TeamId) -> Result<Vec<MemberRow>> {
    let rows: Vec<(i64, String, String, bool)> = memberships::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::Name, users::Column::State])
        .column(memberships::Column::Lead)
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(users::Entity).from(memberships::Column::UserId).to(users::Column::Id).into(),
        )
        .filter(memberships::Column::TeamId.eq(team.get()))
        .order_by_desc(memberships::Column::Lead)
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|(id, name, state, lead)| {
            let state = convert::word("account state", &state)?;
            Ok(MemberRow { person: PersonRef::new(UserId(id), name), lead, state })
        })
        .collect()
}

/// The teams of these ids, by their ids.
pub(crate) async fn refs(conn: &impl ConnectionTrait, ids: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, TeamRef>> {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = teams::Entity::find().filter(teams::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, team_ref(row))).collect())
}

fn allowed(actor: &Actor, team: TeamId) -> Result<()> {
    if may(actor, Act::ManageTeam(team)) { Ok(()) } else { Err(Error::NotFound) }
}

/// Refuses a name that differs from another team's by its letters' case alone: people would take one for the other.
async fn free(tx: &Tx<'_>, name: &str, but: Option<TeamId>) -> Result<()> {
    tx.alone_with(Compared::Teams).await?;
    let teams: Vec<(i64, String)> =
        teams::Entity::find().select_only().columns([teams::Column::Id, teams::Column::Name]).into_tuple().all(&tx.conn).await?;
    let folded = name.to_lowercase();
    let taken = teams.iter().any(|(id, other)| Some(TeamId(*id)) != but && other.to_lowercase() == folded);
    if taken { Err(Invalid::one("name", Code::AlreadyTaken).into()) } else { Ok(()) }
}

fn name_taken(error: sea_orm::DbErr) -> Error {
    if error::is_taken(&error) { Invalid::one("name", Code::AlreadyTaken).into() } else { error.into() }
}

async fn find(conn: &impl ConnectionTrait, team: TeamId) -> Result<teams::Model> {
    teams::Entity::find_by_id(team.get()).lock_exclusive().one(conn).await?.ok_or(Error::NotFound)
}

async fn membership(conn: &impl ConnectionTrait, team: TeamId, user: UserId) -> Result<Option<memberships::Model>> {
    Ok(memberships::Entity::find_by_id((team.get(), user.get())).one(conn).await?)
}

fn team_ref(row: teams::Model) -> TeamRef {
    TeamRef { id: TeamId(row.id), name: row.name }
}
