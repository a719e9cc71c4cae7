//! What the company is told of a fault: where the work on it stands, in words for those who wait, and when they hear again.

use serde::{Deserialize, Serialize};

use super::{
    Severity,
    declaration::TITLE_MAX,
    moment::{Kind, Moments},
    number::Number,
};
use crate::{
    invalid::{self, Code, Invalid},
    ticket::view::{PersonRef, ServiceRef},
    time::{Span, Timestamp},
    word::words,
};

/// The most characters of an update.
pub const TEXT_MAX: usize = 4_000;
/// The most characters of why one is taken back.
pub const WHY_MAX: usize = 500;
/// The latest next update, in minutes: a day.
pub const NEXT_MAX: u32 = 1_440;

words! {
    /// Where the work on a fault stands, for those who wait for it.
    pub enum Stage {
        /// Somebody looks for the cause.
        Investigating = "investigating",
        /// The cause is known.
        Identified = "identified",
        /// It seems to be over and is watched.
        Monitoring = "monitoring",
        /// It is over.
        Resolved = "resolved",
    }
}

impl Stage {
    /// Whether people still have to reckon with it.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        !matches!(self, Self::Resolved)
    }

    /// What the next update says, as far as the moments of the fault tell.
    #[must_use]
    pub fn proposed(moments: &Moments) -> Self {
        let said = |kind| moments.get(kind).is_some();
        if said(Kind::Verified) || said(Kind::Closed) {
            Self::Resolved
        } else if said(Kind::Restored) || said(Kind::Mitigated) {
            Self::Monitoring
        } else if said(Kind::Located) {
            Self::Identified
        } else {
            Self::Investigating
        }
    }
}

/// An update as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where the work stands.
    pub stage: Stage,
    /// What is wrong, in one line, for the company.
    pub headline: String,
    /// Markdown.
    pub text: String,
    /// In how many minutes the next one comes; nothing is promised without it.
    pub next_in: Option<u32>,
}

impl Draft {
    /// The same once it is right. An update that says that it is over promises no other one.
    ///
    /// # Errors
    /// At `headline`: `Required`, `TooShort` below 3 characters, `TooLong`, `BadCharacters`; at `text`: `Required`, `TooLong`, `BadCharacters`;
    /// at `next_in`: `OutOfRange` outside of 1 to [`NEXT_MAX`] minutes.
    pub fn parse(&self) -> Result<Self, Invalid> {
        let mut wrong = Invalid::default();
        let headline = wrong.take("headline", invalid::line(&self.headline, 3, TITLE_MAX)).unwrap_or_default();
        let text = wrong.take("text", invalid::text(&self.text, 1, TEXT_MAX)).unwrap_or_default();
        let next_in = self.next_in.filter(|_| self.stage.goes_on());
        if next_in.is_some_and(|minutes| !(1..=NEXT_MAX).contains(&minutes)) {
            wrong.add("next_in", Code::OutOfRange { min: Some(1.0), max: Some(NEXT_MAX.into()) });
        }
        wrong.or(Self { stage: self.stage, headline, text, next_in })
    }

    /// Until when the next one is promised, for one that is published `now`.
    #[must_use]
    pub fn next_by(&self, now: Timestamp) -> Option<Timestamp> {
        self.next_in.map(|minutes| now.plus(Span::from_minutes(minutes.into())))
    }
}

/// That an update was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// Why.
    pub why: String,
}

/// An update for those who work on the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// By what it is named.
    pub id: i64,
    /// When it was published.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// Where the work stood.
    pub stage: Stage,
    /// What is wrong, in one line.
    pub headline: String,
    /// As HTML that is safe to show.
    pub html: String,
    /// Until when the next one was promised.
    pub next_by: Option<Timestamp>,
    /// That it was taken back, if it was.
    pub taken: Option<Taken>,
}

/// The last one that stands, of updates in the order in which they were published.
#[must_use]
pub fn last(updates: &[Update]) -> Option<&Update> {
    updates.iter().rev().find(|update| update.taken.is_none())
}

