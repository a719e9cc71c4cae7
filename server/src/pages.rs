//! Pages: the application rendered for one request, whole, so that it also stands without JavaScript.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use app::error::AppError;
use app::shell::shell;
use app::visit::{Visit, sign_in_address};
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Request, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::permit::Actor;
use futures::FutureExt;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;

use crate::forms;
use crate::headers::content_security_policy;
use crate::router::House;

/// The application's error page as the answer itself: what was typed is one step back in the browser.
pub async fn problem(house: House, mut visit: Visit, error: AppError) -> Response {
    visit.reader.broken = Some(error);
    page(State(house), Extension(visit), Request::new(Body::empty())).await
}

/// The error in the form that whoever asks can read: a page for a browser, JSON for programs.
pub async fn refuse(house: House, visit: Visit, asked: &HeaderMap, error: AppError) -> Response {
    if forms::accepts_html(asked) { problem(house, visit, error).await } else { forms::refuse(&error) }
}

/// Who asks, for a door that opens to those who are signed in. Otherwise the answer: the sign-in page, which leads on to `address`, or
/// the page that says that it could not be found out who asks.
pub async fn signed_in(house: &House, visit: &Visit, asked: &HeaderMap, address: &str) -> Result<Arc<Actor>, Box<Response>> {
    if let Some(error) = &visit.reader.broken {
        return Err(Box::new(refuse(house.clone(), visit.clone(), asked, error.clone()).await));
    }
    visit.actor.clone().ok_or_else(|| Box::new(Redirect::to(&sign_in_address(address)).into_response()))
}

/// A defect in one answer is told like any other trouble, with the number under which the log knows more.
pub async fn after_a_panic(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request<Body>, next: Next) -> Response {
    let asked = request.headers().clone();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request = visit.request_id, "an answer panicked");
            let error = AppError::Internal { request: visit.request_id.clone() };
            refuse(house, visit, &asked, error).await
        }
    }
}

/// Renders the page at this address; an unknown one is the application's own "not found".
pub async fn page(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request<Body>) -> Response {
    let context = move || {
        provide_context(visit.reader.clone());
        provide_context(visit.clone());
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&content_security_policy(&nonce))) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    let assets = house.assets.clone();
    leptos_axum::render_app_async_with_context(context, move || shell(&assets))(request).await
}
