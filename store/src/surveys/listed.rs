//! The surveys behind a figure.

use domain::{
    id::TicketId,
    locale::Localised,
    permit::Actor,
    survey::{
        Kind,
        report::{Behind, By, Part},
    },
    ticket::Number,
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::{
    follow_up::guess,
    report::{Bounds, Question, bounds, permitted, within},
};
use crate::{
    Result, Store, convert, ratings,
    report::{house, midnight},
    tickets::stored,
};

/// How many a page has.
pub const MOST: usize = 100;
/// The most rows of a file.
const FILE_MAX: usize = 200_000;

/// A page of the surveys behind a figure, those that were asked last first, and how many there are.
///
/// # Errors
/// [`crate::Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn behind(store: &Store, actor: &Actor, question: &Question, part: &Part, page: usize) -> Result<(Vec<Behind>, u64)> {
    permitted(Some(actor), question.team)?;
    let source = source(store, question, part).await?;
    let sql = format!("SELECT COUNT(*) AS n FROM ({source}) x");
    let row = store.read.query_one_raw(Statement::from_string(store.backend(), sql)).await?;
    let count: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    let rows = read(store, &source, MOST, page.saturating_mul(MOST)).await?;
    Ok((rows, u64::try_from(count).unwrap_or_default()))
}

/// All of them, for a file.
///
/// # Errors
/// As for [`behind`].
pub async fn all(store: &Store, actor: &Actor, question: &Question, part: &Part) -> Result<Vec<Behind>> {
    permitted(Some(actor), question.team)?;
    let source = source(store, question, part).await?;
    read(store, &source, FILE_MAX, 0).await
}

async fn read(store: &Store, source: &str, limit: usize, offset: usize) -> Result<Vec<Behind>> {
    let sql = format!("SELECT * FROM ({source}) x ORDER BY x.asked_at DESC, x.past, x.id DESC LIMIT {limit} OFFSET {offset}");
    let rows = store.read.query_all_raw(Statement::from_string(store.backend(), sql)).await?;
    rows.iter().map(line).collect()
}

/// Surveys with what a line shows; nothing but numbers and known words is put into the statement.
async fn source(store: &Store, question: &Question, part: &Part) -> Result<String> {
    let zone = house(store).await?;
    let (span, column) = match (question.by, part.key.as_deref()) {
        (By::Month, Some(key)) => (month(key, bounds(question, &zone), &zone), None),
        (by, key) => (bounds(question, &zone), key.map(|key| (if by == By::Team { "team_id" } else { "service_id" }, key))),
    };
    let narrowed = |key: &str, given: &str, kind: &str, guess: &str| {
        let mut all = String::new();
        if let Some(team) = question.team {
            all.push_str(&format!(" AND {key}.team_id = {team}"));
        }
        if let Some((column, value)) = column {
            // What is no number belongs to nothing.
            all.push_str(
                &value.parse::<i64>().map_or_else(|_| format!(" AND {key}.{column} IS NULL"), |id| format!(" AND {key}.{column} = {id}")),
            );
        }
        all.push_str(&part.kind.map(|asked| format!(" AND {kind} = '{asked}'")).unwrap_or_default());
        all.push_str(&part.given.map(|value| format!(" AND {given} = {value}")).unwrap_or_default());
        all.push_str(&part.guess.map(|meant| format!(" AND {guess} = '{meant}'")).unwrap_or_default());
        match part.answered {
            Some(true) => all.push_str(&format!(" AND {given} IS NOT NULL")),
            Some(false) => all.push_str(&format!(" AND {given} IS NULL")),
            None => {}
        }
        all
    };
    let columns = "v.name_en AS name_en, v.name_zh AS name_zh, g.name AS team";
    Ok(format!(
        "SELECT 0 AS past, t.id AS id, t.id AS ticket_id, t.kind AS ticket_kind, '' AS reference, s.kind AS kind, r.given AS given, \
         COALESCE(r.comment, '') AS comment, r.sentiment AS sentiment, s.sent_at AS asked_at, r.updated_at AS answered_at, {columns} \
         FROM surveys s JOIN tickets t ON t.id = s.ticket_id LEFT JOIN ratings r ON r.ticket_id = s.ticket_id \
         LEFT JOIN services v ON v.id = t.service_id LEFT JOIN teams g ON g.id = t.team_id WHERE 1 = 1{}{} \
         UNION ALL SELECT 1, p.id, k.id, k.kind, p.reference, p.kind, p.given, p.comment, p.sentiment, p.asked_at, p.answered_at, {columns} \
         FROM past_surveys p LEFT JOIN tickets k ON k.id = p.ticket_id \
         LEFT JOIN services v ON v.id = p.service_id LEFT JOIN teams g ON g.id = p.team_id WHERE 1 = 1{}{}",
        within("s.sent_at", span),
        narrowed("t", "r.given", "s.kind", "r.sentiment"),
        within("p.asked_at", span),
        narrowed("p", "p.given", "p.kind", "p.sentiment"),
    ))
}

/// A month of a period: as much of it as lies within.
fn month(key: &str, (from, to): Bounds, zone: &jiff::tz::TimeZone) -> Bounds {
    let Ok(first) = format!("{key}-01").parse::<Date>() else { return (Some(Timestamp::EPOCH), Some(Timestamp::EPOCH)) };
    let (begins, ends) = (midnight(first, zone), midnight(first.saturating_add(1.month()), zone));
    (Some(from.map_or(begins, |from| from.max(begins))), Some(to.map_or(ends, |to| to.min(ends))))
}

fn line(row: &QueryResult) -> Result<Behind> {
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let kind: String = row.try_get("", "kind")?;
    let given: Option<i16> = row.try_get("", "given")?;
    let ticket: Option<i64> = row.try_get("", "ticket_id")?;
    let number = match (ticket, text("ticket_kind")?) {
        (Some(id), Some(kind)) => Some(Number::new(stored::word(&kind)?, TicketId(id))),
        _ => None,
    };
    let answered: Option<i64> = row.try_get("", "answered_at")?;
    Ok(Behind {
        ticket: number,
        reference: row.try_get("", "reference")?,
        service: Localised::new(text("name_en")?.unwrap_or_default(), text("name_zh")?.unwrap_or_default()),
        team: text("team")?.unwrap_or_default(),
        answer: given.map(|given| ratings::answer(&kind, given)).transpose()?,
        kind: convert::word::<Kind>("survey", &kind)?,
        comment: row.try_get("", "comment")?,
        guess: guess(text("sentiment")?.as_deref())?,
        asked_at: Timestamp::from_millis(row.try_get("", "asked_at")?),
        answered_at: convert::time(answered),
        past: row.try_get::<i32>("", "past")? != 0,
    })
}
