//! What every response says to the browser about trust, and the check that a form comes from this site.

use app::error::AppError;
use app::visit::Visit;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::pages;
use crate::router::House;

/// The policy of a page with `nonce`: scripts that the server wrote itself, WebAssembly, and nothing from elsewhere.
#[must_use]
pub fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// For a year, nobody who was here by HTTPS comes without it. Only said where people come by HTTPS: it would shut out all others.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Adds the headers that are the same everywhere; pages are private and never kept by a cache.
pub async fn secure(State(house): State<House>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if house.config.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"));
    response
}

/// Refuses what would change something and was sent by another site's page.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; programs say neither, and have no cookie
/// of a person's to misuse. Together with `SameSite=Lax` cookies this replaces form tokens.
pub async fn same_origin(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || comes_from_here(request.headers()) {
        return next.run(request).await;
    }
    pages::refuse(house, visit, request.headers(), AppError::FromElsewhere).await
}

/// Refuses addresses that hold the character U+0000: nobody types it, and PostgreSQL keeps no text with it.
pub async fn without_null(State(house): State<House>, Extension(visit): Extension<Visit>, request: Request, next: Next) -> Response {
    if !holds_null(request.uri()) {
        return next.run(request).await;
    }
    pages::refuse(house, visit, request.headers(), AppError::Malformed).await
}

fn holds_null(address: &Uri) -> bool {
    address.path_and_query().is_some_and(|text| text.as_str().contains("%00"))
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, authority)| authority == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused_and_ours_is_not() {
        assert!(comes_from_here(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(comes_from_here(&headers(&[("origin", "https://desk.example"), ("host", "desk.example")])));
        assert!(!comes_from_here(&headers(&[("origin", "https://evil.example"), ("host", "desk.example")])));
        assert!(!comes_from_here(&headers(&[("origin", "null"), ("host", "desk.example")])));
    }

    #[test]
    fn a_program_without_a_browsers_headers_may_post() {
        assert!(comes_from_here(&headers(&[("host", "desk.example")])));
    }
}
