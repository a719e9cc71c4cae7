//! Where other programs speak: alerts and signs of life. Who they are, their token says; no cookie is looked at.
//!
//! Whatever names nobody is answered in one way, be it an unknown token, one that was replaced, an integration that is switched off or
//! speaks something else, another method, or an address that leads nowhere.

mod answer;
mod intake;
mod limit;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Path, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use domain::alert::events::Event;
use domain::alert::{Kind, Malformed, Signal, Which, Why, alertmanager};
use store::alerts::{self, Speaker};

use self::answer::{Refusal, accepted, malformed, taken};
use self::intake::Intake;
pub use self::limit::Limits;
use crate::router::House;

/// The most bytes of a payload of Alertmanager: ten thousand alerts of usual size.
pub const ALERTMANAGER_LIMIT: usize = 8 * 1024 * 1024;
/// The most bytes of one event, as the Events API has it.
pub const EVENT_LIMIT: usize = 512 * 1024;

/// The addresses, within these limits.
pub fn routes(limits: Limits) -> Router<House> {
    Router::new()
        .route("/hooks/alertmanager/{token}", any(alertmanager))
        .route("/hooks/events/v2/enqueue", any(enqueue))
        .route("/hooks/heartbeat/{token}", any(heartbeat))
        .route("/hooks", any(async || Refusal::Nobody))
        .route("/hooks/{*rest}", any(async || Refusal::Nobody))
        .layer(Extension(limits))
        .layer(Extension(Intake::default()))
}

/// Whom the token names, if they speak this and do not speak too much.
async fn let_in(house: &House, limits: &Limits, token: &str, kind: Kind) -> Result<Speaker, Refusal> {
    match alerts::speaker(&house.store, token).await {
        Ok(Some(speaker)) if speaker.kind == kind => match limits.take(speaker.id, house.store.now()) {
            Ok(()) => Ok(speaker),
            Err(wait) => Err(Refusal::TooMuch(wait)),
        },
        Ok(_) => Err(Refusal::Nobody),
        Err(error) => Err(Refusal::of(&error)),
    }
}

async fn alertmanager(
    State(house): State<House>,
    Extension(limits): Extension<Limits>,
    Extension(intake): Extension<Intake>,
    Path(token): Path<String>,
    method: Method,
    body: Body,
) -> Response {
    if method != Method::POST {
        return Refusal::Nobody.into_response();
    }
    let speaker = match let_in(&house, &limits, &token, Kind::Alertmanager).await {
        Ok(speaker) => speaker,
        Err(refusal) => return refusal.into_response(),
    };
    let Ok(body) = to_bytes(body, ALERTMANAGER_LIMIT).await else {
        return refuse(&house, &speaker, &Malformed::new("", Why::TooLarge), &Bytes::new()).await;
    };
    match alertmanager::read(&body) {
        Ok(signals) => match intake.absorb(&house.store, speaker.id, signals).await {
            Ok(()) => taken(),
            Err(refusal) => refusal.into_response(),
        },
        Err(wrong) => refuse(&house, &speaker, &wrong, &body).await,
    }
}

async fn enqueue(
    State(house): State<House>,
    Extension(limits): Extension<Limits>,
    Extension(intake): Extension<Intake>,
    method: Method,
    body: Body,
) -> Response {
    if method != Method::POST {
        return Refusal::Nobody.into_response();
    }
    let Ok(body) = to_bytes(body, EVENT_LIMIT).await else { return malformed(&Malformed::new("", Why::TooLarge)) };
    // Without a key nobody is known by whose integration it could be kept.
    let event = match Event::read(&body) {
        Ok(event) => event,
        Err(wrong) => return malformed(&wrong),
    };
    let key = match event.routing_key() {
        Ok(key) => key,
        Err(wrong) => return malformed(&wrong),
    };
    let speaker = match let_in(&house, &limits, key, Kind::Events).await {
        Ok(speaker) => speaker,
        Err(refusal) => return refusal.into_response(),
    };
    let fresh = match alerts::fresh_key() {
        Ok(fresh) => fresh,
        Err(error) => return Refusal::of(&error).into_response(),
    };
    match event.signal(&fresh) {
        Ok(signal) => {
            let key = signal.key.clone();
            match intake.absorb(&house.store, speaker.id, vec![within(signal, house.store.now())]).await {
                Ok(()) => accepted(&key),
                Err(refusal) => refusal.into_response(),
            }
        }
        Err(wrong) => {
            // The key opens the door: it is not kept where somebody reads it.
            let kept = String::from_utf8_lossy(&body).replace(key, "…");
            refuse(&house, &speaker, &wrong, &Bytes::from(kept)).await
        }
    }
}

/// An event that names no time was when it came: so much is sure also when several are taken in together.
fn within(mut signal: Signal, now: domain::time::Timestamp) -> Signal {
    if let (Which::Open { since: None }, domain::alert::Said::Resolved { at: None }) = (signal.which, signal.said) {
        signal.said = domain::alert::Said::Resolved { at: Some(now) };
    }
    signal
}

async fn heartbeat(
    State(house): State<House>,
    Extension(limits): Extension<Limits>,
    Extension(intake): Extension<Intake>,
    Path(token): Path<String>,
    method: Method,
) -> Response {
    if !matches!(method, Method::GET | Method::POST | Method::HEAD) {
        return Refusal::Nobody.into_response();
    }
    let speaker = match let_in(&house, &limits, &token, Kind::Heartbeat).await {
        Ok(speaker) => speaker,
        Err(refusal) => return refusal.into_response(),
    };
    match intake.absorb(&house.store, speaker.id, Vec::new()).await {
        Ok(()) => taken(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Answers what was not understood, and keeps it so that somebody can look at it.
async fn refuse(house: &House, speaker: &Speaker, wrong: &Malformed, body: &Bytes) -> Response {
    if let Err(error) = alerts::refuse(&house.store, speaker.id, wrong, body).await {
        tracing::warn!(%error, integration = %speaker.id, "a payload that was not understood could not be kept");
    }
    malformed(wrong)
}
