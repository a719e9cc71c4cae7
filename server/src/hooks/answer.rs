//! What other programs are answered.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::alert::{Malformed, Why};
use domain::time::Span;
use serde_json::json;
use store::Error;

/// Nobody is there.
pub fn nobody() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "not_found" }))).into_response()
}

/// It is kept.
pub fn taken() -> Response {
    Json(json!({ "status": "success" })).into_response()
}

/// An event is kept, as the Events API says it.
pub fn accepted(dedup_key: &str) -> Response {
    let said = json!({ "status": "success", "message": "Event processed", "dedup_key": dedup_key });
    (StatusCode::ACCEPTED, Json(said)).into_response()
}

/// It cannot be understood, and sending it again would not help.
pub fn malformed(wrong: &Malformed) -> Response {
    let status = if wrong.why == Why::TooLarge { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
    let said = json!({ "status": "invalid event", "message": "Event object is invalid", "at": wrong.at, "why": wrong.why, "errors": [wrong.to_string()] });
    (status, Json(said)).into_response()
}

/// Too much came from there: what was sent is to be sent again.
pub fn slower(wait: Span) -> Response {
    let seconds = wait.millis().div_euclid(1000) + 1;
    let mut answer = (StatusCode::TOO_MANY_REQUESTS, Json(json!({ "error": "too_many_requests" }))).into_response();
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// It could not be kept: what was sent is to be sent again.
pub fn trouble(error: &Error) -> Response {
    match error {
        // Switched off a moment ago.
        Error::NotFound => return nobody(),
        Error::Unavailable | Error::Full => {}
        defect => tracing::error!(error = %defect, "alerts could not be taken in"),
    }
    away()
}

/// As [`trouble`], where the cause was told already.
pub fn away() -> Response {
    let mut answer = (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "error": "unavailable" }))).into_response();
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    answer
}
