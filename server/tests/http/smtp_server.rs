//! A mail server for tests: speaks SMTP on a socket, keeps what it takes, and can be told to refuse.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Whom the server knows, as `AUTH PLAIN` (RFC 4616) spells them.
const PLAIN: &str = "\0desk\0open sesame";

/// How the server answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Takes,
    /// 550: never.
    Refuses,
    /// 451: not now.
    Busy,
    /// 530: not without a name and a password (RFC 4954).
    AsksWho,
    /// Says that it can be talked to in private (RFC 3207), and takes what follows down as it comes: it has no certificate.
    OffersTls,
}

#[derive(Clone, Default)]
pub struct SmtpServer {
    mails: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
    /// What was said to it, but for the mails themselves.
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
    /// How many recipients were named to it.
    knocks: Arc<AtomicUsize>,
    pub url: String,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap());
        let server = Self { url, ..Self::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serving.clone().talk(socket));
            }
        });
        server
    }

    /// What arrived since the last look.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.mails.lock().unwrap())
    }

    /// The address at which somebody signs in first.
    pub fn url_of(&self, user: &str, password: &str) -> String {
        self.url.replacen("//", &format!("//{user}:{password}@"), 1)
    }

    /// What was said to it since the last look, line by line; what is no text, as it came.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    pub fn knocks(&self) -> usize {
        self.knocks.load(Ordering::Relaxed)
    }

    pub fn feel(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    async fn talk(self, socket: TcpStream) {
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut known = false;
        let mut say = async |text: &str| write.write_all(format!("{text}\r\n").as_bytes()).await.is_ok();
        say("220 mail.test ESMTP").await;
        while let Ok(Some(line)) = lines.next_line().await {
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let mood = *self.mood.lock().unwrap();
            self.heard.lock().unwrap().push(line.clone().into_bytes());
            if verb == "RCPT" {
                self.knocks.fetch_add(1, Ordering::Relaxed);
            }
            match (verb.as_str(), mood) {
                ("EHLO", Mood::AsksWho) => say("250-mail.test\r\n250 AUTH PLAIN").await,
                ("AUTH", Mood::AsksWho) => {
                    known = line.ends_with(&format!(" {}", STANDARD.encode(PLAIN)));
                    say(if known { "235 welcome" } else { "535 who are you" }).await
                }
                ("MAIL", Mood::AsksWho) if !known => say("530 who are you").await,
                ("EHLO", Mood::OffersTls) => say("250-mail.test\r\n250 STARTTLS").await,
                ("STAR", Mood::OffersTls) => {
                    say("220 go on in private").await;
                    let mut first = [0; 1];
                    let _ = lines.get_mut().read_exact(&mut first).await;
                    self.heard.lock().unwrap().push(first.to_vec());
                    return;
                }
                ("EHLO", _) => say("250-mail.test\r\n250 8BITMIME").await,
                ("RCPT", Mood::Refuses) => say("550 no such person").await,
                ("RCPT", Mood::Busy) => say("451 come back later").await,
                ("DATA", _) => {
                    say("354 go on").await;
                    let mut mail = String::new();
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.push_str("\r\n");
                    }
                    self.mails.lock().unwrap().push(mail);
                    say("250 taken").await
                }
                ("QUIT", _) => {
                    say("221 bye").await;
                    return;
                }
                _ => say("250 ok").await,
            };
        }
    }
}
