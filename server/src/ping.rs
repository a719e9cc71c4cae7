//! Who monitors the monitor: after each round of jobs an address outside is asked for, so that somebody there misses us.
//!
//! It goes beside the jobs and never holds them up: rounds that pass while an answer is awaited are told by one request.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::time::Timestamp;
use http::Uri;
use http::uri::Scheme;
use secrecy::{ExposeSecret, SecretString};
use store::Clock;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, pki_types::ServerName};

/// How long one request may take, from finding the host to the first line of the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of an answer that are read: its first line is all that counts.
const READ_MAX: u64 = 1_024;

/// How it went, for those who watch.
#[derive(Clone, Debug, Default)]
pub struct LastPing(Arc<Mutex<Seen>>);

/// How it went last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whether anybody is asked at all.
    pub on: bool,
    /// When somebody outside last heard of us.
    pub heard_at: Option<Timestamp>,
    /// Why nobody heard of us since.
    pub failing: Option<String>,
}

impl LastPing {
    /// How it went last.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Why nobody heard of us. What is said of it never repeats the address, which may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum Unheard {
    #[error("the address is not one of http or https")]
    Address,
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    Late,
    #[error("no connection: {0}")]
    Connection(#[from] io::Error),
    #[error("the answer was {0}")]
    Status(u16),
    #[error("the answer is none of HTTP")]
    Answer,
}

/// An address that can be asked for.
#[derive(Clone, Debug)]
pub struct Address {
    uri: Uri,
    host: String,
    port: u16,
    is_private: bool,
}

impl Address {
    /// Reads it; nothing for an empty one.
    ///
    /// # Errors
    /// [`Unheard::Address`].
    pub fn read(url: &SecretString) -> Result<Option<Self>, Unheard> {
        let url = url.expose_secret().trim();
        if url.is_empty() {
            return Ok(None);
        }
        let uri: Uri = url.parse().map_err(|_| Unheard::Address)?;
        let is_private = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(Unheard::Address),
        };
        let host = uri.host().ok_or(Unheard::Address)?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = uri.port_u16().unwrap_or(if is_private { 443 } else { 80 });
        Ok(Some(Self { host, port, is_private, uri }))
    }

    /// Asks for it once. Another address that the answer names is not gone to.
    ///
    /// # Errors
    /// Every answer but a success, and none.
    pub async fn ask(&self) -> Result<(), Unheard> {
        let request = self.request("GET", "accept: */*\r\n");
        tokio::time::timeout(PATIENCE, self.ask_patiently(request.as_bytes())).await.unwrap_or(Err(Unheard::Late))
    }

    /// Hands it a JSON document once, with these further headers, each a line that ends. Another address that the answer names is not
    /// gone to.
    ///
    /// # Errors
    /// Every answer but a success, and none.
    pub async fn post(&self, headers: &str, body: &[u8]) -> Result<(), Unheard> {
        let headers = format!("accept: */*\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}", body.len());
        let request = [self.request("POST", &headers).as_bytes(), body].concat();
        tokio::time::timeout(PATIENCE, self.ask_patiently(&request)).await.unwrap_or(Err(Unheard::Late))
    }

    async fn ask_patiently(&self, request: &[u8]) -> Result<(), Unheard> {
        let socket = TcpStream::connect((self.host.as_str(), self.port)).await?;
        if !self.is_private {
            return talk(socket, request).await;
        }
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from(self.host.clone()).map_err(|_| Unheard::Address)?;
        talk(TlsConnector::from(Arc::new(config)).connect(name, socket).await?, request).await
    }

    /// The head of a request, up to the empty line.
    fn request(&self, method: &str, headers: &str) -> String {
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        // With its port and without whom it names before it.
        let host = self.uri.authority().map(|authority| authority.as_str().rsplit('@').next().unwrap_or_default()).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nuser-agent: opsbeat/{version}\r\n{headers}connection: close\r\n\r\n")
    }
}

async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Result<(), Unheard> {
    stream.write_all(request).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    let mut some = stream.take(READ_MAX);
    while !answer.contains(&b'\n') {
        if some.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    judge(&answer)
}

/// What an answer's first line says.
fn judge(answer: &[u8]) -> Result<(), Unheard> {
    let line = answer.split(|&byte| byte == b'\n').next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1)?.trim().parse::<u16>().ok());
    match status {
        Some(200..=299) => Ok(()),
        Some(other) => Err(Unheard::Status(other)),
        None => Err(Unheard::Answer),
    }
}

