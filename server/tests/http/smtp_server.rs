//! A mail server for tests: speaks SMTP on a socket, keeps what it takes, and can be told to refuse.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server answers the recipient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Takes,
    /// 550: never.
    Refuses,
    /// 451: not now.
    Busy,
}

#[derive(Clone, Default)]
pub struct SmtpServer {
    mails: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
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

    pub fn knocks(&self) -> usize {
        self.knocks.load(Ordering::Relaxed)
    }

    pub fn feel(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    async fn talk(self, socket: TcpStream) {
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut say = async |text: &str| write.write_all(format!("{text}\r\n").as_bytes()).await.is_ok();
        say("220 mail.test ESMTP").await;
        while let Ok(Some(line)) = lines.next_line().await {
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let mood = *self.mood.lock().unwrap();
            if verb == "RCPT" {
                self.knocks.fetch_add(1, Ordering::Relaxed);
            }
            match (verb.as_str(), mood) {
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
