//! What becomes of the actions that were agreed on.

use domain::{
    fault::action::Refused,
    id::FaultId,
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
};
use serde_json::json;

use super::{Change, Kept};
use crate::{Error, Result, Store};

/// A step of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its owner says that it is done.
    Finish,
    /// It turned out not to be.
    Reopen,
    /// Somebody other than its owner has seen that it is.
    Verify {
        /// What shows it.
        evidence: String,
    },
    /// It was looked later whether it helps.
    Check {
        /// Whether it does.
        helps: bool,
        /// What was seen.
        note: String,
    },
}

/// Takes a step of the action in this place, in whatever state its post-mortem is. Its owner and whoever works on the fault do, and whoever sees the
/// fault may verify.
///
/// # Errors
/// [`Error::NotFound`] for whom may not, and without such an action; [`Error::Conflict`] when it is not in a state for it; [`Error::Invalid`]
/// at `evidence` (`Required`), `owner` (`Required`: nobody owns it; `UnknownChoice`: who owns it does not verify it), `note`
/// (`Required`), and `check` (`NotInTheFuture`: it is too early to say whether it helps).
pub async fn follow(store: &Store, actor: &Actor, id: FaultId, place: usize, done: &Done) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::SeeFault(facts)).await?;
                let mut kept = Kept::find(&tx.conn, id).await?.ok_or(Error::NotFound)?;
                let works = may(actor, Act::WorkFault(&change.known.facts));
                let (me, now) = (actor.user, tx.now);
                let action = kept.post_mortem.action_mut(place).ok_or(Error::NotFound)?;
                let owns = action.owner == Some(me);
                let taken = match done {
                    Done::Finish if works || owns => action.finish(now),
                    Done::Reopen if works || owns => action.reopen(),
                    Done::Verify { evidence } if actor.is_agent() => action.verify(me, now, evidence),
                    Done::Check { helps, note } if works || owns => action.check(*helps, note, me, now),
                    _ => return Err(Error::NotFound),
                };
                taken.map_err(|refused| told(refused, done))?;
                kept.write(tx).await?;
                let (action, data) = match done {
                    Done::Finish => ("fault_action.finish", json!({ "place": place })),
                    Done::Reopen => ("fault_action.reopen", json!({ "place": place })),
                    Done::Verify { evidence } => ("fault_action.verify", json!({ "place": place, "evidence": evidence })),
                    Done::Check { helps, note } => ("fault_action.check", json!({ "place": place, "helps": helps, "note": note })),
                };
                change.finish(tx, action, data).await
            })
        })
        .await
}

fn told(refused: Refused, done: &Done) -> Error {
    let (field, code) = match refused {
        Refused::NotNow => return Error::Conflict { what: "fault_action" },
        Refused::NoOwner => ("owner", Code::Required),
        Refused::OwnerVerifies => ("owner", Code::UnknownChoice),
        Refused::EvidenceMissing if matches!(done, Done::Check { .. }) => ("note", Code::Required),
        Refused::EvidenceMissing => ("evidence", Code::Required),
        Refused::TooEarly => ("check", Code::NotInTheFuture),
    };
    Invalid::one(field, code).into()
}
