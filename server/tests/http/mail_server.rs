//! How Opsbeat talks to the mail server itself: who it says that it is, and who else may hear it.

use server::mail::smtp::{Envelope, Postman, SendError};

use crate::smtp_server::{Mood, SmtpServer};

/// Whether one letter leaves for this address, by a postman of this setting.
async fn left(url: &str) -> Result<(), SendError> {
    let letter = app::mail::Letter { subject: "Hello".into(), text: "Hello".into(), html: "<p>Hello</p>".into() };
    let postman = Postman::new(url, "Service desk <help@desk.test>").unwrap();
    let envelope =
        Envelope { to_name: "Rita", to_address: "rita@example.com", message_id: "1@desk.test", thread_id: "1@desk.test", letter: &letter };
    postman.send(&envelope).await
}

#[tokio::test]
async fn a_mail_server_that_asks_who_it_is_hears_the_name_and_the_password() {
    let server = SmtpServer::start().await;
    server.feel(Mood::AsksWho);
    left(&server.url_of("desk", "open%20sesame")).await.unwrap();
    assert_eq!(server.take().len(), 1);
    for stranger in [server.url.clone(), server.url_of("desk", "guess")] {
        assert!(left(&stranger).await.is_err());
    }
    assert_eq!(server.take().len(), 0);
}

#[tokio::test]
async fn nothing_is_said_aloud_to_a_mail_server_unless_the_settings_say_so() {
    let server = SmtpServer::start().await;
    let private = |url: String| url.strip_suffix("?tls=none").unwrap().to_owned();
    let url = private(server.url_of("desk", "open%20sesame"));
    let words = |heard: Vec<Vec<u8>>| heard.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect::<Vec<_>>();

    // It has nothing private to offer, so it gets nothing, and perhaps it has tomorrow.
    assert!(left(&url).await.unwrap_err().is_temporary());
    let said = words(server.heard());
    assert!(said.iter().all(|line| line.starts_with("EHLO") || line == "QUIT"), "{said:?}");

    server.feel(Mood::OffersTls);
    assert!(left(&url).await.unwrap_err().is_temporary(), "it has no certificate");
    let heard = server.heard();
    assert_eq!(heard.last(), Some(&vec![0x16]), "what follows is the handshake of TLS (RFC 8446, 5.1)");
    let said = words(heard[..heard.len() - 1].to_vec());
    assert_eq!(said.last().map(String::as_str), Some("STARTTLS"));
    assert!(said[..said.len() - 1].iter().all(|line| line.starts_with("EHLO")), "{said:?}");
    assert_eq!(server.take().len(), 0);
}
