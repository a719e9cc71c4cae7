//! One request, as server functions and pages see it: who asks, through which store, at what time.

use std::sync::{Arc, Mutex};

use axum::http::{HeaderValue, StatusCode, header};
use domain::id::UserId;
use domain::locale::Locale;
use domain::permit::Actor;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::Store;
use store::accounts::Entered;
use tower_sessions::Session;

use crate::error::AppError;
use crate::reader::Reader;

/// What the server knows of one request before anything is decided.
#[derive(Clone)]
pub struct Visit {
    pub store: Store,
    /// Who asks; `None` while nobody is signed in.
    pub actor: Option<Arc<Actor>>,
    pub session: Session,
    pub reader: Reader,
    /// When the request arrived: the one "now" of everything it does.
    pub now: Timestamp,
    pub request_id: String,
    /// The address of the trusted hop.
    pub address: String,
    pub user_agent: String,
    /// The address for links that leave the site, without a slash at its end.
    pub base_url: String,
    /// Whether a mail server is configured.
    pub sends_mail: bool,
    /// The largest request with files that the server takes, in MiB.
    pub upload_limit_mib: u32,
    /// Looks into logs of other systems that were sent: the server knows their formats, and nobody here.
    pub logs: &'static dyn store::imports::LogReader,
    /// The most bytes of such a log.
    pub import_limit: u64,
}

/// What was typed into the form of this request, for the case that it comes back.
#[derive(Clone)]
pub struct Typed(pub Arc<Mutex<Vec<(String, String)>>>);

impl Typed {
    /// Remembers the fields.
    pub fn keep(&self, fields: Vec<(String, String)>) {
        if let Ok(mut typed) = self.0.lock() {
            *typed = fields;
        }
    }

    /// Gives them away.
    #[must_use]
    pub fn take(&self) -> Vec<(String, String)> {
        self.0.lock().map(|mut typed| std::mem::take(&mut *typed)).unwrap_or_default()
    }
}

/// Keeps what a form with files had typed in it; forms without files are kept by themselves.
pub fn keep_typed(fields: Vec<(String, String)>) {
    if let Some(typed) = use_context::<Typed>() {
        typed.keep(fields);
    }
}

/// The keys under which the session remembers.
pub mod session_key {
    pub use store::sessions::{ADDRESS, PASSWORD_OF, USER, USER_AGENT};
    /// Forms that came back, by id.
    pub const REJECTED: &str = "rejected";
}

/// The cookie that remembers a visitor's language before signing in.
pub const LOCALE_COOKIE: &str = "opsbeat_locale";

/// This request.
///
/// # Errors
/// `Internal` outside of a request, which is a defect.
pub fn visit() -> Result<Visit, AppError> {
    use_context::<Visit>().ok_or(AppError::Internal { request: String::new() })
}

/// This request and who is signed in.
///
/// # Errors
/// `SignedOut` when nobody is.
pub fn signed_in() -> Result<(Visit, Arc<Actor>), AppError> {
    let visit = visit()?;
    let actor = visit.actor.clone().ok_or(AppError::SignedOut)?;
    Ok((visit, actor))
}

/// Binds the session to an account, under a fresh id so that one planted before is worth nothing.
///
/// # Errors
/// `Unavailable` when the session cannot be stored.
pub async fn enter(visit: &Visit, Entered { user, password_of }: Entered) -> Result<(), AppError> {
    let session = &visit.session;
    let unavailable = |_| unavailable();
    // What somebody else left in this browser is not theirs.
    if session.get::<UserId>(session_key::USER).await.map_err(unavailable)?.is_some_and(|before| before != user) {
        session.clear().await;
    }
    session.cycle_id().await.map_err(unavailable)?;
    session.insert(session_key::USER, user).await.map_err(unavailable)?;
    session.insert(session_key::PASSWORD_OF, password_of).await.map_err(unavailable)?;
    session.insert(session_key::ADDRESS, &visit.address).await.map_err(unavailable)?;
    session.insert(session_key::USER_AGENT, &visit.user_agent).await.map_err(unavailable)?;
    // Now and not after the answer: whoever is told that they are signed in is signed in.
    session.save().await.map_err(unavailable)
}

/// Answers with a redirect: a real one to a plain form, a hint to the browser's code otherwise.
pub fn redirect(to: &str) {
    leptos_axum::redirect(to);
}

/// A path within this site, whatever was asked for: never a way to somebody else's.
#[must_use]
pub fn local_path(to: Option<&str>) -> String {
    match to {
        Some(to) if to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control) => to.to_owned(),
        _ => "/".to_owned(),
    }
}

/// Keeps the chosen language: with the account, or in a cookie.
///
/// # Errors
/// Those of the store.
pub async fn remember_locale(locale: Locale) -> Result<(), AppError> {
    let visit = visit()?;
    if let Some(actor) = &visit.actor {
        store::accounts::choose_locale(&visit.store, actor, locale).await.map_err(fail)?;
    }
    let cookie = format!("{LOCALE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", locale.as_str());
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
    Ok(())
}

/// Gives the response of a page the status of the error that it shows.
pub fn answer_with(error: &AppError) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    if *error == AppError::SignedOut {
        let to = use_context::<axum::http::request::Parts>().map(|parts| parts.uri.to_string()).unwrap_or_default();
        leptos_axum::redirect(&sign_in_address(&to));
        return;
    }
    if let Ok(status) = StatusCode::from_u16(error.status()) {
        response.set_status(status);
    }
}

/// The sign-in page that leads back to `to`.
#[must_use]
pub fn sign_in_address(to: &str) -> String {
    if to.is_empty() || to == "/" { "/sign-in".to_owned() } else { format!("/sign-in?to={}", leptos_router::location::Url::escape(to)) }
}

/// The session cannot be read or kept.
#[must_use]
pub fn unavailable() -> AppError {
    AppError::Unavailable { request: request_id() }
}

fn request_id() -> String {
    use_context::<Visit>().map(|visit| visit.request_id).unwrap_or_default()
}

/// What a person is told of the store's error; a defect is logged here, once, with the request's id.
#[must_use]
pub fn fail(error: store::Error) -> AppError {
    fail_in(error, request_id())
}

/// As [`fail`], outside of server functions and pages: `request` is the request's id.
#[must_use]
pub fn fail_in(error: store::Error, request: String) -> AppError {
    use store::Error;
    match error {
        Error::NotFound => AppError::NotFound,
        Error::Invalid(invalid) => AppError::Invalid { invalid },
        Error::IllegalMove(illegal) => AppError::IllegalMove { illegal },
        Error::Conflict { .. } => AppError::Conflict,
        Error::InUse { what } => AppError::InUse { by: what.to_owned() },
        Error::Oneself => AppError::Oneself,
        Error::LastAdministrator => AppError::LastAdministrator,
        Error::Throttled { until } => AppError::Throttled { until },
        Error::WrongCredentials => AppError::WrongCredentials,
        Error::DeadLink => AppError::DeadLink,
        Error::Unavailable => AppError::Unavailable { request },
        Error::Full => AppError::NotKept { request },
        Error::Files(error) => {
            tracing::error!(%error, %request, "a file cannot be kept or read");
            AppError::NotKept { request }
        }
        defect => {
            tracing::error!(error = %defect, %request, "a request failed");
            AppError::Internal { request }
        }
    }
}
