//! Server functions of the reports. The files of the same figures are made by `server`.

#[cfg(feature = "ssr")]
use domain::directory::TeamRow;
use domain::invalid::Invalid;
#[cfg(feature = "ssr")]
use domain::people::TeamKind;
use domain::report::{By, Insight, Period};
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What is asked for, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The first day, `2026-01-01`; from the beginning, if empty.
    pub from: String,
    /// The day after the last one; up to now, if empty.
    pub to: String,
    /// What the rows are, as the word of a [`By`]; by team, if empty.
    pub by: String,
    /// One team's number; all teams, if empty.
    pub team: String,
}

impl Asked {
    /// What the rows are; by team, where that is not told or is nothing.
    #[must_use]
    pub fn rows(&self) -> By {
        self.by.parse().unwrap_or_default()
    }
}

/// A report, and the teams that the reader may ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketReport {
    pub insight: Insight,
    /// Periods that have a name, each with its first day and the day after its last one.
    pub periods: Vec<(Period, String, String)>,
    pub teams: Vec<TeamRef>,
    /// Whether all teams together may be asked for.
    pub all: bool,
    /// The team that the report is about; absent for all.
    pub team: Option<TeamRef>,
    /// What of the question could not be read: there are no figures then.
    pub invalid: Invalid,
}

/// Tickets of a period, counted.
#[server(prefix = "/api", endpoint = "reports/tickets", input = GetUrl)]
pub async fn count_tickets(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
) -> Result<TicketReport, AppError> {
    use domain::permit::{Act, may};
    let (visit, actor) = crate::visit::signed_in()?;
    let all = may(&actor, Act::SeeReports { team: None });
    let teams = reportable(&visit, &actor).await?;
    let team = chosen(&actor, &teams, &team)?;
    // No ticket is answered by a business team. One that is asked for all the same stays in the list.
    let offered = teams.into_iter().filter(|row| row.kind != TeamKind::Business || Some(row.team.id) == team.as_ref().map(|team| team.id));
    let teams: Vec<TeamRef> = offered.map(|row| row.team).collect();
    let asked = Asked { from, to, by, team: team.as_ref().map(|team| team.id.to_string()).unwrap_or_default() };
    let today = store::report::today(&visit.store).await.map_err(crate::visit::fail)?;
    let periods = Period::ALL.iter().map(|&period| {
        let (from, to) = period.days(today);
        (period, from.to_string(), to.to_string())
    });
    let periods = periods.collect();
    let question = match question(&visit, &asked) {
        Ok(question) => question,
        // The page shows the question again, with a message at what is wrong.
        Err(invalid) => return Ok(TicketReport { insight: Insight::default(), periods, teams, all, team, invalid }),
    };
    let insight = store::report::insight(&visit.store, Some(&actor), &question).await.map_err(crate::visit::fail)?;
    Ok(TicketReport { insight, periods, teams, all, team, invalid: Invalid::default() })
}

/// The teams whose reports the reader may see, those that answer tickets first.
#[cfg(feature = "ssr")]
pub(crate) async fn reportable(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<Vec<TeamRow>, AppError> {
    use domain::permit::{Act, may};
    let mut rows = store::teams::list(&visit.store, actor).await.map_err(crate::visit::fail)?;
    rows.retain(|row| may(actor, Act::SeeReports { team: Some(row.team.id) }));
    rows.sort_by_key(|row| row.kind == TeamKind::Business);
    Ok(rows)
}

/// The team that is asked for; whoever may not see all of them together begins with the first that they may.
#[cfg(feature = "ssr")]
pub(crate) fn chosen(actor: &domain::permit::Actor, teams: &[TeamRow], team: &str) -> Result<Option<TeamRef>, AppError> {
    use domain::permit::{Act, may};
    let found = match team {
        "" if may(actor, Act::SeeReports { team: None }) => return Ok(None),
        "" => teams.first(),
        // What is no number is no team either.
        id => teams.iter().find(|row| row.team.id.to_string() == id),
    };
    found.map(|row| Some(row.team.clone())).ok_or(AppError::NotFound)
}

/// The figures for a question as an address asks it, with the same team as on the page when it names none.
///
/// # Errors
/// `NotFound` for whoever may not see them; `Invalid` by field: `from`, `to`, `by`.
#[cfg(feature = "ssr")]
pub async fn count(visit: &crate::visit::Visit, actor: &domain::permit::Actor, asked: &Asked) -> Result<domain::report::Report, AppError> {
    let team = chosen(actor, &reportable(visit, actor).await?, &asked.team)?;
    let team = team.map(|team| team.id.to_string()).unwrap_or_default();
    let question = question(visit, &Asked { team, ..asked.clone() })?;
    store::report::tickets(&visit.store, Some(actor), &question).await.map_err(crate::visit::fail)
}

#[cfg(feature = "ssr")]
fn question(visit: &crate::visit::Visit, asked: &Asked) -> Result<store::report::Question, Invalid> {
    store::report::Question::read(&asked.from, &asked.to, &asked.by, asked.team.parse().ok(), visit.reader.locale)
}
