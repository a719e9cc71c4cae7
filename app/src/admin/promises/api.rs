//! Server functions of the file of calendars and policies. What is being looked at is kept under its reader, and nothing is taken before
//! they say so.

use std::collections::BTreeMap;

use domain::id::TicketId;
use domain::invalid::Code;
use domain::sla::{Comparison, Doubt};
use domain::ticket::view::TicketRef;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The fields of the form.
pub const TEXT: &str = "text";
pub const FILE: &str = "file";
pub const FROM: &str = "from";
pub const TO: &str = "to";

/// How many tickets a trial names in each of its lists.
#[cfg(feature = "ssr")]
const NAMED: usize = 50;

/// What a file came to, or would come to, by the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub calendars_made: Vec<String>,
    pub calendars_changed: Vec<String>,
    pub policies_made: Vec<String>,
    pub policies_changed: Vec<String>,
    pub unchanged: usize,
    /// What is doubtful: the line in the file, the policy's name, and which target of which rule.
    pub doubts: Vec<(Option<usize>, String, Doubt)>,
}

/// What was found out about a file without taking it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Checked {
    /// It is no such file: the line, and what the reader of TOML says.
    Unreadable(usize, String),
    /// What is wrong: the line, the field, and why.
    Wrong(Vec<(Option<usize>, String, Code)>),
    /// What it would come to.
    Would(Outcome),
}

/// What the file would have made of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialView {
    pub tickets: u64,
    pub comparison: Comparison,
    /// What those tickets are called.
    pub named: BTreeMap<TicketId, TicketRef>,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromisesView {
    pub text: String,
    pub checked: Option<Checked>,
    /// The period that is offered or was tried.
    pub from: String,
    pub to: String,
    pub trial: Option<Result<TrialView, Vec<(String, Code)>>>,
}

/// The file that the reader looks at, and what it would have made of a period, when one is asked for.
#[server(prefix = "/api", endpoint = "admin/promises", input = GetUrl)]
pub async fn load_promises(#[server(default)] from: String, #[server(default)] to: String) -> Result<PromisesView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    looking::load(&visit, &actor, from, to).await
}

/// Looks at a file, tries it, takes it, or forgets it, as `step` says. Its text stands in the form, or is sent as a file.
#[server(prefix = "/api", endpoint = "admin/look-at-promises", input = MultipartFormData)]
pub async fn look_at_promises(data: MultipartData) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    looking::step(&visit, &actor, data).await
}

#[cfg(feature = "ssr")]
pub(in crate::admin) mod looking {
    use domain::invalid::{Code, Invalid};
    use domain::permit::{Act, Actor, may};
    use domain::sla::Doubt;
    use leptos::server_fn::codec::MultipartData;
    use store::sla::document::{Document, written};
    use store::sla::file::File;
    use store::sla::transfer::{self, How, Taken};
    use store::sla::trial::{self, Period};

    use super::{Checked, FILE, FROM, NAMED, Outcome, PromisesView, TEXT, TO, TrialView};
    use crate::error::AppError;
    use crate::visit::{Visit, fail, keep_typed, redirect};

    /// Under which name the file is kept that somebody looks at.
    const KEY: &str = "promises";
    /// The most bytes of a file.
    const BYTES_MAX: usize = 190_000;

    pub(super) async fn load(visit: &Visit, actor: &Actor, from: String, to: String) -> Result<PromisesView, AppError> {
        if !may(actor, Act::ManageSla) {
            return Err(AppError::NotFound);
        }
        let text = store::drafts::load(&visit.store, actor, KEY).await.map_err(fail)?.unwrap_or_default();
        let document = (!text.trim().is_empty()).then(|| Document::read(text.clone()));
        let tries = !from.is_empty() || !to.is_empty();
        let mut view = PromisesView { text, checked: None, from, to, trial: None };
        match document {
            None => {}
            Some(Err(wrong)) => view.checked = Some(Checked::Unreadable(wrong.line, wrong.message)),
            Some(Ok(document)) => {
                let checked = check(visit, actor, &document).await?;
                if tries && matches!(checked, Checked::Would(_)) {
                    view.trial = Some(try_on(visit, actor, &document.content, &view.from, &view.to).await?);
                }
                view.checked = Some(checked);
            }
        }
        if !tries {
            (view.from, view.to) = last_month(visit);
        }
        Ok(view)
    }

    async fn check(visit: &Visit, actor: &Actor, document: &Document) -> Result<Checked, AppError> {
        let how = How { since: None, rehearse: true };
        match transfer::import(&visit.store, Some(actor), &document.content, how).await {
            Ok(taken) => Ok(Checked::Would(outcome(taken, document))),
            Err(store::Error::Invalid(invalid)) => {
                let place = |error: domain::invalid::FieldError| (document.line(&error.field), error.field, error.code);
                let mut wrong: Vec<_> = invalid.fields.into_iter().map(place).collect();
                wrong.sort_by_key(|(line, _, _)| *line);
                Ok(Checked::Wrong(wrong))
            }
            Err(error) => Err(fail(error)),
        }
    }

