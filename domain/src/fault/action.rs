//! What is done so that a fault does not come back, or is shorter and smaller when it does
//! (`docs/rule-345.md`, "The post-mortem").

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::moment::Kind as Moment;
use super::parts::Part;
use crate::{
    id::{TicketId, UserId},
    invalid::{self, Code, Invalid},
    time::{Span, Timestamp},
    word::words,
};

/// After how many days it is looked whether an action helps, unless somebody says otherwise.
pub const EFFECT_DAYS: u16 = 30;
/// The most days until then.
pub const EFFECT_DAYS_MAX: u16 = 3_650;

words! {
    /// What an action is for.
    pub enum Kind {
        /// The cause cannot come back.
        Prevent = "prevent",
        /// It is known sooner.
        DetectFaster = "detect_faster",
        /// Its cause is found sooner.
        LocateFaster = "locate_faster",
        /// It is over sooner.
        RestoreFaster = "restore_faster",
        /// It hurts fewer, or less.
        LimitImpact = "limit_impact",
    }
}

impl Kind {
    /// The part of a fault's duration that it shortens, if it is for one.
    #[must_use]
    pub const fn part(self) -> Option<Part> {
        match self {
            Self::DetectFaster => Some(Part::Detect),
            Self::LocateFaster => Some(Part::Locate),
            Self::RestoreFaster => Some(Part::Restore),
            Self::Prevent | Self::LimitImpact => None,
        }
    }

    /// The moments that the part lies between: what a label prints.
    #[must_use]
    pub fn ends(self) -> Option<(Moment, Moment)> {
        self.part().map(Part::ends)
    }
}

/// An action as it was agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What it is for.
    pub kind: Kind,
    /// What is to be done; 1..=2,000 characters.
    pub text: String,
    /// The one person who sees to it. Nobody yet, where it was imported or the person has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The last day on which it is in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// By what anybody can see that it is done; up to 2,000 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub criterion: String,
    /// The ticket that it is worked on in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// After how many days of 24 hours from its being done it is looked whether it helps.
    #[serde(default = "effect_days")]
    pub effect_days: u16,
    /// How far it is.
    #[serde(default)]
    pub progress: Progress,
}

const fn effect_days() -> u16 {
    EFFECT_DAYS
}

/// How far an action is. Each state holds what led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum Progress {
    /// It is to be done.
    #[default]
    Open,
    /// Its owner says that it is done.
    Done {
        /// Since when.
        at: Timestamp,
    },
    /// Somebody else has seen that it is.
    Verified {
        /// When it was done.
        at: Timestamp,
        /// By whom it was seen.
        verified: Verified,
    },
    /// It was looked later whether it helps.
    Checked {
        /// When it was done.
        at: Timestamp,
        /// By whom it was seen.
        verified: Verified,
        /// What was found.
        effect: Effect,
    },
}

/// Who has seen that an action is done, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Somebody other than its owner.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What shows it: a link or a sentence; not empty.
    pub evidence: String,
}

/// Whether an action helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Whether it does.
    pub helps: bool,
    /// Who looked.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What was seen; may be empty where it helps.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

words! {
    /// Why a step of an action is refused.
    pub enum Refused {
        /// It is done already, or not yet.
        NotNow = "not_now",
        /// Nobody owns it, so nobody could say that it is done.
        NoOwner = "no_owner",
        /// Who owns an action does not verify it.
        OwnerVerifies = "owner_verifies",
        /// What shows it is missing, or is too long.
        EvidenceMissing = "evidence_missing",
        /// The effect can be judged only when its days have passed.
        TooEarly = "too_early",
    }
}

impl std::error::Error for Refused {}

impl Action {
    /// What is to be done, without an owner or a day yet.
    ///
    /// # Errors
    /// When the text is missing or too long.
    pub fn new(kind: Kind, text: &str) -> Result<Self, Invalid> {
        let text = invalid::text(text, 1, 2_000).map_err(|code| Invalid::one("text", code))?;
        let (owner, due, ticket) = (None, None, None);
        Ok(Self { kind, text, owner, due, criterion: String::new(), ticket, effect_days: EFFECT_DAYS, progress: Progress::Open })
    }

    /// What it lacks to be published: an owner, a day, a criterion.
    ///
    /// # Errors
    /// The fields `owner`, `due` and `criterion`, as far as they are missing.
    pub fn complete(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        for (field, given) in
            [("owner", self.owner.is_some()), ("due", self.due.is_some()), ("criterion", !self.criterion.trim().is_empty())]
        {
            if !given {
                invalid.add(field, Code::Required);
            }
        }
        invalid.or(())
    }

    /// Its owner says that it is done.
    ///
    /// # Errors
    /// `NotNow` when it was done before; `NoOwner`.
    pub fn finish(&mut self, at: Timestamp) -> Result<(), Refused> {
        if self.owner.is_none() {
            return Err(Refused::NoOwner);
        }
        if !matches!(self.progress, Progress::Open) {
            return Err(Refused::NotNow);
        }
        self.progress = Progress::Done { at };
        Ok(())
    }

