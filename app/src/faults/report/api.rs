//! Server functions of the report on faults. The files of the same figures are made by `server`.
#![expect(clippy::too_many_arguments, reason = "what the address of a list asks for are arguments of its function")]

use domain::fault::parts::Measure;
use domain::fault::report::{Anniversary, By, FaultRow, Report};
use domain::invalid::Invalid;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::report::api::Asked as Period;
use crate::sla::report::api::Askable;

/// What is asked for, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The days, what the rows are, and the team.
    pub period: Period,
    /// By which clock, as the word of a [`Measure`].
    pub clock: String,
}

impl Asked {
    /// What the rows are; by service, where that is not told or is nothing.
    #[must_use]
    pub fn by(&self) -> By {
        self.period.by.parse().unwrap_or(By::Service)
    }

    /// By which clock lengths are measured.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.clock.parse().unwrap_or_default()
    }
}

/// A report, and what can be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultReport {
    /// The figures, without the faults themselves; none, where the question cannot be read.
    pub report: Option<Report>,
    /// The calendar of working time; none, where nobody has chosen one.
    pub calendar: Option<String>,
    pub a_year_ago: Vec<Anniversary>,
    pub askable: Askable,
    /// What of the question could not be read.
    pub invalid: Invalid,
}

/// The faults behind one of its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    pub rows: Vec<FaultRow>,
    /// How many there are.
    pub count: usize,
    /// How many stand before this page's first.
    pub before: usize,
}

/// How many faults a page of the list has.
#[cfg(feature = "ssr")]
const MOST: usize = 100;

/// Faults of a period, counted.
#[server(prefix = "/api", endpoint = "reports/faults", input = GetUrl)]
pub async fn count_faults(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
    #[server(default)] clock: String,
) -> Result<FaultReport, AppError> {
    use crate::visit::fail;
    let (visit, actor) = crate::visit::signed_in()?;
    let asked = Asked { period: Period { from, to, by, team }, clock };
    let (askable, question) = asking(&visit, &actor, asked).await?;
    let question = match question {
        Ok(question) => question,
        // The page shows the question again, with a message at what is wrong.
        Err(invalid) => return Ok(FaultReport { report: None, calendar: None, a_year_ago: Vec::new(), askable, invalid }),
    };
    let counted = store::faults::report::count(&visit.store, Some(&actor), &question).await.map_err(fail)?;
    let a_year_ago = store::faults::report::a_year_ago(&visit.store, Some(&actor), question.team).await.map_err(fail)?;
    let report = Report { faults: Vec::new(), ..counted.report };
    Ok(FaultReport { report: Some(report), calendar: counted.calendar, a_year_ago, askable, invalid: Invalid::default() })
}

/// The faults behind one of its numbers; what is empty does not narrow.
#[server(prefix = "/api", endpoint = "reports/faults-behind", input = GetUrl)]
pub async fn faults_behind(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
    #[server(default)] clock: String,
    key: Option<String>,
    #[server(default)] part: String,
    #[server(default)] of: String,
    #[server(default)] page: usize,
) -> Result<Behind, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let asked = Asked { period: Period { from, to, by, team }, clock };
    let (_, question) = asking(&visit, &actor, asked).await?;
    let (question, of) = (question?, of.parse().unwrap_or_default());
    let rows = store::faults::report::listed(&visit.store, Some(&actor), &question, key.as_deref(), part.parse().ok(), of);
    let rows = rows.await.map_err(crate::visit::fail)?;
    let (count, before) = (rows.len(), page.saturating_mul(MOST));
    Ok(Behind { rows: rows.into_iter().skip(before).take(MOST).collect(), count, before })
}

/// What the reader may ask for, and what they ask; rows are by service where the address says nothing, as on the page.
#[cfg(feature = "ssr")]
async fn asking(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    asked: Asked,
) -> Result<(Askable, Result<store::faults::report::Question, Invalid>), AppError> {
    let (askable, period) = crate::sla::report::asking::askable(visit, actor, asked.period).await?;
    let by = if period.by.trim().is_empty() { By::Service.as_str() } else { period.by.as_str() };
    let team = period.team.parse().ok();
    let question = store::faults::report::Question::read(&period.from, &period.to, by, &asked.clock, team, visit.reader.locale);
    Ok((askable, question))
}

/// The figures for a question as an address asks it, with the same team as on the page when it names none.
///
/// # Errors
/// `NotFound` for whoever may not see them; `Invalid` by field: `from`, `to`, `by`, `clock`.
#[cfg(feature = "ssr")]
pub async fn count(visit: &crate::visit::Visit, actor: &domain::permit::Actor, asked: Asked) -> Result<Report, AppError> {
    let (_, question) = asking(visit, actor, asked).await?;
    let counted = store::faults::report::count(&visit.store, Some(actor), &question?).await.map_err(crate::visit::fail)?;
    Ok(counted.report)
}
