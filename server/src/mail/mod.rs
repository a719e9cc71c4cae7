//! Mail leaves: takes what waits in the outbox, composes it for its reader and hands it to the mail server.

pub mod breaker;
pub mod smtp;

use app::mail::letter;
use domain::time::Span;
use store::outbox::Mail;
use store::{Error, Store, accounts, outbox};

use breaker::Breaker;
use smtp::{Envelope, Postman};

/// Mails taken at once.
const BATCH: u64 = 20;
/// After so long nothing that was taken is begun any more: half of the claim, so that the slowest mail is away before another process
/// takes the rest.
const OWN: Span = Span::from_millis(outbox::CLAIM.millis() / 2);
/// Mail that waited longer than this for a mail server is no news any more.
const NEWS: Span = Span::from_hours(24);

/// The part of the house that sends mail.
pub struct MailRoom {
    store: Store,
    /// Nobody, while no mail server is configured.
    postman: Option<Postman>,
    base_url: String,
    breaker: Breaker,
}

impl MailRoom {
    /// The mail room of this server.
    #[must_use]
    pub const fn new(store: Store, postman: Option<Postman>, base_url: String) -> Self {
        Self { store, postman, base_url, breaker: Breaker::new() }
    }

    /// The address for links that leave the site, where the organisation has said no other one.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Once at the start: what was held while no server was configured leaves now, if it is still news.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(&self) -> Result<(), Error> {
        if self.postman.is_some() {
            outbox::release(&self.store, self.store.now().minus(NEWS)).await?;
        }
        Ok(())
    }

    /// Writes the mails that visitors asked for and sends what is due; says how many mails left.
    ///
    /// # Errors
    /// The database's. A mail that the server refuses is noted with the mail and is no error here.
    pub async fn round(&mut self) -> Result<usize, Error> {
        self.round_until(|| false).await
    }

    /// The same, but that no further mail is begun once it is told to stop.
    ///
    /// # Errors
    /// As [`Self::round`].
    pub async fn round_until(&mut self, stop: impl Fn() -> bool) -> Result<usize, Error> {
        accounts::answer_requests(&self.store).await?;
        let Some(postman) = self.postman.clone() else {
            outbox::hold(&self.store).await?;
            return Ok(0);
        };
        let mut sent = 0;
        while self.breaker.lets_through(self.store.now()) && !stop() {
            let claimed_until = self.store.now().plus(OWN);
            let mails = outbox::claim(&self.store, BATCH).await?;
            if mails.is_empty() {
                break;
            }
            for mail in mails {
                // A mail that another process may take up by now would arrive twice.
                if stop() || self.store.now() >= claimed_until {
                    outbox::give_back(&self.store, mail.claim()).await?;
                } else {
                    sent += usize::from(self.send(&postman, mail).await?);
                }
            }
        }
        Ok(sent)
    }

    async fn send(&mut self, postman: &Postman, mail: Mail) -> Result<bool, Error> {
        let now = self.store.now();
        if !self.breaker.lets_through(now) {
            // Taken with the others before the server went away: it goes back unharmed.
            outbox::give_back(&self.store, mail.claim()).await?;
            return Ok(false);
        }
        let letter = match letter(&self.store, &mail, &self.base_url).await {
            Ok(letter) => letter,
            Err(error) => {
                // The mails that were taken with it leave all the same.
                tracing::error!(%error, mail = %mail.key, "a mail was not written");
                outbox::failed(&self.store, mail.claim(), &error.to_string(), false).await?;
                return Ok(false);
            }
        };
        let message_id = format!("{}@{}", mail.key.replace(':', "."), postman.domain());
        let thread_id =
            mail.news.as_ref().map_or_else(|| message_id.clone(), |news| format!("ticket.{}@{}", news.ticket.id, postman.domain()));
        let envelope = Envelope {
            to_name: &mail.to.name,
            to_address: &mail.to.email,
            message_id: &message_id,
            thread_id: &thread_id,
            letter: &letter,
        };
        match postman.send(&envelope).await {
            Ok(()) => {
                self.breaker.succeeded();
                outbox::sent(&self.store, mail.claim(), &message_id).await?;
                Ok(true)
            }
            Err(error) => {
                tracing::warn!(%error, mail = %mail.key, "a mail was not sent");
                if error.is_temporary() {
                    self.breaker.failed(now);
                }
                outbox::failed(&self.store, mail.claim(), &error.to_string(), !error.is_temporary()).await?;
                Ok(false)
            }
        }
    }
}
