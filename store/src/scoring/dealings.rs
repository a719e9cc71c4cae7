//! Who had to do with whom: read from tickets, hand-overs and faults when a round opens.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    id::{TeamId, UserId},
    people::{AccountState, TeamKind},
    scoring::{Dealing, DealingKind as Kind},
    ticket::What,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect, Statement};

use crate::{
    Result,
    entity::{fault_entries, fault_services, faults, memberships, services, teams, users},
};

/// The teams that take part, with who is in them. Suppliers do not: what they owe stands in their contract.
#[derive(Debug, Default)]
pub(super) struct Teams {
    pub(super) members: BTreeMap<TeamId, BTreeSet<UserId>>,
    kinds: HashMap<TeamId, TeamKind>,
    /// The teams of each person, in their order.
    of: HashMap<UserId, Vec<TeamId>>,
}

impl Teams {
    pub(super) async fn load(conn: &impl ConnectionTrait) -> Result<Self> {
        let mut all = Self::default();
        for team in teams::Entity::find().filter(teams::Column::ArchivedAt.is_null()).all(conn).await? {
            match crate::convert::word("team", &team.kind)? {
                TeamKind::Supplier => {}
                kind => {
                    all.kinds.insert(TeamId(team.id), kind);
                    all.members.insert(TeamId(team.id), BTreeSet::new());
                }
            }
        }
        let active =
            users::Entity::find().select_only().column(users::Column::Id).filter(users::Column::State.eq(AccountState::Active.as_str()));
        let active: BTreeSet<i64> = active.into_tuple().all(conn).await?.into_iter().collect();
        for row in memberships::Entity::find().all(conn).await? {
            if let Some(members) = all.members.get_mut(&TeamId(row.team_id)).filter(|_| active.contains(&row.user_id)) {
                members.insert(UserId(row.user_id));
                all.of.entry(UserId(row.user_id)).or_default().push(TeamId(row.team_id));
            }
        }
        all.of.values_mut().for_each(|teams| teams.sort_unstable());
        Ok(all)
    }

    /// The team in whose name somebody asks for things: the one that was noted, or else their first one, a business team before others.
    fn asking(&self, person: UserId, noted: Option<TeamId>) -> Option<TeamId> {
        let own = self.of.get(&person).map(Vec::as_slice).unwrap_or_default();
        let business = || own.iter().copied().find(|team| self.kinds.get(team) == Some(&TeamKind::Business));
        noted.filter(|team| self.members.contains_key(team)).or_else(business).or_else(|| own.first().copied())
    }

    /// The teams in whose name somebody has a part in a fault of these teams.
    fn sharing(&self, person: UserId, hit: &BTreeSet<TeamId>) -> Option<TeamId> {
        let own = self.of.get(&person)?;
        own.iter().copied().find(|team| hit.contains(team)).or_else(|| own.first().copied())
    }
}

/// Everything that people had to do with teams in this period; up to now, if that ends earlier.
pub(super) async fn between(conn: &impl ConnectionTrait, teams: &Teams, from: Timestamp, until: Timestamp) -> Result<Vec<Dealing>> {
    let mut dealings = filed(conn, teams, from, until).await?;
    dealings.extend(handed(conn, from, until).await?);
    dealings.extend(shared(conn, teams, from, until).await?);
    Ok(dealings)
}

#[derive(FromQueryResult)]
struct Filed {
    requester_id: i64,
    requester_team_id: Option<i64>,
    team_id: i64,
    assignee_id: Option<i64>,
    resolved_by: Option<i64>,
    times: i64,
}

/// Tickets of the period: whoever filed them had to do with the team that answers, and whoever answered with the team that filed. Raw SQL,
/// because it counts: what leaves the database is one row for each pair of people and not for each ticket.
async fn filed(conn: &impl ConnectionTrait, teams: &Teams, from: Timestamp, until: Timestamp) -> Result<Vec<Dealing>> {
    let sql = "SELECT requester_id, requester_team_id, team_id, assignee_id, resolved_by, CAST(COUNT(*) AS BIGINT) AS times FROM tickets \
               WHERE created_at >= $1 AND created_at < $2 AND team_id IS NOT NULL AND merged_into IS NULL AND status <> 'cancelled' \
               GROUP BY requester_id, requester_team_id, team_id, assignee_id, resolved_by";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [from.millis().into(), until.millis().into()]);
    let mut dealings = Vec::new();
    for row in Filed::find_by_statement(statement).all(conn).await? {
        let (requester, team) = (UserId(row.requester_id), TeamId(row.team_id));
        let times = u32::try_from(row.times).unwrap_or(u32::MAX);
        let Some(asking) = teams.asking(requester, row.requester_team_id.map(TeamId)) else { continue };
        dealings.push(Dealing { rater: requester, rater_team: asking, target: team, kind: Kind::Filed, times });
        let workers: BTreeSet<i64> = [row.assignee_id, row.resolved_by].into_iter().flatten().collect();
        let handled = |worker| Dealing { rater: UserId(worker), rater_team: team, target: asking, kind: Kind::Handled, times };
        dealings.extend(workers.into_iter().map(handled));
    }
    Ok(dealings)
}