    /// It turned out not to be done.
    ///
    /// # Errors
    /// `NotNow` when nobody has said that it is.
    pub fn reopen(&mut self) -> Result<(), Refused> {
        if self.progress == Progress::Open {
            return Err(Refused::NotNow);
        }
        self.progress = Progress::Open;
        Ok(())
    }

    /// Somebody other than its owner has seen that it is done.
    ///
    /// # Errors
    /// `NotNow` unless it is done and not verified; `OwnerVerifies`; `EvidenceMissing`.
    pub fn verify(&mut self, by: UserId, at: Timestamp, evidence: &str) -> Result<(), Refused> {
        let Progress::Done { at: done } = self.progress else { return Err(Refused::NotNow) };
        if self.owner == Some(by) {
            return Err(Refused::OwnerVerifies);
        }
        let evidence = invalid::text(evidence, 1, 2_000).map_err(|_| Refused::EvidenceMissing)?;
        self.progress = Progress::Verified { at: done, verified: Verified { by, at, evidence } };
        Ok(())
    }

    /// When it is to be looked whether it helps; `None` unless it is verified and was not looked at.
    #[must_use]
    pub const fn effect_due(&self) -> Option<Timestamp> {
        match self.progress {
            Progress::Verified { at, .. } => Some(at.plus(Span::from_days(self.effect_days as i64))),
            Progress::Open | Progress::Done { .. } | Progress::Checked { .. } => None,
        }
    }

    /// Somebody has looked whether it helps. What does not help says why.
    ///
    /// # Errors
    /// `NotNow` unless it is verified; `TooEarly` before [`Action::effect_due`]; `EvidenceMissing` where it does not help and nothing is said.
    pub fn check(&mut self, helps: bool, note: &str, by: UserId, at: Timestamp) -> Result<(), Refused> {
        let due = self.effect_due().ok_or(Refused::NotNow)?;
        if at < due {
            return Err(Refused::TooEarly);
        }
        let note = invalid::text(note, usize::from(!helps), 2_000).map_err(|_| Refused::EvidenceMissing)?;
        let Progress::Verified { at: done, verified } = std::mem::take(&mut self.progress) else { return Err(Refused::NotNow) };
        self.progress = Progress::Checked { at: done, verified, effect: Effect { helps, by, at, note } };
        Ok(())
    }

    /// When it was done; `None` while it is open.
    #[must_use]
    pub const fn done_at(&self) -> Option<Timestamp> {
        match self.progress {
            Progress::Open => None,
            Progress::Done { at } | Progress::Verified { at, .. } | Progress::Checked { at, .. } => Some(at),
        }
    }

    /// Whether its day has passed and it is not done. Its day itself is in time. Without a day it is never overdue.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.done_at().is_none() && self.due.is_some_and(|due| due < today)
    }
}

/// How far a number of actions are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// All of them.
    pub all: u64,
    /// Those that are done, verified or not.
    pub done: u64,
    /// Of those, the ones that somebody else has seen.
    pub verified: u64,
    /// Those that are not done although their day has passed.
    pub overdue: u64,
    /// Those that were looked at later and do not help.
    pub without_effect: u64,
    /// Those whose last day is over.
    #[serde(default)]
    pub due: u64,
    /// Of those, the ones that were done by their last day.
    #[serde(default)]
    pub in_time: u64,
}

impl Tally {
    /// Counts actions as they stand today, in the zone by whose days they are due.
    #[must_use]
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a Action>, today: Date, zone: &TimeZone) -> Self {
        let mut tally = Self::default();
        for action in actions {
            tally.all += 1;
            tally.done += u64::from(action.done_at().is_some());
            tally.verified += u64::from(matches!(action.progress, Progress::Verified { .. } | Progress::Checked { .. }));
            tally.overdue += u64::from(action.is_overdue(today));
            tally.without_effect += u64::from(matches!(&action.progress, Progress::Checked { effect, .. } if !effect.helps));
            if let Some(due) = action.due.filter(|due| *due < today) {
                tally.due += 1;
                tally.in_time += u64::from(action.done_at().is_some_and(|at| at.to_jiff().to_zoned(zone.clone()).date() <= due));
            }
        }
        tally
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            done: self.done + other.done,
            verified: self.verified + other.verified,
            overdue: self.overdue + other.overdue,
            without_effect: self.without_effect + other.without_effect,
            due: self.due + other.due,
            in_time: self.in_time + other.in_time,
        }
    }

    /// Done by their last day / those whose last day is over, 0..=1; `None` without any of these.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "2^53 actions do not exist")]
    pub fn completion(self) -> Option<f64> {
        (self.due > 0).then(|| self.in_time as f64 / self.due as f64)
    }
}

#[cfg(test)]
mod tests;
