//! Which address leads where, and through which checks.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use app::shell::Assets;
use axum::Router;
use axum::http::{HeaderName, Request, Response};
use axum::middleware::{from_fn_with_state, map_request};
use axum::routing::{any, get};
use domain::settings::Settings;
use store::Store;
use store::sessions::LIFE;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration as CookieDuration;
use tower_sessions::{Expiry, SessionManagerLayer};
use tracing::{Level, Span};

use crate::config::Config;
use crate::jobs::LastRound;
use crate::live::{self, Streams};
use crate::{assets, downloads, files, forms, headers, health, hooks, pages, visitor};

/// What every handler needs.
#[derive(Clone)]
pub struct House {
    pub store: Store,
    pub config: Arc<Config>,
    pub assets: Assets,
    /// When the jobs last ran.
    pub last_round: LastRound,
    /// What tells open pages of changes.
    pub streams: Streams,
}

impl House {
    /// The address for links that leave the site: the organisation's own, or the one this server was started with.
    #[must_use]
    pub fn base_url(&self, settings: &Settings) -> String {
        if settings.base_url.is_empty() { self.config.base_url() } else { settings.base_url.clone() }
    }
}

/// The whole application as one service.
pub fn router(house: House) -> Router {
    // Pages load their data on this runtime; a second router in the same process finds it set already.
    let _ = any_spawner::Executor::init_tokio();
    let sessions = SessionManagerLayer::new(house.store.sessions())
        .with_name("opsbeat")
        .with_secure(house.config.is_https())
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(CookieDuration::milliseconds(LIFE.millis())));
    let people = Router::new()
        .route("/api/{*function}", any(forms::call))
        .route("/files/{id}", get(files::file))
        .route("/live", get(live::live))
        .route("/reports/tickets.csv", get(downloads::ticket_report))
        .route("/reports/tickets.json", get(downloads::ticket_report))
        .route("/reports/sla.csv", get(downloads::promise_report))
        .route("/reports/sla.json", get(downloads::promise_report))
        .route("/reports/faults.csv", get(downloads::fault_report))
        .route("/reports/faults.json", get(downloads::fault_report))
        .route("/reports/satisfaction.csv", get(downloads::satisfaction))
        .route("/reports/satisfaction.json", get(downloads::satisfaction))
        .route("/reports/satisfaction/answers.csv", get(downloads::answers))
        .route("/faults/{number}/export.md", get(downloads::fault))
        .route("/faults/{number}/export.json", get(downloads::fault))
        .route("/on-call/shifts.ics", get(downloads::shifts))
        .route("/scores/{id}/results.csv", get(downloads::round_results))
        .route("/scores/{id}/results.json", get(downloads::round_results))
        .route("/admin/outbox/{id}/html", get(downloads::mail))
        .route("/admin/imports/{id}/rejected.csv", get(downloads::rejected))
        .route("/admin/promises.toml", get(downloads::promises))
        .fallback(get(pages::page))
        .layer(from_fn_with_state(house.clone(), pages::after_a_panic))
        .layer(from_fn_with_state(house.clone(), headers::same_origin))
        .layer(from_fn_with_state(house.clone(), headers::without_null))
        // Who asks is found out before, so that a refusal is in their language.
        .layer(from_fn_with_state(house.clone(), visitor::introduce))
        .layer(sessions);
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(hooks::routes(hooks::Limits::default()))
        .merge(assets::routes())
        .merge(people)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(house.clone(), headers::secure))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request<_>| {
                    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
                    let (method, path) = (request.method(), request.uri().path());
                    if assets::is_one(path) {
                        tracing::debug_span!("request", %method, path, id)
                    } else {
                        tracing::info_span!("request", %method, path = %logged(path), id)
                    }
                })
                .on_response(tell),
        )
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        // What a request is known by is drawn here. One from outside might come twice, and forms are told apart by it.
        .layer(map_request(async |mut request: Request<_>| {
            request.headers_mut().remove(REQUEST_ID);
            request
        }))
        .with_state(house)
}

/// One line for each answer. Files of the application itself are many and tell nothing: they are for who looks for them.
fn tell<Body>(response: &Response<Body>, latency: Duration, request: &Span) {
    let (latency, status) = (format!("{} ms", latency.as_millis()), response.status().as_u16());
    // The span of a file is not there at all while its level is not logged.
    if request.metadata().is_some_and(|span| *span.level() == Level::INFO) {
        tracing::info!(%latency, status, "finished processing request");
    } else {
        tracing::debug!(%latency, status, "finished processing request");
    }
}

/// Places whose next segment is a secret: whoever knows it sets a password, makes the first administrator, rates a ticket, has a fault or speaks for
/// an integration.
const BEFORE_A_SECRET: [&str; 6] = ["/welcome/", "/set-up/", "/rate/", "/have/", "/hooks/alertmanager/", "/hooks/heartbeat/"];

/// The path as the log may keep it: who reads the log must not be able to follow a link that was sent to somebody else.
fn logged(path: &str) -> Cow<'_, str> {
    let kept = BEFORE_A_SECRET.iter().filter_map(|place| path.find(place).map(|at| at + place.len())).min();
    match kept {
        Some(kept) if kept < path.len() => Cow::Owned(format!("{}…", &path[..kept])),
        _ => Cow::Borrowed(path),
    }
}

/// The header that carries a request's id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a stopping server waits for what is in flight.
pub const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn the_log_keeps_no_secret_of_a_link() {
        for (path, kept) in [
            ("/welcome/Vx3_k9", "/welcome/…"),
            ("/set-up/Vx3_k9", "/set-up/…"),
            ("/rate/1042.7.1765962000.abc", "/rate/…"),
            ("/hooks/alertmanager/Vx3_k9", "/hooks/alertmanager/…"),
            ("/hooks/heartbeat/Vx3_k9", "/hooks/heartbeat/…"),
            ("/rate/1042.7.1765962000.abc/welcome/x", "/rate/…"),
            ("//welcome/Vx3_k9/", "//welcome/…"),
        ] {
            assert_eq!(logged(path), kept);
        }
    }

    #[test]
    fn the_log_keeps_every_other_path_as_it_is() {
        for path in ["/", "/desk/INC-7", "/welcome/", "/rate", "/api/session/set-up-link", "/files/3"] {
            assert_eq!(logged(path), path);
        }
    }
}
