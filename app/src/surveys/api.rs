//! Server functions of surveys. The files of the same figures are made by `server`.
#![expect(clippy::too_many_arguments, reason = "what the address of a list asks for are arguments of its function")]

use domain::id::FollowUpId;
use domain::invalid::Invalid;
use domain::survey::FollowUpLine;
use domain::survey::report::{Behind, By, Report};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::report::api::Asked;
use crate::sla::report::api::Askable;

impl Asked {
    /// What the rows of the report on satisfaction are; by service, where that is not told or is nothing.
    #[must_use]
    pub fn satisfaction_by(&self) -> By {
        self.by.parse().unwrap_or_default()
    }
}

/// The report on satisfaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SatisfactionReport {
    pub report: Report,
    pub askable: Askable,
    /// What of the question could not be read: there are no figures then.
    pub invalid: Invalid,
}

/// The surveys behind one of its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    pub rows: Vec<Behind>,
    /// How many there are.
    pub count: u64,
    /// How many stand before this page's first.
    pub before: u64,
}

/// Surveys of a period, counted.
#[server(prefix = "/api", endpoint = "reports/satisfaction", input = GetUrl)]
pub async fn count_satisfaction(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
) -> Result<SatisfactionReport, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (askable, asked) = crate::sla::report::asking::askable(&visit, &actor, Asked { from, to, by, team }).await?;
    let question = match question(&visit, &asked) {
        Ok(question) => question,
        // The page shows the question again, with a message at what is wrong.
        Err(invalid) => return Ok(SatisfactionReport { report: Report::default(), askable, invalid }),
    };
    let report = store::surveys::report::count(&visit.store, Some(&actor), &question).await.map_err(crate::visit::fail)?;
    Ok(SatisfactionReport { report, askable, invalid: Invalid::default() })
}

/// The surveys behind one of its numbers; what is empty does not narrow.
#[server(prefix = "/api", endpoint = "reports/satisfaction-answers", input = GetUrl)]
pub async fn satisfaction_answers(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] by: String,
    #[server(default)] team: String,
    key: Option<String>,
    #[server(default)] kind: String,
    #[server(default)] given: String,
    #[server(default)] answered: String,
    #[server(default)] guess: String,
    #[server(default)] page: usize,
) -> Result<Answers, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (_, asked) = crate::sla::report::asking::askable(&visit, &actor, Asked { from, to, by, team }).await?;
    let question = question(&visit, &asked)?;
    let part = domain::survey::report::Part::read(key, &kind, &given, &answered, &guess)?;
    let (rows, count) = store::surveys::listed::behind(&visit.store, &actor, &question, &part, page).await.map_err(crate::visit::fail)?;
    let before = u64::try_from(page.saturating_mul(store::surveys::listed::MOST)).unwrap_or_default();
    Ok(Answers { rows, count, before })
}

#[cfg(feature = "ssr")]
fn question(visit: &crate::visit::Visit, asked: &Asked) -> Result<store::surveys::report::Question, Invalid> {
    store::surveys::report::Question::read(&asked.from, &asked.to, &asked.by, asked.team.parse().ok(), visit.reader.locale)
}

/// The figures for a question as an address asks it, with the same team as on the page when it names none.
///
/// # Errors
/// `NotFound` for whoever may not see them; `Invalid` by field: `from`, `to`, `by`.
#[cfg(feature = "ssr")]
pub async fn count(visit: &crate::visit::Visit, actor: &domain::permit::Actor, asked: Asked) -> Result<Report, AppError> {
    let (_, asked) = crate::sla::report::asking::askable(visit, actor, asked).await?;
    store::surveys::report::count(&visit.store, Some(actor), &question(visit, &asked)?).await.map_err(crate::visit::fail)
}

/// The surveys behind a figure as a file.
///
/// # Errors
/// As for [`count`].
#[cfg(feature = "ssr")]
pub async fn answers_csv(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    asked: Asked,
    part: &domain::survey::report::Part,
) -> Result<String, AppError> {
    let (_, asked) = crate::sla::report::asking::askable(visit, actor, asked).await?;
    let rows = store::surveys::listed::all(&visit.store, actor, &question(visit, &asked)?, part).await.map_err(crate::visit::fail)?;
    Ok(domain::survey::report::csv_of(&rows, visit.reader.locale))
}

/// Low ratings that are followed up.
#[server(prefix = "/api", endpoint = "follow-ups", input = GetUrl)]
pub async fn list_follow_ups(#[server(default)] whose: String) -> Result<Vec<FollowUpLine>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::surveys::follow_up::list(&visit.store, &actor, whose.parse().unwrap_or_default()).await.map_err(crate::visit::fail)
}

/// Says what came of following up a low rating.
#[server(prefix = "/api", endpoint = "follow-ups/close")]
pub async fn close_follow_up(
    id: FollowUpId,
    #[server(default)] outcome: String,
    #[server(default)] contacted: String,
    #[server(default)] learnt: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let finding = domain::survey::Finding::parse(&outcome, &contacted, &learnt)?;
    store::surveys::follow_up::close(&visit.store, &actor, id, &finding).await.map_err(crate::visit::fail)?;
    crate::visit::redirect(&format!("/follow-ups?closed={id}"));
    Ok(())
}
