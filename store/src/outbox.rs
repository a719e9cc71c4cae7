//! Mail that waits to leave. It is written in the transaction of the change that it tells of, so nothing that happened
//! goes untold and nothing is told that did not happen. Sending is at least once: whoever takes a letter and dies leaves
//! it to the next one, and its key lets the receiver's side know it again.

mod ledger;
mod letter;
mod post;
mod steer;

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

pub use ledger::{Line, List, list, preview};
pub use letter::{Mail, News, Recipient};
pub use post::{Claim, claim, failed, give_back, hold, release, sent};
pub use steer::{call_flood_off, call_off, let_flood_go, let_go, put_aside, retry};

use crate::{
    Result, Tx, convert,
    entity::{outbox, users},
};

/// How often a mail is tried before it is given up.
pub const ATTEMPTS: i64 = 8;
/// How long whoever took a mail has it for themselves.
pub const CLAIM: Span = Span::from_minutes(10);

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
    /// Was called off by an administrator.
    Cancelled,
}

/// Why a mail is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldFor {
    /// There is no mail server to give it to. It leaves by itself when there is one and it is still news.
    NoServer,
    /// An administrator put it aside.
    Administrator,
    /// More mail than the settings allow in an hour wanted to leave.
    Flood,
}

impl HeldFor {
    /// The word that it is stored as.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoServer => "no_server",
            Self::Administrator => "administrator",
            Self::Flood => "flood",
        }
    }
}

impl FromStr for HeldFor {
    type Err = domain::word::UnknownWord;

    fn from_str(word: &str) -> std::result::Result<Self, Self::Err> {
        let all = [Self::NoServer, Self::Administrator, Self::Flood];
        all.into_iter().find(|reason| reason.as_str() == word).ok_or(domain::word::UnknownWord)
    }
}

/// Which limits a mail passes in spite of what left before it, because an administrator said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// The limit for everybody together: it was part of a flood, and its recipient is still to be spared.
    Hour,
    /// Both limits: it was looked at by itself.
    All,
}

impl Pass {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::All => "all",
        }
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Suppressed, Self::Held, Self::Cancelled];

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
            Self::Cancelled => "cancelled",
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
    /// What happened to the ticket that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<EventId>,
    /// Who did it, when no event says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<UserId>,
    /// The attempt by which a fault calls its reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call: Option<i64>,
}

/// Queues the mail that tells somebody at their old address that somebody else gave their account another one. It is wanted by
/// everybody, and goes out even if it is never read there: who lost the address has nothing else that tells.
pub(crate) async fn enqueue_address_change(tx: &Tx<'_>, user: UserId, old: &str) -> Result<()> {
    let now = tx.now.millis();
    let occasion = MailOccasion::AddressChanged.as_str();
    let row = outbox::ActiveModel {
        key: Set(format!("{occasion}:{now}:{user}")),
        recipient_id: Set(Some(user.get())),
        address: Set(Some(old.to_owned())),
        event_kind: Set(occasion.to_owned()),
        payload: Set(convert::to_json("mail", &Payload { event: None, by: tx.actor, call: None })?),
        ..blank(tx.now)
    };
    outbox::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    Ok(())
}

/// Queues a mail about somebody's own account, which is not asked whether it is wanted. `since` is when its reason came to be.
pub(crate) async fn enqueue_account(tx: &Tx<'_>, occasion: MailOccasion, user: UserId, since: Timestamp) -> Result<()> {
    let row = outbox::ActiveModel {
        // One person may ask twice before anybody looks: the time of both is then the same.
        key: Set(format!("{occasion}:{}:{user}", since.millis())),
        recipient_id: Set(Some(user.get())),
        event_kind: Set(occasion.as_str().to_owned()),
        payload: Set(convert::to_json("mail", &Payload { event: None, by: None, call: None })?),
        ..blank(since)
    };
    let once = OnConflict::column(outbox::Column::Key).do_nothing().to_owned();
    outbox::Entity::insert(row).on_conflict(once).exec_without_returning(&tx.conn).await?;
    Ok(())
}

/// Queues the mail by which a fault calls somebody, who is not asked whether they want it; its id.
pub(crate) async fn enqueue_call(tx: &Tx<'_>, user: UserId, call: i64) -> Result<i64> {
    let occasion = MailOccasion::Called.as_str();
    let row = outbox::ActiveModel {
        key: Set(format!("{occasion}:{call}:{user}")),
        recipient_id: Set(Some(user.get())),
        event_kind: Set(occasion.to_owned()),
        payload: Set(convert::to_json("mail", &Payload { event: None, by: None, call: Some(call) })?),
        ..blank(tx.now)
    };
    Ok(outbox::Entity::insert(row).exec(&tx.conn).await?.last_insert_id)
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
        key: Set(format!("{}:{}:{}", letter.occasion, letter.event, letter.recipient)),
        recipient_id: Set(Some(letter.recipient.get())),
        ticket_id: Set(Some(letter.ticket.get())),
        event_kind: Set(letter.occasion.as_str().to_owned()),
        payload: Set(json!({ "event": letter.event }).to_string()),
        ..blank(now)
    }
}

/// A mail that waits for its first try, with every column, so that several can be inserted at once.
fn blank(now: Timestamp) -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: NotSet,
        key: NotSet,
        channel: Set("mail".to_owned()),
        recipient_id: Set(None),
        address: Set(None),
        ticket_id: Set(None),
        event_kind: NotSet,
        payload: NotSet,
        state: Set(State::Queued.as_str().to_owned()),
        attempts: Set(0),
        due_at: Set(now.millis()),
        last_error: Set(None),
        created_at: Set(now.millis()),
        sent_at: Set(None),
        message_id: Set(None),
        held_for: Set(None),
        pass: Set(None),
    }
}
