//! Reading services: the catalogue for those who ask, the lists for those who change it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    catalogue::{Group, Offer, RequestForm, ServiceDetail, ServiceDraft, ServiceRow},
    id::{CategoryId, FormId, ServiceId, TeamId, UserId},
    locale::Localised,
    permit::{Act, Actor, ServiceFacts, may},
    ticket::view::{ServiceRef, TeamRef},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::form;
use crate::{
    Error, Result, Store, convert,
    entity::{categories, service_audience, services},
    people::{self, service_ref},
    teams,
};

/// Offered to everybody.
pub(super) const EVERYBODY: &str = "all";
/// Offered to the teams in `service_audience`.
pub(super) const AUDIENCE: &str = "teams";

/// The catalogue as it is offered to the actor: categories in their order, services in theirs,
/// those without a category last.
///
/// # Errors
/// Those of the database.
pub async fn catalogue(store: &Store, actor: &Actor) -> Result<Vec<Group>> {
    let conn = &store.read;
    let offered = offered(conn, actor).await?;
    let asks = form::wordings(conn, &offered).await?;
    let categories =
        categories::Entity::find().order_by_asc(categories::Column::Position).order_by_asc(categories::Column::Id).all(conn).await?;
    let named = categories.into_iter().map(|row| (Some(row.id), Localised::new(row.name_en, row.name_zh)));
    let mut groups = Vec::new();
    for (id, name) in named.chain([(None, Localised::default())]) {
        let offers = offered.iter().filter(|row| row.category_id == id).map(|row| offer_of(row, &asks)).collect::<Result<Vec<_>>>()?;
        if !offers.is_empty() {
            groups.push(Group { id: id.map(CategoryId), name, offers });
        }
    }
    Ok(groups)
}

/// The services of the [`catalogue`] by name alone, in its order.
///
/// # Errors
/// Those of the database.
pub async fn offered_refs(store: &Store, actor: &Actor) -> Result<Vec<ServiceRef>> {
    type Row = (i64, String, String, String, i64, Option<i64>, String);
    let conn = &store.read;
    let category = services::Entity::belongs_to(categories::Entity).from(services::Column::CategoryId).to(categories::Column::Id);
    let is_loose: Expr = Expr::case(services::Column::CategoryId.is_null(), 1).finally(0).into();
    let rows: Vec<Row> = services::Entity::find()
        .join(JoinType::LeftJoin, category.into())
        .filter(services::Column::ArchivedAt.is_null())
        .filter(services::Column::OfferedAt.is_not_null())
        // What is in no category comes last, on either database.
        .order_by_asc(is_loose)
        .order_by_asc(categories::Column::Position)
        .order_by_asc(categories::Column::Id)
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .select_only()
        .columns([services::Column::Id, services::Column::NameEn, services::Column::NameZh, services::Column::Icon])
        .columns([services::Column::TeamId, services::Column::OwnerId, services::Column::Visibility])
        .into_tuple()
        .all(conn)
        .await?;
    let is_narrowed = rows.iter().any(|(.., visibility)| visibility == AUDIENCE);
    let audience = if is_narrowed { audiences(conn).await? } else { HashMap::new() };
    let offered = rows.into_iter().filter_map(|(id, en, zh, icon, team, owner, visibility)| {
        let facts = ServiceFacts {
            id: ServiceId(id),
            team: TeamId(team),
            owner: owner.map(UserId),
            visible_to: (visibility == AUDIENCE).then(|| audience.get(&id).cloned().unwrap_or_default()),
            offered: true,
            archived: false,
        };
        may(actor, Act::File(&facts)).then(|| ServiceRef { id: ServiceId(id), name: Localised::new(en, zh), icon })
    });
    Ok(offered.collect())
}

/// The services that the actor may file for, in their order.
async fn offered(conn: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<services::Model>> {
    let rows = services::Entity::find()
        .filter(services::Column::ArchivedAt.is_null())
        .filter(services::Column::OfferedAt.is_not_null())
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    let audience = audiences(conn).await?;
    Ok(rows.into_iter().filter(|row| may(actor, Act::File(&facts_of(row, audience.get(&row.id))))).collect())
}

/// A team's services, in their order, as far as the actor may know of them: to answer tickets is not to know every service.
pub(crate) async fn of_team(conn: &impl ConnectionTrait, actor: &Actor, team: TeamId) -> Result<Vec<services::Model>> {
    let rows = services::Entity::find()
        .filter(services::Column::TeamId.eq(team.get()))
        .filter(services::Column::ArchivedAt.is_null())
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    let audience = audiences(conn).await?;
    Ok(rows.into_iter().filter(|row| may(actor, Act::SeeService(&facts_of(row, audience.get(&row.id))))).collect())
}

fn offer_of(row: &services::Model, asks: &HashMap<i64, String>) -> Result<Offer> {
    Ok(Offer {
        service: service_ref(row),
        description: description(row),
        kind: convert::word("kind", &row.kind)?,
        asks: row.form_id.and_then(|form| asks.get(&form)).cloned().unwrap_or_default(),
    })
}

/// A service with its form in force, for filing.
///
/// # Errors
/// [`Error::NotFound`] without such a service, or none that is offered to the actor.
pub async fn offer(store: &Store, actor: &Actor, service: ServiceId) -> Result<RequestForm> {
    let conn = &store.read;
    let (row, facts) = facts(conn, service).await?;
    // Whoever answers may file for others what they could not file for themselves.
    if !may(actor, Act::File(&facts)) && !may(actor, Act::FileFor(&facts)) {
        return Err(Error::NotFound);
    }
    let form_id = row.form_id.map(FormId);
    let form = match form_id {
        Some(id) => form::load(conn, id).await?,
        None => domain::form::Form::default(),
    };
    let mut teams = teams::refs(conn, [row.team_id]).await?;
    let team = teams.remove(&row.team_id).ok_or(Error::Unreadable { what: "service" })?;
    Ok(RequestForm {
        service: service_ref(&row),
        description: description(&row),
        kind: convert::word("kind", &row.kind)?,
        team,
        form_id,
        form,
    })
}

/// The services that the actor may change, by team and in their order; archived ones too.
///
/// # Errors
/// Those of the database.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<ServiceRow>> {
    let conn = &store.read;
    let rows = services::Entity::find()
        .order_by_asc(services::Column::TeamId)
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    let rows: Vec<_> = rows.into_iter().filter(|row| may(actor, Act::ManageService(&facts_of(row, None)))).collect();
    let teams = teams::refs(conn, rows.iter().map(|row| row.team_id)).await?;
    let owners = people::refs(conn, rows.iter().filter_map(|row| row.owner_id)).await?;
    rows.iter()
        .map(|row| {
            Ok(ServiceRow {
                service: service_ref(row),
                category: row.category_id.map(CategoryId),
                kind: convert::word("kind", &row.kind)?,
                team: teams.get(&row.team_id).cloned().ok_or(Error::Unreadable { what: "service" })?,
                owner: row.owner_id.and_then(|id| owners.get(&id).cloned()),
                offered: row.offered_at.is_some(),
                archived: row.archived_at.is_some(),
            })
        })
        .collect()
}

