//! Moves that arrive from outside, as data, and are refused by a reason.

use serde::{Deserialize, Serialize};

use super::{
    Resolution,
    status::{Closed, Open, Status, StatusName, WaitFor, WaitingOn},
};
use crate::{
    id::{TicketId, UserId},
    time::{Span, Timestamp},
};

/// How long a resolved ticket stays open to disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingRule {
    /// Days of 24 hours from resolving until the ticket closes by itself.
    pub close_after_days: u16,
    /// Days of 24 hours from resolving during which the requester's reply
    /// reopens it, closed or not.
    pub reopen_within_days: u16,
}

impl Default for ClosingRule {
    fn default() -> Self {
        Self { close_after_days: 5, reopen_within_days: 7 }
    }
}

impl ClosingRule {
    /// From resolving to closing by itself.
    #[must_use]
    pub const fn close_after(&self) -> Span {
        Span::from_days(self.close_after_days as i64)
    }

    /// From resolving to the end of the requester's say.
    #[must_use]
    pub const fn reopen_within(&self) -> Span {
        Span::from_days(self.reopen_within_days as i64)
    }
}

/// Something that happens to a ticket's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum Move {
    /// A person was made to answer for it.
    Assign,
    /// Nobody answers for it any more.
    Unassign,
    /// Work begins.
    Start,
    /// It cannot go on for now.
    Wait(WaitFor),
    /// An agent says that the wait is over.
    Resume,
    /// The day that it waited for is here.
    DateCame,
    /// It is answered.
    Resolve {
        /// By whom.
        by: UserId,
        /// How.
        resolution: Resolution,
    },
    /// It is withdrawn.
    Cancel {
        /// By whom.
        by: UserId,
        /// In their words; may be empty.
        reason: String,
    },
    /// The requester or an agent says that the answer was none.
    Reopen,
    /// The requester wrote something.
    RequesterReplied,
    /// The requester confirms the answer.
    Close,
    /// The time for disagreeing is over.
    CloseByItself,
    /// It became part of another ticket.
    Merge,
}

/// What a move is judged by besides the status.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// When the move happens.
    pub now: Timestamp,
    /// Whether a person answers for the ticket (after the move, for `Assign` and `Unassign`).
    pub assigned: bool,
    /// The rule for closing and reopening.
    pub rule: &'a ClosingRule,
}

/// Why a move was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "illegal", rename_all = "snake_case")]
pub enum IllegalMove {
    /// The move does not exist from this status.
    #[error("the move does not exist from {from}")]
    NotFrom {
        /// The status that refuses it.
        from: StatusName,
    },
    /// Nobody can be at work while nobody answers for the ticket.
    #[error("nobody is assigned")]
    NobodyAssigned,
    /// Waiting for a date needs one, and any end of a wait must lie ahead.
    #[error("waiting needs a date in the future")]
    NeedsADate,
    /// What it waits for has not come yet.
    #[error("too early")]
    TooEarly {
        /// When the same move is legal.
        until: Timestamp,
    },
    /// It is part of another ticket: whatever is to be said belongs there.
    #[error("merged into {into}")]
    Merged {
        /// Which one.
        into: TicketId,
    },
    /// The time for reopening is over: the requester files a new ticket instead.
    #[error("too late to reopen")]
    TooLateToReopen {
        /// When it ended.
        ended: Timestamp,
    },
}

impl Status {
    /// The status after a move.
    ///
    /// A requester's reply is legal wherever somebody will read it, and then
    /// changes the status only of a ticket that waits for it or was answered.
    ///
    /// # Errors
    /// Why the move is refused; the status stays as it was.
    pub fn apply(self, mv: Move, at: &Circumstances<'_>) -> Result<Self, IllegalMove> {
        match self {
            Self::Open(open) => open.apply(mv, at),
            Self::Resolved(resolved) => match mv {
                Move::Close | Move::Merge => Ok(Self::Closed(resolved.close(at.now))),
                Move::CloseByItself => {
                    not_before(resolved.at.plus(at.rule.close_after()), at.now)?;
                    Ok(Self::Closed(resolved.close(at.now)))
                }
                Move::Reopen | Move::RequesterReplied => {
                    still_reopens(resolved.at, at)?;
                    Ok(Self::Open(resolved.reopen(at.assigned)))
                }
                // Who answers for it may change at any time; what was answered stays answered.
                Move::Assign | Move::Unassign => Ok(Self::Resolved(resolved)),
                _ => Err(IllegalMove::NotFrom { from: StatusName::Resolved }),
            },
            Self::Closed(closed) => match mv {
                Move::Reopen | Move::RequesterReplied => {
                    still_reopens(closed.resolved_at(), at)?;
                    Ok(Self::Open(closed.reopen(at.assigned)))
                }
                _ => Err(IllegalMove::NotFrom { from: StatusName::Closed }),
            },
            Self::Cancelled(_) => Err(IllegalMove::NotFrom { from: StatusName::Cancelled }),
        }
    }
}

impl Open {
    fn apply(self, mv: Move, at: &Circumstances<'_>) -> Result<Status, IllegalMove> {
        let from = self.name();
        let open = match (mv, self) {
            (Move::Assign, open) => open.assign(),
            (Move::Unassign, open) => open.unassign(),
            (Move::Start, Self::InProgress) => return Err(IllegalMove::NotFrom { from }),
            (Move::Start, _) if !at.assigned => return Err(IllegalMove::NobodyAssigned),
            (Move::Start, open) => open.start(),
            (Move::Wait(what), open) => open.wait(what, at.now)?,
            (Move::Resume, Self::Waiting(waiting)) => waiting.resume(at.assigned),
            (Move::DateCame, Self::Waiting(waiting)) => {
                let Some(until) = waiting.until else {
                    return Err(IllegalMove::NotFrom { from });
                };
                not_before(until, at.now)?;
                waiting.resume(at.assigned)
            }
            (Move::RequesterReplied, Self::Waiting(waiting)) if waiting.on == WaitingOn::Requester => waiting.resume(at.assigned),
            (Move::RequesterReplied, open) => open,
            (Move::Resolve { by, resolution }, open) => {
                return Ok(Status::Resolved(open.resolve(by, resolution, at.now)));
            }
            (Move::Cancel { by, reason }, open) => {
                return Ok(Status::Cancelled(open.cancel(by, reason, at.now)));
            }
            (Move::Merge, _) => return Ok(Status::Closed(Closed { at: at.now, resolved: None })),
            (Move::Resume | Move::DateCame | Move::Reopen | Move::Close | Move::CloseByItself, _) => {
                return Err(IllegalMove::NotFrom { from });
            }
        };
        Ok(Status::Open(open))
    }
}

fn not_before(due: Timestamp, now: Timestamp) -> Result<(), IllegalMove> {
    if now < due { Err(IllegalMove::TooEarly { until: due }) } else { Ok(()) }
}

fn still_reopens(resolved_at: Timestamp, at: &Circumstances<'_>) -> Result<(), IllegalMove> {
    let ended = resolved_at.plus(at.rule.reopen_within());
    if at.now > ended { Err(IllegalMove::TooLateToReopen { ended }) } else { Ok(()) }
}
