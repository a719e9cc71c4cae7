//! Post-mortems: written by those who work on the fault, reviewed by somebody else, published for good, and their actions followed to the end.
//!
//! [`domain::fault::post_mortem`] decides which step leads where; what is kept is its state as it has it.

mod actions;
mod comments;
mod discussion;
mod handed;
pub(super) mod kept;
mod lists;
mod pair;
mod view;

use domain::{
    fault::post_mortem::{ContentDraft, Refused},
    id::{FaultId, UserId},
    invalid::{Code, Invalid},
    people::AccountState,
    permit::{Act, Actor, may},
    ticket::view::PersonRef,
};
use serde_json::json;

pub use actions::{Done, follow};
pub use comments::{Speaking, answer, comment, settle};
pub(crate) use handed::of_ticket;
pub use handed::{Handing, hand};
pub use lists::{Whose, actions, overdue_of, published};
pub use pair::{Pair, pair};
pub use view::post_mortem;
pub(super) use view::{readable, today, worked_on};

use self::kept::Kept;
use super::{change::Change, facts::Known};
use crate::{Error, Result, Store, actor, people, tickets};

/// A step of a post-mortem from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is given to a reviewer, the first time or again; while it is reviewed, to another one.
    Submit {
        /// Who reads it.
        reviewer: UserId,
    },
    /// It goes back to its authors.
    RequestChanges {
        /// What should change.
        what: String,
    },
    /// It can be published as it is.
    Approve,
    /// Its audience reads it from now on.
    Publish,
    /// Something is added to what was published.
    Reopen {
        /// Why.
        why: String,
    },
}

impl Step {
    const fn action(&self) -> &'static str {
        match self {
            Self::Submit { .. } => "post_mortem.submit",
            Self::RequestChanges { .. } => "post_mortem.request_changes",
            Self::Approve => "post_mortem.approve",
            Self::Publish => "post_mortem.publish",
            Self::Reopen { .. } => "post_mortem.reopen",
        }
    }
}

/// Begins the post-mortem of a fault, with the actor as its first author. One that was begun stays as it is.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault.
pub async fn begin(store: &Store, actor: &Actor, id: FaultId) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                if Kept::find(&tx.conn, id).await?.is_some() {
                    return Ok(());
                }
                kept::begin(tx, id, actor.user).await?;
                change.finish(tx, "post_mortem.begin", json!({})).await
            })
        })
        .await
}

/// Changes the text; `version` is what the change is based on.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault, and before it was begun; [`Error::Conflict`] when somebody else changed it since, and
/// while it cannot be changed; [`Error::Invalid`] as [`ContentDraft::parse`], and `UnknownPerson` at `actions.0.owner` and `people` for who could
/// not see the fault.
pub async fn write(store: &Store, actor: &Actor, id: FaultId, version: i64, draft: &ContentDraft) -> Result<()> {
    let known = Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let before = Kept::find(&store.read, id).await?.ok_or(Error::NotFound)?;
    // What is wrong is told before anybody waits for the lock.
    draft.parse(before.post_mortem.content(), actor.user, store.now())?;
    let mut invalid = Invalid::default();
    for (row, owner) in draft.actions.iter().enumerate().filter_map(|(row, action)| Some((row, action.owner?))) {
        let was = before.post_mortem.content().actions.get(row).and_then(|action| action.owner);
        if Some(owner) != was && !sees(store, owner, &known).await {
            invalid.add(format!("actions.{row}.owner"), Code::UnknownPerson);
        }
    }
    invalid.or(())?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let mut kept = Kept::find(&tx.conn, id).await?.ok_or(Error::NotFound)?;
                if kept.version != version {
                    return Err(Error::Conflict { what: "post_mortem" });
                }
                let content = draft.parse(kept.post_mortem.content(), actor.user, tx.now)?;
                if &content == kept.post_mortem.content() {
                    return Ok(());
                }
                kept.post_mortem.edit(content, actor.user).map_err(|refused| told(&refused))?;
                kept.write(tx).await?;
                change.finish(tx, "post_mortem.write", json!({ "version": version })).await
            })
        })
        .await
}

