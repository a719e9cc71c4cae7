//! Reports: figures over the tickets of a period, the same for the page and for the command line.

use std::str::FromStr;

use domain::{
    id::TeamId,
    invalid::{Code, Invalid},
    locale::{Locale, Localised},
    permit::{Act, Actor, may},
    rating::Stars,
    report::{By, Days, Insight, Report, TicketRow},
    survey::Kind,
    time::Timestamp,
};
use jiff::{civil::Date, tz::TimeZone};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::{
    Error, Result, Store,
    entity::{ratings, services, surveys, teams, tickets},
    tickets::stored,
    zone,
};

/// What a report is about, and what its rows are.
///
/// Of tickets it is those that were filed in the period: from the beginning of its first day to the
/// beginning of its end, in the instance's time zone. So the first of a month to the first of the
/// next is that month, and periods that follow each other count nothing twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<B = By> {
    /// The first day; all from the beginning, if absent.
    pub from: Option<Date>,
    /// The day after the last one; all up to now, if absent.
    pub to: Option<Date>,
    /// Of this team alone.
    pub team: Option<TeamId>,
    /// What the rows are.
    pub by: B,
    /// In which language services are called.
    pub locale: Locale,
}

impl<B: FromStr + Copy + Default> Question<B> {
    /// Reads a question as an address asks it: days such as `2026-01-01`, the word of what the rows are. What is empty is not asked for.
    ///
    /// # Errors
    /// `NotADate` for `from` and `to`, `NotAfterTheFirst` for `to`, `UnknownChoice` for `by`: a bound that cannot be read must not silently be none.
    pub fn read(from: &str, to: &str, by: &str, team: Option<TeamId>, locale: Locale) -> std::result::Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let (from, to) = period(from, to, &mut invalid);
        let by = match by.trim() {
            "" => Some(B::default()),
            by => invalid.take("by", by.parse().map_err(|_| Code::UnknownChoice)),
        };
        invalid.or(Self { from, to, team, by: by.unwrap_or_default(), locale })
    }
}

/// The bounds of a report as an address asks for them; what cannot be read is told at its field.
pub(crate) fn period(from: &str, to: &str, invalid: &mut Invalid) -> (Option<Date>, Option<Date>) {
    let from = invalid.take("from", day(from)).flatten();
    let to = invalid.take("to", day(to)).flatten();
    // The end is the day after the last one: the same day twice is no day at all.
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        invalid.add("to", Code::NotAfterTheFirst);
    }
    (from, to)
}

fn day(typed: &str) -> std::result::Result<Option<Date>, Code> {
    match typed.trim() {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Code::NotADate),
    }
}

/// Counts the tickets, and how long they took from filing to resolving in wall hours.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn tickets(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Report> {
    Ok(Report::of(counted(store, actor, question).await?))
}

