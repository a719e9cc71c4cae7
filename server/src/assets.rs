//! The files that browsers load, as `cargo xtask build` left them: inside the binary in release, read from disk in development.
//!
//! What lies under `/assets/` is named by its content and may be kept for ever. The rest (`/favicon.svg`, `/icons.svg`, ...) keeps
//! its name, so a browser asks again and is mostly told that nothing changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use app::shell::Assets;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderName, StatusCode};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$OPSBEAT_ASSETS_DIR"]
struct Files;

const MANIFEST: &str = "manifest.json";

/// The paths of the application's own files, for the pages that name them.
///
/// Before the first build there are no files and no manifest: the plain names stand in, and answer 404.
#[must_use]
pub fn named() -> Assets {
    read_manifest(&file(MANIFEST).map(|file| file.bytes).unwrap_or_default())
}

fn read_manifest(manifest: &[u8]) -> Assets {
    serde_json::from_slice(manifest).unwrap_or_else(|_| Assets {
        js: "/assets/app.js".to_owned(),
        wasm: "/assets/app_bg.wasm".to_owned(),
        css: "/assets/app.css".to_owned(),
        parts: BTreeMap::new(),
    })
}

/// One route for everything under `/assets/` and one for each file beside it, so that no other path is taken.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let assets = Router::new().route("/assets/{*path}", get(serve));
    Files::iter()
        .filter(|path| *path != MANIFEST && !path.starts_with("assets/") && !path.ends_with(".br"))
        .fold(assets, |routes, path| routes.route(&format!("/{path}"), get(serve)))
}

/// Whether a path is that of a file of the application.
pub fn is_one(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|name| Files::iter().any(|file| file == name))
}

/// axum answers HEAD by this too, and leaves the body out.
async fn serve(request: Request) -> Response {
    respond(request.uri().path().trim_start_matches('/'), request.headers(), file)
}

struct File {
    bytes: Cow<'static, [u8]>,
    /// A number for the content, in hexadecimal.
    version: String,
}

fn file(path: &str) -> Option<File> {
    let file = Files::get(path)?;
    let version = file.metadata.sha256_hash().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Some(File { bytes: file.data, version })
}

fn respond(path: &str, asked: &HeaderMap, file: impl Fn(&str) -> Option<File>) -> Response {
    // The compressed files are no pages of their own.
    let Some(plain) = (!path.ends_with(".br")).then(|| file(path)).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let compressed = if accepts_brotli(asked) { file(&format!("{path}.br")) } else { None };
    // The two encodings are different bytes, so they carry different tags.
    let tag = if compressed.is_some() { format!("\"{}-br\"", plain.version) } else { format!("\"{}\"", plain.version) };
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    let headers: [(HeaderName, &str); 3] = [(CACHE_CONTROL, cache), (ETAG, &tag), (VARY, "accept-encoding")];
    if is_known(asked, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let content_type = [(CONTENT_TYPE, content_type(path))];
    match compressed {
        Some(file) => (headers, content_type, [(CONTENT_ENCODING, "br")], body(file)).into_response(),
        None => (headers, content_type, body(plain)).into_response(),
    }
}

fn body(file: File) -> Body {
    match file.bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

/// Whether `br` is offered and not refused by `q=0`.
fn accepts_brotli(asked: &HeaderMap) -> bool {
    let offers = asked.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    offers.into_iter().any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        is_brotli && quality.is_ok_and(|quality| quality > 0.0)
    })
}

/// Whether the browser already holds this version. A tag may come back marked as weak by a proxy that changed the encoding.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    known.map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(path: &str) -> Option<File> {
        let bytes: &'static [u8] = match path {
            "assets/app.1.css" => b"body{}",
            "assets/app.1.css.br" => b"small",
            "favicon.svg" => b"<svg/>",
            _ => return None,
        };
        Some(File { bytes: Cow::Borrowed(bytes), version: bytes.len().to_string() })
    }

    fn answer(path: &str, asked: &[(HeaderName, &'static str)]) -> Response {
        let asked = asked.iter().map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value))).collect();
        respond(path, &asked, shelf)
    }

    fn header(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn a_file_named_by_its_content_is_kept_for_ever() {
        let response = answer("assets/app.1.css", &[]);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, CONTENT_TYPE), "text/css; charset=utf-8");
        assert_eq!(header(&response, CACHE_CONTROL), "public, max-age=31536000, immutable");
    }

    #[test]
    fn a_file_with_a_lasting_name_is_asked_for_again() {
        let response = answer("favicon.svg", &[]);
        assert_eq!(header(&response, CACHE_CONTROL), "public, no-cache");
        assert_eq!(answer("favicon.svg", &[(IF_NONE_MATCH, "\"6\"")]).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer("favicon.svg", &[(IF_NONE_MATCH, "\"7\", W/\"6\"")]).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer("favicon.svg", &[(IF_NONE_MATCH, "\"7\"")]).status(), StatusCode::OK);
    }

    #[test]
    fn brotli_is_sent_to_those_who_accept_it() {
        let encoding = |accepted| header(&answer("assets/app.1.css", &[(ACCEPT_ENCODING, accepted)]), CONTENT_ENCODING).to_owned();
        assert_eq!(encoding("gzip, deflate, br, zstd"), "br");
        assert_eq!(encoding("br;q=0.5"), "br");
        assert_eq!(encoding("gzip, br;q=0"), "");
        assert_eq!(encoding("gzip"), "");
    }

    #[test]
    fn the_two_encodings_carry_different_tags() {
        let plain = answer("assets/app.1.css", &[]);
        let compressed = answer("assets/app.1.css", &[(ACCEPT_ENCODING, "br")]);
        assert_ne!(header(&plain, ETAG), header(&compressed, ETAG));
        assert_eq!(header(&plain, VARY), "accept-encoding");
    }

    #[test]
    fn a_file_without_a_compressed_twin_is_sent_as_it_is() {
        assert_eq!(header(&answer("favicon.svg", &[(ACCEPT_ENCODING, "br")]), CONTENT_ENCODING), "");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for path in ["assets/other.css", "assets/app.1.css.br", "assets/../manifest.json", ""] {
            assert_eq!(answer(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn a_page_names_the_files_of_the_manifest() {
        let assets = read_manifest(
            br#"{"js": "/assets/app.1/app.js", "wasm": "/assets/app.1/app_bg.wasm", "css": "/assets/app.3.css", "parts": {"desk": ["/a"]}}"#,
        );
        assert_eq!((&*assets.js, &*assets.wasm, &*assets.css), ("/assets/app.1/app.js", "/assets/app.1/app_bg.wasm", "/assets/app.3.css"));
        assert_eq!(assets.parts["desk"], ["/a"]);
    }
}