/// Takes a step. Whoever works on the fault submits, publishes and reopens; the reviewer asks for changes and approves, and may hand it on.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when no such step leads on from where it stands; [`Error::Invalid`] at `reviewer`
/// (`UnknownPerson` for who could not see the fault, `UnknownChoice` for who wrote some of it), `what` and `why` (`Required`, `TooLong`), and
/// at `incomplete` (`Required`) for what lacks something that nothing is published without.
pub async fn step(store: &Store, actor: &Actor, id: FaultId, step: &Step) -> Result<()> {
    let known = Known::find(&store.read, actor, id, |facts| Act::SeeFault(facts), false).await?;
    if let Step::Submit { reviewer } = step
        && !sees(store, *reviewer, &known).await
    {
        return Err(Invalid::one("reviewer", Code::UnknownPerson).into());
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::SeeFault(facts)).await?;
                let mut kept = Kept::find(&tx.conn, id).await?.ok_or(Error::NotFound)?;
                let works = may(actor, Act::WorkFault(&change.known.facts));
                let reviews = kept.post_mortem.reviewer() == Some(actor.user);
                let (me, now) = (actor.user, tx.now);
                let reviewed = kept.post_mortem.state().name().moves().contains(&domain::fault::post_mortem::Move::HandOver);
                let post_mortem = &mut kept.post_mortem;
                let taken = match step {
                    Step::Submit { reviewer } if works || reviews => match reviewed {
                        true => post_mortem.hand_over(*reviewer, now),
                        false => post_mortem.submit(*reviewer, now),
                    },
                    Step::RequestChanges { what } if reviews => post_mortem.request_changes(what, me, now),
                    Step::Approve if reviews => post_mortem.approve(me, now),
                    Step::Publish if works => post_mortem.publish(&change.moments, me, now),
                    Step::Reopen { why } if works => post_mortem.reopen(why, me, now),
                    _ => return Err(Error::NotFound),
                };
                taken.map_err(|refused| told(&refused))?;
                kept.write(tx).await?;
                let data = match step {
                    Step::Submit { reviewer } => json!({ "reviewer": reviewer }),
                    Step::RequestChanges { what } => json!({ "what": what }),
                    Step::Reopen { why } => json!({ "why": why }),
                    Step::Approve | Step::Publish => json!({}),
                };
                change.finish(tx, step.action(), data).await
            })
        })
        .await
}

/// Who can be asked to review, by name: those who answer with the reader, and have not written any of it.
///
/// # Errors
/// [`Error::NotFound`] for who may not work on the fault.
pub async fn reviewers(store: &Store, actor: &Actor, id: FaultId) -> Result<Vec<PersonRef>> {
    let known = Known::find(&store.read, actor, id, |facts| Act::SeeFault(facts), false).await?;
    let authors = Kept::find(&store.read, id).await?.map(|kept| kept.post_mortem.authors().clone()).unwrap_or_default();
    let mut members = known.facts.owners.iter().map(|owner| owner.get()).collect::<Vec<_>>();
    for team in tickets::hands(store, actor).await?.into_iter().map(|(team, _)| team.id).chain(known.facts.teams) {
        members.extend(tickets::members(&store.read, Some(team)).await?.into_iter().map(UserId::get));
    }
    let mut people: Vec<PersonRef> = people::refs(&store.read, members).await?.into_values().collect();
    people.retain(|person| !authors.contains(&person.id));
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

/// Whether this person's account is in use and they could see the fault.
async fn sees(store: &Store, person: UserId, known: &Known) -> bool {
    let found = actor::load(store, person).await.ok();
    found.is_some_and(|person| person.state == AccountState::Active && person.is_agent() && may(&person, Act::SeeFault(&known.facts)))
}

/// What the rule refused, at the field where it was typed. What is not possible from where it stands was overtaken by somebody.
fn told(refused: &Refused) -> Error {
    match refused {
        Refused::NotFromHere { .. } | Refused::NotEditable { .. } => Error::Conflict { what: "post_mortem" },
        Refused::ReviewerIsAuthor => Invalid::one("reviewer", Code::UnknownChoice).into(),
        Refused::NotTheReviewer => Error::NotFound,
        Refused::ReasonMissing => Invalid::one("why", Code::Required).into(),
        Refused::Incomplete { .. } => Invalid::one("incomplete", Code::Required).into(),
    }
}
