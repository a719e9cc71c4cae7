//! Mail that waits to leave. It is written in the transaction of the change that it tells of, so nothing that happened
//! goes untold and nothing is told that did not happen. Sending is at least once: whoever takes a letter and dies leaves
//! it to the next one, and its key lets the receiver's side know it again.

mod ledger;
mod letter;
mod post;

use std::str::FromStr;

use domain::{
    id::{EventId, TicketId, UserId},
    people::{AccountState, MailOccasion, MailPreferences},
    time::{Span, Timestamp},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use ledger::{Line, List, list, preview, retry};
pub use letter::{Mail, Recipient};
pub use post::{claim, claim_within, failed, give_back, hold, release, sent};

use crate::{
    Result, convert,
    entity::{outbox, users},
};

/// The most mails that one person gets in 24 hours, unless the settings say otherwise; more than that is a loop or a flood.
pub const CEILING: u64 = 50;
/// How often a mail is tried before it is given up.
pub const ATTEMPTS: i64 = 8;
/// How long whoever took a mail has it for themselves.
const CLAIM: Span = Span::from_minutes(10);

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for its time.
    Queued,
    /// Somebody is sending it.
    Sending,
    /// Was handed to the mail server.
    Sent,
    /// Was given up.
    Failed,
    /// Was not sent, because its recipient had too many that day.
    Suppressed,
    /// Waits until somebody lets it go.
    Held,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Suppressed, Self::Held];

    /// The word that it is stored as.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
            Self::Held => "held",
        }
    }
}

impl FromStr for State {
    type Err = domain::word::UnknownWord;

    fn from_str(word: &str) -> std::result::Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or(domain::word::UnknownWord)
    }
}

/// A mail to be written: to whom, on what occasion, about which event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    pub(crate) occasion: MailOccasion,
    pub(crate) recipient: UserId,
    pub(crate) ticket: TicketId,
    pub(crate) event: EventId,
}

/// What a row keeps of a letter; the rest is read when it is sent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Payload {
    event: EventId,
}

/// Queues these letters for those who can get mail and want it. A letter that is queued already is left alone.
pub(crate) async fn enqueue(conn: &impl ConnectionTrait, now: Timestamp, letters: &[Letter]) -> Result<()> {
    if letters.is_empty() {
        return Ok(());
    }
    let readers = users::Entity::find()
        .filter(users::Column::Id.is_in(letters.iter().map(|letter| letter.recipient.get())))
        .filter(users::Column::Email.is_not_null())
        .filter(users::Column::State.ne(AccountState::Disabled.as_str()))
        .all(conn)
        .await?;
    let mut rows = Vec::new();
    for letter in letters {
        let Some(reader) = readers.iter().find(|reader| reader.id == letter.recipient.get()) else { continue };
        let preferences: MailPreferences = convert::json("mail preferences", &reader.mail_preferences)?;
        if preferences.wants(letter.occasion) {
            rows.push(row(letter, now));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let once = OnConflict::column(outbox::Column::Key).do_nothing().to_owned();
    outbox::Entity::insert_many(rows).on_conflict(once).exec_without_returning(conn).await?;
    Ok(())
}

fn row(letter: &Letter, now: Timestamp) -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: NotSet,
        key: Set(format!("{}:{}:{}", letter.occasion, letter.event, letter.recipient)),
        channel: Set("mail".to_owned()),
        recipient_id: Set(Some(letter.recipient.get())),
        address: Set(None),
        ticket_id: Set(Some(letter.ticket.get())),
        event_kind: Set(letter.occasion.as_str().to_owned()),
        payload: Set(json!({ "event": letter.event }).to_string()),
        state: Set(State::Queued.as_str().to_owned()),
        attempts: Set(0),
        due_at: Set(now.millis()),
        last_error: Set(None),
        created_at: Set(now.millis()),
        sent_at: Set(None),
        message_id: Set(None),
    }
}