    fn outcome(taken: Taken, document: &Document) -> Outcome {
        let Taken { calendars_made, calendars_changed, policies_made, policies_changed, unchanged, doubts } = taken;
        let line = |place: usize, doubt: Doubt| document.line(&format!("policy.{place}.{}", doubt.field()));
        let doubts = doubts.into_iter().map(|(place, policy, doubt)| (line(place, doubt), policy, doubt)).collect();
        Outcome { calendars_made, calendars_changed, policies_made, policies_changed, unchanged, doubts }
    }

    type Tried = Result<TrialView, Vec<(String, Code)>>;

    async fn try_on(visit: &Visit, actor: &Actor, file: &File, from: &str, to: &str) -> Result<Tried, AppError> {
        let mut wrong = Vec::new();
        let mut period = Period::default();
        for (field, text, day) in [(FROM, from, &mut period.from), (TO, to, &mut period.to)] {
            if text.is_empty() {
                continue;
            }
            match text.parse() {
                Ok(parsed) => *day = Some(parsed),
                Err(_) => wrong.push((field.to_owned(), Code::NotADate)),
            }
        }
        if wrong.is_empty() && period.from.zip(period.to).is_some_and(|(from, to)| to <= from) {
            wrong.push((TO.to_owned(), Code::NotAfterTheFirst));
        }
        if !wrong.is_empty() {
            return Ok(Err(wrong));
        }
        let trial = trial::run(&visit.store, Some(actor), file, period, NAMED).await.map_err(fail)?;
        Ok(Ok(TrialView { tickets: trial.tickets, comparison: trial.comparison, named: trial.named }))
    }

    /// The month before this one, where the reader is.
    pub(in crate::admin) fn last_month(visit: &Visit) -> (String, String) {
        let today = visit.reader.clock.iso(visit.now);
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<i32>().ok()).unwrap_or(1);
        let (year, month) = (number(today.get(..4)), number(today.get(5..7)));
        let (before, of) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        (format!("{before:04}-{of:02}-01"), format!("{year:04}-{month:02}-01"))
    }

    pub(in crate::admin) async fn keep(visit: &Visit, actor: &Actor, text: &str) -> Result<(), AppError> {
        store::drafts::keep(&visit.store, actor, KEY, text).await.map_err(fail)
    }

    /// Keeps this in the place of what the reader looked at, and shows what it would have made of the last month.
    pub(in crate::admin) async fn try_instead(visit: &Visit, actor: &Actor, file: &File) -> Result<(), AppError> {
        keep(visit, actor, &written(file).map_err(fail)?).await?;
        let (from, to) = last_month(visit);
        redirect(&format!("/admin/promises?from={from}&to={to}&at={}", visit.request_id));
        Ok(())
    }

    pub(super) async fn step(visit: &Visit, actor: &Actor, data: MultipartData) -> Result<(), AppError> {
        let (fields, file) = crate::admin::calendars::file_api::receive(data, FILE, BYTES_MAX).await?;
        if !may(actor, Act::ManageSla) {
            return Err(AppError::NotFound);
        }
        let typed = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
        keep_typed(fields.clone());
        let text = file.map_or_else(|| typed(TEXT).replace("\r\n", "\n"), |(_, text)| text);
        let here = format!("/admin/promises?at={}", visit.request_id);
        match typed("step").as_str() {
            "forget" => store::drafts::forget(&visit.store, actor, KEY).await.map_err(fail)?,
            "present" => {
                let file = transfer::export(&visit.store, Some(actor)).await.map_err(fail)?;
                keep(visit, actor, &written(&file).map_err(fail)?).await?;
            }
            _ if text.trim().is_empty() => return Err(Invalid::one(TEXT, Code::Required).into()),
            "try" => {
                keep(visit, actor, &text).await?;
                let day = |name| leptos_router::location::Url::escape(typed(name).trim());
                redirect(&format!("{here}&from={}&to={}", day(FROM), day(TO)));
                return Ok(());
            }
            "take" => {
                keep(visit, actor, &text).await?;
                if let Ok(document) = Document::read(text) {
                    let taken = transfer::import(&visit.store, Some(actor), &document.content, How::default()).await;
                    match taken {
                        Ok(_) => {
                            store::drafts::forget(&visit.store, actor, KEY).await.map_err(fail)?;
                            redirect(&format!("{here}&taken=1"));
                            return Ok(());
                        }
                        // The page tells what is wrong with the lines.
                        Err(store::Error::Invalid(_)) => {}
                        Err(error) => return Err(fail(error)),
                    }
                }
            }
            _ => keep(visit, actor, &text).await?,
        }
        redirect(&here);
        Ok(())
    }
}