/// Asks after each round that `ticked` tells of, until it tells of none any more.
pub async fn after_each(address: Option<Address>, clock: Clock, mut ticked: watch::Receiver<u64>, told: LastPing) {
    let Some(address) = address else { return };
    told.note(|seen| seen.on = true);
    while ticked.changed().await.is_ok() {
        match address.ask().await {
            Ok(()) => told.note(|seen| *seen = Seen { on: true, heard_at: Some(clock.now()), failing: None }),
            Err(error) => {
                let said = error.to_string();
                // Once for each cause, and not every few seconds.
                if told.seen().failing.as_ref() != Some(&said) {
                    tracing::warn!(%error, "the address outside could not be told that the jobs ran");
                }
                told.note(|seen| seen.failing = Some(said));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use tokio::net::TcpListener;

    use super::*;

    fn address(url: &str) -> Result<Option<Address>, Unheard> {
        Address::read(&SecretString::from(url.to_owned()))
    }

    #[test]
    fn an_address_is_one_of_the_web_or_none() {
        assert!(address(" ").unwrap().is_none());
        let read = address("https://watch.example/ping/secret?x=1").unwrap().unwrap();
        assert_eq!((read.host.as_str(), read.port, read.is_private), ("watch.example", 443, true));
        assert_eq!(address("http://[::1]:8080/").unwrap().unwrap().host, "::1");
        for wrong in ["watch.example", "ftp://watch.example/", "/ping", "https://"] {
            assert!(matches!(address(wrong), Err(Unheard::Address)), "{wrong}");
        }
    }

    #[test]
    fn a_success_alone_is_one() {
        assert!(judge(b"HTTP/1.1 204 No Content\r\n").is_ok());
        assert!(matches!(judge(b"HTTP/1.0 301 Moved\r\n"), Err(Unheard::Status(301))));
        for strange in [&b""[..], b"SSH-2.0\r\n", b"HTTP/1.1 \xff\r\n", b"HTTP/1.1"] {
            assert!(matches!(judge(strange), Err(Unheard::Answer)));
        }
    }

    /// Answers each of these once, and says what was asked for.
    async fn outside(answers: &'static [&'static str]) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/ping/s3cret", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            let mut asked = Vec::new();
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    socket.read_buf(&mut request).await.unwrap();
                }
                socket.write_all(answer.as_bytes()).await.unwrap();
                asked.push(String::from_utf8(request).unwrap());
            }
            asked
        });
        (url, serving)
    }

    #[tokio::test]
    async fn after_a_round_it_is_told_outside_and_a_failure_is_noted_and_stops_nothing() {
        let (url, serving) = outside(&["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 500 Oh\r\n\r\n"]).await;
        let clock = Clock::fixed(Timestamp::from_millis(1_000));
        let (tick, ticked) = watch::channel(0);
        let told = LastPing::default();
        let work = tokio::spawn(after_each(address(&url).unwrap(), clock, ticked, told.clone()));
        tick.send(1).unwrap();
        while told.seen().heard_at.is_none() {
            tokio::task::yield_now().await;
        }
        assert_eq!(told.seen(), Seen { on: true, heard_at: Some(Timestamp::from_millis(1_000)), failing: None });
        tick.send(2).unwrap();
        while told.seen().failing.is_none() {
            tokio::task::yield_now().await;
        }
        let seen = told.seen();
        assert_eq!(seen.failing.as_deref(), Some("the answer was 500"));
        assert!(seen.heard_at.is_some(), "it is known when we were last heard");
        drop(tick);
        work.await.unwrap();
        let asked = serving.await.unwrap();
        assert!(asked[0].starts_with("GET /ping/s3cret HTTP/1.1\r\nhost: 127.0.0.1:"), "{asked:?}");
    }

    #[tokio::test]
    async fn a_closed_door_is_said_without_the_address() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/s3cret", listener.local_addr().unwrap());
        drop(listener);
        let error = address(&url).unwrap().unwrap().ask().await.unwrap_err();
        assert!(matches!(error, Unheard::Connection(_)) && !error.to_string().contains("s3cret"));
    }
}
