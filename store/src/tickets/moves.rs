//! Moving a ticket from one status to another.

use domain::{
    id::{AttachmentId, TicketId},
    people::MailOccasion,
    permit::{Act, Actor, TicketFacts, may},
    survey::Moment,
    ticket::{ClosingRule, Move, Open, Reason, Resolution, Status, WaitingOn, What, status::WaitFor},
};

use super::{
    assign,
    change::Change,
    hands,
    message::{Message, draft_key},
    stored,
};
use crate::{Result, Store, Tx, drafts, ratings};

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
    let reason = Reason::Optional.read(&what.reason)?;
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
    simply(store, actor, id, seen, "ticket.resume", |_| Move::Resume, NO_REASON, |facts| Act::Work(facts)).await
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
                let change = Change::begin(tx, actor, id, |facts| Act::Resolve(facts)).await?;
                change.overtakes(tx, seen, ANSWERED).await?;
                end(tx, change, actor, resolution.clone(), Vec::new(), &rule).await
            })
        })
        .await
}

/// Answers the ticket by a message, as [`resolve`]: it ended as most of its kind do, its files are the answer's, and there is no draft
/// of it any more. All of it happens, or nothing.
///
/// # Errors
/// As [`resolve`]; [`crate::Error::Invalid`] for `text` and `files`.
pub async fn resolve_by_message(store: &Store, actor: &Actor, id: TicketId, message: Message) -> Result<()> {
    let Message { text, files, seen } = message;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::Resolve(facts)).await?;
                let resolution = Resolution::usual(stored::word(&change.row.kind)?, &text)?;
                change.overtakes(tx, seen, ANSWERED).await?;
                end(tx, change, actor, resolution, files.clone(), &rule).await?;
                drafts::forget_in(&tx.conn, actor, &draft_key(id)).await
            })
        })
        .await
}

async fn end(
    tx: &mut Tx<'_>,
    mut change: Change,
    actor: &Actor,
    resolution: Resolution,
    files: Vec<AttachmentId>,
    rule: &ClosingRule,
) -> Result<()> {
    let before = change.status().name();
    let Resolution { code, text } = resolution.clone();
    change.apply(Move::Resolve { by: actor.user, resolution }, rule)?;
    change.tell_with(What::Resolved { from: before, code: Some(code), text }, files);
    if !change.is_by_requester() {
        change.row.first_response_at.get_or_insert(tx.now.millis());
    }
    let facts = change.facts();
    let readers: Vec<_> = facts.requesters.iter().chain(&facts.watchers).copied().collect();
    change.mail(MailOccasion::Resolved, readers);
    ratings::ask(tx, &change.row, Moment::Resolved).await?;
    change.finish(tx, "ticket.resolve").await
}

/// Says that the answer was none.
///
/// # Errors
/// [`crate::Error::IllegalMove`] also when it is too late, and as [`start`].
pub async fn reopen(store: &Store, actor: &Actor, id: TicketId, why: &str, seen: Option<i64>) -> Result<()> {
    simply(store, actor, id, seen, "ticket.reopen", |_| Move::Reopen, (why, |_| Reason::Optional), |facts| Act::Reopen(facts)).await
}

/// Withdraws the ticket. Who cancels what others asked for says why.
///
/// # Errors
/// [`crate::Error::Invalid`] for `reason` (see [`Reason::of_cancelling`]), and as [`start`].
pub async fn cancel(store: &Store, actor: &Actor, id: TicketId, why: &str, seen: Option<i64>) -> Result<()> {
    let asked_for: fn(&Change) -> Reason = |change| Reason::of_cancelling(change.is_by_requester());
    let mv = |reason: String| Move::Cancel { by: actor.user, reason };
    simply(store, actor, id, seen, "ticket.cancel", mv, (why, asked_for), |facts| Act::Cancel(facts)).await
}

/// Confirms the answer, so that the ticket closes at once.
///
/// # Errors
/// As [`start`].
pub async fn close(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    simply(store, actor, id, None, "ticket.close", |_| Move::Close, NO_REASON, |facts| Act::Close(facts)).await
}

/// What was typed as a reason, and whether one is asked for.
type Why<'w> = (&'w str, fn(&Change) -> Reason);

const NO_REASON: Why<'static> = ("", |_| Reason::Optional);

/// A move that is told as a change of status and nothing more. The other side gets a mail: the requesters of a cancelled or
/// reopened ticket, or whoever answers for it, which is the team while nobody has taken it.
#[expect(clippy::too_many_arguments, reason = "what tells the simple moves apart, in one place")]
async fn simply(
    store: &Store,
    actor: &Actor,
    id: TicketId,
    seen: Option<i64>,
    action: &'static str,
    mv: impl Fn(String) -> Move + Sync,
    (why, asked_for): Why<'_>,
    act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f> + Sync,
) -> Result<()> {
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, &act).await?;
                let why = asked_for(&change).read(why)?;
                change.overtakes(tx, seen, MOVED).await?;
                let before = change.status().clone();
                let mv = mv(why.clone());
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
                if matches!(mv, Move::Close) {
                    ratings::ask(tx, &change.row, Moment::Closed).await?;
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
