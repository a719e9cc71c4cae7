//! Documents that are no pages of the application: figures as files, and a mail as a mail program shows it.

use app::error::AppError;
use app::report::api::{Asked, count};
use app::visit::{Visit, fail_in};
use app::words::errors;
use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::fault::exchange::{Form, all_to_json, to_markdown};
use domain::fault::number::Number;
use domain::id::{ImportId, OutboxId, RoundId};
use domain::invalid::Invalid;
use domain::locale::Locale;
use domain::survey::report::Part;
use serde::Deserialize;
use store::imports::{self, Rejected};
use store::sla::{document, transfer};

use crate::pages;
use crate::router::House;

/// What a mail's document may do: wear the styles that it carries, be shown inside a page of ours, and nothing else.
const MAIL_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox");

/// A report's question, as the page's address asks it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    from: String,
    to: String,
    by: String,
    team: String,
}

impl From<ReportQuery> for Asked {
    fn from(query: ReportQuery) -> Self {
        Self { from: query.from, to: query.to, by: query.by, team: query.team }
    }
}

/// The ticket report as `tickets.csv` or `tickets.json`, with the numbers of its page.
pub async fn ticket_report(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<ReportQuery>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/reports/tickets").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let as_csv = request.uri().path().ends_with(".csv");
    match count(&visit, &actor, &query.into()).await {
        Ok(report) if as_csv => saved("tickets.csv", "text/csv; charset=utf-8", report.csv()),
        Ok(report) => saved("tickets.json", "application/json", serde_json::to_string(&report).unwrap_or_default()),
        Err(AppError::Invalid { invalid }) => misread(&invalid, as_csv, visit.reader.locale),
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// The report on promises as `sla.csv` or `sla.json`, with the numbers of its page.
pub async fn promise_report(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<ReportQuery>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/reports/sla").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let as_csv = request.uri().path().ends_with(".csv");
    match app::sla::report::asking::count(&visit, &actor, query.into()).await {
        Ok(report) if as_csv => saved("sla.csv", "text/csv; charset=utf-8", report.csv()),
        Ok(report) => saved("sla.json", "application/json", serde_json::to_string(&report).unwrap_or_default()),
        Err(AppError::Invalid { invalid }) => misread(&invalid, as_csv, visit.reader.locale),
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// A question about faults, as the page's address asks it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FaultQuery {
    #[serde(flatten)]
    period: ReportQuery,
    clock: String,
}

/// The report on faults as `faults.csv` or `faults.json`, with the numbers of its page.
pub async fn fault_report(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<FaultQuery>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/reports/faults").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let as_csv = request.uri().path().ends_with(".csv");
    let asked = app::faults::report::api::Asked { period: query.period.into(), clock: query.clock };
    match app::faults::report::api::count(&visit, &actor, asked).await {
        Ok(report) if as_csv => saved("faults.csv", "text/csv; charset=utf-8", report.csv()),
        Ok(report) => saved("faults.json", "application/json", serde_json::to_string(&report).unwrap_or_default()),
        Err(AppError::Invalid { invalid }) => misread(&invalid, as_csv, visit.reader.locale),
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// The report on satisfaction as `satisfaction.csv` or `satisfaction.json`, with the numbers of its page.
pub async fn satisfaction(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<ReportQuery>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/reports/satisfaction").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let as_csv = request.uri().path().ends_with(".csv");
    match app::surveys::api::count(&visit, &actor, query.into()).await {
        Ok(report) if as_csv => saved("satisfaction.csv", "text/csv; charset=utf-8", report.csv()),
        Ok(report) => saved("satisfaction.json", "application/json", serde_json::to_string(&report).unwrap_or_default()),
        Err(AppError::Invalid { invalid }) => misread(&invalid, as_csv, visit.reader.locale),
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// Which surveys behind a figure, as the page's address asks it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswersQuery {
    #[serde(flatten)]
    period: ReportQuery,
    key: Option<String>,
    kind: String,
    given: String,
    answered: String,
    guess: String,
}

/// The surveys behind a figure as `answers.csv`.
pub async fn answers(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<AnswersQuery>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/reports/satisfaction").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let AnswersQuery { period, key, kind, given, answered, guess } = query;
    let part = match Part::read(key, &kind, &given, &answered, &guess) {
        Ok(part) => part,
        Err(invalid) => return misread(&invalid, true, visit.reader.locale),
    };
    match app::surveys::api::answers_csv(&visit, &actor, period.into(), &part).await {
        Ok(text) => saved("answers.csv", "text/csv; charset=utf-8", text),
        Err(AppError::Invalid { invalid }) => misread(&invalid, true, visit.reader.locale),
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// A fault with its post-mortem, as far as its reader reads that, as `export.md` or `export.json`: what `opsbeat import faults` reads again.
pub async fn fault(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/faults").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let form = if request.uri().path().ends_with(".md") { Form::Markdown } else { Form::Json };
    let Some(id) = Number::parse_id(&number) else { return pages::page(State(house), Extension(visit), request).await };
    match store::faults::export::one(&house.store, &actor, id).await {
        Ok(document) => {
            let name = format!("{}.{}", Number(id), form.ending());
            match form {
                Form::Markdown => saved(&name, "text/markdown; charset=utf-8", to_markdown(&document)),
                Form::Json => saved(&name, "application/json", all_to_json(&[document])),
            }
        }
        Err(error) => {
            let error = fail_in(error, visit.request_id.clone());
            refused(house, visit, request, error).await
        }
    }
}

/// What was published of a scoring round as `results.csv` or `results.json`, for who runs it.
pub async fn round_results(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/scores").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let Ok(id) = id.parse().map(RoundId) else { return pages::page(State(house), Extension(visit), request).await };
    let as_csv = request.uri().path().ends_with(".csv");
    match store::scoring::export(&house.store, &actor, id, as_csv).await {
        Ok(text) if as_csv => saved("results.csv", "text/csv; charset=utf-8", text),
        Ok(text) => saved("results.json", "application/json", text),
        Err(error) => refused(house, visit.clone(), request, fail_in(error, visit.request_id)).await,
    }
}

/// The reader's own shifts of four weeks as `shifts.ics`.
pub async fn shifts(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request<Body>) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/on-call").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    match store::on_call::board(&house.store, &actor).await {
        Ok(board) => saved("shifts.ics", "text/calendar; charset=utf-8", domain::on_call::ical::shifts(&board.own, visit.now)),
        Err(error) => refused(house, visit.clone(), request, fail_in(error, visit.request_id)).await,
    }
}

/// A mail's HTML as a document of its own: its styles stand in the elements, which no page of ours may do.
pub async fn mail(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/admin/outbox").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let Ok(id) = id.parse().map(OutboxId) else { return pages::page(State(house), Extension(visit), request).await };
    let letter = match store::outbox::preview(&house.store, &actor, id).await {
        Ok((_, mail)) => app::mail::letter(&house.store, &mail, &visit.base_url).await,
        Err(error) => Err(error),
    };
    match letter.map_err(|error| fail_in(error, visit.request_id.clone())) {
        Ok(letter) => {
            let framed =
                [(header::CONTENT_SECURITY_POLICY, MAIL_POLICY), (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"))];
            (framed, axum::response::Html(letter.html)).into_response()
        }
        Err(error) => refused(house, visit, request, error).await,
    }
}

/// All calendars and policies in use as one file.
pub async fn promises(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request<Body>) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/admin/promises").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let file = match transfer::export(&house.store, Some(&actor)).await {
        Ok(file) => document::written(&file),
        Err(error) => Err(error),
    };
    match file {
        Ok(text) => saved("promises.toml", "application/toml", text),
        Err(error) => refused(house, visit.clone(), request, fail_in(error, visit.request_id)).await,
    }
}

/// The rows that an import rejected, as CSV: line, reason, and the row as it stood.
pub async fn rejected(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), "/admin/imports").await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let Ok(id) = id.parse().map(ImportId) else { return pages::page(State(house), Extension(visit), request).await };
    let (log, rejected) = match imports::rejected(&house.store, &actor, id).await {
        Ok(found) => found,
        Err(error) => {
            let error = fail_in(error, visit.request_id.clone());
            return refused(house, visit, request, error).await;
        }
    };
    let body = match rejected {
        Rejected::File(stream) => Body::from_stream(stream),
        Rejected::Rows(rows) => Body::from(as_csv(&rows)),
    };
    let disposition = crate::files::disposition(&format!("{log}.rejected.csv"), "text/csv");
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

fn as_csv(rows: &[(u64, String)]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(["line", "reason"]);
    for (line, reason) in rows {
        let _ = writer.write_record([line.to_string().as_str(), reason]);
    }
    writer.into_inner().unwrap_or_default()
}

fn saved(name: &str, media_type: &'static str, body: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

/// What is not there and what the reader may not know of are the same page, as everywhere.
async fn refused(house: House, visit: Visit, request: Request<Body>, error: AppError) -> Response {
    if error == AppError::NotFound {
        return pages::page(State(house), Extension(visit), request).await;
    }
    pages::refuse(house, visit, request.headers(), error).await
}

/// A question that cannot be read: whoever asks for a file gets no page, so the reason comes in the kind of text that was asked for.
fn misread(invalid: &Invalid, as_csv: bool, locale: Locale) -> Response {
    if !as_csv {
        return (StatusCode::BAD_REQUEST, axum::Json(AppError::Invalid { invalid: invalid.clone() })).into_response();
    }
    let line = |field: &domain::invalid::FieldError| format!("{}: {}\n", field.field, errors::of_code_in(&field.code, locale));
    (StatusCode::BAD_REQUEST, invalid.fields.iter().map(line).collect::<String>()).into_response()
}
