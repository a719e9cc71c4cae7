//! Server functions over HTTP, for programs, for our own code in the browser, and for forms without JavaScript.
//!
//! A form that was posted by the browser itself always ends in a redirect: to where the function sends it, back to its page, or
//! back with the refusal. What was typed waits in the session for that page, so that an address never carries it.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use app::admin::calendars::file_api::ReadHolidays;
use app::admin::imports::api::UploadLog;
use app::admin::promises::api::LookAtPromises;
use app::error::AppError;
use app::faults::import::api::LookAtFaults;
use app::reader::Rejected;
use app::surveys::import_api::LookAtSurveys;
use app::visit::{Typed, Visit, local_path, sign_in_address};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use leptos::prelude::provide_context;
use leptos::server_fn::ServerFn;

use crate::router::House;
use crate::{pages, visitor};

/// The largest body without files, in bytes: a long text in the widest encoding fits.
const TEXT_LIMIT: usize = 512 * 1024;

/// How many bytes over its limit a form without scripts may have so that its sender hears why it is refused, and how long that may take.
const DRAINED: usize = 64 * 1024 * 1024;
const DRAINING: Duration = Duration::from_secs(30);

/// The functions that take a form with files (`input = MultipartFormData`): the library that reads them stops at any other body,
/// and does not tell which they are. A test sends the wrong body to every function.
const WITH_FILES: [&str; 10] = [
    "/api/tickets/submit",
    "/api/files/keep",
    "/api/requests/reply",
    "/api/tickets/answer",
    "/api/tickets/file-for",
    UploadLog::PATH,
    ReadHolidays::PATH,
    LookAtPromises::PATH,
    LookAtFaults::PATH,
    LookAtSurveys::PATH,
];

/// Runs the server function at this address.
pub async fn call(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request<Body>) -> Response {
    let plain = accepts_html(request.headers());
    let back = visitor::referring_page(request.headers());
    let endpoint = request.uri().path().to_owned();
    let typed = Typed(Arc::new(Mutex::new(Vec::new())));
    let outcome = answer(&house, &visit, request, &typed).await;
    match outcome {
        Ok(response) if plain => onward(&response, &back),
        Ok(response) => response,
        Err(error) if plain => match send_back(&visit, error, endpoint, &typed, &back).await {
            Ok(response) => response,
            Err(error) => pages::problem(house, visit, error).await,
        },
        Err(error) => refuse(&error),
    }
}

async fn answer(house: &House, visit: &Visit, request: Request<Body>, typed: &Typed) -> Result<Response, AppError> {
    if !exists(request.method(), request.uri().path()) {
        return Err(AppError::NotFound);
    }
    // Who asks could not be found out, which is not the same as nobody.
    if let Some(error) = &visit.reader.broken {
        return Err(error.clone());
    }
    let (request, overrun) = admit(house, request, typed).await?;
    let outcome = run(visit, request, typed.clone()).await;
    outcome.map_err(|error| match error {
        // A narrower limit than that of the whole.
        AppError::TooLarge { .. } => error,
        // The function knows no more than that its body broke off.
        _ => overrun.told().unwrap_or(error),
    })
}

/// What becomes of a body that turns out to be too long while it is read.
#[derive(Clone)]
struct Overrun {
    limit: usize,
    happened: Arc<AtomicBool>,
}

impl Overrun {
    fn told(&self) -> Option<AppError> {
        self.happened.load(Ordering::Relaxed).then_some(AppError::TooLarge { limit: self.limit as u64 })
    }

    /// The body as far as the limit, where it ends with an error.
    fn watch(&self, body: Body) -> Body {
        let happened = Arc::clone(&self.happened);
        Body::new(Limited::new(body, self.limit).map_err(move |error| {
            if error.is::<LengthLimitError>() {
                happened.store(true, Ordering::Relaxed);
            }
            error
        }))
    }
}

/// Every server function, as method and address; also what the permission matrix is held against.
pub fn endpoints() -> &'static HashSet<(Method, &'static str)> {
    static ENDPOINTS: LazyLock<HashSet<(Method, &'static str)>> =
        LazyLock::new(|| leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (method, path)).collect());
    &ENDPOINTS
}

fn exists(method: &Method, path: &str) -> bool {
    endpoints().iter().any(|(known, at)| known == method && *at == path)
}

