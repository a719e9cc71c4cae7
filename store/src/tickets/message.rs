//! What people write: replies to the other side, notes among those who answer, and files without words.

use domain::{
    id::{AttachmentId, TicketId, UserId},
    people::MailOccasion,
    permit::{Act, Actor, may},
    ticket::{ClosingRule, Move, StatusName, WaitingOn, What, draft, event::Side, status::WaitFor},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::SimpleExpr};

use super::{
    assign,
    change::Change,
    facts::{For, Known},
    hands, mention, moves,
};
use crate::{
    Result, Store, Tx, drafts,
    entity::{attachments, events},
};

/// What another one may have done to a ticket that makes a reply be looked at again: whatever could make it wrong, or needless.
const SPOKEN: &[&str] = &["replied", "noted", "resolved", "status_changed", "assigned"];

/// What somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Markdown as it was typed, 1..=50,000 characters.
    pub text: String,
    /// Files that the author uploaded before.
    pub files: Vec<AttachmentId>,
    /// The version of the ticket that the author saw; `None` does not ask whether it changed.
    pub seen: Option<i64>,
}

/// What happens to the ticket after an agent's reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    #[default]
    Nothing,
    /// It waits for the requester's answer.
    WaitForRequester,
}

/// Writes to the other side: the agent to the requesters, a requester to those who answer.
///
/// A requester's reply ends a wait for the requester, and opens a resolved or closed ticket again within the time for it. An agent's
/// reply is the first response, if none was before, and takes a new ticket of their own team that nobody has; agents who are called
/// by `@name` follow the ticket.
///
/// # Errors
/// [`Error::NotFound`] for whom the ticket is not there; [`Error::Invalid`] for `text` and `files`;
/// [`Error::Conflict`] when somebody else wrote on, moved or handed over the version that was seen: an agent's reply is held
/// back until they have seen that, and a requester's never is;
/// [`Error::IllegalMove`] when it is too late for a requester's reply.
pub async fn reply(store: &Store, actor: &Actor, id: TicketId, message: Message, then: Then) -> Result<()> {
    let Message { text, files, seen } = message;
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    let text = draft::message(&text)?;
    let called = mention::people(store, &known.facts, &text).await?;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Reply(facts)).await?;
                if is_repeated(tx, actor.user, id, "replied", &text, &files).await? {
                    return Ok(());
                }
                if change.is_by_requester() {
                    requester_says(&mut change, &text, &files, &called);
                    if change.facts().assignee.is_none() {
                        let team = hands::members(&tx.conn, change.facts().team).await?;
                        change.mail(MailOccasion::TeamReply, team);
                    }
                    let before = change.status().clone();
                    change.apply(Move::RequesterReplied, &rule)?;
                    moves::tell_status(&mut change, &before, "");
                } else {
                    change.overtakes(tx, seen, SPOKEN).await?;
                    takes(&mut change, actor, &rule)?;
                    agent_says(&mut change, tx.now, &text, &files, &called, then);
                    if then == Then::WaitForRequester {
                        change.permits(actor, |facts| Act::Work(facts))?;
                        let before = change.status().clone();
                        let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
                        change.apply(Move::Wait(wait), &rule)?;
                        moves::tell_status(&mut change, &before, "");
                    }
                }
                change.followed_by(tx, &called).await?;
                drafts::forget_in(&tx.conn, actor, &draft_key(id)).await?;
                change.finish(tx, "ticket.reply").await
            })
        })
        .await
}

/// Writes to those who answer. Agents who are called by `@name` follow the ticket and get a mail.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Invalid`] for `text` and `files`.
pub async fn note(store: &Store, actor: &Actor, id: TicketId, message: Message) -> Result<()> {
    let Message { text, files, .. } = message;
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::Note(facts))?;
    let text = draft::message(&text)?;
    let called = mention::people(store, &known.facts, &text).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Note(facts)).await?;
                if is_repeated(tx, actor.user, id, "noted", &text, &files).await? {
                    return Ok(());
                }
                change.tell_with(What::Noted { text: text.clone() }, files.clone());
                change.mail(MailOccasion::Mentioned, called.iter().copied());
                change.followed_by(tx, &called).await?;
                drafts::forget_in(&tx.conn, actor, &note_key(id)).await?;
                change.finish(tx, "ticket.note").await
            })
        })
        .await
}