/// Everything about one service, for changing it.
///
/// # Errors
/// [`Error::NotFound`] without such a service, or none that the actor may change.
pub async fn detail(store: &Store, actor: &Actor, service: ServiceId) -> Result<ServiceDetail> {
    let conn = &store.read;
    let (row, facts) = facts(conn, service).await?;
    if !may(actor, Act::ManageService(&facts)) {
        return Err(Error::NotFound);
    }
    let audience = facts.visible_to.unwrap_or_default();
    let mut teams = teams::refs(conn, audience.iter().map(|team| team.get()).chain([row.team_id])).await?;
    let mut named: Vec<TeamRef> = audience.iter().filter_map(|team| teams.get(&team.get()).cloned()).collect();
    named.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(ServiceDetail {
        id: service,
        draft: draft_of(&row, audience)?,
        team: teams.remove(&row.team_id).ok_or(Error::Unreadable { what: "service" })?,
        owner: people::refs(conn, row.owner_id).await?.into_values().next(),
        audience: named,
        version: row.version,
        form_version: form::version_in_force(conn, &row).await?,
        offered_at: convert::time(row.offered_at),
        archived_at: convert::time(row.archived_at),
    })
}

/// A service as it would be typed.
pub(super) fn draft_of(row: &services::Model, audience: Vec<TeamId>) -> Result<ServiceDraft> {
    Ok(ServiceDraft {
        name: Localised::new(row.name_en.as_str(), row.name_zh.as_str()),
        description: description(row),
        icon: row.icon.clone(),
        category: row.category_id.map(CategoryId),
        team: TeamId(row.team_id),
        owner: row.owner_id.map(UserId),
        kind: convert::word("kind", &row.kind)?,
        impact: convert::word("impact", &row.impact)?,
        urgency: convert::word("urgency", &row.urgency)?,
        open_to_team: row.open_to_team,
        audience,
    })
}

/// A service and what permission depends on in it.
pub(crate) async fn facts(conn: &impl ConnectionTrait, service: ServiceId) -> Result<(services::Model, ServiceFacts)> {
    let row = services::Entity::find_by_id(service.get()).one(conn).await?.ok_or(Error::NotFound)?;
    let audience = service_audience::Entity::find()
        .filter(service_audience::Column::ServiceId.eq(service.get()))
        .order_by_asc(service_audience::Column::TeamId)
        .all(conn)
        .await?;
    let audience = audience.into_iter().map(|row| TeamId(row.team_id)).collect();
    let facts = facts_of(&row, Some(&audience));
    Ok((row, facts))
}

/// The same for several, in two queries; those that are not there are left out.
pub(crate) async fn facts_of_all(conn: &impl ConnectionTrait, ids: impl IntoIterator<Item = ServiceId>) -> Result<Vec<ServiceFacts>> {
    let ids: BTreeSet<i64> = ids.into_iter().map(ServiceId::get).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = services::Entity::find().filter(services::Column::Id.is_in(ids)).all(conn).await?;
    let audiences = audiences(conn).await?;
    Ok(rows.iter().map(|row| facts_of(row, audiences.get(&row.id))).collect())
}

pub(super) fn facts_of(row: &services::Model, audience: Option<&Vec<TeamId>>) -> ServiceFacts {
    ServiceFacts {
        id: ServiceId(row.id),
        team: TeamId(row.team_id),
        owner: row.owner_id.map(UserId),
        visible_to: (row.visibility == AUDIENCE).then(|| audience.cloned().unwrap_or_default()),
        offered: row.offered_at.is_some(),
        archived: row.archived_at.is_some(),
    }
}

async fn audiences(conn: &impl ConnectionTrait) -> Result<HashMap<i64, Vec<TeamId>>> {
    let mut audiences: HashMap<i64, Vec<TeamId>> = HashMap::new();
    for row in service_audience::Entity::find().all(conn).await? {
        audiences.entry(row.service_id).or_default().push(TeamId(row.team_id));
    }
    Ok(audiences)
}

fn description(row: &services::Model) -> Localised {
    Localised::new(row.description_en.as_str(), row.description_zh.as_str())
}
