//! The way out: one mail server.

use app::mail::Letter;
use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncTransport, Message, Tokio1Executor};

/// A mail server, and the name that mail leaves under.
#[derive(Clone)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why mail cannot leave at all with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not an address of a mail server.
    #[error("the setting smtp is not an address such as smtp://user:password@host:587")]
    Server(#[source] SmtpError),
    /// Not a sender.
    #[error("the setting mail_from is not a sender such as Service desk <help@example.org>")]
    From(#[source] AddressError),
}

/// Why one mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The address of the recipient is none: trying again will not help.
    #[error("not a mail address: {0}")]
    Address(#[from] AddressError),
    /// The mail could not be put together: trying again will not help.
    #[error("the mail could not be composed: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server said no for good.
    #[error("the mail server refused: {0}")]
    Refused(#[source] SmtpError),
    /// The server could not be reached or asks to come back later.
    #[error("the mail server is not available: {0}")]
    Later(#[source] SmtpError),
}

impl SendError {
    /// Whether a later attempt may succeed.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Later(_))
    }
}

/// One mail with its envelope.
pub struct Envelope<'a> {
    pub to_name: &'a str,
    pub to_address: &'a str,
    /// This mail's own id, without angle brackets; the same for every attempt.
    pub message_id: &'a str,
    /// The id that all mails about one ticket refer to.
    pub thread_id: &'a str,
    pub letter: &'a Letter,
}

/// Says that a program wrote the mail, so that out-of-office robots stay silent (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Postman {
    /// A postman for the server at `url`.
    ///
    /// `smtp://` speaks TLS after STARTTLS and refuses without; `?tls=none` turns that off, for a server on a trusted network.
    ///
    /// # Errors
    /// A server or a sender that cannot be read.
    pub fn new(url: &str, from: &str) -> Result<Self, SettingsError> {
        let url = match url.strip_suffix("?tls=none") {
            Some(plain) => plain.to_owned(),
            None if url.starts_with("smtp://") && !url.contains("tls=") => {
                format!("{url}{}tls=required", if url.contains('?') { '&' } else { '?' })
            }
            None => url.to_owned(),
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(SettingsError::Server)?.build();
        let from = from.parse().map_err(SettingsError::From)?;
        Ok(Self { transport, from })
    }

    /// Hands one mail to the server.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send(&self, envelope: &Envelope<'_>) -> Result<(), SendError> {
        let to = Mailbox::new(Some(envelope.to_name.to_owned()), envelope.to_address.parse()?);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(envelope.letter.subject.as_str())
            .header(AutoSubmitted)
            .message_id(Some(format!("<{}>", envelope.message_id)));
        if envelope.thread_id != envelope.message_id {
            let thread = format!("<{}>", envelope.thread_id);
            message = message.in_reply_to(thread.clone()).references(thread);
        }
        let message = message.multipart(MultiPart::alternative_plain_html(envelope.letter.text.clone(), envelope.letter.html.clone()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Refused(error)),
            Err(error) => Err(SendError::Later(error)),
        }
    }

    /// The part of our ids after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }
}
