//! Server functions of the reports on promises. The files of the same figures are made by `server`.
#![expect(clippy::too_many_arguments, reason = "what the address of a list asks for are arguments of its function")]

use domain::invalid::Invalid;
use domain::report::Period;
use domain::sla::{By, Report};
use domain::ticket::view::{PromiseLine, TeamRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::report::api::Asked;

impl Asked {
    /// What the rows of a report on promises are; by metric, where that is not told or is nothing.
    #[must_use]
    pub fn promises_by(&self) -> By {
        self.by.parse().unwrap_or(By::Metric)
    }
}

/// What the reader may ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Askable {
    /// Periods that have a name, each with its first day and the day after its last one.
    pub periods: Vec<(Period, String, String)>,
    pub teams: Vec<TeamRef>,
    /// Whether all teams together may be asked for.
    pub all: bool,
    /// The team that the report is about; absent for all.
    pub team: Option<TeamRef>,
}

/// A report on promises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseReport {
    pub report: Report,
    pub askable: Askable,
    /// What of the question could not be read: there are no figures then.
    pub invalid: Invalid,
}

/// The clocks behind one of its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    pub lines: Vec<PromiseLine>,
    /// How many there are.
    pub count: usize,
    /// How many stand before this page's first.
    pub before: usize,
}

/// A month of missed promises, and what today will bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachMonth {
    /// Its first day, `2026-11-01`.
    pub first: String,
    /// The first days of the months before and after.
    pub around: (String, String),
    /// Each day with its weekday (Monday is 0), and how many were missed and of those are excused.
    pub days: Vec<(String, i8, u64, u64)>,
    /// Missed today so far, still to be missed today if nothing is done, and the first of those.
    pub today: (String, u64, u64),
    pub ahead: Vec<PromiseLine>,
    pub askable: Askable,
    pub now: Timestamp,
}

/// Promises of a period that were kept and missed, counted.
#[server(prefix = "/api", endpoint = "reports/sla", input = GetUrl)]
pub async fn count_promises(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
) -> Result<PromiseReport, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (askable, asked) = super::asking::askable(&visit, &actor, Asked { from, to, by, team }).await?;
    let question = match super::asking::question(&visit, &asked) {
        Ok(question) => question,
        // The page shows the question again, with a message at what is wrong.
        Err(invalid) => return Ok(PromiseReport { report: Report::default(), askable, invalid }),
    };
    let report = store::sla::report::attainment(&visit.store, Some(&actor), &question).await.map_err(crate::visit::fail)?;
    Ok(PromiseReport { report, askable, invalid: Invalid::default() })
}

/// The clocks behind one of its numbers; what is empty does not narrow.
#[server(prefix = "/api", endpoint = "reports/sla-tickets", input = GetUrl)]
pub async fn promises_behind(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
    key: Option<String>,
    #[server(default)] metric: String,
    #[server(default)] came: String,
    #[server(default)] page: usize,
) -> Result<Behind, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (_, asked) = super::asking::askable(&visit, &actor, Asked { from, to, by, team }).await?;
    let question = super::asking::question(&visit, &asked)?;
    let part = super::asking::part(key, &metric, &came)?;
    let (lines, count) = store::sla::listed::tickets(&visit.store, &actor, &question, &part, page).await.map_err(crate::visit::fail)?;
    Ok(Behind { lines, count, before: page.saturating_mul(store::sla::listed::MOST) })
}

/// The missed promises of a month by day, `2026-11`; of the present month, where none is named. And what today will bring.
#[server(prefix = "/api", endpoint = "reports/breaches", input = GetUrl)]
pub async fn month_of_breaches(#[server(default)] month: String, #[server(default)] team: String) -> Result<BreachMonth, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    super::asking::month(&visit, &actor, &month, team).await
}
