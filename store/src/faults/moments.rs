//! Saying when a fault's moments were.

use domain::{
    fault::{
        derive::{self, Proposal},
        evidence,
        moment::{Kind, Question, Reading, Source, Value},
    },
    id::FaultId,
    invalid::{Code, Invalid, text},
    permit::{Act, Actor},
    time::Timestamp,
};
use sea_orm::{ActiveValue::NotSet, EntityTrait, Set};
use serde_json::json;

use super::{
    change::{Change, refused},
    facts::Known,
    tickets,
};
use crate::{Error, Result, Store, alerts, entity::fault_answers};

/// The most characters of a reason.
pub(super) const REASON_MAX: usize = 2_000;

/// What a person says of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Of which one.
    pub kind: Kind,
    /// When it was.
    pub value: Value,
    /// A link to what shows it; may be empty.
    pub evidence: String,
    /// Why; needed where something else was said before.
    pub why: String,
    /// The name of what was last said of it, as the person saw it; nothing, when nothing had been said.
    pub based_on: Option<i64>,
}

/// Says when a moment was. Saying again what holds changes nothing. What the moments ask afterwards is asked, and nothing is refused for it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when somebody said something else of this moment since;
/// [`Error::Invalid`] at `at` (`OutOfRange` with the bounds, in milliseconds since 1970, that a hard rule sets), at `why` (`Required`,
/// `TooLong`, `BadCharacters`), at `evidence` (`TooLong`, `BadCharacters`).
pub async fn set(store: &Store, actor: &Actor, id: FaultId, saying: &Saying) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let mut invalid = Invalid::default();
    let evidence = invalid.take("evidence", evidence(&saying.evidence)).unwrap_or_default();
    let why = invalid.take("why", text(&saying.why, 0, REASON_MAX)).unwrap_or_default();
    invalid.or(())?;
    let reading = Reading { value: saying.value, source: Source::Person, evidence };
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                if change.last.get(&saying.kind).copied() != saying.based_on {
                    return Err(Error::Conflict { what: "fault" });
                }
                let before = change.times_said(saying.kind);
                let set = change.moments.set(saying.kind, reading.clone(), Some(actor.user), tx.now, &why);
                set.map_err(|error| refused(&error, &change.moments, tx.now, ("at", "why")))?;
                if !change.write_moment(tx, saying.kind, before).await? {
                    return Ok(());
                }
                let data = json!({ "moment": saying.kind, "at": saying.value.at(), "precision": saying.value.precision() });
                change.finish(tx, "fault.set_moment", data).await
            })
        })
        .await
}

/// Says why the moments stand as they do, where one would not expect it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Invalid`] at `reason`: `Required`, `TooLong`, `BadCharacters`, and `UnknownChoice` for
/// what the moments do not ask (any more).
pub async fn answer(store: &Store, actor: &Actor, id: FaultId, question: Question, reason: &str) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let reason = text(reason, 1, REASON_MAX).map_err(|code| Invalid::one("reason", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let given = change.moments.answer(question, &reason, Some(actor.user), tx.now);
                given.map_err(|error| refused(&error, &change.moments, tx.now, ("reason", "reason")))?;
                let about = change.moments.answer_to(question).map(|answer| answer.about);
                let (first, second) = about.ok_or_else(|| Invalid::one("reason", Code::UnknownChoice))?;
                let row = fault_answers::ActiveModel {
                    id: NotSet,
                    fault_id: Set(id.get()),
                    question: Set(question.as_str().to_owned()),
                    first_at: Set(first.millis()),
                    second_at: Set(second.millis()),
                    reason: Set(reason.clone()),
                    said_at: Set(tx.now.millis()),
                    said_by: Set(Some(actor.user.get())),
                };
                fault_answers::Entity::insert(row).exec(&tx.conn).await?;
                change.finish(tx, "fault.answer", json!({ "question": question })).await
            })
        })
        .await
}

/// Takes what alerts and tickets propose for a moment as what is said of it; `at` is what the person saw.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when something else is proposed by now, or nothing; [`Error::Invalid`] at
/// `why` (`Required`) where something was said before, and at `at` as [`set`].
pub async fn confirm(store: &Store, actor: &Actor, id: FaultId, kind: Kind, at: Timestamp, why: &str) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let why = text(why, 0, REASON_MAX).map_err(|code| Invalid::one("why", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let proposals = derive::propose(&alerts::to_derive(&tx.conn, id).await?, &tickets::filed(&tx.conn, id).await?, tx.now);
                let is_meant = |proposal: &Proposal| proposal.kind == kind && proposal.at == at;
                let open = derive::open(proposals, &change.moments);
                let Some(proposal) = open.into_iter().find(is_meant) else { return Err(Error::Conflict { what: "fault" }) };
                let before = change.times_said(kind);
                let confirmed = derive::confirm(&mut change.moments, &proposal, actor.user, tx.now, &why);
                confirmed.map_err(|error| refused(&error, &change.moments, tx.now, ("at", "why")))?;
                change.write_moment(tx, kind, before).await?;
                let data = json!({ "moment": kind, "at": at, "finder": proposal.finder });
                change.finish(tx, "fault.confirm_moment", data).await
            })
        })
        .await
}
