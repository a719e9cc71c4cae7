//! What other programs are answered.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::alert::{Malformed, Why};
use domain::time::Span;
use serde_json::json;
use store::Error;

/// Why nothing was taken of what came, whatever it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is there.
    Nobody,
    /// Too much came from there: what was sent is to be sent again after this time.
    TooMuch(Span),
    /// It could not be kept: what was sent is to be sent again.
    Away,
}

impl Refusal {
    /// What the store's error comes to; a defect is logged here, once.
    pub fn of(error: &Error) -> Self {
        match error {
            // Switched off a moment ago.
            Error::NotFound => return Self::Nobody,
            Error::Unavailable | Error::Full => {}
            defect => tracing::error!(error = %defect, "alerts could not be taken in"),
        }
        Self::Away
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, said, again) = match self {
            Self::Nobody => (StatusCode::NOT_FOUND, "not_found", None),
            Self::TooMuch(wait) => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", Some(wait.millis().div_euclid(1_000) + 1)),
            Self::Away => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", Some(5)),
        };
        let mut answer = (status, Json(json!({ "error": said }))).into_response();
        if let Some(seconds) = again {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
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
    let message = "Event object is invalid";
    let said = json!({ "status": "invalid event", "message": message, "at": wrong.at, "why": wrong.why, "errors": [wrong.to_string()] });
    (status, Json(said)).into_response()
}
