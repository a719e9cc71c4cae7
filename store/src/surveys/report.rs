//! The report on satisfaction: counted by the database, the same for the page, its files and the command line.

use std::collections::HashMap;

use domain::{
    id::TeamId,
    locale::{Locale, Localised},
    people::TeamKind,
    permit::{Act, Actor, may},
    survey::report::{By, Cell, Report, Silent, Why},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, Statement};

use crate::{
    Error, Result, Store, convert,
    entity::{services, teams},
    report::{Question as Asked, house, midnight},
};

/// What the report is about. A survey is of the day on which it was asked, and its answer goes with it.
pub type Question = Asked<By>;

/// The most months that are told one by one.
const MONTHS_MAX: usize = 240;

/// Counts surveys and answers.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn count(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Report> {
    permitted(actor, question.team)?;
    let zone = house(store).await?;
    let span = bounds(question, &zone);
    let months = months(store, question, &zone).await?;
    let named = Named::of(store, question.locale).await?;
    let month = month_of(&months);
    let by_month = cells(store, &month, span, question.team).await?;
    let by_month: Vec<Cell> = by_month.into_iter().map(|(key, cell)| Cell { key: label(&months, key), ..cell }).collect();
    let key = if question.by == By::Team { "x.team_id" } else { "x.service_id" };
    let by_key: Vec<Cell> = cells(store, key, span, question.team).await?.into_iter().map(|(_, cell)| cell).collect();
    let earlier = match earlier(question, &zone) {
        Some(span) => Some(cells(store, key, span, question.team).await?.into_iter().map(|(_, cell)| cell).collect::<Vec<_>>()),
        None => None,
    };
    let name = |key: &str| named.get(question.by, key);
    let mut report = Report::of(question.by, &by_key, &by_month, earlier.as_deref(), &name);
    report.silent = silent(store, question, span, &named, &by_key).await?;
    Ok(report)
}

pub(super) fn permitted(actor: Option<&Actor>, team: Option<TeamId>) -> Result<()> {
    if actor.is_some_and(|actor| !may(actor, Act::SeeReports { team })) { Err(Error::NotFound) } else { Ok(()) }
}

/// From when on, and up to when.
pub(super) type Bounds = (Option<Timestamp>, Option<Timestamp>);

pub(super) fn bounds(question: &Question, zone: &TimeZone) -> Bounds {
    (question.from.map(|day| midnight(day, zone)), question.to.map(|day| midnight(day, zone)))
}

/// The period of the same length before a period that has both ends.
fn earlier(question: &Question, zone: &TimeZone) -> Option<Bounds> {
    let (from, to) = (question.from?, question.to?);
    let before = from.checked_sub(from.until(to).ok()?).ok()?;
    Some((Some(midnight(before, zone)), Some(midnight(from, zone))))
}

/// A condition on a column of times, as SQL; nothing but numbers is put into it.
pub(super) fn within(column: &str, (from, to): Bounds) -> String {
    let bound = |sign: &str, at: Option<Timestamp>| at.map(|at| format!(" AND {column} {sign} {}", at.millis())).unwrap_or_default();
    format!("{}{}", bound(">=", from), bound("<", to))
}

/// Surveys of a period with their answers, those of other systems among them.
fn surveys(span: Bounds, team: Option<TeamId>) -> String {
    let of = |alias: &str| team.map(|team| format!(" AND {alias}.team_id = {team}")).unwrap_or_default();
    format!(
        "SELECT s.sent_at AS at, t.service_id AS service_id, t.team_id AS team_id, s.kind AS kind, r.given AS given, \
         CASE WHEN s.asked THEN 1 ELSE 0 END AS asked \
         FROM surveys s JOIN tickets t ON t.id = s.ticket_id LEFT JOIN ratings r ON r.ticket_id = s.ticket_id WHERE 1 = 1{}{} \
         UNION ALL SELECT p.asked_at, p.service_id, p.team_id, p.kind, p.given, 1 FROM past_surveys p WHERE 1 = 1{}{}",
        within("s.sent_at", span),
        of("t"),
        within("p.asked_at", span),
        of("p"),
    )
}

