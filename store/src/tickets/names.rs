//! The names of what a page refers to by ids: one query for people, one for teams, one for services.

use std::collections::BTreeSet;

use domain::{
    id::{ServiceId, TeamId, UserId},
    ticket::{
        What,
        view::{Names, PersonRef, ServiceRef, TeamRef},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::stored;
use crate::{
    Result,
    entity::{services, teams, users},
};

/// What has to be named.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    people: BTreeSet<i64>,
    teams: BTreeSet<i64>,
    services: BTreeSet<i64>,
}

impl Wanted {
    pub(super) fn person(&mut self, id: impl IntoIterator<Item = UserId>) {
        self.people.extend(id.into_iter().map(UserId::get));
    }

    pub(super) fn team(&mut self, id: impl IntoIterator<Item = TeamId>) {
        self.teams.extend(id.into_iter().map(TeamId::get));
    }

    pub(super) fn service(&mut self, id: impl IntoIterator<Item = ServiceId>) {
        self.services.extend(id.into_iter().map(ServiceId::get));
    }

    /// Whatever an event names.
    pub(super) fn event(&mut self, what: &What) {
        match what {
            What::Assigned { from, to, .. } => {
                self.team(from.team.into_iter().chain(to.team));
                self.person(from.person.into_iter().chain(to.person));
            }
            What::ServiceChanged { from, to } => self.service([*from, *to]),
            What::RequesterAdded { person }
            | What::RequesterRemoved { person }
            | What::WatcherAdded { person }
            | What::WatcherRemoved { person } => self.person([*person]),
            _ => {}
        }
    }

    /// Asks for all of them.
    pub(super) async fn find(self, conn: &impl ConnectionTrait) -> Result<Names> {
        Ok(Names {
            people: people(conn, self.people).await?,
            teams: teams(conn, self.teams).await?,
            services: services(conn, self.services).await?,
        })
    }
}

/// The names that one event needs, out of all.
pub(super) fn of_event(what: &What, all: &Names) -> Names {
    let mut wanted = Wanted::default();
    wanted.event(what);
    Names {
        people: all.people.iter().filter(|person| wanted.people.contains(&person.id.get())).cloned().collect(),
        teams: all.teams.iter().filter(|team| wanted.teams.contains(&team.id.get())).cloned().collect(),
        services: all.services.iter().filter(|service| wanted.services.contains(&service.id.get())).cloned().collect(),
    }
}

async fn people(conn: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<Vec<PersonRef>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<(i64, String)> = users::Entity::find()
        .filter(users::Column::Id.is_in(ids))
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple()
        .all(conn)
        .await?;
    Ok(named.into_iter().map(|(id, name)| PersonRef::new(UserId(id), name)).collect())
}

async fn teams(conn: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<Vec<TeamRef>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<(i64, String)> = teams::Entity::find()
        .filter(teams::Column::Id.is_in(ids))
        .select_only()
        .columns([teams::Column::Id, teams::Column::Name])
        .into_tuple()
        .all(conn)
        .await?;
    Ok(named.into_iter().map(|(id, name)| TeamRef { id: TeamId(id), name }).collect())
}

async fn services(conn: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<Vec<ServiceRef>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<(i64, String, String, String)> = services::Entity::find()
        .filter(services::Column::Id.is_in(ids))
        .select_only()
        .columns([services::Column::Id, services::Column::NameEn, services::Column::NameZh, services::Column::Icon])
        .into_tuple()
        .all(conn)
        .await?;
    Ok(named.into_iter().map(|(id, en, zh, icon)| stored::service_ref(Some(id), Some(en), Some(zh), Some(icon))).collect())
}