/// The same with what requesters thought of the answers, and the trend.
///
/// # Errors
/// As for [`tickets`].
pub async fn insight(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Insight> {
    let days = Days { from: question.from, to: question.to, today: today(store).await? };
    Ok(Insight::of(&counted(store, actor, question).await?, days))
}

/// Which day it is, where the instance is.
///
/// # Errors
/// The database's.
pub async fn today(store: &Store) -> Result<Date> {
    Ok(store.now().to_jiff().to_zoned(house(store).await?).date())
}

/// The zone of the instance, within a transaction.
pub(crate) async fn house_in(conn: &impl ConnectionTrait) -> Result<TimeZone> {
    Ok(zone::find(&crate::settings::load(conn).await?.time_zone).unwrap_or(TimeZone::UTC))
}

pub(crate) async fn house(store: &Store) -> Result<TimeZone> {
    Ok(zone::find(&store.settings().await?.time_zone).unwrap_or(TimeZone::UTC))
}

async fn counted(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Vec<TicketRow>> {
    if actor.is_some_and(|actor| !may(actor, Act::SeeReports { team: question.team })) {
        return Err(Error::NotFound);
    }
    let zone = house(store).await?;
    let rows = store.read.query_all(&select(question, &zone)).await?;
    rows.iter().map(|row| ticket(row, question, &zone)).collect()
}

fn select(question: &Question, zone: &TimeZone) -> SelectStatement {
    use tickets::Column as C;
    let column = |column| Expr::col((tickets::Entity, column));
    let mut select = Query::select();
    select
        .columns([C::Priority, C::CreatedAt, C::ResolvedAt, C::ReopenCount].map(|column| (tickets::Entity, column)))
        .expr_as(Expr::col((ratings::Entity, ratings::Column::Given)), "stars")
        .expr_as(Expr::col((surveys::Entity, surveys::Column::SentAt)), "asked_at")
        .from(tickets::Entity)
        .left_join(
            ratings::Entity,
            Expr::col((ratings::Entity, ratings::Column::TicketId)).equals((tickets::Entity, C::Id)).and(in_stars(ratings::Column::Kind)),
        )
        .left_join(
            surveys::Entity,
            Expr::col((surveys::Entity, surveys::Column::TicketId))
                .equals((tickets::Entity, C::Id))
                .and(in_stars(surveys::Column::Kind))
                .and(Expr::col((surveys::Entity, surveys::Column::Asked))),
        );
    match question.by {
        By::Priority => {}
        By::Team => {
            select
                .expr_as(Expr::col((teams::Entity, teams::Column::Name)), "team")
                .left_join(teams::Entity, Expr::col((teams::Entity, teams::Column::Id)).equals((tickets::Entity, C::TeamId)));
        }
        By::Service => {
            select
                .expr_as(Expr::col((services::Entity, services::Column::NameEn)), "en")
                .expr_as(Expr::col((services::Entity, services::Column::NameZh)), "zh")
                .left_join(services::Entity, Expr::col((services::Entity, services::Column::Id)).equals((tickets::Entity, C::ServiceId)));
        }
    }
    if let Some(from) = question.from {
        select.and_where(column(C::CreatedAt).gte(midnight(from, zone).millis()));
    }
    if let Some(to) = question.to {
        select.and_where(column(C::CreatedAt).lt(midnight(to, zone).millis()));
    }
    if let Some(team) = question.team {
        select.and_where(column(C::TeamId).eq(team.get()));
    }
    select
}

/// Stars alone have a mean in this report; the other kinds have the one on satisfaction.
fn in_stars(kind: impl sea_orm::ColumnTrait) -> Expr {
    Expr::col(kind.as_column_ref()).eq(Kind::Stars.as_str())
}

/// When a day begins; where clocks were set forward at midnight, later than that.
pub(crate) fn midnight(day: Date, zone: &TimeZone) -> Timestamp {
    // It can only fail at the ends of the calendar, in the years -9999 and 9999.
    day.to_zoned(zone.clone()).map_or(Timestamp::EPOCH, |zoned| zoned.timestamp().into())
}

fn ticket(row: &sea_orm::QueryResult, question: &Question, zone: &TimeZone) -> Result<TicketRow> {
    let text = |column: &str| -> Result<String> { Ok(row.try_get::<Option<String>>("", column)?.unwrap_or_default()) };
    let key = match question.by {
        By::Team => text("team")?,
        By::Priority => stored::priority(row.try_get("", "priority")?)?.to_string(),
        By::Service => Localised::new(text("en")?, text("zh")?).get(question.locale).to_owned(),
    };
    let resolved_at: Option<i64> = row.try_get("", "resolved_at")?;
    let reopened: i64 = row.try_get("", "reopen_count")?;
    let created_at = Timestamp::from_millis(row.try_get("", "created_at")?);
    let stars: Option<i16> = row.try_get("", "stars")?;
    Ok(TicketRow {
        key,
        created_at,
        resolved_at: resolved_at.map(Timestamp::from_millis),
        reopened: reopened > 0,
        asked: row.try_get::<Option<i64>>("", "asked_at")?.is_some(),
        stars: stars.and_then(|stars| u8::try_from(stars).ok()).and_then(|stars| Stars::try_from(stars).ok()),
        day: created_at.to_jiff().to_zoned(zone.clone()).date(),
    })
}
