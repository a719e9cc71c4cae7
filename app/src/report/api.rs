//! Server functions of the reports. The files of the same figures are made by `server`.

use domain::report::{By, Report};
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What is asked for, as the address says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The first day, `2026-01-01`; from the beginning, if empty.
    pub from: String,
    /// The day after the last one; up to now, if empty.
    pub to: String,
    pub by: By,
    /// One team's number; all teams, if empty.
    pub team: String,
}

impl Default for Asked {
    fn default() -> Self {
        Self { from: String::new(), to: String::new(), by: By::Team, team: String::new() }
    }
}

/// A report, and the teams that the reader may ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketReport {
    pub report: Report,
    pub teams: Vec<TeamRef>,
    /// Whether all teams together may be asked for.
    pub all: bool,
    /// The team that the report is about; absent for all.
    pub team: Option<TeamRef>,
}

/// Tickets of a period, counted.
#[server(prefix = "/api", endpoint = "reports/tickets", input = GetUrl)]
pub async fn count_tickets(from: String, to: String, by: By, team: String) -> Result<TicketReport, AppError> {
    use domain::permit::{Act, may};
    let (visit, actor) = crate::visit::signed_in()?;
    let all = may(&actor, Act::SeeReports { team: None });
    let teams = reportable(&visit, &actor).await?;
    let team = chosen(&actor, &teams, &team)?;
    let asked = Asked { from, to, by, team: team.as_ref().map(|team| team.id.to_string()).unwrap_or_default() };
    let report = figures(&visit, &actor, &asked).await?;
    Ok(TicketReport { report, teams, all, team })
}

/// The teams whose reports the reader may see.
#[cfg(feature = "ssr")]
async fn reportable(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<Vec<TeamRef>, AppError> {
    use domain::permit::{Act, may};
    let rows = store::teams::list(&visit.store, actor).await.map_err(crate::visit::fail)?;
    Ok(rows.into_iter().map(|row| row.team).filter(|team| may(actor, Act::SeeReports { team: Some(team.id) })).collect())
}

/// The team that is asked for; whoever may not see all of them together begins with the first that they may.
#[cfg(feature = "ssr")]
fn chosen(actor: &domain::permit::Actor, teams: &[TeamRef], team: &str) -> Result<Option<TeamRef>, AppError> {
    use domain::permit::{Act, may};
    match team.parse().ok() {
        Some(id) => teams.iter().find(|team| team.id == id).cloned().ok_or(AppError::NotFound).map(Some),
        None if may(actor, Act::SeeReports { team: None }) => Ok(None),
        None => teams.first().cloned().ok_or(AppError::NotFound).map(Some),
    }
}

/// The figures for a question as an address asks it, with the same team as on the page when it names none.
///
/// # Errors
/// `NotFound` for whoever may not see them.
#[cfg(feature = "ssr")]
pub async fn count(visit: &crate::visit::Visit, actor: &domain::permit::Actor, asked: &Asked) -> Result<Report, AppError> {
    let team = chosen(actor, &reportable(visit, actor).await?, &asked.team)?;
    let team = team.map(|team| team.id.to_string()).unwrap_or_default();
    figures(visit, actor, &Asked { team, ..asked.clone() }).await
}

/// A date that is none asks for no bound.
#[cfg(feature = "ssr")]
async fn figures(visit: &crate::visit::Visit, actor: &domain::permit::Actor, asked: &Asked) -> Result<Report, AppError> {
    use store::report::{Question, tickets};
    let question = Question {
        from: asked.from.parse().ok(),
        to: asked.to.parse().ok(),
        team: asked.team.parse().ok(),
        by: asked.by,
        locale: visit.reader.locale,
    };
    tickets(&visit.store, Some(actor), &question).await.map_err(crate::visit::fail)
}
