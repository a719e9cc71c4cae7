//! Taking mails to send, and saying what became of them.

use domain::{
    id::OutboxId,
    people::MailOccasion,
    settings::Limits,
    time::{Span, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, LockBehavior, LockType},
};

use serde_json::json;

use super::{ATTEMPTS, CLAIM, HeldFor, Mail, Pass, State};
use crate::{Result, Store, Tx, accounts, entity::outbox};

const DAY: Span = Span::from_hours(24);
const HOUR: Span = Span::from_hours(1);
/// The first pause after a failure; each further one is twice as long.
const PAUSE: Span = Span::from_minutes(1);
/// The most characters of a mail server's answer that are kept.
const ERROR_MAX: usize = 500;

/// Takes up to `limit` mails whose time has come; nobody else gets them for ten minutes.
///
/// Two limits of the settings guard those who would get them. Whoever has had their mails of 24 hours gets no more that day: theirs
/// are marked as suppressed, but for mails that guard their account. And when more mails left within an hour than a day's work
/// explains, everything that waits is held until an administrator has looked at it. What an administrator lets go passes.
///
/// # Errors
/// The database's.
pub async fn claim(store: &Store, limit: u64) -> Result<Vec<Mail>> {
    let limits = store.settings().await?.limits;
    let rows = store.transact(None, |tx| Box::pin(async move { take(tx, limit, limits).await })).await?;
    let mut mails = Vec::new();
    for row in rows {
        match Mail::leaving(store, &store.read, &row).await {
            Ok(Some(mail)) => mails.extend(with_link(store, mail, Timestamp::from_millis(row.created_at)).await?),
            Ok(None) => failed(store, Claim::of(&row), "nobody is left who may read it", true).await?,
            // One mail that cannot be read must not keep the others from leaving.
            Err(error @ crate::Error::Unreadable { .. }) => failed(store, Claim::of(&row), &error.to_string(), true).await?,
            Err(error) => return Err(error),
        }
    }
    Ok(mails)
}

/// Puts the link into a mail that brings one; a mail whose link would be worth nothing is given up.
async fn with_link(store: &Store, mut mail: Mail, asked_at: Timestamp) -> Result<Option<Mail>> {
    if mail.occasion.brings_a_link() {
        mail.link = accounts::link_by_mail(store, mail.to.id, mail.occasion, asked_at).await?;
        if mail.link.is_none() {
            failed(store, mail.claim(), "its link would not work any more", true).await?;
            return Ok(None);
        }
    }
    Ok(Some(mail))
}

/// Whether the mail guards an account: those are few, each by its own limit. No ceiling and no flood keeps them, or whoever causes a flood
/// would keep the warning of a stolen address from its owner.
fn guards_an_account(row: &outbox::Model) -> bool {
    row.event_kind.parse().is_ok_and(|occasion: MailOccasion| !occasion.can_be_turned_off())
}

async fn take(tx: &mut Tx<'_>, limit: u64, limits: Limits) -> Result<Vec<outbox::Model>> {
    let now = tx.now;
    // Who died while sending left a row in that state, with the end of their claim as its time.
    let due = outbox::Entity::find()
        .filter(outbox::Column::State.is_in([State::Queued.as_str(), State::Sending.as_str()]))
        .filter(outbox::Column::DueAt.lte(now.millis()))
        .order_by(outbox::Column::DueAt, Order::Asc)
        .order_by(outbox::Column::Id, Order::Asc)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx.conn)
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let mut room = u64::from(limits.mails_per_hour).saturating_sub(left_within_the_hour(&tx.conn, now).await?);
    let mut taken: Vec<outbox::Model> = Vec::new();
    for mut row in due {
        // A last try that was never heard of again: a mail that takes its sender down with it must not do so for ever.
        if row.attempts >= ATTEMPTS {
            let given_up = mark(row.id, State::Failed).col_expr(outbox::Column::LastError, Expr::val("given up: no try ended"));
            given_up.exec(&tx.conn).await?;
            continue;
        }
        let with_this_claim = taken.iter().filter(|other| other.recipient_id == row.recipient_id).count() as u64;
        let had = sent_to(&tx.conn, row.recipient_id, now.minus(DAY)).await? + with_this_claim;
        let over = had >= limits.mails_per_person.into() && row.pass.as_deref() != Some(Pass::All.as_str()) && !guards_an_account(&row);
        // What does not leave takes nobody's place within the hour.
        if !over && row.pass.is_none() && !guards_an_account(&row) {
            if room == 0 {
                hold_flood(tx, limits).await?;
                continue;
            }
            room -= 1;
        }
        let (state, due_at) = if over { (State::Suppressed, now) } else { (State::Sending, now.plus(CLAIM)) };
        row.attempts += 1;
        mark(row.id, state)
            .col_expr(outbox::Column::Attempts, Expr::val(row.attempts))
            .col_expr(outbox::Column::DueAt, Expr::val(due_at.millis()))
            .exec(&tx.conn)
            .await?;
        if state == State::Sending {
            taken.push(row);
        }
    }
    Ok(taken)
}

/// Mails that left, or are on their way, without having been let through by an administrator.
async fn left_within_the_hour(conn: &impl ConnectionTrait, now: Timestamp) -> Result<u64> {
    let sent = outbox::Entity::find()
        .filter(outbox::Column::SentAt.gt(now.minus(HOUR).millis()))
        .filter(outbox::Column::Pass.is_null())
        .count(conn)
        .await?;
    let sending = outbox::Entity::find()
        .filter(outbox::Column::State.eq(State::Sending.as_str()))
        .filter(outbox::Column::DueAt.gt(now.millis()))
        .filter(outbox::Column::Pass.is_null())
        .count(conn)
        .await?;
    Ok(sent + sending)
}

