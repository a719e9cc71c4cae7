//! Moving a ticket from one status to another.

use domain::{
    id::TicketId,
    invalid::{self, Invalid},
    people::MailOccasion,
    permit::{Act, Actor, TicketFacts, may},
    ticket::{Move, Open, Resolution, Status, WaitingOn, What, status::WaitFor},
};

use super::{assign, change::Change, hands};
use crate::{Result, Store, ratings};

/// The most characters of a reason.
const REASON_MAX: usize = 2_000;

/// What another one may have done to a ticket that makes a move be looked at again.
const MOVED: &[&str] = &["status_changed", "resolved"];

/// The same for an answer, which may be another one after what was said in the meantime, or somebody else's to give.
const ANSWERED: &[&str] = &["status_changed", "resolved", "replied", "noted", "assigned"];

/// Begins work, also on a ticket that waited. Whoever begins an unassigned ticket takes it.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not, [`crate::Error::IllegalMove`], [`crate::Error::Conflict`].
pub async fn start(store: &Store, actor: &Actor, id: TicketId, seen: Option<i64>) -> Result<()> {
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Work(facts)).await?;
                change.overtakes(tx, seen, MOVED).await?;
                let before = change.status().clone();
                if change.row.assignee_id.is_none() && may(actor, Act::Assign(change.facts())) {
                    assign::pass(&mut change, Some(actor.user), "", &rule)?;
                }
                change.apply(Move::Start, &rule)?;
                tell_status(&mut change, &before, "");
                change.finish(tx, "ticket.start").await
            })
        })
        .await
}

/// Lets the ticket wait; the requester gets a mail when it is for them.
///
/// # Errors
/// [`crate::Error::Invalid`] for `reason`, [`crate::Error::IllegalMove`] without a date ahead where one is needed, and as [`start`].
pub async fn wait(store: &Store, actor: &Actor, id: TicketId, what: WaitFor, seen: Option<i64>) -> Result<()> {
    let reason = reason(&what.reason)?;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Work(facts)).await?;
                change.overtakes(tx, seen, MOVED).await?;
                let before = change.status().clone();
                change.apply(Move::Wait(WaitFor { reason: reason.clone(), ..what.clone() }), &rule)?;
                tell_status(&mut change, &before, &reason);
                if what.on == WaitingOn::Requester {
                    let requesters = change.facts().requesters.clone();
                    change.mail(MailOccasion::WaitingForYou, requesters);
                }
                change.finish(tx, "ticket.wait").await
            })
        })
        .await
}

/// Ends a wait: the ticket returns to where it stood before.
///
/// # Errors
/// As [`start`].
pub async fn resume(store: &Store, actor: &Actor, id: TicketId, seen: Option<i64>) -> Result<()> {
    simply(store, actor, id, seen, "ticket.resume", Move::Resume, "", |facts| Act::Work(facts)).await
}

/// Answers the ticket. The requester is told how, and asked once what they think of it.
///
/// The text is a reply, so it is the first response where there was none.
///
/// # Errors
/// As [`start`]; [`crate::Error::Conflict`] also when somebody else wrote on or handed over the version that was seen.
pub async fn resolve(store: &Store, actor: &Actor, id: TicketId, resolution: Resolution, seen: Option<i64>) -> Result<()> {
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Resolve(facts)).await?;
                change.overtakes(tx, seen, ANSWERED).await?;
                let before = change.status().clone();
                change.apply(Move::Resolve { by: actor.user, resolution: resolution.clone() }, &rule)?;
                let Resolution { code, text } = resolution.clone();
                change.tell(What::Resolved { from: before.name(), code: Some(code), text });
                if !change.is_by_requester() {
                    change.row.first_response_at.get_or_insert(tx.now.millis());
                }
                let facts = change.facts();
                let readers: Vec<_> = facts.requesters.iter().chain(&facts.watchers).copied().collect();
                change.mail(MailOccasion::Resolved, readers);
                ratings::ask(tx, &change.row).await?;
                change.finish(tx, "ticket.resolve").await
            })
        })
        .await
}

/// Says that the answer was none.
///
/// # Errors
/// [`crate::Error::IllegalMove`] also when it is too late, and as [`start`].
pub async fn reopen(store: &Store, actor: &Actor, id: TicketId, why: &str, seen: Option<i64>) -> Result<()> {
    simply(store, actor, id, seen, "ticket.reopen", Move::Reopen, why, |facts| Act::Reopen(facts)).await
}

/// Withdraws the ticket.
///
/// # Errors
/// As [`start`].
pub async fn cancel(store: &Store, actor: &Actor, id: TicketId, why: &str, seen: Option<i64>) -> Result<()> {
    let mv = Move::Cancel { by: actor.user, reason: reason(why)? };
    simply(store, actor, id, seen, "ticket.cancel", mv, why, |facts| Act::Cancel(facts)).await
}

/// Confirms the answer, so that the ticket closes at once.
///
/// # Errors
/// As [`start`].
pub async fn close(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    simply(store, actor, id, None, "ticket.close", Move::Close, "", |facts| Act::Close(facts)).await
}

/// A move that is told as a change of status and nothing more. The other side gets a mail: the requesters of a cancelled or
/// reopened ticket, or whoever answers for it, which is the team while nobody has taken it.
#[expect(clippy::too_many_arguments, reason = "what tells the simple moves apart, in one place")]
async fn simply(
    store: &Store,
    actor: &Actor,
    id: TicketId,
    seen: Option<i64>,
    action: &'static str,
    mv: Move,
    why: &str,
    act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f> + Sync,
) -> Result<()> {
    let why = reason(why)?;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, &act).await?;
                change.overtakes(tx, seen, MOVED).await?;
                let before = change.status().clone();
                change.apply(mv.clone(), &rule)?;
                tell_status(&mut change, &before, &why);
                if !change.is_by_requester() {
                    // That a wait ended is between those who answer.
                    if matches!(mv, Move::Cancel { .. } | Move::Reopen) {
                        let requesters = change.facts().requesters.clone();
                        change.mail(MailOccasion::Replied, requesters);
                    }
                } else if let Some(assignee) = change.facts().assignee {
                    change.mail(MailOccasion::Replied, [assignee]);
                } else if mv != Move::Close {
                    let team = hands::members(&tx.conn, change.facts().team).await?;
                    change.mail(MailOccasion::TeamReply, team);
                }
                change.finish(tx, action).await
            })
        })
        .await
}

/// Tells that the status is another one than `before`, if it is.
pub(super) fn tell_status(change: &mut Change, before: &Status, reason: &str) {
    if change.status() == before {
        return;
    }
    let waiting = match change.status() {
        Status::Open(Open::Waiting(waiting)) => Some(waiting.clone()),
        _ => None,
    };
    change.tell(What::StatusChanged {
        from: before.name(),
        to: change.status().name(),
        reason: reason.to_owned(),
        waiting_on: waiting.as_ref().map(|waiting| waiting.on),
        until: waiting.and_then(|waiting| waiting.until),
    });
}

/// A reason as it is kept; may be empty.
pub(super) fn reason(typed: &str) -> Result<String> {
    Ok(invalid::text(typed, 0, REASON_MAX).map_err(|code| Invalid::one("reason", code))?)
}
