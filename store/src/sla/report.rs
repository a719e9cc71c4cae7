//! Which promises were kept: the same figures for the page and for the command line.

use std::collections::BTreeMap;

use domain::{
    id::{PolicyVersionId, TeamId, TicketId},
    locale::Localised,
    permit::{Act, Actor, may},
    sla::{By, Measured, Outcome, Report, Verdict},
    time::{Span, Timestamp},
};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationDef, Select, sea_query::Expr,
};

use crate::{
    Error, Result, Store,
    entity::{breaches, clocks, policies, policy_versions, services, teams, tickets},
    report::{self, midnight},
    tickets::stored,
    zone,
};

/// Which clocks a report is about.
///
/// They are those that were kept or missed in the period: that stopped in time in it, or became late in it.
pub type Question = report::Question<By>;

/// A clock with a verdict, and what it may be counted under.
#[derive(FromQueryResult)]
struct Counted {
    ticket_id: i64,
    metric: String,
    cycle: i64,
    policy_version_id: i64,
    team_id: Option<i64>,
    target: i64,
    started_at: i64,
    state_at: Option<i64>,
    elapsed: Option<i64>,
    ended: bool,
    breached_at: Option<i64>,
    excused_at: Option<i64>,
    ticket_team: Option<i64>,
    service_en: Option<String>,
    service_zh: Option<String>,
    priority: i16,
    policy: String,
}

/// Counts the promises that were kept and missed.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn attainment(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Report> {
    if actor.is_some_and(|actor| !may(actor, Act::SeeReports { team: question.team })) {
        return Err(Error::NotFound);
    }
    Ok(Report::of(measured(store, question).await?, question.by))
}

/// The clocks that were kept or missed in the period, each with what it is counted under.
pub(super) async fn measured(store: &Store, question: &Question) -> Result<Vec<Measured>> {
    let zone = zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC);
    let rows = counted(store, question, &zone).await?;
    let names: Vec<(i64, String)> =
        teams::Entity::find().select_only().columns([teams::Column::Id, teams::Column::Name]).into_tuple().all(&store.read).await?;
    let teams: BTreeMap<i64, String> = names.into_iter().collect();
    let mut measured = Vec::with_capacity(rows.len());
    for row in rows {
        let team = row.team_id.or(row.ticket_team);
        if question.team.is_none_or(|asked| team == Some(asked.get())) {
            let team = team.and_then(|team| teams.get(&team)).cloned().unwrap_or_default();
            measured.push(Measured { key: key(&row, question, &zone, team)?, at: verdict_at(&row), outcome: outcome(&row)? });
        }
    }
    Ok(measured)
}

/// Each of the two ways to a verdict from an index of its own: asked for together, every clock there ever was would be read.
async fn counted(store: &Store, question: &Question, zone: &TimeZone) -> Result<Vec<Counted>> {
    let from = question.from.map_or(i64::MIN, |from| midnight(from, zone).millis());
    let to = question.to.map_or(i64::MAX, |to| midnight(to, zone).millis());
    let mut rows = Vec::new();
    for condition in verdicts(from, to) {
        rows.extend(columns(joined().filter(condition)).into_model::<Counted>().all(&store.read).await?);
    }
    Ok(rows)
}

/// The clocks that stopped in time from `from` until before `to`, and those that became late then; in milliseconds.
fn verdicts(from: i64, to: i64) -> [Condition; 2] {
    let within = |column: clocks::Column| Condition::all().add(column.gte(from)).add(column.lt(to));
    // Written out, as in the conditions of the indexes.
    let met = within(clocks::Column::StateAt).add(Expr::cust("clocks.state = 'stopped' AND clocks.breached_at IS NULL"));
    let missed = within(clocks::Column::BreachedAt).add(Expr::cust("clocks.breached_at IS NOT NULL"));
    [met, missed]
}

fn columns(select: Select<clocks::Entity>) -> Select<clocks::Entity> {
    let mut select = select.select_only();
    for column in [
        clocks::Column::TicketId,
        clocks::Column::Metric,
        clocks::Column::Cycle,
        clocks::Column::PolicyVersionId,
        clocks::Column::TeamId,
        clocks::Column::Target,
        clocks::Column::StartedAt,
        clocks::Column::StateAt,
        clocks::Column::Elapsed,
        clocks::Column::BreachedAt,
    ] {
        select = select.column(column);
    }
    select
        // A paused clock has a time of its state as well.
        .column_as(clocks::Column::Elapsed.is_not_null(), "ended")
        .column_as(breaches::Column::ExcusedAt, "excused_at")
        .column_as(tickets::Column::TeamId, "ticket_team")
        .column_as(services::Column::NameEn, "service_en")
        .column_as(services::Column::NameZh, "service_zh")
        .column_as(tickets::Column::Priority, "priority")
        .column_as(Expr::col((policies::Entity, policies::Column::Name)), "policy")
}