/// Surveys counted by a key, what was asked and what was answered.
async fn cells(store: &Store, key: &str, span: Bounds, team: Option<TeamId>) -> Result<Vec<(Option<i64>, Cell)>> {
    let sql = format!(
        "SELECT CAST({key} AS BIGINT) AS key, x.kind AS kind, CAST(x.given AS BIGINT) AS given, CAST(x.asked AS BIGINT) AS asked, \
         COUNT(*) AS n FROM ({}) x GROUP BY 1, 2, 3, 4",
        surveys(span, team)
    );
    let rows = store.read.query_all_raw(Statement::from_string(store.backend(), sql)).await?;
    rows.iter().map(cell).collect()
}

fn cell(row: &QueryResult) -> Result<(Option<i64>, Cell)> {
    let key: Option<i64> = row.try_get("", "key")?;
    let kind: String = row.try_get("", "kind")?;
    let given: Option<i64> = row.try_get("", "given")?;
    let cell = Cell {
        key: key.map(|key| key.to_string()).unwrap_or_default(),
        kind: convert::word("survey", &kind)?,
        given: given.and_then(|given| u8::try_from(given).ok()),
        asked: row.try_get::<i64>("", "asked")? != 0,
        count: u64::try_from(row.try_get::<i64>("", "n")?).unwrap_or_default(),
    };
    Ok((key, cell))
}

/// The first days of the months of a period, with the time at which each begins.
async fn months(store: &Store, question: &Question, zone: &TimeZone) -> Result<Vec<(Date, Timestamp)>> {
    let first = match question.from {
        Some(from) => from,
        None => first_day(store, zone).await?,
    };
    let last = question.to.map_or_else(|| day_of(store.now(), zone), |to| to.saturating_sub(1.day()));
    let mut month = first.first_of_month();
    let mut months = Vec::new();
    while month <= last && months.len() < MONTHS_MAX {
        months.push((month, midnight(month, zone)));
        month = month.saturating_add(1.month());
    }
    Ok(months)
}

fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_jiff().to_zoned(zone.clone()).date()
}

async fn first_day(store: &Store, zone: &TimeZone) -> Result<Date> {
    let sql = "SELECT CAST(MIN(x.at) AS BIGINT) AS first FROM \
               (SELECT MIN(sent_at) AS at FROM surveys UNION ALL SELECT MIN(asked_at) FROM past_surveys) x";
    let row = store.read.query_one_raw(Statement::from_string(store.backend(), sql)).await?;
    let first = row.map(|row| row.try_get::<Option<i64>>("", "first")).transpose()?.flatten();
    Ok(day_of(first.map_or(store.now(), Timestamp::from_millis), zone))
}

/// In which of the months a survey was asked, as SQL: the database knows no zones.
fn month_of(months: &[(Date, Timestamp)]) -> String {
    let mut case = String::from("CASE");
    for (place, (_, begins)) in months.iter().enumerate().skip(1) {
        case.push_str(&format!(" WHEN x.at < {} THEN {}", begins.millis(), place - 1));
    }
    match months.len() {
        0 | 1 => "0".to_owned(),
        many => format!("{case} ELSE {} END", many - 1),
    }
}

fn label(months: &[(Date, Timestamp)], place: Option<i64>) -> String {
    let month = place.and_then(|place| months.get(usize::try_from(place).ok()?));
    month.map(|(first, _)| first.strftime("%Y-%m").to_string()).unwrap_or_default()
}

/// What services and teams are called.
struct Named {
    services: Vec<services::Model>,
    teams: Vec<teams::Model>,
    locale: Locale,
}

impl Named {
    async fn of(store: &Store, locale: Locale) -> Result<Self> {
        let services = services::Entity::find().all(&store.read).await?;
        Ok(Self { services, teams: teams::Entity::find().all(&store.read).await?, locale })
    }

    fn get(&self, by: By, key: &str) -> String {
        let Ok(id) = key.parse::<i64>() else { return String::new() };
        match by {
            By::Team => self.teams.iter().find(|team| team.id == id).map(|team| team.name.clone()).unwrap_or_default(),
            _ => self.services.iter().find(|service| service.id == id).map(|service| called(service, self.locale)).unwrap_or_default(),
        }
    }
}

