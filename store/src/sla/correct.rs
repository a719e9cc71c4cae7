//! Putting right what had been written down wrongly, for the clocks alone: what was written stays, and so does what was believed.

use domain::{
    id::{EventId, TicketId},
    invalid::{Code, Invalid},
    permit::{Act, Actor},
    sla::{self, Correction, Fact, Happening, Shift},
    ticket::{Reason, What},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{settle::Lives, why::dues};
use crate::{
    Result, Store,
    entity::{events, tickets as rows},
    tickets::{Change, For, Known},
};

/// Corrects what the clocks of a ticket are reckoned from: a wrong time, a pause that was set too late or should not have been. The
/// clocks as they were believed until then stay beside the new ones, see [`super::clocks::of_ticket`].
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not judge the ticket's clocks; [`crate::Error::Invalid`] for `reason`, for `event`
/// (`UnknownReference`: not of this ticket's timeline), for `at` and `from` (`OutOfRange`: not while there was this ticket), and
/// for `until` (`NotAfterTheFirst`: not behind `from`; `OutOfRange`: still to come).
pub async fn correct(store: &Store, actor: &Actor, id: TicketId, correction: Correction, reason: &str) -> Result<()> {
    may_correct(store, actor, id).await?;
    let reason = Reason::Required.read(reason)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::JudgeClocks(facts)).await?;
                check(&tx.conn, &change.row, tx.now, correction).await?;
                change.tell(What::Corrected { correction, reason: reason.clone() });
                change.finish(tx, "ticket.correct").await
            })
        })
        .await
}

/// What a correction would change, of all the ticket's clocks; nothing is written.
///
/// # Errors
/// As [`correct`], but for `reason`.
pub async fn preview(store: &Store, actor: &Actor, id: TicketId, correction: Correction) -> Result<Vec<Shift>> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::JudgeClocks(facts))?;
    let now = store.now();
    check(&store.read, &known.row, now, correction).await?;
    let book = store.book().await?;
    let mut happenings = Lives::read(&store.read, std::slice::from_ref(&known.row)).await?.happenings(&known.row)?;
    let before = sla::replay(&happenings, &book.policies, &book.calendars, now);
    // Behind everything that was written down so far.
    happenings.push(Happening { event: EventId(i64::MAX), at: now, by: Some(actor.user), fact: Fact::Corrected { correction } });
    let after = sla::replay(&happenings, &book.policies, &book.calendars, now);
    Ok(sla::shifts(&dues(&before.clocks, &book, now), &dues(&after.clocks, &book, now)))
}

/// Whether the actor may correct the clocks of a ticket.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not.
pub async fn may_correct(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    Known::seen(&store.read, actor, id, For::Reading).await?.permits(actor, |facts| Act::JudgeClocks(facts))
}

async fn check(conn: &impl ConnectionTrait, row: &rows::Model, now: Timestamp, correction: Correction) -> Result<()> {
    let filed = Timestamp::from_millis(row.created_at);
    let out = Code::OutOfRange { min: None, max: None };
    let mut invalid = Invalid::default();
    let mut within = |field: &str, at: Timestamp, from: Timestamp| {
        if at < from || at > now {
            invalid.add(field, out.clone());
        }
    };
    match correction {
        Correction::Moment { event, at } => {
            // When it was really filed may be before it was written down; nothing else happened before that.
            let first = is_first(conn, row, event).await?;
            match first {
                None => invalid.add("event", Code::UnknownReference),
                Some(true) => within("at", at, Timestamp::EPOCH),
                Some(false) => within("at", at, filed),
            }
        }
        Correction::Paused { from, until, .. } | Correction::Counted { from, until, .. } => {
            within("from", from, filed);
            within("until", until, filed);
            if until <= from {
                invalid.add("until", Code::NotAfterTheFirst);
            }
        }
    }
    Ok(invalid.or(())?)
}

/// Whether the event tells of the ticket's filing; `None`, when it is not of this ticket.
async fn is_first(conn: &impl ConnectionTrait, row: &rows::Model, event: EventId) -> Result<Option<bool>> {
    let row = events::Entity::find_by_id(event.get()).filter(events::Column::TicketId.eq(row.id)).one(conn).await?;
    Ok(row.map(|row| row.kind == "submitted"))
}