/// An update for the company: nobody's name is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When it was published.
    pub at: Timestamp,
    /// Where the work stood.
    pub stage: Stage,
    /// As HTML that is safe to show.
    pub html: String,
    /// Until when the next one was promised.
    pub next_by: Option<Timestamp>,
}

/// A fault as the company knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disturbance {
    /// Its number.
    pub number: Number,
    /// What is wrong, in one line.
    pub headline: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it hits, of what the reader knows of.
    pub services: Vec<ServiceRef>,
    /// What was told, the last one first; never empty.
    pub told: Vec<Told>,
}

/// The page that says how things are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Every service that the reader knows of, with the worst of what disturbs it.
    pub services: Vec<(ServiceRef, Option<Severity>)>,
    /// What goes on, the one that was told of last first.
    pub current: Vec<Disturbance>,
    /// What was over within the last [`PAST_DAYS`] days.
    pub past: Vec<Disturbance>,
}

/// For how many days what is over stays on the page.
pub const PAST_DAYS: i64 = 14;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::moment::{Change, Reading, Source, Value};

    fn draft() -> Draft {
        Draft { stage: Stage::Investigating, headline: " Mail is late ".into(), text: "We look into it.".into(), next_in: Some(30) }
    }

    #[test]
    fn an_update_has_a_headline_and_a_text_and_promises_at_most_a_day() {
        assert_eq!(draft().parse().unwrap().headline, "Mail is late");
        let wrong = Draft { headline: "x".into(), text: " ".into(), next_in: Some(1_441), ..draft() }.parse().unwrap_err();
        assert_eq!(wrong.of("headline"), Some(&Code::TooShort { min: 3 }));
        assert_eq!(wrong.of("text"), Some(&Code::Required));
        assert_eq!(wrong.of("next_in"), Some(&Code::OutOfRange { min: Some(1.0), max: Some(1_440.0) }));
        assert!(Draft { next_in: Some(0), ..draft() }.parse().is_err());
    }

    #[test]
    fn what_is_over_promises_nothing_more() {
        let over = Draft { stage: Stage::Resolved, ..draft() }.parse().unwrap();
        assert_eq!(over.next_by(Timestamp::EPOCH), None);
        assert_eq!(draft().parse().unwrap().next_by(Timestamp::EPOCH), Some(Timestamp::EPOCH.plus(Span::from_minutes(30))));
    }

    #[test]
    fn the_proposed_stage_follows_the_moments() {
        let said = |kind| {
            let reading = Reading { value: Value::Unknown, source: Source::Person, evidence: String::new() };
            (kind, Change { reading, said_at: Timestamp::EPOCH, by: None, why: String::new() })
        };
        let proposed = |kinds: &[Kind]| Stage::proposed(&Moments::told(kinds.iter().map(|&kind| said(kind))));
        assert_eq!(proposed(&[]), Stage::Investigating);
        assert_eq!(proposed(&[Kind::Detected, Kind::Located]), Stage::Identified);
        assert_eq!(proposed(&[Kind::Located, Kind::Restored]), Stage::Monitoring);
        assert_eq!(proposed(&[Kind::Mitigated]), Stage::Monitoring);
        assert_eq!(proposed(&[Kind::Restored, Kind::Verified]), Stage::Resolved);
    }

    #[test]
    fn the_last_update_is_the_last_one_that_stands() {
        let update = |id, taken: bool| Update {
            id,
            at: Timestamp::EPOCH,
            by: None,
            stage: Stage::Investigating,
            headline: String::new(),
            html: String::new(),
            next_by: None,
            taken: taken.then(|| Taken { at: Timestamp::EPOCH, by: None, why: "a slip".into() }),
        };
        assert_eq!(last(&[update(1, false), update(2, true)]).map(|update| update.id), Some(1));
        assert_eq!(last(&[update(1, true)]), None);
    }
}
