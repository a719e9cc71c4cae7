//! What follows a low rating: a task for the team's lead, with an outcome.

use jiff::{ToSpan, civil::Weekday, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Answer, Sentiment};
use crate::{
    id::FollowUpId,
    invalid::{self, Code, Invalid},
    ticket::{
        Number,
        view::{PersonRef, TeamRef},
    },
    time::{Span, Timestamp},
    word::words,
};

/// Working days until it is due, Monday to Friday.
const DAYS: u8 = 2;

words! {
    /// What came of it.
    pub enum Outcome {
        /// It was put right for this person.
        Mended = "mended",
        /// How the team works, or the service, was changed.
        Changed = "changed",
        /// Why it was so was explained.
        Explained = "explained",
        /// There is nothing to change.
        Nothing = "nothing",
        /// Nobody could be reached.
        Unreachable = "unreachable",
    }
}

words! {
    /// Which follow-ups.
    #[derive(Default)]
    pub enum Whose {
        /// Those that are not done.
        #[default]
        Open = "open",
        /// Those of them that are the reader's.
        Mine = "mine",
        /// Those of them whose time has passed.
        Overdue = "overdue",
        /// Those that are done.
        Done = "done",
    }
}

/// How a follow-up ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What came of it.
    pub outcome: Outcome,
    /// Whether somebody spoke with the requester.
    pub contacted: bool,
    /// What was learnt, 1 to 2,000 characters.
    pub learnt: String,
}

impl Finding {
    /// The most characters of what was learnt.
    pub const LEARNT_MAX: usize = 2_000;

    /// Reads what was entered in the fields `outcome`, `contacted` (`yes` or `no`) and `learnt`.
    ///
    /// # Errors
    /// Every field that is missing, unknown or too long.
    pub fn parse(outcome: &str, contacted: &str, learnt: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let chosen = |typed: &str| if typed.trim().is_empty() { Code::Required } else { Code::UnknownChoice };
        let outcome = invalid.take("outcome", outcome.trim().parse().map_err(|_| chosen(outcome)));
        let contacted = invalid.take(
            "contacted",
            match contacted.trim() {
                "yes" => Ok(true),
                "no" => Ok(false),
                other => Err(chosen(other)),
            },
        );
        let learnt = invalid.take("learnt", invalid::text(learnt, 1, Self::LEARNT_MAX));
        match (outcome, contacted, learnt) {
            (Some(outcome), Some(contacted), Some(learnt)) => Ok(Self { outcome, contacted, learnt }),
            _ => Err(invalid),
        }
    }
}

/// A follow-up in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpLine {
    /// Which one.
    pub id: FollowUpId,
    /// The ticket that was rated.
    pub ticket: Number,
    /// Its title; empty for who may not see it.
    pub title: String,
    /// The team that answers for it.
    pub team: Option<TeamRef>,
    /// Who is to do it; nobody, where the team had no lead.
    pub owner: Option<PersonRef>,
    /// What the requester answered, as it is now.
    pub answer: Answer,
    /// In their words; may be empty.
    pub comment: String,
    /// How that seems to be meant.
    pub guess: Option<Sentiment>,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// By when it should be done.
    pub due_at: Timestamp,
    /// Whether that has passed and it is not done.
    pub overdue: bool,
    /// How it ended, when, and who said so; none while it is open.
    pub done: Option<(Finding, Timestamp, Option<PersonRef>)>,
    /// Whether the reader may say how it ends.
    pub closes: bool,
}

/// By when a low rating should have been followed up: two working days later (Monday to Friday) at the same time of day, where the
/// instance is. What comes at a weekend counts from Monday on.
#[must_use]
pub fn due(opened: Timestamp, zone: &TimeZone) -> Timestamp {
    let fallback = opened.plus(Span::from_days(DAYS.into()));
    let begun = opened.to_jiff().to_zoned(zone.clone());
    let mut day = begun.date();
    let is_free = |day: jiff::civil::Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    while is_free(day) {
        day = day.saturating_add(1.day());
    }
    for _ in 0..DAYS {
        day = day.saturating_add(1.day());
        while is_free(day) {
            day = day.saturating_add(1.day());
        }
    }
    day.to_datetime(begun.time()).to_zoned(zone.clone()).map_or(fallback, |due| due.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_low_rating_is_followed_up_within_two_working_days() {
        for (opened, due_at) in [
            ("2026-11-16T09:30:00Z", "2026-11-18T09:30:00Z"),
            ("2026-11-19T09:30:00Z", "2026-11-23T09:30:00Z"),
            ("2026-11-20T09:30:00Z", "2026-11-24T09:30:00Z"),
            ("2026-11-21T09:30:00Z", "2026-11-25T09:30:00Z"),
            ("2026-11-22T09:30:00Z", "2026-11-25T09:30:00Z"),
        ] {
            assert_eq!(due(at(opened), &TimeZone::UTC), at(due_at), "{opened}");
        }
    }

    #[test]
    fn a_finding_says_what_came_of_it_and_what_was_learnt() {
        let finding = Finding::parse("explained", "yes", " The mail was late. ").unwrap();
        assert_eq!(finding, Finding { outcome: Outcome::Explained, contacted: true, learnt: "The mail was late.".to_owned() });
        let wrong = Finding::parse("", "perhaps", " ").unwrap_err();
        assert_eq!(wrong.of("outcome"), Some(&Code::Required));
        assert_eq!(wrong.of("contacted"), Some(&Code::UnknownChoice));
        assert!(wrong.of("learnt").is_some());
    }
}
