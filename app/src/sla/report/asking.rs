//! From addresses to what the store is asked, and back.

use domain::invalid::{Code, Invalid};
use domain::people::TeamKind;
use domain::permit::{Act, Actor, may};
use domain::report::Period;
use domain::ticket::view::TeamRef;
use store::sla::listed::{self, Came, Part};
use store::sla::report::Question;

use super::api::{Askable, BreachMonth};
use crate::error::AppError;
use crate::report::api::{Asked, chosen, reportable};
use crate::visit::{Visit, fail};

/// What the reader may ask for, and their question with its team.
pub async fn askable(visit: &Visit, actor: &Actor, asked: Asked) -> Result<(Askable, Asked), AppError> {
    let teams = reportable(visit, actor).await?;
    let team = chosen(actor, &teams, &asked.team)?;
    // Nothing is promised by a business team. One that is asked for all the same stays in the list.
    let offered = teams.into_iter().filter(|row| row.kind != TeamKind::Business || Some(row.team.id) == team.as_ref().map(|team| team.id));
    let teams: Vec<TeamRef> = offered.map(|row| row.team).collect();
    let today = store::report::today(&visit.store).await.map_err(fail)?;
    let periods = Period::ALL.iter().map(|&period| {
        let (from, to) = period.days(today);
        (period, from.to_string(), to.to_string())
    });
    let asked = Asked { team: team.as_ref().map(|team| team.id.to_string()).unwrap_or_default(), ..asked };
    Ok((Askable { periods: periods.collect(), teams, all: may(actor, Act::SeeReports { team: None }), team }, asked))
}

/// Reads a question.
pub fn question(visit: &Visit, asked: &Asked) -> Result<Question, Invalid> {
    Question::read(&asked.from, &asked.to, &asked.by, asked.team.parse().ok(), visit.reader.locale)
}

/// The figures for a question as an address asks it, with the same team as on the page when it names none.
///
/// # Errors
/// `NotFound` for whoever may not see them; `Invalid` by field: `from`, `to`, `by`.
pub async fn count(visit: &Visit, actor: &Actor, asked: Asked) -> Result<domain::sla::Report, AppError> {
    let (_, asked) = askable(visit, actor, asked).await?;
    store::sla::report::attainment(&visit.store, Some(actor), &question(visit, &asked)?).await.map_err(fail)
}

/// Which of a report's clocks are meant.
pub fn part(key: Option<String>, metric: &str, came: &str) -> Result<Part, Invalid> {
    let mut invalid = Invalid::default();
    let metric = match metric {
        "" => None,
        word => invalid.take("metric", word.parse().map_err(|_| Code::UnknownChoice)),
    };
    let came = match came {
        "met" => Some(Came::Met),
        "missed" => Some(Came::Breached),
        "excused" => Some(Came::Excused),
        _ => None,
    };
    invalid.or(Part { key, metric, came })
}

/// A month of missed promises; what is no month is the present one.
pub async fn month(visit: &Visit, actor: &Actor, month: &str, team: String) -> Result<BreachMonth, AppError> {
    let (askable, asked) = askable(visit, actor, Asked { team, ..Asked::default() }).await?;
    let today = store::report::today(&visit.store).await.map_err(fail)?;
    let question = question(visit, &asked)?;
    let month = listed::month(&visit.store, actor, month, &question).await.map_err(fail)?;
    let forecast = listed::forecast(&visit.store, actor, &question).await.map_err(fail)?;
    let days = month.days.into_iter().map(|(day, weekday, missed, excused)| (day.to_string(), weekday, missed, excused));
    Ok(BreachMonth {
        first: month.first.to_string(),
        around: (month.around.0.to_string(), month.around.1.to_string()),
        days: days.collect(),
        today: (today.to_string(), forecast.so_far, forecast.count),
        ahead: forecast.ahead,
        askable,
        now: visit.now,
    })
}