#[derive(FromQueryResult)]
struct Handed {
    actor_id: i64,
    data: String,
    team_id: Option<i64>,
    assignee_id: Option<i64>,
}

/// Hand-overs of the period: who handed over, and who has the ticket now.
async fn handed(conn: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<Vec<Dealing>> {
    let sql = "SELECT events.actor_id, events.data, tickets.team_id, tickets.assignee_id FROM events JOIN tickets ON tickets.id = events.ticket_id \
               WHERE events.kind = 'assigned' AND events.at >= $1 AND events.at < $2 AND events.actor_id IS NOT NULL";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [from.millis().into(), until.millis().into()]);
    let mut dealings = Vec::new();
    for row in Handed::find_by_statement(statement).all(conn).await? {
        let What::Assigned { from, to, .. } = crate::convert::json("event", &row.data)? else { continue };
        let (Some(from), Some(to)) = (from.team, to.team) else { continue };
        if from == to {
            continue;
        }
        let one = |rater, rater_team, target, kind| Dealing { rater: UserId(rater), rater_team, target, kind, times: 1 };
        dealings.push(one(row.actor_id, from, to, Kind::HandedOver));
        let took = row.assignee_id.filter(|_| row.team_id == Some(to.get()));
        dealings.extend(took.map(|worker| one(worker, to, from, Kind::TakenOver)));
    }
    Ok(dealings)
}

/// Faults of the period that hit several teams: whoever had a part in one had to do with the other teams. Drills are practice.
async fn shared(conn: &impl ConnectionTrait, teams: &Teams, from: Timestamp, until: Timestamp) -> Result<Vec<Dealing>> {
    let declared = faults::Column::DeclaredAt.gte(from.millis()).and(faults::Column::DeclaredAt.lt(until.millis()));
    let rows = faults::Entity::find().filter(declared).filter(faults::Column::Drill.eq(false)).all(conn).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let owners: HashMap<i64, i64> = services::Entity::find()
        .select_only()
        .columns([services::Column::Id, services::Column::TeamId])
        .into_tuple::<(i64, i64)>()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let mut hit: HashMap<i64, BTreeSet<TeamId>> = HashMap::new();
    for row in fault_services::Entity::find().filter(fault_services::Column::FaultId.is_in(ids.iter().copied())).all(conn).await? {
        if let Some(team) = owners.get(&row.service_id) {
            hit.entry(row.fault_id).or_default().insert(TeamId(*team));
        }
    }
    let mut present: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for row in &rows {
        let people = [Some(row.declared_by), row.commander_id, row.scribe_id, row.liaison_id];
        present.entry(row.id).or_default().extend(people.into_iter().flatten());
    }
    let authors = fault_entries::Entity::find()
        .select_only()
        .columns([fault_entries::Column::FaultId, fault_entries::Column::AuthorId])
        .filter(fault_entries::Column::FaultId.is_in(ids.iter().copied()))
        .filter(fault_entries::Column::AuthorId.is_not_null());
    for (fault, author) in authors.into_tuple::<(i64, i64)>().all(conn).await? {
        present.entry(fault).or_default().insert(author);
    }
    let mut dealings = Vec::new();
    for (fault, people) in present {
        let Some(hit) = hit.get(&fault) else { continue };
        for person in people.into_iter().map(UserId) {
            let Some(own) = teams.sharing(person, hit) else { continue };
            let others = hit.iter().filter(|team| **team != own);
            dealings.extend(others.map(|&target| Dealing { rater: person, rater_team: own, target, kind: Kind::Fault, times: 1 }));
        }
    }
    Ok(dealings)
}
