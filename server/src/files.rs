//! Attachments on their way out: streamed, and served so that nothing in them can run.

use app::visit::{Visit, fail_in};
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::AttachmentId;
use store::files::Outgoing;

use crate::pages;
use crate::router::House;

/// Pictures that a browser only draws. SVG is none of them: it is a document that can hold scripts.
const PICTURES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// Whatever a browser makes of the file, it has no scripts, no origin and no network.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// Kept by the reader's own browser, and asked again before each use whether they may still see it.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Gives a file to whoever may see what it is attached to. One that is not there and one that is not the reader's to see
/// are the same page.
pub async fn file(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    let actor = match pages::signed_in(&house, &visit, request.headers(), request.uri().path()).await {
        Ok(actor) => actor,
        Err(answer) => return *answer,
    };
    let Ok(id) = id.parse() else { return pages::page(State(house), Extension(visit), request).await };
    match store::files::open(&house.store, &actor, AttachmentId(id)).await {
        Ok(file) => send(file, request.headers()),
        Err(store::Error::NotFound) => pages::page(State(house), Extension(visit), request).await,
        Err(error) => {
            let error = fail_in(error, visit.request_id.clone());
            pages::refuse(house, visit, request.headers(), error).await
        }
    }
}

fn send(file: Outgoing, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", file.sha256);
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut response = Response::new(Body::from_stream(file.stream));
    let headers = response.headers_mut();
    let disposition = disposition(&file.name, &file.media_type);
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::CONTENT_TYPE, content_type(&file.media_type));
    headers.insert(header::CONTENT_LENGTH, file.size.into());
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, CACHE);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn content_type(media_type: &str) -> HeaderValue {
    let charset = if media_type == "text/plain" { "; charset=utf-8" } else { "" };
    HeaderValue::from_str(&format!("{media_type}{charset}")).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Pictures are shown, everything else is saved. The name is told twice (RFC 6266): in ASCII, and as it is for browsers that read it.
pub(crate) fn disposition(name: &str, media_type: &str) -> String {
    let how = if PICTURES.contains(&media_type) { "inline" } else { "attachment" };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }).collect();
    let exact: String = name.bytes().map(percent).collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

/// A byte of an extended value (RFC 8187).
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    fn outgoing(name: &str, media_type: &str) -> Outgoing {
        let bytes = b"hello";
        Outgoing {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: bytes.len() as u64,
            sha256: "ab12".to_owned(),
            stream: Box::pin(stream::iter([Ok(bytes.as_slice().into())])),
        }
    }

    fn header_of(response: &Response, name: header::HeaderName) -> &str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[test]
    fn only_pictures_are_shown_and_a_drawing_with_scripts_is_none() {
        assert!(disposition("a.png", "image/png").starts_with("inline;"));
        for saved in ["image/svg+xml", "text/plain", "text/html", "application/pdf", "application/octet-stream"] {
            assert!(disposition("a", saved).starts_with("attachment;"), "{saved}");
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let told = disposition("re\"po\\rt\r\nX: y 报告.pdf", "application/pdf");
        assert_eq!(
            told,
            "attachment; filename=\"re_po_rt__X: y __.pdf\"; filename*=UTF-8''re%22po%5Crt%0D%0AX%3A%20y%20%E6%8A%A5%E5%91%8A.pdf"
        );
        assert!(HeaderValue::from_str(&told).is_ok());
    }

    #[test]
    fn nothing_in_a_file_can_run() {
        let response = send(outgoing("page.html", "text/plain"), &HeaderMap::new());
        assert_eq!(header_of(&response, header::CONTENT_SECURITY_POLICY), "default-src 'none'; frame-ancestors 'none'; sandbox");
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/plain; charset=utf-8");
        assert_eq!(header_of(&response, header::CONTENT_LENGTH), "5");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "private, no-cache");
    }

    #[test]
    fn a_file_that_the_browser_has_is_not_sent_again() {
        let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("\"ab12\""))]);
        assert_eq!(send(outgoing("a.png", "image/png"), &known).status(), StatusCode::NOT_MODIFIED);
        let other = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("\"cd34\""))]);
        assert_eq!(send(outgoing("a.png", "image/png"), &other).status(), StatusCode::OK);
    }
}
