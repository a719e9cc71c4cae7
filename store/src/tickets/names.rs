//! The names of what a page refers to by ids: people, teams and services, in one query.

use std::collections::BTreeSet;

use domain::{
    id::{ServiceId, TeamId, UserId},
    ticket::{
        What,
        view::{Names, PersonRef, TeamRef},
    },
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use super::stored;
use crate::Result;

/// What has to be named.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    people: BTreeSet<i64>,
    teams: BTreeSet<i64>,
    services: BTreeSet<i64>,
}

impl Wanted {
    pub(crate) fn person(&mut self, id: impl IntoIterator<Item = UserId>) {
        self.people.extend(id.into_iter().map(UserId::get));
    }

    pub(crate) fn team(&mut self, id: impl IntoIterator<Item = TeamId>) {
        self.teams.extend(id.into_iter().map(TeamId::get));
    }

    pub(crate) fn service(&mut self, id: impl IntoIterator<Item = ServiceId>) {
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
            What::Warned { told, .. } => self.person(told.iter().copied()),
            What::FollowUpOpened { owner, .. } => self.person(*owner),
            _ => {}
        }
    }

    /// Asks for all of them.
    pub(crate) async fn find(self, conn: &impl ConnectionTrait) -> Result<Names> {
        let mut names = Names::default();
        let Some(statement) = self.statement(conn.get_database_backend()) else { return Ok(names) };
        for row in Named::find_by_statement(statement).all(conn).await? {
            match row.what.as_str() {
                "person" => names.people.push(PersonRef::new(UserId(row.id), row.name)),
                "team" => names.teams.push(TeamRef { id: TeamId(row.id), name: row.name }),
                _ => names.services.push(stored::service_ref(Some(row.id), Some(row.name), Some(row.name_zh), Some(row.icon))),
            }
        }
        Ok(names)
    }

    /// One question for all of them; none, when nothing has to be named. Raw SQL, because the three tables have nothing in common
    /// but that they are asked at once.
    fn statement(&self, backend: DbBackend) -> Option<Statement> {
        let mut values: Vec<i64> = Vec::new();
        let mut arms = Vec::new();
        for (columns, ids) in [
            ("'person' AS what, id, name, '' AS name_zh, '' AS icon FROM users", &self.people),
            ("'team' AS what, id, name, '' AS name_zh, '' AS icon FROM teams", &self.teams),
            ("'service' AS what, id, name_en AS name, name_zh, icon FROM services", &self.services),
        ] {
            if ids.is_empty() {
                continue;
            }
            let these: Vec<String> = (values.len() + 1..=values.len() + ids.len()).map(|at| format!("${at}")).collect();
            arms.push(format!("SELECT {columns} WHERE id IN ({})", these.join(", ")));
            values.extend(ids);
        }
        let sql = arms.join(" UNION ALL ");
        (!arms.is_empty()).then(|| Statement::from_sql_and_values(backend, sql, values.into_iter().map(Into::into)))
    }
}

/// One row of what was asked for.
#[derive(FromQueryResult)]
struct Named {
    what: String,
    id: i64,
    name: String,
    name_zh: String,
    icon: String,
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
