//! For those who watch: is the process alive, and can it serve?

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::time::Timestamp;

use crate::router::House;

/// Alive: answers as long as the process does, and says how many seconds ago the jobs last ran, the clocks of tickets
/// were looked at, and somebody outside was told; and why not, if they were not.
pub async fn healthz(State(house): State<House>) -> impl IntoResponse {
    let ping = house.last_round.ping.seen();
    let age = |at: Option<Timestamp>| at.map(|at| house.store.now().since(at).millis() / 1000);
    axum::Json(serde_json::json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "jobs_ran_seconds_ago": age(house.last_round.at()),
        "clocks_looked_at_seconds_ago": age(house.last_round.clocks_at()),
        "outside_told_seconds_ago": age(ping.heard_at),
        "outside_not_told_because": ping.failing,
    }))
}

/// Ready: the database answers, and what somebody sends now could be written.
pub async fn readyz(State(house): State<House>) -> impl IntoResponse {
    match house.store.ready().await {
        Ok(()) => (StatusCode::OK, axum::Json(serde_json::json!({ "status": "ready" }))),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, axum::Json(serde_json::json!({ "status": "database unavailable" }))),
    }
}