fn called(service: &services::Model, locale: Locale) -> String {
    Localised::new(service.name_en.clone(), service.name_zh.clone()).get(locale).to_owned()
}

/// Services (or teams, where rows are teams) that are in use and have no figure.
async fn silent(store: &Store, question: &Question, span: Bounds, named: &Named, cells: &[Cell]) -> Result<Vec<Silent>> {
    let by_team = question.by == By::Team;
    let resolved = resolved(store, if by_team { "team_id" } else { "service_id" }, span, question.team).await?;
    let in_use: Vec<(String, i64)> = if by_team {
        let serves = |team: &&teams::Model| team.archived_at.is_none() && team.kind != TeamKind::Business.as_str();
        let asked_for = |team: &&teams::Model| question.team.is_none_or(|asked| asked.get() == team.id);
        named.teams.iter().filter(serves).filter(asked_for).map(|team| (team.name.clone(), team.id)).collect()
    } else {
        let asked_for = |service: &&services::Model| question.team.is_none_or(|asked| asked.get() == service.team_id);
        let offered = |service: &&services::Model| service.archived_at.is_none() && service.offered_at.is_some();
        named.services.iter().filter(offered).filter(asked_for).map(|service| (called(service, named.locale), service.id)).collect()
    };
    let found = in_use.into_iter().filter_map(|(name, id)| {
        let key = id.to_string();
        let of = || cells.iter().filter(|cell| cell.key == key);
        if of().any(|cell| cell.given.is_some()) {
            return None;
        }
        let sent = of().filter(|cell| cell.asked).map(|cell| cell.count).sum();
        let resolved = resolved.get(&id).copied().unwrap_or_default();
        let why = match (sent, resolved) {
            (1.., _) => Why::Unanswered,
            (0, 1..) => Why::NeverAsked,
            (0, 0) => Why::NoData,
        };
        Some(Silent { key, name, why, resolved, sent })
    });
    let mut found: Vec<Silent> = found.collect();
    found.sort_by(|one, other| (one.why, &one.name).cmp(&(other.why, &other.name)));
    Ok(found)
}

/// How many tickets were resolved in a period, by service or team.
async fn resolved(store: &Store, column: &str, span: Bounds, team: Option<TeamId>) -> Result<HashMap<i64, u64>> {
    let of = team.map(|team| format!(" AND team_id = {team}")).unwrap_or_default();
    let sql = format!(
        "SELECT CAST({column} AS BIGINT) AS key, COUNT(*) AS n FROM tickets \
         WHERE resolved_at IS NOT NULL AND {column} IS NOT NULL{}{of} GROUP BY 1",
        within("resolved_at", span)
    );
    let rows = store.read.query_all_raw(Statement::from_string(store.backend(), sql)).await?;
    let counted = rows.iter().map(|row| {
        let count: i64 = row.try_get("", "n")?;
        Ok((row.try_get("", "key")?, u64::try_from(count).unwrap_or_default()))
    });
    counted.collect()
}

/// The team that a service belongs to, by name in any language; what is archived comes last.
pub(super) async fn services_by_name(conn: &impl ConnectionTrait) -> Result<HashMap<String, (i64, i64)>> {
    let mut rows = services::Entity::find().filter(services::Column::Id.is_not_null()).all(conn).await?;
    rows.sort_by_key(|row| (row.archived_at.is_none(), std::cmp::Reverse(row.id)));
    let mut known = HashMap::new();
    for row in rows {
        for name in [&row.name_en, &row.name_zh] {
            let name = name.trim().to_lowercase();
            if !name.is_empty() {
                known.insert(name, (row.id, row.team_id));
            }
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Sandbox;

    #[tokio::test]
    async fn a_period_is_read_from_the_index_of_its_days() {
        let sandbox = Sandbox::sqlite().await;
        let span = (Some(Timestamp::from_millis(1)), Some(Timestamp::from_millis(2)));
        let sql = format!("EXPLAIN QUERY PLAN {}", surveys(span, Some(TeamId(1))));
        let plan = sandbox.store.texts(&sql).await.join("\n");
        assert!(plan.contains("surveys_sent") && plan.contains("past_surveys_asked"), "{plan}");
        assert!(!plan.contains("SCAN"), "{plan}");
        sandbox.end().await;
    }
}