/// Clocks with all that they may be counted under.
fn joined() -> Select<clocks::Entity> {
    clocks::Entity::find()
        .join(
            JoinType::InnerJoin,
            to_one(clocks::Entity::belongs_to(tickets::Entity).from(clocks::Column::TicketId).to(tickets::Column::Id)),
        )
        .join(
            JoinType::InnerJoin,
            to_one(
                clocks::Entity::belongs_to(policy_versions::Entity).from(clocks::Column::PolicyVersionId).to(policy_versions::Column::Id),
            ),
        )
        .join(
            JoinType::InnerJoin,
            to_one(policy_versions::Entity::belongs_to(policies::Entity).from(policy_versions::Column::PolicyId).to(policies::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            to_one(tickets::Entity::belongs_to(services::Entity).from(tickets::Column::ServiceId).to(services::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            to_one(
                clocks::Entity::belongs_to(breaches::Entity)
                    .from((clocks::Column::TicketId, clocks::Column::Metric, clocks::Column::Cycle))
                    .to((breaches::Column::TicketId, breaches::Column::Metric, breaches::Column::Cycle)),
            ),
        )
}

fn to_one(relation: impl Into<RelationDef>) -> RelationDef {
    relation.into()
}

fn outcome(row: &Counted) -> Result<Outcome> {
    let ended = row.state_at.filter(|_| row.ended).map(Timestamp::from_millis);
    Ok(Outcome {
        ticket: TicketId(row.ticket_id),
        metric: stored::word(&row.metric)?,
        cycle: u32::try_from(row.cycle).map_err(|_| Error::Unreadable { what: "clock" })?,
        policy: PolicyVersionId(row.policy_version_id),
        team: row.team_id.map(TeamId),
        verdict: if row.breached_at.is_some() { Verdict::Breached } else { Verdict::Met },
        excused: row.excused_at.is_some(),
        start: Timestamp::from_millis(row.started_at),
        ended,
        elapsed: Span::from_millis(row.elapsed.unwrap_or_default()),
        target: Span::from_millis(row.target),
    })
}

fn key(row: &Counted, question: &Question, zone: &TimeZone, team: String) -> Result<String> {
    Ok(match question.by {
        By::Metric => row.metric.clone(),
        By::Policy => row.policy.clone(),
        By::Service => {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            Localised::new(text(&row.service_en), text(&row.service_zh)).get(question.locale).to_owned()
        }
        By::Team => team,
        By::Priority => stored::priority(row.priority)?.to_string(),
        By::Week => {
            let week = verdict_at(row).to_jiff().to_zoned(zone.clone()).date().iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        By::Month => {
            let date = verdict_at(row).to_jiff().to_zoned(zone.clone()).date();
            format!("{}-{:02}", date.year(), date.month())
        }
    })
}

/// When it was known whether the promise was kept.
fn verdict_at(row: &Counted) -> Timestamp {
    Timestamp::from_millis(row.breached_at.or(row.state_at).unwrap_or(row.started_at))
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement};

    use super::*;
    use crate::testing::Sandbox;

    #[tokio::test]
    async fn a_period_is_read_from_indexes_and_not_from_all_clocks() {
        let sandbox = Sandbox::sqlite().await;
        let indexes = ["clocks_met", "clocks_missed"];
        for (condition, index) in verdicts(1_000, 2_000).into_iter().zip(indexes) {
            let asked = columns(joined().filter(condition)).build(DbBackend::Sqlite);
            let explained = Statement { sql: format!("EXPLAIN QUERY PLAN {}", asked.sql), ..asked };
            let steps = sandbox.store.read.query_all_raw(explained).await.unwrap();
            let plan: String = steps.iter().map(|step| step.try_get::<String>("", "detail").unwrap() + "\n").collect();
            assert!(plan.contains(&format!("INDEX {index} ")) && !plan.contains("SCAN"), "{plan}");
        }
        sandbox.end().await;
    }
}