/// Checks the size before anything is read, and remembers the fields of a plain form.
async fn admit(house: &House, request: Request<Body>, typed: &Typed) -> Result<(Request<Body>, Overrun), AppError> {
    let (mut parts, body) = request.into_parts();
    let multipart = content_type(&parts.headers).starts_with("multipart/form-data");
    // A function that takes files reads parts and nothing else, and one that does not would take them for one long field.
    if multipart != WITH_FILES.contains(&parts.uri.path()) || multipart && multer::parse_boundary(content_type(&parts.headers)).is_err() {
        return Err(AppError::Malformed);
    }
    let limit = match multipart {
        true if parts.uri.path() == UploadLog::PATH => house.config.import_limit() + TEXT_LIMIT,
        true => house.config.upload_limit(),
        false => TEXT_LIMIT,
    };
    let overrun = Overrun { limit, happened: Arc::default() };
    if declared_length(&parts.headers).is_some_and(|length| length > limit as u64) {
        if accepts_html(&parts.headers) {
            drain(body, limit + DRAINED).await;
        }
        return Err(AppError::TooLarge { limit: limit as u64 });
    }
    // The functions never answer with redirects of their own: what becomes of a plain form is decided here.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if multipart {
        let body = overrun.watch(body);
        return Ok((Request::from_parts(parts, body), overrun));
    }
    let bytes = axum::body::to_bytes(overrun.watch(body), limit).await.map_err(|_| overrun.told().unwrap_or(AppError::Malformed))?;
    if content_type(&parts.headers).starts_with("application/x-www-form-urlencoded") {
        let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
        // Nobody types U+0000, and PostgreSQL keeps no text with it.
        if fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(AppError::Malformed);
        }
        typed.keep(fields);
    }
    Ok((Request::from_parts(parts, Body::from(bytes)), overrun))
}

/// Reads a body and throws it away, for a browser that hears no answer before it has sent all of its form. One that has more to send
/// than this, or takes longer, sees a connection that breaks off.
async fn drain(body: Body, most: usize) {
    let mut body = Limited::new(body, most);
    let read = async { while let Some(Ok(_)) = body.frame().await {} };
    // Whether it came to its end changes nothing about the answer.
    drop(tokio::time::timeout(DRAINING, read).await);
}

async fn run(visit: &Visit, request: Request<Body>, typed: Typed) -> Result<Response, AppError> {
    let context = {
        let visit = visit.clone();
        move || {
            provide_context(visit.clone());
            provide_context(visit.reader.clone());
            provide_context(typed.clone());
        }
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status().is_success() {
        return Ok(response);
    }
    let bytes: Bytes = axum::body::to_bytes(response.into_body(), TEXT_LIMIT).await.unwrap_or_default();
    Err(serde_json::from_slice(&bytes).unwrap_or(AppError::Malformed))
}

fn onward(response: &Response, back: &str) -> Response {
    // What was refused before has gone through now: its page does not tell of it any more.
    let back = with_refusal(back, None);
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or(&back);
    let mut onward = Redirect::to(to).into_response();
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        onward.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    onward
}

/// Back to the page, where what was typed waits; fails when nothing can be kept.
async fn send_back(visit: &Visit, error: AppError, endpoint: String, typed: &Typed, back: &str) -> Result<Response, AppError> {
    let signed_out = error == AppError::SignedOut;
    if matches!(error, AppError::Unavailable { .. } | AppError::NotKept { .. }) {
        return Err(error);
    }
    // A secret is not kept: passwords are typed again, and a link's page has its token in its own address.
    let secret = |name: &str| name.contains("password") || name == "token";
    let fields: Vec<_> = typed.take().into_iter().filter(|(name, _)| !secret(name)).collect();
    // Nothing to bring back: a button, or a form that was not read.
    if signed_out && !fields.iter().any(|(name, value)| is_text(name, value)) {
        return Ok(Redirect::to(&sign_in_address(&with_refusal(back, None))).into_response());
    }
    let id = visitor::keep_rejected(visit, Rejected { to: endpoint, error, fields }).await;
    let id = id.ok_or_else(|| AppError::NotKept { request: visit.request_id.clone() })?;
    let page = with_refusal(back, Some(&id));
    let to = if signed_out { sign_in_address(&page) } else { page };
    Ok(Redirect::to(&to).into_response())
}

/// Whether somebody typed this, and not the page.
fn is_text(name: &str, value: &str) -> bool {
    !value.trim().is_empty() && value.parse::<i64>().is_err() && !["submission_key", "form_key", "version"].contains(&name)
}

pub fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(error)).into_response()
}

/// The page with this refused form, or with none.
fn with_refusal(page: &str, id: Option<&str>) -> String {
    const NAME: &str = "again";
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != NAME));
    out.extend_pairs(id.map(|id| (NAME, id)));
    let query = out.finish();
    local_path(Some(&if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }))
}

/// Whether a browser asks for a page, and not a program or our own code for data.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_of_the_last_refusal_alone_and_of_none_after_success() {
        assert_eq!(with_refusal("/desk/INC-7?show=notes", Some("b")), "/desk/INC-7?show=notes&again=b");
        assert_eq!(with_refusal("/desk/INC-7?again=a&show=notes", Some("b")), "/desk/INC-7?show=notes&again=b");
        assert_eq!(with_refusal("/desk/INC-7?again=a", None), "/desk/INC-7");
        assert_eq!(with_refusal("/search?q=dock+%26+4", None), "/search?q=dock+%26+4");
    }
}