/// Holds all that waits, in one stroke: ten thousand mails are one decision.
async fn hold_flood(tx: &mut Tx<'_>, limits: Limits) -> Result<()> {
    let held = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::val(State::Held.as_str()))
        .col_expr(outbox::Column::HeldFor, Expr::val(HeldFor::Flood.as_str()))
        .filter(outbox::Column::State.eq(State::Queued.as_str()))
        .filter(outbox::Column::Pass.is_null())
        .filter(
            outbox::Column::EventKind
                .is_not_in(MailOccasion::ALL.iter().filter(|kind| !kind.can_be_turned_off()).map(|kind| kind.as_str())),
        )
        .exec(&tx.conn)
        .await?
        .rows_affected;
    if held > 0 {
        tracing::error!(held, limit = limits.mails_per_hour, "a flood of mail is held until an administrator looks at the outbox");
        tx.audit("outbox.hold_flood", ("mail", "flood"), json!({ "mails": held, "in_an_hour": limits.mails_per_hour }));
    }
    Ok(())
}

async fn sent_to(conn: &impl ConnectionTrait, recipient: Option<i64>, since: Timestamp) -> Result<u64> {
    let Some(recipient) = recipient else { return Ok(0) };
    let sent = outbox::Entity::find()
        .filter(outbox::Column::RecipientId.eq(recipient))
        .filter(outbox::Column::SentAt.gt(since.millis()))
        .count(conn)
        .await?;
    Ok(sent)
}

fn mark(id: i64, state: State) -> UpdateMany<outbox::Entity> {
    outbox::Entity::update_many().col_expr(outbox::Column::State, Expr::val(state.as_str())).filter(outbox::Column::Id.eq(id))
}

/// A mail that was taken to be sent, and at which try. Whoever was so slow that others took it meanwhile has no say in what becomes of
/// it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    id: OutboxId,
    attempt: i64,
}

impl Claim {
    fn of(row: &outbox::Model) -> Self {
        Self { id: OutboxId(row.id), attempt: row.attempts }
    }

    fn becomes(self, state: State) -> UpdateMany<outbox::Entity> {
        mark(self.id.get(), state)
            .filter(outbox::Column::State.eq(State::Sending.as_str()))
            .filter(outbox::Column::Attempts.eq(self.attempt))
    }
}

impl Mail {
    /// For telling what became of it.
    #[must_use]
    pub const fn claim(&self) -> Claim {
        Claim { id: self.id, attempt: self.attempt }
    }
}

/// The mail server took it, under this Message-ID.
///
/// # Errors
/// The database's: the mail will leave a second time, with the same key.
pub async fn sent(store: &Store, claim: Claim, message_id: &str) -> Result<()> {
    claim
        .becomes(State::Sent)
        .col_expr(outbox::Column::SentAt, Expr::val(store.now().millis()))
        .col_expr(outbox::Column::MessageId, Expr::val(message_id))
        .col_expr(outbox::Column::LastError, Expr::val(None::<String>))
        .exec(&store.write)
        .await?;
    Ok(())
}

/// The mail server did not take it: it is tried again after a pause that doubles each time, up to [`ATTEMPTS`] times, or
/// not at all when `for_good`.
///
/// # Errors
/// The database's.
pub async fn failed(store: &Store, claim: Claim, why: &str, for_good: bool) -> Result<()> {
    let given_up = for_good || claim.attempt >= ATTEMPTS;
    let state = if given_up { State::Failed } else { State::Queued };
    let doublings = u32::try_from(claim.attempt.clamp(1, ATTEMPTS) - 1).unwrap_or_default();
    let pause = Span::from_millis(PAUSE.millis() << doublings);
    let why: String = why.chars().take(ERROR_MAX).collect();
    claim
        .becomes(state)
        .col_expr(outbox::Column::LastError, Expr::val(why))
        .col_expr(outbox::Column::DueAt, Expr::val(store.now().plus(pause).millis()))
        .exec(&store.write)
        .await?;
    Ok(())
}

/// Gives a mail back untried, as when the mail server went away before its turn: it waits for the next round and has lost nothing.
///
/// # Errors
/// The database's: it is tried again when the claim has ended.
pub async fn give_back(store: &Store, claim: Claim) -> Result<()> {
    claim
        .becomes(State::Queued)
        .col_expr(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).sub(1))
        .col_expr(outbox::Column::DueAt, Expr::val(store.now().millis()))
        .exec(&store.write)
        .await?;
    Ok(())
}

/// Holds all that is queued, as while no mail server is configured; says how many that were.
///
/// # Errors
/// The database's.
pub async fn hold(store: &Store) -> Result<u64> {
    let held = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::val(State::Held.as_str()))
        .col_expr(outbox::Column::HeldFor, Expr::val(HeldFor::NoServer.as_str()))
        .filter(outbox::Column::State.eq(State::Queued.as_str()))
        .exec(&store.write)
        .await?;
    Ok(held.rows_affected)
}

/// Lets go what was held for want of a mail server and was written after `since`; what is older is no news any more and stays
/// held, as does what an administrator or a flood put aside.
///
/// # Errors
/// The database's.
pub async fn release(store: &Store, since: Timestamp) -> Result<u64> {
    let no_server = HeldFor::NoServer.as_str();
    let released = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::val(State::Queued.as_str()))
        .col_expr(outbox::Column::HeldFor, Expr::val(None::<String>))
        .filter(outbox::Column::State.eq(State::Held.as_str()))
        .filter(outbox::Column::HeldFor.is_null().or(outbox::Column::HeldFor.eq(no_server)))
        .filter(outbox::Column::CreatedAt.gte(since.millis()))
        .exec(&store.write)
        .await?;
    Ok(released.rows_affected)
}