/// Attaches files without words, for everybody who sees the ticket.
///
/// # Errors
/// [`Error::NotFound`] for whom may not reply; [`Error::Invalid`] for `files`.
pub async fn attach(store: &Store, actor: &Actor, id: TicketId, files: Vec<AttachmentId>) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Reply(facts)).await?;
                if !files.is_empty() {
                    change.tell_with(What::Attached { files: files.clone() }, files.clone());
                }
                change.finish(tx, "ticket.attach").await
            })
        })
        .await
}

/// The key under which a page keeps the draft of a reply; sending it forgets the draft.
#[must_use]
pub fn draft_key(id: TicketId) -> String {
    format!("reply:{id}")
}

/// The key under which a page keeps the draft of a note.
#[must_use]
pub fn note_key(id: TicketId) -> String {
    format!("note:{id}")
}

pub(super) fn requester_says(change: &mut Change, text: &str, files: &[AttachmentId], called: &[UserId]) {
    change.tell_with(What::Replied { by: Side::Requester, text: text.to_owned() }, files.to_vec());
    let facts = change.facts();
    let readers: Vec<UserId> =
        facts.assignee.into_iter().chain(facts.watchers.iter().copied()).chain(facts.requesters.iter().copied()).collect();
    change.mail(MailOccasion::Mentioned, called.iter().copied());
    change.mail(MailOccasion::Replied, readers);
}

pub(super) fn agent_says(change: &mut Change, now: Timestamp, text: &str, files: &[AttachmentId], called: &[UserId], then: Then) {
    change.tell_with(What::Replied { by: Side::Agent, text: text.to_owned() }, files.to_vec());
    change.row.first_response_at.get_or_insert(now.millis());
    change.row.reply_count += 1;
    let (requesters, watchers) = (change.facts().requesters.clone(), change.facts().watchers.clone());
    let occasion = match then {
        Then::Nothing => MailOccasion::Replied,
        // One mail that says both, instead of two.
        Then::WaitForRequester => MailOccasion::WaitingForYou,
    };
    change.mail(occasion, requesters);
    change.mail(MailOccasion::Mentioned, called.iter().copied());
    change.mail(MailOccasion::Replied, watchers);
}

/// Whoever of the team answers first has the ticket from then on, so that its requester sees that somebody works on it.
fn takes(change: &mut Change, actor: &Actor, rule: &ClosingRule) -> Result<()> {
    let facts = change.facts();
    let is_theirs = facts.team.is_some_and(|team| actor.is_member(team)) && may(actor, Act::Assign(facts));
    let is_first = facts.assignee.is_none() && change.row.first_response_at.is_none();
    if !is_theirs || !is_first || change.status().name() != StatusName::New {
        return Ok(());
    }
    let before = change.status().clone();
    assign::pass(change, Some(actor.user), "", rule)?;
    change.apply(Move::Start, rule)?;
    moves::tell_status(change, &before, "");
    Ok(())
}

async fn is_repeated(tx: &Tx<'_>, author: UserId, id: TicketId, kind: &str, text: &str, files: &[AttachmentId]) -> Result<bool> {
    let same: Vec<i64> = events::Entity::find()
        .filter(events::Column::TicketId.eq(id.get()))
        .filter(events::Column::At.gt(tx.now.minus(draft::SECOND_CLICK).millis()))
        .filter(events::Column::ActorId.eq(author.get()))
        .filter(events::Column::Kind.eq(kind))
        .filter(events::Column::Body.eq(text))
        .select_only()
        .column(events::Column::Id)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    if same.is_empty() || files.is_empty() {
        return Ok(!same.is_empty());
    }
    // A second click sends the files again, under ids of their own; others with the same words are another message.
    let there = contents(tx, attachments::Column::EventId.is_in(same)).await?;
    let sent = contents(tx, attachments::Column::Id.is_in(files.iter().map(|file| file.get()))).await?;
    Ok(sent.iter().all(|file| there.contains(file)))
}

/// The names and contents of files.
async fn contents(tx: &Tx<'_>, which: SimpleExpr) -> Result<Vec<(String, String)>> {
    let columns = [attachments::Column::Name, attachments::Column::Sha256];
    Ok(attachments::Entity::find().filter(which).select_only().columns(columns).into_tuple().all(&tx.conn).await?)
}
