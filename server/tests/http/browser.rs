//! A browser as far as HTTP goes: it keeps its cookie, posts forms, and follows nothing by itself.

use std::collections::HashMap;
use std::sync::Arc;

use app::error::AppError;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::id::UserId;
use server::config::Config;
use server::live::Streams;
use server::router::{House, router};
use store::Store;
use tower::ServiceExt;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};

/// One visitor of a server without a socket.
#[derive(Clone)]
pub struct Browser {
    service: Router,
    /// What it sends back; empty before the first.
    pub cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Where it sends the browser.
    pub location: Option<String>,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    /// The error of a server function.
    pub fn error(&self) -> AppError {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no error in {self:?}"))
    }
}

/// The application over this store, as a service. Its streams end where they begin, so that every answer has an end.
pub fn service(store: Store) -> Router {
    let streams = Streams::default();
    streams.end();
    service_with(store, streams)
}

/// The same with streams that go on.
pub fn service_with(store: Store, streams: Streams) -> Router {
    service_by(store, streams, server::config::Flags::default())
}

/// The application over this store where a mail server is configured.
pub fn service_with_mail(store: Store, smtp: &str) -> Router {
    let streams = Streams::default();
    streams.end();
    service_by(store, streams, server::config::Flags { smtp: Some(smtp.to_owned()), ..Default::default() })
}

fn service_by(store: Store, streams: Streams, flags: server::config::Flags) -> Router {
    let flags = server::config::Flags { base_url: Some("http://desk.test".into()), ..flags };
    let config = Config::load(&flags).unwrap();
    router(House {
        store,
        config: Arc::new(config),
        assets: server::assets::named(),
        last_round: server::jobs::LastRound::default(),
        streams,
    })
}

impl Browser {
    /// Somebody who is not signed in.
    pub fn new(service: &Router) -> Self {
        Self { service: service.clone(), cookie: String::new() }
    }

    /// Somebody who is signed in already, without the way through the sign-in page.
    pub async fn of(service: &Router, store: &Store, user: UserId) -> Self {
        Self { service: service.clone(), cookie: session(store, user).await }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "text/html", None).await
    }

    /// As our own code in the browser calls a reading function.
    pub async fn read(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "application/json", None).await
    }

    /// As our own code in the browser sends a form.
    pub async fn send_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, "application/json", Some(encode(fields))).await
    }

    /// As our own code in the browser sends a form that may have files.
    pub async fn send_parts(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path, "application/json");
        self.answer(parts::<&str>(request, fields, &[])).await
    }

    /// As [`Browser::send_parts`], with files: field, name and content.
    pub async fn send_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, impl AsRef<[u8]>)]) -> Answer {
        let request = self.request(Method::POST, path, "application/json");
        self.answer(parts(request, fields, files)).await
    }

    /// As a browser without JavaScript sends a form with files from the page `from`.
    pub async fn submit_parts(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path, "text/html").header(header::REFERER, format!("http://desk.test{from}"));
        self.answer(parts::<&str>(request, fields, &[])).await
    }

    /// As a browser without JavaScript sends a form from the page `from`.
    pub async fn submit(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path, "text/html")
            .header(header::REFERER, format!("http://desk.test{from}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encode(fields)))
            .unwrap();
        self.answer(request).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) {
        let answer = self.send_form("/api/session/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }

    async fn send(&mut self, method: Method, path: &str, accept: &str, form: Option<String>) -> Answer {
        let mut request = self.request(method, path, accept);
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(form.map_or_else(Body::empty, Body::from)).unwrap();
        self.answer(request).await
    }

    pub fn request(&self, method: Method, path: &str, accept: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "desk.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, accept)
            .header(header::COOKIE, &self.cookie)
    }

    pub async fn answer(&mut self, request: Request<Body>) -> Answer {
        let response = self.service.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            if cookie.starts_with("opsbeat=") {
                self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
            }
        }
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        let location = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        Answer { status: parts.status, location, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

fn parts<C: AsRef<[u8]>>(request: axum::http::request::Builder, fields: &[(&str, &str)], files: &[(&str, &str, C)]) -> Request<Body> {
    const EDGE: &str = "----edge-of-a-part";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, file, content) in files {
        let disposition = format!("content-disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
        body.extend(format!("--{EDGE}\r\n{disposition}\r\n\r\n").bytes().chain(content.as_ref().iter().copied()).chain(*b"\r\n"));
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    request.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}")).body(Body::from(body)).unwrap()
}

fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The cookie of a new session of this account, whatever state it is in.
pub async fn session(store: &Store, user: UserId) -> String {
    let data = HashMap::from([("user".to_owned(), serde_json::json!(user))]);
    let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH };
    store.sessions().create(&mut record).await.unwrap();
    format!("opsbeat={}", record.id)
}
